"""A project from another program: the same words under every coding, and nothing goes missing unseen."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from refi_files import case, code, coding, group, guid, project, qdpx, refs, selection, source, users
from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.codes import codebook
from qualcode.exchange.refi import archive
from qualcode.exchange.refi.codebook import FreeNames
from qualcode.exchange.refi.project import ProjectOptions, import_project
from qualcode.passes import memos, passes, quotations
from qualcode.passes.integrity import problems
from qualcode.store.errors import ProjectExists
from qualcode.store.project import open_project
from qualcode.transcripts import library, participants
from qualcode.transcripts.readers.base import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualcode.exchange.refi.result import ProjectImport
    from qualcode.store.project import Project

    Bring = Callable[[Path], tuple[ProjectImport, Project]]

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "refi-qda-samples"
TEXT = "Interviewer: Why? 😀\r\nP1: It was chance. Pure chance, honestly.\r\nP1: I came back.\r\n"


@pytest.fixture
def brought(tmp_path: Path) -> Iterator[Bring]:
    """Import a file and open what became of it."""
    opened: list[Project] = []

    def bring(file: Path) -> tuple[ProjectImport, Project]:
        target = tmp_path / f"{file.stem}.qualcode"
        result = import_project(file, target, ProjectOptions())
        opened.append(open_project(target))
        assert problems(opened[-1]) == []
        return result, opened[-1]

    yield bring
    for one in opened:
        one.close()


def words_in(project: Project) -> list[tuple[str, str, str]]:
    """(pass, code, words) of every coding."""
    return [(one.coding_pass, one.code, one.quotation) for one in quotations.quotations(project)]


@pytest.mark.parametrize(
    ("origin", "data", "start", "end"),
    [
        ("NVivo for Windows 12.6", b"\xef\xbb\xbf" + TEXT.encode(), 27, 40),
        ("NVivo for Mac 15.0.0", TEXT.replace("\r\n", "\n").encode(), 25, 38),
        ("ATLAS.ti 23", TEXT.encode(), 24, 37),
        ("QualCoder", b"\xef\xbb\xbf" + TEXT.replace("\r\n", "\n").encode(), 24, 37),
    ],
)
def test_words_are_the_same_whatever_the_program_counts(
    tmp_path: Path, brought: Bring, origin: str, data: bytes, start: int, end: int
) -> None:
    xml = project(
        origin=origin, sources=source("P1", selection(start, end, coding("chance"), name="It was chance"))
    )
    if "NVivo for Windows" in origin:
        start, end = 26, 39
        xml = project(origin=origin, sources=source("P1", selection(start, end, coding("chance"))))
    result, opened = brought(qdpx(tmp_path, xml, {"P1": data}))
    assert words_in(opened) == [("Ann", "chance", "It was chance")]
    assert result.warnings == []
    assert result.unplaced == []


def test_sources_folder_may_be_written_large_and_paths_without_a_scheme(
    tmp_path: Path, brought: Bring
) -> None:
    xml = project(sources=source("P1", selection(0, 11, coding("chance")), plainTextPath="P1.txt"))
    _, opened = brought(qdpx(tmp_path, xml, {"P1": TEXT}, folder_in="Sources/"))
    assert words_in(opened) == [("Ann", "chance", "Interviewer")]


def test_text_written_into_the_description_is_read(tmp_path: Path, brought: Bring) -> None:
    inside = f"<PlainTextContent>I came back.</PlainTextContent>{selection(2, 6, coding('chance'))}"
    xml = project(sources=f'<TextSource guid="{guid("P1")}" name="P1.docx">{inside}</TextSource>')
    result, opened = brought(qdpx(tmp_path, xml, {}))
    assert words_in(opened) == [("Ann", "chance", "came")]
    assert [one.transcript for one in result.transcripts] == ["P1"]


def test_codes_keep_tree_colour_and_description(tmp_path: Path, brought: Bring) -> None:
    inner = code("luck", "<Description>By luck.\nNot by merit.</Description>", color="#ff0000")
    _, opened = brought(qdpx(tmp_path, project(codes=code("chance", inner)), {}))
    found = {one.name: one for one in codebook.codes(opened)}
    assert found["luck"].definition == "By luck.\nNot by merit."
    assert found["luck"].color == "#ff0000"
    assert found["luck"].parent_id == found["chance"].id


def test_codes_of_one_name_are_told_apart_by_what_stands_above(tmp_path: Path, brought: Bring) -> None:
    def again(above: str) -> str:
        return code(above, f'<Code guid="{guid(f"trust in {above}")}" name="Trust" isCodable="true"/>')

    codes = again("peers") + again("staff")
    applied = selection(0, 11, coding("trust in staff"))
    result, opened = brought(
        qdpx(tmp_path, project(codes=codes, sources=source("P1", applied)), {"P1": TEXT})
    )
    assert [(one.name, one.now) for one in result.codes_renamed] == [("Trust", "Trust (staff)")]
    assert words_in(opened) == [("Ann", "Trust (staff)", "Interviewer")]


def test_names_made_up_take_no_others_name() -> None:
    names = FreeNames(["a", "A", "a (2)", "a"])
    assert [names.taken(name) for name in ("a", "A", "a (2)", "a")] == ["a", "A (3)", "a (2)", "a (4)"]
    many = FreeNames()
    assert [many.taken("x") for _ in range(20_000)][-1] == "x (20000)"


def test_each_user_has_a_pass_and_one_person_with_two_guids_one(tmp_path: Path, brought: Bring) -> None:
    named = users("Ann", "Ben") + f'<User guid="{guid("Ann again")}" name="ANN"/>'
    stretches = selection(0, 11, coding("chance") + coding("chance", "Ben"))
    stretches += selection(13, 16, coding("chance", "Ann again"), user="Ann again")
    result, opened = brought(
        qdpx(tmp_path, project(named=named, sources=source("P1", stretches)), {"P1": TEXT})
    )
    assert [(one.name, one.coder, one.mode, one.sealed_at) for one in passes.passes(opened)] == [
        ("Ann", "Ann", "imported", None),
        ("Ben", "Ben", "imported", None),
    ]
    assert sorted((name.casefold(), words) for name, _, words in words_in(opened)) == [
        ("ann", "Interviewer"),
        ("ann", "Why"),
        ("ben", "Interviewer"),
    ]
    assert sum(one.codings for one in result.passes) == 3
    made = opened.value("SELECT min(created_at) FROM codings")
    assert made == "2024-05-06T07:08:09.000000+00:00"


def test_selecting_and_coding_people_may_differ_and_one_is_chosen(tmp_path: Path) -> None:
    xml = project(
        named=users("Ann", "Ben"), sources=source("P1", selection(0, 11, coding("chance", "Ben"), user="Ann"))
    )
    file = qdpx(tmp_path, xml, {"P1": TEXT})
    by_coding = import_project(file, tmp_path / "a.qualcode", ProjectOptions())
    by_selection = import_project(file, tmp_path / "b.qualcode", ProjectOptions(by_selection=True))
    assert [one.coder for one in by_coding.passes] == ["Ben"]
    assert [one.coder for one in by_selection.passes] == ["Ann"]


def test_same_coding_twice_is_kept_once_and_told(tmp_path: Path, brought: Bring) -> None:
    twice = selection(0, 11, coding("chance")) + selection(0, 11, coding("chance"))
    result, opened = brought(qdpx(tmp_path, project(sources=source("P1", twice)), {"P1": TEXT}))
    assert words_in(opened) == [("Ann", "chance", "Interviewer")]
    assert result.repeated == 1


@pytest.mark.parametrize(("start", "end"), [(-7, 3), (5, 5), (9, 4), (10, 9999), (99999999, 99999999)])
def test_span_that_is_none_is_listed_and_never_clamped(
    tmp_path: Path, brought: Bring, start: int, end: int
) -> None:
    sources = source("P1", selection(start, end, coding("chance")) + selection(0, 11, coding("chance")))
    result, opened = brought(qdpx(tmp_path, project(sources=sources), {"P1": TEXT}))
    assert [(one.source, one.start, one.end) for one in result.unplaced] == [("P1", start, end)]
    assert words_in(opened) == [("Ann", "chance", "Interviewer")]


def test_coding_with_a_code_that_is_not_there_is_listed(tmp_path: Path, brought: Bring) -> None:
    result, opened = brought(
        qdpx(tmp_path, project(sources=source("P1", selection(0, 11, coding("ghost")))), {"P1": TEXT})
    )
    assert words_in(opened) == []
    assert [one.reason for one in result.unplaced] == ["Its code is not in the file's codebook."]


def test_coding_of_a_whole_source_stands_on_all_of_it_and_is_told(tmp_path: Path, brought: Bring) -> None:
    result, opened = brought(qdpx(tmp_path, project(sources=source("P1", coding("chance"))), {"P1": "Yes."}))
    assert words_in(opened) == [("Ann", "chance", "Yes.")]
    assert result.warnings == ["Codings of a source as a whole stand on all of its text: 1."]


def value(variable: str, content: str) -> str:
    return (
        f'<VariableValue><VariableRef targetGUID="{guid(variable)}"/>'
        f"<TextValue>{content}</TextValue></VariableValue>"
    )


def test_cases_become_participants_with_their_variables(tmp_path: Path, brought: Bring) -> None:
    variables = "".join(
        f'<Variable guid="{guid(name)}" name="{name}" typeOfVariable="Text"/>' for name in ("age", "site")
    )
    cases = case("Maria", "first", "second", inside=value("age", "41"))
    cases += case("", "third", inside=value("site", "north"))
    sources = "".join(source(name) for name in ("first", "second")) + source("third", value("age", "28"))
    xml = project(variables=variables, cases=cases, sources=sources)
    result, opened = brought(qdpx(tmp_path, xml, dict.fromkeys(("first", "second", "third"), TEXT + "x")))
    assert [(one.transcript, one.participant) for one in result.transcripts] == [
        ("first", "Maria"),
        ("second", "Maria"),
        ("third", "third"),
    ]
    facts = {one.name: one.attributes for one in participants.participants(opened)}
    assert facts == {"Maria": {"age": "41"}, "third": {"site": "north", "age": "28"}}


def test_source_of_several_cases_goes_to_its_own_or_is_a_group(tmp_path: Path, brought: Bring) -> None:
    cases = case("Clinic A", "P1", "P2") + case("Maria", "P1") + case("X", "P3") + case("Y", "P3")
    sources = "".join(source(name) for name in ("P1", "P2", "P3"))
    result, opened = brought(
        qdpx(tmp_path, project(cases=cases, sources=sources), {f"P{n}": f"{TEXT}{n}" for n in (1, 2, 3)})
    )
    assert [one.participant for one in result.transcripts] == ["Maria", "Clinic A", None]
    assert library.find(opened, "P3").kind == "focus-group"
    assert result.warnings == ["P3 belongs to several cases (X, Y): taken for a focus group."]


def test_sets_become_attributes_and_memos(tmp_path: Path, brought: Bring) -> None:
    groups = (
        group("gender: female", refs("MemberSource", "P1"))
        + group("Pilot", refs("MemberSource", "P1", "a film"))
        + group("first ideas", refs("MemberCode", "chance"))
    )
    rest = f"<Sets>{groups}</Sets>"
    result, opened = brought(qdpx(tmp_path, project(sources=source("P1"), rest=rest), {"P1": TEXT}))
    assert participants.find(opened, "P1").attributes == {"gender": "female", "Pilot": "yes"}
    assert [one.text for one in memos.memos(opened)] == ["Set first ideas: chance"]
    assert ("members of sets that did not come in", 1) in [(one.kind, one.count) for one in result.left_out]


def test_what_people_wrote_beside_the_text_becomes_memos_about_it(tmp_path: Path, brought: Bring) -> None:
    def note(name: str, text: str) -> str:
        return (
            f'<Note guid="{guid(name)}" name="{name}" creatingUser="{guid("Ann")}">'
            f"<PlainTextContent>{text}</PlainTextContent></Note>"
        )

    commented = selection(0, 11, f"<Description>Odd.</Description>{coding('chance')}")
    bare = selection(13, 16, "<Description>Ask again.</Description>")
    noted = code("luck", f'<NoteRef targetGUID="{guid("on luck")}"/>')
    rest = (
        f"<Notes>{note('on luck', 'Is it luck?')}{note('plan', 'More women.')}"
        f"{note('tied', 'See P1.')}</Notes>"
        f'<Links><Link guid="{guid("l1")}" originGUID="{guid("tied")}" targetGUID="{guid("P1")}"/>'
        f'<Link guid="{guid("l2")}" originGUID="{guid("P1")}" targetGUID="{guid("chance")}"/></Links>'
    )
    xml = project(codes=code("chance") + noted, sources=source("P1", commented + bare), rest=rest)
    result, opened = brought(qdpx(tmp_path, xml, {"P1": TEXT}))
    written = {(one.about.what if one.about else "", one.text, one.coder) for one in memos.memos(opened)}
    assert written == {
        ("coding", "Odd.", "Ann"),
        ("transcript", "P1@13-16: Ask again.", "Ann"),
        ("code", "on luck\nIs it luck?", "Ann"),
        ("", "plan\nMore women.", "Ann"),
        ("transcript", "tied\nSee P1.", "Ann"),
    }
    assert [(one.kind, one.count) for one in result.left_out] == [("links", 1)]


def test_text_of_a_recording_and_of_a_pdf_comes_in_and_the_rest_is_counted(
    tmp_path: Path, brought: Bring
) -> None:
    transcript = (
        f'<Transcript guid="{guid("t")}" name="t" plainTextPath="internal://talk.txt">'
        f'<SyncPoint guid="{guid("a")}" timeStamp="0" position="13"/>'
        f'<SyncPoint guid="{guid("b")}" timeStamp="900" position="16"/>'
        f'<TranscriptSelection guid="{guid("ts")}" fromSyncPoint="{guid("a")}" toSyncPoint="{guid("b")}">'
        f"{coding('chance')}</TranscriptSelection></Transcript>"
        f'<AudioSelection guid="{guid("as")}" begin="0" end="9">{coding("chance", "Ben")}</AudioSelection>'
    )
    pages = (
        f'<PDFSelection guid="{guid("0-11 Ann")}" page="0" firstX="1" firstY="1" secondX="2" secondY="2">'
        f"{coding('chance', 'Cy')}</PDFSelection>"
        f'<Representation guid="{guid("rep")}" plainTextPath="internal://pages.txt">'
        f"{selection(0, 11, coding('chance'))}</Representation>"
    )
    sources = (
        source("P1.m4a", transcript, "AudioSource", path="relative:///x.m4a")
        + source("paper.pdf", pages, "PDFSource", path="internal://x.pdf")
        + source("face", "", "PictureSource", path="internal://x.jpg")
    ).replace('plainTextPath="internal://P1.m4a.txt"', "")
    result, opened = brought(qdpx(tmp_path, project(sources=sources), {"talk": TEXT, "pages": TEXT + "x"}))
    assert words_in(opened) == [("Ann", "chance", "Why"), ("Ann", "chance", "Interviewer")]
    assert [one.transcript for one in result.transcripts] == ["P1", "paper"]
    assert {one.kind: one.count for one in result.left_out} == {
        "recordings": 1,
        "stretches of recordings": 1,
        "codings on stretches of recordings": 1,
        "times in transcripts": 2,
        "PDF pages": 1,
        "pictures": 1,
    }


def test_source_without_words_is_listed_with_its_codings(tmp_path: Path, brought: Bring) -> None:
    sources = (
        source("P1", selection(0, 11, coding("chance")))
        + source("P2", plainTextPath="internal://../../etc/passwd")
        + source("P3", plainTextPath="relative:///P3.txt")
        + source("P4")
        + source("P5")
    )
    result, opened = brought(
        qdpx(tmp_path, project(sources=sources), {"P4": "\ufeff\r\n", "P5": b"%PDF-1.4"})
    )
    assert library.transcripts(opened) == []
    assert [(one.source, one.codings) for one in result.unread] == [
        ("P1", 1),
        ("P2", 0),
        ("P3", 0),
        ("P4", 0),
        ("P5", 0),
    ]
    assert result.unread[1].reason == "Its text is not in the file."
    assert result.unread[2].reason == "Its text lies outside the file."
    assert "a PDF" in result.unread[4].reason


def test_names_that_look_like_paths_write_nothing_elsewhere(tmp_path: Path, brought: Bring) -> None:
    before = set(tmp_path.parent.rglob("*"))
    sources = source("../../../X", plainTextPath="internal://P1.txt") + source(
        "a\x7fb", plainTextPath="P1.txt"
    )
    result, _ = brought(qdpx(tmp_path, project(sources=sources), {"P1": TEXT}))
    assert [one.transcript for one in result.transcripts] == ["../../../X", "a b"]
    new = {path for path in set(tmp_path.parent.rglob("*")) - before if tmp_path not in path.parents}
    assert new == set()


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as told:
        import_project(path, path.with_suffix(".qualcode"), ProjectOptions())
    assert not path.with_suffix(".qualcode").exists()
    assert path.name in told.value.sentence
    return told.value.sentence


def test_hostile_and_broken_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + project().partition("?>")[2]
    assert "document type" in refused(qdpx(tmp_path, bomb, {}))
    assert "line 1" in refused(qdpx(tmp_path, project()[:300], {}))
    assert "times its size" in refused(qdpx(tmp_path, project() + " " * (8 << 20), {}))
    blown = qdpx(tmp_path, project(sources=source("P1")), {"P1": "a" * (8 << 20)})
    assert "times its size" in refused(blown)
    plain = tmp_path / "plain.qdpx"
    plain.write_text("no zip")
    assert "not a REFI-QDA project" in refused(plain)
    with zipfile.ZipFile(tmp_path / "none.qdpx", "w") as made:
        made.writestr("sources/a.txt", "a")
    assert "holds no project" in refused(tmp_path / "none.qdpx")
    with zipfile.ZipFile(tmp_path / "two.qdpx", "w") as made:
        made.writestr("a.qde", project())
        made.writestr("b.qde", project())
    assert "holds 2 projects" in refused(tmp_path / "two.qdpx")
    assert "does not exist" in refused(tmp_path / "missing.qdpx")
    monkeypatch.setattr(archive, "MOST_DIRECTORY", 60)
    assert "more parts" in refused(qdpx(tmp_path, project(), {"P1": TEXT}))


def test_project_description_may_be_called_anything(tmp_path: Path, brought: Bring) -> None:
    file = tmp_path / "atlas.qdpx"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("My Study.QDE", "\ufeff" + project(sources=source("P1")))
        made.writestr("Sources/", "")
        made.writestr("Sources/p1.TXT", TEXT)
    result, _ = brought(file)
    assert [one.transcript for one in result.transcripts] == ["P1"]


def test_project_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "mine.qualcode"
    target.write_text("mine")
    with pytest.raises(ProjectExists):
        import_project(qdpx(tmp_path, project(), {}), target, ProjectOptions())
    assert target.read_text() == "mine"


def test_command_makes_the_project_beside_and_tells_all_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = source("P1", selection(0, 11, coding("chance"))) + source("x", "", "VideoSource")
    qdpx(tmp_path, project(sources=sources), {"P1": TEXT})
    rehearsed = CliRunner().invoke(app, ["import-project", "other.qdpx", "--dry-run", "--json"])
    assert rehearsed.exit_code == 0
    assert list(tmp_path.glob("*.qualcode")) == []
    done = CliRunner().invoke(app, ["import-project", "other.qdpx", "--json"])
    told = json.loads(done.stdout)
    assert {**json.loads(rehearsed.stdout), "dry_run": False} == told
    assert told["project"] == "other.qualcode"
    assert told["counts"] == {
        "sources": 1,
        "transcripts": 1,
        "participants": 1,
        "attributes": 0,
        "codes": 1,
        "passes": 1,
        "codings": 1,
        "users": 1,
        "memos": 0,
    }
    assert told["left_out"] == [{"kind": "recordings", "count": 1}]
    again = CliRunner().invoke(app, ["import-project", "other.qdpx"])
    assert again.exit_code == 1
    assert "exists already" in again.stderr
    status = CliRunner().invoke(app, ["status", "--json"])
    assert json.loads(status.stdout)["title"] == "A study"


EXPECTED = {
    "nvivo-win-12.6_1coder": (60, 97, 1, 1, 0),
    "qc-1.3.2_demo": (262, 205, 2, 2, 0),
    "nvivo-mac-15.0.0_codebook-only": (262, 0, 2, 0, 0),
    "atlasti-mac-8.4.0_all-source-types": (14, 0, 11, 0, 7 + 2),
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared/data is not here")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_project_comes_in_with_its_words(name: str, brought: Bring) -> None:
    result, opened = brought(SHARED / f"{name}.qdpx")
    codes, codings, sources, transcripts, lost = EXPECTED[name]
    counts = result.counts
    assert (counts["codes"], counts["codings"]) == (codes, codings)
    assert (counts["sources"], counts["transcripts"]) == (sources, transcripts)
    assert sum(one.codings for one in result.unread) == lost
    assert result.unplaced == []
    wanted = SHARED / f"{name}.expected.jsonl"
    if wanted.exists():
        lines = [json.loads(line) for line in wanted.read_text(encoding="utf-8").splitlines()]
        found = [
            (one.start_char, one.end_char, one.quotation, one.coder) for one in quotations.quotations(opened)
        ]
        meant = [(one["start_lf"], one["end_lf"], one["quote_lf"], one["coder"]) for one in lines]
        assert sorted(found) == sorted(meant)
