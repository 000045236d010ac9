"""What a verdict was reached from, step by step: the numbers that words print and never work out again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from stats.intervals import Interval, Share, Working, smallest_change

Verdict = Literal["improved", "worsened", "mixed", "no_clear_change", "cannot_be_judged"]
Better = Literal["up", "down", "narrower"]
Rule = Literal["interval", "ordinary_step", "changed_mix", "not_ripe", "not_tested"]
"""What decided: the interval of the change; for counts of everyone also that the change is no more than
an ordinary yearly step, or the work of another mix of cases; that the declared revision would turn it."""
Sides = Literal["same", "changed", "changed_not_clearly"]
"""Of a gap: whether the two stand the other way round, and whether chance alone could have turned them."""
Direction = Literal["rose", "fell", "wider", "narrower", "not_clear"]


@dataclass(frozen=True)
class Figure:
    """A figure and what it stands on.

    Attributes:
        value: in the unit of its indicator.
        start, end: first and last day of the period; the same day for a count of people in post.
        time_basis: name of the kind of period.
        shares: the one share, or the two of a gap (group, reference), behind a survey figure;
            for heads counted, the share of officers with the number of officers as its base.
            Empty where the base is not known.
    """

    value: float
    start: date
    end: date
    time_basis: str
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class OrdinaryStep:
    """How far a yearly series usually moves.

    Attributes:
        size: mean of the yearly steps without their signs, in the unit of the series.
        first, last: ends of its first and last year.
        steps: how many steps the mean is of.
    """

    size: float
    first: date
    last: date
    steps: int


@dataclass(frozen=True)
class Steps:
    """From two figures to a verdict.

    Attributes:
        before, after: the figures compared.
        change: of the value, later less earlier, in its unit.
        better: which way it should move.
        rule: which one decided. verdict: what follows.
        working: shares, variances, rounding and interval of the change; None without a test.
        size: of a gap, the change of its distance from 0 with its interval; it decides. Else None.
        sides: whether a gap changed sides.
        ordinary: of counts of everyone, the ordinary yearly step of the series.
        at_mix: the change at the baseline's mix of groups; None where no mix is given.
        revision: declared revision of the newest figure, lowest and highest, per cent; None: none.
        at_ends: verdicts with the newest figure revised by either. as_published: verdict without that
            revision; None where none is declared.
    """

    before: Figure
    after: Figure
    change: float
    better: Better
    rule: Rule
    verdict: Verdict
    working: Working | None = None
    size: Interval | None = None
    sides: Sides = "same"
    ordinary: OrdinaryStep | None = None
    at_mix: float | None = None
    revision: tuple[float, float] | None = None
    at_ends: tuple[Verdict, ...] = ()
    as_published: Verdict | None = None

    @property
    def interval(self) -> Interval | None:
        """Of the change; None without a test."""
        return None if self.working is None else self.working.interval

    @property
    def decisive(self) -> Interval | None:
        """The interval that the verdict rests on: of a gap that of its size, else of the change."""
        return self.size or self.interval

    @property
    def stated(self) -> Interval | None:
        """The interval to state: of the change, or of its size where a gap changed sides.

        On one side of 0 the two differ by their sign at most, and decide alike.
        """
        return self.interval if self.sides == "same" else self.size

    @property
    def z(self) -> float | None:
        """What is stated over its standard error; None where there is no such error."""
        return None if self._tested is None else self._tested.z

    @property
    def p_value(self) -> float | None:
        """Two-sided, of what decides: below 0.05 just when its interval excludes 0."""
        return None if self._tested is None else self._tested.p_value

    @property
    def _tested(self) -> Working | None:
        """What is stated, with the standard error of the change."""
        if self.stated is None or self.working is None:
            return None
        return replace(self.working, estimate=self.stated.estimate)

    @property
    def direction(self) -> Direction:
        """Which way what decides moved, where the verdict holds that it did."""
        if self.decisive is None or self.verdict not in ("improved", "worsened"):
            return "not_clear"
        grew = self.decisive.estimate > 0
        if self.better == "narrower":
            return "wider" if grew else "narrower"
        return "rose" if grew else "fell"

    @property
    def smallest_change_seen(self) -> float | None:
        """The smallest change that the data could have shown; None where nothing was tested.

        Of counts of everyone the ordinary yearly step, else by `stats.intervals.smallest_change`.
        """
        if self.working is None:
            return None
        if self.ordinary is not None:
            return self.ordinary.size
        return smallest_change(self.working.standard_error)


def as_text(steps: Steps) -> str:
    """The steps as JSON, for a column of a published table; `from_text` reads it."""
    return json.dumps(asdict(steps), default=date.isoformat, separators=(",", ":"))


def from_text(text: str) -> Steps:
    """The steps that `as_text` wrote.

    Raises:
        ValueError, KeyError, TypeError: a text that it did not write.
    """
    read = json.loads(text)
    read["before"], read["after"] = _figure(read["before"]), _figure(read["after"])
    if read["working"]:
        read["working"]["shares"] = _shares(read["working"]["shares"])
        read["working"] = Working(**read["working"])
    read["size"] = read["size"] and Interval(**read["size"])
    if read["ordinary"]:
        days = {name: date.fromisoformat(read["ordinary"][name]) for name in ("first", "last")}
        read["ordinary"] = OrdinaryStep(**{**read["ordinary"], **days})
    read["revision"] = read["revision"] and tuple(read["revision"])
    return Steps(**{**read, "at_ends": tuple(read["at_ends"])})


def _figure(read: dict[str, Any]) -> Figure:
    days = {name: date.fromisoformat(read[name]) for name in ("start", "end")}
    return Figure(**{**read, **days, "shares": _shares(read["shares"])})


def _shares(read: list[dict[str, float]]) -> tuple[Share, ...]:
    return tuple(Share(**one) for one in read)
