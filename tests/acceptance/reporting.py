"""What the file itself holds, counted in plain SQL and Python that share nothing with the program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import docx
from docx.text.paragraph import Paragraph

from acceptance.desk import truth

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordFile
    from docx.table import Table

    from acceptance.desk import Desk

SPEECH = """
    SELECT t.name, substr(t.text, u.start_char + 1, u.end_char - u.start_char) FROM turns u
    JOIN transcripts t ON t.id = u.transcript_id AND t.deleted_at IS NULL AND t.replaced_at IS NULL
    JOIN speakers s ON s.id = u.speaker_id AND s.role = 'participant' WHERE t.kind = 'interview'"""

CHECKED = "SELECT count(DISTINCT participant_id) FROM member_checks WHERE deleted_at IS NULL AND outcome {}"
DECIDED = "SELECT count(*) FROM suggestion_decisions WHERE deleted_at IS NULL AND decision = '{}'"
REPLIES = "IN ('replied', 'confirmed', 'corrected', 'added', 'withhold')"


def recounted(study: Desk) -> dict[str, str]:
    """Table 1 as it has to stand, counted from the raw rows."""
    spoken = study.rows(SPEECH)
    words = sum(len(text.split()) for _, text in spoken)
    asked = [study.number(DECIDED.format(one)) for one in ("accepted", "edited", "rejected")]
    live = "deleted_at IS NULL"
    changes = study.number(f"SELECT count(*) FROM member_checks WHERE {live} AND changed <> ''")
    sent, replied = (study.number(CHECKED.format(which)) for which in ("= 'sent'", REPLIES))
    independent = f"SELECT count(*) FROM passes WHERE {live} AND kind = 'independent'"
    return {
        "Participants analyzed": str(study.number(f"SELECT count(*) FROM participants WHERE {live}")),
        "Transcripts": f"{len({name for name, _ in spoken})} ({words:,} words of participant speech)",
        "Coders": study.rows(f"SELECT name FROM coders WHERE {live} AND kind = 'human'")[0][0],
        "Coding passes": str(study.number(independent)),
        "Codes when the codebook was frozen": str(
            study.number(f"SELECT json_array_length(codes) FROM freezes WHERE {live}")
        ),
        "Codes in themes": str(study.number(_IN_THEMES)),
        "Themes": str(study.number(f"SELECT count(*) FROM themes WHERE {live} AND status <> 'dropped'")),
        "Disagreements": f"{study.number(f'SELECT count(*) FROM decisions WHERE {live}')}, all resolved",
        "Assisted suggestions": "{} made, {} accepted, {} edited, {} rejected".format(
            study.number(f"SELECT count(*) FROM suggestions WHERE {live}"), *asked
        ),
        "Quotes": _quotes(study),
        "Participant checking": f"{sent} sent, {replied} replied, {changes} changes",
    }


_IN_THEMES = """
    SELECT count(*) FROM theme_codes l JOIN themes m ON m.id = l.theme_id AND m.deleted_at IS NULL
    JOIN codes c ON c.id = l.code_id AND c.deleted_at IS NULL AND c.merged_into_id IS NULL
    WHERE l.deleted_at IS NULL AND m.status <> 'dropped'"""


def _quotes(study: Desk) -> str:
    rows = study.rows(
        "SELECT q.id, substr(t.text, q.start_char + 1, q.end_char - q.start_char), q.start_char,"
        " t.participant_id FROM quotes q JOIN transcripts t ON t.id = q.transcript_id"
        " WHERE q.deleted_at IS NULL"
    )
    blocks = sum(_words_left(study, *row[:3]) >= 40 for row in rows)
    people = len({row[3] for row in rows})
    return f"{len(rows)} ({blocks} block, {len(rows) - blocks} inline) from {people} participants"


def _words_left(study: Desk, quote_id: str, words: str, start: int) -> int:
    cuts = study.rows(
        "SELECT start_char, end_char FROM quote_edits WHERE quote_id = ? AND kind = 'omit'"
        " AND deleted_at IS NULL ORDER BY start_char DESC",
        quote_id,
    )
    for a, b in cuts:
        words = f"{words[: a - start]} {words[b - start :]}"
    return len(re.findall(r"\S*\w\S*", words))


def opened(file: Path) -> WordFile:
    """A Word file read by another library than wrote it."""
    return docx.Document(str(file))


def everything(word: WordFile) -> str:
    """All words of a Word file: paragraphs, tables, headers, properties and comments."""
    told = [paragraph.text for paragraph in word.paragraphs]
    told += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for section in word.sections:
        told += [one.text for part in (section.header, section.footer) for one in part.paragraphs]
    kept = word.core_properties
    told += [str(getattr(kept, name)) for name in ("author", "title", "subject", "keywords", "comments")]
    return "\n".join([*told, *(one.text for one in word.comments)])


def table_after(word: WordFile, caption: str) -> list[list[str]]:
    """The cells of the table whose caption ends so."""
    body = list(word.iter_inner_content())
    for at, one in enumerate(body):
        if (
            isinstance(one, Paragraph)
            and one.text.endswith(caption)
            and one.style
            and one.style.name == "Caption"
        ):
            found: Any = next(later for later in body[at:] if hasattr(later, "rows"))
            return cells(found)
    raise AssertionError(caption)


def cells(table: Table) -> list[list[str]]:
    """The words of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def marks() -> list[list[str]]:
    """Table 7 as planted: a dot and the number of passages, or nothing."""
    planted = truth()["theme_participant"]
    return [
        [f"●{number}" if (number := planted[key][who]) else "" for who in truth()["themes_per_participant"]]
        for key in ("Credibility", "Barriers", "Scope", "Supervision")
    ]
