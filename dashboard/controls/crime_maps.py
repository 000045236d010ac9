"""Parts of the crime page: signal or noise, and the map of boroughs."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import queries, wording
from dashboard.charts import (
    COUNT,
    PER_1000,
    PER_CENT_CHANGE,
    Look,
    Mark,
    control_chart,
    outline_map,
    scale_for,
    tile_map,
)
from dashboard.charts.page_theme import Figure
from dashboard.controls.data import ask
from dashboard.controls.parts import no_rows, section
from dashboard.controls.plots import chart
from dashboard.controls.sourcing import source_line
from dashboard.controls.tables import table
from dashboard.queries import crime_signal, profile
from dashboard.wording import crime_signal as words

MAPS = {"tiles": "Equal tiles", "outlines": "Outlines"}
MAPPED = {"rate": "Per 1,000 residents", "change": "Change on the year before"}
_UNITS = {"rate": PER_1000, "change": PER_CENT_CHANGE}


def signal_or_noise(area: str, area_name: str, group: str, kind: str, last: pd.Timestamp) -> None:
    """The newest five years of single months within their usual range, and what the newest says."""
    found = ask(crime_signal.monthly_signal, area, group, kind, last)
    if found is None:
        return
    where = "London" if area == queries.MPS else area_name
    newest = found.last
    sentence = words.signal_sentence(
        wording.offences_noun(group, kind),
        where,
        newest["value"],
        newest["lower"],
        newest["upper"],
        newest["signal"],
        newest["date"],
    )
    section("Signal or noise?", f"Offences recorded each month, {area_name}, and their usual range")
    st.markdown(sentence)
    events = [Mark(month, label) for month, label in found.rebased]
    chart(
        lambda narrow: control_chart(
            found.rows, unit=COUNT, look=Look(narrow=narrow), events=events
        ),
        alt=f"Chart of single months with their average and usual range, {area_name}. {sentence}",
        source_line=source_line("recorded_offences"),
        key="crime-signal",
    )
    first = found.rows["date"].iloc[0]
    st.caption(words.limits_note(first, first + pd.DateOffset(months=11)))


def heading(what: str, last: pd.Timestamp) -> None:
    """What the map is of, above its choices."""
    section(
        f"{what} in every borough",
        f"12 months to {wording.month_year(last)}. The City of London has its own police; Westminster's "
        "victims are visitors, not only residents",
    )


def borough_map(what: str, chosen: Mapping[str, str], last: pd.Timestamp) -> None:
    """The boroughs as tiles or outlines, and the same figures as a table.

    Args:
        what: the offences shown, in words.
        chosen: the page's choices: area, offence, kind, map, mapped.
        last: first day of the last of the 12 months.
    """
    quantity, unit = chosen["mapped"], _UNITS[chosen["mapped"]]
    found = ask(crime_signal.boroughs_on_the_map, chosen["offence"], chosen["kind"], quantity, last)
    if found["value"].isna().all():
        no_rows(f"a map of {what}", "Choose another offence above.")
        return
    chart(
        lambda narrow: _drawn(found, chosen, Look(narrow=narrow)),
        alt=f"Map of London's boroughs: {what}, {words.map_title(quantity).lower()}. The table below "
        "has the figures.",
        source_line=source_line("recorded_offences"),
        key="crime-map",
    )
    with st.expander("The figures on the map"):
        table(
            pd.DataFrame(
                {
                    "Borough": found["area_name"],
                    "Offences": found["offences_count"].map(wording.count),
                    "Year before": found["before_count"].map(wording.count),
                    MAPPED[quantity]: [
                        "–" if pd.isna(value) else unit.value(value) for value in found["value"]
                    ],
                }
            ),
            alt=f"{what} in every borough, 12 months to {wording.month_year(last)}",
        )


def _drawn(found: pd.DataFrame, chosen: Mapping[str, str], look: Look) -> Figure:
    quantity = chosen["mapped"]
    rows = found.assign(
        label=found["area_name"],
        role=found["area_code"].map({chosen["area"]: "chosen"}).fillna("main"),
    )[["area_code", "value", "role"]]
    unit = _UNITS[quantity]
    scale = scale_for(found["value"], unit=unit, centre=0.0 if quantity == "change" else None)
    if chosen["map"] == "tiles":
        tiles = ask(profile.tiles).merge(rows, on="area_code", how="left")
        tiles = tiles.assign(role=tiles["role"].fillna("outside"), label=tiles["area_name"])
        return tile_map(
            tiles.rename(columns={"short_name": "short"}), unit=unit, look=look, scale=scale
        )
    drawn = ask(crime_signal.outlines).merge(rows, on="area_code", how="left")
    drawn = drawn.assign(role=drawn["role"].fillna("outside"), label=drawn["area_name"])
    return outline_map(drawn, unit=unit, look=look, scale=scale)
