"""Solved crime: positive outcomes by offence and place, and what the Review and others printed."""

from __future__ import annotations

import streamlit as st

from dashboard import controls, queries, wording
from dashboard.controls.outcomes import positive, printed


def files() -> None:
    """The rows of the lines as files, and the fixed link."""
    controls.downloads_of(
        positive.as_data(chosen, series),
        name="outcomes",
        title=f"Positive outcomes, {chosen.what}, {chosen.name}",
        dataset="crime_outcomes",
        source_ids={positive.SOURCE},
        filters={
            "Place": chosen.name,
            **({} if chosen.is_london else {"Beside it": queries.MPS_NAME}),
            "Offence": chosen.what,
            "Show": positive.BASES[chosen.show],
            "From": wording.month_year(series["date"].min()),
            "To": wording.month_year(series["date"].max()),
        },
        link=chosen.link,
        notes=notes,
    )


controls.stop_unless_loaded("crime_outcomes", "review_figures", "published_figures")
top = st.container()
chosen = positive.choose()
series = chosen.line(chosen.area)
with top:
    controls.headline("Solved crime" if series.empty else positive.headline(chosen))
if series["value"].notna().any():
    notes = positive.caveats(chosen, series)
    positive.show(chosen, series)
    controls.need_to_know(notes)
    positive.show_figures(chosen, series)
    files()
else:
    positive.show_none(chosen, series)
positive.show_groups(chosen)
printed.show_detections()
printed.show_women_and_girls()
controls.other_files([*positive.parts(chosen), *printed.parts()], chosen.link)
