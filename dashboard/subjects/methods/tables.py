"""The tables of the page of methods, as its readers see them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.answers import ask
from dashboard.figures import renewals
from dashboard.figures.places import MPS
from dashboard.subjects.trust.figures.survey import trust_sensitivity
from dashboard.words import ripening
from dashboard.words.cells import NONE
from dashboard.words.columns import column_words
from dashboard.words.editions import CORRECTION_KINDS
from dashboard.words.intervals import per_cent
from dashboard.words.numbers import count, listed, signed_percent
from dashboard.words.periods import day_words, edition, period_words
from dashboard.words.survey import change_words

_CORRECTIONS = ("date", "correction_kind", "what", "was", "is", "reason")


def overview_table(sources: pd.DataFrame) -> pd.DataFrame:
    """A row per source: title, publisher and licence, edition and period."""
    return pd.DataFrame(
        {
            "Source": sources["title"],
            "Publisher; licence": sources["publisher"] + "; " + sources["licence"],
            "Edition: period": [
                editions(source) + (f": {_period(source)}" if source["newest"] else "")
                for _, source in sources.iterrows()
            ],
        }
    )


def editions(source: pd.Series) -> str:
    """The editions of a source that are used, in words."""
    return listed([edition(name) for name in source["editions"]])


def _period(source: pd.Series) -> str:
    return f"{period_words(source['first'])} to {period_words(source['newest'])}"


def periods(sources: pd.DataFrame) -> pd.DataFrame:
    """Label, start, end and newest period in words of each source that has a period."""
    dated = sources[sources["newest"] != ""]
    return pd.DataFrame(
        {
            "label": dated["title"],
            "start": [pd.Period(first).start_time for first in dated["first"]],
            "end": [pd.Period(newest).end_time.normalize() for newest in dated["newest"]],
            "newest": dated["newest"].map(period_words),
        }
    )


def calendar_table(sources: pd.DataFrame, today: date) -> pd.DataFrame:
    """A row per source: its newest period, when newer figures are usual, and how that stands."""
    found = [(source, renewals.renewal(source, today)) for source in sources.to_dict("records")]
    return pd.DataFrame(
        [
            {
                "Source": source["title"],
                "Newest period": period_words(source["newest"]),
                "Usually renewed by": NONE if one is None else day_words(one.by),
                "Status": "Not expected" if one is None else _status(one),
            }
            for source, one in found
            if source["newest"]
        ]
    )


def _status(one: renewals.Renewal) -> str:
    if one.status == "fresh":
        return "Fresh"
    days = f"{count(one.days_late)} day{'' if one.days_late == 1 else 's'}"
    return f"Due for {days}" if one.status == "due" else f"Overdue by {days}"


def correction_table(found: pd.DataFrame) -> pd.DataFrame:
    """A row per figure that was wrong or looked wrong.

    Args:
        found: rows of `answers.corrections`.
    """
    shown = found.assign(
        date=[day_words(day) for day in found["date"]],
        correction_kind=found["correction_kind"].map(CORRECTION_KINDS),
    )
    return shown[list(_CORRECTIONS)].rename(
        columns={**{one: column_words(one) for one in _CORRECTIONS}, "date": "Since"}
    )


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
