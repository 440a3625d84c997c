"""What a theme rests on: the codings of the findings pass on participants' speech, without their words."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qualcode.model import DATA_KINDS
from qualcode.names import natural_key
from qualcode.passes import passes
from qualcode.passes.findings import findings_pass
from qualcode.spans import overlap
from qualcode.transcripts import library, participants
from qualcode.transcripts.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.spans import Span
    from qualcode.store.project import Project

_KINDS: Final = ", ".join(f"'{kind}'" for kind in DATA_KINDS)
_SELECT: Final = f"""
    SELECT DISTINCT n.now_id AS code_id, k.transcript_id, k.start_char, k.end_char,
           coalesce(h.name, g.name) AS participant
    FROM codings k
    JOIN code_now n ON n.code_id = k.code_id
    JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
        AND t.kind IN ({_KINDS})
    LEFT JOIN participants h ON h.id = t.participant_id AND h.deleted_at IS NULL AND h.withdrawn_at IS NULL
    LEFT JOIN turns u ON u.transcript_id = CASE WHEN t.participant_id IS NULL THEN t.id END
        AND u.start_char <= k.start_char AND k.start_char < u.end_char
    LEFT JOIN speakers s ON s.id = u.speaker_id
    LEFT JOIN participants g ON g.id = s.participant_id AND g.deleted_at IS NULL AND g.withdrawn_at IS NULL
    WHERE k.pass_id = ? AND k.deleted_at IS NULL
    ORDER BY k.transcript_id, k.start_char, k.end_char, n.now_id"""


_IN_GROUPS: Final = """
    SELECT n.now_id AS code_id, k.transcript_id, g.id IS NOT NULL AS known, min(u.position)
    FROM codings k
    JOIN code_now n ON n.code_id = k.code_id
    JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
        AND t.kind = 'focus-group'
    JOIN turns u ON u.transcript_id = t.id AND u.start_char < k.end_char AND k.start_char < u.end_char
    LEFT JOIN speakers s ON s.id = u.speaker_id
    LEFT JOIN participants g ON g.id = s.participant_id AND g.deleted_at IS NULL AND g.withdrawn_at IS NULL
    WHERE k.pass_id = ? AND k.deleted_at IS NULL AND coalesce(s.role, 'other') <> 'interviewer'
    GROUP BY n.now_id, k.transcript_id, k.start_char, k.end_char
    ORDER BY k.transcript_id, k.start_char, k.end_char"""
"""Of a passage over several turns the first one's speaker counts: bare columns go with min()."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One coding that counts: the live code, where it stands, and whose speech it is (None: unknown)."""

    code_id: str
    transcript_id: str
    start_char: int
    end_char: int
    participant: str | None

    @property
    def span(self) -> Span:
        """Its characters."""
        return self.start_char, self.end_char


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that themes are counted from: the passages by code, and the base N as participant names.

    The base is every active participant with a live interview, group or survey answer, in natural order.
    `groups` names the focus groups; `in_groups` has, by code, the group of each passage said in one and
    whether the speaker is known. Unknown speakers count for their group only, and never as a person.
    """

    passages: dict[str, tuple[Passage, ...]]
    base: tuple[str, ...]
    pass_name: str | None
    groups: tuple[str, ...] = ()
    in_groups: dict[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)

    def of(self, code_ids: Iterable[str]) -> list[Passage]:
        """Passages of some codes, in the order of the codes."""
        return [passage for code_id in code_ids for passage in self.passages.get(code_id, ())]


def evidence(project: Project, pass_name: str | None = None) -> Evidence:
    """Gather it once; interviewers' turns, literature and withdrawn people never count.

    It is read from the pass that findings rest on, unless another one is named. What a sealed pass coded in a
    transcript that was corrected since stands where its words are in the corrected version.

    Raises:
        PassNotFound: `pass_name` is given and unknown.
    """
    coding_pass = findings_pass(project) if pass_name is None else passes.find(project, pass_name)
    found: dict[str, list[Passage]] = {}
    if coding_pass is not None:
        speech, versions = Speech(project), Versions(project)
        for row in project.rows(_SELECT, (coding_pass.id,)):
            place, span = versions.latest(row["transcript_id"], (row["start_char"], row["end_char"]))
            passage = Passage(row["code_id"], place, *span, row["participant"])
            if speech.touches(passage.transcript_id, passage.span):
                found.setdefault(passage.code_id, []).append(passage)
    return Evidence(
        {code_id: tuple(passages) for code_id, passages in found.items()},
        base(project),
        None if coding_pass is None else coding_pass.name,
        groups := _groups(project),
        _in_groups(project, coding_pass.id) if coding_pass is not None and groups else {},
    )


def _groups(project: Project) -> tuple[str, ...]:
    found = library.transcripts(project, data_only=True)
    return tuple(one.name for one in found if one.kind == "focus-group")


def _in_groups(project: Project, pass_id: str) -> dict[str, tuple[tuple[str, bool], ...]]:
    """By code: the group and whether the speaker is known, for each passage that is no interviewer's."""
    versions = Versions(project)
    names = {one.id: one.name for one in library.transcripts(project, data_only=True)}
    found: dict[str, list[tuple[str, bool]]] = {}
    for row in project.rows(_IN_GROUPS, (pass_id,)):
        name = names.get(versions.newest(row["transcript_id"]))
        if name is not None:
            found.setdefault(row["code_id"], []).append((name, bool(row["known"])))
    return {code_id: tuple(said) for code_id, said in found.items()}


def base(project: Project) -> tuple[str, ...]:
    """Names of the participants who can be counted: active, and with something to read."""
    live = f"t.deleted_at IS NULL AND t.withdrawn_at IS NULL AND t.kind IN ({_KINDS})"
    rows = project.rows(
        f"SELECT t.participant_id AS id FROM transcripts t WHERE {live}"
        " UNION SELECT s.participant_id FROM speakers s"
        f" JOIN transcripts t ON t.id = s.transcript_id AND {live} WHERE s.deleted_at IS NULL"
    )
    present = {row["id"] for row in rows}
    return tuple(one.name for one in participants.participants(project) if one.id in present)


def people(passages: Iterable[Passage]) -> list[str]:
    """Whose passages these are, each once, in natural order; unknown speakers are never a person."""
    return sorted({one.participant for one in passages if one.participant}, key=natural_key)


class Speech:
    """Which characters are participants' speech, read once per transcript."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._turns: dict[str, list[Span]] = {}

    def turns(self, transcript_id: str) -> list[Span]:
        """Participants' turns in order (all turns where nobody is known)."""
        if transcript_id not in self._turns:
            self._turns[transcript_id] = sorted(library.codable(self._project, transcript_id))
        return self._turns[transcript_id]

    def around(self, transcript_id: str, span: Span) -> Span:
        """The turn in which most of a span lies; the span itself where there is none."""
        return max(self.turns(transcript_id), key=lambda turn: overlap(turn, span), default=span)

    def touches(self, transcript_id: str, span: Span) -> bool:
        """Whether any of the span is participants' speech."""
        turns = self.turns(transcript_id)
        last = bisect_left(turns, (span[1], span[1]))  # the turns that begin before the span ends
        return last > 0 and turns[last - 1][1] > span[0]
