from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.themes.rendering import (
    Edit,
    count_words,
    edited,
    exchange,
    nested,
    render,
    restores,
    uses_pauses,
)

THIRTY_NINE = " ".join(f"word{n}" for n in range(38)) + " end."
FORTY = " ".join(f"word{n}" for n in range(39)) + " end."


def omit(source: str, words: str) -> Edit:
    at = source.index(words)
    return Edit("omit", at, at + len(words))


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("the spare chair at the meeting", "“the spare chair at the meeting” (P5)."),
        ("They never asked us.", "“They never asked us” (P5)."),
        ("They never asked us,", "“They never asked us” (P5)."),
        ("Who would ask us?", "“Who would ask us?” (P5)."),
        ("Nobody asked!", "“Nobody asked!” (P5)."),
        ("I don’t know...", "“I don’t know...” (P5)."),
        ("She said “not now” and left.", "“She said ‘not now’ and left” (P5)."),
        ('She said "not now."', "“She said ‘not now’” (P5)."),
        ("It was [agency] that [laughs] helped.", "“It was [agency] that [laughs] helped” (P5)."),
        ("It was\n   two lines.", "“It was two lines” (P5)."),
        ("ain't no damn help", "“ain't no damn help” (P5)."),
    ],
)
def test_under_forty_words_stand_in_double_curly_marks_with_the_id_after(source: str, printed: str) -> None:
    rendered = render(source, [], "P5")
    assert (rendered.text, rendered.form) == (printed, "inline")


def test_thirty_nine_words_are_inline_and_forty_a_block() -> None:
    assert render(THIRTY_NINE, [], "P6").form == "inline"
    block = render(FORTY, [], "P6")
    assert (block.form, block.words) == ("block", 40)
    assert block.text == f"{FORTY} (P6)"


def test_words_are_counted_after_edits() -> None:
    assert render(FORTY, [omit(FORTY, "word3 ")], "P6").form == "inline"


def test_a_block_keeps_double_marks_and_closes_a_cut_clause() -> None:
    source = FORTY.replace("word1 ", "“word1” ").replace(" end.", " end,")
    assert render(source, [], "P6").text.startswith("word0 “word1” word2")
    assert render(source, [], "P6").text.endswith("word38 end. (P6)")


def test_an_id_in_the_lead_in_is_not_repeated_but_a_block_keeps_it() -> None:
    assert render("Text.", [], "P4", named_in_lead=True).text == "“Text.”"
    assert render(FORTY, [], "P4", named_in_lead=True).text.endswith("(P4)")


@pytest.mark.parametrize(
    ("source", "left_out", "body"),
    [
        ("We were tired, you know, and sad.", " you know,", "We were tired, . . . and sad."),
        ("They came late on most days and left.", "on most days ", "They came late . . . and left."),
        (
            "I was new. I knew nobody. Then it changed.",
            "I knew nobody. ",
            "I was new. . . . Then it changed.",
        ),
        ("I was new, really. Then it changed.", ", really.", "I was new. . . . Then it changed."),
        ("Was I new? Of course. Then it changed.", "Of course. ", "Was I new? . . . Then it changed."),
        ("I was new, really so. Then it changed.", "really so", "I was new. . . . Then it changed."),
        ("Was I new, really so? Then it changed.", "really so", "Was I new, . . . ? Then it changed."),
        ("Well, I was new.", "Well, ", "I was new."),
        ("I was new, I think.", ", I think", "I was new."),
        ("I was new. I think.", " I think.", "I was new."),
    ],
)
def test_omissions_are_points_inside_a_sentence_and_after_its_period_across_one(
    source: str, left_out: str, body: str
) -> None:
    assert edited(source, [omit(source, left_out)]) == body
    assert restores(source, [omit(source, left_out)], body)


def test_where_transcripts_use_points_for_pauses_omissions_stand_in_brackets() -> None:
    source = "I was... new there. I knew nobody. Then it changed."
    edit = omit(source, "I knew nobody. ")
    body = edited(source, [edit], bracketed=True)
    assert body == "I was... new there. [. . .] Then it changed."
    assert restores(source, [edit], body, bracketed=True)


def test_neighbouring_omissions_print_one_set_of_points() -> None:
    source = "one two three four"
    edits = [omit(source, "two"), omit(source, "three")]
    assert edited(source, edits) == "one . . . four"


def test_insertions_stand_in_square_brackets_beside_or_instead_of_words() -> None:
    source = "He told them, and they laughed."
    beside = Edit("insert", 12, 12, "the team")
    assert edited(source, [beside]) == "He told them [the team], and they laughed."
    instead = Edit("insert", 0, 2, "[the manager]")
    assert edited(source, [instead]) == "[the manager] told them, and they laughed."
    both = edited(source, [beside, instead])
    assert both == "[the manager] told them [the team], and they laughed."
    assert restores(source, [beside, instead], both)


def test_an_exchange_is_one_line_per_speaker() -> None:
    assert exchange([("FG1-S2", "we\n wait"), ("FG1-S3", "always")]) == ["FG1-S2: we wait", "FG1-S3: always"]


def test_a_changed_word_does_not_restore_the_source() -> None:
    assert restores("They never asked us.", [], "They never asked us.")
    assert not restores("They never asked us.", [], "They always asked us.")
    assert not restores("They never asked us.", [], "They never asked us. Never.")
    assert not restores(
        "They never asked us.", [omit("They never asked us.", "never ")], "They . . . ask us."
    )


def test_pauses_are_three_points_or_the_single_sign() -> None:
    assert uses_pauses("so... yes")
    assert uses_pauses("so… yes")
    assert not uses_pauses("so. yes")


def test_points_are_no_words_and_apostrophes_open_no_quote() -> None:
    assert count_words("I was . . . new") == 3
    assert nested("don't say 'no' \"yes\"") == "don't say 'no' ‘yes’"


@given(
    st.lists(
        st.sampled_from(["we", "ran,", "home.", "Then", "é…", "🙂", "“so”", "no?", "[laughs]"]), min_size=3
    ),
    st.data(),
)
def test_undoing_the_edits_always_gives_the_source_back(words: list[str], data: st.DataObject) -> None:
    source = " ".join(words)
    start = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(start + 1, len(source)))
    edits = [Edit("omit", start, end)]
    body = edited(source, edits, bracketed=uses_pauses(source))
    assert restores(source, edits, body, bracketed=uses_pauses(source))
