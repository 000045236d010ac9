"""Sentences on one place beside London. Pure functions; nothing is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words.capitals import first_large, first_small
from dashboard.words.intervals import (
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
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import count, listed, one_decimal, percent, points
from dashboard.words.periods import year_to
from dashboard.words.survey import UNOFFICIAL, only_alone
from stats.intervals import side_of

CITY = (
    "The City of London has its own police force, the City of London Police. It is not part of the "
    "Metropolitan Police, and none of the Met's figures on this site is of the City: so there is no "
    "profile of it here. Choose a borough or a command above."
)
CHOOSE = "Choose a borough, or one of the Met's commands, from the list; or a borough on the map."
READ_OFF = UNOFFICIAL
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


@dataclass(frozen=True)
class Trust:
    """A place's newest share of one measure, as sentences need it.

    Attributes:
        pct, end: per cent, and the end of its year.
        change: since the Review with its 95% interval, points; None where none is given.
        not_among: where a change that is clear alone is not clear among all places: their number.
        is_read_off: whether the share was read off a dashboard.
    """

    pct: float
    end: date
    change: Three | None = None
    not_among: int = 0
    is_read_off: bool = False

    @property
    def since(self) -> str:
        """`22 points down since the Review`; whether it could be chance; empty without a change."""
        if self.change is None:
            return ""
        size, low, high = self.change
        if round(size) == 0:
            return "no clear change since the Review"
        could_be = side_of(low, high) == "not_clear" or self.not_among
        chance = " (could be chance)" if could_be else ""
        return f"{points(size)} {'up' if size > 0 else 'down'} since the Review{chance}"


@dataclass(frozen=True)
class Beside:
    """A place and London in the newest year that both have, per cent; `standing` of `stats.funnel`."""

    here: float
    london: float
    end: date
    standing: str = ""

    @property
    def verdict(self) -> str:
        """`no clear difference`."""
        return SURVEY_STANDINGS.get(self.standing, NO_STANDING)


def headline(name: str, trust: Trust | None, rate: tuple[float, float] | None) -> str:
    """What the page leads with: newest trust and its change, and recorded crime beside London's.

    Args:
        name: of the place.
        trust: its newest; None without one.
        rate: crimes per 1,000 residents, here and in London; None without one.
    """
    parts = []
    if trust is not None:
        since = f", {trust.since}" if trust.since else ""
        parts.append(f"{percent(trust.pct)} trust the Met{since}")
    if rate is not None:
        parts.append(f"{count(rate[0])} crimes per 1,000 residents, {count(rate[1])} in London")
    return f"{name}: {'; '.join(parts)}" if parts else name


def lede(
    trust: Trust | None,
    beside: Beside | None,
    crime_end: date | None,
    members: Sequence[str] = (),
    sign: str = "",
) -> str:
    """Which years the headline is of, and London's trust; for a command, first which boroughs it is of.

    Args:
        trust: the place's newest. beside: it and London in a common year.
        crime_end: None without a figure.
        members: names of a command's boroughs.
        sign: what the boroughs' newer figures say of London; may be empty.
    """
    parts = [f"A command of the Met: {listed(members)}."] if members else []
    if trust is not None:
        read = f", {READ_OFF}" if trust.is_read_off else ""
        parts.append(f"Trust is of the {year_to(trust.end)}{read}.")
    if trust is not None and beside is not None:
        then = f", when it was {percent(beside.here)} here" if beside.end != trust.end else ""
        parts.append(
            f"London: {percent(beside.london)} in the {year_to(beside.end)}{then} "
            f"({beside.verdict})."
        )
    if sign:
        parts.append(f"{sign}.")
    if crime_end is not None:
        parts.append(f"Crimes are those recorded in the {year_to(crime_end)}.")
    return " ".join(parts)


def share_sentence(
    name: str,
    trust: Trust | None,
    london: tuple[float, date] | None,
    rate: tuple[float, float, date] | None,
    change: Three | None,
    sign: str = "",
) -> str:
    """One sentence on a place that can be passed on: trust and recorded crime, each with its date.

    Args:
        name: of the place.
        trust: its newest. london: London's newest, and the end of its year.
        rate: crimes per 1,000 residents here and in London, and the last of the 12 months.
        change: of crimes on the year before with its 95% interval, per cent; None where none is given.
        sign: what the boroughs' newer figures say of London; may be empty.
    """
    parts = []
    if trust is not None:
        read = " (unofficial copy)" if trust.is_read_off else ""
        since = f", {trust.since}" if trust.since else ""
        beside = ""
        if london is not None:
            year = "" if london[1] == trust.end else f" in the {year_to(london[1])}"
            beside = f"; London {percent(london[0])}{year}{f' ({sign})' if sign else ''}"
        parts.append(
            f"{percent(trust.pct)} trust the Met in the {year_to(trust.end)}{read}{since}{beside}"
        )
    if rate is not None:
        here, whole, end = rate
        parts.append(
            f"{count(here)} crimes were recorded per 1,000 residents, {count(whole)} in London ("
            f"{year_to(end)}{_change(change)})"
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


def survey_line(measure: str, own: Trust, beside: Beside, *, with_change: bool = False) -> str:
    """A place's newest share; then it beside London, in the newest year that both have.

    Args:
        with_change: says what became of the share since the Review, where no line of its own does.
    """
    year = year_to(beside.end)
    since = own.since if with_change else ""
    if own.end == beside.end:
        london = f"London {percent(beside.london)}, {year}"
        share = f"{percent(own.pct)} {MEASURES[measure].says} ({london}): {beside.verdict}"
        return f"{share}; {since}." if since else f"{share}."
    change = f", {since}" if since else ""
    return (
        f"{percent(own.pct)} {MEASURES[measure].says} ({year_to(own.end)}){change}. Beside London, {year}: "
        f"{percent(beside.here)}, London {percent(beside.london)}: {beside.verdict}."
    )


def survey_change_line(
    topic: str, own: Trust, london: Trust, why_not: str, london_why_not: str, sign: str = ""
) -> str:
    """The change of a share since the Review, here and in London, each to its newest year.

    Args:
        topic: what it is of. own, london: newest shares.
        why_not, london_why_not: why no change is given; empty where one is.
        sign: what speaks against London's change; may be empty.
    """
    start = f"{first_large(topic)} since the Review (year to March 2023)"
    if own.change is None:
        return f"{start}: no change is given: {why_not}."
    here = f"{no_clear(own.change, points_change(own.change))}{only_alone(own.not_among)}"
    if london.change is None:
        return f"{start}: {here}; London: no change is given: {london_why_not}."
    beside = no_clear(london.change, points_change(london.change))
    by = "" if own.end == london.end else f", by the {year_to(london.end)}"
    own_by = "" if own.end == london.end else f", by the {year_to(own.end)}"
    against = f" ({first_small(sign)})" if sign else ""
    return f"{start}: {here}{own_by}; London {beside}{by}{against}."


def crime_line(
    what: str, here: float, london: float, standing: str, end: date, among: str = ""
) -> str:
    """A rate of recorded crime beside London's, and where it stands among places of its kind.

    Args:
        what: was counted. here, london: rates. standing: of `stats.funnel`. end: last month.
        among: the places of its kind, where they are to be named.
    """
    return (
        f"{one_decimal(here)} {what} per 1,000 residents (London {one_decimal(london)}, {year_to(end)}): "
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
        return f"Too few {what} in the {year_to(end)} for a rate of positive outcomes."
    return (
        f"{one_decimal(here)} positive outcomes per 100 {what} (London {one_decimal(london)}, "
        f"{year_to(end)}): {_of(standing, among)}."
    )


def outcome_change_line(change: Three | None, london: Three | None, why_not: str) -> str:
    """The change of the rate of positive outcomes on the year before, here and in London."""
    if change is None:
        return f"Change in positive outcomes on the year before: not given: {why_not}."
    here = no_clear(change, rate_change(change))
    beside = "" if london is None else f"; London {no_clear(london, rate_change(london))}"
    return f"Positive outcomes per 100 offences on the year before: {here}{beside}."


def _of(standing: str, among: str) -> str:
    if standing not in SPREAD_STANDINGS:
        return NO_STANDING
    return f"{SPREAD_STANDINGS[standing]} the usual spread{f' of the {among}' if among else ''}"
