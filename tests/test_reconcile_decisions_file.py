"""Decisions that come back in a table: what can be applied is one action, the rest is listed."""

from __future__ import annotations

import csv
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
import python_calamine
import xlsxwriter
from conftest import bring_in
from two_passes import code_pass, interview_of

from qualcode.exchange.decisions import BadDecisionsTable, read_decisions
from qualcode.exchange.grids import BadTable
from qualcode.export.decisions import write_decisions_template as write_template
from qualcode.export.files import CannotWrite, UnknownFormat
from qualcode.passes import alignment, passes, quotations
from qualcode.reconcile.decisions_file import DecisionsResult, apply_decisions
from qualcode.reconcile.disagreements import disagreements
from qualcode.reconcile.records import OtherOrder
from qualcode.reconcile.session import open_session
from qualcode.store.actions import undo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.spans import Span
    from qualcode.store.project import Project


@pytest.fixture
def places(project: Project, tmp_path: Path) -> list[Span]:
    """Sentences of P1; A and B agree on the first and differ as missed, boundary, extra on the next three."""
    text, found = interview_of(8)
    bring_in(project, tmp_path, P1=text)
    start, end = found[2]
    a = [("P1", "hope", found[0]), ("P1", "hope", found[1]), ("P1", "hope", (start, end - 5))]
    b = [("P1", "hope", found[0]), ("P1", "hope", (start, end)), ("P1", "rest", found[3])]
    code_pass(project, "A", a)
    code_pass(project, "B", b, coder="JD", blind_to=["A"])
    return found


def table(folder: Path, *lines: str) -> Path:
    """A file of these lines."""
    path = folder / "decisions.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def apply(project: Project, path: Path) -> DecisionsResult:
    """What the command does with a file."""
    return apply_decisions(project, "A", "B", "agreed", read_decisions(path).rows)


def ids(project: Project) -> list[str]:
    return [one.id for one in disagreements(project, "A", "B")]


def spans(project: Project) -> list[Span]:
    found = quotations.quotations(project, pass_id=passes.find(project, "agreed").id)
    return [(one.start_char, one.end_char) for one in found]


def test_a_table_is_applied_as_one_action(project: Project, tmp_path: Path, places: list[Span]) -> None:
    missed, boundary, extra = ids(project)
    path = table(
        tmp_path,
        "id,decision,reason,decided_by",
        f"{missed},a,she says it twice,CS and JD",
        f"{boundary},B,,CS and JD",
        f"{extra},defer,ask her,JD",
    )
    found = apply(project, path)
    assert found.as_dict() == {"decided": 2, "agreed": 1, "deferred": 1, "open": 0, "problems": []}
    assert spans(project) == [places[0], places[1], places[2]]
    told = [one.decision for one in disagreements(project, "A", "B")]
    assert [one and (one.decision, one.reason, one.decided_by) for one in told] == [
        ("a", "she says it twice", "CS and JD"),
        ("b", "", "CS and JD"),
        ("defer", "ask her", "JD"),
    ]
    undo(project)
    assert passes.find_or_none(project, "agreed") is None


def test_rows_that_cannot_be_applied_are_listed_and_nothing_is_guessed(
    project: Project, tmp_path: Path, places: list[Span]
) -> None:
    missed, boundary, extra = ids(project)
    path = table(
        tmp_path,
        "id,decision,reason,decided_by",
        "d-0000000000,a,because,CS",
        f"{missed},a,,CS",
        f"{boundary},perhaps,because,CS",
        f"{extra},,,",
        "",
        f"{boundary},edit,because,CS",
    )
    found = apply(project, path)
    assert (found.decided, found.open) == (0, 3)
    assert [one.row for one in found.problems] == [2, 3, 4, 7]
    assert "There is no disagreement 'd-0000000000'" in found.problems[0].reason
    assert "needs a reason" in found.problems[1].reason
    assert "'perhaps' is not a decision" in found.problems[2].reason
    assert spans(project) == [places[0]]


def test_rows_that_contradict_each_other_are_both_refused(
    project: Project, tmp_path: Path, places: list[Span]
) -> None:
    assert places
    missed, boundary, _ = ids(project)
    path = table(
        tmp_path,
        "id,decision,reason,decided_by",
        f"{missed},a,because,CS",
        f"{missed},b,because,CS",
        f"{boundary},a,,CS",
        f"{boundary},a,,CS",
    )
    found = apply(project, path)
    assert found.decided == 1
    assert [one.row for one in found.problems] == [2, 3]
    assert "Rows 2, 3 decide the same thing differently" in found.problems[0].reason


