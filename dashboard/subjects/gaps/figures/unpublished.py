"""Which measures the survey's own figures give for which groups, and which nobody has released."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import MPS
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.published import entry
from dashboard.subjects.gaps.figures.series import GapSeries
from dashboard.subjects.trust.figures.survey import REVIEW_QUARTER
from datasets import catalogue

GRID = ["measure", "name", "group", "held"]
"""Columns of the grid; `held` is empty where nobody has released any, else what -> end of its newest period."""


@dataclass(frozen=True)
class Asked:
    """What to ask for, and whom: one measure of a survey that a public body holds."""

    words: str
    code: str
    survey: str
    holder: str


def asked(measure: str) -> Asked | None:
    """How to ask for a measure; None where no public body's survey asks it."""
    found = entry("measure", measure)
    if "holder" not in found:
        return None
    return Asked(found["ask"], found.get("code", ""), found["survey"], found["holder"])


def all_groups(dimension: str) -> list[str]:
    """The groups that the survey's own files tell apart, the reference group last."""
    declared = entry("dimension", dimension)
    return [*declared["groups"], declared["reference"][0]]


def grid(dimension: str) -> pd.DataFrame:
    """Each measure that can be asked for, with each group: the newest figure of the survey itself.

    Polls of others are left out: they are other questions of other people. So is a reader's own
    licensed copy: it is not released.

    Returns:
        GRID; `held` by share, gap, change, limit (only a bound is printed) and doubtful.
    """
    cells = _cells(dimension)
    newest = cells.sort_values("period_end").drop_duplicates(
        ["measure", "group", "what"], keep="last"
    )
    held: dict[tuple[str, str], dict[str, pd.Timestamp]] = {}
    for one in newest.to_dict("records"):
        held.setdefault((one["measure"], one["group"]), {})[one["what"]] = one["period_end"]
    rows = [
        (measure, name, group, held.get((measure, group), {}))
        for measure, name in gap_figures.measures().items()
        if asked(measure) is not None
        for group in all_groups(dimension)
    ]
    return pd.DataFrame(rows, columns=GRID)


def newest_of_survey(measure: str, dimension: str, group: str) -> pd.Timestamp | None:
    """End of the newest period for which the survey itself gives a figure of a group."""
    held = _cells(dimension)
    ends = held.loc[(held["measure"] == measure) & (held["group"] == group), "period_end"]
    return None if ends.empty else pd.Timestamp(ends.max())


def first_year() -> str:
    """The financial year of the oldest figure of the survey's own files, such as `2014-15`."""
    ends = catalogue.load(
        gap_figures.SURVEY_TABLE, ["period_end"], {"survey": "PAS", "area_code": MPS}
    )
    oldest = pd.Timestamp(ends["period_end"].min())
    start = oldest.year - (oldest.month < 4)
    return f"{start}-{(start + 1) % 100:02d}"


def is_last_word(series: GapSeries, released: pd.Timestamp | None) -> bool:
    """Whether nothing comparable is held for a time since the Review.

    Args:
        series: on screen.
        released: of `newest_of_survey`; counts where the series is one of the survey's own.
    """
    ends = [*(one.end for one in series.points), *(one.end for one in series.changes)]
    if series.survey.get("is_pas") and released is not None:
        ends.append(released)
    return bool(max(ends) <= REVIEW_QUARTER)


def _cells(dimension: str) -> pd.DataFrame:
    return pd.concat([_printed(dimension), _loaded(dimension)], ignore_index=True)


def _printed(dimension: str) -> pd.DataFrame:
    cells = gap_figures.printed_cells()
    own = {one["id"] for one in gap_figures.declared()["survey"] if one.get("is_pas")}
    cells = cells[(cells["dimension"] == dimension) & cells["survey"].isin(own)]
    what = cells["role"].where(cells["bound"] == "exact", "limit")
    return cells.assign(
        what=what.where(~cells[["is_conflict", "is_doubtful"]].any(axis="columns"), "doubtful")
    )[["measure", "group", "period_end", "what"]]


def _loaded(dimension: str) -> pd.DataFrame:
    rows = catalogue.load(
        gap_figures.SURVEY_TABLE,
        ["measure", "group", "period_end", "source_id"],
        {
            "group_dimension": entry("dimension", dimension)["published_as"],
            "area_code": MPS,
        },
    )
    rows = rows[~rows["source_id"].isin(entry("survey", "own-copy")["sources"])]
    groups = [gap_figures.spelled(str(group)) for group in rows["group"]]
    return rows.assign(group=groups, what="share")
