"""Sentences on domestic abuse and hate crime in one place beside London."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dashboard.words.numbers import count, listed, one_decimal
from dashboard.words.periods import year_to

NAMES = {"domestic_abuse": "Domestic abuse", "hate_crime": "Hate crime"}
OVERLAP = (
    "Both are flags on offences of every kind. They are among the crimes above, overlap, and are never "
    "added. Hate crime leaves out offences flagged as domestic abuse alone."
)


def heading(name: str, rates: Iterable[tuple[str, float, float]], end: date) -> str:
    """Offences per resident here and in London.

    Args:
        name: of the place. rates: one of `NAMES`' keys, its rate here and in London. end: of the year.
    """
    said = listed(
        [
            f"{NAMES[series].lower()} {one_decimal(here)} (London {one_decimal(london)})"
            for series, here, london in rates
        ]
    )
    return f"{name}, offences per 1,000 residents, {year_to(end)}: {said}"


def residents(year: int) -> str:
    """Whose residents, and what London counts."""
    return f"Residents are those of mid-{year}. London's offences include those not given to a borough."


def outcomes_sentence(end: date) -> str:
    """Why positive outcomes end when they do."""
    return (
        f"Positive outcomes are given for the {year_to(end)}: the Met says that both are recorded "
        "otherwise since its new system, so later ones do not compare. They are charges, cautions, community "
        "resolutions and others recorded in that year, per 100 offences recorded in it. Not a charge rate."
    )


def no_change_sentence(why: str) -> str:
    """Why no change is given."""
    return f"No change on the year before: {why}."


def of_which(number: int) -> str:
    """`16 outcomes`."""
    return f"{count(number)} positive outcome{'' if number == 1 else 's'}"
