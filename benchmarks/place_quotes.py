"""How well damaged quotations are placed, and how fast: share right, wrong (must be 0), not placed; time.

    python benchmarks/place_quotes.py [CORPUS] [--quotes 1000] [--seed 7]

CORPUS is a `.tar.xz` of transcripts as text. Each quotation is sought in the transcript it comes from; others
in one that does not hold them, where nothing may be placed. A placement is right when it begins and ends
within one word of the passage that was damaged. Passages are 5 to 40 words of one turn, once in their
transcript.
"""

from __future__ import annotations

import argparse
import re
import string
import sys
import tarfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeVar

from numpy.random import Generator, default_rng
from rapidfuzz.fuzz import partial_ratio_alignment

from qualcode.passes.folding import fold, words
from qualcode.passes.placing import THRESHOLD, QuoteFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

CORPUS: Final = (
    Path(__file__).resolve().parents[2] / "shared/data/large-corpus-changelog/changelog-1128.tar.xz"
)
CURLY: Final = str.maketrans({"'": "’", "-": "–"})
SHORTEST, LONGEST = 5, 40
COMPARED: Final = 100
OTHERS: Final = 20
OUTCOMES: Final = ("right", "ambiguous", "missing", "wrong")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Planted:
    """A passage of a transcript, what damage made of it, and the words that bound it."""

    transcript: str
    start: int
    end: int
    passage: str
    quote: str
    damage: str


def pick(options: Sequence[T], chance: Generator) -> T:
    """One of the options, all as likely."""
    return options[int(chance.integers(len(options)))]


def typos(passage: str, chance: Generator) -> str:
    """One letter in twenty is left out, doubled, replaced or followed by another."""

    def struck(letter: str) -> str:
        other = pick(string.ascii_lowercase, chance)
        return pick(("", letter * 2, other, letter + other), chance)

    return "".join(struck(one) if one.isalpha() and chance.random() < 1 / 20 else one for one in passage)


def curly(passage: str, _chance: Generator) -> str:
    """Curly quotation marks around and inside, other dashes, the ellipsis character."""
    return f"“{passage.translate(CURLY).replace('...', '…')}”"


def line_breaks(passage: str, chance: Generator) -> str:
    """Every eighth space becomes a line break, as in text copied from a page."""
    return re.sub(" ", lambda _: "\n   " if chance.random() < 1 / 8 else " ", passage)


def dropped(passage: str, chance: Generator) -> str:
    """One word in twelve is missing; never one like the first or last, as another end would then be right."""
    inner = passage.split(" ")
    ends = {inner[0].lower(), inner[-1].lower()}
    return " ".join(one for one in inner if one.lower() in ends or chance.random() > 1 / 12)


def cut(passage: str, chance: Generator) -> str:
    """A middle part of the passage gives way to an ellipsis; four words or more stay on either side."""
    inner = passage.split(" ")
    if len(inner) < 2 * SHORTEST:
        return passage
    first = int(chance.integers(4, len(inner) - 4))
    last = int(chance.integers(first, len(inner) - 4)) + 1
    mark = pick(("...", "…", "[...]", "[…]", ". . ."), chance)
    return " ".join([*inner[:first], mark, *inner[last:]])


def everything(passage: str, chance: Generator) -> str:
    """All of it at once, except the cut."""
    return line_breaks(curly(typos(dropped(passage, chance), chance), chance), chance)


DAMAGES: Final[tuple[Callable[[str, Generator], str], ...]] = (
    typos, curly, line_breaks, dropped, cut, everything,
)  # fmt: skip


