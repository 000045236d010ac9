"""The Review's own figures, and its tables beside today's."""

from __future__ import annotations

import pandas as pd

from dashboard.queries.places import ALL
from datasets import catalogue
from datasets.catalogue import Between

REVIEW_FIGURE_1_2 = ("2022-02-01", "2023-01-01")
"""First and last month of the 12 months that the Review's Figure 1.2 counts."""


FIGURE_1_2_NAMES = {"Public order": "Public order offences"}
"""Groups that the Review's Figure 1.2 names otherwise than the table does."""

FIGURE_1_2_TOTAL = "Total notifiable offences"


def figure_1_2() -> pd.DataFrame:
    """The Review's Figure 1.2 counts beside the table's, February 2022 to January 2023.

    Returns:
        offence_group, printed_count, table_count, difference_count, difference_pct; the total first.

    Raises:
        catalogue.DatasetError: the Review names a group that the table does not have.
    """
    first, last = REVIEW_FIGURE_1_2
    printed = catalogue.load(
        "review_figures",
        ["group", "value", "source_location", "period_end"],
        {"measure_id": "recorded_offences", "unit": "count", "period_end": "2023-01-31"},
    )
    printed = printed[printed["source_location"].str.contains("Figure 1.2", regex=False)]
    rows = catalogue.load(
        "recorded_offences", ["offence_group", "offences_count"], {"month": Between(first, last)}
    )
    counts = rows.groupby("offence_group")["offences_count"].sum()
    counts[FIGURE_1_2_TOTAL] = counts.sum()
    named = printed["group"].replace(FIGURE_1_2_NAMES)
    unknown = sorted(set(named) - set(counts.index))
    if unknown:
        raise catalogue.DatasetError(
            f"Figure 1.2 names groups that are not in the table: {unknown}"
        )
    now = named.map(counts).astype("int64")
    difference = now - printed["value"].astype("int64")
    return pd.DataFrame(
        {
            "offence_group": named,
            "printed_count": printed["value"].astype("int64"),
            "table_count": now,
            "difference_count": difference,
            "difference_pct": difference / printed["value"] * 100,
        }
    ).reset_index(drop=True)


def review_figures(
    words: str = "", success_measure: str = ALL, topic: str = ALL, flagged: bool = False
) -> pd.DataFrame:
    """Figures of the Review and related documents that fit a search, in the order they were printed.

    Args:
        words: every word must occur in the statement, group, topic, note or place in the document.
        success_measure, topic: an id or name, or `all`.
        flagged: only figures that the document contradicts.
    """
    filters = {
        name: value
        for name, value in (("success_measure", success_measure), ("topic", topic))
        if value != ALL
    }
    rows = catalogue.load("review_figures", None, filters)
    rows = rows.assign(is_conflict=is_conflict(rows["confidence_note"]))
    searched = rows[
        ["statement", "group", "topic", "geography", "source_location", "confidence_note"]
    ]
    text = searched.fillna("").agg(" ".join, axis=1) + " " + rows["value"].map("{:g}".format)
    text = text.str.lower().str.replace(",", "", regex=False)
    kept = pd.Series(True, index=rows.index)
    for word in words.lower().split():
        kept &= text.str.contains(word.replace(",", ""), regex=False)
    if flagged:
        kept &= rows["is_conflict"]
    return rows[kept].reset_index(drop=True)


def is_conflict(notes: pd.Series) -> pd.Series:
    """Whether a figure's note says that the document disagrees with itself."""
    return notes.fillna("").str.contains(r"\bCONFLICT|\bCONTRADICTION")


def review_topics() -> list[str]:
    """Topics of the Review's figures, in alphabetical order."""
    return sorted(catalogue.load("review_figures", ["topic"])["topic"].unique())
