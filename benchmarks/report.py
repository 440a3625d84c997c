"""The report of a large study against bare python-docx, and 40,000 quotations against writing their XML.

Run: python benchmarks/report.py
The study is generated: 100 interviews, two passes of 20,000 codings each, 12 themes, 200 quotes.
Goals: `report` in at most 2 times the time and memory of python-docx writing the same paragraphs (a table's
cells are paragraphs); `export quotations -o all.docx` in at most 5 times the time of writing the XML.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from qualcode.codes import codebook
from qualcode.export.blocks import Heading, Paragraph, Table
from qualcode.export.composing import compose
from qualcode.export.gather import gather
from qualcode.export.listings import quotation_table
from qualcode.passes import passes
from qualcode.store.actions import action
from qualcode.store.project import Project, open_project
from qualcode.store.study import create_study
from qualcode.themes import themes
from qualcode.transcripts import library
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.prepare import ImportOptions

INTERVIEWS, CODINGS, THEMES, QUOTES, CODES = 100, 20_000, 12, 200, 60
TURNS, WORDS = 60, 60
VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("", "n", "r", "lo", "ti")]

PEAK = """
from pathlib import Path
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
REPORT = (
    """
import sys
from pathlib import Path
from qualcode.export.report import write_report
from qualcode.store.project import open_project
with open_project(Path(sys.argv[1])) as project:
    write_report(project, Path(sys.argv[2]))
"""
    + PEAK
)
BARE = (
    """
import json, sys
from pathlib import Path
import docx
document = docx.Document()
for text in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
    document.add_paragraph(text)
document.save(sys.argv[2])
"""
    + PEAK
)
EXPORT = (
    """
import sys
from pathlib import Path
from qualcode.export.listing import write_listing
from qualcode.export.listings import quotation_table
from qualcode.store.project import open_project
with open_project(Path(sys.argv[1])) as project:
    rows, _ = write_listing(project, quotation_table(project), Path(sys.argv[2]))
assert rows == 40_000, rows
"""
    + PEAK
)


def main() -> None:
    """Generate the study, then measure each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "study.qualcode"
        started = time.perf_counter()
        generate(folder, path)
        print(f"study generated in {time.perf_counter() - started:.0f} s, {path.stat().st_size >> 20} MiB")
        texts = folder / "paragraphs.json"
        with open_project(path) as project:
            written = paragraphs(project)
            texts.write_text(json.dumps(written), encoding="utf-8")
            floor = xml_floor(project, folder / "floor.docx")
        bare = measured(BARE, texts, folder / "bare.docx")
        ours = measured(REPORT, path, folder / "report.docx")
        print(f"report, {len(written):,} paragraphs: {told(ours)}; bare python-docx {told(bare)}")
        print(f"  time {ours[0] / bare[0]:.1f} times (goal 2), memory {ours[1] / bare[1]:.1f} times (goal 2)")
        export = measured(EXPORT, path, folder / "all.docx")
        size = (folder / "all.docx").stat().st_size >> 20
        print(f"export of 40,000 quotations: {told(export)}, {size} MiB; writing the XML {floor:.2f} s")
        print(f"  time {export[0] / floor:.1f} times (goal 5)")


def generate(folder: Path, path: Path) -> None:
    """Interviews, codes, two passes of codings on sentences, themes and quotes."""
    chance = random.Random(7)  # noqa: S311 - a benchmark repeats itself
    create_study(path, title="A large study", questions=["What do people say?"], coder="CS")
    with open_project(path) as project:
        import_files(project, _interviews(folder, chance), ImportOptions())
        codes = [
            codebook.add(project, f"code {at}", definition=f"What code {at} means.") for at in range(CODES)
        ]
        for name in ("first", "second"):
            _code(project, passes.start(project, name).id, codes, chance)
            passes.seal(project, name)
        for at in range(THEMES):
            names = [f"code {number}" for number in range(at * 5, at * 5 + 5)]
            themes.add(project, f"Theme number {at}", names)
            themes.define(project, f"Theme number {at}", essence=_sentence(chance, 20))
        _quote(project, codes, chance)


def _interviews(folder: Path, chance: random.Random) -> list[Path]:
    files = []
    for number in range(1, INTERVIEWS + 1):
        turns = [f"Interviewer: {_sentence(chance, 8)}\n\nP{number}: {_speech(chance)}" for _ in range(TURNS)]
        file = folder / f"P{number}.txt"
        file.write_text("\n\n".join(turns) + "\n", encoding="utf-8")
        files.append(file)
    return files


def _speech(chance: random.Random) -> str:
    return " ".join(_sentence(chance, WORDS // 4) for _ in range(4))


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(VOCABULARY, k=words)).capitalize() + "."


def _code(project: Project, pass_id: str, codes: list[str], chance: random.Random) -> None:
    """Codings on participants' sentences, each once."""
    known = library.transcripts(project)
    spans = {
        one.id: [span for _, span, role in library.units_with_roles(project, one.id) if role == "participant"]
        for one in known
    }
    wanted: set[tuple[str, str, int, int]] = set()
    while len(wanted) < CODINGS:
        transcript = chance.choice(known).id
        wanted.add((transcript, chance.choice(codes), *chance.choice(spans[transcript])))
    moment = project.now()
    rows = [(pass_id, *one, "hand", moment) for one in sorted(wanted)]
    columns = ("pass_id", "transcript_id", "code_id", "start_char", "end_char", "origin", "created_at")
    with action(project, "codings import") as coding:
        coding.add_rows("codings", columns, rows)


def _quote(project: Project, codes: list[str], chance: random.Random) -> None:
    theme_of = dict(
        map(tuple, project.rows("SELECT code_id, theme_id FROM theme_codes WHERE deleted_at IS NULL"))
    )
    found = project.rows(
        "SELECT DISTINCT code_id, transcript_id, start_char, end_char FROM codings WHERE deleted_at IS NULL"
    )
    chosen = chance.sample([row for row in found if row["code_id"] in set(codes)], QUOTES)
    columns = ("number", "theme_id", "transcript_id", "start_char", "end_char", "reason", "created_at")
    rows = [
        (number, theme_of[row["code_id"]], *tuple(row)[1:], "", project.now())
        for number, row in enumerate(chosen, start=1)
    ]
    with action(project, "quotes add") as quoting:
        quoting.add_rows("quotes", columns, rows)


def paragraphs(project: Project) -> list[str]:
    """Every paragraph of the report, cells of tables too."""
    found: list[str] = []
    for block in compose(project, gather(project), (), "internal", None)[0].blocks:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, Table):
            found += [block.caption, *(column.head for column in block.columns)]
            found += [cell for row in block.rows for cell in row.cells]
    return found


def xml_floor(project: Project, target: Path) -> float:
    """Seconds to write the same cells as WordprocessingML into an archive, rows in memory already."""
    rows = list(quotation_table(project).rows)
    started = time.perf_counter()
    pieces = [
        "<w:tr>"
        + "".join(
            f'<w:tc><w:p><w:r><w:t xml:space="preserve">{escape(cell)}</w:t></w:r></w:p></w:tc>'
            for cell in row
        )
        + "</w:tr>"
        for row in rows
    ]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", "".join(pieces))
    return time.perf_counter() - started


def measured(program: str, *paths: Path) -> tuple[float, int]:
    """Seconds and MiB of a program in a process of its own."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - started, int(done.stdout.strip())


def told(one: tuple[float, int]) -> str:
    """Seconds and memory."""
    return f"{one[0]:.2f} s, {one[1]} MiB"


if __name__ == "__main__":
    main()
