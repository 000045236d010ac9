"""Where the Review disagrees with itself: both figures side by side, and what a recomputation gives."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.printed import AS_PRINTED
from dashboard.subjects.crime.figures.changes import REVIEW_END, printed_changes
from dashboard.subjects.review.figures.review import (
    FIGURE_1_2_NAMES,
    FIGURE_1_2_TOTAL,
    review_figures,
)
from datasets import catalogue
from datasets.rows import Between
from stats.twelve_months import months_to

FIVE_YEARS = "figure-1-2-five-years"
"""The one contradiction that has a table of its own, `five_year_cells`."""

COUNTS = "recorded_offences"
_SHARE_ROUNDING, _GROWTH_ROUNDING = 0.05, 0.5
"""Half a unit of the last digit printed: share changes have one decimal, the total's change none."""


@dataclass(frozen=True)
class Contradiction:
    """One thing that the Review prints in two ways.

    Attributes:
        id, title: as declared.
        first, second: rows of `review_figures`; `second` is empty where what contradicts the first
            is a sentence and no figure: then the note of the first says it.
    """

    id: str
    title: str
    first: pd.DataFrame
    second: pd.DataFrame

    @property
    def figures(self) -> list[str]:
        """The numbers of every figure on either side."""
        return [*self.first["figure_id"], *self.second["figure_id"]]


def contradictions(among: Collection[str] | None = None) -> list[Contradiction]:
    """Every contradiction, in the order of the document; or those that touch some figures.

    Args:
        among: numbers of figures that are marked as in conflict; None: all of them.
    """
    rows = review_figures().set_index("figure_id", drop=False)
    found = [
        Contradiction(
            one["id"], one["title"], rows.loc[one["first"].split()], rows.loc[one["second"].split()]
        )
        for one in catalogue.reference("contradictions").to_dict("records")
    ]
    if among is None:
        return found
    wanted = set(among)
    return [one for one in found if wanted & _marked(one)]


def _marked(one: Contradiction) -> set[str]:
    """The figures of a contradiction that are marked as in conflict, not those that only bear on it."""
    sides = pd.concat([one.first, one.second])
    return set(sides.loc[sides["is_conflict"], "figure_id"])


def five_year_cells() -> pd.DataFrame:
    """The four inconsistent cells of Figure 1.2's five-year row, each with three numbers.

    The second is (share now / share then) x (1 + change of the total) - 1, from the Review's own
    printed counts, changes of share and change of the total. Its low and high end are what the
    rounding of these allows. The third is the change of the same 12 months in the published counts.

    Returns:
        figure_id, offence, `AS_PRINTED`, printed_pct, implied_pct, implied_low_pct, implied_high_pct, counted_pct,
        agree (the third lies within the ends of the second: both recomputations agree). The third is
        missing where the counts are not loaded.
    """
    cells = _figure_1_2()
    whole = cells[cells.index == FIGURE_1_2_TOTAL].iloc[0]
    shares = 100 * cells["count"] / float(whole["count"])
    growth = float(whole["printed_pct"])
    cells = cells.assign(
        implied_pct=_implied(shares, cells["moved"], growth),
        implied_low_pct=_implied(
            shares, cells["moved"] - _SHARE_ROUNDING, growth - _GROWTH_ROUNDING
        ),
        implied_high_pct=_implied(
            shares, cells["moved"] + _SHARE_ROUNDING, growth + _GROWTH_ROUNDING
        ),
    )
    cells = cells[cells["is_conflict"]].rename(index=FIGURE_1_2_NAMES)
    cells = cells.assign(counted_pct=_counted().reindex(cells.index))
    within = cells["counted_pct"].between(cells["implied_low_pct"], cells["implied_high_pct"])
    table = cells.assign(agree=within).rename_axis("offence").reset_index()
    return table.drop(columns=["count", "moved", "is_conflict"])


def _figure_1_2() -> pd.DataFrame:
    """Figure 1.2: by group, the five-year change as printed, its mark, count, and change of share."""
    rows = review_figures()
    rows = rows[rows["source_location"].str.contains("Figure 1.2", regex=False)]
    change = rows[rows["measure_id"] == "recorded_offences_change_5y"].set_index("group")
    values = {
        name: rows[rows["measure_id"] == measure].set_index("group")["value"]
        for name, measure in (
            ("count", "recorded_offences"),
            ("moved", "offence_share_change_5y"),
        )
    }
    table = change[["figure_id", "is_conflict", *AS_PRINTED]]
    return table.assign(printed_pct=table["value"], **values)


def _counted() -> pd.Series:
    """Five-year change of the published counts by offence group; nothing where they are not loaded."""
    if not catalogue.is_readable(COUNTS):
        return pd.Series(dtype="float64")
    return printed_changes().set_index("offence")["table_5y_pct"]


def _implied(share: pd.Series, moved: pd.Series, growth: float) -> pd.Series:
    """Change of a count in per cent, from its share now, the change of that share, and the whole's."""
    return share / (share - moved) * (100 + growth) - 100


def counted_editions() -> list[str]:
    """Editions that the months of `five_year_cells` come from: one, unless a seam lies between."""
    if not catalogue.is_readable(COUNTS):
        return []
    spans = [(months_to(end)[0], end) for end in (REVIEW_END, REVIEW_END - pd.DateOffset(years=5))]
    found = [
        catalogue.load(COUNTS, ["edition"], {"month": Between(*span)})["edition"] for span in spans
    ]
    return sorted(set(pd.concat(found)))
