"""Other studies as typed: a second and third coder, two focus groups, a survey with an open "other"."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from acceptance.coding import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acceptance.desk import Desk

THIRD: Final = "KO"
SECOND: Final = "MB"
DRAWN: Final = 2
"""Transcripts in a draw of 20% of ten."""


def code_as_a_team(desk: Desk) -> list[str]:
    """Step 27: a fifth of the transcripts is drawn; two more people code it, blind to everybody else."""
    draw = ("passes", "sample", "--fraction", "0.2", "--seed", "7", "--stratify", "setting")
    drawn: list[str] = desk.json(*draw)["transcripts"]
    for coder, table, others in ((SECOND, "codings-recode.csv", ("hand",)), (THIRD, "", ("hand", "second"))):
        name = {SECOND: "second", THIRD: "third"}[coder]
        wanted = [row for row in rows(table or "codings-recode.csv") if row["transcript"] in drawn]
        kept = [row for at, row in enumerate(wanted) if table or at % 5]  # the third leaves some out
        blind = [word for other in others for word in ("--blind-to", other)]
        desk.type("--coder", coder, "passes", "start", name, *blind, "--transcripts", ",".join(drawn))
        _write(desk, f"{name}.csv", kept)
        desk.type("--coder", coder, "codings", "import", f"{name}.csv", "--pass", name)
        desk.type("--coder", coder, "passes", "seal", name)
    return drawn


def _write(desk: Desk, name: str, found: list[dict[str, str]]) -> None:
    with (desk.folder / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(found[0]))
        table.writeheader()
        table.writerows(found)


GROUPS: Final[Mapping[str, str]] = {
    "FG1": (
        "Moderator: What keeps you in this work?\n\n"
        "Ana: The people, first of all. I stay because my team stays.\n\n"
        "Ben: For me it is the pay, and there is none. I stay anyway.\n\n"
        "Unknown: Same here, because of the team.\n\n"
        "Moderator: And what would make you leave?\n\n"
        "Ben: A manager who counts the minutes.\n\n"
        "Ana: I would leave if they took the Monday meeting away.\n"
    ),
    "FG2": (
        "Moderator: What keeps you in this work?\n\n"
        "Cem: Somebody has to do it, and I know how.\n\n"
        "Unknown: The team, yes. Alone I would not last a week.\n\n"
        "Dot: I like being good at a thing.\n\n"
        "Cem: Me too.\n\n"
        "Moderator: And what would make you leave?\n\n"
        "Dot: Forms. More forms than faces.\n"
    ),
}
TEAM: Final = {
    "FG1": ("I stay because my team stays.", "Same here, because of the team."),
    "FG2": ("The team, yes.",),
}
"""Coded as `team`: by Ana, and by somebody whom nobody knows in either group."""


def hold_groups(desk: Desk) -> None:
    """Step 29."""
    desk.type(
        "init", "voices.qualcode", "--title", "Groups", "--question", "What keeps people?", "--coder", "CS"
    )
    for name, text in GROUPS.items():
        (desk.folder / f"{name}.txt").write_text(text, encoding="utf-8")
    desk.type("import", "FG1.txt", "FG2.txt", "--as", "focus-group")
    for code in ("team", "paperwork"):
        desk.type("codes", "add", code, "--definition", f"About {code}.")
    desk.type("passes", "start", "hand")
    for name, said in TEAM.items():
        for words in said:
            desk.type("apply", "team", "--quote", words, "--in", name)
    desk.type("apply", "paperwork", "--quote", "More forms than faces.", "--in", "FG2")
    desk.type("passes", "seal", "hand")
    desk.type("themes", "add", "Held by the others", "--codes", "team")
    desk.type("themes", "add", "Worn down", "--codes", "paperwork")


ANSWERS: Final = (
    *(("clinic", "I ring people up."),) * 7,
    *(("clinic", "I sit with them."),) * 3,
    *(("clinic", "Other: I mend bicycles."),) * 2,
    *(("shelter", "I sit with them at night."),) * 4,
    *(("shelter", "Other: I cook soup."),) * 3,
    ("shelter", ""),
    *(("street", "I ring round."),) * 3,
    ("street", "Other: I drive the van."),
)
"""Setting and answer of 24 people; one of those asked did not answer."""

MEANT: Final = {"bicycle": "mending", "soup": "cooking", "van": "driving"}


def ask_in_writing(desk: Desk) -> None:
    """Step 30: the answers under "other" become categories of their own."""
    desk.type(
        "init", "voices.qualcode", "--title", "Survey", "--question", "What do they do?", "--coder", "CS"
    )
    asked = [
        {"id": f"R{at}", "setting": place, "doing": said} for at, (place, said) in enumerate(ANSWERS, start=1)
    ]
    _write(desk, "survey.csv", asked)
    columns = ("--id-column", "id", "--text-column", "doing", "--attribute-column", "setting")
    desk.type("import", "survey.csv", "--as", "survey", *columns, "--json", keep="import")
    for code in ("calling", "sitting", "Other"):
        desk.type("codes", "add", code, "--definition", f"Says {code}.")
    desk.type("passes", "start", "hand")
    coded = [
        {"participant": row["id"], "code": _first_code(row["doing"]), "quote": row["doing"]}
        for row in asked
        if row["doing"]
    ]
    _write(desk, "codings.csv", coded)
    desk.type("codings", "import", "codings.csv", "--pass", "hand")
    desk.type("codes", "freeze", "before")
    _divide(desk)
    desk.type("codes", "freeze", "after")
    desk.type("passes", "seal", "hand")
    desk.type("themes", "add", "Doing for", "--codes", "calling,mending,cooking,driving")
    desk.type("themes", "add", "Being with", "--codes", "sitting")


def _first_code(said: str) -> str:
    if said.startswith("Other"):
        return "Other"
    return "calling" if "ring" in said else "sitting"


def _divide(desk: Desk) -> None:
    found = desk.json("codings", "list", "--code", "Other")
    meant = [
        {"id": one["id"], "code": next(code for word, code in MEANT.items() if word in one["quotation"])}
        for one in found
    ]
    _write(desk, "map.csv", meant)
    desk.type("codes", "split", "Other", "--into", *MEANT.values(), "--map", "map.csv")
    desk.type("codes", "retire", "Other")
