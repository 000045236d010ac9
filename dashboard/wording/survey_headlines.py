"""Headlines of the survey's page: of London, of one borough, of several; each with its second line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.wording.numbers import listed, month_year, points
from dashboard.wording.survey import Summary, is_clear, latest, says, sentence_case, topic

Lines = tuple[str, str]
"""The headline, and the line under it that gives its figures and dates."""

NO_HEADLINE: Lines = ("Trust and confidence in the police", "")
_REVIEW_YEAR = "the year to March 2023"


def london_headline(found: Sequence[Summary]) -> Lines:
    """What changed in London since the Review, of all measures shown; their shares beneath.

    Without any change, the shares themselves, and why no change is given.
    """
    if not found:
        return NO_HEADLINE
    changed = [one for one in found if one.change is not None]
    if not changed:
        levels = [f"{one.latest_pct:.0f}% {says(one.measure)}" for one in found]
        why = listed(list(dict.fromkeys(one.why_no_change for one in found)))
        return (
            f"In London, {listed(levels)}",
            f"{_dates(found)}. No change since the Review is given: {why}.",
        )
    clauses = [_moved(one) for one in changed]
    return f"In London since the Review, {listed(clauses)}", _levels(found)


def _moved(one: Summary) -> str:
    change = one.change
    if change is None or not is_clear(change):
        return f"{topic(one.measure)} shows no clear change"
    way = "up" if change.estimate > 0 else "down"
    return f"{topic(one.measure)} is {way} {points(change.estimate)}"


def _levels(found: Sequence[Summary]) -> str:
    """From which share to which, for each measure, the year named once where it is one."""
    ends = {one.latest_end for one in found}
    parts = []
    for one in found:
        year = f" (year to {month_year(one.latest_end)})" if len(ends) > 1 else ""
        before = "" if one.change is None else f"{one.baseline_pct:.0f}% to "
        parts.append(f"{topic(one.measure)} {before}{latest(one)}{year}")
    until = f"the year to {month_year(ends.pop())}" if len(ends) == 1 else "the newest year"
    return f"From {_REVIEW_YEAR} to {until}: {listed(parts)}."


def _dates(found: Sequence[Summary]) -> str:
    ends = {one.latest_end for one in found}
    if len(ends) == 1:
        return f"In the year to {month_year(ends.pop())}"
    dated = [f"{topic(one.measure)}, year to {month_year(one.latest_end)}" for one in found]
    return sentence_case("; ".join(dated))


def borough_headline(
    place: str, pairs: Sequence[tuple[Summary, Summary]], newest: Mapping[str, tuple[float, date]]
) -> Lines:
    """One borough's shares, each with London's at the same date; then its newest, where newer.

    Args:
        place: the borough. pairs: the borough's and London's figures, a pair for each measure.
        newest: measure -> the borough's newest share on screen, and the end of its year.
    """
    if not pairs:
        return NO_HEADLINE
    clauses = [
        f"{own.latest_pct:.0f}% {says(own.measure)} "
        f"({'' if number else 'London '}{london.latest_pct:.0f}%)"
        for number, (own, london) in enumerate(pairs)
    ]
    beneath = f"{_dates([own for own, _ in pairs])}, the newest for which London has a figure too."
    dates = {own.measure: own.latest_end for own, _ in pairs}
    newer = {one: now for one, now in newest.items() if one in dates and now[1] > dates[one]}
    beneath += f" Newer, for {place} alone: {_newer(newer)}." if newer else ""
    return f"In {place}, {listed(clauses)}", beneath


def _newer(found: Mapping[str, tuple[float, date]]) -> str:
    ends = {end for _, end in found.values()}
    dated = len(ends) > 1
    shares = listed(
        [
            f"{share:.0f}% {says(measure)}" + (f" (year to {month_year(end)})" if dated else "")
            for measure, (share, end) in found.items()
        ]
    )
    return shares if dated else f"{shares}, in the year to {month_year(ends.pop())}"


def places_headline(measure: str, shares: Mapping[str, float], london: float, end: date) -> Lines:
    """Several boroughs: one measure, one date.

    Args:
        measure: id. shares: borough -> per cent. london: London's share. end: of the year.
    """
    what = sentence_case(topic(measure))
    beneath = (
        f"In the year to {month_year(end)}, the newest for which London has a figure too. Small "
        "differences between boroughs are within chance."
    )
    if len(shares) > 4:
        low, high = min(shares.values()), max(shares.values())
        spread = f"{low:.0f}% to {high:.0f}% in {len(shares)} boroughs"
        return f"{what}: {spread}, {london:.0f}% in London", beneath
    return f"{what}: {shares_listed(shares, london)}", beneath


def shares_listed(shares: Mapping[str, float], london: float) -> str:
    """`70% in Hackney, 66% in Lambeth and 74% in London`."""
    return listed(
        [f"{share:.0f}% in {place}" for place, share in shares.items()]
        + [f"{london:.0f}% in London"]
    )


def peak_title(
    found: Sequence[tuple[str, float, float | None]],
    since: date | None = None,
    crossed: Mapping[str, tuple[str, date]] | None = None,
) -> str:
    """How far each measure is below its highest on screen, as a chart's title.

    Args:
        found: measure, newest share and highest share (None where not told) of each.
        since: end of the first year on screen, where the series goes further back.
        crossed: measure -> name and date of a break between its highest share and its newest.
    """
    below = [
        (topic(measure), round(peak - newest))
        for measure, newest, peak in found
        if peak is not None and round(peak - newest) > 0
    ]
    of = {topic(measure): one for measure, one in (crossed or {}).items()}
    if not below:
        return "What Londoners say of the police"
    (first, size), *others = below
    start = f" since the year to {month_year(since)}" if since else ""
    text = f"{first} is {points(size)} below its highest{start}"
    clauses = [text, *(f"{what} {gap}" for what, gap in others)]
    return sentence_case(listed(clauses)) + _before_break([what for what, _ in below], of)


def _before_break(topics: Sequence[str], crossed: Mapping[str, tuple[str, date]]) -> str:
    """Which highest shares were measured in another way; nothing where none was."""
    older = [what for what in topics if what in crossed]
    if not older:
        return ""
    name, day = crossed[older[0]]
    which = "" if len(older) == len(topics) else f" of {listed(older)}"
    verb = "was" if len(older) == 1 else "were"
    return f"; the highest{which} {verb} before a break ({name}, {month_year(day)})"
