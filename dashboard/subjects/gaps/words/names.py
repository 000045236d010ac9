"""Names for groups of people, for periods and for shares, as sentences on gaps use them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboard.words.capitals import first_small
from dashboard.words.numbers import signed
from dashboard.words.periods import short_month_year, when_words, year_to
from dashboard.words.printed import bounded, value_words
from datasets.schema import LONDON, LONDON_AREAS

if TYPE_CHECKING:
    from dashboard.subjects.gaps.figures.series import GapPoint, GapSeries, Side

_ETHNIC = {
    "Mixed": "{noun} of mixed ethnicity",
    "Other": "{noun} of other ethnic groups",
    "Not White British": "{noun} who are not White British",
    "Ethnic minority": "ethnic minority {noun}",
}


def place_of(geography: str) -> str:
    """`London (MPS area)` -> `London`; other places as they are."""
    return LONDON if geography in LONDON_AREAS else geography


def people(dimension: str, group: str, geography: str = LONDON) -> str:
    """A group as a noun: `Black Londoners`, `women`, `Londoners aged 16 to 24`.

    Without a geography the place is left out: `Black people`.
    """
    place = place_of(geography)
    where = f" in {place}" if place not in ("", LONDON) else ""
    noun = "Londoners" if place == LONDON else f"people{where}"
    if dimension == "sex":
        return f"{first_small(group)}{where}"
    if dimension == "age":
        return f"{noun} {group}" if group.startswith("under") else f"{noun} aged {group}"
    if dimension == "disability":
        return f"disabled {noun}" if group == "Disabled" else f"{noun} who are not disabled"
    if dimension == "lgbt":
        return f"{group.replace('Non-', 'non-')} {noun}"
    return _ETHNIC.get(group, "{group} {noun}").format(group=group, noun=noun)


def sides(series: GapSeries) -> tuple[str, str]:
    """The group and its reference group as nouns."""
    geography = str(series.figures["geography"].iloc[0])
    return (
        people(series.dimension, series.group, geography),
        people(series.dimension, series.reference, geography),
    )


def pair(series: GapSeries) -> tuple[str, str]:
    """Both groups as nouns to stand side by side: a place that is not London is named once."""
    geography = str(series.figures["geography"].iloc[0])
    group, reference = sides(series)
    if place_of(geography) != LONDON:
        group = people(series.dimension, series.group, "")
    return group, reference


def named_once(group: str, reference: str, *, on_first: bool = False) -> tuple[str, str]:
    """Both nouns with the word that they end on said once: `Black`, `White British Londoners`.

    Args:
        on_first: the word stays with the first, and not with the second.
    """
    word = group.rsplit(" ", 1)[-1]
    second = reference.partition(f" {word}")
    if word not in ("Londoners", "people") or not second[1]:
        return group, reference
    if on_first:
        return group, reference if second[2] else second[0]
    return group.removesuffix(f" {word}"), reference


def short_when(series: GapSeries, point: GapPoint) -> str:
    """The end of a period where there is little room: `Sep 2022`; `2022, assumed`."""
    if is_assumed(series, point):
        return period_of(series, point).replace(" (assumed)", ", assumed")
    return short_month_year(point.end)


def is_assumed(series: GapSeries, point: GapPoint) -> bool:
    """Whether the dates of a period were assumed."""
    rows = series.figures[series.figures["period_end"] == point.end]
    return bool((rows["dating"] == "assumed").any())


def period(start: date, end: date, basis: str, assumed: bool = False) -> str:
    """A period: `July to September 2022`, `year to March 2022`, `3 December 2021`, `2022 (assumed)`."""
    if basis in ("financial_year", "rolling_12_months"):
        return year_to(end)
    words = when_words(start, end)
    return f"{words} (assumed)" if assumed else words


def period_of(series: GapSeries, point: GapPoint) -> str:
    """The period of a point of a series."""
    return period(point.start, point.end, series.basis, is_assumed(series, point))


def when(series: GapSeries, point: GapPoint) -> str:
    """A period in a sentence: `in the year to March 2022`, `in a poll printed on 3 December 2021`."""
    words = period_of(series, point)
    if series.basis in ("financial_year", "rolling_12_months"):
        return f"in the {words}"
    if series.basis != "poll":
        return f"in {words}"
    if point.start == point.end:
        return f"in a poll printed on {words}"
    return f"in a poll of {words}"


def decimals(series: GapSeries) -> int:
    """How finely figures are printed: as the document does; those of a loaded table whole."""
    is_loaded = series.figures["dataset"].iloc[0] == "public_attitudes"
    return 0 if is_loaded or series.is_whole else 1


def share(side: Side, places: int = 0) -> str:
    """A share as it was printed, `53%`, `at most 50%`; a worked-out one no finer than `places`."""
    if side.pct is None:
        return "hidden"
    return bounded(value_words(round(side.pct, places) + 0.0, "percent"), side.bound)


def size(number: float, places: int = 0) -> str:
    """A distance without its sign: `17 points`, `1 point`, `10.5 points`."""
    text = f"{abs(number):.{places}f}"
    return f"{text} point" if text == "1" else f"{text} points"


def with_sign(number: float, places: int = 0) -> str:
    """A gap with its sign: `−17 points`, `+1 point`."""
    return f"{signed(number, places)} {size(number, places).split(' ', 1)[1]}"
