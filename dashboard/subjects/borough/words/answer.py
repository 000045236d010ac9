"""The answer of a place: a headline, and a sentence each on trust, recorded crime and burglaries solved.

Pure functions. Each sentence has its date, and says whether what it tells of could be chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from dashboard.words.capitals import first_large, first_small
from dashboard.words.intervals import SPREAD_STANDINGS, Three, decimals_of
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import count, listed, percent, points, signed_percent
from dashboard.words.periods import month_year, year_to
from dashboard.words.survey import IF_RIGHT, LUCK, UNOFFICIAL, unusual
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
_SINCE, _ON_YEAR = " since the Review", " on the year before"
_LINE, _LINES = 24, 3
"""Characters of a headline on a line of a phone, and how many lines it may take."""
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
        return f"{_moved(self.change)}{_SINCE}{'' if self.is_clear else f' ({_BY_CHANCE})'}"

    @property
    def year(self) -> str:
        """`year to March 2026`, with a star where the share was read off a dashboard."""
        return f"{year_to(self.end)}{'*' if self.is_read_off else ''}"


def _is_clear(change: Three | None, not_among: int) -> bool:
    if change is None or not_among:
        return False
    return side_of(*change[1:]) != "not_clear" and bool(round(change[0]))


def _moved(change: Three) -> str:
    """`16 points down`."""
    return f"{points(change[0])} {'up' if change[0] > 0 else 'down'}"


Other = tuple[str, Three]
"""What another question of the survey is about, and its change since the Review, which is no chance."""


def headline(
    name: str,
    trust: Trust | None,
    crimes: Three | None,
    others: Sequence[Other] = (),
    told: str = "",
) -> str:
    """What the page leads with: newest trust, and what has clearly changed; else recorded crime.

    Args:
        name: of the place.
        trust: its newest; None without one.
        crimes: change of all offences on the year before, per cent; None without one.
        others: other questions of the survey that clearly changed, the largest change first.
        told: the first of them in words of its own: `32% say “good job” locally, down from 48%`.
    """
    if trust is None:
        return name if crimes is None else f"{name}: recorded crime {_change(crimes)}"
    found = f"{name}: {percent(trust.pct)} trust the Met"
    if trust.change is not None and trust.is_clear:
        return _roomy(f"{found}, {_moved(trust.change)}{_SINCE}")
    if trust.on_year is not None and trust.is_clear_on_year:
        whole = f"{found}, {_moved(trust.on_year)} in a year"
        if _has_room(whole):
            return whole
    if others:
        said = f"{found}; {told}"
        return said if told and _has_room(said) else _roomy(f"{found}; {_fell(others[0])}{_SINCE}")
    return found if trust.change is None else _roomy(f"{found}, no clear change{_SINCE}")


def _roomy(whole: str) -> str:
    """A headline without since when where that has no room: the sentences below it say so, too."""
    return whole if _has_room(whole) else whole.removesuffix(_SINCE)


def _has_room(whole: str) -> bool:
    return len(wrap(whole, _LINE)) <= _LINES


def _fell(other: Other) -> str:
    """`local confidence down 16 points`."""
    topic, (size, _, _) = other
    return f"{topic} {'up' if size > 0 else 'down'} {points(size)}"


_SAYS = {"good_job_local": "say “good job” locally", "treat_fairly": "say all are treated fairly"}


def told(measure: str, pct: float, change: Three) -> str:
    """What people say to another question: `32% say “good job” locally, down from 48%`; else nothing."""
    if measure not in _SAYS:
        return ""
    way = "up" if change[0] > 0 else "down"
    return f"{percent(pct)} {_SAYS[measure]}, {way} from {percent(pct - change[0])}"


def is_told(headline: str, measure: str) -> bool:
    """Whether a headline tells of another question than trust."""
    return _SAYS.get(measure, "—") in headline or f"; {MEASURES[measure].topic} " in headline


_SHORT_OF = {"good_job_local": "“good job”"}
"""What `told` says, where there is little room."""


def beneath(trust: Trust, told_of: Sequence[tuple[str, Trust]]) -> str:
    """The line under a headline: the year of its shares, whose they are, and any unusual step.

    Args:
        told_of: measure and newest share of each question that the headline tells of besides trust.
    """
    held = [
        ("", trust),
        *((_SHORT_OF.get(one, MEASURES[one].topic), share) for one, share in told_of),
    ]
    years = first_large(listed(list(dict.fromkeys(share.year for _, share in held))))
    named = [(topic or "trust" if told_of else "", share) for topic, share in held]
    steps = unusual(
        [(topic, one.unusual_from) for topic, one in named if one.unusual_from is not None]
    )
    if steps:
        return f"{years}. {steps}"
    return f"{years}: {UNOFFICIAL}." if any(one.is_read_off for _, one in held) else f"{years}."


def others_sentence(
    others: Sequence[Other], end: str, unusual_from: Sequence[tuple[str, float]] = ()
) -> str:
    """`local confidence down 16 points since the Review, too big to be chance`.

    Args:
        others: as of `headline`; at least one. end: their year, where it is not that of trust.
        unusual_from: topic, and share half a year before, of those that are an unusual step.
    """
    first, *more = [_fell(one) for one in others]
    said = listed([first, *(one.removesuffix(" points") for one in more)])
    both = "" if len(others) == 1 else "both " if len(others) == 2 else "all "
    doubt = f", {IF_RIGHT}" if unusual_from else ""
    whole = f"{said}{_SINCE}, {both}{SURE}{doubt}{f' ({end})' if end else ''}."
    return f"{whole} {unusual(unusual_from)}".rstrip()


def trust_sentence(trust: Trust) -> str:
    """`64%, 4 points up since the Review, 5 down on the year before; both could be chance (year to March 2026)`."""
    share = percent(trust.pct)
    if trust.change is None:
        moved = "" if trust.on_year is None else f", {_one_move(*_on_year(trust, trust.on_year))}"
        return (
            f"{share}{moved} ({trust.year}). No change since the Review is given: "
            f"{trust.why_no_change}."
        )
    since = trust.change, trust.not_among, _SINCE
    moved = (
        _one_move(*since)
        if trust.on_year is None
        else _two_moves(since, _on_year(trust, trust.on_year))
    )
    if trust.unusual_from is not None:
        moved = moved.replace(SURE, f"{SURE}, if right").replace(
            f", which {_BY_CHANCE};", f" ({_BY_CHANCE});"
        )
        moved = moved.replace(f"{_ON_YEAR}, {SURE}", f" in a year, {SURE}")
    return f"{share}, {moved} ({trust.year})."


_Move = tuple[Three, int, str]
"""A change, among how many places it is not clear, and since when."""


def _on_year(trust: Trust, change: Three) -> _Move:
    return change, trust.on_year_not_among, _ON_YEAR


def _one_move(change: Three, not_among: int, since: str) -> str:
    if round(change[0]) == 0:
        return f"{_AS[since]}; {_TOO_SMALL}"
    moved = f"{_moved(change)}{since}"
    if _is_clear(change, not_among):
        return f"{moved}, {SURE}"
    return f"{moved}; {LUCK.format(not_among)}" if not_among else f"{moved}, {UNSURE}"


_AS = {_SINCE: "as at the Review", _ON_YEAR: "as in the year before"}
_TOO_SMALL = "too few interviews to see a small change"


def _two_moves(first: _Move, second: _Move) -> str:
    """Both changes, and of each whether it could be chance; once where that is the same of both."""
    said, chances = [], []
    for change, not_among, since in (first, second):
        is_none = round(change[0]) == 0
        said.append(_AS[since] if is_none else f"{_moved(change)}{since}")
        clear = SURE if _is_clear(change, not_among) else _BY_CHANCE
        chances.append("" if is_none else clear)
    if not any(chances):
        return f"{' and '.join(said)}; {_TOO_SMALL}"
    if chances[0]:  # the unit is said once
        said[1] = said[1].replace(" points", "").replace(" point", "")
    if chances[0] == chances[1]:
        return f"{', '.join(said)}; both {chances[0]}"
    return "; ".join(
        f"{one}, {'which ' if chance == _BY_CHANCE else ''}{chance}" if chance else one
        for one, chance in zip(said, chances, strict=True)
    )


def no_trust(name: str) -> str:
    """Where no share of a place is published."""
    return f"no figure is published for {name} in a year that London has too."


_EACH_WAY = 1
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
    moved = [", ".join(f"{_kind(kind)} {_plain(change)}" for kind, change in one) for one in sides]
    named = [kind for one in sides for kind, _ in one]
    if burglaries is not None and _BURGLARY not in named and len(named) <= _ROOM_FOR_BURGLARY:
        moved.append(f"{_kind(_BURGLARY)} {_plain(burglaries)}")
    return f"{'; '.join([_sized(crimes), *filter(None, moved)])} {year}."


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
    words = _change(change)
    if any(letter.isdigit() for letter in words):
        return words
    return f"{words} ({signed_percent(change[0], decimals_of(change))})"


_SAME = "about the same as last year"


def _change(change: Three) -> str:
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
    """`about 4 in 100, lower than London's 6; this could be ordinary variation … (year to August 2025)`.

    Args:
        here, london: positive outcomes per 100 burglaries with 95% intervals; None on too few.
        standing: of `stats.funnel`. end: last month.
        among: the places of its kind, as `London's boroughs`.
    """
    if here is None:
        return f"too few burglaries to say ({year_to(end)})."
    said = f"about {_in_100(here[0])} in 100{_beside(here, london, standing, among)}"
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
    of_london = _in_100(london[0])
    if standing in SPREAD_STANDINGS and standing != "within":
        is_equal = _in_100(here[0]) == of_london
        of_london = ", as in London" if is_equal else f", London {of_london}"
        return f"{of_london}; {SPREAD_STANDINGS[standing]} among {among}"
    if _in_100(here[0]) == of_london:
        return ", as in London"
    apart = apart_from(here, london)
    if not apart or not standing:
        return f", London {of_london}; no clear difference" if standing else f", London {of_london}"
    return f", {apart} than London's {of_london}; {differ(among)}"


def apart_from(here: Three, london: Three) -> str:
    """`lower` or `higher` where the 95% intervals of two rates lie apart; else empty."""
    if here[2] < london[1]:
        return "lower"
    return "higher" if here[1] > london[2] else ""


def differ(among: str) -> str:
    """`this could be ordinary variation between boroughs`; `among`: the places, as `London's boroughs`."""
    return _DIFFER.format(among.rsplit(" ", 1)[1])


def _in_100(rate: float) -> str:
    return f"{rate:.0f}" if round(rate) else "under 1"
