"""The tables of a project file, as commented SQL. `docs/schema.md` is made from this text.

One table per noun, plural, STRICT; every id is a UUID made once; nothing is ever deleted, only retired
(`deleted_at`). Positions are half-open Unicode code points into a text that never changes.
"""

from __future__ import annotations

from typing import Final

from qualcode.store.schema.coding import CODING
from qualcode.store.schema.kept import KEPT
from qualcode.store.schema.meaning import MEANING
from qualcode.store.schema.rules import RULES
from qualcode.store.schema.said import SAID
from qualcode.store.schema.study import STUDY

EMOJI: Final = "".join(map(chr, (*range(0x1F321, 0x1F800), *range(0x1F900, 0x1FB00))))
"""Signs that the tokenizer's table is too old to know: without this a word would swallow the one after it."""

SCHEMA: Final = f"\n{STUDY}{SAID}{CODING}{MEANING}{KEPT}{RULES}"
"""The schema of a new project, in one text, so that a researcher can read it beside the file."""
