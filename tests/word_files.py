"""Small Word documents for tests, written as the markup that stands in them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://x/comments" Target="comments.xml"/>'
    '<Relationship Id="b" Type="http://y/commentsExtended" Target="commentsExtended.xml"/></Relationships>'
)


def word_file(path: Path, body: str, comments: str = "", extended: str = "", head: str = "") -> Path:
    """A .docx of these parts; `head` stands before the markup of the document."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"{head}<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELATIONS,
        "word/comments.xml": f"<w:comments {_SPACES}>{comments}</w:comments>",
        "word/commentsExtended.xml": f"<w15:commentsEx {_SPACES}>{extended}</w15:commentsEx>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(packed.getvalue())
    return path


def run(words: str, look: str = "") -> str:
    """A run; `look` is what stands in its properties."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def coded(text: str) -> str:
    """Paragraphs from lines in which `[1 ... 1]` is comment 1 and `{yellow ...}` is highlighted."""
    return "".join(f"<w:p>{''.join(map(_piece, _PIECES.findall(line)))}</w:p>" for line in text.split("\n"))


_PIECES = re.compile(r"\[\d+ |\s?\d+\]|\{\w+ [^}]*\}|[^\[\]{}\d]+|\d+|.")


def _piece(piece: str) -> str:
    if piece.startswith("[") and len(piece) > 1:
        return f'<w:commentRangeStart w:id="{piece[1:].strip()}"/>'
    if piece.endswith("]"):
        return f'<w:commentRangeEnd w:id="{piece[:-1].strip()}"/>'
    if piece.startswith("{"):
        color, _, words = piece[1:-1].partition(" ")
        return run(words, f'<w:highlight w:val="{color}"/>')
    return run(piece)


def comment(number: int, *lines: str, author: str = "CS", date: str = "2024-05-01T10:00:00Z") -> str:
    """A comment; its paragraphs are known to replies as its number."""
    paragraphs = "".join(f'<w:p w14:paraId="{number:08X}">{run(line)}</w:p>' for line in lines)
    return f'<w:comment w:id="{number}" w:author="{author}" w:date="{date}">{paragraphs}</w:comment>'


def answers(child: int, parent: int) -> str:
    """That a comment is a reply to another."""
    return f'<w15:commentEx w15:paraId="{child:08X}" w15:paraIdParent="{parent:08X}"/>'
