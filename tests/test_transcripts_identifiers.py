"""What the rules see in a text, and what they leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.identifier_rules import KINDS
from qualcode.transcripts.identifiers import Term, identifiers, key, small_words


def found(text: str, *terms: Term) -> list[tuple[str, str]]:
    """(kind, words) of every hit, where no word is common in small letters."""
    return [(one.kind, text[one.start : one.end]) for one in identifiers(text, terms, ordinary=())]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("I called Dr. Marisol Reyes about it.", "name", "Marisol Reyes"),
        ("Well, my name’s Anna, hi.", "name", "Anna"),
        ("That was my sister Ruthie, who drove.", "name", "Ruthie"),
        ("I asked Theo’s brother.", "name", "Theo"),
        ("We met at 14 Hill Street, Apt 3 then.", "place", "14 Hill Street, Apt 3"),
        ("I grew up in Springfield, Ohio you know.", "place", "Springfield"),
        ("all over Franklin County then", "place", "Franklin County"),
        ("the zip is 02139 there", "place", "02139"),
        ("born on March 3, 1984 or so", "date", "March 3, 1984"),
        ("on the 3rd of May we went", "date", "3rd of May"),
        ("it was 12/31/2019 or later", "date", "12/31/2019"),
        ("that was in February when it snowed", "date", "February"),
        ("she is 94 years old now", "age", "94"),
        ("he turned ninety-one and danced", "age", "ninety-one"),
        ("ring me at 555-0142 please", "phone", "555-0142"),
        ("it is (617) 555-0142, yes", "phone", "(617) 555-0142"),
        ("it is +49 30 901820 there", "phone", "+49 30 901820"),
        ("five five five, oh one four two, that was it", "phone", "five five five, oh one four two"),
        ("our fax is 617 555 0199 still", "fax", "617 555 0199"),
        ("write to anna.r+x@example.org now", "email", "anna.r+x@example.org"),
        ("anna at example dot org", "email", "anna at example dot org"),
        ("my social is 078-05-1120, why", "ssn", "078-05-1120"),
        ("my medical record number is 4471-A2 they said", "record", "4471-A2"),
        ("case no. 2019-0042 was mine", "record", "2019-0042"),
        ("his plate was KLM 482 I think", "vehicle", "KLM 482"),
        ("the serial number is C02XK1JGH5 there", "device", "C02XK1JGH5"),
        ("see www.lanternstreet.org/help for it", "web", "www.lanternstreet.org/help"),
        ("I am @ruthie_w on there", "web", "@ruthie_w"),
        ("from 192.168.4.17 they said", "ip", "192.168.4.17"),
        ("number 20391184 on the form", "number", "20391184"),
        ("through the Lantern Street Project, they trained me", "agency", "Lantern Street Project"),
        ("at the University of Westmark then", "agency", "University of Westmark"),
        ("in the Second Chance Program they had", "program", "Second Chance Program"),
    ],
)
def test_rule_finds_what_identifies(text: str, kind: str, words: str) -> None:
    assert (kind, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I came in on Thursday at four and I’m glad, I said.",
        "We paid $1,250,000 for it, 45 percent, in 2019.",
        "I was 34 when it was 12.5 or 3-4 of them.",
        "It may snow, and in march time they march.",
        "we speak Spanish and, well, English at Christmas",
        "What [name 1] said about [agency 2] was true.",
    ],
)
def test_rule_leaves_ordinary_speech_alone(text: str) -> None:
    assert found(text) == []


def test_word_that_is_common_in_small_letters_is_no_name() -> None:
    text = "and then Sister said it. My sister said it."
    hits = identifiers(text, ordinary=small_words(text))
    assert [text[one.start : one.end] for one in hits] == []


def test_capitals_say_nothing_in_a_language_of_capitals() -> None:
    text = "ich sah die Frau und den Mann und das Kind und das Haus in der Stadt, wo der Hund war. " * 10
    assert found(text) == []


def test_dictionary_goes_before_every_rule_and_minds_neither_case_nor_line_ends() -> None:
    text = "at LANTERN\nstreet, and the Lantern Street Project"
    hits = found(text, Term("program", "Lantern Street"))
    assert hits == [("program", "LANTERN\nstreet"), ("program", "Lantern Street")]


def test_dictionary_finds_whole_words_only() -> None:
    assert found("the annual Annie, ann.", Term("name", "Ann")) == [("name", "Annie"), ("name", "ann")]


def test_apostrophes_are_alike() -> None:
    assert found("at St. Mary’s there", Term("agency", "St. Mary's")) == [("agency", "St. Mary’s")]
    assert key("St.  Mary’s") == key("st. mary's")


@given(st.text(alphabet="AaBb 1-.,'’@[]\n5 Dr", max_size=200))
def test_hits_lie_inside_in_order_without_overlap_and_of_known_kinds(text: str) -> None:
    hits = identifiers(text, [Term("place", "Aa b")], ordinary=())
    edges = [edge for one in hits for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= one.start < one.end <= len(text) and one.kind in KINDS for one in hits)
