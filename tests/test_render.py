"""What reaches the terminal: numbers, tables, JSON, CSV."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import render
from qualcode.passes.margin import Line


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, "–"),
        (0.8149, ".81"),
        (-0.05, "-.05"),
        (1.0, "1.00"),
        (-1.0, "-1.00"),
        (0.999, "1.00"),
        (-0.999, "-1.00"),
        (0.0, ".00"),
        (-0.001, ".00"),
        (10.05, "10.05"),
    ],
)
def test_coefficients_are_printed_as_journals_do(value: float | None, printed: str) -> None:
    assert render.decimal(value) == printed


@given(st.floats(-1, 1))
def test_a_printed_coefficient_reads_back_as_the_rounded_number(value: float) -> None:
    assert float(render.decimal(value)) == pytest.approx(round(value, 2), abs=0.0051)


def test_json_refuses_nan(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        render.show_json({"kappa": float("nan")})
    assert capsys.readouterr().out == ""


def test_json_keeps_accents_and_emoji_readable(capsys: pytest.CaptureFixture[str]) -> None:
    render.show_json({"name": "Zoë 😀"})
    assert "Zoë 😀" in capsys.readouterr().out


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))


@given(rows=st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_csv_reads_back_cell_by_cell(rows: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written = io.StringIO(newline="")
        patch.setattr("sys.stdout", written)
        render.show_csv(["a", "b"], rows)
    assert list(csv.reader(io.StringIO(written.getvalue(), newline=""))) == [["a", "b"], *rows]


def test_missing_csv_cells_are_empty(capsys: pytest.CaptureFixture[str]) -> None:
    render.show_csv(["a", "b"], [[None, 0]])
    assert capsys.readouterr().out == "a,b\n,0\n"


def test_table_keeps_brackets_and_emoji_names_as_words(capsys: pytest.CaptureFixture[str]) -> None:
    render.show_table(["quotation"], [["[bold]I said[/bold] :smile: [laughs]"]])
    assert "[bold]I said[/bold] :smile: [laughs]" in capsys.readouterr().out


def test_long_cells_wrap_and_lose_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    words = [f"word{number}" for number in range(100)]
    render.show_table(["quotation", "n"], [[" ".join(words), 7]], numeric=["n"])
    assert [word for word in capsys.readouterr().out.split() if word.startswith("word")] == words


@pytest.mark.parametrize("width", [30, 60, 80])
@pytest.mark.parametrize("people", [3, 25])
def test_wide_table_is_divided_and_loses_no_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, people: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    columns = ["theme", *(f"P{number}" for number in range(1, people + 1)), "n"]
    cells = [[f"theme {row}", *(1000 * row + at for at in range(people)), "6 of 10"] for row in range(1, 5)]
    render.show_table(columns, cells, numeric=columns[1:])
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= width
    assert sorted(re.findall(r"\d{4}", shown)) == sorted(str(n) for row in cells for n in row[1:-1])
    assert len(re.findall("6 of 10", shown)) == 4
    heads = [line.split() for line in shown.splitlines() if re.match(r" theme +[Pn]", line)]
    assert [one for head in heads for one in head[1:]] == columns[1:], "in order, each once"
    tables = shown.count("theme 3")
    assert (tables > 1) == (people == 25 or width == 30), "each table tells its rows"


def test_columns_of_words_give_way_before_a_table_is_divided(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    columns = ["at", "theme", "event", "detail", "reason", "by"]
    row = [
        "2026-11-22 04:16",
        "What the hours hold",
        "merged",
        "took in two others",
        "one idea of both",
        "CS",
    ]
    render.show_table(columns, [row])
    shown = capsys.readouterr().out
    assert shown.count("CS") == 1
    assert [word for word in " ".join(row).split() if word not in shown] == []
    assert max(map(len, shown.splitlines())) <= 80


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with render.progress("Importing", 3) as step:
        for _ in range(3):
            step()
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


def test_reading_view_puts_codes_under_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    line = Line(12, "P1:12", "P1", "participant", 0, 14, "I saw a flyer.", ("chance", "hope"))
    render.show_reading([line])
    out = capsys.readouterr().out
    assert out == "\n    P1\n12  I saw a flyer.\n      ▸ chance; hope\n"


def test_reading_view_says_what_is_withheld_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        Line(1, "P1:1", "P1", "participant", 0, 4, "Eh.", (), None, "whole"),
        Line(2, "P1:2", "P1", "participant", 5, 19, "I saw a flyer.", ("chance",), None, "P1@11-18"),
    ]
    render.show_reading(lines)
    told = ": nothing new is coded or quoted]"
    assert capsys.readouterr().out.splitlines()[2:] == [
        "1  Eh.",
        f"     [withheld{told}",
        "2  I saw a flyer.",
        "     ▸ chance",
        f"     [withheld at P1@11-18{told}",
    ]


def test_reading_view_of_nothing_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    render.show_reading([])
    assert capsys.readouterr().out == ""


def test_undefined_is_null_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    render.show_json({"kappa": None})
    assert json.loads(capsys.readouterr().out) == {"kappa": None}


def test_long_reading_is_paged_on_a_terminal_and_only_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paged: list[str] = []
    monkeypatch.setattr("pydoc.pager", paged.append)
    monkeypatch.setenv("LINES", "10")
    long, short = "a line\n" * 40, "a line\n"
    render.page(long)
    assert (paged, capsys.readouterr().out) == ([], long)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    render.page(short)
    render.page(long)
    assert (paged, capsys.readouterr().out) == ([long], short)


def test_reading_view_names_the_question_where_it_changes(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        Line(1, "P1:1", "I", "interviewer", 0, 4, "Why?", (), "2 What made you stay?"),
        Line(2, "P1:2", "P1", "participant", 5, 9, "Eh.", (), "2 What made you stay?"),
    ]
    render.show_reading(lines)
    out = capsys.readouterr().out
    assert out == "\nQuestion 2 What made you stay?\n\n   I\n1  Why?\n\n   P1\n2  Eh.\n"
