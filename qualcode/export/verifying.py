"""`verify`: every quotation of a manuscript found in the transcripts, every number recounted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from qualcode.codes import codebook
from qualcode.export.blocks import Heading, Paragraph, Table
from qualcode.export.composing import Audience, compose
from qualcode.export.gather import gather
from qualcode.export.judging import WRONG, Judge, Status
from qualcode.export.manuscript import pieces
from qualcode.export.quoted import Speakers, quotations
from qualcode.export.recount import Recount, countable
from qualcode.export.speech import Corpus
from qualcode.passes.folding import fold
from qualcode.transcripts import participants
from qualcode.transcripts.readers.formats import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from qualcode.export.blocks import Block, Document
    from qualcode.export.facts import Facts
    from qualcode.export.judging import Verdict
    from qualcode.export.recount import Number
    from qualcode.store.project import Project

_PRINTED: Final = frozenset({".pdf"})
"""Formats whose text was printed lines: hyphens and spaces in it prove nothing."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found in a manuscript. `uncounted`: statements "n of N" that the project cannot recount."""

    quotes: tuple[Verdict, ...]
    numbers: tuple[Number, ...]
    uncounted: int

    @property
    def clean(self) -> bool:
        """Whether there is nothing to mend."""
        return not any(one.status in WRONG for one in self.quotes) and all(one.same for one in self.numbers)

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        counts = Counter(one.status for one in self.quotes)
        summary: dict[str, Any] = {status: counts.get(status, 0) for status in get_args(Status)}
        differing = sum(not one.same for one in self.numbers)
        return {
            "quotes": [one.as_dict() for one in self.quotes],
            "numbers": [one.as_dict() for one in self.numbers],
            "summary": {
                "quotes": len(self.quotes),
                **summary,
                "numbers": len(self.numbers),
                "numbers_that_differ": differing,
                "not_recounted": self.uncounted,
                "clean": self.clean,
            },
        }


def verify(project: Project, manuscript: Path) -> Verification:
    """Hold a manuscript against the project.

    Raises:
        NotAManuscript: a format that is not read.
        UnreadableFileError: missing, damaged, or without words.
    """
    found = pieces(manuscript.name, bytes_of(manuscript))
    facts, corpus = gather(project), Corpus(project)
    known = [one.name for one in participants.participants(project)]
    speakers = Speakers([*known, *corpus.speakers])
    reports = [compose(project, facts, (), cast("Audience", one), None)[0] for one in get_args(Audience)]
    loose = manuscript.suffix.lower() in _PRINTED
    judge = Judge(corpus, facts.quotes, _own_wording(project, facts, reports), loose=loose)
    recount = Recount((one.blocks for one in reports), facts.claims, facts.sample.analyzed, speakers)
    verdicts = tuple(judge.verdict(quoted) for quoted in quotations(found, speakers))
    numbers = tuple(recount.numbers(found))
    counted = sum(" of " in one.printed for one in numbers if one.where.startswith("paragraph"))
    return Verification(verdicts, numbers, max(0, countable(found) - counted))


def _own_wording(project: Project, facts: Facts, reports: Iterable[Document]) -> Callable[[str], bool]:
    """Whether words are the study's own: names, definitions, questions, sentences of the report."""
    texts = [one.wording for one in facts.study.questions]
    texts += [facts.study.title, *(claim.text for claim in facts.claims)]
    for code in codebook.codes(project):
        texts += [
            code.name,
            code.definition,
            code.full_definition,
            code.use_when,
            code.not_when,
            code.example,
        ]
    for document in reports:
        texts += [words for block in document.blocks for words in _words(block)]
    every = "\n".join(fold(text).text for text in texts)
    return lambda text: fold(text).text.strip(" .,;:") in every


def _words(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [block.caption, *(cell for row in block.rows for cell in row.cells)]
    return [block.text] if isinstance(block, Heading | Paragraph) else []
