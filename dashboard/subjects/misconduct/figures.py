"""Misconduct: what the Review printed, and what has been printed since. Every figure as printed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.printed import MET_AREAS, printed, since_the_review, with_length
from dashboard.subjects.misconduct.words import COUNTS

CASE_TO_ANSWER = "misconduct_case_to_answer_pct"
EVERY_ALLEGATION = "All"
NO_CASE = "misconduct_no_case_to_answer_pct"
ACTION_MEASURES = (CASE_TO_ANSWER, NO_CASE)
"""Shares of cases in which action may follow: what a later figure must be to be set against them."""
DISPARITY_MEASURES = ("misconduct_disproportionality", "misconduct_disproportionality_ratio")

_OTHER_INTERNAL = (
    NO_CASE,
    "misconduct_no_case_to_answer_gap_vs_ew",
    "misconduct_repeat_case_subjects_pct",
    "misconduct_repeat_case_subjects_dismissed_pct",
    "misconduct_days_to_finalise_mean",
    "regulation13_dismissed_pct",
    "rainier_dip_sample_no_further_action_pct",
)
COMPLAINTS_TO_ANSWER = "public_complaint_case_to_answer_pct"
_COMPLAINTS = (
    COMPLAINTS_TO_ANSWER,
    "public_complaint_no_action_pct",
    "public_complaint_management_action_pct",
    "public_complaint_formal_action_pct",
)


def case_to_answer() -> pd.DataFrame:
    """Shares of finalised internal allegations with a case to answer, by kind of allegation.

    Returns:
        As `printed`: the whole first, then the kinds from the highest share to the lowest.
    """
    rows = printed([CASE_TO_ANSWER], ["percent"], tables=["review_figures"])
    rows = rows.assign(is_whole=rows["group"] == EVERY_ALLEGATION)
    ordered = rows.sort_values(["is_whole", "value"], ascending=False, ignore_index=True)
    return ordered.drop(columns="is_whole")


def other_internal() -> pd.DataFrame:
    """What else the Review says of how internal misconduct cases end."""
    return printed(_OTHER_INTERNAL, tables=["review_figures"])


def public_complaints() -> pd.DataFrame:
    """How allegations in complaints by the public end: another system, never pooled with the other."""
    return printed(_COMPLAINTS, ["percent"], tables=["review_figures"])


def every_complaint_to_answer(complaints: pd.DataFrame) -> dict[str, Any]:
    """The share of all allegations by the public with a case to answer, of `public_complaints`."""
    rows = complaints[complaints["measure_id"] == COMPLAINTS_TO_ANSWER]
    one = rows[rows["group"] == EVERY_ALLEGATION].iloc[0]
    return {str(name): cell for name, cell in one.to_dict().items()}


# Who faces a case


_MORE_LIKELY = (
    "misconduct_disproportionality",
    "misconduct_case_to_answer_pct_more_likely_than_white",
    "regulation13_pct_more_likely_than_white",
)
_KINDS = {
    "misconduct_disproportionality": "allegation",
    "misconduct_disproportionality_ratio": "allegation",
    "misconduct_case_to_answer_pct_more_likely_than_white": "case to answer",
    "regulation13_pct_more_likely_than_white": "Regulation 13 case",
}
_REFERENCE = "White"
"""In the comparator of a figure that is set against White colleagues."""
_OTHERS = ("misconduct_allegations_per_100_officers", *DISPARITY_MEASURES)


def disparity() -> pd.DataFrame:
    """How likely the Met's people of an ethnic group are to face a step, against White colleagues.

    A figure printed as "81% more likely" is the ratio 1.81; one printed as a ratio stays. The same
    figure printed twice is taken from the later chapter, which says whom it counts.

    Returns:
        As `printed`, and ratio, kind (`allegation`, `case to answer`, `Regulation 13 case`).
    """
    rows = printed(list(_KINDS), ["percent", "ratio"], MET_AREAS)
    rows = rows[rows["comparator"].str.contains(_REFERENCE)]
    more = rows["measure_id"].isin(_MORE_LIKELY)
    rows = rows.assign(
        ratio=(1 + rows["value"] / 100).where(more, rows["value"]),
        kind=rows["measure_id"].map(_KINDS),
    )
    once = rows.drop_duplicates(["kind", "group", "period_end"], keep="last")
    by_kind = once["kind"].map({kind: place for place, kind in enumerate(_KINDS.values())})
    ordered = once.assign(place=by_kind, newest=-once["period_end"].astype("int64"))
    ordered = ordered.sort_values(["place", "newest", "ratio"], ascending=[True, True, False])
    return ordered.drop(columns=["place", "newest"]).reset_index(drop=True)


def disparity_sets(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Rows of `disparity` by what is faced and when: only figures of one set are on one basis."""
    keys = ["kind", "period_start", "period_end"]
    return [found.reset_index(drop=True) for _, found in rows.groupby(keys, sort=False)]


def disparity_with_others() -> pd.DataFrame:
    """Allegations of the Met's ethnic minority officers against all others, not White ones alone."""
    rows = printed(_OTHERS, ["rate_per_100", "ratio"], MET_AREAS)
    return rows[~rows["comparator"].str.contains(_REFERENCE)].reset_index(drop=True)


def disparity_elsewhere() -> pd.DataFrame:
    """What is printed of disparity in England and Wales: not the Met, and not in the chart."""
    measures = ["dismissals_share", "dismissal_ratio_vs_white", "resignation_ratio_vs_white"]
    return printed(measures, tables=["published_figures"])


# Since the Review


def everything() -> pd.DataFrame:
    """Every printed figure of the page, for the files; `ratio` where the page shows one.

    A figure printed as "81% more likely" is drawn as 1.81: `value` is what was printed.
    """
    internal = [case_to_answer(), other_internal(), public_complaints()]
    facing = [disparity().drop(columns="kind"), disparity_with_others(), disparity_elsewhere()]
    counted = [counts().drop(columns=["months", "is_usual"]), counts_elsewhere()]
    return pd.concat([*internal, *facing, *counted], ignore_index=True)


def counts(measure: str = "") -> pd.DataFrame:
    """The Met's counts of what was done about misconduct, oldest first.

    Args:
        measure: a key of COUNTS; every one where it is empty.

    Returns:
        As `with_length`.
    """
    measures = [measure] if measure else list(COUNTS)
    return with_length(printed(measures, ["count"], MET_AREAS))


_OTHER_FORCES = (
    "officers_dismissed_barred_list",
    "officers_dismissed_barred_rate",
    "officers_referred_to_misconduct_proceedings",
)


def counts_elsewhere() -> pd.DataFrame:
    """Counts of other forces, for scale, and the barred list's rate of the Met."""
    rows = printed(_OTHER_FORCES)
    is_met = (rows["unit"] == "count") & rows["geography"].isin(MET_AREAS)
    return rows[~is_met].reset_index(drop=True)


def action_since() -> pd.DataFrame:
    """Shares of cases in which action was taken, for periods after the Review; empty so far."""
    return since_the_review(ACTION_MEASURES, ["percent"])


def disparity_since() -> pd.DataFrame:
    """Disparities among people facing misconduct cases, for periods after the Review; empty so far."""
    return since_the_review(DISPARITY_MEASURES)
