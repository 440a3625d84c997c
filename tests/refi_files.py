"""Project files of other programs, small and written out in the test that needs them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from uuid import NAMESPACE_DNS, uuid5
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def guid(name: str) -> str:
    """The GUID that a name has in these tests."""
    return str(uuid5(NAMESPACE_DNS, name))


def users(*names: str) -> str:
    """Users by name."""
    return "".join(f'<User guid="{guid(name)}" name={quoteattr(name)}/>' for name in names)


def code(name: str, inside: str = "", **attributes: str) -> str:
    """A code with what stands in it."""
    more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f'<Code guid="{guid(name)}" name={quoteattr(name)} isCodable="true"{more}>{inside}</Code>'


def coding(of: str, user: str = "Ann") -> str:
    """A coding; its GUID is that of the code and `coding`."""
    made = 'creationDateTime="2024-05-06T07:08:09Z"'
    return (
        f'<Coding guid="{guid(f"coding {of} {user}")}" creatingUser="{guid(user)}" {made}>'
        f'<CodeRef targetGUID="{guid(of)}"/></Coding>'
    )


def selection(start: int, end: int, inside: str = "", name: str = "", user: str = "Ann") -> str:
    """A stretch of text."""
    return (
        f'<PlainTextSelection guid="{guid(f"{start}-{end} {user}")}" name={quoteattr(name)}'
        f' startPosition="{start}" endPosition="{end}" creatingUser="{guid(user)}">'
        f"{inside}</PlainTextSelection>"
    )


def refs(kind: str, *names: str) -> str:
    """References to things by the names that their GUIDs have."""
    return "".join(f'<{kind} targetGUID="{guid(name)}"/>' for name in names)


def group(name: str, inside: str) -> str:
    """A set."""
    return f'<Set guid="{guid(f"set {name}")}" name={quoteattr(name)}>{inside}</Set>'


def case(name: str, *sources: str, inside: str = "") -> str:
    """A case; without a name it stands for its file."""
    called = f" name={quoteattr(name)}" if name else ""
    return f'<Case guid="{guid(f"case {name}")}"{called}>{inside}{refs("SourceRef", *sources)}</Case>'


def source(name: str, inside: str = "", kind: str = "TextSource", **attributes: str) -> str:
    """A source whose text lies in the part called after it."""
    attributes.setdefault("plainTextPath", f"internal://{name}.txt")
    more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f'<{kind} guid="{guid(name)}" name={quoteattr(name)}{more}>{inside}</{kind}>'


def project(
    *,
    sources: str = "",
    codes: str = "",
    named: str = "",
    cases: str = "",
    rest: str = "",
    variables: str = "",
    origin: str = "Some program 1.0",
) -> str:
    """The description of a project."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="A study"'
        f' origin={quoteattr(origin)} creatingUserGUID="{guid("Ann")}">'
        f"<Users>{named or users('Ann')}</Users><CodeBook><Codes>{codes or code('chance')}</Codes></CodeBook>"
        f"<Variables>{variables}</Variables><Cases>{cases}</Cases><Sources>{sources}</Sources>{rest}</Project>"
    )


def qdpx(
    folder: Path,
    xml: str,
    texts: Mapping[str, bytes | str],
    name: str = "other.qdpx",
    folder_in: str = "sources/",
) -> Path:
    """A project file with the texts given by name."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", xml)
        for text, content in texts.items():
            archive.writestr(f"{folder_in}{text}.txt", content)
    return path
