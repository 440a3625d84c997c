"""What a comparison may be called follows from coder, order, blindness and mode, and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from conftest import bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.passes import passes
from qualcode.reliability.label import find_passes, label

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project

conditions = st.tuples(
    st.sampled_from(["CS", "JD", "KL"]),
    st.sampled_from(get_args(passes.Mode)),
    st.sampled_from(["blind", "saw", "not stated"]),
)


def begin(project: Project, number: int, made: list[tuple[str, passes.Mode, str]]) -> list[str]:
    """Passes one after the other, each with one attitude to all before it."""
    names: list[str] = []
    for coder, mode, sight in made:
        name = f"{number} {len(names)}"
        blind, saw = (names if sight == "blind" else []), (names if sight == "saw" else [])
        passes.start(project, name, coder=coder, mode=mode, blind_to=blind, saw=saw)
        names.append(name)
    return names


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(conditions, min_size=2, max_size=3))
def test_no_label_claims_more_than_the_passes_bear_out(
    project: Project, tmp_path: Path, made: list[tuple[str, passes.Mode, str]]
) -> None:
    if project.value("SELECT count(*) FROM transcripts") == 0:
        bring_in(project, tmp_path, P1="One. Two.")
    names = begin(project, project.value("SELECT count(*) FROM passes"), made)
    found = label(project, find_passes(project, names))
    coders = [coder for coder, _, _ in made]
    later = [sight for _, _, sight in made[1:]]
    assert found.coefficients == ("saw" not in later)
    assert ("review" in found.text) == ("saw" in later)
    if "intercoder" in found.text:
        assert len(set(coders)) == len(coders)
    if "intracoder" in found.text:
        assert len(set(coders)) == 1
    if found.independent:
        assert set(later) == {"blind"}
    if found.coefficients:
        assert ("blindness not stated" in found.text) == ("not stated" in later)
    assert label(project, find_passes(project, names[::-1])) == found


@pytest.mark.parametrize(
    ("made", "text", "independent"),
    [
        ([("CS", "hand"), ("CS", "imported")], "intracoder consistency (code-recode)", True),
        ([("CS", "hand"), ("CS", "assisted")], "hand-assisted concordance (intracoder, assisted)", True),
        ([("CS", "hand"), ("JD", "hand")], "intercoder agreement", True),
        ([("CS", "assisted"), ("JD", "assisted")], "concordance of assisted passes (not independent)", False),
        ([("CS", "hand"), ("JD", "hand"), ("KL", "hand")], "intercoder agreement", True),
        (
            [("CS", "hand"), ("CS", "hand"), ("JD", "hand")],
            "agreement of passes within and between coders",
            True,
        ),
    ],
)
def test_labels_of_blind_passes(
    project: Project, tmp_path: Path, made: list[tuple[str, passes.Mode]], text: str, independent: bool
) -> None:
    bring_in(project, tmp_path, P1="One. Two.")
    names = begin(project, 0, [(coder, mode, "blind") for coder, mode in made])
    found = label(project, find_passes(project, names))
    assert (found.text, found.independent, found.coefficients) == (text, independent, True)


def test_a_first_pass_that_looked_back_makes_a_review(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="One. Two.")
    first, second = begin(project, 0, [("CS", "hand", "blind"), ("JD", "hand", "blind")])
    passes.record_sight(project, passes.find(project, first).id, passes.find(project, second).id)
    assert label(project, find_passes(project, [first, second])).text == "review pass"
