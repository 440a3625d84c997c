"""Users of the other program become coders, and what each of them coded a pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.exchange.refi.codebook import one_line

if TYPE_CHECKING:
    from qualcode.exchange.refi.parts import FileCoding, FileUser, ProjectFile, Selection

UNKNOWN: Final = "unknown"
"""Whose codings are those of nobody named in the file."""


class Coder(NamedTuple):
    """Who coded, and the pass that their codings go into."""

    name: str
    pass_name: str


class Users:
    """Who did what, by GUID; the same person may have several, so that names decide.

    Args:
        found: The file.
        by_selection: Take whoever made the selection for the coder, not whoever applied the code: some
            programs write different people there.
    """

    def __init__(self, found: ProjectFile, *, by_selection: bool = False) -> None:
        own = found.origin.casefold().startswith("qualcode")
        self._by_selection = by_selection
        self._coders = {user.guid: _coder(user, own) for user in found.users}
        names = {coder.name.casefold() for coder in self._coders.values()}
        only = next(iter(self._coders.values()), None) if len(names) == 1 else None
        self._otherwise = only or Coder(UNKNOWN, UNKNOWN)

    def of_coding(self, coding: FileCoding, selection: Selection | None) -> Coder:
        """Whose a coding is."""
        named = [coding.user, selection.user if selection else ""]
        guid = next(filter(None, named[::-1] if self._by_selection else named), "")
        return self._coders.get(guid, Coder(UNKNOWN, UNKNOWN) if guid else self._otherwise)

    def name(self, guid: str) -> str | None:
        """The name behind a GUID, None where the file does not say."""
        known = self._coders.get(guid)
        return None if known is None else known.name

    @property
    def names(self) -> list[str]:
        """Everybody named in the file, each once."""
        return list({coder.name.casefold(): coder.name for coder in self._coders.values()}.values())


def _coder(user: FileUser, own: bool) -> Coder:
    """A user as coder; our own files name a pass in `id`, and behind the name of a coder with several."""
    name = one_line(user.name or user.short, UNKNOWN)
    if not own or not user.short:
        return Coder(name, name)
    pass_name = one_line(user.short)
    return Coder(name.removesuffix(f" ({pass_name})"), pass_name)
