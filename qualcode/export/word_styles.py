"""The named styles of a report. A journal's template may redefine every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle

BODY_FONT: Final = "Calibri"

_TABLE_STYLE: Final = """
<w:style {ns} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="Report Table"/><w:uiPriority w:val="99"/>
  <w:tblPr><w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/>
      <w:insideH w:val="single" w:sz="2" w:space="0" w:color="BFBFBF"/></w:tblBorders>
    <w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="30" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders>
    </w:tcPr></w:tblStylePr>
</w:style>"""


def define(word: WordFile) -> None:
    """Give a new Word file the report's styles, leaving any that a template brought along."""
    for name, size, before, after in (
        ("Title", 22, 0, 4),
        ("Subtitle", 13, 0, 12),
        ("Heading 1", 16, 18, 6),
        ("Heading 2", 13, 14, 4),
        ("Heading 3", 11, 10, 3),
    ):
        style = _plain(word, name, size, before, after)
        style.paragraph_format.keep_with_next = True
    _without_rule(word.styles["Title"].element)
    body = _plain(word, "Normal", 11, 0, 8)
    body.paragraph_format.line_spacing = 1.15
    body.paragraph_format.widow_control = True
    _quotes(word)
    _small(word)
    _contents(word)
    _table(word)


def _plain(word: WordFile, name: str, size: float, before: float, after: float) -> ParagraphStyle:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    if name in [one.name for one in word.styles]:
        style = cast("ParagraphStyle", word.styles[name])
    else:
        builtin = name.startswith("toc ")
        style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin))
        style.base_style = word.styles["Normal"]
    style.font.name = BODY_FONT
    _every_script(style)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _every_script(style: ParagraphStyle) -> None:
    """One font for all scripts: theme fonts would win over it in headings."""
    from docx.oxml.ns import qn

    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), BODY_FONT)


def _without_rule(style: BaseOxmlElement) -> None:
    from docx.oxml.ns import qn

    properties = style.find(qn("w:pPr"))
    border = None if properties is None else properties.find(qn("w:pBdr"))
    if properties is not None and border is not None:
        properties.remove(border)


def _quotes(word: WordFile) -> None:
    from docx.shared import Inches

    for name in ("Quote Block", "Quote Exchange"):
        layout = _plain(word, name, 11, 0, 8).paragraph_format
        layout.left_indent = Inches(0.5)
        layout.keep_together = True
    definition = _plain(word, "Theme Definition", 11, 0, 6)
    definition.font.italic = True
    definition.paragraph_format.keep_with_next = True
    _plain(word, "Claim", 11, 0, 8).paragraph_format.keep_together = True


def _small(word: WordFile) -> None:
    caption = _plain(word, "Caption", 10, 12, 4)
    caption.font.bold = True
    caption.paragraph_format.keep_with_next = True
    cell = _plain(word, "Table Text", 9, 0, 0)
    cell.paragraph_format.line_spacing = 1.0
    _plain(word, "Note", 9, 4, 10)
    _plain(word, "Header", 9, 0, 0)
    _plain(word, "Footer", 9, 0, 0)
    _plain(word, "List Bullet", 11, 0, 3)
    end = _plain(word, "Section End", 1, 0, 0)
    end.paragraph_format.line_spacing = 1.0
    for name, look in (("Strong", "bold"), ("Emphasis", "italic")):
        setattr(word.styles[name].font, look, True)


def _contents(word: WordFile) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    for level in (1, 2):
        style = _plain(word, f"toc {level}", 11, 0, 2)
        style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        style.paragraph_format.tab_stops.add_tab_stop(Cm(15.9), WD_TAB_ALIGNMENT.RIGHT)


def _table(word: WordFile) -> None:
    from docx.oxml import parse_xml

    from qualcode.export.word_xml import NAMESPACES

    if "Report Table" not in [style.name for style in word.styles]:
        word.styles.element.append(parse_xml(_TABLE_STYLE.format(ns=NAMESPACES)))
