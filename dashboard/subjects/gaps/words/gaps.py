"""Sentences on gaps between groups: the finding, the verdict's reason, which group moved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboard.subjects.gaps.words.names import (
    decimals,
    named_once,
    pair,
    period_of,
    share,
    short_when,
    sides,
    size,
    when,
    with_sign,
)
from dashboard.words.capitals import first_large
from dashboard.words.numbers import signed
from dashboard.words.periods import short_month_year, year_to
from dashboard.words.verdict_steps import CHANGED_PLACES, limits

if TYPE_CHECKING:
    from dashboard.subjects.gaps.figures.changes import GapChange, Outcome, SideChange
    from dashboard.subjects.gaps.figures.series import GapPoint, GapSeries, PrintedChange

REVIEW = "the Review (March 2023)"
NOTHING_SINCE = f"No comparable figure is held for the time since {REVIEW}."


# --- The finding ---------------------------------------------------------------------------------


def nothing_headline(people: str, says: str) -> str:
    """Where no figure of a group is held."""
    return f"No figure held says how many {people} {says}"


def headline(series: GapSeries, outcome: Outcome) -> str:
    """The newest figures of one series with their date, and what became of a gap that was tested.

    Args:
        series: with at least one point or printed change.
        outcome: of `gap_changes.outcome`.
    """
    if series.gaps:
        return _gap_headline(series, series.gaps[-1]) + _tested_in_brief(series, outcome.change)
    if series.changes:
        return _changes_headline(series, series.changes[-1])
    return _one_side_headline(series, series.points[-1])


def _gap_headline(series: GapSeries, point: GapPoint) -> str:
    places, gap, date_of = decimals(series), point.gap or 0.0, short_when(series, point)
    if point.is_printed or point.group is None or point.reference is None:
        group, reference = named_once(*pair(series), on_first=True)
        start = f"{first_large(group)} who {series.says}:"
        if round(gap, places) == 0:
            return f"{start} level with {reference} ({date_of})"
        side = "below" if gap < 0 else "above"
        return f"{start} {size(gap, places)} {side} {reference} ({date_of})"
    group, reference = named_once(*pair(series))
    both = f"{share(point.group, places)} of {group} and {share(point.reference, places)} of {reference}"
    return f"{both} {series.says} ({date_of})"


def _tested_in_brief(series: GapSeries, change: GapChange | None) -> str:
    """What the test says of the gap, without its size; empty where none could be made."""
    if change is None or change.direction is None:
        return ""
    way = {"wider": "a wider gap than", "narrower": "a narrower gap than"}.get(
        change.direction, "no clear change of the gap from"
    )
    return f": {way} {_earlier(series, change)}"


def title(series: GapSeries, outcome: Outcome) -> str:
    """The gap and what became of it, as the title of its chart."""
    if not series.gaps and series.changes:
        change = series.changes[-1]
        return f"From the {year_to(_first_end(change))} to the {year_to(change.end)}"
    if not series.gaps:
        return f"{first_large(pair(series)[0])}, {period_of(series, series.points[-1])}"
    newest = series.gaps[-1]
    places, gap = decimals(series), newest.gap or 0.0
    of = f"A gap of {size(gap, places)}" if round(gap, places) else "No gap"
    return f"{of} {when(series, newest)}{_against(series, outcome.change)}"


def _against(series: GapSeries, change: GapChange | None) -> str:
    if change is None:
        return ""
    places = decimals(series)
    earlier = _earlier(series, change)
    if change.direction is None:
        turned = "; as printed, the two have changed places" if _is_turned(change) else ""
        return f", against {abs(change.before.gap or 0):.{places}f} {earlier}{turned}"
    before = f"the {size(change.before.gap or 0, places)} of {earlier}"
    in_size = " in size" if _is_turned(change) else ""
    way = {"wider": "wider than", "narrower": "narrower than"}.get(
        change.direction, f"no clear change{in_size} from"
    )
    places_words = CHANGED_PLACES[change.steps.sides]
    return f", {way} {before}{f'; {places_words}' if places_words else ''}"


def _is_turned(change: GapChange) -> bool:
    """Whether the two stand the other way round than before."""
    return change.steps.sides != "same"


def verdict_words(outcome: Outcome, name: str) -> str:
    """A verdict's name, with what it does not say of a gap that changed sides.

    Args:
        name: the verdict's usual words.
    """
    change = outcome.change
    if change is None or change.direction is None or not _is_turned(change):
        return name
    return f"{name}: {CHANGED_PLACES[change.steps.sides]}"


def _earlier(series: GapSeries, change: GapChange) -> str:
    """`a year earlier`, `5 years earlier`; the period where it is of another season."""
    first, last = change.before.end, change.after.end
    if first.month != last.month:
        return f"in {period_of(series, change.before)}"
    years = last.year - first.year
    return "a year earlier" if years == 1 else f"{years} years earlier"


def _of(series: GapSeries, point: GapPoint) -> str:
    words = period_of(series, point)
    return f"months {words}" if series.basis == "quarter" else words


def _one_side_headline(series: GapSeries, point: GapPoint) -> str:
    group, _ = sides(series)
    date_of = short_when(series, point)
    if point.group is None or point.group.pct is None:
        return f"No share of {group} who {series.says} can be shown ({date_of})"
    if point.group.is_doubtful:
        return f"The figures for {group} who {series.says} do not agree ({date_of})"
    return (
        f"{first_large(share(point.group, decimals(series)))} of {group} {series.says} ({date_of})"
    )


def _changes_headline(series: GapSeries, change: PrintedChange) -> str:
    group, reference = named_once(*sides(series), on_first=True)
    start = f"{first_large(group)} who {series.says}: {_way(change.group)} {size(change.group)}"
    start += f" from {short_month_year(_first_end(change))} to {short_month_year(change.end)}"
    if change.reference is not None:
        start += f", {reference} {_way(change.reference)} {abs(change.reference):.0f}"
    return start


def _first_end(change: PrintedChange) -> date:
    """End of the first financial year of a printed change."""
    return date(change.start.year + 1, 3, 31)


def _way(points: float) -> str:
    return "down" if points < 0 else "up"


def _verb(points: float) -> str:
    return "fell" if points < 0 else "rose"


# --- Why the verdict is what it is ---------------------------------------------------------------


def reason(series: GapSeries | None, outcome: Outcome, is_last_word: bool) -> str:
    """Why the gap is judged as it is, or cannot be, in one to three sentences.

    Args:
        is_last_word: nothing comparable is held for a time since the Review.
    """
    if series is None:
        return "No figure for this group is among the published figures held here: there is nothing to judge."
    since = f" {NOTHING_SINCE}" if is_last_word else ""
    return f"{_why(series, outcome)}{since}"


def _why(series: GapSeries, outcome: Outcome) -> str:
    if outcome.change is not None and outcome.change.interval is not None:
        return _tested(series, outcome.change)
    if outcome.change is not None:
        return (
            "The number of interviews with each group is not published. So nobody outside can say "
            f"whether a change of {size(outcome.change.points, decimals(series))} is more than chance."
        )
    return _no_gap(series) if outcome.why == "no_gap" else _UNTESTED[outcome.why]


_UNTESTED = {
    "changes_only": "Only how far the shares moved is printed, neither the shares nor the number of interviews.",
    "one_gap": "Of this question and these two groups one gap alone is held in this series, and a change needs two.",
    "not_stated": "The source does not say what period its figures cover, so they are not compared.",
}


def _no_gap(series: GapSeries) -> str:
    _, reference = sides(series)
    return {
        "no_reference": f"No figure for {reference} is printed beside it, so there is no gap to follow.",
        "no_group": "No share of the group is printed, so there is no gap to follow.",
        "hidden": "Too few people answered, so the share is not shown and there is no gap to follow.",
        "doubtful": "The source contradicts itself or can be read in two ways, so no gap is computed from it.",
        "limit": "Only a bound is printed (“at most”, “over” or “about”), so no gap is computed from it.",
    }[series.points[-1].why]


def _tested(series: GapSeries, change: GapChange) -> str:
    stated = change.steps.stated
    if stated is None:
        return ""
    holds = "includes" if stated.side == "not_clear" else "does not include"
    between = f"between the {_of(series, change.before)} and the {_of(series, change.after)}"
    places = CHANGED_PLACES[change.steps.sides]
    return (
        f"{f'{first_large(places)}. The size of the gap' if places else 'The gap'} changed by "
        f"{with_sign(stated.estimate, decimals(series))} {between}; the 95% interval, "
        f"{limits(stated)}, {holds} 0."
    )


# --- Which of the two moved ----------------------------------------------------------------------


def moved(series: GapSeries, outcome: Outcome) -> str:
    """Whether the gap moved because one group rose or the other fell; empty where nothing moved."""
    change = outcome.change
    if change is None:
        return _moved_as_printed(series, series.changes[-1]) if series.changes else ""
    if change.group is None or change.reference is None:
        return (
            "The gap is printed without the two shares, so it cannot be said which of them moved."
        )
    values = f"{_from_to(series, change, 0)}; {_from_to(series, change, 1)}."
    if change.direction is None:
        because = cause(sides(series), change.group.points, change.reference.points)
        if not _distance(change):
            same = "as wide as it was" + (", the other way round" if _is_turned(change) else "")
            return f"As printed, the gap is {same}: {because}. {first_large(values)}"
        moved_by = _what_happened(
            _by_size(change), "the", size(_distance(change), decimals(series)), _is_turned(change)
        )
        return f"As printed, {moved_by} because {because}. {first_large(values)}"
    group, reference = (
        side.points if _is_clear(side) else 0.0 for side in (change.group, change.reference)
    )
    is_apart = change.interval is not None and change.interval.side != "not_clear"
    said = cause(sides(series), group, reference, is_tested=True, is_apart=is_apart)
    explains = is_apart and (group - reference) * change.points > 0
    start = _what_happened(
        change.direction, is_turned=_is_turned(change), places=change.steps.sides
    )
    return f"{start}{' because' if explains and _is_told(change) else ':'} {said}. {first_large(values)}"


def _is_told(change: GapChange) -> bool:
    """Whether something clear is said of the gap, which the two moves can explain."""
    return change.direction != "not_clear" or change.steps.sides == "changed"


def cause(
    people: tuple[str, str],
    group: float,
    reference: float,
    is_tested: bool = False,
    is_apart: bool = True,
) -> str:
    """Which of two shares moved, in words.

    `the share of women rose and that of men did not change`; `both shares fell, that of women by more`.

    Args:
        people: the two groups as nouns.
        group, reference: how far each share moved; 0 where it did not, or not clearly.
        is_tested: the moves were tested, so 0 means no clear change.
        is_apart: the two moves differ, and clearly where they were tested.
    """
    if group == 0 and reference == 0:
        return f"neither share {'alone shows a clear change' if is_tested else 'changed'}"
    if group * reference > 0:
        verb = _verb(group)
        if abs(group) == abs(reference):
            return f"both shares {verb} alike"
        if not is_apart:
            return f"both shares {verb}, neither clearly by more"
        more = people[0] if abs(group) > abs(reference) else people[1]
        return f"both shares {verb}, that of {more} by more"
    unmoved = "shows no clear change" if is_tested else "did not change"
    first, second = (unmoved if one == 0 else _verb(one) for one in (group, reference))
    return f"the share of {people[0]} {first} and that of {people[1]} {second}"


def _moved_as_printed(series: GapSeries, change: PrintedChange) -> str:
    group, reference = sides(series)
    if change.reference is None:
        return f"How far the share of {reference} moved is not printed, so the gap's change is not known."
    difference = change.group - change.reference
    because = cause((group, reference), change.group, change.reference)
    if difference == 0:
        return f"The gap did not change: {because}."
    way = "against" if difference < 0 else "in favour of"
    return f"The gap moved {size(difference)} {way} {group} because {because}."


def _is_clear(side: SideChange) -> bool:
    return side.interval is not None and side.interval.side != "not_clear"


def _distance(change: GapChange) -> float:
    """How far the distance between the two grew, whichever stands higher, in points."""
    return abs(change.after.gap or 0) - abs(change.before.gap or 0)


def _by_size(change: GapChange) -> str:
    """Of a gap that is printed without its base: which way its size went."""
    return "wider" if _distance(change) > 0 else "narrower"


def _what_happened(
    direction: str,
    article: str = "The",
    by: str = "",
    is_turned: bool = False,
    places: str = "changed",
) -> str:
    by_how_much = f" by {by}" if by else ""
    turned = f" and {CHANGED_PLACES[places]}" if is_turned else ""
    if direction == "not_clear":
        return f"{article} gap shows no clear change{f' in size{turned}' if turned else ''}"
    verb = {"wider": "grew", "narrower": "shrank"}[direction]
    return f"{article} gap {verb}{by_how_much}{turned}"


def _from_to(series: GapSeries, change: GapChange, which: int) -> str:
    """`women from 56% to 57% (+1)`."""
    name = sides(series)[which]
    pairs = (
        (change.before.group, change.after.group),
        (change.before.reference, change.after.reference),
    )
    before, after = pairs[which]
    moves = (change.group, change.reference)[which]
    if before is None or after is None or moves is None:
        return name
    places = decimals(series)
    between = "" if moves.interval is None else f", {limits(moves.interval)}"
    return (
        f"{name} from {share(before, places)} to {share(after, places)} "
        f"({signed(moves.points, places)}{between})"
    )


def over_time(measure: str, group: str, reference: str) -> str:
    """The words of the link to a measure whose two shares are published over time."""
    return f"Both lines over time: {group} and {reference}, “{measure}”"
