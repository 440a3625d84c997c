"""Every rule of the lint table: planted in the finished study, caught at its place and on its level."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest

from acceptance.theming import THEMES
from qualcode.export.lint import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from acceptance.desk import Desk

    At = Callable[[str], Desk]
    Plant = Callable[[Desk], object]

CREDIBILITY, BARRIERS = THEMES["Credibility"], THEMES["Barriers"]


def written(name: str, words: str) -> Plant:
    """Author's prose."""
    return lambda desk: desk.type("slots", "set", name, words)


def claimed(text: str, *support: str) -> Plant:
    """One more claim, c8."""
    codes = [word for code in support for word in ("--support", code)]
    return lambda desk: desk.type("claims", "add", text, "--theme", BARRIERS, *codes)


def typed(*words: str) -> Plant:
    """One command."""
    return lambda desk: desk.type(*words)


def in_raw(sql: str) -> Plant:
    """What no command does: the file itself is changed."""

    def change(desk: Desk) -> None:
        with closing(sqlite3.connect(desk.file)) as raw, raw:
            raw.execute(sql)

    return change


def saturated(desk: Desk) -> None:
    """A claim of saturation where none is computed."""
    desk.type("slots", "set", "report_saturation", "no")
    desk.type("slots", "set", "discussion", "Data saturation was reached after eight interviews.")


def left_open(desk: Desk) -> None:
    """Proposals that nobody decides."""
    desk.type("passes", "start", "third", "--mode", "assisted")
    desk.type("suggest", "--pass", "third", "--share", "0.02")


def one_voice(desk: Desk) -> None:
    """Of the quotes of a theme P6 has five of ten."""
    others = [one for one in desk.json("quotes", "list") if one["theme"] == CREDIBILITY]
    for one in [one for one in others if one["participant"] in {"P4", "P5"}]:
        desk.type("quotes", "remove", str(one["number"]))


def uncoded(desk: Desk) -> None:
    """An eleventh interview that nobody coded."""
    said = " ".join(f"I said thing number {at} and nobody wrote it down." for at in range(60))
    (desk.folder / "P11.txt").write_text(f"Interviewer: And?\n\nP11: {said}\n", encoding="utf-8")
    desk.type("import", "P11.txt")


def slip(desk: Desk) -> None:
    """A quote with the transcriber's slip, before the participant corrected it."""
    words = "When the marriage ended his wife kept the car and the court took his hours"
    desk.type("quotes", "add", BARRIERS, "--quote", words, "--in", "P4")


MISC: Final = "humor,tiredness,faith and meaning"

PLANTED: Final[tuple[tuple[str, str, str, str, Plant], ...]] = (
    ("QVER", "error", "q3", "written", in_raw(
        "UPDATE quote_edits SET end_char = end_char + 3000"
        " WHERE quote_id = (SELECT id FROM quotes WHERE number = 3)"
    )),
    ("ATTR", "error", "introduction", "written", written(
        "introduction", "One said “She was motivated, she was motivated to be at that bus.”"
    )),
    ("CONS", "error", "q1", "written", typed("participants", "set", "P6", "consent_quotes=no")),
    ("IDENT", "error", "c8", "written", claimed("Somebody answers at 555 013 4477.", "low pay")),
    ("CLAIM", "error", "c8", "written", claimed("Pay is low.")),
    ("SUGG", "warning", "suggestions", "written", left_open),
    ("QUANT", "warning", "c8", "written", claimed("Most participants see too many.", "caseload too high")),
    ("QUANT", "error", "c8", "written", claimed("All participants are badly paid.", "low pay")),
    ("DENOM", "error", "discussion", "written", written("discussion", "Of these, 60% were new.")),
    ("RELY", "error", "discussion", "written", written("discussion", "Intercoder reliability was high.")),
    ("RELY", "error", "discussion", "written", written("discussion", "The agreed coding had a kappa of .8.")),
    ("SAT", "error", "discussion", "written", saturated),
    ("AGENCY", "warning", "discussion", "written", written("discussion", "Four themes emerged.")),
    ("NAME", "error", "discussion", "written", written("discussion", "The theme “Shut out” says so.")),
    ("TOPIC", "warning", "Barriers", "written", typed("themes", "rename", BARRIERS, "Barriers")),
    ("VOICE", "warning", CREDIBILITY, "written", one_voice),
    ("DISC", "warning", "discussion", "written", written("discussion", "P1 said that he felt alone.")),
    ("NEG", "warning", "What is left", "written", typed("themes", "add", "What is left", "--codes", MISC)),
    ("MC", "warning", "discussion", "themed", written("discussion", "Member checking was conducted.")),
    ("COVER", "warning", "P11", "written", uncoded),
    ("EDIT", "warning", "q2", "written", typed("quotes", "edit", "2", "--omit", "don’t say that in")),
    ("PROOF", "warning", "q1", "themed", slip),
    ("SUPPORT", "warning", "Papers", "written", typed(
        "themes", "split", CREDIBILITY, "--into", "Papers=training as second credential"
    )),
)  # fmt: skip
"""(rule, level, where, state it is planted in, what is done)."""


def test_every_rule_is_planted_here() -> None:
    assert {rule for rule, *_ in PLANTED} == set(RULES)


@pytest.mark.parametrize(
    ("rule", "level", "where", "state", "plant"), PLANTED, ids=[f"{one[0]}-{one[1]}" for one in PLANTED]
)
def test_what_is_planted_is_caught_and_an_error_stops_a_public_report(
    at: At, rule: str, level: str, where: str, state: str, plant: Plant
) -> None:
    study = at(state)
    before = study.json("lint")
    assert (rule, where) not in {(one["rule"], one["where"]) for one in before}
    assert "error" not in {one["level"] for one in before}
    plant(study)
    caught = study.json("lint", code=1 if level == "error" else 0)
    assert (rule, level, where) in {(one["rule"], one["level"], one["where"]) for one in caught}
    told = study.type("report", "-o", "p.docx", "--audience", "public", code=1 if level == "error" else 0)
    assert (study.folder / "p.docx").exists() is (level == "warning")
    assert (rule in told.err) is (level == "error")


def test_a_proposal_that_counts_without_an_answer_is_an_error(at: At) -> None:
    study = at("written")
    in_raw("UPDATE suggestion_decisions SET deleted_at = created_at WHERE decision = 'accepted'")(study)
    assert ("SUGG", "error") in {(one["rule"], one["level"]) for one in study.json("lint", code=1)}
