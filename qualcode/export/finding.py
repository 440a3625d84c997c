"""What a check of a report finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule; `where` names the thing (`q3`, `c1`, a theme), `waived` holds the author's reason.

    The message says what to do, and never repeats a participant's words.
    """

    rule: str
    level: Level
    where: str
    message: str
    waived: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object; `waived` is a yes or no there, the reason stands beside it."""
        return {**asdict(self), "waived": bool(self.waived), "reason": self.waived}
