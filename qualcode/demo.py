"""The example study from an empty folder to a Word report, through the functions the commands call."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qualcode.codes import codebook, freezes
from qualcode.errors import QualcodeError
from qualcode.exchange.codebooks import import_codebook
from qualcode.exchange.decisions import read_decisions
from qualcode.exchange.tables import import_tables
from qualcode.export import slots
from qualcode.export.report import write_report
from qualcode.passes import alignment, coding, passes
from qualcode.reconcile.decisions_file import apply_decisions
from qualcode.reliability.compare import compare
from qualcode.store.project import SUFFIX, open_project
from qualcode.store.study import create_study
from qualcode.themes import claims, edits, quotes, review, themes
from qualcode.transcripts import eligibility, importing, participants
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.model import Place
    from qualcode.store.project import Project

NAME: Final = "peer-support"
HAND, RECODE, AGREED = "hand", "recode", "agreed"


class ExampleMissing(QualcodeError):
    """The example study was not installed with the program."""


class FolderInUse(QualcodeError):
    """The demo writes only into a folder of its own."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo left behind."""

    project: Path
    report: Path

    @property
    def what_next(self) -> str:
        """What to open, and what to try."""
        return (
            f"Open {self.report} in Word or LibreOffice. Then look around in {self.project.parent}:\n"
            f"  cd {self.project.parent}\n"
            "  qualcode status\n"
            f"  qualcode read P3 1-12 --pass {AGREED}\n"
            f"  qualcode compare {HAND} {RECODE}\n"
            "  qualcode themes matrix participant\n"
            "  qualcode claims show c1\n"
            "  qualcode log"
        )


def example_folder() -> Path:
    """Where the example study lies: inside the installed package, or beside it in a checkout.

    Raises:
        ExampleMissing: in neither place.
    """
    package = Path(str(files("qualcode")))
    for place in (package / "examples" / NAME, package.parent / "examples" / NAME):
        if (place / "study.toml").is_file():
            return place
    raise ExampleMissing("The example study is not installed.", "Install qualcode again from its wheel.")


def run(
    folder: Path,
    report: Path | None = None,
    *,
    tell: Callable[[str], None] = lambda _: None,
    step: Callable[[], None] = lambda: None,
) -> Demo:
    """Build the example study in `folder` and write its report; each step says the command it stands for.

    Raises:
        FolderInUse: there is a project in the folder already.
    """
    target = folder / f"{NAME}{SUFFIX}"
    if target.exists():
        raise FolderInUse(
            f"There is a demo in {folder} already.", "Name another folder, or look around in it."
        )
    example = example_folder()
    made = Demo(target, report or folder / "report.docx")
    _create(example, target)
    with open_project(target) as project:
        for what, do in STEPS:
            tell(f"  {what}")
            do(project, example)
            step()
        tell(f"  report -o {made.report}")
        write_report(project, made.report)
    return made


def _create(example: Path, target: Path) -> None:
    study = _study(example)
    create_study(
        target,
        title=study["title"],
        questions=study["questions"],
        approach=study["approach"],
        coder=study["coder"]["id"],
    )


def _study(example: Path) -> dict[str, Any]:
    return tomllib.loads((example / "study.toml").read_text(encoding="utf-8"))


def _import(project: Project, example: Path) -> None:
    importing.import_files(project, importing.files_in([example / "interviews"]), ImportOptions())


def _participants(project: Project, example: Path) -> None:
    participants.import_table(project, example / "participants.csv")
    eligibility.state(project, _study(example)["criteria"])


def _codebook(project: Project, example: Path) -> None:
    import_codebook(project, example / "codebook.csv")
    import_codebook(project, example / "codebook-pass-names.csv")


def _first_pass(project: Project, example: Path) -> None:
    passes.start(project, HAND)
    import_tables(project, [example / "codings-hand.csv"], HAND)
    passes.seal(project, HAND)


def _second_pass(project: Project, example: Path) -> None:
    passes.start(project, RECODE, blind_to=[HAND])
    import_tables(project, [example / "codings-recode.csv"], RECODE)
    passes.seal(project, RECODE)


def _align(project: Project, example: Path) -> None:
    same = [(row["a_code"], row["b_code"]) for row in _alignments(example) if row["relation"] == "renamed"]
    alignment.record(project, HAND, RECODE, same=same)


