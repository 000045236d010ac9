"""What must be known of the figures of one place, and how they are to be read. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.words.capitals import first_large
from dashboard.words.numbers import count, listed, percent
from dashboard.words.periods import day_words, twelve_months_to, year_to
from dashboard.words.survey import UNOFFICIAL

SURVEY_SUBTITLE = (
    "Share who agree, 12 months to the date in each cell, with approximate 95% intervals. "
    f"* {first_large(UNOFFICIAL)}, or resting on it. The Review: year to March 2023."
)


def years_overlap(before_pct: float, before: date, now_pct: float, now: date, months: int) -> str:
    """Why a change between two years that overlap is not called clear or chance."""
    return (
        f"Trust was {percent(before_pct)} in the {year_to(before)}, and is {percent(now_pct)} in the "
        f"{year_to(now)}. The two years share {months} months, so whether that is chance cannot be tested."
    )


STAR_NOTE = f"* {first_large(UNOFFICIAL)}, or resting on it: in no published file."


def alike(number: int, is_command: bool) -> str:
    """The places that one is compared with: `32 boroughs`."""
    return f"{number} {'commands' if is_command else 'boroughs'}"


def survey_notes(base: int, design_effect: float) -> list[str]:
    """What the survey's figures and their standing rest on."""
    return [
        f"About {count(base)} people a year are asked in each borough, so a few points can be chance.",
        f"Intervals are approximate 95%, with a design effect of {design_effect} assumed.",
        "Shares are the newest held. They are set against London's, which include this place, in the newest "
        "year that both have.",
        "“May be higher”: outside the 95% limits of chance around London's share. “Higher”: outside the "
        "99.8% limits.",
    ]


COMMAND = (
    "A command sums the crimes and outcomes of its boroughs. The survey is published for boroughs only: "
    "a command's share is worked out here as their mean, each counting by its residents."
)


DIFFER = "Places differ in crime and in crimes solved for many reasons besides chance. Nothing is ranked."


def spread_notes(alike_words: str) -> list[str]:
    """How places are compared in crime and outcomes."""
    return [
        DIFFER,
        "“Not unusual”, and “ordinary variation”: within the 95% limits of a funnel around the common rate "
        f"of the {alike_words}, widened by how much they differ. “Far”: outside its 99.8% limits.",
    ]


def rates_note(population_year: int) -> str:
    """What rates of crime are per, and what their intervals cover."""
    return (
        f"Crimes the police recorded, per 1,000 residents of mid-{population_year}; visitors are not counted "
        "among these. Intervals cover chance alone."
    )


VISITED = "Westminster's victims are visitors, not only residents: its rates per resident run high."


OUTCOMES = (
    "Solved: charges, cautions, warnings and other positive outcomes recorded in the year, per 100 offences "
    "recorded in it. Not a charge rate: many are of earlier offences."
)


def across(labels: Sequence[str], dates: Sequence[date]) -> str:
    """Why no change is given over breaks in recording or seams of editions; empty where none is."""
    if not labels:
        return ""
    return f"No change is given: the year before reaches back over {breaks_named(labels, dates)}."


def breaks_named(labels: Sequence[str], dates: Sequence[date]) -> str:
    """Breaks in words: `“New crime recording system” (28 February 2024)`."""
    named = [f"“{label}” ({day_words(one)})" for label, one in zip(labels, dates, strict=True)]
    return listed(named)


def picture_subtitle(
    survey_end: date | None,
    crime_end: date | None,
    outcomes_end: date | None,
    is_transcription: bool = False,
) -> str:
    """How the picture is read, and which years its figures are of.

    Args:
        survey_end, crime_end, outcomes_end: of each kind; None where it is not drawn.
        is_transcription: whether the survey's shares were read off a dashboard.
    """
    read = " *" if is_transcription else ""
    years = [
        f"{what}: {year_to(end)}{more}"
        for what, end, more in (
            ("Survey shares, newest that both have", survey_end, read),
            ("crimes", crime_end, ""),
            ("positive outcomes", outcomes_end, ""),
        )
        if end is not None
    ]
    star = f" {STAR_NOTE}" if is_transcription else ""
    return f"Each figure against London's, which is 100. {'; '.join(years)}.{star}"


def year_subtitle(end: date) -> str:
    """The time basis of crimes and outcomes, with their intervals."""
    return f"{twelve_months_to(end)}, with 95% intervals of chance"


def outcomes_subtitle(end: date, revised: str) -> str:
    """The same of outcomes, with how far figures as recent were revised; empty where that is not said."""
    return f"{year_subtitle(end)}. {revised}".removesuffix(". ")