def test_a_row_may_name_the_place_instead_of_the_id(
    project: Project, tmp_path: Path, places: list[Span]
) -> None:
    (start, end), (other_start, other_end) = places[1], places[3]
    path = table(
        tmp_path,
        "transcript;code;start_char;end_char;decision;reason;decided_by",
        f"p1;HOPE;{start};{end};neither;she quotes another;CS",
        f"P1;rest;{other_start};{other_end + 1};b;because;CS",
    )
    found = apply(project, path)
    assert (found.decided, found.open) == (1, 2)
    assert [one.row for one in found.problems] == [3]
    assert spans(project) == [places[0]]


def test_a_place_may_carry_either_pass_name_of_a_renamed_code(
    project: Project, tmp_path: Path, places: list[Span]
) -> None:
    alignment.record(project, "A", "B", same=[("hope", "rest")])
    start, end = places[3]
    path = table(
        tmp_path,
        "transcript,code,start_char,end_char,decision,reason",
        f"P1,rest,{start},{end},b,it is hope",
    )
    found = apply(project, path)
    assert (found.decided, found.problems) == (1, ())
    assert disagreements(project, "A", "B", code="hope")[-1].decision is not None


def test_the_same_table_again_changes_nothing(project: Project, tmp_path: Path, places: list[Span]) -> None:
    assert places
    path = table(tmp_path, "id,decision,reason", *(f"{one},a,because" for one in ids(project)))
    apply(project, path)
    before = project.value("SELECT count(*) FROM changes")
    again = apply(project, path)
    assert (again.decided, again.open) == (3, 0)
    assert project.value("SELECT count(*) FROM changes") == before


def test_files_that_are_no_tables_of_decisions_are_refused(
    project: Project, tmp_path: Path, places: list[Span]
) -> None:
    assert places
    with pytest.raises(BadDecisionsTable) as missing:
        apply(project, table(tmp_path, "id,reason", "d-1,because"))
    assert "no column decision" in missing.value.sentence
    with pytest.raises(BadDecisionsTable):
        apply(project, table(tmp_path, "code,decision", "hope,a"))
    with pytest.raises(BadDecisionsTable) as twice:
        apply(project, table(tmp_path, "id,decision,Decision", "d-1,a,b"))
    assert "the column decision twice" in twice.value.sentence
    with pytest.raises(BadTable):
        apply(project, tmp_path / "nothing.csv")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(BadTable):
        apply(project, tmp_path / "broken.xlsx")
    assert passes.find_or_none(project, "agreed") is None


def test_the_template_goes_out_and_comes_back(project: Project, tmp_path: Path, places: list[Span]) -> None:
    assert places
    path = tmp_path / "out" / "decide.csv"
    assert write_template(project, "A", "B", path) == 3
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["kind"], row["code"], row["decision"]) for row in rows] == [
        ("missed", "hope", ""),
        ("boundary", "hope", ""),
        ("extra", "rest", ""),
    ]
    assert (rows[0]["a_quotation"], rows[0]["b_quotation"]) == ("Then came step number 1 of it.", "")
    assert [one.name for one in path.parent.iterdir()] == ["decide.csv"]
    for row in rows:
        row |= {"decision": "both", "reason": "fine", "decided_by": "CS"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert apply(project, path).decided == 3


def test_the_template_of_a_begun_reconciliation_holds_its_decisions(
    project: Project, tmp_path: Path, places: list[Span]
) -> None:
    session = open_session(project, "A", "B", "agreed")
    session.decide(session.pending()[0], "edit", "shorter", span=(places[1][0], places[1][1] - 3))
    path = tmp_path / "decide.csv"
    write_template(project, "A", "B", path, "agreed")
    assert [row["decision"] for _, row, _ in read_decisions(path).rows] == ["edit", "", ""]
    again = apply(project, path)
    assert (again.open, again.problems) == (2, ())
    assert spans(project) == [places[0], (places[1][0], places[1][1] - 3)]
    with pytest.raises(OtherOrder):
        write_template(project, "B", "A", path, "agreed")


def test_a_template_that_cannot_be_written_is_told(
    project: Project, tmp_path: Path, places: list[Span]
) -> None:
    assert places
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotWrite):
        write_template(project, "A", "B", tmp_path / "file" / "decide.csv")


