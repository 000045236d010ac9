"""The part of the Solved crime page on positive outcomes: the line, its figures, every offence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import queries, wording
from dashboard.charts import PER_CENT, Look, bars, marks, trend
from dashboard.controls.address import note_ignored_parameters
from dashboard.controls.data import ask
from dashboard.controls.files import Part
from dashboard.controls.parts import bullets, controls_row, no_rows, section
from dashboard.controls.plots import chart
from dashboard.controls.sourcing import source_line
from dashboard.controls.tables import table
from dashboard.controls.widgets import select
from dashboard.queries import crime_breaks, outcomes
from dashboard.wording import outcomes as words

BASES = {"year": "12-month ratio", "month": "Each month"}
SOURCE = "mps_monthly_dashboard"
_DATASET, _MONTHS = "crime_outcomes", 24


@dataclass(frozen=True)
class Choice:
    """What the reader chose: place, offence group or `all`, `year` or `month`, and the months."""

    area: str
    offence: str
    show: str
    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def name(self) -> str:
        """The place in words."""
        return ask(queries.places)[self.area]

    @property
    def what(self) -> str:
        """The offences in words."""
        return "all offences" if self.offence == queries.ALL else self.offence

    @property
    def is_london(self) -> bool:
        """Whether the place is the Met's whole area."""
        return self.area == queries.MPS

    def line(self, area: str) -> pd.DataFrame:
        """The series of one place within the months chosen."""
        found = ask(outcomes.outcome_series, area, self.offence, self.show)
        return found[found["date"].between(self.first, self.last)]

    @property
    def link(self) -> dict[str, str]:
        """Every choice as it stands in the address bar."""
        return {
            "area": self.area,
            "offence": self.offence,
            "show": self.show,
            "from": f"{self.first:%Y-%m}",
            "to": f"{self.last:%Y-%m}",
        }


def choose() -> Choice:
    """Show the row of controls and return what is chosen."""
    places = ask(queries.places)
    groups = {queries.ALL: "All offences"} | {name: name for name in ask(outcomes.outcome_groups)}
    months = {f"{month:%Y-%m}": wording.month_year(month) for month in ask(outcomes.outcome_months)}
    newest_first = dict(reversed(months.items()))
    note_ignored_parameters(
        {"area": places, "offence": groups, "show": BASES, "from": months, "to": months}
    )
    with controls_row():
        return Choice(
            select("Place", "area", places, queries.MPS),
            select("Offence", "offence", groups, queries.ALL),
            select("Show", "show", BASES, "year"),
            pd.Timestamp(select("From", "from", months, next(iter(months)))),
            pd.Timestamp(select("To", "to", newest_first, next(iter(newest_first)))),
        )


def headline(chosen: Choice) -> str:
    """The newest 12 months on screen and the 12 before."""
    years = ask(outcomes.outcome_series, chosen.area, chosen.offence, "year")
    rates = years.set_index("date")["value"]
    return words.outcomes_headline(
        chosen.offence,
        chosen.name,
        chosen.is_london,
        _known(rates.get(chosen.last)),
        _known(rates.get(chosen.last - pd.DateOffset(years=1))),
        chosen.last,
    )


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def show(chosen: Choice, series: pd.DataFrame) -> None:
    """The line, London's in grey beside a borough's, and the breaks."""
    rows = series.assign(series=chosen.name, role="main")
    if not chosen.is_london:
        london = chosen.line(queries.MPS).assign(series=queries.MPS_NAME, role="context")
        rows = pd.concat([rows, london])
    known = series.dropna(subset=["value"])
    section(
        f"Positive outcomes, {chosen.what}, {chosen.name}",
        "Positive outcomes recorded per 100 offences recorded in the same period, "
        + ("12 months to each month" if chosen.show == "year" else "each month"),
    )
    chart(
        lambda narrow: trend(
            rows[["date", "value", "series", "role"]],
            unit=PER_CENT,
            look=Look(narrow=narrow),
            breaks=marks(ask(queries.breaks, _DATASET)),
            zero=True,
        ),
        alt=words.outcomes_alt(
            f"positive outcomes, {chosen.what}, {chosen.name}",
            known["date"].iloc[-1],
            known["value"].iloc[-1],
            known["value"].max(),
            known["value"].min(),
        ),
        source_line=source_line(_DATASET, {SOURCE}),
        key="outcomes",
    )


def show_none(chosen: Choice, series: pd.DataFrame) -> None:
    """Why there is no chart: nothing is published, or no rate is given on what is."""
    if series.empty:
        no_rows(f"{chosen.what}, {chosen.name}, in these months")
    else:
        is_year = chosen.show == "year"
        st.info(words.no_rate(chosen.what, chosen.name, outcomes.SMALL_BASE, is_year))


def caveats(chosen: Choice, series: pd.DataFrame) -> list[str]:
    """What must be known about what is on screen."""
    found = [words.FOUR_KINDS, words.TWO_FLOWS, *_two_counts(chosen)]
    breaks = ask(queries.breaks, _DATASET)
    span = 11 if chosen.show == "year" else 0
    start = series["date"].min() - pd.DateOffset(months=span)
    on_screen = queries.breaks_within(breaks, start, series["date"].max())
    found += [
        words.outcomes_break(str(one.label), str(one.detail)) for one in on_screen.itertuples()
    ]
    changed = ask(crime_breaks.changes, _DATASET)
    for month in changed.loc[changed["date"].isin(on_screen["date"]), "month"]:
        found += _each_side(month)
    if (series["offences_count"] < outcomes.SMALL_BASE).any():
        found.append(words.too_few(outcomes.SMALL_BASE))
    months = ask(outcomes.outcome_series, chosen.area, chosen.offence, "month")
    found.append(words.newest_months(months["value"].tolist()[-3:], months["date"].max()))
    if chosen.is_london:
        unplaced = ask(outcomes.of_no_borough, chosen.offence, chosen.last)
        found.append(words.london_is(*unplaced, chosen.last))
    return [*found, words.REDUCED_FILE]


