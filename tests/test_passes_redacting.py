"""Words replaced for good: spans keep their words, a kill leaves all or none, rules come back into force."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from command_line import dump, process
from conftest import bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_commands_survival import kill, start

from qualcode.codes import codebook
from qualcode.passes import coding, passes, quotations
from qualcode.passes.integrity import problems
from qualcode.passes.redacting import ChangedMeanwhile, redact
from qualcode.store import erasing
from qualcode.store.actions import action
from qualcode.store.errors import StoreRefused, told_plainly
from qualcode.store.project import open_project
from qualcode.store.study import create_study
from qualcode.transcripts import addresses, deid_choices, deid_log, deidentify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.store.project import Project, Row

SENTENCES = (
    "Mara met Ivo at Blue Gate. She saw 😀 Mara twice, Ivo never. Blue Gate, Blue Gate! Nobody else came."
)
INTERVIEW = f"Interviewer: Who?\n\nP1: {SENTENCES}\n\nInterviewer: And then?\n\nP1: {SENTENCES} So it goes.\n"
GONE = ("Mara", "Ivo", "Blue Gate", "Blue", "saw 😀 Mara", "Gate. She", "Nobody else came")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with one interview and an open pass."""
    folder = tmp_path_factory.mktemp("template")
    create_study(folder / "study.qualcode", title="A study", coder="CS")
    with open_project(folder / "study.qualcode") as project:
        bring_in(project, folder, P1=INTERVIEW)
        codebook.add(project, "one")
        codebook.add(project, "two")
        passes.start(project, "hand")
    return folder / "study.qualcode"


def replace_all(project: Project, words: Sequence[str], log: Path) -> None:
    wanted = {one: f"[thing {number}]" for number, one in enumerate(words)}
    known = deid_log.known(deid_log.read(log))
    hits = deidentify.scan(project, known=known, extra=deid_choices.as_terms(wanted))
    here = {one.words for one in hits}
    choices = deid_choices.chosen(hits, replace={old: new for old, new in wanted.items() if old in here})
    redact(project, hits, choices, log)


spans = st.lists(
    st.tuples(st.sampled_from(["one", "two"]), st.integers(0, len(INTERVIEW) - 1), st.integers(1, 60)),
    min_size=1,
    max_size=12,
    unique=True,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    codings=spans,
    gone=st.lists(st.sampled_from(GONE), min_size=1, max_size=3, unique=True),
    seal=st.booleans(),
)
def test_coding_that_touches_no_replacement_keeps_its_words(
    template: Path, tmp_path: Path, codings: list[tuple[str, int, int]], gone: list[str], seal: bool
) -> None:
    for old in tmp_path.glob("study*"):
        old.unlink()
    path = shutil.copyfile(template, tmp_path / "study.qualcode")
    with open_project(path) as project:
        for code, at, length in codings:
            end = min(at + length, len(INTERVIEW))
            place = addresses.resolve(project, f"P1@{at}-{end}")
            if coding_words(project).get((code, at, end)) is None:
                coding.apply(project, code, place)
        if seal:
            passes.seal(project, "hand")
        before = {row["id"]: row for row in live(project)}
        hits = deidentify.scan(project, extra=deid_choices.as_terms(dict.fromkeys(gone, "[thing 1]")))
        hit_spans = [one.span for one in hits if one.in_transcript and one.words in gone]
        if not hit_spans:
            return
        replace_all(project, gone, tmp_path / "study.deid-log.csv")
        assert problems(project) == []
        after = {row["id"]: row for row in live(project)}
        text = project.value("SELECT text FROM transcripts")
        for row_id, row in before.items():
            touched = [s for s in hit_spans if s[0] < row["end_char"] and row["start_char"] < s[1]]
            if not touched:
                now = after[row_id]
                words = INTERVIEW[row["start_char"] : row["end_char"]]
                assert text[now["start_char"] : now["end_char"]] == words
        places = {(row["code_id"], row["start_char"], row["end_char"]) for row in after.values()}
        assert len(places) == len(after)
        assert len(after) + project.value("SELECT count(deleted_at) FROM codings") == len(before)


def live(project: Project) -> list[Row]:
    return project.rows("SELECT * FROM codings WHERE deleted_at IS NULL")


def coding_words(project: Project) -> dict[tuple[str, int, int], str]:
    found = quotations.quotations(project, pass_id=passes.find(project, "hand").id)
    return {(one.code, one.start_char, one.end_char): one.quotation for one in found}


def test_codings_that_fall_together_are_one_and_their_memos_stay(interview: Project, tmp_path: Path) -> None:
    codebook.add(interview, "kin")
    passes.start(interview, "hand")
    for words in ("My sister dragged", "sister dragged me"):
        place = coding.place_quote(interview, "P1", words)
        coding.apply(interview, "kin", place, memo=f"on {words[:2]}")
    passes.seal(interview, "hand")
    replace_all(interview, ["My sister dragged me along"], tmp_path / "log.csv")
    assert list(coding_words(interview).values()) == ["[thing 0]"]
    about = interview.rows("SELECT DISTINCT about_id FROM memos")
    assert [row[0] for row in about] == [
        row["id"] for row in interview.rows("SELECT id FROM codings WHERE deleted_at IS NULL")
    ]
    assert problems(interview) == []


