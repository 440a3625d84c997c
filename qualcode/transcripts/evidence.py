"""Which label-like words really are speakers: evidence within one transcript.

Form (bold and a colon), recurrence, alternation, names, role words; a word seen once needs company.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from qualcode.transcripts.labels import Candidate, rare_candidates
from qualcode.transcripts.lines import every_line
from qualcode.transcripts.roles import role_of_words
from qualcode.transcripts.stamps import ONLY_STAMPS
from qualcode.transcripts.vocabulary import (
    INTERVIEWER,
    METADATA,
    NOT_SPEAKERS,
    PARTICIPANT,
    SENTENCE_STARTERS,
    SMALL_NAME_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_STRONG = frozenset({"bold", "bracket", "voice"})
_HEADERS = frozenset({"stamped", "head", "under"})

_PLAIN = frozenset({"plain"})
_NUMBERED = re.compile(r"[A-Z]{1,3}[ _-]?\d{1,3}\Z")
_LONGEST = 60
_LONGEST_VALUE = 80
_LONGEST_REST = 400
_MOST_WORDS = 7
_FEW_WORDS = 4
_FEWEST_LABELS = 2
_GOOD_PART = 0.1
_NEAR = 85
_SHARE_OF_LINES = 0.2
_NEARLY_ALL = 0.9
_NUMBERED_HEADINGS = frozenset({"question", "answer", "respuesta", "frage"})
_ROLE_NAMES = INTERVIEWER | PARTICIPANT


def marks(text: str, found: Sequence[Candidate], kept: Sequence[Candidate]) -> set[int]:
    """Where lines such as `**Break**: [41:18]` begin, that say when but nothing that anybody said."""
    speaking = {each.start for each in kept}
    return {
        each.start
        for each in found
        if each.start not in speaking
        and (each.form == "bold" or each.key in NOT_SPEAKERS)
        and _is_mark(text, each)
    }


def _is_mark(text: str, each: Candidate, times: int = 1) -> bool:
    """Whether a line gives nothing but a time; a name may do so above its speech, a break not."""
    if times > 1 and each.key not in NOT_SPEAKERS:
        return False
    rest = _rest_of_line(text, each)
    if rest.strip():
        return bool(ONLY_STAMPS.match(rest))
    colon = each.form == "stamped" and text[each.speech - 1] == ":"
    return each.start_ms is not None and each.form in {"bold", "plain", "stamped"} and not colon


def _rest_of_line(text: str, each: Candidate) -> str:
    """What follows on the line, but never much, so that endless lines cost no time."""
    furthest = min(len(text), each.speech + _LONGEST_REST)
    end = text.find("\n", each.speech, furthest)
    return text[each.speech : end if end >= 0 else furthest]


def speakers_among(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Those candidates that really are labels of speakers.

    Args:
        text: The transcript.
        found: What `candidates` returned.
    """
    found = found[_front_matter(text, found) :]
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for each in found:
        groups[each.key].append(each)
    possible = {key: group for key, group in groups.items() if _could_be_a_speaker(text, group)}
    line_count = len(every_line(text))
    kept = _recurring(text, possible, line_count) or _role_words(possible, line_count)
    if not kept:
        return _without_colon(text, line_count) or _small_names(found, line_count)
    kept |= {key for key, group in possible.items() if key not in kept and _fits_in(group, kept, possible)}
    if sum(map(len, possible.values())) >= _NEARLY_ALL * line_count:
        kept |= {key for key, group in possible.items() if _is_another_name(group[0], kept, possible)}
    return [each for each in found if each.key in kept]


def _without_colon(text: str, line_count: int) -> list[Candidate]:
    """Labels in a form that much else has, too: at least two that recur and open a good part of the lines."""
    found = rare_candidates(text)
    for form in ("tab", "dot", "enclosed", "alone"):
        groups: dict[str, list[Candidate]] = defaultdict(list)
        for each in found:
            if each.form == form and len(each.label.split()) <= _MOST_WORDS:
                groups[each.key].append(each)
        keys = {key for key, group in groups.items() if len(group) > 1 and _is_unusual_label(group[0])}
        if keys and form == "enclosed":
            keys |= {key for key, group in groups.items() if _is_unusual_label(group[0])}
        if len(keys) > 1 and sum(len(groups[key]) for key in keys) >= _SHARE_OF_LINES * line_count:
            keys |= {key for key, group in groups.items() if _is_role(group[0].label)}
            return [each for each in found if each.form == form and each.key in keys]
    return []


def _is_unusual_label(each: Candidate) -> bool:
    if each.form == "dot":
        return each.label in {"Q", "A"} or role_of_words(each.label, "ipq") is not None
    if each.key.split()[0] in NOT_SPEAKERS:
        return False
    return _is_role(each.label) or _looks_like_a_name(each.label, strong=False)


def _small_names(found: Sequence[Candidate], line_count: int) -> list[Candidate]:
    """`anna: hi`, as in a chat: lower-case words that open most lines."""
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for each in found:
        if each.form == "plain" and each.spaced and each.label.isalnum() and each.key not in NOT_SPEAKERS:
            groups[each.key].append(each)
    keys = {key for key, group in groups.items() if len(group) > 1}
    most = sum(len(groups[key]) for key in keys) * 2 > line_count
    return [each for each in found if each.key in keys] if len(keys) > 1 and most else []


def _front_matter(text: str, found: Sequence[Candidate]) -> int:
    """How many candidates open the file as `Key: value` lines: metadata, legends such as `I: Interviewer`."""
    last, position = 0, 0
    for count, each in enumerate(found, 1):
        if each.start < position or text[position : each.start].strip():
            break
        rest = _rest_of_line(text, each)
        position = each.speech + len(rest)
        value = rest.strip()
        metadata = each.key.split()[0] in METADATA and len(value) <= _LONGEST_VALUE
        legend = value.casefold() in _ROLE_NAMES
        if metadata or legend or (last and _is_a_name_for_a_role(each, value)):
            last = count
    return last


