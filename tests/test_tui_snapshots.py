"""The screen as it looks, kept as text in `tests/snapshots/`; RENEW_SNAPSHOTS=1 writes them anew."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coding_screen import desk_of, on_screen, press, send
from conftest import bring_in
from rich.cells import cell_len

from qualcode.codes import codebook
from qualcode.passes.acts import NewCode
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from qualcode.store.project import Project
    from qualcode.tui.coding import CodingScreen
    from qualcode.tui.desk import Desk

SNAPSHOTS = Path(__file__).parent / "snapshots"
STUDY = Path(__file__).resolve().parents[1] / "examples" / "peer-support"
MIXED = (
    "Interviewer: 你好吗？\n\n"
    "P1: 今天我很高兴，因为大家都记得我的名字。Tha\u0300t na\u0308me 😀 was mine. "
    "ไม่เป็นไร ครับ. हिन्दी में भी. Så är det, 👩‍🦰 said.\n"
)


@pytest.fixture
def desk(project: Project) -> Desk:
    """P3 of the example study with its first codings."""
    import_files(project, [STUDY / "interviews" / "P3.txt"], ImportOptions())
    with (STUDY / "codebook.csv").open(encoding="utf-8", newline="") as file:
        for row in list(csv.DictReader(file))[:40]:
            codebook.add(project, row["name"], definition=row["definition"], color=row["color"])
    desk = desk_of(project, "P3")
    with (STUDY / "codings-hand.csv").open(encoding="utf-8", newline="") as file:
        for row in [row for row in csv.DictReader(file) if row["transcript"] == "P3"][:20]:
            start = desk.ground.text.index(row["quote"])
            desk.selection.select((start, start + len(row["quote"])))
            desk.apply([NewCode(row["code"])] if row["code"] not in known(desk) else [row["code"]])
    return desk_of(project, "P3")


def known(desk: Desk) -> set[str]:
    """The names of the codes there are."""
    return {code.name for code in desk.codes}


@pytest.mark.parametrize(
    ("name", "keys", "size"),
    [
        ("reading-80x24", ["g"], (80, 24)),
        ("reading-120x40", ["g"], (120, 40)),
        ("several-turns-80x24", ["g", "down", "J", "J"], (80, 24)),
        ("coding-at-hand-80x24", ["g", "tab", "tab", "b"], (80, 24)),
        ("picker-80x24", ["g", "c", *"stgma"], (80, 24)),
        ("new-code-80x24", ["g", "c", *"tape", "enter"], (80, 24)),
        ("memo-80x24", ["g", "tab", "m", *"Hm"], (80, 24)),
        ("help-80x24", ["question_mark"], (80, 24)),
        ("help-120x40", ["question_mark"], (120, 40)),
        ("end-80x24", ["G", "c"], (80, 24)),
        ("tiny-40x10", ["g"], (40, 10)),
    ],
)
def test_the_screen_looks_as_it_did(desk: Desk, name: str, keys: list[str], size: tuple[int, int]) -> None:
    compare(name, press(desk, *keys, size=size))


def test_wide_and_combining_characters_keep_the_columns_straight(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1=MIXED)
    codebook.add(project, "names")
    desk = desk_of(project)
    desk.selection.select((desk.ground.units[1][0], desk.ground.units[-1][1]))
    desk.apply(["names"])
    desk.saved_at = ""
    shown = press(desk, "g")
    compare("mixed-80x24", shown)
    bars = [line for line in shown.splitlines() if set(line) & set("┏┃┗")]
    assert len(bars) > 3
    columns = {cell_len(line[: min(line.index(one) for one in "┏┃┗" if one in line)]) for line in bars}
    assert len(columns) == 1


def compare(name: str, shown: str) -> None:
    """A screen against the one kept."""
    kept = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("RENEW_SNAPSHOTS"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(shown + "\n", encoding="utf-8")
    assert shown + "\n" == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("keys", "cursor"), [(["c"], "input--cursor"), (["m"], "text-area--cursor"), (["question_mark"], None)]
)
def test_nothing_has_a_background_of_its_own(desk: Desk, keys: list[str], cursor: str | None) -> None:
    """On a light terminal a black track would be a hole, on a dark one a white cursor a bar."""

    async def look(_: Pilot[None], screen: CodingScreen) -> None:
        await send(screen, *keys)
        widgets = [one for shown in screen.app.screen_stack for one in shown.walk_children()]
        tracks = {one.styles.scrollbar_background.css for one in widgets}
        assert tracks == {"ansi_default"}
        if cursor:
            drawn = screen.app.screen.query_one("Input, TextArea").get_component_rich_style(cursor)
            assert drawn.bgcolor is None or drawn.bgcolor.is_default
            assert drawn.reverse

    on_screen(desk, look)
