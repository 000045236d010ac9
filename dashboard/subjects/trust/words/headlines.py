"""Headlines of the survey's page: of London, of one borough, of several; each with its second line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.words import early_signs
from dashboard.words.capitals import first_large
from dashboard.words.early_signs import Sign
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed, percent, points
from dashboard.words.periods import month_year, year_to
from dashboard.words.survey import Summary, is_clear, latest

Lines = tuple[str, str]
"""The headline, and the line under it that gives its figures and dates."""

NO_HEADLINE: Lines = ("Trust and confidence in the police", "")
_REVIEW_YEAR = "the year to March 2023"


def london_headline(found: Sequence[Summary], signs: Mapping[str, Sign]) -> Lines:
    """What changed in London since the Review, of all measures shown; their shares beneath.

    Without any change, the shares themselves, and why no change is given. A change that an early sign
    speaks against says so, and the line beneath gives the sign.

    Args:
        found: the measures. signs: early signs, by measure.
    """
    if not found:
        return NO_HEADLINE
    changed = [one for one in found if one.change is not None]
    if not changed:
        levels = [f"{percent(one.latest_pct)} {MEASURES[one.measure].says}" for one in found]
        why = listed(list(dict.fromkeys(one.why_no_change for one in found)))
        return (
            f"In London, {listed(levels)}",
            f"{_dates(found)}. No change since the Review is given: {why}.",
        )
    clauses = [_moved(one) + _but(signs.get(one.measure)) for one in changed]
    against = [
        early_signs.against(sign, f"the change in {MEASURES[one.measure].topic}")
        for one in changed
        if (sign := signs.get(one.measure)) is not None and sign.contradicts
    ]
    return f"In London since the Review, {listed(clauses)}", " ".join([_levels(found), *against])


def _but(sign: Sign | None) -> str:
    """That an early sign from the boroughs speaks against a change; empty where none does."""
    if sign is None or not sign.contradicts:
        return ""
    return f" (early sign: {early_signs.where(sign)} its level)"


def _moved(one: Summary) -> str:
    change = one.change
    if change is None or not is_clear(change):
        return f"{MEASURES[one.measure].topic} shows no clear change"
    way = "up" if change.estimate > 0 else "down"
    return f"{MEASURES[one.measure].topic} is {way} {points(change.estimate)}"


def _levels(found: Sequence[Summary]) -> str:
    """From which share to which, for each measure, the year named once where it is one."""
    ends = {one.latest_end for one in found}
    parts = []
    for one in found:
        year = f" ({year_to(one.latest_end)})" if len(ends) > 1 else ""
        earlier = None if one.change is None else one.baseline_pct
        before = "" if earlier is None else f"{percent(earlier)} to "
        parts.append(f"{MEASURES[one.measure].topic} {before}{latest(one)}{year}")
    until = f"the {year_to(ends.pop())}" if len(ends) == 1 else "the newest year"
    return f"From {_REVIEW_YEAR} to {until}: {listed(parts)}."


def _dates(found: Sequence[Summary]) -> str:
    ends = {one.latest_end for one in found}
    if len(ends) == 1:
        return f"In the {year_to(ends.pop())}"
    dated = [f"{MEASURES[one.measure].topic}, {year_to(one.latest_end)}" for one in found]
    return first_large("; ".join(dated))


def borough_headline(
    place: str,
    found: Sequence[Summary],
    common: Mapping[str, tuple[float, float, date]],
    not_among: Sequence[str],
) -> Lines:
    """One borough's newest shares and their own changes; beneath, London's, each at its own date.

    Args:
        place: the borough. found: its newest figures, of each measure.
        common: measure -> the borough's share, London's, and the end of the newest year of both.
        not_among: measures whose change is clear alone and not among all boroughs.
    """
    if not found:
        return NO_HEADLINE
    clauses = [
        f"{percent(own.latest_pct)} {MEASURES[own.measure].says}{_since(own, own.measure in not_among)}"
        for own in found
    ]
    beneath = [f"{_dates(found)}; changes since the year to March 2023."]
    beneath += _beside_london(place, found, common)
    return f"In {place}, {listed(clauses)}", " ".join(beneath)


def _since(one: Summary, is_chance: bool) -> str:
    change = one.change
    if change is None:
        return ""
    if not is_clear(change):
        return " (no clear change)"
    chance = ", could be chance" if is_chance else ""
    return f" ({'up' if change.estimate > 0 else 'down'} {points(change.estimate)}{chance})"


def _beside_london(
    place: str, found: Sequence[Summary], common: Mapping[str, tuple[float, float, date]]
) -> list[str]:
    """The place and London in the newest year that both have, a sentence for each such year."""
    held = {one.measure: common[one.measure] for one in found if one.measure in common}
    sentences = []
    for end in dict.fromkeys(end for _, _, end in held.values()):
        of_year = [(measure, pair) for measure, pair in held.items() if pair[2] == end]
        parts = [
            f"{MEASURES[one].topic} {percent(here)}, London {percent(whole)}"
            for one, (here, whole, _) in of_year
        ]
        sentences.append(f"{place} beside London, {year_to(end)}: {'; '.join(parts)}.")
    return sentences


def places_headline(
    measure: str, newest: Mapping[str, tuple[float, date]], london: tuple[float, date] | None
) -> Lines:
    """Several boroughs: one measure, each place's newest, London's at its own date.

    Args:
        measure: id. newest: borough -> per cent, end of its year. london: the same of London.
    """
    what = first_large(MEASURES[measure].topic)
    ends = {end for _, end in newest.values()}
    year = f"In the {year_to(ends.pop())}" if len(ends) == 1 else "Each newest year"
    of_london = ""
    if london is not None:
        of_london = f"; London {percent(london[0])} in the {year_to(london[1])}"
    beneath = f"{year}{of_london}. Small differences between boroughs are within chance."
    shares = {place: share for place, (share, _) in newest.items()}
    if len(shares) > 4:
        low, high = min(shares.values()), max(shares.values())
        return f"{what}: {percent(low)} to {percent(high)} in {len(shares)} boroughs", beneath
    return f"{what}: {shares_listed(shares)}", beneath


def shares_listed(shares: Mapping[str, float]) -> str:
    """`70% in Hackney and 66% in Lambeth`."""
    return listed([f"{percent(share)} in {place}" for place, share in shares.items()])


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
        (MEASURES[measure].topic, round(peak - newest))
        for measure, newest, peak in found
        if peak is not None and round(peak - newest) > 0
    ]
    of = {MEASURES[measure].topic: one for measure, one in (crossed or {}).items()}
    if not below:
        return "What Londoners say of the police"
    (first, size), *others = below
    start = f" since the {year_to(since)}" if since else ""
    text = f"{first} is {points(size)} below its highest{start}"
    clauses = [text, *(f"{what} {gap}" for what, gap in others)]
    return first_large(listed(clauses)) + _before_break([what for what, _ in below], of)


def _before_break(topics: Sequence[str], crossed: Mapping[str, tuple[str, date]]) -> str:
    """Which highest shares were measured in another way; nothing where none was."""
    older = [what for what in topics if what in crossed]
    if not older:
        return ""
    name, day = crossed[older[0]]
    which = "" if len(older) == len(topics) else f" of {listed(older)}"
    verb = "was" if len(older) == 1 else "were"
    return f"; the highest{which} {verb} before a break ({name}, {month_year(day)})"
