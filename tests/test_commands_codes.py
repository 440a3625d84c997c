"""codes, passes, apply, codings, as they are typed."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest
from command_line import dump, run
from conftest import SAID

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("folder")


def names() -> list[str]:
    return [one["name"] for one in run("codes", "list", "--json").json]


def quotations() -> list[tuple[str, str]]:
    return [(one["code"], one["quotation"]) for one in run("codings", "list", "--json").json]


def test_added_code_is_told_as_listed() -> None:
    added = run("codes", "add", "by luck", "--parent", "chance", "--definition", "It fell.", "--json").json
    assert (added["name"], added["parent"], added["path"]) == ("by luck", "chance", "chance/by luck")
    assert added in run("codes", "list", "--json").json
    wanted = "name id parent path definition use_when not_when kind codings transcripts participants"
    assert set(wanted.split()) <= set(added)


def test_tree_is_indented_by_level_whatever_the_names() -> None:
    run("codes", "add", "and/or", "--parent", "chance")
    run("codes", "add", "a/b", "--parent", "and/or")
    assert run("codes", "list", "--tree", "--counts").out == (
        "chance  (1)\n  and/or  (0)\n    a/b  (0)\nZoë's 😀: why?  (0)\n"
    )


def test_counts_are_of_codings_transcripts_and_people() -> None:
    (one,) = [one for one in run("codes", "list", "--json").json if one["name"] == "chance"]
    assert (one["codings"], one["transcripts"], one["participants"]) == (1, 1, 1)


def test_odd_names_go_through_every_command(folder: Path) -> None:
    odd = "Zoë's 😀: why?"
    assert run("apply", odd, "P1:3").code == 0
    assert run("codes", "show", odd, "--json").json["codings"] == 1
    assert run("codings", "list", "--code", odd, "--json").json[0]["code"] == odd
    assert run("codes", "rename", odd, 'the "real" one' + "x" * 200).code == 0
    assert run("unapply", "P1:3", 'the "real" one' + "x" * 200).code == 0
    with (folder / "k.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["transcript", "code", "address"], ["P1", 'the "real" one' + "x" * 200, "P1:4"]]
        )
    assert run("codings", "import", "k.csv").code == 0
    assert run("check").code == 0


def test_edit_rename_move_retire_restore() -> None:
    run("codes", "edit", "chance", "--definition", "Came by luck.")
    run("codes", "rename", "chance", "luck")
    run("codes", "add", "top")
    run("codes", "move", "luck", "--parent", "top")
    assert run("codes", "show", "luck", "--json").json["path"] == "top/luck"
    assert "Came by luck." in run("codes", "show", "luck").out
    run("codes", "retire", "luck")
    assert "luck" not in names()
    assert quotations() == []
    run("codes", "restore", "luck")
    assert quotations() == [("luck", "I saw a flyer.")]


def test_codebook_file_is_read_whole_or_not_at_all(folder: Path) -> None:
    (folder / "c.csv").write_text("name,parent,definition\nhope,feelings,It gets better.\nfeelings,,\n")
    assert run("codes", "import", "c.csv").err == "2 codes added, 0 updated.\n"
    before = dump(folder / "study.qualcode")
    (folder / "c.csv").write_text("name,parent\nnew,\nother,nobody\n")
    shown = run("codes", "import", "c.csv", "--json")
    assert (shown.code, shown.out) == (1, "")
    assert dump(folder / "study.qualcode") == before


def test_apply_by_address_and_by_quote_tell_the_same() -> None:
    by_address = run("apply", "chance", "P1:3", "--json").json
    assert (by_address["address"], by_address["origin"], by_address["coder"]) == ("P1:3", "hand", "CS")
    assert SAID in by_address["quotation"]
    run("undo")
    by_quote = run("apply", "chance", "--quote", by_address["quotation"], "--in", "P1", "--json").json
    assert {**by_quote, "id": ""} == {**by_address, "id": ""}


def test_new_code_is_made_only_when_asked() -> None:
    assert run("apply", "brand new", "P1:3").code == 1
    shown = run("apply", "brand new", "P1:3", "--create", "--memo", "A thought")
    assert shown.err == "New code: brand new\nP1:3  brand new  in hand\n"
    assert run("codings", "list", "--code", "brand new", "--json").json[0]["memo"] == "A thought"


def test_codings_are_listed_with_the_keys_of_the_contract() -> None:
    (one,) = run("codings", "list", "--pass", "hand", "--code", "chance", "--in", "P1", "--json").json
    wanted = "id pass coder transcript participant code start_char end_char address quotation origin memo"
    assert list(one) == wanted.split()
    text = run("transcripts", "text", "P1").out
    assert text[one["start_char"] : one["end_char"]] == one["quotation"] == "I saw a flyer."
    (row,) = csv.DictReader(io.StringIO(run("codings", "list", "--csv").out))
    assert row["quotation"] == "I saw a flyer."


def test_table_that_is_placed_in_part_is_1_and_lands_what_it_can(folder: Path) -> None:
    (folder / "k.csv").write_text("transcript,code,address\nP1,chance,P1:4\nP1,chance,P1:99\n")
    shown = run("codings", "import", "k.csv", "--pass", "hand", "--json")
    assert shown.code == 1
    assert (shown.json["placed"], shown.json["near"], shown.json["codes_created"]) == (1, [], [])
    assert shown.json["unplaced"][0]["row"] == 3
    assert len(quotations()) == 2
    again = run("codings", "import", "k.csv", "--pass", "hand")
    assert "0 placed, 1 there already, 1 not placed." in again.err


def test_dry_run_of_a_table_keeps_nothing(folder: Path) -> None:
    (folder / "k.csv").write_text("transcript,code,address\nP1,brand new,P1:4\n")
    before = dump(folder / "study.qualcode")
    shown = run("codings", "import", "k.csv", "--create", "--dry-run", "--json")
    assert (shown.code, shown.json["placed"], shown.json["codes_created"]) == (0, 1, ["brand new"])
    assert dump(folder / "study.qualcode") == before


def test_listed_codings_can_be_imported_into_another_pass(folder: Path) -> None:
    run("apply", "Zoë's 😀: why?", "P1@5-60", "--memo", "a, b")
    (folder / "k.csv").write_text(run("codings", "list", "--csv").out, encoding="utf-8")
    run("passes", "start", "second")
    shown = run("codings", "import", "k.csv", "--pass", "second", "--json")
    assert (shown.code, shown.json["placed"]) == (0, 2)
    keep = ("transcript", "code", "start_char", "end_char", "quotation", "memo")
    first, second = (
        [[one[key] for key in keep] for one in run("codings", "list", "--pass", name, "--json").json]
        for name in ("hand", "second")
    )
    assert first == second


def test_pass_is_started_shown_and_sealed() -> None:
    run("passes", "start", "second", "--blind-to", "hand", "--mode", "imported", "--transcripts", "P1")
    found = run("passes", "show", "second", "--json").json
    assert (found["mode"], found["blind_to"], found["transcripts"]) == ("imported", ["hand"], ["P1"])
    sealed = run("passes", "seal", "hand", "--json").json
    assert sealed["codings"] == 1
    assert len(sealed["seal"]) == 64
    listed = {one["name"]: one["sealed_at"] is not None for one in run("passes", "list", "--json").json}
    assert listed == {"hand": True, "second": False}


def test_another_coder_reads_and_codes_on_a_copy_of_the_project(folder: Path) -> None:
    run("backup", "for-bk.backup")
    shutil.move(folder / "for-bk.backup", folder / "bk.qualcode")
    theirs = ("-P", str(folder / "bk.qualcode"), "--coder", "BK")
    assert run(*theirs, "apply", "chance", "P1:3").code == 1
    assert run(*theirs, "passes", "start", "theirs").code == 0
    assert run(*theirs, "apply", "chance", "P1:3", "--json").json["coder"] == "BK"
    assert run(*theirs, "unapply", "P1:2", "chance", "--pass", "hand").code == 1


def test_unread_stretches_are_kept_by_address_or_whole_transcript() -> None:
    assert run("passes", "unread", "hand", "P1:2", "P1").code == 0
    assert run("passes", "unread", "hand", "P1:99").code == 1
    assert run("passes", "unread", "nope", "P1").code == 1


def test_codes_on_the_same_words_are_counted() -> None:
    run("codes", "add", "a")
    run("codes", "add", "b")
    run("passes", "start", "own")
    run("apply", "a", "P1:2-3", "--pass", "own")
    run("apply", "b", "P1:3", "--pass", "own")
    (pair,) = run("codes", "cooccurrence", "a", "--pass", "own", "--json").json
    assert pair == {
        "code": "a",
        "other": "b",
        "overlaps": 1,
        "transcripts": 1,
        "codings": 1,
        "other_codings": 1,
    }
    shown = run("codes", "cooccurrence", "--pass", "own")
    assert "In own" in shown.err
    (row,) = run("passes", "coverage", "own", "--json").json
    assert (row["transcript"], row["codings"], row["uneven"]) == ("P1", 2, False)
    assert "%" in run("passes", "coverage", "own").out


def test_merging_into_a_code_without_a_definition_says_so() -> None:
    run("codes", "add", "fate", "--definition", "What had to be.")
    run("codes", "add", "bare")
    assert "no definition" not in run("codes", "merge", "chance", "--into", "fate").err
    told = run("codes", "merge", "fate", "--into", "bare").err
    assert "It has no definition: qualcode codes edit bare --definition" in told


def test_codings_of_a_retired_code_are_told_by_export_and_by_the_pass(tmp_path: Path) -> None:
    run("codes", "retire", "chance")
    (one,) = run("passes", "list", "--json").json
    shown = run("passes", "show", one["name"])
    assert "retired      chance: 1 coding" in shown.out
    assert run("passes", "show", one["name"], "--json").json["of_retired_codes"] == {"chance": 1}
    told = run("codings", "export", "--pass", one["name"], "-o", str(tmp_path / "out.csv")).err
    assert "Left out, because the code is retired: chance (1)." in told
    run("codes", "restore", "chance")
    assert "Left out" not in run("codings", "export", "-o", str(tmp_path / "two.csv")).err
