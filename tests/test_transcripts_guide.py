"""Interview guides: planned questions, and the turns that ask them."""

from __future__ import annotations

from qualcode.transcripts.guide import Question, likeness, match_questions, parse_guide

GUIDE = """Interview guide

Warm-up
1. Could you briefly describe your teaching background?
2) What motivated you to try this method?
   - Who told you about it?
   - What did your colleagues say?
Q3. How did students
participate during the sessions?

Thank you for your time.
"""


def test_numbered_lines_and_bullets_are_questions_and_headings_are_not() -> None:
    assert [(each.id, each.text) for each in parse_guide(GUIDE)] == [
        ("1", "Could you briefly describe your teaching background?"),
        ("2", "What motivated you to try this method?"),
        ("2.1", "Who told you about it?"),
        ("2.2", "What did your colleagues say?"),
        ("3", "How did students participate during the sessions?"),
    ]


def test_unnumbered_questions_are_numbered_by_place() -> None:
    assert [each.id for each in parse_guide("How are you?\nWhat next?\n")] == ["1", "2"]


def test_letters_are_probes_of_the_number_before_them() -> None:
    assert [each.id for each in parse_guide("4. Why?\na) And then?\nb) And now?")] == ["4", "4.a", "4.b"]


def test_every_id_is_given_once() -> None:
    ids = [each.id for each in parse_guide("1. One?\n1. Again?\n- Probe?\n2. Two?\nMore?")]
    assert len(ids) == len(set(ids)) == 5


def test_a_reworded_question_is_recognised_and_follow_ups_keep_it() -> None:
    turns = [
        "Hello, thanks for coming today.",
        "So, maybe you could say something about your background in teaching first?",
        "How long was that?",
        "And what was it that motivated you to try out the method?",
        "Mhm.",
        "How were students participating in these sessions?",
    ]
    assert match_questions(parse_guide(GUIDE), turns) == {0: None, 1: "1", 2: "1", 3: "2", 4: "2", 5: "3"}


def test_words_scattered_over_a_long_turn_ask_nothing() -> None:
    turn = "I was motivated. My own car broke down. There is a method to that. Then I tried again."
    assert match_questions(parse_guide(GUIDE), [turn]) == {0: None}


def test_guide_without_questions_matches_nothing() -> None:
    assert match_questions([], ["How are you today?"]) == {0: None}


def test_likeness_is_full_for_the_question_itself_and_nothing_for_other_words() -> None:
    question = Question("1", "How did students participate?")
    assert likeness(question.text, question.text) == 100
    assert likeness(question.text, "Where were you born?") == 0
