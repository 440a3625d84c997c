from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.finders import BadPattern, NoLemmas, by_lemma, by_pattern, by_words

LATIN = st.text(st.characters(max_codepoint=0x24F, categories=("Lu", "Ll")), min_size=1, max_size=8)


@given(LATIN, st.sampled_from([" ", ", ", "\n", "’"]), LATIN)
def test_words_of_a_text_are_found_in_it(first: str, between: str, second: str) -> None:
    text = f"Well {first}{between}{second}."
    spans = by_words(f'"{first} {second}"').find(text)
    assert (5, len(text) - 1) in spans


@pytest.mark.parametrize("typed", ["(", "[", "*a", "a{2,1}", "(?P<a>x)(?P<a>y)"])
def test_pattern_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(BadPattern, match="not a regular expression"):
        by_pattern(typed)


def test_lemma_finds_all_forms_and_nothing_that_only_begins_so() -> None:
    pytest.importorskip("spacy_lookups_data", reason="the tables of word forms are an extra")
    text = "I go, you WENT, she goes; gone and going, but no goat."
    spans = by_lemma("going").find(text)
    assert [text[start:end] for start, end in spans] == ["go", "WENT", "goes", "gone", "going"]


def test_unknown_word_is_its_own_only_form() -> None:
    pytest.importorskip("spacy_lookups_data", reason="the tables of word forms are an extra")
    assert by_lemma("Qualcode").find("qualcode qualcodes") == [(0, 8)]


@pytest.mark.parametrize("language", ["xx", "sys", "__file__"])
def test_language_without_table_is_refused(language: str) -> None:
    with pytest.raises(NoLemmas, match="no table of word forms"):
        by_lemma("gehen", language)


def test_without_the_extra_lemmas_say_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy_lookups_data", None)
    with pytest.raises(NoLemmas) as refused:
        by_lemma("go")
    assert "spacy-lookups-data" in refused.value.hint


def test_latin_words_beside_words_without_spaces_are_found_whole() -> None:
    find = by_words("art 咖啡").find
    assert find("heart 我喜欢咖啡。") == []
    assert find("art 我喜欢咖啡。") == [(0, 3), (7, 9)]
