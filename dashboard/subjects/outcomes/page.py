"""Solved crime: charges, positive outcomes by offence and place, and what others printed."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import measures
from dashboard.draft import Draft
from dashboard.subjects.outcomes import beside, charged, files, positive, printed
from dashboard.subjects.outcomes.choice import Choice, choose
from dashboard.subjects.outcomes.figures import outcomes
from dashboard.subjects.pages import TITLES
from dashboard.words import outcomes as words

MEASURES = ("charge_rates", "rape_cases_to_court")
AT_ONCE = 3
"""Caveats of positive outcomes that stand open; the others are folded away."""


def build(draft: Draft) -> None:
    """Write the page: charges, then positive outcomes; those first where a place is chosen.

    Charges are of the Met as a whole, so of a borough its positive outcomes say more.
    """
    draft.need("crime_outcomes", "review_figures", "published_figures")
    chosen = choose(draft)
    series = chosen.line(chosen.area)
    solved = charged.headline(chosen)
    draft.headline(solved or (TITLES["outcomes"] if series.empty else headline(chosen)))
    draft.choice_row("area", "offence", *(() if solved else positive.PERIOD))
    if not solved:
        show_positive(draft, chosen, series)
    has_charges = charged.show(draft, chosen)
    charged.show_beside(draft, chosen)
    if solved:
        show_positive(draft, chosen, series, positive.PERIOD)
    show_measures(draft)
    charged.show_out_of_court(draft, chosen)
    beside.show_flagged(draft, chosen)
    beside.show_custody(draft, chosen)
    beside.show_positive(draft, chosen)
    printed.show_detections(draft)
    printed.show_women_and_girls(draft, has_charges)
    beside.not_loaded(draft, has_charges, chosen)
    draft.other_files(files.others(chosen, has_charges), chosen.link)


def show_positive(
    draft: Draft, chosen: Choice, series: pd.DataFrame, choices: tuple[str, ...] = ()
) -> None:
    """Positive outcomes of the place chosen with their files, then of every kind of offence.

    Args:
        choices: keys of those made here, where they do not stand at the top of the page.
    """
    if series["value"].notna().any():
        notes = positive.caveats(chosen, series)
        positive.show(draft, chosen, series, choices)
        draft.need_to_know(notes[:AT_ONCE])
        with draft.fold(words.MORE, "outcomes-more"):
            draft.need_to_know(notes[AT_ONCE:], about="more")
        positive.show_figures(draft, chosen, series)
        files.show(draft, chosen, series, notes)
    else:
        positive.show_none(draft, chosen, series, choices)
    positive.show_groups(draft, chosen)


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
