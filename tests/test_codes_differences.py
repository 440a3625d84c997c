"""What became of a codebook since it was frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.codes import codebook, freezes
from qualcode.codes.differences import Changed, Merged, differences
from qualcode.codes.freezes import FreezeNotFound

if TYPE_CHECKING:
    from qualcode.store.project import Project


@pytest.fixture
def book(project: Project) -> Project:
    for name in ("chance", "luck", "staying", "doubt"):
        codebook.add(project, name, definition=f"About {name}.")
    freezes.freeze(project, "first")
    return project


def test_untouched_codebook_differs_in_nothing(book: Project) -> None:
    found = differences(book, "FIRST")
    assert (found.before, found.after) == (4, 4)
    assert (found.added, found.retired, found.merged, found.changed) == ((), (), (), ())


def test_every_kind_of_change_is_told(book: Project) -> None:
    codebook.add(book, "people", "staying")
    codebook.merge(book, ["luck"], "chance")
    codebook.rename(book, "chance", "by chance")
    codebook.edit(book, "by chance", {"definition": "By luck.", "use_when": "Flyers"})
    codebook.move(book, "by chance", "staying")
    codebook.retire(book, "doubt")
    found = differences(book, "first")
    assert (found.before, found.after) == (4, 3)
    assert (found.added, found.retired) == (("people",), ("doubt",))
    assert found.merged == (Merged("luck", "by chance"),)
    assert found.changed == (
        Changed("by chance", "name", "chance", "by chance"),
        Changed("by chance", "parent", "", "staying"),
        Changed("by chance", "definition", "About chance.", "By luck."),
        Changed("by chance", "use_when", "", "Flyers"),
    )


def test_renamed_parent_is_no_change_of_its_children(book: Project) -> None:
    codebook.move(book, "luck", "chance")
    freezes.freeze(book, "second")
    codebook.rename(book, "chance", "fate")
    assert differences(book, "second").changed == (Changed("fate", "name", "chance", "fate"),)


def test_two_freezes_are_compared_whatever_came_after(book: Project) -> None:
    codebook.add(book, "hope")
    freezes.freeze(book, "second")
    codebook.retire(book, "hope")
    assert differences(book, "first", "second").added == ("hope",)
    assert differences(book, "second", "first").retired == ("hope",)


def test_unknown_label_offers_near_ones(book: Project) -> None:
    with pytest.raises(FreezeNotFound) as error:
        differences(book, "firts")
    assert error.value.hint == "Did you mean 'first'?"
