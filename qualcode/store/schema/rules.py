"""What can never happen, as triggers, and how the tables are read, as views."""

from __future__ import annotations

from typing import Final

RULES: Final = """\
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
