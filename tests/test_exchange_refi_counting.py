"""Positions of other programs: whatever they count, the words are the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.exchange.refi.calibrating import calibrate, evidence, is_named_after
from qualcode.exchange.refi.counting import EVERY, Counted, Counting, usual
from qualcode.exchange.refi.parts import Selection
from qualcode.transcripts.normalise import normalise

PIECES = st.sampled_from(
    [
        "a",
        "b c",
        "é",
        "e\u0301",
        "😀",
        "👩‍👩‍👧",
        "\r\n",
        "\n",
        "\r",
        "\x00",
        "\x0b",
        "\u2028",
        "\ufeff",
        "\ufffe",
    ]
)
RAW = st.tuples(st.sampled_from(["", "\ufeff", "\ufeff\ufeff"]), st.lists(PIECES, max_size=30)).map(
    lambda parts: parts[0] + "".join(parts[1])
)


def steps(raw: str, counting: Counting) -> list[tuple[int, str]]:
    """Every character of a file with what it counts: the rule written out, one character after the other."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(raw):
        piece = "\r\n" if raw.startswith("\r\n", at) else raw[at]
        if piece in {"\r\n", "\r", "\n"}:
            width = {"as written": len(piece), "one": 1, "two": 2}[counting.line_end]
        elif piece == "\ufeff" and at == 0:
            width = int(counting.mark)
        else:
            width = 2 if counting.utf16 and ord(piece) > 0xFFFF else 1
        found.append((width, piece))
        at += len(piece)
    return found


@given(RAW, st.sampled_from(EVERY), st.data())
def test_any_stretch_in_any_counting_has_the_words_that_the_program_meant(
    raw: str, counting: Counting, data: st.DataObject
) -> None:
    counted = steps(raw, counting)
    first = data.draw(st.integers(0, len(counted)))
    end = data.draw(st.integers(first, len(counted)))
    start_position = sum(width for width, _ in counted[:first])
    end_position = sum(width for width, _ in counted[:end])
    before, meant = ("".join(piece for _, piece in part) for part in (counted[:first], counted[first:end]))
    text = Counted(raw)
    span = text.span(start_position, end_position - counting.last, counting)
    kept = len(normalise(f"{before}x")) - 1, len(normalise(before + meant + "x")) - 1
    if kept[0] == kept[1]:
        assert span is None or not meant.strip("\ufeff\x00\ufffe")
    else:
        assert span is not None
        assert text.text[slice(*span)] == text.text[slice(*kept)]


@given(RAW, st.sampled_from(EVERY))
def test_positions_behind_the_end_are_no_stretch(raw: str, counting: Counting) -> None:
    length = sum(width for width, _ in steps(raw, counting))
    text = Counted(raw)
    assert text.span(0, length + 1, counting) is None
    assert text.span(-1, length, counting) is None


def test_position_inside_an_emoji_takes_all_of_it() -> None:
    text = Counted("a😀b")
    assert text.span(2, 4, Counting(utf16=True)) == (1, 3)
    assert text.span(0, 2, Counting(utf16=True)) == (0, 2)


def chosen(named: list[tuple[str, int, int]]) -> list[Selection]:
    return [Selection(str(n), name, a, b, "", "", "", (), ()) for n, (name, a, b) in enumerate(named)]


RAW_TEXT = "\ufeffOne 😀 two\r\nthree 😀 four\r\nfive six seven\r\n"


def test_words_in_the_names_outweigh_what_the_program_is_known_for() -> None:
    # one line end counts one, an emoji two: neither what ATLAS.ti nor what NVivo is known for
    selections = chosen([("two", 10, 13), ("three 😀", 14, 22), ("five six…", 28, 42)])
    found = calibrate(
        usual("NVivo 12"), [evidence(Counted(RAW_TEXT.replace("One", "\r\n\r\n\r\nOne")), selections)]
    )
    assert found.counting == Counting(utf16=True, line_end="one")
    assert found.surprising
    assert found.fit.named == 3


def test_words_cut_in_the_middle_tell_without_names() -> None:
    selections = chosen([("", 7, 10), ("", 12, 17), ("", 27, 31), ("", 32, 35)])
    found = calibrate(usual("Some program"), [evidence(Counted(RAW_TEXT), selections)])
    assert found.counting == Counting(utf16=True)
    assert found.fit.cut == 0


def test_what_the_words_do_not_contradict_is_as_the_program_is_known_for() -> None:
    selections = chosen([("", 0, 3), ("line:1", 0, 3)])
    found = calibrate(usual("NVivo 12"), [evidence(Counted("One two"), selections)])
    assert found.counting == Counting(utf16=True)
    assert not found.surprising


def test_end_that_names_the_last_character_is_noticed() -> None:
    selections = chosen([("One", 0, 2), ("two", 4, 6), ("three", 8, 12)])
    found = calibrate(usual(""), [evidence(Counted("One two three"), selections)])
    assert found.counting == Counting(last=True)


def test_name_is_the_beginning_only_with_dots() -> None:
    assert is_named_after("It was  chance", "It was\nchance")
    assert is_named_after("It was chance…", "It was chance, really")
    assert not is_named_after("It was chance", "It was chance, really")
    assert not is_named_after("", "")
    assert not is_named_after("It…", "It was")
