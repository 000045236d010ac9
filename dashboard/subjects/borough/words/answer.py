"""The answer of a place: a sentence each on trust, recorded crime and burglaries solved, and what goes with them.

Pure functions. Each sentence has its date, and says whether what it tells of could be chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words.capitals import first_large, first_small
from dashboard.words.intervals import SPREAD_STANDINGS, Three, decimals_of
from dashboard.words.numbers import count, listed, percent, points, signed_percent
from dashboard.words.periods import month_year, year_to
from dashboard.words.survey import IF_RIGHT, LUCK, UNOFFICIAL, unusual, unusual_short
from stats.intervals import side_of

TRUST, CRIME, SOLVED = "Trust in the Met", "Recorded crime", "Burglaries solved"
"""What each sentence is about, before its colon."""
OTHERS = "Other answers"
MONTH = "Crime in the newest month"
AGE = "On burglaries solved"
BENEATH = (OTHERS, MONTH, AGE)
"""Sentences that stand beneath the first chart, so that it is in the first window of a phone."""
SURE, UNSURE = "too big to be chance", "too few interviews to be sure"
_BY_CHANCE = "could be chance"
_DIFFER = "this could be ordinary variation between {}"
"""Of a rate that stands clear of London's, and not of the spread of the places of its kind."""
SOLVED_MEANS = "Solved: suspect charged, cautioned or otherwise dealt with."
STAR = f"* {first_large(UNOFFICIAL)}."
SINCE, _ON_YEAR = " since the Review", " in a year"
_SAME_WITHIN = 5.0
"""Per cent: a change whose whole interval lies closer to none than this is called about the same."""


