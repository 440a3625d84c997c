"""Rules of a code for `suggest`: synonyms, phrases, token patterns, regular expressions, and "not when"."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qualcode.codes import codebook
from qualcode.errors import QualcodeError, UsageError
from qualcode.names import quoted
from qualcode.store.actions import action

if TYPE_CHECKING:
    from qualcode.store.project import Project

RuleKind = Literal["synonym", "phrase", "pattern", "regex", "not-when"]


class BadRule(UsageError):
    """The rule cannot be read."""


class RuleNotFound(QualcodeError):
    """The code has no rule of that number."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What `suggest` seeks for a code, or stays away from.

    Attributes:
        id: Of its row.
        code_id: Whose it is.
        kind: A synonym counts like the name; a phrase, token pattern or regular expression is a sure hit; no
            suggestion is made where a "not-when" phrase stands.
        body: The words, the expression, or a list of spaCy token descriptions as JSON.
    """

    id: str
    code_id: str
    kind: RuleKind
    body: str


def rules(project: Project) -> list[Rule]:
    """All rules of live codes, in the order they were made; a merged code's rules are its survivor's."""
    rows = project.rows(
        "SELECT r.id, n.now_id, r.kind, r.body FROM code_rules r JOIN code_now n ON n.code_id = r.code_id"
        " JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL WHERE r.deleted_at IS NULL"
        " ORDER BY r.rowid"
    )
    return [Rule(*row) for row in rows]


def rules_of(project: Project, code_name: str) -> list[Rule]:
    """A code's rules; their numbers, as people type them, are 1, 2, ...

    Raises:
        CodeNotFound: no such code.
    """
    code = codebook.find(project, code_name)
    return [rule for rule in rules(project) if rule.code_id == code.id]


def add_rule(project: Project, code_name: str, kind: RuleKind, body: str) -> None:
    """Give a code a rule; one that it has already stays as it is.

    Raises:
        CodeNotFound: no such code.
        BadRule: empty, or not a regular expression or token pattern.
    """
    check_rule(kind, body := body.strip())
    with action(project, "suggestions rule") as adding:
        code = codebook.find(project, code_name)
        if any((rule.kind, rule.body) == (kind, body) for rule in rules_of(project, code_name)):
            return
        adding.add("code_rules", code_id=code.id, kind=kind, body=body, created_at=project.now())


def remove_rule(project: Project, code_name: str, number: int) -> None:
    """Take a rule away.

    Raises:
        CodeNotFound, RuleNotFound: as their names say.
    """
    with action(project, "suggestions rule") as removing:
        known = rules_of(project, code_name)
        if not 1 <= number <= len(known):
            raise RuleNotFound(
                f"{code_name!r} has no rule {number}.", f"See: qualcode suggestions rules {quoted(code_name)}"
            )
        removing.retire("code_rules", [known[number - 1].id])


def check_rule(kind: str, body: str) -> None:
    """Refuse what nothing could be looked up with.

    Raises:
        BadRule: it is empty, or not a regular expression or token pattern.
    """
    if not body:
        raise BadRule("The rule is empty.", "Write the words to look for.")
    if kind == "regex":
        _check_regex(body)
    if kind == "pattern":
        token_pattern(body)


def token_pattern(body: str) -> list[dict[str, object]]:
    """A rule's token pattern: one description per word, as spaCy's Matcher takes them.

    Raises:
        BadRule: not a JSON list of objects.
    """
    try:
        pattern = json.loads(body)
    except ValueError:
        pattern = None
    if not (isinstance(pattern, list) and pattern and all(isinstance(one, dict) for one in pattern)):
        raise BadRule(
            "The token pattern is not a list of token descriptions.",
            """Write it as spaCy has it: [{"LEMMA": "stay"}, {"OP": "?"}, {"LOWER": "lane"}]""",
        )
    return pattern


def _check_regex(body: str) -> None:
    try:
        found = re.compile(body)
    except (re.error, RecursionError, OverflowError) as problem:
        raise BadRule(f"The rule is not a regular expression: {problem}.", "Mend it and try again.") from None
    if found.match("") is not None:
        raise BadRule("The rule matches everything.", "Write an expression that needs at least a letter.")
