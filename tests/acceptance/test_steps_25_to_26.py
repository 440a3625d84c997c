"""Steps 25 and 26: P7 withdraws; everything is counted anew, and nothing said is left."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from acceptance.desk import FILE, truth
from acceptance.reporting import everything, opened
from acceptance.setting_up import EXAMPLE, text_of
from acceptance.theming import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from acceptance.desk import Desk

    At = Callable[[str], Desk]

GONE = "P7"


@pytest.fixture
def study(at: At) -> Desk:
    """The finished and reported study, without P7."""
    return at("withdrawn")


def test_step_25_what_was_agreed_is_shown_before_anything_is_changed(at: At) -> None:
    study = at("reported")
    study.type("withdraw", "--clause", "Until the report is out.", "--until", "2026-12-31")
    told = study.words("withdraw", GONE, "--mode", "erase", "--dry-run")
    assert "Agreed: Until the report is out." in told
    assert "Nothing was changed." in told
    assert study.json("themes", "matrix")["base"] == 10


def test_step_25_totals_are_six_seven_six_and_four_of_nine(study: Desk) -> None:
    told = study.json("themes", "matrix")
    assert told["base"] == 9
    assert told["row_totals"] == [6, 7, 6, 4]
    assert GONE not in told["columns"]
    assert sum(cell > 0 for row in told["cells"] for cell in row) == 23


def test_step_25_thirty_two_quotes_are_left(study: Desk) -> None:
    left = study.json("quotes", "list")
    assert Counter(one["form"] for one in left) == {"block": 11, "inline": 21}
    assert GONE not in {one["participant"] for one in left}
    numbers = {one["number"] for one in left}
    assert len(numbers) == 32
    assert max(numbers) == 34  # numbers are not given twice


def test_step_25_claims_lose_support_and_wrong_quantifiers_are_flagged(study: Desk) -> None:
    claim = study.json("claims", "show", "c7")
    assert claim["citation"] == "(P5, P6)"
    assert (claim["quantifier"]["n"], claim["quantifier"]["of"], claim["quantifier"]["fits"]) == (2, 9, False)
    flagged = [one["where"] for one in study.json("lint") if one["rule"] == "QUANT"]
    assert flagged == ["c6", "c7"]
    told = " ".join((study.said["withdraw"].out + study.said["withdraw"].err).split())
    assert "c7: (P5, P6, P7) is (P5, P6) now. Its quantifier does not fit any more." in told


def test_step_25_exports_made_earlier_are_named(study: Desk) -> None:
    told = " ".join((study.said["withdraw"].out + study.said["withdraw"].err).split())
    assert re.search(r"Destroy these files, or write them again: .*report\.docx .*public\.docx", told)
    assert "P7.md" in told


def test_step_25_no_sentence_of_theirs_is_left_in_any_byte(study: Desk) -> None:
    (file,) = (EXAMPLE / "interviews").glob(f"{GONE}.*")
    text, units = text_of(file), truth()["transcripts"][GONE]["units"]
    sentences = [text[start:end] for start, end, role in units if role == "participant"]
    telling = [one for one in sentences if len(one.split()) > 3]
    assert len(telling) > 80
    for kept in study.folder.glob(f"{FILE}*"):
        held = kept.read_bytes()
        assert [one for one in telling if one.encode() in held] == []
    assert study.json("search", "do something", "--in", "P8") is not None


def test_step_25_the_log_is_whole_and_the_file_sound(study: Desk, at: At) -> None:
    before, after = at("reported").json("log"), study.json("log")
    numbers = [one["number"] for one in after]
    assert numbers == list(range(len(after), 0, -1))
    assert [one["command"] for one in after[-len(before) :]] == [one["command"] for one in before]
    study.type("check")


def test_step_25_the_id_is_not_used_again(study: Desk) -> None:
    study.type("participants", "add", GONE, code=1)
    (study.folder / "again.csv").write_text("participant,age\nP7,30\n", encoding="utf-8")
    study.type("participants", "import", "again.csv", code=1)
    assert GONE not in {one["participant"] for one in study.json("participants", "list")}


def test_step_26_the_report_tells_ten_one_and_nine(study: Desk) -> None:
    study.type("report", "-o", "anew.docx")
    printed = everything(opened(study.folder / "anew.docx"))
    assert "10 participants were interviewed, 1 withdrew and was erased, and 9 were analyzed." in printed
    assert "9 (10 recruited, 1 withdrawn)" in printed
    assert "32 (11 block, 21 inline) from 8 participants" in printed
    tables = opened(study.folder / "anew.docx").tables
    table = next(one for one in tables if one.rows[0].cells[-1].text == "n of N")
    rows = {row.cells[0].text: row.cells[-1].text for row in table.rows}
    assert [rows[name] for name in THEMES.values()] == ["6 of 9", "7 of 9", "6 of 9", "4 of 9"]
    told = study.json("verify", "anew.docx", code=1)  # what lint flags is still printed
    assert {one["status"] for one in told["quotes"]} <= {"verbatim", "edited", "skipped"}
    assert told["summary"]["numbers_that_differ"] == 2
