from __future__ import annotations

import re
import sqlite3
import unicodedata

import pytest

from qualcode.store.schema import EMOJI
from qualcode.transcripts import query
from qualcode.transcripts.query import BadQuery, Joined, Words, fold, for_index, parse, wanted


def words(*typed: str, prefix: bool = False) -> Words:
    return Words(tuple((word,) for word in typed), prefix)


def test_words_side_by_side_all_have_to_be_there() -> None:
    assert parse("flyer sister") == Joined("AND", words("flyer"), words("sister"))


def test_not_binds_closest_then_and_then_or() -> None:
    assert parse("a OR b c NOT d") == Joined(
        "OR", words("a"), Joined("AND", words("b"), Joined("NOT", words("c"), words("d")))
    )


def test_brackets_come_first() -> None:
    assert parse("(a OR b) NOT c") == Joined("NOT", Joined("OR", words("a"), words("b")), words("c"))


def test_phrase_and_star_are_told_apart() -> None:
    assert parse('"my sister"') == words("my", "sister")
    assert parse('"my sis"*') == words("my", "sis", prefix=True)


def test_small_and_is_a_word() -> None:
    assert for_index(parse('"and"')) == '("and")'
    assert for_index(parse("and")) == '("and")'


def test_what_stands_after_not_is_no_hit() -> None:
    assert wanted(parse("(a OR b) NOT c")) == [words("a"), words("b")]


def test_all_forms_of_a_word_are_asked_of_the_index() -> None:
    forms = {"go": ("go", "went")}
    asked = parse('"go home" NOT go', lambda word: forms.get(word, (word,)))
    assert for_index(asked) == '(("go home" OR "went home") NOT ("go" OR "went"))'


def test_too_many_forms_together_are_refused() -> None:
    many = tuple(f"w{number}" for number in range(50))
    with pytest.raises(BadQuery, match="too many forms"):
        for_index(parse('"one two"', lambda _: many))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    {
        "": "nothing to search",
        "  ": "nothing to search",
        '"my sister': "quotation mark is left open",
        "(shame OR guilt": "bracket is left open",
        "shame)": "no opening one",
        "NOT work": "NOT stands without words before it",
        "shame AND": "ends too early",
        "shame OR OR guilt": "OR stands without",
        "()": "bracket closes too early",
        "*": "star stands for the end",
        "?!": "no letter or number",
        "(" * 60 + "a" + ")" * 60: "too many brackets",
    }.items(),
)
def test_what_cannot_be_read_is_refused_with_a_hint(typed: str, sentence: str) -> None:
    with pytest.raises(BadQuery, match=sentence) as refused:
        parse(typed)
    assert refused.value.hint


def test_folding_is_the_index_s_own() -> None:
    """Letters of Latin, Greek, Cyrillic and Hebrew script, as SQLite's tokenizer keeps them."""
    letters = [chr(code) for code in (*range(0xC0, 0x250), *range(0x370, 0x600), *range(0x1E00, 0x1F00))]
    letters = [each for each in letters if each.isalpha() and each not in "ǠǡͿԨԪԬԮ"]  # newer than its table
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE w USING fts5 (letter, tokenize = 'unicode61 remove_diacritics 2')")
    index.execute("CREATE VIRTUAL TABLE v USING fts5vocab (w, 'instance')")
    index.executemany("INSERT INTO w (rowid, letter) VALUES (?, ?)", ((ord(each), each) for each in letters))
    kept = dict(index.execute("SELECT doc, term FROM v"))
    index.close()
    assert {each: fold(each) for each in letters} == {each: kept[ord(each)] for each in letters}


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("cafe", "The CAFÉ, a cafe\u0301, cafés", ["CAFÉ", "cafe\u0301"]),
        ("café", "The CAFE", ["CAFE"]),
        ("na\u0308he", "Nähe, nahe", ["Nähe", "nahe"]),
        ("don't", "I don’t, don't; dont", ["don’t", "don't"]),
        ('"my sister"', "my\nsister, my, sister; my big sister", ["my\nsister", "my, sister"]),
        ("stay", "stays stay_ (stay)", ["stay", "stay"]),
        ("straße", "Straße", ["Straße"]),
        ("йод", "йод иод", ["йод"]),
        ("P5", "P5 and P55", ["P5"]),
    ],
)
def test_expression_finds_whole_words_in_any_spelling(typed: str, text: str, found: list[str]) -> None:
    asked = parse(typed)
    assert isinstance(asked, Words)
    assert _found(query.expression(asked, ascii_only=False), text, text) == found
    if text.isascii():
        assert _found(query.expression(asked, ascii_only=True), text.lower(), text) == found


def _found(expression: str, searched: str, text: str) -> list[str]:
    spans = [match.span() for match in re.finditer(expression, searched)]
    return [text[start:end] for start, end in spans if not query.begins_within(text, start)]


def test_emoji_that_the_tokenizer_is_too_old_for_part_words() -> None:
    assert all(not each.isalnum() for each in EMOJI)
    assert {"🥰", "🙂", "🤣", "🙄"} <= set(EMOJI)
    assert not any(unicodedata.category(each).startswith(("L", "N")) for each in EMOJI)
