"""One place on one page: survey, crime and outcomes beside London's, at common dates.

A place is a borough, or one of the Met's 12 Basic Command Units, summed from its boroughs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.queries.crime import offence_span
from dashboard.queries.interviews import survey_base
from dashboard.queries.outcomes import KIND, SMALL_BASE
from dashboard.queries.places import ALL, EVERYONE, MPS, places
from dashboard.queries.survey import REVIEW_QUARTER, SURVEY
from datasets import catalogue
from stats.compare import change_between_counts
from stats.funnel import funnel_limits, funnel_standing
from stats.intervals import Interval as Interval
from stats.intervals import Share, difference_of_shares
from stats.rates import poisson_rate

SURVEY_SHOWN = ("trust", "good_job_local", "treat_fairly", "listen_to_concerns", "relied_on")

GROUPS_SHOWN = (
    "Violence against the person",
    "Sexual offences",
    "Robbery",
    "Burglary",
    "Vehicle offences",
    "Theft",
    "Public order offences",
)

_COMMAND = "command-"


@dataclass(frozen=True)
class Place:
    """A place that has a page.

    Attributes:
        id: GSS code of a borough; `command-` and a name for a command.
        name: `Lambeth`, or `Central South (Lambeth and Southwark)`.
        area_codes: of its boroughs.
    """

    id: str
    name: str
    area_codes: tuple[str, ...]

    @property
    def is_command(self) -> bool:
        """Whether it is a Basic Command Unit."""
        return self.id.startswith(_COMMAND)


def profile_places() -> dict[str, Place]:
    """Every place that has a page, by id: boroughs by name, then commands by name."""
    names = {code: name for code, name in places().items() if code != MPS}
    codes = {name: code for code, name in names.items()}
    boroughs = {code: Place(code, name, (code,)) for code, name in names.items()}
    table = catalogue.reference("commands")
    commands = {}
    for command, listed in zip(table["command"], table["boroughs"], strict=True):
        members = listed.split(";")
        of_names = f"{', '.join(members[:-1])} and {members[-1]}"
        id_ = f"{_COMMAND}{command.lower().replace(' ', '-')}"
        members_codes = tuple(codes[member] for member in members)
        commands[id_] = Place(id_, f"{command} command ({of_names})", members_codes)
    return boroughs | commands


@dataclass(frozen=True)
class SurveyLine:
    """One survey measure in a borough beside London's, in the newest year that both have.

    Attributes:
        difference: borough less London, points, 95% interval; London's people include the borough's.
        standing: of `stats.funnel`: whether the borough lies outside what chance would give.
        newest_pct, newest_end: the borough's own newest share, which may be later than London's.
        change: of that share since the year to March 2023; None where that year is missing.
        is_transcription: read off a dashboard by a third party.
    """

    measure: str
    end: pd.Timestamp
    share_pct: float
    london_pct: float
    difference: Interval
    standing: str
    newest_pct: float
    newest_end: pd.Timestamp
    change: Interval | None
    is_transcription: bool


def survey_profile(area_code: str) -> list[SurveyLine]:
    """Survey measures of one borough at the newest date that London has too; none without one."""
    wanted = {**SURVEY, "measure": list(SURVEY_SHOWN), "area_code": [area_code, MPS]}
    rows = catalogue.load(
        "public_attitudes",
        ["measure", "area_code", "period_end", "share_pct", "is_transcription"],
        wanted,
    )
    lines = [
        _survey_line(measure, rows[rows["measure"] == measure], area_code)
        for measure in SURVEY_SHOWN
    ]
    return [line for line in lines if line is not None]


def _survey_line(measure: str, rows: pd.DataFrame, area_code: str) -> SurveyLine | None:
    wide = rows.pivot_table(index="period_end", columns="area_code", values="share_pct")
    if not {area_code, MPS} <= set(wide.columns):
        return None
    both = wide[[area_code, MPS]].dropna()
    if both.empty:
        return None
    end = both.index.max()
    share, london = float(both[area_code][end]), float(both[MPS][end])
    base, effect = survey_base(area_code)
    london_base, london_effect = survey_base(MPS)
    here = Share(share, base, effect)
    limits = funnel_limits(london, base, effect, rounded=True)
    own = rows[(rows["area_code"] == area_code) & (rows["period_end"] == end)]
    shares = wide[area_code].dropna()
    newest_end = shares.index.max()
    newest = Share(float(shares[newest_end]), base, effect)
    return SurveyLine(
        measure,
        end,
        share,
        london,
        difference_of_shares(Share(london, london_base, london_effect), here, rounded=True),
        str(funnel_standing(share, limits)),
        newest.pct,
        newest_end,
        _change_since_the_review(shares, newest, newest_end),
        bool(own["is_transcription"].iloc[0]),
    )


def _change_since_the_review(
    shares: pd.Series, newest: Share, end: pd.Timestamp
) -> Interval | None:
    if REVIEW_QUARTER not in shares.index or end < REVIEW_QUARTER + pd.DateOffset(years=1):
        return None
    before = Share(float(shares[REVIEW_QUARTER]), newest.base_n, newest.design_effect)
    return difference_of_shares(before, newest, rounded=True)


@dataclass(frozen=True)
class CrimeLine:
    """Recorded offences of one group over 12 months in a place, beside London's.

    Attributes:
        group: an offence group, or `all`.
        rate, london_rate: per 1,000 residents with 95% intervals.
        change: on the 12 months before, per cent, with 95% interval; None on a base under 50.
        london_change: the same for London.
        population_year: whose residents.
    """

    group: str
    count: int
    rate: Interval
    london_rate: Interval
    change: Interval | None
    london_change: Interval | None
    population_year: int


def crime_profile(area_codes: tuple[str, ...]) -> tuple[pd.Timestamp, list[CrimeLine]]:
    """Newest month, and every group shown: all offences first."""
    rows = catalogue.load(
        "recorded_offences", ["month", "area_code", "offence_group", "offences_count"]
    )
    last = rows["month"].max()
    rows = rows[rows["month"] > last - pd.DateOffset(months=24)]
    people, year = _residents(area_codes, last)
    london_people, _ = _residents(None, last)
    lines = []
    for group in (ALL, *GROUPS_SHOWN):
        of_group = rows if group == ALL else rows[rows["offence_group"] == group]
        here = of_group[of_group["area_code"].isin(area_codes)]
        count, before = _two_years(here, last)
        london_count, london_before = _two_years(of_group, last)
        lines.append(
            CrimeLine(
                group,
                count,
                poisson_rate(count, people),
                poisson_rate(london_count, london_people),
                change_between_counts(before, count),
                change_between_counts(london_before, london_count),
                year,
            )
        )
    return last, lines


def _two_years(rows: pd.DataFrame, last: pd.Timestamp) -> tuple[int, int]:
    is_latest = rows["month"] > last - pd.DateOffset(months=12)
    counts = rows["offences_count"]
    return int(counts[is_latest].sum()), int(counts[~is_latest].sum())


def _residents(area_codes: tuple[str, ...] | None, last: pd.Timestamp) -> tuple[int, int]:
    """Residents of the mid-year within the 12 months, or of the newest estimate before it."""
    wanted = list(area_codes or [code for code in places() if code != MPS])
    rows = catalogue.load(
        "population", ["year", "residents_count"], {**EVERYONE, "area_code": wanted}
    )
    by_year = rows.groupby("year")["residents_count"].sum()
    year = min((last - pd.DateOffset(months=5)).year, int(by_year.index.max()))
    return int(by_year[year]), int(year)


def monthly_rates(area_codes: tuple[str, ...] | None, group: str = ALL) -> pd.DataFrame:
    """Offences per 1,000 residents over 12 months, month by month; London where no place is given.

    Returns:
        date (first day of the last month), value.
    """
    filters: dict[str, Any] = {} if area_codes is None else {"area_code": list(area_codes)}
    filters |= {} if group == ALL else {"offence_group": group}
    if offence_span(group, ALL):
        return pd.DataFrame({"date": pd.to_datetime([]), "value": []})
    rows = catalogue.load("recorded_offences", ["month", "offences_count"], filters)
    sums = rows.groupby("month")["offences_count"].sum().asfreq("MS").fillna(0).rolling(12).sum()
    sums = sums.dropna()
    wanted = list(area_codes or [code for code in places() if code != MPS])
    people = catalogue.load(
        "population", ["year", "residents_count"], {**EVERYONE, "area_code": wanted}
    )
    by_year = people.groupby("year")["residents_count"].sum()
    middle = (pd.DatetimeIndex(sums.index) - pd.DateOffset(months=5)).year
    years = pd.Series(middle, index=sums.index).clip(by_year.index.min(), by_year.index.max())
    return pd.DataFrame(
        {"date": sums.index, "value": 1000 * sums.to_numpy() / by_year[years].to_numpy()}
    )


def outcome_profile(area_codes: tuple[str, ...]) -> pd.DataFrame:
    """Positive outcomes per 100 offences in the newest 12 months and the 12 before.

    Returns:
        place (`here` or `london`), end (first day of the last month), outcomes_count, offences_count,
        value, before_value; values absent on fewer than 50 offences.
    """
    rows = catalogue.load(
        "crime_outcomes",
        ["period_end", "area_code", "outcomes_count", "offences_count"],
        {"outcome_kind": KIND},
    )
    last = rows["period_end"].max()
    table = []
    for place, own in (("here", rows[rows["area_code"].isin(area_codes)]), ("london", rows)):
        latest = own[own["period_end"] > last - pd.DateOffset(months=12)]
        before = own[
            (own["period_end"] <= last - pd.DateOffset(months=12))
            & (own["period_end"] > last - pd.DateOffset(months=24))
        ]
        outcomes, offences = (
            int(latest[name].sum()) for name in ("outcomes_count", "offences_count")
        )
        table.append(
            {
                "place": place,
                "end": last.to_period("M").to_timestamp(),
                "outcomes_count": outcomes,
                "offences_count": offences,
                "value": _ratio(outcomes, offences),
                "before_value": _ratio(
                    int(before["outcomes_count"].sum()), int(before["offences_count"].sum())
                ),
            }
        )
    return pd.DataFrame(table)


def _ratio(outcomes: int, offences: int) -> float | None:
    return 100 * outcomes / offences if offences >= SMALL_BASE else None


def tiles() -> pd.DataFrame:
    """London's boroughs as equal tiles: area_code, area_name, short_name, column, row."""
    table = catalogue.reference("places")
    return pd.DataFrame(
        {
            "area_code": table["area_code"],
            "area_name": table["area_name"],
            "short_name": table["short_name"].where(table["short_name"] != "", table["area_name"]),
            "column": table["tile_column"].astype(int),
            "row": table["tile_row"].astype(int),
        }
    )
