"""Reads a survey's respondent file, only the columns needed, and echoes nothing of its rows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from datasets.schema import Source, SourceError

SPSS = (".sav", ".zsav")
TABBED = (".tab", ".tsv")
SHOWN = 3
NAMED_FROM = 10
"""An unknown label is named in an error only if so many people hold it; else it could be one's own."""

ValueLabels = Mapping[str, Mapping[str, str]]
"""Column -> code as text -> the file's own label of it."""


@dataclass(frozen=True)
class Declaration:
    """What a user says of a file, in a file of the same name that ends in .toml.

    Attributes:
        financial_year: the year of every row, such as 2019-20.
        financial_year_column, quarter_column: the columns that say it row by row.
        may_be_absent: columns of the code book that the file need not hold.
        columns: column of the code book -> its name in the file.
        codes: column of the code book -> code in the file -> label or code of the code book.
    """

    financial_year: str = ""
    financial_year_column: str = ""
    quarter_column: str = ""
    may_be_absent: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def declaration_of(path: Path, source: Source) -> Declaration:
    """The declaration beside a respondent file, or an empty one.

    Raises:
        SourceError: it is not TOML, or says something unknown.
    """
    beside = path.with_suffix(".toml")
    if not beside.is_file():
        return Declaration()
    try:
        written = tomllib.loads(beside.read_text(encoding="utf-8"))
        declared = Declaration(**written)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
        raise SourceError.of(source.id, f"{beside.name} cannot be used: {error}") from error
    for name, kind in (
        ("financial_year", str), ("financial_year_column", str), ("quarter_column", str),
        ("may_be_absent", list), ("columns", dict), ("codes", dict),
    ):  # fmt: skip
        if not isinstance(written.get(name, kind()), kind):
            raise SourceError.of(source.id, f"{beside.name}: {name} is of another kind than asked")
    return declared


def columns_of(path: Path, source: Source) -> list[str]:
    """Names of a file's columns.

    Raises:
        SourceError: the file is empty, of an unknown kind, or cannot be read.
    """
    kind = path.suffix.lower()
    if kind not in SPSS + TABBED:
        wanted = ", ".join(SPSS + TABBED)
        raise SourceError.of(source.id, f"{path.name} is none of the kinds read ({wanted})")
    if path.stat().st_size == 0:
        raise SourceError.of(source.id, f"{path.name} is empty")
    if kind in SPSS:
        return list(_spss(path, source, metadataonly=True)[1].column_names)
    return list(_tabbed(path, source, nrows=0).columns)


def read_columns(
    path: Path, wanted: Sequence[str], source: Source
) -> tuple[pd.DataFrame, ValueLabels]:
    """The columns wanted, every cell as text (whole numbers without a point, blank as empty).

    Raises:
        SourceError: no rows, a row cut short, or the file cannot be read.
    """
    if path.suffix.lower() in SPSS:
        raw, about = _spss(path, source, usecols=list(wanted))
        labels = {name: _as_text_keys(found) for name, found in about.variable_value_labels.items()}
    else:
        raw, labels = _tabbed(path, source, usecols=list(wanted)), {}
        if (short := int(raw.isna().any(axis=1).sum())) > 0:
            raise SourceError.of(source.id, f"{path.name}: rows cut short ({short} such)")
    if raw.empty:
        raise SourceError.of(source.id, f"{path.name} holds no rows")
    return raw[list(wanted)].apply(_as_text), labels


def _spss(path: Path, source: Source, **options: Any) -> tuple[pd.DataFrame, Any]:
    try:
        raw, about = pyreadstat.read_sav(
            path, user_missing=True, disable_datetime_conversion=True, **options
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, ValueError) as error:
        what = f"{path.name} cannot be read as an SPSS file ({type(error).__name__})"
        raise SourceError.of(source.id, what) from None
    return raw, about


def _tabbed(path: Path, source: Source, **options: Any) -> pd.DataFrame:
    try:
        raw: pd.DataFrame = pd.read_csv(
            path, sep="\t", dtype=str, keep_default_na=False, encoding="utf-8-sig", **options
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        what = f"{path.name} cannot be read as a tab-separated table ({type(error).__name__})"
        raise SourceError.of(source.id, what) from None
    return raw


def _as_text(cells: pd.Series) -> pd.Series:
    """Numbers and text alike as text; a whole number has no point, a missing one is empty."""
    text = cells.map(lambda cell: "" if pd.isna(cell) else str(cell).strip()).astype(str)
    return text.str.replace(r"^(-?\d+)\.0+$", r"\1", regex=True)


def _as_text_keys(labels: Mapping[Any, str]) -> dict[str, str]:
    codes = _as_text(pd.Series(list(labels), dtype=object))
    return dict(zip(codes, (str(label).strip() for label in labels.values()), strict=True))


def meant(values: pd.Series, meanings: Mapping[str, Any], source: Source) -> pd.Series:
    """Each code or label as the code book has it; a blank cell stays blank (None).

    Raises:
        SourceError: a code or label that the book does not list. Named is what many people hold,
            or a short number; anything else is only counted, as it could be one person's.
    """
    held = values[values != ""]
    unknown = held[~held.isin(list(meanings))].value_counts()
    if len(unknown):
        safe = [
            code for code, n in unknown.items() if n >= NAMED_FROM or (_is_code(code) and n > 0)
        ]
        named = [", ".join(map(repr, sorted(map(str, safe))[:SHOWN]))] if safe else []
        rare = len(unknown) - len(safe)
        named += [f"{rare} held by fewer than {NAMED_FROM} people, not shown"] if rare else []
        raise SourceError.of(
            source.id, f"unknown code or label in column {values.name}: {'; '.join(named)}"
        )
    return values.map({**meanings, "": None})


def _is_code(value: object) -> bool:
    return str(value).isdigit() and len(str(value)) <= 2


def to_weights(values: pd.Series, source: Source) -> pd.Series:
    """Weights as numbers above 0.

    Raises:
        SourceError: a weight that is blank, not a number or not above 0; counted, not shown.
    """
    weights = pd.to_numeric(values, errors="coerce").astype("float64")
    bad = int((~(weights > 0) | weights.eq(float("inf"))).sum())
    if bad:
        raise SourceError.of(
            source.id, f"column {values.name}: no weight above 0 for {bad} interviews"
        )
    return weights
