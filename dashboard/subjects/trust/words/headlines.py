"""Headlines of the survey's page: of London, of one borough, of several; each with its second line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.words import early_signs
from dashboard.words.capitals import first_large, first_small
from dashboard.words.early_signs import Sign
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed, percent, points
from dashboard.words.periods import short_month_year, year_to
from dashboard.words.survey import Summary, is_clear, latest, unusual_short

Lines = tuple[str, str]
"""The headline, and the line under it that gives its figures and dates."""

NO_HEADLINE: Lines = ("Trust and confidence in the police", "")
_REVIEW_YEAR = "year to March 2023"


def london_headline(found: Sequence[Summary], signs: Mapping[str, Sign]) -> Lines:
    """London's newest share of the first measure and what became of it; beneath, the others.

    A change that an early sign speaks against says so, and the line beneath gives the sign.

    Args:
        found: the measures; the first with a change since the Review leads.
        signs: early signs, by measure.
    """
    if not found:
        return NO_HEADLINE
    first, *others = _changed_first(found)
    sign = signs.get(first.measure)
    if first.change is None:
        beneath = f"No change since the Review is given: {_why_none(found)}."
    elif sign is not None and sign.contradicts:
        beneath = early_signs.beneath(sign)
    else:
        beneath = f"It was {_at_review(first)}."
    title = f"{_share_and_date(first)}{_moved(first)}{_but(first, sign)}"
    return title, _joined([beneath, _others(others, first, signs)])


def _changed_first(found: Sequence[Summary]) -> list[Summary]:
    return sorted(found, key=lambda one: one.change is None)


def _share_and_date(one: Summary) -> str:
    date_of = short_month_year(one.latest_end)
    star = "*" if one.latest_is_transcription else ""
    return f"{percent(one.latest_pct)} {MEASURES[one.measure].says} ({date_of}{star})"


def _at_review(one: Summary) -> str:
    share = "not known" if one.baseline_pct is None else percent(one.baseline_pct)
    return f"{share} at the Review ({_REVIEW_YEAR})"


def _why_none(found: Sequence[Summary]) -> str:
    return listed(list(dict.fromkeys(one.why_no_change for one in found if one.change is None)))


def _moved(one: Summary, is_chance: bool = False) -> str:
    """What became of a share, to go on it: `, up 3 points`; empty where no change is given."""
    if one.change is None:
        return ""
    if not is_clear(one.change):
        return ", no clear change"
    chance = " (could be chance)" if is_chance else ""
    return f", {'up' if one.change.estimate > 0 else 'down'} {points(one.change.estimate)}{chance}"


def _but(one: Summary, sign: Sign | None) -> str:
    """That an early sign from the boroughs speaks against a change; empty where none does."""
    if sign is None or one.change is None:
        return ""
    doubt = early_signs.doubt(sign, one.change.estimate, is_clear(one.change))
    return f", but {doubt}" if doubt else ""


def _others(
    others: Sequence[Summary],
    first: Summary,
    signs: Mapping[str, Sign] | None = None,
    not_among: Sequence[str] = (),
) -> str:
    """What became of the other measures, in a sentence; empty where there are none."""
    if not others:
        return ""
    against = {
        one.measure: _but(one, sign)
        for one in others
        if (sign := (signs or {}).get(one.measure)) is not None
    }
    still = [one for one in others if _is_still(one) and not against.get(one.measure)]
    clauses = [
        _clause(one, first, one.measure in not_among) + against.get(one.measure, "")
        for one in others
        if one not in still
    ]
    if still:
        named = [f"{_named(one, first)} ({latest(one)})" for one in still]
        shows = "shows" if len(still) == 1 else "show"
        clauses.append(f"{listed(named)} {shows} no clear change")
    if all(one.change is None for one in others):
        return f"{first_large('; '.join(clauses))}."
    return f"Since the Review, {'; '.join(clauses)}."


def _is_still(one: Summary) -> bool:
    return one.change is not None and not is_clear(one.change)


def _named(one: Summary, first: Summary) -> str:
    """What a measure is about, with its date where that is not the first's."""
    when = "" if one.latest_end == first.latest_end else f", {short_month_year(one.latest_end)},"
    return f"{MEASURES[one.measure].topic}{when}"


def _clause(one: Summary, first: Summary, is_chance: bool) -> str:
    """`local confidence fell 4 points to 46%`."""
    topic, share = _named(one, first), latest(one)
    if one.change is None:
        return f"{topic} {share}"
    if _is_still(one):
        return f"{topic} ({share}) shows no clear change"
    verb = "rose" if one.change.estimate > 0 else "fell"
    chance = ", which could be chance" if is_chance else ""
    return f"{topic} {verb} {points(one.change.estimate)} to {share}{chance}"


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(one for one in sentences if one)


