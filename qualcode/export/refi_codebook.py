"""The codebook as REFI-QDA (.qdc), which other programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.export.refi_xml import CODEBOOK, ORIGIN, add_codes, root, xml_bytes

if TYPE_CHECKING:
    from qualcode.store.project import Project


class NoCodeYet(QualcodeError):
    """A REFI-QDA codebook holds at least one code."""


def codebook_bytes(project: Project) -> bytes:
    """The file: the tree, each code with its colour and all that it says as one description.

    Raises:
        NoCodeYet: the schema of the format wants a code.
    """
    codes = codebook.codes(project)
    if not codes:
        raise NoCodeYet("There is no code to write.", "Make one: qualcode codes add NAME")
    made = root("CodeBook", CODEBOOK, origin=ORIGIN)
    add_codes(made, codes)
    return xml_bytes(made)
