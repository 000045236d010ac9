"""Sentences on one place beside London. Pure functions; nothing is ranked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from dashboard.wording.numbers import count, listed, month_year, points, signed
from dashboard.wording.survey import says, sentence_case

Three = tuple[float, float, float]
"""An estimate with the ends of its 95% interval."""

Printed = Callable[[float], str]
"""How a figure of one kind is printed."""

ChangeWords = Callable[[Three], str]
"""How a change of one kind is printed, with its interval."""

SURVEY_STANDINGS = {
    "within": "no clear difference",
    "above_95": "may be higher",
    "above_998": "higher",
    "below_95": "may be lower",
    "below_998": "lower",
}
SPREAD_STANDINGS = {
    "within": "within the usual spread",
    "above_95": "above the usual spread",
    "above_998": "far above the usual spread",
    "below_95": "below the usual spread",
    "below_998": "far below the usual spread",
}
SPREAD_SHORT = {
    standing: words.removesuffix(" the usual spread")
    for standing, words in SPREAD_STANDINGS.items()
}
NO_STANDING = "not compared"

CITY = (
    "The City of London has its own police force, the City of London Police. It is not part of the "
    "Metropolitan Police, and none of the Met's figures on this site is of the City: so there is no "
    "profile of it here. Choose a borough or a command above."
)
CHOOSE = "Choose a borough, or one of the Met's commands, from the list; or a borough on the map."
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


def lede(trust_end: date | None, crime_end: date | None, members: Sequence[str] = ()) -> str:
    """Which years the headline is of; for a command, first which boroughs it is made of."""
    parts = [f"A command of the Met: {listed(members)}."] if members else []
    if trust_end is not None:
        parts.append(f"Trust is of the year to {month_year(trust_end)}, the newest that both have.")
    if crime_end is not None:
        parts.append(f"Crimes are those recorded in the year to {month_year(crime_end)}.")
    return " ".join(parts)


def share_sentence(
    name: str,
    trust: tuple[float, float, date] | None,
    rate: tuple[float, float, date] | None,
    change: Three | None,
) -> str:
    """One sentence on a place that can be passed on: trust and recorded crime, each with its date.

    Args:
        name: of the place.
        trust: shares here and in London, and the end of their year.
        rate: crimes per 1,000 residents here and in London, and the last of the 12 months.
        change: of crimes on the year before with its 95% interval, per cent; None where none is given.
    """
    parts = []
    if trust is not None:
        here, london, end = trust
        parts.append(
            f"{here:.0f}% trust the Met, {london:.0f}% in London (year to {month_year(end)})"
        )
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
    if low <= 0 <= high:
        return "; no clear change here on the year before"
    digits = _decimals(change)
    return f"; {abs(size):.{digits}f}% {'more' if size > 0 else 'fewer'} here than the year before"


# ---------------------------------------------------------------------------------------------
# Figures with their intervals


def whole_per_cent(share: float) -> str:
    """A survey share: `70%`."""
    return f"{share:.0f}%"


def one_decimal(rate_: float) -> str:
    """A rate: `122.1`."""
    return f"{rate_:,.1f}"


def per_cent(three: Three) -> str:
    """A survey share: `70% (65 to 75)`."""
    share, low, high = three
    return f"{share:.0f}% ({low:.0f} to {high:.0f})"


def rate(three: Three | None) -> str:
    """A rate: `122.1 (120.9 to 123.3)`."""
    if three is None:
        return "too few offences for a rate"
    value, low, high = three
    return f"{value:,.1f} ({low:,.1f} to {high:,.1f})"


def points_change(three: Three) -> str:
    """A difference of shares in points: `−4 points (−9 to +1)`."""
    bare = bare_points(three)
    size, interval = bare.split(" ", 1)
    return f"{size} {points(three[0]).split(' ', 1)[1]} {interval}"


def bare_points(three: Three) -> str:
    """The same under a heading that says points: `−4 (−9 to +1)`."""
    size, low, high = three
    return f"{signed(size)} ({_end(low, three)} to {_end(high, three)})"


def per_cent_change(three: Three) -> str:
    """A change of a count: `+8% (+5 to +11)`; one decimal where whole per cents hide the interval."""
    size, low, high = three
    digits = _decimals(three)
    return f"{signed(size, digits)}% ({signed(low, digits)} to {signed(high, digits)})"


def rate_change(three: Three) -> str:
    """A change of outcomes per 100 offences: `+1.2 (+0.8 to +1.6)`."""
    size, low, high = (signed(one, 1) for one in three)
    return f"{size} ({low} to {high})"


def no_clear(three: Three, words: str) -> str:
    """The words of a change, and whether it is clear."""
    return f"{words}, no clear change" if three[1] <= 0 <= three[2] else words


def _decimals(three: Three) -> int:
    """Digits with which the ends of an interval differ from its estimate, and a clear one from zero."""
    size, low, high = (round(one) for one in three)
    hides_zero = (three[1] > 0 and low <= 0) or (three[2] < 0 and high >= 0)
    return 0 if low < size < high and not hides_zero else 1


def _end(end: float, three: Three) -> str:
    """An end of an interval in whole points; one that rounds to a zero it excludes says so."""
    if round(end) == 0 and three[1] > 0:
        return "just over 0"
    if round(end) == 0 and three[2] < 0:
        return "just under 0"
    return signed(end)


# ---------------------------------------------------------------------------------------------
# A sentence a line


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
    read = ", read off MOPAC's dashboard by a third party" if is_transcription else ""
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


# ---------------------------------------------------------------------------------------------
# What you need to know


def alike(number: int, is_command: bool) -> str:
    """The places that one is compared with: `32 boroughs`."""
    return f"{number} {'commands' if is_command else 'boroughs'}"


def survey_note(base: int, design_effect: float) -> str:
    """What the survey's figures and their standing rest on."""
    return (
        "Survey shares stand beside London's, which include this place, in the newest year that both "
        f"have. Intervals are approximate 95%: about {count(base)} interviews a year in each borough and a "
        f"design effect of {design_effect} are assumed. “May be higher”: outside the 95% limits of chance "
        "around London's share; “higher”: outside the 99.8% limits."
    )


