"""The headline of a place, which answers what a reader asks first, and the line beneath it.

Pure functions. Trust, recorded crime and burglaries solved stand in one line; how much of it could be
chance, and of which year it is, is said by the sentences below (`answer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from textwrap import wrap

from dashboard.subjects.borough.words.answer import SINCE, Trust, change_words, in_100, moved
from dashboard.words.capitals import first_large
from dashboard.words.intervals import Three, decimals_of
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import percent, points, signed_percent
from dashboard.words.survey import UNOFFICIAL, unusual
from stats.intervals import side_of

_LINE, _LINES = 24, 3
"""Characters of a headline on a line of a phone, and how many lines it may take; a laptop has room for more."""


def headline(
    name: str, trust: Trust | None, crimes: Three | None = None, solved: Three | None = None
) -> str:
    """What the page leads with: the newest trust, the change of recorded crime, burglaries solved.

    Trust that is an unusual step and not checked never leads: it stands last, and is said to be so, or is
    left to the sentences below where it has no room.

    Args:
        name: of the place.
        trust: its newest; None without one.
        crimes: change of all offences on the year before, per cent; None without one.
        solved: positive outcomes per 100 burglaries; None without one.
    """
    if trust is None and solved is None:
        return name if crimes is None else f"{name}: recorded crime {change_words(crimes)}"
    counted = [_crime(crimes), _solved(solved)]
    if trust is None:
        return _longest_with_room(name, counted)
    if trust.unusual_from is None:
        return _longest_with_room(name, [_trust(trust), *counted])
    share, rest = percent(trust.pct), [one for one in counted if one]
    if not rest:
        return f"{name}: {share} trust the Met, not checked"
    with_it = [*rest, [f"{share} trust the Met (not checked)", f"trust {share}, not checked"]]
    return next(filter(_has_room, _wordings(name, with_it)), _longest_with_room(name, rest))


def _longest_with_room(name: str, parts: Sequence[Sequence[str]]) -> str:
    """The first wording that has room, else the shortest."""
    wordings = _wordings(name, parts)
    return next(filter(_has_room, wordings), wordings[-1])


def _wordings(name: str, parts: Sequence[Sequence[str]]) -> list[str]:
    """A headline in every choice of its parts' wordings, the fullest first; the first part's change last."""
    return [f"{name}: {'; '.join(one)}" for one in product(*filter(None, parts))]


def _has_room(whole: str) -> bool:
    return len(wrap(whole, _LINE)) <= _LINES


def _trust(trust: Trust) -> list[str]:
    """Wordings of a share, the fullest first; with what clearly changed since the Review, else in a year."""
    share = percent(trust.pct)
    for change, is_clear, since in (
        (trust.change, trust.is_clear, SINCE),
        (trust.on_year, trust.is_clear_on_year, " in a year"),
    ):
        if change is not None and is_clear:
            went = "rose" if change[0] > 0 else "fell"
            return [
                f"{share} trust the Met, {moved(change)}{since}",
                f"trust {went} {points(change[0])} to {share}",
                f"trust {went} to {share}",
                f"trust {share}",
            ]
    return [f"{share} trust the Met", f"trust {share}"]


def _crime(crimes: Three | None) -> list[str]:
    if crimes is None:
        return []
    words = change_words(crimes).replace(" on last year", "").replace(" as last year", "")
    if side_of(*crimes[1:]) != "not_clear":
        return [f"crime {words}", f"crime {signed_percent(crimes[0], decimals_of(crimes))}"]
    if words.startswith("about"):
        return [f"crime {words}", "crime steady"]
    return ["no clear change in crime"]


def _solved(rate: Three | None) -> list[str]:
    if rate is None:
        return []
    said = in_100(rate[0])
    return [f"{said} in 100 burglaries solved", f"{said}% of burglaries solved"]


def beneath(trust: Trust, also: str = "") -> str:
    """The line under a headline: the year of its share, whose it is, and whether it is an unusual step.

    Args:
        also: what else of the survey clearly changed, without an unusual step; may be empty.
    """
    if trust.unusual_from is not None:
        return f"Trust: {trust.year}. {unusual([('', trust.unusual_from)])}"
    whose = f", {UNOFFICIAL}" if trust.is_read_off else ""
    return f"Trust: {trust.year}{whose}. {also}".rstrip()


_SAYS = {"good_job_local": "say “good job” locally", "treat_fairly": "say all are treated fairly"}


def also(measure: str, pct: float, change: Three) -> str:
    """What people say to another question: `32% say “good job” locally, down from 48% at the Review`.

    Args:
        measure: its id. pct: its newest share, per cent. change: since the Review, points, no chance.
    """
    way = "up" if change[0] > 0 else "down"
    if measure not in _SAYS:
        return f"{first_large(MEASURES[measure].topic)} {way} {points(change[0])}{SINCE}."
    before = percent(pct - change[0])
    return f"{percent(pct)} {_SAYS[measure]}, {way} from {before} at the Review."
