"""Names: how they are kept, sorted, offered and quoted."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.names import did_you_mean, fault, natural_key, near_misses, quoted, tidy


def test_numbers_sort_as_numbers_and_case_does_not_count() -> None:
    assert sorted(["P10", "p2", "P1", "a", "P2b"], key=natural_key) == ["a", "P1", "p2", "P2b", "P10"]


def test_a_number_too_long_for_python_still_sorts() -> None:
    long = "P" + "9" * 5000
    assert sorted([long, "P10", "P2"], key=natural_key) == ["P2", "P10", long]


def test_leading_zeros_do_not_count() -> None:
    assert sorted(["P010", "P9"], key=natural_key) == ["P9", "P010"]


@given(st.lists(st.text()))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    assert sorted(sorted(names, key=natural_key)) == sorted(names)


@given(st.integers(min_value=0), st.integers(min_value=0))
def test_order_of_numbers_is_that_of_integers(a: int, b: int) -> None:
    assert (natural_key(f"P{a}") < natural_key(f"P{b}")) == (a < b)


def test_near_miss_ignores_case_and_typing_errors() -> None:
    assert near_misses("dubted at first", ["doubted at first", "low pay"])[0] == "doubted at first"


def test_nothing_near_gives_the_other_hint() -> None:
    assert did_you_mean("zzz", ["doubted at first"], "See the list.") == "See the list."


def test_hint_quotes_each_near_name() -> None:
    assert did_you_mean("P11", ["P1"], "") == "Did you mean 'P1'?"


@pytest.mark.parametrize("name", ["", "😀", "?", "  "])
def test_names_without_letters_have_no_near_miss_and_no_error(name: str) -> None:
    assert near_misses(name, ["P1", "😀"]) in ([], ["😀"])


def test_kept_names_have_composed_accents_and_no_space_around() -> None:
    assert tidy(" café\t") == unicodedata.normalize("NFC", "café")
    assert len(tidy("café")) == 4


@given(st.text())
def test_tidying_twice_changes_nothing(name: str) -> None:
    assert tidy(tidy(name)) == tidy(name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "is empty"),
        (" \t", "is empty"),
        ("a\nb", "line break"),
        ("a\x1b[2J", "control"),
        ("a\u2028b", "line break"),
        ("\udcff", "control"),
    ],
)
def test_what_cannot_be_a_name_is_told_why(name: str, why: str) -> None:
    assert why in fault(name)


@pytest.mark.parametrize(
    "name", ["P1", "Élan vital", "仲間", "👩‍👩‍👧 family", 'the "good" nurse: really?', "x" * 200, "a/b, c"]
)
def test_any_script_emoji_colon_and_quote_can_be_a_name(name: str) -> None:
    assert fault(name) == ""


def test_plain_names_stay_bare_in_hints() -> None:
    assert quoted("P1") == "P1"
    assert quoted("仲間") == "仲間"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="$`"), min_size=1))
def test_a_quoted_name_reaches_the_program_as_it_is(name: str) -> None:
    assert shlex.split(quoted(name)) == [name]


SHELL = shutil.which("sh")


@pytest.mark.skipif(SHELL is None, reason="no POSIX shell here")
def test_a_shell_does_not_expand_a_quoted_name() -> None:
    name = 'the "real" cost: $HOME `date` \\ *'
    shell = subprocess.run([str(SHELL), "-c", f"printf %s {quoted(name)}"], capture_output=True, check=True)
    assert shell.stdout.decode() == name


def test_a_name_that_looks_like_an_option_is_quoted() -> None:
    assert quoted("-x") == '"-x"'
