"""Search in memos: the same queries as in transcripts, each hit with what the memo is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.passes import memos
from qualcode.transcripts.search import patience, words_after, words_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.passes.memos import Memo
    from qualcode.store.project import Project
    from qualcode.transcripts.finders import Finder


class MemoHit(NamedTuple):
    """One place found; offsets into the memo (code points, half-open), context from the same memo."""

    memo: Memo
    start_char: int
    end_char: int
    match: str
    before: str
    after: str

    @property
    def heading(self) -> str:
        """Its number and kind, and what it is about."""
        about = self.memo.about
        on = f"  on {about.what} {about.name}" if about else ""
        return f"memo {self.memo.number}  {self.memo.kind}{on}"

    def as_dict(self) -> dict[str, Any]:
        """The keys of a hit in a transcript, and whose memo it is."""
        about = self.memo.about
        return {
            "kind": "memo",
            "transcript": None,
            "address": None,
            **{key: getattr(self, key) for key in ("start_char", "end_char")},
            "speaker": None,
            "role": None,
            **{key: getattr(self, key) for key in ("match", "before", "after")},
            "memo": self.memo.number,
            "memo_kind": self.memo.kind,
            "on": {"what": about.what, "name": about.name} if about else None,
        }


def search(project: Project, finder: Finder, context: int = 60) -> Iterator[MemoHit]:
    """Every place found in memos, in the order of their writing.

    While a coder's pass is open, memos on the codings of other passes are left out, as their codings are.

    Args:
        project: Where to look.
        finder: One that does not rest on the index, which knows no memos.
        context: How many characters of the memo to show on each side, cut between words.

    Raises:
        PatternTooSlow: a pattern takes too long.
    """
    for memo in memos.memos(project):
        text = memo.text
        with patience(f"memo {memo.number}", finder):
            spans = finder.find(text)
        for start, end in spans:
            yield MemoHit(
                memo,
                start,
                end,
                text[start:end],
                words_before(text, 0, start, context),
                words_after(text, end, len(text), context),
            )
