"""Steps 13 to 17: groupings, themes and their reviews, saturation, the way back to participants."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from acceptance.coding import rows
from acceptance.desk import truth
from acceptance.setting_up import EXAMPLE, PEOPLE, text_of
from acceptance.theming import ANSWERED, CODES, GIVEN_UP, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from acceptance.desk import Desk

    At = Callable[[str], Desk]

CREDIBILITY = THEMES["Credibility"]
RUN = 6
"""So many words in a row tell whose words they are."""


def test_step_13_the_same_coding_gives_the_same_groups(at: At) -> None:
    study = at("grouped")
    assert study.said["groups"].out == study.said["groups again"].out
    assert study.type("themes", "cluster", "--json").out == study.said["groups"].out


def test_step_13_groups_have_members_and_quotes_but_no_names(at: At) -> None:
    found = at("grouped").said["groups"].json
    assert [cut["k"] for cut in found["k"]] == list(range(4, 11))
    for cut in found["k"]:
        assert sorted(code for group in cut["groups"] for code in group["codes"]) == _all_codes()
        for group in cut["groups"]:
            assert set(group) == {"codes", "words", "closest_quotes", "support"}
            assert group["closest_quotes"]
    assert "Groupings to think with" in at("grouped").said["groups in words"].out


def _all_codes() -> list[str]:
    return sorted(row["name"] for row in rows("codebook.csv"))


def test_step_13_codes_that_stand_alone_are_listed(at: At) -> None:
    told = at("grouped").said["groups by neighbours"].json
    grouped = {code for group in told["k"][0]["groups"] for code in group["codes"]}
    assert told["orphans"]
    assert not grouped & set(told["orphans"])
    assert sorted(grouped | set(told["orphans"])) == _all_codes()


def test_step_13_a_group_is_taken_over_and_put_right_by_hand(at: At) -> None:
    history = at("themed").json("themes", "history", THEMES["Supervision"])
    assert re.search(r"from group 6:\d", str(history[0]))
    assert [one["event"] for one in history].count("moved") == 2
    shown = at("themed").json("themes", "show", THEMES["Supervision"])
    assert sorted(shown["codes"]) == sorted(CODES["Supervision"])


def test_step_13_codes_in_no_theme_are_listed(at: At) -> None:
    told = at("themed").words("themes", "list").partition("In no theme: ")[2]
    assert sorted(told.split("; ")) == sorted(CODES["miscellaneous"])


def test_step_14_both_reviews_are_signed_off_with_dates(at: At) -> None:
    study = at("themed")
    for name in THEMES.values():
        kinds = {one["event"]: one["at"][:10] for one in study.json("themes", "history", name)}
        assert "2026-04-22" <= kinds["reviewed-1"] <= kinds["reviewed-2"] <= "2026-04-27"
    history = study.json("themes", "history", GIVEN_UP)
    assert [one["event"] for one in history] == ["added", "dropped"]
    assert history[-1]["reason"] == "It answers neither question."


def test_step_14_contrary_passages_of_p4_stand_under_divergent_accounts(at: At) -> None:
    study = at("themed")
    shown = study.json("themes", "review", CREDIBILITY)
    contrary = [one for one in shown["passages"] if one["verdict"] == "contrary"]
    assert {one["participant"] for one in contrary} == {"P4"}
    study.type("report", "-o", "r.md")
    printed = (study.folder / "r.md").read_text(encoding="utf-8")
    section = printed.split(f": {CREDIBILITY}\n")[1].split("\n## ")[0]
    divergent = section.split("### Divergent accounts")[1]
    assert "One participant gave contrary accounts in six passages (P4)." in divergent
    others = printed.split(f": {THEMES['Barriers']}\n")[1].split("\n## ")[0]
    assert "A search for contrary accounts (24 April 2026) found none coded." in others


def test_step_15_a_theme_without_a_definition_is_not_final(at: At) -> None:
    study = at("frozen")
    study.type("themes", "add", "Early", "--codes", "low pay,paperwork")
    assert "has no definition" in study.type("themes", "finalize", "Early", code=1).err


def test_step_15_four_themes_are_final_and_called_alike_everywhere(at: At) -> None:
    study = at("themed")
    themes = study.json("themes", "list")
    assert {one["name"]: one["status"] for one in themes} == dict.fromkeys(THEMES.values(), "final")
    study.type("report", "-o", "r.md")
    printed = (study.folder / "r.md").read_text(encoding="utf-8")
    overview = printed.split("## Overview\n")[1].split("\n## ")[0]
    drawing = " ".join(re.findall(r">([^<>]+)</", (study.folder / "map.svg").read_text(encoding="utf-8")))
    for number, name in enumerate(THEMES.values(), start=1):
        assert f"\n## Theme {number}: {name}\n" in printed
        assert f"| {number} | {name} |" in overview
        assert name in " ".join(drawing.split())
        assert f"| {name} |" in printed.split("Themes by participant")[1]


def test_step_15_supervision_is_called_a_topic_and_the_others_are_not(at: At) -> None:
    found = at("themed").json("lint")
    assert [(one["where"], one["level"]) for one in found if one["rule"] == "TOPIC"] == [
        ("Supervision", "warning")
    ]


def test_step_16_new_codes_are_counted_by_interview(at: At) -> None:
    told = at("themed").said["saturation"].json
    seen: set[str] = set()
    new = []
    for name in PEOPLE:
        codes = {code for who, code, *_ in truth()["agreed"]["spans"] if who == name}
        new.append(len(codes - seen))
        seen |= codes
    assert told["order"] == list(PEOPLE)
    assert told["new_codes"] == new
    guest = told["guest"]
    assert (guest["base"], guest["run"], guest["threshold"]) == (4, 2, 0.05)
    assert guest["base_codes"] == sum(new[:4])
    assert guest["new_per_run"] == [new[at] + new[at + 1] for at in range(4, 9)]
    assert guest["reached"] is (guest["new_per_run"][0] / sum(new[:4]) <= 0.05)


def test_step_16_ten_interviews_are_too_few_for_the_other_rule(at: At) -> None:
    study = at("themed")
    francis = study.said["saturation"].json["francis"]
    assert (francis["assessable"], francis["reached"]) == (False, None)
    assert "not assessable with 10 interviews" in study.said["saturation in words"].out
    study.type("report", "-o", "r.md", "--section", "method")
    printed = (study.folder / "r.md").read_text(encoding="utf-8")
    assert "base 4, run 2, threshold 5%, in order of collection" in printed
    assert "not assessable with 10 interviews" in printed


def _runs(words: str) -> set[str]:
    keys = re.findall(r"\w+", words.casefold())
    return {" ".join(keys[at : at + RUN]) for at in range(len(keys) - RUN + 1)}


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    """What each participant said, in runs of words."""
    found = {}
    for name in PEOPLE:
        (file,) = (EXAMPLE / "interviews").glob(f"{name}.*")
        text, spans = text_of(file), truth()["transcripts"][name]["turn_spans"]
        turns = [text[start:end] for start, end, role in spans if role == "participant"]
        found[name] = set().union(*map(_runs, turns))
    return found


@pytest.mark.parametrize("state", ["asked back", "quoted"])
def test_step_17_a_pack_holds_one_persons_words_only(at: At, said: dict[str, set[str]], state: str) -> None:
    study = at(state)
    packs = study.json("membercheck", "pack", "-o", "again", "--format", "md")
    assert [one["participant"] for one in packs] == list(PEOPLE)
    for one in packs:
        held = _runs((study.folder / "again" / one["file"]).read_text(encoding="utf-8"))
        own = said[one["participant"]]
        assert [who for who in PEOPLE if held & (said[who] - own)] == []
        assert bool(held & own) is bool(one["quotes"])
    assert sum(one["quotes"] for one in packs) == (0 if state == "asked back" else 33)


def test_step_17_the_record_shows_ten_seven_and_two(at: At) -> None:
    told = at("asked back").json("membercheck", "summary")
    assert (len(told["sent"]), told["of"]) == (10, 10)
    assert sorted(told["outcomes"]["corrected"]) == ["P4", "P8"]
    assert told["no_reply"] == [name for name in PEOPLE if name not in ANSWERED]
    assert told["changes"] == {"transcript": 1, "theme": 1}


def test_step_17_the_method_says_so_with_what_changed(at: At) -> None:
    study = at("asked back")
    study.type("report", "-o", "r.md", "--section", "method")
    printed = (study.folder / "r.md").read_text(encoding="utf-8")
    assert (
        "Summaries were sent to 10 of 10 participants; 7 replied; 2 corrected or added;"
        " changes were made to 1 transcript and 1 theme." in printed
    )


def test_step_17_a_corrected_transcript_takes_codings_along(at: At) -> None:
    study = at("themed")
    study.type("passes", "start", "third")
    for one in study.json("codings", "list", "--pass", "agreed", "--in", "P4"):
        where = f"P4@{one['start_char']}-{one['end_char']}"
        study.type("apply", one["code"], where, "--pass", "third")
    before = study.json("codings", "list", "--pass", "third")
    text = study.type("transcripts", "text", "P4").out
    (study.folder / "P4.txt").write_text(_longer(text), encoding="utf-8")
    told = study.json("transcripts", "replace", "P4", "P4.txt")
    touched = sum("his hours" in one["quotation"] for one in before)
    assert (told["trimmed"], told["orphaned"]) == (touched, 0)
    assert told["kept"] + told["moved"] + touched == len(before) == len(told["codings"])
    assert told["moved"] > 0
    after = study.json("codings", "list", "--pass", "third")
    assert [one["quotation"] for one in after] == [
        one["quotation"].replace("his hours", "his own house") for one in before
    ]
    assert "hand" in told["stay"]


def _longer(text: str) -> str:
    assert text.count("his hours") == 1
    return text.replace("his hours", "his own house")


def test_step_17_findings_are_the_same_and_rest_on_the_corrected_words(at: At) -> None:
    before, after = at("themed"), at("asked back")
    for words in (("themes", "matrix"), ("saturation",)):
        assert after.json(*words) == before.json(*words), words
    one, other = (desk.json("compare", "hand", "recode") for desk in (before, after))
    assert one["codes"] == other["codes"]
    assert [name.removesuffix("-v1") for name in other["transcripts"]] == one["transcripts"] == list(PEOPLE)
    assert "his hours" not in after.type("transcripts", "text", "P4").out
    assert "his hours" in after.type("transcripts", "text", "P4-v1").out
    assert [one["rule"] for one in after.json("lint")] == ["TOPIC"]
    after.type("check")


def test_step_17_the_correction_is_on_record_without_a_word_of_it(at: At) -> None:
    study = at("asked back")
    log = study.json("log")
    assert any(one["command"] == "transcripts replace" for one in log)
    assert "house" not in json.dumps(log)
