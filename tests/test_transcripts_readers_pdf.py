"""PDF: printed lines become paragraphs, page margins go and are told, pages can be located."""

from __future__ import annotations

import zlib

import pytest

from qualcode.transcripts.readers import UnreadableFileError, read_bytes
from qualcode.transcripts.readers.pages import Line, paragraphs, without_margins

Printed = list[tuple[int, int, str]]


def objects(parts: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(data))
    return data + head + table + tail


def stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), keys, content)


def pdf(*pages: Printed, packed: bytes | None = None) -> bytes:
    """A PDF that prints each line at (x, y) points from the lower left corner of an A4 page."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        font,
    ]
    for number, lines in enumerate(pages):
        shown = b"".join(
            b"1 0 0 1 %d %d Tm (%s) Tj " % (x, y, words.encode("cp1252")) for x, y, words in lines
        )
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % (5 + 2 * number)
        parts.append(page + b"/Resources << /Font << /F1 3 0 R >> >> >>")
        parts.append(
            stream(packed, b"/Filter /FlateDecode ") if packed else stream(b"BT /F1 11 Tf " + shown + b"ET")
        )
    return objects(parts)


def body(*lines: str, top: int = 720, step: int = 14) -> Printed:
    return [(72, top - step * number, words) for number, words in enumerate(lines)]


FULL = "I went to the school every day because it was the only place that I"


def test_full_lines_run_on_and_short_ones_are_paragraphs() -> None:
    (reading,) = read_bytes(
        "P1.pdf", pdf(body("I: Why did you go?", FULL, "knew then.", "P: Yes.", "P: No."))
    )
    assert reading.text == f"I: Why did you go?\n{FULL} knew then.\nP: Yes.\nP: No."
    assert (reading.reader, reading.pages, reading.turns) == ("pdf 1", (0,), None)


def test_a_full_line_does_not_run_on_into_a_label_or_across_a_gap() -> None:
    lines = [*body(FULL, "I: and then?"), *body(FULL, top=680), *body("Another paragraph", top=640)]
    (reading,) = read_bytes("P1.pdf", pdf(lines))
    assert reading.text == f"{FULL}\nI: and then?\n{FULL}\nAnother paragraph"


def test_words_divided_at_line_ends_are_joined_and_counted() -> None:
    first, second = (
        "I do not remember how it was, and nobody else would re-",
        "member that well-being, or the well-",
    )
    (reading,) = read_bytes("P1.pdf", pdf(body(first, second, "being of us all, go-", "I: go where?")))
    assert reading.text == (
        "I do not remember how it was, and nobody else would remember that well-being, "
        "or the well-being of us all, go-\nI: go where?"
    )
    assert reading.warnings == ("2 words divided at a line end joined",)


def test_margins_that_repeat_go_and_are_told_and_pages_are_located() -> None:
    pages = [
        [
            (72, 800, "Interview with P3"),
            *body(f"P: This is page number {number} of it."),
            (300, 40, f"Page {number} of 3"),
        ]
        for number in (1, 2, 3)
    ]
    (reading,) = read_bytes("P3.pdf", pdf(*pages))
    assert reading.text.split("\n") == [f"P: This is page number {number} of it." for number in (1, 2, 3)]
    assert [reading.text[start : start + 24] for start in reading.pages] == [
        f"P: This is page number {number}" for number in (1, 2, 3)
    ]
    assert reading.warnings == ("6 lines of page headers, footers and page numbers left out",)


def test_what_stands_in_the_margin_of_one_page_stays() -> None:
    (reading,) = read_bytes("P1.pdf", pdf([(72, 800, "A title"), *body("P: Words.")], body("P: More.")))
    assert reading.text == "A title\nP: Words.\nP: More."
    assert reading.warnings == ()


def test_a_sentence_runs_over_the_page() -> None:
    (reading,) = read_bytes("P1.pdf", pdf(body("P: I went there"), body("because of it.", "I: Why?")))
    assert reading.text == "P: I went there because of it.\nI: Why?"
    assert reading.text[reading.pages[1] :].startswith("because")


def test_pages_without_text_are_named() -> None:
    (reading,) = read_bytes("P1.pdf", pdf(body("P: Yes."), [], body("P: No.")))
    assert reading.text == "P: Yes.\nP: No."
    assert reading.warnings == ("no text on page 2",)
    assert reading.pages == (0, 7, 8)


def test_typographic_characters_survive() -> None:
    (reading,) = read_bytes("P1.pdf", pdf(body("P: “naïve” – it’s… €5")))
    assert reading.text == "P: “naïve” – it’s… €5"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is not a PDF"),
        (b"%PDF-1.7\n", "is damaged or cut off"),
        (pdf([]), "scanned"),
        (pdf([], packed=zlib.compress(b" " * (65 << 20), 9)), "would unpack to more"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refused:
        read_bytes("P1.pdf", data)
    assert refused.value.hint


def test_a_locked_pdf_is_refused() -> None:
    locked = (
        b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >>"
    )
    data = pdf(body("P: Yes.")).replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt " + locked)
    with pytest.raises(UnreadableFileError, match="password"):
        read_bytes("P1.pdf", data)


def test_margins_need_two_pages_in_five() -> None:
    def page(header: str) -> list[Line]:
        return [Line(header, depth=0.05), Line("words", depth=0.5), Line("end", depth=0.8)]

    twice = [page("Study 1"), page("Study 2"), page("x"), page("y"), page("z")]
    assert without_margins(twice)[1] == 2
    assert without_margins([*twice, page("v"), page("w")])[1] == 0


def test_lines_without_a_place_are_joined_by_their_length() -> None:
    lines = [
        Line(words, right=float(len(words)))
        for words in ("a line that is quite full of", "words", "P: short")
    ]
    assert paragraphs([lines]) == ("a line that is quite full of words\nP: short", [0], 0)
