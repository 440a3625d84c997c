"""One transcript: its turns or paragraphs are left out, and the interval is what doing so by hand gives."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from conftest import bring_in
from scipy import stats
from two_passes import add, code_pass

from qualcode.passes import passes
from qualcode.reliability.compare import CompareOptions, compare
from qualcode.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.model import Unit
    from qualcode.reliability.compare import Comparison
    from qualcode.store.project import Project

A, B, C = {0, 1, 4, 5, 9, 13, 20, 21}, {0, 1, 4, 6, 9, 20, 22, 23}, {0, 4, 5, 9, 12, 20}
"""Sentences that three passes coded."""

Answers = list[list[Span]]
"""Per answer, where its sentences are."""


def interview(
    answers: int, per_answer: int, between: str = "Interviewer: And then?\n"
) -> tuple[str, Answers]:
    """Answers of a few sentences each, with something between them."""
    text, places = "", []
    for number in range(answers):
        text += f"{between}Participant: " if between.strip() else between
        here = []
        for part in range(per_answer):
            sentence = f"We went to house {number} on day {part} of that week."
            here.append((len(text), len(text) + len(sentence)))
            text += sentence + (" " if part + 1 < per_answer else "\n")
        places.append(here)
    return text, places


def code(project: Project, places: Answers, *coded: set[int], transcript: str = "P1") -> None:
    """Passes A, B, ... that coded these sentences."""
    flat = [place for here in places for place in here]
    for name, own in zip("ABC", coded, strict=False):
        blind = [other for other in "ABC" if other < name]
        spans = [(transcript, "home", flat[index]) for index in sorted(own)]
        code_pass(project, name, spans, coder=f"coder {name}", blind_to=blind)


def alpha(rows: Sequence[tuple[int, ...]]) -> float:
    """Krippendorff's alpha of 0/1 judgements, from the coincidences of single values."""
    agree, ones, values = 0.0, 0.0, 0.0
    for row in rows:
        pairs = [(x, y) for i, x in enumerate(row) for j, y in enumerate(row) if i != j]
        agree += sum(x == y for x, y in pairs) / (len(row) - 1)
        ones, values = ones + sum(row), values + len(row)
    return 1 - (values - 1) * (values - agree) / (values**2 - ones**2 - (values - ones) ** 2)


def by_hand(clusters: list[list[tuple[int, ...]]]) -> tuple[float, list[float]]:
    """Alpha, and its interval from leaving out each cluster, straight from the definition."""
    value = alpha([row for rows in clusters for row in rows])
    left = [
        alpha([row for j, rows in enumerate(clusters) if j != i for row in rows])
        for i in range(len(clusters))
    ]
    mean = sum(left) / len(left)
    se = math.sqrt((len(left) - 1) / len(left) * sum((one - mean) ** 2 for one in left))
    half = float(stats.t.ppf(0.975, len(left) - 1)) * se
    return value, [max(-1.0, value - half), min(1.0, value + half)]


def judgements(places: Answers, weight: int, *coded: set[int]) -> list[list[tuple[int, ...]]]:
    """Per answer the judgements of every sentence, `weight` times each: its words or its characters."""
    number, found = 0, []
    for here in places:
        found.append(
            [tuple(int(number + i in own) for own in coded) for i in range(len(here)) for _ in range(weight)]
        )
        number += len(here)
    return found


def found_row(comparison: Comparison) -> dict[str, Any]:
    (row,) = comparison.as_dict()["codes"]
    return dict(row)


@pytest.mark.parametrize(("unit", "weight"), [("sentence", 1), ("word", 11)])
@pytest.mark.parametrize("coded", [(A, B), (A, B, C)], ids=["two", "three"])
def test_turns_of_a_single_transcript_are_left_out_one_by_one(
    project: Project, tmp_path: Path, unit: Unit, weight: int, coded: tuple[set[int], ...]
) -> None:
    text, places = interview(8, 3)
    bring_in(project, tmp_path, P1=text)
    code(project, places, *coded)
    found = compare(project, ["A", "B", "C"][: len(coded)], CompareOptions(unit=unit))
    row = found_row(found)
    value, interval = by_hand(judgements(places, weight, *coded))
    assert row["krippendorff_alpha"] == pytest.approx(value)
    assert row["ci"]["krippendorff_alpha"] == pytest.approx(interval)
    assert "few documents: 1, so the interval leaves out its 8 turns" in row["note"]
    assert found.as_dict()["interval"] == {"method": "jackknife", "over": "turns", "clusters": 8}


