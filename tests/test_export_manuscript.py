"""A manuscript in any format becomes the same pieces: paragraphs, blocks set apart, headings, tables."""

from __future__ import annotations

import io
import zlib

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Inches
from test_transcripts_readers_pdf import pdf

from qualcode.export.manuscript import NotAManuscript, Piece, pieces
from qualcode.export.quoted import Quoted, Speakers, quotations

SPEAKERS = Speakers(["P1", "P3", "P5", "P10", "FG1-S2"])


def _told(name: str, data: bytes) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces(name, data)]


def _quoted(*paragraphs: str) -> list[Quoted]:
    return list(quotations(pieces("m.md", "\n\n".join(paragraphs).encode()), SPEAKERS))


def test_markdown_loses_its_marks_and_keeps_its_blocks() -> None:
    text = (
        "---\ntitle: x\n---\n\n# Find*ings*\n\nOne **said** _so_ \\[. . .\\] 2\\. and\non.\n\n"
        "> I never\n> came. (P6)\n\n- first\n- second\n\n| a | b \\| c |\n|:--|--:|\n| **1** | 2 |\n"
    )
    found = pieces("m.md", text.encode())
    assert [(one.kind, one.text) for one in found] == [
        ("heading", "Find*ings*"),
        ("text", "One said so [. . .] 2. and on."),
        ("block", "I never came. (P6)"),
        ("text", "first"),
        ("text", "second"),
        ("table", ""),
    ]
    assert found[-1].rows == (("a", "b | c"), ("1", "2"))
    assert found[2].where == "paragraph 3, under “Find*ings*”"


def test_references_to_notes_are_no_words() -> None:
    (found,) = _quoted("One said, “I never[^1] came.”² (P5). It had 20 m².")
    assert (found.text, found.named) == ("I never came.", ("P5",))
    assert _told("m.md", b"It had 20 m\xc2\xb2.[^a]\n\n[^a]: So they said.") == [
        ("text", "It had 20 m²."),
        ("text", "[^a]: So they said."),
    ]


def test_plain_text_is_divided_at_blank_lines_or_at_every_line() -> None:
    assert _told("m.txt", b"One\ngoes on.\n\n    Set apart. (P1)\n") == [
        ("text", "One goes on."),
        ("block", "Set apart. (P1)"),
    ]
    assert _told("m.txt", b"One.\nTwo.\n") == [("text", "One."), ("text", "Two.")]


def _word() -> bytes:
    document = docx.Document()
    document.styles.add_style("Quote Block", WD_STYLE_TYPE.PARAGRAPH)
    document.add_heading("Findings", 1)
    document.add_paragraph("They said so.")
    document.add_paragraph("In a style. (P1)", "Quote Block")
    document.add_paragraph("By indent. (P3)").paragraph_format.left_indent = Inches(0.5)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "a", "b"
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_word_styles_and_indents_set_blocks_apart() -> None:
    assert _told("m.docx", _word()) == [
        ("heading", "Findings"),
        ("text", "They said so."),
        ("block", "In a style. (P1)"),
        ("block", "By indent. (P3)"),
        ("table", ""),
    ]


def test_printed_lines_of_a_pdf_become_paragraphs_and_blocks() -> None:
    lines = [
        (72, 700, "They spoke of it in many ways, and one of them put it"),
        (72, 685, "like this:"),
        (108, 655, "I never came to any of the meetings that they held."),
        (108, 640, "Nobody asked me. (P1)"),
        (72, 610, "Then they went on to other matters altogether."),
        (72, 595, "And so on."),
    ]
    told = _told("m.pdf", pdf(lines))
    assert told[1] == ("block", "I never came to any of the meetings that they held. Nobody asked me. (P1)")
    assert [kind for kind, _ in told] == ["text", "block", "text"]


def _sized(*pages: list[tuple[float, float, int, str]]) -> bytes:
    """A PDF of stretches (x, y, size, words); every page shows the same ones if there is one."""
    (lines,) = pages
    shown = b"".join(
        b"/F1 %d Tf 1 0 0 1 %.1f %.1f Tm (%s) Tj " % (size, x, y, words.encode("cp1252"))
        for x, y, size, words in lines
    )
    return pdf([], packed=zlib.compress(b"BT " + shown + b"ET"))


def test_notes_of_a_pdf_neither_break_a_quotation_nor_leave_their_numbers_in_it() -> None:
    lines = [
        (72.0, 700.0, 12, "One said, “they doubted me for a year,"),
        (279.0, 704.0, 7, "1"),
        (286.0, 700.0, 12, "and nobody asked me why”"),
        (72.0, 686.0, 12, "(P1). It went on so for a long time, and in 2019 it was over."),
        (72.0, 60.0, 9, "1 He said so twice."),
    ]
    told = _told("m.pdf", _sized(lines))
    assert [kind for kind, _ in told] == ["text", "text"]
    assert told[0][1] == (
        "One said, “they doubted me for a year, and nobody asked me why” (P1). It went on so for a long time,"
        " and in 2019 it was over."
    )
    assert told[1][1] == "1 He said so twice."


def test_a_block_quote_of_two_paragraphs_stays_one_in_a_pdf() -> None:
    wide = "so that this line goes from its edge to the other edge of the text, as running text does,"
    text = "A line of text that stands at the edge of the page and goes on to the other side of it."
    apart = [(670, wide), (657, "and then they went."), (634, wide), (621, "and nobody came. (P5)")]
    lines = [
        *((72.0, 800.0 - 13 * row, 10, text) for row in range(8)),
        *((108.0, float(y), 10, words) for y, words in apart),
        (108.0, 590.0, 10, "A narrow cell"),
        (108.0, 577.0, 10, "of a table"),
    ]
    found = list(quotations(pieces("m.pdf", _sized(lines)), SPEAKERS))
    assert [(one.block, one.named, one.text[-13:]) for one in found] == [
        (True, ("P5",), "en they went."),
        (True, ("P5",), " nobody came."),
    ]


