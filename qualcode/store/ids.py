"""Ids made once and the clock, both replaceable in tests."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime


def new_ids(count: int) -> list[str]:
    """Fresh UUIDs, version 7 (RFC 9562): sorted by time, so that bulk rows land side by side."""
    stamp = f"{time.time_ns() // 1_000_000:012x}"
    noise = os.urandom(10 * count).hex()
    head = f"{stamp[:8]}-{stamp[8:]}-7"
    return [
        f"{head}{noise[i : i + 3]}-a{noise[i + 3 : i + 6]}-{noise[i + 6 : i + 18]}"
        for i in range(0, 20 * count, 20)
    ]


def now() -> str:
    """The time in UTC, ISO 8601, to the microsecond so that order survives sorting."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
