"""MOPAC's survey, answer by answer, from a user's own licensed copy: shares by group and year.

The code book (columns, codes, labels, eras, weights) is in the source's metadata. No row of the file
leaves this module: `tidy` gives weighted shares of cells on enough answers, and errors name columns
and codes only. It was written without sight of the file: see docs/assumptions.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data_pipeline.steps import geography, raw_tables
from data_pipeline.steps.respondents import (
    Declaration,
    ValueLabels,
    columns_of,
    declaration_of,
    meant,
    read_columns,
    to_weights,
)
from datasets.schema import MPS, MPS_NAME, REFERENCE, Source, SourceError
from stats.suppression import thresholds_of
from stats.weighting import each_counts_by_its_number, kish_design_effect, weighted_share

YEAR, QUARTER = "financial_year", "quarter"
KEY = ["measure", "area_code", "group_dimension", "group"]
NEEDED = ("questions", "groups", "boroughs", "weights")

Entry = Mapping[str, Any]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """Respondent file -> the code book's columns, in its codes and labels, with the year of each row.

    Raises:
        SourceError: a column of the book or the year is missing, or a label says another thing.
    """
    declared = declaration_of(path, source)
    there = columns_of(path, source)
    names = _names(declared, there, source)
    cells, labels = read_columns(path, list(dict.fromkeys(names.values())), source)
    raw = pd.DataFrame(
        {book: _in_words(cells[name], book, labels.get(name, {}), declared, source)
         for book, name in names.items()}
    )  # fmt: skip
    raw[YEAR] = _years(raw, declared, path, source)
    _agree_with_the_book(names, labels, source)
    _holds_the_book(raw, declared, path, source)
    return raw


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Coded answers -> weighted shares of London and its boroughs by group and financial year.

    Raises:
        SourceError: an unknown code or label, an impossible weight, or no cell that may be given.
    """
    years = [_year_cells(rows, str(year), source) for year, rows in raw.groupby(YEAR)]
    cells = pd.concat(years, ignore_index=True)
    if cells.empty:
        raise SourceError.of(source.id, "no cell has enough answers to be given")
    names = {**geography.area_names(), MPS: MPS_NAME}
    return pd.DataFrame(
        {
            "survey": source.settings["survey"],
            **{name: cells[name] for name in KEY},
            "period_end": pd.to_datetime([f"{int(year[:4]) + 1}-03-31" for year in cells[YEAR]]),
            "time_basis": "financial_year",
            "area_name": cells["area_code"].map(names),
            "share_pct": weighted_share(_of(cells, "wy"), _of(cells, "w")).round(1),
            "base_n": cells["n"].astype("Int64"),
            "design_effect": kish_design_effect(
                _of(cells, "n"), _of(cells, "w"), _of(cells, "ww")
            ).round(3),
        }
    )


# --- what the file holds ----------------------------------------------------------------------


def _names(declared: Declaration, there: list[str], source: Source) -> dict[str, str]:
    """Column of the book -> column of the file, for all that the file has."""
    settings = source.settings
    book = [entry["column"] for kind in NEEDED for entry in settings[kind] if "column" in entry]
    names = {column: declared.columns.get(column, column) for column in book}
    begins = tuple(entry["begins"] for entry in settings["weights"] if "begins" in entry)
    names |= {name: name for name in there if name.startswith(begins)}
    guessed = [name for name in settings["year_columns"] if name in there]
    names[YEAR] = declared.financial_year_column or next(iter(guessed), "")
    names[QUARTER] = declared.quarter_column
    declared_names = [*declared.columns.values(), declared.financial_year_column, names[QUARTER]]
    if missing := [name for name in declared_names if name and name not in there]:
        raise SourceError.of(source.id, f"no column {', '.join(missing)}, which is declared")
    return {book: name for book, name in names.items() if name in there}


def _in_words(
    cells: pd.Series, book: str, labels: Mapping[str, str], declared: Declaration, source: Source
) -> pd.Series:
    """Cells in the book's codes, or in labels where the book goes by labels; a declared code first."""
    is_coded = book in {
        entry["column"]
        for kind in ("questions", "groups")
        for entry in source.settings[kind]
        if "labels" not in entry
    }
    known = {**({} if is_coded else labels), **declared.codes.get(book, {})}
    return cells.map(lambda cell: known.get(cell, cell)).rename(book)


