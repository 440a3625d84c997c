"""Sentence units: covering, disjoint, and cut where a reader would cut."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.segment import ModelMissing, sentences, spacy_sentences

if TYPE_CHECKING:
    from pathlib import Path


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, [(0, len(text))])]


@pytest.mark.parametrize(
    "units",
    [
        ["I went home.", "Then I slept."],
        ["Really?!", "Yes."],
        ["So I thought... well, never mind.", "Anyway."],
        ["It was fun. [laughs]", "Then we left."],
        ["It was fun. (laughs)", "Then we left."],
        ["He said, “Why?” and left.", "I stayed."],
        ["“I can't.”", "“You can.”"],
        ["Dr. Smith came at 3.5 p.m. on Monday.", "He was late."],
        ["See e.g. the U.S. Army, i.e. them.", "Right."],
        ["J. R. Smith was there.", "So was I.", "We talked."],
        ["No.", "I was number No. 5 of them."],
        ["Great! 😀", "I liked it. :-)", "You too?"],
        ["Look at www.example.org. It works."[:24], "It works."],
        ["これは文です。", "次の文です。"],
        ["هل أنت هنا؟", "نعم."],
        ["I had to practice...", "They don't help me."],
        ["Wait… no, really.", "Yes."],
        ["“Is this working?", "Can you hear me?”", "And so on."],
        ["That's helpful; that is. [laughs]"],
        ["We said [unintelligible 00:12] and left.", "Right."],
        ["Three countries, and (what was it?) India, I think.", "Yes."],
        ["I write C.", "All of us do."],
        ["My father, Mr. B. Brown, died."],
        ["I use net.Conn a lot.", "It is fine."],
        ["Is it rude?", "No!", "Why?!", "Hm..."],
        ["Tell me about IE.", "All edges fail."],
        ["See No. 5 of vol. 3.", "It is there."],
        ["He left at 5 p.m.", "She stayed."],
        ["Das ist z.B. gut.", "Ja."],
        ["Oltasd magad!", ";) Ez jó."][:1],
        ["Is it?&quot;", "Yes."],
        ["*[laughter]* Right.", "Go on."],
    ],
)
def test_sentence_ends_where_a_reader_would_end_it(units: list[str]) -> None:
    assert cut(" ".join(units)) == units


def test_hard_wrapped_line_does_not_end_a_sentence() -> None:
    wrapped = "I had been working there for quite a long while when they\ntold me to stop."
    assert cut(f"{wrapped} So I did.") == [wrapped, "So I did."]


def test_blank_line_ends_a_unit_without_any_mark() -> None:
    assert cut("first thought\n\nsecond thought") == ["first thought", "second thought"]


def test_space_left_out_after_a_mark_still_ends_a_sentence_when_a_usual_opener_follows() -> None:
    assert cut("I went there.And then I left.") == ["I went there.", "And then I left."]
    assert cut("Jó volt.Azért kell.Nem tudom.") == ["Jó volt.", "Azért kell.", "Nem tudom."]


def test_small_letters_open_units_only_where_nobody_writes_capitals() -> None:
    assert cut("it was calm. at first i did not know. then i did") == [
        "it was calm.",
        "at first i did not know.",
        "then i did",
    ]
    assert cut("It was calm. at first I slept. Then not.") == ["It was calm. at first I slept.", "Then not."]


def test_unpunctuated_transcript_is_cut_at_its_lines() -> None:
    spoken = ["so i went there and it was a long way to go and nobody else was there"] * 5
    assert cut("\n".join(spoken)) == spoken


def test_unpunctuated_text_without_lines_stays_one_unit() -> None:
    spoken = "and then i went there and so on " * 30
    assert cut(spoken) == [spoken.strip()]


def test_unit_never_crosses_its_turn() -> None:
    text = "I went home and Then I slept"
    assert sentences(text, [(0, 15), (16, len(text))]) == [(0, 15), (16, len(text))]


def test_span_of_spaces_has_no_unit() -> None:
    assert sentences("a  \n b", [(1, 4)]) == []


@pytest.mark.parametrize(
    "unit", ["!", "!!!!x", "(a?) A ", ".[.a]", " \n", "aaa.Baa", "aaa. bbb", '."', "[", ". . "]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    began = time.process_time()
    sentences(text, [(0, len(text))])
    assert time.process_time() - began < 2  # quadratic time would be minutes


def test_missing_spacy_model_is_refused_with_the_command_that_installs_it() -> None:
    with pytest.raises(ModelMissing) as refused:
        spacy_sentences("A b.", [(0, 4)], "xx_no_such_model")
    assert "python -m spacy download xx_no_such_model" in refused.value.hint


def test_spacy_model_divides_each_turn_and_is_named(tmp_path: Path) -> None:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.to_disk(tmp_path / "model")
    text = "I went. I slept.  I: Why? No."
    units, method = spacy_sentences(text, [(0, 16), (21, 29)], str(tmp_path / "model"))
    assert [text[start:end] for start, end in units] == ["I went.", "I slept.", "Why?", "No."]
    assert method.startswith("spaCy 3.")


def test_list_number_is_no_sentence() -> None:
    assert cut("1. Log in.\n2. Log out.") == ["1. Log in.", "2. Log out."]


@given(st.text(alphabet='aB .?!…\n\t"”[](1)😀é。', max_size=80), st.data())
def test_units_cover_every_word_and_stay_in_their_turn(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    units = sentences(text, spans)
    assert all(a[1] <= b[0] for a, b in pairwise(units))
    assert all(any(s <= a and b <= e for s, e in spans) for a, b in units)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in units)
    covered = "".join(text[a:b] for a, b in units)
    assert "".join(covered.split()) == "".join("".join(text[s:e] for s, e in spans).split())
