"""Words that tell who somebody is, as a person scans, decides and replaces them at the command line."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING

import planted_study
import pytest
import typer
from command_line import dump, process, run
from planted_study import AGENCY, PHONE, do

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("zephyr", "quill", "ottoline", "555-0142")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted study, built once."""
    folder = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        planted_study.build(folder)
    return folder / "study.qualcode"


@pytest.fixture
def planted(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in the current folder."""
    shutil.copyfile(built, tmp_path / "study.qualcode")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def left_in(folder: Path, *words: str) -> list[tuple[str, str]]:
    """(file, word) of every word whose bytes are in the project file or beside it, in any case."""
    found = []
    for path in folder.glob("study.qualcode*"):
        content = path.read_bytes().lower()
        found += [(path.name, word) for word in words if word.encode() in content]
    return found


def quotations() -> list[tuple[str, str, str]]:
    return [
        (one["code"], one["pass"], one["quotation"]) for one in json.loads(do("codings", "list", "--json"))
    ]


def test_scan_lists_every_place_with_address_class_and_proposal(planted: Path) -> None:
    assert left_in(planted, *WORDS)
    hits = json.loads(do("deid", "scan", "--json"))
    said = [one for one in hits if one["transcript"] == "P1"]
    assert [(one["class"], one["words"], one["replacement"]) for one in said] == [
        ("agency", AGENCY, "[agency 1]"),
        ("agency", AGENCY, "[agency 1]"),
        ("phone", PHONE, "[phone 1]"),
    ]
    text = planted_study.P1
    assert all(text[one["start_char"] : one["end_char"]] == one["words"] for one in said)
    assert said[0]["address"] == f"P1@{said[0]['start_char']}-{said[0]['end_char']}"
    assert {one["where"] for one in hits if one["transcript"] is None} >= {
        "code “place”, definition",
        "code “place”, example",
        "theme “Where help is”, essence",
        "claim c1, sentence",
        "quote q1, reason",
        "attribute of P1, value",
        "slot “limitations”, body",
        "speaker of P2, label",
        "memo 5, body",
    }
    assert len({one["id"] for one in hits}) == len(hits)


def test_scan_changes_nothing(planted: Path) -> None:
    before = (planted / "study.qualcode").read_bytes()
    do("deid", "scan")
    assert (planted / "study.qualcode").read_bytes() == before


@pytest.mark.usefixtures("planted")
def test_scan_promises_no_anonymity() -> None:
    talk = run("deid", "scan").err
    assert "Screened for the Safe Harbor list" in talk
    assert "only a reader can tell" in talk
    assert not {"anonymous", "compliant", "HIPAA"} & set(talk.split())


def test_no_byte_of_replaced_words_is_left(planted: Path) -> None:
    do("deid", "apply", "--class", "agency", "--class", "phone", "--class", "name")
    assert left_in(planted, *WORDS) == []
    assert run("check").code == 0
    assert run("search", "zephyr").out == ""
    assert json.loads(do("search", "agency", "--json"))[0]["match"] == "agency"


@pytest.mark.usefixtures("planted")
def test_every_coding_stays_and_keeps_words_that_touch_no_replacement() -> None:
    before = quotations()
    do("deid", "apply", "--class", "agency", "--class", "phone")
    expected = [(code, name, words.replace(AGENCY, "[agency 1]")) for code, name, words in before]
    assert quotations() == expected
    assert ("help", "hand", "they answer") in expected


@pytest.mark.usefixtures("planted")
def test_units_keep_their_numbers_and_quotes_their_cuts() -> None:
    units = [
        (one["number"], one["role"]) for one in json.loads(do("transcripts", "show", "P1", "--json"))["units"]
    ]
    do("deid", "apply", "--class", "agency", "--class", "phone")
    shown = json.loads(do("transcripts", "show", "P1", "--json"))["units"]
    assert [(one["number"], one["role"]) for one in shown] == units
    quote = json.loads(do("quotes", "list", "--json"))[0]
    assert (quote["address"], quote["rendered"]) == ("P1:2", "“I work at the . . . the river” (P1).")


def test_sealed_pass_is_sealed_anew_with_the_reason(planted: Path) -> None:
    answer = run("deid", "apply", "--class", "agency", "--json")
    assert answer.json["resealed"] == ["hand"]
    assert run("check").code == 0
    assert run("apply", "help", "P1:4", "--pass", "hand").code == 1
    from qualcode.store.project import open_project

    with open_project(planted / "study.qualcode") as project:
        row = project.row("SELECT r.*, p.seal AS now FROM reseals r JOIN passes p ON p.id = r.pass_id")
        assert row is not None
        assert (row["reason"], row["seal"]) == ("de-identified", row["now"])
        assert row["former_seal"] != row["seal"]
        assert project.value("SELECT count(*) FROM protecting") == 0


@pytest.mark.usefixtures("planted")
def test_comparison_is_the_same_before_and_after() -> None:
    do("passes", "seal", "second")
    before = run("compare", "hand", "second", "--json").json
    do("deid", "apply", "--class", "agency", "--class", "phone")
    assert run("compare", "hand", "second", "--json").json == before


def test_undo_cannot_bring_words_back_and_says_so(planted: Path) -> None:
    answer = run("deid", "apply", "--class", "phone")
    assert "undo cannot bring the words back" in answer.err
    undone = run("undo")
    assert undone.code == 1
    assert "replaced words for good" in undone.err
    assert left_in(planted, PHONE) == []
    do("codes", "add", "later")
    do("undo")
    assert run("undo").code == 1


def test_log_outside_the_project_holds_what_stood_there(planted: Path) -> None:
    do("deid", "apply", "--class", "phone", "--class", "agency")
    with (planted / "study.deid-log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[2]["original"], rows[2]["replacement"], rows[2]["kind"]) == (PHONE, "[phone 1]", "phone")
    assert json.loads(do("search", '"phone 1"', "--json"))[0]["start_char"] > 0
    assert (planted / "study.deid-log.csv").stat().st_mode & 0o077 == 0
    assert [one["original"] for one in json.loads(do("deid", "log", "--json"))].count(AGENCY) == 16


@pytest.mark.parametrize(
    ("words", "replacement", "kind"),
    [
        (PHONE, "[phone1]", "phone"),
        (PHONE, "[the hotline]", "phone"),
        (AGENCY, "[where she works]", "agency"),
        ("Ottoline Quill", "[a woman]", "name"),
        ("Ottoline", "[a woman]", "name"),
        ("the river", "[the water]", "other"),
        (PHONE, "[number 1]", "number"),
    ],
)
def test_log_has_the_class_that_the_scan_gives_unless_the_replacement_names_one(
    planted: Path, words: str, replacement: str, kind: str
) -> None:
    answer = run("deid", "apply", "--replace", f"{words}={replacement}")
    assert answer.code == 0, answer.err
    with (planted / "study.deid-log.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {one["kind"] for one in csv.DictReader(file)} == {kind}


def test_words_that_come_again_have_the_class_they_had(planted: Path) -> None:
    do("deid", "apply", "--replace", f"{PHONE}=[the hotline]")
    (planted / "P9.txt").write_text(f"I: And you?\n\nP9: I rang {PHONE} and nobody came.\n")
    do("import", "P9.txt")
    hits = [one for one in json.loads(do("deid", "scan", "--json")) if one["words"] == PHONE]
    assert [(one["class"], one["replacement"]) for one in hits] == [("phone", "[the hotline]")]


def test_log_can_be_named_and_the_project_never_says_where_it_is(planted: Path) -> None:
    (planted / "safe").mkdir()
    do("deid", "apply", "--class", "phone", "--log", "safe/key.csv")
    assert (planted / "safe" / "key.csv").exists()
    assert not (planted / "study.deid-log.csv").exists()
    assert left_in(planted, "key.csv", PHONE) == []
    answer = run("deid", "log", "--json")
    assert [(one["replacement"], "original" in one) for one in answer.json] == [("[phone 1]", False)]


def test_log_that_cannot_be_written_stops_everything(planted: Path) -> None:
    before = (planted / "study.qualcode").read_bytes()
    answer = run("deid", "apply", "--class", "phone", "--log", "nowhere/key.csv")
    assert answer.code == 1
    assert PHONE not in answer.err
    assert (planted / "study.qualcode").read_bytes() == before


def test_same_words_get_the_same_replacement_in_a_later_transcript(planted: Path) -> None:
    do("deid", "apply", "--class", "agency")
    (planted / "P9.txt").write_text(f"I: And you?\n\nP9: I went to {AGENCY} and to Bright Hope Clinic too.\n")
    do("import", "P9.txt")
    hits = json.loads(do("deid", "scan", "--json"))
    proposed = {one["words"]: one["replacement"] for one in hits if one["transcript"] == "P9"}
    assert proposed == {AGENCY: "[agency 1]", "Bright Hope Clinic": "[agency 2]"}
    answer = run("deid", "apply", "--replace", f"{AGENCY}=[agency 7]")
    assert answer.code == 1
    assert "[agency 1]" in answer.err
    assert AGENCY not in answer.err


def test_file_of_decisions_is_what_scan_wrote_with_answers_in_it(planted: Path) -> None:
    rows = list(csv.DictReader(do("deid", "scan", "--csv").splitlines()))
    for row in rows:
        row["decision"] = {"phone": "replace", "name": "keep"}.get(row["class"], "")
    rows[2]["replacement"] = "[the office]"
    with (planted / "hits.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    answer = run("deid", "apply", "--decisions", "hits.csv", "--json")
    assert [one["replacement"] for one in answer.json["replaced"]] == ["[the office]"]
    assert answer.json["kept"] == 1
    left = json.loads(do("deid", "scan", "--json"))
    assert {one["class"] for one in left} == {"agency"}
    kept = [one for one in json.loads(do("deid", "scan", "--all", "--json")) if one["decision"] == "kept"]
    assert [one["words"] for one in kept] == ["Ottoline Quill"]


@pytest.mark.usefixtures("planted")
def test_words_that_are_kept_move_with_their_text() -> None:
    do("deid", "apply", "--keep", PHONE)
    do("deid", "apply", "--class", "agency")
    hits = json.loads(do("deid", "scan", "--all", "--json"))
    assert [(one["words"], one["decision"]) for one in hits if one["class"] == "phone"] == [(PHONE, "kept")]


def test_keeping_alone_can_be_undone(planted: Path) -> None:
    before = len(json.loads(do("deid", "scan", "--json")))
    do("deid", "apply", "--keep-class", "agency")
    assert len(json.loads(do("deid", "scan", "--json"))) == 2
    do("undo")
    assert len(json.loads(do("deid", "scan", "--json"))) == before
    assert left_in(planted, PHONE)


def test_dictionary_finds_what_no_rule_knows_and_forgets_what_was_replaced(planted: Path) -> None:
    (planted / "words.csv").write_text("word,class\nriver,place\n")
    do("deid", "words", "import", "words.csv")
    do("deid", "words", "add", "loud there", "--class", "role")
    hits = json.loads(do("deid", "scan", "--json"))
    assert ("place", "river", "[place 1]") in [
        (one["class"], one["words"], one["replacement"]) for one in hits
    ]
    do("deid", "apply", "--class", "place")
    assert left_in(planted, "river") == []
    assert json.loads(do("deid", "words", "list", "--json")) == [{"word": "loud there", "class": "role"}]
    do("deid", "words", "remove", "loud there")
    assert json.loads(do("deid", "words", "list", "--json")) == []


def test_any_words_can_be_named(planted: Path) -> None:
    do("deid", "apply", "--replace", "the river=[place 1]")
    assert left_in(planted, "the river") == []
    assert "near [place 1]." in do("transcripts", "text", "P1")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--replace", f"{AGENCY}=the agency"), 2, "square brackets"),
        (("--replace", f"{AGENCY}=[{AGENCY}]"), 2, "holds the words"),
        (("--replace", AGENCY), 2, "what stands for them"),
        (("--replace", "nowhere at all=[x]"), 1, "stand nowhere"),
        (("--class", "phones"), 2, "Did you mean 'phone'"),
        ((), 2, "decide each hit"),
        (("--class", "ssn"), 1, "Nothing was decided"),
        (("--decisions", "none.csv"), 1, "cannot be read as CSV"),
    ],
)
def test_refused_apply_changes_no_byte(
    planted: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = (planted / "study.qualcode").read_bytes()
    answer = run("deid", "apply", *arguments)
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert AGENCY not in answer.err
    assert (planted / "study.qualcode").read_bytes() == before
    assert not (planted / "study.deid-log.csv").exists()


def test_dry_run_shows_and_keeps_everything(planted: Path) -> None:
    before = (planted / "study.qualcode").read_bytes()
    answer = run("deid", "apply", "--class", "agency", "--dry-run")
    assert "[agency 1]" in answer.out
    assert "Nothing was changed." in answer.err
    assert (planted / "study.qualcode").read_bytes() == before
    assert not (planted / "study.deid-log.csv").exists()


def test_broken_seal_is_not_made_good(planted: Path) -> None:
    from qualcode.store.project import open_project

    with open_project(planted / "study.qualcode") as project:
        project.connection.execute("DROP TRIGGER seal_is_final")
        project.connection.execute("UPDATE passes SET seal = 'other' WHERE name = 'hand'")
    answer = run("deid", "apply", "--class", "agency")
    assert (answer.code, "does not hold the codings" in answer.err) == (1, True)
    assert not (planted / "study.deid-log.csv").exists()
    assert left_in(planted, *WORDS)


def test_hits_are_asked_one_by_one_and_nothing_undecided_goes(
    planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.commands import deid_walk
    from qualcode.store.project import open_project
    from qualcode.transcripts import deidentify

    with open_project(planted / "study.qualcode") as project:
        hits = deidentify.scan(project)
    typed = iter(["r", "k", "e", "[the line]", "x", "s", "q"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(typed))
    choices = deid_walk.walk(hits)
    assert [(choices[one.id].decision, choices[one.id].replacement) for one in hits[:3]] == [
        ("replaced", "[agency 1]"),
        ("kept", ""),
        ("replaced", "[the line]"),
    ]
    assert len(choices) == 3


def test_last_question_says_that_a_no_drops_every_answer(
    planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("qualcode.commands.deid.sys", terminal)
    monkeypatch.setattr("qualcode.commands.deid.ask", lambda question, **_: asked.append(question))
    before = dump(planted / "study.qualcode")
    answer = run("deid", "apply", "--class", "phone", "--keep", "Ottoline Quill")
    assert asked == ["Replace 1? A no drops all 2 decisions."]
    assert (answer.code, "Nothing was changed." in answer.err) == (0, True)
    assert dump(planted / "study.qualcode") == before


def test_decisions_answered_before_somebody_breaks_off_are_kept(
    planted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from qualcode.commands import deid_walk
    from qualcode.store.project import open_project
    from qualcode.transcripts import deidentify

    with open_project(planted / "study.qualcode") as project:
        hits = deidentify.scan(project)
    typed = iter(["r", "k", "e"])  # broken off while a replacement is asked for

    def prompt(*_: object, **__: object) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise typer.Abort from None

    monkeypatch.setattr("typer.prompt", prompt)
    choices = deid_walk.walk(hits)
    assert [choices[one.id].decision for one in hits[:2]] == ["replaced", "kept"]
    assert len(choices) == 2
    assert f"Broken off: 2 of {len(hits)} hits decided, and these count." in capsys.readouterr().err


@pytest.mark.parametrize("form", ["docx", "odt", "rtf", "md", "srt", "csv"])
def test_words_go_from_transcripts_of_every_form(
    path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(path.parent)
    said = f"I went to the {AGENCY} on my own, café and all."
    WRITERS[form](path.parent / f"P1.{form}", said)
    extra = ("--as", "survey", "--id-column", "id", "--text-column", "said") if form == "csv" else ()
    do("import", f"P1.{form}", *extra)
    do("deid", "apply", "--class", "agency")
    assert left_in(path.parent, *WORDS) == []
    assert "I went to the [agency 1] on my own, café and all." in do("transcripts", "text", "P1")
    assert run("check").code == 0


def _docx(path: Path, said: str) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Interviewer: Where?")
    document.add_paragraph(f"P1: {said}")
    document.save(str(path))


def _odt(path: Path, said: str) -> None:
    from zipfile import ZipFile

    office, text = (
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    )
    with ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}" xmlns:text="{text}"><office:body><office:text>'
            f"<text:p>Interviewer: Where?</text:p><text:p>P1: {said}</text:p>"
            "</office:text></office:body></office:document-content>",
        )


def _plain(path: Path, said: str) -> None:
    path.write_text(f"Interviewer: Where?\n\nP1: {said}\n", encoding="utf-8")


def _rtf(path: Path, said: str) -> None:
    words = said.replace("é", "\\'e9")
    path.write_text(f"{{\\rtf1\\ansi Interviewer: Where?\\par P1: {words}\\par}}")


def _srt(path: Path, said: str) -> None:
    path.write_text(f"1\n00:00:01,000 --> 00:00:04,000\n{said}\n", encoding="utf-8")


def _csv(path: Path, said: str) -> None:
    path.write_text(f'id,said\nP1,"{said}"\n', encoding="utf-8")


WRITERS = {"docx": _docx, "odt": _odt, "rtf": _rtf, "md": _plain, "srt": _srt, "csv": _csv}


def test_works_in_a_process_of_its_own_without_a_terminal(planted: Path) -> None:
    answer = process(planted, "deid", "apply", "--class", "phone", "--json")
    assert answer.code == 0
    assert answer.json["replaced"] == [{"where": "P1@226-235", "class": "phone", "replacement": "[phone 1]"}]
    assert left_in(planted, PHONE) == []


def test_file_that_another_program_reads_is_written_anew_later(planted: Path) -> None:
    path = planted / "study.qualcode"
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM codes").fetchone()
        answer = run("deid", "apply", "--class", "phone")
        assert answer.code == 0
        assert "may be left in free space" in answer.err
        assert any("free space" in line for line in run("check", "--json").json["problems"])
    assert run("check").code == 0
    assert left_in(planted, PHONE) == []


def test_copies_beside_the_project_are_named(planted: Path) -> None:
    do("backup", "old.qualcode")
    answer = run("-P", "study.qualcode", "deid", "apply", "--class", "phone")
    assert "Copies that no command reaches: old.qualcode." in answer.err
    assert PHONE.encode() in (planted / "old.qualcode").read_bytes()


def test_file_called_like_a_person_is_a_hit_everywhere(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    _plain(path.parent / "Odalys Brandt.txt", "I sing.")
    file = path.parent / "Odalys Brandt.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("P1:", "Odalys:"), encoding="utf-8")
    do("import", "Odalys Brandt.txt")
    where = {one["where"] for one in json.loads(do("deid", "scan", "--json")) if one["transcript"] is None}
    assert where == {
        "participant “Odalys Brandt”, name",
        "transcript “Odalys Brandt”, name",
        "speaker of Odalys Brandt, label",
    }
    do("deid", "apply", "--replace", "Odalys Brandt=[name 1]", "--replace", "Odalys=[name 1]")
    assert left_in(path.parent, "odalys", "brandt") == []
    assert "[name 1]: I sing." in do("transcripts", "text", "[name 1]")
    assert [one["participant"] for one in json.loads(do("participants", "list", "--json"))] == ["[name 1]"]
    assert json.loads(do("search", "sing", "--json"))[0]["address"] == "[name 1]@33-37"
    do("codes", "add", "song")
    do("passes", "start", "hand")
    do("apply", "song", "[name 1]:2")