def test_thousands_of_decisions_take_seconds(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(1500)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", place) for place in places] + [("P1", "y", p) for p in places])
    code_pass(project, "B", [], blind_to=["A"])
    path = table(tmp_path, "id,decision,reason", *(f"{one},a,because" for one in ids(project)))
    began = time.perf_counter()
    found = apply(project, path)
    assert found.decided == 3000
    assert time.perf_counter() - began < 10


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook with these rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_a_workbook_goes_out_and_comes_back(project: Project, tmp_path: Path, places: list[Span]) -> None:
    path = tmp_path / "decide.xlsx"
    assert write_template(project, "A", "B", path) == 3
    with path.open("rb") as file:
        sheet = python_calamine.load_workbook(file).get_sheet_by_index(0).to_python()
    assert sheet[0][-3:] == ["decision", "reason", "decided_by"]
    assert tuple(sheet[1][4:7]) == (*places[1], "missed")
    for row in sheet[1:]:
        row[-3:] = ["B ", "fine", "CS"]
    assert apply(project, workbook(path, sheet)).decided == 3
    assert spans(project) == [places[0], places[2], places[3]]


def test_a_workbook_offers_the_choices_to_pick(project: Project, tmp_path: Path, places: list[Span]) -> None:
    assert places
    path = tmp_path / "decide.xlsx"
    write_template(project, "A", "B", path)
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '<dataValidation type="list" errorStyle="warning"' in sheet
    assert '"a,b,both,neither,defer,edit"' in sheet


def test_words_that_look_like_a_formula_stay_words(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="=1+1 was what she said. And that was all.\n")
    code_pass(project, "A", [("P1", "sums", (0, 23))])
    code_pass(project, "B", [], blind_to=["A"])
    path = tmp_path / "decide.xlsx"
    write_template(project, "A", "B", path)
    ((_, row, _),) = read_decisions(path).rows
    assert row["a_quotation"] == "=1+1 was what she said."


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_problems_name_row_and_column_alike_in_both_formats(
    project: Project, tmp_path: Path, places: list[Span], suffix: str
) -> None:
    assert places
    missed, boundary, extra = ids(project)
    rows: list[list[str | int]] = [
        ["id", "decision", "reason", "decided_by", "start_char"],
        ["d-0000000000", "a", "because", "CS", ""],
        [missed, "a", "", "CS", ""],
        [],
        [boundary, "perhaps", "because", "CS", ""],
        ["", "a", "because", "CS", "twelve"],
        [extra, "a", "because", "CS", 7, "moved"],
    ]
    if suffix == "xlsx":
        path = workbook(tmp_path / "decide.xlsx", rows)
    else:
        path = table(tmp_path, *(",".join(map(str, row)) for row in rows))
    found = apply(project, path)
    assert [(one.row, one.column) for one in found.problems] == [
        (2, "id"),
        (3, "reason"),
        (5, "decision"),
        (6, "start_char"),
        (7, ""),
    ]
    assert "more cells than the table has columns" in found.problems[-1].reason
    assert found.decided == 0


def test_a_table_saved_with_semicolons_in_another_encoding_is_read_and_told(
    project: Project, tmp_path: Path, places: list[Span]
) -> None:
    assert places
    path = tmp_path / "decide.csv"
    lines = ["id;decision;reason;decided_by", *(f"{one};a;plus vécu, dit-elle;Zoé" for one in ids(project))]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    told = read_decisions(path)
    assert told.rows[0].cells["reason"] == "plus vécu, dit-elle"
    assert "not UTF-8" in told.warnings[0]
    assert apply(project, path).decided == 3


def test_a_transcript_given_for_a_table_is_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(BadDecisionsTable) as refused:
        read_decisions(table(tmp_path, "Participant: I told nobody about it.", "Interviewer: Why?"))
    assert "nobody" not in refused.value.sentence + refused.value.hint


def test_other_formats_are_not_written(project: Project, tmp_path: Path, places: list[Span]) -> None:
    assert places
    with pytest.raises(UnknownFormat):
        write_template(project, "A", "B", tmp_path / "decide.ods")
    assert list(tmp_path.glob("decide*")) == []
