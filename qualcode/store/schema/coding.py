"""The dictionary and the act of coding: tables of codes, passes, codings, suggestions, decisions."""

from __future__ import annotations

from typing import Final

CODING: Final = """\
-- the dictionary
CREATE TABLE codes (                 -- a defined idea; the tree of them is the codebook
    id TEXT PRIMARY KEY, parent_id TEXT REFERENCES codes (id), name TEXT NOT NULL,
    definition TEXT NOT NULL DEFAULT '', full_definition TEXT NOT NULL DEFAULT '',
    use_when TEXT NOT NULL DEFAULT '', not_when TEXT NOT NULL DEFAULT '',
    example TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '', color TEXT NOT NULL DEFAULT '',
    merged_into_id TEXT REFERENCES codes (id),           -- a merge is this one cell
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_code_per_name ON codes (name COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE TABLE freezes (               -- the codebook as it stood on a day
    id TEXT PRIMARY KEY, label TEXT NOT NULL,
    codes TEXT NOT NULL CHECK (json_valid(codes)),       -- every live code, all columns
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_freeze_per_label ON freezes (label COLLATE NOCASE) WHERE deleted_at IS NULL;

-- the act of coding
CREATE TABLE passes (                -- one coder's journey under stated conditions
    id TEXT PRIMARY KEY, name TEXT NOT NULL,
    coder_id TEXT NOT NULL REFERENCES coders (id),
    kind TEXT NOT NULL CHECK (kind IN ('independent', 'consensus')),
    mode TEXT NOT NULL CHECK (mode IN ('hand', 'assisted', 'imported')),
    codebook_action INTEGER NOT NULL,                    -- the codebook as it stood after this action
    opened_at TEXT NOT NULL, sealed_at TEXT, seal TEXT,  -- seal: hash of its codings
    deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_pass_per_name ON passes (name COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE TABLE assignments (           -- which transcripts a pass reads
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id), deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_assignment
    ON assignments (pass_id, transcript_id) WHERE deleted_at IS NULL;
CREATE TABLE unread (                -- what an assigned pass did not get to read: missing, never "not coded"
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE sights (                -- what a pass was blind to, and what it saw
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    other_id TEXT NOT NULL REFERENCES passes (id),
    sight TEXT NOT NULL CHECK (sight IN ('blind', 'saw')),
    observed INTEGER NOT NULL DEFAULT 0,                 -- 1: the program showed it, 0: the coder said so
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE code_rules (            -- what `suggest` seeks, or stays away from, beside a code's own words
    id TEXT PRIMARY KEY, code_id TEXT NOT NULL REFERENCES codes (id),
    kind TEXT NOT NULL CHECK (kind IN ('synonym', 'phrase', 'pattern', 'regex', 'not-when')),
    body TEXT NOT NULL,              -- words, a regular expression, or a spaCy token pattern as JSON
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE suggestion_runs (       -- one `suggest`: by which method, with which settings
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    method TEXT NOT NULL CHECK (method IN ('definitions', 'examples', 'search', 'model')),
    settings TEXT NOT NULL CHECK (json_valid(settings)), -- all that the outcome depends on
    fingerprint TEXT NOT NULL,                           -- hash of settings and codebook
    codebook_action INTEGER NOT NULL,                    -- the codebook as it stood after this action
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE suggestion_reads (      -- a transcript that a run went through
    id TEXT PRIMARY KEY, run_id TEXT NOT NULL REFERENCES suggestion_runs (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    discarded TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(discarded)),  -- proposals not verbatim, by code
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE INDEX suggestion_reads_by_run ON suggestion_reads (run_id);
CREATE TABLE suggestions (           -- a machine's proposal awaiting a person; never counted as a coding
    id TEXT PRIMARY KEY, number INTEGER NOT NULL,        -- s1, s2, ... as people type it
    run_id TEXT NOT NULL REFERENCES suggestion_runs (id),
    pass_id TEXT NOT NULL REFERENCES passes (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    score REAL NOT NULL, reason TEXT NOT NULL,           -- why, in words
    created_at TEXT NOT NULL, deleted_at TEXT,
    CHECK (0 <= start_char AND start_char < end_char)) STRICT;
CREATE UNIQUE INDEX one_live_suggestion_per_span
    ON suggestions (pass_id, transcript_id, code_id, start_char, end_char) WHERE deleted_at IS NULL;
CREATE INDEX suggestions_by_number ON suggestions (number);
CREATE TABLE assistants (            -- the language model that may be asked; none: nothing leaves the program
    id TEXT PRIMARY KEY, url TEXT NOT NULL, model TEXT NOT NULL,
    library INTEGER NOT NULL DEFAULT 0 CHECK (library IN (0, 1) AND (library = 0 OR url = '')),
                                         -- 1: the library `llm` knows it; 0: it stands behind the address
    remote INTEGER NOT NULL CHECK (remote IN (0, 1)),    -- 1: text may leave this machine
    deidentified INTEGER NOT NULL CHECK (deidentified IN (0, 1)),  -- 1: somebody says the text is
    reason TEXT NOT NULL DEFAULT '',                     -- why; a reflexive study needs one
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE suggestion_audits (     -- units without suggestions, drawn to be read plain
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    seed INTEGER NOT NULL, fraction REAL NOT NULL, drawn_from INTEGER NOT NULL,
    places TEXT NOT NULL CHECK (json_valid(places)),     -- [[transcript id, start, end], ...]
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE codings (               -- one code on one span in one pass
    id TEXT PRIMARY KEY,
    pass_id TEXT NOT NULL REFERENCES passes (id),
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('hand', 'import', 'suggestion', 'consensus')),
    suggestion_id TEXT REFERENCES suggestions (id),      -- the suggestion a person accepted; null: none
    created_at TEXT NOT NULL, deleted_at TEXT,
    CHECK (0 <= start_char AND start_char < end_char)) STRICT;
CREATE UNIQUE INDEX one_live_coding_per_span
    ON codings (pass_id, transcript_id, code_id, start_char, end_char) WHERE deleted_at IS NULL;
CREATE TABLE suggestion_decisions (  -- what a person said to one suggestion that was shown
    id TEXT PRIMARY KEY, suggestion_id TEXT NOT NULL REFERENCES suggestions (id),
    decision TEXT NOT NULL CHECK (decision IN ('accepted', 'edited', 'rejected', 'deferred')),
    code_id TEXT REFERENCES codes (id),                  -- what was coded, when it was accepted or edited
    start_char INTEGER, end_char INTEGER,
    coding_id TEXT REFERENCES codings (id),
    reason TEXT NOT NULL DEFAULT '',
    shown_at TEXT NOT NULL,                              -- a decision needs a display
    took_ms INTEGER,                                     -- from display to decision; null: not watched
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_decision_per_suggestion
    ON suggestion_decisions (suggestion_id) WHERE deleted_at IS NULL;
CREATE TABLE orphans (               -- a coding or quote whose words a corrected transcript no longer has
    id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, -- 1, 2, ... never used again
    about_table TEXT NOT NULL CHECK (about_table IN ('codings', 'quotes')), about_id TEXT NOT NULL,
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),     -- the corrected version
    near_start_char INTEGER NOT NULL, near_end_char INTEGER NOT NULL,    -- where the words would stand now
    decision TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'placed', 'dropped')),  -- '': still open
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE samples (               -- transcripts drawn for double coding, before results exist
    id TEXT PRIMARY KEY, fraction REAL NOT NULL, seed INTEGER NOT NULL,
    stratify TEXT NOT NULL DEFAULT '',                   -- the attribute, if any
    drawn_from INTEGER NOT NULL,                         -- how many transcripts there were
    transcripts TEXT NOT NULL CHECK (json_valid(transcripts)),  -- ids of those drawn
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE alignments (            -- which code of one pass stands for which code of another
    id TEXT PRIMARY KEY, a_pass_id TEXT NOT NULL REFERENCES passes (id),
    b_pass_id TEXT NOT NULL REFERENCES passes (id),
    a_code_id TEXT NOT NULL REFERENCES codes (id), b_code_id TEXT NOT NULL REFERENCES codes (id),
    relation TEXT NOT NULL CHECK (relation IN ('same', 'renamed', 'split', 'merged')),
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_alignment_per_pair
    ON alignments (a_pass_id, b_pass_id, a_code_id, b_code_id) WHERE deleted_at IS NULL;
CREATE TABLE reconciliations (       -- which passes a consensus pass agrees
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    source_id TEXT NOT NULL REFERENCES passes (id), position INTEGER NOT NULL,
    deleted_at TEXT) STRICT;
CREATE TABLE decisions (             -- a recorded answer to one disagreement
    id TEXT PRIMARY KEY,
    pass_id TEXT NOT NULL REFERENCES passes (id),        -- the consensus pass
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    code_id TEXT NOT NULL REFERENCES codes (id),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    kind TEXT NOT NULL, decision TEXT NOT NULL CHECK
        (decision IN ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'both', 'neither', 'edit', 'defer')),
    edited_start_char INTEGER, edited_end_char INTEGER,  -- the span an 'edit' gave it
    reason TEXT NOT NULL DEFAULT '', decided_by TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_decision_per_disagreement
    ON decisions (pass_id, transcript_id, code_id, start_char, end_char) WHERE deleted_at IS NULL;

"""
