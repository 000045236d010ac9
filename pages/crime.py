"""Crime trends: recorded offences by kind, month and borough."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.charts import COUNT, PER_1000, Look, marks, trend

BASES = {"year": "12-month totals", "month": "Month by month"}
QUANTITIES = {"count": "Number of offences", "rate": "Per 1,000 people"}
UNITS = {"count": COUNT, "rate": PER_1000}


def choices() -> dict[str, str]:
    """Place, offence, sub-group, period and quantity, and the months to show."""
    places = controls.ask(queries.places)
    offences = controls.ask(queries.offences)
    months = {
        f"{month:%Y-%m}": wording.month_year(month)
        for month in controls.ask(queries.crime_month_list)
    }
    asked = st.query_params.get("offence", queries.ALL)
    subgroups = {name: name for name in offences.get(asked, [])}
    controls.note_ignored_parameters(
        {
            "area": places,
            "offence": {queries.ALL, *offences},
            "kind": {queries.ALL, *subgroups},
            "show": BASES,
            "as": QUANTITIES,
            "from": months,
            "to": months,
        }
    )
    with controls.controls_row():
        chosen = {"area": controls.select("Place", "area", places, queries.MPS)}
        everything = {queries.ALL: "All offences", **{name: name for name in offences}}
        chosen["offence"] = controls.select("Offence", "offence", everything, queries.ALL)
        kinds = [name for name in offences.get(chosen["offence"], []) if name != chosen["offence"]]
        kinds_shown = {queries.ALL: "All kinds", **{name: name for name in kinds}}
        chosen["kind"] = (
            controls.select("Kind", "kind", kinds_shown, queries.ALL) if kinds else queries.ALL
        )
        chosen["show"] = controls.select("Show", "show", BASES, "year")
        chosen["as"] = controls.select("As", "as", QUANTITIES, "count")
        chosen["from"] = controls.select("From", "from", months, next(iter(months)))
        newest = list(months)[-1]
        chosen["to"] = controls.select("To", "to", dict(reversed(months.items())), newest)
    return chosen


def line(area: str, chosen: dict[str, str]) -> pd.DataFrame:
    """The chosen series of one place, within the months chosen."""
    series = controls.ask(
        queries.crime_series, area, chosen["offence"], chosen["kind"], chosen["show"], chosen["as"]
    )
    return series[series["date"].between(chosen["from"], chosen["to"])]


def headline(series: pd.DataFrame, chosen: dict[str, str]) -> str:
    """The newest 12 months on screen against the 12 before."""
    last = pd.Timestamp(chosen["to"])
    counts = controls.ask(queries.crime_months, chosen["area"], chosen["offence"], chosen["kind"])
    latest, before, change = queries.twelve_months_against(counts, last)
    noun = wording.offences_noun(chosen["offence"], chosen["kind"])
    return wording.crime_headline(
        noun, area_name, chosen["area"] == queries.MPS, latest, before, change, last
    )


def show_chart(series: pd.DataFrame, chosen: dict[str, str]) -> None:
    """The line, London's in grey where a borough's rate is shown, and the breaks."""
    rows = series.rename(columns={"series": "name"}).assign(series=area_name, role="main")
    if chosen["area"] != queries.MPS and chosen["as"] == "rate":
        rows = pd.concat(
            [rows, line(queries.MPS, chosen).assign(series=queries.MPS_NAME, role="context")]
        )
    breaks = marks(controls.ask(queries.breaks, "recorded_offences", chosen["offence"]))
    basis = "12 months to each month" if chosen["show"] == "year" else "each month"
    controls.section(
        f"{what}, {area_name}",
        f"{QUANTITIES[chosen['as']]}, {basis}, {wording.month_year(series['date'].min())} to "
        f"{wording.month_year(series['date'].max())}. Lines break where recording or edition changed.",
    )
    newest = series.iloc[-1]
    controls.chart(
        lambda narrow: trend(
            rows, unit=UNITS[chosen["as"]], look=Look(narrow=narrow), breaks=breaks, zero=True
        ),
        alt=f"Line chart: {what}, {area_name}, {BASES[chosen['show']].lower()}, "
        f"{QUANTITIES[chosen['as']].lower()}. {UNITS[chosen['as']].value(newest['value'])} in "
        f"{wording.month_year(newest['date'])}; highest {UNITS[chosen['as']].value(series['value'].max())}, "
        f"lowest {UNITS[chosen['as']].value(series['value'].min())}.",
        source_line=controls.source_line("recorded_offences"),
        key="crime",
    )


def caveats(chosen: dict[str, str], series: pd.DataFrame) -> list[str]:
    """What must be known about the line on screen, and nothing else."""
    last = pd.Timestamp(chosen["to"])
    breaks = controls.ask(queries.breaks, "recorded_offences", chosen["offence"])
    on_screen = queries.breaks_within(breaks, series["date"].min(), series["date"].max())
    found = [
        "These are crimes that the police recorded: how much is reported and recorded changes too."
    ]
    found += [detail for detail in on_screen["detail"] if detail]
    found += [
        wording.join_sentence(**join)
        for join in controls.ask(queries.edition_joins, "recorded_offences")
        if pd.Timestamp(join["first"]) in set(on_screen["date"])
    ]
    year_before = last - pd.DateOffset(months=23)
    crossed = queries.breaks_within(breaks, year_before, last)
    if not crossed.empty:
        found.append(wording.across_breaks(list(crossed["label"]), year_before, last))
    return found + _place_caveats(chosen, series)


def _place_caveats(chosen: dict[str, str], series: pd.DataFrame) -> list[str]:
    found = []
    if chosen["area"] == queries.MPS:
        found.append(
            "London here is the 32 boroughs, crimes not given to a borough and, to June 2024, the "
            "airports. The City of London has its own police and is not in it."
        )
    if chosen["as"] == "rate":
        newest = pd.Timestamp(chosen["to"]).year
        found.append(wording.rate_note(int(series["population_year"].max()), newest))
    if chosen["as"] == "rate" and area_name == "Westminster":
        found.append(
            "Westminster's rate is per resident; its victims are visitors, not only residents."
        )
    return found


def year_table(series: pd.DataFrame, chosen: dict[str, str]) -> pd.DataFrame:
    """The line's 12-month totals a year apart, or its last 24 months."""
    unit = UNITS[chosen["as"]]
    rows = series.iloc[::-1]
    rows = (
        rows[rows["date"].dt.month == rows["date"].iloc[0].month]
        if chosen["show"] == "year"
        else rows.head(24)
    )
    label = "12 months to" if chosen["show"] == "year" else "Month"
    return pd.DataFrame(
        {
            label: [wording.month_year(day) for day in rows["date"]],
            QUANTITIES[chosen["as"]]: [unit.value(value) for value in rows["value"]],
        }
    )


