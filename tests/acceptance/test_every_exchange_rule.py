"""Quotes over several turns (`method.md` 3.7): prompts and exchanges, typed, printed, and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from acceptance.desk import FILE, Desk
from acceptance.reporting import opened

if TYPE_CHECKING:
    from pathlib import Path

THEME: Final = "Kept waiting"
GROUP: Final = """\
Moderator: What was it like at first?

S1: We wait... Always we wait.

S2: Two hours on a good day.

Moderator: Mhm, go on.

S1: And nobody says sorry.
"""
LONG: Final = " ".join(f"they asked me for form number {at} and I said no" for at in range(4))
SINGLE: Final = f"""\
Interviewer: Who asked?

P5: Nobody ever asked.

Interviewer: Not once?

P5: {LONG}.
"""

Lines = tuple[str, ...]
ROWS: Final[tuple[tuple[str, str, Lines, str, Lines], ...]] = (
    (
        "a question and its answer",
        "P5:1-2",
        (),
        "inline",
        ("“[Interviewer: Who asked?] Nobody ever asked” (P5).",),
    ),
    (
        "a question before 40 words",
        "P5:3-4",
        (),
        "exchange",
        ("Interviewer: Not once?", f"P5: {LONG}."),
    ),
    (
        "two of a group",
        "FG1:2-4",
        (),
        "exchange",
        ("FG1-S1: We wait... Always we wait.", "FG1-S2: Two hours on a good day."),
    ),
    (
        "the moderator between them",
        "FG1:4-6",
        (),
        "exchange",
        ("FG1-S2: Two hours on a good day.", "Interviewer: Mhm, go on.", "FG1-S1: And nobody says sorry."),
    ),
    (
        "a turn left out",
        "FG1:4-6",
        ("--omit", "Mhm, go on."),
        "exchange",
        ("FG1-S2: Two hours on a good day.", "Interviewer: [. . .]", "FG1-S1: And nobody says sorry."),
    ),
    (
        "the end of an inner turn left out",
        "FG1:2-4",
        ("--omit", "Always we wait."),
        "exchange",
        ("FG1-S1: We wait... [. . .]", "FG1-S2: Two hours on a good day."),
    ),
    (
        "a clarification in one turn",
        "FG1:2-4",
        ("--insert", "for the nurse", "--at", "day"),
        "exchange",
        ("FG1-S1: We wait... Always we wait.", "FG1-S2: Two hours on a good day [for the nurse]."),
    ),
)
"""(row, address, edit, form, paragraphs)."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    (tmp_path / "FG1.txt").write_text(GROUP, encoding="utf-8")
    (tmp_path / "P5.txt").write_text(SINGLE, encoding="utf-8")
    made.type("init", FILE, "--title", "Rules", "--question", "Q?", "--coder", "CS")
    made.type("import", "FG1.txt", "--as", "focus-group")
    made.type("import", "P5.txt")
    made.type("codes", "add", "waiting", "--definition", "Time that is taken.")
    made.type("passes", "start", "hand")
    for place in ("FG1:2-6", "P5:2", "P5:4"):
        made.type("apply", "waiting", place)
    made.type("passes", "seal", "hand")
    made.type("themes", "add", THEME, "--codes", "waiting")
    return made


def in_word(desk: Desk, style: str) -> list[str]:
    desk.type("report", "-o", "r.docx")
    found = opened(desk.folder / "r.docx").paragraphs
    return [one.text.replace("\xa0", " ") for one in found if one.style and one.style.name == style]


