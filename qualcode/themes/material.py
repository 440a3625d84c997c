"""What codes are compared by: where their passages stand, what is said in them, and whose words they are.

Only participants' speech enters; a passage is left out of it together with the person who spoke.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.codes import codebook
from qualcode.spans import intersection, union
from qualcode.themes.evidence import Speech
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.model import Code
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.themes.evidence import Evidence, Passage

    Ints = NDArray[np.int64]

Reach = Literal["neighbours", "turn"]
"""When two codes stand beside each other: within two units, or in one turn of a participant."""

NEIGHBOURS: Final = 2
"""Units before and after a passage that still count as beside it."""

MOST_FOLDS: Final = 20
"""Participants are left out one by one up to this many; above it in as many equal shares."""

Sparse = Any
"""A SciPy sparse matrix, which has no public type."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Material:
    """Codes in codebook order with their passages, one code after the other.

    `code_of`: the code's row, by passage. `fold_of`: which share of the participants it belongs to, -1 where
    nobody knows who speaks. `windows`: the first and the last place in the data that it stands beside.
    `said`: passages by terms, counts. `told`: codes by terms, counts in their names and definitions.
    """

    codes: tuple[Code, ...]
    passages: tuple[Passage, ...]
    code_of: Ints
    fold_of: Ints
    folds: int
    windows: Ints
    said: Sparse
    told: Sparse
    terms: tuple[str, ...]


def gather(project: Project, counted: Evidence, reach: Reach) -> Material:
    """Read it out of a project; codes without a passage are left out."""
    import numpy as np

    codes = tuple(code for code in codebook.codes(project) if counted.passages.get(code.id))
    passages = tuple(passage for code in codes for passage in counted.passages[code.id])
    code_of = np.repeat(np.arange(len(codes)), [len(counted.passages[code.id]) for code in codes])
    shares = _shares(counted.base)
    words = [words_of(f"{code.name} {code.definition} {code.full_definition}") for code in codes]
    spoken = _spoken(project, passages)
    terms = tuple(sorted({term for counts in (*words, *spoken) for term in counts}))
    return Material(
        codes=codes,
        passages=passages,
        code_of=code_of,
        fold_of=np.array([shares.get(one.participant or "", -1) for one in passages], dtype=np.int64),
        folds=min(len(counted.base), MOST_FOLDS),
        windows=_windows(project, passages, reach),
        said=_counts(spoken, terms),
        told=_counts(words, terms),
        terms=terms,
    )


def words_of(text: str) -> Counter[str]:
    """Words in small letters, counted; numbers and signs are none.

    >>> words_of("They don't, they DO.").most_common(1)
    [('they', 2)]
    """
    return Counter(_WORD.findall(text.casefold().replace("’", "'")))


def _shares(people: Sequence[str]) -> dict[str, int]:
    return {name: at % MOST_FOLDS for at, name in enumerate(people)}


def _spoken(project: Project, passages: Sequence[Passage]) -> list[Counter[str]]:
    """Words of each passage; one that carries several codes is read once."""
    speech, texts = Speech(project), {}
    read: dict[tuple[str, Span], Counter[str]] = {}
    for one in passages:
        key = (one.transcript_id, one.span)
        if key in read:
            continue
        if one.transcript_id not in texts:
            turns = union(speech.turns(one.transcript_id))
            texts[one.transcript_id] = (library.text(project, one.transcript_id), turns)
        text, turns = texts[one.transcript_id]
        said = intersection([one.span], turns)
        read[key] = words_of(" ".join(text[start:end] for start, end in said))
    return [read[one.transcript_id, one.span] for one in passages]


def _windows(project: Project, passages: Sequence[Passage], reach: Reach) -> Ints:
    """First and last window of each passage, numbered through all transcripts."""
    import numpy as np

    speech, known, ahead = Speech(project), {}, 0
    found: list[tuple[int, int]] = []
    for one in passages:
        if one.transcript_id not in known:
            spans = (
                speech.turns(one.transcript_id)
                if reach == "turn"
                else library.units(project, one.transcript_id)
            )
            known[one.transcript_id] = (ahead, [s for s, _ in spans], [e for _, e in spans])
            ahead += len(spans)
        found.append(_touched(one.span, *known[one.transcript_id], 0 if reach == "turn" else NEIGHBOURS))
    return np.array(found, dtype=np.int64).reshape(len(found), 2)


def _touched(span: Span, ahead: int, starts: list[int], ends: list[int], around: int) -> tuple[int, int]:
    first, last = bisect_right(ends, span[0]), bisect_left(starts, span[1]) - 1
    first, last = max(0, first - around), min(len(starts) - 1, last + around)
    return ahead + first, ahead + max(first, last)


def _counts(documents: Iterable[Counter[str]], terms: Sequence[str]) -> Sparse:
    import numpy as np
    from scipy.sparse import csr_matrix

    known = {term: at for at, term in enumerate(terms)}
    columns: list[int] = []
    values: list[int] = []
    ends = [0]
    for counts in documents:
        columns += [known[term] for term in counts]
        values += counts.values()
        ends.append(len(columns))
    shape = (len(ends) - 1, len(terms))
    return csr_matrix((np.array(values, dtype=np.float64), columns, ends), shape=shape)
