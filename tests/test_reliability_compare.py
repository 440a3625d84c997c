"""Comparing passes of a project: the golden rows of the method, what counts, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import bring_in
from two_passes import add, code_pass, interview_of

from qualcode.codes import codebook
from qualcode.passes import alignment, passes
from qualcode.reliability import label
from qualcode.reliability.clustered import jackknife_interval
from qualcode.reliability.compare import CompareOptions, compare

if TYPE_CHECKING:
    from pathlib import Path

    from two_passes import Codings

    from qualcode.model import Overlap, Unit
    from qualcode.spans import Span
    from qualcode.store.project import Project


def planted(places: list[Span], both: int, only_a: int, only_b: int) -> tuple[Codings, Codings]:
    """Codings of one sentence each that make these counts, the disagreements in the middle of the text."""
    a = [("P1", "hope", place) for place in places[: both + only_a]]
    b = [("P1", "hope", place) for place in (*places[:both], *places[both + only_a : both + only_a + only_b])]
    return a, b


def two(project: Project, a: Codings, b: Codings, options: CompareOptions | None = None) -> dict[str, Any]:
    """The comparison of a pass by CS and a later, blind one by JD."""
    code_pass(project, "A", a)
    code_pass(project, "B", b, coder="JD", blind_to=["A"])
    return compare(project, ["A", "B"], options).as_dict()


GOLDEN = [
    ((50, 75, 75, 800), (0.8500, 0.4000, 0.2500, 0.3143, 0.3146, 0.8080)),
    ((50, 150, 0, 800), (0.8500, 0.4000, 0.2500, 0.3478, 0.3146, 0.8080)),
    ((2, 2, 2, 194), (0.9800, 0.5000, 0.3333, 0.4898, 0.4911, 0.9792)),
    ((40, 8, 6, 146), (0.9300, 0.8511, 0.7407, 0.8053, 0.8058, 0.8907)),
]


@pytest.mark.parametrize(("counts", "expected"), GOLDEN)
def test_golden_rows_come_out_of_a_project_to_four_places(
    project: Project, tmp_path: Path, counts: tuple[int, ...], expected: tuple[float, ...]
) -> None:
    text, places = interview_of(sum(counts))
    bring_in(project, tmp_path, P1=text)
    found = two(project, *planted(places, *counts[:3]))
    (row,) = found["codes"]
    assert found["units"] == sum(counts)
    assert (row["both"], row["only"], row["neither"]) == (
        counts[0],
        {"A": counts[1], "B": counts[2]},
        counts[3],
    )
    names = (
        "percent_agreement",
        "positive_agreement",
        "jaccard",
        "cohen_kappa",
        "krippendorff_alpha",
        "gwet_ac1",
    )
    assert [round(row[name], 4) for name in names] == list(expected)


def test_the_vendors_example_of_a_thousand_characters_is_85_percent(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="x" * 1000)
    found = two(
        project, [("P1", "hope", (0, 200))], [("P1", "hope", (150, 200))], CompareOptions(unit="character")
    )
    (row,) = found["codes"]
    assert (row["both"], row["only"]["A"], row["only"]["B"], row["neither"]) == (50, 150, 0, 800)
    assert row["percent_agreement"] == 0.85
    assert round(row["cohen_kappa"], 4) == 0.3478


def test_a_code_used_by_neither_is_not_used_and_never_1(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(200)
    bring_in(project, tmp_path, P1=text)
    codebook.add(project, "silence")
    found = two(project, *planted(places, 3, 0, 0), CompareOptions(codes=["silence"]))
    (row,) = found["codes"]
    assert (row["both"], row["only"], row["neither"]) == (0, {"A": 0, "B": 0}, 200)
    assert row["note"] == "not used"
    for name in ("percent_agreement", "cohen_kappa", "krippendorff_alpha", "gwet_ac1", "pabak", "jaccard"):
        assert row[name] is None
    assert row["ci"] == {"krippendorff_alpha": None, "cohen_kappa": None}
    assert found["overall"]["codes_compared"] == 0
    assert found["overall"]["median_alpha"] is None


def test_without_asking_only_codes_in_use_have_a_row(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(20)
    bring_in(project, tmp_path, P1=text)
    codebook.add(project, "silence")
    found = two(project, [("P1", "hope", places[0])], [("P1", "help", places[1])])
    assert sorted(row["code"] for row in found["codes"]) == ["help", "hope"]
    assert all("never used it" in row["note"] for row in found["codes"])


def test_one_coders_overlapping_codings_count_once(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="x" * 100)
    found = two(
        project,
        [("P1", "hope", (0, 30)), ("P1", "hope", (10, 20)), ("P1", "hope", (20, 40))],
        [("P1", "hope", (0, 40)), ("P1", "hope", (5, 6))],
        CompareOptions(unit="character"),
    )
    (row,) = found["codes"]
    assert (row["both"], row["only"], row["neither"]) == (40, {"A": 0, "B": 0}, 60)


def test_nested_and_disjoint_spans_by_character(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="x" * 100)
    found = two(
        project,
        [("P1", "nested", (0, 50)), ("P1", "disjoint", (0, 10))],
        [("P1", "nested", (20, 30)), ("P1", "disjoint", (10, 20))],
        CompareOptions(unit="character"),
    )
    rows = {row["code"]: row for row in found["codes"]}
    assert rows["nested"]["both"] == 10
    assert rows["nested"]["only"] == {"A": 40, "B": 0}
    assert (rows["disjoint"]["both"], rows["disjoint"]["only"]) == (0, {"A": 10, "B": 10})
    assert rows["disjoint"]["positive_agreement"] == 0
    assert rows["disjoint"]["cohen_kappa"] < 0
    assert [row["code"] for row in found["codes"]] == ["disjoint", "nested"]


def test_interviewer_turns_never_enter_the_denominator(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    question = text.index("And then")
    code_pass(project, "A", [("P1", "hope", (question, question + 20)), ("P1", "hope", places[0])])
    code_pass(project, "B", [("P1", "hope", places[0])], coder="JD", blind_to=["A"])
    default = compare(project, ["A", "B"])
    assert default.units == 10
    assert default.codes[0].counts == (1, 0, 0, 9)
    everybody = compare(project, ["A", "B"], CompareOptions(speaker_role="any"))
    assert everybody.units == 15
    assert everybody.codes[0].counts == (1, 1, 0, 13)


def test_what_one_pass_did_not_read_is_missing_and_not_a_no(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text, P2=text.replace("step", "stage"))
    code_pass(project, "A", [("P1", "hope", places[0]), ("P1", "hope", places[9]), ("P2", "hope", places[0])])
    passes.start(project, "B", coder="JD", blind_to=["A"], transcripts=["P1"])
    start = places[8][0] + 3
    passes.mark_unread(project, "B", [f"P1@{start}-{len(text)}"])
    found = compare(project, ["A", "B"])
    assert found.transcripts == ("P1",)
    assert found.units == 8
    assert found.codes[0].counts == (0, 1, 0, 7)
    assert found.excluded["units_not_read"] == 2
    assert found.excluded["transcripts_not_compared"] == 1
    assert found.provisional


@pytest.mark.parametrize(
    ("unit", "units"),
    [("sentence", 4), ("turn", 2), ("paragraph", 3), ("word", 10), ("transcript", 1), ("character", 43)],
)
def test_units_are_cut_within_participants_turns(
    project: Project, tmp_path: Path, unit: Unit, units: int
) -> None:
    bring_in(
        project,
        tmp_path,
        P1="Interviewer: Why is that?\nP1: I left. I came back.\n"
        "Interviewer: Why?\nP1: It was home.\nHome, yes.\n",
    )
    found = two(project, [("P1", "home", (30, 37))], [("P1", "home", (30, 37))], CompareOptions(unit=unit))
    assert found["units"] == units
    row = found["codes"][0]
    assert (row["both"], row["only"]) == ({"word": 2, "character": 7}.get(unit, 1), {"A": 0, "B": 0})


def test_rules_for_a_unit_that_is_partly_coded(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(6)
    bring_in(project, tmp_path, P1=text)
    start, end = places[0]
    touching = (start - 5, start + 3)  # not inside, less than half
    inside = (places[1][0] + 2, places[1][0] + 5)
    code_pass(project, "A", [("P1", "x", touching), ("P1", "x", inside)])
    code_pass(project, "B", [("P1", "x", (start, end))], coder="JD", blind_to=["A"])

    def counts(overlap: Overlap) -> object:
        return compare(project, ["A", "B"], CompareOptions(overlap=overlap)).codes[0].counts

    assert counts("half-or-inside") == (0, 1, 1, 4)
    assert counts("half") == (0, 0, 1, 5)
    assert counts("any") == (1, 1, 0, 4)


def test_parts_of_one_unit_add_up_to_half(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(4)
    bring_in(project, tmp_path, P1=text)
    start, end = places[0]
    third = (end - start) // 3
    parts = [("P1", "x", (start, start + third)), ("P1", "x", (end - third, end))]
    found = two(project, parts, [("P1", "x", places[0])], CompareOptions(overlap="half"))
    assert found["codes"][0]["both"] == 1


def test_same_coder_and_blind_is_intracoder(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", places[0])])
    code_pass(project, "B", [("P1", "x", places[0])], blind_to=["A"])
    code_pass(project, "C", [("P1", "x", places[0])], mode="assisted", blind_to=["A"])
    code_pass(project, "D", [("P1", "x", places[0])])
    found = compare(project, ["A", "B"])
    assert found.label.text == "intracoder consistency (code-recode)"
    assert found.label.independent
    assert compare(project, ["A", "C"]).label.text == "hand-assisted concordance (intracoder, assisted)"
    unstated = compare(project, ["A", "D"]).label
    assert unstated.text == "intracoder consistency (code-recode), blindness not stated"
    assert not unstated.independent
    for pair in (["A", "B"], ["B", "A"], ["A", "C"], ["A", "D"]):
        assert "intercoder" not in compare(project, pair).label.text


def test_different_coders_are_intercoder_whichever_is_named_first(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    found = two(project, *planted(places, 2, 1, 1))
    assert (found["label"], found["independent"], found["provisional"]) == (
        "intercoder agreement",
        True,
        False,
    )
    assert compare(project, ["B", "A"]).label.text == "intercoder agreement"
    assert found["coders"] == ["CS", "JD"]


def test_a_review_pass_gets_counts_and_no_coefficient(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", places[0])])
    code_pass(project, "B", [("P1", "x", places[0]), ("P1", "x", places[3])], coder="JD", saw=["A"])
    found = compare(project, ["A", "B"]).as_dict()
    assert (found["label"], found["independent"]) == ("review pass", False)
    (row,) = found["codes"]
    assert (row["both"], row["only"], row["neither"]) == (1, {"A": 0, "B": 1}, 8)
    numbers = [
        v for k, v in row.items() if k not in ("code", "both", "only", "neither", "used", "note", "ci")
    ]
    assert set(numbers) == {None}
    assert set(row["ci"].values()) == {None}
    assert {v for k, v in found["overall"].items() if k != "codes_compared"} == {None}


def test_what_the_program_showed_outranks_what_was_stated(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    a = code_pass(project, "A", [("P1", "x", places[0])])
    b = code_pass(project, "B", [("P1", "x", places[0])], blind_to=["A"])
    passes.record_sight(project, b.id, a.id)
    assert compare(project, ["A", "B"]).label.text == "review pass"


def test_comparisons_that_mean_nothing_are_refused(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", places[0])])
    with pytest.raises(label.SamePassTwice) as twice:
        compare(project, ["A", "a"])
    assert twice.value.exit_code == 1
    with pytest.raises(label.TooFewPasses) as alone:
        compare(project, ["A"])
    assert alone.value.exit_code == 2
    with pytest.raises(passes.PassNotFound):
        compare(project, ["A", "Z"])
    code_pass(project, "B", [])
    with pytest.raises(codebook.CodeNotFound):
        compare(project, ["A", "B"], CompareOptions(codes=["nothing"]))


def test_interval_leaves_out_whole_transcripts(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(20)
    texts = {f"P{n}": text.replace("step", f"step {n},") for n in range(1, 11)}
    a: list[tuple[str, str, Span]] = []
    b: list[tuple[str, str, Span]] = []
    bring_in(project, tmp_path, **texts)
    for n in range(1, 11):
        here = [
            (start + len(f" {n},") * i, end + len(f" {n},") * (i + 1))
            for i, (start, end) in enumerate(places)
        ]
        a += [(f"P{n}", "x", place) for place in here[:n]]
        b += [(f"P{n}", "x", place) for place in here[1 : n + 2]]
    found = two(project, a, b)
    (row,) = found["codes"]
    tables = [(n - 1, 1, 2, 20 - n - 2) for n in range(1, 11)]
    assert (row["both"], row["only"]) == (45, {"A": 10, "B": 20})
    expected = jackknife_interval(tables, "krippendorff_alpha")
    assert expected is not None
    assert row["ci"]["krippendorff_alpha"] == pytest.approx(list(expected))
    assert "few documents" not in row["note"]


def test_bootstrap_is_seeded(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(20)
    bring_in(project, tmp_path, **{f"P{n}": text.replace("step", "a" * n) for n in range(1, 5)})
    texts = {f"P{n}": n - 4 for n in range(1, 5)}
    spans = [
        (name, "x", (places[i][0] + shift * i, places[i][0] + shift * i + 9))
        for i in range(6)
        for name, shift in texts.items()
    ]
    code_pass(project, "A", spans[:20])
    code_pass(project, "B", spans[3:], blind_to=["A"])
    one, again, other = (
        compare(project, ["A", "B"], CompareOptions(seed=seed, bootstrap=5)).codes[0].ci["krippendorff_alpha"]
        for seed in (1, 1, 2)
    )
    assert one is not None
    assert one == again
    assert one != other


def test_retiring_a_code_afterwards_does_not_mend_the_agreement(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", places[0]), ("P1", "old", places[1]), ("P1", "old", places[2])])
    code_pass(project, "B", [("P1", "x", places[0])], blind_to=["A"])
    before = compare(project, ["A", "B"])
    codebook.retire(project, "old")
    found = compare(project, ["A", "B"])
    assert {one.code for one in found.codes} == {"x", "old (retired)"}
    assert found.overall == before.overall


def test_renamed_codes_count_as_one_under_the_first_pass_name(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "hope", places[0]), ("P1", "hope", places[1])])
    code_pass(project, "B", [("P1", "optimism", places[0])], coder="JD", blind_to=["A"])
    apart = compare(project, ["A", "B"])
    assert [one.code for one in apart.codes] == ["hope", "optimism"]
    alignment.record(project, "A", "B", same=[("hope", "optimism")])
    found = compare(project, ["A", "B"]).as_dict()
    (row,) = found["codes"]
    assert (row["code"], row["both"], row["only"]) == ("hope", 1, {"A": 1, "B": 0})
    assert found["aligned"] == [
        {"relation": "renamed", "code": "hope", "codes": {"A": ["hope"], "B": ["optimism"]}}
    ]
    turned = compare(project, ["B", "A"]).as_dict()["codes"][0]
    assert (turned["code"], turned["both"], turned["only"]) == ("optimism", 1, {"B": 0, "A": 1})


def test_split_codes_are_compared_as_the_union_of_their_parts(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "work", place) for place in places[:4]] + [("P1", "pay", places[8])])
    parts = [("P1", "hours", places[0]), ("P1", "pay", places[1]), ("P1", "pay", places[5])]
    code_pass(project, "B", parts, coder="JD", blind_to=["A"])
    alignment.record(project, "A", "B", split=[("work", ["hours", "pay"])])
    found = compare(project, ["A", "B"])
    rows = {one.code: one.counts for one in found.codes}
    assert rows == {"work": (2, 2, 1, 5), "pay": (0, 1, 0, 9)}


def test_merged_codes_are_compared_as_the_union_of_their_parts(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "hours", places[0]), ("P1", "pay", places[1])])
    code_pass(project, "B", [("P1", "work", place) for place in places[:3]], coder="JD", blind_to=["A"])
    alignment.record(project, "A", "B", merged=[(["hours", "pay"], "work")])
    (row,) = compare(project, ["A", "B"]).codes
    assert (row.code, row.counts) == ("hours + pay", (2, 0, 1, 7))


def test_roll_up_counts_codes_as_their_ancestor(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    codebook.add(project, "work")
    codebook.add(project, "hours", parent="work")
    codebook.add(project, "pay", parent="work")
    code_pass(project, "A", [("P1", "hours", places[0]), ("P1", "pay", places[0]), ("P1", "work", places[2])])
    code_pass(project, "B", [("P1", "pay", places[0]), ("P1", "hours", places[2])], blind_to=["A"])
    (row,) = compare(project, ["A", "B"], CompareOptions(level=1)).codes
    assert (row.code, row.counts) == ("work", (2, 0, 0, 8))
    assert len(compare(project, ["A", "B"], CompareOptions(level=2)).codes) == 3


def test_three_passes_are_counted_by_how_many_coded(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text, P2=text.replace("step", "stage"))
    code_pass(project, "A", [("P1", "x", place) for place in places[:4]])
    code_pass(project, "B", [("P1", "x", place) for place in places[:3]], coder="JD", blind_to=["A"])
    passes.start(project, "C", coder="KL", blind_to=["A", "B"], transcripts=["P1"])
    add(project, "C", [("P1", "x", place) for place in places[1:6]])
    found = compare(project, ["A", "B", "C"])
    row = found.as_dict()["codes"][0]
    assert row["counts"] == {"0": 14, "1": 2, "2": 2, "3": 2}
    assert row["used"] == {"A": 4, "B": 3, "C": 5}
    assert "both" not in row
    assert found.label.text == "intercoder agreement"
    assert row["krippendorff_alpha"] == pytest.approx(_alpha_of_three(), abs=1e-12)


def _alpha_of_three() -> float:
    import krippendorff
    import numpy as np

    a = [1] * 4 + [0] * 16
    b = [1] * 3 + [0] * 17
    c: list[float] = [0] + [1] * 5 + [0] * 4 + [float("nan")] * 10
    value = krippendorff.alpha(np.array([a, b, c]), level_of_measurement="nominal")
    return float(value)


def test_overall_averages_leave_rare_codes_out(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(30)
    bring_in(project, tmp_path, P1=text)
    a = [("P1", "often", place) for place in places[:10]] + [("P1", "rare", places[20])]
    b = [("P1", "often", place) for place in places[2:12]] + [("P1", "rare", places[20])]
    found = two(project, a, b)
    rows = {row["code"]: row for row in found["codes"]}
    overall = found["overall"]
    assert overall["codes_compared"] == 2
    assert overall["mean_kappa"] == rows["often"]["cohen_kappa"]
    assert overall["median_alpha"] == rows["often"]["krippendorff_alpha"]
    assert overall["jaccard"] == (8 + 1) / (12 + 1)
    assert "rare" in rows["rare"]["note"]
    assert found["excluded"]["codes_too_rare_for_averages"] == 1
    assert overall["cu_alpha"] == 1.0


def test_cu_alpha_is_null_where_codes_of_a_pass_overlap(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(6)
    bring_in(project, tmp_path, P1=text)
    a = [("P1", "x", places[0]), ("P1", "y", places[0])]
    found = two(project, a, [("P1", "x", places[0])])
    assert found["overall"]["cu_alpha"] is None


def test_high_agreement_with_low_kappa_is_noted(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(100)
    bring_in(project, tmp_path, P1=text)
    (row,) = two(project, *planted(places, 1, 6, 6))["codes"]
    assert row["percent_agreement"] == 0.88
    assert "high agreement with low kappa" in row["note"]


def test_literature_never_counts(project: Project, tmp_path: Path) -> None:
    from qualcode.transcripts.importing import import_files
    from qualcode.transcripts.prepare import ImportOptions

    text, places = interview_of(4)
    bring_in(project, tmp_path, P1=text)
    article = tmp_path / "article.txt"
    article.write_text("Somebody wrote this.", encoding="utf-8")
    import_files(project, [article], ImportOptions(kind="literature"))
    for name, blind in (("A", ()), ("B", ("A",))):
        passes.start(project, name, blind_to=blind, transcripts=["P1", "article"])
        add(project, name, [("P1", "x", places[0]), ("article", "x", (0, 8))])
    found = compare(project, ["A", "B"])
    assert found.transcripts == ("P1",)
    assert found.codes[0].counts == (1, 0, 0, 3)
