"""Who asks and who answers: each label gets a role and the reason for it.

The order of evidence: what the researcher says, a legend in the file (`Interviewer = S00`), the label's own
words (`Moderator`, `P3`), and last who asks the questions.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import UsageError
from qualcode.model import Role, Speaker, Turn
from qualcode.transcripts.vocabulary import INTERVIEWER, NOBODY_IN_PARTICULAR, PARTICIPANT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CODED = re.compile(r"(?P<word>[^\W\d_]+)[\s_.\-#]*\d{1,3}[a-z]?\Z")
_LONG_ENOUGH_TO_MISSPELL = 8
_ASKS_OFTEN = 0.25
_CLEARLY_MORE = 1.25
_LARGEST_INTERVIEW = 3
_LAST_WORDS = 40
_LAST_LINES = 4
_LONGEST_FRONT = 8000

_LEGEND = re.compile(
    r"(?:^|[,;])[ \t>*(]*(?P<left>[^\s=:–—,;()\n][^=:–—,;()\n]{0,30}?)[*\s]*(?:=|:|–|—|[ ]-)[ \t*]*"
    r"(?P<right>[^\s=:–—,;()\n][^=:–—,;()\n]{0,30}?)[ \t*)]*(?=$|[,;])",
    re.MULTILINE,
)


class UnknownInterviewer(UsageError):
    """A label given as interviewer does not occur in the transcript."""

    def __init__(self, label: str, found: Sequence[str]) -> None:
        listed = ", ".join(f"“{each}”" for each in found) or "none"
        super().__init__(
            f"No speaker is labelled “{label}” in this transcript.",
            f"Labels found: {listed}; give --interviewer one of these.",
        )


class Verdict(NamedTuple):
    """A role and the sentence that explains it."""

    role: Role
    reason: str


def role_of_words(label: str, others: Iterable[str] = ()) -> Role | None:
    """The role that the label's own words name, None when it is just a name or a number.

    Args:
        label: As the file writes it.
        others: All labels of the transcript: `R` is the researcher beside `P`, the respondent beside `I`.

    >>> role_of_words("Interviewr 2"), role_of_words("P3"), role_of_words("Anna")
    ('interviewer', 'participant', None)
    >>> role_of_words("R", ["I", "R"]), role_of_words("R", ["R", "P1"])
    ('participant', 'interviewer')
    """
    words = _words(label)
    if len(words) == 1 and len(words[0]) == 1:
        return _role_of_letter(words[0], {key for each in others for key in _words(each)[:1]})
    if any(word in INTERVIEWER for word in words):
        return "interviewer"
    if words and words[0] in NOBODY_IN_PARTICULAR:
        return "other"
    return "participant" if any(word in PARTICIPANT for word in words) else _misspelt(words)


def _words(label: str) -> list[str]:
    """Lower-case words without numbers: `Interviewer 2` → `interviewer`; a letter only alone."""
    plain = label.casefold().strip(" .*_[]()")
    coded = _CODED.match(plain)
    words = [coded["word"]] if coded else re.findall(r"[^\W\d_][\w\-]*", plain)
    return words if len(words) == 1 else [word for word in words if len(word) > 1]


def _role_of_letter(letter: str, beside: set[str]) -> Role | None:
    """Letters are read in company: A answers only a Q, B (German: Befragte) only an I."""
    if letter in "iq":
        return "interviewer"
    if letter == "p":
        return "participant"
    beside_p = any(word.startswith("p") for word in beside)
    if (letter in "rm" and beside_p) or (letter == "m" and "r" in beside):
        return "interviewer"
    asker = beside & {"b": {"i"}, "r": {"i", "q", "m"}, "a": {"q"}}.get(letter, set())
    return "participant" if asker else None


def _misspelt(words: Sequence[str]) -> Role | None:
    """`interviewr` is one edit from `interviewer` and two from `interviewee`."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for word in words:
        if len(word) >= _LONG_ENOUGH_TO_MISSPELL:
            near = process.extractOne(word, _LONG_WORDS.keys(), scorer=OSA.distance, score_cutoff=1)
            if near:
                return _LONG_WORDS[near[0]]
    return None


_LISTS: tuple[tuple[frozenset[str], Role], ...] = ((INTERVIEWER, "interviewer"), (PARTICIPANT, "participant"))
_LONG_WORDS: dict[str, Role] = {
    word: role
    for vocabulary, role in _LISTS
    for word in sorted(vocabulary)
    if len(word) >= _LONG_ENOUGH_TO_MISSPELL
}


def legend(front: str, labels: Sequence[str]) -> dict[str, Role]:
    """Roles that a legend gives: `Interviewer = S00`, `I: Interviewer`, `Interviewer: Jane Roe`.

    Args:
        front: What stands before the first turn.
        labels: The labels found in the transcript.

    Returns:
        Role per label; empty when there is no legend.
    """
    roles: dict[str, Role] = {}
    for line in _LEGEND.finditer(front[:_LONGEST_FRONT]):
        for name, words in ((line["left"], line["right"]), (line["right"], line["left"])):
            role = role_of_words(words) if len(words) > 1 else None
            named = [label for label in labels if role and _is_named(label, name)]
            roles.update({label: role for label in named if role and label not in roles})
    return roles


def _is_named(label: str, name: str) -> bool:
    """`Jane` and `JR` are Jane Roe."""
    words = name.casefold().split()
    initials = "".join(word[0] for word in words)
    key = label.casefold()
    return key == name.casefold() or (len(words) > 1 and (key in words or key == initials))


