"""The meaning: tables of themes, claims, quotes, memos, slots and checks."""

from __future__ import annotations

from typing import Final

MEANING: Final = """\
-- the meaning
CREATE TABLE clusterings (           -- groups of codes that were looked at; no theme follows by itself
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    settings TEXT NOT NULL CHECK (json_valid(settings)), -- all that the outcome depends on, beside the coding
    codes TEXT NOT NULL CHECK (json_valid(codes)),       -- ids of the grouped codes, as they were shown
    cuts TEXT NOT NULL CHECK (json_valid(cuts)),         -- {"6": [group of each code, 0: fits nowhere], ...}
    cut INTEGER,                     -- the cut that a theme was last taken from; null: none
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE themes (                -- candidate, reviewed, defined, final, dropped
    id TEXT PRIMARY KEY, parent_id TEXT REFERENCES themes (id), name TEXT NOT NULL,
    essence TEXT NOT NULL DEFAULT '', includes TEXT NOT NULL DEFAULT '',
    excludes TEXT NOT NULL DEFAULT '', answers TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('candidate', 'reviewed', 'defined', 'final', 'dropped')),
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_theme_per_name ON themes (name COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE TABLE theme_codes (           -- which codes a theme gathers
    id TEXT PRIMARY KEY, theme_id TEXT NOT NULL REFERENCES themes (id),
    code_id TEXT NOT NULL REFERENCES codes (id), deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_theme_code ON theme_codes (theme_id, code_id) WHERE deleted_at IS NULL;
CREATE TABLE theme_relations (       -- how one theme stands to another, in the authors' words
    id TEXT PRIMARY KEY, theme_id TEXT NOT NULL REFERENCES themes (id),
    other_id TEXT NOT NULL REFERENCES themes (id), label TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT, CHECK (theme_id <> other_id)) STRICT;
CREATE UNIQUE INDEX one_live_relation ON theme_relations (theme_id, other_id) WHERE deleted_at IS NULL;
CREATE TABLE theme_events (          -- a dated line in the life of a theme, with the reason
    id TEXT PRIMARY KEY, theme_id TEXT NOT NULL REFERENCES themes (id),
    kind TEXT NOT NULL CHECK (kind IN
        ('added', 'renamed', 'moved', 'merged', 'split', 'defined', 'dropped', 'restored',
         'reviewed-1', 'reviewed-2', 'searched', 'final')),
    detail TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE verdicts (              -- what the review of a theme said about one passage
    id TEXT PRIMARY KEY, theme_id TEXT NOT NULL REFERENCES themes (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('fits', 'weak', 'move', 'contrary')),
    reason TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL, deleted_at TEXT,
    CHECK (0 <= start_char AND start_char < end_char)) STRICT;
CREATE UNIQUE INDEX one_live_verdict_per_passage
    ON verdicts (theme_id, transcript_id, start_char, end_char) WHERE deleted_at IS NULL;
CREATE TABLE claims (                -- a sentence of the report that rests on passages
    id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, -- c1, c2, ... never used again
    theme_id TEXT NOT NULL REFERENCES themes (id), sentence TEXT NOT NULL,
    citation TEXT NOT NULL CHECK (citation IN ('exhaustive', 'illustrative')),
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE claim_passages (        -- what speaks for a claim, or against it: a place, or all of a code
    id TEXT PRIMARY KEY, claim_id TEXT NOT NULL REFERENCES claims (id),
    stance TEXT NOT NULL CHECK (stance IN ('support', 'contrary')),
    code_id TEXT REFERENCES codes (id),
    transcript_id TEXT REFERENCES transcripts (id), start_char INTEGER, end_char INTEGER,
    created_at TEXT NOT NULL, deleted_at TEXT,
    CHECK ((code_id IS NULL) <> (transcript_id IS NULL)),
    CHECK (transcript_id IS NULL OR 0 <= start_char AND start_char < end_char)) STRICT;
CREATE TABLE quotes (                -- a quotation chosen for print
    id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, -- q1, q2, ... never used again
    theme_id TEXT NOT NULL REFERENCES themes (id),
    claim_id TEXT REFERENCES claims (id),                -- the claim it illustrates
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, deleted_at TEXT,
    CHECK (0 <= start_char AND start_char < end_char)) STRICT;
CREATE TABLE quote_edits (           -- what is left out of a quote in print; the words themselves stay
    id TEXT PRIMARY KEY, quote_id TEXT NOT NULL REFERENCES quotes (id),
    kind TEXT NOT NULL CHECK (kind IN ('omit', 'insert', 'clean', 'translate')),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    inserted TEXT NOT NULL DEFAULT '',                   -- words in brackets, or the translation
    made_by TEXT NOT NULL DEFAULT '',                    -- who translated
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE slots (                 -- what the authors write into the report; a new wording is a new row
    id TEXT PRIMARY KEY, name TEXT NOT NULL,             -- 'introduction', 'limitations', ...
    theme_id TEXT REFERENCES themes (id),                -- for 'closing': the theme it closes
    body TEXT NOT NULL, created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_slot ON slots (name, coalesce(theme_id, '')) WHERE deleted_at IS NULL;
CREATE TABLE reasons (               -- why the study does what its approach does not expect
    id TEXT PRIMARY KEY, about TEXT NOT NULL CHECK (about IN ('approach', 'coefficient', 'assistance')),
    detail TEXT NOT NULL DEFAULT '', body TEXT NOT NULL, -- 'codebook to reflexive'; the author's own words
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE answers (               -- what a checklist asks once: 'sampling', 'funding', ...
    id TEXT PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_answer ON answers (name) WHERE deleted_at IS NULL;
CREATE TABLE member_checks (         -- what was sent to a participant, and what came back
    id TEXT PRIMARY KEY, participant_id TEXT NOT NULL REFERENCES participants (id),
    outcome TEXT NOT NULL CHECK (outcome IN
        ('sent', 'no-reply', 'replied', 'confirmed', 'corrected', 'added', 'withhold')),
    on_day TEXT NOT NULL,                                -- when it happened, as told: 2026-03-09
    changed TEXT NOT NULL DEFAULT '' CHECK (changed IN ('', 'transcript', 'theme', 'quote', 'other')),
    body TEXT NOT NULL DEFAULT '',                       -- what was said and what was done about it
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE INDEX member_checks_by_participant ON member_checks (participant_id);
CREATE TABLE waivers (               -- a check that the author lets pass, and why
    id TEXT PRIMARY KEY, rule TEXT NOT NULL, place TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE memos (                 -- a dated entry about anything; never edited, only followed
    id TEXT PRIMARY KEY, about_table TEXT, about_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN
        ('reflexive', 'analytic', 'methodological', 'familiarization')),
    replaces_id TEXT REFERENCES memos (id),
    coder_id TEXT NOT NULL REFERENCES coders (id), body TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE INDEX memos_by_subject ON memos (about_id);

"""
