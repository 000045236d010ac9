"""The Home Office's outcomes open data: a row a force, quarter, offence code and outcome type.

A year's table runs to 450,000 rows, so it is read as a stream: each row is checked and added to the Met's
and to all forces' counts, and none is kept. `reduced` takes the rows of any reader (of the tidied copies
here, of the publisher's workbooks), the header first.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline.steps import convert, home_office, large_sheets, raw_files, ripeness
from datasets.schema import MPS, MPS_NAME, Source, SourceError

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "financial_year": ("financial year",),
    "quarter": ("financial quarter",),
    "force": ("force name",),
    "offence_group": ("offence group",),
    "offence_code": ("offence code",),
    "outcome_type": ("outcome type",),
    "recorded": (
        "force outcomes for offences recorded in quarter",
        "number of outcomes for offences that were recorded in the quarter",
        "outcomes for offences that were recorded in the quarter",
        "offences",
    ),
    "closed": (
        "force outcomes recorded in quarter",
        "number of outcomes for investigations that were closed in the quarter",
        "outcomes for investigations that were closed in the quarter",
    ),
}
"""Our name of a column -> what the publisher has called it over the years, and a tidied copy calls it."""

WORKBOOKS = (".xlsx", ".ods")
NOT_ASSIGNED = "0"
NOT_PROVIDED = ("", "NA", "N/A", "N/A - data not provided")
"""Cells where a force gave no count; a workbook's empty cell is another."""

MOST_NOT_PROVIDED_PCT = 1.0
"""Of the Met's rows: a part-supplied year, such as that to March 2015, has far more without a count."""

MADE_ON = re.compile(r"-(\d{6})\.\w+$")
"""The day of the edition, at the end of the name of the publisher's workbook: ddmmyy."""

COUNTED = ["area", "financial_year", "quarter", "offence_group", "offence_code"]
KINDS_KEPT_AT_NOUGHT = ("charged", "assigned")

_Key = tuple[bool, str, str, str, str, str]
"""Whether of the Met, financial year, quarter, offence group, offence code, outcome type."""


def parse(path: Path, source: Source) -> pd.DataFrame:
    """One year's table -> its counts by area, quarter, offence code and outcome type.

    Raises:
        SourceError: the file is no such table; whatever `reduced` finds.
    """
    counts = reduced(_rows_of(path, source), path.name, source)
    return counts.assign(made_on=_made_on(path, source))


def reduced(rows: Iterable[Sequence[Any]], where: str, source: Source) -> pd.DataFrame:
    """Rows in the publisher's layout, header first -> counts of the Met and of all forces.

    Args:
        rows: each a sequence of cells, text or numbers; read once, none is kept. where: names the file
            (and sheet) in errors. source: its labels and settings.

    Returns:
        area (the Met's name, or all forces'), financial_year, quarter (1 to 4), offence_group (ours),
        offence_code, outcome_type (text), recorded, closed (whole numbers; below 0 where the publisher
        takes back an earlier count).

    Raises:
        SourceError: a column missing, an unknown label, a count that is not one, a row twice, a force or
            quarter missing, a year in which the Met gave too few counts; with file and line.
    """
    stream = iter(rows)
    header = next(stream, None)
    if header is None:
        raise SourceError.of(source.id, f"{where} holds no rows")
    tally = _Tally(_columns_at(header, where, source), len(header), where, source)
    for line, row in enumerate(stream, start=2):
        tally.add(row, line)
    return tally.frame()


def _columns_at(header: Sequence[Any], where: str, source: Source) -> dict[str, int]:
    """Our name of each column -> its place; the order that `_Tally` unpacks."""
    names = [large_sheets.bare(cell) for cell in header]
    found = {}
    for ours, theirs in HEADINGS.items():
        at = [names.index(name) for name in theirs if name in names]
        if not at:
            raise SourceError.of(
                source.id, f"{where}: no column {theirs[0]!r} (it has {', '.join(names[:8])}, …)"
            )
        found[ours] = at[0]
    return found


def _nothing() -> list[int]:
    return [0, 0]


