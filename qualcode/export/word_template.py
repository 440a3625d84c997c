"""The Word file a report is written into: a blank one, or a journal's own with its styles and its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordFile

PAGES: Final = {"a4": (11906, 16838), "letter": (12240, 15840)}
"""Width and height of a page in twentieths of a point."""

INCH: Final = 1440
SIDES: Final = ("top", "right", "bottom", "left")
_EMU_PER_TWENTIETH: Final = 635
_KEPT_PARTS: Final = frozenset({"styles", "numbering", "theme", "fontTable", "settings", "webSettings"})
"""What of a Word file has to do with its looks, by the last word of the relation's type."""


class BadTemplate(UsageError):
    """A template is a Word document (.docx), and only a Word report takes one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A standing page: width, height and margins (top, right, bottom, left) in twentieths of a point."""

    width: int
    height: int
    margins: tuple[int, int, int, int] = (INCH, INCH, INCH, INCH)

    def line(self, *, landscape: bool = False) -> int:
        """Width of the text."""
        _, right, _, left = self.margins
        return (self.height if landscape else self.width) - left - right


def opened(template: Path | None, page: str) -> tuple[WordFile, Sheet]:
    """An empty Word file with the styles it comes with, and the page it is written on.

    Raises:
        BadTemplate: the template cannot be read as a .docx.
    """
    import docx

    word = docx.Document() if template is None else _read(template)
    sheet = Sheet(*PAGES[page.casefold()]) if template is None else _sheet(word)
    _emptied(word, own_settings=template is not None)
    return word, sheet


def _read(template: Path) -> WordFile:
    import zipfile

    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return docx.Document(str(template))
    except (PackageNotFoundError, zipfile.BadZipFile, ValueError, KeyError, OSError) as error:
        raise BadTemplate(
            f"{template.name} cannot be read as a Word document.",
            "Open it in Word and save it as .docx (not .dotx or .doc), then name that file.",
        ) from error


def _sheet(word: WordFile) -> Sheet:
    section = word.sections[-1]
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.right_margin,
        section.bottom_margin,
        section.left_margin,
    )
    if not all(lengths):
        return Sheet(*PAGES["a4"])
    width, height, *margins = (int(one or 0) // _EMU_PER_TWENTIETH for one in lengths)
    top, right, bottom, left = margins
    return Sheet(min(width, height), max(width, height), (top, right, bottom, left))


def _emptied(word: WordFile, *, own_settings: bool) -> None:
    """Take out all that is not looks: words, headers, pictures, comments, the template's own properties."""
    from docx.oxml import parse_xml

    from qualcode.export.word_xml import NAMESPACES

    body = word.element.body
    for element in list(body):
        body.remove(element)
    body.append(parse_xml(f"<w:sectPr {NAMESPACES}/>"))
    kept = _KEPT_PARTS - ({"settings", "webSettings"} if own_settings else set())  # they hold paths and names
    for rels, wanted in (
        (word.part.rels, kept),
        (word.part.package.rels, {"officeDocument", "core-properties"}),
    ):
        for key in [key for key, one in rels.items() if one.reltype.rsplit("/", 1)[-1] not in wanted]:
            rels.pop(key)
    for rels in (one.target_part.rels for one in word.part.rels.values() if not one.is_external):
        for key in [key for key, one in rels.items() if one.is_external]:
            rels.pop(key)
    _as_word_2013(word)


def _as_word_2013(word: WordFile) -> None:
    """Word calls anything older a file in compatibility mode."""
    from docx.oxml.ns import qn

    for one in word.settings.element.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")
