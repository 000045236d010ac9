"""Signs: the nearest figures since the Review that speak to a success measure and cannot decide it.

`datasets/reference/signs.toml` says which; every value, date and who says it is looked up here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data_pipeline.derived.charges import WHOLE, whole_years
from data_pipeline.derived.found import Frames, editions_of, labelled, rows_of
from data_pipeline.derived.printed_figures import DATASET_OF, is_marked
from datasets import catalogue
from datasets.schema import COLUMNS, DATASETS, MPS, SUCCESS_MEASURES, SourceError

ID = "signs"
OF = ("published_figures", "review_figures", "public_attitudes", "custody", "crime_outcomes")
"""Datasets that it is made from; one that is not held leaves its signs out."""

NEEDED = ("measure", "sign", "name", "why")
NEEDED_OF_KIND = {
    "printed": ("figure",),
    "survey": ("indicator",),
    "custody": ("offence_group", "disposals"),
    "closed_charges": (),
}
MAY_BE_SAID = ("kind", "earlier_figure", "said_by")
SAID_BY_OF = {"first_hand": "publisher", "second_hand": "press", "derived": "quoted"}
"""Where a printed figure was read -> who says it."""

Editions = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Value:
    """A figure of a sign: its value, its first and last day, and where it is from."""

    value: float
    start: date
    end: date
    made_from: Editions
    figure_id: str = ""
    is_stated: bool = True
    """Whether its source states its dates."""


@dataclass(frozen=True)
class Sign:
    """A sign: the figure since the Review, the one before where there is one, its unit and who says it."""

    latest: Value
    earlier: Value | None
    unit: str
    said_by: str
    is_change: bool = False


def made(frames: Frames) -> tuple[pd.DataFrame, Counter[tuple[str, str]]]:
    """The signs that are held, in the order of the key, and how many stand on each source and edition.

    Args:
        frames: rows of the datasets in `OF` that are held, by id.

    Raises:
        SourceError: a declaration that cannot be meant, or a figure that is marked, of another unit than
            the earlier one, or not since the Review: every such fault in one line.
    """
    published = catalogue.declared("success_measures")["published"]
    declared = catalogue.declared(ID).get("sign", [])
    if faults := list(_faults(declared)):
        raise SourceError.of(ID, "; ".join(faults))
    rows = []
    counts: Counter[tuple[str, str]] = Counter()
    for place, one in enumerate(declared):
        found = FINDERS[one.get("kind", "printed")](one, frames, published)
        if found is None:
            continue
        if found.latest.end <= published:
            raise SourceError.of(ID, f"{_named(one)}: no figure since the Review")
        rows.append(_row(one, found, place))
        values = [one for one in (found.latest, found.earlier) if one is not None]
        counts.update({pair for value in values for pair in value.made_from})
    return _as_table(rows), counts


def _faults(declared: list[dict[str, Any]]) -> Iterator[str]:
    counts = Counter((one.get("measure"), one.get("sign")) for one in declared)
    yield from (f"{measure}, {sign}: twice" for (measure, sign), n in counts.items() if n > 1)
    for one in declared:
        kind = one.get("kind", "printed")
        if kind not in NEEDED_OF_KIND:
            yield f"{_named(one)}: unknown kind {kind!r}"
            continue
        wanted = (*NEEDED, *NEEDED_OF_KIND[kind])
        if missing := [name for name in wanted if name not in one]:
            yield f"{_named(one)}: no {', '.join(missing)}"
        if unknown := sorted(set(one) - {*wanted, *MAY_BE_SAID}):
            yield f"{_named(one)}: nothing is called {', '.join(unknown)}"
        if one.get("measure") not in set(SUCCESS_MEASURES) - {"context"}:
            yield f"{_named(one)}: no such measure"
        if one.get("said_by", "quoted") != "quoted":
            yield f"{_named(one)}: who says it is read from the figure"


def _named(one: Mapping[str, Any]) -> str:
    return f"{one.get('measure')}, {one.get('sign')}"


# Where a sign's figures are


def _of_printed(declared: dict[str, Any], frames: Frames, _published: date) -> Sign | None:
    numbers = [declared["figure"], *filter(None, [declared.get("earlier_figure")])]
    rows = [_printed(declared, number, frames) for number in numbers]
    held = [one for one in rows if one is not None]
    if len(held) < len(numbers):  # a table that is not held says nothing
        return None
    units = {str(one["unit"]) for one in held}
    if len(units) > 1:
        raise SourceError.of(ID, f"{_named(declared)}: two units, {', '.join(sorted(units))}")
    said = {SAID_BY_OF[one["read"]] for one in held}
    said_by = next(one for one in ("press", "quoted", "publisher") if one in said)
    if "said_by" in declared and said_by == "publisher":
        raise SourceError.of(ID, f"{_named(declared)}: its figures are the publisher's own")
    latest, *earlier = [_value(one) for one in held]
    return Sign(
        latest,
        earlier[0] if earlier else None,
        units.pop(),
        declared.get("said_by", said_by),
        bool(held[0]["is_change"]),
    )


def _printed(declared: dict[str, Any], number: str, frames: Frames) -> pd.Series | None:
    dataset = DATASET_OF.get(number[0])
    if dataset is None:
        raise SourceError.of(ID, f"{_named(declared)}: {number} is no figure's number")
    if dataset not in frames:
        return None
    rows = frames[dataset]
    found = rows[rows["figure_id"] == number]
    if len(found) != 1:
        raise SourceError.of(ID, f"{_named(declared)}: figure {number} is not in {dataset}")
    if is_marked(found).item():
        raise SourceError.of(ID, f"{_named(declared)}: figure {number} is marked and is no sign")
    return found.iloc[0]


def _value(row: pd.Series) -> Value:
    return Value(
        float(row["value"]),
        pd.Timestamp(row["period_start"]).date(),
        pd.Timestamp(row["period_end"]).date(),
        ((str(row["source_id"]), str(row["edition"])),),
        str(row["figure_id"]),
        row["dating"] == "stated",
    )


def _of_survey(declared: dict[str, Any], frames: Frames, published: date) -> Sign | None:
    rows = labelled(
        rows_of(frames, "public_attitudes"),
        {
            "survey": "PAS",
            "measure": declared["indicator"],
            "area_code": MPS,
            "group_dimension": "all",
            "time_basis": "rolling_12_months",
        },
    )
    ends = pd.to_datetime(rows["period_end"])
    at, later = rows[ends == pd.Timestamp(published)], rows[ends > pd.Timestamp(published)]
    if at.empty or later.empty:
        return None
    newest = later.sort_values("period_end").iloc[[-1]]
    return Sign(_of_share(newest), _of_share(at.iloc[[-1]]), "percent", "publisher")


def _of_share(row: pd.DataFrame) -> Value:
    end = pd.Timestamp(row["period_end"].iloc[0])
    start = end - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    return Value(float(row["share_pct"].iloc[0]), start.date(), end.date(), editions_of(row))


def _of_custody(declared: dict[str, Any], frames: Frames, published: date) -> Sign | None:
    rows = rows_of(frames, "custody")
    months = pd.to_datetime(rows["month"])
    whole = months.groupby(months.dt.year).nunique()
    whole = whole[whole == 12]
    rows = rows.assign(year=months.dt.year)
    rows = rows[
        (rows["offence_group"] == declared["offence_group"])
        & rows["disposal"].isin(declared["disposals"])
    ]
    before = [int(year) for year in whole.index if year < published.year]
    since = [int(year) for year in whole.index if year > published.year]
    if not (before and since):
        return None
    pair = [_of_year(rows[rows["year"] == year], year) for year in (since[-1], before[-1])]
    return Sign(pair[0], pair[1], "count", "publisher")


def _of_year(rows: pd.DataFrame, year: int) -> Value:
    counted = float(rows["offences_count"].sum())
    return Value(counted, date(year, 1, 1), date(year, 12, 31), editions_of(rows))


def _of_closed_charges(_declared: dict[str, Any], frames: Frames, published: date) -> Sign | None:
    rows = labelled(
        rows_of(frames, "crime_outcomes"),
        {
            "series": "notifiable",
            "outcome_kind": "charged",
            "outcome_basis": "closed",
            "area_code": MPS,
            "offence_group": WHOLE,
        },
    )
    years = whole_years(rows)
    since = [end for end in years if end.date() > published]
    at = years.get(pd.Timestamp(published))
    if at is None or not since:
        return None
    newest = max(since)
    return Sign(
        _charged(years[newest], newest), _charged(at, pd.Timestamp(published)), "count", "quoted"
    )


def _charged(rows: pd.DataFrame, end: pd.Timestamp) -> Value:
    start = end - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    counted = float(rows["outcomes_count"].sum())
    return Value(counted, start.date(), end.date(), editions_of(rows))


FINDERS: Mapping[str, Callable[[dict[str, Any], Frames, date], Sign | None]] = {
    "printed": _of_printed,
    "survey": _of_survey,
    "custody": _of_custody,
    "closed_charges": _of_closed_charges,
}

# As a table


def _row(declared: dict[str, Any], found: Sign, place: int) -> dict[str, Any]:
    latest, earlier = found.latest, found.earlier
    return {
        "measure": declared["measure"],
        "sign": declared["sign"],
        "sign_order": place + 1,
        "sign_name": declared["name"],
        "value": latest.value,
        "unit": found.unit,
        "period": period_words(latest),
        "period_end": pd.Timestamp(latest.end),
        "earlier_value": earlier and earlier.value,
        "earlier_period": earlier and period_words(earlier),
        "direction": direction(found),
        "said_by": found.said_by,
        "why_not_decisive": declared["why"],
        "figure_id": latest.figure_id or None,
        "earlier_figure_id": (earlier and earlier.figure_id) or None,
        "source_id": latest.made_from[0][0],
        "edition": latest.made_from[0][1],
    }


def direction(found: Sign) -> str:
    """Which way the figures moved, as they are printed; `one_figure` where there is nothing to set it against."""
    if found.is_change:
        change = found.latest.value
    elif found.earlier is None:
        return "one_figure"
    else:
        change = found.latest.value - found.earlier.value
    return "rose" if change > 0 else "fell" if change < 0 else "same"


def period_words(value: Value) -> str:
    """`2024`, `year to March 2026`, `April to September 2025`, `September 2023`, `4 August 2023`.

    Where the source does not state the dates it says so.
    """
    said = _period(value.start, value.end)
    return said if value.is_stated else f"{said}, dates not stated"


def _period(start: date, end: date) -> str:
    if start == end:
        return f"{end.day} {end:%B %Y}"
    if (
        start.replace(month=1, day=1) == start
        and (end.month, end.day) == (12, 31)
        and start.year == end.year
    ):
        return str(end.year)
    if 363 <= (end - start).days <= 366:
        return f"year to {end:%B %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{end:%B %Y}"
    first = f"{start:%B}" if start.year == end.year else f"{start:%B %Y}"
    return f"{first} to {end:%B %Y}"


def _as_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    dataset = DATASETS[ID]
    frame = pd.DataFrame(rows, columns=list(dataset.columns))
    for name in dataset.columns:
        kind = COLUMNS[name].kind
        if kind in ("text", "label"):
            frame[name] = frame[name].astype("str")  # absent texts stay absent
        elif kind == "number":
            frame[name] = frame[name].astype("float64")
        elif kind == "integer":
            frame[name] = frame[name].astype("Int64")
        elif kind == "date":
            frame[name] = pd.to_datetime(frame[name])
    return frame.sort_values(list(dataset.key), ignore_index=True)
