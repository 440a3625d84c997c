"""Every row of the quote rules (`method.md` 3.7): typed, listed, and as it stands in the Word report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from acceptance.desk import FILE, Desk
from acceptance.reporting import opened

if TYPE_CHECKING:
    from pathlib import Path

THEME: Final = "Earning a place"
LONG: Final = " ".join(f"they asked me for form number {at} and I said no" for at in range(4))
"""44 words, in four parts that differ by their number."""

ROWS: Final[tuple[tuple[str, str, tuple[tuple[str, ...], ...], str], ...]] = (
    ("under 40 words", "They never asked us.", (), "“They never asked us” (P5)."),
    ("a question mark stays inside", "Who would ask us?", (), "“Who would ask us?” (P5)."),
    ("40 words or more", f"{LONG}.", (), f"{LONG}. (P5)"),
    (
        "40 words that are 39 after an omission",
        f"{' '.join(LONG.split()[:40])}.",
        (("--omit", "1"),),
        f"“{' '.join(LONG.split()[:40]).replace(' 1 ', ' . . . ')}” (P5).",
    ),
    (
        "omission inside a sentence",
        "They came late on most days and left.",
        (("--omit", "on most days"),),
        "“They came late . . . and left” (P5).",
    ),
    (
        "omission across a sentence end",
        "I was new. I knew nobody. Then it changed.",
        (("--omit", "I knew nobody."),),
        "“I was new. . . . Then it changed” (P5).",
    ),
    ("the start is cut", "Well, I was new there.", (("--omit", "Well,"),), "“I was new there” (P5)."),
    ("the end is cut", "I was new there, you know.", (("--omit", ", you know"),), "“I was new there” (P5)."),
    (
        "clarification",
        "He told them, and they laughed.",
        (("--insert", "the team", "--at", "them"),),
        "“He told them [the team], and they laughed” (P5).",
    ),
    (
        "slip that is on the recording",
        "I was older that she was.",
        (("--insert", "sic", "--at", "that"),),
        "“I was older that [sic] she was” (P5).",
    ),
    ("redaction", "They sent me to [agency 1] again.", (), "“They sent me to [agency 1] again” (P5)."),
    ("nonverbal", "It was [laughs] my place.", (), "“It was [laughs] my place” (P5)."),
    ("quote within quote", "She said “not now” and left.", (), "“She said ‘not now’ and left” (P5)."),
    ("dialect and profanity", "ain't no damn help, is it", (), "“ain't no damn help, is it” (P5)."),
)
"""(row, what was said, edits, what is printed)."""

PAUSED: Final = "So... I was new there. I knew nobody. Then it changed."


def study_of(folder: Path, *said: str) -> Desk:
    """P5 said each of it; all of it is coded and in one theme."""
    folder.mkdir()
    desk = Desk(folder)
    desk.type("init", FILE, "--title", "Rules", "--question", "Q?", "--coder", "CS")
    turns = [f"Interviewer: And?\n\nP5: {one}\n" for one in said]
    (folder / "P5.txt").write_text("\n".join(turns), encoding="utf-8")
    desk.type("import", "P5.txt")
    desk.type("codes", "add", "place", "--definition", "About one's place.")
    desk.type("passes", "start", "hand")
    for one in said:
        desk.type("apply", "place", "--quote", one, "--in", "P5")
    desk.type("passes", "seal", "hand")
    desk.type("themes", "add", THEME, "--codes", "place")
    return desk


def printed(desk: Desk) -> list[tuple[str, str]]:
    """(style, words) of the paragraphs of the report."""
    desk.type("report", "-o", "r.docx")
    found = opened(desk.folder / "r.docx").paragraphs
    return [(one.style.name or "", one.text.replace("\xa0", " ")) for one in found if one.style]


@pytest.mark.parametrize(("row", "said", "edits", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_quote_is_printed_as_the_row_says(
    tmp_path: Path, row: str, said: str, edits: tuple[tuple[str, ...], ...], expected: str
) -> None:
    desk = study_of(tmp_path / "study", said)
    desk.type("quotes", "add", THEME, "--quote", said, "--in", "P5")
    for edit in edits:
        desk.type("quotes", "edit", "1", *edit)
    (one,) = desk.json("quotes", "list")
    assert one["rendered"] == expected, row
    assert one["verified"]
    style = "Quote Block" if one["form"] == "block" else "Claim"
    assert (style, expected) in printed(desk)
    assert one["form"] == ("block" if one["words"] >= 40 else "inline")


def test_where_pauses_are_points_omissions_are_bracketed_and_a_legend_says_so(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", PAUSED, "They came late on most days and left.")
    desk.type("quotes", "add", THEME, "--quote", "They came late on most days and left.", "--in", "P5")
    desk.type("quotes", "edit", "1", "--omit", "on most days")
    found = printed(desk)
    assert ("Claim", "“They came late [. . .] and left” (P5).") in found
    legend = "In quotations, [. . .] marks words left out; points without brackets are pauses as transcribed."
    assert ("Note", legend) in found


def test_several_quotes_in_one_paragraph_carry_an_id_each(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", "They never asked us.", "I knew nobody.")
    desk.type("claims", "add", "One participant was left alone.", "--theme", THEME, "--support", "place")
    for said in ("They never asked us.", "I knew nobody."):
        desk.type("quotes", "add", THEME, "--quote", said, "--in", "P5", "--claim", "1")
    assert (
        "Claim",
        "One participant was left alone (P5). “They never asked us” (P5). “I knew nobody” (P5).",
    ) in printed(desk)


def test_an_id_in_the_lead_in_of_authors_prose_is_not_repeated(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", "They never asked us.")
    desk.type("slots", "set", "discussion", "P5 said, “They never asked us.”")
    assert [one for one in desk.json("lint") if one["rule"] == "ATTR"] == []
    assert ("Normal", "P5 said, “They never asked us.”") in printed(desk)
    desk.type("verify", "r.docx")


def test_an_id_in_a_claims_lead_in_is_not_repeated_and_the_next_quote_has_its_own(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", "They never asked us.", "I knew nobody.")
    desk.type("claims", "add", "One was left alone. As P5 said:", "--theme", THEME, "--support", "place")
    for said in ("They never asked us.", "I knew nobody."):
        desk.type("quotes", "add", THEME, "--quote", said, "--in", "P5", "--claim", "1")
    lead = "One was left alone. As P5 said: “They never asked us.” “I knew nobody” (P5)."
    assert ("Claim", lead) in printed(desk)
    assert [one for one in desk.json("lint") if one["rule"] == "ATTR"] == []
    desk.type("verify", "r.docx")


def test_a_lead_in_in_an_earlier_paragraph_does_not_count_for_a_block(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", f"{LONG}.")
    desk.type("claims", "add", "One was left alone. As P5 said:", "--theme", THEME, "--support", "place")
    desk.type("quotes", "add", THEME, "--quote", f"{LONG}.", "--in", "P5", "--claim", "1")
    found = printed(desk)
    assert ("Claim", "One was left alone. As P5 said:") in found
    assert ("Quote Block", f"{LONG}. (P5)") in found


@pytest.mark.parametrize(
    ("file", "printed_as"), [("r.md", "older that [*sic*] she"), ("r.html", "older that [<em>sic</em>] she")]
)
def test_sic_is_italic_and_found_again(tmp_path: Path, file: str, printed_as: str) -> None:
    desk = study_of(tmp_path / "study", "I was older that she was.")
    desk.type("quotes", "add", THEME, "--quote", "I was older that she was.", "--in", "P5")
    desk.type("quotes", "edit", "1", "--insert", "sic", "--at", "that")
    desk.type("report", "-o", file)
    shown = (desk.folder / file).read_text(encoding="utf-8")
    assert printed_as in shown.replace("\\[", "[").replace("\\]", "]").replace("</span>", "")
    desk.type("verify", file)
    desk.type("report", "-o", "r.docx")
    (quoted,) = (one for one in opened(desk.folder / "r.docx").paragraphs if "[sic]" in one.text)
    emphasized = [one.text for one in quoted.runs if one.font.italic or one.style.font.italic]
    assert emphasized == ["sic"], [(one.text, one.style.name) for one in quoted.runs]


CLEANED: Final = (
    ("um, uh", "um,", "I was, um, new there.", "“I was, new there” (P5)."),
    ("um, uh", "Um,", "Um, I was new there.", "“I was new there” (P5)."),
    ("um, you know", "you know", "I was you know new.", "“I was new” (P5)."),
    ("false starts", "I was,", "I was, I felt new.", "“I felt new” (P5)."),
)
"""(declared rule, left out, what was said, what is printed)."""


@pytest.mark.parametrize(("rule", "filler", "said", "expected"), CLEANED)
def test_fillers_go_without_a_sign_under_a_declared_rule_that_is_printed(
    tmp_path: Path, rule: str, filler: str, said: str, expected: str
) -> None:
    desk = study_of(tmp_path / "study", said)
    desk.type("slots", "set", "light_cleaning", rule)
    desk.type("quotes", "add", THEME, "--quote", said, "--in", "P5")
    desk.type("quotes", "edit", "1", "--clean", filler)
    (one,) = desk.json("quotes", "list")
    assert (one["rendered"], one["verified"]) == (expected, True)
    assert [(edit["kind"], edit["words"]) for edit in one["edits"]] == [("clean", filler)]
    found = printed(desk)
    assert ("Claim", expected) in found
    note = f"Quotations are lightly cleaned: {rule} may be left out without a sign."
    assert ("Note", note) in found
    (judged,) = (one for one in desk.json("verify", "r.docx")["quotes"] if one["quote"] == 1)
    assert (judged["status"], judged["difference"]) == ("edited", f"cleaned of “{filler}”")


@pytest.mark.parametrize(
    ("rule", "words", "told"),
    [("", "um,", "nothing yet"), ("um, uh", "not", "um, uh"), ("false starts", "um,", "false starts")],
)
def test_what_no_rule_names_is_not_cleaned_away(tmp_path: Path, rule: str, words: str, told: str) -> None:
    desk = study_of(tmp_path / "study", "I was, um, not new there.")
    desk.type("quotes", "add", THEME, "--quote", "I was, um, not new there.", "--in", "P5")
    desk.type("slots", "set", "light_cleaning", rule)
    refused = desk.type("quotes", "edit", "1", "--clean", words, code=1)
    assert f"it names {told}." in refused.err
    assert desk.json("quotes", "list")[0]["edits"] == []


def test_a_rule_that_is_taken_back_makes_cleaned_quotes_an_error(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", "I was, um, new there.")
    desk.type("slots", "set", "light_cleaning", "um")
    desk.type("quotes", "add", THEME, "--quote", "I was, um, new there.", "--in", "P5")
    desk.type("quotes", "edit", "1", "--clean", "um,")
    desk.type("slots", "set", "light_cleaning", "")
    errors = [one for one in desk.json("lint", code=1) if one["rule"] == "EDIT"]
    assert [(one["where"], one["level"]) for one in errors] == [("q1", "error")]


@pytest.mark.parametrize("file", ["r.docx", "r.md", "r.html"])
def test_a_translated_quote_names_its_translator_and_the_original_stands_in_the_index(
    tmp_path: Path, file: str
) -> None:
    desk = study_of(tmp_path / "study", "Uns hat nie jemand gefragt.")
    desk.type("quotes", "add", THEME, "--quote", "Uns hat nie jemand gefragt.", "--in", "P5")
    desk.type("quotes", "edit", "1", "--translation", "Nobody ever asked us.", "--by", "CS")
    (one,) = desk.json("quotes", "list")
    expected = "“Nobody ever asked us” (P5, translated by CS)."
    assert (one["rendered"], one["form"], one["words"]) == (expected, "inline", 4)
    assert (one["participant"], one["quotation"]) == ("P5", "Uns hat nie jemand gefragt.")
    assert one["verified"]
    assert ("Claim", expected) in printed(desk)
    assert [one for one in desk.json("lint") if one["rule"] in {"ATTR", "QVER"}] == []
    tables = opened(desk.folder / "r.docx").tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert ["q1", "P5", "Uns hat nie jemand gefragt.", "CS"] in rows
    desk.type("report", "-o", file)
    (judged,) = (one for one in desk.json("verify", file)["quotes"] if one["quote"] == 1)
    assert judged["difference"] == "translated by CS from “Uns hat nie jemand gefragt.”"


def test_a_translation_is_of_the_whole_and_nothing_else_is_edited_beside_it(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", "Uns hat nie jemand gefragt.")
    desk.type("quotes", "add", THEME, "--quote", "Uns hat nie jemand gefragt.", "--in", "P5")
    desk.type("quotes", "edit", "1", "--translation", "Nobody.", code=2)
    desk.type("quotes", "edit", "1", "--translation", "Nobody asked us.", "--by", "CS")
    for edit in (("--omit", "nie"), ("--insert", "the team")):
        desk.type("quotes", "edit", "1", *edit, code=2)
    desk.type("quotes", "edit", "1", "--clear")
    assert desk.json("quotes", "list")[0]["rendered"] == "“Uns hat nie jemand gefragt” (P5)."


def test_withdrawal_takes_the_translation_with_the_words(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", "Uns hat nie jemand gefragt.")
    desk.type("quotes", "add", THEME, "--quote", "Uns hat nie jemand gefragt.", "--in", "P5")
    desk.type("quotes", "edit", "1", "--translation", "Nobody ever asked us.", "--by", "CS")
    desk.type("withdraw", "P5", "--mode", "erase", "--yes")
    assert desk.rows("SELECT inserted FROM quote_edits WHERE inserted <> ''") == []


def test_a_phrase_of_several_stands_in_marks_before_their_citation(tmp_path: Path) -> None:
    desk = study_of(tmp_path / "study", "I was the spare chair there.")
    said = "One participant felt like “the spare chair there”."
    desk.type("claims", "add", said, "--theme", THEME, "--support", "place")
    assert ("Claim", "One participant felt like “the spare chair there” (P5).") in printed(desk)
    assert [one for one in desk.json("lint") if one["rule"] == "ATTR"] == []
