"""The tables of the page of methods, as its readers see them."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.figures import renewals
from dashboard.figures.places import MPS
from dashboard.subjects.trust.figures.survey import trust_sensitivity
from dashboard.words import ripening
from dashboard.words.cells import Cell
from dashboard.words.editions import CORRECTION_KINDS
from dashboard.words.intervals import per_cent
from dashboard.words.numbers import count, listed, signed_percent
from dashboard.words.periods import day_words, edition, period_words
from dashboard.words.sources import SHORT_NAMES
from dashboard.words.survey import change_words

CORRECTION_HEADINGS = ("What", "Was", "Is now", "Why")


def editions(source: pd.Series) -> str:
    """The editions of a source that are used, in words."""
    return listed([edition(name) for name in source["editions"]])


def periods(sources: pd.DataFrame) -> pd.DataFrame:
    """Label, start, end and newest period in words of each source that has a period, the newest first."""
    dated = sources[sources["newest"] != ""].sort_values("newest", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "label": dated["id"].map(SHORT_NAMES),
            "start": [pd.Period(first).start_time for first in dated["first"]],
            "end": [pd.Period(newest).end_time.normalize() for newest in dated["newest"]],
            "newest": dated["newest"].map(period_words),
        }
    )


def periods_said(rows: pd.DataFrame) -> str:
    """What the chart of `periods` shows, in a sentence or two."""
    first, newest = rows.sort_values("start").iloc[0], rows.iloc[0]
    ended = rows[rows["end"] < rows["end"].max() - pd.DateOffset(years=2)]
    return (
        f"Bar chart of the period that each of {count(len(rows))} sources covers. The earliest begins in "
        f"{first['start']:%Y} ({first['label']}); the newest runs to {newest['newest']} ({newest['label']}). "
        f"{count(len(ended))} ended more than two years before it. Each period stands in the list of sources."
    )


def renewal_words(one: renewals.Renewal | None) -> str:
    """How a source stands against its usual lag: `overdue by 83 days`; empty where nothing newer is expected."""
    if one is None:
        return ""
    if one.status == "fresh":
        return "fresh"
    days = f"{count(one.days_late)} day{'' if one.days_late == 1 else 's'}"
    return f"due for {days}" if one.status == "due" else f"overdue by {days}"


def at_a_glance(source: pd.Series, one: renewals.Renewal | None) -> str:
    """A source in a line: `Recorded crime: to June 2026, overdue by 83 days`."""
    newest = f"to {period_words(source['newest'])}" if source["newest"] else "undated"
    name = SHORT_NAMES[source["id"]]
    return f"{name}: {', '.join(filter(None, (newest, renewal_words(one))))}"


def correction_cells(found: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """A row per figure that was wrong or looked wrong, under CORRECTION_HEADINGS.

    Args:
        found: rows of `answers.corrections`.
    """
    return [
        (
            Cell(
                row["what"],
                (f"{CORRECTION_KINDS[row['correction_kind']]}, {day_words(row['date'])}",),
            ),
            Cell(str(row["was"])),
            Cell(str(row["is"])),
            Cell(row["reason"]),
        )
        for row in found.to_dict("records")
    ]


def sensitivity_table() -> pd.DataFrame:
    """The newest change in trust with other design effects, to show how much they matter."""
    return pd.DataFrame(
        [
            {
                "Design effect": f"{one['design_effect']:.1f}",
                "Share, interval": per_cent(
                    (one["share"].estimate, one["share"].low, one["share"].high)
                ),
                "Change since the Review": change_words(
                    one["change"].estimate, one["change"].low, one["change"].high
                ),
            }
            for one in ask(trust_sensitivity, MPS)
        ]
    )


def revised_table(declared: pd.DataFrame) -> pd.DataFrame:
    """How far positive outcomes were revised, a row per series and age.

    Args:
        declared: rows of `queries.ripening.revision_table`.
    """
    ages = zip(declared["age_from_months"], declared["age_to_months"], strict=True)
    spans = zip(declared["low_pct"], declared["high_pct"], strict=True)
    return pd.DataFrame(
        {
            "Outcomes of": declared["series"].map(ripening.SERIES),
            "Age in the older": [
                ripening.ages(int(first), None if pd.isna(last) else int(last))
                for first, last in ages
            ],
            "Older count": declared["old_count"].map(count),
            "Newer count": declared["new_count"].map(count),
            "Change": [signed_percent(one, 1) for one in declared["change_pct"]],
            "Single months": [ripening.rounded_span(low, high) for low, high in spans],
        }
    )