def _years(raw: pd.DataFrame, declared: Declaration, path: Path, source: Source) -> pd.Series:
    """Each row's financial year, written 2019-20."""
    if declared.financial_year:
        told = pd.Series(declared.financial_year, index=raw.index, name="financial_year")
    elif YEAR in raw:
        told = raw[YEAR]
    else:
        raise SourceError.of(
            source.id,
            f"{path.name}: no column says the year (tried {', '.join(source.settings['year_columns'])}); "
            f'write financial_year = "2019-20" or financial_year_column = "…" in '
            f"{path.with_suffix('.toml').name} beside it",
        )
    if (told == "").any():
        raise SourceError.of(source.id, f"column {told.name}: no year for some interviews")
    first, last = source.settings["years"]
    spellings = {text: _year(text) for text in told.unique()}
    return meant(
        told, {text: year for text, year in spellings.items() if first <= year <= last}, source
    )


def _year(text: str) -> str:
    """2019-20, 2019/20 and 2019-2020 as 2019-20; empty where it is no financial year."""
    found = re.fullmatch(r"(20\d\d)[-/](?:20)?(\d\d)", text)
    follows = found is not None and (int(found[1]) + 1) % 100 == int(found[2])
    return f"{found[1]}-{found[2]}" if found and follows else ""


def _agree_with_the_book(names: Mapping[str, str], labels: ValueLabels, source: Source) -> None:
    """Stops where the file's own labels of the agreeing codes say another thing."""
    for question in source.settings["questions"]:
        column = question["column"]
        found = labels.get(names.get(column, ""), {})
        for code, words in source.settings["answers"][question["answers"]]["agreeing"].items():
            label = found.get(code, words)
            if not label.casefold().startswith(words):
                raise SourceError.of(
                    source.id, f"column {column}: code {code} is labelled {label!r}, not {words!r}"
                )


def _holds_the_book(raw: pd.DataFrame, declared: Declaration, path: Path, source: Source) -> None:
    """Stops where a year lacks a column of the book that is not declared to be absent."""
    lacking = [
        f"{' or '.join(columns)} ({year})"
        for year, rows in raw.groupby(YEAR)
        for columns in _wanted(str(year), source)
        if not any(_is_filled(rows, column) for column in columns)
        and not set(columns) & set(declared.may_be_absent)
    ]
    if lacking:
        raise SourceError.of(
            source.id,
            f"{path.name}: no answers in column {', '.join(lacking)}; give its name under [columns], or "
            f"list it in may_be_absent, in {path.with_suffix('.toml').name}",
        )


def _wanted(year: str, source: Source) -> Iterator[list[str]]:
    """The book's columns for a year: each list is of columns of which one must be filled."""
    for question in _of_year(source.settings["questions"], year):
        yield [question["column"]]
    groups = _of_year(source.settings["groups"], year)
    for dimension in dict.fromkeys(entry["dimension"] for entry in groups):
        yield [entry["column"] for entry in groups if entry["dimension"] == dimension]
    yield [entry["column"] for entry in _of_year(source.settings["boroughs"], year)]


def _of_year(entries: list[Entry], year: str) -> list[Entry]:
    return [one for one in entries if one.get("first", year) <= year <= one.get("last", year)]


def _is_filled(rows: pd.DataFrame, column: str) -> bool:
    return column in rows and bool((rows[column] != "").any())


# --- what it comes to -------------------------------------------------------------------------


def _year_cells(rows: pd.DataFrame, year: str, source: Source) -> pd.DataFrame:
    """One year's rows -> its cells on enough answers: KEY, financial_year, n, w, ww, wy."""
    weights = _weights(rows, year, source)
    places = _places(rows, year, source)
    groups = _groups(rows, year, source)
    text = (REFERENCE / "suppression.toml").read_text(encoding="utf-8")
    least = thresholds_of(text).hidden_below
    cells = [
        _cells(weights, places, groups[dimension], agrees).assign(
            measure=measure, group_dimension=dimension
        )
        for measure, agrees in _answers(rows, year, source).items()
        for dimension in groups
    ]
    together = pd.concat(cells, ignore_index=True).assign(**{YEAR: year})
    return together[together["n"] >= least]


