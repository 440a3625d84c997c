"""Quotations as a manuscript shows them: the words, and whom it says they are from. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from qualcode.export import series
from qualcode.export.speech import INTERVIEWER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.export.manuscript import Piece

TERM_WORDS: Final = 3
"""A quoted term of at most so many words, without an attribution, need not be anybody's speech."""

BLOCK_WORDS: Final = 20
"""A paragraph of so many words that ends like a block quote is one, even where no style says so."""

_MARKED = re.compile(
    r"“(?P<curly>[^“”]+)(?:”|\Z)|„(?P<low>[^„“”]+)[“”]|«(?P<out>[^«»]+)»|»(?P<in>[^«»]+)[«»]"
    r"|”(?P<same>[^“”]+)”|「(?P<corner>[^「」]+)」|『(?P<white>[^『』]+)』|\"(?P<straight>[^\"]+)\""
)
"""Double marks: “ ” and straight ones, „ “ and „ ” (German, Polish), « » and » « (French, Danish), » » and
” ” (Finnish, Swedish), 「 」 and 『 』 (Japanese, Chinese)."""

_SINGLE = re.compile(
    r"(?<![\w’])(?:‘(?P<single>[^‘“”]{2,}?)’|‚(?P<low_single>[^‚‘’“”]{2,}?)[‘’]|‹(?P<angle>[^‹›]{2,})›"
    r"|›(?P<angle_in>[^‹›]{2,})‹)(?=\s*[.,;]?\s*[(（])"
)
_OPENING: Final = '“"„«»”「『'
_CLOSING: Final = '”"“»«」』'
_PARENTHESIS = re.compile(r"[.,;:!?。、]?\s*[(\[（](?P<inner>[^()\[\]（）]{1,160})[)\]）]")
_BLOCK_END = re.compile(r"(?P<words>.*[.!?…][\"'”’)\]]*)\s*[(\[](?P<inner>[^()\[\]]{1,120})[)\]]\s*\.?\s*\Z")
_STYLED_END = re.compile(
    r"(?P<words>.*?)\s*(?:[—–-]{1,2}\s*|[(\[])(?P<inner>[^()\[\]—–]{1,120}?)[)\]]?\s*\.?\s*\Z"
)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d[a-z]?\b|\bp{1,2}\.\s?\d|\bet al\b|\bin press\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\")]*\s+(?=[A-Z“‘\"])")
_SAYS: Final = (
    r"(?:sa(?:id|ys|ying)|t(?:old|ells)|put(?:s|ting)?|describ\w+|expla\w+|recall\w+|call\w+|ask\w+|add\w+"
    r"|spoke|speaks|remark\w+|report\w+|stat\w+|answer\w+|repl\w+|remember\w+|note[ds]|wrote|writes|went|saw"
    r"|thought|felt|continu\w+|comment\w+|suggest\w+|insist\w+|joked|laughed|mention\w+)"
)
_ASIDE = re.compile(r"\b(?:unlike|than|from|with|to|like|not|about|of|by|beside|against)\s+\Z", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\A[^.!?(“\"„«:]{0,40}:\s*\Z")
"""The id, a few words in any language, a colon, the quotation."""

_JOINED = re.compile(r"\b(?:and|or)\s+\Z", re.IGNORECASE)
_REFERENCES = re.compile(r"\b(?:references|bibliography|works cited|literature)\b", re.IGNORECASE)
_ASKS = re.compile(r"(?:the )?(?:interviewer|moderator|facilitator)", re.IGNORECASE)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in a manuscript.

    `named`: whom the manuscript says it is from (ids as the project writes them, or as the manuscript does
    where the project has no such participant); `hinted`: ids of its sentence or paragraph that may be meant.
    `excuse` says why it need not be anybody's speech; empty when it must be found.
    """

    text: str
    where: str
    block: bool
    named: tuple[str, ...] = ()
    hinted: tuple[str, ...] = ()
    excuse: str = ""


class Speakers:
    """The ids that an attribution may name, and what looks like one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known = {name.casefold(): name for name in names if _WORD.search(name)}
        longest_first = sorted(self._known.values(), key=len, reverse=True)
        fronts = {re.sub(r"\d.*", "", name) for name in longest_first if re.search(r"\d", name)}
        alike = [
            rf"{re.escape(front)}\d{{1,4}}(?:-\w+)?"
            for front in sorted(fronts, reverse=True)
            if front.strip()
        ]
        either = "|".join([*map(re.escape, longest_first), *alike]) or r"(?!)"
        self._pattern = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)

    def found(self, text: str) -> tuple[str, ...]:
        """Ids in a text, each once, in order."""
        return tuple(
            dict.fromkeys(self._known.get(hit.casefold(), hit) for hit in self._pattern.findall(text))
        )

    def before(self, text: str) -> tuple[str, ...]:
        """Who, by the words before a quotation, says it: the last id that a verb of saying follows."""
        for hit in reversed(list(self._pattern.finditer(text))):
            if _JOINED.search(text[: hit.start()]):
                return ()  # one of two, and nobody says which
            after = text[hit.end() :]
            if _ANNOUNCED.search(after) and not _ASIDE.search(text[: hit.start()]):
                return (self._known.get(hit[0].casefold(), hit[0]),)
            if _ASIDE.search(text[: hit.start()]) or not re.search(
                rf"\A[^.!?(“\"]{{0,80}}\b{_SAYS}\b", after
            ):
                continue
            return (self._known.get(hit[0].casefold(), hit[0]),)
        return ()


def quotations(pieces: Sequence[Piece], speakers: Speakers) -> Iterator[Quoted]:
    """Every quotation of a manuscript, in its order; one of several paragraphs is one for each of them."""
    closed = series.closed(pieces)
    found = [list(_in_piece(piece, speakers)) for piece in closed]
    yield from chain.from_iterable(series.shared(pieces, closed, found, speakers))


def _in_piece(piece: Piece, speakers: Speakers) -> Iterator[Quoted]:
    if piece.kind == "table":
        for row in piece.rows:
            yield from _in_row(row, piece, speakers)
    elif piece.kind != "heading":
        yield from _in_paragraph(piece, speakers)


def _in_row(row: Sequence[str], piece: Piece, speakers: Speakers) -> Iterator[Quoted]:
    """Quotations in a row of a table; a cell that holds an id alone attributes them."""
    alone = [cell.strip("() ") for cell in row]
    named = tuple(one for cell in alone for one in speakers.found(cell) if one.casefold() == cell.casefold())
    for cell in row:
        yield from _inline(cell, piece, speakers, named if len(named) == 1 else ())


def _in_paragraph(piece: Piece, speakers: Speakers) -> Iterator[Quoted]:
    block = _block(piece, speakers)
    if block is not None:
        yield block
        return
    yield from _inline(piece.text, piece, speakers)


def _block(piece: Piece, speakers: Speakers) -> Quoted | None:
    """The paragraph as one quotation set apart, if it is that."""
    styled = piece.kind == "block"
    front = re.match(r"(?P<who>[^:“\"]{1,40}):\s+(?P<words>.+)", piece.text) if styled else None
    if front is not None and (who := _in_front(front["who"], speakers)):
        excuse = "a turn left out" if not _WORD.search(front["words"]) else ""
        return Quoted(front["words"], piece.where, block=True, named=who, excuse=excuse)
    match = (_STYLED_END if styled else _BLOCK_END).match(piece.text)
    named = speakers.found(match["inner"]) if match else ()
    words = match["words"] if match and (named or _YEAR.search(match["inner"])) else piece.text
    inside = words.strip()
    if inside[:1] in _OPENING and inside[-1:] in _CLOSING and len(_MARKED.findall(inside)) == 1:
        return None  # an inline quotation that fills its paragraph
    if styled:
        excuse = "" if named else _excuse(words, piece.text[len(words) :], piece)
        return Quoted(inside, piece.where, block=True, named=named, excuse=excuse)
    if not named or len(inside.split()) < BLOCK_WORDS or _MARKED.search(inside):
        return None
    return Quoted(inside, piece.where, block=True, named=named)


def _in_front(label: str, speakers: Speakers) -> tuple[str, ...]:
    """Whose turn of an exchange a label announces."""
    if _ASKS.fullmatch(label.strip()):
        return (INTERVIEWER,)
    found = speakers.found(label)
    return found if len(label.split()) == 1 or label.strip() in found else ()


def _inline(text: str, piece: Piece, speakers: Speakers, row: tuple[str, ...] = ()) -> Iterator[Quoted]:
    for match in _marks(text):
        words = next(one for one in match.groups() if one is not None)
        behind = _PARENTHESIS.match(text, match.end())
        named = speakers.found(behind["inner"]) if behind else ()
        start = _sentence_start(text, match.start())
        named = named or row or speakers.before(text[start : match.start()])
        sentence = text[start : _sentence_end(text, match.end())]
        outside = sentence.replace(match[0], " ")
        hinted = (*speakers.found(outside), *speakers.found(text[:start]))
        excuse = "" if named else _excuse(words, text[match.end() :], piece, sentence)
        yield Quoted(words.strip(), piece.where, block=False, named=named, hinted=hinted, excuse=excuse)


def _marks(text: str) -> list[re.Match[str]]:
    """Stretches between quotation marks; single marks count only where a parenthesis follows them."""
    double = list(_MARKED.finditer(text))
    single = [
        one
        for one in _SINGLE.finditer(text)
        if not any(other.start() <= one.start() < other.end() for other in double)
    ]
    return sorted([*double, *single], key=lambda match: match.start())


def _excuse(words: str, behind: str, piece: Piece, sentence: str = "") -> str:
    """Why a quotation without a participant's id need not be found in the transcripts."""
    if len(words.split()) <= TERM_WORDS:
        return "a quoted term"
    if _REFERENCES.search(piece.heading):
        return "in the list of references"
    parenthesis = _PARENTHESIS.match(behind)
    if _YEAR.search(parenthesis["inner"] if parenthesis else "") or _YEAR.search(
        " ".join(re.findall(r"\(([^()]*)\)", sentence))
    ):
        return series.CITED
    return ""


def _sentence_start(text: str, at: int) -> int:
    return max((match.end() for match in _SENTENCE_END.finditer(text, 0, at) if match.end() <= at), default=0)


def _sentence_end(text: str, at: int) -> int:
    match = _SENTENCE_END.search(text, at)
    return match.start() if match else len(text)