def _is_a_name_for_a_role(each: Candidate, value: str) -> bool:
    """`Interviewer: Jane Roe` below `Date: …`."""
    return role_of_words(each.label) is not None and value[-1:].isalnum() and value.count(" ") < _FEW_WORDS


def _could_be_a_speaker(text: str, group: Sequence[Candidate]) -> bool:
    """Short, name-like, no known heading word, and followed by speech rather than by a time."""
    label = group[0].label
    words = label.casefold().split()
    if not words or len(words) > _MOST_WORDS or len(label) > _LONGEST or not any(map(str.isalpha, label)):
        return False
    numbered = len(words) > 1 and words[1].strip(".)").isdigit()
    if words[0].strip(".,") in NOT_SPEAKERS and (len(words) == 1 or numbered):
        return False
    if words[0] in _NUMBERED_HEADINGS and numbered:
        return False
    if all(_is_mark(text, each, len(group)) for each in group):
        return False
    strong = any(each.form in _STRONG for each in group)
    return _is_role(label) or _looks_like_a_name(label, strong=strong)


def _is_role(label: str) -> bool:
    few = len(label.split()) <= _FEW_WORDS and label[0].isalpha() and "," not in label
    return few and role_of_words(label, "ipq") is not None


def _looks_like_a_name(label: str, *, strong: bool) -> bool:
    words = label.split()
    if label[-1] in ".?!,;" and not re.search(r"\b\w\.\Z|\b(?:Jr|Sr|Dr)\.\Z", label):
        return False
    if words[0][0].isdigit():
        return False
    if strong:
        return True
    if len(words) > 1 and words[0].casefold().rstrip(",") in SENTENCE_STARTERS:
        return False
    return all(not word[0].islower() or word.casefold() in SMALL_NAME_WORDS for word in words)


def _recurring(text: str, possible: dict[str, list[Candidate]], line_count: int) -> set[str]:
    """Labels that stand on their own evidence: a form that only labels have, or recurrence."""
    families: list[tuple[int, set[str]]] = []
    first = len(text) - len(text.lstrip())
    for forms, fewest in ((_STRONG, 1), (_HEADERS, 2), (_PLAIN, 2)):
        unspaced = forms is not _PLAIN  # "http:x" is no label, "**Anna:**x" is
        counts = {
            key: sum(each.form in forms and (each.spaced or unspaced) for each in group)
            for key, group in possible.items()
        }
        family = {key for key, count in counts.items() if count >= fewest}
        total = sum(counts[key] for key in family)
        opens = forms is _STRONG and any(possible[key][0].start == first for key in family)
        if opens or (total >= _FEWEST_LABELS and _enough(family, total, possible, line_count)):
            families.append((total, family))
    most = max((total for total, _ in families), default=0)
    return {key for total, family in families if total * 2 > most for key in family}


def _enough(family: set[str], total: int, possible: dict[str, list[Candidate]], line_count: int) -> bool:
    """One word alone that recurs is a speaker only if it is a role, or opens a good part of the lines."""
    if len(family) != 1:
        return True
    (key,) = family
    return _is_role(possible[key][0].label) or total > _GOOD_PART * line_count


def _role_words(possible: dict[str, list[Candidate]], line_count: int) -> set[str]:
    """Where nothing recurs: two role words make a conversation, an interviewer in capitals one."""
    named = {key for key, group in possible.items() if _is_role(group[0].label)}
    if named and len(possible) > 1 and 2 * len(possible) >= line_count:
        return set(possible)
    if len(named) > 1:
        return named
    return {
        key for key in named if possible[key][0].label.isupper() and len(key) > 1 and possible[key][0].start
    }


def _fits_in(group: Sequence[Candidate], kept: Collection[str], possible: dict[str, list[Candidate]]) -> bool:
    """A label seen once beside labels that recur.

    A role word, a misspelt label, a name of the same make, a name beside a time where the others have one, or
    the only other speaker there is.
    """
    each = group[0]
    if _is_role(each.label) or _NUMBERED.match(each.label) or _near(each.key, kept):
        return True
    others = [possible[key][0] for key in kept]
    timed = each.start_ms is not None and any(
        other.form == each.form and other.start_ms is not None for other in others
    )
    if timed or (len(others) == 1 and each.spaced and each.form == others[0].form):
        return True
    return _make(each.label) in {_make(other.label) for other in others} - {""}


def _is_another_name(each: Candidate, kept: Collection[str], possible: dict[str, list[Candidate]]) -> bool:
    """`Cem: …`, once, among `Ana: …` and `Ben: …`: for transcripts in which nearly every line has a label."""
    others = [possible[key][0] for key in kept]
    return _is_first_name(each) and any(_is_first_name(other) and other.form == each.form for other in others)


def _is_first_name(each: Candidate) -> bool:
    return each.spaced and each.label.istitle() and each.label.isalpha() and not _is_role(each.label)


def _near(key: str, kept: Iterable[str]) -> bool:
    """Names only: `P1` is near `P2` and yet somebody else, which does no harm here."""
    from rapidfuzz import fuzz, process

    return process.extractOne(key, list(kept), scorer=fuzz.ratio, score_cutoff=_NEAR) is not None


def _make(label: str) -> str:
    """How a label is built: two or more capitalised words, or capitals only; else empty."""
    words = [word for word in label.split() if word.casefold() not in SMALL_NAME_WORDS]
    if label.isupper():
        return "capitals"
    if len(words) > 1 and all(not word[0].islower() for word in words):
        return "names"
    return ""
