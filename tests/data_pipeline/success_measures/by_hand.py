"""What the verdicts should be, by sums that share no code with the project."""

from __future__ import annotations

import math
import tomllib

import pandas as pd
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from datasets.schema import REFERENCE
from tests.data_pipeline.verdict_tables import SURVEY, TRUST

ROW = (SURVEY, TRUST, "all")
BLACK = (SURVEY, TRUST, "Black")
WOMEN = ("workforce_representation", "gap_to_residents", "Female")
SENIOR_WOMEN = ("workforce_representation", "gap_to_residents_senior", "Female")
CHARGED = ("charge_rates", "charge_rate", "all")
CHARGED_OF_WOMEN_AND_GIRLS = ("charge_rates", "charge_rate", "Violence against women and girls")
NEAREST = ("charge_rates", "positive_outcomes", "all")
BESIDE = {
    NEAREST,
    ("charge_rates", "domestic_abuse_outcomes", "all"),
    ("charge_rates", "hate_crime_outcomes", "all"),
    ("rape_cases_to_court", "rape_charged", "Rape"),
    ("rape_cases_to_court", "adult_rape_charged", "Adult rape"),
}
"""What stands beside a measure and decides nothing."""
"""Rows of the verdicts: measure, indicator, group."""

DESIGN = tomllib.loads((REFERENCE / "survey_design.toml").read_text(encoding="utf-8"))
INTERVIEWS = next(one["per_year"] for one in DESIGN["interviews"] if one["area"] == "MPS")
Z = norm.ppf(0.975)


def london(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The survey's 12-month shares of everyone in the Met's area, oldest first."""
    return rows.query(
        "survey == 'PAS' and area_code == 'MPS' and group == 'all' and measure == @measure "
        "and time_basis == 'rolling_12_months'"
    ).sort_values("period_end")


def change_of_shares(before: float, after: float, effect: float) -> tuple[float, float, str]:
    """The change of two shares in whole per cents, with its interval and what follows."""
    n = INTERVIEWS / effect
    low, high = confint_proportions_2indep(
        after / 100 * n, n, before / 100 * n, n, method="wald", compare="diff"
    )
    reach = math.hypot(100 * (high - low) / 2, Z / math.sqrt(6))  # 1/12 for each printed share
    change = after - before
    clear = abs(change) > reach
    verdict = ("improved" if change > 0 else "worsened") if clear else "no_clear_change"
    return change - reach, change + reach, verdict


def women_and_all(
    rows: pd.DataFrame, day: str, ranks: list[str] | None = None
) -> tuple[float, float]:
    """Women and officers by head on a day, from the Home Office's rows."""
    chosen = rows[rows["date"] == pd.Timestamp(day)].query(
        "source_id == 'home_office_workforce' and role == 'Police officers' "
        "and people_basis == 'headcount' and sex != 'all' and ethnicity == 'all' and rank != 'all'"
    )
    if ranks:
        chosen = chosen[chosen["rank"].isin(ranks)]
    return float(chosen.query("sex == 'Female'")["people"].sum()), float(chosen["people"].sum())


def women_among_residents(rows: pd.DataFrame) -> float:
    census = (
        rows.query("source_id == 'census_2021_ethnicity'").groupby("sex")["residents_count"].sum()
    )
    return float(100 * census["Female"] / (census["Female"] + census["Male"]))
