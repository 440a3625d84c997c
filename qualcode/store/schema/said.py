"""What was said: tables of transcripts, speakers, turns, units and what was checked about them."""

from __future__ import annotations

from typing import Final

SAID: Final = """\
-- what was said
CREATE TABLE transcripts (           -- one interview, focus group or answer sheet
    id TEXT PRIMARY KEY, name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('interview', 'focus-group', 'survey', 'field-note', 'literature', 'guide')),
    participant_id TEXT REFERENCES participants (id),    -- null: several speak, or nobody studied
    length INTEGER NOT NULL,                             -- of the text, in code points
    words INTEGER NOT NULL,                              -- of all turns
    text_sha256 TEXT NOT NULL,
    normaliser INTEGER NOT NULL, reader TEXT NOT NULL,   -- the rules that made the text
    source_name TEXT NOT NULL, source_sha256 TEXT NOT NULL,
    replaces_id TEXT REFERENCES transcripts (id),        -- the version this one corrects
    created_at TEXT NOT NULL, withdrawn_at TEXT, deleted_at TEXT,
    replaced_at TEXT,                -- a corrected version took its place; sealed passes still rest on it
    text TEXT NOT NULL) STRICT;      -- written once; last, so that other columns are read quickly
CREATE UNIQUE INDEX one_live_transcript_per_name
    ON transcripts (name COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE INDEX transcripts_by_source ON transcripts (source_sha256);
CREATE TABLE speakers (              -- a label, its role, and why it was given
    id TEXT PRIMARY KEY, transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    label TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('interviewer', 'participant', 'other')),
    reason TEXT NOT NULL DEFAULT '',
    participant_id TEXT REFERENCES participants (id),
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE INDEX speakers_by_transcript ON speakers (transcript_id);
CREATE TABLE turns (                 -- one uninterrupted stretch of speech, frozen with the transcript
    transcript_id TEXT NOT NULL REFERENCES transcripts (id), position INTEGER NOT NULL,
    speaker_id TEXT REFERENCES speakers (id),            -- null: a line that belongs to nobody
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    start_ms INTEGER, end_ms INTEGER,
    CHECK (0 <= start_char AND start_char < end_char),
    PRIMARY KEY (transcript_id, position)) STRICT, WITHOUT ROWID;
CREATE TABLE segments (              -- the numbered units, frozen with the transcript
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    unit TEXT NOT NULL CHECK (unit IN ('sentence')),
    method TEXT NOT NULL,                                -- rules or model, with version
    bounds TEXT NOT NULL CHECK (json_valid(bounds)),     -- [start, end, start, end, ...], in order
    PRIMARY KEY (transcript_id, unit)) STRICT, WITHOUT ROWID;
CREATE TABLE verifications (         -- somebody checked a transcript against the recording
    id TEXT PRIMARY KEY, transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    share INTEGER NOT NULL CHECK (share BETWEEN 1 AND 100),  -- percent of the recording listened to
    verified_by TEXT NOT NULL, created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE INDEX verifications_by_transcript ON verifications (transcript_id);
CREATE TABLE guide_questions (       -- the planned questions of an interview guide
    id TEXT PRIMARY KEY, transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    label TEXT NOT NULL, wording TEXT NOT NULL,          -- as the guide numbers and words it
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE turn_questions (        -- which planned question a turn asks or follows up
    transcript_id TEXT NOT NULL REFERENCES transcripts (id), position INTEGER NOT NULL,
    question_id TEXT NOT NULL REFERENCES guide_questions (id),
    PRIMARY KEY (transcript_id, position, question_id)) STRICT, WITHOUT ROWID;
CREATE TABLE indexed (               -- transcripts whose words `search` knows; can be made again
    number INTEGER PRIMARY KEY,
    transcript_id TEXT NOT NULL UNIQUE REFERENCES transcripts (id)) STRICT;
CREATE VIEW turn_texts AS            -- what the index is made of
    SELECT i.number * 16777216 + u.position AS row,
           substr(t.text, u.start_char + 1, u.end_char - u.start_char) AS words
    FROM indexed i JOIN turns u ON u.transcript_id = i.transcript_id
                   JOIN transcripts t ON t.id = i.transcript_id;
CREATE VIRTUAL TABLE turn_words USING fts5 (             -- the index; holds no text of its own
    words, content = 'turn_texts', content_rowid = 'row', columnsize = 0,
    tokenize = "unicode61 remove_diacritics 2 separators '☺'");    -- ☺ stands for every emoji
INSERT INTO turn_words (turn_words, rank) VALUES ('hashsize', 16777216);   -- bytes gathered before a write

"""
