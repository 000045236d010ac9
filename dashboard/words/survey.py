"""Sentences on the survey's shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from dashboard.words import early_signs
from dashboard.words.intervals import ends
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import count, listed, percent, points, signed
from dashboard.words.periods import month_year, quarter_to, year_to
from stats.intervals import side_of

IN_NO_FILE = "Good job for London: not published since"
UNOFFICIAL = "from MOPAC's dashboard (unofficial copy)"
"""Whose figures they are that no published file holds: said once a page, then `STAR`."""
LUCK = "could be chance: with {} boroughs, some move this much by luck"
"""Of a change that is clear by itself, and not among so many places."""


IF_RIGHT = "if the figures are right"
"""Said of a change that is no chance where its newest share is an unusual step."""


def unusual(befores: Sequence[tuple[str, float]]) -> str:
    """Of shares read off a dashboard that lie unusually far from those half a year before; empty for none.

    Args:
        befores: what each is about (empty for one that needs no name), and the share half a year before.
    """
    if not befores:
        return ""
    return f"Unusual: {_befores(befores)} half a year before. {NOT_CHECKED}"


def unusual_short(befores: Sequence[tuple[str, float]]) -> str:
    """The same as `unusual` where there is little room."""
    return f"Unusual: {_befores(befores)} half a year before, {_UNCHECKED}." if befores else ""


_UNCHECKED = "not checked with MOPAC"


def unusual_in_short(before_pct: float | None) -> str:
    """The same in a cell of a table; empty for none."""
    if before_pct is None:
        return ""
    return f"unusual: {percent(before_pct)} half a year before, {_UNCHECKED}"


NOT_CHECKED = "Read off MOPAC's dashboard by others; not checked with MOPAC."


def _befores(befores: Sequence[tuple[str, float]]) -> str:
    return listed([f"{what} {percent(share)}".lstrip() for what, share in befores])


class Change(Protocol):
    """A change in points with its 95% interval."""

    @property
    def estimate(self) -> float:
        """The change."""

    @property
    def low(self) -> float:
        """Its lower end."""

    @property
    def high(self) -> float:
        """Its upper end."""


class Summary(Protocol):
    """One measure in one place: its newest share and the change since the Review."""

    @property
    def measure(self) -> str:
        """Id of the measure."""

    @property
    def latest_pct(self) -> float:
        """Newest share."""

    @property
    def latest_end(self) -> date:
        """End of the year that it covers."""

    @property
    def latest_is_transcription(self) -> bool:
        """Whether it was read off a dashboard, and is in no published file."""

    @property
    def baseline_pct(self) -> float | None:
        """Share in the year to March 2023; None where there is none."""

    @property
    def change(self) -> Change | None:
        """Change between the two; None where it cannot be given."""

    @property
    def why_no_change(self) -> str:
        """Why it cannot; empty where it can."""

    @property
    def unusual_from(self) -> float | None:
        """Share half a year before, where the newest lies unusually far from it; else None."""


REVIEWS_OWN = "The Review's own figure, for a single quarter"
"""What a hollow diamond is, in a chart's key."""


def people_of(area_name: str, is_london: bool) -> str:
    """Who answered: `Londoners`, or `people in Lambeth`."""
    return "Londoners" if is_london else f"people in {area_name}"


def survey_sentence(
    measure: str,
    who: str,
    share_pct: float,
    end: date,
    peak_pct: float | None,
    peak_end: date | None,
) -> str:
    """The newest share, and how far it is from the highest one in the series where that is another."""
    now = f"{percent(share_pct)} of {who} {MEASURES[measure].says} ({year_to(end)})"
    return now + _against_peak(share_pct, end, peak_pct, peak_end)


def _against_peak(
    share_pct: float, end: date, peak_pct: float | None, peak_end: date | None
) -> str:
    if peak_pct is None or peak_end is None:
        return ""
    if end == peak_end:
        return ", the highest in this series"
    if round(share_pct) == round(peak_pct):
        return f", level with the peak in the {year_to(peak_end)}"
    below = points(peak_pct - share_pct)
    return f", {below} below the peak of {percent(peak_pct)} in the {year_to(peak_end)}"