@dataclass
class _Tally:
    """Counts of the rows added so far, and what must be known of them at the end."""

    at: dict[str, int]
    width: int
    where: str
    source: Source
    counts: defaultdict[_Key, list[int]] = field(default_factory=lambda: defaultdict(_nothing))
    seen: set[tuple[str, ...]] = field(default_factory=set)
    known: set[tuple[str, ...]] = field(default_factory=set)
    forces: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    met_rows: Counter[bool] = field(default_factory=Counter)
    numbers: dict[Any, int | None] = field(default_factory=dict)
    texts: dict[Any, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.labels_at = [at for name, at in self.at.items() if name not in BASES]
        self.met = self.source.settings["force"]

    def add(self, row: Sequence[Any], line: int) -> None:
        """Check one row and count it: what was met before is looked up, as there are 450,000 rows."""
        if len(row) != self.width:
            if not any(self._text(cell) for cell in row):
                return
            self._stop(
                line, f"has {len(row)} cells, the header {self.width}: is the file cut short?"
            )
        texts = self.texts
        try:
            told = [texts[row[at]] for at in self.labels_at]
        except KeyError:
            told = [self._text(row[at]) for at in self.labels_at]
        if not any(told):  # a blank row ends one of the copies
            return
        year, quarter, force, group, code, of = told
        if (year, quarter, group, of) not in self.known or not (force and code):
            self._check(told, line)
        key = (year, quarter, force, code, of)
        if key in self.seen:
            self._stop(
                line, f"is the second of {force}, {year} quarter {quarter}, {code}, type {of}"
            )
        self.seen.add(key)
        self.forces[year, quarter].add(force)
        numbers = self.numbers
        try:
            recorded, closed = numbers[row[self.at["recorded"]]], numbers[row[self.at["closed"]]]
        except KeyError:
            recorded, closed = (self._number(row[self.at[name]], name, line) for name in BASES)
        is_met = force == self.met
        if is_met:
            self.met_rows[recorded is None] += 1
        for met in (False, True) if is_met else (False,):
            held = self.counts[met, year, quarter, group, code, of]
            held[0] += recorded or 0
            held[1] += closed or 0

    def _text(self, cell: Any) -> str:  # noqa: ANN401 - a cell of any reader
        """A cell as text: whole numbers without a fraction, empty where there is nothing in it."""
        try:
            return self.texts[cell]
        except KeyError:
            whole = isinstance(cell, float) and cell.is_integer()
            text = "" if cell is None else str(int(cell) if whole else cell).strip()
            return self.texts.setdefault(cell, "" if text in NOT_PROVIDED else text)

    def _number(self, cell: Any, name: str, line: int) -> int | None:  # noqa: ANN401
        try:
            return self.numbers[cell]
        except KeyError:
            text = self._text(cell)
            if text and not re.fullmatch(r"-?\d{1,7}", text):
                self._stop(line, f"column {HEADINGS[name][0]!r}: {cell!r} is not a whole number")
            return self.numbers.setdefault(cell, int(text) if text else None)

    def _check(self, told: list[str], line: int) -> None:
        """Stops at a label that is not declared; remembers the others."""
        year, quarter, force, group, code, of = told
        labels = self.source.labels
        if group not in labels["offence_group"]:
            self._stop(line, f"unknown label in column offence group: {group!r}")
        if of not in labels["outcome_type"]:
            self._stop(line, f"unknown label in column outcome type: {of!r}")
        if quarter not in QUARTERS:
            self._stop(line, f"column financial quarter: {quarter!r} is none of 1 to 4")
        if not (force and code):
            self._stop(line, "has no force or no offence code")
        home_office.first_year(year, self.source)
        self.known.add((year, quarter, group, of))

    def _stop(self, line: int, why: str) -> None:
        raise SourceError.of(self.source.id, f"{self.where}, line {line} {why}")

    def frame(self) -> pd.DataFrame:
        """The counts, once every quarter has all forces and the Met gave its counts."""
        self._whole()
        rows = [
            (MPS_NAME if met else home_office.ALL_FORCES, *others, *held)
            for (met, *others), held in self.counts.items()
        ]
        found = pd.DataFrame(rows, columns=[*COUNTED, "outcome_type", *BASES])
        groups = convert.to_label(
            found["offence_group"], self.source.labels["offence_group"], self.source
        )
        return found.assign(quarter=found["quarter"].astype(int), offence_group=groups)

    def _whole(self) -> None:
        settings, id_ = self.source.settings, self.source.id
        if not self.forces:
            raise SourceError.of(id_, f"{self.where} holds a header and no rows")
        for year in sorted({year for year, _ in self.forces}):
            held = sorted(quarter for one, quarter in self.forces if one == year)
            if held != list(QUARTERS[: len(held)]):
                raise SourceError.of(
                    id_, f"{self.where}: {year} has quarters {', '.join(held)} only"
                )
        for (year, quarter), forces in sorted(self.forces.items()):
            when = f"{year} quarter {quarter}"
            if settings["force"] not in forces:
                raise SourceError.of(id_, f"{self.where}: no row of {settings['force']} in {when}")
            if len(forces) != settings["forces"]:
                raise SourceError.of(
                    id_,
                    f"{self.where}: {when} has rows of {len(forces)} forces of {settings['forces']}: "
                    "is the file cut short?",
                )
        without = 100 * self.met_rows[True] / sum(self.met_rows.values())
        if without > MOST_NOT_PROVIDED_PCT:
            raise SourceError.of(
                id_,
                f"{self.where}: {self.met_rows[True]:,} of the rows of {settings['force']} have no count "
                f"({without:.0f}%): the year is part-supplied and not used",
            )


BASES = ("recorded", "closed")
QUARTERS = ("1", "2", "3", "4")


def _rows_of(path: Path, source: Source) -> Iterator[Sequence[Any]]:
    """The rows of a file, one by one, the header first."""
    if path.suffix.lower() in WORKBOOKS:
        return large_sheets.rows_of(path, source, HEADINGS)
    if path.suffix.lower() != ".gz":
        raise SourceError.of(
            source.id,
            f"{path.name} is neither the publisher's workbook (.xlsx) nor a tidied copy (.csv.gz) of it",
        )
    return _of_copy(path, source)


def _of_copy(path: Path, source: Source) -> Iterator[Sequence[str]]:
    raw_files.refuse_unreadable(path, source)
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
            yield from csv.reader(text, strict=True)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise SourceError.of(
            source.id, f"{path.name} cannot be read: is the file cut short? ({error})"
        ) from error


def _made_on(path: Path, source: Source) -> str | None:
    """The day in a workbook's name; None for a copy, which does not say it."""
    found = MADE_ON.search(path.name)
    if found is None:
        return None
    day = pd.to_datetime(found[1], format="%d%m%y", errors="coerce")
    if pd.isna(day):
        raise SourceError.of(source.id, f"{path.name}: {found[1]} is no day (ddmmyy)")
    return f"{day:%Y-%m-%d}"


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Counts by outcome type -> a row per area, quarter, offence code, outcome kind and basis.

    Offences stand on the recorded basis alone, whose outcomes are theirs: all types together, the not
    yet assigned among them. Kinds at nought are left out, but charges and all outcomes.
    """
    offences = raw.groupby(COUNTED)["recorded"].sum()
    kinds = {
        kind: raw[raw["outcome_type"].isin(types)]
        for kind, types in source.settings["kinds"].items()
    }
    kinds["assigned"] = raw[raw["outcome_type"] != NOT_ASSIGNED]
    parts = []
    for kind, rows in kinds.items():
        sums = rows.groupby(COUNTED)[list(BASES)].sum()
        if kind in KINDS_KEPT_AT_NOUGHT:
            sums = sums.reindex(offences.index, fill_value=0)
        long = sums.reset_index().melt(
            COUNTED, var_name="outcome_basis", value_name="outcomes_count"
        )
        parts.append(long.assign(outcome_kind=kind))
    found = pd.concat(parts, ignore_index=True)
    kept = (found["outcomes_count"] != 0) | found["outcome_kind"].isin(KINDS_KEPT_AT_NOUGHT)
    found = found[kept].merge(offences.rename("offences_count").reset_index(), on=COUNTED)
    return _as_rows(found, raw["made_on"].iloc[0], source)


def _as_rows(found: pd.DataFrame, made_on: str | None, source: Source) -> pd.DataFrame:
    told = list(zip(found["financial_year"], found["quarter"], strict=True))
    periods = {one: home_office.quarter(*one, source) for one in set(told)}
    is_recorded = found["outcome_basis"] == "recorded"
    offences = found["offences_count"].where(is_recorded).astype("Int64")
    outcomes = found["outcomes_count"].astype("Int64")
    rate = (100 * found["outcomes_count"] / found["offences_count"]).where(
        is_recorded & (found["offences_count"] > 0) & (found["outcomes_count"] >= 0)
    )
    rows = pd.DataFrame(
        {
            "period_start": [periods[one][0] for one in told],
            "period_end": [periods[one][1] for one in told],
            "area_name": found["area"],
            "series": "notifiable",
            "offence_group": found["offence_group"],
            "offence_code": found["offence_code"],
            "outcome_kind": found["outcome_kind"],
            "outcome_basis": found["outcome_basis"],
            "area_code": found["area"].map({MPS_NAME: MPS}),
            "outcomes_count": outcomes,
            "offences_count": offences,
            "rate_pct": rate.astype("float64"),
        }
    )
    day = None if made_on is None else pd.Timestamp(made_on)
    return ripeness.with_age(rows, day, source, longest_wait=math.inf)  # old years are made anew