def group_table(by_group: pd.DataFrame) -> pd.DataFrame:
    """Every offence group: count, share, rate and change on the year before."""
    return pd.DataFrame(
        {
            "Offence": by_group["offence_group"],
            "Offences": by_group["offences_count"].map(wording.count),
            "Share": by_group["share_pct"].map("{:.1f}%".format),
            "Per 1,000": by_group["rate_per_1000"].map("{:.1f}".format),
            "Change": [
                "–" if pd.isna(change) else f"{wording.signed(change)}%"
                for change in by_group["change_pct"]
            ],
        }
    )


def show_figure_1_2() -> None:
    """The Review's Figure 1.2 beside the published table, the difference explained."""
    both = controls.ask(queries.figure_1_2)
    total = both.iloc[0]
    controls.section(
        "Beside the Review's Figure 1.2", "Offences, February 2022 to January 2023, Met area"
    )
    st.markdown(
        wording.figure_1_2_sentence(
            total["printed_count"], total["table_count"], total["difference_pct"]
        )
    )
    controls.table(
        pd.DataFrame(
            {
                "Offence": both["offence_group"],
                "Review printed": both["printed_count"].map(wording.count),
                "Table now": both["table_count"].map(wording.count),
                "Difference": [
                    f"{wording.signed(number)} ({wording.signed(pct, 1)}%)"
                    for number, pct in zip(
                        both["difference_count"], both["difference_pct"], strict=True
                    )
                ],
            }
        ),
        alt="Offences by group as the Review printed them and as the published table has them now",
    )


controls.stop_unless_loaded("recorded_offences", "population", "review_figures")
top = st.container()
chosen = choices()
area_name = controls.ask(queries.places)[chosen["area"]]
what = "All offences" if chosen["offence"] == queries.ALL else chosen["offence"]
what = what if chosen["kind"] == queries.ALL else chosen["kind"]
series = line(chosen["area"], chosen)
with top:
    controls.headline("Crime trends" if series.empty else headline(series, chosen))
if series.empty:
    controls.no_rows(f"{what}, {area_name}, in these months")
    st.stop()

show_chart(series, chosen)
controls.need_to_know(caveats(chosen, series))
controls.section("The figures", f"{what}, {area_name}")
controls.table(year_table(series, chosen), alt=f"{what}, {area_name}: the figures of the chart")
last = pd.Timestamp(chosen["to"])
by_group = controls.ask(queries.crime_by_group, chosen["area"], last)
controls.section(
    f"Every kind of offence, {area_name}",
    f"12 months to {wording.month_year(last)}, change against the 12 months before (none given where "
    f"those held under 50); rates per 1,000 residents of mid-{by_group['population_year'].iloc[0]}",
)
controls.table(
    group_table(by_group), alt=f"Offences by group, {area_name}, year to {wording.month_year(last)}"
)
if chosen["area"] == queries.MPS:
    show_figure_1_2()
controls.downloads_of(
    series.assign(
        area_code=chosen["area"], area_name=area_name, offence=what, basis=BASES[chosen["show"]]
    ),
    name="crime",
    title=f"{what}, {area_name}, {BASES[chosen['show']].lower()}",
    dataset="recorded_offences",
    filters={
        "Place": area_name,
        "Offence": what,
        "Show": BASES[chosen["show"]],
        "As": QUANTITIES[chosen["as"]],
    },
    link=chosen,
    notes=caveats(chosen, series),
)
