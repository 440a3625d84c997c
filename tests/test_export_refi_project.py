"""A project goes out and comes back: the same words under every coding, valid by the standard."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEW, bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.codes import codebook
from qualcode.exchange.codebooks import import_codebook
from qualcode.exchange.refi.project import ProjectOptions, import_project
from qualcode.export.codebook import codebook_rows, export_codebook
from qualcode.export.refi_codebook import NoCodeYet
from qualcode.export.refi_project import NothingToWrite, export_project
from qualcode.model import Place
from qualcode.passes import coding, memos, passes, quotations
from qualcode.store.project import open_project
from qualcode.store.study import create_study
from qualcode.themes import themes
from qualcode.transcripts import library, participants
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from lxml.etree import _Element

    from qualcode.export.refi_project import Program
    from qualcode.model import Kind
    from qualcode.store.project import Project

STANDARD = Path(__file__).resolve().parents[2] / "shared" / "data" / "refi-qda-standard"
SPACE = {"q": "urn:QDA-XML:project:1.0"}


def at(project: Project, name: str, start: int, end: int) -> Place:
    return Place(library.find(project, name), start, end)


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """Two coders, three passes, a group, a paper, memos, a theme, facts about people."""
    group = "Interviewer: Why?\n\nAnn: Luck.\n\nBen: No.\n\nAnn: Yes, luck.\n\nBen: Never.\n"
    bring_in(project, tmp_path, P1=INTERVIEW)
    kinds: dict[str, tuple[str, Kind]] = {
        "FG1": (group, "focus-group"),
        "Paper": ("On luck.\n", "literature"),
    }
    for name, (text, kind) in kinds.items():
        (tmp_path / f"{name}.txt").write_text(text)
        import_files(project, [tmp_path / f"{name}.txt"], ImportOptions(kind=kind))
    participants.set_values(project, "P1", {"age": "41", "site": "north"})
    codebook.add(project, "chance", definition="By luck.", use_when="It came by itself.", color="#aa0000")
    codebook.add(project, "flyer", "chance", example="P1:2")
    for name, coder in (("hand", "CS"), ("again", "CS"), ("second", "Ben")):
        passes.start(project, name, coder=coder)
    text = library.text(project, library.find(project, "P1").id)
    emoji = text.index("😀")
    coding.apply(project, "flyer", at(project, "P1", 47, 53), pass_name="hand", memo="A first one.")
    coding.apply(project, "chance", at(project, "P1", emoji + 2, emoji + 12), pass_name="hand")
    coding.apply(project, "chance", at(project, "P1", emoji + 2, emoji + 12), pass_name="again")
    coding.apply(project, "flyer", at(project, "P1", emoji + 2, emoji + 12), pass_name="again")
    coding.apply(project, "chance", at(project, "FG1", 24, 29), pass_name="second")
    memos.add(project, "Luck is a theme?", memos.subject(project, "code:chance"))
    memos.add(project, "Read P1 again.", memos.subject(project, "transcript:P1"))
    themes.add(project, "Luck finds you", ["chance"])
    for name in ("hand", "again"):
        passes.seal(project, name)
    return project


def coded(project: Project) -> list[tuple[str, str, str, str, int, int, str]]:
    return [
        (one.coding_pass, one.coder, one.transcript, one.code, one.start_char, one.end_char, one.quotation)
        for one in quotations.quotations(project)
    ]


def described(file: Path) -> _Element:
    with zipfile.ZipFile(file) as archive:
        return etree.fromstring(archive.read("project.qde"))


@pytest.mark.parametrize("program", ["standard", "nvivo"])
def test_project_comes_back_the_same(study: Project, tmp_path: Path, program: Program) -> None:
    written = export_project(study, tmp_path / "out.qdpx", program=program)
    result = import_project(tmp_path / "out.qdpx", tmp_path / "back.qualcode", ProjectOptions())
    assert written.codings == len(coded(study)) == 5
    assert (result.unplaced, result.unread, result.left_out, result.warnings) == ([], [], [], [])
    with open_project(tmp_path / "back.qualcode") as back:
        assert coded(back) == coded(study)
        assert codebook_rows(back) == codebook_rows(study)
        assert sorted((one.name, one.coder) for one in passes.passes(back)) == [
            ("again", "CS"),
            ("hand", "CS"),
            ("second", "Ben"),
        ]
        assert {one.name: (one.kind, one.participant) for one in library.transcripts(back)} == {
            "P1": ("interview", "P1"),
            "FG1": ("focus-group", None),
            "Paper": ("literature", None),
        }
        for name in ("P1", "FG1", "Paper"):
            texts = [library.text(one, library.find(one, name).id) for one in (study, back)]
            assert texts[0] == texts[1]
        assert {one.name: one.attributes for one in participants.participants(back)} == {
            one.name: one.attributes for one in participants.participants(study)
        }
        back.coder = "somebody"  # who has no pass open sees the memos of all
        written_memos = {(one.about.what if one.about else "", one.text) for one in memos.memos(back)}
        assert written_memos == {
            ("coding", "A first one."),
            ("code", "Luck is a theme?"),
            ("transcript", "Read P1 again."),
            ("", "Set Luck finds you: chance"),
            ("", "Research questions\nQ1: How do people stay?"),
        }


def test_positions_are_code_points_or_what_nvivo_counts(study: Project, tmp_path: Path) -> None:
    text = library.text(study, library.find(study, "P1").id)
    start = text.index("😀") + 2
    told = export_project(study, tmp_path / "out.qdpx").warnings
    assert told == [
        "P1 holds emoji or other signs that NVivo counts twice: for NVivo write it with --for nvivo."
    ]
    export_project(study, tmp_path / "nvivo.qdpx", program="nvivo")
    found = [
        [
            one.get("startPosition")
            for one in described(tmp_path / name).iterfind(".//q:PlainTextSelection", SPACE)
        ]
        for name in ("out.qdpx", "nvivo.qdpx")
    ]
    assert str(start) in found[0]
    assert str(start + 1) in found[1]
    assert str(start) not in found[1]


def test_each_coder_is_a_user_and_a_coder_of_two_passes_two(study: Project, tmp_path: Path) -> None:
    export_project(study, tmp_path / "out.qdpx")
    found = described(tmp_path / "out.qdpx").findall(".//q:User", SPACE)
    assert [one.get("name") for one in found] == ["CS (hand)", "CS (again)", "Ben", "CS"]
    export_project(study, tmp_path / "one.qdpx", ["second"])
    only = described(tmp_path / "one.qdpx")
    assert [one.get("name") for one in only.findall(".//q:User", SPACE)] == ["Ben", "CS"]
    assert len(only.findall(".//q:Coding", SPACE)) == 1


def test_text_is_utf8_without_mark_and_says_nothing_of_this_machine(study: Project, tmp_path: Path) -> None:
    export_project(study, tmp_path / "out.qdpx")
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        names = archive.namelist()
        texts = [archive.read(name) for name in names if name.startswith("sources/")]
        described_as = archive.read("project.qde").decode()
    assert INTERVIEW.encode() in texts
    assert len(names) == 4
    assert "basePath" not in described_as
    assert str(tmp_path) not in described_as


def test_same_project_makes_the_same_file(study: Project, tmp_path: Path) -> None:
    export_project(study, tmp_path / "a.qdpx")
    export_project(study, tmp_path / "b.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


@pytest.mark.skipif(not STANDARD.is_dir(), reason="the folder ../shared/data is not here")
def test_what_is_written_is_valid_by_the_schema_of_the_standard(study: Project, tmp_path: Path) -> None:
    codebook.add(
        study, "odd \u200b <&>", "chance", color="red", definition="a\x01b", full_definition="x\n\ny"
    )
    export_project(study, tmp_path / "out.qdpx")
    export_codebook(study, tmp_path / "out.qdc")
    for schema, made in (
        ("Project.xsd", described(tmp_path / "out.qdpx")),
        ("Codebook.xsd", etree.parse(tmp_path / "out.qdc").getroot()),
    ):
        checked = etree.XMLSchema(etree.parse(STANDARD / schema))
        assert checked.validate(made), checked.error_log


def test_withheld_words_do_not_go_out_and_the_rest_stays_where_it_is(study: Project, tmp_path: Path) -> None:
    from qualcode.passes.withheld import withhold

    withhold(study, "P1", [at(study, "P1", 47, 53)])
    export_project(study, tmp_path / "out.qdpx")
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        texts = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "flyer." not in texts
    assert "██████" in texts
    assert len(texts) > len(INTERVIEW)
    result = import_project(tmp_path / "out.qdpx", tmp_path / "back.qualcode", ProjectOptions())
    with open_project(tmp_path / "back.qualcode") as back:
        assert coded(back) == coded(study)
    assert result.unplaced == []


def test_writing_out_anothers_pass_while_coding_counts_as_seeing_it(study: Project, tmp_path: Path) -> None:
    study.coder = "Ben"
    written = export_project(study, tmp_path / "out.qdpx")
    second, hand = (passes.find(study, name) for name in ("second", "hand"))
    assert passes.sight(study, second.id, hand.id) == "saw"
    assert "Your pass second counts as having seen hand now." in written.warnings
    again = export_project(study, tmp_path / "out.qdpx")
    assert not any("having seen" in line for line in again.warnings)


def test_empty_project_and_empty_codebook_are_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(NothingToWrite):
        export_project(project, tmp_path / "out.qdpx")
    with pytest.raises(NoCodeYet):
        export_codebook(project, tmp_path / "out.qdc")
    assert not list(tmp_path.glob("out.*"))


WORDS = st.text(st.sampled_from("ab é😀\n\u0301\u2003…"), min_size=1, max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS.filter(str.strip), st.data())
def test_any_words_come_back_under_every_coding(
    tmp_path_factory: pytest.TempPathFactory, words: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("round")
    create_study(folder / "a.qualcode", title="A study", coder="CS")
    with open_project(folder / "a.qualcode") as project:
        (folder / "P1.txt").write_text(words, encoding="utf-8", newline="\n")
        import_files(project, [folder / "P1.txt"], ImportOptions())
        text = library.text(project, library.find(project, "P1").id)
        codebook.add(project, "chance")
        passes.start(project, "hand")
        spans = data.draw(
            st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6)
        )
        for start, end in {(min(span), max(span)) for span in spans if span[0] != span[1]}:
            coding.apply(project, "chance", at(project, "P1", start, end), pass_name="hand")
        programs: tuple[Program, ...] = ("standard", "nvivo")
        export_project(project, folder / "a.qdpx", program=data.draw(st.sampled_from(programs)))
        before = coded(project)
    result = import_project(folder / "a.qdpx", folder / "b.qualcode", ProjectOptions())
    with open_project(folder / "b.qualcode") as back:
        assert coded(back) == before
    assert result.unplaced == []


def test_qdc_of_another_program_comes_in_and_its_sets_are_told(project: Project, tmp_path: Path) -> None:
    """Namespaces differ, names repeat, and a set may be empty."""
    one = "11111111-1111-1111-1111-111111111111"
    (tmp_path / "book.qdc").write_text(
        f'<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="ATLAS.ti"><Codes>'
        f'<Code guid="{one}" name="code1" color="#46AA00" isCodable="true"><Description>first</Description>'
        f'<Code guid="{one[:-1]}2" name="CODE1" isCodable="true"/></Code></Codes>'
        f'<Sets><Set guid="{one[:-1]}3" name="group 1"><MemberCode guid="{one}"/></Set></Sets></CodeBook>'
    )
    found = import_codebook(project, tmp_path / "book.qdc")
    assert found.left_out == ("set group 1",)
    assert [row[:3] for row in codebook_rows(project)] == [
        ("code1", "", "first"),
        ("CODE1 (code1)", "code1", ""),
    ]


def test_commands_write_and_read(folder: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(app, list(words))
        assert done.exit_code == 0, done.output
        return done.stdout

    assert run("export", "project", "-o", "out.qdpx") == "out.qdpx\n"
    assert run("export", "codebook", "-o", "out.qdc") == "out.qdc\n"
    assert run("import-project", "out.qdpx", "copy.qualcode") == "copy.qualcode\n"
    (folder / "new").mkdir()
    run("init", "new", "--title", "New")
    assert '"added": 2' in run("-P", "new", "codes", "import", "out.qdc", "--json")


QDC = Path(__file__).resolve().parents[2] / "shared" / "data" / "refi-qda-samples"


@pytest.mark.skipif(not QDC.is_dir(), reason="the folder ../shared/data is not here")
def test_real_codebooks_come_in_or_say_where_they_break(project: Project) -> None:
    found = import_codebook(project, QDC / "atlasti-win-23.4_codebook.qdc")
    assert (found.added, found.left_out) == (1, ("set code group 1",))
    assert codebook.find(project, "code1").definition == "description"
    assert import_codebook(project, QDC / "taguette_codebook.qdc").added == 3
    with pytest.raises(Exception, match=r"codebook breaks off or is wrong at line 1[0-9]"):
        import_codebook(project, QDC / "atlasti-win-23.4_codebook_truncated_ns-0-4.qdc")
