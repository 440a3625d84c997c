"""Notes, comments and descriptions of a project file as memos, each about what it was written on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.exchange.refi.calibrating import is_named_after
from qualcode.exchange.refi.codebook import one_line
from qualcode.exchange.refi.texts import words_of
from qualcode.transcripts import addresses, library
from qualcode.transcripts.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.exchange.refi.archive import ProjectArchive
    from qualcode.exchange.refi.parts import FileNote, FileSet, ProjectFile, Selection
    from qualcode.exchange.refi.people import Arrived
    from qualcode.exchange.refi.users import Users
    from qualcode.spans import Span
    from qualcode.store.actions import Action

_COLUMNS: Final = ("about_table", "about_id", "kind", "coder_id", "body", "created_at")


class Known(NamedTuple):
    """What memos may be about, by GUID of the file: ids of codes, of transcripts, of codings."""

    codes: Mapping[str, str]
    arrived: Sequence[Arrived]
    codings: Mapping[str, str]


class _Memo(NamedTuple):
    body: str
    user: str
    at: str
    about: tuple[str, str] | None = None


class Memos:
    """Gathers everything that people wrote beside the texts, and writes it as memos."""

    def __init__(self, importing: Action, archive: ProjectArchive, found: ProjectFile, known: Known) -> None:
        self._importing, self._archive, self._found, self._known = importing, archive, found, known
        self._about: dict[str, tuple[str, str]] = {guid: ("codes", one) for guid, one in known.codes.items()}
        self._about |= {guid: ("transcripts", one.id) for one in known.arrived for guid in one.text.guids}
        self._about |= {guid: ("codings", one) for guid, one in known.codings.items()}
        self._bare = {
            selection.guid: (one, selection)
            for one in known.arrived
            for selection in one.text.source.selections
            if selection.guid not in known.codings
        }

    def write(self, users: Users, code_names: Mapping[str, str]) -> int:
        """Write all of them; returns how many."""
        gathered = [
            *self._on_the_study(),
            *self._on_texts(),
            *self._on_selections(),
            *(memo for one in self._found.sets if (memo := _of_set(one, code_names))),
            *self._notes(),
        ]
        moment, acting = self._importing.project.now(), self._importing.coder_id
        rows = [
            (*(memo.about or (None, None)), "analytic", self._author(users, memo.user) or acting, body, at)
            for memo in gathered
            if (body := normalise(memo.body).strip())
            for at in [memo.at or moment]
        ]
        self._importing.add_rows("memos", _COLUMNS, rows)
        return len(rows)

    def _author(self, users: Users, guid: str) -> str | None:
        name = users.name(guid)
        return None if name is None else self._importing.coder(name)

    def _on_the_study(self) -> Iterator[_Memo]:
        yield _Memo(self._found.description, self._found.creator, "")
        for name, description in self._found.variables.values():
            yield _Memo(description and f"{name}: {description}", self._found.creator, "")
        for case in self._found.cases:
            yield _Memo(case.description and f"{case.name}: {case.description}".lstrip(": "), "", "")

    def _on_texts(self) -> Iterator[_Memo]:
        for one in self._known.arrived:
            source = one.text.source
            yield _Memo(source.description, source.user, source.at, ("transcripts", one.id))

    def _on_selections(self) -> Iterator[_Memo]:
        """Comments on stretches; and titles, where a program lets people name a quotation."""
        titled = "atlas" in self._found.origin.casefold()
        for one in self._known.arrived:
            for selection in one.text.source.selections:
                span = one.text.span(selection)
                words = one.text.counted.text[slice(*span)] if span else ""
                named = bool(selection.name) and not is_named_after(selection.name, words)
                title = selection.name if titled and named else ""
                if title or selection.description:
                    body = "\n".join(filter(None, (title, selection.description)))
                    yield self._about_stretch(one, selection, span, _Memo(body, selection.user, selection.at))
                elif named:
                    self._found.left_out["names of selections that are not their words"] += 1

    def _about_stretch(self, one: Arrived, selection: Selection, span: Span | None, memo: _Memo) -> _Memo:
        """A memo on the coding of a stretch; where it is not coded, on the transcript, with the address."""
        coding_id = self._known.codings.get(selection.guid)
        if coding_id is not None:
            return memo._replace(about=("codings", coding_id))
        where = f"at {selection.start}-{selection.end}, which is no stretch of the text"
        if span is not None:
            units = library.units(self._importing.project, one.id)
            where = addresses.address(one.name, *span, units)
        return memo._replace(body=f"{where}: {memo.body}", about=("transcripts", one.id))

    def _notes(self) -> Iterator[_Memo]:
        referred = self._references()
        for note in self._found.notes:
            body = self._body(note)
            memo = _Memo(body, note.user, note.at)
            targets = list(dict.fromkeys(referred.get(note.guid, ())))
            for target in targets:
                if target in self._bare:
                    one, selection = self._bare[target]
                    yield self._about_stretch(one, selection, one.text.span(selection), memo)
                else:
                    yield memo._replace(about=self._about[target])
            if not targets:
                yield memo

    def _body(self, note: FileNote) -> str:
        read = words_of(self._archive, note.words, note.name or "memo")
        if read.fault and (note.words.path or note.words.rich):
            self._found.left_out["memos without their text"] += 1
        parts = (one_line(note.name, ""), note.description, read.raw)
        return "\n".join(part for part in parts if part.strip())

    def _references(self) -> dict[str, list[str]]:
        """GUIDs of what each note is on: referred to from there, or tied to it by a link."""
        notes = {note.guid for note in self._found.notes}
        pairs = [(note, code.guid) for code in self._found.codes for note in code.notes]
        for one in self._known.arrived:
            source = one.text.source
            pairs += [(note, one.text.guids[0]) for note in source.notes]
            for selection in source.selections:
                pairs += [(note, selection.guid) for note in selection.notes]
                pairs += [(note, coding.guid) for coding in selection.codings for note in coding.notes]
            pairs += [(note, coding.guid) for coding in source.codings for note in coding.notes]
        for link in self._found.links:
            ends = (link.origin, link.target)
            tied = ends if link.origin in notes else ends[::-1]
            if tied[0] in notes and (tied[1] in self._about or tied[1] in self._bare):
                pairs.append(tied)
            else:
                self._found.left_out["links"] += 1
        found: dict[str, list[str]] = {}
        for note, target in pairs:
            if target in self._about or target in self._bare:
                found.setdefault(note, []).append(target)
        return found


def _of_set(one: FileSet, code_names: Mapping[str, str]) -> _Memo | None:
    """A set of codes has no place of its own here: its members are written down."""
    members = [code_names[guid] for guid in one.codes if guid in code_names]
    if not members and not one.description:
        return None
    listed = f": {', '.join(members)}" if members else ""
    return _Memo("\n".join(filter(None, (f"Set {one_line(one.name)}{listed}", one.description))), "", "")
