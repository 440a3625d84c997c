from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from themes_study import LONG, study

from qualcode import demo
from qualcode.codes import codebook
from qualcode.export import slots
from qualcode.export.lint import RULES, NotWaivable, lint, waive
from qualcode.export.report import NotForPublic, write_report
from qualcode.export.slips import slips
from qualcode.passes import coding, passes
from qualcode.passes.coding import place_quote
from qualcode.store.actions import action
from qualcode.store.project import open_project
from qualcode.store.study import create_study
from qualcode.themes import claims, edits, quotes, review, themes
from qualcode.transcripts import participants
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project

THEME = "Earning a place"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        themes.add(opened, THEME, ["doubted at first", "asked now"])
        review.record_search(opened, THEME, "read all again")
        yield opened


def found(project: Project, rule: str) -> list[tuple[str, str]]:
    return [(one.level, one.where) for one in lint(project) if one.rule == rule]


def write_slot(project: Project, name: str, words: str) -> None:
    slots.write(project, {name: words})


def test_clean_prose_draws_no_remark(project: Project) -> None:
    themes.define(
        project, THEME, essence="We developed this theme from accounts of showing worth.", excludes="pay"
    )
    claims.add(project, "Two participants were doubted.", THEME, ["doubted at first"])
    for name, words in CLEAN.items():
        write_slot(project, name, words)
    assert [one for one in lint(project) if one.rule != "SUPPORT"] == []  # there are only three participants


CLEAN = {
    "data_protection": "Six of 10 tapes (60%, 6 of 10) were erased. Write to ethics@example.org, 2019-2021.",
    "sample_adequacy": "the question is narrow; saturation was not reached",
    "discussion": (
        "The theme “Earning a place” says this. Theme 1: Earning a place."
        " As P1 put it, “They doubted me at first” (P1)."
    ),
    "researcher_position": "I am an only child, and she was my supervisor.",
    f"closing: {THEME}": "It answers the question in part.",
}


@pytest.mark.parametrize(
    ("rule", "level", "words"),
    [
        ("AGENCY", "warning", "Four themes emerged from the interviews."),
        ("AGENCY", "warning", "Patterns that surfaced were kept."),
        ("AGENCY", "warning", "These ideas were found in the data."),
        ("SAT", "error", "Data saturation was reached after eight interviews."),
        ("SAT", "error", "We achieved full saturation."),
        ("SAT", "error", "It was not easy. Saturation was reached."),
        ("RELY", "error", "Intercoder reliability was high."),
        ("RELY", "error", "The agreed coding had a kappa of .81."),
        ("RELY", "warning", "The coding was reliable."),
        ("DENOM", "error", "Of these, 60% were new."),
        (
            "DENOM",
            "error",
            "6 of 10 (60%) came. Later, in another town far away and with nobody who knew them, 40% went.",
        ),
        ("MC", "warning", "Member checking was conducted."),
        ("DISC", "warning", "P1 said that he felt alone."),
        ("DISC", "warning", "P10 had the longest tenure."),
        ("DISC", "warning", "P2 works in the community."),
        ("NAME", "error", "The theme “Finding a place” says so."),
        ("NAME", "error", "Theme 2: Finding a place."),
        ("NAME", "error", "We now turn to being let in."),
        ("ATTR", "error", "As one said, “they doubted me at first” and so on."),
    ],
)
def test_planted_wording_is_caught(project: Project, rule: str, level: str, words: str) -> None:
    themes.rename(project, THEME, "Being let in")
    themes.rename(project, "Being let in", THEME)
    write_slot(project, "discussion", words)
    assert (level, "discussion") in found(project, rule)


@pytest.mark.parametrize("where", [f"closing: {THEME}", "limitations", "introduction"])
def test_every_slot_is_read_by_the_rules(project: Project, where: str) -> None:
    write_slot(project, where, "This theme emerged.")
    assert found(project, "AGENCY") == [("warning", where)]


def test_an_unattributed_quotation_is_traced_to_its_place_without_repeating_it(project: Project) -> None:
    write_slot(project, "discussion", "One felt that “They doubted me at first.” Others not.")
    remark = next(one for one in lint(project) if one.rule == "ATTR")
    assert "P1:2" in remark.message
    assert "doubted" not in remark.message


def test_an_id_inside_the_marks_is_told_apart_and_the_words_are_found(project: Project) -> None:
    write_slot(project, "discussion", "One felt it: “They doubted me at first (P1).” Others not.")
    remark = next(one for one in lint(project) if one.rule == "ATTR")
    assert remark.message == (
        "A quotation has its ID inside the marks: put it behind them; its words stand at P1@36-60."
    )


