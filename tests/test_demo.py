"""The example study end to end, against a truth file that was made without any code of this program."""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from qualcode import demo, phases
from qualcode.passes import alignment, integrity, passes, quotations
from qualcode.reconcile.disagreements import disagreements
from qualcode.reliability.compare import CompareOptions, compare
from qualcode.store.project import Project, open_project
from qualcode.store.study import create_study
from qualcode.themes import claims, quotes, review
from qualcode.themes.matrix import matrix
from qualcode.transcripts import library
from qualcode.transcripts.overview import details

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.model import Unit

FOUR_PLACES = 5e-5
COEFFICIENTS = ("percent_agreement", "positive_agreement", "cohen_kappa", "krippendorff_alpha")
KEYS = ("Credibility", "Barriers", "Scope", "Supervision")


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """What was planted in the example study."""
    told: dict[str, Any] = json.loads((demo.example_folder() / "truth.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> demo.Demo:
    """The demo, run once."""
    return demo.run(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def study(made: demo.Demo) -> Iterator[Project]:
    """The finished example study."""
    with open_project(made.project) as opened:
        yield opened


@pytest.fixture(scope="module")
def two_passes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The example study with both passes, before anything was aligned, merged or retired."""
    path = tmp_path_factory.mktemp("passes") / "study.qualcode"
    create_study(path, title="Two passes", coder="CS")
    with open_project(path) as opened:
        for _, step in demo.STEPS[:5]:
            step(opened, demo.example_folder())
        yield opened


def _example(name: str) -> list[dict[str, str]]:
    with (demo.example_folder() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", [f"P{n}" for n in range(1, 11)])
def test_turns_and_sentences_are_where_they_were_written(
    study: Project, truth: dict[str, Any], name: str
) -> None:
    planted, found = truth["transcripts"][name], details(study, name)
    spoken = [[u["start_char"], u["end_char"], u["role"]] for u in found["units"] if u["role"]]
    assert spoken == planted["units"]
    assert [[t["start_char"], t["end_char"], t["role"]] for t in found["turns"]] == planted["turn_spans"]


def test_sponsor_line_stays_in_the_text_and_belongs_to_nobody(study: Project, truth: dict[str, Any]) -> None:
    planted = truth["boilerplate"]
    transcript = library.find(study, planted["transcript"])
    text = library.text(study, transcript.id)
    nobody = [text[s:e] for _, (s, e), role in library.units_with_roles(study, transcript.id) if role is None]
    assert nobody == [planted["line"]] * planted["times"]


@pytest.mark.parametrize("unit", ["sentence", "character"])
def test_every_planted_count_and_coefficient_is_found(
    two_passes: Project, truth: dict[str, Any], unit: Unit
) -> None:
    found = compare(two_passes, ["hand", "recode"], CompareOptions(unit=unit)).as_dict()
    planted = truth["reliability"][unit]
    assert found["units"] == planted["units"]
    assert {row["code"] for row in found["codes"]} == set(planted["all_names"])
    for row in found["codes"]:
        expected = planted["all_names"][row["code"]]
        counts = (row["both"], row["only"]["hand"], row["only"]["recode"], row["neither"])
        assert counts == tuple(expected[key] for key in ("both", "a_only", "b_only", "neither")), row["code"]
        for name in COEFFICIENTS:
            assert row[name] == pytest.approx(expected[name], abs=FOUR_PLACES), (row["code"], name)


def test_comparison_is_called_intracoder_and_never_intercoder(study: Project) -> None:
    told = compare(study, ["hand", "recode"])
    assert told.label.text.startswith("intracoder consistency")
    assert "intercoder" not in json.dumps(told.as_dict())
    assert told.label.independent
    assert not told.provisional


def test_code_set_line_tells_how_the_codes_of_the_passes_relate(
    study: Project, truth: dict[str, Any]
) -> None:
    found = alignment.code_set(study, "hand", "recode")
    assert found.line == "68 shared, 2 renamed, 1 split, 2 only in hand, 1 only in recode"
    assert dict(found.renamed) == truth["code_sets"]["renamed"]
    assert sorted(found.only_a) == sorted(truth["code_sets"]["only_hand_after_alignment"])


def test_every_disagreement_was_found_and_decided_with_its_reason(
    study: Project, truth: dict[str, Any]
) -> None:
    decided = study.rows(
        "SELECT t.name, c.name, d.start_char, d.end_char, d.kind, d.decision, d.reason FROM decisions d"
        " JOIN transcripts t ON t.id = d.transcript_id JOIN codes c ON c.id = d.code_id"
        " WHERE d.deleted_at IS NULL"
    )
    assert sorted(list(row)[:6] for row in decided) == sorted(truth["disagreements"]["rows"])
    assert all(row["reason"] for row in decided if row["kind"] != "boundary")
    assert all(one.decision for one in disagreements(study, "hand", "recode"))


def test_agreed_pass_holds_the_planted_codings_word_for_word(study: Project, truth: dict[str, Any]) -> None:
    agreed = quotations.quotations(study, pass_id=passes.find(study, "agreed").id)
    spans = sorted([one.transcript, one.code, one.start_char, one.end_char] for one in agreed)
    assert spans == sorted(truth["agreed"]["spans"])
    assert len({one.code for one in agreed}) == truth["agreed"]["codes"] == 75
    for one in agreed:
        assert library.text(study, one.transcript_id)[one.start_char : one.end_char] == one.quotation


def test_reconciling_left_both_passes_as_they_were_sealed(study: Project) -> None:
    for name in ("hand", "recode", "agreed"):
        one = passes.find(study, name)
        assert passes.fingerprint(study, one.id) == one.seal
    assert integrity.problems(study) == []


def test_theme_by_participant_table_is_the_planted_one(study: Project, truth: dict[str, Any]) -> None:
    found = matrix(study, "participant")
    planted = truth["theme_participant"]
    assert found.columns == tuple(f"P{n}" for n in range(1, 11))
    assert [list(row) for row in found.cells] == [[planted[key][p] for p in found.columns] for key in KEYS]
    assert found.row_totals == (6, 8, 7, 5)
    assert dict(zip(found.columns, found.column_totals, strict=True)) == truth["themes_per_participant"]


def test_quotes_are_the_planted_ones_and_verbatim(study: Project, truth: dict[str, Any]) -> None:
    found = quotes.quotes(study)
    planted = truth["quotes"]
    assert [(q.transcript, q.start_char, q.end_char, q.form, q.words) for q in found] == [
        (name, start, end, form, words) for name, start, end, _, form, words in planted["spans"]
    ]
    assert Counter(q.participant for q in found) == Counter(planted["by_participant"])
    assert all(q.verified for q in found)
    assert sum(len(q.edits) for q in found) == planted["omissions"]
    forty = {q.words: q.form for q in found if q.words in {39, 40}}
    assert forty == {39: "inline", 40: "block"}


def test_claims_cite_whoever_speaks_in_their_planted_passages(study: Project, truth: dict[str, Any]) -> None:
    for claim, row in zip(claims.claims(study), _example("claims.csv"), strict=True):
        said = {spoken.split(":")[0].strip() for spoken in row["passages"].split("||") if spoken}
        said |= {name for name, code, *_ in truth["agreed"]["spans"] if code in row["codes"].split(";")}
        names = ", ".join(sorted(said, key=lambda name: int(name[1:])))
        assert claim.citation == ("(e.g., " if row["citation"] == "illustrative" else "(") + f"{names})"
        assert claim.sentence == row["sentence"].removesuffix(".") + f" {claim.citation}."
        assert claim.quantifier is None or claim.quantifier.fits, claim.sentence


def test_every_quote_illustrates_a_claim_of_its_theme_that_names_its_speaker(study: Project) -> None:
    known = {claim.number: claim for claim in claims.claims(study)}
    for quote in quotes.quotes(study):
        assert quote.claim is not None
        assert known[quote.claim].theme == quote.theme
        assert quote.participant in known[quote.claim].participants
    assert sorted(number for claim in known.values() for number in claim.quotes) == list(range(1, 35))


def test_contrary_account_stands_against_the_claims_it_contradicts(study: Project) -> None:
    against = {claim.number: [one.address for one in claim.contrary] for claim in claims.claims(study)}
    planted = Counter(int(row["claim"]) for row in _example("contrary.csv"))
    assert {number: len(found) for number, found in against.items() if found} == planted
    assert {
        one.participant for one in review.contrary(study, "Earning credibility from lived experience")
    } == {"P4"}


def test_report_speaks_in_the_researchers_sentences(made: demo.Demo) -> None:
    import docx

    paragraphs = [
        p.text.replace("\N{NO-BREAK SPACE}", " ") for p in docx.Document(str(made.report)).paragraphs
    ]
    for row in _example("claims.csv"):
        assert any(p.startswith(row["sentence"].removesuffix(".")) for p in paragraphs), row["claim"]
    at = paragraphs.index("Divergent accounts")
    assert paragraphs[at + 2].startswith("One participant held that a past gets a worker through the door")
    assert sum(p.startswith("How this answers the question: ") for p in paragraphs) == len(KEYS)
    assert any(p.startswith("I worked as a ward clerk") for p in paragraphs)


def test_status_says_seventy_five_codes_at_the_freeze(study: Project) -> None:
    told = phases.status(study)
    assert told.codes_at_freeze == 75
    assert told.phase == 6


def test_report_holds_the_themes_the_codes_and_the_quotes(study: Project, made: demo.Demo) -> None:
    import docx

    report = docx.Document(str(made.report))
    paragraphs = [p.text.replace("\N{NO-BREAK SPACE}", " ") for p in report.paragraphs]
    cells = {cell.text for table in report.tables for row in table.rows for cell in row.cells}
    for name in ("Earning credibility from lived experience", "Supervision"):
        assert any(name in p and p.startswith("Theme") for p in paragraphs)
    assert {"trust comes quicker", "not my drug"} <= cells
    for quote in quotes.quotes(study):
        assert any(quote.rendered in p for p in paragraphs), quote.number
    assert any("75 codes" in p for p in paragraphs)


def test_demo_says_what_it_does_and_what_to_try(tmp_path: Path) -> None:
    told: list[str] = []
    made = demo.run(tmp_path / "new", tmp_path / "r.docx", tell=told.append)
    assert len(told) == len(demo.STEPS) + 1
    assert made.report == tmp_path / "r.docx"
    assert made.report.is_file()
    assert "qualcode compare hand recode" in made.what_next


def test_demo_never_writes_over_another_one(tmp_path: Path) -> None:
    target = tmp_path / "peer-support.qualcode"
    target.write_bytes(b"mine")
    with pytest.raises(demo.FolderInUse):
        demo.run(tmp_path)
    assert target.read_bytes() == b"mine"
