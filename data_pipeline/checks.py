"""Named checks over a tidy frame. Each returns its problems in words; none means passed."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pandas as pd

from data_pipeline.periods import as_text, missing_months
from data_pipeline.steps.geography import CITY, area_codes, area_names
from datasets.schema import COLUMNS, DATASETS, Column, Dataset

OUTLINES_BYTES = 30_000
RARE_GROUPS = ("Fraud and forgery", "NFIB fraud")  # a handful of counts, not in every borough
SHOWN = 3
RESIDENTS_SERIES = ("year", "sex", "ethnicity", "age_band")  # within these a place stands once
SERIES = ("survey", "measure", "group_dimension", "group", "time_basis", "offence_group")
"""What tells apart the series of a place, in tables that have these columns."""

USUAL = ("PAS", "all", "rolling_12_months")
"""What a problem need not say of a survey's series."""

BY_QUARTER = ("rolling_12_months", "quarter")
"""Time bases whose periods end with a quarter."""

WITHOUT_FIGURES = {
    ("PAS", measure): pd.date_range("2020-06-30", "2021-03-31", freq="QE")
    for measure in ("feels_safe_after_dark", "hate_crime_problem")
} | {
    (survey, "satisfied_reporting"): pd.DatetimeIndex(["2024-03-31"]) for survey in ("USS", "TDIU")
}
"""Quarters that the publisher has no figures for, or no sure date, by survey and measure."""

Check = Callable[[pd.DataFrame, Dataset], list[str]]


