"""States of the study that several parts begin from, each made once for all workers."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import pytest

from acceptance import states

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acceptance.desk import Desk


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where states are kept; workers of one run share it."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "voices"


@pytest.fixture
def at(shelf: Path, tmp_path: Path) -> Callable[[str], Desk]:
    """A desk with a copy of the named state on it, to do with as one likes."""
    number = count(1)
    return lambda name: states.at(shelf, name, tmp_path / f"{name.replace(' ', '-')}-{next(number)}")