def is_clear(change: Change) -> bool:
    """Whether a change's interval lies on one side of zero."""
    return side_of(change.low, change.high) != "not_clear"


def change_sentence(place: str, one: Summary, not_among: int = 0) -> str:
    """What one measure did in one place since the Review: rose, fell, no clear change, or why none.

    Args:
        place: its name. one: its figures.
        not_among: where a change that is clear alone is not clear among all places: their number.
    """
    now = f"{percent(one.latest_pct)} in the {year_to(one.latest_end)}"
    if one.change is None or one.baseline_pct is None:
        return f"{place}: {now}; no change since the Review is given: {one.why_no_change}."
    before = f"{percent(one.baseline_pct)} in the year to March 2023"
    interval = f"95% interval {ends(one.change.low, one.change.high)}"
    size = points(one.change.estimate)
    befores = [] if one.unusual_from is None else [("", one.unusual_from)]
    doubt = f" {unusual(befores)}".rstrip()
    if not is_clear(one.change):
        step = f"{signed(one.change.estimate)} {size.split(' ', 1)[1]}"
        return f"{place}: no clear change since the Review, from {before} to {now} ({step}, {interval}).{doubt}"
    way = "up" if one.change.estimate > 0 else "down"
    text = f"{place}: {way} {size} since the Review, from {before} to {now} ({interval})"
    return f"{text}{only_alone(not_among)}.{doubt}"


def only_alone(not_among: int) -> str:
    """What is added to a change that is clear alone and not among so many places; empty for none."""
    if not not_among:
        return ""
    return f"; {LUCK.format(not_among)}"


def missing_sentence(places: Sequence[str], end: date) -> str:
    """Which places have no figure for a year; empty where all have one."""
    if not places:
        return ""
    return f"No figure for the {year_to(end)}: {listed(places)}."


def order_sentence(first: str, last: str) -> str:
    """Why nothing can be drawn of a period that ends before it begins, both ends in words."""
    return f"The first year is after the last: the year to {first}, and the year to {last}."


def gap_sentence(place: str, missing: Sequence[date]) -> str:
    """Quarters that are missing within a line; empty where none is."""
    if not missing:
        return ""
    ends = listed([month_year(end) for end in missing])
    return f"{place}: no figure for the year to {ends}; the line breaks there."


def hidden_sentence(place: str, ends: Sequence[date], fewest: int) -> str:
    """Years whose share is not shown because too few people answered; empty where none is."""
    if not ends:
        return ""
    years = listed([month_year(end) for end in ends])
    return f"{place}, year to {years}: not shown, because fewer than {fewest} people answered."


ROLLING = (
    "Each figure covers the 12 months to its date, so a sudden change shows slowly and neighbouring "
    "points share interviews."
)
NOT_JOINED = (
    "The Review's figures are for single quarters, so they are not on the lines and are not joined to "
    "them."
)
STAR = " *"
"""Stands after a share that is `UNOFFICIAL`."""


def latest(one: Summary) -> str:
    """A newest share, marked where it was read off a dashboard: `74% *`."""
    return f"{percent(one.latest_pct)}{STAR if one.latest_is_transcription else ''}"


OWN_DATES = (
    "Each place's newest year and its change since the Review with its 95% interval; beside London in the "
    "newest year that both have."
)


def newest_sentence(
    newest: Mapping[str, tuple[float, date]],
    london: tuple[float, date] | None,
    absent: Sequence[str],
) -> str:
    """Several places' newest shares, each with its date; London's at its own; who has none.

    Args:
        newest: place -> per cent, end of its year. london: the same of London. absent: places.
    """
    ends = dict.fromkeys(end for _, end in newest.values())
    parts = []
    for end in ends:
        shares = [
            f"{percent(pct)} in {place}" for place, (pct, own) in newest.items() if own == end
        ]
        parts.append(f"Year to {month_year(end)}: {listed(shares)}.")
    if london is not None:
        parts.append(f"London: {percent(london[0])} in the {year_to(london[1])}.")
    if absent:
        parts.append(f"No figure in these years: {listed(absent)}.")
    return " ".join(parts)


def newer_held(end: date) -> str:
    """Label of the link to what is newer than the period chosen."""
    return f"Newer figures are held, to the {year_to(end)}: show them"


