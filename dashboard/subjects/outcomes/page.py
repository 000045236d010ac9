"""Solved crime: positive outcomes by offence and place, and what the Review and others printed."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.blocks import measures
from dashboard.draft import Draft
from dashboard.subjects.outcomes import files, positive, printed
from dashboard.subjects.outcomes.choice import Choice, choose
from dashboard.subjects.outcomes.figures import outcomes
from dashboard.subjects.pages import TITLES
from dashboard.words import outcomes as words

MEASURES = ("charge_rates", "rape_cases_to_court")


def build(draft: Draft) -> None:
    """Write the page: positive outcomes of the place chosen, then those that others printed."""
    draft.need("crime_outcomes", "review_figures", "published_figures")
    chosen = choose(draft)
    series = chosen.line(chosen.area)
    draft.headline(TITLES["outcomes"] if series.empty else headline(chosen))
    draft.choice_row("area", "offence", "show", "from", "to")
    if series["value"].notna().any():
        notes = positive.caveats(chosen, series)
        positive.show(draft, chosen, series)
        draft.need_to_know(notes)
        positive.show_figures(draft, chosen, series)
        files.show(draft, chosen, series, notes)
    else:
        positive.show_none(draft, chosen, series)
    positive.show_groups(draft, chosen)
    printed.show_detections(draft)
    printed.show_women_and_girls(draft)
    show_measures(draft)
    draft.other_files(files.others(chosen), chosen.link)


def show_measures(draft: Draft) -> None:
    """The two measures of the Review that the page is about: their verdicts and what speaks to them."""
    draft.section(
        "The Review's measures", "Charges, and rape cases at court, of the Met as a whole"
    )
    for measure in MEASURES:
        measures.measure_verdict(draft, measure)
    measures.show_signs(draft, MEASURES)


def headline(chosen: Choice) -> str:
    """The newest 12 months on screen that are ripe, and the 12 before."""
    return words.outcomes_headline(
        chosen.offence,
        chosen.name,
        chosen.is_london,
        *chosen.two_years,
        chosen.end,
        ask(outcomes.change_on_year_before, chosen.area, chosen.offence, chosen.end) or "",
    )
