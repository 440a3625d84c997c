"""What a speaker label looks like, and which label-like words really are speakers.

Two steps: `candidates` collects whatever stands in a label's place, in one pass over the lines;
`speakers_among` decides by evidence within the one transcript: form, recurrence, names, role words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.transcripts.lines import lines
from qualcode.transcripts.roles import role_of_words
from qualcode.transcripts.stamps import BRACKETED, ONLY_STAMPS, STAMP, range_of
from qualcode.transcripts.vocabulary import (
    INTERVIEWER,
    METADATA,
    NOT_SPEAKERS,
    PARTICIPANT,
    SENTENCE_STARTERS,
    SMALL_NAME_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FIRST = r"[^\s:：\[(<*|#\"“„«=]"
_LABEL = re.compile(
    rf"""
    (?:>[ \t]*)*(?:[-–—•][ \t]+)?
    (?P<before>{STAMP}[ \t]*(?:[-–—|][ \t]+)?)?
    (?:
        (?:\*\*|__)[ \t]*(?P<bold>[^*\n:]{{1,60}}?)[ \t]*(?P<colon>:*)[ \t]*(?:\*\*|__)
            (?:[ \t]*(?P<beside>{STAMP}))?[ \t]*(?P<colon2>:*)
      | \\?\[(?P<bracket>[^\]\n:]{{1,40}})\\?\][ \t]*[:：]
      | <v(?:\.[^\s>]*)?[ \t]+(?P<voice>[^>\n]{{1,60}})>
      | (?P<stamped>{_FIRST}[^:：\n\[(]{{0,47}})(?P<stamp>{BRACKETED})[ \t]*:?
      | (?P<plain>{_FIRST}[^:：\n]{{0,47}})[:：]{{1,2}}(?!//|\d)
      | (?P<head>{_FIRST}[^:：\n]{{0,47}})[ \t]+(?P<at>{STAMP})[ \t]*$
      | (?(before)(?P<under>{_FIRST}[^:：\n.?!,]{{0,39}})$|(?!))
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_FORM_OF_LAST_GROUP = {
    "colon2": "bold",
    "bracket": "bracket",
    "voice": "voice",
    "stamp": "stamped",
    "plain": "plain",
    "at": "head",
    "under": "under",
}
_AFTER = re.compile(rf"[ \t]*{BRACKETED}")
_MAY_OPEN_A_STAMP = frozenset(" \t[(\\<#")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<voice>[^>\n]{1,60})>")
FORMS = {
    "bold": "**Name:** text",
    "bracket": "[Name]: text",
    "voice": "<v Name>text",
    "stamped": "Name (00:04): text",
    "plain": "Name: text",
    "head": "Name 00:12 above the speech",
    "under": "00:00:08 Name above the speech",
}
_STRONG = frozenset({"bold", "bracket", "voice"})
_HEADERS = frozenset({"stamped", "head", "under"})

_PLAIN = frozenset({"plain"})
_NUMBERED = re.compile(r"[A-Z]{1,3}[ _-]?\d{1,3}\Z")
_LONGEST = 60
_LONGEST_VALUE = 80
_MOST_WORDS = 7
_FEW_WORDS = 4
_FEWEST_LABELS = 2
_GOOD_PART = 0.1
_NEAR = 85


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something in a label's place.

    `start` is where its line begins, `speech` where the words after it begin (offsets in code points);
    `form` is a key of `FORMS`.
    """

    label: str
    form: str
    start: int
    speech: int
    start_ms: int | None = None
    end_ms: int | None = None
    spaced: bool = True

    @property
    def key(self) -> str:
        """What makes two spellings one speaker."""
        return self.label.casefold()


def candidates(text: str) -> list[Candidate]:
    """Whatever stands in a label's place at the beginning of a line, in text order; one pass."""
    found: list[Candidate] = []
    match = _LABEL.match
    voices = "<v" in text
    for start, end in lines(text, 0, len(text)):
        seen = match(text, start, end)
        if seen:
            found.append(_candidate(text, seen, start))
        if voices:
            found.extend(_voices_within(text, seen.end() if seen else start, end))
    return [each for each in found if each.label]


def _candidate(text: str, seen: re.Match[str], start: int) -> Candidate:
    form = _FORM_OF_LAST_GROUP[str(seen.lastgroup)]
    end = seen.end()
    after = _AFTER.match(text, end) if text[end : end + 1] in _MAY_OPEN_A_STAMP else None
    label, before = seen[form], seen["before"]
    stamp = before or seen["beside"] or seen["stamp"] or seen["at"] or (after and after[0])
    if form == "bold" and not seen["colon"] and not seen["colon2"] and seen["beside"] is None:
        form = "plain" if text[end : end + 1].isspace() else "under"
    if not label.isalpha():
        label = " ".join(label.replace("\\", "").split()).strip("*_ ").rstrip(":")
    if after:
        end = after.end()
    times = range_of(stamp) if stamp else (None, None)
    return Candidate(label, form, start, end, *times, end == len(text) or text[end].isspace())


def _voices_within(text: str, start: int, end: int) -> list[Candidate]:
    return [
        Candidate(" ".join(tag["voice"].split()), "voice", tag.start(), tag.end())
        for tag in _VOICE.finditer(text, start, end)
    ]


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
    rest = _rest_of_line(text, each)
    if times > 1 and each.key not in NOT_SPEAKERS:
        return False
    if rest.strip():
        return bool(ONLY_STAMPS.match(rest))
    return each.start_ms is not None and each.form in {"bold", "plain", "stamped"}


def _rest_of_line(text: str, each: Candidate) -> str:
    end = text.find("\n", each.speech)
    return text[each.speech : end if end >= 0 else len(text)]


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
    kept = _recurring(text, possible) or _role_words(possible)
    kept |= {
        key for key, group in possible.items() if kept and key not in kept and _fits_in(group, kept, possible)
    }
    return [each for each in found if each.key in kept]


def _front_matter(text: str, found: Sequence[Candidate]) -> int:
    """How many candidates open the file as `Key: value` lines: metadata, legends such as `I: Interviewer`."""
    last, position = 0, 0
    for count, each in enumerate(found, 1):
        if text[position : each.start].strip():
            break
        rest = _rest_of_line(text, each)
        position = each.speech + len(rest)
        value = rest.strip()
        if (
            (each.key.split()[0] in METADATA and len(value) <= _LONGEST_VALUE)
            or value.casefold() in INTERVIEWER | PARTICIPANT
            or (last and _is_a_name_for_a_role(each, value))
        ):
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
    if words[0].strip(".,") in NOT_SPEAKERS and (len(words) == 1 or words[1].strip(".)").isdigit()):
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


def _recurring(text: str, possible: dict[str, list[Candidate]]) -> set[str]:
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
        if opens or (total >= _FEWEST_LABELS and _enough(text, family, total, possible)):
            families.append((total, family))
    most = max((total for total, _ in families), default=0)
    return {key for total, family in families if total * 2 > most for key in family}


def _enough(text: str, family: set[str], total: int, possible: dict[str, list[Candidate]]) -> bool:
    """One word alone that recurs is a speaker only if it is a role, or opens a good part of the lines."""
    if len(family) != 1:
        return True
    (key,) = family
    return _is_role(possible[key][0].label) or total > _GOOD_PART * (text.count("\n") + 1)


def _role_words(possible: dict[str, list[Candidate]]) -> set[str]:
    """Where nothing recurs: two role words make a conversation, an interviewer in capitals one."""
    named = {key for key, group in possible.items() if _is_role(group[0].label)}
    if len(named) > 1:
        return named
    return {
        key for key in named if possible[key][0].label.isupper() and len(key) > 1 and possible[key][0].start
    }


def _fits_in(group: Sequence[Candidate], kept: Iterable[str], possible: dict[str, list[Candidate]]) -> bool:
    """A label seen once beside labels that recur: a role word, a misspelt one, or a name of the same make."""
    label = group[0].label
    if _is_role(label) or _NUMBERED.match(label) or _near(group[0].key, kept):
        return True
    makes = {_make(possible[key][0].label) for key in kept}
    return _make(label) in makes - {""}


def _near(key: str, kept: Iterable[str]) -> bool:
    """Names only: `P1` is near `P2` and yet somebody else, which does no harm here."""
    from rapidfuzz import fuzz, process

    return process.extractOne(key, list(kept), scorer=fuzz.ratio, score_cutoff=_NEAR) is not None


def _make(label: str) -> str:
    """How a label is built: two or more capitalised words, or capitals only; else empty."""
    words = [word for word in label.split() if word.casefold() not in SMALL_NAME_WORDS]
    if label.isupper():
        return "capitals"
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return "names"
    return ""
