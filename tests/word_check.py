"""What is wrong with a Word file: what any reader stumbles over, and what a validator of the schemas says."""

from __future__ import annotations

import io
import json
import posixpath
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VALIDATOR: Final = Path(sys.executable).with_name("openxml-audit")
OPTIONAL: Final = "A required relationship type"
"""Settings, fonts and a theme may be missing (ECMA-376, part 1, 11.3); the validator would have them."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_ONCE: Final = (
    (f"{_W}bookmarkStart", f"{_W}id"),
    (f"{_W}bookmarkStart", f"{_W}name"),
    (f"{_W}comment", f"{_W}id"),
    (f"{_W}style", f"{_W}styleId"),
    (_DRAWN, "id"),
)
"""Elements, and which of their attributes is never the same twice in a part."""

Parts = dict[str, bytes]


def faults(content: bytes) -> list[str]:
    """One line for each thing that makes Word repair a file; empty when there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        parts = {name: package.read(name) for name in names}
    trees: dict[str, etree._Element] = {}
    found = [f"{name} is there twice" for name, number in Counter(names).items() if number > 1]
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(part)
            except etree.XMLSyntaxError:
                found.append(f"{name} is not well formed")
    if "[Content_Types].xml" not in trees:
        return [*found, "there are no content types"]
    found += _without_type(parts, trees["[Content_Types].xml"])
    for name, tree in trees.items():
        found += _bad_links(name, tree, parts, trees)
        found += _twice(name, tree)
    return found


def _without_type(parts: Iterable[str], types: etree._Element) -> list[str]:
    endings = {str(one.get("Extension")).casefold() for one in types if str(one.tag).endswith("Default")}
    named = {str(one.get("PartName")) for one in types if str(one.tag).endswith("Override")}
    return [f"{one} is named but not there" for one in named if one.removeprefix("/") not in set(parts)] + [
        f"{one} has no content type"
        for one in parts
        if f"/{one}" not in named and one.rpartition(".")[2].casefold() not in endings
    ]


def _bad_links(
    name: str, tree: etree._Element, parts: Parts, trees: dict[str, etree._Element]
) -> Iterator[str]:
    folder, file = posixpath.split(name)
    if name.endswith(".rels"):
        for one in tree:
            target = posixpath.normpath(posixpath.join("/", folder, "..", str(one.get("Target"))))
            if one.get("TargetMode") != "External" and target.removeprefix("/") not in parts:
                yield f"{name}: {target} is not there"
        return
    known = trees.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    ids = {one.get("Id") for one in known} if known is not None else set()
    for one in tree.iter():
        for attribute, value in one.attrib.items():
            if str(attribute).startswith(_R) and value not in ids:
                yield f"{name}: {value!s} leads nowhere"


def _twice(name: str, tree: etree._Element) -> Iterator[str]:
    for tag, attribute in _ONCE:
        counted = Counter(one.get(attribute) for one in tree.iter(tag))
        yield from (f"{name}: {one} is there twice" for one, number in counted.items() if number > 1)


def against_schemas(path: Path) -> list[str]:
    """What the validator says of a file; skips where it is not installed."""
    if not VALIDATOR.exists():
        pytest.skip("openxml-audit is not installed beside this Python: pip install -e .[dev]")
    done = subprocess.run(
        [VALIDATOR, path, "--output", "json"], capture_output=True, check=False, timeout=120
    )
    (told,) = json.loads(done.stdout)
    said = [f"{one['part_uri']}{one['path']}: {one['description']}" for one in told["errors"]]
    return [one for one in said if OPTIONAL not in one]