def schema_fits(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Columns, types, bounds, closed lists and absent values are as declared in `datasets.schema`."""
    import pandera.errors
    import pandera.pandas as pa

    declared = {name: _pandera_column(COLUMNS[name], dataset) for name in dataset.columns}
    try:
        pa.DataFrameSchema(declared, strict=True).validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        return [
            _in_words(check, group)
            for check, group in cases.groupby(["column", "check"], dropna=False)
        ]
    return []


def _pandera_column(column: Column, dataset: Dataset) -> object:
    import pandera.pandas as pa

    checks = []
    minimum = dataset.minimums.get(column.name, column.minimum)
    if minimum is not None:
        checks.append(pa.Check.ge(minimum))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum))
    if dataset.allowed(column.name):
        checks.append(pa.Check.isin(dataset.allowed(column.name)))
    checks.append(pa.Check(_IS_OF[column.kind], name=f"is_{column.kind}"))
    return pa.Column(None, checks, nullable=column.name in dataset.nullable)


def _is_text(values: pd.Series) -> bool:
    return all(isinstance(value, str) for value in values.dropna().unique())


_IS_OF: dict[str, Callable[[pd.Series], bool]] = {
    "text": _is_text,
    "label": _is_text,
    "date": pd.api.types.is_datetime64_any_dtype,
    "integer": pd.api.types.is_integer_dtype,
    "number": pd.api.types.is_float_dtype,
    "flag": pd.api.types.is_bool_dtype,
}


def _in_words(check: object, group: pd.DataFrame) -> str:
    column, name = check if isinstance(check, tuple) else (check, "")
    values = ", ".join(repr(value) for value in group["failure_case"].drop_duplicates().head(SHOWN))
    return f"column {column}: {name} fails for {values} ({len(group)} rows)"


def key_unique(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """No two rows share a key."""
    if not {*dataset.key} <= {*rows.columns}:
        return []  # an older table: what it lacks is the schema's to say
    repeated = rows[rows.duplicated(list(dataset.key), keep=False)]
    if repeated.empty:
        return []
    first = ", ".join(str(value) for value in repeated.iloc[0][list(dataset.key)])
    return [f"duplicate key: {len(repeated)} rows, first {first}"]


def _given_whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows but those of financial years: made from answers, they lack cells on too few of them."""
    if "time_basis" not in rows.columns:
        return rows
    return rows[rows["time_basis"] != "financial_year"]


def boroughs_complete(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Whatever is given for any borough in a period is given for all 32."""
    boroughs = set(area_names()) - {CITY}
    rows = _given_whole(rows)
    if rows.empty:
        return []
    of_boroughs = rows[rows["area_code"].isin(boroughs)]
    series = [name for name in SERIES if name in rows.columns] + [dataset.period[0]]
    held = of_boroughs.groupby(series, observed=True)["area_code"].nunique()
    if "offence_group" in rows.columns:
        held = held[~held.index.get_level_values("offence_group").isin(RARE_GROUPS)]
    short = held[held < len(boroughs)]
    if of_boroughs.empty:
        return ["no borough at all"]
    return (
        []
        if short.empty
        else [f"{short.iloc[0]} of 32 boroughs for {_label(short.index[0])} ({len(short)} such)"]
    )


def no_city_of_london(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """The City of London, policed by another force, is not in the table."""
    return ["City of London is in the table"] if (rows["area_code"] == CITY).any() else []


def places_complete(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """All 33 places are there, each once in a series: a year, and a sex, group and age where told apart.

    Places that a publisher gives as one have both codes, parted by `+`, and count as both.
    """
    series = [name for name in RESIDENTS_SERIES if name in rows.columns]
    groups = rows.groupby(series, observed=True) if series else [("the table", rows)]
    return [problem for label, group in groups for problem in _places_of(label, group)]


def _places_of(series: object, rows: pd.DataFrame) -> list[str]:
    label = _label(series)
    held = pd.Series(rows["area_code"].unique()).str.split("+").explode()
    wanted = set(area_codes().values())
    if set(held) != wanted:
        return [f"{label}: {len(wanted - set(held))} of 33 places missing"]
    twice = sorted(held[held.duplicated()])
    return [f"{label}: {', '.join(twice)} both alone and with another place"] if twice else []


def months_complete(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Months follow each other without a gap."""
    missing = missing_months(rows["month"])
    return [f"month {missing[0]} is missing ({len(missing)} such)"] if missing else []


def quarters_complete(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Each series of a place ends on quarter ends and runs on from quarter to quarter without a gap.

    A series is one survey, measure, group and time basis. Where the length of a period is not
    stated, it runs on from month's end to month's end in steps of its own, such as three months.
    """
    found = []
    keys = ["survey", "measure", "group_dimension", "group", "time_basis", "area_code"]
    for key, series in _given_whole(rows).groupby(keys, observed=True):
        survey, measure, *others, basis, area = (str(part) for part in key)
        held = pd.DatetimeIndex(series["period_end"].unique()).sort_values()
        step = "quarter" if basis in BY_QUARTER else "month"
        wanted = _quarters(held, (survey, measure)) if step == "quarter" else _months(held)
        where = f"{_label((measure, survey, *others, basis))} in {area}"
        missing, odd = wanted.difference(held), held.difference(wanted)
        if len(odd):
            found.append(f"{where}: {odd[0]:%Y-%m-%d} is not a {step}'s end")
        if len(missing):
            found.append(f"{where}: {step} to {missing[0]:%Y-%m} is missing ({len(missing)} such)")
    return found[:SHOWN]


def _quarters(held: pd.DatetimeIndex, series: tuple[str, str]) -> pd.DatetimeIndex:
    """The quarters' ends from first to last for which the publisher has figures."""
    wanted = pd.date_range(held[0], held[-1], freq="QE")
    return wanted.difference(WITHOUT_FIGURES.get(series, wanted[:0]))


def _months(held: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Months' ends from first to last, in the smallest step that the series takes."""
    months = held.to_period("M")
    step = min((b - a).n for a, b in itertools.pairwise(months)) if len(held) > 1 else 1
    return pd.date_range(held[0], held[-1], freq=f"{max(step, 1)}ME")


def outlines_small(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """All outlines together are at most 30 kB, so that a phone draws them at once."""
    size = int(rows["geometry"].str.len().sum())
    return [f"outlines are {size} bytes, over {OUTLINES_BYTES}"] if size > OUTLINES_BYTES else []


def _label(index: object) -> str:
    parts = index if isinstance(index, tuple) else (index,)
    return " ".join(as_text(part) for part in parts if part not in USUAL)


ALWAYS: tuple[Check, ...] = (schema_fits, key_unique)
NAMED: dict[str, Check] = {
    check.__name__: check
    for check in (
        boroughs_complete,
        no_city_of_london,
        places_complete,
        months_complete,
        quarters_complete,
        outlines_small,
    )
}


def checks_of(dataset: Dataset) -> list[Check]:
    """Every check declared for a dataset."""
    return [*ALWAYS, *(NAMED[name] for name in dataset.checks)]


def of_rows(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Problems that can be told from one source's rows alone."""
    return [problem for check in ALWAYS for problem in check(rows, dataset)]


def of_dataset(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Problems of a whole table, all its sources together."""
    return [problem for check in checks_of(dataset) for problem in check(rows, dataset)]


assert all(name in NAMED for dataset in DATASETS.values() for name in dataset.checks)
