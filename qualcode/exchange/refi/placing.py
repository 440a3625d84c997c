"""Codings of a project file, each in the pass of whoever made it; what cannot be placed is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualcode.exchange.refi.result import ImportedPass, NotPlaced
from qualcode.passes import coding, passes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.exchange.refi.parts import FileCoding, Selection
    from qualcode.exchange.refi.people import Arrived
    from qualcode.exchange.refi.users import Coder, Users
    from qualcode.spans import Span
    from qualcode.store.actions import Action

_Key = tuple[str, str, int, int]
"""Transcript, code, start and end of a coding: in one pass it stands once."""


class Meant(NamedTuple):
    """A coding as the file has it: on a selection, or on all of a text where there is none."""

    arrived: Arrived
    selection: Selection | None
    coding: FileCoding


class Placing:
    """Codings on their way into passes.

    Attributes:
        unplaced: What stands nowhere.
        repeated: How many stood there again, by the same coder.
        whole: How many were on a text as a whole, and are now on all of it.
        in_text: How many came in, by transcript id.
        ids: Id of the coding that a coding or a selection of the file became, by its GUID.
    """

    def __init__(self, importing: Action, codes: Mapping[str, str], users: Users) -> None:
        self._importing, self._codes, self._users = importing, codes, users
        self.unplaced: list[NotPlaced] = []
        self.repeated = self.whole = 0
        self.in_text: dict[str, int] = {}
        self.ids: dict[str, str] = {}

    def bring(self, arrived: Sequence[Arrived]) -> list[ImportedPass]:
        """Write all codings, a pass for each coder in the order in which they first appear."""
        gathered: dict[str, tuple[Coder, dict[_Key, list[Meant]]]] = {}
        for meant in _every(arrived):
            key = self._key(meant)
            if key is None:
                continue
            coder = self._users.of_coding(meant.coding, meant.selection)
            theirs = gathered.setdefault(coder.pass_name.casefold(), (coder, {}))[1]
            self.repeated += key in theirs
            theirs.setdefault(key, []).append(meant)
        return [self._write(coder, theirs) for coder, theirs in gathered.values()]

    def _write(self, coder: Coder, theirs: Mapping[_Key, Sequence[Meant]]) -> ImportedPass:
        coder_id = self._importing.coder(coder.name)
        pass_id = passes.open_pass(self._importing, coder.pass_name, coder_id, "independent", "imported")
        keys = sorted(theirs)  # rows side by side in the index are written several times faster
        moments = [theirs[key][0].coding.at for key in keys]
        ids = coding.add_codings(self._importing, pass_id, [(*key, "") for key in keys], "import", moments)
        for key, coding_id in zip(keys, ids, strict=True):
            for meant in theirs[key]:
                self.ids.setdefault(meant.coding.guid, coding_id)
                if meant.selection is not None:
                    self.ids.setdefault(meant.selection.guid, coding_id)
        for key in keys:
            self.in_text[key[0]] = self.in_text.get(key[0], 0) + 1
        return ImportedPass(coder.pass_name, coder.name, len({key[0] for key in keys}), len(keys))

    def _key(self, meant: Meant) -> _Key | None:
        code_id = self._codes.get(meant.coding.code)
        span = self._span(meant)
        if code_id is not None and span is not None:
            return (meant.arrived.id, code_id, *span)
        length = len(meant.arrived.text.counted.text)
        reason = f"That is no stretch of the text, which has {length} characters."
        self._refuse(meant, reason if span is None else "Its code is not in the file's codebook.")
        return None

    def _span(self, meant: Meant) -> Span | None:
        if meant.selection is not None:
            return meant.arrived.text.span(meant.selection)
        self.whole += 1
        return 0, len(meant.arrived.text.counted.text)

    def _refuse(self, meant: Meant, reason: str) -> None:
        start, end = (meant.selection.start, meant.selection.end) if meant.selection else (None, None)
        self.unplaced.append(NotPlaced(meant.arrived.name, start, end, reason))


def _every(arrived: Sequence[Arrived]) -> Iterator[Meant]:
    for one in arrived:
        for selection in one.text.source.selections:
            for applied in selection.codings:
                yield Meant(one, selection, applied)
        for applied in one.text.source.codings:
            yield Meant(one, None, applied)
