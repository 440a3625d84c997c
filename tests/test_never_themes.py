"""What the program must never do with themes: a test for each line of the list."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import dump, run

import qualcode
from qualcode import demo
from qualcode.cli import ROOMS

if TYPE_CHECKING:
    from command_line import Document

PACKAGE = Path(qualcode.__file__).parent
DETECTOR = "prose.py"
"""The one file that knows these words: it finds them in what authors write."""

AGENCY = re.compile(r"\b(?:emerg(?:e|ed|es|ing|ent)|arose|surfaced)\b", re.IGNORECASE)
THEME = re.compile(r"\bthemes?\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> demo.Demo:
    """The example study with its report, made once."""
    return demo.run(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def study(made: demo.Demo, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    target = tmp_path / "study.qualcode"
    shutil.copy(made.project, target)
    return target


def told(study: Path, *words: str) -> Document:
    return run("--project", str(study), *words, "--json").json


@pytest.mark.parametrize("suffix", ["py", "csv", "toml", "html", "md", "txt"])
def test_no_template_and_no_message_says_that_themes_emerged(suffix: str) -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path in PACKAGE.rglob(f"*.{suffix}")
        if "examples" not in path.parts and path.name != DETECTOR
        for line in path.read_text(encoding="utf-8").splitlines()
        if AGENCY.search(line)
    ]
    assert found == []


def test_neither_the_help_nor_the_report_gives_themes_a_life_of_their_own(made: demo.Demo) -> None:
    import docx

    helped = [run(name, "--help").out for name in ROOMS]
    document = docx.Document(str(made.report))
    printed = [paragraph.text for paragraph in document.paragraphs]
    for text in (*helped, *(line for line in printed if THEME.search(line))):
        assert not AGENCY.search(text), text


def test_grouping_codes_changes_no_theme(study: Path) -> None:
    before = dump(study)
    told(study, "themes", "cluster")
    after = dump(study)
    changed = {table for table in after if after[table] != before.get(table)}
    assert changed <= {"clusterings", "actions", "changes", "sqlite_sequence"}


def test_no_cut_is_chosen_and_no_group_is_called_a_theme(study: Path) -> None:
    answer = run("--project", str(study), "themes", "cluster", "--k", "6")
    assert "A group is not a theme" in answer.err
    assert not re.search(r"\b(?:best|optimal|recommended|suggest)", answer.out + answer.err, re.IGNORECASE)
    assert "theme" not in answer.out.casefold()


def test_a_theme_is_never_named_by_the_program(study: Path) -> None:
    told(study, "themes", "cluster", "--k", "6")
    answer = run("--project", str(study), "themes", "add", "--from-group", "6:2")
    assert answer.code == 2
    assert len(told(study, "themes", "list")) == 4


def test_no_theme_is_finalized_or_dropped_by_looking(study: Path) -> None:
    before = [(one["name"], one["status"]) for one in told(study, "themes", "list")]
    for words in (
        ["status"],
        ["next"],
        ["reviewer2"],
        ["lint"],
        ["why", "Supervision"],
        ["themes", "cluster"],
    ):
        run("--project", str(study), *words)
    assert [(one["name"], one["status"]) for one in told(study, "themes", "list")] == before


def test_undefined_or_unreviewed_themes_are_not_finalized(study: Path) -> None:
    told(study, "themes", "add", "New")
    for name in ("New", "Supervision"):
        assert run("--project", str(study), "themes", "finalize", name).code == 1


def test_saturation_is_never_claimed_without_its_settings(study: Path) -> None:
    out = run("--project", str(study), "saturation").out
    assert "base 4, run 2, threshold 5 %" in out
    assert "code-level" in out


def test_counts_of_people_come_with_the_note_on_absence(study: Path) -> None:
    assert "absence of a code does not mean" in run("--project", str(study), "themes", "matrix").err


def test_the_log_of_a_grouping_holds_no_participants_words(study: Path) -> None:
    (cut,) = told(study, "themes", "cluster", "--k", "4")["k"]
    said = cut["groups"][0]["closest_quotes"][0]["quotation"][:60]
    tables = dump(study)
    for table in ("actions", "changes", "clusterings"):
        assert said not in repr(tables[table])