def main() -> int:
    """Run the benchmark; 1 when anything was placed wrongly."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    asked.add_argument("--quotes", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    if not given.corpus.exists():
        print(f"no corpus: {given.corpus}")
        return 2
    texts = read(given.corpus)
    chance = default_rng(given.seed)
    size = sum(len(text.split()) for text in texts.values())
    print(f"{len(texts):,} transcripts, {size:,} words; threshold {THRESHOLD}; seed {given.seed}")
    one = min(sorted(texts), key=lambda name: abs(len(texts[name].split()) - 10_000))
    wrong = measure(
        f"one transcript of {len(texts[one].split()):,} words", texts, [one], given.quotes, chance
    )
    wrong += measure("the corpus, transcript known", texts, sorted(texts), given.quotes, chance)
    wrong += strangers(texts, given.quotes, chance)
    return 1 if wrong else 0


def read(corpus: Path) -> dict[str, str]:
    """Name and text of every transcript in the archive, read in memory."""
    with tarfile.open(corpus) as packed:
        return {
            one.name: content.read().decode()
            for one in packed
            if one.isfile() and (content := packed.extractfile(one))
        }


def plant(texts: dict[str, str], names: list[str], quotes: int, chance: Generator) -> list[Planted]:
    """Damaged passages; each stands once in its transcript and begins and ends with a word."""
    found: list[Planted] = []
    while len(found) < quotes:
        name = pick(names, chance)
        text = texts[name]
        turn = pick([one.span() for one in re.finditer(r"[^\n]{30,}", text)], chance)
        inner = [one.span() for one in re.compile(r"\S+").finditer(text, *turn)]
        length = int(chance.integers(SHORTEST, LONGEST + 1))
        if length > len(inner):
            continue
        at = int(chance.integers(len(inner) - length + 1))
        start, end = inner[at][0], inner[at + length - 1][1]
        if re.match(r"[\w'].*\w[.,?!]?$", text[start:end]) and text.count(text[start:end]) == 1:
            damage = DAMAGES[len(found) % len(DAMAGES)]
            quote = damage(text[start:end], chance)
            found.append(Planted(name, start, end, text[start:end], quote, damage.__name__))
    return found


def measure(what: str, texts: dict[str, str], names: list[str], quotes: int, chance: Generator) -> int:
    """Place damaged passages where they come from, print the shares, give back how many went wrong."""
    planted = plant(texts, names, quotes, chance)
    print(f"\n{what}: {quotes:,} quotations")
    begun = perf_counter()
    finders = ready(texts, {one.transcript for one in planted})
    made = perf_counter()
    placements = [finders[one.transcript].find(one.quote) for one in planted]
    spent = perf_counter() - made
    outcomes: Counter[tuple[str, str]] = Counter()
    for one, placement in zip(planted, placements, strict=True):
        outcome = judged(texts[one.transcript], one, placement.span) if placement.span else placement.status
        outcomes[one.damage, outcome] += 1
        if outcome == "wrong":
            print(f"  WRONG {one.transcript}: {one.quote!r} at {placement.span}, not {one.start, one.end}")
    print(f"  {len(finders)} transcripts folded in {made - begun:.2f} s, quotations placed in {spent:.2f} s")
    report(outcomes)
    compare(texts, planted, spent / quotes)
    return sum(count for (_, outcome), count in outcomes.items() if outcome == "wrong")


def ready(texts: dict[str, str], names: Iterable[str]) -> dict[str, QuoteFinder]:
    """A finder for each transcript, folded already: a first search for what is not there sees to that."""
    finders = {name: QuoteFinder(texts[name]) for name in sorted(names)}
    for finder in finders.values():
        finder.find("zzzz qqqq xxxx")
    return finders


def judged(text: str, one: Planted, span: tuple[int, int]) -> str:
    """`right` when both ends are within one word of the passage's."""
    for here, there in zip(span, (one.start, one.end), strict=True):
        if len(re.findall(r"\w[\w'’]*", text[min(here, there) : max(here, there)])) > 1:
            return "wrong"
    return "right"


def report(outcomes: Counter[tuple[str, str]]) -> None:
    """Print a line for each damage and one for all."""
    print(f"  {'damage':<12}" + "".join(f"{outcome:>12}" for outcome in OUTCOMES))
    for damage in [*(one.__name__ for one in DAMAGES), "all"]:
        kinds = [one.__name__ for one in DAMAGES] if damage == "all" else [damage]
        row = [sum(outcomes[kind, outcome] for kind in kinds) for outcome in OUTCOMES]
        print(f"  {damage:<12}" + "".join(f"{count:>5}{count / max(1, sum(row)):>7.1%}" for count in row))


def compare(texts: dict[str, str], planted: list[Planted], ours: float) -> None:
    """Print what a plain partial alignment over the whole text does with some of the same quotations."""
    some = planted[:COMPARED]
    begun = perf_counter()
    found = [partial_ratio_alignment(one.quote, texts[one.transcript]) for one in some]
    plain_one = (perf_counter() - begun) / len(some)
    outcomes = Counter(
        judged(texts[one.transcript], one, (at.dest_start, at.dest_end))
        if at and at.score >= THRESHOLD
        else "missing"
        for one, at in zip(some, found, strict=True)
    )
    shares = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in ("right", "missing", "wrong"))
    print(f"  plain partial_ratio_alignment on {len(some)} of them: {shares}")
    print(
        f"  {1000 * plain_one:.2f} ms each, ours {1000 * ours:.2f} ms: {ours / plain_one:.1f} times as long"
    )


def strangers(texts: dict[str, str], quotes: int, chance: Generator) -> int:
    """Seek passages in transcripts that do not hold them; give back how many were placed."""
    names = sorted(texts)
    others = ready(texts, {pick(names, chance) for _ in range(OTHERS)})
    lines = {name: plain(texts[name]) for name in others}
    outcomes: Counter[str] = Counter()
    spent = 0.0
    for one in plant(texts, names, quotes, chance):
        name = pick([other for other in others if other != one.transcript], chance)
        if plain(one.passage) in lines[name]:
            continue
        begun = perf_counter()
        placement = others[name].find(one.quote)
        spent += perf_counter() - begun
        outcomes[placement.status] += 1
        if placement.span:
            print(f"  WRONG {name} has not {one.quote!r} but {texts[name][slice(*placement.span)]!r}")
    sought = outcomes.total()
    print(f"\nsought in a transcript without them: {sought:,} quotations in {spent:.2f} s")
    print("  " + ", ".join(f"{count} {status}" for status, count in outcomes.most_common()))
    return outcomes["exact"] + outcomes["near"]


def plain(text: str) -> str:
    """The words of a text between single spaces."""
    return f" {' '.join(words(fold(text)).keys)} "


if __name__ == "__main__":
    sys.exit(main())
