"""A small study with one agency and one phone number in every place that can hold words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from command_line import run

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = "Zephyr Quill Center"
PHONE = "555-0142"
P1 = (
    "Interviewer: Where do you work?\n\n"
    f"P1: I work at the {AGENCY}, near the river. It is loud there. We laugh a lot, 😀 most days.\n\n"
    "Interviewer: And who helps?\n\n"
    f"P1: The people of {AGENCY} help. Ring them, it is {PHONE}, they answer. I like it.\n"
)
P2 = f"""WEBVTT

00:00:01.000 --> 00:00:04.000
<v Interviewer>Did you hear of {AGENCY}?

00:00:05.000 --> 00:00:09.000
<v Ottoline Quill>I had lunch at {AGENCY}’s kitchen. It was good.
"""
P3 = "Interviewer: How was it?\n\nP3: It was quiet. Nobody came. I read a book.\n"


def build(folder: Path) -> None:
    """Make `study.qualcode` in the current folder, through the commands."""
    do("init", "study.qualcode", "--title", "A study", "--question", "How?", "--coder", "CS")
    (folder / "P1.txt").write_text(P1, encoding="utf-8")
    (folder / "P2.vtt").write_text(P2, encoding="utf-8")
    (folder / f"P3 {AGENCY}.txt").write_text(P3, encoding="utf-8")
    do("import", "P1.txt", "P2.vtt")
    do("import", f"P3 {AGENCY}.txt", "--participant", "P3")
    do("transcripts", "rename", f"P3 {AGENCY}", "P3")
    do("participants", "set", "P1", f"agency={AGENCY}", "age=30")
    _codebook()
    _first_pass()
    _themes()
    _second_pass()
    do("slots", "set", "limitations", f"All of it happened at {AGENCY}.")
    do("memos", "add", f"They all know {AGENCY}.", "--on", "P1")


def _codebook() -> None:
    do(
        "codes",
        "add",
        "place",
        "--definition",
        f"Where it is: {AGENCY} and others.",
        "--example",
        f"at the {AGENCY}",
    )
    do("codes", "add", "help", "--use-when", "Somebody helps.")
    do("codes", "add", f"{AGENCY} lunch", "--kind", "in-vivo")
    do("codes", "retire", f"{AGENCY} lunch")
    do("codes", "edit", "help", "--definition", f"Help by {AGENCY}.")
    do("codes", "edit", "help", "--definition", "Help by people.")
    do("codes", "freeze", "early")


def _first_pass() -> None:
    do("passes", "start", "hand")
    for code, words in (
        ("place", f"I work at the {AGENCY}, near the river."),
        ("place", AGENCY + ", near"),
        ("help", f"of {AGENCY} help"),
        ("help", "they answer"),
    ):
        do("apply", code, "--quote", words, "--in", "P1", "--pass", "hand", "--memo", f"See {AGENCY}.")
    do("apply", "place", "P2:2", "--pass", "hand")
    do("apply", "help", "P3:2", "--pass", "hand")
    do("passes", "seal", "hand")


def _second_pass() -> None:
    do("passes", "start", "second", "--mode", "assisted", "--blind-to", "hand")
    do("suggest", "--pass", "second")
    do("suggest", "--pass", "second", "--method", "search", "--code", "place", "--query", AGENCY)
    do("apply", "help", "--quote", "I like it", "--in", "P1", "--pass", "second")


def _themes() -> None:
    do("themes", "add", "Where help is", "--codes", "place,help")
    do("themes", "define", "Where help is", "--essence", f"Help is at {AGENCY}.")
    do("claims", "add", f"Some named {AGENCY}.", "--theme", "Where help is", "--support", "P1:2")
    do("quotes", "add", "Where help is", "P1:2", "--reason", f"names {AGENCY}")
    do("quotes", "edit", "1", "--omit", f"{AGENCY}, near")


def do(*arguments: str) -> str:
    """A command that must go well."""
    answer = run(*arguments)
    assert answer.code == 0, (arguments, answer.err)
    return answer.out
