"""Steps 27 to 30: a team, a reflexive study, focus groups, a survey."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from acceptance import other_studies
from acceptance.desk import Desk, truth
from acceptance.theming import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    At = Callable[[str], Desk]


@pytest.fixture
def team(at: At) -> tuple[Desk, list[str]]:
    """Three coders; the draw that two of them coded."""
    desk = at("hand-coded")
    return desk, other_studies.code_as_a_team(desk)


def test_step_27_the_draw_is_seeded_and_on_record(at: At, team: tuple[Desk, list[str]]) -> None:
    study, drawn = team
    assert len(drawn) == other_studies.DRAWN
    again = at("hand-coded").json(
        "passes", "sample", "--fraction", "0.2", "--seed", "7", "--stratify", "setting"
    )
    assert again["transcripts"] == drawn
    settings = {one["value"]: one["drawn"] for one in again["strata"]}
    assert settings == {"community": 1, "emergency": 1}
    assert study.number("SELECT count(*) FROM samples WHERE deleted_at IS NULL") == 1


@pytest.mark.parametrize("pair", [("hand", "second"), ("second", "third")])
def test_step_27_two_coders_blind_to_each_other_are_intercoder(
    team: tuple[Desk, list[str]], pair: tuple[str, str]
) -> None:
    study, drawn = team
    told = study.json("compare", *pair)
    assert told["label"].startswith("intercoder agreement")
    assert told["independent"]
    assert sorted(told["transcripts"]) == sorted(drawn)
    assert told["units"] == sum(truth()["transcripts"][name]["units_participant"] for name in drawn)


def test_step_27_alpha_of_three_coders_is_that_of_their_counts(team: tuple[Desk, list[str]]) -> None:
    study, _ = team
    told = study.json("compare", "hand", "second", "third")
    assert told["label"].startswith("intercoder agreement")
    checked = 0
    for row in told["codes"]:
        counts = {int(coders): units for coders, units in row["counts"].items()}
        assert sum(counts.values()) == told["units"]
        expected = _alpha(counts, 3)
        if expected is None:
            assert row["krippendorff_alpha"] is None
        else:
            assert row["krippendorff_alpha"] == pytest.approx(expected, abs=1e-9), row["code"]
            checked += 1
    assert checked > 40


def _alpha(counts: dict[int, int], coders: int) -> float | None:
    """Krippendorff's alpha for "coded or not" from how many units so many coders coded; by its definition."""
    values = coders * sum(counts.values())
    ones = sum(coded * units for coded, units in counts.items())
    if ones in {0, values}:
        return None
    observed = sum(units * 2 * k * (coders - k) / (coders - 1) for k, units in counts.items())
    expected = 2 * ones * (values - ones) / (values - 1)
    return 1 - observed / expected


@pytest.fixture
def reflexive(at: At) -> Desk:
    """The finished study, switched."""
    desk = at("written")
    desk.type("approach", "set", "reflexive", "--reason", "Reading is interpreting.")
    return desk


def body(study: Desk) -> tuple[str, str]:
    """The report before its appendices, and the appendices."""
    study.type("report", "-o", "reflexive.md")
    printed = (study.folder / "reflexive.md").read_text(encoding="utf-8")
    before, _, after = printed.partition("\n# Appendix A")
    assert after
    return before, after


def test_step_28_switching_needs_a_reason_that_is_printed(at: At, reflexive: Desk) -> None:
    assert "reason" in at("written").type("approach", "set", "reflexive", code=2).err
    assert "Reading is interpreting." in body(reflexive)[0]


def test_step_28_no_coefficient_and_no_saturation_stand_in_the_body(reflexive: Desk) -> None:
    before, _ = body(reflexive)
    assert not re.search(r"[ακ]\s*(?:was|=|\d)|Krippendorff|kappa|\balpha\b", before, flags=re.IGNORECASE)
    assert not re.search(r"saturation (?:was (?!not)|met)|code-level saturation", before, flags=re.IGNORECASE)
    assert "The sample was judged adequate because the question is narrow" in before
    assert "Saturation" in reflexive.words("saturation")
    assert "Themes by participant" not in before


def test_step_28_phases_have_their_later_names(at: At, reflexive: Desk) -> None:
    assert "generating initial themes" in reflexive.words("status")
    assert "searching for themes" not in reflexive.words("status")
    assert "searching for themes" in at("written").words("status")
    assert "generating initial themes" in body(reflexive)[0]


def test_step_28_assistance_needs_a_reason(reflexive: Desk) -> None:
    words = ("suggestions", "model", "--url", "http://127.0.0.1:9/v1", "--name", "small", "--deidentified")
    assert "needs a reason" in reflexive.type(*words, code=2).err
    reflexive.type(*words, "--reason", "To see what I miss.")
    assert "To see what I miss." in "".join(body(reflexive))


def test_step_28_the_reflexive_guidelines_are_named_instead_of_coreq(reflexive: Desk) -> None:
    _, after = body(reflexive)
    assert "RTARG" in after
    assert "COREQ, filled" not in after


@pytest.fixture
def groups(tmp_path: Path) -> Desk:
    """Two focus groups."""
    desk = Desk(tmp_path)
    other_studies.hold_groups(desk)
    return desk


