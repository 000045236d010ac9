"""Sentences on one place beside London. Pure functions; nothing is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.wording.numbers import listed, month_year
from dashboard.wording.profile_figures import (
    NO_STANDING,
    SPREAD_STANDINGS,
    SURVEY_STANDINGS,
    Three,
    decimals_of,
    no_clear,
    per_cent_change,
    points_change,
    rate_change,
)
from dashboard.wording.survey import says, sentence_case
from stats.intervals import side_of

CITY = (
    "The City of London has its own police force, the City of London Police. It is not part of the "
    "Metropolitan Police, and none of the Met's figures on this site is of the City: so there is no "
    "profile of it here. Choose a borough or a command above."
)
CHOOSE = "Choose a borough, or one of the Met's commands, from the list; or a borough on the map."
READ_OFF = "read off MOPAC's dashboard by a third party"
MORE = "More on this place"
ON_MAP = "Choose on a map"
TO_PASS_ON = "In one sentence, to pass on:"
SOURCES_BELOW = "Sources: under each of the tables below."
SOURCE_ABOVE = "Source: above, under the table."
NO_SURVEY = "No survey figure is published for {name} in a year that London has too."
NO_STOPS = (
    "Stops and searches and uses of force: not published by borough in what this site holds, so none "
    "are given here."
)


def headline(name: str, trust: tuple[float, float] | None, rate: tuple[float, float] | None) -> str:
    """What the page leads with: trust and recorded crime, each beside London's.

    Args:
        name: of the place.
        trust: shares here and in London; None without one.
        rate: crimes per 1,000 residents, here and in London; None without one.
    """
    parts = []
    if trust is not None:
        parts.append(f"{trust[0]:.0f}% trust the Met, {trust[1]:.0f}% in London")
    if rate is not None:
        parts.append(f"{rate[0]:.0f} crimes per 1,000 residents, {rate[1]:.0f} in London")
    return f"{name}: {'; '.join(parts)}" if parts else name


def lede(
    trust_end: date | None,
    crime_end: date | None,
    members: Sequence[str] = (),
    is_transcription: bool = False,
) -> str:
    """Which years the headline is of; for a command, first which boroughs it is made of.

    Args:
        trust_end, crime_end: None without a figure.
        members: names of a command's boroughs.
        is_transcription: whether a share of trust was read off a dashboard.
    """
    read = f", {READ_OFF}" if is_transcription else ""
    parts = [f"A command of the Met: {listed(members)}."] if members else []
    if trust_end is not None:
        parts.append(
            f"Trust is of the year to {month_year(trust_end)}, the newest that both have{read}."
        )
    if crime_end is not None:
        parts.append(f"Crimes are those recorded in the year to {month_year(crime_end)}.")
    return " ".join(parts)


def share_sentence(
    name: str,
    trust: tuple[float, float, date] | None,
    rate: tuple[float, float, date] | None,
    change: Three | None,
    standing: str = "",
    is_read_off: bool = False,
    newest: tuple[float, date, bool] | None = None,
) -> str:
    """One sentence on a place that can be passed on: trust and recorded crime, each with its date.

    Args:
        name: of the place.
        trust: shares here and in London, and the end of their year.
        rate: crimes per 1,000 residents here and in London, and the last of the 12 months.
        change: of crimes on the year before with its 95% interval, per cent; None where none is given.
        standing: of trust, of `stats.funnel`; empty where it is not judged.
        is_read_off: whether a share of trust was read off a dashboard.
        newest: a later share of the place alone, the end of its year, whether it was read off too.
    """
    parts = []
    if trust is not None:
        here, london, end = trust
        read = ", read off MOPAC's dashboard" if is_read_off else ""
        verdict = f": {SURVEY_STANDINGS[standing]}" if standing in SURVEY_STANDINGS else ""
        parts.append(
            f"{here:.0f}% trust the Met, {london:.0f}% in London (year to {month_year(end)}{read})"
            f"{verdict}"
        )
    if newest is not None:
        share, end, is_own_read_off = newest
        read = ", read off too" if is_own_read_off else ""
        parts.append(f"{share:.0f}% here in the year to {month_year(end)}{read}")
    if rate is not None:
        here, london, end = rate
        parts.append(
            f"{here:.0f} crimes were recorded per 1,000 residents, {london:.0f} in London (year to "
            f"{month_year(end)}{_change(change)})"
        )
    return f"{name}: {'; '.join(parts)}."


def _change(change: Three | None) -> str:
    if change is None:
        return ""
    size, low, high = change
    if side_of(low, high) == "not_clear":
        return "; no clear change here on the year before"
    digits = decimals_of(change)
    return f"; {abs(size):.{digits}f}% {'more' if size > 0 else 'fewer'} here than the year before"


def survey_line(measure: str, here: float, london: float, standing: str, end: date) -> str:
    """A survey share beside London's, and where it stands."""
    return (
        f"{here:.0f}% {says(measure)} (London {london:.0f}%, year to {month_year(end)}): "
        f"{SURVEY_STANDINGS.get(standing, NO_STANDING)}."
    )


