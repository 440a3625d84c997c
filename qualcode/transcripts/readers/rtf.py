"""Rich Text (.rtf): our own reading of the control words, so that nothing is lost in silence.

Kept: paragraphs, tabs, line breaks, characters of every code page and Unicode, field results, text boxes,
tables, tracked insertions. Left out and counted: tracked deletions, footnotes, comments, page headers and
footers. Numbers that a list gives itself are layout and left out, as in Word documents.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.readers.base import checked, counted
from qualcode.transcripts.readers.blocks import compose
from qualcode.transcripts.readers.encoding import refuse_other_kinds
from qualcode.transcripts.readers.rtf_fonts import Fonts, known_codec
from qualcode.transcripts.readers.rtf_words import (
    CELL_ENDS,
    CHARACTERS,
    CODE_PAGES,
    HEADERS,
    NOT_TEXT,
    PARAGRAPH_ENDS,
    ROW_ENDS,
    SIGNS,
    TEXT_BOXES,
    TEXT_INSIDE,
    TOKEN,
)
from qualcode.transcripts.readers.symbols import symbol

if TYPE_CHECKING:
    import re

    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile
    from qualcode.transcripts.readers.blocks import Block
    from qualcode.transcripts.readers.columns import Rows

_SURROGATE_STEP = 0x10000


def read_rtf(source: SourceFile) -> list[Reading]:
    """Read an .rtf file.

    Raises:
        UnreadableFileError: not Rich Text, broken off, or without words.
    """
    refuse_other_kinds(source)
    text = source.data.removeprefix(b"\xef\xbb\xbf").lstrip().decode("latin-1")
    if not text.startswith("{\\rtf"):
        raise source.refused("is not a Rich Text document (.rtf)", "Save it again as .rtf or .docx.")
    document = _Document()
    if not document.read(text):
        raise source.refused(
            "breaks off in the middle", "Open it in the program that made it and save it again."
        )
    return [checked(source, "rtf 1", compose(document.blocks, tuple(document.warnings())))]


class _Group(NamedTuple):
    """What holds between two braces. `skipped` names the destination whose words are not the document's."""

    skipped: str = ""
    codec: str = ""
    fallback: int = 1
    deleted: bool = False


