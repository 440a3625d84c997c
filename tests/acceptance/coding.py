"""Steps 7 to 12 as typed: a pass by hand, a second with suggestions, their comparison, an agreed coding."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from acceptance.commented import commented
from acceptance.setting_up import EXAMPLE, PEOPLE, replaced

if TYPE_CHECKING:
    from command_line import Document

    from acceptance.desk import Desk

IN_WORD: Final = ("P1", "P2", "P3", "P6", "P8")
"""Coded on paper and in Word; the others are typed."""

TYPED: Final = tuple(name for name in PEOPLE if name not in IN_WORD)
PUT_OFF: Final = 5
"""Of the rejected suggestions, this many are left for later instead."""


def rows(name: str) -> list[dict[str, str]]:
    """A table of the example, its words as they are after de-identifying."""
    text = replaced((EXAMPLE / name).read_text(encoding="utf-8"))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def define(desk: Desk) -> None:
    """The codebook as it stood when coding began: also names that only one pass was to use."""
    desk.type("codes", "import", str(EXAMPLE / "codebook.csv"))
    desk.type("codes", "import", str(EXAMPLE / "codebook-pass-names.csv"))


def code_by_hand(desk: Desk) -> None:
    """Steps 7 and 8."""
    desk.days_later(3)
    desk.type("passes", "start", "hand")
    coded: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("codings-hand.csv"):
        coded[row["transcript"]].append(row)
    for name in PEOPLE:
        (_from_word if name in IN_WORD else _typed)(desk, name, coded[name])
        desk.days_later(1)
    desk.type("passes", "seal", "hand")


def _from_word(desk: Desk, name: str, wanted: list[dict[str, str]]) -> None:
    lines = desk.type("transcripts", "text", name).out.split("\n")
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for row in wanted:
        codes[row["quote"]].append(row["code"])
    commented(desk.folder / f"{name}.docx", [line for line in lines if line], codes)
    keep = f"comments of {name}"
    desk.type(
        "codings", "import", f"{name}.docx", "--pass", "hand", "--in", name, "--json", keep=keep, code=1
    )


def _typed(desk: Desk, name: str, wanted: list[dict[str, str]]) -> None:
    for row in wanted:
        memo = ("--memo", row["memo"]) if row["memo"] else ()
        desk.type("apply", row["code"], "--quote", row["quote"], "--in", name, *memo)


def suggest(desk: Desk) -> None:
    """The first half of step 9: three weeks later a second pass, which the program makes proposals for."""
    desk.days_later(21)
    desk.type("passes", "start", "recode", "--mode", "assisted", "--blind-to", "hand")
    desk.type("suggest", "--pass", "recode", "--share", "0.1", "--json", keep="suggest")


def decide(desk: Desk) -> None:
    """The second half: every proposal is answered, the rest is coded from the reader's own notes."""
    notes = rows("codings-recode.csv")
    wanted = {_key(row): row for row in notes}
    refused = 0
    for one in desk.json("suggestions", "list", "--pass", "recode", "--status", "open"):
        fitting = _fitting(one, wanted)
        if fitting is None:
            refused += 1
            _refuse(desk, one["id"], later=refused <= PUT_OFF)
        elif fitting == (one["transcript"], one["code"], str(one["start_char"]), str(one["end_char"])):
            desk.type("suggestions", "accept", one["id"])
        else:
            place = f"{fitting[0]}@{fitting[2]}-{fitting[3]}"
            desk.type("suggestions", "edit", one["id"], "--address", place)
        wanted.pop(fitting, None) if fitting else None
    _code_the_rest(desk, list(wanted.values()))


def _key(row: dict[str, str]) -> tuple[str, str, str, str]:
    return row["transcript"], row["code"], row["start_char"], row["end_char"]


def _fitting(
    one: Document, wanted: dict[tuple[str, str, str, str], dict[str, str]]
) -> tuple[str, str, str, str] | None:
    """The planted coding of that code that a proposal stands on or touches."""
    for key in wanted:
        if key[:2] == (one["transcript"], one["code"]):
            start, end = int(key[2]), int(key[3])
            if start < one["end_char"] and one["start_char"] < end:
                return key
    return None


def _refuse(desk: Desk, number: str, *, later: bool) -> None:
    if later:
        desk.type("suggestions", "defer", number)
    else:
        desk.type("suggestions", "reject", number, "--reason", "Only the word is the same.")


def _code_the_rest(desk: Desk, left: list[dict[str, str]]) -> None:
    with (desk.folder / "notes.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(left[0]))
        table.writeheader()
        table.writerows(left)
    desk.type("codings", "import", "notes.csv", "--pass", "recode", "--json", keep="notes")
    desk.type("passes", "seal", "recode")


def align(desk: Desk) -> None:
    """Step 10."""
    same = [
        f"{row['a_code']}={row['b_code']}" for row in rows("alignment.csv") if row["relation"] == "renamed"
    ]
    desk.type("compare", "hand", "recode", "--json", keep="compare before aligning")
    desk.type("compare", "hand", "recode", "--unit", "character", "--json", keep="compare characters")
    desk.type("align", "hand", "recode", *(word for pair in same for word in ("--same", pair)))
    desk.type("compare", "hand", "recode", "--json", keep="compare renamed")
    split = [row for row in rows("alignment.csv") if row["relation"] == "split"]
    parts = f"{split[0]['a_code']}={','.join(row['b_code'] for row in split)}"
    desk.said["before the split"] = desk.type("align", "hand", "recode")
    desk.said["split"] = desk.type("align", "hand", "recode", "--split", parts)


def reconcile(desk: Desk) -> None:
    """Step 11."""
    desk.days_later(2)
    words = ("reconcile", "hand", "recode", "--into", "agreed")
    desk.type(*words, "--decisions", str(EXAMPLE / "decisions.csv"), "--json", keep="reconcile")


def freeze(desk: Desk) -> None:
    """Step 12: of renamed codes one name stays, the code that was split is retired."""
    for row in rows("alignment.csv"):
        if row["relation"] == "renamed":
            desk.type("codes", "merge", row["b_code"], "--into", row["a_code"])
    for name in sorted({row["a_code"] for row in rows("alignment.csv") if row["relation"] == "split"}):
        desk.type("codes", "retire", name)
    desk.type("codes", "freeze", "pre-themes")
