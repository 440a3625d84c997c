"""Turns: the speech of each label, and the lines that are nobody's."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.turns import BadSpeakerPattern, find_turns

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def said(text: str, speakers: str = "auto") -> list[tuple[str | None, str]]:
    return [
        (turn.speaker, text[turn.start_char : turn.end_char]) for turn in find_turns(text, speakers).turns
    ]


def nobodys(text: str) -> list[str]:
    return [text[start:end] for start, end in find_turns(text).unassigned]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Anna Bell: ", "Carl Dorn: "),
        ("Anna: ", "Carl: "),
        ("I: ", "P: "),
        ("S00: ", "S01: "),
        ("MODERATOR: ", "R1: "),
        ("Interviewer (JR): ", "P1 (female, 34): "),
        ("Anna Bell : ", "Carl Dorn : "),
        ("**Anna Bell:** ", "**Carl Dorn:** "),
        ("**Anna Bell**: ", "**Carl Dorn**: "),
        ("**Anna Bell**\n", "**Carl Dorn**\n"),
        ("### Anna Bell\n", "### Carl Dorn\n"),
        ("[Anna Bell]: ", "[Carl Dorn]: "),
        ("[SPEAKER_00]: ", "[SPEAKER_03]: "),
        ("[Anna Bell] ", "[Carl Dorn] "),
        ("Anna Bell [00:01:02]: ", "Carl Dorn [00:01:09]: "),
        ("Anna Bell: [00:01:02] ", "Carl Dorn: [00:01:09] "),
        ("Anna Bell:\t", "Carl Dorn:\t"),
        ("Anna\t", "Carl\t"),
        ("Q. ", "A. "),
        ("Anna Bell:\n", "Carl Dorn:\n"),
        ("INTERVIEWER\n", "PARTICIPANT\n"),
        ("Anna Bell  00:12\n", "Carl Dorn  00:19\n"),
        ("Bell, Anna   0:45\n", "Dorn, Carl (Guest)   0:49\n"),
        ("00:00:08 Anna Bell\n", "00:00:12 Carl Dorn\n"),
        ("[00:00:08.420] - Anna Bell\n", "[00:00:12.000] - Carl Dorn\n"),
        ("Speaker 1 (00:04):\n", "Speaker 2 (00:09):\n"),
        ("[00:03:43] Anna Bell: ", "[00:03:55] Carl Dorn: "),
        ("[00:01 - 00:04] Anna: ", "[00:05 - 00:08] Carl: "),
        ("00:00:08 Anna Bell: ", "00:00:12 Carl Dorn: "),
        ("<v Anna Bell>", "<v Carl Dorn>"),
        ("interviewer: ", "interviewee: "),
        ("anna: ", "carl: "),
        ("Kérdező: ", "Válaszadó: "),
        ("访谈者：", "受访者："),
    ],
)
def test_label_style_is_recognised(first: str, second: str) -> None:
    text = f"{first}How was it?\n\n{second}Good. I think.\n\n{first}Why?\n\n{second}Because.\n"
    speeches = [speech for _, speech in said(text)]
    speakers = [speaker for speaker, _ in said(text)]
    assert speeches == ["How was it?", "Good. I think.", "Why?", "Because."]
    assert speakers == [speakers[0], speakers[1]] * 2
    assert None not in speakers
    assert str(speakers[0]) in first.replace("\t", " ")
    assert str(speakers[1]) in second.replace("\t", " ")
    assert speakers[0] != speakers[1]


def test_times_beside_labels_become_milliseconds() -> None:
    text = "Anna Bell  00:12\nHow?\n\nCarl Dorn  01:02:03\nSo.\n\nAnna Bell  01:03:00\nWhy?\n"
    assert [turn.start_ms for turn in find_turns(text).turns] == [12_000, 3_723_000, 3_780_000]


def test_time_range_gives_start_and_end() -> None:
    text = "[00:01 - 00:04] Anna: How?\n[00:05 - 00:08] Carl: So.\n[00:09 - 00:12] Anna: Why?\n"
    assert [(turn.start_ms, turn.end_ms) for turn in find_turns(text).turns][1] == (5000, 8000)


def test_closing_time_of_a_paragraph_is_outside_the_words() -> None:
    text = (
        "I: Wie war es? #00:00:08-5#\nB: Gut. #00:00:19-2#\nI: Warum? #00:00:20-0#\nB: Weil. #00:00:25-0#\n"
    )
    assert said(text)[1] == ("B", "Gut.")
    assert find_turns(text).turns[1].end_ms == 19_200


def test_time_within_a_turn_opens_another_turn_of_the_same_speaker() -> None:
    text = "**Ann Bo:** First.\n\n\\[12:05\\] Then.\n\n**Cy Do:** Yes.\n\n**Ann Bo:** No."
    assert said(text)[:2] == [("Ann Bo", "First."), ("Ann Bo", "Then.")]
    assert find_turns(text).turns[1].start_ms == 725_000


def test_paragraphs_after_a_label_continue_its_turn() -> None:
    text = "I: Tell me.\n\nP: First.\n\nSecond: not a label.\n\nI: Thanks.\n\nP: Bye."
    assert said(text)[1] == ("P", "First.\n\nSecond: not a label.")


@pytest.mark.parametrize(
    "line",
    [
        "Note: the phone rang.",
        "Question 3: was it?",
        "http://example.org is the page.",
        "Re: your mail.",
        "PS: one more.",
        "10:30 I left.",
        "So here's the thing: no.",
        "The dates of the trip: May.",
    ],
)
def test_words_in_a_labels_place_are_not_speakers(line: str) -> None:
    text = f"I: How was it?\nP: Fine.\n{line}\nI: Why?\nP: Because.\n{line}\n"
    assert {speaker for speaker, _ in said(text)} == {"I", "P"}
    assert said(text)[1] == ("P", f"Fine.\n{line}")


def test_misspelt_and_rare_labels_are_kept_beside_recurring_ones() -> None:
    text = "Chris Benson: Hi.\nAnn Lee: Hi.\nChris Benson: So?\nChis Benson: Well.\nBo Rare Jones: Hm.\n"
    text += "Ann Lee: Yes.\n"
    assert [speaker for speaker, _ in said(text)][3:5] == ["Chis Benson", "Bo Rare Jones"]


GROUP = "Moderator: And you?\nAna: My sister.\nBen: A poster.\nModerator: Why stay?\nAna: People.\n"


def test_somebody_who_speaks_once_in_a_group_is_not_somebody_elses_turn() -> None:
    assert ("Cem", "I came for the food.") in said(GROUP + "Cem: I came for the food.\nBen: Same here.\n")


def test_word_before_a_colon_within_longer_answers_is_nobodys_name() -> None:
    answer = "It was long.\n\nHonestly: I forgot.\n\nThen more.\n"
    speakers = {speaker for speaker, _ in said(GROUP + f"Ben: Well.\n{answer}Ana: Yes.\n")}
    assert speakers == {"Moderator", "Ana", "Ben"}


def test_break_with_a_time_is_nobodys_and_the_speaker_goes_on_after_it() -> None:
    text = "**Ann Bo:** One.\n\n**Break**: \\[41:18\\] to \\[43:00\\]\n\nTwo.\n\n**Cy Do:** Yes."
    assert said(text)[:2] == [("Ann Bo", "One."), ("Ann Bo", "Two.")]
    assert nobodys(text) == ["**Break**: \\[41:18\\] to \\[43:00\\]"]


def test_notes_on_a_line_of_their_own_are_nobodys() -> None:
    text = "I: Well?\nP: Fine.\n[recording stops]\nEND OF SIDE A\nI: Why?\nP: [laughs]\n"
    assert nobodys(text) == ["[recording stops]", "END OF SIDE A"]
    assert said(text)[-1] == ("P", "[laughs]")


def test_lines_before_the_first_label_are_nobodys() -> None:
    front = "Interviewer: Jane Roe\nInterviewee: P3\nDate: 5 May"
    text = f"{front}\n\nInterviewer: Well?\nInterviewee: Fine.\nInterviewer: Why?\n"
    assert nobodys(text) == ["Interviewer: Jane Roe", "Interviewee: P3", "Date: 5 May"]
    assert said(text)[0] == ("Interviewer", "Well?")


def test_legend_is_no_turn() -> None:
    text = "I: Interviewer\nP: Participant\n\nI: Well?\nP: Fine.\nI: Why?\n"
    assert nobodys(text) == ["I: Interviewer", "P: Participant"]


def test_repeated_line_is_boilerplate_with_its_count() -> None:
    page = "Project X, interview transcript"
    text = "".join(f"I: And {number}?\n\nP: Well.\n\n{page}\n\n" for number in range(3))
    assert find_turns(text).boilerplate == ((page, 3),)
    assert nobodys(text) == [page] * 3
    assert said(text)[1] == ("P", "Well.")


def test_label_of_the_moderator_alone_holds_for_its_line_only() -> None:
    text = (
        "I see a map.\nMODERATOR: Could you scroll?\nYes. It is big.\n(scrolls)\nMODERATOR: Thanks.\nGood.\n"
    )
    assert said(text) == [
        (None, "I see a map."),
        ("MODERATOR", "Could you scroll?"),
        (None, "Yes. It is big."),
        ("MODERATOR", "Thanks."),
        (None, "Good."),
    ]
    assert nobodys(text) == ["(scrolls)"]


def test_printed_questions_are_nobodys_where_answers_have_no_label() -> None:
    text = "\n\n".join(f"Q{n}. What is {n}?\n\nIt is this.\n\nAnd that, too." for n in (1, 2, 3))
    assert nobodys(text) == ["Q1. What is 1?", "Q2. What is 2?", "Q3. What is 3?"]
    assert {speech for _, speech in said(text)} == {"It is this.", "And that, too."}


def test_numbered_points_of_an_answer_stay_speech() -> None:
    assert (
        nobodys("I have three points.\n1. Time.\n2. Money.\n3. Love.\nThat is all there is to say. " * 3)
        == []
    )


def test_text_without_labels_is_one_turn_per_paragraph() -> None:
    wrapped = (
        "I had been working there for quite a long while when\nthey told me to stop and to go home at once."
    )
    assert said(f"{wrapped}\n\nSecond one.\n") == [(None, wrapped), (None, "Second one.")]


def test_stamped_paragraphs_without_labels_keep_their_times() -> None:
    found = find_turns("00:00:00 One.\n\n00:00:08 Two.\n\n00:01:00 Three.\n")
    assert [turn.start_ms for turn in found.turns] == [0, 8000, 60_000]


def test_dashes_open_turns_of_nobody_named() -> None:
    assert said("- How was it?\n- Fine.\n- Why?\n- Because.\n")[1] == (None, "Fine.")
    assert find_turns("- How was it?\n- Fine.\n- Why?\n").style == "dashes, no labels"


def test_speakers_none_leaves_labels_in_the_words() -> None:
    assert said("I: Well?\n\nP: Fine.", "none") == [(None, "I: Well?"), (None, "P: Fine.")]


def test_pattern_overrides_what_labels_look_like() -> None:
    assert said("@anna> hi\n@carl> ho\n", r"@(\w+)> ") == [("anna", "hi"), ("carl", "ho")]


def test_broken_pattern_is_refused() -> None:
    with pytest.raises(BadSpeakerPattern) as refused:
        find_turns("A: b", "(")
    assert "first group" in refused.value.hint


@given(st.text(alphabet="AbI:P \n*[]0123.?>-<v\t#", max_size=120))
def test_turns_are_disjoint_and_trimmed(text: str) -> None:
    found = find_turns(text)
    spans = sorted([(turn.start_char, turn.end_char) for turn in found.turns] + list(found.unassigned))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""


WORDS = ["well", "yes", "I", "had", "seen", "nothing", "of", "it.", "Really?", "Ok!"]


@pytest.mark.parametrize(
    "unit", ["<v a>", "A:", "A: b\n", "A:\n", "[0:00] x\n", "**a", "**a:** b\n", "\n ", "Ab Cd\n"]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    find_turns(text)
    assert time.process_time() - began < 3  # quadratic time would be minutes


SPEECH = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)
STYLES = ["{}: {}", "**{}:** {}", "**{}**: {}", "[{}]: {}", "{} [00:01:02]: {}", "00:01:02 {}: {}", "{}:\n{}"]


@given(st.lists(SPEECH, min_size=2, max_size=8), st.sampled_from(STYLES), st.sampled_from(["\n", "\n\n"]))
def test_what_was_written_under_a_label_comes_back_without_it(
    speeches: list[list[str]], style: str, between: str
) -> None:
    names = ["Interviewer", "Anna Bell"]
    written = [(names[index % 2], " ".join(words)) for index, words in enumerate(speeches)]
    text = between.join(style.format(name, speech) for name, speech in written)
    assert said(text) == written


@pytest.mark.skipif(not DATA.exists(), reason="real transcripts are not beside the project")
def test_think_aloud_files_give_every_moderator_line_to_the_moderator() -> None:
    import zipfile

    from lxml import etree

    text_ns = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
    for path in sorted((DATA / "taguette-serdif" / "odt").glob("*.odt")):
        with zipfile.ZipFile(path) as archive:
            tree = etree.fromstring(archive.read("content.xml"))
        text = "\n".join("".join(map(str, each.itertext())) for each in tree.iter(text_ns))
        labels = [turn.speaker for turn in find_turns(text).turns]
        assert labels.count("MODERATOR") == text.count("MODERATOR:"), path.name
        assert set(labels) == {"MODERATOR", None}, path.name
