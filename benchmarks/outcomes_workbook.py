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

import pandas as pd

from benchmarks import processes
from data_pipeline import registry
from data_pipeline.steps import large_sheets

logger = logging.getLogger("benchmarks")

SEED = 20263
FORCES, QUARTERS, CODES, OUTCOMES = 44, 4, 130, 22  # 503,360 rows
FILE = Path(tempfile.gettempdir()) / f"prc-outcomes-open-data-mar2026-tables-{SEED}.xlsx"
SHEET = "Outcomes_open_data"
HEADER = [
    "Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group",
    "Offence Subgroup", "Offence Code", "Offence code expired", "Outcome Description",
    "Outcome Group", "Outcome Type", "Force outcomes for offences recorded in quarter",
    "Force outcomes recorded in quarter",
]  # fmt: skip
MET = "Metropolitan Police"
LETTERS = "ABCDEFGHIJKLM"
TOGETHER = "All forces"
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
    forces = [MET, *(f"Invented force of the shire {n}" for n in range(FORCES - 1))]
    codes = [
        (f"Invented offence against whatever it may be, kind {n}", f"Invented offence group {n % 9}",
         f"Invented subgroup {n % 21}", f"{n // 5 + 1}{'ABCDE'[n % 5]}")
        for n in range(CODES)
    ]  # fmt: skip
    outcomes = [
        (
            f"Invented outcome with a description as long as they are {n}",
            f"Invented group {n % 11}",
            n,
        )
        for n in range(OUTCOMES)
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


def ours(path: Path) -> pd.DataFrame:
    """The Met's rows and the sums of all forces, as the pipeline reads them."""
    return large_sheets.read_large(path, registry.all_sources()["home_office_workforce"], KEPT)


def openpyxl_read_only(path: Path) -> pd.DataFrame:
    """The same by openpyxl in its fast mode, nothing checked."""
    import openpyxl  # type: ignore[import-untyped]

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = workbook[SHEET].iter_rows(values_only=True)
    header = list(next(rows))
    at = header.index("Force Name")
    own: list[list[Any]] = []
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        key = (*row[:at], *row[at + 1 : -2])
        held = sums.setdefault(key, [0, 0])
        held[0] += row[-2]
        held[1] += row[-1]
        if row[at] == MET:
            own.append(list(row))
    workbook.close()
    together = [[*key[:at], TOGETHER, *key[at:], *counts] for key, counts in sums.items()]
    return pd.DataFrame([*own, *together], columns=header)


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "ours": ours,
    "openpyxl": openpyxl_read_only,
}


def run() -> pd.DataFrame:
    """A benchmark: one reading, in this process."""
    return ours(write_file())


def _same(read: list[pd.DataFrame]) -> bool:
    """Whether the readers found the same cells, whatever their order and whether 1 is written 1.0."""
    first, second = (
        one.set_axis(HEADER, axis="columns").sort_values(HEADER, ignore_index=True) for one in read
    )
    return len(first) == len(second) and bool((first == second).all(axis=None))


def main() -> None:
    """Both readers in turn, each in a process of its own, and how they compare."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    path = write_file()
    if sys.argv[1:] == ["check"]:
        if not _same([reader(path) for reader in READERS.values()]):
            raise ValueError("the readers differ")
        logger.info("the readers agree")
        return
    if sys.argv[1:]:
        processes.report(lambda: len(READERS[sys.argv[1]](path)))
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
