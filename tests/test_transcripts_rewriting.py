"""Words put in the place of others: every span keeps its words, or takes in what replaced them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.rewriting import Rewriting, Swap

TEXT = "I went to Lantern Street, and Lantern Street helped."


def street(replacement: str) -> Rewriting:
    return Rewriting(TEXT, [Swap(10, 24, replacement), Swap(30, 44, replacement)])


@pytest.mark.parametrize("replacement", ["[agency 1]", "[the agency that is number 1]", "[a]"])
def test_words_beside_a_replacement_stay_under_their_span(replacement: str) -> None:
    made = street(replacement)
    assert made.new == f"I went to {replacement}, and {replacement} helped."
    for words in ("I went to ", ", and ", " helped."):
        at = TEXT.index(words)
        start, end = made.land(at, at + len(words))
        assert made.new[start:end] == words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lantern", "[a]"),
        ("Street, and", "[a], and"),
        ("to Lantern", "to [a]"),
        ("Lantern Street", "[a]"),
        ("tern Stre", "[a]"),
        ("Street, and Lantern", "[a], and [a]"),
    ],
)
def test_span_that_touches_a_replacement_takes_all_of_it(old: str, new: str) -> None:
    made = street("[a]")
    at = TEXT.index(old)
    start, end = made.land(at, at + len(old))
    assert made.new[start:end] == new


def test_units_never_overlap_and_one_that_was_swallowed_is_gone() -> None:
    text = "By St. Mary. Hope then. I left."
    units = [(0, 6), (7, 12), (13, 23), (24, 31)]
    made = Rewriting(text, [Swap(3, 17, "[place 1]")])
    assert made.new == "By [place 1] then. I left."
    assert [made.new[start:end] for start, end in made.divide(units)] == ["By [place 1]", "then.", "I left."]


def test_overlapping_swaps_are_refused() -> None:
    with pytest.raises(ValueError, match="Swap"):
        Rewriting(TEXT, [Swap(3, 9, "[a]"), Swap(8, 12, "[b]")])


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[str, list[Swap]]:
    text = draw(st.text(alphabet="ab 😀e\u0301\n", min_size=1, max_size=60))
    edges = draw(st.lists(st.integers(0, len(text)), unique=True, max_size=10).map(sorted))
    words = st.text(alphabet="xy1 ", max_size=6).map("[{}]".format)
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, [Swap(start, end, draw(words)) for start, end in pairs]


@given(rewritten(), st.data())
def test_span_that_touches_no_replacement_keeps_its_words(
    made: tuple[str, list[Swap]], data: st.DataObject
) -> None:
    text, swaps = made
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    rewriting = Rewriting(text, swaps)
    low, high = rewriting.land(start, end)
    assert 0 <= low < high <= len(rewriting.new)
    touched = [swap for swap in swaps if swap.start < end and start < swap.end]
    if not touched:
        assert rewriting.new[low:high] == text[start:end]
    else:
        expected = Rewriting(
            text[min(start, touched[0].start) : max(end, touched[-1].end)],
            [
                Swap(s.start - min(start, touched[0].start), s.end - min(start, touched[0].start), s.words)
                for s in touched
            ],
        ).new
        assert rewriting.new[low:high] == expected


@given(rewritten(), st.data())
def test_order_and_containment_survive(made: tuple[str, list[Swap]], data: st.DataObject) -> None:
    text, swaps = made
    rewriting = Rewriting(text, swaps)
    places = data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4).map(sorted))
    assert rewriting.start(places[0]) <= rewriting.start(places[1])
    assert rewriting.end(places[2]) <= rewriting.end(places[3])


@given(rewritten())
def test_division_stays_one(made: tuple[str, list[Swap]]) -> None:
    text, swaps = made
    units = [(at, min(at + 3, len(text))) for at in range(0, len(text), 3)]
    found = Rewriting(text, swaps).divide(units)
    flat = [edge for span in found for edge in span]
    assert flat == sorted(flat)
    assert all(start < end for start, end in found)