class _Document:
    """Reads control word by control word; `blocks` are the paragraphs and tables found."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._left_out: Counter[str] = Counter()
        self._unread = 0
        self._group = _Group()
        self._groups: list[_Group] = []
        self._fonts = Fonts()
        self._starred = False
        self._to_skip = 0  # characters that stand in for the Unicode character before them
        self._bytes = bytearray()
        self._words: list[str] = []
        self._row: list[str] = []
        self._rows: Rows = []
        self._in_table = False
        self._boxes: list[tuple[int, list[str], bool]] = []

    def read(self, text: str) -> bool:
        """Read the whole document; False when it ends before its outermost brace is closed."""
        position = 0
        while token := TOKEN.match(text, position):
            position = token.end()
            if token["word"] == "bin":
                position += max(0, int(token["number"] or 0))
            elif not self._take(token):
                self._finish()
                return True
        return False

    def warnings(self) -> list[str]:
        """What was left out, counted."""
        told = [f"{counted(number, what)} left out" for what, number in self._left_out.items() if what]
        if self._left_out[""]:
            told.append("page headers and footers left out")
        if self._unread:
            told.append(f"{counted(self._unread, 'character')} could not be read and became \ufffd")
        return told

    def _take(self, token: re.Match[str]) -> bool:
        """Take one token in; False when it closed the outermost group."""
        kind = token.lastgroup
        if kind == "run":
            self._run(token["run"])
        elif kind == "hex":
            self._run(chr(int(token["hex"], 16)))
        elif kind == "brace":
            return self._brace(token["brace"])
        elif kind == "sign":
            self._sign(token["sign"])
        elif kind in ("word", "number"):
            self._word(token["word"], token["number"])
        return True

    def _brace(self, brace: str) -> bool:
        self._decode()
        self._starred = False
        self._to_skip = 0
        if brace == "{":
            self._groups.append(self._group)
            return True
        if self._boxes and self._boxes[-1][0] == len(self._groups):
            self._close_box()
        self._group = self._groups.pop()
        return bool(self._groups)

    def _run(self, run: str) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(run))
            self._to_skip -= skipped
            run = run[skipped:]
        if self._group.skipped in HEADERS and run.strip():
            self._left_out[""] += 1
        elif not self._group.skipped and not self._group.deleted:
            self._bytes += run.encode("latin-1")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._word("par", None)
        elif self._to_skip:
            self._to_skip -= 1
        else:
            self._add(SIGNS.get(sign, ""))

    def _word(self, word: str, number: str | None) -> None:
        self._decode()
        starred, self._starred = self._starred, False
        if starred or word in NOT_TEXT or (self._group.skipped, word) in TEXT_INSIDE:
            self._enter(word)
        elif self._group.skipped == "fonttbl":
            self._fonts.define(word, int(number or 0))
        elif word in CHARACTERS:
            self._add(CHARACTERS[word])
        elif word in PARAGRAPH_ENDS | CELL_ENDS | ROW_ENDS:
            self._end(word)
        else:
            self._format(word, int(number) if number else None)

    def _enter(self, word: str) -> None:
        """A group turns out to be a destination: its words are kept or not from here on."""
        if word == "footnote" and not self._group.skipped:
            self._left_out["footnote"] += 1
        elif word == "annotation" and not self._group.skipped:
            self._left_out["comment"] += 1
        if (self._group.skipped, word) in TEXT_INSIDE:
            if (self._group.skipped, word) in TEXT_BOXES:
                self._open_box()
            self._group = self._group._replace(skipped="")
        elif not self._group.skipped:
            self._group = self._group._replace(skipped=word)

    def _open_box(self) -> None:
        """A text box hangs in the middle of a paragraph, which is put aside and goes on behind it."""
        self._boxes.append((len(self._groups), self._words, self._in_table))
        self._words, self._in_table = [], False

    def _close_box(self) -> None:
        text = self._taken()
        _, self._words, self._in_table = self._boxes.pop()
        if text:
            self.blocks.append(text)

    def _format(self, word: str, number: int | None) -> None:
        if word in ("pard", "intbl") and not self._group.skipped:
            self._in_table = word == "intbl"
        elif word == "plain":
            self._group = self._group._replace(codec="", deleted=False)
        elif word == "deleted":
            self._delete(on=number != 0)
        elif word in CODE_PAGES:
            self._fonts.codec = CODE_PAGES[word]
        elif number is not None:
            self._numbered(word, number)

    def _numbered(self, word: str, number: int) -> None:
        if word == "u":
            self._add(chr(number % _SURROGATE_STEP))
            self._to_skip = self._group.fallback
        elif word == "uc":
            self._group = self._group._replace(fallback=max(0, number))
        elif word == "f":
            self._group = self._group._replace(codec=self._fonts.codec_of(number))
        elif word == "deff":
            self._fonts.default = number
        elif word == "ansicpg":
            self._fonts.codec = known_codec(number)

    def _delete(self, *, on: bool) -> None:
        if on and not self._group.deleted and not self._group.skipped:
            self._left_out["tracked deletion"] += 1
        self._group = self._group._replace(deleted=on)

    def _add(self, text: str) -> None:
        self._decode()
        if not self._group.skipped and not self._group.deleted:
            self._words.append(text)

    def _decode(self) -> None:
        """Turn the bytes gathered so far into words: two may make one character, so they wait."""
        if not self._bytes:
            return
        data = bytes(self._bytes)
        codec = self._group.codec or self._fonts.codec_of(self._fonts.default)
        self._bytes.clear()
        if codec == "symbol":
            self._words.append("".join(symbol(byte) for byte in data))
            return
        try:
            self._words.append(data.decode(codec))
        except UnicodeDecodeError:
            lenient = data.decode(codec, "replace")
            self._unread += lenient.count("\ufffd")
            self._words.append(lenient)

    def _end(self, word: str) -> None:
        """End a paragraph, cell or row."""
        if self._group.skipped or self._group.deleted:
            return
        if word in PARAGRAPH_ENDS and self._in_table:
            self._words.append("\n")
        elif word in PARAGRAPH_ENDS:
            self._close_table()
            self.blocks.append(self._taken())
        elif word in CELL_ENDS:
            self._row.append(self._taken())
        elif self._row:
            self._rows.append(self._row)
            self._row = []

    def _taken(self) -> str:
        """The words gathered since the last paragraph or cell; pairs of half characters become one."""
        text = "".join(self._words)
        self._words.clear()
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _close_table(self) -> None:
        if self._row:
            self._rows.append(self._row)
        if self._rows:
            self.blocks.append(self._rows)
        self._row, self._rows = [], []

    def _finish(self) -> None:
        self._decode()
        self._close_table()
        if self._words:
            self.blocks.append(self._taken())
