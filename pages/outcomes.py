"""Solved crime: positive outcomes by offence and place, and what the Review and others printed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.charts import PER_CENT, Look, bars, marks, trend
from dashboard.queries import outcomes
from dashboard.wording import outcomes as words
from dashboard.wording import verdicts

BASES = {"year": "12-month ratio", "month": "Each month"}


def choices() -> dict[str, str]:
    """Every choice of the page, by its key in the address."""
    places = controls.ask(queries.places)
    groups = {queries.ALL: "All offences"} | {
        name: name for name in controls.ask(outcomes.outcome_groups)
    }
    months = {
        f"{month:%Y-%m}": wording.month_year(month)
        for month in controls.ask(outcomes.outcome_months)
    }
    newest_first = dict(reversed(months.items()))
    controls.note_ignored_parameters(
        {"area": places, "offence": groups, "show": BASES, "from": months, "to": months}
    )
    with controls.controls_row():
        return {
            "area": controls.select("Place", "area", places, queries.MPS),
            "offence": controls.select("Offence", "offence", groups, queries.ALL),
            "show": controls.select("Show", "show", BASES, "year"),
            "from": controls.select("From", "from", months, next(iter(months))),
            "to": controls.select("To", "to", newest_first, next(iter(newest_first))),
        }


def line(area: str) -> pd.DataFrame:
    """The series of one place within the months chosen."""
    found = controls.ask(outcomes.outcome_series, area, chosen["offence"], chosen["show"])
    return found[found["date"].between(chosen["from"], chosen["to"])]


def headline() -> str:
    """The newest 12 months on screen and the 12 before."""
    years = controls.ask(outcomes.outcome_series, chosen["area"], chosen["offence"], "year")
    rates = years.set_index("date")["value"]
    return words.outcomes_headline(
        chosen["offence"],
        area_name,
        chosen["area"] == queries.MPS,
        _known(rates.get(last)),
        _known(rates.get(last - pd.DateOffset(years=1))),
        last,
    )


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def show_chart(series: pd.DataFrame) -> None:
    """The line, London's in grey beside a borough's, and the breaks."""
    rows = series.assign(series=area_name, role="main")
    if chosen["area"] != queries.MPS:
        london = line(queries.MPS).assign(series=queries.MPS_NAME, role="context")
        rows = pd.concat([rows, london])
    known = series.dropna(subset=["value"])
    controls.section(
        f"Positive outcomes, {what}, {area_name}",
        "Positive outcomes recorded per 100 offences recorded in the same period, "
        + ("12 months to each month" if chosen["show"] == "year" else "each month"),
    )
    controls.chart(
        lambda narrow: trend(
            rows[["date", "value", "series", "role"]],
            unit=PER_CENT,
            look=Look(narrow=narrow),
            breaks=marks(controls.ask(queries.breaks, "crime_outcomes")),
            zero=True,
        ),
        alt=words.outcomes_alt(
            f"positive outcomes, {what}, {area_name}",
            known["date"].iloc[-1],
            known["value"].iloc[-1],
            known["value"].max(),
            known["value"].min(),
        ),
        source_line=controls.source_line("crime_outcomes", {"mps_monthly_dashboard"}),
        key="outcomes",
    )


def caveats(series: pd.DataFrame) -> list[str]:
    """What must be known about what is on screen."""
    found = [words.FOUR_KINDS, words.TWO_FLOWS]
    breaks = controls.ask(queries.breaks, "crime_outcomes")
    span = 11 if chosen["show"] == "year" else 0
    start = series["date"].min() - pd.DateOffset(months=span)
    on_screen = queries.breaks_within(breaks, start, series["date"].max())
    found += [
        words.outcomes_break(str(one.label), str(one.detail)) for one in on_screen.itertuples()
    ]
    if (series["offences_count"] < outcomes.SMALL_BASE).any():
        found.append(words.too_few(outcomes.SMALL_BASE))
    months = controls.ask(outcomes.outcome_series, chosen["area"], chosen["offence"], "month")
    found.append(words.newest_months(months["value"].tolist()[-3:], months["date"].max()))
    sources = controls.ask(queries.sources)
    (listed,) = sources.loc[
        (sources["dataset"] == "crime_outcomes") & (sources["id"] == "mps_monthly_dashboard"),
        "caveats",
    ]
    found += [caveat for caveat in listed if "student" in caveat or "CONNECT" in caveat]
    return found


def series_table(series: pd.DataFrame) -> pd.DataFrame:
    """The chart's figures, newest first: a year apart for 12-month ratios, else the last 24 months."""
    rows = series.iloc[::-1]
    if chosen["show"] == "year":
        rows = rows[rows["date"].dt.month == rows["date"].iloc[0].month]
    return pd.DataFrame(
        {
            "12 months to" if chosen["show"] == "year" else "Month": [
                wording.month_year(day) for day in rows["date"].head(24)
            ],
            "Positive outcomes": rows["outcomes_count"].head(24).map(wording.count),
            "Offences": rows["offences_count"].head(24).map(wording.count),
            "Per 100": [words.outcomes_cell(_known(rate)) for rate in rows["value"].head(24)],
        }
    )