@pytest.mark.parametrize(
    ("prose", "errors"),
    [
        ("P1 said, “They doubted me at first.” Others did not.", 0),
        ("Some came late. P1 said, “They doubted me at first.”", 0),
        ("P1 came late. One said, “They doubted me at first.”", 1),
    ],
)
def test_an_id_in_the_sentence_that_leads_in_is_an_attribution(
    project: Project, prose: str, errors: int
) -> None:
    write_slot(project, "discussion", prose)
    assert len(found(project, "ATTR")) == errors


def test_claims_need_support_and_fitting_words(project: Project) -> None:
    claims.add(project, "Pay is low.", THEME)
    claims.add(project, "All participants were doubted.", THEME, ["doubted at first"])
    claims.add(project, "Most of them were asked.", THEME, ["asked now"])
    assert found(project, "CLAIM") == [("error", "c1")]
    assert found(project, "QUANT") == [("error", "c2"), ("warning", "c3")]


def test_quotes_are_checked_for_consent_edits_and_voices(project: Project) -> None:
    quotes.add(project, THEME, place_quote(project, "P10", LONG))
    edits.edit(project, 1, omit="nobody on the ward knew what a peer worker was for, and so")
    assert found(project, "EDIT") == [("warning", "q1")]
    participants.set_values(project, "P10", {"consent_quotes": "no"})
    assert found(project, "CONS") == [("error", "q1")]
    assert ("warning", "P1") in found(project, "VOICE")


def test_a_quote_whose_edits_do_not_give_the_source_back_is_an_error(project: Project) -> None:
    quotes.add(project, THEME, place_quote(project, "P10", "They doubted me, you know, for a year."))
    edits.edit(project, 1, omit="you know, ")
    (row,) = project.rows("SELECT * FROM quote_edits")
    with action(project, "damage") as damaging:
        damaging.add(
            "quote_edits",
            quote_id=row["quote_id"],
            kind="omit",
            start_char=row["end_char"] + 2,
            end_char=row["end_char"] + 400,
            created_at=row["created_at"],
        )
    assert found(project, "QVER") == [("error", "q1")]


@pytest.mark.parametrize(
    ("rule", "level", "said"),
    [
        ("IDENT", "error", "They doubted me, call 555 013 4477 now."),
        ("IDENT", "error", "They doubted me, write to a.b@example.org."),
        ("IDENT", "error", "They doubted me on the 3rd of March."),
        ("IDENT", "error", "They doubted me on 03/04/2021."),
        ("PROOF", "warning", "They doubted me [inaudible 00:12:03] for a year."),
        ("PROOF", "warning", "They doubted the the work for a year."),
        ("PROOF", "warning", "They doubted me when the court took his hours."),
        ("PROOF", "warning", "They doubted me, I was older that she was."),
        ("ATTR", "error", "They doubted me and said P7 is odd."),
        ("", "", "They doubted me in May and in 2019, for 10 or 12 months, no no, very very much."),
    ],
)
def test_what_stands_inside_a_quote_is_checked(tmp_path: Path, rule: str, level: str, said: str) -> None:
    create_study(tmp_path / "s.qualcode", title="T", coder="CS")
    (tmp_path / "P7.txt").write_text(f"Interviewer: And?\n\nP7: {said}\n", encoding="utf-8")
    with open_project(tmp_path / "s.qualcode") as project:
        import_files(project, [tmp_path / "P7.txt"], ImportOptions())
        codebook.add(project, "doubted")
        passes.start(project, "hand")
        place = place_quote(project, "P7", said)
        coding.apply(project, "doubted", place)
        themes.add(project, "Being doubted", ["doubted"])
        quotes.add(project, "Being doubted", place)
        about_q1 = {(one.rule, one.level) for one in lint(project) if one.where == "q1"}
    assert about_q1 == ({(rule, level)} if rule else set())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("the court took his hours, and left", ("hours", "house", 5)),
        ("We sat in her hours", ("hours", "house", 5)),
        ("for three house", ("house", "hours", 3)),
        ("It was harder that I thought", ("that", "than", 4)),
        ("Rather that ask me", ("that", "than", 2)),
        ("It was harder then I thought", ("then", "than", 4)),
        ("You could of asked", ("of", "have", 3)),
        ("Their was nobody", ("their", "there", 1)),
        ("They had there own keys", ("there", "their", 3)),
        ("You know your not alone", ("your", "you’re", 3)),
        ("I think its been long", ("its", "it’s", 3)),
        ("I would loose my job", ("loose", "lose", 3)),
        ("Nobody new that it was", ("new", "knew", 2)),
        ("I don’t now", ("now", "know", 3)),
        ("the house were I grew up", ("were", "where", 3)),
        ("They kept quite.", ("quite", "quiet", 3)),
        ("I came form there", ("form", "from", 3)),
        ("He took of his coat", ("of", "off", 3)),
    ],
)
def test_a_probable_slip_is_told_with_its_place(said: str, told: tuple[str, str, int]) -> None:
    assert [(one.written, one.said, one.nth) for one in slips(said)] == [told]


