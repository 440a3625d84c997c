"""Steps 13 to 17 as typed: groupings, four themes, their reviews, saturation, what participants answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from acceptance.coding import rows
from acceptance.setting_up import PEOPLE

if TYPE_CHECKING:
    from acceptance.desk import Desk

THEMES: Final = {row["key"]: row["name"] for row in rows("themes.csv") if row["key"] != "miscellaneous"}
CODES: Final = {row["key"]: row["codes"].split(";") for row in rows("themes.csv")}
GIVEN_UP: Final = "Keeping going"
"""A candidate that was not kept."""

ANSWERED: Final = {
    "P1": "--confirmed",
    "P3": "--confirmed",
    "P4": "--corrected",
    "P5": "--confirmed",
    "P6": "--replied",
    "P8": "--corrected",
    "P9": "--confirmed",
}
"""Who replied to the pack, and how; from the others nothing came back."""


def group(desk: Desk) -> None:
    """Step 13: looked at twice."""
    desk.days_later(1)
    desk.type("themes", "cluster", "--json", keep="groups")
    desk.type("themes", "cluster", "--json", keep="groups again")
    desk.type("themes", "cluster", keep="groups in words")
    desk.type("themes", "cluster", "--by", "cooccurrence", "--json", keep="groups by neighbours")


def take_over(desk: Desk) -> None:
    """One group becomes a candidate, put right by hand."""
    groups = next(cut["groups"] for cut in desk.said["groups"].json["k"] if cut["k"] == 6)
    wanted = set(CODES["Supervision"])
    at = max(range(len(groups)), key=lambda one: len(wanted & set(groups[one]["codes"])))
    desk.type("themes", "add", THEMES["Supervision"], "--from-group", f"6:{at + 1}")
    found = set(groups[at]["codes"])
    for code in sorted(found - wanted):
        desk.type("themes", "move", code, "--out", "--reason", "Another matter.")
    for code in sorted(wanted - found):
        desk.type("themes", "move", code, THEMES["Supervision"], "--reason", "About being looked after.")


def develop(desk: Desk) -> None:
    """Step 14: more candidates by hand."""
    for key in ("Credibility", "Barriers", "Scope"):
        _add(desk, THEMES[key], CODES[key])
    _add(desk, GIVEN_UP, CODES["miscellaneous"])
    desk.type("themes", "drop", GIVEN_UP, "--reason", "It answers neither question.")
    take_over(desk)


def review(desk: Desk) -> None:
    """Every theme is read against its passages, then against everything."""
    desk.days_later(4)
    for row in rows("contrary.csv"):
        where = place(desk, row["transcript"], row["quote"])
        words = ("--verdict", "contrary", "--at", where, "--reason", "The past buys nothing by itself.")
        desk.type("themes", "review", row["theme"], "--level", "1", *words)
    for key, name in THEMES.items():
        desk.type("themes", "review", name, "--level", "1", "--sign-off")
        desk.days_later(1)
        if key != "Credibility":
            searched = "Searched all ten for but, except and never within the theme."
            desk.type("themes", "review", name, "--level", "2", "--searched", searched)
        desk.type("themes", "review", name, "--level", "2", "--sign-off")


def _add(desk: Desk, name: str, codes: list[str]) -> None:
    desk.type("themes", "add", name, *(word for code in codes for word in ("--code", code)))


def place(desk: Desk, name: str, words: str) -> str:
    """The address of some words."""
    start = desk.type("transcripts", "text", name).out.index(words)
    return f"{name}@{start}-{start + len(words)}"


def define(desk: Desk) -> None:
    """Step 15."""
    desk.days_later(2)
    for row in rows("themes.csv"):
        if row["key"] in THEMES:
            said = [(f"--{what}", row[what]) for what in ("essence", "includes", "excludes", "answers")]
            desk.type("themes", "define", row["name"], *(word for pair in said for word in pair))
            desk.type("themes", "finalize", row["name"])
    desk.type("themes", "map", "-o", "map.svg")


def assess(desk: Desk) -> None:
    """Step 16, with the author's wish to have it printed."""
    desk.type("saturation", "--json", keep="saturation")
    desk.type("saturation", keep="saturation in words")
    desk.type("slots", "set", "report_saturation", "yes")


def ask_back(desk: Desk) -> None:
    """Step 17: ten packs, seven replies, two corrections, and what followed from each."""
    desk.days_later(5)
    desk.type("membercheck", "pack", "-o", "packs", "--format", "md", "--json", keep="packs")
    for name in PEOPLE:
        desk.type("membercheck", "log", name, "--sent", "--on", "2026-05-11")
    for name in PEOPLE:
        if name not in ANSWERED:
            desk.type("membercheck", "log", name, "--no-reply", "--on", "2026-06-02")
    for name, answer in ANSWERED.items():
        changed = {"P4": ("--changed", "transcript"), "P8": ("--changed", "theme")}.get(name, ())
        desk.type("membercheck", "log", name, answer, "--on", "2026-05-20", *changed)
    _correct_the_slip(desk)
    includes = "Telling; honesty about setbacks; being tested, by clients and staff; the contrary view."
    desk.type("themes", "define", THEMES["Credibility"], "--includes", includes)
    desk.type("themes", "finalize", THEMES["Credibility"])
    desk.type("passes", "seal", "agreed", "--yes")


def _correct_the_slip(desk: Desk) -> None:
    heard = desk.type("transcripts", "text", "P4").out.replace("took his hours", "took his house")
    (desk.folder / "corrected").mkdir()
    (desk.folder / "corrected" / "P4.txt").write_text(heard, encoding="utf-8")
    desk.type("transcripts", "replace", "P4", "corrected/P4.txt", "--json", keep="correction")
    desk.type("transcripts", "verify", "P4", "--share", "100", "--by", "CS")
