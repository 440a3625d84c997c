from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from themes_study import LONG, study

from qualcode.export.blocks import Column, Document, Heading, Paragraph, Row, Run, Table, numbered, text
from qualcode.export.html import html_bytes
from qualcode.export.markdown import markdown_bytes
from qualcode.export.report import write_report
from qualcode.export.tables import share_of
from qualcode.passes.coding import place_quote
from qualcode.themes import quotes, themes

if TYPE_CHECKING:
    from pathlib import Path

TABLE = Table(
    "t",
    "A <table>",
    (Column("Code"), Column("n", 1, "center")),
    (Row(("Band",), "band"), Row(("a|b", "1"))),
    "Note.",
)
DOCUMENT = Document(
    "Title & more",
    "Report",
    "2026-03-03T10:00:00+00:00",
    (
        text("Title & more", "Title"),
        Heading("One", 1),
        Paragraph((Run("See "), Run("", ref="t"), Run(" *now*", bold=True))),
        TABLE,
        text("Long words.", "Quote Block"),
        Paragraph((Run("“x” (P5)."),), "Claim", ("q1 P5, P5:2, word for word",)),
        text("a point", "List Bullet"),
    ),
)


class Tags(HTMLParser):
    """Counts elements and checks that they close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an opened element."""
        del attrs
        self.seen.append(tag)
        if tag not in {"meta", "img", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost one."""
        assert self.open.pop() == tag


def test_tables_are_numbered_in_the_body_and_by_appendix() -> None:
    blocks = (
        TABLE,
        Table("u", "", (), ()),
        Table("a", "", (), (), series="A"),
        Table("b", "", (), (), series="A"),
    )
    assert numbered(blocks) == {"t": "Table 1", "u": "Table 2", "a": "Table A1", "b": "Table A2"}


def test_nearly_all_is_not_all() -> None:
    assert [share_of(one) for one in (None, 0.0, 0.985, 0.999, 1.0)] == ["–", "0%", "98%", ">99%", "100%"]


def test_html_links_quotes_to_the_index_and_back_and_draws_the_map(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        themes.add(project, "Earning a place", ["doubted at first", "asked now"])
        quotes.add(project, "Earning a place", place_quote(project, "P10", LONG))
        write_report(project, tmp_path / "r.html")
    written = (tmp_path / "r.html").read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(written)
    assert tags.open == []
    assert "svg" in tags.seen
    assert "img" not in tags.seen
    assert f'<span id="to-q1">{LONG} </span><a class="proof" href="#to-index-q1">(P10)</a>' in written
    assert '<tr id="to-index-q1"><td><a class="proof" href="#to-q1">q1</a></td>' in written
    targets = set(re.findall(r'href="#([^"]+)"', written))
    assert targets <= set(re.findall(r' id="([^"]+)"', written))


def test_markdown_says_everything_and_escapes_it() -> None:
    written = markdown_bytes(DOCUMENT).decode()
    assert written.startswith('---\ntitle: "Title & more"\n')
    assert "\n# One\n" in written
    assert "See Table 1 **\\*now\\***" in written
    assert (
        "**Table 1. A \\<table\\>**\n\n| Code | n |\n|:---|:---:|\n| **Band** |  |\n| a\\|b | 1 |\n\nNote."
        in written
    )
    assert "\n> Long words.\n" in written
    assert "\n- a point\n" in written


def test_html_is_one_well_formed_file_that_loads_nothing() -> None:
    written = html_bytes(DOCUMENT).decode()
    tags = Tags()
    tags.feed(written)
    assert tags.open == []
    assert "script" not in tags.seen
    assert "link" not in tags.seen
    assert 'See <a href="#to-t">Table 1</a><strong> *now*</strong>' in written
    assert "<caption>Table 1. A &lt;table&gt;</caption>" in written
    assert "<blockquote><p>Long words.</p></blockquote>" in written
    assert "<summary>q1</summary> q1 P5, P5:2, word for word" in written
    assert "<ul>\n<li>a point</li>\n</ul>" in written


@pytest.mark.parametrize("ending", [".md", ".html", ".docx"])
def test_every_format_holds_the_whole_report(tmp_path: Path, ending: str) -> None:
    with study(tmp_path / "study") as project:
        themes.add(project, "Earning a place", ["doubted at first", "asked now"])
        quotes.add(project, "Earning a place", place_quote(project, "P10", LONG))
        one, two = tmp_path / f"one{ending}", tmp_path / f"two{ending}"
        assert write_report(project, one).format == ending[1:]
        write_report(project, two)
        assert one.read_bytes() == two.read_bytes()
        if ending != ".docx":
            written = one.read_text(encoding="utf-8")
            for words in (LONG, "(P10)", "Theme 1: Earning a place", "●2", "Appendix A. Codebook"):
                assert words in written
            assert str(tmp_path) not in written
