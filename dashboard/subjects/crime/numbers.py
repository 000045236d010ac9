"""The part of the Crime trends page on its lines' figures: the places side by side, and over time."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import PER_1000
from dashboard.draft import Draft
from dashboard.figures.places import MPS
from dashboard.subjects.crime.choice import QUANTITIES, SHARE, Choice, name_of
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures import places as crime_places
from dashboard.subjects.crime.lines import crossed_year, is_of_few
from dashboard.subjects.crime.words.changes import change_cell, of_few
from dashboard.words import crime as crime_words
from dashboard.words.cells import NONE, Cell
from dashboard.words.numbers import count
from dashboard.words.periods import month_year, twelve_months_to

_MONTHS, _COLUMNS = 24, 3
CHANGE = "On the year before"


def show(draft: Draft, chosen: Choice) -> None:
    """The places side by side where there are several, then their lines' figures over time."""
    if len(chosen.areas) > 1:
        _side_by_side(draft, chosen)
    with draft.fold("The figures over time", "crime-over-time"):
        _over_time(draft, chosen)


def _side_by_side(draft: Draft, chosen: Choice) -> None:
    found = ask(crime_places.places_in_year, chosen.offence, chosen.kind, chosen.year_end)
    shown = [*chosen.boroughs, MPS]
    rows = found.set_index("area_code").loc[shown]
    crossed = crossed_year(chosen.year_end)
    is_share = chosen.quantity == "share"
    columns = {
        twelve_months_to(chosen.year_end): list(rows["area_name"]),
        "Offences": [_or_dash(number, count) for number in rows["offences_count"]],
        "Of all crime" if is_share else "Per 1,000": (
            [_or_dash(share, SHARE.value) for share in rows["share_pct"]]
            if is_share
            else [_or_dash(rate, PER_1000.value) for rate in rows["rate_per_1000"]]
        ),
        CHANGE: [NONE if crossed else one for one in _changes(rows)],
    }
    draft.table(
        pd.DataFrame(columns),
        alt=f"{chosen.what}, 12 months, in the places chosen and in London",
        point=CHANGE,
    )
    if crossed or rows["change_pct"].isna().any():
        draft.bullets([crime_words.no_change(crossed, crime_places.NO_CHANGE_UNDER)])
    if not crossed and is_of_few(rows).any():
        draft.bullets([of_few(crime_changes.FEW)])


def _changes(rows: pd.DataFrame) -> list[str]:
    return [change_cell(*pair) for pair in zip(rows["change_pct"], is_of_few(rows), strict=True)]


def _or_dash(number: float, words_of: Callable[[float], str]) -> str:
    return NONE if pd.isna(number) else words_of(number)


def _over_time(draft: Draft, chosen: Choice) -> None:
    """The lines' 12-month totals a year apart, or their last 24 months."""
    areas = [*chosen.drawn]
    if chosen.has_london_beside or chosen.has_london_apart:
        areas.append(MPS)
    by_place = {name_of(area): _cells(chosen, area) for area in areas}
    dates = sorted({date for cells in by_place.values() for date in cells}, reverse=True)
    first = "12 months to" if chosen.show == "year" else "Month"
    alt = f"{chosen.what}, {QUANTITIES[chosen.quantity].title.lower()}: the figures of the chart"
    if len(by_place) <= _COLUMNS:
        named = {
            name if len(by_place) > 1 else QUANTITIES[chosen.quantity].title: [
                cells.get(date, NONE) for date in dates
            ]
            for name, cells in by_place.items()
        }
        draft.table(pd.DataFrame({first: [month_year(date) for date in dates], **named}), alt=alt)
        return
    rows = [
        [
            Cell(month_year(date)),
            *(Cell(cells.get(date, NONE)) for cells in by_place.values()),
        ]
        for date in dates
    ]
    draft.card_table([first, *by_place], rows, alt=alt, key="crime-places")


def _cells(chosen: Choice, area: str) -> dict[pd.Timestamp, str]:
    """Figures by date, newest first; * on 12 months across a change."""
    rows = chosen.line(area).iloc[::-1]
    if chosen.show == "year":
        rows = rows[rows["date"].dt.month == chosen.year_end.month]
    else:
        rows = rows[rows["date"] > chosen.year_end - pd.DateOffset(months=_MONTHS)]
    unit = QUANTITIES[chosen.quantity].unit
    return {
        date: NONE if pd.isna(value) else f"{unit.value(value)}{' *' if is_across else ''}"
        for date, value, is_across in zip(
            rows["date"], rows["value"], rows["is_across"], strict=True
        )
    }
