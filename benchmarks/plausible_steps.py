"""How near the publishers' own figures come to what is declared plausible: writes docs/plausible_steps.md.

    python -m benchmarks.plausible_steps --mirror ../shared/mirror

Every edition of every source is loaded in order of time onto what the one before left, then the newest
table is cut back and its last periods are loaded one by one. For each bound the case nearest to it is kept.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from data_pipeline import locate, plausible, registry, source_files
from datasets.schema import DATASETS, Source

PAGE = Path("docs/plausible_steps.md")
PERIODS_BACK = 12

HEAD = """# What is plausible, and how near the publishers' figures come to it

Made by `python -m benchmarks.plausible_steps --mirror ../shared/mirror`; a test sees that it is not stale.

Each source declares in its TOML (`[plausible]`) how far its figures may move and where they lie. This
table loads every edition held, in order of time, each onto what the one before left, from nothing; then it
cuts the newest table back by {back} periods and loads those one by one (*cut*). A number is the case
nearest to its bound, as a part of the bound: over 1.00 would hold the dataset back. No figure: the bound
had nothing to judge.

"""

Load = tuple[str, pd.DataFrame, pd.DataFrame]


def loads(source: Source, mirror: Path, back: int = PERIODS_BACK) -> Iterator[Load]:
    """Name, rows and what is published before them: each edition in order of time, then the last periods."""
    paths = locate.in_mirror(mirror)(source)
    whole = source_files.read_source(source, paths)
    files = whole.files
    rows = held = pd.DataFrame()
    for edition in sorted({entry["edition"] for entry in files}):
        kept = [
            path for path, entry in zip(paths, files, strict=True) if entry["edition"] <= edition
        ]
        rows = (whole if kept == paths else source_files.read_source(source, kept)).rows
        yield edition, rows, held
        held = rows
    period = source.plausible.period
    dates = sorted(rows[period].unique()) if period else []
    for before, date in list(itertools.pairwise(dates))[-back:]:
        yield "cut", rows[rows[period] <= date], rows[rows[period] <= before]


def margins(source: Source, mirror: Path) -> pd.DataFrame:
    """The nearest case of each bound (rows) in each edition and in the cuts (columns)."""
    nearest: dict[tuple[str, str], float] = {}
    for name, rows, held in loads(source, mirror):
        for found in plausible.findings(rows, held, DATASETS[source.dataset], source):
            key = (found.bound, name)
            nearest[key] = max(nearest.get(key, 0.0), found.size)
    table = pd.Series(nearest).unstack()  # noqa: PD010 - a series
    bounds = list(dict.fromkeys(bound for bound, _ in nearest))
    names = list(dict.fromkeys(name for _, name in nearest))
    return table.reindex(index=bounds, columns=names)


def section(source: Source, mirror: Path) -> str:
    """A source's part of the page."""
    table = margins(source, mirror)
    lines = [
        f"## {source.id}",
        "",
        f"| Bound | {' | '.join(map(str, table.columns))} |",
        f"|---|{'---|' * len(table.columns)}",
    ]
    for bound, cells in table.iterrows():
        shown = ["" if not size > 0 else f"{size:.2f}" for size in cells]
        lines.append(f"| {bound} | {' | '.join(shown)} |")
    known = [f"- {step.period}{f' to {step.last}' if step.last else ''}: {step.reason}"
             for step in source.plausible.known]  # fmt: skip
    return "\n".join([*lines, *(["", "Known steps, not judged:", "", *known] if known else []), ""])


def page(mirror: Path) -> str:
    """The whole page."""
    sources = [source for source in registry.all_sources().values() if not source.on_request]
    parts = [section(source, mirror) for source in sources]
    return HEAD.format(back=PERIODS_BACK) + "\n".join(parts)


def main(argv: Sequence[str] | None = None) -> int:
    """Writes the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.plausible_steps", description=__doc__
    )
    parser.add_argument("--mirror", type=Path, required=True, help="the publishers' files")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args(argv)
    options.page.write_text(page(options.mirror), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