COMMAND = (
    "A command sums the crimes and outcomes of its boroughs. The survey is published for boroughs only: "
    "a command's share is worked out here as their mean, each counting by its residents."
)


def spread_note(alike_words: str) -> str:
    """How places are compared in crime and outcomes."""
    return (
        "Places differ in crime and outcomes for many reasons besides chance. The usual spread is the "
        f"95% limits of a funnel around the common rate of the {alike_words}, widened by how much they "
        "differ from each other (over-dispersion); “far” is outside its 99.8% limits. Nothing is ranked."
    )


def rates_note(population_year: int) -> str:
    """What rates of crime are per, and what their intervals cover."""
    return (
        f"Crimes are those the police recorded, per 1,000 residents of mid-{population_year}; visitors "
        "are not counted among these. Intervals of crimes and outcomes cover chance alone, not reporting "
        "or recording."
    )


VISITED = "Westminster's victims are visitors, not only residents: its rates per resident run high."


def outcomes_note(crossed: Sequence[str], crossed_on: Sequence[date]) -> str:
    """What a positive outcome is, and why no change is given across a break."""
    what = (
        "Positive outcomes are charges, cautions, warnings and others recorded in the year, per 100 "
        "offences recorded in the same year: not a charge rate."
    )
    return f"{what} {across(crossed, crossed_on)}".rstrip()


def across(labels: Sequence[str], dates: Sequence[date]) -> str:
    """Why no change is given over breaks in recording or seams of editions; empty where none is."""
    if not labels:
        return ""
    return f"No change is given: the year before reaches back over {breaks_named(labels, dates)}."


def breaks_named(labels: Sequence[str], dates: Sequence[date]) -> str:
    """Breaks in words: `“New crime recording system” (28 February 2024)`."""
    named = [
        f"“{label}” ({one.day} {month_year(one)})" for label, one in zip(labels, dates, strict=True)
    ]
    return listed(named)


# ---------------------------------------------------------------------------------------------
# Lines under headings

SURVEY_SUBTITLE = (
    "Share who agree, 12 months to the date in each row, with approximate 95% intervals. * read off "
    "MOPAC's dashboard by a third party, in no published file. The Review: year to March 2023."
)


def picture_subtitle(
    survey_end: date | None, crime_end: date | None, outcomes_end: date | None
) -> str:
    """How the picture is read, and which years its figures are of."""
    years = [
        f"{what}: year to {month_year(end)}"
        for what, end in (
            ("Survey shares", survey_end),
            ("crimes", crime_end),
            ("positive outcomes", outcomes_end),
        )
        if end is not None
    ]
    return f"Each figure against London's, which is 100. {'; '.join(years)}."


def year_subtitle(end: date) -> str:
    """The time basis of crimes and outcomes, with their intervals."""
    return f"12 months to {month_year(end)}, with 95% intervals of chance"
