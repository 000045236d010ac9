"""Crime trends: recorded offences by kind, month and place."""

from __future__ import annotations

import streamlit as st

from dashboard import controls, queries, wording
from dashboard.controls.crime import choice, figures, lines, maps, signal, tables
from dashboard.controls.crime import files as others


def files() -> None:
    """The rows of the lines as files, and the fixed link; then those of the other figures."""
    shown = figures.as_data(chosen)
    has_london = (
        bool(chosen.boroughs) and chosen.has_london_beside and queries.MPS not in chosen.areas
    )
    link = chosen.link | map_choice | ({"one": one} if len(chosen.areas) > 1 else {})
    controls.downloads_of(
        shown,
        name="crime",
        title=f"{chosen.what}, {chosen.names}, {choice.BASES[chosen.show].lower()}",
        dataset="recorded_offences",
        filters={
            "Place": chosen.names,
            **({"Beside it": queries.MPS_NAME} if has_london else {}),
            "Offence": "All offences" if chosen.offence == queries.ALL else chosen.offence,
            "Kind": "all" if chosen.kind == queries.ALL else chosen.kind,
            "Show": choice.BASES[chosen.show],
            "As": choice.QUANTITIES[chosen.quantity],
            "From": wording.month_year(shown["last_month"].min()),
            "To": wording.month_year(shown["last_month"].max()),
        },
        link=link,
        notes=notes,
    )
    controls.other_files(others.parts(chosen, one, map_choice), link)


controls.stop_unless_loaded("recorded_offences", "population", "review_figures", "boundaries")
top = st.container()
chosen = choice.choose()
is_empty = all(chosen.line(area).empty for area in chosen.drawn)
with top:
    controls.headline(*(("Crime trends", None) if is_empty else lines.headline(chosen)))
if not chosen.areas:
    st.info("**Nothing to draw is chosen.** Choose London or a borough above.")
    controls.end_page()
if is_empty:
    controls.no_rows(
        f"{chosen.what}, {chosen.names}, {wording.month_year(chosen.first)} to "
        f"{wording.month_year(chosen.last)}"
    )
    controls.end_page()

lines.show(chosen)
below = st.container()
figures.show(chosen)
one = choice.choose_one(chosen)
notes = lines.caveats(chosen, one)
with below:
    controls.need_to_know(notes)
signal.show(chosen, one)
tables.every_kind(one, chosen.last)
if queries.MPS in chosen.areas:
    tables.beside_the_review()
maps.heading(chosen)
map_choice = choice.choose_map(chosen)
maps.show(chosen, map_choice)
files()