@dataclass(frozen=True)
class Trust:
    """A place's newest share of one measure, as sentences need it.

    Attributes:
        pct, end: per cent, and the end of its year.
        change: since the Review with its 95% interval, points; None where none is given.
        not_among: where a change that is clear alone is not clear among all places: their number.
        is_read_off: whether the share was read off a dashboard.
        why_no_change: why none is given; empty where one is.
        on_year: change on the 12 months before, which share no interview; None where none is given.
        on_year_not_among: of that change, as `not_among`.
        unusual_from: share half a year before, where the newest is an unusual step from it; else None.
    """

    pct: float
    end: date
    change: Three | None = None
    not_among: int = 0
    is_read_off: bool = False
    why_no_change: str = ""
    on_year: Three | None = None
    on_year_not_among: int = 0
    unusual_from: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether its change is too big to be chance, among all places too."""
        return _is_clear(self.change, self.not_among)

    @property
    def is_clear_on_year(self) -> bool:
        """The same of its change on the year before."""
        return _is_clear(self.on_year, self.on_year_not_among)

    @property
    def since(self) -> str:
        """`22 points down since the Review`; whether it could be chance; empty without a change."""
        if self.change is None:
            return ""
        if round(self.change[0]) == 0:
            return "no clear change since the Review"
        return f"{moved(self.change)}{SINCE}{'' if self.is_clear else f' ({_BY_CHANCE})'}"

    @property
    def year(self) -> str:
        """`year to March 2026`, with a star where the share was read off a dashboard."""
        return f"{year_to(self.end)}{'*' if self.is_read_off else ''}"


def _is_clear(change: Three | None, not_among: int) -> bool:
    if change is None or not_among:
        return False
    return side_of(*change[1:]) != "not_clear" and bool(round(change[0]))


def moved(change: Three) -> str:
    """`16 points down`."""
    return f"{points(change[0])} {'up' if change[0] > 0 else 'down'}"


Other = tuple[str, Three]
"""What another question of the survey is about, and its change since the Review, which is no chance."""


def _fell(other: Other) -> str:
    """`local confidence down 16 points`."""
    topic, (size, _, _) = other
    return f"{topic} {'up' if size > 0 else 'down'} {points(size)}"


def others_sentence(
    others: Sequence[Other],
    end: str,
    unusual_from: Sequence[tuple[str, float]] = (),
    *,
    in_short: bool = False,
) -> str:
    """`local confidence down 16 points since the Review, too big to be chance`.

    Args:
        others: the largest change first; at least one. end: their year, where it is not that of trust.
        unusual_from: topic, and share half a year before, of those that are an unusual step.
        in_short: to pass on, where there is little room.
    """
    first, *more = [_fell(one) for one in others]
    said = listed([first, *(one.removesuffix(" points") for one in more)])
    both = "" if len(others) == 1 else "both " if len(others) == 2 else "all "
    doubt = f", {_IF_RIGHT if in_short else IF_RIGHT}" if unusual_from else ""
    whole = f"{said}{SINCE}, {both}{SURE}{doubt}{f' ({end})' if end else ''}."
    if not in_short:
        return f"{whole} {unusual(unusual_from)}".rstrip()
    named = [(topic if len(others) > 1 else "", share) for topic, share in unusual_from]
    return f"{whole} {unusual_short(named)}".rstrip()


_IF_RIGHT = "if right"
"""As `IF_RIGHT`, where there is little room."""


def trust_sentence(trust: Trust) -> str:
    """`64% (year to March 2026). Up 4 points since the Review, down 5 in a year: both could be chance`."""
    share = f"{percent(trust.pct)} ({trust.year})."
    on_year = None if trust.on_year is None else (trust.on_year, trust.on_year_not_among, _ON_YEAR)
    if trust.change is None:
        changes = [f"{_one_move(on_year)}."] if on_year else []
        changes.append(f"No change since the Review is given: {trust.why_no_change}.")
    else:
        since = trust.change, trust.not_among, SINCE
        changes = [f"{_two_moves(since, on_year) if on_year else _one_move(since)}."]
    said = " ".join(map(first_large, changes))
    if trust.unusual_from is not None:
        said = said.replace(SURE, f"{SURE}, {_IF_RIGHT}")
    return f"{share} {said}"


_Move = tuple[Three, int, str]
"""A change, among how many places it is not clear, and since when."""


def _one_move(move: _Move) -> str:
    change, not_among, since = move
    if round(change[0]) == 0:
        return f"{_AS[since]}; {_TOO_SMALL}"
    went = f"{_went(change)}{since}"
    if _is_clear(change, not_among):
        return f"{went}, {SURE}"
    return f"{went}; {LUCK.format(not_among)}" if not_among else f"{went}, {UNSURE}"


def _went(change: Three) -> str:
    """`down 16 points`."""
    return f"{'up' if change[0] > 0 else 'down'} {points(change[0])}"


_AS = {SINCE: "as at the Review", _ON_YEAR: "as a year before"}
_TOO_SMALL = "too few interviews to see a small change"


def _two_moves(first: _Move, second: _Move) -> str:
    """Both changes, and of each whether it could be chance; once where that is the same of both."""
    said, chances = [], []
    for change, not_among, since in (first, second):
        is_none = round(change[0]) == 0
        said.append(_AS[since] if is_none else f"{_went(change)}{since}")
        clear = SURE if _is_clear(change, not_among) else _BY_CHANCE
        chances.append("" if is_none else clear)
    if not any(chances):
        return f"{' and '.join(said)}; {_TOO_SMALL}"
    if chances[0]:  # the unit is said once
        said[1] = said[1].replace(" points", "").replace(" point", "")
    if chances[0] == chances[1]:
        return f"{', '.join(said)}: both {chances[0]}"
    return "; ".join(
        f"{one}, {chance}" if chance == SURE else f"{one} ({chance})" if chance else one
        for one, chance in zip(said, chances, strict=True)
    )


def no_trust(name: str) -> str:
    """Where no share of a place is published."""
    return f"no figure is published for {name} in a year that London has too."


_EACH_WAY = 2
"""Kinds of crime that are named as up, and as down."""


def crime_sentence(
    crimes: Three | None,
    burglaries: Three | None,
    end: date,
    why_not: str = "",
    kinds: Sequence[tuple[str, Three]] = (),
) -> str:
    """`about the same as last year (0%); violence up 8%; burglary down 10% (year to June 2026)`.

    Args:
        crimes, burglaries: changes on the year before with their 95% intervals, per cent; None where
            none is given. end: last month.
        why_not: why none of all crimes is given.
        kinds: the change of every kind, the one with most offences first. Those that clearly rose and
            fell stand side by side.
    """
    year = f"({year_to(end)})"
    if crimes is None:
        return f"no change on last year is given {year}: {why_not}."
    held = list(kinds) or ([] if burglaries is None else [(_BURGLARY, burglaries)])
    clear = [one for one in held if side_of(*one[1][1:]) != "not_clear"]
    sides = [_named([one for one in clear if (one[1][0] > 0) is up]) for up in (True, False)]
    went = [", ".join(f"{_kind(kind)} {_plain(change)}" for kind, change in one) for one in sides]
    named = [kind for one in sides for kind, _ in one]
    if burglaries is not None and _BURGLARY not in named and len(named) <= _ROOM_FOR_BURGLARY:
        went.append(f"{_kind(_BURGLARY)} {_plain(burglaries)}")
    return f"{'; '.join([_sized(crimes), *filter(None, went)])} {year}."


_BURGLARY = "Burglary"
_ROOM_FOR_BURGLARY = 2
"""Kinds beside which the sentence has room for burglary without a clear change."""


def _named(clear: Sequence[tuple[str, Three]]) -> list[tuple[str, Three]]:
    """The kinds with most offences of those that went one way; burglary, which people ask for, always."""
    shown = list(clear[:_EACH_WAY])
    asked = [one for one in clear[_EACH_WAY:] if one[0] == _BURGLARY]
    return [*shown[: _EACH_WAY - len(asked)], *asked]


def _plain(change: Three) -> str:
    return _without_year(_sized(change))


def _kind(group: str) -> str:
    return _SHORT.get(group, first_small(group))


_SHORT = {
    "Violence against the person": "violence",
    "Arson and criminal damage": "arson and damage",
    "Miscellaneous crimes against society": "other crimes",
    "Public order offences": "public order",
}
"""Kinds of crime with long names, as they are said in an answer."""


def _sized(change: Three) -> str:
    """The words of a change, with its size where they have none: `about the same as last year (+1%)`."""
    words = change_words(change)
    if any(letter.isdigit() for letter in words):
        return words
    return f"{words} ({signed_percent(change[0], decimals_of(change))})"


_SAME = "about the same as last year"


def change_words(change: Three) -> str:
    """`down 4.8% on last year`, `about the same as last year`, `up 6% on last year, which could be chance`."""
    size, low, high = change
    way = f"{'up' if size > 0 else 'down'} {abs(size):.{decimals_of(change)}f}% on last year"
    if side_of(low, high) != "not_clear":
        return way
    if max(abs(low), abs(high)) < _SAME_WITHIN:
        return _SAME
    return f"{way}, which could be chance" if round(size) else "no clear change on last year"


def _without_year(words: str) -> str:
    """The same after a sentence that names the year."""
    return words.replace(" as last year", "").replace(" on last year", "")


def solved_sentence(
    here: Three | None,
    london: Three | None,
    standing: str,
    end: date,
    among: str,
) -> str:
    """`about 4 in 100, lower than London's 6; could be ordinary variation … (year to August 2025)`.

    Args:
        here, london: positive outcomes per 100 burglaries with 95% intervals; None on too few.
        standing: of `stats.funnel`. end: last month.
        among: the places of its kind, as `London's boroughs`.
    """
    if here is None:
        return f"too few burglaries to say ({year_to(end)})."
    said = f"about {in_100(here[0])} in 100{_beside(here, london, standing, among)}"
    return f"{said} ({year_to(end)}).".replace("about under", "under")


def age_sentence(why_no_change: str, revised: str) -> str:
    """What must be known of so new a rate of crimes solved; empty where nothing must.

    Args:
        why_no_change: why it is not compared with the year before; empty where it is.
        revised: how far figures as new were revised, a sentence; may be empty.
    """
    not_compared = "not compared with the year before." if why_no_change else ""
    return " ".join(filter(None, [not_compared, revised]))


def month_sentence(number: float, low: float, high: float, month: date) -> str:
    """A newest month outside its usual range: `3,765 in June 2026, above the usual 2,854 to 3,566`.

    Args:
        number: crimes recorded in it. low, high: its usual range.
    """
    side = "above" if number > high else "below"
    return (
        f"{count(number)} in {month_year(month)}, {side} the usual {count(low)} to {count(high)}."
    )


def _beside(here: Three, london: Three | None, standing: str, among: str) -> str:
    """How a rate stands to London's, and among the places of its kind."""
    if london is None:
        return ""
    of_london = in_100(london[0])
    if standing in SPREAD_STANDINGS and standing != "within":
        is_equal = in_100(here[0]) == of_london
        of_london = ", as in London" if is_equal else f", London {of_london}"
        return f"{of_london}; {SPREAD_STANDINGS[standing]} among {among}"
    if in_100(here[0]) == of_london:
        return ", as in London"
    apart = apart_from(here, london)
    if not apart or not standing:
        return f", London {of_london}; no clear difference" if standing else f", London {of_london}"
    return f", {apart} than London's {of_london}; {differ(among).removeprefix('this ')}"


def apart_from(here: Three, london: Three) -> str:
    """`lower` or `higher` where the 95% intervals of two rates lie apart; else empty."""
    if here[2] < london[1]:
        return "lower"
    return "higher" if here[1] > london[2] else ""


def differ(among: str) -> str:
    """`this could be ordinary variation between boroughs`; `among`: the places, as `London's boroughs`."""
    return _DIFFER.format(among.rsplit(" ", 1)[1])


def in_100(rate: float) -> str:
    """`4`, of `4 in 100`; `under 1`."""
    return f"{rate:.0f}" if round(rate) else "under 1"
