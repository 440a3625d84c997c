"""Criteria of eligibility: stated once, held against what is known of each participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import run

from qualcode.export.report import write_report
from qualcode.store.actions import undo
from qualcode.transcripts import eligibility, participants
from qualcode.transcripts.eligibility import BadCriterion, Standing

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

PEOPLE = {
    "P1": {"age": "18", "role": "Nurse", "stay_months": "10"},
    "P2": {"age": "17", "role": "nurse", "stay_months": "240"},
    "P10": {"role": "porter", "stay_months": "24"},
}


@pytest.fixture
def people(project: Project) -> Project:
    for name, facts in PEOPLE.items():
        participants.add(project, name, facts)
    return project


@pytest.mark.parametrize(
    ("worded", "p1", "p2", "p10"),
    [
        ("age >= 18", True, False, None),
        ("age>18", False, False, None),
        ("age <= 17", False, True, None),
        ("Age < 18", False, True, None),
        ("age = 18.0", True, False, None),
        ("role = nurse", True, True, False),
        ("role != nurse", False, False, True),
        ("role > nurse", None, None, None),
        ("shoe size >= 40", None, None, None),
    ],
)
def test_a_criterion_is_met_or_not_or_not_known(
    people: Project, worded: str, p1: bool | None, p2: bool | None, p10: bool | None
) -> None:
    eligibility.state(people, [worded])
    found = {one.participant: one.eligible for one in eligibility.standings(people)}
    assert found == {"P1": p1, "P2": p2, "P10": p10}


@pytest.mark.parametrize("worded", ["", "age", "age 18", ">= 18", "age >=", "age == 18", "1 < age < 3"])
def test_what_is_no_criterion_is_refused_and_nothing_is_kept(people: Project, worded: str) -> None:
    with pytest.raises(BadCriterion):
        eligibility.state(people, ["age >= 18", worded])
    assert eligibility.criteria(people) == []


def test_stating_a_criterion_twice_keeps_one_and_undo_takes_it_back(people: Project) -> None:
    eligibility.state(people, ["age >= 18", "age>=18"])
    eligibility.state(people, ["age >= 18", "role = nurse"])
    assert [str(one) for one in eligibility.criteria(people)] == ["age >= 18", "role = nurse"]
    undo(people)
    assert [str(one) for one in eligibility.criteria(people)] == ["age >= 18"]
    eligibility.clear(people)
    assert eligibility.standings(people)[1] == Standing("P2", (), ())


def test_ranges_are_computed_and_months_told_in_years(people: Project) -> None:
    participants.set_values(people, "P10", {"order": "3"})
    found = {one.attribute: str(one) for one in eligibility.extents(people)}
    assert found == {
        "age": "age: 17 to 18, mean 17.5",
        "stay_months": "stay_months: 10 to 240, mean 91.3 (10 months to 20 years, mean 7.6 years)",
    }


def test_check_names_who_does_not_fit_and_ends_with_one(people: Project, path: Path) -> None:
    told = run("-P", str(path), "participants", "check", "--criterion", "age >= 18")
    assert told.code == 1
    assert told.out.splitlines()[:3] == [
        "1 of 3 eligible: age >= 18",
        "  P2 does not meet age >= 18",
        "  P10 not known: age >= 18",
    ]
    assert told.out.splitlines()[-1] == "No transcript yet: P1, P2, P10"
    again = run("-P", str(path), "participants", "check", "--clear", "--json")
    assert again.code == 0
    assert (again.json["criteria"], again.json["eligible"]) == ([], 3)
    assert people.value("SELECT count(*) FROM criteria") == 1


def test_report_says_how_many_met_which_criteria(interview: Project, tmp_path: Path) -> None:
    participants.set_values(interview, "P1", {"stay_months": "10"})
    eligibility.state(interview, ["stay_months >= 6"])
    write_report(interview, tmp_path / "r.md")
    told = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "1 of 1 met the criteria of eligibility (stay months ≥ 6)." in told