def _compare(project: Project, _: Path) -> None:
    compare(project, [HAND, RECODE])


def _reconcile(project: Project, example: Path) -> None:
    apply_decisions(project, HAND, RECODE, AGREED, read_decisions(example / "decisions.csv").rows)
    passes.seal(project, AGREED)


def _freeze(project: Project, example: Path) -> None:
    """Renamed codes become one, the code that was split is retired, and the rest is fixed."""
    split: dict[str, list[str]] = {}
    for row in _alignments(example):
        if row["relation"] == "renamed":
            codebook.merge(project, [row["b_code"]], row["a_code"])
        else:
            split.setdefault(row["a_code"], []).append(row["b_code"])
    alignment.record(project, HAND, RECODE, split=list(split.items()))
    for name in split:
        codebook.retire(project, name)
    freezes.freeze(project, "pre-themes")


def _themes(project: Project, example: Path) -> None:
    for row in _rows(example / "themes.csv"):
        if row["key"] == "miscellaneous":
            continue
        themes.add(project, row["name"], row["codes"].split(";"))
        themes.define(
            project,
            row["name"],
            essence=row["essence"],
            includes=row["includes"],
            excludes=row["excludes"],
            answers=row["answers"],
        )


def _contrary(project: Project, example: Path) -> None:
    for row in _rows(example / "contrary.csv"):
        place = coding.place_quote(project, row["transcript"], row["quote"])
        review.judge(project, row["theme"], place, "contrary", row["reason"])


def _claims(project: Project, example: Path) -> None:
    """Each claim on whole codes and single passages; then what speaks against some of them."""
    for row in _rows(example / "claims.csv"):
        passages = [said.split(": ", 1) for said in _several(row["passages"], "||")]
        places = [coding.place_quote(project, name, words) for name, words in passages]
        support: list[Place | str] = [*_several(row["codes"], ";"), *places]
        claims.add(project, row["sentence"], row["theme"], support, row["citation"])
    for row in _rows(example / "contrary.csv"):
        place = coding.place_quote(project, row["transcript"], row["quote"])
        claims.add_contrary(project, int(row["claim"]), place)


def _quotes(project: Project, example: Path) -> None:
    """In the order of the file, which numbers them; each under the claim that it illustrates."""
    found = _rows(example / "claims.csv")
    under = {int(quote): int(row["claim"]) for row in found for quote in _several(row["quotes"], ";")}
    for at, row in enumerate(_rows(example / "quotes.csv"), start=1):
        place = coding.place_quote(project, row["transcript"], row["quote"])
        number = quotes.add(project, row["theme"], place, row["reason"], under.get(at))
        for words in _several(row["omit"], "||"):
            edits.edit(project, number, omit=words)


def _prose(project: Project, example: Path) -> None:
    texts = slots.from_markdown((example / "prose.md").read_text(encoding="utf-8"))
    slots.write(project, texts)


def _several(cell: str, mark: str) -> list[str]:
    return [one.strip() for one in cell.split(mark) if one.strip()]


def _alignments(example: Path) -> list[dict[str, str]]:
    return _rows(example / "alignment.csv")


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STEPS: Final[tuple[tuple[str, Callable[[Project, Path], None]], ...]] = (
    ("import interviews/", _import),
    ("participants import participants.csv; participants check --criterion", _participants),
    ("codes import codebook.csv", _codebook),
    (f"passes start {HAND}; codings import codings-hand.csv; passes seal {HAND}", _first_pass),
    (f"passes start {RECODE} --blind-to {HAND}; codings import; passes seal {RECODE}", _second_pass),
    (f"align {HAND} {RECODE} --same X=Y", _align),
    (f"compare {HAND} {RECODE}", _compare),
    (f"reconcile {HAND} {RECODE} --into {AGREED} --decisions decisions.csv", _reconcile),
    ("codes merge; codes retire; codes freeze pre-themes", _freeze),
    ("themes add; themes define", _themes),
    ("themes review --verdict contrary", _contrary),
    ("claims add; claims contrary", _claims),
    ("quotes add --claim; quotes edit --omit", _quotes),
    ("slots import prose.md", _prose),
)
"""The path, step by step: the commands each step stands for, and what does it."""