@pytest.mark.parametrize(
    "said",
    [
        "They cut my hours, and I lost his hours too.",
        "In those hours I slept, and after three hours there I left their house.",
        "Later that day, earlier that week, it is better that way.",
        "Later then, when I was older then.",
        "I would, of course; because of their work; is there a house?",
        "Your work and its place; a loose end; the new one; I know now.",
        "The people were my friends, and it was quite good.",
    ],
)
def test_what_people_say_is_no_slip(said: str) -> None:
    assert list(slips(said)) == []


def test_slips_are_looked_for_in_english_only(project: Project) -> None:
    words = "They doubted me, you know, for a year."
    quotes.add(project, THEME, place_quote(project, "P10", words))
    edits.edit(project, 1, insert="and took his hours", at="you know,")
    assert found(project, "PROOF") == [("warning", "q1")]
    slots.write(project, {"language": "de-DE"})
    assert found(project, "PROOF") == []


def test_a_quote_that_is_no_participants_any_more_is_an_error(project: Project) -> None:
    quotes.add(project, THEME, place_quote(project, "P1", "Now they ask me."))
    assert found(project, "ATTR") == []
    with action(project, "damage") as damaging:
        for row in project.rows("SELECT id FROM speakers WHERE role = 'participant'"):
            damaging.change("speakers", row["id"], role="interviewer")
    assert ("error", "q1") in found(project, "ATTR")


def test_thin_themes_are_named(project: Project) -> None:
    themes.add(project, "Supervision", ["no supervision"])
    assert found(project, "TOPIC") == [("warning", "Supervision")]
    assert found(project, "NEG") == [("warning", "Supervision")]
    assert ("warning", "Supervision") in found(project, "SUPPORT")


def test_a_theme_from_one_question_of_the_guide_may_be_a_topic(tmp_path: Path) -> None:
    with many_answers(tmp_path) as project:
        themes.add(project, "Being let in", ["let in"])
        (topic,) = [one for one in lint(project) if one.rule == "TOPIC"]
        assert (topic.where, topic.message[:43]) == (
            "Being let in",
            "5 of 6 segments answer question 1 of the gu",
        )


def test_a_theme_that_one_voice_carries_or_that_another_holds_is_named(tmp_path: Path) -> None:
    with many_answers(tmp_path) as project:
        themes.add(project, "Being let in", ["let in"])
        themes.add(project, "Talk of doors", ["doors"])
        told = [one.message for one in lint(project) if one.rule == "SUPPORT" and one.where == "Being let in"]
    assert "P1 speaks in 5 of its 6 segments." in told
    assert "6 of its 6 segments overlap with “Talk of doors”." in told
    assert "None of the 1 participants with setting = clinic is in it." in told
    assert "It rests on 2 of 3 participants." in told


def many_answers(folder: Path) -> Project:
    """Three interviews under a guide of two questions; P1 speaks five times of being let in, P2 once."""
    create_study(folder / "s.qualcode", title="T", coder="CS")
    answers = {"P1": 5, "P2": 1, "P3": 0}
    (folder / "guide.md").write_text(GUIDE, encoding="utf-8")
    for name, times in answers.items():
        lines = [f"They opened door number {at} and let me in." for at in range(times)] or ["Nothing."]
        later = "Then it went on." if name == "P1" else "They opened the door of the house and let me in."
        text = (
            f"Interviewer: How did you come into this work?\n\n{name}: {' '.join(lines)}\n\n"
            f"Interviewer: What does supervision look like for you?\n\n{name}: {later}\n"
        )
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    project = open_project(folder / "s.qualcode")
    import_files(project, [folder / "guide.md"], ImportOptions(kind="guide"))
    import_files(project, [folder / f"{name}.txt" for name in answers], ImportOptions())
    for code in ("let in", "doors"):
        codebook.add(project, code)
    passes.start(project, "hand")
    for at in range(5):
        for code in ("let in", "doors"):
            words = f"They opened door number {at} and let me in."
            coding.apply(project, code, place_quote(project, "P1", words))
    for code in ("let in", "doors"):
        coding.apply(
            project, code, place_quote(project, "P2", "They opened the door of the house and let me in.")
        )
    for name, setting in (("P1", "ward"), ("P2", "ward"), ("P3", "clinic")):
        participants.set_values(project, name, {"setting": setting})
    return project


