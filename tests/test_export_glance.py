"""Table 1 of the example's report against a recount in plain SQL that shares no code with the program."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING

import docx
import pytest

from qualcode import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEECH = """
    SELECT t.id, substr(t.text, u.start_char + 1, u.end_char - u.start_char) FROM turns u
    JOIN transcripts t ON t.id = u.transcript_id AND t.deleted_at IS NULL AND t.replaced_at IS NULL
    JOIN speakers s ON s.id = u.speaker_id AND s.role = 'participant'
    WHERE t.kind IN ('interview', 'focus-group', 'survey')
"""
FROZEN = (
    "SELECT json_array_length(codes) FROM freezes WHERE deleted_at IS NULL ORDER BY created_at DESC LIMIT 1"
)
IN_THEMES = """
    SELECT count(*) FROM theme_codes l JOIN themes m ON m.id = l.theme_id AND m.deleted_at IS NULL
    JOIN codes c ON c.id = l.code_id AND c.deleted_at IS NULL AND c.merged_into_id IS NULL
    WHERE l.deleted_at IS NULL AND m.status <> 'dropped'
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> demo.Demo:
    """The example study with its report."""
    return demo.run(tmp_path_factory.mktemp("glance"))


@pytest.fixture(scope="module")
def printed(made: demo.Demo) -> dict[str, str]:
    """Table 1 as it stands in the report."""
    table = docx.Document(str(made.report)).tables[0]
    return {row.cells[0].text: row.cells[1].text for row in table.rows[1:]}


@pytest.fixture(scope="module")
def raw(made: demo.Demo) -> Iterator[sqlite3.Connection]:
    """The project file as any program would open it."""
    with closing(sqlite3.connect(f"file:{made.project}?mode=ro", uri=True)) as connection:
        yield connection


def one(raw: sqlite3.Connection, sql: str) -> int:
    return int(raw.execute(sql).fetchone()[0])


def test_people_documents_and_words(printed: dict[str, str], raw: sqlite3.Connection) -> None:
    people = one(raw, "SELECT count(*) FROM participants WHERE deleted_at IS NULL AND withdrawn_at IS NULL")
    spoken = raw.execute(SPEECH).fetchall()
    words = sum(len(text.split()) for _, text in spoken)
    assert printed["Participants analyzed"] == str(people) == "10"
    documents = len({transcript for transcript, _ in spoken})
    assert printed["Transcripts"] == f"{documents} ({words:,} words of participant speech)"


def test_passes_codes_and_themes(printed: dict[str, str], raw: sqlite3.Connection) -> None:
    independent = "SELECT count(*) FROM passes WHERE kind = 'independent' AND deleted_at IS NULL"
    assert printed["Coding passes"] == str(one(raw, independent)) == "2"
    assert printed["Codes when the codebook was frozen"] == str(one(raw, FROZEN)) == "75"
    assert printed["Codes in themes"] == str(one(raw, IN_THEMES))
    living = "SELECT count(*) FROM themes WHERE deleted_at IS NULL AND status <> 'dropped'"
    assert printed["Themes"] == str(one(raw, living)) == "4"


def test_disagreements_and_quotes(printed: dict[str, str], raw: sqlite3.Connection) -> None:
    decided = "SELECT count(*) FROM decisions WHERE deleted_at IS NULL AND decision <> 'defer'"
    assert printed["Disagreements"] == f"{one(raw, decided)}, all resolved"
    rows = raw.execute(
        "SELECT q.id, substr(t.text, q.start_char + 1, q.end_char - q.start_char), q.start_char,"
        " t.participant_id FROM quotes q JOIN transcripts t ON t.id = q.transcript_id"
        " WHERE q.deleted_at IS NULL"
    ).fetchall()
    blocks = sum(printed_words(raw, *row[:3]) >= 40 for row in rows)
    people = len({row[3] for row in rows})
    told = f"{len(rows)} ({blocks} block, {len(rows) - blocks} inline) from {people} participants"
    assert printed["Quotes"] == told


def printed_words(raw: sqlite3.Connection, quote_id: str, words: str, start: int) -> int:
    """Words left after the omissions of a quote."""
    cuts = raw.execute(
        "SELECT start_char, end_char FROM quote_edits WHERE quote_id = ? AND kind = 'omit'"
        " AND deleted_at IS NULL ORDER BY start_char DESC",
        (quote_id,),
    )
    for a, b in cuts:
        words = f"{words[: a - start]} {words[b - start :]}"
    return len(re.findall(r"\S*\w\S*", words))


def test_median_alpha_is_that_of_the_planted_four_counts(printed: dict[str, str]) -> None:
    """The code that was split counts once: 42 units in one pass, 40 of them in the other, of 1,322."""
    planted = json.loads((demo.example_folder() / "truth.json").read_text(encoding="utf-8"))
    rows = planted["reliability"]["sentence"]["aligned"]
    split = {"boundaries", "bending boundaries", "keeping boundaries"}
    alphas = [row["krippendorff_alpha"] for name, row in rows.items() if name not in split]
    disagreeing, coded, values = 2, 42 + 40, 2 * 1322
    alphas.append(1 - (values - 1) * 2 * disagreeing / (2 * coded * (values - coded)))
    assert len(alphas) == 74
    shown = f"{median(alphas):.2f}".replace("0.", ".")
    assert f"median α {shown} (range −.01 to .98)" in printed["Comparison of passes"]


def test_what_was_not_done_is_not_claimed(printed: dict[str, str]) -> None:
    assert printed["Assisted suggestions"] == "none used"
    assert printed["Participant checking"] == "none recorded"
    assert printed["Sample adequacy"] == "saturation not assessed"
    assert len(printed) <= 14
