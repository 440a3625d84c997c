"""Steps 18 to 21 as typed: claims, quotes, the authors' own words, checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from acceptance.coding import rows
from acceptance.theming import THEMES, place

if TYPE_CHECKING:
    from acceptance.desk import Desk

CLAIMS: Final = (
    (
        "Credibility",
        "Some participants said that people open up where no white coat asks.",
        "no white coat",
    ),
    ("Credibility", "Most participants were tested by the people they wanted to help.", "tested by clients"),
    ("Credibility", "One participant held that a past is no qualification.", "experience is not enough"),
    ("Barriers", "Most participants could find no housing for anybody.", "housing out of reach"),
    ("Barriers", "A few participants had more people to see than hours.", "caseload too high"),
    (
        "Supervision",
        "About half of the participants asked for somebody who has been there.",
        "supervisor who has been there",
    ),
)
"""Theme, sentence, and the code whose passages all speak for it."""

THREE: Final = "A few participants said plainly what they are not."
"""A claim on single passages, one of each of three people."""

OF_THREE: Final = ("P5", "P6", "P7")
UNNAMED: Final = next(row for row in rows("quotes.csv") if row["attributed"] == "no")
"""The quotation that the manuscript gives to nobody."""

PROSE: Final = {
    "orientation": "inductive",
    "researcher_position": "I am a nurse by training and have never worked as a peer.",
    "data_protection": "The recordings were erased once the transcripts had been checked.",
    "sample_adequacy": "the question is narrow and the accounts were long",
    "discussion": "I read these themes together with what earlier studies report about the role.",
    "limitations": "All interviews were held in one region.",
} | {f"closing: {name}": "It answers the question in part." for name in THEMES.values()}
"""What the author writes into the report."""


def claim(desk: Desk) -> None:
    """Step 18."""
    desk.days_later(3)
    for key, text, code in CLAIMS:
        desk.type("claims", "add", text, "--theme", THEMES[key], "--support", code)
    listed = desk.json("codings", "list", "--pass", "agreed", "--code", "what I am not")
    first = {one["participant"]: one["address"] for one in reversed(listed)}
    support = [word for name in OF_THREE for word in ("--support", first[name])]
    desk.type("claims", "add", THREE, "--theme", THEMES["Scope"], *support)
    against = rows("contrary.csv")[0]
    desk.type("claims", "contrary", "c2", place(desk, against["transcript"], against["quote"]))


def quote(desk: Desk) -> None:
    """Step 19: what names its speaker; the transcript with pauses written as points comes last."""
    chosen = [row for row in rows("quotes.csv") if row["attributed"] == "yes"]
    for row in sorted(chosen, key=lambda row: row["transcript"] == "P7"):
        if row["transcript"] == "P7" and "without pauses" not in desk.said:
            desk.type("quotes", "list", "--json", keep="without pauses")
        _choose(desk, row)


def _choose(desk: Desk, row: dict[str, str]) -> None:
    words = ("--quote", row["quote"], "--in", row["transcript"], "--reason", row["reason"])
    number = desk.json("quotes", "add", row["theme"], *words)["number"]
    for omitted in filter(None, row["omit"].split(" || ")):
        desk.type("quotes", "edit", str(number), "--omit", omitted)


def write(desk: Desk) -> None:
    """The author's prose, first with words that name nobody, then mended as `lint` proposes."""
    for name, text in PROSE.items():
        desk.type("slots", "set", name, text)
    bare = f"One of them said it in a sentence: “{UNNAMED['quote']}”"
    desk.type("slots", "set", "introduction", bare)
    desk.type("lint", "--json", keep="lint of the bare quote", code=1)
    _choose(desk, UNNAMED)
    named = f"One of them said it in a sentence: “{UNNAMED['quote'].rstrip('.')}” (P3)."
    desk.type("slots", "set", "introduction", named)


def report(desk: Desk) -> None:
    """Steps 22 and 23: for the team, and for everybody."""
    desk.days_later(1)
    desk.type("report", "-o", "report.docx")
    desk.type("report", "-o", "public.docx", "--audience", "public")


def withdraw(desk: Desk) -> None:
    """Step 25: the consent form lets participants have everything erased; one does."""
    desk.days_later(30)
    desk.type("withdraw", "--clause", "Until the report is out.", "--until", "2026-12-31")
    desk.type("withdraw", "P7", "--mode", "erase", "--yes", keep="withdraw")


def answer(desk: Desk) -> None:
    """Step 21: what no record holds is asked once."""
    for item in desk.json("checklist", "coreq"):
        if item["status"] == "ask":
            desk.type("checklist", "coreq", "--set", f"{item['number']}=Told in the protocol of the study.")