def _cells(
    weights: pd.Series, places: pd.Series, groups: pd.Series, agrees: pd.Series
) -> pd.DataFrame:
    """Sums of each place and group among those who answered: n, w, ww (squares), wy (agreeing)."""
    people = pd.DataFrame({"area_code": places, "group": groups, "n": 1, "w": weights})
    people = people.assign(ww=weights**2, wy=weights * agrees)[agrees.notna() & groups.notna()]
    twice = pd.concat([people.assign(area_code=MPS), people.dropna(subset="area_code")])
    return twice.groupby(["area_code", "group"], as_index=False)[["n", "w", "ww", "wy"]].sum()


def _answers(rows: pd.DataFrame, year: str, source: Source) -> dict[str, pd.Series]:
    """Measure -> 1 for those who agree, 0 for those who answer otherwise, absent for the rest."""
    found = {}
    for question in _of_year(source.settings["questions"], year):
        if _is_filled(rows, question["column"]):
            scale = source.settings["answers"][question["answers"]]
            meanings = {code: float(code in scale["agreeing"]) for code in scale["known"]}
            left_out = dict.fromkeys(source.settings["left_out"], float("nan"))
            told = meant(_column(rows, question), {**left_out, **meanings}, source)
            found[question["measure"]] = told.astype("float64")
    return found


def _groups(rows: pd.DataFrame, year: str, source: Source) -> dict[str, pd.Series]:
    """Dimension -> each person's group, None where it is not known; `all` first."""
    found = {"all": pd.Series("all", index=rows.index)}
    for entry in _of_year(source.settings["groups"], year):
        if entry["dimension"] not in found and _is_filled(rows, entry["column"]):
            labels = entry.get("labels") or entry["codes"]
            told = meant(_column(rows, entry), labels, source)
            found[entry["dimension"]] = told.where(told != "", None)
    return found


def _places(rows: pd.DataFrame, year: str, source: Source) -> pd.Series:
    """Each person's borough as a GSS code, None where it is blank."""
    codes = {name: code for name, code in geography.area_codes().items() if code != geography.CITY}
    spelled = codes | {name.replace(" and ", " & "): code for name, code in codes.items()}
    for entry in _of_year(source.settings["boroughs"], year):
        if _is_filled(rows, entry["column"]):
            return meant(_column(rows, entry), spelled, source)
    return pd.Series(None, index=rows.index, dtype=object)


def _weights(rows: pd.DataFrame, year: str, source: Source) -> pd.Series:
    """Each person's weight; quarter weights are scaled so that a quarter counts by its interviews."""
    (regime,) = _of_year(source.settings["weights"], year)
    if "column" in regime:
        raw_tables.require_columns(rows, [regime["column"]], source, f"weights of {year}")
        return to_weights(_column(rows, regime), source)
    columns = [name for name in rows if str(name).startswith(regime["begins"])]
    filled = (rows[columns] != "") if columns else pd.DataFrame(index=rows.index)
    if not (filled.sum(axis=1) == 1).all():
        odd = int((filled.sum(axis=1) != 1).sum())
        what = f"not one weight {regime['begins']}… for {odd} interviews of {year}"
        raise SourceError.of(source.id, what)
    weights = to_weights(rows[columns].max(axis=1).rename(f"{regime['begins']}…"), source)
    quarters = _quarters(rows, filled, year, source)
    scaled = each_counts_by_its_number(weights.to_numpy(), pd.factorize(quarters)[0])
    return pd.Series(np.asarray(scaled), index=rows.index)


def _quarters(rows: pd.DataFrame, filled: pd.DataFrame, year: str, source: Source) -> pd.Series:
    """Which quarter each person was asked in: the declared column's, else that of the filled weight."""
    if QUARTER in rows:
        if (rows[QUARTER] == "").any():
            raise SourceError.of(source.id, f"no quarter for some interviews of {year}")
        return rows[QUARTER]
    if filled.any().sum() < 2:
        raise SourceError.of(
            source.id,
            f"one quarter weight for all of {year} and no column of the quarter: declare quarter_column",
        )
    return filled.idxmax(axis=1)


def _column(rows: pd.DataFrame, entry: Entry) -> pd.Series:
    column: pd.Series = rows[str(entry["column"])]
    return column


def _of(cells: pd.DataFrame, column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return cells[column].to_numpy(dtype="float64")
