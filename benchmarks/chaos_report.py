"""What came of `make chaos`: told as lines, and kept as JSON."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from benchmarks import targets
from benchmarks.crowd import Compared, Notes
from benchmarks.every_control import Tried
from benchmarks.studies import share_below

logger = logging.getLogger("benchmarks")

RECOVERY_SECONDS = 5.0
"""Aimed at; on a machine that does much else it is a measure of that, so it is reported alone."""


@dataclass
class Phase:
    """One kind of disturbance.

    Attributes:
        name: what was done. seconds: how long it took, with what followed.
        recovered: seconds from the end of each disturbance to the whole site: all tables read, and a page
            that is complete and of the right version and a file have come.
        calm: seconds from there to the last of all pages, where each had to be built anew.
        largest_mb: of its memory meanwhile; with_helpers_mb: of it and all that it started.
        said: what else came of it.
    """

    name: str
    seconds: float = 0.0
    recovered: list[float] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    largest_mb: float = 0.0
    with_helpers_mb: float = 0.0
    said: str = ""

    def line(self) -> str:
        """The same in a line of the log."""
        told = f"whole again after {_at_most(self.recovered)}"
        if self.calm:
            told += f", every page after {_at_most(self.calm)}"
        memory = f"{self.largest_mb:4.0f} MB, {self.with_helpers_mb:4.0f} MB with helpers"
        return f"  {self.name:34} {self.seconds:5.0f} s, {told}, {memory}  {self.said}"


def _at_most(seconds: list[float]) -> str:
    return f"{max(seconds):.1f} s at most" if seconds else "-"


@dataclass
class Report:
    """What came of all of it."""

    seed: int
    phases: list[Phase] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    compared: Compared = field(default_factory=Compared)
    controls: Tried = field(default_factory=Tried)
    faults: list[str] = field(default_factory=list)

    @property
    def all_faults(self) -> list[str]:
        """Everything that must not be."""
        return [
            *self.faults,
            *self.notes.faults,
            *self.compared.differences,
            *self.controls.faults,
        ]


def counted(found: Counter[Any]) -> str:
    """How often each, in words."""
    return ", ".join(f"{name}: {count}" for name, count in sorted(found.items(), key=str))


def tell(report: Report) -> None:
    """Log what came of it."""
    notes, compared = report.notes, report.compared
    recovered = [one for phase in report.phases for one in phase.recovered]
    in_time = sum(one <= RECOVERY_SECONDS for one in recovered)
    logger.info("pages over the socket %d, median %.2f s, 95%% %.2f s; lost connections %s, back after %.1f s at most",
                len(notes.seconds), share_below(notes.seconds, 0.5), share_below(notes.seconds, 0.95),
                dict(notes.lost), max(notes.returned, default=0.0))  # fmt: skip
    logger.info("files and HTML: %s", counted(notes.statuses))
    logger.info("compared: %d answers to %d of %d different questions, %d of another day, %d differ",
                compared.answers, compared.questions, compared.of, compared.of_another_day,
                len(compared.differences))  # fmt: skip
    controls = report.controls
    if controls.of:
        logger.info("controls: %d of %d choices, in %.0f s", controls.pages, controls.of, controls.seconds)  # fmt: skip
    logger.info("recovered %d times, %d within %g s, median %.1f s, longest %.1f s", len(recovered), in_time,
                RECOVERY_SECONDS, share_below(recovered, 0.5), max(recovered, default=0.0))  # fmt: skip
    calm = [one for phase in report.phases for one in phase.calm]
    if calm:
        logger.info("every page built anew %d times, median after %.1f s, longest %.1f s", len(calm),
                    share_below(calm, 0.5), max(calm))  # fmt: skip
    logger.info("largest memory %.0f MB, %.0f MB with helpers", max(one.largest_mb for one in report.phases),
                max(one.with_helpers_mb for one in report.phases))  # fmt: skip
    for one, count in Counter(report.all_faults).most_common(40):
        logger.info("FAULT (%d ×) %s", count, one)


def as_json(report: Report) -> dict[str, Any]:
    """The same to keep."""
    return {
        "seed": report.seed,
        "machine": targets.machine(),
        "phases": [vars(one) for one in report.phases],
        "pages": len(report.notes.seconds),
        "statuses": dict(report.notes.statuses),
        "lost": dict(report.notes.lost),
        "compared": vars(report.compared),
        "controls": vars(report.controls),
        "faults": report.all_faults,
    }
