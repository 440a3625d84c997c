"""A comparison as a table for reading: the four counts first, several units under each other, and as CSV."""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from qualcode import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.commands.comparison_options import View
    from qualcode.reliability.compare import Comparison
    from qualcode.reliability.scores import CodeScore

COUNTS = ("both", "A", "B", "neither")
SIDES = "ABCDEFGH"
PAIR = 2
ALMOST_ALL = 0.995
"""From here on a share would be rounded to 100 %."""


def show(found: Sequence[Comparison], concepts: str, view: View) -> None:
    """One comparison by one unit or several: how it was made, a row per code and unit, figures over all.

    Args:
        found: By one unit each.
        concepts: How the codes of the passes relate; empty to leave that out.
        view: Whether words are given and every figure is worked out.
    """
    first = found[0]
    render.write(f"{first.label.text}{', provisional' if first.provisional else ''}\n")
    sides = "  ".join(f"{side} = {name}" for side, name in zip(SIDES, first.passes, strict=False))
    units = ", ".join(_counted_words(one.units, f"{one.options.unit} units") for one in found)
    rule = "" if all(one.options.unit == "character" for one in found) else f", rule {first.options.overlap}"
    within = _counted_words(len(first.transcripts), "transcripts")
    render.write(f"{sides}  {units} in {within}{rule}\n")
    render.write(f"codes: {concepts}\n" if concepts else "")
    if any(one.codes for one in found):
        _show_codes(found)
    else:
        render.tell(_why_nothing(first))
    for one in found:
        _show_overall(one, f"{one.options.unit}: " if len(found) > 1 else "")
    _tell_why_none(first)
    if view.benchmark and first.label.coefficients:
        _show_words(first, view.benchmark)
    if view.explain:
        for one in found:
            _explain(one)


def _show_words(found: Comparison, scale: str) -> None:
    from qualcode.reliability.verdicts import SOURCES, verdicts

    told = verdicts(found, scale)
    render.write(f"reached by α with 95 % probability, words of {SOURCES[scale]} (Gwet 2014):\n")
    for word in dict.fromkeys(word for word in told.values() if word is not None):
        render.write(f"  {word}: {', '.join(code for code, own in told.items() if own == word)}\n")
    unsaid = sum(word is None for word in told.values())
    if unsaid:
        render.write(f"  no word without a standard error: {_counted_words(unsaid, 'codes')}\n")


def as_dict(found: Comparison, scale: str | None) -> dict[str, Any]:
    """The comparison for JSON, with the word each code reaches if a scale was asked for."""
    from qualcode.reliability.verdicts import verdicts

    told = found.as_dict()
    if scale is not None:
        words = verdicts(found, scale)
        for one in told["codes"]:
            one["benchmark"] = words[one["code"]]
        told["benchmark"] = scale
    return told


def _explain(found: Comparison) -> None:
    from qualcode.reliability.explain import explain
    from qualcode.reliability.explain_overall import explain_overall

    render.write(f"\nby {found.options.unit}\n")
    for one in found.codes:
        render.write("\n" + "\n".join(explain(one)) + "\n")
    if over_all := explain_overall(found):
        render.write("\n" + "\n".join(over_all) + "\n")


def _show_codes(found: Sequence[Comparison]) -> None:
    first = found[0]
    pair, shown = len(first.passes) == PAIR, first.label.coefficients
    counts = COUNTS if pair else tuple(f"by {number}" for number in range(len(first.passes) + 1))
    percent = ("%",) if len(found) == 1 else ()  # beside another unit there is no room for it
    coefficients = (*percent, "pos.", "κ" if pair else "Fleiss κ", "α", "95 % of α") if shown else ()
    shared = _shared_remarks(found)
    letters = _letters(remark for _, one in _rows(found) for remark in one.remarks if remark not in shared)
    columns = ("code", *counts, *coefficients)
    rows = [
        (
            _named(lead, one, letters),
            *_counted(one),
            *(_coefficients(one)[1 - len(percent) :] if shown else ()),
        )
        for lead, one in _rows(found)
    ]
    render.show_table(columns, rows, numeric=columns[1:])
    for remark, letter in letters.items():
        render.write(f"({letter}) {remark}\n")
    for remark in shared:
        render.write(f"every code: {remark}\n")
    if pair:
        told = ["A, B: units that only this pass coded"]
        told += ["%: agreement"] * bool(percent and shown) + ["pos.: positive agreement"] * shown
        render.write("; ".join(told) + "\n")


