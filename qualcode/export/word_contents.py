"""The table of contents of a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.export import word_xml as xml

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOW_TO_UPDATE: Final = (
    "Page numbers come with the first update of this list, and this line goes: in Word, click into the list"
    " and press F9; in LibreOffice, choose Tools, Update, Indexes and Tables."
)


def contents(lines: Sequence[tuple[int, str]]) -> str:
    """The table of contents as a field, filled in but for the pages, which nobody knows before the layout.

    To mark the field as dirty would make Word ask a question at every opening; the last line of the field
    says instead how to fill the pages in, and the update that does so takes that line away.
    """
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    made = [
        xml.paragraph(f"toc {level}", (begin if at == 0 else "") + line)
        for at, (level, line) in enumerate(lines)
    ]
    return "".join(made) + xml.paragraph("Note", xml.run(_HOW_TO_UPDATE) + end)


def toc_line(text: str, name: str) -> str:
    """A line of the contents: a link to the heading; the page number comes with the first update."""
    return (
        f'<w:hyperlink w:anchor="{name}" w:history="1">{xml.run(text)}{xml.run(chr(9))}</w:hyperlink>'
        + xml.field(f"PAGEREF {name} \\h", "")
    )
