"""What the Overview says of a measure in whole sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.figures.indicators import (
    TRIALS_FOR,
    change,
    crossed,
    held,
    is_judged,
    of,
    printed,
    recent,
    rows_of,
)
from dashboard.subjects.overview.words import cards as measure_cards
from dashboard.subjects.overview.words.cards import Side
from dashboard.subjects.response.figures import GRADES
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.subjects.workforce.figures.printed import MINORITY
from dashboard.words import early_signs, verdicts


def against(measures: Iterable[success.Measure]) -> list[str]:
    """What early signs speak against, a sentence a verdict: none where they speak against none."""
    return [
        early_signs.against(
            sign, f"“{row['indicator_name']}: {verdicts.VERDICTS[row['verdict']].title.lower()}”"
        )
        for measure in measures
        for row in rows_of(measure.deciding)
        if (sign := sign_in(row)) is not None and sign.contradicts
    ]


def of_measure(measure: success.Measure) -> str:
    """What a measure's figures say, and where they say nothing."""
    if measure.verdict != "cannot_be_judged" and measure.id != "trust_confidence_fairness":
        return measure.reason
    return _SENTENCES[measure.id](measure)


def sides_of(row: pd.Series) -> tuple[Side, Side]:
    """One question of the first card at the Review and since, each with its period.

    The periods are not all alike: what no file holds is as the Review printed it, for a quarter.
    """
    then = held(row, "baseline") or printed(row["review_figure_id"])
    since = held(row, "latest") if is_judged(row) else None  # else the two do not compare
    return (
        measure_cards.side(then),
        measure_cards.NOTHING if since is None else measure_cards.side(since),
    )


def beside_sides(row: pd.Series) -> tuple[Side | None, Side | None]:
    """Beside the two sides of a question: its change with its interval, and its early sign."""
    if not is_judged(row):
        return None, None
    size, _, interval = change(row).partition(" (")
    sign = sign_in(row)
    return (
        Side(size, note=f"({interval}" if interval else ""),
        None if sign is None else Side(*early_signs.in_columns(sign)),
    )


def printed_alone(row: pd.Series) -> str:
    """Whose figure a question's is, where no published file holds it; else empty."""
    is_printed = held(row, "baseline") is None and isinstance(row["review_figure_id"], str)
    return measure_cards.PRINTED if is_printed and not is_judged(row) else ""


def _trust(measure: success.Measure) -> str:
    """The first measure: what rose and what fell."""
    ends = _ends(measure)
    if ends is None:
        return measure.reason
    everyone = _everyone(measure)
    names = {
        verdict: list(everyone.loc[everyone["verdict"] == verdict, "indicator_name"])
        for verdict in ("improved", "worsened")
    }
    said = measure_cards.trust_card(names["improved"], names["worsened"], *ends)
    return " ".join([said, *against([measure])])


def _everyone(measure: success.Measure) -> pd.DataFrame:
    return measure.deciding[measure.deciding["group"] == ALL]


def _ends(measure: success.Measure) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """First baseline and last newest date of what can be compared; None where nothing can."""
    dates = _everyone(measure).dropna(subset=["change"])
    if dates.empty:
        return None
    return dates["baseline_period_end"].min(), dates["latest_period_end"].max()


def _charges(measure: success.Measure) -> str:
    """Charge rates: the nearest figure, named as what it is."""
    nearest = of(measure, "positive_outcomes")
    detections = printed(nearest["review_figure_id"])
    return measure_cards.charge_card(
        held(nearest, "baseline"),
        held(nearest, "latest"),
        detections,
        crossed(nearest),
        recent(nearest),
    )


_SENTENCES: Mapping[str, Callable[[success.Measure], str]] = {
    "trust_confidence_fairness": _trust,
    "misconduct_action_rate": lambda one: measure_cards.misconduct_card(
        held(of(one, "case_to_answer"), "baseline")
    ),
    "misconduct_racial_disparity": lambda one: measure_cards.disparity_card(
        held(of(one, "allegation_ratio", "Black"), "baseline"),
        held(of(one, "allegation_ratio", "Asian"), "baseline"),
    ),
    "charge_rates": _charges,
    "rape_cases_to_court": lambda one: measure_cards.rape_card(
        printed(of(one, TRIALS_FOR)["review_figure_id"])
    ),
    "response_times": lambda one: measure_cards.response_card(
        held(of(one, "average_response_time", GRADES["i"]), "baseline"),
        held(of(one, "average_response_time", GRADES["s"]), "baseline"),
    ),
    "workforce_representation": lambda one: measure_cards.workforce_card(
        held(of(one, "gap_to_residents", "Female"), "baseline"),
        held(of(one, "gap_to_residents_senior", "Female"), "baseline"),
        held(of(one, "officers_by_ethnicity", MINORITY), "baseline"),
    ),
}
