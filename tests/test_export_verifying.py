"""A manuscript held against the example study: what was damaged is found, what is true is left in peace."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from qualcode import demo
from qualcode.export.speech import INTERVIEWER, Corpus
from qualcode.export.verifying import verify
from qualcode.export.wording import difference, matches, printed
from qualcode.store.project import open_project
from qualcode.themes import claims

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualcode.export.verifying import Verification
    from qualcode.store.project import Project

SUPERVISION = "Supervision"


@dataclass(frozen=True)
class Passage:
    """A sentence or two that one participant said."""

    speaker: str
    words: str
    later: str


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The example study, made once; tests only read it."""
    made = demo.run(tmp_path_factory.mktemp("demo"))
    with open_project(made.project) as opened:
        yield opened


@pytest.fixture(scope="module")
def passages(study: Project) -> list[Passage]:
    """Fifty passages of 14 to 45 words, spread over all participants, each said once only."""
    found = []
    corpus = Corpus(study)
    everything = "\n".join(source.text for source in corpus.sources)
    for source in corpus.sources:
        for turn in source.turns:
            said = source.text[turn.start_char : turn.end_char]
            sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", said)
            for first, second in itertools.pairwise(sentences):
                plain = not re.search(r"[\"“”…\[\]\n]|\.\.\.", first + second)
                if turn.speaker != INTERVIEWER and plain and 14 <= len(first.split()) <= 45 and "," in first:
                    found.append(Passage(turn.speaker, first, second))
    unique = [one for one in found if everything.count(one.words[:-1]) == 1]
    return unique[:: len(unique) // 50][:50]


def test_there_are_ten_ways_of_damage(passages: list[Passage]) -> None:
    assert len(WAYS) == 10
    assert {one.speaker for one in passages} == {f"P{number}" for number in range(1, 11)}


def _swap_word(one: Passage, _: str) -> tuple[str, str]:
    words = one.words.split()
    words[6] = "lanterns"
    return " ".join(words), one.speaker


def _add_words(one: Passage, _: str) -> tuple[str, str]:
    words = one.words.split()
    return " ".join([*words[:7], "really", "and", "truly", *words[7:]]), one.speaker


def _drop_word(one: Passage, _: str) -> tuple[str, str]:
    words = one.words.split()
    return " ".join([*words[:5], *words[6:]]), one.speaker


def _cut_silently(one: Passage, _: str) -> tuple[str, str]:
    words = one.words.split()
    return " ".join([*words[:4], *words[10:]]), one.speaker


def _other_person(one: Passage, other: str) -> tuple[str, str]:
    return one.words, other


def _invent(one: Passage, _: str) -> tuple[str, str]:
    told = "My granddaughter bought a violin for the winter concert and nobody in the village complained"
    return f"{told} about {len(one.words)} of the lessons", one.speaker


def _turn_round(one: Passage, _: str) -> tuple[str, str]:
    words = one.words.rstrip(".?!").split()
    return " ".join([*words[7:], *words[:7]]), one.speaker


def _change_after_points(one: Passage, _: str) -> tuple[str, str]:
    words = one.words.split()
    words[-2:] = ["silver", "bicycles"]
    return " ".join([*words[:4], ". . .", *words[7:]]), one.speaker


def _join_sentences(one: Passage, _: str) -> tuple[str, str]:
    words, later = one.words.split(), one.later.split()
    return " ".join([*words[:9], *later]), one.speaker


def _nobody(one: Passage, _: str) -> tuple[str, str]:
    return one.words, "P77"


WAYS: dict[str, tuple[Callable[[Passage, str], tuple[str, str]], set[str]]] = {
    "a word became another": (_swap_word, {"altered"}),
    "words were added": (_add_words, {"altered"}),
    "a word was left out": (_drop_word, {"altered"}),
    "words were left out without points": (_cut_silently, {"altered"}),
    "another participant is named": (_other_person, {"misattributed"}),
    "nobody said it": (_invent, {"not_found"}),
    "the halves changed places": (_turn_round, {"altered"}),
    "points, and other words after them": (_change_after_points, {"altered"}),
    "two sentences became one": (_join_sentences, {"altered"}),
    "somebody is named who is not in the study": (_nobody, {"misattributed"}),
}


@pytest.fixture(scope="module")
def damaged(
    study: Project, passages: list[Passage], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, str, set[str], str]]:
    """(way, what verify said, what it may say, words) of fifty damaged quotations, five in each way."""
    lines, ways = [], []
    for at, one in enumerate(passages):
        way = list(WAYS)[at % 10]
        other = next(two.speaker for two in passages[at:] + passages if two.speaker != one.speaker)
        words, named = WAYS[way][0](one, other)
        block = at % 3 == 0
        lines.append(f"> {words} ({named})" if block else f"One spoke of it: “{words}” ({named}).")
        ways.append(way)
    file = tmp_path_factory.mktemp("damaged") / "manuscript.md"
    file.write_text("# Findings\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    found = verify(study, file).quotes
    assert len(found) == 50
    return [(way, one.status, WAYS[way][1], one.text) for way, one in zip(ways, found, strict=True)]


@pytest.mark.parametrize("way", WAYS)
def test_damage_is_found(damaged: list[tuple[str, str, set[str], str]], way: str) -> None:
    here = [(status, may, words) for name, status, may, words in damaged if name == way]
    assert len(here) == 5
    assert [(status, words) for status, may, words in here if status not in may] == []


def _honest(one: Passage) -> list[str]:
    words = one.words.rstrip(".?!,")
    pieces = words.split()
    cut = " ".join([*pieces[:4], ". . .", *pieces[9:]])
    bracketed = " ".join([*pieces[:4], "[at the time]", *pieces[4:]])
    straight = words.replace("’", "'")
    return [
        f"“{words}” ({one.speaker}).",
        f"{one.speaker} said, “{words}.”",
        f"“{words[0].lower()}{words[1:]}” ({one.speaker}, community).",
        f'One remembered: "{straight}," ({one.speaker}) and left it there.',
        f"“{cut}” ({one.speaker}).",
        f"“{cut.replace('. . .', '[…]')}” ({one.speaker}).",
        f"“{bracketed}” ({one.speaker}).",
        f"> {words}. ({one.speaker})",
        f"> {words}. — {one.speaker}",
        f"Nobody is named here, but the words stand: “{words}”.",
    ]


def test_honest_quotation_is_never_accused(study: Project, passages: list[Passage], tmp_path: Path) -> None:
    lines = [line for one in passages for line in _honest(one)]
    found = _verified(study, tmp_path, lines)
    assert len(found.quotes) == 500
    assert [(one.status, one.text, one.difference) for one in found.quotes if one.status not in FINE] == []
    assert sum(one.status == "edited" for one in found.quotes) == 150


FINE = {"verbatim", "edited"}


def test_every_paragraph_of_a_long_quotation_is_held_against_its_speaker(
    study: Project, tmp_path: Path
) -> None:
    lines = [
        "> Because he has been lied to by experts.",
        "> I don’t say that in anger, some of those experts loved him.",
        "> She was motivated, she was motivated to be at that bus. (P6)",
        "One said, “You cannot buy that mud.",
        "“I give them a cup, not the bucket” (P6).",
    ]
    found = _verified(study, tmp_path, lines).quotes
    assert [(one.status, one.named, one.difference) for one in found] == [
        ("verbatim", ("P6",), None),
        ("altered", ("P6",), "“bitterness” became “anger”"),
        ("misattributed", ("P6",), "said by P3, not by P6"),
        ("verbatim", ("P6",), None),
        ("misattributed", ("P6",), "said by P3, not by P6"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The so-called “revolving door” is known.",
        "It is “a form of being alongside others in need” (Mead et al., 2001, p. 135).",
        "Mead (2001) called it “a form of being alongside others in need”.",
        "They spoke of “Supervision” as a theme.",
        "The question was “What do they say stands in the way of their work, and what keeps them in it?”",
        "The code “supervisor who has been there” was kept.",
    ],
)
def test_words_that_are_nobodys_speech_are_skipped(study: Project, tmp_path: Path, line: str) -> None:
    found = _verified(study, tmp_path, [line])
    assert [one.status for one in found.quotes] == ["skipped"]
    assert found.quotes[0].reason
    assert found.clean


def test_interviewers_words_are_not_the_participants(study: Project, tmp_path: Path) -> None:
    source = next(one for one in Corpus(study).sources if one.name == "P3")
    asked = next(
        source.text[turn.start_char : turn.end_char]
        for turn in source.turns
        if turn.speaker == INTERVIEWER and 6 <= turn.end_char - turn.start_char <= 120
    )
    (found,) = _verified(study, tmp_path, [f"“{asked.split(chr(10))[0]}” (P3)."]).quotes
    assert found.status == "misattributed"
    assert found.difference == "the interviewer’s words, not by P3"


def test_difference_is_told_word_by_word() -> None:
    assert difference("I never had supervision at all.", "I always had supervision.") == [
        "“never” became “always”",
        "“at all” left out without a sign",
    ]
    assert difference("Who would ask me?", "Who would ever ask me") == [
        "“ever” added",
        "“?” left out without a sign",
    ]
    assert difference("So I came back", "So I . . . back") == []


def test_omission_may_not_reach_into_another_answer_far_away(study: Project) -> None:
    source = next(one for one in Corpus(study).sources if one.name == "P3")
    first, last = source.text.split()[40:46], source.text.split()[-46:-40]
    assert list(matches(printed(f"{' '.join(first)} . . . {' '.join(last)}"), source)) == []


def test_tables_attribute_quotations_by_the_cell_beside_them(study: Project, tmp_path: Path) -> None:
    quote = "That’s my use, I go first"
    table = "| Theme | Quote | Participant |\n|---|---|---|\n| One | “{}” | {} |"
    right = _verified(study, tmp_path, [table.format(quote, "P8")]).quotes[0]
    wrong = _verified(study, tmp_path, [table.format(quote, "P3")]).quotes[0]
    assert (right.status, right.participant, right.quote) == ("verbatim", "P8", 14)
    assert (wrong.status, wrong.difference) == ("misattributed", "said by P8, not by P3")


def test_phrase_that_several_share_must_be_each_ones(study: Project, tmp_path: Path) -> None:
    told = [one.status for one in _verified(study, tmp_path, ["“I go first” (P8, P3)."]).quotes]
    assert told == ["misattributed"]


@pytest.mark.parametrize("ending", [".docx", ".md"])
def test_our_own_report_is_clean(study: Project, tmp_path: Path, ending: str) -> None:
    from qualcode.export.report import write_report

    for audience in ("internal", "public"):
        target = tmp_path / f"{audience}{ending}"
        write_report(study, target, audience)
        found = verify(study, target)
        assert [one for one in found.numbers if not one.same] == []
        assert {one.status for one in found.quotes} == {"verbatim", "edited", "skipped"}
        assert {one.quote for one in found.quotes if one.quote} == set(range(1, 35))
        assert len(found.numbers) > 200
        assert found.clean


@pytest.mark.parametrize(
    ("old", "new", "recounted"),
    [
        ("Participants: 6 of 10 (P3, P4", "Participants: 7 of 10 (P3, P4", "6 of 10"),
        ("Segments: 44.", "Segments: 47.", "44"),
        ("Quotes | 34 (12 block", "Quotes | 34 (13 block", "12 block"),
        ("| 5 of 10 | 44 |", "| 5 of 10 | 45 |", "44"),
        ("| Participants analyzed | 10 |", "| Participants analyzed | 11 |", "10"),
        ("I developed 4 candidate themes", "I developed 5 candidate themes", "4 candidate"),
        ("●16", "●18", "●16"),
    ],
)
def test_changed_number_is_recounted(
    study: Project, tmp_path: Path, old: str, new: str, recounted: str
) -> None:
    from qualcode.export.report import write_report

    target = tmp_path / "report.md"
    write_report(study, target)
    text = target.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = verify(study, target)
    wrong = [one for one in found.numbers if not one.same]
    assert len(wrong) == 1
    assert recounted in wrong[0].recounted
    assert not found.clean


def test_citation_of_a_claim_is_held_against_its_passages(tmp_path: Path) -> None:
    with open_project(demo.run(tmp_path / "demo").project) as project:
        added = claims.add(
            project, "Some described supervision that never came.", SUPERVISION, ["supervision cancelled"]
        )
        lines = [
            "Some described supervision that never came (P6, P7).",
            "Some described supervision which never came (P3, P7).",
            "Many participants described supervision that never came (P6, P7).",
        ]
        right, wrong, many = [_verified(project, tmp_path, [line]).numbers for line in lines]
    assert next((one.what, one.same) for one in right) == (f"c{added}", True)
    assert next((one.printed, one.recounted, one.same) for one in wrong) == ("(P3, P7)", "(P6, P7)", False)
    assert [(one.printed, one.recounted, one.same) for one in many][1] == ("many", "2 of 10", False)


def _verified(project: Project, folder: Path, lines: list[str]) -> Verification:
    file = folder / "manuscript.md"
    file.write_text("# Findings\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    return verify(project, file)
