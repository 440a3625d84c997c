"""PDF (.pdf): the text of the pages by PDFium, put back together by `pages`.

A PDF holds printed lines, not paragraphs; everything that is undone to get from one to the other (page
headers, page numbers, words divided at line ends) is counted in the warnings.
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.readers.base import Found, checked, counted
from qualcode.transcripts.readers.pages import Line, paragraphs, without_margins
from qualcode.transcripts.readers.pdf_limits import unpacks_too_far

if TYPE_CHECKING:
    import pypdfium2

    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile

MOST_PAGES = 5_000
_MAGIC_WITHIN = 1024
_LINE_END = re.compile("\r\n|[\r\n]|(?P<divided>\ufffe)")
"""PDFium writes U+FFFE for a hyphen at the end of a line whose word goes on in the next."""

_BEHIND_A_WORD = re.compile(r"(?<=[^\s\d]) ?(?P<number>\d{1,3})(?!\w)")
_RAISED = 0.8
"""Height of a raised number, as a share of the letters before it, below which it leads to a note."""

_MOST_NAMED = 10


def read_pdf(source: SourceFile) -> list[Reading]:
    """Read a .pdf file; `Reading.pages` are the offsets at which its pages begin.

    Raises:
        UnreadableFileError: not a PDF, damaged, locked, too many pages, or without text (scanned).
    """
    if b"%PDF-" not in source.data[:_MAGIC_WITHIN]:
        raise source.refused("is not a PDF", "Open it in the program that made it and save it again.")
    if unpacks_too_far(source.data):
        raise source.refused(
            "would unpack to more than any document, so it was not read",
            "Print it to a new PDF and import that.",
        )
    pages = printed_pages(source)
    if not any(pages):
        raise source.refused(
            "holds pictures of pages and no text (scanned)",
            "Recognise its text first, for instance with ocrmypdf, and import the result.",
        )
    body, margins = without_margins(pages)
    text, starts, divided = paragraphs(body)
    told = (
        (f"{counted(margins, 'line')} of page headers, footers and page numbers left out", margins > 0),
        (f"{counted(divided, 'word')} divided at a line end joined", divided > 0),
        (f"no text on page {_listed(pages)}", not all(pages)),
    )
    found = Found(normalise(text), warnings=tuple(words for words, said in told if said), pages=tuple(starts))
    return [checked(source, "pdf 1", found)]


def _listed(pages: list[list[Line]]) -> str:
    empty = [str(number) for number, lines in enumerate(pages, start=1) if not lines]
    more = f" and {len(empty) - _MOST_NAMED} more" if len(empty) > _MOST_NAMED else ""
    return ", ".join(empty[:_MOST_NAMED]) + more


def printed_pages(source: SourceFile, *, raised: bool = True) -> list[list[Line]]:
    """The printed lines of every page, with where they stand.

    Without `raised`, small raised numbers behind a word, which lead to notes, are left out.

    Raises:
        UnreadableFileError: damaged, locked, or too many pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise source.refused("is locked with a password", "Save it again without one.") from problem
        raise source.refused("is damaged or cut off", "Save or download it again.") from problem
    try:
        if len(document) > MOST_PAGES:
            raise source.refused(
                f"has more than {MOST_PAGES} pages", "Divide it into one file per interview."
            )
        return [_lines(document[number], raised=raised) for number in range(len(document))]
    except pypdfium2.PdfiumError as problem:
        raise source.refused("has a page that cannot be read", "Save or download it again.") from problem
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage, *, raised: bool) -> list[Line]:
    """Printed lines of a page, in the order of the file, with where they stand on it."""
    with closing(page), closing(page.get_textpage()) as textpage:
        text: str = textpage.get_text_range()
        located = len(text) == textpage.count_chars()  # else characters and boxes cannot be matched
        height = page.get_height() or 1.0
        lines: list[Line] = []
        start = 0
        for end in [*_LINE_END.finditer(text), None]:
            printed = text[start : end.start() if end else len(text)]
            shown = printed if raised or not located else _unraised(printed, start, textpage)
            line = Line(normalise(shown.replace("\u00ad", "-")).strip(), bool(end and end["divided"]))
            if line.words and located:
                first = start + len(printed) - len(printed.lstrip())
                left, bottom, _, top = textpage.get_charbox(first, loose=True)
                _, low, right, high = textpage.get_charbox(start + len(printed.rstrip()) - 1, loose=True)
                where = {"left": left, "right": right, "depth": 1 - top / height}
                lines.append(line._replace(**where, size=max(top - bottom, high - low)))
            elif line.words:
                lines.append(line._replace(right=float(len(line.words))))
            start = end.end() if end else start
    return lines


def _unraised(printed: str, start: int, textpage: pypdfium2.PdfTextPage) -> str:
    """The words of a line without the small raised numbers in it; `start` is its place on the page."""
    kept, at = "", 0
    for number in _BEHIND_A_WORD.finditer(printed):
        _, low, _, high = textpage.get_charbox(start + number.start("number"), loose=True)
        _, foot, _, head = textpage.get_charbox(start + number.start() - 1, loose=True)
        if high - low < _RAISED * (head - foot) and low > foot:
            kept, at = kept + printed[at : number.start()], number.end()
    return kept + printed[at:]