def test_word_that_one_rule_found_goes_wherever_it_stands(interview: Project, tmp_path: Path) -> None:
    said = "It was in March. March was cold; the March wind! She is 94 years old, 94 times. They march on."
    bring_in(interview, tmp_path, P2=f"I: When?\n\nP2: {said}\n")
    hits = deidentify.scan(interview)
    assert [(one.kind, one.words) for one in hits] == [("date", "March")] * 3 + [("age", "94")]
    redact(interview, hits, deid_choices.chosen(hits, kinds={"date", "age"}), tmp_path / "log.csv")
    text = interview.value("SELECT text FROM transcripts WHERE name = 'P2'")
    assert text.endswith(
        "It was in [date 1]. [date 1] was cold; the [date 1] wind!"
        " She is [age 90 or older] years old, 94 times. They march on.\n"
    )


def test_former_versions_and_retired_transcripts_are_replaced_too(interview: Project, tmp_path: Path) -> None:
    from qualcode.passes.replacing import replace_transcript
    from qualcode.transcripts import library

    bring_in(interview, tmp_path, P2="I: Why?\n\nP2: My sister dragged me here.\n")
    library.retire(interview, "P2")
    corrected = tmp_path / "new.txt"
    corrected.write_text(library.text(interview, library.find(interview, "P1").id).replace("flyer", "poster"))
    replace_transcript(interview, "P1", corrected)
    replace_all(interview, ["My sister dragged"], tmp_path / "log.csv")
    texts = [row[0] for row in interview.rows("SELECT text FROM transcripts")]
    assert len(texts) == 3
    assert all("[thing 0]" in text and "sister dragged" not in text for text in texts)
    assert problems(interview) == []


def test_project_that_changed_since_the_scan_is_left_alone(interview: Project, tmp_path: Path) -> None:
    hits = deidentify.scan(
        interview, extra=deid_choices.as_terms({"flyer": "[thing 1]", "sister": "[thing 2]"})
    )
    redact(interview, hits, deid_choices.chosen(hits, replace={"flyer": "[thing 1]"}), tmp_path / "log.csv")
    with pytest.raises(ChangedMeanwhile):
        redact(
            interview, hits, deid_choices.chosen(hits, replace={"sister": "[thing 2]"}), tmp_path / "log.csv"
        )
    assert [row.original for row in deid_log.read(tmp_path / "log.csv")] == ["flyer"]


def test_rules_of_the_file_are_in_force_again_afterwards(interview: Project, tmp_path: Path) -> None:
    replace_all(interview, ["flyer"], tmp_path / "log.csv")
    for sql in (
        "UPDATE transcripts SET text = ''",
        "UPDATE turns SET start_char = 0",
        "UPDATE segments SET bounds = '[]'",
    ):
        with pytest.raises(StoreRefused), told_plainly(interview.path):
            interview.connection.execute(sql)


def test_rules_come_back_when_the_action_fails(interview: Project) -> None:
    with pytest.raises(LookupError):
        _fail_in_the_middle(interview)
    assert interview.value("SELECT count(*) FROM protecting") == 0
    assert "flyer" in interview.value("SELECT text FROM transcripts")


def _fail_in_the_middle(project: Project) -> None:
    with action(project, "deid apply") as opened, erasing.protection(opened, "de-identified"):
        erasing.write(opened, "UPDATE transcripts SET text = 'x'")
        raise LookupError


@pytest.fixture
def large(path: Path) -> Path:
    """Fifty interviews that name one place, 2,000 codings."""
    with open_project(path) as project:
        texts = {
            f"P{n}": f"I: Why?\n\nP: {f'At Blue Gate it was so, number {n}. ' * 40}\n" for n in range(50)
        }
        bring_in(project, path.parent, **texts)
        codebook.add(project, "one")
        passes.start(project, "hand")
        with action(project, "codings import") as importing:
            target, code = passes.find(project, "hand"), codebook.find(project, "one")
            ids = [row[0] for row in project.rows("SELECT id FROM transcripts")]
            spans = [(one, code.id, 15 + 10 * n, 22 + 10 * n, "") for one in ids for n in range(40)]
            coding.add_codings(importing, target.id, spans, "import")
        passes.seal(project, "hand")
    return path


@pytest.mark.parametrize("delay", [0.0, 0.15, 0.5])
def test_killed_apply_leaves_all_words_or_none(large: Path, delay: float) -> None:
    before = dump(large)
    command = ("deid", "apply", "--replace", "Blue Gate=[place 1]")
    killed = kill(start(large.parent, *command), large, delay)
    with open_project(large) as project:
        assert problems(project) == []
        assert project.value("SELECT count(*) FROM codings WHERE deleted_at IS NULL") == 2000
        left = project.value("SELECT sum(instr(text, 'Blue Gate') > 0) FROM transcripts")
    assert left in {0, 50}
    if left:
        assert killed
        assert dump(large) == before
        assert process(large.parent, *command).code == 0
    for file in large.parent.glob("study.qualcode*"):
        assert b"blue gate" not in file.read_bytes().lower()
    rows = deid_log.read(large.parent / "study.deid-log.csv")
    assert len(rows) == 2000
    assert {row.original for row in rows} == {"Blue Gate"}
