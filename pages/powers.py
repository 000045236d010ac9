"""Stop and search, use of force: how often, against whom, by ethnic group."""

from __future__ import annotations

import streamlit as st

from dashboard import controls
from dashboard.controls.powers import choice, force, months, outcomes, ratios
from dashboard.queries import disproportion

CENSUS = "Residents by ethnic group"

controls.stop_unless_loaded("stop_and_search", "population", "review_figures")
held_residents = controls.ask(disproportion.denominators)
if not held_residents:
    controls.not_loaded(CENSUS)
    controls.end_page()

top = st.container()
chosen = choice.choose(held_residents)
if chosen.window is None:
    with top:
        controls.headline("Stop and search, use of force")
    controls.no_rows(f"searches{chosen.looked_for}", "Choose another object or way of seeing it.")
    controls.end_page()

rates = ratios.rates_of(chosen)
headline = ratios.headline_of(chosen, rates)
with top:
    controls.headline(headline, ratios.lede_of(chosen, rates))
ratios.show(chosen, rates, headline)
months.show(chosen, chosen.window)
outcomes.show_outcomes(chosen)
outcomes.show_objects(chosen)
controls.stop_unless_loaded("use_of_force")
force.show(chosen.group, chosen.residents, chosen.link)
