"""What a codebook should be asked before it is used further: advice, never a verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from qualcode.codes import codebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.model import Code
    from qualcode.store.project import Project

Rule = Literal["no-definition", "near-duplicate", "never-used", "one-coder"]

ALIKE: Final = 90.0
"""RapidFuzz ratio (0..100), words in any order, from which two names may be one idea written twice."""

_NUMBERS: Final = re.compile(r"\d+")

_CODERS: Final = """
    SELECT n.now_id, r.name FROM codings k JOIN code_now n ON n.code_id = k.code_id
    JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL AND p.kind = 'independent'
    JOIN coders r ON r.id = p.coder_id
    JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL
    WHERE k.deleted_at IS NULL GROUP BY n.now_id, r.name ORDER BY r.name"""


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """One thing to look at: the rule, the code, the codes it is like (`others`), and a sentence."""

    rule: Rule
    code: str
    others: tuple[str, ...]
    message: str


def check_codebook(project: Project) -> list[CodeFinding]:
    """Codes without a definition, with names nearly alike, never used, or used by one coder of several.

    Agreed (consensus) passes do not count as use by a coder.
    """
    codes = codebook.codes(project)
    coders: dict[str, list[str]] = {}
    for code_id, coder in project.rows(_CODERS):
        coders.setdefault(code_id, []).append(coder)
    several = len({coder for names in coders.values() for coder in names}) > 1
    return [
        *_undefined(codes),
        *_alike(codes),
        *(_found("never-used", code, "No coding uses it.") for code in codes if _idle(code, codes, coders)),
        *(
            _found("one-coder", code, f"Only {coders[code.id][0]} used it.")
            for code in codes
            if several and len(coders.get(code.id, ())) == 1
        ),
    ]


def _found(rule: Rule, code: Code, message: str, others: tuple[str, ...] = ()) -> CodeFinding:
    return CodeFinding(rule, code.name, others, message)


def _undefined(codes: Sequence[Code]) -> Iterator[CodeFinding]:
    for code in codes:
        if not (code.definition.strip() or code.full_definition.strip()):
            yield _found("no-definition", code, "It says nowhere what it means.")


def _idle(code: Code, codes: Sequence[Code], coders: dict[str, list[str]]) -> bool:
    """Whether a code has neither codings nor children, which make it a heading."""
    return code.id not in coders and not any(one.parent_id == code.id for one in codes)


def _alike(codes: Sequence[Code]) -> Iterator[CodeFinding]:
    """Pairs of names nearly alike, each once; names that differ in a number (`Q1`, `Q2`) are meant to."""
    from rapidfuzz import fuzz, process, utils

    names = [code.name for code in codes]
    for at, code in enumerate(codes):
        near = process.extract(
            code.name,
            names[at + 1 :],
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=ALIKE,
            limit=None,
        )
        others = tuple(name for name, _, _ in near if _NUMBERS.findall(name) == _NUMBERS.findall(code.name))
        if others:
            listed = ", ".join(map(repr, others))
            yield _found("near-duplicate", code, f"Its name is nearly that of {listed}.", others)
