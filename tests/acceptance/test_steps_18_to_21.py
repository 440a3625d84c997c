"""Steps 18 to 21: claims, quotes, the shortlist, lint and checklists."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import docx
import pytest

from acceptance.claiming import CLAIMS, THREE, UNNAMED
from acceptance.coding import rows
from acceptance.desk import truth
from acceptance.theming import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from acceptance.desk import Desk

    At = Callable[[str], Desk]

PLANTED = rows("quotes.csv")


def remarks(study: Desk, rule: str) -> list[tuple[str, str]]:
    """(level, where) of every remark of a rule; lint ends with 1 while an error remains."""
    found = study.json("lint", code=1 if _errors(study) else 0)
    return [(one["level"], one["where"]) for one in found if one["rule"] == rule]


def _errors(study: Desk) -> bool:
    with study.seated():
        from command_line import run

        return run("lint").code == 1


def test_step_18_citations_are_generated_from_the_passages(at: At) -> None:
    claims = at("claimed").json("claims", "list")
    assert claims[0]["citation"] == "(P3, P5, P6, P8)"
    assert claims[0]["sentence"] == f"{CLAIMS[0][1].removesuffix('.')} (P3, P5, P6, P8)."
    agreed = truth()["agreed"]["spans"]
    for claim, (_, _, code) in zip(claims, CLAIMS, strict=False):
        heard = {who for who, name, *_ in agreed if name == code}
        assert claim["participants"] == sorted(heard, key=lambda who: int(who[1:]))
    assert (claims[-1]["text"], claims[-1]["citation"]) == (THREE, "(P5, P6, P7)")
    assert all(one["quantifier"]["fits"] for one in claims)


@pytest.mark.parametrize(
    ("text", "theme", "code", "rule", "level"),
    [
        ("Most participants had sat in that chair.", "Credibility", "sat in that chair", "QUANT", "warning"),
        ("All participants wanted one.", "Supervision", "supervisor who has been there", "QUANT", "error"),
        ("Pay is low.", "Barriers", "", "CLAIM", "error"),
    ],
)
def test_step_18_words_that_do_not_fit_the_count_are_caught(
    at: At, text: str, theme: str, code: str, rule: str, level: str
) -> None:
    study = at("claimed")
    support = ("--support", code) if code else ()
    study.type("claims", "add", text, "--theme", THEMES[theme], *support)
    assert remarks(study, rule) == [(level, "c8")]
    public = ("report", "-o", "public.docx", "--audience", "public")
    told = study.type(*public, code=1 if level == "error" else 0)
    assert (study.folder / "public.docx").exists() is (level == "warning")
    assert (rule in told.err) is (level == "error")


def test_step_19_a_quote_is_the_planted_one(at: At) -> None:
    found = at("written").json("quotes", "list")
    assert Counter(one["participant"] for one in found) == Counter(
        {who: n for who, n in truth()["quotes"]["by_participant"].items() if n}
    )
    assert Counter(one["form"] for one in found) == {"block": 12, "inline": 22}
    told = {one["quotation"]: (one["transcript"], one["form"], str(one["words"])) for one in found}
    assert told == {row["quote"]: (row["transcript"], row["form"], row["words"]) for row in PLANTED}
    assert all(one["verified"] for one in found)


def test_step_19_thirty_nine_words_stand_inline_and_forty_as_a_block(at: At) -> None:
    found = {one["words"]: one for one in at("written").json("quotes", "list") if one["words"] in {39, 40}}
    assert re.fullmatch(r"“[^”]+” \(P3\)\.", found[39]["rendered"], flags=re.DOTALL)
    assert "“" not in found[40]["rendered"]
    assert found[40]["rendered"].endswith("knows that steam. (P6)")
    assert (found[39]["form"], found[40]["form"]) == ("inline", "block")


def test_step_19_the_id_stands_once_and_outside_the_marks(at: At) -> None:
    for one in at("written").json("quotes", "list"):
        who = re.escape(f"({one['participant']})")
        assert len(re.findall(who, one["rendered"])) == 1
        behind = rf"[.?!…”’\]] {who}$" if one["form"] == "block" else rf"[”] {who}\.$"
        assert re.search(behind, one["rendered"]), one["rendered"]


def test_step_19_an_id_inside_the_marks_of_authors_prose_is_an_error_with_its_place(at: At) -> None:
    study = at("written")
    study.type("slots", "set", "introduction", f"It was so: “{UNNAMED['quote'].rstrip('.')} (P3).”")
    (found,) = [one for one in study.json("lint", code=1) if one["rule"] == "ATTR"]
    assert "has its ID inside the marks" in found["message"]
    assert re.search(r"its words stand at P3@4683-47\d\d", found["message"])


def test_step_19_a_bare_quotation_in_prose_blocks_and_its_source_is_proposed(at: At) -> None:
    study = at("written")
    (found,) = [one for one in study.said["lint of the bare quote"].json if one["level"] == "error"]
    assert (found["rule"], found["where"]) == ("ATTR", "introduction")
    assert "its words stand at P3:66" in found["message"]
    mended = next(one for one in study.json("quotes", "list") if one["quotation"] == UNNAMED["quote"])
    assert (mended["address"], mended["participant"]) == ("P3:66", "P3")
    assert remarks(study, "ATTR") == []


def test_step_19_omissions_have_the_right_points(at: At) -> None:
    before = {one["quotation"]: one["rendered"] for one in at("quoted").said["without pauses"].json}
    after = {one["quotation"]: one["rendered"] for one in at("written").json("quotes", "list")}
    cut = [row for row in PLANTED if row["omit"]]
    assert len(cut) == truth()["quotes"]["quotes_with_omissions"] == 7
    assert sum(len(row["omit"].split(" || ")) for row in cut) == truth()["quotes"]["omissions"] == 8
    points = {quote: re.findall(r"[.,] ?\. \. \.|\w \. \. \.", said) for quote, said in before.items()}
    for row in cut:
        printed = after[row["quote"]]
        assert "[. . .]" in printed
        assert not re.search(r"(?<!\[)\. \. \.", printed)
        if row["transcript"] != "P7":
            assert points[row["quote"]], row["quote"]
            assert "[" not in before[row["quote"]]
    whole = next(row["quote"] for row in cut if row["omit"] == "That is what I mean to say,")
    assert "it was allowed. . . . I had thought" in before[whole]
    assert "it was allowed. [. . .] I had thought" in after[whole]
    inside = next(row["quote"] for row in cut if row["omit"] == "with a tablet")
    assert "because a lady came . . . to ask" in before[inside]


def test_step_19_pauses_of_the_transcript_are_printed_as_they_stand_with_a_legend(at: At) -> None:
    study = at("written")
    pausing = [one for one in study.json("quotes", "list") if "..." in one["quotation"]]
    assert [one["participant"] for one in pausing] == ["P7"]
    assert "do something... and the thing to do" in pausing[0]["rendered"]
    study.type("report", "-o", "r.md")
    printed = (study.folder / "r.md").read_text(encoding="utf-8").replace("\\", "")
    assert "In quotations, [. . .] marks words left out; points without brackets are pauses" in printed


def test_step_19_whoever_agreed_to_no_quotation_is_not_quoted(at: At) -> None:
    study = at("quoted")
    listed = study.json("quotes", "shortlist", THEMES["Barriers"], "-n", "500")
    assert listed["eligible"] == len(listed["entries"]) > 50
    assert {one["participant"] for one in listed["entries"]} == {"P1", "P3", "P4", "P7", "P8", "P9", "P10"}
    barrier = next(
        one
        for one in study.json("codings", "list", "--pass", "agreed", "--in", "P2")
        if one["code"] == "low pay"
    )
    told = study.type("quotes", "add", THEMES["Barriers"], barrier["address"], code=1)
    assert "P2 does not allow verbatim quotes" in told.err
    assert barrier["quotation"] not in told.err


def test_step_19_a_word_altered_in_the_file_fails_the_check(at: At) -> None:
    study = at("written")
    study.type("quotes", "verify")
    with closing(sqlite3.connect(study.file)) as raw, raw:
        raw.execute(
            "UPDATE quote_edits SET end_char = end_char + 3000 WHERE quote_id ="
            " (SELECT id FROM quotes WHERE number = 3)"
        )
    told = study.json("quotes", "verify", code=1)
    assert [one["number"] for one in told if not one["verified"]] == [3]
    assert remarks(study, "QVER") == [("error", "q3")]


def test_step_19_a_word_altered_in_the_manuscript_is_shown(at: At) -> None:
    study = at("written")
    study.type("report", "-o", "r.docx")
    study.type("verify", "r.docx")
    document = docx.Document(str(study.folder / "r.docx"))
    changed = 0
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if "bus barn" in run.text:
                run.text, changed = run.text.replace("bus barn", "train barn"), changed + 1
    document.save(str(study.folder / "edited.docx"))
    assert changed
    found = study.json("verify", "edited.docx", code=1)
    wrong = [one for one in found["quotes"] if one["status"] not in {"verbatim", "edited", "skipped"}]
    assert {one["status"] for one in wrong} == {"altered"}
    assert {one["participant"] for one in wrong} == {"P6"}
    assert all("bus" in one["difference"] and "train" in one["difference"] for one in wrong)


def test_step_20_the_order_is_reproducible_and_every_part_of_a_score_is_shown(at: At) -> None:
    study = at("quoted")
    first = study.type("quotes", "shortlist", THEMES["Credibility"], "--json").out
    assert study.type("quotes", "shortlist", THEMES["Credibility"], "--json").out == first
    told = study.json("quotes", "shortlist", THEMES["Credibility"])
    assert len(told["entries"]) == 6
    scores = [one["score"] for one in told["entries"]]
    assert scores == sorted(scores, reverse=True)
    for one in told["entries"]:
        assert set(one["parts"]) == {"fit", "voice", "clarity", "spread", "distinctness", "length"}
        assert one["score"] == pytest.approx(sum(one["parts"].values()) * (1 - 0.5 * bool(one["risk"])))


def test_step_20_top_voice_and_effective_voices_are_the_counted_ones(at: At) -> None:
    told = at("quoted").json("quotes", "shortlist", THEMES["Credibility"])
    voices: dict[str, Any] = told["voices"]
    assert voices["by_speaker"] == {"P6": 5, "P3": 3, "P5": 3, "P4": 2, "P8": 1, "P9": 1}
    assert (round(voices["effective"], 2), voices["top_share"]) == (4.59, pytest.approx(5 / 15))
    words = at("quoted").words("quotes", "shortlist", THEMES["Credibility"])
    assert f"{told['eligible']} eligible passages from 6 of 10 participants" in words
    assert "15 chosen from 6, top voice P6 33%, 4.59 effective voices" in words
    assert "suitability for illustration, not truth or importance" in words


@pytest.mark.parametrize(("state", "effective", "total"), [("quoted", 7.21, 33), ("written", 7.05, 34)])
def test_step_20_effective_voices_over_all_quotes(at: At, state: str, effective: float, total: int) -> None:
    told = next(one for one in at(state).json("reviewer2") if "articulate participant" in str(one))
    assert f"{total} quotes, {effective} effective voices." in str(told)


def test_step_21_themes_that_act_by_themselves_are_caught(at: At) -> None:
    study = at("written")
    assert remarks(study, "AGENCY") == []
    study.type("slots", "set", "discussion", "Four themes emerged from the interviews.")
    assert remarks(study, "AGENCY") == [("warning", "discussion")]


def test_step_21_nothing_else_is_remarked_than_was_planted(at: At) -> None:
    found = [(one["rule"], one["where"], one["level"]) for one in at("written").json("lint")]
    assert found == [
        ("TOPIC", "Supervision", "warning"),
        ("VOICE", "P2", "warning"),
        ("DISC", "introduction", "warning"),
    ]


def test_step_21_coreq_has_thirty_two_rows_and_none_is_blank(at: At) -> None:
    study = at("written")
    listed = study.json("checklist", "coreq")
    assert [one["number"] for one in listed] == [str(number) for number in range(1, 33)]
    assert all(one["answer"] and one["section"] and one["filled"] for one in listed)
    study.type("checklist", "coreq", "-o", "coreq.docx")
    (table, *_) = docx.Document(str(study.folder / "coreq.docx")).tables
    printed = [[cell.text for cell in row.cells] for row in table.rows]
    numbered = [row for row in printed if row[0].isdigit()]
    assert len(numbered) == 32
    assert all(all(cell.strip() for cell in row) for row in numbered)


def test_step_21_an_item_without_an_answer_says_why(at: At) -> None:
    listed = at("themed").json("checklist", "coreq")
    open_ones = [one for one in listed if not one["filled"]]
    assert len(open_ones) > 10
    assert all("because" in one["answer"] for one in open_ones)
