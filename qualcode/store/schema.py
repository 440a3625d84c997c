"""The tables of a project file, as commented SQL. `docs/schema.md` is made from this text.

One table per noun, plural, STRICT; every id is a UUID made once; nothing is ever deleted, only retired
(`deleted_at`). Positions are half-open Unicode code points into a text that never changes.
"""

from __future__ import annotations

from typing import Final

EMOJI: Final = "".join(map(chr, (*range(0x1F321, 0x1F800), *range(0x1F900, 0x1FB00))))
"""Signs that the tokenizer's table is too old to know: without this a word would swallow the one after it."""

SCHEMA: Final = """
-- the study
CREATE TABLE settings (              -- title, approach, coder: one row each
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT;
CREATE TABLE questions (             -- the research questions, Q1, Q2, ...
    id TEXT PRIMARY KEY, label TEXT NOT NULL, wording TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;

-- who
CREATE TABLE coders (                -- who codes
    id TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('human', 'machine')),
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE TABLE participants (          -- who is studied; an id is never used again
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,            -- 'P3', never a real name
    created_at TEXT NOT NULL, withdrawn_at TEXT, deleted_at TEXT) STRICT;
CREATE TABLE attributes (            -- a fact about a participant
    id TEXT PRIMARY KEY, participant_id TEXT NOT NULL REFERENCES participants (id),
    name TEXT NOT NULL, value TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;
CREATE UNIQUE INDEX one_live_value_per_attribute
    ON attributes (participant_id, name COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE TABLE criteria (              -- what makes somebody eligible: recovery_months >= 12
    id TEXT PRIMARY KEY, attribute TEXT NOT NULL,
    relation TEXT NOT NULL CHECK (relation IN ('>=', '<=', '!=', '=', '>', '<')), value TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;

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
    kind TEXT NOT NULL CHECK (kind IN ('omit', 'insert')),
    start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    inserted TEXT NOT NULL DEFAULT '',
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

-- protection
CREATE TABLE protecting (            -- has a row only while words are replaced or erased, within one action
    reason TEXT PRIMARY KEY CHECK (reason IN ('de-identified', 'withdrawn'))) STRICT;
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
CREATE TABLE reseals (               -- a seal made anew because words under it were replaced or erased
    id TEXT PRIMARY KEY, pass_id TEXT NOT NULL REFERENCES passes (id),
    reason TEXT NOT NULL CHECK (reason IN ('de-identified', 'withdrawn')),
    former_seal TEXT NOT NULL, seal TEXT NOT NULL,
    created_at TEXT NOT NULL, deleted_at TEXT) STRICT;

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

-- what can never happen (but for words that are replaced or erased on request: see `protecting`)
CREATE TRIGGER transcript_text_never_changes BEFORE UPDATE OF text ON transcripts
    WHEN NEW.text IS NOT OLD.text AND NEW.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'a transcript''s text never changes'); END;
CREATE TRIGGER turn_never_moves BEFORE UPDATE OF start_char, end_char ON turns
    WHEN NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'a turn never moves'); END;
CREATE TRIGGER units_never_change BEFORE UPDATE ON segments
    WHEN NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'the numbered units of a transcript never change'); END;
CREATE TRIGGER memo_body_never_changes BEFORE UPDATE OF body ON memos
    WHEN NEW.body <> '' AND NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'a memo is a dated entry: write one that replaces it'); END;
CREATE TRIGGER coding_stays_inside BEFORE INSERT ON codings
    WHEN NEW.end_char > (SELECT length FROM transcripts WHERE id = NEW.transcript_id)
    BEGIN SELECT RAISE(ABORT, 'the span runs past the end of the transcript'); END;
CREATE TRIGGER quote_stays_inside BEFORE INSERT ON quotes
    WHEN NEW.end_char > (SELECT length FROM transcripts WHERE id = NEW.transcript_id)
    BEGIN SELECT RAISE(ABORT, 'the span runs past the end of the transcript'); END;
CREATE TRIGGER coding_never_moves
    BEFORE UPDATE OF pass_id, transcript_id, code_id, start_char, end_char ON codings
    WHEN NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'a coding never moves: take it off and apply a new one'); END;
CREATE TRIGGER sealed_pass_takes_none BEFORE INSERT ON codings
    WHEN (SELECT sealed_at FROM passes WHERE id = NEW.pass_id) IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'this pass is sealed'); END;
CREATE TRIGGER sealed_pass_loses_none BEFORE UPDATE OF deleted_at ON codings
    WHEN (SELECT sealed_at FROM passes WHERE id = OLD.pass_id) IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'this pass is sealed'); END;
CREATE TRIGGER withheld_is_not_coded BEFORE INSERT ON codings
    WHEN EXISTS (SELECT 1 FROM withheld w WHERE w.transcript_id = NEW.transcript_id AND w.deleted_at IS NULL
        AND w.start_char < NEW.end_char AND NEW.start_char < w.end_char)
    BEGIN SELECT RAISE(ABORT, 'the participant withholds this passage'); END;
CREATE TRIGGER withheld_is_not_quoted BEFORE INSERT ON quotes
    WHEN EXISTS (SELECT 1 FROM withheld w WHERE w.transcript_id = NEW.transcript_id AND w.deleted_at IS NULL
        AND w.start_char < NEW.end_char AND NEW.start_char < w.end_char)
    BEGIN SELECT RAISE(ABORT, 'the participant withholds this passage'); END;
CREATE TRIGGER stopped_is_not_coded BEFORE INSERT ON codings     -- what was coded before may be agreed on
    WHEN NEW.origin <> 'consensus' AND EXISTS (
        SELECT 1 FROM withdrawals w JOIN transcripts t ON t.participant_id = w.participant_id
        WHERE t.id = NEW.transcript_id AND w.mode = 'stop' AND w.deleted_at IS NULL
        AND w.created_at <= NEW.created_at)
    BEGIN SELECT RAISE(ABORT, 'the participant withdrew, so nothing new is coded'); END;
CREATE TRIGGER stopped_is_not_quoted BEFORE INSERT ON quotes
    WHEN EXISTS (SELECT 1 FROM withdrawals w JOIN transcripts t ON t.participant_id = w.participant_id
        WHERE t.id = NEW.transcript_id AND w.mode = 'stop' AND w.deleted_at IS NULL)
    BEGIN SELECT RAISE(ABORT, 'the participant withdrew, so nothing new is quoted'); END;
CREATE TRIGGER suggestion_stays_inside BEFORE INSERT ON suggestions
    WHEN NEW.end_char > (SELECT length FROM transcripts WHERE id = NEW.transcript_id)
    BEGIN SELECT RAISE(ABORT, 'the span runs past the end of the transcript'); END;
CREATE TRIGGER suggestion_never_changes BEFORE UPDATE OF
    run_id, pass_id, transcript_id, code_id, start_char, end_char, score ON suggestions
    WHEN NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'a suggestion never changes: decide it'); END;
CREATE TRIGGER no_coding_by_machine BEFORE INSERT ON codings
    WHEN NEW.origin = 'suggestion' AND NEW.suggestion_id IS NULL
    BEGIN SELECT RAISE(ABORT, 'a coding from a suggestion names the suggestion'); END;
CREATE TRIGGER coding_is_never_deleted BEFORE DELETE ON codings
    WHEN NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'a coding is retired, never deleted'); END;
CREATE TRIGGER seal_is_final BEFORE UPDATE OF sealed_at, seal ON passes
    WHEN OLD.sealed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM protecting)
    BEGIN SELECT RAISE(ABORT, 'this pass is sealed'); END;
CREATE TRIGGER actions_stay BEFORE UPDATE ON actions
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER actions_remain BEFORE DELETE ON actions
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER changes_stay BEFORE UPDATE ON changes     -- content may be erased, the fact may not
    WHEN NEW.erased_at IS NULL OR NEW.before IS NOT NULL OR NEW.after IS NOT NULL
      OR NEW.action_seq <> OLD.action_seq OR NEW.table_name <> OLD.table_name
      OR NEW.row_id <> OLD.row_id OR NEW.kind <> OLD.kind
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER changes_remain BEFORE DELETE ON changes
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- how it is read
CREATE VIEW code_now AS              -- every code and the live code it was merged into (itself, mostly)
    WITH RECURSIVE chain (code_id, now_id) AS (
        SELECT id, id FROM codes WHERE merged_into_id IS NULL
        UNION ALL
        SELECT c.id, chain.now_id FROM codes c JOIN chain ON c.merged_into_id = chain.code_id)
    SELECT code_id, now_id FROM chain;
CREATE VIEW quotations AS            -- the words under every coding, always computed
    SELECT k.id AS coding_id, k.pass_id, k.transcript_id, n.now_id AS code_id,
           k.start_char, k.end_char,
           substr(t.text, k.start_char + 1, k.end_char - k.start_char) AS quotation
    FROM codings k JOIN code_now n ON n.code_id = k.code_id
                   JOIN transcripts t ON t.id = k.transcript_id
    WHERE k.deleted_at IS NULL AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL;
"""
"""The schema of a new project, in one text, so that a researcher can read it beside the file."""
