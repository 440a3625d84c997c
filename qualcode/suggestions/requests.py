"""What is asked of `suggest`: its options, and which of them go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from qualcode.errors import UsageError

MethodName = Literal["definitions", "examples", "search", "model"]

_WITH_SHARE: Final = frozenset({"definitions", "search"})


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: the options of `qualcode suggest`.

    Attributes:
        pass_name: For which pass; None: the only open one.
        method: Which proposes.
        codes: Names of the codes to propose; empty: all.
        transcripts: Names of the transcripts to go through; empty: all that the pass was given.
        query: For `search`.
        sources: For `examples`, names of the passes to learn from; empty: the pass itself.
        share: For `definitions` and `search`, the part of a transcript's sentences that may get a suggestion.
        dry_run: Say how many there would be and what may be expected of them, and keep nothing.
    """

    pass_name: str | None = None
    method: MethodName = "definitions"
    codes: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    query: str = ""
    sources: tuple[str, ...] = ()
    share: float | None = None
    dry_run: bool = False


def check(request: Request) -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: a query, passes to learn from or a share go with another method; no share; no query; or a
            language model would be asked for nothing.
    """
    if request.dry_run and request.method == "model":
        raise UsageError(
            "A language model is not asked without keeping what it says.", "Leave --dry-run out."
        )
    if (request.method == "search") != bool(request.query):
        raise UsageError(
            "A query goes with the method `search`, and `search` needs one.",
            'As in: qualcode suggest --method search --query "phone*" --code "lost phones"',
        )
    if request.sources and request.method != "examples":
        raise UsageError("Only the method `examples` learns from passes.", "Add --method examples.")
    if request.share is not None and (request.method not in _WITH_SHARE or not 0 < request.share <= 1):
        raise UsageError(
            "A share is above 0 and at most 1, and goes with the methods `definitions` and `search`.",
            "As in: --share 0.15",
        )
