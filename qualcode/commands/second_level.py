"""How the second level of review reads: the whole data set, and where a theme is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qualcode import render
from qualcode.names import quoted

if TYPE_CHECKING:
    from qualcode.themes.wholeset import WholeSet

FEW: Final = 8
"""Stretches and passages shown; `--json` has all of them."""


def show_whole_set(theme: dict[str, Any], found: WholeSet) -> None:
    """What to reread, and how to say what came of it."""
    name = theme["name"]
    render.write(f"{name}  ({theme['status']}), {len(theme['participants'])} of {theme['of']} participants\n")
    strata = [f"{attribute} = {value} (n = {number})" for attribute, value, number in found.strata]
    orphans = [f"{code} {number}" for code, number in found.orphans]
    for what, words in (
        ("nobody of", ", ".join(strata)),
        ("participants without it", ", ".join(found.without)),
        ("codes in no theme", ", ".join(orphans)),
    ):
        if words:
            render.write(render.filled(f"{what}: {words}", 4, 2))
    if found.uncoded:
        render.write(f"\n{len(found.uncoded)} stretches of speech without a code, longest first\n")
        told = [f"{one.address} ({one.length} characters)" for one in found.uncoded[:FEW]]
        render.write(render.filled(", ".join(told), 2))
    if found.doubtful:
        render.write(f"\n{len(found.doubtful)} of its passages hold words of contrast\n")
        for one in found.doubtful[:FEW]:
            said = " ".join(one.quotation.split())
            render.write(render.filled(f"{one.address}  {said}", 4, 2))
    shown = quoted(name)
    render.tell(
        f'\nNot coded is not "does not hold the view": reread, with `qualcode read {_example(found)}`.'
    )
    render.tell(f"  qualcode themes review {shown} --verdict contrary --at ADDRESS --reason ...")
    render.tell(f'  qualcode themes review {shown} --searched "how you looked"')
    render.tell(f"  qualcode themes review {shown} --level 2 --sign-off")


def _example(found: WholeSet) -> str:
    if found.uncoded:
        return found.uncoded[0].address.replace(":", " ")
    return found.without[0] if found.without else "NAME"
