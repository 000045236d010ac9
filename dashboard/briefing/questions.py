"""Questions for a meeting, each with the figures that raise it.

Pure: every figure comes in as an argument, with its date. No question says what the answer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words.capitals import first_small
from dashboard.words.numbers import count, listed, percent
from dashboard.words.periods import day_words, month_year, year_to
from dashboard.words.verdicts import VERDICTS, Held


@dataclass(frozen=True)
class Question:
    """A question, and the figures because of which it is asked; `rule` is the id of its rule."""

    rule: str
    text: str
    because: str


def verdict_changed(name: str, before: str, after: str, older: str, newer: str) -> Question:
    """The verdict on a measure is another than in the data before.

    Args:
        name: the measure's. before, after: verdicts, as in the data.
        older, newer: versions of the data.
    """
    return Question(
        "verdict_changed",
        f"What is behind the new verdict on this measure: {first_small(name)}?",
        f"It was “{VERDICTS[before].title.lower()}” in version {older} of this site's data and is "
        f"“{VERDICTS[after].title.lower()}” in version {newer}.",
    )


def worsened(name: str, baseline: Held, latest: Held, reach: str, where: str = "") -> Question:
    """An indicator has clearly worsened since the Review.

    Args:
        name: the indicator's. baseline, latest: its figures.
        reach: the change with its 95% interval.
        where: whose figures they are, where the page is of another place: ` in London`.
    """
    moved = "rise" if latest.value > baseline.value else "fall"
    return Question(
        "worsened",
        f"What explains the {moved} in “{name}”{where} since the Review, and what is being done about it?",
        f"{baseline.words} in the {baseline.period}, {latest.words} in the {latest.period}: a change "
        f"of {reach}, more than chance would explain.",
    )


def widening_gap(group: str, reference: str, since: date, until: date) -> Question:
    """The distance between two groups has clearly grown."""
    return Question(
        "widening_gap",
        f"Why has the gap between {group} and {reference} widened?",
        f"The gap at {month_year(until)} is further from none than at {month_year(since)}, by more than "
        "chance would explain.",
    )


def outlier_boroughs(
    measure: str, names: Sequence[str], london_pct: float, end: date, compared: int
) -> Question:
    """Boroughs outside the 99.8% limits around London's share.

    Args:
        measure: its name. names: of the boroughs, in the order of the alphabet.
        london_pct: London's share. end: of the year. compared: boroughs with a figure.
    """
    verb = "lies" if len(names) == 1 else "lie"
    return Question(
        "outlier_borough",
        f"What is different in {listed(names)} on “{measure}”, and what follows from it?",
        f"Of {compared} boroughs compared in the {year_to(end)}, {listed(names)} {verb} "
        f"further from London's {percent(london_pct)} than chance would explain (99.8% limits).",
    )


def unusual_month(
    noun: str, place: str, value: float, usual: tuple[float, float], month: date
) -> Question:
    """The newest month of recorded crime lies outside what is usual."""
    return Question(
        "unusual_month",
        f"What happened to {noun} in {place} in {month_year(month)}: crime, or recording?",
        f"{count(value)} were recorded; usual for one month is {count(usual[0])} to {count(usual[1])}.",
    )


def stale_series(title: str, newest: str, due: date) -> Question:
    """Newer figures are overdue by their publisher's own habit.

    Args:
        title: of the source. newest: its newest period, in words. due: when newer ones usually come.
    """
    return Question(
        "stale_series",
        f"Has anything newer than {newest} come out of “{title}”, and if not, why?",
        f"This site holds nothing later; newer figures usually come by {month_year(due)}.",
    )


def no_verdict(name: str, needed: str) -> Question:
    """A measure cannot be judged, for want of a published figure."""
    return Question(
        "no_verdict",
        f"When will Londoners be able to see whether this measure has moved: {first_small(name)}?",
        f"Cannot be judged from the files held. What is needed: {needed}",
    )


def open_promise(promise: str, owner: str, due: date, document: str, held: str) -> Question:
    """A promise is past its date, and no published figure says whether it was kept.

    Args:
        promise, owner, document: as in the table of promises. due: the last day it could be kept on.
        held: what figure or fact bears on it without deciding it; empty where there is none.
    """
    known = f"What is held does not decide it: {held}" if held else "No figure held bears on it."
    return Question(
        "open_promise",
        f"Was this promise kept, and what shows it: {first_small(promise.rstrip('.'))}?",
        f"{owner}, due by {day_words(due)} ({document}). {known}",
    )


def largest_change(
    offence: str, place: str, change_pct: float, offences: float, end: date
) -> Question:
    """The kind of crime whose recorded number changed most in a year.

    Args:
        offence, place: their names. change_pct: on the 12 months before, per cent.
        offences: recorded in the 12 months. end: first day of the last of them.
    """
    way = "more" if change_pct > 0 else "fewer"
    return Question(
        "largest_change",
        f"What lies behind the change in recorded {first_small(offence)} in {place}: crime, or how it is "
        "reported and recorded?",
        f"{count(offences)} in the {year_to(end)}, {percent(abs(change_pct))} {way} than the year "
        "before: the largest change among the kinds with at least 500 offences in the year.",
    )


def finding(headline: str) -> Question:
    """What the page found, for who answers for it to explain."""
    return Question(
        "finding",
        "What do those who answer for this figure say explains it, and what have they published on it?",
        f"{headline.rstrip('.')}.",
    )
