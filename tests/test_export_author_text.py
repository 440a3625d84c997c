from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.export.author_text import author_blocks
from qualcode.export.blocks import Heading, Paragraph, Run

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


def test_no_words_make_no_blocks() -> None:
    assert author_blocks(" \n\n ") == []


@given(st.text(alphabet="ab *-#>\n", max_size=60))
def test_no_letter_is_lost_and_none_is_made(text: str) -> None:
    found = "".join(block.text for block in author_blocks(text) if isinstance(block, Heading | Paragraph))
    assert [one for one in found if one in "ab"] == [one for one in text if one in "ab"]
