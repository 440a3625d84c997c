"""Reviewing themes (Braun and Clarke 2006): level 1 against their passages, level 2 against all the data.

The researcher judges; the program lists what there is to judge and keeps the verdicts and the two dates.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, get_args

from qualcode.codes import codebook
from qualcode.errors import QualcodeError, UsageError
from qualcode.store.actions import action
from qualcode.themes import themes as store
from qualcode.themes import views
from qualcode.themes.evidence import evidence
from qualcode.themes.gates import check_participant_speech, speaker_of
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from qualcode.model import Place
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.themes.themes import Theme

Verdict = Literal["fits", "weak", "move", "contrary"]


class NotReady(QualcodeError):
    """The step before has not been done."""


class BadReview(UsageError):
    """There is no such level or verdict."""


@dataclass(frozen=True, slots=True)
class ReviewPassage:
    """A passage of a theme as a reviewer reads it; `codes` are those of the theme that stand on it."""

    transcript: str
    participant: str | None
    address: str
    start_char: int
    end_char: int
    codes: tuple[str, ...]
    quotation: str
    verdict: str | None
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "codes": list(self.codes)}


def passages(project: Project, name: str) -> list[ReviewPassage]:
    """All passages of a theme in reading order, each with the verdict it has been given.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
    """
    theme = store.living(project, name)
    family = store.all_themes(project)
    codes = {code.id: code.name for code in codebook.codes(project)}
    verdicts = _verdicts(project, theme.id)
    found = sorted(
        views.passages_of(theme, family, evidence(project)), key=lambda one: (one.transcript_id, one.span)
    )
    listed = [
        _told(project, transcript_id, span, [codes[one.code_id] for one in group], verdicts)
        for (transcript_id, span), group in groupby(found, key=lambda one: (one.transcript_id, one.span))
    ]
    order = {transcript.name: at for at, transcript in enumerate(library.transcripts(project))}
    return sorted(listed, key=lambda one: (order.get(one.transcript, 0), one.start_char, one.end_char))


def judge(project: Project, name: str, place: Place, verdict: Verdict, reason: str = "") -> None:
    """Say of one passage whether it fits the theme; said again, it replaces what was said.

    A contrary passage may lie anywhere in participants' speech: it stays attached as a divergent account.

    Raises:
        ThemeNotFound, ThemeDropped, NotParticipantSpeech: as their names say.
        BadReview: no such verdict, or "move" and "contrary" without a reason.
    """
    if verdict not in get_args(Verdict):
        raise BadReview(f"{verdict!r} is not a verdict.", f"Use one of: {', '.join(get_args(Verdict))}.")
    with action(project, "themes review") as judging:
        theme = store.living(project, name)
        check_participant_speech(project, place)
        if verdict in {"move", "contrary"} and not reason.strip():
            raise BadReview(f"The verdict {verdict!r} needs a reason.", "Say why, with --reason.")
        span = (theme.id, place.transcript.id, place.start_char, place.end_char)
        old = project.rows(
            "SELECT id FROM verdicts WHERE theme_id = ? AND transcript_id = ? AND start_char = ?"
            " AND end_char = ? AND deleted_at IS NULL",
            span,
        )
        judging.retire("verdicts", [row["id"] for row in old])
        judging.add(
            "verdicts",
            theme_id=theme.id,
            transcript_id=place.transcript.id,
            start_char=place.start_char,
            end_char=place.end_char,
            verdict=verdict,
            reason=reason,
            created_at=project.now(),
        )


def contrary(project: Project, name: str) -> list[ReviewPassage]:
    """Passages that speak against a theme, in reading order.

    Raises:
        ThemeNotFound: no such theme.
    """
    theme = store.find(project, name)
    order = {one.id: at for at, one in enumerate(library.transcripts(project))}
    found = {key: said for key, said in _verdicts(project, theme.id).items() if said[0] == "contrary"}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), key[1]))
    return [
        _told(project, transcript_id, span, [], found)
        for transcript_id, span in keys
        if transcript_id in order
    ]


def record_search(project: Project, name: str, how: str) -> None:
    """Note that contrary accounts were looked for and how; what was found stands among the verdicts.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
    """
    with action(project, "themes review") as searching:
        store.record(searching, store.living(project, name).id, "searched", detail=how)


def sign_off(project: Project, name: str, level: int, reason: str = "") -> Theme:
    """Date the end of a level of review; a candidate is then "reviewed".

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
        BadReview: the level is neither 1 nor 2.
        NotReady: level 2 before level 1.
    """
    if level not in {1, 2}:
        raise BadReview("There are two levels of review.", "Use --level 1 or --level 2.")
    with action(project, "themes review") as reviewing:
        theme = store.living(project, name)
        if level == len((1, 2)) and "reviewed-1" not in _done(project, theme.id):
            raise NotReady(
                f"The passages of {theme.name!r} come first.",
                f'Review them with `qualcode themes review "{theme.name}" --level 1`.',
            )
        detail = _share_judged(project, theme) if level == 1 else ""
        if theme.status == "candidate":
            reviewing.change("themes", theme.id, status="reviewed")
        store.record(reviewing, theme.id, f"reviewed-{level}", detail=detail, reason=reason)
    return store.find(project, name)


def finalize(project: Project, name: str, reason: str = "") -> Theme:
    """Settle a theme for the report.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
        NotReady: it is not defined, or not reviewed on both levels.
    """
    with action(project, "themes finalize") as settling:
        theme = store.living(project, name)
        _check_ready(project, theme)
        settling.change("themes", theme.id, status="final")
        store.record(settling, theme.id, "final", reason=reason)
    return store.find(project, name)


def _check_ready(project: Project, theme: Theme) -> None:
    if not theme.essence:
        raise NotReady(
            f"The theme {theme.name!r} has no definition.",
            f'Write it with `qualcode themes define "{theme.name}" --essence "..."`.',
        )
    done = _done(project, theme.id)
    for level in (1, 2):
        if f"reviewed-{level}" not in done:
            raise NotReady(
                f"The theme {theme.name!r} has not been reviewed at level {level}.",
                f'Do it with `qualcode themes review "{theme.name}" --level {level}`.',
            )


def _done(project: Project, theme_id: str) -> set[str]:
    rows = project.rows(
        "SELECT kind FROM theme_events WHERE theme_id = ? AND deleted_at IS NULL", (theme_id,)
    )
    return {row["kind"] for row in rows}


def _share_judged(project: Project, theme: Theme) -> str:
    found = passages(project, theme.name)
    judged = sum(one.verdict is not None for one in found)
    return f"{judged} of {len(found)} passages judged one by one"


def _verdicts(project: Project, theme_id: str) -> dict[tuple[str, Span], tuple[str, str]]:
    rows = project.rows("SELECT * FROM verdicts WHERE theme_id = ? AND deleted_at IS NULL", (theme_id,))
    return {
        (row["transcript_id"], (row["start_char"], row["end_char"])): (row["verdict"], row["reason"])
        for row in rows
    }


def _told(
    project: Project,
    transcript_id: str,
    span: Span,
    codes: list[str],
    verdicts: dict[tuple[str, Span], tuple[str, str]],
) -> ReviewPassage:
    transcript = library.by_id(project, transcript_id)
    units = library.units(project, transcript_id)
    verdict, reason = verdicts.get((transcript_id, span), (None, ""))
    return ReviewPassage(
        transcript=transcript.name,
        participant=speaker_of(project, transcript, span[0])[0],
        address=addresses.address(transcript.name, *span, units),
        start_char=span[0],
        end_char=span[1],
        codes=tuple(sorted(codes)),
        quotation=library.text(project, transcript_id)[span[0] : span[1]],
        verdict=verdict,
        reason=reason,
    )
