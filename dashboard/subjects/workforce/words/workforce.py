"""Sentences on who works for the Met."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboard.words.capitals import first_large
from dashboard.words.cells import NONE
from dashboard.words.numbers import MINUS, count, listed, percent, points
from dashboard.words.periods import day_words, month_name, month_year, year_to
from dashboard.words.printed import value_words

if TYPE_CHECKING:
    from stats.trend import Closing

WHO = {
    "officers": "All police officers",
    "constables": "Constables",
    "sergeants": "Sergeants",
    "inspectors": "Inspectors",
    "senior": "Senior officers",
    "chief_inspectors": "Chief inspectors",
    "superintendents": "Superintendents",
    "chief_superintendents": "Chief superintendents",
    "chief_officers": "Chief officers",
    "staff": "Police staff",
    "pcsos": "Community support officers",
    "specials": "Special constables",
}
"""Parts of the Met's people as a reader chooses them."""

_NOUNS = {
    "officers": "Met officers",
    "senior": "senior Met officers",
    "pcsos": "Met police community support officers",
}
SMALL_GROUP = 50
"""Of fewer people than this, one woman more or less moves the share by over two points."""
REVIEW_MONTH = (2023, 3)
OLDER_THAN_REVIEW = (
    "This figure is not newer than the Review of March 2023: it cannot say what changed since."
)
FAR_AWAY = 100
"""More years ahead than this, no year is named."""
DASHED = "Dashed: Londoners at the Census of 2021."
IF_IT_WENT_ON = (
    "If the rate of those years went on and the share among Londoners did not move: not today's rate, "
    "and not a forecast."
)
LINES_RUN_ON = (
    "Straight lines through the yearly shares of the years named, run on from the last of them. Range: "
    "the years at the ends of the rate's 95% interval."
)
ASSUMPTION = f"{LINES_RUN_ON} {IF_IT_WENT_ON}"
SCATTER = (
    "The interval says how far the yearly shares scatter around a straight line, not whether the rate "
    "will last."
)
ETHNICITY_BASIS = (
    "Line: yearly averages that the Review prints, full-time equivalents, whole per cents. Diamonds: "
    "printed elsewhere, on other bases, never joined."
)
ETHNICITY_NOTES = (
    "The yearly figures are those of the Review, and end in March 2022. No table of the Met's officers by "
    "ethnic group is held for any year after 2006.",
    "Among Londoners “ethnic minority” is everyone who is not White, at the Census of 2021, carried to every "
    "year. The documents use it of officers without saying how those with no group recorded are counted.",
)
ROUNDED_RATE = "The shares are whole per cents, so the rate itself is rounded."
GROUPS_BASIS = (
    "Officers and staff together, four years to March 2022, as the Review prints it, whole per cents; "
    "Londoners at the Census of 2021. Nobody is Unknown in the Census table."
)
STRENGTH_BASIS = (
    "The Met's own count on the last day of each month, full-time equivalents. It gives no sex, rank "
    "or ethnicity."
)
KEPT_APART = "It is some hundreds below the Home Office's count, so the two are kept apart."
LONDON_NOTE = (
    "Londoners are residents of every age at the Census of 2021, the only count by sex that is held, "
    "carried to every year. The City of London, which has its own police, is in it: the table joins it to Westminster."
)
OTHERS = (
    "Three more of the Review's seven measures: action in misconduct cases, racial disparity in them, and "
    "how fast the Met comes when called."
)
FTE_NOTE = "Full-time equivalents count a half-time post as a half."
SENIOR = "Senior officers are chief inspectors and all ranks above, up to the Commissioner."
RATE = "Rate of change over"
"""Label of the choice of years."""
UNTIL = "Monthly count to"
"""Label of the choice of the last month of the Met's own count."""
BASES = {"headcount": "People", "fte": "Full-time equivalents"}


def noun(who: str) -> str:
    """The people meant, in a sentence: `Met officers`, `Met sergeants`."""
    return _NOUNS.get(who, f"Met {WHO[who].lower()}")


def rate_choice(years: int) -> str:
    """Years up to the last one shown, as a reader chooses them."""
    return f"{years} years"


def headline(who: str, basis: str, share: float, day: date, london: float) -> str:
    """The newest share of women on screen against London's people; a missing share is too small."""
    people = noun(who) if basis == "headcount" else f"{noun(who)}, as full-time equivalents,"
    if math.isnan(share):
        return f"Women among {people} on {day_words(day)}: too few to show"
    now = f"{percent(share, 1)} of {people} were women on {day_words(day)}"
    if round(share, 1) == round(london, 1):
        return f"{now}, level with Londoners"
    return f"{now}, {percent(london, 1)} of Londoners"