GUIDE = "1. How did you come into this work?\n\n2. What does supervision look like for you?\n"


def test_suggestions_without_an_answer_are_named_and_may_not_count(project: Project) -> None:
    (pass_id, transcript_id, code_id) = (
        project.value(f"SELECT id FROM {table} LIMIT 1") for table in ("passes", "transcripts", "codes")
    )
    span = {"start_char": 1, "end_char": 5, "created_at": project.now()}
    with action(project, "suggest") as suggesting:
        run = suggesting.add(
            "suggestion_runs",
            pass_id=pass_id,
            method="definitions",
            settings="{}",
            fingerprint="f",
            codebook_action=1,
            created_at=project.now(),
        )
        where = {"pass_id": pass_id, "transcript_id": transcript_id, "code_id": code_id, **span}
        one = suggesting.add("suggestions", number=1, run_id=run, score=1.0, reason="r", **where)
    assert found(project, "SUGG") == [("warning", "suggestions")]
    with action(project, "damage") as damaging:
        damaging.add("codings", origin="suggestion", suggestion_id=one, **where)
    assert found(project, "SUGG") == [("error", "suggestions"), ("warning", "suggestions")]


def test_transcripts_that_got_little_attention_are_named(project: Project) -> None:
    assert found(project, "COVER") == []
    with action(project, "unapply") as taking:
        for row in project.rows(
            "SELECT k.id FROM codings k JOIN transcripts t ON t.id = k.transcript_id WHERE t.name = 'P2'"
        ):
            taking.retire("codings", [row["id"]])
    assert found(project, "COVER") == [("warning", "P2")]


def test_every_rule_of_the_method_is_there() -> None:
    table = (
        "QVER ATTR CONS IDENT CLAIM SUGG QUANT DENOM RELY SAT AGENCY NAME TOPIC VOICE DISC NEG MC COVER EDIT"
        " PROOF"
    )
    assert set(table.split()) < set(RULES)


def test_the_example_study_draws_the_planted_remarks_and_no_other(tmp_path: Path) -> None:
    with open_project(demo.run(tmp_path).project) as project:
        remarks = [(one.rule, one.level, one.where) for one in lint(project)]
    assert [one for one in remarks if one[0] != "NEG"] == [
        ("TOPIC", "warning", "Supervision"),
        ("VOICE", "warning", "P2"),
    ]


def test_a_warning_can_be_waived_with_a_reason_an_error_cannot(project: Project, tmp_path: Path) -> None:
    themes.add(project, "Supervision", ["no supervision"])
    waive(project, "TOPIC", "the journal asked for it", "Supervision")
    topic = next(one for one in lint(project) if one.rule == "TOPIC")
    assert topic.as_dict()["waived"] is True
    write_report(project, tmp_path / "report.docx")
    words = [one.text for one in docx.Document(str(tmp_path / "report.docx")).paragraphs]
    assert any(line.endswith("Waived: the journal asked for it") for line in words)
    claims.add(project, "Pay is low.", THEME)
    with pytest.raises(NotWaivable, match="is an error here"):
        waive(project, "CLAIM", "because")
    with pytest.raises(NotWaivable, match="needs a reason"):
        waive(project, "TOPIC", " ")
    with pytest.raises(NotWaivable, match="no rule 'XX'"):
        waive(project, "XX", "because")


def test_an_error_makes_a_draft_and_stops_a_public_report(project: Project, tmp_path: Path) -> None:
    claims.add(project, "Pay is low.", THEME)
    summary = write_report(project, tmp_path / "report.docx")
    assert summary.errors == 1
    word = docx.Document(str(tmp_path / "report.docx"))
    assert word.paragraphs[0].text == "DRAFT: 1 unresolved check"
    heads = {section.header.paragraphs[0].text for section in word.sections}
    assert heads == {"DRAFT: 1 unresolved check · A place on the team"}
    with pytest.raises(NotForPublic, match=r"CLAIM \(c1\)"):
        write_report(project, tmp_path / "public.docx", "public")
    assert not (tmp_path / "public.docx").exists()
