"""What the reader chose on the page of gaps, and the series that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.subjects.gaps import measured, recorded
from dashboard.subjects.gaps.figures import changes as gap_changes
from dashboard.subjects.gaps.figures import gaps
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.changes import Outcome
from dashboard.subjects.gaps.figures.measured import Ends
from dashboard.subjects.gaps.figures.series import GapPoint, GapSeries
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.words.capitals import first_large

NO_SOURCE = "none"


@dataclass(frozen=True)
class Chosen:
    """One choice of a gap, and the figures that are held of it.

    Attributes:
        measure, by, group: as in `gaps.toml`.
        source: id of the series; empty where the group has no figure.
        whole: the series; None where the group has no figure.
        found: the same up to the gap chosen.
        outcome: what became of that gap.
        periods: the gap chosen and the one it is set against, as the address has them.
        ends: last months of the tables of records and of the newest gaps, as the address has them.
        newest: the second of them alone.
    """

    measure: str
    by: str
    group: str
    source: str
    whole: GapSeries | None
    found: GapSeries | None
    outcome: Outcome
    periods: Mapping[str, str]
    ends: Mapping[str, str] = field(default_factory=dict)
    newest: Ends = ()

    @property
    def is_opening(self) -> bool:
        """Whether it is what the page opens with, of which no line can be drawn."""
        opening = gaps.opening()
        chosen = {"measure": self.measure, "by": self.by, "group": self.group}
        usual = next(iter(ask(gaps.sources_of, *chosen.values())), "")
        return chosen == opening and self.source == usual and not gaps.is_over_time(self.whole)

    @property
    def measure_name(self) -> str:
        """The measure in words."""
        return str(ask(gap_figures.measures)[self.measure])

    @property
    def link(self) -> dict[str, str]:
        """All of it as the address says it."""
        named = {"measure": self.measure, "by": self.by, "group": self.group}
        return {**named, "source": self.source, **self.periods, **self.ends}


def choose(draft: Draft) -> Chosen:
    """Declare the page's choices: the last two only where a series holds gaps to compare."""
    opening = gaps.opening()
    measure = draft.select("Measure", "measure", ask(gap_figures.measures), opening["measure"])
    by = draft.select("By", "by", ask(gap_figures.dimensions), opening["by"])
    groups = {one: first_large(one) for one in ask(gaps.groups, measure, by)}
    usual = opening["group"] if by == opening["by"] else next(iter(groups))
    group = draft.select("Group", "group", groups, usual)
    sources = ask(gaps.sources_of, measure, by, group)
    offered = sources or {NO_SOURCE: "None published"}
    source = draft.select("Figures from", "source", offered, next(iter(offered)))
    newest = measured.choose(draft)
    ends = {**recorded.choose(draft), **newest}
    if not sources:
        none = gap_changes.outcome(None, None)
        return Chosen(measure, by, group, "", None, None, none, {}, ends, tuple(newest.items()))
    whole = ask(gaps.gap_series, measure, by, group, source)
    found, since, periods = _periods(draft, whole)
    outcome = gap_changes.outcome(found, since)
    newest_ends = tuple(newest.items())
    return Chosen(measure, by, group, source, whole, found, outcome, periods, ends, newest_ends)


def _periods(
    draft: Draft, whole: GapSeries | None
) -> tuple[GapSeries | None, pd.Timestamp | None, dict[str, str]]:
    """The series up to the gap chosen, the end of the period it is set against, and both as chosen.

    The series as it is, where it holds no gaps that can be compared.
    """
    if whole is None or gap_changes.usual_baseline(whole) is None:
        return whole, None, {}
    ends = {f"{one.end:%Y-%m}": one for one in reversed(whole.gaps)}
    last = draft.select("The gap in", "to", _named(whole, ends), next(iter(ends)))
    cut = gaps.until(whole, ends[last].end)
    usual = gap_changes.usual_baseline(cut)
    if usual is None:
        return cut, None, {"to": last}
    earlier = {key: ends[key] for key in (f"{end:%Y-%m}" for end in gap_changes.baselines(cut))}
    first = draft.select("Set against", "since", _named(whole, earlier), f"{usual:%Y-%m}")
    return cut, ends[first].end, {"to": last, "since": first}


def _named(found: GapSeries, points: dict[str, GapPoint]) -> dict[str, str]:
    """Periods as options of a list."""
    return {key: first_large(gap_names.period_of(found, one)) for key, one in points.items()}
