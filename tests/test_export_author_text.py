from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.export.author_text import author_blocks, in_brief
from qualcode.export.blocks import Document, Heading, Paragraph, Run
from qualcode.export.blocks import text as text_block
from qualcode.export.html import html_bytes
from qualcode.export.markdown import markdown_bytes
from qualcode.export.word import word_bytes

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """First line
runs on.

It is *old*, **older**, 2*3*4 and snake_case.

## Setting

- one point
- another
  that runs on
> a quotation
> of two lines
after it
"""


def test_markdown_becomes_paragraphs_points_quotes_and_headings() -> None:
    found = author_blocks(TEXT, "introduction")
    told = [
        ("Heading", block.text) if isinstance(block, Heading) else (block.style, block.text)
        for block in found
        if isinstance(block, Heading | Paragraph)
    ]
    assert told == [
        ("Normal", "First line runs on."),
        ("Normal", "It is old, older, 2*3*4 and snake_case."),
        ("Heading", "Setting"),
        ("List Bullet", "one point"),
        ("List Bullet", "another that runs on"),
        ("Quote Block", "a quotation of two lines after it"),
    ]
    assert all(block.about == ("introduction",) for block in found if isinstance(block, Paragraph))


def test_emphasis_becomes_runs() -> None:
    (paragraph,) = author_blocks("It is *old*, **older**.")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.runs == (
        Run("It is "),
        Run("old", italic=True),
        Run(", "),
        Run("older", bold=True),
        Run("."),
    )


def test_addresses_become_links_in_every_format(tmp_path: Path) -> None:
    (paragraph,) = author_blocks("See [the act](https://example.org/a?b=1&c) and <https://example.org>.")
    assert isinstance(paragraph, Paragraph)
    assert [(run.text, run.href) for run in paragraph.runs if run.href] == [
        ("the act", "https://example.org/a?b=1&c"),
        ("https://example.org", "https://example.org"),
    ]
    document = Document("T", "S", "2026-03-01T00:00:00+00:00", (paragraph,))
    (tmp_path / "a.docx").write_bytes(word_bytes(document))
    body = docx.Document(str(tmp_path / "a.docx")).element.body.xml
    assert 'HYPERLINK "https://example.org/a?b=1&amp;c"' in body
    assert '<a href="https://example.org/a?b=1&amp;c">the act</a>' in html_bytes(document).decode()
    assert "[the act](<https://example.org/a?b=1&c>)" in markdown_bytes(document).decode()


@pytest.mark.parametrize(
    "text", ["[x](javascript:alert)", "[x](file:///a)", '[x](https://a"b)', "[sic] (P3)"]
)
def test_other_brackets_are_words(text: str) -> None:
    (paragraph,) = author_blocks(text)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.runs == (Run(text),)


def test_the_points_of_an_omission_stay_on_one_line() -> None:
    document = Document("T", "S", "2026-03-01T00:00:00+00:00", (text_block("went [. . .] home"),))
    kept = "went [.\N{NO-BREAK SPACE}.\N{NO-BREAK SPACE}.] home"
    assert kept in html_bytes(document).decode()
    assert docx.Document(io.BytesIO(word_bytes(document))).paragraphs[0].text == kept


def test_a_cell_shows_the_first_sentences_without_marks() -> None:
    assert in_brief("It is **old**; see [the act](https://example.org).\n\n- one\n- two") == (
        "It is old; see the act. one two"
    )
    long = " ".join(["One sentence of five words."] * 20)
    assert in_brief(long) == " ".join(["One sentence of five words."] * 12) + " […]"
    assert in_brief("word " * 70) == "word " * 59 + "word […]"


def test_no_words_make_no_blocks() -> None:
    assert author_blocks(" \n\n ") == []


@given(st.text(alphabet="ab *-#>\n", max_size=60))
def test_no_letter_is_lost_and_none_is_made(text: str) -> None:
    found = "".join(block.text for block in author_blocks(text) if isinstance(block, Heading | Paragraph))
    assert [one for one in found if one in "ab"] == [one for one in text if one in "ab"]