def survey_change_line(
    topic: str, change: Three | None, london: Three | None, why_not: str, not_among: int
) -> str:
    """The change of a share since the Review, here and in London."""
    start = f"{sentence_case(topic)} since the Review (year to March 2023)"
    if change is None or london is None:
        return f"{start}: no change is given: {why_not}."
    alone = (
        f"; clear by itself, but not once all {not_among} boroughs are tested together"
        if not_among
        else ""
    )
    here = no_clear(change, points_change(change))
    return f"{start}: {here}{alone}; London {no_clear(london, points_change(london))}."


def newest_line(name: str, share: float, end: date, is_transcription: bool) -> str:
    """A place's own newest trust, where it is later than London's."""
    read = f", {READ_OFF}" if is_transcription else ""
    return (
        f"{name}'s own newest year, to {month_year(end)}: {share:.0f}% trust the Met{read}; London's "
        "is not published yet."
    )


def crime_line(
    what: str, here: float, london: float, standing: str, end: date, among: str = ""
) -> str:
    """A rate of recorded crime beside London's, and where it stands among places of its kind.

    Args:
        what: was counted. here, london: rates. standing: of `stats.funnel`. end: last month.
        among: the places of its kind, where they are to be named.
    """
    return (
        f"{here:.1f} {what} per 1,000 residents (London {london:.1f}, year to {month_year(end)}): "
        f"{_of(standing, among)}."
    )


def crime_change_line(change: Three | None, london: Three | None, why_not: str) -> str:
    """The change of all offences on the year before, here and in London."""
    if change is None:
        return f"Change in crimes on the year before: not given: {why_not}."
    here = no_clear(change, per_cent_change(change))
    beside = "" if london is None else f"; London {no_clear(london, per_cent_change(london))}"
    return f"Crimes on the year before: {here}{beside}."


def outcome_line(
    what: str,
    here: float | None,
    london: float | None,
    standing: str,
    end: date,
    among: str = "",
) -> str:
    """Positive outcomes per 100 offences beside London's; arguments as of `crime_line`."""
    if here is None or london is None:
        return f"Too few {what} in the year to {month_year(end)} for a rate of positive outcomes."
    return (
        f"{here:.1f} positive outcomes per 100 {what} (London {london:.1f}, year to "
        f"{month_year(end)}): {_of(standing, among)}."
    )


def outcome_change_line(change: Three | None, london: Three | None, why_not: str) -> str:
    """The change of the rate of positive outcomes on the year before, here and in London."""
    if change is None:
        return f"Change in positive outcomes on the year before: not given: {why_not}."
    here = no_clear(change, rate_change(change))
    beside = "" if london is None else f"; London {no_clear(london, rate_change(london))}"
    return f"Positive outcomes per 100 offences on the year before: {here}{beside}."


def _of(standing: str, among: str) -> str:
    words = SPREAD_STANDINGS.get(standing)
    if words is None:
        return NO_STANDING
    return f"{words} of the {among}" if among else words
