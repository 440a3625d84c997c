"""A participant withdraws at the command line: no sentence is left, everything is counted anew."""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from command_line import dump, process, run
from planted_study import do
from test_commands_survival import kill, start

from qualcode.passes.integrity import problems
from qualcode.store.project import open_project

if TYPE_CHECKING:
    from pathlib import Path

P1 = "Interviewer: Who helps?\n\nP1: My neighbor helps. She brings soup on Mondays. I like it.\n"
P2 = "Interviewer: Who helps?\n\nP2: My neighbor helps. He repairs the fence with me. I like it.\n"
P7 = (
    "Interviewer: Who helps you then?\n\n"
    "P7: My neighbor helps. They kept the spare chair warm for me, all winter long it stood there.\n\n"
    "Interviewer: And your folks?\n\n"
    "P7: They sail a crooked boat. Nobody writes. Zanzibar is where my uncle’s parrot lives now, he says.\n"
)
GROUP = (
    "Moderator: Welcome. Who helps?\n\n"
    "Ada: The choir helps me. We sing on Fridays.\n\n"
    "Bo: I paint tiny lighthouses at night. It calms me down.\n\n"
    "Ada: Bo shows them to us. I like that.\n"
)
OWN = re.compile(
    rb"spare chair|all winter long|crooked boat|nobody writes|zanzibar|parrot|uncle|they sail", re.IGNORECASE
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three interviews and a group; P7's words in every place where a researcher may put them."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        _build(folder)
    return folder / "study.qualcode"


def _build(folder: Path) -> None:
    do("init", "study.qualcode", "--title", "A study", "--question", "How?", "--coder", "CS")
    for name, text in (("P1", P1), ("P2", P2), ("P7", P7), ("FG1", GROUP)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    do("import", "P1.txt", "P2.txt", "P7.txt")
    do("import", "FG1.txt", "--as", "focus-group", "--interviewer", "Moderator")
    do("participants", "set", "P7", "home=Zanzibar", "age=30")
    do("codes", "add", "help", "--definition", "Somebody helps, as in “kept the spare chair warm”.")
    do("codes", "add", "spare chair", "--kind", "in-vivo", "--example", "the spare chair warm for me")
    do("codes", "add", "far away", "--definition", "Old wording: they sail a crooked boat.")
    do("codes", "edit", "far away", "--definition", "Family that lives elsewhere.")
    do("codes", "freeze", "early")
    do("passes", "start", "second", "--mode", "assisted")
    do("suggest", "--pass", "second")
    do("suggest", "--pass", "second", "--method", "search", "--code", "help", "--query", '"crooked boat"')
    do("passes", "start", "hand")
    for code, place in (
        ("help", "P1:2"),
        ("help", "P2:2"),
        ("help", "P7:2"),
        ("spare chair", "P7:3"),
        ("far away", "P7:5"),
    ):
        do("apply", code, place, "--pass", "hand", "--memo", f"{code}: “crooked boat”? “Nobody writes”")
    do("apply", "help", "FG1:3", "--pass", "hand")
    do(
        "apply",
        "help",
        "FG1:5",
        "--pass",
        "hand",
        "--memo",
        "tiny lighthouses at night, so I paint tiny lighthouses at night",
    )
    do("passes", "seal", "hand")
    do("apply", "help", "P7:2", "--pass", "second")
    _agree(folder)
    do("themes", "add", "Help is near", "--codes", "help,spare chair,far away")
    do(
        "claims",
        "add",
        "All participants said that help is near.",
        "--theme",
        "Help is near",
        "--support",
        "help",
    )
    support = ("--support", "P1:2", "--support", "P7:2")
    do("claims", "add", "Some named a neighbor.", "--theme", "Help is near", *support)
    do("quotes", "add", "Help is near", "P7:3", "--reason", "The spare chair warm for me says it all.")
    do("quotes", "add", "Help is near", "P1:2")
    do("slots", "set", "limitations", "We heard “all winter long it stood there” once.")
    do("memos", "add", "P7 said: Zanzibar is where my uncle's parrot lives now, he says.", "--on", "P7")
    do("memos", "add", "One says they sail a crooked boat, another does not.")
    do("membercheck", "log", "P7", "--sent", "--note", "They sail a crooked boat, still.")


def _agree(folder: Path) -> None:
    do("reconcile", "hand", "second", "--into", "agreed", "--decisions-template", "decisions.csv")
    rows = list(csv.DictReader((folder / "decisions.csv").read_text(encoding="utf-8-sig").splitlines()))
    for row in rows:
        row |= {"decision": "a", "reason": "They say “all winter long it stood there”.", "decided_by": "CS"}
    with (folder / "decisions.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    do("reconcile", "hand", "second", "--into", "agreed", "--decisions", "decisions.csv")


@pytest.fixture
def study(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in the current folder."""
    shutil.copyfile(built, tmp_path / "study.qualcode")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def left_in(folder: Path, words: re.Pattern[bytes] = OWN) -> set[bytes]:
    content = b"".join(path.read_bytes() for path in folder.glob("study.qualcode*"))
    return {match[0] for match in words.finditer(content)}


def erase(name: str = "P7", *more: str) -> dict[str, object]:
    answer = run("withdraw", name, "--mode", "erase", "--yes", "--json", *more)
    assert answer.code == 0, answer.err
    value: dict[str, object] = answer.json
    return value


def test_no_sentence_is_left_in_any_byte_of_the_file(study: Path) -> None:
    assert left_in(study) >= {b"crooked boat", b"Zanzibar", b"spare chair"}
    erase()
    assert left_in(study) == set()
    assert run("check").code == 0
    assert run("search", "zanzibar").out == ""


def test_everything_is_counted_anew(study: Path) -> None:
    told = erase()
    assert told["base"] == [5, 4]
    assert told["cells"] == [5, 4]
    assert told["quotes"] == [1]
    assert told["empty_codes"] == ["far away", "spare chair"]
    assert told["claims"] == [
        {"number": 1, "before": "(all 5 participants)", "after": "(all 4 participants)", "fits": True},
        {"number": 2, "before": "(P1, P7)", "after": "(P1)", "fits": False},
    ]
    shown = json.loads(do("claims", "list", "--json"))[0]
    assert "P7" not in shown["participants"]
    assert [one["participant"] for one in json.loads(do("codings", "list", "--json"))].count("P7") == 0
    assert study.exists()


@pytest.mark.usefixtures("study")
def test_places_where_others_wrote_their_words_down_are_named_before() -> None:
    answer = run("withdraw", "P7", "--mode", "erase", "--dry-run")
    assert answer.code == 0
    for place in (
        "code “help”, definition",
        "code “spare chair”, example",
        "slot “limitations”, body",
        "quote q1, reason",
    ):
        assert place in answer.err
    assert "crooked" not in answer.err
    assert "Nothing was changed." in answer.err


@pytest.mark.usefixtures("study")
def test_wording_of_the_researcher_stays_around_what_was_taken_out() -> None:
    erase()
    codes = {one["name"]: one for one in json.loads(do("codes", "list", "--json"))}
    assert codes["help"]["definition"] == "Somebody helps, as in “[withdrawn]”."
    assert "[withdrawn 1]" in codes
    assert codes["far away"]["definition"] == "Family that lives elsewhere."
    memos = [one["text"] for one in json.loads(do("memos", "list", "--json"))]
    assert "One says [withdrawn], another does not." in memos
    assert json.loads(do("slots", "show", "limitations", "--json"))["text"] == "We heard “[withdrawn]” once."


@pytest.mark.usefixtures("study")
def test_code_in_their_words_can_be_given_a_name() -> None:
    told = erase("P7", "--rename", "spare chair=being expected")
    assert told["renamed"] == ["being expected"]
    assert "being expected" in [one["name"] for one in json.loads(do("codes", "list", "--json"))]


@pytest.mark.usefixtures("study")
def test_id_is_never_used_again() -> None:
    erase()
    assert run("participants", "add", "P7").code == 1
    assert run("participants", "add", "p7").code == 1
    assert run("transcripts", "restore", "P7").code == 1
    assert run("withdraw", "P7", "--mode", "erase", "--yes").code == 1
    assert json.loads(do("withdraw", "--list", "--json"))["withdrawn"][0]["participant"] == "P7"


def test_log_is_whole_and_holds_nothing_said(study: Path) -> None:
    before = [(one["number"], one["command"]) for one in json.loads(do("log", "--json"))]
    erase()
    lines = json.loads(do("log", "--json"))
    assert [(one["number"], one["command"]) for one in lines[1:]] == before
    assert lines[0]["command"] == "withdraw"
    with open_project(study / "study.qualcode") as project:
        assert project.value("SELECT count(*) FROM changes WHERE erased_at IS NOT NULL") > 0


@pytest.mark.usefixtures("study")
def test_undo_does_not_go_behind_it() -> None:
    erase()
    answer = run("undo")
    assert (answer.code, "cannot be brought back" in answer.err) == (1, True)


@pytest.mark.usefixtures("study")
def test_numbers_of_quotes_are_not_used_again() -> None:
    erase()
    do("quotes", "add", "Help is near", "P2:2")
    assert [one["number"] for one in json.loads(do("quotes", "list", "--json"))][-1] == 3


def test_earlier_exports_are_listed(study: Path) -> None:
    do("export", "quotations", "-o", "all.csv")
    do("membercheck", "pack", "P7", "P1", "--format", "md")
    told = erase()
    files = told["exports"]
    assert isinstance(files, list)
    assert [one["file"] for one in files] == ["decisions.csv", "all.csv", "P7.md"]
    assert str(study) not in json.dumps(told)


@pytest.mark.parametrize(
    ("order", "file"),
    [
        (("export", "project", "-o", "for-others.qdpx"), "for-others.qdpx"),
        (("export", "codebook", "-o", "codes.csv"), "codes.csv"),
        (("export", "codings", "-o", "codings.csv"), "codings.csv"),
        (("codings", "export", "-o", "P7.docx", "--pass", "hand"), "P7.docx"),
        (("backup", "safe.qualcode"), "safe.qualcode"),
        (("report", "-o", "report.docx"), "report.docx"),
        (
            ("reconcile", "hand", "second", "--into", "agreed", "--decisions-template", "to-do.csv"),
            "to-do.csv",
        ),
        (("checklist", "srqr", "-o", "srqr.md", "--no-questions"), "srqr.md"),
        (("themes", "map", "-o", "map.svg"), "map.svg"),
    ],
)
def test_every_file_that_was_written_is_listed_and_a_dry_run_lists_it_too(
    study: Path, order: tuple[str, ...], file: str
) -> None:
    do(*order)
    erasing = ("--project", str(study / "study.qualcode"), "withdraw", "P7", "--mode", "erase")
    seen = run(*erasing, "--dry-run", "--json").json
    assert [one["file"] for one in seen["exports"]] == ["decisions.csv", file]
    told = run(*erasing, "--yes").err
    listed = (
        rf"Destroy these files, or write them again: decisions.csv \([-\d]+\), {re.escape(file)} \([-\d]+\)\."
    )
    assert re.search(listed, " ".join(told.split()))


BESIDE = (
    "study-before-update.qualcode-backup",
    "study.qualcode-damaged",
    "study.qualcode-damaged-wal",
    "study.qualcode-damaged1",
    "study.qualcode.bak",
)


@pytest.mark.parametrize(
    "order",
    [
        ("withdraw", "P7", "--mode", "erase", "--yes"),
        ("withdraw", "P7", "--mode", "erase", "--dry-run"),
        ("withdraw", "P7", "--mode", "segments", "--passage", "P7:3", "--yes"),
        ("deid", "apply", "--replace", "Zanzibar=[an island]"),
    ],
)
def test_copies_that_were_set_aside_beside_the_project_are_named(study: Path, order: tuple[str, ...]) -> None:
    for name in (*BESIDE, ".study.qualcode-backup.part", "study.qualcode-backup"):
        (study / name).write_bytes(b"an older project with all its words")
    shown = run("--project", "study.qualcode", *order)
    assert f"Copies that no command reaches: {', '.join(BESIDE)}." in " ".join(shown.err.split())


def test_project_that_restore_set_aside_is_named(study: Path) -> None:
    path = study / "study.qualcode"
    do("memos", "add", "A change, so that a copy is kept.")
    path.write_bytes(b"SQLite format 3\0" + b"damage" * 100)
    assert json.loads(do("backup", "--restore", "--json"))["set_aside"].endswith("study.qualcode-damaged")
    assert erase()["copies"] == ["study.qualcode-damaged"]


def test_in_a_group_turns_keep_their_place_without_their_words(study: Path) -> None:
    units = len(json.loads(do("transcripts", "show", "FG1", "--json"))["units"])
    told = erase("FG1-Bo")
    assert told["groups"] == 1
    text = do("transcripts", "text", "FG1")
    assert "Bo: [withdrawn] [withdrawn]" in text
    assert "We sing on Fridays." in text
    assert left_in(study, re.compile(rb"tiny lighthouses|calms me down")) == set()
    assert len(json.loads(do("transcripts", "show", "FG1", "--json"))["units"]) == units
    codings = [
        (one["address"], one["quotation"])
        for one in json.loads(do("codings", "list", "--in", "FG1", "--json"))
    ]
    assert codings == [("FG1:3", "The choir helps me.")] * 2  # in the pass by hand and in the agreed one
    assert run("check").code == 0
    assert "FG1-Bo" not in [one["participant"] for one in json.loads(do("participants", "list", "--json"))]


def test_without_a_terminal_it_needs_yes_and_changes_nothing(study: Path) -> None:
    before = (study / "study.qualcode").read_bytes()
    answer = process(study, "withdraw", "P7", "--mode", "erase")
    assert (answer.code, "--yes" in answer.err) == (2, True)
    for wrong in (
        ("P7",),
        ("P7", "--mode", "forget", "--yes"),
        ("--mode", "erase"),
        ("P7", "--mode", "segments"),
    ):
        assert run("withdraw", *wrong).code == 2
    assert run("withdraw", "P8", "--mode", "erase", "--yes").code == 1
    assert (study / "study.qualcode").read_bytes() == before


@pytest.mark.usefixtures("study")
def test_what_was_agreed_is_shown_first() -> None:
    do("withdraw", "--clause", "Until publication, without giving reasons.", "--until", "2020-01-31")
    answer = run("withdraw", "P7", "--mode", "erase", "--dry-run")
    assert "Agreed: Until publication" in answer.err
    assert "2020-01-31 (that day has passed)" in answer.err
    assert run("withdraw", "--until", "soon").code == 2


@pytest.mark.usefixtures("study")
def test_stop_keeps_what_there_is_and_lets_nothing_new_be_made() -> None:
    codings = do("codings", "list", "--json")
    do("withdraw", "P7", "--mode", "stop", "--yes")
    assert do("codings", "list", "--json") == codings
    coded = run("apply", "help", "P7:5", "--pass", "second")
    assert (coded.code, "neither coded nor quoted" in coded.err) == (1, True)
    assert run("quotes", "add", "Help is near", "P7:2").code == 1
    do("suggest", "--pass", "second")
    assert [
        one
        for one in json.loads(do("suggestions", "list", "--status", "open", "--json"))
        if one["transcript"] == "P7"
    ] == []
    assert run("withdraw", "P7", "--mode", "stop", "--yes").code == 1
    do("undo")
    assert run("check").code == 0


def test_withheld_passage_is_neither_coded_nor_quoted(study: Path) -> None:
    do("apply", "help", "P7:2-3", "--pass", "second")
    told = json.loads(do("withdraw", "P7", "--mode", "segments", "--passage", "P7:3", "--yes", "--json"))
    assert told["codings"] == 3
    kept = [
        (one["pass"], one["quotation"]) for one in json.loads(do("codings", "list", "--in", "P7", "--json"))
    ]
    assert ("second", "My neighbor helps.") in kept
    assert not any("spare chair" in words for _, words in kept)
    assert [one["number"] for one in json.loads(do("quotes", "list", "--json"))] == [2]
    assert run("apply", "help", "P7:3", "--pass", "second").code == 1
    assert run("quotes", "add", "Help is near", "P7:3").code == 1
    assert json.loads(do("withdraw", "--list", "--json"))["withheld"][0]["address"] == "P7:3"
    assert run("check").code == 0
    with open_project(study / "study.qualcode") as project:
        assert project.value("SELECT count(*) FROM unread") == 3
        assert project.value("SELECT count(*) FROM reseals") == 1


@pytest.mark.usefixtures("study")
def test_nobody_withholds_what_another_said() -> None:
    answer = run("withdraw", "P7", "--mode", "segments", "--passage", "P1:2", "--yes")
    assert (answer.code, "is not what P7 said" in answer.err) == (1, True)


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3])
def test_killed_erasure_leaves_all_or_none(study: Path, delay: float) -> None:
    path = study / "study.qualcode"
    before = dump(path)
    killed = kill(start(study, "withdraw", "P7", "--mode", "erase", "--yes"), path, delay)
    with open_project(path) as project:
        assert problems(project) == []
        there = project.value("SELECT count(*) FROM transcripts WHERE name = 'P7' AND withdrawn_at IS NULL")
    if there:
        assert killed
        assert dump(path) == before
        erase()
    assert left_in(study) == set()


@pytest.mark.usefixtures("study")
def test_participant_of_whom_there_is_no_transcript_can_withdraw() -> None:
    do("participants", "add", "P9", "age=41")
    told = erase("P9")
    assert (told["transcripts"], told["places"], told["quotes"]) == (0, [], [])
    assert run("check").code == 0


CLAUSE = ("--clause", "Until publication, without giving reasons.", "--until", "2090-01-31")


def agreed(folder: Path) -> list[str]:
    with open_project(folder / "study.qualcode") as project:
        rows = project.rows("SELECT value FROM settings WHERE name LIKE 'withdrawal%' ORDER BY name")
        return [row["value"] for row in rows]


@pytest.mark.parametrize("mode", [("erase",), ("stop",), ("segments", "--passage", "P7:3")])
def test_clause_given_with_a_mode_is_written_down_and_the_mode_done(
    study: Path, mode: tuple[str, ...]
) -> None:
    answer = run("withdraw", "P7", "--mode", *mode, "--yes", *CLAUSE)
    assert answer.code == 0, answer.err
    assert "Agreed: Until publication" in answer.err
    assert answer.err.rstrip().endswith("Written down.")
    assert agreed(study) == [CLAUSE[1], CLAUSE[3]]
    gone = json.loads(do("withdraw", "--list", "--json"))["withdrawn"]
    assert [(one["participant"], one["mode"]) for one in gone] == [("P7", mode[0])]
    assert (b"crooked boat" in left_in(study)) is (mode[0] != "erase")


@pytest.mark.parametrize(
    "mode",
    [
        (),
        ("P7", "--mode", "erase"),
        ("P7", "--mode", "stop"),
        ("P7", "--mode", "segments", "--passage", "P7:3"),
    ],
)
def test_dry_run_of_any_kind_keeps_nothing(study: Path, mode: tuple[str, ...]) -> None:
    before = dump(study / "study.qualcode")
    answer = run("withdraw", *mode, "--dry-run", *CLAUSE)
    assert (answer.code, answer.err.rstrip().endswith("Nothing was changed.")) == (0, True), answer.err
    assert "Written down." not in answer.err
    told = run("withdraw", *mode, "--dry-run", "--json", *CLAUSE).json
    assert (told["clause"], told["until"]) == (CLAUSE[1], CLAUSE[3])
    assert dump(study / "study.qualcode") == before


@pytest.mark.usefixtures("study")
def test_dry_run_of_withholding_says_what_would_go() -> None:
    answer = run("withdraw", "P7", "--mode", "segments", "--passage", "P7:3", "--dry-run")
    assert "So it would be: P7: 1 passage withheld, 2 codings taken off or cut." in answer.err
    assert run("withdraw", "P8", "--mode", "stop", "--dry-run").code == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("P7", "--clause", "Any time."),
        ("--mode", "erase", "--clause", "Any time."),
        ("P7", "--mode", "erase", "--yes", "--until", "soon"),
        ("--list", "--clause", "Any time."),
        ("P7", "--list"),
    ],
)
def test_half_an_order_changes_nothing(study: Path, wrong: tuple[str, ...]) -> None:
    before = dump(study / "study.qualcode")
    assert run("withdraw", *wrong).code == 2
    assert dump(study / "study.qualcode") == before


def test_clause_is_not_written_down_if_the_withdrawal_fails(study: Path) -> None:
    assert run("withdraw", "P7", "--mode", "segments", "--passage", "P1:2", "--yes", *CLAUSE).code == 1
    assert agreed(study) == []