def test_characters_of_a_turn_are_left_out_with_it(project: Project, tmp_path: Path) -> None:
    text, places = interview(8, 3)
    bring_in(project, tmp_path, P1=text)
    code(project, places, A, B)
    row = found_row(compare(project, ["A", "B"], CompareOptions(unit="character")))
    rows = []
    for here, of_sentences in zip(places, judgements(places, 1, A, B), strict=True):
        first, last = here[0][0], here[-1][1]
        owner = {at: of_sentences[i] for i, (start, end) in enumerate(here) for at in range(start, end)}
        rows.append([owner.get(at, (0, 0)) for at in range(first, last)])
    value, interval = by_hand(rows)
    assert row["krippendorff_alpha"] == pytest.approx(value)
    assert row["ci"]["krippendorff_alpha"] == pytest.approx(interval)


def test_paragraphs_stand_in_where_nobody_is_known_to_speak(project: Project, tmp_path: Path) -> None:
    text, places = interview(8, 3, between="\n")
    bring_in(project, tmp_path, P1=text)
    code(project, places, A, B)
    found = compare(project, ["A", "B"])
    row = found_row(found)
    assert row["ci"]["krippendorff_alpha"] == pytest.approx(by_hand(judgements(places, 1, A, B))[1])
    assert found.as_dict()["interval"]["clusters"] == 8


def test_what_was_not_read_is_in_no_block(project: Project, tmp_path: Path) -> None:
    text, places = interview(8, 3)
    bring_in(project, tmp_path, P1=text)
    code(project, places, A)
    passes.start(project, "B", coder="coder B", blind_to=["A"])
    start, end = places[5][0][0], places[6][1][1]  # the sixth answer, and two sentences of the seventh
    passes.mark_unread(project, "B", [f"P1@{start}-{end}"])
    add(project, "B", [("P1", "home", places[number // 3][number % 3]) for number in sorted(B - {20})])
    row = found_row(compare(project, ["A", "B"]))
    clusters = judgements(places, 1, A, B - {20})
    clusters[6] = clusters[6][2:]
    del clusters[5]
    value, interval = by_hand(clusters)
    assert row["krippendorff_alpha"] == pytest.approx(value)
    assert row["ci"]["krippendorff_alpha"] == pytest.approx(interval)
    assert "its 7 turns" in row["note"]


def test_a_second_transcript_brings_whole_transcripts_back(project: Project, tmp_path: Path) -> None:
    text, places = interview(8, 3)
    bring_in(project, tmp_path, P1=text, P2=text.replace("house", "shops"))
    flat = [place for here in places for place in here]
    for name, first, second in (("A", A, C), ("B", B, A)):
        spans = [("P1", "home", flat[i]) for i in sorted(first)] + [
            ("P2", "home", flat[i]) for i in sorted(second)
        ]
        code_pass(project, name, spans, coder=name, blind_to=["A"] if name == "B" else [])
    found = compare(project, ["A", "B"])
    one, two = ([row for rows in judgements(places, 1, *sets) for row in rows] for sets in ((A, B), (C, A)))
    row = found_row(found)
    assert row["ci"]["krippendorff_alpha"] == pytest.approx(by_hand([one, two])[1])
    assert found.as_dict()["interval"] == {"method": "jackknife", "over": "transcripts", "clusters": 2}
    assert "few documents: 2" in row["note"]


def test_redraws_of_a_single_transcript_are_of_its_turns_and_seeded(project: Project, tmp_path: Path) -> None:
    text, places = interview(8, 3)
    bring_in(project, tmp_path, P1=text)
    code(project, places, A, B)
    first, again, other = (
        compare(project, ["A", "B"], CompareOptions(seed=seed, bootstrap=400)) for seed in (1, 1, 2)
    )
    assert found_row(first)["ci"] == found_row(again)["ci"] != found_row(other)["ci"]
    low, high = found_row(first)["ci"]["krippendorff_alpha"]
    assert low < found_row(first)["krippendorff_alpha"] < high
    assert "the interval redraws its 8 turns" in found_row(first)["note"]
    told = first.as_dict()["interval"]
    assert told == {"method": "bootstrap", "over": "turns", "clusters": 8, "replicates": 400}


def test_a_transcript_that_is_one_unit_has_no_interval_and_says_why(project: Project, tmp_path: Path) -> None:
    text, places = interview(8, 3)
    bring_in(project, tmp_path, P1=text)
    code(project, places, A, B)
    row = found_row(compare(project, ["A", "B"], CompareOptions(unit="transcript")))
    assert row["ci"] == {"krippendorff_alpha": None, "cohen_kappa": None}
    assert row["undefined"] == "no variation"
    assert row["ci_reason"] == "there are no two transcripts to leave out"
