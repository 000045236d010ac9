"""The Review's own figures, and its tables beside today's."""

from __future__ import annotations

import re

import pandas as pd

from dashboard.figures.places import ALL, MPS
from dashboard.figures.search import holding
from dashboard.subjects.crime.figures.changes import REVIEW_END, changes_to
from datasets import catalogue

FIGURE_1_2_NAMES = {"Public order": "Public order offences"}
"""Groups that the Review's Figure 1.2 names otherwise than the table does."""

FIGURE_1_2_TOTAL = "Total notifiable offences"

EVERYONE = "All"
"""The group of figures that are of no group."""


def figure_1_2() -> pd.DataFrame:
    """The Review's Figure 1.2 counts beside the table's, February 2022 to January 2023.

    Returns:
        offence_group, printed_count, table_count, difference_count, difference_pct; the total first.

    Raises:
        catalogue.DatasetError: the Review names a group that the table does not have in all 12 months.
    """
    printed = catalogue.load(
        "review_figures",
        ["group", "value", "source_location", "period_end"],
        {"measure_id": "recorded_offences", "unit": "count", "period_end": "2023-01-31"},
    )
    printed = printed[printed["source_location"].str.contains("Figure 1.2", regex=False)]
    counts = changes_to(MPS, REVIEW_END).set_index("offence")["offences_count"]
    counts = counts.rename({"All offences": FIGURE_1_2_TOTAL})
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


_SEARCHED = (
    *(
        "statement",
        "group",
        "topic",
        "geography",
        "source_location",
        "caveat",
        "figure_id",
    ),
    *("population", "original_source", "measure_id", "value"),
)
_OTHER_DOCUMENTS = (
    ("Op Leven", "op-leven"),
    ("Performance and Risk", "board-paper"),
    ("Met Commissioner", "rebuilding-trust"),
    ("City of London", "city-answer"),
)
"""What the title of a document beside the Review begins with -> its value in the address bar."""


def review_figures(
    words: str = "",
    success_measure: str = ALL,
    topic: str = ALL,
    flagged: bool = False,
    group: str = ALL,
    chapter: str = ALL,
) -> pd.DataFrame:
    """Figures of the Review and related documents that fit a search, in the order they were printed.

    Args:
        words: every word must occur in the statement, whom it is of, its topic, its place, its caveat,
            its number or its value.
        success_measure, topic, group: an id or name, or `all`.
        flagged: only figures that the document contradicts.
        chapter: a value of `chapter_of`, or `all`.

    Returns:
        The columns of `review_figures`, and chapter.
    """
    filters = {
        name: value
        for name, value in (
            ("success_measure", success_measure),
            ("topic", topic),
            ("group", group),
        )
        if value != ALL
    }
    rows = catalogue.load("review_figures", None, filters)
    places = zip(rows["source_document"], rows["source_location"], strict=True)
    rows = rows.assign(chapter=[chapter_of(*place) for place in places])
    kept = holding(rows, _SEARCHED, words)
    if flagged:
        kept &= rows["is_conflict"]
    if chapter != ALL:
        kept &= rows["chapter"] == chapter
    return rows[kept].reset_index(drop=True)


def review_figure(figure_id: str) -> pd.Series:
    """One figure with everything known of it, as a row of `review_figures`.

    Raises:
        KeyError: there is no such figure.
    """
    rows = review_figures()
    found = rows[rows["figure_id"] == figure_id]
    if found.empty:
        raise KeyError(figure_id)
    return found.iloc[0]


def review_figure_ids() -> list[str]:
    """The number of every figure, in the order of the documents."""
    return list(catalogue.load("review_figures", ["figure_id"])["figure_id"])


def chapter_of(document: str, location: str) -> str:
    """Value in the address bar of the chapter, or other document, that a figure is printed in."""
    if not document.startswith("Baroness Casey Review"):
        return next((key for start, key in _OTHER_DOCUMENTS if document.startswith(start)), "other")
    found = re.search(r"\b[Cc]h (\d+)", location)
    if found:
        return found.group(1)
    if "Annex B" in location:
        return "annex-b"
    return "summary" if "Summary" in location else "introduction"


def review_groups() -> list[str]:
    """Whom or what the figures are of, everyone first, then in alphabetical order."""
    found = set(catalogue.load("review_figures", ["group"])["group"])
    return sorted(found, key=lambda name: (name != EVERYONE, name.lower(), name))


def review_chapters() -> set[str]:
    """The chapters and documents that hold a figure."""
    return set(review_figures()["chapter"])


def review_topics() -> list[str]:
    """Topics of the Review's figures, in alphabetical order."""
    return sorted(catalogue.load("review_figures", ["topic"])["topic"].unique())
