"""What a group of codes sounds like: the words that set it apart, and the passages nearest to its middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.themes.likeness import spoken_by_code, tfidf
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.store.project import Project
    from qualcode.themes.evidence import Passage
    from qualcode.themes.material import Material, Sparse

WORDS: Final = 6
QUOTES: Final = 3
_PEOPLE: Final = 2
_LEAST_WORDS: Final = 5
"""Shorter passages are shown only where there is nothing longer."""


@dataclass(frozen=True, slots=True)
class ClosestQuote:
    """A passage near the middle of a group; for thinking, not chosen for print."""

    address: str
    participant: str | None
    code: str
    quotation: str


@dataclass(frozen=True, slots=True)
class Wordings:
    """What is said under each code, and in each passage, as TF-IDF rows; `lengths` in words."""

    codes: Sparse
    passages: Sparse
    lengths: NDArray[np.float64]


def wordings(material: Material) -> Wordings:
    """Read once per clustering."""
    import numpy as np
    from scipy.sparse import diags

    codes = tfidf(spoken_by_code(material))
    weighed = material.said @ _rarity(material)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    scaled = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    words = np.asarray(material.said.sum(axis=1)).ravel()
    return Wordings(codes, diags(scaled) @ weighed, words)


def setting_apart(material: Material, rows: Sequence[int]) -> tuple[str, ...]:
    """Words in more passages of these codes than their number elsewhere leads one to expect, best first.

    Log-likelihood ratio of passages with and without the word (Dunning 1993); a word that only one person
    says tells of the person and is left out where there are others.
    """
    import numpy as np

    says, inside, who = _passages_once(material, rows)
    if not inside.any() or inside.all():
        return ()
    here, there = (np.asarray(says[chosen].sum(axis=0)).ravel() for chosen in (inside, ~inside))
    scores = np.round(_log_likelihood(here, there, int(inside.sum()), int((~inside).sum())), 10)
    ranked = sorted(np.flatnonzero(scores > 0), key=lambda at: (-scores[at], material.terms[at]))
    people = min(_PEOPLE, len(set(who[inside])))
    own, speakers = says[inside].tocsc(), who[inside]
    found: list[str] = []
    for at in ranked:
        if len(set(speakers[own[:, at].indices])) >= people:
            found.append(material.terms[at])
        if len(found) == WORDS:
            break
    return tuple(found)


def closest_quotes(
    project: Project, material: Material, words: Wordings, rows: Sequence[int]
) -> tuple[ClosestQuote, ...]:
    """Passages of these codes nearest to their middle, from different people as far as there are any."""
    import numpy as np

    member = np.zeros(len(material.codes), dtype=bool)
    member[list(rows)] = True
    own = np.flatnonzero(member[material.code_of])
    near = np.round(np.asarray(words.passages[own] @ _mean(words.codes, rows)).ravel(), 10)
    short = words.lengths[own] < _LEAST_WORDS
    ranked = [int(own[at]) for at in np.lexsort((own, -near, short))]
    chosen = list(_from_different_people(material, ranked))[:QUOTES]
    return tuple(_quote(project, material, at) for at in chosen)


def _from_different_people(material: Material, ranked: Sequence[int]) -> Iterator[int]:
    seen: set[tuple[str, tuple[int, int]]] = set()
    heard: set[str | None] = set()
    again: list[int] = []
    for at in ranked:
        one = material.passages[at]
        if _overlaps(one, seen):
            continue
        seen.add((one.transcript_id, one.span))
        if one.participant in heard:
            again.append(at)
            continue
        heard.add(one.participant)
        yield at
        if len(heard) == QUOTES:
            return
    yield from again


def _overlaps(one: Passage, seen: set[tuple[str, tuple[int, int]]]) -> bool:
    return any(
        transcript == one.transcript_id and start < one.end_char and one.start_char < end
        for transcript, (start, end) in seen
    )


def _quote(project: Project, material: Material, at: int) -> ClosestQuote:
    one = material.passages[at]
    transcript = library.by_id(project, one.transcript_id)
    where = addresses.address(transcript.name, *one.span, library.units(project, one.transcript_id))
    words = library.text(project, one.transcript_id)[one.start_char : one.end_char]
    return ClosestQuote(where, one.participant, material.codes[material.code_of[at]].name, words)


def _passages_once(
    material: Material, rows: Sequence[int]
) -> tuple[Sparse, NDArray[np.bool_], NDArray[np.int64]]:
    """Which words each different passage holds, which of them carry one of the codes, and whose they are."""
    import numpy as np

    places = [(one.transcript_id, one.start_char, one.end_char) for one in material.passages]
    first: dict[tuple[str, int, int], int] = {}
    for at, place in enumerate(places):
        first.setdefault(place, at)
    chosen = set(rows)
    carrying = {place for place, code in zip(places, material.code_of, strict=True) if int(code) in chosen}
    kept = np.array(list(first.values()), dtype=np.int64)
    inside = np.array([place in carrying for place in first], dtype=bool)
    people: dict[str | None, int] = {}
    who = [people.setdefault(material.passages[at].participant, len(people)) for at in kept]
    return (material.said[kept] > 0).astype(np.float64), inside, np.array(who, dtype=np.int64)


def _log_likelihood(
    here: NDArray[np.float64], there: NDArray[np.float64], inside: int, outside: int
) -> NDArray[np.float64]:
    """Times rarity, so that small words come last; zero where a word is not more frequent inside."""
    import numpy as np

    share = (here + there) / (inside + outside)
    parts = np.zeros_like(share)
    for seen, size in ((here, inside), (there, outside)):
        expected = size * share
        parts += seen * np.log(np.where(seen > 0, seen, 1) / np.where(seen > 0, expected, 1))
    return np.where(here * outside > there * inside, -2 * parts * np.log(np.maximum(share, 1e-12)), 0.0)


def _rarity(material: Material) -> Sparse:
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    by_code = csr_matrix(spoken_by_code(material))
    used = np.bincount(by_code.indices, minlength=len(material.terms))
    return diags(np.where(used > 1, np.log(len(material.codes) / np.maximum(used, 1)), 0.0))


def _mean(codes: Sparse, rows: Sequence[int]) -> NDArray[np.float64]:
    import numpy as np

    middle: NDArray[np.float64] = np.asarray(codes[list(rows)].mean(axis=0)).ravel()
    return middle