@pytest.mark.parametrize(("row", "address", "edit", "form", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_several_turns_are_printed_as_the_row_says(
    desk: Desk, row: str, address: str, edit: Lines, form: str, expected: Lines
) -> None:
    desk.type("quotes", "add", THEME, address)
    if edit:
        desk.type("quotes", "edit", "1", *edit)
    (one,) = desk.json("quotes", "list")
    assert (one["form"], one["rendered"].split("\n")) == (form, list(expected)), row
    assert one["verified"]
    printed = in_word(desk, "Quote Exchange" if form == "exchange" else "Claim")
    assert printed == list(expected)
    assert [found for found in desk.json("lint") if found["rule"] in {"ATTR", "QVER", "EDIT"}] == []
    desk.type("quotes", "verify")


@pytest.mark.parametrize("file", ["r.docx", "r.md", "r.html"])
def test_exchanges_of_a_report_are_found_again_and_a_changed_turn_is_not(desk: Desk, file: str) -> None:
    for address in ("FG1:2-6", "P5:3-4", "P5:1-2"):
        desk.type("quotes", "add", THEME, address)
    desk.type("quotes", "edit", "1", "--omit", "Mhm, go on.")
    desk.type("report", "-o", file)
    found = desk.json("verify", file)["quotes"]
    assert {one["status"] for one in found} <= {"verbatim", "edited", "skipped"}
    by_words = {one["text"]: one for one in found}
    assert by_words["Two hours on a good day."]["participant"] == "FG1-S2"
    assert by_words["Not once?"]["participant"] is None


def test_a_changed_turn_or_another_speaker_is_told(desk: Desk) -> None:
    desk.type("quotes", "add", THEME, "FG1:2-6")
    desk.type("report", "-o", "r.md")
    file = desk.folder / "r.md"
    text = file.read_text(encoding="utf-8")
    text = text.replace("FG1-S2: Two hours", "FG1-S1: Two hours").replace("Mhm, go on", "Mhm, go away now")
    file.write_text(text, encoding="utf-8")
    told = desk.json("verify", "r.md", code=1)["quotes"]
    statuses = {one["text"]: one["status"] for one in told}
    assert statuses["Two hours on a good day."] == "misattributed"
    assert statuses["Mhm, go away now."] in {"altered", "not_found"}


def test_an_exchange_counts_for_everyone_who_answers_and_never_for_who_asks(desk: Desk) -> None:
    desk.type("quotes", "add", THEME, "FG1:2-6")
    (one,) = desk.json("quotes", "list")
    assert (one["speakers"], one["participants"]) == (["FG1-S1", "FG1-S2"], ["FG1-S1", "FG1-S2"])
    assert (one["participant"], one["words"]) == (None, 18)
    voices = desk.json("quotes", "shortlist", THEME)["voices"]
    assert voices["by_speaker"] == {"FG1-S1": 1, "FG1-S2": 1}
    assert (voices["total"], voices["effective"]) == (1, 2.0)
    assert [found["where"] for found in desk.json("lint") if found["rule"] == "VOICE"] == ["P5"]


@pytest.mark.parametrize("address", ["FG1:1", "P5:1", "FG1:5", "FG1@0-60", "P5@0-40"])
def test_nobodys_or_only_the_interviewers_words_stay_refused(desk: Desk, address: str) -> None:
    told = desk.type("quotes", "add", THEME, address, code=1)
    assert "no participant's speech" in told.err


@pytest.mark.parametrize("address", ["P5:2-FG1:2", "P5:1-P5:2"])
def test_a_quote_lies_in_one_transcript(desk: Desk, address: str) -> None:
    told = desk.type("quotes", "add", THEME, address, code=1)
    assert "There is no transcript" in told.err


def test_who_does_not_allow_quotes_stands_in_no_exchange(desk: Desk) -> None:
    desk.type("participants", "set", "FG1-S2", "consent_quotes=no")
    told = desk.type("quotes", "add", THEME, "FG1:2-6", code=1)
    assert "FG1-S2 does not allow verbatim quotes" in told.err


def test_consent_taken_back_later_is_an_error_for_each_of_them(desk: Desk) -> None:
    desk.type("quotes", "add", THEME, "FG1:2-6")
    desk.type("participants", "set", "FG1-S2", "consent_quotes=no")
    told = [one["message"] for one in desk.json("lint", code=1) if one["rule"] == "CONS"]
    assert told == ["FG1-S2 does not allow verbatim quotes."]


def test_a_speaker_nobody_knows_is_not_quoted_with_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    said = "Moderator: So?\n\nS1: We wait.\n\nUnknown: Always.\n\nS1: Yes.\n"
    (tmp_path / "FG2.txt").write_text(said, encoding="utf-8")
    desk.type("init", FILE, "--title", "Rules", "--question", "Q?", "--coder", "CS")
    desk.type("import", "FG2.txt", "--as", "focus-group")
    desk.type("codes", "add", "waiting", "--definition", "Time that is taken.")
    desk.type("passes", "start", "hand")
    desk.type("apply", "waiting", "FG2:2-4")
    desk.type("passes", "seal", "hand")
    desk.type("themes", "add", THEME, "--codes", "waiting")
    told = desk.type("quotes", "add", THEME, "FG2:2-4", code=1)
    assert "known speakers alone" in told.err


def test_a_pack_holds_ones_own_turns_of_an_exchange(desk: Desk) -> None:
    desk.type("quotes", "add", THEME, "FG1:2-6")
    desk.type("membercheck", "pack", "-o", "packs")
    (mine,) = (desk.folder / "packs").glob("FG1-S2*")
    words = [one.text for one in opened(mine).paragraphs]
    assert "Two hours on a good day." in words
    assert not any("sorry" in one or "Mhm" in one for one in words)


def test_an_edit_stays_in_the_words_of_a_turn(desk: Desk) -> None:
    desk.type("quotes", "add", THEME, "FG1:2-4")
    desk.type("quotes", "edit", "1", "--omit", "S2", code=1)
    told = desk.type("quotes", "edit", "1", "--omit", "Two hours on a good day.", code=2)
    assert "Nothing would be left of the turn" in told.err
    desk.type("quotes", "edit", "1", "--omit", "We wait...")
    desk.type("quotes", "edit", "1", "--omit", "Always we wait.", code=2)