def guess_roles(
    text: str, turns: Sequence[Turn], *, interviewer: Sequence[str] = (), participant: str | None = None
) -> tuple[Speaker, ...]:
    """Give every label in `turns` a role with its reason, in order of first appearance.

    Args:
        text: The transcript that the turns point into.
        turns: Turns as found; those without speaker are passed over.
        interviewer: Labels that the researcher names; all others are then participants (or others).
        participant: The participant's identifier; a label equal to it is the participant.

    Raises:
        UnknownInterviewer: A named interviewer is not among the labels.
    """
    counts: dict[str, int] = {}
    for turn in turns:
        if turn.speaker is not None:
            counts[turn.speaker] = counts.get(turn.speaker, 0) + 1
    labels = list(counts)
    if interviewer:
        verdicts = _as_told(labels, interviewer)
    else:
        verdicts = _from_evidence(text, turns, labels, participant)
    return tuple(Speaker(label, *verdicts[label], counts[label]) for label in labels)


def _as_told(labels: Sequence[str], interviewer: Sequence[str]) -> dict[str, Verdict]:
    keys = {label.casefold() for label in labels}
    for named in interviewer:
        if named.casefold().strip() not in keys:
            raise UnknownInterviewer(named, labels)
    told = {named.casefold().strip() for named in interviewer}
    verdicts = {}
    for label in labels:
        if label.casefold() in told:
            verdicts[label] = Verdict("interviewer", "You named this label as the interviewer.")
        elif role_of_words(label, labels) == "other":
            verdicts[label] = Verdict("other", "The label names nobody in particular.")
        else:
            verdicts[label] = Verdict("participant", "You named another label as the interviewer.")
    return verdicts


def _from_evidence(
    text: str, turns: Sequence[Turn], labels: Sequence[str], participant: str | None
) -> dict[str, Verdict]:
    front = text[: turns[0].start_char] if turns else ""
    verdicts = _said_outright(front, labels, participant)
    open_labels = [label for label in labels if label not in verdicts]
    if any(verdict.role == "interviewer" for verdict in verdicts.values()):
        rest = Verdict("participant", "Another label is the interviewer.")
    else:
        askers, rest = _who_asks(text, turns, open_labels, alone=len(labels) == 1)
        verdicts.update(askers)
    return {label: verdicts.get(label, rest) for label in labels}


def _said_outright(front: str, labels: Sequence[str], participant: str | None) -> dict[str, Verdict]:
    """Roles that need no guess: the participant's identifier, a legend, a role word."""
    by_legend = legend(front, labels)
    verdicts = {}
    for label in labels:
        role = role_of_words(label, labels)
        if label in by_legend:
            verdicts[label] = Verdict(by_legend[label], "The legend in the file says so.")
        elif participant and label.casefold() == participant.casefold():
            verdicts[label] = Verdict("participant", "The label is the participant's identifier.")
        elif role:
            verdicts[label] = Verdict(role, f"The label “{label}” says so.")
    return verdicts


def _who_asks(
    text: str, turns: Sequence[Turn], labels: Sequence[str], *, alone: bool
) -> tuple[dict[str, Verdict], Verdict]:
    """Those who ask clearly more often than the one who talks most; in a group, who asks most."""
    if alone:
        return {}, Verdict("participant", "The only speaker in the transcript.")
    nobody = Verdict(
        "participant", "No label asks clearly more than the others, so nobody is the interviewer."
    )
    asked = _share_of_questions(text, turns, labels)
    spoken = _characters(turns, labels)
    most = max(labels, key=lambda label: asked[label], default="")
    others = [label for label in labels if label != most]
    if len(labels) <= _LARGEST_INTERVIEW:  # two may ask; the one to beat is the one who talks most
        others = sorted(others, key=lambda label: spoken[label])[-1:]
    askers = [
        label
        for label in ([most] if len(labels) > _LARGEST_INTERVIEW else labels)
        if label not in others
        and asked[label] >= max((_ASKS_OFTEN, *(_CLEARLY_MORE * asked[other] for other in others)))
    ]
    if not askers:
        return {}, nobody
    verdicts = {
        label: Verdict("interviewer", f"{asked[label]:.0%} of this speaker's turns end in a question.")
        for label in askers
    }
    return verdicts, Verdict("participant", "Another speaker asks the questions.")


def _characters(turns: Sequence[Turn], labels: Sequence[str]) -> dict[str, int]:
    spoken = dict.fromkeys(labels, 0)
    for turn in turns:
        if turn.speaker in spoken:
            spoken[turn.speaker] += turn.end_char - turn.start_char
    return spoken


def _share_of_questions(text: str, turns: Sequence[Turn], labels: Sequence[str]) -> dict[str, float]:
    """Share of each speaker's stretches (consecutive turns taken together) that end in a question."""
    asking = dict.fromkeys(labels, 0)
    stretches = dict.fromkeys(labels, 0)
    for speaker, stretch in groupby(turns, key=lambda turn: turn.speaker):
        ends = [
            text[max(turn.start_char, turn.end_char - _LAST_WORDS) : turn.end_char]
            for turn in list(stretch)[-_LAST_LINES:]  # where each line has a time, a turn may be two words
        ]
        if speaker in asking:
            stretches[speaker] += 1
            asking[speaker] += "?" in " ".join(ends)[-_LAST_WORDS:]
    return {label: asking[label] / max(1, stretches[label]) for label in labels}
