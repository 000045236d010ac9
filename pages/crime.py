"""Crime trends: recorded offences by kind, month and borough."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.charts import COUNT, PER_1000, Look, marks, trend

BASES = {"year": "12-month totals", "month": "Month by month"}
QUANTITIES = {"count": "Number of offences", "rate": "Per 1,000 people"}
UNITS = {"count": COUNT, "rate": PER_1000}
COLUMNS = {"count": "offences_count", "rate": "rate_per_1000"}
VISITED = ("Westminster",)
"""Places whose victims are visitors as much as residents."""


def choices() -> dict[str, str]:
    """Place, offence, sub-group, period and quantity, and the months to show."""
    places = controls.ask(queries.places)
    offences = controls.ask(queries.offences)
    held = controls.ask(queries.crime_month_list)
    months = {f"{month:%Y-%m}": wording.month_year(month) for month in held}
    ends = dict(reversed(list(months.items())[11:]))  # a full year is held up to each of them
    asked = st.query_params.get("offence", queries.ALL)
    controls.note_ignored_parameters(
        {
            "area": places,
            "offence": {queries.ALL, *offences},
            "kind": {queries.ALL, *offences.get(asked, [])},
            "show": BASES,
            "as": QUANTITIES,
            "from": months,
            "to": ends,
            "map": controls.crime_maps.MAPS,
            "mapped": controls.crime_maps.MAPPED,
        }
    )
    with controls.controls_row():
        chosen = {"area": controls.select("Place", "area", places, queries.MPS)}
        everything = {queries.ALL: "All offences", **{name: name for name in offences}}
        chosen["offence"] = controls.select("Offence", "offence", everything, queries.ALL)
        chosen["kind"] = _kind(offences.get(chosen["offence"], []), chosen["offence"])
        chosen["show"] = controls.select("Show", "show", BASES, "year")
        chosen["as"] = controls.select("As", "as", QUANTITIES, "count")
        chosen["from"] = controls.select("From", "from", months, next(iter(months)))
        chosen["to"] = controls.select("To", "to", ends, next(iter(ends)))
    return chosen


def map_choices() -> dict[str, str]:
    """How the map is drawn, and of what."""
    with controls.controls_row("map-choices"):
        return {
            "map": controls.select("Map", "map", controls.crime_maps.MAPS, "tiles"),
            "mapped": controls.select("Of", "mapped", controls.crime_maps.MAPPED, "rate"),
        }


def _kind(subgroups: list[str], offence: str) -> str:
    kinds = [name for name in subgroups if name != offence]
    if not kinds:
        return queries.ALL
    shown = {queries.ALL: "All kinds", **{name: name for name in kinds}}
    return controls.select("Kind", "kind", shown, queries.ALL)


def line(area: str) -> pd.DataFrame:
    """The chosen series of one place, within the months chosen."""
    found = controls.ask(
        queries.crime_series, area, chosen["offence"], chosen["kind"], chosen["show"], chosen["as"]
    )
    return found[found["date"].between(chosen["from"], chosen["to"])]


def headline() -> str:
    """The newest 12 months on screen against the 12 before."""
    counts = controls.ask(queries.crime_months, chosen["area"], chosen["offence"], chosen["kind"])
    end = min(last, counts.index.max()) if len(counts) else last
    latest, before, change = queries.twelve_months_against(counts, end)
    noun = wording.offences_noun(chosen["offence"], chosen["kind"])
    is_london = chosen["area"] == queries.MPS
    return wording.crime_headline(noun, area_name, is_london, latest, before, change, end)


def show_chart(series: pd.DataFrame) -> None:
    """The line, London's in grey where a borough's rate is shown, and the breaks."""
    rows = series.assign(series=area_name, role="main")
    if chosen["area"] != queries.MPS and chosen["as"] == "rate":
        london = line(queries.MPS).assign(series=queries.MPS_NAME, role="context")
        rows = pd.concat([rows, london])
    found = controls.ask(queries.breaks, "recorded_offences", chosen["offence"])
    unit = UNITS[chosen["as"]]
    start, end = series["date"].min(), series["date"].max()
    basis = "12 months to each month" if chosen["show"] == "year" else "each month"
    controls.section(
        f"{what}, {area_name}",
        f"{QUANTITIES[chosen['as']]}, {basis}, {wording.month_year(start)} to "
        f"{wording.month_year(end)}. Lines break where recording or edition changed.",
    )
    newest, highest, lowest = (
        unit.value(value)
        for value in (series["value"].iloc[-1], series["value"].max(), series["value"].min())
    )
    controls.chart(
        lambda narrow: trend(
            rows, unit=unit, look=Look(narrow=narrow), breaks=marks(found), zero=True
        ),
        alt=f"Line chart: {what}, {area_name}, {BASES[chosen['show']].lower()}, "
        f"{QUANTITIES[chosen['as']].lower()}. {newest} in {wording.month_year(end)}; "
        f"highest {highest}, lowest {lowest}.",
        source_line=controls.source_line("recorded_offences"),
        key="crime",
    )


def caveats(series: pd.DataFrame) -> list[str]:
    """What must be known about the line on screen, and nothing else."""
    found = [
        "These are crimes that the police recorded: how much is reported and recorded changes too."
    ]
    span = controls.ask(queries.offence_span, chosen["offence"], chosen["kind"])
    found += [span["detail"]] if span else []
    breaks = controls.ask(queries.breaks, "recorded_offences", chosen["offence"])
    on_screen = queries.breaks_within(breaks, series["date"].min(), series["date"].max())
    found += [detail for detail in on_screen["detail"] if detail]
    found += _join_caveats(set(on_screen["date"]))
    year_before = last - pd.DateOffset(months=23)
    crossed = queries.breaks_within(breaks, year_before, last)
    if not crossed.empty:
        found.append(wording.across_breaks(list(crossed["label"]), year_before, last))
    return found + _place_caveats()


def _join_caveats(on_screen: set[pd.Timestamp]) -> list[str]:
    found = []
    for join in controls.ask(queries.edition_joins, "recorded_offences"):
        if pd.Timestamp(join["first"]) not in on_screen:
            continue
        own = controls.ask(queries.join_difference, chosen["area"])
        place = "London" if chosen["area"] == queries.MPS else area_name
        found.append(wording.join_sentence(**{**join, **own}, place=place))
        if chosen["show"] == "year":
            found.append(wording.mixed_years(join["first"]))
    return found


def _place_caveats() -> list[str]:
    found = []
    if chosen["area"] == queries.MPS:
        found.append(
            "London here is the 32 boroughs, crimes not given to a borough and, to June 2024, the "
            "airports. The City of London has its own police and is not in it."
        )
    found.append(
        wording.rate_note(int(controls.ask(queries.residents, queries.MPS).index.max()), last.year)
    )
    if area_name in VISITED:
        found.append(
            f"{area_name}'s rate is per resident; its victims are visitors, not only residents."
        )
    return found


def period_table(series: pd.DataFrame) -> pd.DataFrame:
    """The line's 12-month totals a year apart, or its last 24 months."""
    unit = UNITS[chosen["as"]]
    rows = series.iloc[::-1]
    by_year = chosen["show"] == "year"
    rows = rows[rows["date"].dt.month == rows["date"].iloc[0].month] if by_year else rows.head(24)
    return pd.DataFrame(
        {
            "12 months to" if by_year else "Month": [
                wording.month_year(day) for day in rows["date"]
            ],
            QUANTITIES[chosen["as"]]: [unit.value(value) for value in rows["value"]],
        }
    )


