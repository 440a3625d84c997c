"""import, transcripts, read, participants, as they are typed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from command_line import dump, process, run
from conftest import INTERVIEW, SAID

if TYPE_CHECKING:
    from pathlib import Path


def names() -> list[str]:
    return [one["transcript"] for one in run("transcripts", "list", "--json").json]


def test_folder_with_good_and_bad_files_lands_the_good_names_the_bad_and_is_1(folder: Path) -> None:
    place = folder / "in"
    place.mkdir()
    (place / "P2.txt").write_text("I: Why?\n\nP2: Because.\n")
    (place / "P10.md").write_text("I: Why?\n\nP10: So.\n")
    (place / "empty.txt").write_text("")
    (place / "bad.docx").write_text(SAID)
    (place / "again.txt").write_text((folder / "P1.txt").read_text())
    shown = run("import", "in", "--json")
    assert shown.code == 1
    assert [one["transcript"] for one in shown.json["imported"]] == ["P2", "P10"]
    reasons = {one["file"]: one["reason"] for one in shown.json["skipped"]}
    assert set(reasons) == {"in/again.txt", "in/bad.docx", "in/empty.txt"}
    assert reasons["in/again.txt"] == "The same file is here already, as P1."
    assert names() == ["P1", "P2", "P10"]


def test_duplicate_alone_is_no_failure(folder: Path) -> None:
    before = dump(folder / "study.qualcode")
    shown = run("import", "P1.txt")
    assert (shown.code, shown.out) == (0, "")
    assert "skipped P1.txt: The same file is here already, as P1." in shown.err
    assert dump(folder / "study.qualcode") == before


@pytest.mark.parametrize("name", ["nowhere.txt", "empty.txt", "folder", "bad.xyz", "broken.docx"])
def test_nothing_to_import_is_1_and_changes_nothing(folder: Path, name: str) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "folder").mkdir()
    (folder / "bad.xyz").write_text("words")
    (folder / "broken.docx").write_text("words")
    before = dump(folder / "study.qualcode")
    shown = run("import", name)
    assert (shown.code, shown.out) == (1, "")
    assert name in shown.err or "no file there" in shown.err
    assert dump(folder / "study.qualcode") == before


def test_whole_folder_with_the_project_in_it_may_be_imported(folder: Path) -> None:
    (folder / "P2.txt").write_text("I: Why?\n\nP2: Because.\n")
    shown = run("import", ".")
    assert shown.code == 0
    assert names() == ["P1", "P2"]


def test_dry_run_shows_what_would_come_in(folder: Path) -> None:
    (folder / "P2.txt").write_text("Page 1\n\nI: Why?\n\nP2: Because.\n")
    before = dump(folder / "study.qualcode")
    shown = run("import", "P2.txt", "--dry-run")
    assert shown.code == 0
    assert shown.out.startswith("P2 (participant P2): ")
    assert "1 would come in, 0 skipped." in shown.err
    assert dump(folder / "study.qualcode") == before


def test_interviewer_participant_and_kind_may_be_said(folder: Path) -> None:
    (folder / "talk.txt").write_text("Anna: I came early.\n\nBen: I came late.\n\nAnna: And why?\n")
    run("import", "talk.txt", "--participant", "P7", "--interviewer", "Anna")
    (one,) = [one for one in run("transcripts", "list", "--json").json if one["transcript"] == "talk"]
    assert one["participant"] == "P7"
    assert {(s["label"], s["role"]) for s in one["speakers"]} == {
        ("Anna", "interviewer"),
        ("Ben", "participant"),
    }
    (folder / "paper.txt").write_text("Some words of others.\n")
    assert (
        run("import", "paper.txt", "--as", "literature", "--json").json["imported"][0]["participant"] is None
    )


@pytest.mark.parametrize(
    "options",
    [["--as", "magic"], ["--id-column", "id"], ["--text-column", "t"], ["--speakers", "(unclosed"]],
)
def test_options_that_make_no_sense_change_nothing(folder: Path, options: list[str]) -> None:
    (folder / "P2.txt").write_text("I: Why?\n\nP2: Because.\n")
    before = dump(folder / "study.qualcode")
    shown = process(folder, "import", "P2.txt", *options)
    assert shown.code in {1, 2}
    assert shown.out == ""
    assert "inside qualcode" not in shown.err
    assert dump(folder / "study.qualcode") == before


def test_text_is_printed_byte_for_byte(folder: Path) -> None:
    assert process(folder, "transcripts", "text", "P1").out == INTERVIEW.replace("honestly", SAID)
    assert run("transcripts", "text", "P1", "--json").json["text"] == INTERVIEW.replace("honestly", SAID)


def test_show_gives_turns_and_units_that_point_into_the_text(folder: Path) -> None:
    assert folder.is_dir()
    text = run("transcripts", "text", "P1").out
    found = run("transcripts", "show", "P1", "--json").json
    first = found["turns"][1]
    assert text[first["start_char"] : first["end_char"]].startswith("I saw a flyer.")
    assert set(first) >= {"speaker", "role", "start_char", "end_char", "start_ms", "end_ms"}
    second = found["units"][1]
    assert text[second["start_char"] : second["end_char"]] == "I saw a flyer."
    assert (second["number"], second["role"]) == (2, "participant")
    assert "Interviewer: interviewer, 2 turns" in run("transcripts", "show", "P1").out


def test_rename_retire_restore_and_undo(folder: Path) -> None:
    assert folder.is_dir()
    run("transcripts", "rename", "P1", "Zoë: day 1")
    assert "I saw a flyer." in run("read", "Zoë: day 1:2").out
    assert run("codings", "list", "--json").json[0]["address"] == "Zoë: day 1:2"
    run("transcripts", "retire", "zoë: day 1")
    assert names() == []
    run("transcripts", "restore", "Zoë: day 1")
    assert names() == ["Zoë: day 1"]


def test_read_prints_numbers_speakers_and_the_codes_of_the_open_pass(folder: Path) -> None:
    assert folder.is_dir()
    shown = run("read", "P1", "2").out
    assert shown == "\nP1\n".replace("P1", "   P1") + "2  I saw a flyer.\n     ▸ chance\n"
    rows = list(csv.DictReader(io.StringIO(run("read", "P1", "--csv").out)))
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 10)]
    assert rows[1]["codes"] == "chance"
    assert run("read", "P1", "2", "--json").json[0]["address"] == "P1:2"


def test_participants_are_imported_listed_and_set(folder: Path) -> None:
    (folder / "p.csv").write_text("participant,setting\nP1,ward\nP2,home\n")
    run("participants", "import", "p.csv")
    run("participants", "set", "P2", "setting=", "years=3=three")
    assert run("participants", "list", "--json").json == [
        {"participant": "P1", "attributes": {"setting": "ward"}},
        {"participant": "P2", "attributes": {"years": "3=three"}},
    ]
    assert run("participants", "list", "--csv").out == "participant,setting,years\nP1,ward,\nP2,,3=three\n"


def test_empty_listing_still_has_a_csv_header(folder: Path) -> None:
    run("undo", "5")
    assert folder.is_dir()
    assert run("participants", "list", "--csv").out == "participant\n"
    assert run("participants", "list").out == ""
