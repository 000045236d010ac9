"""Sentences on flagged crime by borough, custody, and what the Met counts as positive. Pure functions."""

from __future__ import annotations

from datetime import date

from dashboard.words.capitals import first_small
from dashboard.words.cells import NONE
from dashboard.words.numbers import count, percent
from dashboard.words.periods import month_year, months_named, year_to

# Domestic abuse and hate crime


def flagged_title(
    name: str, place: str, outcomes: float, offences: float, rate: float | None, end: date
) -> str:
    """The newest positive outcomes of a series that can stand: to February 2024."""
    share = "" if rate is None else f" ({percent(rate, 1)})"
    return (
        f"{name}, {place}: {count(outcomes)} positive outcomes for {count(offences)} offences{share}, "
        f"{year_to(end)}"
    )


FLAGGED_FOLD = "Domestic abuse and hate crime: positive outcomes to February 2024"
CUSTODY_FOLD = "Sexual offences: prosecuted or sent to court from custody"
POSITIVE_FOLD = "What the Met counts as a positive outcome"
FLAGGED_SUBTITLE = "Positive outcomes per 100 offences recorded in the same 12 months"
FLAGGED = (
    "A positive outcome need not be a charge: cautions and community resolutions count too. Outcomes are shown "
    "to February 2024 only: the Met says that domestic abuse and hate crime before and after its new "
    "recording system (CONNECT, 28 February 2024) do not compare. Offences since are given in the table, "
    "and are set against nothing."
)
OVERLAP = (
    "These kinds overlap and are never added: one offence can be of several, and hate crime holds its "
    "strands. Hate crime leaves out offences flagged as domestic abuse alone."
)


def funnel_words(name: str, london: float, above: int, below: int, of: int, end: date) -> str:
    """How many boroughs lie outside what chance would give around London's rate."""
    return (
        f"{name}: London {percent(london, 1)}, {year_to(end)}. Of {of} boroughs {above} are higher and "
        f"{below} lower than chance alone would make them (99.8% limits). In the order of the alphabet: "
        "no league table."
    )


def no_funnel(name: str, base: int) -> str:
    """Why there is no chart of the boroughs."""
    return f"{name}: every borough has fewer than {base} offences, so no rate is given."


def rate_of(rate_pct: float, outcomes: float, offences: float) -> str:
    """A rate with its two counts: `10.3% (9,841 of 95,657)`."""
    return f"{rate_cell(rate_pct)} ({count(outcomes)} of {count(offences)})"


NEW_RECORDING = "* Recorded on the new system: not to be set against the years before."


def rate_cell(rate: float) -> str:
    """A rate, or a dash."""
    return NONE if rate != rate else percent(rate, 1)


def count_cell(number: float) -> str:
    """A count, or a dash."""
    return NONE if number != number else count(number)


# Custody


def custody_title(before: float, before_end: date, now: float, now_end: date) -> str:
    """Sexual offences that left custody for court in two calendar years."""
    return (
        f"Sexual offences prosecuted or sent to court from custody: {count(before)} in {before_end.year}, "
        f"{count(now)} in {now_end.year}"
    )


CUSTODY_SUBTITLE = "Offences by the year of their current disposal; dashed: the newest year, a lower bound most of all"
CUSTODY = (
    "A lower bound, so no verdict: an offence on bail or under investigation moves to another disposal, and "
    "another month, later; the table says how many are. Charges by post of people who were not held are "
    "not in it. “To court” is mostly a return on a warrant, no new prosecution; it is fewer than ten of "
    "these a year."
)
CUSTODY_RAPE = (
    "Sexual offences are one group: rape cannot be told apart. Offences are counted, not people."
)
LOWER_BOUND = " (lower bound)"

# What is positive


def positive_title(charged: float, resolved: float) -> str:
    """What the Met's positive outcomes of business crime are made of."""
    return (
        f"Of positive outcomes of business crime {percent(charged)} are charges, "
        f"{percent(resolved)} community resolutions"
    )


def positive_subtitle(first: date, last: date) -> str:
    """What the shares are of."""
    return f"Share of positive outcomes of business crime by kind, {months_named(first, last)}"


POSITIVE = (
    "The Met's only open file that says what it counts as positive is of business crime: charges and "
    "summonses, community resolutions, cautions, penalty notices, warnings and crimes taken into "
    "consideration. Of other crime the shares can differ, so they are not carried over to the rates above."
)
KINDS = {
    "charged": "Charged or summonsed",
    "community_resolution": "Community resolutions",
    "cautioned": "Cautions",
    "penalty_notice": "Penalty notices",
    "taken_into_consideration": "Taken into consideration",
    "cannabis_warning": "Cannabis or khat warnings",
}


def not_loaded(names: list[str]) -> str:
    """Which tables are not loaded, in one box."""
    return (
        f"**Not loaded with this copy of the site:** {'; '.join(map(first_small, names))}. Nothing is "
        "shown in their place."
    )


NOT_LOADED = {
    "charges": "Charges and out-of-court disposals by financial year (Home Office)",
    "flagged": "Domestic abuse and hate crime, offences and positive outcomes (MPS dashboard)",
    "custody": "Custody, what was decided of sexual offences (MPS)",
    "positive": "Business crime by outcome, which says what is positive (MPS)",
}


def months(first: date, last: date) -> str:
    """The months that a table holds."""
    return f"{month_year(first)} to {month_year(last)}"