def test_step_29_speakers_are_people_and_the_unknown_one_is_nobody(groups: Desk) -> None:
    people = [one["participant"] for one in groups.json("participants", "list")]
    assert people == ["FG1-Ana", "FG1-Ben", "FG2-Cem", "FG2-Dot"]
    shown = groups.json("transcripts", "show", "FG1")["turns"]
    assert [one["role"] for one in shown if one["speaker"] == "Unknown"] == ["other"]
    assert groups.json("themes", "matrix")["base"] == 4


def test_step_29_groups_and_speakers_are_both_counted(groups: Desk) -> None:
    held, worn = groups.json("themes", "list")
    assert (held["participants"], held["of"]) == (["FG1-Ana"], 4)
    assert (held["groups"], held["of_groups"]) == (["FG1", "FG2"], 2)
    assert (held["said_in_groups"], held["unidentified"]) == (3, 2)
    assert (worn["participants"], worn["groups"], worn["unidentified"]) == (["FG2-Dot"], ["FG2"], 0)
    groups.type("report", "-o", "r.md")
    printed = (groups.folder / "r.md").read_text(encoding="utf-8")
    assert (
        "Participants: 1 of 4 (FG1-Ana). Groups: 2 of 2; of 3 segments there, 2 by unidentified speakers."
        in printed
    )
    assert "Participants: 1 of 4 (FG2-Dot). Groups: 1 of 2." in printed


def test_step_29_words_of_an_unknown_speaker_are_not_given_to_a_person(groups: Desk) -> None:
    groups.type(
        "claims", "add", "The team keeps people.", "--theme", "Held by the others", "--support", "team"
    )
    (claim,) = groups.json("claims", "list")
    assert claim["participants"] == ["FG1-Ana"]
    told = groups.type(
        "quotes", "add", "Held by the others", "--quote", "The team, yes.", "--in", "FG2", code=1
    )
    assert "is no participant's speech" in told.err


@pytest.fixture
def survey(tmp_path: Path) -> Desk:
    """Answers of 24 people, of whom one left the question out."""
    desk = Desk(tmp_path)
    other_studies.ask_in_writing(desk)
    return desk


def test_step_30_who_did_not_answer_is_said_and_stays_in_the_base(survey: Desk) -> None:
    told = survey.said["import"].json["imported"]
    assert [one["transcript"] for one in told if one["warnings"]] == ["R20"]
    assert survey.json("themes", "matrix", "setting")["base"] == 24
    survey.type("report", "-o", "r.md")
    printed = (survey.folder / "r.md").read_text(encoding="utf-8")
    assert "23 of 24 who were asked in writing answered; percentages are of those asked." in printed


def test_step_30_every_percentage_has_its_base(survey: Desk) -> None:
    survey.type("report", "-o", "r.md")
    printed = (survey.folder / "r.md").read_text(encoding="utf-8")
    shares = [match.end() for match in re.finditer(r"\d+%", printed)]
    assert len(shares) > 4
    for end in shares:
        line = printed[: end + 60].splitlines()[-1] if "speech" in printed[end : end + 60] else printed[:end]
        assert re.search(r"\d+ of \d+, \d+%$|of each transcript’s speech", line), line[-60:]
    assert "Participants: 16 of 24, 67%" in printed
    told = survey.json("themes", "matrix", "setting")
    assert dict(zip(told["columns"], told["column_bases"], strict=True)) == {
        "clinic": 12,
        "shelter": 8,
        "street": 4,
    }
    assert told["cells"] == [[9, 3, 4], [3, 4, 0]]
    assert "clinic (12)" in survey.words("themes", "matrix", "setting")


def test_step_30_what_was_in_other_is_printed_before_and_after(survey: Desk) -> None:
    told = survey.words("codes", "diff", "before", "after")
    assert "divided Other (6) into cooking 3, mending 2, driving 1" in told
    assert "retired Other" in told
    (divided,) = survey.json("codes", "diff", "before", "after")["divided"]
    assert (divided["code"], divided["before"], divided["kept"]) == ("Other", 6, 0)
    survey.type("report", "-o", "r.md")
    table = (survey.folder / "r.md").read_text(encoding="utf-8").split("Codes that were divided")[1]
    assert "Other, 6 codings before" in table
    assert table.splitlines()[5:8] == ["| cooking | 3 of 6 |", "| mending | 2 of 6 |", "| driving | 1 of 6 |"]
    said = {one["quotation"] for one in survey.json("codings", "list", "--code", "cooking")}
    assert said == {"Other: I cook soup."}  # the original words stay


def test_step_30_the_study_switched_back_is_as_it_was(at: At) -> None:
    study = at("written")
    study.type("report", "-o", "before.md", "--section", "findings")
    study.type("approach", "set", "reflexive", "--reason", "A try.")
    study.type("undo")
    study.type("report", "-o", "after.md", "--section", "findings")
    one, other = ((study.folder / f"{name}.md").read_text(encoding="utf-8") for name in ("before", "after"))
    assert one.partition("# Findings")[2] == other.partition("# Findings")[2]
    assert all(name in one for name in THEMES.values())
