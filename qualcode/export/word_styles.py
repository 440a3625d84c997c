"""The named styles of a report. A journal's template may redefine every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from qualcode.export.word_xml import NAMESPACES, style_id

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle

BODY_FONT: Final = "Calibri"
BODY_SIZE: Final = 11

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


_LINK_STYLE: Final = """
<w:style {ns} w:type="character" w:customStyle="1" w:styleId="EvidenceLink">
  <w:name w:val="Evidence Link"/><w:uiPriority w:val="99"/>
  <w:rPr><w:color w:val="1F3864"/></w:rPr>
</w:style>"""

_LOOKS: Final = (
    ("Normal", 11, 0, 8),
    ("Title", 22, 0, 4),
    ("Subtitle", 13, 0, 12),
    ("Heading 1", 16, 18, 6),
    ("Heading 2", 13, 14, 4),
    ("Heading 3", 11, 10, 3),
    ("Quote Block", 11, 0, 8),
    ("Quote Exchange", 11, 0, 4),
    ("Theme Definition", 11, 0, 6),
    ("Claim", 11, 0, 8),
    ("Caption", 10, 12, 4),
    ("Table Text", 9, 0, 0),
    ("Note", 9, 4, 10),
    ("Header", 9, 0, 0),
    ("Footer", 9, 0, 0),
    ("List Bullet", 11, 0, 3),
    ("Section End", 1, 0, 0),
    ("Contents Heading", 16, 0, 6),
    ("toc 1", 10, 0, 2),
    ("toc 2", 10, 0, 2),
)
"""Every paragraph style of a report: name, size, space before and after in points."""

_WITH_NEXT: Final = frozenset(
    {"Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Theme Definition", "Caption"}
)
_WHOLE: Final = frozenset({"Quote Block", "Quote Exchange", "Claim"})
_SINGLE: Final = frozenset({"Table Text", "Section End", "Note", "Header", "Footer", "toc 1", "toc 2"})
_INDENTED: Final = frozenset({"Quote Block", "Quote Exchange"})


def define(word: WordFile, line: int, *, keep: bool = False) -> dict[str, str]:
    """Give a Word file the report's styles; `keep` leaves alone those that a template brought along.

    `line` is the width of the text in twentieths of a point. Returns the file's ids of the styles by the ids
    that we write.
    """
    there = frozenset(one.name for one in word.styles)
    for look in _LOOKS:
        if not (keep and look[0] in there):
            style = _made(word, look[0], there)
            if not keep:
                _in_our_font(style)
            _set(style, look, line)
    _characters(word, there, keep=keep)
    return {style_id(str(one.name)): str(one.style_id) for one in word.styles if one.name}


def _made(word: WordFile, name: str, there: frozenset[str | None]) -> ParagraphStyle:
    from docx.enum.style import WD_STYLE_TYPE

    if name in there:
        return cast("ParagraphStyle", word.styles[name])
    builtin = name.startswith("toc ") or name in _BUILT_IN
    style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin))
    if "Normal" in there and name != "Normal":
        style.base_style = word.styles["Normal"]
    return style


_BUILT_IN: Final = frozenset(
    {"Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption", "Header", "Footer"}
    | {"List Bullet"}
)


def _set(style: ParagraphStyle, look: tuple[str, float, float, float], line: int) -> None:
    from docx.shared import Inches, Pt

    name, size, before, after = look
    if size != BODY_SIZE:
        style.font.size = Pt(size)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if name in _WITH_NEXT:
        layout.keep_with_next = True
    if name in _WHOLE:
        layout.keep_together = True
    if name in _SINGLE:
        layout.line_spacing = 1.0
    if name in _INDENTED:
        layout.left_indent = Inches(0.5)
    _look_of_its_own(style, name, line)


def _look_of_its_own(style: ParagraphStyle, name: str, line: int) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm, Twips

    layout = style.paragraph_format
    if name == "Normal":
        layout.line_spacing, layout.widow_control = 1.15, True
    elif name == "Theme Definition":
        style.font.italic = True
    elif name == "Caption":
        style.font.bold = True
    elif name == "Title":
        _without_rule(style.element)
    elif name.startswith("Heading "):
        _outlined(style.element, int(name[-1]) - 1)
    elif name.startswith("toc "):
        layout.left_indent = Cm(0.6 * (int(name[-1]) - 1))
        layout.tab_stops.add_tab_stop(Twips(line), WD_TAB_ALIGNMENT.RIGHT)


def _in_our_font(style: ParagraphStyle) -> None:
    """Our font in black; what a template lacks is made in the font of its own text instead."""
    from docx.shared import Pt, RGBColor

    style.font.name = BODY_FONT
    style.font.size = Pt(BODY_SIZE)
    style.font.color.rgb = RGBColor(0, 0, 0)
    _every_script(style)


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


def _outlined(style: BaseOxmlElement, level: int) -> None:
    """A heading made here needs its place in the outline; Word's own have it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = style.find(qn("w:pPr"))
    if properties is not None and properties.find(qn("w:outlineLvl")) is None:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        properties.append(outline)


def _characters(word: WordFile, there: frozenset[str | None], *, keep: bool) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml

    for name, look in (("Strong", "bold"), ("Emphasis", "italic")):
        if name not in there:
            word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=True)
        if not (keep and name in there):
            setattr(word.styles[name].font, look, True)
    for name, made in (("Report Table", _TABLE_STYLE), ("Evidence Link", _LINK_STYLE)):
        if name not in there:
            word.styles.element.append(parse_xml(made.format(ns=NAMESPACES)))
