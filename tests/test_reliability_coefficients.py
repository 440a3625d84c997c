"""The public face against published values, a file of reference cases, and independent referees."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.reliability import coefficients
from qualcode.reliability.continuum import InvertedSpanError, TooFewCodersError

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).resolve().parents[2] / "shared" / "reference" / "reliability_cases.json"
OPTIONAL = {"gamma", "unitizing_alpha_1995"}
Case = dict[str, Any]
Value = Any

CONTRADICTED = {("uafamily_random_5", "cu_alpha")}
"""Listed as 1.0, although a single value meets there: expected disagreement is exactly 0, so it is undefined.

The same case lists its ku_alpha as undefined for that reason, and `uafamily_random_0`, built the same way,
lists cu_alpha as undefined: 1.0 is what 0 divided by rounding noise leaves.
"""


def load_cases() -> list[Case]:
    if not CASES.exists():
        return []
    cases: list[Case] = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
    return [case for case in cases if case["kind"] not in OPTIONAL]


def by_unit(data: Case) -> Case:
    """Every unit and rule of a case, from one text."""
    length = len(data["text"])
    results = {"character/any": coefficients.spans(length, data["coders"])}
    for unit, units in data["units"].items():
        for rule in data["rules"]:
            spans = [(start, end) for start, end in units]
            results[f"{unit}/{rule}"] = coefficients.spans(length, data["coders"], units=spans, rule=rule)
    return results


ANSWERS: dict[str, Callable[[Case], Case]] = {
    "nominal_matrix": lambda data: coefficients.nominal(data["units"], data["categories"]),
    "contingency_table": lambda data: coefficients.contingency(data["table"]),
    "spans_binary_2coders": lambda data: coefficients.spans(
        data["length"], data["coders"], data.get("not_read")
    ),
    "spans_binary_mcoders": lambda data: coefficients.spans(data["length"], data["coders"], data["not_read"]),
    "spans_by_unit": by_unit,
    "unitizing_alpha": lambda data: coefficients.unitizing(data["length"], data["coders"]),
    "label_sets": lambda data: coefficients.label_sets(data["units"]),
    "document_tables": lambda data: coefficients.documents(data["tables"]),
    "segment_matching": lambda data: coefficients.segments(data["A"], data["B"], data["number_of_codes"]),
    "segmentation": lambda data: coefficients.segmentation(data["masses_1"], data["masses_2"]),
    "benchmark": lambda data: coefficients.benchmark(data["coefficient"], data["se"]),
}


def answer(case: Case) -> Case:
    return ANSWERS[case["kind"]](case["data"])


def close(found: Value, expected: Value, tolerance: float) -> bool:
    """Whether two values agree, None only with None, lists and dicts entry by entry."""
    if isinstance(expected, dict):
        within = expected.get("tolerance", tolerance)
        skipped = {"tolerance", "replicates", "note"}
        return all(close(found[key], value, within) for key, value in expected.items() if key not in skipped)
    if isinstance(expected, list):
        pairs = zip(found, expected, strict=True)
        return all(close(one, other, tolerance) for one, other in pairs)
    if expected is None or isinstance(expected, str):
        return bool(found == expected)
    return found is not None and abs(found - expected) <= tolerance


@pytest.mark.skipif(not CASES.exists(), reason="the reference cases are not beside the project")
def test_the_reference_file_holds_all_its_kinds() -> None:
    assert len(load_cases()) >= 67
    assert {case["kind"] for case in load_cases()} >= {"nominal_matrix", "spans_by_unit", "document_tables"}


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: str(case["id"]))
def test_reference_case_within_its_tolerance(case: Case) -> None:
    found = answer(case)
    wrong = {
        key: (found.get(key, "absent"), value)
        for key, value in case["expected"].items()
        if (case["id"], key) not in CONTRADICTED
        and (key not in found or not close(found[key], value, case["tolerance"]))
    }
    assert wrong == {}


PRINTED = [
    (case["id"], key, case)
    for case in load_cases()
    for key in ("krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "cohen_kappa", "u_alpha", "cu_alpha")
    if key in case.get("published", {})
]


@pytest.mark.parametrize(("_name", "key", "case"), PRINTED, ids=[f"{name}-{key}" for name, key, _ in PRINTED])
def test_values_printed_in_the_literature_are_met(_name: str, key: str, case: Case) -> None:
    printed = case["published"]
    assert answer(case)[key] == pytest.approx(printed[key], abs=printed.get("_tol", 6e-4))


def test_cu_alpha_is_undefined_when_a_single_value_meets() -> None:
    coders = {
        "c0": [(7, 11, "a"), (11, 14, "a"), (32, 40, "a"), (40, 45, "a")],
        "c1": [(13, 16, "a"), (22, 27, "a"), (32, 38, "a")],
        "c2": [(2, 6, "a"), (14, 20, "a"), (27, 31, "a"), (34, 39, "a"), (42, 49, "a")],
    }
    result = coefficients.unitizing(60, coders)
    assert result["cu_alpha"] is None
    assert result["undefined"]["cu_alpha"] == "only one value where units intersect"
    assert result["u_alpha"] == pytest.approx(0.0384212963)


def test_krippendorff_2011_four_observers_with_gaps() -> None:
    units: list[list[int | None]] = [
        [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
        [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None],
    ]  # fmt: skip
    result = coefficients.nominal(units, [1, 2, 3, 4, 5])
    printed = {
        "krippendorff_alpha": 0.743,
        "percent_agreement": 0.818,
        "gwet_ac1": 0.775,
        "gwet_ac1_se": 0.143,
        "fleiss_kappa": 0.761,
        "fleiss_kappa_se": 0.153,
        "conger_kappa": 0.763,
        "brennan_prediger": 0.773,
        "krippendorff_alpha_se": 0.146,
    }
    assert {name: round(result[name], 3) for name in printed} == printed
    assert (result["n_units"], result["n_pairable"], result["has_missing"]) == (12, 11, True)


def test_cohen_1960_second_example() -> None:
    result = coefficients.contingency([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert round(result["cohen_kappa"], 3) == 0.492
    assert round(result["percent_agreement"], 2) == 0.70
    assert round(result["cohen_kappa_max"], 3) == 0.831


def test_krippendorff_2019_figure_12_11() -> None:
    coders = {
        "Alex": [(0, 7, "1"), (7, 13, "2"), (30, 32, "5"), (32, 37, "6"), (37, 44, "6"), (44, 60, "7")],
        "Paul": [(0, 7, "1"), (7, 13, "3"), (13, 21, "5"), (32, 44, "6")],
        "Suzan": [(0, 7, "1"), (7, 13, "4"), (13, 21, "5"), (32, 37, "6"), (37, 41, "6"), (41, 44, "6")],
    }
    result = coefficients.unitizing(60, coders)
    assert result["u_alpha"] == pytest.approx(0.510, abs=5e-4)
    assert result["bar_u_alpha"] == pytest.approx(0.413, abs=1e-3)
    assert result["cu_alpha"] == pytest.approx(0.724, abs=5e-4)
    assert result["ku_alpha"]["7"] is None


def test_krippendorff_and_craggs_2016_table_3() -> None:
    units: list[list[list[str] | None]] = [
        [["b", "d"], ["d"], None],
        [["a", "b", "d"], ["b"], ["b", "d"]],
        [[], ["a"], ["a"]],
        [["a"], None, None],
    ]
    assert round(coefficients.label_sets(units)["mv_alpha_krippendorff_craggs2016"], 4) == 0.2866


def test_a_vendors_example_of_eighty_five_percent() -> None:
    result = coefficients.spans(1000, {"A": [(50, 250)], "B": [(50, 100)]})
    assert (result["both"], result["only_A"], result["only_B"], result["neither"]) == (50, 150, 0, 800)
    assert result["percent_agreement"] == pytest.approx(0.85)
    assert result["cohen_kappa"] == pytest.approx(0.3478, abs=5e-5)


def test_undefined_is_none_with_a_reason() -> None:
    result = coefficients.spans(500, {"A": [], "B": []})
    assert result["krippendorff_alpha"] is None
    assert result["undefined"]["krippendorff_alpha"] == "not used"
    nothing = coefficients.nominal([])
    assert nothing["krippendorff_alpha"] is None
    assert nothing["undefined"]["percent_agreement"] == "no units"
    single = coefficients.nominal([[1, 0]], [0, 1])
    assert single["percent_agreement"] == 0.0
    assert single["percent_agreement_se"] is None
    assert single["undefined"]["percent_agreement_se"] == "fewer than two units"


def test_unread_text_is_missing_and_not_a_no() -> None:
    coders = {"A": [(100, 200), (600, 700)], "B": [(110, 210)]}
    read_half = coefficients.spans(1000, coders, {"B": [(500, 1000)]})
    assert (read_half["both"], read_half["only_A"], read_half["neither"]) == (90, 10, 390)
    assert coefficients.spans(1000, coders)["only_A"] == 110


def test_a_coder_who_read_nothing_is_dropped_by_name() -> None:
    coders = {"A": [(0, 10)], "B": [(5, 15)], "C": []}
    result = coefficients.spans(100, coders, {"C": [(0, 100)]})
    assert result["dropped_coders"] == ["C"]
    assert result["conger_kappa"] == pytest.approx(
        coefficients.spans(100, {"A": [(0, 10)], "B": [(5, 15)]})["cohen_kappa"]
    )


def test_spans_outside_the_text_are_cut_and_counted_inverted_ones_refused() -> None:
    result = coefficients.spans(100, {"A": [(-5, 10), (90, 130)], "B": [(3, 3)]})
    assert (result["only_A"], result["clipped"]) == (20, 2)
    with pytest.raises(InvertedSpanError):
        coefficients.spans(100, {"A": [(9, 3)], "B": []})
    with pytest.raises(TooFewCodersError):
        coefficients.spans(100, {"A": [(3, 9)]})


def test_importing_the_public_face_loads_no_scientific_stack() -> None:
    heavy = "{'numpy', 'scipy', 'sklearn', 'pandas', 'spacy', 'rich', 'typer', 'sqlite3'}"
    code = f"import sys, qualcode.reliability.coefficients; print(sorted({heavy} & set(sys.modules)))"
    root = Path(__file__).resolve().parents[1]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert run.stdout.strip() == "[]"
