"""Codings from tables: what can be placed lands, the rest is listed with its row and the reason."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from command_line import dump
from conftest import INTERVIEW, bring_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codes import codebook
from qualcode.exchange.tables import BadCodingsTable, CodingsImport, import_tables
from qualcode.passes import memos, passes, quotations
from qualcode.passes.passes import PassSealed
from qualcode.store.actions import Action, undo
from qualcode.store.errors import DiskFull
from qualcode.store.log import log
from qualcode.store.project import open_project
from qualcode.transcripts import library
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.store.project import Project

    WordsOf = Callable[[Project, str], list[tuple[str, str]]]

FLYER = "I saw a flyer."


@pytest.fixture
def hand(interview: Project) -> Project:
    codebook.add(interview, "chance")
    codebook.add(interview, "staying")
    passes.start(interview, "hand")
    return interview


def table(project: Project, content: str | bytes, name: str = "codings.csv") -> Path:
    file = project.path.parent / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def place(project: Project, content: str, **options: bool) -> CodingsImport:
    return import_tables(project, [table(project, content)], "hand", **options)


def reason(project: Project, content: str) -> str:
    """Why the only row of a table was not placed; nothing of it may have landed."""
    before = dump(project.path)
    result = place(project, content)
    assert (result.placed, len(result.unplaced)) == (0, 1)
    assert dump(project.path) == before
    return result.unplaced[0].reason


START = INTERVIEW.index(FLYER)


@pytest.mark.parametrize(
    "content",
    [
        f"transcript,code,start_char,end_char\nP1,chance,{START},{START + len(FLYER)}\n",
        "transcript,code,address\nP1,chance,P1:2\n",
        "participant,code,quote\nP1,chance,I saw a flyer.\n",
        "\ufeffTranscript , CODE ,Quote\r\n p1 , Chance ,i saw a flyer.\r\n",
        f"transcript,code,start_char,end_char,address,quote\nP1,chance,,,,{FLYER}\n",
        "transcript,code,address,memo\nP1,chance,P1:2\n",
        "transcript,code,address\n,chance,P1:2\n\n,,\n",
    ],
)
def test_a_row_may_name_its_place_in_every_way(hand: Project, words_of: WordsOf, content: str) -> None:
    result = place(hand, content)
    assert (result.placed, result.unplaced) == (1, [])
    assert words_of(hand, "hand") == [("chance", FLYER)]


def test_import_is_one_action_in_the_name_of_the_passs_coder(hand: Project, words_of: WordsOf) -> None:
    place(hand, "transcript,code,address\nP1,chance,P1:2\nP1,staying,P1:6\n")
    assert (log(hand)[0].command, log(hand)[0].coder) == ("codings import", "CS")
    undo(hand)
    assert words_of(hand, "hand") == []


def test_memo_comes_with_the_coding(hand: Project) -> None:
    place(hand, 'transcript,code,address,memo\nP1,chance,P1:2,"Why, though? 😀"\n')
    (one,) = quotations.quotations(hand)
    assert (one.memo, one.origin) == ("Why, though? 😀", "import")


def test_what_can_be_placed_lands_and_the_rest_is_listed_by_row(hand: Project, words_of: WordsOf) -> None:
    result = place(
        hand,
        "transcript,code,quote\nP1,chance,I saw a flyer.\n\nP9,chance,I saw a flyer.\n"
        "P1,chanse,I saw a flyer.\nP1,staying,Nothing of the kind was said in here by anybody.\n",
    )
    assert result.placed == 1
    assert [(one.file, one.row) for one in result.unplaced] == [("codings.csv", n) for n in (4, 5, 6)]
    assert words_of(hand, "hand") == [("chance", FLYER)]


def test_rows_of_several_files_are_told_apart(hand: Project) -> None:
    files = [
        table(hand, "transcript,code,address\nP1,chance,P1:2\n", "a.csv"),
        table(hand, "code,address,participant\nchance,P1:77,P1\n", "b.csv"),
    ]
    result = import_tables(hand, files, None)
    assert result.placed == 1
    assert [(one.file, one.row) for one in result.unplaced] == [("b.csv", 2)]


NOT_PLACED = {
    "transcript,code,address\nP11,chance,P11:2\n": "no transcript called 'P11'. Did you mean 'P1'?",
    "transcript,code,quote\nP11,chance,x\n": "no transcript called 'P11'. Did you mean 'P1'?",
    "transcript,code,quote\n,chance,I saw a flyer.\n": "no transcript called ''",
    "transcript,code,address\nP1,chanse,P1:2\n": "no code called 'chanse'. Did you mean 'chance'?",
    "transcript,code,address\nP1,,P1:2\n": "no code called ''",
    "transcript,address,code\nP1,P1:2\n": "no code called ''",
    "transcript,code,address\nP1,chance,P1:77\n": "P1 has units 1 to 9",
    "transcript,code,address\nP1,chance,P1:3-2\n": "runs backwards",
    "transcript,code,address\nP1,chance,somewhere\n": "is not an address",
    "transcript,code,start_char,end_char\nP1,chance,9,3\n": "9-3 is not a span of P1",
    "transcript,code,start_char,end_char\nP1,chance,3,3\n": "3-3 is not a span of P1",
    "transcript,code,start_char,end_char\nP1,chance,0,99999\n": "0-99999 is not a span of P1",
    "transcript,code,start_char,end_char\nP1,chance,-5,3\n": "whole numbers",
    "transcript,code,start_char,end_char\nP1,chance,1_0,20\n": "whole numbers",
    "transcript,code,start_char,end_char\nP1,chance,1.5,x\n": "whole numbers",
    f"transcript,code,start_char,end_char\nP1,chance,1,{'9' * 5000}\n": "whole numbers",
    "transcript,code,start_char,end_char\nP1,chance,3,\n": "names no place",
    "transcript,code,quote\nP1,chance,\n": "names no place",
    "transcript,code,quote\nP1,chance,I saw a flyer, once\n": "more cells than there are columns",
    "transcript,code,address,coder\nP1,chance,P1:2,BK\n": "The row is BK's, the pass 'hand' CS's.",
}


@pytest.mark.parametrize("content", NOT_PLACED)
def test_row_that_cannot_be_placed_says_why_and_changes_nothing(hand: Project, content: str) -> None:
    assert NOT_PLACED[content] in reason(hand, content)


def test_quote_that_stands_twice_is_listed_with_its_places_and_no_words(
    hand: Project, tmp_path: Path
) -> None:
    bring_in(hand, tmp_path, P2="P2: The pay is low. I said it. The pay is low.\n")
    why = reason(hand, "transcript,code,quote\nP2,chance,The pay is low.\n")
    assert why.startswith("The quote stands in several places in P2. Nearest: P2")
    assert "pay" not in why


def test_address_in_another_transcript_than_the_row_says_is_not_guessed(
    hand: Project, tmp_path: Path
) -> None:
    bring_in(hand, tmp_path, P2="P2: two\n")
    assert "The address is one in P1, the row says P2." in reason(
        hand, "transcript,code,address\nP2,chance,P1:2\n"
    )


def test_participant_with_two_interviews_is_not_guessed(hand: Project, tmp_path: Path) -> None:
    second = tmp_path / "P1 again.txt"
    second.write_text("P1: I saw a flyer. Again.\n", encoding="utf-8")
    import_files(hand, [second], ImportOptions(participant="P1"))
    why = reason(hand, "participant,code,start_char,end_char\nP1,chance,4,18\n")
    assert "P1 has several transcripts (P1, P1 again)" in why
    assert place(hand, "transcript,code,start_char,end_char\nP1 again,chance,4,18\n").placed == 1


def test_names_that_differ_only_in_an_accented_capital_are_told_apart(
    hand: Project, words_of: WordsOf
) -> None:
    codebook.add(hand, "élan")
    codebook.add(hand, "Élan")
    place(hand, "transcript,code,address\nP1,Élan,P1:2\nP1,élan,P1:3\n")
    assert [code for code, _ in words_of(hand, "hand")] == ["Élan", "élan"]


def test_near_match_is_placed_counted_and_listed(hand: Project, words_of: WordsOf) -> None:
    result = place(hand, "transcript,code,quote\nP1,staying,They remembered my name the secnd week.\n")
    assert result.placed == 1
    (near,) = result.near
    assert (near.row, near.address, near.transcript) == (2, "P1:7", "P1")
    assert 0 < near.score < 100
    assert INTERVIEW[near.start_char : near.end_char] == words_of(hand, "hand")[0][1]


def test_the_same_table_again_places_nothing_twice(hand: Project) -> None:
    content = "transcript,code,address\nP1,chance,P1:2\nP1,chance,P1:2\n"
    assert (place(hand, content).placed, place(hand, content).placed) == (1, 0)
    before = dump(hand.path)
    assert place(hand, content).already == 2
    assert dump(hand.path) == before


def test_new_codes_are_made_once_and_only_when_asked(hand: Project, words_of: WordsOf) -> None:
    content = "transcript,code,address\nP1,by luck,P1:2\nP1,By Luck,P1:3\nP1,lost,P1:99\n"
    assert place(hand, content).placed == 0
    result = place(hand, content, create=True)
    assert (result.placed, result.codes_created) == (2, ["by luck"])
    assert [code for code, _ in words_of(hand, "hand")] == ["by luck", "by luck"]
    assert codebook.find_or_none(hand, "lost") is None


def test_dry_run_says_what_would_happen_and_keeps_nothing(hand: Project) -> None:
    content = "transcript,code,address\nP1,by luck,P1:2\nP1,chance,P1:99\n"
    before = dump(hand.path)
    rehearsed = place(hand, content, create=True, dry_run=True)
    assert dump(hand.path) == before
    assert rehearsed == place(hand, content, create=True)


BAD = {
    "": "has no column transcript (or participant)",
    "code,address\nchance,P1:2\n": "has no column transcript (or participant)",
    "transcript,address\nP1,P1:2\n": "has no column code",
    "transcript,code\nP1,chance\n": "has no column start_char and end_char, address, or quote",
    "transcript,code,start_char\nP1,chance,3\n": "has no column start_char and end_char",
    'transcript,code,quote\nP1,chance,I saw a flyer.\nP1,chance,"I nearly left.\nP1,chance,So I.\n': "CSV",
}


@pytest.mark.parametrize("content", BAD)
def test_file_that_is_no_table_of_codings_changes_nothing(hand: Project, content: str) -> None:
    before = dump(hand.path)
    with pytest.raises(BadCodingsTable) as error:
        place(hand, content)
    assert BAD[content] in error.value.sentence
    assert dump(hand.path) == before


def test_one_bad_file_of_several_stops_all(hand: Project) -> None:
    before = dump(hand.path)
    good = table(hand, "transcript,code,address\nP1,chance,P1:2\n", "good.csv")
    for bad, why in (
        (table(hand, b"PK\x03\x04 zipped", "bad.csv"), "is a zipped document"),
        (table(hand, b"not zipped", "bad.xlsx"), "is not an Excel workbook"),
        (hand.path.parent / "nowhere.csv", "does not exist"),
        (table(hand, "x", "bad.pages"), "not a table of codings"),
    ):
        with pytest.raises(BadCodingsTable, match=why):
            import_tables(hand, [good, bad], "hand")
    assert dump(hand.path) == before


def test_sealed_pass_takes_no_table(hand: Project) -> None:
    passes.seal(hand, "hand")
    before = dump(hand.path)
    with pytest.raises(PassSealed):
        place(hand, "transcript,code,address\nP1,chance,P1:2\n")
    assert dump(hand.path) == before


def test_full_disk_stops_the_import_instead_of_listing_rows(
    hand: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(hand.path)

    def full(*_: object, **__: object) -> None:
        raise DiskFull("study.qualcode cannot be written: disk is full.")

    monkeypatch.setattr(Action, "add", full)
    with pytest.raises(DiskFull):
        place(hand, "transcript,code,address\nP1,by luck,P1:2\n", create=True)
    assert dump(hand.path) == before


SPANS = st.lists(
    st.tuples(st.sampled_from(["chance", "staying"]), st.integers(0, len(INTERVIEW) - 1), st.integers(1, 90)),
    max_size=10,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPANS, st.booleans())
def test_imported_spans_are_listed_with_the_same_codes_and_words(
    hand: Project, words_of: WordsOf, spans: list[tuple[str, int, int]], by_address: bool
) -> None:
    rows = {(code, start, min(start + length, len(INTERVIEW))) for code, start, length in spans}
    file = hand.path.parent / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        if by_address:
            writer.writerow(["transcript", "code", "address"])
            writer.writerows(["P1", code, f"P1@{start}-{end}"] for code, start, end in rows)
        else:
            writer.writerow(["transcript", "code", "start_char", "end_char"])
            writer.writerows(["P1", code, start, end] for code, start, end in rows)
    result = import_tables(hand, [file], "hand")
    told = words_of(hand, "hand")
    if rows:
        undo(hand)
    assert (result.placed, result.unplaced) == (len(rows), [])
    assert sorted(told) == sorted((code, INTERVIEW[start:end]) for code, start, end in rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, 8), min_size=1))
def test_quotes_of_whole_units_are_placed_on_those_units(
    hand: Project, words_of: WordsOf, numbers: set[int]
) -> None:
    units = library.units(hand, library.find(hand, "P1").id)
    quotes = [INTERVIEW[slice(*units[number])] for number in sorted(numbers)]
    file = hand.path.parent / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["participant", "code", "quote"])
        writer.writerows(["P1", "chance", quote] for quote in quotes)
    result = import_tables(hand, [file], "hand")
    told = words_of(hand, "hand")
    undo(hand)
    assert (result.near, result.unplaced) == ([], [])
    assert told == [("chance", quote) for quote in quotes]


def test_another_coders_table_goes_into_their_own_pass(hand: Project, words_of: WordsOf) -> None:
    with open_project(hand.path, "BK") as theirs:
        passes.start(theirs, "second")
        import_tables(
            theirs,
            [table(hand, "transcript,code,address,coder\nP1,chance,P1:2, bk \nP1,staying,P1:3, \n")],
            None,
        )
    assert [code for code, _ in words_of(hand, "second")] == ["chance", "staying"]
    assert words_of(hand, "hand") == []


def test_memos_are_numbered_in_the_order_of_the_rows(interview: Project, tmp_path: Path) -> None:
    """Codes have random ids, by which codings are written; what a reader sees does not follow them."""
    names = [f"code {number}" for number in range(12)]
    rows = [f"P1,{name},P1:2,about {name}" for name in names]
    file = tmp_path / "codings.csv"
    file.write_text("\n".join(["transcript,code,address,memo", *rows]) + "\n", encoding="utf-8")
    passes.start(interview, "hand")
    import_tables(interview, [file], "hand", create=True)
    assert [one.text for one in memos.memos(interview)] == [f"about {name}" for name in names]
