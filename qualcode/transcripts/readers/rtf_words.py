"""The control words of Rich Text: which are characters, ends of something, words that are not text."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|'(?P<hex>[0-9a-fA-F]{2})|(?P<sign>.))"
    r"|(?P<brace>[{}])|(?P<run>[^\\{}\r\n]+)|[\r\n]+|\\\Z",
    re.DOTALL,
)

CHARACTERS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emdash": "—", "endash": "–", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "{": "{", "}": "}", "\\": "\\"}
PARAGRAPH_ENDS = {"par", "sect"}
CELL_ENDS = {"cell", "nestcell"}
ROW_ENDS = {"row", "nestrow"}

HEADERS = {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
NOT_TEXT = HEADERS | {
    "annotation", "colortbl", "do", "filetbl", "fldinst", "fonttbl", "footnote", "info", "listoverridetable",
    "listtable", "listtext", "nonesttables", "object", "pict", "pntext", "revtbl", "rsidtbl", "rxe",
    "shpinst", "shprslt", "stylesheet", "tc", "template", "txe", "upr", "xe",
}  # fmt: skip
TEXT_BOXES = {("shpinst", "shptxt"), ("do", "dptxbxtext")}
TEXT_INSIDE = TEXT_BOXES | {("upr", "ud")}
"""Destinations whose words are the document's, inside others whose words are not."""

CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
MAC_PAGES = {
    10000: "mac_roman",
    10006: "mac_greek",
    10007: "mac_cyrillic",
    10029: "mac_latin2",
    10081: "mac_turkish",
    65001: "utf-8",
}
SYMBOL_CHARSET = 2
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
