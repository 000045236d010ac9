"""The Home Office's use of force tables: tactics by force and by the ethnicity that officers saw."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source, SourceError

KEY = ["Police force", "Type of force", "Tactic"]
TOTAL = "Number of times tactic reported"
HEADER_WITHIN = 10  # rows from the top of the sheet
Tactic = tuple[str, str]  # kind of force, tactic
PART = ": "  # between a tactic and what became of it, in our labels


def parse(path: Path, source: Source) -> pd.DataFrame:
    """Workbook -> raw rows of the Met, totals of tactics and their parts among them.

    Columns: Type of force, Tactic, one of numbers for each ethnicity and one for the printed total,
    year_end (text).

    Raises:
        SourceError: a sheet, its header or the force is missing, or the file names no year.
    """
    sheet = source.settings["sheet"]
    contents = source.settings["contents"]
    sheets = raw_tables.read_workbook(path, source, [contents, sheet])
    cells = sheets[sheet]
    header = _header_row(cells, f"{path.name}, sheet {sheet}", source)
    named = [str(name).strip() for name in cells[header]]
    raw = pd.DataFrame(cells[header + 1 :], columns=named)
    raw_tables.require_columns(raw, [*KEY, TOTAL], source, f"{path.name}, sheet {sheet}")
    rows = raw[raw[KEY[0]].astype(str).str.strip() == source.settings["force"]]
    if rows.empty:
        force = source.settings["force"]
        raise SourceError.of(source.id, f"{path.name}, sheet {sheet}: no row of {force}")
    rows = rows.set_axis([f"sheet {sheet}, line {header + 2 + n}" for n in rows.index])
    year_end = _year_end(path, sheets[contents], cells, source)
    found: pd.DataFrame = rows.drop(columns=KEY[0]).assign(year_end=year_end)
    return found


def _header_row(cells: list[list[Any]], where: str, source: Source) -> int:
    for number, row in enumerate(cells[:HEADER_WITHIN]):
        if row and str(row[0]).strip() == KEY[0]:
            return number
    raise SourceError.of(source.id, f"{where}: no header with {KEY[0]!r} in its first rows")


def _year_end(path: Path, contents: list[list[Any]], cells: list[list[Any]], source: Source) -> str:
    """Last day of the year, from the list of contents; the sheet's own title, where dated, must agree."""
    title = str(contents[0][0]) if contents and contents[0] else ""
    named = re.search(r"to (31 March (20\d\d))$", title.strip())
    if named is None:
        raise SourceError.of(
            source.id, f"{path.name}: no year's end in its contents' title, {title!r}"
        )
    years = re.findall(r"year ending March (20\d\d)", str(cells[0][0]))
    if years not in ([], [named[2]]):
        raise SourceError.of(
            source.id, f"{path.name}: the contents are to {named[1]}, the sheet to March {years[0]}"
        )
    return named[1]


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> uses of each tactic at its finest, by perceived ethnicity, zeros included.

    Raises:
        SourceError: an unknown label, a count that is not one, a row twice, or a printed total that
            its parts do not add up to.
    """
    counts = _counts(raw, source)
    kinds = convert.to_label(_stripped(raw["Type of force"]), source.labels["force_type"], source)
    tactics = convert.to_label(_stripped(raw["Tactic"]), source.labels["tactic"], source)
    table = counts.set_index(pd.MultiIndex.from_arrays([kinds, tactics], names=["kind", "tactic"]))
    _no_repeats(table, source)
    finest = _finest(table, source)
    rows = finest.reset_index().melt(
        ["kind", "tactic"], var_name="ethnicity", value_name="uses_count"
    )
    return pd.DataFrame(
        {
            "year_end": convert.to_date(raw["year_end"], "%d %B %Y", source).iloc[0],
            "force_type": rows["kind"],
            "tactic": rows["tactic"],
            "ethnicity": rows["ethnicity"],
            "uses_count": rows["uses_count"],
            "count_basis": "home_office",
        }
    )


def _stripped(labels: pd.Series) -> pd.Series:
    return labels.astype(str).str.strip()


def _counts(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """A column of counts for each ethnicity, once they add up to each row's printed total."""
    published = [name for name in raw.columns if name not in {*KEY, TOTAL, "year_end", ""}]
    names = convert.to_label(
        pd.Series(published, name="ethnicity"), source.labels["ethnicity"], source
    )
    counts = pd.DataFrame(
        {
            ours: convert.to_count(raw[theirs], source)
            for theirs, ours in zip(published, names, strict=True)
        }
    )
    wrong = counts.sum(axis=1) != convert.to_count(raw[TOTAL], source)
    if wrong.any():
        raise SourceError.of(
            source.id, f"{wrong.idxmax()}: the ethnicities do not add up to its printed total"
        )
    return counts


def _no_repeats(table: pd.DataFrame, source: Source) -> None:
    twice = table.index[table.index.duplicated()]
    if len(twice):
        raise SourceError.of(source.id, f"duplicate key: {', '.join(twice[0])} stands twice")


def _finest(table: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The tactics that are not split further, once they add up to every total printed above them.

    `Baton` is split where there is `Baton: drawn`; a kind's total is a tactic only where it stands alone.
    """
    total: Tactic = (source.settings["total"], source.settings["total"])
    tactics: list[Tactic] = [one for one in table.index if one != total]
    finest = []
    for tactic in tactics:
        parts = _parts_of(tactic, tactics)
        if parts:
            _adds_up(table, tactic, parts, source)
        else:
            finest.append(tactic)
    counted = [one for one in finest if one[0] not in source.settings["outside_total"]]
    _adds_up(table, total, counted, source)
    return table.loc[finest]


def _parts_of(whole: Tactic, tactics: list[Tactic]) -> list[Tactic]:
    kind, tactic = whole
    others = [one for one in tactics if one[0] == kind and one != whole]
    if tactic == kind:
        return [one for one in others if PART not in one[1]]
    return [one for one in others if one[1].startswith(tactic + PART)]


def _adds_up(table: pd.DataFrame, whole: Tactic, parts: list[Tactic], source: Source) -> None:
    if whole not in table.index:
        raise SourceError.of(source.id, f"no row of {whole[1]}: is the file cut short?")
    printed, summed = table.loc[[whole]].sum(), table.loc[parts].sum()
    for ethnicity in printed.index[printed != summed]:
        raise SourceError.of(
            source.id,
            f"{whole[1]}, {ethnicity}: printed {printed[ethnicity]}, its parts add up to "
            f"{summed[ethnicity]}",
        )
