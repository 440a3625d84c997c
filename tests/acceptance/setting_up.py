"""Steps 1 to 6 as typed: the study, its people, the transcripts, the check by ear, the first reading."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import docx

from qualcode.demo import example_folder

if TYPE_CHECKING:
    from pathlib import Path

    from acceptance.desk import Desk

EXAMPLE = example_folder()
REPLACED = {"Lantern Street Project": "[agency withheld here]", "555-0142": "[phone1]"}
"""As long as what stood there and of as many words, so that all planted places stay where they are."""

PEOPLE = tuple(f"P{number}" for number in range(1, 11))


def begin(desk: Desk) -> None:
    """Step 1."""
    study = tomllib.loads((EXAMPLE / "study.toml").read_text(encoding="utf-8"))
    questions = [word for question in study["questions"] for word in ("--question", question)]
    desk.type("init", "voices.qualcode", "--title", study["title"], *questions, "--coder", "CS")
    desk.type("status", "--json", keep="status at first")
    desk.type("status", keep="status at first, in words")
    desk.type("next", keep="next at first")


def people(desk: Desk) -> None:
    """Step 2."""
    desk.type("participants", "import", str(EXAMPLE / "participants.csv"), keep="people")
    criteria = tomllib.loads((EXAMPLE / "study.toml").read_text(encoding="utf-8"))["criteria"]
    desk.type("participants", "check", *(word for one in criteria for word in ("--criterion", one)))


def bring_in(desk: Desk) -> None:
    """Step 3."""
    desk.type("import", str(EXAMPLE / "interviews"), "--json", keep="import")
    desk.type("import", str(EXAMPLE / "guide.md"), "--as", "guide")
    desk.type("import", str(EXAMPLE / "field-notes.md"), "--as", "field-note")


def protect(desk: Desk) -> None:
    """Step 4: what tells who somebody is, is replaced; the rest of what was found is looked at and stays."""
    desk.type("deid", "scan", "--json", keep="hits")
    replaced = [word for pair in REPLACED.items() for word in ("--replace", "=".join(pair))]
    desk.type("deid", "apply", *replaced, "--log", str(log_of(desk)), "--yes", keep="replaced")
    kept = [word for one in ("name", "date", "place") for word in ("--keep-class", one)]
    desk.type("deid", "apply", *kept, "--log", str(log_of(desk)), "--yes")


def replaced(text: str) -> str:
    """Words of the example as they are after step 4."""
    for words, instead in REPLACED.items():
        text = text.replace(words, instead)
    return text


def log_of(desk: Desk) -> Path:
    """The replacement log lies in another folder than the project."""
    return desk.folder.with_name(f"{desk.folder.name}-apart.csv")


def check_by_ear(desk: Desk) -> None:
    """Step 5."""
    for name in PEOPLE:
        desk.type("transcripts", "verify", name, "--share", "100", "--by", "CS")


def read_all(desk: Desk) -> None:
    """Step 6."""
    for name in PEOPLE:
        desk.days_later(1)
        desk.type("read", name, keep=f"read {name}")
        desk.type(
            "memos", "add", f"Read {name} with the recording on.", "--on", name, "--kind", "familiarization"
        )
        desk.type(
            "memos", "add", f"What {name} did to me while reading.", "--on", name, "--kind", "reflexive"
        )


def text_of(file: Path) -> str:
    """The words of a transcript, read without the program."""
    if file.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    written = file.read_text(encoding="utf-8")
    return written if file.suffix in {".txt", ".md"} else _spoken(written)


def _spoken(subtitles: str) -> str:
    """One paragraph per speaker's turn, its cues joined by spaces."""
    turns: list[tuple[str, list[str]]] = []
    for line in subtitles.splitlines():
        if line.startswith("<v "):
            speaker, _, words = line.removeprefix("<v ").partition(">")
            if not turns or turns[-1][0] != speaker:
                turns.append((speaker, []))
            turns[-1][1].append(words.removesuffix("</v>"))
    return "\n".join(" ".join(cues) for _, cues in turns)