def _rows(found: Sequence[Comparison]) -> list[tuple[str, CodeScore]]:
    """Every code with its rows by each unit under each other, in the order of the first unit."""
    order = dict.fromkeys(one.code for comparison in found for one in comparison.codes)
    by_unit = [(one.options.unit, {row.code: row for row in one.codes}) for one in found]
    return [
        (code if unit == found[0].options.unit else f"  by {unit}", rows[code])
        for code in order
        for unit, rows in by_unit
        if code in rows
    ]


def _shared_remarks(found: Sequence[Comparison]) -> list[str]:
    """What holds for every code in use is said once."""
    used = [one for comparison in found for one in comparison.codes if one.is_used]
    if len(used) < PAIR:
        return []
    return [remark for remark in used[0].remarks if all(remark in one.remarks for one in used)]


def _letters(remarks: Iterable[str]) -> dict[str, str]:
    """A letter for each different remark, in the order they come; z is followed by aa, bb."""
    return {
        remark: ascii_lowercase[number % 26] * (1 + number // 26)
        for number, remark in enumerate(dict.fromkeys(remarks))
    }


def _named(lead: str, one: CodeScore, letters: dict[str, str]) -> str:
    marks = "".join(sorted(letters[remark] for remark in one.remarks if remark in letters))
    return f"{lead} ({marks})" if marks else lead


def _counted(one: CodeScore) -> tuple[str, ...]:
    return tuple(str(number) for number in (one.by_number if one.counts is None else one.counts))


def _coefficients(one: CodeScore) -> tuple[str, ...]:
    interval = one.ci.get("krippendorff_alpha")
    return (
        _percent(one.values["percent_agreement"]),
        render.decimal(one.values["positive_agreement"]),
        render.decimal(one.values["fleiss_kappa" if one.counts is None else "cohen_kappa"]),
        render.decimal(one.values["krippendorff_alpha"]),
        "–" if interval is None else ", ".join(map(render.decimal, interval)),
    )


def _percent(share: float | None) -> str:
    """A whole percentage that never says 100 where something differs."""
    if share is None:
        return "–"
    return f"{100 * share:.0f}" if share == 1 or share < ALMOST_ALL else ">99"


def _show_overall(found: Comparison, lead: str) -> None:
    told = ", ".join(
        f"{name.replace('_', ' ')} {render.decimal(value)}"
        for name, value in found.overall.items()
        if value is not None
    )
    compared = _counted_words(found.codes_compared, "codes compared")
    render.write(render.filled(f"{lead}{compared}{': ' + told if told else ''}", indent=2, first=0))
    left_out = ", ".join(_counted_words(n, what.replace("_", " ")) for what, n in found.excluded.items() if n)
    if left_out:
        render.tell(f"{lead}Left out: {left_out}.")


def _why_nothing(found: Comparison) -> str:
    if found.units:
        return "None of the passes coded anything in these units."
    return "There is nothing to compare: no codable text was read in two of the passes."


def _counted_words(number: int, what: str) -> str:
    """A number with what it counts.

    >>> _counted_words(1, "sentence units"), _counted_words(2, "codes not used")
    ('1 sentence unit', '2 codes not used')
    """
    if number == 1:
        what = re.sub(r"\b(code|unit|transcript)s\b", r"\1", what, count=1)
    return f"{number} {what}"


def _tell_why_none(found: Comparison) -> None:
    from qualcode.reliability.label import READINGS

    if found.label.text == READINGS:
        render.tell(
            "No coefficient is given: the study is reflexive. If you need one, say why with --reason."
        )
    elif not found.label.coefficients:
        render.tell(
            "No coefficient is given: this is not a comparison of independent passes."
            " What was changed: qualcode disagreements."
        )


def show_csv(found: Sequence[Comparison], scale: str | None) -> None:
    """A row for each code and unit; counts are columns, intervals their two ends."""
    rows = []
    for comparison in found:
        for one in as_dict(comparison, scale)["codes"]:
            flat = _flat_counts(one)
            intervals = one.pop("ci")
            one.pop("used")
            for name, interval in intervals.items():
                one[f"{name}_low"], one[f"{name}_high"] = interval or (None, None)
            rows.append({"unit": comparison.options.unit, "code": one.pop("code"), **flat, **one})
    columns = list(dict.fromkeys(name for row in rows for name in row)) or ["unit", "code"]
    render.show_csv(columns, [[row.get(name) for name in columns] for row in rows])


def _flat_counts(row: dict[str, Any]) -> dict[str, int]:
    """The counts of a row as columns, taken out of it: they stand first."""
    if "counts" in row:
        return {f"by {number}": units for number, units in row.pop("counts").items()}
    only = {f"only {name}": units for name, units in row.pop("only").items()}
    return {"both": row.pop("both"), **only, "neither": row.pop("neither")}