def lede(
    day: date | None,
    minority: float,
    end: date,
    london: float,
    newest: tuple[float, date] | None = None,
) -> str:
    """Whether the headline's figure can say what changed since the Review, and the other share of the measure.

    Args:
        day: of the headline's figure; None where there is none.
        minority: share of ethnic minorities among officers in the year to `end`, whole per cents.
        london: their share among Londoners.
        newest: officers by the Met's own newest count, and its day; None where none is held.
    """
    counted = "" if newest is None else f" Newest count: {newest_count(*newest)}."
    other = (
        f"Ethnic minorities: {value_words(minority, 'percent')} of officers ({year_to(end)}), "
        f"{percent(london)} of Londoners.{counted}"
    )
    is_older = day is not None and (day.year, day.month) <= REVIEW_MONTH
    return f"{OLDER_THAN_REVIEW} {other}" if is_older else other


def newest_headline(now: float, day: date, women: float, by_sex: date) -> str:
    """The headline as the page opens: the newest count, and the newest share of women.

    Args:
        now, day: officers by the Met's own newest count.
        women, by_sex: share of women, per cent, and day of the newest count by sex.
    """
    return f"{newest_count(now, day)}; {percent(women, 1)} were women in {month_year(by_sex)}"


def newest_lede(
    share: float, day: date, london: float, minority: str, london_minority: float
) -> str:
    """Women and ethnic minorities, each with its date.

    Args:
        share, day: women among officers. london: among Londoners.
        minority: share of ethnic minorities among officers, in words, with its date.
    """
    return (
        f"Women were {percent(share, 1)} of officers on {day_words(day)}, against {percent(london, 1)} of Londoners. "
        f"Ethnic minorities were {minority}, against {percent(london_minority)}."
    )


NEWEST = "The newest figure held of each"
NEWEST_BASIS = (
    "Each on its own date and basis. Where it is from before the Review of March 2023, it cannot say what changed "
    "since."
)


def newest_count(officers: float, day: date) -> str:
    """How many officers there are: `31,181 officers on 31 March 2026`."""
    return f"{count(officers)} officers on {day_words(day)}"


def too_few_for_rate(name: str, people: float, least: int) -> str:
    """Why no year is named in which the gap of a small group would close."""
    return (
        f"{name} are {count(people)} people. Of fewer than {least} no closing year is given: the line would "
        "follow single people."
    )


def closing_words(standing: str, year: float | None, newest: date) -> str:
    """When the gap would close, in a table: `2058`, `over 100 years`, `not closing`."""
    if standing == "no_gap":
        return "no gap"
    if year is None:
        return "not closing"
    if year > newest.year + FAR_AWAY:
        return f"over {FAR_AWAY} years"
    return f"{int(year)}"


def range_words(earliest: float | None, latest: float | None, newest: date) -> str:
    """The years at the fast and the slow end of the rate's interval."""
    if earliest is None:
        return NONE
    far = newest.year + FAR_AWAY
    first = f"{int(earliest)}" if earliest <= far else f"over {FAR_AWAY} years"
    if latest is None:
        return f"{first}, or never"
    if latest > far:
        return first if earliest > far else f"{first} or later"
    return f"{first} to {int(latest)}"


def years_words(window: int, newest: date) -> str:
    """The years that a rate is of: `March 2017 to March 2022`."""
    return f"{month_name(newest)} {newest.year - window} to {month_year(newest)}"


def closing_heading(closing: Closing | None, window: int, newest: date) -> str:
    """The year in which the gap would close, with the years of the rate.

    Args:
        closing: at the rate of `window` years; None where they are not all held.
        newest: the day that it is reckoned from.
    """
    years = years_words(window, newest)
    if closing is None:
        return f"No rate can be given for {years}: not all of those years are held"
    rate = f"At the rate of {years} the gap for women would"
    if closing.standing == "no_gap":
        return f"On {day_words(newest)} there was no gap to Londoners"
    if closing.year is None:
        return f"{rate} not close"
    if closing.year > newest.year + FAR_AWAY:
        return f"{rate} take over {FAR_AWAY} years to close"
    return f"{rate} close in about {int(closing.year)}"


def since_review(day: date) -> str:
    """Why nothing is said of the time since the Review."""
    return (
        f"No count by sex after {day_words(day)} is held, so whether the gap has narrowed since the Review "
        "cannot be judged."
    )


