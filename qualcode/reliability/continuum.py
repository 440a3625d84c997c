"""Several coders on one text: which of them read and which coded each stretch, without expansion."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.reliability.ratings import TWO_CODERS
from qualcode.reliability.sweep import coded_units
from qualcode.spans import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.reliability.ratings import Pattern
    from qualcode.spans import Span


class InvertedSpanError(QualcodeError):
    """A span that ends before it starts."""

    def __init__(self) -> None:
        super().__init__("A span ends before it starts.", "Write spans as (start, end) with start <= end.")


class TooFewCodersError(QualcodeError):
    """Agreement asked of fewer than two coders."""

    def __init__(self) -> None:
        super().__init__("Agreement needs at least two coders.", "Hand in the spans of two or more.")


def patterns_of(
    length: int,
    coders: Mapping[str, Sequence[Span]],
    not_read: Mapping[str, Sequence[Span]],
    units: Sequence[Span] | None,
    rule: str,
) -> dict[Pattern, int]:
    """`judgement_patterns` over the characters of a text or over units of it; see `coefficients.spans`.

    Raises:
        TooFewCodersError: Fewer than two coders.
        InvertedSpanError: A span ends before it starts.
        UnknownRuleError: No such rule.
    """
    if len(coders) < TWO_CODERS:
        raise TooFewCodersError
    coded = [within(given, length) for given in coders.values()]
    unread = [within(not_read.get(name, ()), length) for name in coders]
    if units is None:
        return judgement_patterns(length, coded, unread)
    marked = [as_unit_spans(given, units, rule) for given in coders.values()]
    return judgement_patterns(len(units), marked, [as_unit_spans(given, units, "any") for given in unread])


def within(spans: Iterable[Span], length: int) -> list[Span]:
    """United spans cut to [0, length); empty ones vanish.

    Raises:
        InvertedSpanError: A span ends before it starts.
    """
    given = list(spans)
    if any(end < start for start, end in given):
        raise InvertedSpanError
    return union((max(start, 0), min(end, length)) for start, end in given)


def beyond(spans: Iterable[Span], length: int) -> int:
    """How many spans stick out of [0, length)."""
    return sum(start < 0 or end > length for start, end in spans)


def judgement_patterns(
    length: int, coded: Sequence[list[Span]], unread: Sequence[list[Span]]
) -> dict[Pattern, int]:
    """How many characters show each pattern of judgements: 1 coded, 0 read and not coded, None not read.

    Args:
        length: Characters of the text.
        coded: Per coder united spans within the text.
        unread: Per coder united spans within the text, in the same order of coders.
    """
    events: dict[int, list[tuple[bool, int]]] = {0: [], length: []}
    for reading, spans_of in ((False, coded), (True, unread)):
        for coder, spans in enumerate(spans_of):
            for start, end in spans:
                events.setdefault(start, []).append((reading, coder))
                events.setdefault(end, []).append((reading, coder))
    is_coded, is_unread = [False] * len(coded), [False] * len(coded)
    patterns: Counter[Pattern] = Counter()
    for here, following in pairwise(sorted(events)):
        for reading, coder in events[here]:
            state = is_unread if reading else is_coded
            state[coder] = not state[coder]
        pattern = tuple(
            None if skipped else int(marked) for marked, skipped in zip(is_coded, is_unread, strict=True)
        )
        patterns[pattern] += following - here
    return patterns


def coverage_table(patterns: dict[Pattern, int]) -> dict[tuple[int, int], int]:
    """(coders who read it, coders who coded it) -> characters."""
    table: Counter[tuple[int, int]] = Counter()
    for pattern, characters in patterns.items():
        judged = [value for value in pattern if value is not None]
        table[len(judged), sum(judged)] += characters
    return dict(sorted(table.items()))


def as_unit_spans(spans: Iterable[Span], units: Sequence[Span], rule: str) -> list[Span]:
    """The units a coder's spans make coded, as spans of unit numbers."""
    return union((index, index + 1) for index in coded_units(spans, units, rule))
