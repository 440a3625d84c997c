"""The same interview written in every format that is read, for `import_formats.py`."""

from __future__ import annotations

import csv
import io
import json
import random
import textwrap
import zipfile
from html import escape
from itertools import cycle, islice
from typing import Any

Turns = list[tuple[str, str]]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
COMMON = [
    "the",
    "and",
    "I",
    "to",
    "that",
    "it",
    "of",
    "you",
    "was",
    "a",
    "in",
    "we",
    "so",
    "they",
    "like",
    "but",
]
RARE = [
    f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("nd", "rs", "ter", "lo", "ting", "ve")
]
SPECIAL = ("“well”", "naïve", "don’t", "it’s", "—")
LENGTHS = (5, 38, 71, 12, 80, 44, 9, 60)
CUE_WORDS = 12
PAGE_LINES = 40


def interview(words: int) -> Turns:
    """An interview of about that many words in turns of 5 to 80; no two turns are alike."""
    chance = random.Random(1)  # noqa: S311 - a benchmark, not a secret
    words_of = [*COMMON * 8, *RARE, *SPECIAL * 2]
    turns: Turns = []
    for number, length in enumerate(islice(cycle(LENGTHS), words * len(LENGTHS) // sum(LENGTHS))):
        said = " ".join(chance.choices(words_of, k=length))
        turns.append(("Anna" if number % 2 else "Interviewer", said))
    return turns


def zipped(parts: dict[str, str]) -> bytes:
    """A zip with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def as_txt(turns: Turns) -> bytes:
    """Plain text."""
    return "\n".join(f"{who}: {said}" for who, said in turns).encode()


def as_docx(turns: Turns) -> bytes:
    """A Word document with the markup that Word leaves behind."""
    look = '<w:rPr><w:rFonts w:ascii="Calibri"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr>'
    start = f'<w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r>{look}<w:t xml:space="preserve">'
    body = "".join(
        f"{start}{who}: </w:t></w:r><w:r>{look}<w:t>{escape(said)}</w:t></w:r></w:p>" for who, said in turns
    )
    return zipped({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'})


def as_odt(turns: Turns) -> bytes:
    """An OpenDocument text with a span per label."""
    body = "".join(f"<text:p><text:span>{who}:</text:span> {escape(said)}</text:p>" for who, said in turns)
    spaces = f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0"'
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    return zipped({"content.xml": f"<office:document-content {spaces}>{inside}</office:document-content>"})


def as_rtf(turns: Turns) -> bytes:
    """Rich Text with formatting around each label."""
    start, middle, end = rb"\pard\plain\li0 {\b\insrsid1 ", rb": }{\insrsid2 ", rb"}\par "
    body = b"".join(start + who.encode() + middle + _escaped(said) + end for who, said in turns)
    return rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}" + body + b"}"


def _escaped(text: str) -> bytes:
    return b"".join(letter.encode() if letter.isascii() else rb"\u%d?" % ord(letter) for letter in text)


def as_pdf(turns: Turns) -> bytes:
    """A PDF that prints forty lines of ninety letters a page."""
    lines = [line for who, said in turns for line in textwrap.wrap(f"{who}: {said}", 90)]
    pages = [lines[start : start + PAGE_LINES] for start in range(0, len(lines), PAGE_LINES)]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = b"BT /F1 11 Tf 72 740 Td %sET" % b"".join(
            b"(%s) Tj 0 -16 Td " % line.encode("cp1252") for line in page
        )
        head = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % (5 + 2 * number)
        parts.append(head + b"/Resources << /Font << /F1 3 0 R >> >> >>")
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _pdf_file(parts)


def _pdf_file(parts: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(data))
    return data + head + table + tail


def as_html(turns: Turns) -> bytes:
    """A page with a paragraph per turn."""
    body = "\n".join(f"<p><strong>{who}</strong>: {escape(said)}</p>" for who, said in turns)
    return f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def as_vtt(turns: Turns) -> bytes:
    """Subtitles of twelve words a cue with a voice each."""
    cues = [f"{_clock(at)} --> {_clock(at + 3)}\n<v {who}>{said}\n" for at, who, said in _cues(turns)]
    return "\n".join(["WEBVTT\n", *cues]).encode()


def as_srt(turns: Turns) -> bytes:
    """The same with numbers and names."""
    cues = [f"{_clock(at)} --> {_clock(at + 3)}\n{who}: {said}\n" for at, who, said in _cues(turns)]
    return (
        "\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, start=1))
        .replace(".000", ",000")
        .encode()
    )


def _cues(turns: Turns) -> list[tuple[int, str, str]]:
    cues = [
        (who, " ".join(words[start : start + CUE_WORDS]))
        for who, said in turns
        for words in [said.split()]
        for start in range(0, len(words), CUE_WORDS)
    ]
    return [(3 * number, who, said) for number, (who, said) in enumerate(cues)]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def as_csv(turns: Turns) -> bytes:
    """A row per turn."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("speaker", "text"), *turns])
    return stream.getvalue().encode()


def as_xlsx(turns: Turns) -> bytes:
    """A workbook with a row per turn."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("speaker", "text"), *turns]):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def as_json(turns: Turns) -> bytes:
    """The least that a program can write: a list of turns with speaker, words and times."""
    return json.dumps(
        [
            {"start": 9.5 * at, "end": 9.5 * at + 9, "text": said, "speaker": who}
            for at, (who, said) in enumerate(turns)
        ]
    ).encode()


def as_whisper(turns: Turns) -> bytes:
    """The file that Whisper writes: segments with their tokens and probabilities, without speakers."""
    chance = random.Random(2)  # noqa: S311 - a benchmark, not a secret
    segments = [
        {
            "id": number,
            "seek": 3000 * (number // 8),
            **{key: each[key] for key in ("start", "end", "text")},
            "tokens": [chance.randrange(50_364) for _ in range(CUE_WORDS + 4)],
            "temperature": 0.0,
            "avg_logprob": -chance.random(),
            "compression_ratio": 1 + chance.random(),
            "no_speech_prob": chance.random() / 10,
        }
        for number, each in enumerate(_segments(turns))
    ]
    return json.dumps(
        {"text": " ".join(str(each["text"]) for each in segments), "segments": segments}
    ).encode()


def as_whisperx(turns: Turns) -> bytes:
    """The whole file that WhisperX writes: segments with their words, and all words once more."""
    segments = _segments(turns)
    for each in segments:
        words = str(each["text"]).split()
        each["words"] = [
            {
                "word": word,
                "start": each["start"],
                "end": each["end"],
                "score": 0.873,
                "speaker": each["speaker"],
            }
            for word in words
        ]
    every = [word for each in segments for word in each["words"]]
    return json.dumps({"segments": segments, "word_segments": every, "language": "en"}).encode()


def _segments(turns: Turns) -> list[dict[str, Any]]:
    return [
        {"start": at / 1, "end": at + 3.0, "text": said, "speaker": who} for at, who, said in _cues(turns)
    ]
