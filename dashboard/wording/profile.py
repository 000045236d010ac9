"""Sentences on one place beside London. Pure functions; nothing is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.wording.numbers import listed, month_year, points, signed
from dashboard.wording.survey import says

STANDINGS = {
    "within": "within what chance would give around London's share",
    "below_95": "lower than chance would usually give",
    "above_95": "higher than chance would usually give",
    "below_998": "clearly lower than London's",
    "above_998": "clearly higher than London's",
}


def headline(
    name: str,
    trust_pct: float | None,
    trust_end: date | None,
    rate: float,
    london_rate: float,
) -> str:
    """What the page leads with: the newest trust, or recorded crime where there is no survey share."""
    if trust_pct is None or trust_end is None:
        return (
            f"{name}: {rate:.0f} crimes recorded per 1,000 residents, against {london_rate:.0f} in "
            "London"
        )
    return f"{name}: {trust_pct:.0f}% trust the Met, year to {month_year(trust_end)}"


def beside_london(share: float, newest: float, london: float, end: date, newest_end: date) -> str:
    """The newest share, and the one at the date that London has too."""
    if newest_end == end:
        return f"{newest:.0f}% trust the Met, against {london:.0f}% in London (year to {month_year(end)})"
    return (
        f"{newest:.0f}% trust the Met (year to {month_year(newest_end)}); {share:.0f}% in the year to "
        f"{month_year(end)}, the newest for London, where it was {london:.0f}%"
    )


def share_sentence(
    name: str,
    trust: str,
    rate: float,
    london_rate: float,
    change: tuple[float, float, float] | None,
    crime_end: date,
) -> str:
    """One sentence on a place that can be passed on: trust and recorded crime, each with its date.

    Args:
        name: of the place.
        trust: as `beside_london` words it; empty where there is no survey share.
        rate, london_rate: offences per 1,000 residents.
        change: on the year before with its 95% interval, per cent; None where none is given.
        crime_end: last month of the 12.
    """
    crime = (
        f"{rate:.0f} crimes were recorded per 1,000 residents in the year to {month_year(crime_end)} "
        f"(London {london_rate:.0f}{_change(change)})"
    )
    return f"{name}: {trust}; {crime}" if trust else f"{name}: {crime}"


def _change(change: tuple[float, float, float] | None) -> str:
    if change is None:
        return ""
    size, low, high = change
    if low <= 0 <= high or round(size) == 0:
        return "; no clear change here on the year before"
    return f"; {abs(size):.0f}% {'more' if size > 0 else 'fewer'} here than the year before"


def survey_line(
    measure: str, share: float, london: float, low: float, high: float, end: date
) -> str:
    """A survey share beside London's: higher, lower or no clear difference."""
    start = f"{share:.0f}% {says(measure)} (London {london:.0f}%, year to {month_year(end)})"
    if low <= 0 <= high:
        return f"{start}: no clear difference."
    more = "higher" if share > london else "lower"
    return f"{start}: {points(share - london)} {more}."


def crime_line(what: str, rate: float, london_rate: float, end: date) -> str:
    """A rate of recorded crime beside London's: nearly every borough differs, so nothing is said of it."""
    return f"{rate:.1f} {what} per 1,000 residents (London {london_rate:.1f}, year to {month_year(end)})."


def change_line(change: float | None, low: float | None, high: float | None) -> str:
    """A change of a count on the year before, whole per cents."""
    if change is None or low is None or high is None:
        return "not given: under 50 the year before"
    if low <= 0 <= high:
        return f"{signed(change)}%, no clear change"
    return f"{signed(change)}% ({signed(low)} to {signed(high)})"


def outcome_line(value: float | None, london: float | None, end: date) -> str:
    """Positive outcomes per 100 offences beside London's."""
    if value is None or london is None:
        return f"Too few offences in the year to {month_year(end)} for a rate of positive outcomes."
    return (
        f"{value:.1f} positive outcomes per 100 offences (London {london:.1f}, year to "
        f"{month_year(end)})."
    )


def standing_words(standing: str) -> str:
    """Where a borough stands in the funnel around London's share."""
    return STANDINGS.get(standing, "no figure")


def no_survey_for_command(members: Sequence[str]) -> str:
    """Why a command has no survey share."""
    return (
        f"The survey is published for boroughs. Shares of {listed(members)} cannot be added, as the "
        "number of people asked in each is not published: each stands on its own page."
    )


STRENGTHS = (
    "“Higher” and “lower” mean that the 95% interval of the difference does not include 0; “clearly” "
    "that the share lies outside what chance would give in 998 of 1,000 boroughs like London."
)

CAVEATS = (
    "Survey shares are set beside London's in the newest year that both have; the change since the "
    "Review (year to March 2023) is to the borough's own newest year. London's people include the "
    "borough's own. Intervals are approximate: the number of interviews is assumed.",
    STRENGTHS,
    "Crimes are those the police recorded, per resident: places that many people visit or work in "
    "have more than their residents explain. The newest population estimate is carried forward.",
    "A positive outcome can be a charge, a caution or a warning. It is not a charge rate.",
    "Stops and searches are not published by borough in what this site holds.",
    "Nothing here is ranked: with 32 boroughs, some lie far from London by chance alone.",
)
