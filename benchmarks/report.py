"""The report of a large study against bare python-docx, and 40,000 quotations against writing their XML.

Run: python benchmarks/report.py
The study is generated: 100 interviews, a pass of 20,000 codings, 12 themes, 200 quotes; a second pass as
large for the export.
Goals: `report` in at most 2 times the time and memory of python-docx writing the same headings, paragraphs,
and tables without any look; `export quotations -o all.docx` in at most 5 times the time of writing the XML.
"""

from __future__ import annotations

import json
import os
import random
import resource
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
for level, text, rows in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row):
                cell.text = words
    elif level:
        document.add_heading(text, level)
    else:
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
        texts = folder / "content.json"
        with open_project(path) as project:
            written = content(project)
            texts.write_text(json.dumps(written), encoding="utf-8")
        bare = measured(BARE, texts, folder / "bare.docx")
        ours = measured(REPORT, path, folder / "report.docx")
        number = sum(len(row) for _, _, rows in written for row in rows) + sum(
            not rows for _, _, rows in written
        )
        print(f"report, {number:,} paragraphs: {told(ours)}; bare python-docx {told(bare)}")
        print(f"  time {ours[0] / bare[0]:.1f} times (goal 2), memory {ours[1] / bare[1]:.1f} times (goal 2)")
        with open_project(path) as project:
            _code(project, "second")
            floor = xml_floor(project, folder / "floor.docx")
        export = measured(EXPORT, path, folder / "all.docx")
        size = (folder / "all.docx").stat().st_size >> 20
        print(f"export of 40,000 quotations: {told(export)}, {size} MiB; writing the XML {floor:.2f} s")
        print(f"  time {export[0] / floor:.1f} times (goal 5)")


def generate(folder: Path, path: Path) -> None:
    """Interviews, codes, a pass of codings on sentences, themes and quotes."""
    chance = random.Random(7)  # noqa: S311 - a benchmark repeats itself
    create_study(path, title="A large study", questions=["What do people say?"], coder="CS")
    with open_project(path) as project:
        import_files(project, _interviews(folder, chance), ImportOptions())
        for at in range(CODES):
            codebook.add(project, f"code {at}", definition=f"What code {at} means.")
        _code(project, "first")
        for at in range(THEMES):
            names = [f"code {number}" for number in range(at * 5, at * 5 + 5)]
            themes.add(project, f"Theme number {at}", names)
            themes.define(project, f"Theme number {at}", essence=_sentence(chance, 20))
        _quote(project, chance)


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


def _code(project: Project, name: str) -> None:
    """A sealed pass of codings on participants' sentences, each once."""
    chance = random.Random(name)  # noqa: S311 - a benchmark repeats itself
    pass_id, codes = passes.start(project, name).id, [one.id for one in codebook.codes(project)]
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
    passes.seal(project, name)


def _quote(project: Project, chance: random.Random) -> None:
    theme_of = dict(
        map(tuple, project.rows("SELECT code_id, theme_id FROM theme_codes WHERE deleted_at IS NULL"))
    )
    found = project.rows(
        "SELECT DISTINCT code_id, transcript_id, start_char, end_char FROM codings WHERE deleted_at IS NULL"
    )
    chosen = chance.sample(found, QUOTES)
    columns = ("number", "theme_id", "transcript_id", "start_char", "end_char", "reason", "created_at")
    rows = [
        (number, theme_of[row["code_id"]], *tuple(row)[1:], "", project.now())
        for number, row in enumerate(chosen, start=1)
    ]
    with action(project, "quotes add") as quoting:
        quoting.add_rows("quotes", columns, rows)


def content(project: Project) -> list[tuple[int, str, list[list[str]]]]:
    """What the report prints: (level of a heading, words, rows of a table), without any look."""
    found: list[tuple[int, str, list[list[str]]]] = []
    for block in compose(project, gather(project), (), "internal", None)[0].blocks:
        if isinstance(block, Heading):
            found.append((block.level, block.text, []))
        elif isinstance(block, Paragraph):
            found.append((0, block.text, []))
        elif isinstance(block, Table):
            width = len(block.columns)
            rows = [[*row.cells, *[""] * (width - len(row.cells))] for row in block.rows]
            found.append((0, block.caption, []))
            found.append((0, "", [[column.head for column in block.columns], *rows]))
    return found


def xml_floor(project: Project, target: Path) -> float:
    """Seconds to write the same cells as WordprocessingML into an archive, rows in memory already."""
    rows = list(quotation_table(project).rows)
    started = time.process_time()
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
    return time.process_time() - started


def measured(program: str, *paths: Path) -> tuple[float, int]:
    """Seconds of work (user and system) and MiB of a program in its own process; the best of three runs.

    Modules are compiled once, as they are where the program is installed.
    """
    compiled = {"PYTHONPYCACHEPREFIX": str(paths[-1].parent / "compiled")}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    order = [sys.executable, "-c", program, *map(str, paths)]
    found = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(order, check=True, capture_output=True, text=True, env=environment | compiled)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found.append((spent, int(done.stdout.strip())))
    return min(found)


def told(one: tuple[float, int]) -> str:
    """Seconds and memory."""
    return f"{one[0]:.2f} s, {one[1]} MiB"


if __name__ == "__main__":
    main()
