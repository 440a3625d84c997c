"""The description of a project (project.qde) as parts; what has no place here is counted by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.exchange.refi import elements
from qualcode.exchange.refi.codebook import read_codes
from qualcode.exchange.refi.elements import child, children, guid, kind, moment, said, targets
from qualcode.exchange.refi.parts import (
    FileCase,
    FileCoding,
    FileNote,
    FileSet,
    FileUser,
    Link,
    ProjectFile,
    Selection,
    TextSource,
    Words,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    from qualcode.exchange.refi.parts import FileCode

_CONTAINERS: Final = {
    "PictureSource": ("pictures", "TextDescription"),
    "PDFSource": ("PDF pages", "Representation"),
    "AudioSource": ("recordings", "Transcript"),
    "VideoSource": ("recordings", "Transcript"),
}
"""What a source is that is not text, and the element that holds its text."""

_REGIONS: Final = {
    "PictureSelection": "regions of pictures",
    "PDFSelection": "regions of PDF pages",
    "AudioSelection": "stretches of recordings",
    "VideoSelection": "stretches of recordings",
}


def read_project(root: _Element) -> ProjectFile:
    """What a project file holds."""
    found = ProjectFile(
        name=str(root.get("name") or "").strip(),
        origin=str(root.get("origin") or "").strip(),
        creator=guid(root, "creatingUserGUID"),
        description=said(root, "Description"),
        notes_on_all=targets(root, "NoteRef"),
    )
    found.users = [
        FileUser(guid(one), str(one.get("name") or "").strip(), str(one.get("id") or "").strip())
        for one in children(child(root, "Users"), "User")
    ]
    found.codes = read_project_codes(root)
    found.variables = {
        guid(one): (str(one.get("name") or "").strip(), said(one, "Description"))
        for one in children(child(root, "Variables"), "Variable")
    }
    _read_cases(root, found)
    _read_sources(root, found)
    found.notes = [_note(one, found) for one in children(child(root, "Notes"), "Note")]
    found.links = [
        Link(guid(one, "originGUID"), guid(one, "targetGUID"))
        for one in children(child(root, "Links"), "Link")
    ]
    found.sets = [_set(one) for one in children(child(root, "Sets"), "Set")]
    found.left_out["empty sets"] += sum(
        not (one.codes or one.sources or one.description) for one in found.sets
    )
    found.left_out["members of sets that are memos"] += sum(len(one.notes) for one in found.sets)
    found.left_out["graphs"] += len(list(children(child(root, "Graphs"), "Graph")))
    return found


def read_project_codes(root: _Element) -> list[FileCode]:
    """The codebook of a project."""
    return read_codes(child(child(root, "CodeBook"), "Codes"))


def _read_cases(root: _Element, found: ProjectFile) -> None:
    for one in children(child(root, "Cases"), "Case"):
        found.left_out["passages of cases"] += len(targets(one, "SelectionRef"))
        found.left_out["codes that stand for cases"] += len(targets(one, "CodeRef"))
        name = str(one.get("name") or "").strip()
        sources = targets(one, "SourceRef")
        found.cases.append(FileCase(guid(one), name, said(one, "Description"), _values(one), sources))


def _read_sources(root: _Element, found: ProjectFile) -> None:
    for element in children(child(root, "Sources")):
        if kind(element) == "TextSource":
            found.texts.append(_text(element, "text", ""))
        elif kind(element) in _CONTAINERS:
            _read_container(element, found)
        else:
            found.left_out[f"sources of an unknown kind ({kind(element)})"] += 1


def _read_container(element: _Element, found: ProjectFile) -> None:
    """The text of a PDF, a picture or a recording; its regions, where they are not in the text as well."""
    what, text_in = _CONTAINERS[kind(element)]
    found.left_out[what] += 1
    found.left_out[f"codings of whole {what}"] += len(list(children(element, "Coding")))
    found.left_out[f"memos on {what}"] += len(targets(element, "NoteRef"))
    texts = [_text(one, what, guid(element)) for one in children(element, text_in)]
    found.left_out["times in transcripts"] += sum(
        len(list(children(one, "SyncPoint"))) for one in children(element, "Transcript")
    )
    in_text = {one.guid for text in texts for one in text.selections}
    for region in children(element, *_REGIONS):
        if guid(region) not in in_text:
            found.left_out[_REGIONS[kind(region)]] += 1
            codings = len(list(children(region, "Coding")))
            found.left_out[f"codings on {_REGIONS[kind(region)]}"] += codings
    found.texts.extend(_named_after(one, element) for one in texts)


def _named_after(text: TextSource, container: _Element) -> TextSource:
    from dataclasses import replace

    name = str(container.get("name") or "").strip() or text.name
    return replace(text, name=name, values=text.values + _values(container))


def _text(element: _Element, what: str, container: str) -> TextSource:
    points = {guid(one): elements.number(one, "position") for one in children(element, "SyncPoint")}
    return TextSource(
        guid=guid(element),
        name=str(element.get("name") or "").strip(),
        what=what,
        container=container,
        words=_words(element),
        description=said(element, "Description"),
        user=guid(element, "creatingUser"),
        at=moment(element),
        selections=tuple(
            _selection(one, points) for one in children(element, "PlainTextSelection", "TranscriptSelection")
        ),
        codings=_codings(element),
        notes=targets(element, "NoteRef"),
        values=_values(element),
    )


def _words(element: _Element) -> Words:
    inline = child(element, "PlainTextContent")
    path, rich = (str(element.get(name) or "").strip() for name in ("plainTextPath", "richTextPath"))
    return Words(None if inline is None else inline.text or "", path, rich)


def _selection(element: _Element, points: dict[str, int | None]) -> Selection:
    """A stretch by its positions; in a transcript of a recording by the points at which it is tied to it."""
    if kind(element) == "TranscriptSelection":
        start, end = (points.get(guid(element, name)) for name in ("fromSyncPoint", "toSyncPoint"))
    else:
        start, end = (elements.number(element, name) for name in ("startPosition", "endPosition"))
    return Selection(
        guid(element),
        str(element.get("name") or "").strip(),
        start,
        end,
        guid(element, "creatingUser"),
        moment(element),
        said(element, "Description"),
        _codings(element),
        targets(element, "NoteRef"),
    )


def _codings(element: _Element) -> tuple[FileCoding, ...]:
    return tuple(
        FileCoding(
            guid(one),
            next(iter(targets(one, "CodeRef")), ""),
            guid(one, "creatingUser"),
            moment(one),
            targets(one, "NoteRef"),
        )
        for one in children(element, "Coding")
    )


def _values(element: _Element) -> tuple[tuple[str, str], ...]:
    found = []
    for one in children(element, "VariableValue"):
        about = next(iter(targets(one, "VariableRef")), "")
        value = next((held.text for held in children(one) if kind(held) != "VariableRef"), None)
        found.append((about, " ".join((value or "").split())))
    return tuple(found)


def _note(element: _Element, found: ProjectFile) -> FileNote:
    coded = len(list(children(element, "PlainTextSelection"))) + len(list(children(element, "Coding")))
    found.left_out["codings in memos"] += coded
    return FileNote(
        guid(element),
        str(element.get("name") or "").strip(),
        _words(element),
        said(element, "Description"),
        guid(element, "creatingUser"),
        moment(element),
    )


def _set(element: _Element) -> FileSet:
    return FileSet(
        str(element.get("name") or "").strip(),
        said(element, "Description"),
        targets(element, "MemberCode"),
        targets(element, "MemberSource"),
        targets(element, "MemberNote"),
    )