def show_groups() -> None:
    """Every offence group in the newest 12 months on screen."""
    found = controls.ask(outcomes.outcomes_by_group, chosen["area"], last)
    if found.empty:
        return
    controls.section(
        f"Every kind of offence, {area_name}",
        f"Positive outcomes per 100 offences, 12 months to {wording.month_year(last)}",
    )
    drawn = found.rename(columns={"offence_group": "label"})[["label", "value"]]
    controls.chart(
        lambda narrow: bars(drawn, unit=PER_CENT, look=Look(narrow=narrow)),
        alt=f"Bar chart: positive outcomes per 100 offences by kind of offence, {area_name}",
        source_line=controls.source_line("crime_outcomes", {"mps_monthly_dashboard"}),
        key="outcomes-groups",
    )
    controls.table(
        pd.DataFrame(
            {
                "Offence": found["offence_group"],
                "Positive outcomes": found["outcomes_count"].map(wording.count),
                "Offences": found["offences_count"].map(wording.count),
                "Per 100": [words.outcomes_cell(_known(rate)) for rate in found["value"]],
                "Year before": [
                    words.outcomes_cell(_known(rate)) for rate in found["before_value"]
                ],
            }
        ),
        alt=f"Positive outcomes by kind of offence, {area_name}",
    )


def show_detections() -> None:
    """The Review's sanction detections, another kind of outcome: printed, never joined to the chart."""
    found = controls.ask(outcomes.sanction_detections)
    controls.section(
        "Sanction detections, as the Review printed them",
        "Per 100 offences, London, 12 months to January. * the printed rate of 2023 less the printed "
        "change in points; the others are printed",
    )
    starred = found["printed_2013"].isna()
    years = {2018: "2018 *", 2022: "2022 *", 2023: "2023"}
    controls.table(
        pd.DataFrame(
            {
                "Offence": found["group"],
                "2013": [
                    f"{rate:.0f}%{' *' if star else ''}"
                    for rate, star in zip(found["rate_2013"], starred, strict=True)
                ],
                **{
                    name: [f"{rate:.0f}%" for rate in found[f"rate_{year}"]]
                    for year, name in years.items()
                },
                "Where": found["source_location"],
            }
        ),
        alt="Sanction detections per 100 offences in four years, by offence, from the Review",
    )
    controls.bullets(
        [
            "* Worked out from the Review's own rounded figures, so up to 1 point off. A rate can pass "
            "100%: it sets a year's detections against the same year's offences.",
            "A sanction detection is a conviction or another formal sanction. It is not a positive "
            "outcome and not a charge: this table and the chart above are never compared.",
            "Drug offences are printed as 39% (Figure 1.2) and as 5% (page text and note): 39% fits the "
            "printed falls. Kinds below sexual offences overlap those above and are not added to them.",
        ]
    )


def show_women_and_girls() -> None:
    """What is printed on rape, sexual offences and domestic abuse, each figure with date and source."""
    found = controls.ask(outcomes.women_and_girls)
    controls.section(
        "Violence against women and girls",
        "Printed figures, each on its own basis and date; none is compared with another",
    )
    controls.table(
        pd.DataFrame(
            {
                "Figure": found["statement"],
                "Value": [
                    verdicts.bounded(verdicts.value_words(value, unit), note)
                    for value, unit, note in zip(
                        found["value"], found["unit"], found["confidence_note"], strict=True
                    )
                ],
                "Printed in, and how far to trust it": [
                    words.where_and_note(document, place, note)
                    for document, place, note in zip(
                        found["source_document"],
                        found["source_location"],
                        found["confidence_note"],
                        strict=True,
                    )
                ],
            }
        ),
        alt="Printed figures on rape, sexual offences and domestic abuse",
    )
    controls.subsection("What is not in any published file held here")
    controls.bullets(
        [
            "The share of all recorded offences that led to a charge, for any year.",
            "The number of adult rape cases investigated by the Met that reached court, for any year.",
            "Charges, positive outcomes or days to charge for rape and domestic abuse by borough.",
            "Positive outcomes for rape apart from other sexual offences.",
        ]
    )


def as_data(series: pd.DataFrame) -> pd.DataFrame:
    """The rows on screen, for the files."""
    return series.rename(columns={"date": "last_month", "value": "rate_pct"}).assign(
        period="12_months" if chosen["show"] == "year" else "month",
        area_code=chosen["area"],
        area_name=area_name,
        offence_group=chosen["offence"],
        outcome_kind=outcomes.KIND,
        source_id="mps_monthly_dashboard",
    )


controls.stop_unless_loaded("crime_outcomes", "review_figures", "published_figures")
top = st.container()
chosen = choices()
last = pd.Timestamp(chosen["to"])
area_name = controls.ask(queries.places)[chosen["area"]]
what = "all offences" if chosen["offence"] == queries.ALL else chosen["offence"]
series = line(chosen["area"])
with top:
    controls.headline("Solved crime" if series.empty else headline())
if series["value"].notna().any():
    show_chart(series)
    controls.need_to_know(caveats(series))
    controls.section("The figures", f"{what}, {area_name}")
    controls.table(series_table(series), alt=f"Positive outcomes, {what}, {area_name}")
    controls.downloads_of(
        as_data(series),
        name="outcomes",
        title=f"Positive outcomes, {what}, {area_name}",
        dataset="crime_outcomes",
        source_ids={"mps_monthly_dashboard"},
        filters={
            "Place": area_name,
            "Offence": what,
            "Show": BASES[chosen["show"]],
            "From": wording.month_year(series["date"].min()),
            "To": wording.month_year(series["date"].max()),
        },
        link=chosen,
        notes=caveats(series),
    )
    show_groups()
else:
    controls.no_rows(f"{what}, {area_name}, in these months")
show_detections()
show_women_and_girls()
