"""Sentences on stop and search: ratios against White people, months that are missing, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dashboard.words.capitals import first_large, first_small
from dashboard.words.numbers import MINUS, count, listed, percent
from dashboard.words.periods import month_name, month_year, year_to
from stats.intervals import side_of

SELF = "self_defined"
SEARCHES_NOT_PEOPLE = (
    "Searches are counted, not people: somebody searched five times counts five times. The 95% intervals "
    "are for chance only and, as one person can be searched many times, too narrow."
)
COLUMNS_EXPLAINED = (
    "Ratio: against White people. Gap: difference from White people, per 1,000 residents. In brackets: "
    "95% intervals."
)
LONDON_ONLY = (
    "These figures are for London as a whole. Nothing we hold tells searches apart by borough."
)
OTHER_BASIS = (
    "The Review went by the ethnicity that officers saw, so its ratios are not set beside these."
)
MASKED = (
    "[c] stands for 1 to 4, so few that they could point to a person, or for a second count that would "
    "give the first away beside a total. Nothing is worked out from it. It hides a count in this table "
    "only: what one choice on this page shows, less what another shows, can still tell it. The publisher's "
    "own open table prints every count, and so do our data files of that table."
)
DOTS = "Dots with intervals, a row for each ethnic group."
DOUBLING_SCALE = "On the scale each doubling is as wide as the one before."
UNTIL_2023 = (
    "Searches by how people described themselves, by what was looked for and by outcome are held for "
    "each ethnic group to March 2023 only. What we hold after it is counts by the ethnicity that "
    "officers saw, and apart from them counts by what was looked for."
)
_OF_GROUP = {"Mixed": "people of Mixed ethnicity", "Other": "people of other ethnic groups"}


def people_of_group(group: str, basis: str = "") -> str:
    """`Black people`; by their own account, `people who described themselves as Black`."""
    if basis == SELF:
        return f"people who described themselves as {group}"
    return _OF_GROUP.get(group, f"{group} people")


def residents_of_group(group: str) -> str:
    """`Black residents`, `residents of Mixed ethnicity`."""
    return _OF_GROUP.get(group, f"{group} people").replace("people", "residents")


def often_words(ratio: float, low: float, high: float, reference: str) -> str:
    """How often against a reference, to follow a verb: `4.56 times as often as White`.

    Per cents between half and twice; a ratio whose interval holds 1 is no clear difference.
    """
    if side_of(low, high, 1) == "not_clear":
        return f"about as often as {reference} (no clear difference)"
    pct = round(abs(ratio - 1) * 100)
    if pct == 0:
        return f"almost as often as {reference}"
    if 0.5 < ratio < 2:
        return f"{pct}% {'more' if ratio > 1 else 'less'} often than {reference}"
    return f"{ratio_text(ratio)} times as often as {reference}"


def ratio_text(ratio: float) -> str:
    """A ratio as it is printed everywhere: `4.56`, so that the ends of its interval differ from it."""
    return f"{ratio:.2f}"


def interval_text(low: float, high: float) -> str:
    """`4.51 to 4.62`: ends with the decimals of the ratio."""
    return f"{ratio_text(low)} to {ratio_text(high)}"


def rate_text(rate: float, decimals: int | None = None) -> str:
    """A rate per 1,000 as it is printed, without its sign: one decimal, below 1 three."""
    size = abs(rate)
    return f"{size:,.{rate_decimals(size) if decimals is None else decimals}f}"


def rate_decimals(largest: float) -> int:
    """Decimals of rates that are read together."""
    return 1 if round(largest, 1) >= 1 else 3


def minus_rate(rate: float, decimals: int | None = None) -> str:
    """A rate with a minus where it is below nought."""
    text = rate_text(rate, decimals)
    return f"{MINUS}{text}" if rate < 0 and float(text.replace(",", "")) else text


def signed_rate(rate: float, decimals: int | None = None) -> str:
    """A difference of rates, with its sign."""
    text = minus_rate(rate, decimals)
    return f"+{text}" if rate > 0 and float(text.replace(",", "")) else text


def looked_for(label: str) -> str:
    """An object of search after "searches": ` for controlled drugs`."""
    return f" for {first_small(label)}"


def residents_words(name: str) -> str:
    """A denominator in a sentence: `residents: all ages, Census 2021`."""
    return f"residents: {first_small(name)}"


def search_headline(
    group: str,
    basis: str,
    what: str,
    period: str,
    ratio: tuple[float, float, float] | None,
    is_short: bool = False,
    without: date | None = None,
) -> str:
    """The page's finding; without a ratio, why there is none.

    Args:
        what: as `looked_for` gives it, or nothing.
        period: to follow "in": `2025`, `the year to June 2024`.
        ratio: estimate, low, high.
        is_short: whether the group was hardly recorded in the period.
        without: the month that the ratio leaves out; None where it leaves out none.
    """
    who = people_of_group(group, basis)
    if is_short:
        return first_large(f"{who}: hardly recorded in some of {period}, so no ratio is given")
    if ratio is None:
        return first_large(f"{who} were searched{what} too seldom to compare in {period}")
    often = often_words(*ratio, "White")
    if without is not None:  # the sentence beneath says that it is per resident: there is no room
        when = f"{period.removeprefix('the ')} less {month_name(without)}"
        return first_large(f"{who} searched{what} {often}, {when}")
    return f"Per resident, {who} were searched{what} {often} in {period}"


def rates_sentence(
    group: str,
    rate: float,
    white_rate: float,
    is_whole: bool,
) -> str:
    """The two rates per 1,000 residents; `is_whole`: whether all of the 12 months are held."""
    decimals = rate_decimals(max(rate, white_rate))
    months = "" if is_whole else " in the months held"
    return (
        f"{rate_text(rate, decimals)} searches per 1,000 {residents_of_group(group)}{months}, "
        f"{rate_text(white_rate, decimals)} per 1,000 White residents."
    )


def year_before_sentence(ratio: float, change: tuple[float, float]) -> str:
    """The ratio a year earlier, and whether the later one is higher.

    Args:
        ratio: of the 12 months before.
        change: low and high end of the later ratio over it.
    """
    return f"A year before, the ratio was {ratio_text(ratio)}: {verdict(change)}."


def odd_month_sentence(who: str, month: date, ratio: float, searches: int, usual: int) -> str:
    """What a month that a ratio leaves out would do to it.

    Args:
        who: the group. month: left out. ratio: with it. searches, usual: of the group in it, and in the
            usual other month.
    """
    return (
        f"{month_name(month)} is left out as it is too unusual: {count(searches)} searches of {who}, in a usual "
        f"month about {count(round(usual, -2))}. With it, {ratio_text(ratio)}."
    )


def like_months_sentence(ratio: float, month: date, change: tuple[float, float]) -> str:
    """The ratio a year earlier without the same month, and whether the later one is higher.

    Args:
        ratio: of the 12 months before without that month. month: left out of either.
        change: low and high end of the later ratio over it.
    """
    return f"Per resident; the year before, also without {month_name(month)}, {ratio_text(ratio)}: {verdict(change)}."


def other_years_sentence(moved: Sequence[tuple[date, float, float]]) -> str:
    """What a year did to the ratio before, so that "more than chance" is not read as "unusual".

    Args:
        moved: last month of each earlier year that can be compared, the ratio before it and its own.
    """
    if not moved:
        return "How far an ordinary year moves the ratio is not known: no other two years held can be compared."
    each = [
        f"from {ratio_text(before)} to {ratio_text(after)} in the {year_to(end)}"
        for end, before, after in moved
    ]
    only = "the only other year" if len(moved) == 1 else "the other years"
    return f"More than chance need not be unusual: the ratio went {listed(each)}, {only} that can be compared."


def without_month(group: str, month: date) -> str:
    """A group's row without a month: `Black, without August`."""
    return f"{group}, without {month_name(month)}"


