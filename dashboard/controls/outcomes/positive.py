"""The part of the Solved crime page on positive outcomes: the line, its figures, every offence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import queries, wording
from dashboard.charts import PER_CENT, Look, Mark, bars, marks, trend
from dashboard.controls.address import asked_value, note_ignored_parameters
from dashboard.controls.data import ask
from dashboard.controls.files import Part
from dashboard.controls.parts import bullets, controls_row, no_rows, section
from dashboard.controls.plots import chart
from dashboard.controls.sourcing import source_line
from dashboard.controls.tables import table
from dashboard.controls.widgets import select
from dashboard.queries import crime_breaks, outcomes, ripening
from dashboard.wording import outcomes as words
from dashboard.wording import ripening as young

BASES = {"year": "12-month ratio", "month": "Each month"}
SOURCE = "mps_monthly_dashboard"
_DATASET, _MONTHS = "crime_outcomes", 24


@dataclass(frozen=True)
class Choice:
    """What the reader chose: place, offence group or `all`, `year` or `month`, and the months.

    `ripe` is the last month that a rate may rest on: of those held, or as a fixed link knew it; None
    where every month is provisional.
    """

    area: str
    offence: str
    show: str
    first: pd.Timestamp
    last: pd.Timestamp
    ripe: pd.Timestamp | None

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

    @property
    def is_year(self) -> bool:
        """Whether figures of 12 months are shown."""
        return self.show == "year"

    @property
    def end(self) -> pd.Timestamp:
        """The last month that a rate may rest on: as chosen, unless that is provisional."""
        return self.last if self.ripe is None else min(self.last, self.ripe)

    def line(self, area: str) -> pd.DataFrame:
        """The series of one place within the months chosen; 12 months with a provisional one left out."""
        found = self.marked(ask(outcomes.outcome_series, area, self.offence, self.show))
        found = found[found["date"].between(self.first, self.last)]
        return found[~found["is_provisional"]] if self.is_year else found

    def marked(self, series: pd.DataFrame) -> pd.DataFrame:
        """A series in which months after the last ripe one are provisional."""
        if self.ripe is None:
            return series
        return series.assign(is_provisional=series["is_provisional"] | (series["date"] > self.ripe))

    @property
    def link(self) -> dict[str, str]:
        """Every choice as it stands in the address bar, and which month is the last ripe one."""
        ripe = {} if self.ripe is None else {"ripe": f"{self.ripe:%Y-%m}"}
        return {
            "area": self.area,
            "offence": self.offence,
            "show": self.show,
            "from": f"{self.first:%Y-%m}",
            "to": f"{self.last:%Y-%m}",
            **ripe,
        }


def choose() -> Choice:
    """Show the row of controls and return what is chosen."""
    places = ask(queries.places)
    groups = {queries.ALL: "All offences"} | {name: name for name in ask(outcomes.outcome_groups)}
    months = {f"{month:%Y-%m}": wording.month_year(month) for month in ask(outcomes.outcome_months)}
    newest_first = dict(reversed(months.items()))
    ripe = {f"{month:%Y-%m}": month for month in ask(ripening.ripe_months)}
    note_ignored_parameters(
        {
            **{"area": places, "offence": groups, "show": BASES, "from": months, "to": months},
            "ripe": ripe,
        }
    )
    with controls_row():
        return Choice(
            select("Place", "area", places, queries.MPS),
            select("Offence", "offence", groups, queries.ALL),
            select("Show", "show", BASES, "year"),
            pd.Timestamp(select("From", "from", months, next(iter(months)))),
            pd.Timestamp(select("To", "to", newest_first, next(iter(newest_first)))),
            ripe.get(asked_value("ripe", ripe, max(ripe, default=""))),
        )


def headline(chosen: Choice) -> str:
    """The newest 12 months on screen that are ripe, and the 12 before."""
    return words.outcomes_headline(
        chosen.offence,
        chosen.name,
        chosen.is_london,
        *_two_years(chosen),
        chosen.end,
        ask(outcomes.change_on_year_before, chosen.area, chosen.offence, chosen.end) or "",
    )


def _two_years(chosen: Choice) -> tuple[float | None, float | None]:
    """The rate of the newest 12 ripe months on screen, and of the 12 before."""
    years = ask(outcomes.outcome_series, chosen.area, chosen.offence, "year")
    rates = years.set_index("date")["value"]
    ends = (chosen.end, chosen.end - pd.DateOffset(years=1))
    now, before = (_known(rates.get(end)) for end in ends)
    return now, before


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def show(chosen: Choice, series: pd.DataFrame) -> None:
    """The line, London's in grey beside a borough's, and the breaks."""
    rows = series.assign(series=chosen.name, role="main")
    if not chosen.is_london:
        london = chosen.line(queries.MPS).assign(series=queries.MPS_NAME, role="context")
        rows = pd.concat([rows, london])
    known = series.dropna(subset=["value"])
    unripe = rows.loc[rows["is_provisional"], "date"]
    section(
        f"Positive outcomes, {chosen.what}, {chosen.name}",
        words.outcomes_subtitle(chosen.is_year, known["date"].iloc[-1], not unripe.empty),
    )
    chart(
        lambda narrow: trend(
            rows.rename(columns={"is_provisional": "is_dashed"})[
                ["date", "value", "series", "role", "is_dashed"]
            ],
            unit=PER_CENT,
            look=Look(narrow=narrow),
            events=[] if unripe.empty else [Mark(unripe.min(), young.FROM_HERE)],
            breaks=marks(ask(queries.breaks, _DATASET)),
            zero=True,
            dashed=young.DASHED,
            at_end=young.DASHED,
        ),
        alt=words.outcomes_alt(
            f"positive outcomes, {chosen.what}, {chosen.name}",
            known["date"].iloc[-1],
            known["value"].iloc[-1],
            known["value"].max(),
            known["value"].min(),
            bool(known["is_provisional"].iloc[-1]),
        ),
        source_line=source_line(_DATASET, {SOURCE}),
        key="outcomes",
    )


def show_none(chosen: Choice, series: pd.DataFrame) -> None:
    """Why there is no chart: nothing is published, or no rate is given on what is."""
    if chosen.is_year and chosen.first <= chosen.last and chosen.first > chosen.end:
        st.info(young.only_provisional(chosen.ripe))
    elif series.empty:
        no_rows(f"{chosen.what}, {chosen.name}, in these months")
    else:
        st.info(words.no_rate(chosen.what, chosen.name, outcomes.SMALL_BASE, chosen.is_year))


def caveats(chosen: Choice, series: pd.DataFrame) -> list[str]:
    """What must be known about what is on screen."""
    found = [words.FOUR_KINDS, words.TWO_FLOWS, *_ripeness(chosen), *_two_counts(chosen)]
    breaks = ask(queries.breaks, _DATASET)
    span = 11 if chosen.is_year else 0
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
    if chosen.is_london:
        unplaced = ask(outcomes.of_no_borough, chosen.offence, chosen.end)
        found.append(words.london_is(*unplaced, chosen.end))
    return [*found, words.REDUCED_FILE]


def _ripeness(chosen: Choice) -> list[str]:
    """How far figures as young as those on screen were revised, and which months are provisional."""
    said = []
    if chosen.is_year and chosen.last > chosen.end:
        said.append(young.ends_at(chosen.end, chosen.last))
    now, before = _two_years(chosen)
    if now is not None:
        said.append(young.revised(ask(ripening.revisions_of_year, chosen.end)))
    outcome = ask(outcomes.change_on_year_before, chosen.area, chosen.offence, chosen.end)
    if outcome == "not_ripe" and now is not None and before is not None:
        said.append(young.not_ripe(now, before, chosen.end, ripening.ripe_from(chosen.end)))
    return [one for one in [*said, *_provisional(chosen)] if one]


def _provisional(chosen: Choice) -> list[str]:
    months = chosen.marked(ask(outcomes.outcome_series, chosen.area, chosen.offence, "month"))
    months = months[months["is_provisional"] & months["date"].between(chosen.first, chosen.last)]
    if months.empty:
        return []
    ends = months["date"].min(), months["date"].max()
    return [
        young.provisional(months["value"].tolist(), *ends, ask(ripening.revisions_of_unripe)),
        words.WHICH_CASES,
    ]


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
    counts = ask(outcomes.two_counts, chosen.area, chosen.offence, chosen.end)
    if counts is None:
        return []
    editions = ask(queries.sources).set_index(["dataset", "id"])["editions"]
    own = max(editions[(_DATASET, SOURCE)])
    other = max(editions[(crime_breaks.DATASET, "mps_recorded_crime")])
    return [words.two_counts(counts[0], own, counts[1], other, chosen.end)]


def show_figures(chosen: Choice, series: pd.DataFrame) -> None:
    """The chart's figures, newest first: a year apart for 12-month ratios, else the last 24 months."""
    section("The figures", f"{chosen.what}, {chosen.name}")
    rows = series.iloc[::-1]
    if chosen.is_year:
        rows = rows[rows["date"].dt.month == rows["date"].iloc[0].month]
    rows = rows.head(_MONTHS)
    table(
        pd.DataFrame(
            {
                "12 months to" if chosen.is_year else "Month": [
                    words.month_cell(day, is_provisional)
                    for day, is_provisional in zip(
                        rows["date"], rows["is_provisional"], strict=True
                    )
                ],
                "Positive outcomes": rows["outcomes_count"].map(wording.count),
                "Offences": rows["offences_count"].map(wording.count),
                "Per 100": [words.outcomes_cell(_known(rate)) for rate in rows["value"]],
            }
        ),
        alt=f"Positive outcomes, {chosen.what}, {chosen.name}",
    )


