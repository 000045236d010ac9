"""Sentences on one place beside London. Pure functions; nothing is ranked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.subjects.borough.words.answer import Trust, apart_from, differ
from dashboard.words.capitals import first_small
from dashboard.words.intervals import (
    NO_STANDING,
    SPREAD_STANDINGS,
    SURVEY_STANDINGS,
    Three,
    no_clear,
    per_cent_change,
    points_change,
    rate_change,
)
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed, one_decimal, percent
from dashboard.words.periods import month_year, year_to
from dashboard.words.survey import LUCK, UNOFFICIAL

CITY = (
    "The City of London has its own police force, the City of London Police. It is not part of the Met. "
    "None of the Met's figures on this site is of the City, so it has no profile here."
)
AIRPORTS = (
    "Heathrow and London City airports have no page. The Met's figures of crime show them apart up to June "
    "2024 only, and no survey figure is of them."
)
QUESTION = "Your borough: is trust in the Met up, is crime, are burglaries solved?"
CHOOSE = "Type a borough, or choose one on the map."
CITY_PROMISES = "What the City of London Police has promised"
COMMANDS = "The Met's 12 commands"
LONDON = "London as a whole"
DASHED = f"Dashed: {UNOFFICIAL}."
ON_MAP = "Choose on a map"
SHARE = "Share this answer"
ALL_FILES = "All figures of {name} as files"
NO_STOPS = "Stops and searches, and uses of force, by borough: no file held here gives them."


def among(is_command: bool) -> str:
    """The places that one is compared with, as a sentence names them."""
    return f"{'the Met' if is_command else 'London'}'s {kind_of_place(is_command)}"


def kind_of_place(is_command: bool) -> str:
    """The same where there is little room."""
    return "commands" if is_command else "boroughs"


def members_line(members: list[str]) -> str:
    """Which boroughs a command is of."""
    return f"A command of the Met: {listed(members)}."


_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?( *[0-9][A-Z]{2})?", re.IGNORECASE)


def _is_postcode(written: str) -> bool:
    return _POSTCODE.fullmatch(written.strip()) is not None


def no_such_place(written: str) -> str:
    """The headline where what was typed is no place."""
    if _is_postcode(written):
        return "This site does not know postcodes: choose a borough"
    return f"No borough is called “{written}”"


def did_you_mean(written: str, near: list[str]) -> str:
    """What may have been meant, or what can be chosen."""
    if near and not _is_postcode(written):
        return f"Did you mean {' or '.join(near)}?"
    return (
        "Type the name of one of London's 32 boroughs: this site has no list of the postcodes and parts of each. "
        "Yours is the council that your council tax bill comes from. Or choose it on the map."
    )


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

    @property
    def sentence(self) -> str:
        """`Beside London, year to September 2025: 70%, London 74%: no clear difference`."""
        both = f"{percent(self.here)}, London {percent(self.london)}"
        return f"Beside London, {year_to(self.end)}: {both}: {self.verdict}."


def survey_line(measure: str, own: Trust, beside: Beside) -> str:
    """A place's newest share and its change; then it beside London, in the newest year that both have."""
    since = f", {own.since}" if own.since else ""
    return f"{percent(own.pct)} {MEASURES[measure].says} ({own.year}){since}. {beside.sentence}"


def survey_change_line(
    own: Trust, london: Trust, why_not: str, london_why_not: str, sign: str = ""
) -> str:
    """The change of a share since the Review, here and in London, each to its newest year.

    Args:
        own, london: newest shares.
        why_not, london_why_not: why no change is given; empty where one is.
        sign: what speaks against London's change; may be empty.
    """
    return (
        f"Here, year to March 2023 (the Review) to {year_to(own.end)}: "
        f"{_survey_change(own, why_not)}. London, to the {year_to(london.end)}: "
        f"{_survey_change(london, london_why_not)}{f' ({first_small(sign)})' if sign else ''}."
    )


def _survey_change(one: Trust, why_not: str) -> str:
    if one.change is None:
        return f"no change is given, as {why_not}"
    said = no_clear(one.change, points_change(one.change))
    return f"{said}; {LUCK.format(one.not_among)}" if one.not_among else said


def crime_line(what: str, here: Three, london: Three, standing: str, end: date, among: str) -> str:
    """A rate of recorded crime beside London's, and where it stands among places of its kind.

    Args:
        what: was counted. here, london: rates with 95% intervals. standing: of `stats.funnel`. end: last month.
        among: the places of its kind.
    """
    return (
        f"{one_decimal(here[0])} {what} per 1,000 residents (London {one_decimal(london[0])}, "
        f"{year_to(end)}): {_of(here, london, standing, among)}."
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
    here: Three | None,
    london: Three | None,
    standing: str,
    end: date,
    among: str,
) -> str:
    """Positive outcomes per 100 offences beside London's; arguments as of `crime_line`."""
    if here is None or london is None:
        return f"Too few {what} in the {year_to(end)} for a rate of positive outcomes."
    return (
        f"{one_decimal(here[0])} positive outcomes per 100 {what} (London {one_decimal(london[0])}, "
        f"{year_to(end)}): {_of(here, london, standing, among)}."
    )


def outcome_change_line(change: Three | None, london: Three | None, why_not: str) -> str:
    """The change of the rate of positive outcomes on the year before, here and in London."""
    if change is None:
        return f"Change in positive outcomes on the year before: not given: {why_not}."
    here = no_clear(change, rate_change(change))
    beside = "" if london is None else f"; London {no_clear(london, rate_change(london))}"
    return f"Positive outcomes per 100 offences on the year before: {here}{beside}."


def apart_in_spread(rates: Sequence[str], among: str) -> str:
    """Rates that are drawn clear of London's though places vary that much; `among`: the places."""
    named = listed([rates[0], *map(first_small, rates[1:])])
    return f"{named}: apart from London's, but {differ(among)}."


def ends_before(first: date, last: date) -> str:
    """Why lines of positive outcomes end before the newest months held."""
    months = month_year(first) if first == last else f"{month_year(first)} to {month_year(last)}"
    return (
        f"Left out: {months}, which are provisional. Months so new have read too high, and were later "
        "revised down."
    )


def _of(here: Three, london: Three, standing: str, among: str) -> str:
    if standing not in SPREAD_STANDINGS:
        return NO_STANDING
    apart = apart_from(here, london)
    if standing == "within" and apart:
        return f"{apart} than London, but {differ(among)}"
    return f"{SPREAD_STANDINGS[standing]} among {among}"
