"""Web pages: what a browser shows, in the encoding the page declares."""

from __future__ import annotations

import pytest

from qualcode.transcripts.readers import UnreadableFileError, read_bytes


def text_of(page: str) -> str:
    (reading,) = read_bytes("P1.html", page.encode())
    return reading.text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<title>Template</title><p>I: Why?</p>\n<p>P: So.</p>", "I: Why?\nP: So."),
        ("<p>  many\n   spaces \t here </p>", "many spaces here"),
        ("<p>a&nbsp; b</p>", "a\u00a0 b"),
        ("<p>MSM:&#9;I have</p>", "MSM: I have"),
        ("one<br>two <br/> three", "one\ntwo\nthree"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<p><strong>Ann</strong>: hi<em>gh</em></p>", "Ann: high"),
        ("<b><font size=2><p>Title</p><dir><p>Aho</b>:&#9;I have</p>", "Title\nAho: I have"),
        ("<p>M<FONT>SM:</p><p>&quot;1 &lt; 2&quot; &amp; so</p>", 'MSM:\n"1 < 2" & so'),
        ("<p>a<script>var x = '<p>no</p>';</script>b<style>p{}</style><!-- no -->c</p>", "abc"),
        ("<pre>  one\n    two\n</pre><p>three</p>", "  one\n    two\nthree"),
        ("<table><tr><th>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
        ("<p>before<table><tr><td><p>x</p><p>y</p></td></tr></table>after", "before\nx\ny\nafter"),
        ("<nav>menu</nav><p>text</p><footer>foot</footer>", "menu\ntext\nfoot"),
        ("<p>no end", "no end"),
        ('<span title="a > b">x</span> y', "x y"),
        ("<td>cell without a table</td>", "cell without a table"),
    ],
)
def test_a_page_reads_as_a_browser_shows_it(page: str, text: str) -> None:
    assert text_of(page) == text


def test_a_table_of_labels_and_words_is_turns() -> None:
    rows = (("I:", "Why was that so?"), ("P:", "Because."), ("I:", "And?"))
    cells = "".join(f"<tr><td><b>{label}</b></td><td><p>{words}</p></td></tr>" for label, words in rows)
    (reading,) = read_bytes("P1.htm", f"<h1>Interview</h1><table>{cells}</table>".encode())
    assert reading.turns is not None
    assert [turn.speaker for turn in reading.turns] == ["I", "P", "I"]
    assert reading.text == "Interview\nWhy was that so?\nBecause.\nAnd?"
    assert reading.reader == "html 1"


@pytest.mark.parametrize(
    "meta",
    [
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1252">',
        "<meta charset=iso-8859-1>",
        '<?xml version="1.0" encoding="windows-1252"?>',
    ],
)
def test_windows_1252_declared_only_in_the_page_is_read_without_a_guess(meta: str) -> None:
    page = f"<html><head>{meta}</head><body><p>It’s “naïve” – yes…</p></body></html>"
    (reading,) = read_bytes("P1.htm", page.encode("cp1252"))
    assert reading.text == "It’s “naïve” – yes…"
    assert reading.warnings == ()


def test_a_page_in_utf8_that_declares_something_else_is_utf8() -> None:
    assert text_of("<meta charset=windows-1252><p>naïve</p>") == "naïve"


def test_a_page_that_says_it_is_utf16_in_single_bytes_is_not() -> None:
    page = "<meta charset=utf-16><p>She said it’s naïve and the café was there.</p>"
    (reading,) = read_bytes("P1.html", page.encode("cp1252"))
    assert reading.text == "She said it’s naïve and the café was there."


def test_a_declared_encoding_that_does_not_fit_is_a_told_guess() -> None:
    page = "<meta charset=utf-8><p>She said it’s naïve and the café was there.</p>"
    (reading,) = read_bytes("P1.html", page.encode("cp1252"))
    assert reading.text == "She said it’s naïve and the café was there."
    assert "windows-1252" in reading.warnings[0]


@pytest.mark.parametrize("tag", ["div", "ul", "table"])
def test_markup_nested_without_end_is_refused_not_cut_off(tag: str) -> None:
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        text_of(f"<{tag}>" * 200_000 + "deep" + f"</{tag}>" * 200_000)


def test_tags_that_change_only_looks_may_nest_as_they_like() -> None:
    assert text_of("<b>" * 200_000 + "deep" + "</b>" * 200_000) == "deep"


def test_a_page_nested_some_hundred_levels_is_read() -> None:
    assert text_of("<div>" * 900 + "deep" + "</div>" * 900 + "end") == "deep\nend"


@pytest.mark.parametrize("page", ["", "<html></html>", "<script>words</script>", "<p> </p>"])
def test_a_page_without_words_is_refused(page: str) -> None:
    with pytest.raises(UnreadableFileError, match="holds no words"):
        text_of(page)
