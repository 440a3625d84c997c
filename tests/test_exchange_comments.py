"""Codings from Word: a comment names codes, its anchor is the span, and nothing is guessed."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import dump
from conftest import INTERVIEW, bring_in
from word_files import answers, coded, comment, run, word_file

from qualcode.codes import codebook
from qualcode.errors import UsageError
from qualcode.exchange.codings import CodingsOptions, import_codings
from qualcode.exchange.comments import WhichTranscript, code_names
from qualcode.passes import passes, quotations, withheld
from qualcode.passes.passes import PassSealed
from qualcode.store.actions import undo
from qualcode.transcripts import addresses, library
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions
from qualcode.transcripts.readers.base import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.exchange.landing import CodingsImport
    from qualcode.store.project import Project

    WordsOf = Callable[[Project, str], list[tuple[str, str]]]

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "word-comments-llmcode"
FLYER = INTERVIEW.replace("I saw a flyer.", "[1 I saw a flyer.1]")


@pytest.fixture
def hand(interview: Project) -> Project:
    for name in ("chance", "staying", "trust, chance", "doubt"):
        codebook.add(interview, name)
    passes.start(interview, "hand")
    return interview


def bring(
    project: Project,
    file: Path,
    *,
    create: bool = False,
    in_name: str | None = None,
    author: str | None = None,
    colors: dict[str, str] | None = None,
) -> CodingsImport:
    return import_codings(project, [file], "hand", CodingsOptions(create, in_name, author, colors or {}))


def document(project: Project, text: str, comments: str = "", extended: str = "", name: str = "P1") -> Path:
    return word_file(project.path.parent / f"{name}.docx", coded(text), comments, extended)


def test_comment_becomes_a_coding_of_the_words_it_stands_on(hand: Project, words_of: WordsOf) -> None:
    result = bring(hand, document(hand, FLYER, comment(1, "chance")))
    assert (result.placed, result.near, result.unplaced) == (1, [], [])
    assert words_of(hand, "hand") == [("chance", "I saw a flyer.")]
    (one,) = quotations.quotations(hand)
    assert (one.start_char, one.origin) == (INTERVIEW.index("I saw"), "import")
    made = hand.value("SELECT created_at FROM codings WHERE id = ?", (one.id,))
    assert made == "2024-05-01T10:00:00.000000+00:00"


def test_span_may_run_over_paragraphs_and_overlap_another(hand: Project, words_of: WordsOf) -> None:
    text = INTERVIEW.replace("honestly.", "[1 honestly.").replace("made you", "[2 made1] you2]")
    bring(hand, document(hand, text, comment(1, "doubt") + comment(2, "staying")))
    begin, end = INTERVIEW.index("honestly."), INTERVIEW.index(" you stay")
    assert words_of(hand, "hand") == [("doubt", INTERVIEW[begin:end]), ("staying", "made you")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("chance", ["chance"]),
        (" Chance ;staying\ndoubt;; ", ["Chance", "staying", "doubt"]),
        ("chance, staying", ["chance", "staying"]),
        ("trust, chance", ["trust, chance"]),
        ("staying, trust, chance; staying", ["staying", "trust, chance"]),
        ("by luck, really", ["by luck, really"]),
        ("chance, by luck", ["chance, by luck"]),
        ("a; b", ["a; b"]),
        ("  \n ", []),
    ],
)
def test_codes_are_divided_by_semicolons_and_lines_and_by_commas_only_when_known(
    text: str, names: list[str]
) -> None:
    assert code_names(text, {"chance", "staying", "doubt", "trust, chance", "a; b"}) == names


def test_unknown_codes_are_listed_and_made_when_asked(hand: Project, words_of: WordsOf) -> None:
    file = document(hand, FLYER, comment(1, "chanse; staying"))
    result = bring(hand, file)
    assert (result.placed, [one.row for one in result.unplaced]) == (1, [1])
    assert result.unplaced[0].reason.startswith("There is no code called 'chanse'. Did you mean 'chance'")
    again = bring(hand, file, create=True)
    assert (again.placed, again.already, again.codes_created) == (1, 1, ["chanse"])
    assert words_of(hand, "hand") == [("chanse", "I saw a flyer."), ("staying", "I saw a flyer.")]


def test_a_long_note_is_no_code_even_when_codes_are_made(hand: Project) -> None:
    result = bring(hand, document(hand, FLYER, comment(1, "Is it so? " * 20)), create=True)
    assert (result.placed, result.codes_created) == (0, [])
    assert "reads like a note" in result.unplaced[0].reason


def test_replies_become_memos_and_later_ones_are_added(hand: Project) -> None:
    first = comment(1, "chance") + comment(2, "really?")
    bring(hand, document(hand, FLYER, first, answers(2, 1)))
    assert [one.memo for one in quotations.quotations(hand)] == ["really?"]
    more = first + comment(3, "I agree", "so far", author="Sup")
    result = bring(hand, document(hand, FLYER, more, answers(2, 1) + answers(3, 2)))
    assert (result.placed, result.already, result.unplaced) == (0, 1, [])
    bodies = [row[0] for row in hand.rows("SELECT body FROM memos ORDER BY rowid")]
    assert bodies == ["really?", "Sup: I agree\nso far"]


def test_comments_that_answer_each_other_in_a_circle_are_still_listed_or_placed(hand: Project) -> None:
    both = comment(1, "chance") + comment(2, "staying")
    result = bring(hand, document(hand, FLYER, both, answers(2, 1) + answers(1, 2)))
    assert result.placed + len(result.unplaced) >= 1
    assert result.placed == 1


def test_other_authors_are_told_and_can_be_taken_alone(hand: Project, words_of: WordsOf) -> None:
    text = FLYER.replace("The people.", "[2 The people.2]")
    file = document(hand, text, comment(1, "chance", author="Ana") + comment(2, "staying", author="Ben"))
    result = bring(hand, file, author="Ben")
    assert [(one.author, one.comments, one.coder) for one in result.authors] == [
        ("Ana", 1, None),
        ("Ben", 1, "CS"),
    ]
    assert words_of(hand, "hand") == [("staying", "The people.")]
    assert bring(hand, file).placed == 1


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (coded(INTERVIEW), "stands on no words"),
        (coded(INTERVIEW.replace("I saw", "[1 1]I saw")), "stands on no words"),
        (coded(FLYER.replace("1]", "")), "stands on no words"),
        (
            coded(INTERVIEW)
            + '<w:p><w:commentRangeStart w:id="1"/><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>'
            '<w:commentRangeEnd w:id="1"/></w:p>',
            "stands on no words",
        ),
        (coded("[1 These words were never spoken by anybody at all here.1]\n" + INTERVIEW), "was not found"),
    ],
)
def test_comment_on_nothing_is_listed(hand: Project, body: str, why: str) -> None:
    before = dump(hand.path)
    result = bring(hand, word_file(hand.path.parent / "P1.docx", body, comment(1, "chance")))
    assert (result.placed, [one.row for one in result.unplaced]) == (0, [1])
    assert why in result.unplaced[0].reason
    assert dump(hand.path) == before


def test_comment_without_a_code_is_listed(hand: Project) -> None:
    result = bring(hand, document(hand, FLYER, comment(1, " ")))
    assert [one.reason for one in result.unplaced] == ["The comment holds no code."]


def test_anchor_between_paragraphs_and_around_changes_is_kept(hand: Project, words_of: WordsOf) -> None:
    lines = INTERVIEW.split("\n")
    paragraphs = [coded(line) for line in lines]
    paragraphs.insert(2, '<w:commentRangeStart w:id="1"/>')
    paragraphs.insert(4, '<w:commentRangeEnd w:id="1"/>')
    bring(hand, word_file(hand.path.parent / "P1.docx", "".join(paragraphs), comment(1, "chance")))
    assert words_of(hand, "hand") == [("chance", lines[2])]


def test_edges_inside_a_deletion_stand_where_it_was(hand: Project, words_of: WordsOf) -> None:
    gone = "<w:r><w:delText>gone </w:delText></w:r>"
    bring(hand, word_file(hand.path.parent / "P1.docx", _deleted(gone), comment(1, "chance")))
    assert words_of(hand, "hand") == [("chance", "I saw")]


def _deleted(gone: str) -> str:
    before, _, after = INTERVIEW.partition("I saw")
    head, _, start = before.rpartition("\n")
    rest, _, tail = after.partition("\n")
    return (
        coded(head)
        + f'<w:p>{run(start)}<w:del>{gone}<w:commentRangeStart w:id="1"/>{gone}</w:del>{run("I saw")}'
        + f'<w:del><w:commentRangeEnd w:id="1"/>{gone}</w:del>{run(rest)}</w:p>'
        + coded(tail)
    )


EDITED = (
    FLYER.replace("Interviewer: How", "A heading\nInterviewer: “How")
    .replace("P1:", "P1 -")
    .replace("dragged", "draged")
)


def test_document_that_differs_a_little_gives_the_transcripts_words(hand: Project, words_of: WordsOf) -> None:
    text = EDITED.replace("My sister", "[2 My sister").replace("honestly.", "honestly.2]")
    text = text.replace("So I came back.", "[3 So I came back.3]")
    result = bring(
        hand, document(hand, text, comment(1, "chance") + comment(2, "doubt") + comment(3, "staying"))
    )
    assert (result.placed, result.unplaced) == (3, [])
    assert [(one.row, one.score < 100) for one in result.near] == [(2, True)]
    assert words_of(hand, "hand") == [
        ("chance", "I saw a flyer."),
        ("doubt", "My sister dragged me along, honestly."),
        ("staying", "So I came back."),
    ]


REPEATED = "I: Again?\nP2: Yes.\nI: And the bus?\nP2: Yes.\nI: And the rain?\nP2: Yes.\nI: Thanks.\n"


def test_words_that_stand_often_are_placed_by_what_is_around_them(
    hand: Project, tmp_path: Path, words_of: WordsOf
) -> None:
    bring_in(hand, tmp_path, P2=REPEATED)
    text = "A new heading\n" + REPEATED.replace("bus?\nP2: Yes.", "bus?\nP2: [1 Yes.1]")
    bring(hand, document(hand, text, comment(1, "chance"), name="P2"))
    (one,) = quotations.quotations(hand)
    assert one.start_char == REPEATED.index("Yes.", REPEATED.index("bus"))
    assert words_of(hand, "hand") == [("chance", "Yes.")]


def test_words_that_stand_often_are_listed_when_nothing_around_them_tells(
    hand: Project, tmp_path: Path
) -> None:
    bring_in(hand, tmp_path, P2="P2: Yes.\nP2: Yes.\nP2: Yes.\n")
    result = bring(hand, document(hand, "P2: [1 Yes.1]\nP2: Yes.\n", comment(1, "chance"), name="P2"))
    assert (result.placed, len(result.unplaced)) == (0, 1)
    assert "several places in P2" in result.unplaced[0].reason


def test_words_taken_out_of_the_transcript_are_not_placed_on_their_like_elsewhere(
    hand: Project, tmp_path: Path
) -> None:
    bring_in(hand, tmp_path, P2="I: Did it rain?\nP2: A lot.\nI: And then?\nP2: We went home by bus.\n")
    text = "I: Did it rain?\nP2: It poured.\nI: And then?\nP2: [1 A lot.1] We went home by bus.\n"
    result = bring(hand, document(hand, text, comment(1, "chance"), name="P2"))
    assert (result.placed, len(result.unplaced)) == (0, 1)


def test_transcript_is_found_by_text_when_the_name_does_not_say(
    hand: Project, tmp_path: Path, words_of: WordsOf
) -> None:
    bring_in(hand, tmp_path, P2=REPEATED)
    file = document(hand, EDITED, comment(1, "chance"), name="coded by Ana")
    assert bring(hand, file).placed == 1
    assert words_of(hand, "hand") == [("chance", "I saw a flyer.")]


def test_document_that_is_no_transcript_needs_to_be_told(hand: Project) -> None:
    before = dump(hand.path)
    file = document(hand, "[1 Something else altogether1]", comment(1, "chance"), name="other")
    with pytest.raises(WhichTranscript, match="called like no transcript"):
        bring(hand, file)
    assert dump(hand.path) == before
    assert len(bring(hand, file, in_name="P1").unplaced) == 1


def test_in_names_one_document_only(hand: Project) -> None:
    file = document(hand, FLYER, comment(1, "chance"))
    with pytest.raises(UsageError, match="--in says"):
        import_codings(hand, [file, file], "hand", CodingsOptions(in_name="P1"))


COLORED = INTERVIEW.replace("I nearly left.", "{yellow I nearly left.}").replace(
    "Nobody does that.", "{green Nobody does that.}"
)


def test_highlights_without_a_comment_are_offered_by_colour(hand: Project, words_of: WordsOf) -> None:
    text = COLORED.replace("I saw a flyer.", "[1 {yellow I saw a flyer.}1]")
    file = document(hand, text, comment(1, "chance"))
    result = bring(hand, file)
    assert [(one.color, one.address, one.code) for one in result.highlights] == [
        ("yellow", "P1:4", None),
        ("green", "P1:8", None),
    ]
    assert result.placed == 1
    result = bring(hand, file, colors={"yellow": "doubt"})
    assert [(one.color, one.code) for one in result.highlights] == [("yellow", "doubt"), ("green", None)]
    assert words_of(hand, "hand") == [("chance", "I saw a flyer."), ("doubt", "I nearly left.")]


def test_highlight_on_a_withheld_passage_is_not_offered_and_not_placed(hand: Project) -> None:
    withheld.withhold(hand, "P1", [addresses.resolve(hand, "P1:2")])
    file = document(hand, INTERVIEW.replace("a flyer", "{yellow a flyer}"))
    result = bring(hand, file)
    assert (result.highlights, result.unplaced) == ([], [])
    result = bring(hand, file, colors={"yellow": "doubt"})
    assert (result.highlights, result.placed) == ([], 0)
    assert "withheld" in result.unplaced[0].reason


def test_shading_and_marked_paragraph_ends_count_as_highlights(hand: Project) -> None:
    marked, shaded = '<w:highlight w:val="cyan"/>', '<w:shd w:val="clear" w:fill="FFEE00"/>'
    body = (
        f"<w:p>{run('I: ')}{run('Why', marked)}{run('?', marked)}</w:p>"
        f"<w:p><w:pPr><w:rPr>{marked}</w:rPr></w:pPr>{run('one ', marked)}</w:p>"
        f"<w:p>{run('two', marked)}{run(' three')}"
        f"{run('four', shaded)}{run(' five', shaded.replace('FFEE00', 'auto'))}</w:p>"
    )
    file = word_file(hand.path.parent / "P3.docx", body)
    import_files(hand, [file], ImportOptions())
    result = bring(hand, file)
    text = library.text(hand, library.find(hand, "P3").id)
    assert [(one.color, text[one.start_char : one.end_char]) for one in result.highlights] == [
        ("cyan", "Why?"),
        ("cyan", "one \ntwo"),
        ("#ffee00", "four"),
    ]


def test_comments_in_a_table_are_placed_on_the_words_of_the_turn(hand: Project, words_of: WordsOf) -> None:
    rows = "".join(
        f"<w:tr><w:tc><w:p>{run(who)}</w:p></w:tc><w:tc><w:p>{words}</w:p></w:tc></w:tr>"
        for who, words in (
            ("I:", run("How did you get here today?")),
            ("P3:", coded("By bus, [1 it rained a lot1] again.")[5:-6]),
            ("I:", run("And how do you get home?")),
            ("P3:", run("On foot, I hope, it is not far.")),
        )
    )
    file = word_file(hand.path.parent / "P3.docx", f"<w:tbl>{rows}</w:tbl>", comment(1, "chance"))
    import_files(hand, [file], ImportOptions())
    assert bring(hand, file).placed == 1
    assert words_of(hand, "hand") == [("chance", "it rained a lot")]


def test_import_is_one_action_over_several_files_and_dry_run_keeps_nothing(
    hand: Project, words_of: WordsOf
) -> None:
    file = document(hand, FLYER, comment(1, "new"))
    table = hand.path.parent / "more.csv"
    table.write_text("transcript,code,quote\nP1,staying,The people.\n")
    before = dump(hand.path)
    options = CodingsOptions(create=True)
    rehearsed = import_codings(hand, [file, table], "hand", options, dry_run=True)
    assert dump(hand.path) == before
    assert import_codings(hand, [file, table], "hand", options) == rehearsed
    assert words_of(hand, "hand") == [("new", "I saw a flyer."), ("staying", "The people.")]
    assert undo(hand) == "codings import"
    assert words_of(hand, "hand") == []


def test_sealed_pass_takes_no_comments(hand: Project) -> None:
    passes.seal(hand, "hand")
    with pytest.raises(PassSealed):
        bring(hand, document(hand, FLYER, comment(1, "chance")))


@pytest.mark.parametrize("harm", ["doctype", "bomb", "not a zip", "no document"])
def test_hostile_document_is_refused_and_changes_nothing(hand: Project, harm: str) -> None:
    file = hand.path.parent / "P1.docx"
    if harm == "doctype":
        entity = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        word_file(file, coded(FLYER), comment(1, "chance"), head=entity)
    elif harm == "bomb":
        word_file(file, f"<w:p>{run('a' * (40 << 20))}</w:p>", comment(1, "chance"))
    elif harm == "not a zip":
        file.write_bytes(b"PK\x03\x04 but no more")
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
    before = dump(hand.path)
    with pytest.raises(UnreadableFileError):
        bring(hand, file)
    assert dump(hand.path) == before


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared example data is not beside the project")
@pytest.mark.parametrize(("name", "comments"), [("bopp_test_input", 199), ("bopp_test_augmented_1", 119)])
def test_every_comment_of_real_files_is_placed_on_its_words(
    project: Project, words_of: WordsOf, name: str, comments: int
) -> None:
    file = SHARED / f"{name}.docx"
    import_files(project, [file], ImportOptions())
    passes.start(project, "hand")
    result = bring(project, file, create=True)
    lines = (SHARED / f"{name}.expected.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [json.loads(line) for line in lines]
    assert [one.comments for one in result.authors] == [comments] == [len(expected)]
    assert (result.unplaced, result.near) == ([], [])
    wanted = Counter(
        (code, one["quote"].strip())
        for one in expected
        for code in {part.strip().casefold() for part in one["comment"].split(";")} - {""}
    )
    placed = Counter((code.casefold(), words) for code, words in words_of(project, "hand"))
    assert placed == wanted
