"""The sentences about the comparison of passes: code sets first, then agreement, then what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.export.facts import RARE
from qualcode.export.method_text import Prose
from qualcode.export.numbers import coefficient, listed, plural

if TYPE_CHECKING:
    from qualcode.export.facts import Facts
    from qualcode.passes.alignment import CodeSet


def comparison(facts: Facts) -> Prose:
    """What the two passes had in common."""
    prose = Prose()
    found = facts.comparison
    if found is None:
        prose.sentences.append(f"Passes were not compared. {facts.comparison_missing}".strip())
        return prose
    we = "I" if len(facts.coders) == 1 else "We"
    prose.say(
        "{we} compared passes on {units}.",
        we=we,
        units=plural(found["units"], f"{found['unit']} unit"),
    )
    if facts.code_set is not None:
        _code_sets(prose, facts.code_set)
    _agreement(prose, facts, found)
    _reconciled(prose, facts)
    return prose


def agreement_summary(found: dict[str, Any]) -> tuple[list[dict[str, Any]], list[float], float | None]:
    """Codes used in at least five units, their alphas in order, and their pooled positive agreement."""
    rows = [row for row in found["codes"] if _units_used(row) >= RARE]
    alphas = sorted(row["krippendorff_alpha"] for row in rows if row.get("krippendorff_alpha") is not None)
    both = sum(row.get("both", 0) for row in rows)
    only = sum(sum(row.get("only", {}).values()) for row in rows)
    return rows, alphas, 2 * both / (2 * both + only) if both + only else None


def _units_used(row: dict[str, Any]) -> int:
    if "used" in row:
        return max(row["used"].values(), default=0)
    return int(row["both"]) + max(row["only"].values(), default=0)


def _code_sets(prose: Prose, found: CodeSet) -> None:
    told = [f"{plural(len(found.shared), 'code')} occurred in both passes"]
    for number, word in ((len(found.renamed), "renamed"), (len(found.split), "split")):
        told += [f"{number} {_was(number)} {word}"] if number else []
    told += [f"{len(found.merged)} {_was(len(found.merged))} merged"] if found.merged else []
    told += [f"{len(found.only_a)} only in {found.a}", f"{len(found.only_b)} only in {found.b}"]
    prose.sentences.append("; ".join(told) + ".")


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _agreement(prose: Prose, facts: Facts, found: dict[str, Any]) -> None:
    rows, alphas, positive = agreement_summary(found)
    because = "" if found["independent"] else ", so it is no evidence of reliability"
    if facts.study.approach == "reflexive":
        prose.sentences.append("The comparison shows where the readings differ; no coefficient is reported.")
    elif alphas:
        middle = found["overall"]["median_alpha"]
        prose.say(
            "For the {k} used in at least five units, median Krippendorff’s α was {median} (range {low} to"
            " {high}); pooled positive agreement was {positive}.",
            k=plural(len(rows), "code"),
            median=coefficient(middle),
            low=coefficient(alphas[0]),
            high=coefficient(alphas[-1]),
            positive=coefficient(positive),
        )
    else:
        prose.sentences.append("No coefficient is reported.")
    prose.sentences.append(f"The comparison is labelled “{found['label']}”{because}.")
    if found["provisional"]:
        prose.sentences.append("A pass is still open, so these figures are provisional.")


def _reconciled(prose: Prose, facts: Facts) -> None:
    agreed = facts.reconciliation
    if agreed is None:
        prose.open_points.append("The passes have not been reconciled into an agreed coding.")
        return
    total = agreed.decided + agreed.deferred
    prose.sentences.append(
        f"Of {plural(total, 'disagreement')}, {agreed.decided} {'was' if agreed.decided == 1 else 'were'}"
        f" resolved{_by(agreed.deciders)} and {agreed.deferred} left open."
        f" Agreed coding ({agreed.into}) was used for all findings."
    )


def _by(deciders: tuple[str, ...]) -> str:
    return f" by {listed(deciders)}" if deciders else ""
