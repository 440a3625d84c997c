"""Limitations and open points: what the record shows against the study, and what the authors add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.export.author_text import author_blocks
from qualcode.export.blocks import Comment, Heading, Paragraph, text
from qualcode.export.limits import limitations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.export.blocks import Block
    from qualcode.export.facts import Facts
    from qualcode.export.finding import Finding

HEADING = "Limitations and open points"


def open_points(facts: Facts, missing: Sequence[str], checks: Sequence[Finding]) -> list[Block]:
    """The section."""
    found = limitations(facts)
    blocks: list[Block] = [Heading(HEADING, 1)]
    written = author_blocks(facts.slots.get("limitations", ""), "limitations")
    blocks += [*(text(one, "List Bullet") for one in found), *written]
    if missing:
        blocks.append(text("Left out of the Method section because the record does not hold it:"))
        blocks += [text(one, "List Bullet") for one in missing]
    waived = [f"{one.rule} ({one.where}): {one.message} Waived: {one.waived}" for one in checks if one.waived]
    errors = [f"{one.rule} ({one.where}): {one.message}" for one in checks if one.level == "error"]
    for heading, lines in (("Unresolved checks:", errors), ("Checks waived by the authors:", waived)):
        if lines:
            blocks += [text(heading), *(text(line, "List Bullet") for line in lines)]
    if not found and not missing and not written:
        blocks.append(text("The record shows no open point."))
    return blocks


def margin(blocks: Sequence[Block], checks: Sequence[Finding]) -> tuple[Comment, ...]:
    """Every open check as a remark on the block it is about; on the section of open points, if on none."""
    places = {name: at for at, block in reversed(list(enumerate(blocks))) for name in _about(block)}
    rest = next((at for at, block in enumerate(blocks) if _is_rest(block)), 0)
    remarks = [
        Comment(_place(one, places, rest), f"{one.rule} ({one.where}): {one.message}")
        for one in checks
        if not one.waived
    ]
    return tuple(sorted(remarks, key=lambda one: one.block))


def _about(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from block.about


def _is_rest(block: Block) -> bool:
    return isinstance(block, Heading) and block.text == HEADING


def _place(one: Finding, places: dict[str, int], rest: int) -> int:
    """A field of a theme (`theme A: essence`) stands in its definition; all else under its own name."""
    field = one.where.rsplit(": ", 1)[0]
    return places.get(one.where, places.get(field, rest))
