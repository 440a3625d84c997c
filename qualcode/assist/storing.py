"""Suggestions in the project file: a run, what it went through, what it proposed; never a coding."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from qualcode.spans import overlap
from qualcode.transcripts.closed import closed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.assist.passages import Method, Proposal, Proposed
    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project

_COLUMNS = (
    "number",
    "run_id",
    "pass_id",
    "transcript_id",
    "code_id",
    "start_char",
    "end_char",
    "score",
    "reason",
    "created_at",
)


def fingerprint(*parts: object) -> str:
    """Hash of everything an outcome depends on."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def open_run(opened: Action, pass_id: str, method: Method, mark: str) -> str:
    """Write down a run; returns its id."""
    return opened.add(
        "suggestion_runs",
        pass_id=pass_id,
        method=method.name,
        settings=json.dumps(method.settings, ensure_ascii=False, sort_keys=True),
        fingerprint=mark,
        codebook_action=codebook_action(opened.project),
        created_at=opened.project.now(),
    )


def codebook_action(project: Project) -> int:
    """Number of the action that changed the codebook or its rules last."""
    found = project.value(
        "SELECT max(action_seq) FROM changes WHERE table_name IN ('codes', 'code_rules', 'freezes')"
    )
    return int(found or 0)


def already_read(project: Project, pass_id: str, mark: str) -> set[str]:
    """Ids of the transcripts that runs of the same fingerprint went through for this pass."""
    rows = project.rows(
        "SELECT d.transcript_id FROM suggestion_reads d JOIN suggestion_runs r ON r.id = d.run_id"
        " WHERE r.pass_id = ? AND r.fingerprint = ? AND r.deleted_at IS NULL AND d.deleted_at IS NULL",
        (pass_id, mark),
    )
    return {row[0] for row in rows}


def taken(project: Project, pass_id: str, transcript_id: str) -> dict[str, list[Span]]:
    """Code id -> spans of a transcript where this pass has a coding, or a suggestion that is kept."""
    rows = project.tuples(
        "SELECT n.now_id, k.start_char, k.end_char FROM codings k JOIN code_now n ON n.code_id = k.code_id"
        " WHERE k.pass_id = :pass AND k.transcript_id = :transcript AND k.deleted_at IS NULL"
        " UNION ALL SELECT n.now_id, s.start_char, s.end_char FROM suggestions s"
        " JOIN code_now n ON n.code_id = s.code_id"
        " WHERE s.pass_id = :pass AND s.transcript_id = :transcript AND s.deleted_at IS NULL",
        {"pass": pass_id, "transcript": transcript_id},
    )
    found: dict[str, list[Span]] = {}
    for code_id, start, end in rows:
        found.setdefault(code_id, []).append((start, end))
    return found


def outdated(
    project: Project,
    pass_id: str,
    transcript_id: str,
    method: Method,
    proposals: Sequence[Proposal],
    codes: set[str],
) -> list[str]:
    """Ids of undecided suggestions of a method that it would not make again today.

    Args:
        project: An open project.
        pass_id: For which pass.
        transcript_id: In which transcript.
        method: Of which method; of a search, only those of the same query: another one says nothing of them.
        proposals: What it proposes there now.
        codes: Codes it was asked for; suggestions of others stay.
    """
    today = {(one.code_id, one.start_char, one.end_char) for one in proposals}
    rows = project.rows(
        "SELECT s.id, s.code_id, s.start_char, s.end_char FROM suggestions s"
        " JOIN suggestion_runs r ON r.id = s.run_id AND r.method = ?"
        " AND json_extract(r.settings, '$.query') IS ?"
        " WHERE s.pass_id = ? AND s.transcript_id = ? AND s.deleted_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM suggestion_decisions d WHERE d.suggestion_id = s.id AND d.deleted_at IS NULL)",
        (method.name, method.settings.get("query"), pass_id, transcript_id),
    )
    return [row[0] for row in rows if row[1] in codes and (row[1], row[2], row[3]) not in today]


def _not_in(shut: Sequence[Span], new: Sequence[Proposal]) -> list[Proposal]:
    """What a participant withholds is proposed to nobody."""
    return [one for one in new if not any(overlap((one.start_char, one.end_char), span) for span in shut)]


def keep(
    opened: Action, run_id: str, pass_id: str, transcript_id: str, found: Proposed, new: Sequence[Proposal]
) -> None:
    """Write down what a run proposed in one transcript, and that it went through it."""
    project, moment = opened.project, opened.project.now()
    shut = closed(project, transcript_id)
    first = int(project.value("SELECT coalesce(max(number), 0) FROM suggestions")) + 1
    rows = [
        (
            number,
            run_id,
            pass_id,
            transcript_id,
            one.code_id,
            one.start_char,
            one.end_char,
            one.score,
            one.reason,
            moment,
        )
        for number, one in enumerate(_not_in(shut, new), start=first)
    ]
    opened.add_rows("suggestions", _COLUMNS, rows)
    opened.add(
        "suggestion_reads",
        run_id=run_id,
        transcript_id=transcript_id,
        discarded=json.dumps(found.discarded, sort_keys=True),
        created_at=moment,
    )


def untaken(proposals: Sequence[Proposal], taken_by: Mapping[str, Sequence[Span]]) -> list[Proposal]:
    """Proposals that meet neither a coding nor a suggestion of the same code."""
    return [
        one
        for one in proposals
        if not any(a < one.end_char and one.start_char < b for a, b in taken_by.get(one.code_id, ()))
    ]


def setting(value: str) -> dict[str, Any]:
    """The settings of a run, as they were kept."""
    loaded: dict[str, Any] = json.loads(value)
    return loaded
