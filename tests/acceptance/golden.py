"""A study whose four-count cells are those of published and computed examples (`method.md` 1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from acceptance.desk import Desk

CHARACTERS: Final = {"in two": (50, 75, 75, 800), "in one": (50, 150, 0, 800)}
"""Both, A only, B only, neither, of 1,000 characters of speech: two of one percentage."""

SENTENCES: Final = {"rare": (2, 2, 2, 194), "common": (40, 8, 6, 146), "never": (0, 0, 0, 200)}
"""The same of 200 sentences."""

COEFFICIENTS: Final = {
    "in two": (0.8500, 0.4000, 0.2500, 0.3143, 0.3146, 0.8080),
    "in one": (0.8500, 0.4000, 0.2500, 0.3478, 0.3146, 0.8080),
    "rare": (0.9800, 0.5000, 0.3333, 0.4898, 0.4911, 0.9792),
    "common": (0.9300, 0.8511, 0.7407, 0.8053, 0.8058, 0.8907),
}
"""Percent agreement, positive agreement, Jaccard, kappa, alpha, AC1."""

_LONG: Final = 1000


def code_twice(desk: Desk) -> None:
    """Two transcripts, two blind passes of one coder, and every cell as planted."""
    speech = ("word " * (_LONG // 5))[: _LONG - 1] + "."
    (desk.folder / "C1.txt").write_text(f"Interviewer: And?\n\nC1: {speech}\n", encoding="utf-8")
    answers = " ".join(f"Thing {at} is told." for at in range(200))
    (desk.folder / "S1.txt").write_text(f"Interviewer: And?\n\nS1: {answers}\n", encoding="utf-8")
    desk.type("init", "voices.qualcode", "--title", "Golden", "--question", "Q?", "--coder", "CS")
    desk.type("import", "C1.txt", "S1.txt")
    for at, name in enumerate(("first", "second")):
        blind = ("--blind-to", "first") if at else ()
        desk.type("passes", "start", name, *blind)
        table = [*_spans(desk, at), *_units(desk, at)]
        lines = ["transcript,code,start_char,end_char", *table]
        (desk.folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        desk.type("codings", "import", f"{name}.csv", "--pass", name, "--create")
        desk.type("passes", "seal", name)
    desk.type("codes", "add", "never")


def _spans(desk: Desk, which: int) -> list[str]:
    """Stretches of the long answer: what both coded comes first, then what one coded, then the other."""
    start = _turns(desk, "C1")[1]["start_char"]
    rows = []
    for code, (both, a_only, b_only, _) in CHARACTERS.items():
        rows.append(f"C1,{code},{start},{start + both}")
        begin, long = (start + both, a_only) if which == 0 else (start + both + a_only, b_only)
        if long:
            rows.append(f"C1,{code},{begin},{begin + long}")
    return rows


def _units(desk: Desk, which: int) -> list[str]:
    units = [one for one in desk.json("transcripts", "show", "S1")["units"] if one["role"] == "participant"]
    rows: list[str] = []
    for code, (both, a_only, b_only, _) in SENTENCES.items():
        alone = range(both, both + a_only) if which == 0 else range(both + a_only, both + a_only + b_only)
        here = [units[at] for at in (*range(both), *alone)]
        rows += [f"S1,{code},{one['start_char']},{one['end_char']}" for one in here]
    return rows


def _turns(desk: Desk, name: str) -> list[dict[str, int]]:
    found: list[dict[str, int]] = desk.json("transcripts", "show", name)["turns"]
    return found
