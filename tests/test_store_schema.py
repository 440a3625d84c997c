"""What can never happen, tried with plain SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.store.errors import StoreRefused, told_plainly
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from qualcode.store.project import Project

FORBIDDEN = {
    "UPDATE transcripts SET text = 'other words'": "text never changes",
    "UPDATE turns SET start_char = start_char + 1": "a turn never moves",
    "UPDATE segments SET bounds = '[]'": "numbered units",
    "UPDATE memos SET body = 'another thought'": "a memo is a dated entry",
    "UPDATE codings SET start_char = start_char + 1": "a coding never moves",
    "UPDATE codings SET deleted_at = 'now'": "this pass is sealed",
    "DELETE FROM codings": "retired, never deleted",
    "INSERT INTO codings SELECT 'new', pass_id, transcript_id, code_id, 0, 3, origin, NULL, created_at, NULL"
    " FROM codings": "this pass is sealed",
    "INSERT INTO codings SELECT 'new', pass_id, transcript_id, code_id, 0, 3, 'suggestion', NULL, created_at,"
    " NULL FROM codings": "names the suggestion",
    "UPDATE passes SET sealed_at = NULL": "this pass is sealed",
    "UPDATE passes SET seal = 'other'": "this pass is sealed",
    "UPDATE actions SET command = 'something else'": "append-only",
    "DELETE FROM actions": "append-only",
    "INSERT OR REPLACE INTO actions SELECT * FROM actions": "append-only",
    "UPDATE changes SET after = '{}'": "append-only",
    "DELETE FROM changes": "append-only",
}


@pytest.fixture
def sealed(interview: Project) -> Project:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:2"), memo="why?")
    passes.seal(interview, "hand")
    return interview


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_file_itself_refuses(sealed: Project, sql: str) -> None:
    with pytest.raises(StoreRefused, match=FORBIDDEN[sql]), told_plainly(sealed.path):
        sealed.connection.execute(sql)


def test_span_past_the_end_is_refused_by_the_file(interview: Project) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    with pytest.raises(StoreRefused, match="past the end"), told_plainly(interview.path):
        interview.connection.execute(
            "INSERT INTO codings SELECT 'new', p.id, t.id, c.id, 0, t.length + 1, 'hand', NULL, '', NULL"
            " FROM passes p, transcripts t, codes c"
        )


def test_content_of_the_log_may_be_erased_but_not_the_fact(sealed: Project) -> None:
    sealed.connection.execute("UPDATE changes SET before = NULL, after = NULL, erased_at = 'today'")
    assert sealed.value("SELECT count(*) FROM changes WHERE erased_at = 'today'") > 0


def test_quotation_is_computed_from_the_text(sealed: Project) -> None:
    assert sealed.value("SELECT quotation FROM quotations") == "I saw a flyer."
