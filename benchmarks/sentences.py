"""Sentence units against ends labelled by hand, and against a plain spaCy sentencizer; speed of both.

The labels (`sentence_labels.json`) are offsets into files of ../shared/data and a hash of each passage, no
words. A candidate's end is true, false, or `unsure` (left out for both). The end of a passage counts for
nobody. Passages were drawn at random, half of them among those with dots, quotes, brackets, initials or
emoji; half were held out while the rules were adjusted.

Run: python benchmarks/sentences.py
"""

from __future__ import annotations

import hashlib
import json
import tarfile
import time
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.transcripts.segment import METHOD, sentences
from qualcode.transcripts.turns import find_turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

    from qualcode.spans import Span

LABELS = Path(__file__).with_name("sentence_labels.json")
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CORPUS = DATA / "large-corpus-changelog" / "changelog-1128.tar.xz"
_TIMED_TRANSCRIPTS = 60


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled passage; `ends` and `unsure` count from its beginning."""

    text: str
    kind: str
    part: str
    ends: frozenset[int]
    unsure: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """Ends found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the ends found that are ends."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the ends that were found."""
        return self.right / (self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def passages() -> list[Passage]:
    """The labelled passages.

    Raises:
        ValueError: A data file is not the one that was labelled.
    """
    found = []
    for label in json.loads(LABELS.read_text(encoding="utf-8")):
        text = _source(label["file"], label["member"], label["encoding"])[label["start"] : label["end"]]
        if hashlib.sha256(text.encode()).hexdigest() != label["sha256"]:
            raise ValueError(f"{label['file']} differs from the file that was labelled")
        ends, unsure = frozenset(label["ends"]), frozenset(label["unsure"])
        found.append(Passage(text, label["kind"], label["part"], ends, unsure))
    return found


@cache
def corpus() -> dict[str, str]:
    """Transcripts of the large corpus by name."""
    with tarfile.open(CORPUS) as archive:
        return {
            member.name.removeprefix("./"): stream.read().decode()
            for member in archive
            if member.isfile() and (stream := archive.extractfile(member))
        }


@cache
def _source(file: str, member: str | None, encoding: str) -> str:
    path = DATA / file
    if path == CORPUS:
        return corpus()[str(member)]
    if member:
        with zipfile.ZipFile(path) as archive:
            return archive.read(member).decode(encoding)
    with path.open(encoding=encoding, newline="") as stream:
        return stream.read()


def score(found: list[Passage], segment: Callable[[str], list[Span]]) -> Score:
    """Compare the ends that `segment` finds with the labelled ones."""
    tally: Counter[str] = Counter()
    for passage in found:
        ends = {end for _, end in segment(passage.text)} - {len(passage.text)} - passage.unsure
        tally["right"] += len(ends & passage.ends)
        tally["wrong"] += len(ends - passage.ends)
        tally["missed"] += len(passage.ends - ends)
    return Score(tally["right"], tally["wrong"], tally["missed"])


def by_rules(text: str) -> list[Span]:
    """The default of the program."""
    return sentences(text, [(0, len(text))])


def by_sentencizer() -> tuple[Callable[[str], list[Span]], Language]:
    """A blank English pipeline with the rule-based sentencizer, as spaCy documents it."""
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")

    def segment(text: str) -> list[Span]:
        return [
            (sentence.start_char, sentence.start_char + len(sentence.text.rstrip()))
            for sentence in pipeline(text).sents
        ]

    return segment, pipeline


def speeds(pipeline: Language) -> tuple[float, float]:
    """Characters a second of the rules and of the sentencizer, on the same turns."""
    texts = list(corpus().values())[:_TIMED_TRANSCRIPTS]
    spans = [[(turn.start_char, turn.end_char) for turn in find_turns(text).turns] for text in texts]
    characters = sum(end - start for each in spans for start, end in each)
    start = time.perf_counter()
    for text, each in zip(texts, spans, strict=True):
        sentences(text, each)
    rules = characters / (time.perf_counter() - start)
    start = time.perf_counter()
    few = texts[:4]
    for text, each in zip(few, spans, strict=False):
        for parsed in pipeline.pipe(text[a:b] for a, b in each):
            list(parsed.sents)
    counted = sum(end - start for each in spans[:4] for start, end in each)
    return rules, counted / (time.perf_counter() - start)


def main() -> None:
    """Print the table."""
    labelled = passages()
    segment, pipeline = by_sentencizer()
    print(f"{sum(len(each.ends) for each in labelled)} sentence ends in {len(labelled)} passages; {METHOD}")
    for part in ("tuning", "held out", ""):
        chosen = [each for each in labelled if part in each.part]
        for name, method in (("qualcode", by_rules), ("sentencizer", segment)):
            got = score(chosen, method)
            print(
                f"{part or 'all':9} {name:12} precision {got.precision:.3f}  recall {got.recall:.3f}  "
                f"F1 {got.f1:.3f}  ({got.wrong} wrong, {got.missed} missed)"
            )
    rules, spacys = speeds(pipeline)
    times = rules / spacys
    print(f"characters a second: {rules / 1e6:.1f} million against {spacys / 1e6:.2f} million, {times:.0f} x")


if __name__ == "__main__":
    main()
