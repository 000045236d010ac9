"""One question of one survey for a group and its reference group: shares, gaps, intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.published import entry
from stats import compare
from stats.intervals import Interval, Share, Working


@dataclass(frozen=True)
class Side:
    """One group's share in one period.

    Attributes:
        pct: in per cent; None where too few people answered for it to be shown.
        bound: one of `schema.BOUNDS`; `exact` where the figure itself is printed.
        is_doubtful: another figure contradicts it, or it can be read in two ways.
        also: other figures that the source prints for the same share.
        base_n, design_effect: None where the number of interviews is not published.
    """

    pct: float | None
    low: float | None = None
    high: float | None = None
    base_n: int | None = None
    design_effect: float | None = None
    bound: str = "exact"
    is_doubtful: bool = False
    is_flagged: bool = False
    also: tuple[float, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether a gap may be computed from it."""
        return self.pct is not None and self.bound == "exact" and not self.is_doubtful

    @property
    def share(self) -> Share | None:
        """The share with its base; None where it has no base."""
        if self.pct is None or self.base_n is None:
            return None
        return Share(self.pct, self.base_n, self.design_effect or 1.0)


@dataclass(frozen=True)
class GapPoint:
    """Both groups in one period, and the gap between them.

    Attributes:
        gap: group less reference, in points; None where it cannot be computed, `why` says why:
            `no_reference`, `no_group`, `doubtful`, `limit` or `hidden`.
        working: of the gap's interval; None where the number of interviews is not published.
        is_printed: the document prints the gap, and not the two shares.
    """

    start: pd.Timestamp
    end: pd.Timestamp
    group: Side | None = None
    reference: Side | None = None
    gap: float | None = None
    working: Working | None = None
    is_printed: bool = False
    why: str = ""

    @property
    def interval(self) -> Interval | None:
        """Of the gap; None where the number of interviews is not published."""
        return None if self.working is None else self.working.interval

    @property
    def p_value(self) -> float | None:
        """Chance of a gap this wide if there were none, by the z test; None without an interval."""
        return None if self.working is None else self.working.p_value


@dataclass(frozen=True)
class PrintedChange:
    """How far each group's share changed between two periods, where only that is printed."""

    start: pd.Timestamp
    end: pd.Timestamp
    group: float
    reference: float | None


@dataclass(frozen=True)
class GapSeries:
    """One question of one survey, for a group and its reference group.

    Attributes:
        survey, question: as declared in `gaps.toml`.
        points: oldest first.
        figures: the rows behind them, columns `gap_figures.CELLS`.
    """

    measure: str
    dimension: str
    group: str
    reference: str
    survey: dict[str, Any]
    says: str
    points: tuple[GapPoint, ...]
    changes: tuple[PrintedChange, ...]
    figures: pd.DataFrame = field(compare=False)

    @property
    def basis(self) -> str:
        """What one figure covers."""
        return str(self.figures["basis"].iloc[0])

    @property
    def gaps(self) -> list[GapPoint]:
        """The periods whose gap is known."""
        return [point for point in self.points if point.gap is not None]

    @property
    def is_whole(self) -> bool:
        """Whether every share is printed as a whole per cent."""
        return _are_whole(self.figures.loc[self.figures["role"] == "share", "value"])


def reference_of(dimension: str, group: str, held: Sequence[str] | None) -> str:
    """The group that a group is set against: the first of the declared ones that is held."""
    own = gap_figures.declared()["own_reference"].get(group)
    declared = entry("dimension", dimension)["reference"]
    if own:
        return str(own)
    return str(next((one for one in declared if held is not None and one in held), declared[0]))


def question(name: str) -> dict[str, Any]:
    """A declared question; empty where the survey table names none."""
    asked = gap_figures.declared()["question"]
    return next((dict(one) for one in asked if one["id"] == name), {})


