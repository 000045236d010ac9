"""Finds the two figures of an indicator among those printed in documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from data_pipeline.derived.found import ID, Found, Frames, Two, rows_of
from datasets.schema import SourceError
from stats.verdicts import Figure

_MARKS = ("is_conflict", "is_doubtful", "is_target", "is_testimony", "is_other_survey")
"""Columns any of which makes a printed figure no baseline and no newest figure."""

GEOGRAPHY = "London (MPS area)"
"""Whose figures are looked for where no baseline says it: the Met's, never another force's."""

DATASET_OF = {"R": "review_figures", "P": "published_figures"}
"""Which table holds a figure, by the letter of its number."""

_DAYS = {
    "quarter": (88, 92),
    "rolling_12_months": (363, 366),
    "calendar_year": (363, 366),
    "financial_year": (363, 366),
    "nine_years": (3285, 3288),
    "point_in_time": (0, 0),
}
"""Days from the first to the last of each kind of period: least and most."""


def of_figure(
    declared: dict[str, Any], frames: Frames, published: date, _design_effect: float | None
) -> Two:
    """The printed figure named as the baseline, and the newest of its kind since the Review.

    Raises:
        SourceError: the table that should hold the baseline does not, or it is marked, in another
            unit or of another kind of period than declared.
    """
    held = [rows for rows in (rows_of(frames, one) for one in DATASET_OF.values()) if len(rows)]
    if not held:
        return None, None
    figures = pd.concat(held)
    named = declared.get("baseline_figure")
    if named is None:
        return None, _newest(_of_measure(figures, declared), declared, published)
    if DATASET_OF[named[0]] not in frames:
        return None, None
    chosen = figures[figures["figure_id"] == named]
    if len(chosen) != 1:
        raise SourceError.of(ID, f"baseline figure {named} is not among the figures")
    row = chosen.iloc[0]
    _stop_at_marks(row)
    alike = figures[
        (figures["measure_id"] == row["measure_id"])
        & (figures["group"] == row["group"])
        & (figures["geography"] == row["geography"])
    ]
    return _baseline(row, declared), _newest(alike, declared, published)


def _of_measure(figures: pd.DataFrame, declared: dict[str, Any]) -> pd.DataFrame:
    """Figures of a declared measure and group in the Met's area; none where no measure is declared."""
    chosen: pd.Series = (
        (figures["measure_id"] == declared.get("measure_id", ""))
        & (figures["group"].str.casefold() == declared.get("group", "All").casefold())
        & (figures["geography"] == GEOGRAPHY)
    )
    of_measure: pd.DataFrame = figures[chosen]
    return of_measure


def _newest(alike: pd.DataFrame, declared: dict[str, Any], published: date) -> Found | None:
    usable = alike[
        (alike["period_end"] > pd.Timestamp(published))
        & (alike["unit"] == declared["unit"])
        & ~is_marked(alike)
    ]
    if usable.empty:
        return None
    return _printed(usable.sort_values(["period_end", "figure_id"]).iloc[-1], declared)


def is_marked(figures: pd.DataFrame) -> pd.Series:
    """Which printed figures can be no baseline and no newest figure: contradicted, a bound, another's survey.

    Args:
        figures: `bound` and the flags of `schema.MEANING_COLUMNS`.
    """
    flagged: pd.Series = figures[list(_MARKS)].any(axis="columns") | (figures["bound"] != "exact")
    return flagged


def _stop_at_marks(row: pd.Series) -> None:
    if is_marked(row.to_frame().T).item():
        note = row["confidence_note"] if isinstance(row["confidence_note"], str) else ""
        raise SourceError.of(
            ID, f"figure {row['figure_id']} is marked and cannot be a baseline: {note}"
        )


def _baseline(row: pd.Series, declared: dict[str, Any]) -> Found:
    number, wanted = row["figure_id"], declared["unit"]
    if row["unit"] != wanted:
        raise SourceError.of(ID, f"figure {number} is in {row['unit']}, not in {wanted}")
    found = _printed(row, declared)
    if found.figure.time_basis != declared["time_basis"]:
        period = f"{found.figure.start} to {found.figure.end}"
        raise SourceError.of(ID, f"figure {number} is of {period}: no {declared['time_basis']}")
    return found


def _printed(row: pd.Series, declared: dict[str, Any]) -> Found:
    start, end = row["period_start"].date(), row["period_end"].date()
    sign = declared.get("baseline_sign", 1)
    figure = Figure(
        sign * float(row["value"]) + 0.0, start, end, _basis(start, end, declared["time_basis"])
    )
    made_from = ((str(row["source_id"]), str(row["edition"])),)
    return Found(figure, made_from, figure_id=str(row["figure_id"]))


def _basis(start: date, end: date, declared: str) -> str:
    """The declared kind of period where the length is that kind's, else `not_stated`."""
    least, most = _DAYS.get(declared, (0, -1))
    return declared if least <= (end - start).days <= most else "not_stated"