def show_groups(chosen: Choice) -> None:
    """Every offence group in the newest 12 months on screen that are ripe."""
    found = ask(outcomes.outcomes_by_group, chosen.area, chosen.end)
    section(
        f"Every kind of offence, {chosen.name}",
        f"Positive outcomes per 100 offences, 12 months to {wording.month_year(chosen.end)}",
    )
    if found.empty or found["value"].isna().all():
        no_rows(words.no_groups(chosen.name, chosen.end), "Choose another month above.")
        return
    drawn = found.rename(columns={"offence_group": "label"})[["label", "value"]]
    chart(
        lambda narrow: bars(drawn, unit=PER_CENT, look=Look(narrow=narrow)),
        alt=f"Bar chart: positive outcomes per 100 offences by kind of offence, {chosen.name}",
        source_line=source_line(_DATASET, {SOURCE}),
        key="outcomes-groups",
    )
    has_before = bool(found["before_value"].notna().any())
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
    start = chosen.end - pd.DateOffset(months=23)
    crossed = ask(crime_breaks.changes, _DATASET)
    labels = crossed.loc[crossed["month"].between(start, chosen.end), "label"]
    notes = [] if has_before else [words.years_left_out(list(labels))]
    if (found["offences_count"] < outcomes.SMALL_BASE).any():
        notes.append(words.too_few(outcomes.SMALL_BASE))
    if has_before and ask(ripening.is_young, chosen.end):
        notes.append(young.older_year(chosen.end - pd.DateOffset(years=1)))
    notes.append(young.revised_short(ask(ripening.revisions_of_year, chosen.end)))
    bullets([note for note in notes if note])


