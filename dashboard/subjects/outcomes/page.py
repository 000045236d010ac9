"""Solved crime: charges, positive outcomes by offence and place, and what others printed."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import measures
from dashboard.draft import Draft
from dashboard.figures.places import MPS
from dashboard.subjects.outcomes import (
    beside,
    charged,
    files,
    forces,
    out_of_court,
    positive,
    printed,
)
from dashboard.subjects.outcomes.choice import Choice, choose, rate_or_none
from dashboard.subjects.outcomes.figures import outcomes
from dashboard.subjects.pages import TITLES
from dashboard.words import outcomes as words

MEASURES = ("charge_rates", "rape_cases_to_court")


def build(draft: Draft) -> None:
    """Write the page: charges, then positive outcomes; those first where a place is chosen.

    Charges are of the Met as a whole, so of a borough its positive outcomes say more; and a link to
    positive outcomes opens with them.
    """
    draft.need("crime_outcomes", "review_figures", "published_figures")
    chosen = choose(draft)
    series = chosen.line(chosen.area)
    of_charges = charged.headline(chosen)
    of_outcomes = (TITLES["outcomes"], None) if series.empty else headline(chosen)
    draft.headline(*(of_charges or of_outcomes))
    draft.choice_row("area", "offence", *(() if of_charges else positive.PERIOD))
    if not of_charges:
        show_positive(draft, chosen, series)
    has_charges = charged.show(draft, chosen, is_first=bool(of_charges))
    if of_charges:
        draft.paper = charged.paper(charged.group_of(chosen))
        show_positive(draft, chosen, series, positive.PERIOD)
    forces.show(draft, chosen)
    show_measures(draft)
    printed.show_women_and_girls(draft, has_charges)
    show_more(draft, chosen)
    beside.not_loaded(draft, has_charges, chosen)
    draft.other_files(files.printed_elsewhere(has_charges), chosen.link)


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
        draft.need_to_know(notes)
        positive.show_figures(draft, chosen, series)
        files.show(draft, chosen, series, notes)
    else:
        positive.show_none(draft, chosen, series, choices)
    positive.show_groups(draft, chosen, is_below_charges=bool(choices))
    draft.other_files(files.kinds(chosen), chosen.link_to_outcomes)


def show_measures(draft: Draft) -> None:
    """The two measures of the Review that the page is about: their verdicts and what speaks to them."""
    draft.section(words.MEASURES_TITLE, "Charges, and rape cases at court, of the Met as a whole")
    for measure in MEASURES:
        measures.measure_verdict(draft, measure)
    measures.show_signs(draft, MEASURES)


def show_more(draft: Draft, chosen: Choice) -> None:
    """What few come for, each folded under its name."""
    draft.section(words.MORE_TITLE)
    draft.choice_row("every", "flag", name="choices-more")
    out_of_court.show(draft, chosen)
    beside.show_flagged(draft, chosen)
    beside.show_custody(draft, chosen)
    beside.show_positive(draft, chosen)
    printed.show_detections(draft)


def headline(chosen: Choice) -> tuple[str, str]:
    """The newest 12 months on screen that are ripe; London's beside a borough's, and the 12 before."""
    now, before = chosen.two_years
    compared = ask(outcomes.change_on_year_before, chosen.area, chosen.offence, chosen.end) or ""
    london = None if chosen.is_london else _rate(MPS, chosen)
    return (
        words.outcomes_headline(chosen.offence, chosen.name, chosen.is_london, now, chosen.end),
        words.outcomes_beside(now, london, before, compared),
    )


def _rate(area: str, chosen: Choice) -> float | None:
    years = ask(outcomes.outcome_series, area, chosen.offence, "year")
    return rate_or_none(years.set_index("date")["value"].get(chosen.end))