def test_unknown_format_is_refused() -> None:
    with pytest.raises(NotAManuscript):
        pieces("m.pages", b"x")


@pytest.mark.parametrize(
    ("paragraph", "words", "named"),
    [
        ("They said “I never came” (P5).", "I never came", ("P5",)),
        ('They said "I never came" (P5, community).', "I never came", ("P5",)),
        ("“I never came,” (p5) they said.", "I never came,", ("P5",)),
        ("‘I never came’ (P5).", "I never came", ("P5",)),
        ("As P3 put it, “I never came.”", "I never came.", ("P3",)),
        ("Unlike P3, P10 said, “I never came.”", "I never came.", ("P10",)),
        ("P3 and P5 said, “I never came.”", "I never came.", ()),
        ("The “spare chair” (P3, P5) was known.", "spare chair", ("P3", "P5")),
        ("„Ich kam nie“ (P5).", "Ich kam nie", ("P5",)),
        ("„Nigdy nie przyszedłem” (P5).", "Nigdy nie przyszedłem", ("P5",)),
        ("« Je ne suis jamais venu » (P5).", "Je ne suis jamais venu", ("P5",)),
        ("»Jeg kom aldrig« (P5).", "Jeg kom aldrig", ("P5",)),
        ("»En tullut koskaan» (P5).", "En tullut koskaan", ("P5",)),
        ("”Jag kom aldrig” (P5).", "Jag kom aldrig", ("P5",)),
        ("‚Ich kam nie‘ (P5).", "Ich kam nie", ("P5",)),
        ("‹Ich kam nie› (P5).", "Ich kam nie", ("P5",)),
        ("「一度も来ませんでした」（P5）。", "一度も来ませんでした", ("P5",)),
        ("P5 sagte dazu: „Ich kam nie.“", "Ich kam nie.", ("P5",)),
        ("> I never came. (P10)", "I never came.", ("P10",)),
        ("> FG1-S2: I never came.", "I never came.", ("FG1-S2",)),
        ("“I never came” (P77).", "I never came", ("P77",)),
        (f"{'I never came there at all and so they left. ' * 3}So it went. (P1)", None, ("P1",)),
    ],
)
def test_quotation_and_whom_it_names(paragraph: str, words: str | None, named: tuple[str, ...]) -> None:
    (found,) = _quoted(paragraph)
    assert found.named == named
    if words is not None:
        assert found.text == words


@pytest.mark.parametrize(
    ("paragraph", "excuse"),
    [
        ("The so-called “spare chair” stood there.", "a quoted term"),
        ("It is “a form of being alongside” (Mead, 2001).", "cited from literature"),
        ("One said, “I never came to it”.", ""),
    ],
)
def test_what_need_not_be_speech_is_excused(paragraph: str, excuse: str) -> None:
    assert [one.excuse for one in _quoted(paragraph)] == [excuse]


def test_several_quotations_in_a_sentence_keep_their_own_ids() -> None:
    found = _quoted("One had “the spare chair” (P3), another “a seat by the door” (P5).")
    assert [(one.text, one.named) for one in found] == [
        ("the spare chair", ("P3",)),
        ("a seat by the door", ("P5",)),
    ]


def test_headings_hold_no_quotations() -> None:
    assert list(quotations([Piece("heading", "“I never came” (P1)", 1)], SPEAKERS)) == []


GOING_ON = [
    (["P5 said, “I never came.", "“I never asked.", "“I never stayed.”"], [("P5",)] * 3),
    (["One said, “I never came.", "“I never asked” (P5)."], [("P5",)] * 2),
    (['One said, "I never came.', '"I never asked" (P5).'], [("P5",)] * 2),
    (["One said: „Ich kam nie.", "„Ich fragte nie“ (P5)."], [("P5",)] * 2),
    (["One said: « Je ne venais pas.", "« Je ne demandais pas » (P5)."], [("P5",)] * 2),
    (["> I never came.", "> I never asked.", "> I never stayed. (P5)"], [("P5",)] * 3),
    (["> “I never came.", "> “I never asked.” (P5)"], [("P5",)] * 2),
    (["Of P5 this is known.", "> I never came.", "> I never asked. (P5)"], [("P5",)] * 2),
    (["P3 told of it.", "> I never came at all.", "> I never asked. (P5)"], [(), ("P5",)]),
    (["> I never came. (P3)", "> I never asked. (P5)"], [("P3",), ("P5",)]),
    (["“I never came” (P3).", "“I never asked” (P5)."], [("P3",), ("P5",)]),
    (["Ein „so genannter Fall“ ist es.", "“I never asked” (P5)."], [(), ("P5",)]),
]


@pytest.mark.parametrize(("paragraphs", "named"), GOING_ON)
def test_paragraphs_of_one_quotation_are_from_one_person(
    paragraphs: list[str], named: list[tuple[str, ...]]
) -> None:
    found = _quoted(*paragraphs)
    assert [one.named for one in found] == named
    assert [one.text.strip('“”"„« ') for one in found] == [one.text for one in found]


def test_paragraphs_of_one_quotation_from_literature_are_all_excused() -> None:
    found = _quoted("> Being alongside others in need.", "> And staying there with them. (Mead, 2001)")
    assert [one.excuse for one in found] == ["cited from literature"] * 2
