"""All that a code says as one description: what goes out comes back."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.codes.described import LABELS, description_of, fields_of

LINES = st.sampled_from(
    ["by luck", "Use when: x", " Use when: x", "  Kind of code: y", "Example:", "", "é 😀", "a: b"]
)
TEXTS = st.lists(LINES, max_size=5).map(lambda lines: "\n".join(lines).strip())
FIELDS = st.fixed_dictionaries(
    {name: TEXTS for name in ("definition", *LABELS) if name != "kind"}
    | {"kind": st.sampled_from(["", "in-vivo", "process"])}
)


@given(FIELDS)
@example({"definition": "", "use_when": "Use when: a\n\nExample: b"})
def test_fields_come_back_letter_for_letter(fields: dict[str, str]) -> None:
    back = fields_of(description_of(fields))
    assert {name: value for name, value in back.items() if value} == {
        name: value for name, value in fields.items() if value
    }


def test_description_reads_as_a_person_would_write_it() -> None:
    fields = {"definition": "Luck.", "use_when": "It came by itself.", "not_when": "Somebody sought it."}
    assert description_of(fields) == (
        "Luck.\n\nUse when: It came by itself.\n\nDo not use when: Somebody sought it."
    )


def test_description_of_another_program_is_the_definition_unless_it_is_ours() -> None:
    assert fields_of(" Example: indented", own=False) == {"definition": " Example: indented"}
    ours = "Luck.\n\nExample: a flyer"
    assert fields_of(ours, own=False) == {"definition": "Luck.", "example": "a flyer"}
    assert fields_of("Example: a\n\nExample: b", own=False) == {"definition": "Example: a\n\nExample: b"}
    assert fields_of("Kind of code: odd", own=False) == {"definition": "Kind of code: odd"}
