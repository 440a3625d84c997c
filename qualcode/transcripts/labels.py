"""What a speaker label looks like: everything that stands in a label's place, in one pass over the lines.

Whether it really is a speaker is decided in `evidence`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from qualcode.transcripts.lines import every_line
from qualcode.transcripts.stamps import BRACKETED, STAMP, range_of

_FIRST = r"[^\s:：\[(<*|#\"“„«=]"
_LABEL = re.compile(
    rf"""
    (?:>[ \t>]*)?(?:[-–—•][ \t]+)?(?:['"“‘](?=\*\*))?
    (?P<before>(?=[\\\[(<\#\d]){STAMP}[ \t]*(?:[-–—|][ \t]+)?)?
    (?:
        (?:\*\*|__)[ \t]*(?P<bold>[^*\n:]{{1,60}}?)[ \t]*(?P<colon>:*)[ \t]*(?:\*\*|__)
            (?:[ \t]*+(?=[\\\[(<\#\d])(?P<beside>{STAMP}))?[ \t]*(?P<colon2>:*)
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
_COMMON = re.compile(
    r"\*\*(?P<bold>[^*\n:\s][^*\n:]{0,58}):\*\*[ \t]*(?=[^\s\\\[(<#\d:])"
    r"|(?P<plain>[^\W\d_][\w ]{0,47}):(?=[ ][^\s\\\[(<#])"
)
"""The two commonest forms without times beside them; what it finds `_LABEL` finds too, in thrice the time."""

_FORM_OF_LAST_GROUP = {
    "colon2": "bold",
    "bracket": "bracket",
    "voice": "voice",
    "stamp": "stamped",
    "plain": "plain",
    "at": "head",
    "under": "under",
}
_RARE = re.compile(
    rf"""
      (?P<tab>{_FIRST}[^\t\n:]{{0,39}})\t+(?=\S)
    | (?P<dot>[A-Z][A-Za-z]{{0,11}}\d{{0,2}})[.)][ \t]+(?=\S)
    | [\[(<](?P<enclosed>[^\])>\n:]{{1,40}})[\])>][ \t]+(?=\S)
    | (?:\#{{1,6}}[ ])?(?P<alone>{_FIRST}[^\n\t.?!:;]{{0,39}})$
    """,
    re.VERBOSE | re.MULTILINE,
)
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
    "tab": "Name, tab, text",
    "dot": "Q. text",
    "enclosed": "[Name] text",
    "alone": "Name on a line of its own",
}
"""How a form is shown to the researcher; the last four are looked for only where no other is found."""


class Candidate(NamedTuple):
    """Something in a label's place; a tuple, as a large study has hundreds of thousands of them.

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
    common, match = _COMMON.match, _LABEL.match
    voices = "<v" in text
    for start, end in every_line(text):
        seen = common(text, start, end)
        if seen:
            form = str(seen.lastgroup)
            found.append(Candidate(_tidy(seen[form]), form, start, seen.end(), spaced=form == "plain"))
        elif seen := match(text, start, end):
            found.append(_candidate(text, seen, start))
        if voices:
            found.extend(_voices_within(text, seen.end() if seen else start, end))
    return [each for each in found if each.label]


def _candidate(text: str, seen: re.Match[str], start: int) -> Candidate:
    form = _FORM_OF_LAST_GROUP[str(seen.lastgroup)]
    end = seen.end()
    after = _AFTER.match(text, end) if text[end : end + 1] in _MAY_OPEN_A_STAMP else None
    label, *stamps = seen.group(form, "before", "beside", "stamp", "at")
    stamp = (stamps[0] or stamps[1] or stamps[2] or stamps[3]) or (after and after[0])
    if form == "bold" and stamps[1] is None and not any(seen.group("colon", "colon2")):
        form = "plain" if text[end : end + 1].isspace() else "under"
    if after:
        end = after.end()
    times = range_of(stamp) if stamp else (None, None)
    return Candidate(_tidy(label), form, start, end, *times, end == len(text) or text[end].isspace())


@lru_cache(maxsize=1024)
def _tidy(label: str) -> str:
    return " ".join(label.replace("\\", "").split()).strip("*_ ").rstrip(":")


def _voices_within(text: str, start: int, end: int) -> list[Candidate]:
    return [
        Candidate(" ".join(tag["voice"].split()), "voice", tag.start(), tag.end())
        for tag in _VOICE.finditer(text, start, end)
    ]


def rare_candidates(text: str) -> list[Candidate]:
    """Labels without colon: `Q. text`, `[Name] text`, a tab, or a line of their own."""
    found = []
    for start, end in every_line(text):
        seen = _RARE.match(text, start, end)
        if seen:
            form = str(seen.lastgroup)
            found.append(Candidate(" ".join(seen[form].split()), form, start, seen.end()))
    return found