def borough_headline(
    place: str,
    found: Sequence[Summary],
    common: Mapping[str, tuple[float, float, date]],
    not_among: Sequence[str],
) -> Lines:
    """One borough's newest share of the first measure and its own change; beneath, the others, London.

    Args:
        place: the borough. found: its newest figures, of each measure.
        common: measure -> the borough's share, London's, and the end of the newest year of both.
        not_among: measures whose change is clear alone and not among all boroughs.
    """
    if not found:
        return NO_HEADLINE
    first, *others = _changed_first(found)
    title = f"In {place}, {_share_and_date(first)}{_moved(first, first.measure in not_among)}"
    none = ""
    if first.change is None:
        none = f"No change since the Review is given: {_why_none(found)}."
    london = _beside_london(place, first, common.get(first.measure))
    steps = unusual_short(
        [
            (MEASURES[one.measure].topic, one.unusual_from)
            for one in found
            if one.unusual_from is not None
        ]
    )
    rest = [none, _others(others, first, not_among=not_among), "" if steps else london]
    return title, _joined([steps, *rest])


def _beside_london(place: str, own: Summary, common: tuple[float, float, date] | None) -> str:
    """London's share in the newest year that the place has too, and its own then if it is newer."""
    if common is None:
        return ""
    here, whole, end = common
    if end == own.latest_end:
        return f"London: {percent(whole)} in the same year."
    return f"London: {percent(whole)} in the {year_to(end)}, when {place} had {percent(here)}."


_ROOM = 80
"""Letters that a headline of several places may have before it names their range instead."""


def places_headline(
    measure: str, newest: Mapping[str, tuple[float, date]], london: tuple[float, date] | None
) -> Lines:
    """Several boroughs: one measure, each place's newest, London's at its own date.

    Args:
        measure: id. newest: borough -> per cent, end of its year. london: the same of London.
    """
    what = first_large(MEASURES[measure].topic)
    ends = {end for _, end in newest.values()}
    year = f" ({short_month_year(next(iter(ends)))})" if len(ends) == 1 else ""
    of_london = (
        "" if london is None else f"London: {percent(london[0])} in the {year_to(london[1])}."
    )
    dates = "" if year else "Each place's newest year."
    beneath = _joined([dates, of_london, "Small differences between boroughs are within chance."])
    shares = {place: share for place, (share, _) in newest.items()}
    title = f"{what}: {shares_listed(shares)}{year}"
    if len(title) > _ROOM:
        low, high = min(shares.values()), max(shares.values())
        title = f"{what}: {percent(low)} to {percent(high)} in {len(shares)} boroughs{year}"
    return title, beneath


def shares_listed(shares: Mapping[str, float]) -> str:
    """`70% in Hackney and 66% in Lambeth`."""
    return listed([f"{percent(share)} in {place}" for place, share in shares.items()])


def peak_title(
    found: Sequence[tuple[str, float, float | None]],
    since: date | None = None,
    crossed: Mapping[str, tuple[str, date]] | None = None,
) -> str:
    """How far the measures are below their highest on screen, as a chart's title.

    Args:
        found: measure, newest share and highest share (None where not told) of each.
        since: end of the first year on screen, where the series goes further back.
        crossed: measure -> name and date of a break between its highest share and its newest.
    """
    below = _below(found)
    if not below:
        return "What Londoners say of the police"
    sizes = [size for _, size in below]
    size = points(max(sizes))
    if min(sizes) < max(sizes):
        size = f"{min(sizes)} to {size}"
    start = f" since the {year_to(since)}" if since else ""
    title = f"{_who(below, len(found))} {size} below {'its' if len(below) == 1 else 'their'} highest{start}"
    return f"{title}{_before_break([what for what, _ in below], crossed or {})}"


def peak_note(found: Sequence[tuple[str, float, float | None]]) -> str:
    """How far each measure is below its highest shown; empty for one alone, whose title says it."""
    below = [f"{MEASURES[one].topic} {size}" for one, size in _below(found)]
    return f"Below the highest shown, in points: {listed(below)}." if len(below) > 1 else ""


def _below(found: Sequence[tuple[str, float, float | None]]) -> list[tuple[str, int]]:
    return [
        (measure, round(peak - newest))
        for measure, newest, peak in found
        if peak is not None and round(peak - newest) > 0
    ]


def _who(below: Sequence[tuple[str, int]], measures: int) -> str:
    if len(below) == 1:
        return f"{first_large(MEASURES[below[0][0]].topic)} is"
    if len(below) < measures:
        return f"{len(below)} of {measures} answers are"
    if len(below) == 2:
        return "Both answers are"
    return f"All {len(below)} answers are"


def _before_break(measures: Sequence[str], crossed: Mapping[str, tuple[str, date]]) -> str:
    """That the highest shares were measured in another way; nothing where none was."""
    older = [one for one in measures if one in crossed]
    if not older:
        return ""
    some = "" if len(older) == len(measures) else "some "
    return f", {some}from before {first_small(crossed[older[0]][0])}"