def minority_heading(share: float, end: date, london: float) -> str:
    """Ethnic minority officers as the Review's yearly figure gives them, and Londoners."""
    return (
        f"Ethnic minorities: {value_words(share, 'percent')} of Met officers in the {year_to(end)}, "
        f"{percent(london)} of Londoners"
    )


def ranks_heading(what: str, shares: Mapping[str, float], decimals: int = 0) -> str:
    """Where a share is lowest and highest: `Women by rank: from 22.9% of inspectors to 32.5% of constables`.

    Args:
        shares: rank, as a row has it -> share in per cent; missing where it is hidden.
    """
    known = {rank: share for rank, share in shares.items() if not math.isnan(share)}
    if len(known) < 2:
        return f"{what} by rank"
    low, high = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    ends = (f"{percent(known[rank], decimals)} of {rank.lower()}" for rank in (low, high))
    return f"{what} by rank: from {' to '.join(ends)}"


def groups_heading(met: float, london: float) -> str:
    """How many of the Met's people are White, and of Londoners: whole per cents, as the first is printed."""
    return f"{value_words(met, 'percent')} of officers and staff were White, {percent(london)} of Londoners"


def probation_heading(first: float, first_end: date, last: float, last_end: date) -> str:
    """The share of probationers who resigned, in the first and the last year printed."""
    move = (
        "the same as"
        if first == last
        else f"{'up' if last > first else 'down'} from {value_words(first, 'percent')}"
    )
    before = f"in the {year_to(first_end)}"
    now = f"{year_to(last_end)}: {value_words(last, 'percent')} of probationers resigned"
    return f"{first_large(now)}, {move} {before}"


def strength_heading(now: float, day: date, peak: float, peak_day: date) -> str:
    """How many officers there were, against the most there have been."""
    start = newest_count(now, day)
    if day == peak_day:
        return f"{start}, the most in this series"
    return f"{start}, {count(peak - now)} fewer than at the peak of {month_year(peak_day)}"


def years_sentence(women: Sequence[str], minority: Sequence[str]) -> str:
    """In how many years the Review says that the gaps will close, conflicts named.

    Args:
        women, minority: each number printed, in words: `at least 30 years`.
    """
    parts = [
        f"for {group}, {listed(list(years))}"
        for group, years in (("women", women), ("ethnic minorities", minority))
        if years
    ]
    said = f"The Review's own projections, which count recruits and leavers: {'; '.join(parts)}."
    if max(len(women), len(minority)) > 1:
        return f"{said} Where it prints several numbers for one thing, they are in conflict."
    return said


def small_group(name: str, people: float) -> str:
    """Why a share of few people moves a lot."""
    return (
        f"{name} are {count(people)} people: one woman more or less moves the share by "
        f"{points(100 / people, 1)}."
    )


def no_interval() -> str:
    """Why shares of counted people carry no interval."""
    return "These are counts of everyone, not a sample, so the shares have no interval."


def minus_note() -> str:
    """How to read the sign of a gap."""
    return f"A gap with {MINUS} means a smaller share than among Londoners."


HIDDEN_NOTE = (
    "[c] stands for a count of 1 to 4, so few that it could point to a person, and for the share and gap "
    "that would give it away. Where a share is hidden, no rate of change is given over it."
)


def women_notes(
    who: str, basis: str, newest: date, people: float, is_hidden: bool = False
) -> list[str]:
    """What must be known of the shares of women on screen, and nothing else.

    Args:
        who, basis: as chosen. newest: day of the newest count that is held.
        people: in the group on the last day on screen.
        is_hidden: a count on screen, of the group or of a rank, is too small to show.
    """
    found = [small_group(WHO[who], people)] if people < SMALL_GROUP else []
    found += [HIDDEN_NOTE] if is_hidden else []
    found += [SENIOR] if who == "senior" else []
    found += [FTE_NOTE] if basis == "fte" else []
    return [since_review(newest), *found, no_interval(), LONDON_NOTE, minus_note()]


def leaving_notes(refused: int) -> list[str]:
    """What must be known of recruits and probationers.

    Args:
        refused: how many of the Review's statements are left out.
    """
    found = [
        "The Review prints these for financial years to March 2022. Nothing later is held.",
        "The share of ethnic minorities among those who resigned is not a rate of resigning. Set "
        "it beside their share of all probationers.",
    ]
    if refused:
        found.append(
            f"{refused} statements of the Review on resignations are left out: they set a share of "
            "resignations against a rate, and cannot be what they are printed as. They are on the page of "
            "the Review's own figures, marked."
        )
    return found
