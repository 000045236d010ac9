"""Reading a workbook of outcomes at the size that the Home Office publishes, beside openpyxl, in the same run.

The workbook is made from a seed in the publisher's layout: a row a force, quarter, offence code and
outcome, half a million of them, all its texts shared, as Excel writes it. It is never committed.

    python -m benchmarks.outcomes_workbook             both, each in a process of its own
    python -m benchmarks.outcomes_workbook check       that both find the same
    python -m benchmarks --only outcomes_workbook      our time alone
"""

from __future__ import annotations

import functools
import logging
import random
import statistics
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks import processes
from data_pipeline import registry
from datasets.schema import MPS_NAME

logger = logging.getLogger("benchmarks")

SOURCE = "home_office_outcomes"
SEED = 20263
FORCES, QUARTERS, CODES = 44, 4, 124  # with 23 outcomes 501,952 rows
FILE = (
    Path(tempfile.gettempdir())
    / f"made_up_{SEED}-prc-outcomes-open-data-mar2026-tables-230726.xlsx"
)
SHEET = "Outcomes_open_data"
HEADER = [
    "Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group",
    "Offence Subgroup", "Offence Code", "Offence code expired", "Outcome Description",
    "Outcome Group", "Outcome Type", "Force outcomes for offences recorded in quarter",
    "Force outcomes recorded in quarter",
]  # fmt: skip
MET = "Metropolitan Police"
LETTERS = "ABCDEFGHIJKLM"
Counts = dict[tuple[bool, int, str, int], list[int]]
"""Of the Met or not, quarter, offence code, outcome type -> outcomes recorded, closed."""

ROUNDS = 3
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET_KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets>'
    f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
"""Parts of a workbook that say where its sheet and its texts are."""


def made_up(seed: int = SEED) -> Iterator[list[Any]]:
    """Invented counts in the publisher's columns, the header first; texts of the usual lengths."""
    rng = random.Random(seed)
    labels = registry.all_sources()[SOURCE].labels
    groups = list(labels["offence_group"])
    forces = [MET, *(f"Invented force of the shire {n}" for n in range(FORCES - 1))]
    codes = [
        (f"Invented offence against whatever it may be, kind {n}", groups[n % len(groups)],
         f"Invented subgroup {n % 21}", f"{n // 5 + 1}{'ABCDE'[n % 5]}")
        for n in range(CODES)
    ]  # fmt: skip
    outcomes = [
        (text, f"{text} (group)", int(kind)) for kind, text in labels["outcome_type"].items()
    ]
    rows = [
        (quarter, force, code, outcome)
        for quarter in range(1, QUARTERS + 1)
        for force in forces
        for code in codes
        for outcome in outcomes
    ]
    rng.shuffle(rows)  # packs as badly as the publisher's rows, which come as they were sent in
    yield HEADER
    for quarter, force, (description, group, subgroup, code), outcome in rows:
        counts = (int(10 ** rng.uniform(0, 6)) for _ in range(2))
        yield ["2025/26", quarter, force, description, group, subgroup, code, "FALSE",
               *outcome, *counts]  # fmt: skip


@functools.cache
def write_file(path: Path = FILE) -> Path:
    """Writes the workbook unless it is there; part by part, as it is too large to hold."""
    if not path.exists():
        part = path.with_suffix(".part")
        texts: dict[str, int] = {}
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in PARTS.items():
                archive.writestr(name, XML + content)
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
                sheet.write(f'{XML}<worksheet xmlns="{SPREADSHEET}"><sheetData>'.encode())
                for number, row in enumerate(made_up(), start=1):
                    sheet.write(_row(number, row, texts).encode())
                sheet.write(b"</sheetData></worksheet>")
            items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
            archive.writestr(
                "xl/sharedStrings.xml", f'{XML}<sst xmlns="{SPREADSHEET}">{items}</sst>'
            )
        part.replace(path)
    return path


def _row(number: int, row: list[Any], texts: dict[str, int]) -> str:
    cells = (
        f'<c r="{letter}{number}" s="1" t="s"><v>{texts.setdefault(cell, len(texts))}</v></c>'
        if isinstance(cell, str)
        else f'<c r="{letter}{number}" s="2"><v>{cell}</v></c>'
        for letter, cell in zip(LETTERS, row, strict=True)
    )
    return f'<row r="{number}" spans="1:{len(row)}">{"".join(cells)}</row>'


def ours(path: Path) -> int:
    """Read, checked and reduced to the Met's and all forces' counts, as a build does; how many rows of the Met."""
    source = registry.all_sources()[SOURCE]
    module = registry.reader(source)
    tidy = module.tidy(module.parse(path, source), source)
    return len(tidy)


def counted(path: Path) -> Counts:
    """The counts by area, quarter, code and outcome, as the pipeline's reader has them."""
    source = registry.all_sources()[SOURCE]
    raw = registry.reader(source).parse(path, source)
    columns = ["area", "quarter", "offence_code", "outcome_type", "recorded", "closed"]
    return {
        (area == MPS_NAME, int(quarter), str(code), int(kind)): [recorded, closed]
        for area, quarter, code, kind, recorded, closed in raw[columns].itertuples(index=False)
    }


def openpyxl_read_only(path: Path) -> Counts:
    """The same counts by openpyxl in its fast mode, nothing checked."""
    import openpyxl  # type: ignore[import-untyped]

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = workbook[SHEET].iter_rows(values_only=True)
    next(rows)
    counts: Counts = {}
    for _, quarter, force, _, _, _, code, _, _, _, kind, recorded, closed in rows:
        for is_met in (False, True) if force == MET else (False,):
            held = counts.setdefault((is_met, quarter, code, kind), [0, 0])
            held[0] += recorded
            held[1] += closed
    workbook.close()
    return counts


READERS: dict[str, Callable[[Path], int]] = {
    "ours": ours,
    "openpyxl": lambda path: len(openpyxl_read_only(path)),
}


def run() -> int:
    """A benchmark: one reading, in this process."""
    return ours(write_file())


def main() -> None:
    """Both readers in turn, each in a process of its own, and how they compare."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    path = write_file()
    if sys.argv[1:] == ["check"]:
        if counted(path) != openpyxl_read_only(path):
            raise ValueError("the readers differ")
        logger.info("the readers agree")
        return
    if sys.argv[1:]:
        processes.report(lambda: READERS[sys.argv[1]](path))
        return
    found: dict[str, list[dict[str, float]]] = {name: [] for name in READERS}
    for _ in range(ROUNDS):
        for name in READERS:
            found[name].append(processes.measure("benchmarks.outcomes_workbook", name))
    logger.info("%s, %.0f MB", path.name, path.stat().st_size / 1e6)
    medians = {}
    for name, measured in found.items():
        medians[name] = statistics.median(one["seconds"] for one in measured)
        most = max(one["peak_mb"] for one in measured)
        logger.info("%-10s %8.1f s, at most %4.0f MB", name, medians[name], most)
    logger.info("%.1f times as fast", medians["openpyxl"] / medians["ours"])


if __name__ == "__main__":
    main()
