"""Search among what was coded: hits that stand inside the codings of one code."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.names import quoted
from qualcode.passes import passes
from qualcode.passes.findings import findings_pass
from qualcode.passes.margin import pass_to_show
from qualcode.spans import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.model import CodingPass
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.transcripts.search import Hit

_CODED = """
    SELECT t.name, k.start_char, k.end_char FROM codings k
    JOIN code_now n ON n.code_id = k.code_id AND n.now_id = ?
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
    WHERE k.pass_id = ? AND k.deleted_at IS NULL"""


def inside_code(
    project: Project, hits: Iterable[Hit], code_name: str, pass_name: str | None = None
) -> Iterator[Hit]:
    """Those hits that lie wholly in what a pass coded with a code; codings that touch count as one stretch.

    The pass is the one named, else the coder's own open one, else the one the findings rest on.

    Raises:
        CodeNotFound, PassNotFound, OpenPassIsBlind: as their names say.
        PassNotNamed: several passes stand side by side, or there is none.
    """
    code = codebook.find(project, code_name)
    coded: dict[str, list[Span]] = {}
    for name, start, end in project.tuples(_CODED, (code.id, _pass(project, pass_name).id)):
        coded.setdefault(name, []).append((start, end))
    stretches = {name: union(spans) for name, spans in coded.items()}
    return (hit for hit in hits if _inside(stretches.get(hit.transcript, []), hit))


def _inside(stretches: list[Span], hit: Hit) -> bool:
    at = bisect_right(stretches, hit.start_char, key=lambda stretch: stretch[0]) - 1
    return at >= 0 and hit.end_char <= stretches[at][1]


def _pass(project: Project, name: str | None) -> CodingPass:
    found = pass_to_show(project, name) or findings_pass(project)
    if found is None:
        known = [one.name for one in passes.passes(project)]
        hint = (
            f"Say which one: --pass {quoted(known[0])}." if known else "Start one: qualcode passes start NAME"
        )
        raise passes.PassNotNamed("It is not clear whose codings are meant.", hint)
    return found
