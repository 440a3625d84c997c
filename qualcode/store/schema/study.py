"""The study and who takes part in it: tables of settings, questions, coders, participants."""

from __future__ import annotations

from typing import Final

STUDY: Final = """\
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

"""
