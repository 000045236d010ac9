"""Questions for a meeting, each with the figures that raise it.

Pure: every figure comes in as an argument, with its date. No question says what the answer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.subjects.powers.words.powers import ratio_text
from dashboard.words.capitals import first_large, first_small
from dashboard.words.early_signs import Sign, share
from dashboard.words.numbers import count, listed, one_decimal, percent, signed
from dashboard.words.periods import day_words, month_name, month_year, year_to
from dashboard.words.verdicts import Held


@dataclass(frozen=True)
class Question:
    """A question, and the figures because of which it is asked; `rule` is the id of its rule."""

    rule: str
    text: str
    because: str


def early_sign(name: str, baseline: Held, latest: Held, sign: Sign) -> Question:
    """The boroughs' newer figures speak against what became of London's.

    Args:
        name: the indicator's. baseline, latest: London's figures. sign: of the boroughs, later.
    """
    moved = "rise" if latest.value > baseline.value else "fall"
    undone = "lost" if moved == "rise" else "made good"
    return Question(
        "early_sign",
        f"Has the {moved} in “{name}” since the Review been {undone}?",
        f"{baseline.words} in the {baseline.period}, {latest.marked} in the {latest.period}; since then an "
        f"early sign, {share(sign)} in the {year_to(sign.end)} (mean of the boroughs), and "
        f"{sign.lower} of {sign.places} boroughs lower: counted, not tested.",
    )


def fallen_here(name: str, place: str, share_pct: float, end: date, reach: str) -> Question:
    """A share has clearly fallen in a place since the Review.

    Args:
        name: the survey question's. place: its name. share_pct: its newest share, per cent.
        end: of the year of that share. reach: the change with its 95% interval.
    """
    return Question(
        "fallen_here",
        f"What explains the fall in “{name}” in {place} since the Review, and what is being done about it?",
        f"{percent(share_pct)} in the {year_to(end)}: a change of {reach} since the year to March 2023, more "
        "than chance would explain.",
    )


def fallen_boroughs(
    measure: str, places: Sequence[str], largest: tuple[str, float], compared: int, end: date
) -> Question:
    """A share has clearly fallen in boroughs since the Review, all of them tested together.

    Args:
        measure: its name. places: the boroughs, in the order of the alphabet.
        largest: the one that fell furthest, and its change in points. compared: boroughs tested.
        end: of the newest year.
    """
    name, change = largest
    where = listed(places)
    what = f"{where}: {signed(change, 0)} points" if len(places) == 1 else (
        f"{where}, most in {name}: {signed(change, 0)} points"
    )  # fmt: skip
    return Question(
        "fallen_boroughs",
        f"What explains the fall in “{measure}” in {where} since the Review, and what is being done about it?",
        f"Of {compared} boroughs, from the year to March 2023 to the {year_to(end)}, a clear fall in {what}, "
        "after testing all of them together.",
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


def charges_moved(
    noun: str,
    first_pct: float,
    first_end: date,
    rate_pct: float,
    furthest_pct: float,
    end: date,
) -> Question:
    """How many crimes are charged is clearly not what it was in the first year held.

    Args:
        noun: what was recorded, in a sentence. first_pct, first_end: charged of 100 in that year.
        rate_pct, end: of the newest, so far. furthest_pct: where a revision would leave it nearest to the first.
    """
    direction = "rose" if rate_pct > first_pct else "fell"
    return Question(
        "charges_moved",
        _why(f"{noun} charged", direction, "rose", f" since the {year_to(first_end)}"),
        f"{one_decimal(first_pct)} of 100 recorded in the {year_to(first_end)} were charged, "
        f"{one_decimal(rate_pct)} so far of those in the {year_to(end)}. If that is revised as earlier "
        f"years were at this age, it will be {one_decimal(furthest_pct)}.",
    )


def charges_unripe(
    noun: str, before: tuple[float, date], now: tuple[float, date], highest_pct: float
) -> Question:
    """How many crimes of a kind are charged is too young to set against the Review's year.

    Args:
        noun: what was recorded, in a sentence. before, now: charged of 100, and the year's last day.
        highest_pct: where a revision as large as any seen would leave the newest.
    """
    (first, first_end), (last, end) = before, now
    return Question(
        "charges_unripe",
        f"Will as many {noun} of the {year_to(end)} be charged as of the {year_to(first_end)}, and what is being "
        "done about it?",
        f"{one_decimal(first)} of 100 then, {one_decimal(last)} so far. That is provisional: if it is "
        f"revised as earlier years were at this age, it may rise to {one_decimal(highest_pct)}.",
    )


def widening_gap(group: str, reference: str, since: date, until: date) -> Question:
    """The distance between two groups has clearly grown."""
    return Question(
        "widening_gap",
        f"Why has the gap between {group} and {reference} widened?",
        f"The gap at {month_year(until)} is further from none than at {month_year(since)}, by more than "
        "chance would explain.",
    )


def gap_since(group: str, reference: str, measure: str, size: str, when: str) -> Question:
    """A gap between two groups is no newer than the Review.

    Args:
        group, reference: as nouns; the first stood lower. measure: the question's name.
        size: of the gap in words. when: of the figures, after a comma.
    """
    return Question(
        "gap_since",
        f"What has become of the gap in “{measure}” between {group} and {reference}?",
        f"{group} were {size} lower {when}. No newer figure from the same survey is held.",
    )


def disparity_since(group: str, ratio: float, end: date) -> Question:
    """How much more likely a group is to face an allegation is no newer than the Review."""
    return Question(
        "gap_since",
        f"Are {group} officers and staff still more likely than White colleagues to face a misconduct allegation?",
        f"{ratio_text(ratio)} times as likely in the {year_to(end)}, as the Review printed it.",
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


def gap_stands(group: str, reference: str, finding: str) -> Question:
    """There is a gap between two groups.

    Args:
        finding: the page's sentence on it, with figure and date.
    """
    return Question(
        "gap_stands",
        f"What is being done about the gap between {group} and {reference}, and how will it be known to work?",
        f"{finding}.",
    )


def unknown_since(name: str, baseline: Held) -> Question:
    """Nothing comparable is held since the Review on what a measure goes by first.

    Args:
        name: the indicator's. baseline: its figure from the time of the Review.
    """
    return Question(
        "unknown_since",
        f"What is the newest figure for “{name}”?",
        f"{first_large(baseline.words)} ({baseline.period}): no later comparable figure is held here.",
    )


def sign_moved(name: str, direction: str, better: str, figures: str) -> Question:
    """A figure near to a measure that cannot be judged has moved.

    Args:
        name: what it counts. direction: `rose` or `fell`. better: which of the two is better; empty
            where neither is by itself. figures: before and after, with their dates.
    """
    return Question("sign_moved", _why(f"“{name}”", direction, better), f"{figures}.")


def _why(what: str, direction: str, better: str, since: str = "") -> str:
    """What is asked of a figure that rose or fell: whether a better one holds, what is done about a worse one.

    Args:
        what: moved. direction, better: as in `sign_moved`. since: when from, after a space.
    """
    if direction == better:
        return f"What brought {what} {'up' if direction == 'rose' else 'down'}{since}, and is it holding?"
    follows = "what is being done about it" if better else "what follows from it"
    moved = "rise" if direction == "rose" else "fall"
    return f"What explains the {moved} in {what}{since}, and {follows}?"


def ratio_moved(
    group: str,
    reference: str,
    ratio: float,
    before: float,
    end: date,
    higher: bool,
    without: date | None = None,
) -> Question:
    """How much more often a group is searched has clearly changed in a year.

    Args:
        group, reference: their names. ratio: of searches per resident in 12 months, one group's over the
            other's. before: the same in the 12 months before. end: of the 12 months.
        higher: whether it rose. without: the month that both leave out; None where they leave out none.
    """
    way = "more" if higher else "less"
    but = "" if without is None else f", both without {month_name(without)}"
    return Question(
        "ratio_moved",
        f"Why are {group} people searched {way} often, against {reference} people, than a year before?",
        f"{ratio_text(ratio)} times as often per resident in the {year_to(end)}, {ratio_text(before)} times "
        f"in the 12 months before{but}: more than chance would explain.",
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


def open_promise(promise: str, owner: str, due: date, document: str, held: str) -> Question:
    """A promise is past its date, and no published figure says whether it was kept.

    Args:
        promise, owner, document: as in the table of promises. due: the last day it could be kept on.
        held: what figure or fact bears on it without deciding it; empty where there is none.
    """
    known = f"Last known: {held}" if held else ""
    return Question(
        "open_promise",
        f"Was this promise kept, and what shows it: {first_small(promise.rstrip('.'))}?",
        f"{owner}, due by {day_words(due)} ({document}). {known}".rstrip(),
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
