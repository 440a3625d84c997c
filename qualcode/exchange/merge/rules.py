"""How a table's rows meet: by which columns two of them are the same thing, and what is never compared."""

from __future__ import annotations

from typing import Final

from qualcode.store.erasing import PENDING

SAME_THING: Final = {
    "settings": ("name",),
    "questions": ("wording",),
    "criteria": ("attribute", "relation", "value"),
    "participants": ("name",),
    "attributes": ("participant_id", "name"),
    "transcripts": ("name",),
    "speakers": ("transcript_id", "label"),
    "guide_questions": ("transcript_id", "label", "wording"),
    "codes": ("name",),
    "code_rules": ("code_id", "kind", "body"),
    "freezes": ("label",),
    "passes": ("name",),
    "assignments": ("pass_id", "transcript_id"),
    "unread": ("pass_id", "transcript_id", "start_char", "end_char"),
    "sights": ("pass_id", "other_id", "sight"),
    "suggestions": ("pass_id", "transcript_id", "code_id", "start_char", "end_char"),
    "codings": ("pass_id", "transcript_id", "code_id", "start_char", "end_char"),
    "suggestion_decisions": ("suggestion_id",),
    "alignments": ("a_pass_id", "b_pass_id", "a_code_id", "b_code_id"),
    "reconciliations": ("pass_id", "source_id"),
    "decisions": ("pass_id", "transcript_id", "code_id", "start_char", "end_char"),
    "themes": ("name",),
    "theme_codes": ("theme_id", "code_id"),
    "theme_relations": ("theme_id", "other_id"),
    "verdicts": ("theme_id", "transcript_id", "start_char", "end_char"),
    "slots": ("name", "theme_id"),
    "answers": ("name",),
    "waivers": ("rule", "place"),
    "deid_words": ("kind", "word"),
}
"""Live rows made in both copies, under two ids, that are one thing: those alike in these columns.

Names are compared without regard to capitals. Rows of other tables are events, and each is one of its own.
"""

BESIDE: Final = {"codes": "name", "themes": "name", "passes": "name", "freezes": "label"}
"""Tables in which a namesake is another thing: it comes in beside ours, and its name tells whose it is."""

DEFINITION: Final = ("definition", "full_definition", "use_when", "not_when")
"""What has to be alike in two codes of one name, or empty in one of them, for them to be one code."""

NUMBERED: Final = {"suggestions": "s", "claims": "c", "quotes": "q", "orphans": "orphan "}
"""Tables whose rows people cite by number, and the letter before it; numbers are each copy's own."""

NEVER_COMPARED: Final = frozenset(
    {
        *("id", "number", "at", "created_at", "opened_at", "codebook_action"),
        *("transcript_id", "pass_id"),
        *("body", "text", "text_sha256", "length", "words"),
        *("normaliser", "reader", "source_name", "source_sha256"),
        *("sealed_at", "seal", "withdrawn_at"),
    }
)
"""Columns in which ours stands whatever theirs says: what never changes, what has a rule of its own."""

ONLY_LIFE: Final = frozenset({"codings", "suggestions"})
"""Tables whose rows never change but for being taken off and put back."""

OWN_SETTINGS: Final = frozenset({"coder", PENDING})
"""Lines of the settings that are about one copy and not about the study."""

SPANS: Final = (
    ("start_char", "end_char"),
    ("edited_start_char", "edited_end_char"),
    ("near_start_char", "near_end_char"),
)
"""Columns that name a place in a transcript."""

THROUGH: Final = {
    "quote_edits": ("quote_id", "quotes"),
    "suggestion_decisions": ("suggestion_id", "suggestions"),
}
"""Tables with a place whose transcript is known from another row."""

HOLD_IDS: Final = frozenset({("samples", "transcripts"), ("suggestion_audits", "places")})
"""Lists in which ids of transcripts stand."""

BOOKKEEPING: Final = frozenset({"assignments", "speakers", "unread", "exports"})
"""Tables that a person need not hear of."""

NOUNS: Final = {
    "attributes": "attribute",
    "codes": "code",
    "codings": "coding",
    "criteria": "criterion",
    "decisions": "decision",
    "freezes": "freeze",
    "settings": "setting",
    "suggestion_decisions": "answer to a suggestion",
    "theme_codes": "code of a theme",
    "verdicts": "verdict",
}
"""What one row is called where taking the last letter off is not enough."""


def noun(table: str, number: int = 1) -> str:
    """What rows of a table are called.

    >>> noun("codings"), noun("quotes", 2), noun("theme_codes")
    ('coding', 'quotes', 'code of a theme')
    """
    if number != 1:
        return table.replace("_", " ")
    if table in NOUNS:
        return NOUNS[table]
    return table.replace("_", " ").removesuffix("es" if table.endswith("sses") else "s")
