"""The part of the Crime trends page on all boroughs: the map, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import Look, outline_map, scale_for, tile_map
from dashboard.charts.page_theme import Figure
from dashboard.draft import Draft
from dashboard.figures.places import MPS
from dashboard.sourcing import source_line
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.crime.choice import QUANTITIES, Choice
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures import places as crime_places
from dashboard.subjects.crime.lines import crossed_year, is_of_few, sources_of_rates
from dashboard.subjects.crime.words import changes
from dashboard.subjects.crime.words import signal as words
from dashboard.words.cells import NONE
from dashboard.words.numbers import count
from dashboard.words.periods import twelve_months_to


def show(draft: Draft, chosen: Choice) -> None:
    """What is mapped, and how it can be: the boroughs as tiles or outlines, then as a table."""
    quantity = chosen.mapped
    found = ask(crime_places.places_in_year, chosen.offence, chosen.kind, chosen.year_end)
    boroughs = found[found["area_code"] != MPS]
    boroughs = boroughs.assign(value=boroughs[QUANTITIES[quantity].column])
    crossed = crossed_year(chosen.year_end) if quantity == "change" else ""
    draft.section(
        f"{chosen.what} in every borough" if crossed else _title(chosen, boroughs),
        f"{twelve_months_to(chosen.year_end)}. The City of London has its own police force "
        "and is not in these figures",
    )
    draft.choice_row("map", "mapped", name="map-choices")
    if crossed:
        draft.info(words.no_change_on_the_map(crossed))
        return
    if boroughs["value"].isna().all():
        advice = "Choose another quantity, offence or month above."
        draft.no_rows(f"a map of {chosen.what}, {QUANTITIES[quantity].title.lower()}", advice)
        return
    said = ask(crime_places.rate_caveats) if quantity == "rate" else {}
    draft.chart(
        lambda narrow: _drawn(boroughs, chosen, said, Look(narrow=narrow)),
        alt=f"Map of London's boroughs: {chosen.what}, {QUANTITIES[quantity].title.lower()}. The table "
        "below has the figures.",
        source_line=sources_of_rates() if quantity == "rate" else source_line("recorded_offences"),
        key="crime-map",
        rows="crime-boroughs",
    )
    with draft.fold("Each borough's figures", "crime-boroughs"):
        if quantity == "rate":
            draft.caption(changes.residents_of(int(boroughs["population_year"].max())))
        _table(draft, chosen, boroughs, said)


def _title(chosen: Choice, boroughs: pd.DataFrame) -> str:
    """From the lowest borough to the highest; what is mapped where none has a figure."""
    held = boroughs.dropna(subset="value").sort_values("value")
    if held.empty:
        return f"{chosen.what} in every borough"
    quantity = QUANTITIES[chosen.mapped]
    low, high = (
        (one["area_name"], quantity.unit.value(one["value"]))
        for one in (held.iloc[0], held.iloc[-1])
    )
    if low[1] == high[1]:
        return f"{chosen.what} in every borough"
    return words.map_title(chosen.what, quantity.said, low, high)


def _table(draft: Draft, chosen: Choice, boroughs: pd.DataFrame, said: Mapping[str, str]) -> None:
    quantity = chosen.mapped
    unit = QUANTITIES[quantity].unit
    of_few = is_of_few(boroughs) & (quantity == "change")
    draft.table(
        pd.DataFrame(
            {
                "Borough": [
                    f"{name} ({said[name]})" if name in said else name
                    for name in boroughs["area_name"]
                ],
                "Offences": boroughs["offences_count"].map(count),
                QUANTITIES[quantity].title: [
                    NONE if pd.isna(value) else f"{unit.value(value)}{changes.FEW if few else ''}"
                    for value, few in zip(boroughs["value"], of_few, strict=True)
                ],
            }
        ),
        alt=f"{chosen.what} in every borough, {twelve_months_to(chosen.year_end)}",
    )
    if of_few.any():
        draft.bullets([changes.of_few(crime_changes.FEW)])


def _drawn(
    boroughs: pd.DataFrame,
    chosen: Choice,
    said: Mapping[str, str],
    look: Look,
) -> Figure:
    quantity = chosen.mapped
    unit = QUANTITIES[quantity].unit
    centre = 0.0 if quantity == "change" else None
    scale = scale_for(boroughs["value"], unit=unit, centre=centre, equal_counts=True)
    chosen_roles = dict.fromkeys(chosen.areas, "chosen")
    rows = boroughs.assign(role=boroughs["area_code"].map(chosen_roles).fillna("main"))
    rows = rows[["area_code", "value", "role"]]
    is_tiles = chosen.form == "tiles"
    places = ask(profile.tiles) if is_tiles else ask(crime_places.outlines)
    places = places.merge(rows, on="area_code", how="left")
    places = places.assign(role=places["role"].fillna("outside"), label=places["area_name"])
    on_map = [name for name in boroughs["area_name"] if name in said]
    note = "; ".join(f"* {name}: {said[name]}" for name in on_map)
    if not is_tiles:
        return outline_map(places, unit=unit, look=look, scale=scale, note=note.replace("* ", ""))
    starred = places["area_name"].isin(on_map)
    short = places["short_name"].where(~starred, places["short_name"] + " *")
    return tile_map(places.assign(short=short), unit=unit, look=look, scale=scale, note=note)
