"""What the studies of the running site have in common: how long they are, and what they find."""

from __future__ import annotations

import logging
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

logger = logging.getLogger("benchmarks")

Rounds = dict[str, list[float]]
"""Measure -> its value in each round."""


@dataclass(frozen=True)
class Length:
    """How much is measured.

    Attributes:
        rounds: how often each thing is.
        crowds: how many visitors open a page at one moment.
        pages: their addresses.
        warm_visits: one after the other, to measure one.
        kept_pages: how many pages are kept where many are.
        visits: for how many the growth of memory is followed.
        waiting: visitors who have a page open while memory is measured.
        interact_seconds, arrive_seconds: how long visitors change controls, and arrive.
        grown: how many times larger the data is made.
        street_rows: how many street-level records are made.
    """

    rounds: int = 3
    crowds: tuple[int, ...] = (1, 10, 50, 100)
    pages: tuple[str, ...] = ("/", "/trust", "/crime", "/borough?area=E09000022")
    warm_visits: int = 30
    kept_pages: int = 1000
    visits: int = 1000
    waiting: int = 80
    interact_seconds: float = 60
    arrive_seconds: float = 600
    grown: tuple[int, ...] = (1, 10, 100)
    street_rows: int = 10_000_000


SHORT = Length(
    rounds=1,
    crowds=(1, 50),
    pages=("/", "/trust"),
    warm_visits=20,
    kept_pages=200,
    visits=300,
    waiting=40,
    interact_seconds=30,
    arrive_seconds=60,
    grown=(1, 10),
    street_rows=1_000_000,
)
"""To see that all is well; what it finds is rough."""


@dataclass
class Found:
    """What a study found: case -> measure -> its value in each round.

    A case is written `ours trust 50 same`: whose, and what.
    """

    cases: dict[str, Rounds] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, case: str, **measures: float) -> None:
        """Add a round of a case, and log it: a study takes minutes."""
        for name, value in measures.items():
            self.cases[case][name].append(round(value, 4))
        words = ", ".join(f"{name} {value:,.4g}" for name, value in measures.items())
        logger.info("  %-34s %s", case, words)

    def median(self, case: str, measure: str) -> float | None:
        """The median over the rounds; None where it was not measured."""
        values = self.cases[case][measure] if measure in self.cases.get(case, {}) else []
        return statistics.median(values) if values else None

    def spread(self, case: str, measure: str) -> tuple[float, float] | None:
        """The lowest and the highest over the rounds."""
        values = self.cases[case][measure] if measure in self.cases.get(case, {}) else []
        return (min(values), max(values)) if values else None


def share_below(values: Sequence[float], share: float) -> float:
    """The value that a share of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def name_of(address: str) -> str:
    """What a page is called in a case: `/trust?area=…` is `trust`."""
    return address.split("?")[0].strip("/") or "overview"