def as_data(series: pd.DataFrame) -> pd.DataFrame:
    """The rows on screen, columns named by what they count, for the files."""
    joins = controls.ask(queries.edition_joins, "recorded_offences")
    data = series.rename(columns={"date": "last_month", "value": COLUMNS[chosen["as"]]})
    data = data.assign(
        period="12_months" if chosen["show"] == "year" else "month",
        area_code=chosen["area"],
        area_name=area_name,
        offence_group=chosen["offence"],
        offence_subgroup=chosen["kind"],
        source_id="mps_recorded_crime",
    )
    if not joins:
        return data
    join = joins[-1]
    is_newer = data["last_month"] >= pd.Timestamp(join["first"])
    return data.assign(
        edition_of_last_month=is_newer.map({True: join["newer"], False: join["older"]})
    )


controls.stop_unless_loaded("recorded_offences", "population", "review_figures")
top = st.container()
chosen = choices()
last = pd.Timestamp(chosen["to"])
area_name = controls.ask(queries.places)[chosen["area"]]
what = "All offences" if chosen["offence"] == queries.ALL else chosen["offence"]
what = what if chosen["kind"] == queries.ALL else chosen["kind"]
series = line(chosen["area"])
with top:
    controls.headline("Crime trends" if series.empty else headline())
if series.empty:
    controls.no_rows(f"{what}, {area_name}, in these months")
    st.stop()

show_chart(series)
controls.need_to_know(caveats(series))
controls.section("The figures", f"{what}, {area_name}")
controls.table(period_table(series), alt=f"{what}, {area_name}: the figures of the chart")
controls.crime_maps.signal_or_noise(
    chosen["area"], area_name, chosen["offence"], chosen["kind"], last
)
controls.crime_maps.heading(what, last)
chosen |= map_choices()
controls.crime_maps.borough_map(what, chosen, last)
controls.crime_tables.every_kind(chosen["area"], area_name, last)
if chosen["area"] == queries.MPS:
    controls.crime_tables.beside_the_review()
controls.downloads_of(
    as_data(series),
    name="crime",
    title=f"{what}, {area_name}, {BASES[chosen['show']].lower()}",
    dataset="recorded_offences",
    filters={
        "Place": area_name,
        "Offence": "All offences" if chosen["offence"] == queries.ALL else chosen["offence"],
        "Kind": "all" if chosen["kind"] == queries.ALL else chosen["kind"],
        "Show": BASES[chosen["show"]],
        "As": QUANTITIES[chosen["as"]],
        "From": wording.month_year(series["date"].min()),
        "To": wording.month_year(series["date"].max()),
    },
    link=chosen,
    notes=caveats(series),
)