def as_data(chosen: Choice, series: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chart's lines, London's among them where it stands beside a borough."""
    own = _keyed(chosen, series, chosen.area)
    if chosen.is_london:
        return own
    return pd.concat([own, _keyed(chosen, chosen.line(queries.MPS), queries.MPS)])


def _keyed(chosen: Choice, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    return rows.rename(columns={"date": "last_month", "value": "rate_pct"}).assign(
        period="12_months" if chosen.is_year else "month",
        area_code=area,
        area_name=ask(queries.places)[area],
        offence_group=chosen.offence,
        outcome_kind=outcomes.KIND,
        source_id=SOURCE,
    )


def parts(chosen: Choice) -> list[Part]:
    """Every offence group in the newest 12 months on screen, as rows for files of their own."""
    found = ask(outcomes.outcomes_by_group, chosen.area, chosen.end)
    if found.empty or found["value"].isna().all():
        return []
    renamed = {"value": "rate_pct", "before_value": "before_rate_pct"}
    rows = found.rename(columns=renamed).assign(
        last_month=chosen.end,
        period="12_months",
        area_code=chosen.area,
        area_name=chosen.name,
        outcome_kind=outcomes.KIND,
        source_id=SOURCE,
    )
    month = wording.month_year(chosen.end)
    return [
        Part(
            name="outcomes-kinds",
            title=f"Positive outcomes by kind of offence, {chosen.name}, 12 months to {month}",
            frame=rows,
            sources={_DATASET: {SOURCE}},
            filters={"Place": chosen.name, "12 months to": month},
            notes=tuple(
                note
                for note in (
                    words.FOUR_KINDS,
                    words.TWO_FLOWS,
                    young.revised(ask(ripening.revisions_of_year, chosen.end)),
                )
                if note
            ),
        )
    ]
