"""What a hostile reader would ask: lint, saturation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, project, show_rows

if TYPE_CHECKING:
    from qualcode.themes.saturation import Saturation


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.command()(lint)
    app.command()(saturation)


def lint(
    ctx: typer.Context,
    waive: Annotated[str | None, typer.Option(metavar="RULE", help="Let a warning pass.")] = None,
    where: Annotated[str, typer.Option(help="Only there: q3, c1, a theme.")] = "",
    reason: Annotated[str, typer.Option(help="Why it may pass; the report prints it.")] = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """What stands between this study and a public report. Exit 1 while an error remains."""
    from qualcode.export import lint as linting

    with project(ctx) as opened:
        if waive is not None:
            linting.waive(opened, waive.upper(), reason, where)
        found = linting.lint(opened)
    rows = [one.as_dict() for one in found]
    if not (as_json or as_csv):
        rows = [row | {"waived": "yes" if row["waived"] else ""} for row in rows]
    columns = ("rule", "level", "where", "message", "waived")
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, empty="Nothing to remark.")
    if any(one.level == "error" for one in found):
        raise typer.Exit(1)


def saturation(
    ctx: typer.Context,
    base: Annotated[int, typer.Option(help="Interviews in the base.")] = 4,
    run: Annotated[int, typer.Option(help="Interviews in a run.")] = 2,
    threshold: Annotated[float, typer.Option(help="Share of new codes, at most.")] = 0.05,
    seed: Annotated[int, typer.Option(help="Of the random orders.")] = 0,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """New codes by interview, after Guest and colleagues and after Francis and colleagues."""
    from qualcode.export import slots
    from qualcode.themes.saturation import saturation as assessed

    with project(ctx) as opened:
        if opened.setting("approach") == "reflexive":
            _not_assessed(as_json)
            return
        found = assessed(opened, base=base, run=run, threshold=threshold, seed=seed)
        reported = "report_saturation" in slots.read(opened)
    if as_json:
        render.show_json(found.as_dict())
        return
    _show_curve(found, as_csv=as_csv)
    if not as_csv:
        _show_verdicts(found)
        if not reported:
            render.tell("The report says nothing of it until: qualcode slots set report_saturation yes")


def _show_curve(found: Saturation, *, as_csv: bool) -> None:
    """What each interview brought, and what it would have been in random orders."""
    counted = list(zip(found.order, found.new_codes, found.curve, strict=True))
    if as_csv:
        columns = ("interview", "new_codes", "codes_so_far", "random_mean", "random_low", "random_high")
        render.show_csv(columns, [(*row, *band) for row, band in zip(counted, found.band, strict=True)])
        return
    shown = ("interview", "new codes", "codes so far", "in random orders")
    rows = [
        (*row, f"{mean:.1f} ({low}–{high})")
        for row, (mean, low, high) in zip(counted, found.band, strict=True)
    ]
    render.show_table(shown, rows, numeric=shown[1:])
    render.tell(f"Interviews {found.ordered_by}; beside it the mean of random orders (lowest–highest).")


def _show_verdicts(found: Saturation) -> None:
    """What either measure says, with its settings."""
    guest = found.guest
    for at, (new, share) in enumerate(zip(guest.new_per_run, guest.shares, strict=True), start=1):
        render.write(f"run {at}: {new} new of {guest.base_codes} in the base ({100 * share:.0f} %)\n")
    told = {True: f"reached at interview {guest.at}", False: "not reached", None: "not assessable"}
    settings = f"base {guest.base}, run {guest.run}, threshold {100 * guest.threshold:.0f} %"
    render.write(f"Guest, Namey and Chen (2020), code-level, {settings}: {told[guest.reached]}\n")
    render.write(f"Francis and colleagues (2010): {found.francis.reason}\n")


def _not_assessed(as_json: bool) -> None:
    """Braun and Clarke (2021) hold that saturation does not fit reflexive analysis."""
    sentence = (
        "Saturation is not computed in a reflexive study: new meaning can be made with every reading."
        " Say why the sample is enough for its question (information power; Malterud and others 2016)."
    )
    if as_json:
        francis = {"assessable": False, "reason": sentence}
        render.show_json({"guest": None, "francis": francis, "curve": [], "suppressed": sentence})
    else:
        render.write(f"{sentence}\n")
        render.tell('Write it down: qualcode slots set sample_adequacy "..."')
