"""Rules of codes: kept, shown, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook, rules
from qualcode.codes.rules import BadRule, RuleNotFound

if TYPE_CHECKING:
    from qualcode.store.project import Project


@pytest.fixture
def coded(project: Project) -> Project:
    codebook.add(project, "phones")
    codebook.add(project, "paper")
    return project


def bodies(project: Project, code: str) -> list[tuple[str, str]]:
    return [(one.kind, one.body) for one in rules.rules_of(project, code)]


def test_rules_are_listed_in_the_order_they_were_made(coded: Project) -> None:
    rules.add_rule(coded, "phones", "synonym", " handset ")
    rules.add_rule(coded, "phones", "not-when", "phone box")
    assert bodies(coded, "phones") == [("synonym", "handset"), ("not-when", "phone box")]


def test_rule_given_twice_is_kept_once(coded: Project) -> None:
    rules.add_rule(coded, "phones", "synonym", "handset")
    rules.add_rule(coded, "phones", "synonym", "handset")
    assert bodies(coded, "phones") == [("synonym", "handset")]


def test_removed_rule_is_gone_and_others_stay(coded: Project) -> None:
    rules.add_rule(coded, "phones", "synonym", "handset")
    rules.add_rule(coded, "phones", "phrase", "lost it")
    rules.remove_rule(coded, "phones", 1)
    assert bodies(coded, "phones") == [("phrase", "lost it")]


def test_rules_follow_a_merged_code(coded: Project) -> None:
    rules.add_rule(coded, "phones", "synonym", "handset")
    codebook.merge(coded, ["phones"], "paper")
    assert bodies(coded, "paper") == [("synonym", "handset")]


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("phrase", "  ", "empty"),
        ("regex", "(", "not a regular expression"),
        ("regex", "a*", "matches everything"),
        ("pattern", "lane", "not a list of token"),
        ("pattern", '["lane"]', "not a list of token"),
    ],
)
def test_rule_that_cannot_be_read_is_refused(
    coded: Project, kind: rules.RuleKind, body: str, told: str
) -> None:
    with pytest.raises(BadRule, match=told):
        rules.add_rule(coded, "phones", kind, body)
    assert bodies(coded, "phones") == []


def test_rule_of_that_number_is_not_there(coded: Project) -> None:
    with pytest.raises(RuleNotFound, match="no rule 1"):
        rules.remove_rule(coded, "phones", 1)
