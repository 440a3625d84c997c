"""Learning from codings: what is learned, what is held out, where it keeps silent."""

from __future__ import annotations

import pytest

from qualcode.assist.examples import Examples, Lesson, TooFewExamples
from qualcode.assist.passages import Passage
from qualcode.assist.thresholds import RIGHT
from qualcode.model import Code

PHONES, FORMS, RARE = Code("p", "lost phones", None), Code("f", "paperwork", None), Code("r", "rare", None)
ABOUT_PHONES = ("My phone was lost again.", "She sold her phone.", "His phone has no number now.")
ABOUT_FORMS = ("I filled in a form.", "The form took an hour.", "Another form to type.")
PLAIN = ("The weather was nice.", "We had soup.", "It was a long walk home.", "He laughed a lot.")


def lesson(key: str, turn: int) -> Lesson:
    said = (ABOUT_PHONES[turn % 3], PLAIN[turn % 4], ABOUT_FORMS[turn % 3], PLAIN[(turn + 1) % 4])
    return Lesson(passage(key, *said), (frozenset("p"), frozenset(), frozenset("f"), frozenset()))


def passage(key: str, *said: str) -> Passage:
    units, at = [], 0
    for one in said:
        units.append((at, at + len(one)))
        at += len(one) + 1
    return Passage(key, " ".join(said), tuple(units))


@pytest.fixture(scope="module")
def learned() -> Examples:
    return Examples([PHONES, FORMS, RARE], [lesson(f"t{turn}", turn) for turn in range(6)], ["hand"])


def test_new_transcript_gets_what_resembles_the_examples(learned: Examples) -> None:
    found = learned.propose(passage("new", "They lost the phone.", "It rained.", "One more form.")).proposals
    assert [(one.code_id, one.start_char) for one in found] == [("p", 0), ("f", 32)]


def test_reason_names_examples_and_words(learned: Examples) -> None:
    found = learned.propose(passage("new", "They lost the phone.")).proposals
    assert found[0].reason.startswith("resembles 6 sentences coded so; what speaks for it: ")
    assert "“phone”" in found[0].reason


def test_code_with_too_few_examples_is_never_proposed(learned: Examples) -> None:
    assert learned.learned == {"p", "f"}


def test_expectation_comes_from_transcripts_held_out(learned: Examples) -> None:
    expected = learned.expected["lost phones"]
    assert expected.right <= expected.suggested <= 24
    assert expected.right / expected.suggested >= RIGHT
    assert expected.as_dict()["share"] == expected.right / expected.suggested


def test_transcript_that_was_learned_from_is_read_with_what_others_teach() -> None:
    lessons = [lesson(f"t{turn}", turn) for turn in range(6)]
    odd = Lesson(passage("odd", "Zebra crossing ahead."), (frozenset("p"),))
    learned = Examples([PHONES, FORMS], [*lessons, odd], ["hand"])
    assert learned.propose(odd.passage).proposals == []


def test_same_lessons_teach_the_same() -> None:
    lessons = [lesson(f"t{turn}", turn) for turn in range(6)]
    one, other = (Examples([PHONES, FORMS], lessons, ["hand"]) for _ in range(2))
    assert one.settings == other.settings
    assert one.propose(lessons[0].passage) == other.propose(lessons[0].passage)


def test_nothing_coded_teaches_nothing() -> None:
    with pytest.raises(TooFewExamples, match="hand"):
        Examples([PHONES], [Lesson(passage("t", "We had soup."), (frozenset(),))], ["hand"])


def test_two_transcripts_are_too_few_to_try_anything_on() -> None:
    lessons = [lesson("a", 0), lesson("b", 1), lesson("b", 2)]
    assert Examples([PHONES, FORMS], lessons, ["hand"]).expected == {}


@pytest.mark.parametrize("said", ["A B C D", "是 我 … 不", "Yes. Mud Two Fog"])
def test_very_little_text_is_learned_from_without_an_error(said: str) -> None:
    bare = Code("p", "好", None)
    taught = tuple(frozenset("p") if at < 3 else frozenset[str]() for at in range(4))
    lessons = [
        Lesson(passage("t0", *said.split()), taught),
        Lesson(passage("t1", "E", "F"), (frozenset(),) * 2),
    ]
    learned = Examples([bare], lessons, ["hand"])
    assert learned.learned == {"p"}
    assert len(learned.propose(passage("new", *said.split())).proposals) <= 4


def test_code_that_every_sentence_was_given_is_never_proposed() -> None:
    always = [
        Lesson(one.passage, (frozenset("p"),) * 4) for one in (lesson(f"t{turn}", turn) for turn in range(3))
    ]
    learned = Examples([PHONES], always, ["hand"])
    assert learned.propose(passage("new", "They lost the phone.")).proposals == []
