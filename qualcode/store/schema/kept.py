"""What protects people, and the log of what was done: tables of deletions, replacements, actions."""

from __future__ import annotations

from typing import Final

KEPT: Final = """\
-- protection
CREATE TABLE protecting (            -- has a row only while words are replaced or erased, or a merge is taken
                                     -- back, within one action
    reason TEXT PRIMARY KEY CHECK (reason IN ('de-identified', 'withdrawn', 'merge-undone'))) STRICT;
CREATE TABLE deid_words (            -- the study's dictionary: words that would tell who or where
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, word TEXT NOT NULL COLLATE NOCASE,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE deid_decisions (        -- what a person said to a hit of `deid scan`; never the words themselves
    id TEXT PRIMARY KEY, kind TEXT NOT NULL,             -- name, place, date, phone, agency, ...
    about_table TEXT NOT NULL, about_id TEXT NOT NULL, about_column TEXT NOT NULL,   -- where it stands
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('kept', 'replaced')),
    replacement TEXT NOT NULL DEFAULT '',                -- what stands there now, as [agency 1]
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE withdrawals (           -- the tombstone: who withdrew, when, how; nothing of what was said
    id TEXT PRIMARY KEY, participant_id TEXT NOT NULL REFERENCES participants (id),
    mode TEXT NOT NULL CHECK (mode IN ('erase', 'stop', 'segments')),
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE withheld (              -- passages that a participant withholds: never coded, never quoted
    id TEXT PRIMARY KEY, transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT,
    CHECK (0 <= start_char AND start_char < end_char)) STRICT;
CREATE INDEX withheld_by_transcript ON withheld (transcript_id);
CREATE TABLE exports (               -- files that went out, so that a withdrawal can say where words went
    id TEXT PRIMARY KEY, command TEXT NOT NULL, file TEXT NOT NULL,     -- its name, never its folder
    participant_id TEXT REFERENCES participants (id),    -- whose words alone it holds; null: anybody's
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE reseals (               -- a seal made anew: words under it were replaced or erased, or it came
                                     -- from a copy that has the same text under another id
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    reason TEXT NOT NULL CHECK (reason IN ('de-identified', 'withdrawn', 'merged')),
    former_seal TEXT NOT NULL, seal TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;

-- colleagues' copies
CREATE TABLE merges (                -- a colleague's copy that was brought in
    id TEXT PRIMARY KEY, file TEXT NOT NULL,             -- its name, never its folder
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE former_values (         -- what a row holds in a copy and no more here: older, to a later merge
    id TEXT PRIMARY KEY, merge_id TEXT NOT NULL REFERENCES merges (id),
    about_table TEXT NOT NULL, about_id TEXT NOT NULL, about_column TEXT NOT NULL,
    value TEXT CHECK (value IS NULL OR json_valid(value)),
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE INDEX former_values_by_subject ON former_values (about_id);

-- the log: holds no participant's words
CREATE TABLE actions (               -- one thing a person did
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
    coder_id TEXT REFERENCES coders (id), command TEXT NOT NULL, version TEXT NOT NULL,
    undoes_id TEXT) STRICT;
CREATE TABLE changes (               -- one row it touched
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    action_seq INTEGER NOT NULL REFERENCES actions (seq),
    table_name TEXT NOT NULL, row_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('added', 'changed')),
    before TEXT CHECK (before IS NULL OR json_valid(before)),   -- changed columns only
    after TEXT CHECK (after IS NULL OR json_valid(after)),
    erased_at TEXT) STRICT;
CREATE INDEX changes_by_action ON changes (action_seq);
CREATE INDEX changes_by_row ON changes (table_name, row_id, seq) WHERE kind = 'changed';

"""
