"""The numbers of a manuscript held against a fresh count: tables, computed sentences, citations of claims.

What the report would print now is the measure. A sentence or a cell is recounted when it is worded as the
report words it; numbers that nobody can recount are left alone and only counted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from rapidfuzz.fuzz import ratio

from qualcode.export.blocks import Heading, Paragraph, Table
from qualcode.themes.citations import citation, quantifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.export.blocks import Block
    from qualcode.export.manuscript import Piece
    from qualcode.export.quoted import Speakers
    from qualcode.themes.claims import Claim

SAME_CLAIM: Final = 80.0
"""Likeness (0..100) of a sentence and a claim from which it is that claim, slightly reworded."""

_NUMBER = re.compile(r"(?<![A-Za-z\d])[−-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?![\d])")
_NAMES = re.compile(r"\((?:e\.g\., |all )?[^()]*\)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_CITED = re.compile(r"\s*[(\[](?P<inner>[^()\[\]]{1,200})[)\]](?P<end>[.!?]?)")
_QUOTED = re.compile(r"“[^”]*”\s*(?:\([^()]*\))?\.?|\"[^\"]*\"\s*(?:\([^()]*\))?\.?")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a list of participants, as it is printed and as it is counted now."""

    what: str
    printed: str
    recounted: str
    same: bool
    where: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Recount:
    """What the report would print now, by wording.

    Args:
        versions: The blocks of the report, once for each audience.
        claims: The project's claims.
        base: Names of the participants who are counted.
        speakers: Finds ids in text.
    """

    def __init__(
        self,
        versions: Iterable[Sequence[Block]],
        claims: Sequence[Claim],
        base: Sequence[str],
        speakers: Speakers,
    ) -> None:
        self._claims, self._base, self._speakers = claims, base, speakers
        self._tables: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
        self._sentences: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for blocks in versions:
            self._learn(blocks)

    def _learn(self, blocks: Sequence[Block]) -> None:
        heading = ""
        for block in blocks:
            if isinstance(block, Heading):
                heading = block.text
            elif isinstance(block, Table):
                self._learn_table(block)
            elif isinstance(block, Paragraph) and block.style not in {"Quote Block", "Quote Exchange"}:
                for sentence in _sentences(block.text):
                    self._sentences[_masked(sentence)].append((heading, sentence))

    def _learn_table(self, table: Table) -> None:
        heads = [_plain(column.head) for column in table.columns]
        band = ""
        for row in table.rows:
            if row.kind == "band":
                band = _plain(row.cells[0])
                continue
            cells = dict(zip(heads, row.cells, strict=False))
            self._tables[_plain(row.cells[0]), band].append(cells)
            self._tables[_plain(row.cells[0]),].append(cells)

    def numbers(self, pieces: Iterable[Piece]) -> Iterator[Number]:
        """Every number of a manuscript that can be recounted."""
        for piece in pieces:
            if piece.kind == "table":
                yield from self._table(piece)
            elif piece.kind == "text":
                for sentence in _sentences(piece.text):
                    yield from self._claim(sentence, piece) or self._computed(sentence, piece)

    def _table(self, piece: Piece) -> Iterator[Number]:
        heads = [_plain(cell) for cell in piece.rows[0]] if piece.rows else []
        band = ""
        for row in piece.rows[1:]:
            if not any(row[1:]):
                band = _plain(row[0]) if row else ""
                continue
            known = self._tables.get((_plain(row[0]), band)) or self._tables.get((_plain(row[0]),), [])
            alike = [cells for cells in known if set(heads) <= set(cells)]
            for head, cell in zip(heads[1:], row[1:], strict=False):
                expected = list(dict.fromkeys(cells[head] for cells in alike))
                if expected and (_numbers(cell) or any(map(_numbers, expected))):
                    yield _compared(f"{row[0]}: {head}", cell, expected, piece)

    def _computed(self, sentence: str, piece: Piece) -> list[Number]:
        """A sentence that the report computes, with whatever numbers it has here."""
        known = self._sentences.get(_masked(sentence), [])
        if not known or not _numbers(sentence):
            return []
        here = [words for heading, words in known if _same_heading(heading, piece.heading)]
        expected = list(dict.fromkeys(here or [words for _, words in known]))
        return [_compared(_named(sentence), sentence, expected, piece)]

    def _claim(self, sentence: str, piece: Piece) -> list[Number]:
        """A claim of the project: who is cited for it, and whether its counting word still fits."""
        match = next((one for one in _CITED.finditer(sentence) if self._is_citation(one["inner"])), None)
        bare = _plain(_CITED.sub(r"\g<end>", sentence) if match else sentence)
        scored = [(ratio(_plain(one.text), bare), one) for one in self._claims]
        score, claim = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if claim is None or score < SAME_CLAIM:
            return []
        found = [self._citation(claim, match["inner"], piece)] if match else []
        word = quantifier(bare, len(claim.participants), len(self._base))
        if word is not None and claim.kind == "exhaustive":
            counted = f"{word.n} of {word.of}"
            found.append(
                Number(f"c{claim.number}: “{word.word}”", word.word, counted, word.fits, piece.where)
            )
        return found

    def _is_citation(self, inner: str) -> bool:
        return bool(self._speakers.found(inner)) or bool(re.search(r"\b\d+ (?:of \d+|participants)\b", inner))

    def _citation(self, claim: Claim, inner: str, piece: Piece) -> Number:
        expected = [
            citation(claim.participants, self._base, claim.kind, public=public) for public in (False, True)
        ]
        names = self._speakers.found(inner)
        listed = not re.search(r"\d+ of \d+|\d+ participants", inner)
        same = f"({inner})" in expected or (listed and self._same_people(names, claim))
        return Number(f"c{claim.number}", f"({inner})", expected[0] or "(nobody)", same, piece.where)

    @staticmethod
    def _same_people(names: Sequence[str], claim: Claim) -> bool:
        if claim.kind == "illustrative":
            return set(names) <= set(claim.participants)
        return set(names) == set(claim.participants) and len(names) == len(claim.participants)


def countable(pieces: Iterable[Piece]) -> int:
    """How many statements of the form "n of N" a manuscript's text makes."""
    text = " ".join(piece.text for piece in pieces if piece.kind == "text")
    return len(re.findall(r"\b\d+ of (?:the )?\d+\b", text))


def _compared(what: str, printed: str, expected: Sequence[str], piece: Piece) -> Number:
    same = any(_numbers(printed) == _numbers(one) for one in expected)
    return Number(what, printed, printed if same else expected[0], same, piece.where)


def _sentences(text: str) -> list[str]:
    """Sentences, without the quotations among them: those are words, not counts."""
    return [one for one in _SENTENCE.split(_QUOTED.sub("", text)) if _WORDS.search(one)]


def _numbers(text: str) -> list[str]:
    """Numbers and ids of a text, in order."""
    return re.findall(r"[−-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)|[●○]", text)


def _masked(sentence: str) -> str:
    """The wording of a sentence without its numbers and the names in parentheses."""
    return _plain(_NUMBER.sub("#", _NAMES.sub("()", sentence)))


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").split()).casefold().rstrip(" .")


def _same_heading(ours: str, theirs: str) -> bool:
    """Whether two headings are one; authors number them anew."""
    bare = [re.sub(r"\A(?:theme\s*)?[\d.]*[:.]?\s*", "", _plain(one)) for one in (ours, theirs)]
    return bare[0] == bare[1]


def _named(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:6]) + ("…" if len(words) > len("abcdef") else "")