def series_of(cells: pd.DataFrame, group: str) -> GapSeries | None:
    """The series that some cells are, for a group; None where they hold no figure of it.

    Args:
        cells: of one series, columns `gap_figures.CELLS`.
        group: set against its reference group, which `reference_of` names.
    """
    if group not in set(cells["group"]):
        return None
    measure, dimension = str(cells["measure"].iloc[0]), str(cells["dimension"].iloc[0])
    reference = reference_of(dimension, group, list(cells["group"]))
    as_it_is = {name: usual for name, usual in gap_figures.AS_IT_IS.items() if name not in cells}
    cells = cells.assign(**as_it_is)  # cells that say nothing of a mark have none
    both = cells[cells["group"].isin([group, reference])].reset_index(drop=True)
    source, name = str(both["source_id"].iloc[0]), str(both["survey"].iloc[0])
    is_loaded = both["dataset"].iloc[0] == gap_figures.SURVEY_TABLE
    asked = question(str(both["question"].iloc[0]))
    return GapSeries(
        measure=measure,
        dimension=dimension,
        group=group,
        reference=reference,
        survey=gap_figures.survey_of_source(source) if is_loaded else entry("survey", name),
        says=str(asked.get("says") or entry("measure", measure)["says"]),
        points=_points(both, group, reference),
        changes=_changes(both, group, reference),
        figures=both,
    )


def _points(cells: pd.DataFrame, group: str, reference: str) -> tuple[GapPoint, ...]:
    levels = cells[cells["role"] != "change"]
    periods = levels[["period_start", "period_end"]].drop_duplicates().sort_values("period_end")
    return tuple(
        _point_of(
            levels[(levels["period_start"] == start) & (levels["period_end"] == end)],
            group,
            reference,
        )
        for start, end in periods.itertuples(index=False)
    )


def _point_of(rows: pd.DataFrame, group: str, reference: str) -> GapPoint:
    """One period: the gap of the two shares, else the gap that is printed instead of them."""
    start, end = rows["period_start"].iloc[0], rows["period_end"].iloc[0]
    shares = rows[rows["role"] == "share"]
    one, other = (_side(shares[shares["group"] == name]) for name in (group, reference))
    point = _point(start, end, one, other, _are_whole(shares["value"]))
    printed = rows[(rows["role"] == "gap") & (rows["group"] == group)]
    if point.gap is not None or printed.empty:
        return point
    if printed[["is_conflict", "is_doubtful"]].any(axis=None):
        return replace(point, why="doubtful")
    return replace(point, gap=float(printed["value"].iloc[0]), is_printed=True, why="")


def _side(rows: pd.DataFrame) -> Side | None:
    """The one share of a group in a period; doubtful where the source prints two."""
    if rows.empty:
        return None
    row = rows.iloc[0]
    return Side(
        pct=_number(row["value"]),
        low=_number(row["low_pct"]),
        high=_number(row["high_pct"]),
        base_n=None if pd.isna(row["base_n"]) else int(row["base_n"]),
        design_effect=_number(row["design_effect"]),
        bound=str(row["bound"]),
        is_doubtful=bool(rows[["is_conflict", "is_doubtful"]].any(axis=None)) or len(rows) > 1,
        is_flagged=bool(row["is_flagged"]),
        also=tuple(float(value) for value in rows["value"].iloc[1:]),
    )


def _number(value: Any) -> float | None:  # noqa: ANN401 - a cell of a mixed column
    return None if pd.isna(value) else float(value)


def _point(
    start: pd.Timestamp,
    end: pd.Timestamp,
    group: Side | None,
    reference: Side | None,
    is_whole: bool,
) -> GapPoint:
    why = _why_no_gap(group, reference)
    if why or group is None or reference is None or group.pct is None or reference.pct is None:
        return GapPoint(start, end, group, reference, why=why)
    one, other = group.share, reference.share
    working = compare.gap(one, other, is_whole) if one and other else None
    return GapPoint(start, end, group, reference, group.pct - reference.pct, working)


def _are_whole(values: pd.Series) -> bool:
    shares = values.dropna().astype(float)
    return bool((shares == shares.round()).all())


def _why_no_gap(group: Side | None, reference: Side | None) -> str:
    if group is None:
        return "no_group"
    if reference is None:
        return "no_reference"
    if group.pct is None or reference.pct is None:
        return "hidden"
    if group.is_doubtful or reference.is_doubtful:
        return "doubtful"
    return "" if group.bound == reference.bound == "exact" else "limit"


def _changes(cells: pd.DataFrame, group: str, reference: str) -> tuple[PrintedChange, ...]:
    rows = cells[cells["role"] == "change"]
    rows = rows.assign(value=rows["value"].astype(float))
    wide = rows.pivot_table(index=["period_start", "period_end"], columns="group", values="value")
    wide = wide.reindex(columns=[group, reference])
    return tuple(
        PrintedChange(start, end, float(of_group), _number(of_reference))
        for (start, end), of_group, of_reference in wide.itertuples()
        if not pd.isna(of_group)
    )
