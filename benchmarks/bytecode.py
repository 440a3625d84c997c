"""Programs run compiled, as installed ones do, even where the environment forbids to write bytecode."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def compiled() -> dict[str, str]:
    """An environment in which Python keeps what it compiled."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), "qualcode-bytecode"))}