def with_month(group: str, month: date) -> str:
    """The row of the same group with that month, beside it: `Black, with August`."""
    return f"{group}, with {month_name(month)}"


def verdict(change: tuple[float, float]) -> str:
    """Whether a later ratio is higher, by both ends of it over the earlier: `higher now, by more than chance`."""
    sides = {"above": "higher now, by more than chance", "below": "lower now, by more than chance"}
    return sides.get(side_of(*change, 1), "no clear difference")


def busiest_sentence(who: str, month: date, number: int, without: float, ratio: float) -> str:
    """How much one month does to a ratio; empty where, rounded, it is the same without it."""
    decimals = 2 if round(ratio, 2) < 2 else 1
    if round(without, decimals) == round(ratio, decimals):
        return ""
    return (
        f"{month_year(month)} alone holds {count(number)} searches of {who}. Without that month the "
        f"ratio would be {ratio_text(without)}, not {ratio_text(ratio)}."
    )


def printed_label(values: Iterable[str]) -> str:
    """The Review's mark in the chart's key, of its ratios in words."""
    return f"The Review: {listed(list(values))}; ages 11 to 61, as officers saw it"


def printed_sentence(group: str, value: str, first: date, last: date) -> str:
    """The Review's own ratio of searches (`at least 3.5 times`), and why it is a mark of its own."""
    return (
        f"The hollow mark is the Review's: {people_of_group(group)} {value} as likely to be searched as White "
        f"people. It is of ages 11 to 61 and of every year from {first.year} to {last.year}, so it is not "
        "joined to the other figures."
    )


def mixed_sentence(ratio: float, with_mixed: float) -> str:
    """How far it matters that officers record no Mixed group."""
    return (
        "Officers record no Mixed group, so people of Mixed ethnicity are counted under another one. "
        "If all residents of Mixed White and Black background were counted as Black, the ratio for "
        f"Black people would be {ratio_text(with_mixed)}, not {ratio_text(ratio)}."
    )


def unknown_sentence(pct: float, basis: str) -> str:
    """How many searches are in no group."""
    why = (
        "people did not say, or it was not recorded"
        if basis == SELF
        else "no ethnicity is recorded"
    )
    return f"In {percent(pct)} of these searches {why}. They are in no group here."


def denominator_sentence(city: int, ages_held: bool) -> str:
    """Which residents rates are set against, and which are not held.

    Args:
        city: residents of the City of London.
        ages_held: whether residents aged 11 to 61 can be chosen.
    """
    ages = "" if ages_held else (
        " Residents aged 11 to 61, whom the Review used, are not held by ethnic group, so they cannot "
        "be chosen here: rates are shown for all ages."
    )  # fmt: skip
    return (
        "Rates are set against the people living in London on Census day in March 2021, in every "
        f"period.{ages} The Census gives the City of London with Westminster, so its {count(city)} "
        "residents (estimate for mid-2021) are counted though it has its own police."
    )
