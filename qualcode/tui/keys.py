"""Every key of the coding screen in one table: what is bound, what `?` shows and what the tests press."""

from __future__ import annotations

from typing import Final, NamedTuple


class Key(NamedTuple):
    """Keys (as Textual calls them), the action they start, how `?` shows them, and what they do."""

    keys: str
    action: str
    shown: str
    does: str


UNDO: Final = Key("u,ctrl+z", "undo", "u", "undo")
HELP: Final = Key("question_mark,f1", "help", "?", "all keys")
LEAVE: Final = Key("q,ctrl+c,ctrl+q", "leave", "q", "quit; everything is saved")

MOVING: Final = (
    Key("down,j", "unit(1)", "↓ j", "next unit"),
    Key("up,k", "unit(-1)", "↑ k", "previous unit"),
    Key("right,l", "word(1)", "→ l", "next word"),
    Key("left,h", "word(-1)", "← h", "previous word"),
    Key("w", "phrase(1)", "w", "next phrase, up to a comma"),
    Key("a", "phrase(-1)", "a", "previous phrase"),
    Key("right_square_bracket,ctrl+down", "turn(1)", "]", "next turn"),
    Key("left_square_bracket,ctrl+up", "turn(-1)", "[", "previous turn"),
    Key("pagedown,space", "screenful(1)", "PgDn", "a screen down"),
    Key("pageup", "screenful(-1)", "PgUp", "a screen up"),
    Key("home,g", "edge(-1)", "Home g", "first unit"),
    Key("end,G", "edge(1)", "End G", "last unit"),
    Key("tab", "coding(1)", "Tab", "next coding"),
    Key("shift+tab", "coding(-1)", "⇧Tab", "previous coding"),
    Key("n", "uncoded(1)", "n", "next uncoded stretch"),
    Key("N", "uncoded(-1)", "N", "previous uncoded stretch"),
    Key("slash", "search", "/", "search the transcript"),
    Key("s", "match(1)", "s", "next place found"),
    Key("S", "match(-1)", "S", "previous place found"),
    Key("colon", "go_to", ":", "go to a unit, as 42 or P7:42"),
    Key("greater_than_sign,ctrl+pagedown", "transcript(1)", ">", "next transcript"),
    Key("less_than_sign,ctrl+pageup", "transcript(-1)", "<", "previous transcript"),
)

SELECTING: Final = (
    Key("shift+down,J", "extend_unit(1)", "⇧↓ J", "one unit more"),
    Key("shift+up,K", "extend_unit(-1)", "⇧↑ K", "one unit less, or one above"),
    Key("shift+right,L", "extend_word(1)", "⇧→ L", "one word more"),
    Key("shift+left,H", "extend_word(-1)", "⇧← H", "one word less"),
    Key("W", "extend_phrase(1)", "W", "one phrase more"),
    Key("A", "extend_phrase(-1)", "A", "one phrase less"),
    Key("right_curly_bracket,ctrl+shift+down", "extend_turn(1)", "}", "to the end of the turn"),
    Key("left_curly_bracket,ctrl+shift+up", "extend_turn(-1)", "{", "to its beginning"),
    Key("right_parenthesis", "extend_character(1)", ")", "one character more"),
    Key("left_parenthesis", "extend_character(-1)", "(", "one character less"),
    Key("o", "other_edge", "o", "move the other end"),
    Key("t", "whole_turn", "t", "the whole turn"),
    Key("escape", "back", "Esc", "back to the unit; end filter, search"),
)

CODING: Final = (
    Key("c,enter", "code", "c Enter", "apply a code"),
    Key("full_stop", "repeat", ".", "apply the last code again"),
    Key("i", "in_vivo", "i", "code from the words themselves"),
    Key("x,delete", "take_off", "x Del", "take a coding off"),
    Key("e", "edit", "e", "change a coding's boundaries"),
    Key("m", "memo", "m", "write a memo"),
    Key("M", "memos", "M", "read the memos here"),
    UNDO,
    Key("U,ctrl+r,ctrl+y", "redo", "U", "redo"),
)

SHOWING: Final = (
    Key("b", "codebook", "b", "codebook on and off"),
    Key("f", "filter", "f", "show one code only"),
    HELP,
    LEAVE,
)

GROUPS: Final = (("Move", MOVING), ("Select", SELECTING), ("Code", CODING), ("Show", SHOWING))

HINT: Final = "↓ next unit   ⇧↓ select more   c code it   u undo   ? all keys"
"""The line that teaches the first five keys."""

NOVICE: Final = 12
"""Codings in a pass up to which the hint line is shown."""

ASKING: Final = (
    Key("down,j", "rows(1)", "↓ j", "scroll the passage down"),
    Key("up,k", "rows(-1)", "↑ k", "scroll it up"),
    Key("pagedown,space", "screenful(1)", "PgDn", "a screen down"),
    Key("pageup", "screenful(-1)", "PgUp", "a screen up"),
    Key("home", "reading", "Home", "back to the words asked about"),
    Key("right_square_bracket", "matter(1)", "]", "scroll what stands below it down"),
    Key("left_square_bracket", "matter(-1)", "[", "scroll that up"),
    UNDO,
    HELP,
    LEAVE,
)
"""Keys of the screens that put one question at a time, beside those of its answers."""

ASKING_ALWAYS: Final = (("u", "undo"), ("?", "keys"), ("q", "quit"))
"""Those of them that its last lines always show, in a word each."""

SPANNING: Final = (
    Key("right,l", "word(1)", "→ ←", "by word"),
    Key("left,h", "word(-1)", "", ""),
    Key("down,j", "unit(1)", "↓ ↑", "by unit"),
    Key("up,k", "unit(-1)", "", ""),
    Key("right_parenthesis", "character(1)", ") (", "by character"),
    Key("left_parenthesis", "character(-1)", "", ""),
    Key("o,tab", "other", "o", "other end"),
    Key("colon", "typed", ":", "type it"),
    Key("enter", "take", "Enter", "take it"),
    Key("escape,ctrl+c", "leave", "Esc", "leave it as it was"),
)
"""Keys that move an end of a span; the second of two is told with the first."""
