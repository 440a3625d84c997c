"""What a speaker label looks like, and which label-like words really are speakers.

Two steps: `candidates` collects whatever stands in a label's place, in one pass over the lines;
`speakers_among` decides by evidence within the one transcript: form, recurrence, names, role words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.transcripts.roles import role_of_words
from qualcode.transcripts.stamps import BRACKETED, ONLY_STAMPS, STAMP, milliseconds
from qualcode.transcripts.vocabulary import NOT_SPEAKERS, SENTENCE_STARTERS, SMALL_NAME_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FIRST = r"[^\s:：\[(<*|#\"“„«=]"
_LABEL = re.compile(
    rf"""
    (?:[-–—•][ \t]+)?
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
    (?P<after>[ \t]*{BRACKETED})?
    """,
    re.VERBOSE | re.MULTILINE,
)
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
_STRONG = frozenset({"bold", "bracket", "voice", "stamped"})
_HEADERS = frozenset({"head", "under"})

_LONGEST = 60
_MOST_WORDS = 7
_FEW = 0.1
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
    spaced: bool = True

    @property
    def key(self) -> str:
        """What makes two spellings one speaker."""
        return self.label.casefold()


def candidates(text: str) -> list[Candidate]:
    """Whatever stands in a label's place at the beginning of a line, in text order; one pass."""
    found: list[Candidate] = []
    match = _LABEL.match
    position = 0
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" \t>"))
        seen = match(text, position + indent) if indent < len(line) else None
        if seen:
            found.append(_candidate(text, seen, position))
        if "<v" in line:
            found.extend(_voices_within(text, seen.end() if seen else position, position + len(line)))
        position += len(line) + 1
    return [each for each in found if each.label]


def _candidate(text: str, seen: re.Match[str], line_start: int) -> Candidate:
    form = next(name for name in FORMS if seen[name] is not None)
    stamp = seen["before"] or seen["beside"] or seen["stamp"] or seen["at"] or seen["after"]
    colon = seen["colon"] or seen["colon2"]
    label = " ".join(seen[form].replace("\\", "").split()).strip("*_ ").rstrip(":")
    if form == "bold" and not colon and seen["beside"] is None:
        form = "plain" if text[seen.end() : seen.end() + 1].isspace() else "under"
    spaced = seen.end() == len(text) or text[seen.end()].isspace()
    return Candidate(label, form, line_start, seen.end(), milliseconds(stamp), spaced)


def _voices_within(text: str, start: int, end: int) -> list[Candidate]:
    return [
        Candidate(" ".join(tag["voice"].split()), "voice", tag.start(), tag.end())
        for tag in _VOICE.finditer(text, start, end)
    ]


def is_mark(text: str, candidate: Candidate) -> bool:
    """A line such as `**Break**: [41:18]`, that says when but nothing that anybody said."""
    end = text.find("\n", candidate.speech)
    rest = text[candidate.speech : end if end >= 0 else len(text)]
    if rest.strip():
        return bool(ONLY_STAMPS.match(rest))
    return candidate.start_ms is not None and candidate.form in {"bold", "plain"}


def speakers_among(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Those candidates that really are labels of speakers.

    Args:
        text: The transcript.
        found: What `candidates` returned.
    """
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for each in found:
        groups[each.key].append(each)
    possible = {key: group for key, group in groups.items() if _could_be_a_speaker(text, group)}
    kept = _recurring(text, possible)
    if not kept:
        named = [key for key, group in possible.items() if role_of_words(group[0].label, possible)]
        kept = set(named) if len(named) > 1 else set()
    else:
        kept |= {
            key for key, group in possible.items() if key not in kept and _fits_in(group, kept, possible)
        }
    return [each for each in found if each.key in kept and _has_speech_form(each)]


def _has_speech_form(each: Candidate) -> bool:
    return each.spaced or each.form in _STRONG or each.form == "plain"


def _could_be_a_speaker(text: str, group: Sequence[Candidate]) -> bool:
    """Short, name-like, no known heading word, and followed by speech rather than by a time."""
    label = group[0].label
    words = label.casefold().split()
    if not words or len(words) > _MOST_WORDS or len(label) > _LONGEST or not any(map(str.isalpha, label)):
        return False
    if words[0].strip(".,") in NOT_SPEAKERS and (len(words) == 1 or words[1].strip(".)").isdigit()):
        return False
    if all(is_mark(text, each) for each in group):
        return False
    return bool(role_of_words(label, "ipq")) or _looks_like_a_name(label, strong=group[0].form in _STRONG)


def _looks_like_a_name(label: str, *, strong: bool) -> bool:
    if label[-1] in ".?!," and not re.search(r"\b\w\.\Z|\b(?:Jr|Sr|Dr)\.\Z", label):
        return strong and label[-1] == "."
    words = label.split()
    if len(words) > 1 and words[0].casefold().rstrip(",") in SENTENCE_STARTERS:
        return False
    if strong:
        return True
    return all(not word[0].islower() or word.casefold() in SMALL_NAME_WORDS for word in words)


def _recurring(text: str, possible: dict[str, list[Candidate]]) -> set[str]:
    """Labels that stand on their own evidence: strong forms, or recurrence in one shared form."""
    strong = {key for key, group in possible.items() if any(each.form in _STRONG for each in group)}
    total = sum(len(possible[key]) for key in strong)
    if total > 1:
        return strong
    heads = {key for key, group in possible.items() if sum(each.form in _HEADERS for each in group) > 1}
    if heads:
        return heads
    plain = {key for key, group in possible.items() if sum(each.spaced for each in group) > 1}
    if len(plain) == 1 and not role_of_words(next(iter(plain)), possible):
        lines = text.count("\n") + 1
        plain = {key for key in plain if len(possible[key]) > _FEW * lines}
    return plain


def _fits_in(group: Sequence[Candidate], kept: Iterable[str], possible: dict[str, list[Candidate]]) -> bool:
    """A label seen once beside labels that recur: a role word, a misspelt one, or a name of the same make."""
    label = group[0].label
    if role_of_words(label, kept) or re.fullmatch(r"[A-Z]{1,3}[ _-]?\d{1,3}", label):
        return True
    if _near(group[0].key, kept):
        return True
    makes = {_make(possible[key][0].label) for key in kept}
    return _make(label) in makes - {""}


def _near(key: str, kept: Iterable[str]) -> bool:
    from rapidfuzz import fuzz, process

    return process.extractOne(key, list(kept), scorer=fuzz.ratio, score_cutoff=_NEAR) is not None


def _make(label: str) -> str:
    """How a label is built: two or more capitalised words, or capitals only; else empty."""
    words = label.split()
    if label.isupper():
        return "capitals"
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return "names"
    return ""