def break_sentence(detail: str, peak_is_before: bool) -> str:
    """What changed in how a series is made, and whether its highest figures are older than that."""
    if peak_is_before:
        return f"{detail} The lines break there, and the highest figures were measured before it."
    return f"{detail} The lines break there."


def key_words(dashed_from: date | None, has_points: bool, has_signs: bool = False) -> str:
    """What the kinds of line and mark mean, of those on screen.

    Args:
        dashed_from: end of the first year of the dashed stretches; None without any.
    """
    dashed = f" Dashed and *: {UNOFFICIAL}"
    dashed += f", from the {year_to(dashed_from)}." if dashed_from else ""
    diamonds = " Diamonds: the Review's own figures, for single quarters."
    return (
        "Bands: approximate 95% intervals."
        + (dashed if dashed_from else "")
        + (diamonds if has_points else "")
        + (f" {early_signs.KEY}" if has_signs else "")
    )


LINE_KIND = "survey, 12 months"
REVIEW_QUARTER_KIND = "the Review's own figure, one quarter"
"""In the files: what tells the rows of the lines from those of the diamonds."""


def of_the_file(without: Sequence[str], only_points: Sequence[str]) -> list[str]:
    """What a reader of the file must know of what was chosen and is not in it, or only in part.

    Args:
        without: places and measures without a row. only_points: measures of which only the Review's
            own quarters are in the file.
    """
    found = []
    if only_points:
        found.append(
            f"Of {listed(only_points)} the file holds only the Review's own figures for single "
            "quarters: no published file has the measure over time."
        )
    if without:
        found.append(
            f"Chosen, but with no row in this file, because nothing is published for these years: "
            f"{listed(without)}."
        )
    return found


def drawn_words(boroughs: int, drawn: int, in_colour: int) -> str:
    """Which of many boroughs are drawn, and how; without a word on colours where all are."""
    if boroughs <= in_colour:
        return "Grey: London."
    words = f"In colour: the first {in_colour} boroughs; grey: London and the next."
    if boroughs <= drawn:
        return words
    return f"{words} The first {drawn} are drawn, the tables and files hold all {boroughs}."


def transcribed_sentence(is_all: bool) -> str:
    """What the dashed lines are no part of.

    Args:
        is_all: nothing on screen is from a published file.
    """
    until = "They give way to MOPAC's own file as soon as there is one."
    if is_all:
        return f"No published file holds these figures, so all lines are dashed. {until}"
    return f"No published file holds the figures of the dashed stretches. {until}"


def change_words(change: float, low: float, high: float) -> str:
    """A change of a share with its interval: `+3 points (+1.5 to +4.5)` or `+1 point, no clear difference`."""
    size = f"{signed(change)} {points(change).split(' ', 1)[1]}"
    if side_of(low, high) == "not_clear":
        return f"{size}, no clear difference"
    return f"{size} ({ends(low, high)})"


def no_change_words(reason: str) -> str:
    """What stands where no change is given."""
    return f"not given: {reason}"


def base_sentence(
    base: int, design_effect: float, is_loaded: bool, is_borough: bool = False
) -> str:
    """How many interviews the intervals stand on, and who says so."""
    if is_loaded:
        return (
            f"The intervals use the {count(base)} interviews and the design effect of {design_effect} of "
            "the newest year in your own copy of the answers."
        )
    return (
        f"No file says how many people were asked. The intervals assume about {count(base)} interviews "
        f"a year{' in each borough' if is_borough else ''} and a design effect of {design_effect}: "
        "treat them as approximate."
    )


def printed_quarter(pct: float, end: date) -> str:
    """A share that the Review alone printed, for one quarter: `36%, quarter to March 2022, as …`."""
    return f"{percent(pct)}, {quarter_to(end)}, as the Review printed it"


def good_job_london(points: Sequence[tuple[float, date]]) -> str:
    """What the Review printed of the measure that no file holds."""
    printed = listed([f"{percent(value)} in the {quarter_to(end)}" for value, end in points])
    return (
        f"“Police do a good job for London” is in no published file. The Review printed {printed}, "
        "for single quarters."
    )