def _each_side(month: pd.Timestamp) -> list[str]:
    """London's single months in the year up to a break, and in the year after: each alone."""
    sides = {
        "before": (month - pd.DateOffset(months=12), month - pd.DateOffset(months=1)),
        "after": (month, month + pd.DateOffset(months=11)),
    }
    ranges = {side: ask(outcomes.range_beside, *ends) for side, ends in sides.items()}
    return [
        words.months_of_one_side(side, *sides[side], *both)
        for side, both in ranges.items()
        if both is not None
    ]


def _two_counts(chosen: Choice) -> list[str]:
    counts = ask(outcomes.two_counts, chosen.area, chosen.offence, chosen.last)
    if counts is None:
        return []
    editions = ask(queries.sources).set_index(["dataset", "id"])["editions"]
    own = max(editions[(_DATASET, SOURCE)])
    other = max(editions[(crime_breaks.DATASET, "mps_recorded_crime")])
    return [words.two_counts(counts[0], own, counts[1], other, chosen.last)]


def show_figures(chosen: Choice, series: pd.DataFrame) -> None:
    """The chart's figures, newest first: a year apart for 12-month ratios, else the last 24 months."""
    section("The figures", f"{chosen.what}, {chosen.name}")
    rows = series.iloc[::-1]
    if chosen.show == "year":
        rows = rows[rows["date"].dt.month == rows["date"].iloc[0].month]
    rows = rows.head(_MONTHS)
    table(
        pd.DataFrame(
            {
                "12 months to" if chosen.show == "year" else "Month": [
                    wording.month_year(day) for day in rows["date"]
                ],
                "Positive outcomes": rows["outcomes_count"].map(wording.count),
                "Offences": rows["offences_count"].map(wording.count),
                "Per 100": [words.outcomes_cell(_known(rate)) for rate in rows["value"]],
            }
        ),
        alt=f"Positive outcomes, {chosen.what}, {chosen.name}",
    )


def show_groups(chosen: Choice) -> None:
    """Every offence group in the newest 12 months on screen."""
    found = ask(outcomes.outcomes_by_group, chosen.area, chosen.last)
    section(
        f"Every kind of offence, {chosen.name}",
        f"Positive outcomes per 100 offences, 12 months to {wording.month_year(chosen.last)}",
    )
    if found.empty or found["value"].isna().all():
        no_rows(words.no_groups(chosen.name, chosen.last), "Choose another month above.")
        return
    drawn = found.rename(columns={"offence_group": "label"})[["label", "value"]]
    chart(
        lambda narrow: bars(drawn, unit=PER_CENT, look=Look(narrow=narrow)),
        alt=f"Bar chart: positive outcomes per 100 offences by kind of offence, {chosen.name}",
        source_line=source_line(_DATASET, {SOURCE}),
        key="outcomes-groups",
    )
    has_before = found["before_value"].notna().any()
    columns = {
        "Offence": found["offence_group"],
        "Outcomes": found["outcomes_count"].map(wording.count),
        "Offences": found["offences_count"].map(wording.count),
        "Per 100": [words.outcomes_cell(_known(rate)) for rate in found["value"]],
    }
    if has_before:
        columns["Year before"] = [
            words.outcomes_cell(_known(rate)) for rate in found["before_value"]
        ]
    table(pd.DataFrame(columns), alt=f"Positive outcomes by kind of offence, {chosen.name}")
    start = chosen.last - pd.DateOffset(months=23)
    crossed = ask(crime_breaks.changes, _DATASET)
    labels = crossed.loc[crossed["month"].between(start, chosen.last), "label"]
    notes = [] if has_before else [words.years_left_out(list(labels))]
    if (found["offences_count"] < outcomes.SMALL_BASE).any():
        notes.append(words.too_few(outcomes.SMALL_BASE))
    bullets([note for note in notes if note])


def as_data(chosen: Choice, series: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chart's lines, London's among them where it stands beside a borough."""
    own = _keyed(chosen, series, chosen.area)
    if chosen.is_london:
        return own
    return pd.concat([own, _keyed(chosen, chosen.line(queries.MPS), queries.MPS)])


def _keyed(chosen: Choice, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    return rows.rename(columns={"date": "last_month", "value": "rate_pct"}).assign(
        period="12_months" if chosen.show == "year" else "month",
        area_code=area,
        area_name=ask(queries.places)[area],
        offence_group=chosen.offence,
        outcome_kind=outcomes.KIND,
        source_id=SOURCE,
    )


def parts(chosen: Choice) -> list[Part]:
    """Every offence group in the newest 12 months on screen, as rows for files of their own."""
    found = ask(outcomes.outcomes_by_group, chosen.area, chosen.last)
    if found.empty or found["value"].isna().all():
        return []
    renamed = {"value": "rate_pct", "before_value": "before_rate_pct"}
    rows = found.rename(columns=renamed).assign(
        last_month=chosen.last,
        period="12_months",
        area_code=chosen.area,
        area_name=chosen.name,
        outcome_kind=outcomes.KIND,
        source_id=SOURCE,
    )
    month = wording.month_year(chosen.last)
    return [
        Part(
            name="outcomes-kinds",
            title=f"Positive outcomes by kind of offence, {chosen.name}, 12 months to {month}",
            frame=rows,
            sources={_DATASET: {SOURCE}},
            filters={"Place": chosen.name, "12 months to": month},
            notes=(words.FOUR_KINDS, words.TWO_FLOWS),
        )
    ]
