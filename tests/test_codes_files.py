"""A codebook from a table: all rows or none, and every refusal names the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import dump

from qualcode.codes import codebook
from qualcode.codes.codebook import BadCode, CodeNotFound
from qualcode.codes.differences import Changed, Merged
from qualcode.codes.files import BadCodebookFile
from qualcode.errors import QualcodeError
from qualcode.exchange.codebooks import import_codebook
from qualcode.store.actions import undo

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def write(folder: Path, content: str | bytes, name: str = "codes.csv") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def told(project: Project) -> dict[str, str]:
    return {code.name: code.definition for code in codebook.codes(project)}


def parent_of(project: Project, name: str) -> str | None:
    by_id = {code.id: code.name for code in codebook.codes(project)}
    return by_id.get(codebook.find(project, name).parent_id or "")


def test_rows_become_codes_with_all_their_fields(project: Project, tmp_path: Path) -> None:
    content = (
        "Name,Definition,Full definition,Use when,Not when,Example,Kind,Color\n"
        'chance,"Came by luck, or so they say",Long,Flyers,Plans,P1:2,process,#aa0000\n'
    )
    found = import_codebook(project, write(tmp_path, content))
    assert (found.added, found.updated) == (1, 0)
    code = codebook.find(project, "chance")
    assert code.definition == "Came by luck, or so they say"
    assert (code.full_definition, code.use_when, code.not_when) == ("Long", "Flyers", "Plans")
    assert (code.example, code.kind, code.color) == ("P1:2", "process", "#aa0000")


def test_child_may_stand_before_its_parent(project: Project, tmp_path: Path) -> None:
    import_codebook(project, write(tmp_path, "name,parent\nc,b\nb,A\na,\n"))
    assert (parent_of(project, "c"), parent_of(project, "b"), parent_of(project, "a")) == ("b", "a", None)


def test_known_code_takes_only_what_it_does_not_say_yet(project: Project, tmp_path: Path) -> None:
    codebook.add(project, "chance", definition="Old.")
    content = "name,definition,not_when\nCHANCE,New.,Never.\nhope,Hope.,\n"
    found = import_codebook(project, write(tmp_path, content))
    assert (found.added, found.updated) == (1, 1)
    assert told(project) == {"chance": "Old.", "hope": "Hope."}
    assert codebook.find(project, "chance").not_when == "Never."
    assert found.differing == (Changed("chance", "definition", "Old.", "New."),)


def test_update_takes_the_files_wording_where_there_is_one(project: Project, tmp_path: Path) -> None:
    codebook.add(project, "chance", definition="Old.", not_when="Never.")
    found = import_codebook(project, write(tmp_path, "name,definition,not_when\nchance,New.,\n"), update=True)
    assert (found.added, found.updated, found.differing) == (0, 1, ())
    code = codebook.find(project, "chance")
    assert (code.definition, code.not_when) == ("New.", "Never.")


def test_codes_move_to_the_files_parent_only_with_update(project: Project, tmp_path: Path) -> None:
    for name in ("luck", "chance", "work"):
        codebook.add(project, name)
    codebook.move(project, "chance", "work")
    file = write(tmp_path, "name,parent\nchance,Luck\nwork,fresh\nfresh,\n")
    found = import_codebook(project, file)
    assert found.differing == (
        Changed("chance", "parent", "work", "luck"),
        Changed("work", "parent", "", "fresh"),
    )
    assert (parent_of(project, "chance"), parent_of(project, "work")) == ("work", None)
    again = import_codebook(project, file, update=True)
    assert (again.added, again.updated, again.differing) == (0, 2, ())
    assert (parent_of(project, "chance"), parent_of(project, "work")) == ("luck", "fresh")
    assert undo(project) == "codes import"
    assert (parent_of(project, "chance"), parent_of(project, "work")) == ("work", None)


def test_a_branch_may_be_turned_over(project: Project, tmp_path: Path) -> None:
    codebook.add(project, "a")
    codebook.add(project, "b", "a")
    codebook.add(project, "c")
    import_codebook(project, write(tmp_path, "name,parent\na,b\nb,c\n"), update=True)
    assert (parent_of(project, "a"), parent_of(project, "b")) == ("b", "c")


def test_a_code_under_its_own_child_is_refused_whole(project: Project, tmp_path: Path) -> None:
    codebook.add(project, "a")
    codebook.add(project, "b", "a")
    before = dump(project.path)
    with pytest.raises(BadCode, match="cannot stand under itself"):
        import_codebook(project, write(tmp_path, "name,parent,definition\nnew,,\na,b,New.\n"), update=True)
    assert dump(project.path) == before


def test_a_row_of_a_merged_code_does_not_reword_its_survivor(project: Project, tmp_path: Path) -> None:
    codebook.add(project, "luck")
    codebook.add(project, "chance", definition="By chance.")
    codebook.merge(project, ["luck"], "chance")
    found = import_codebook(project, write(tmp_path, "name,definition\nluck,By luck.\n"), update=True)
    assert (found.added, found.updated, found.merged) == (0, 0, (Merged("luck", "chance"),))
    assert told(project) == {"chance": "By chance."}


def test_the_same_file_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    file = write(tmp_path, "name,parent,definition\na,,One.\nb,a,Two.\n")
    import_codebook(project, file)
    before = codebook.codes(project)
    found = import_codebook(project, file, update=True)
    assert (found.added, found.updated, found.differing) == (0, 0, ())
    assert codebook.codes(project) == before


def test_import_is_one_action(project: Project, tmp_path: Path) -> None:
    import_codebook(project, write(tmp_path, "name\na\nb\nc\n"))
    assert undo(project) == "codes import"
    assert told(project) == {}


def test_cells_over_several_lines_and_a_byte_order_mark_are_read(project: Project, tmp_path: Path) -> None:
    import_codebook(project, write(tmp_path, '\ufeffname,definition\r\nZoë 😀,"one\r\ntwo"\r\n'))
    assert list(told(project)) == ["Zoë 😀"]
    assert told(project)["Zoë 😀"].split() == ["one", "two"]


def test_a_long_branch_in_any_order_is_no_trouble(project: Project, tmp_path: Path) -> None:
    rows = [f"c{n},c{n + 1}" for n in range(1500)] + ["c1500,"]
    found = import_codebook(project, write(tmp_path, "name,parent\n" + "\n".join(rows) + "\n"))
    assert found.added == 1501
    assert parent_of(project, "c0") == "c1"


BAD = {
    "": "no column name",
    "label\nchance\n": "no column name",
    "name\n": "holds no code",
    "name,definition\n,x\n": "row 2: the name is empty",
    "name\na\nA\n": "row 3: 'A' stands there twice",
    "name,parent\na,b\nb,a\n": "stands under itself",
    "name,parent\na,a\n": "stands under itself",
    "name,parent\na,nobody\n": "no code called 'nobody'",
    "name,kind\na,magic\n": "'magic' is not a kind",
    "name,definition\na,one, two\n": "row 2: it has more cells",
    'name,definition\na,"open\nb,closed\n': "not a readable CSV",
    'name\n"a\nb"\n': "line break",
}


@pytest.mark.parametrize("content", BAD)
def test_bad_codebook_is_told_and_changes_nothing(project: Project, tmp_path: Path, content: str) -> None:
    codebook.add(project, "here before")
    before = dump(project.path)
    with pytest.raises((BadCodebookFile, CodeNotFound, BadCode)) as error:
        import_codebook(project, write(tmp_path, content))
    assert isinstance(error.value, QualcodeError)
    assert BAD[content] in error.value.sentence
    assert dump(project.path) == before


def test_other_files_are_told(project: Project, tmp_path: Path) -> None:
    for content, name, why in (
        (b"PK\x03\x04", "codes.csv", "zipped"),
        ("name\na\n", "codes.pages", "not a codebook file"),
        ("name\na\n", "codes.docx", "not a Word document"),
        ("codes: [\n", "codes.yaml", "not readable YAML"),
        ("[" * 50_000, "codes.yaml", "not readable YAML"),
        ("title: x\n", "codes.yaml", "holds no list of codes"),
        ("- name: a\n- name: [b]\n", "codes.yaml", "code 2"),
        ("- definition: a\n", "codes.yaml", "no column name"),
    ):
        with pytest.raises(BadCodebookFile, match=why):
            import_codebook(project, write(tmp_path, content, name))
    with pytest.raises(BadCodebookFile, match="does not exist"):
        import_codebook(project, tmp_path / "nowhere.csv")
    assert told(project) == {}


def test_other_peoples_columns_are_understood_and_the_rest_is_told(project: Project, tmp_path: Path) -> None:
    found = import_codebook(project, write(tmp_path, "Code;Description;Themes\nchance;By luck.;A\n"))
    assert told(project) == {"chance": "By luck."}
    assert found.left_out == ("themes",)


def test_yaml_keeps_every_word_as_it_is_written(project: Project, tmp_path: Path) -> None:
    content = "codes:\n- name: no\n  definition: |\n    One.\n    Two.\n- name: 1e3\n  parent: no\n- on\n"
    assert import_codebook(project, write(tmp_path, content, "codes.yml")).added == 3
    assert told(project) == {"no": "One.\nTwo.", "1e3": "", "on": ""}
    assert parent_of(project, "1e3") == "no"


def test_endless_references_in_yaml_are_refused_soon(project: Project, tmp_path: Path) -> None:
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    with pytest.raises(BadCodebookFile, match="code 1"):
        import_codebook(project, write(tmp_path, f"a0: &a0 [x]\n{layers}codes: *a29\n", "codes.yaml"))
