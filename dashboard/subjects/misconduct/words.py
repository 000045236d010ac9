"""Sentences on misconduct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.words.capitals import first_large, first_small
from dashboard.words.cells import Cell
from dashboard.words.numbers import listed
from dashboard.words.periods import when_words
from dashboard.words.printed import bounded, figure_cells, row_value, value_words


@dataclass(frozen=True)
class Count:
    """A kind of count: its name in full, and where that is too long for a list, a shorter one."""

    title: str
    brief: str = ""


COUNTS = {
    "officers_dismissed_gross_misconduct": Count(
        "Officers dismissed for gross misconduct", "Dismissed, gross misconduct"
    ),
    "officers_dismissed_or_would_have_been": Count(
        "Dismissed, or would have been had they stayed", "Dismissed or would have been"
    ),
    "officers_dismissed_barred_list": Count(
        "Officers dismissed and barred from policing", "Dismissed and barred"
    ),
    "officers_dismissed_per_year_low": Count(
        "Dismissals in a usual year, lowest named in 2022", "Dismissed, usual year: lowest"
    ),
    "officers_dismissed_per_year_high": Count(
        "Dismissals in a usual year, highest named in 2022", "Dismissed, usual year: highest"
    ),
    "officers_staff_left_under_standards_drive": Count(
        "Officers and staff who left in the standards drive", "Left in the standards drive"
    ),
    "officers_suspended": Count("Officers suspended", "Suspended"),
    "officers_on_restricted_duties": Count("Officers on restricted duties", "On restricted duties"),
    "officers_investigated_sexual_domestic_violence": Count(
        "Under investigation for past sexual or domestic violence", "Under investigation"
    ),
    "officers_awaiting_gross_misconduct_hearing": Count(
        "Officers awaiting a gross misconduct hearing", "Awaiting a hearing"
    ),
    "misconduct_hearings_backlog": Count(
        "Officers waiting for a misconduct hearing", "Waiting for a hearing"
    ),
    "misconduct_hearings_backlog_still_serving": Count(
        "Of those waiting for a hearing, still serving", "Waiting and still serving"
    ),
    "gross_misconduct_hearings_held": Count("Gross misconduct hearings held", "Hearings held"),
    "gross_misconduct_hearings_concluded": Count(
        "Gross misconduct hearings concluded, as printed", "Hearings concluded"
    ),
    "officers_in_gross_misconduct_hearings": Count(
        "Officers in gross misconduct hearings", "Officers in hearings"
    ),
    "cases_fast_tracked": Count("Cases fast-tracked"),
    "misconduct_reports_received": Count("Reports of wrongdoing received", "Reports received"),
    "poorly_vetted_recruits_with_misconduct": Count(
        "Recruits with weak vetting and later misconduct", "Weakly vetted recruits"
    ),
    "officers_facing_misconduct_hearing": Count(
        "Officers facing a misconduct hearing", "Facing a hearing"
    ),
    "officers_facing_gross_misconduct_hearing": Count(
        "Officers facing a hearing for gross misconduct", "Facing a hearing, gross misconduct"
    ),
    "misconduct_hearings_studied": Count(
        "Standard misconduct hearings in a study of 44 months", "Hearings in a study"
    ),
    "daso_cases": Count(
        "Cases of domestic abuse or sexual offences against officers or staff",
        "Domestic or sexual: cases",
    ),
    "daso_dismissed": Count(
        "Dismissed for domestic abuse or sexual offences", "Domestic or sexual: dismissed"
    ),
    "historic_vawg_allegation_subjects": Count(
        "Serving with a closed allegation of violence against women", "With a closed allegation"
    ),
    "operation_onyx_reviewed": Count(
        "Past cases looked at again in Operation Onyx, people", "Operation Onyx: reviewed"
    ),
    "operation_onyx_reassess": Count(
        "Operation Onyx: allegation to be assessed again", "Operation Onyx: assessed again"
    ),
    "operation_onyx_no_action": Count("Operation Onyx: no further action"),
    "operation_onyx_risk_managed": Count(
        "Operation Onyx: referred to risk management", "Operation Onyx: risk managed"
    ),
    "repeat_subjects_total": Count(
        "Officers and staff with three or more cases since 2013", "Three or more cases"
    ),
    "repeat_subjects_dismissed": Count("Of those with three or more cases, dismissed"),
    "repeat_subjects_left": Count("Of those with three or more cases, left by choice"),
    "repeat_subjects_suspended": Count(
        "Of those with three or more cases, suspended or restricted"
    ),
    "repeat_subjects_serving": Count("Of those with three or more cases, still serving"),
}
"""What has been counted, each in its own way. No two are added or compared."""
_NOT_ADDED = "A newer share may exist; not yet checked. The counts held do not say out of how many."
WHY_NOT = (
    "The Home Office publishes yearly tables of police misconduct. Whether they give the Met by itself is not "
    "yet checked."
)
"""Why nothing newer is shown: the same on the page, in its files and on paper."""
ACTION_NOTES = (
    "A case to answer is a decision that there is something to hear. It is not yet a finding or a "
    "penalty, so it is the nearest figure to “action taken”, not that itself.",
    "These are internal allegations, made by officers, staff and families. How they were recorded "
    "differs between people and over time.",
    "The Review does not compare years: allegations received after 2018-19 were too often still open.",
)
DISPARITY_NOTES = (
    "Set against White colleagues, not against the average. “81% more likely” is written as 1.81 times.",
    "No numbers of people are printed, so none of these has an interval and none can be tested.",
    "The scale is logarithmic: equal distances are equal ratios.",
    "Shares with a case to answer stop at 2018-19: too many later cases were still open. Unpublished "
    "work by MOPAC on cases closed in 2018 to 2020 did not show that pattern.",
    "Regulation 13 lets the Met end the service of a probationer. One officer can appear more than "
    "once.",
)
DISPARITY_SAYS = "How many times as likely as White colleagues the Met's people are to face it"
"""Under the title of a picture of one kind of case."""
DISPARITY_BASIS = (
    "Times as likely as White colleagues; 1 is parity. As printed, without intervals. Each chart is of "
    "another kind of case or another time."
)
WITH_OTHERS = "Against all other officers, not White colleagues alone: another basis"
COUNT_BASIS = "Numbers as printed, oldest first; figures for unlike lengths of time stand apart."
COUNT_NOTES = (
    "No count here says out of how many cases, so none is an action rate. More dismissals can mean "
    "more action, more wrongdoing found, or more cases.",
    "Each kind is counted in its own way. No two kinds are added or set against each other.",
)
OTHER_FORCES = "Other forces, and the Met's rate of officers barred from policing"
COMPLAINTS = (
    "Another system, for what people outside the police complain of; its rules changed in April 2022. "
    "Never added to internal cases."
)


def headline(share: str, when: str, action_since: int, disparity_since: int) -> str:
    """Whether the two success measures can be judged.

    Args:
        share: what the Review prints of all internal allegations: `33%`. when: its period, in words.
        action_since, disparity_since: how many figures since the Review are held of each.
    """
    if not action_since and not disparity_since:
        return f"Case to answer: {share} of internal misconduct allegations, {when}"
    known = [
        name
        for name, rows in (
            ("the share of cases with action", action_since),
            ("the disparity between ethnic groups", disparity_since),
        )
        if rows
    ]
    return f"Misconduct at the Met: figures on {listed(known)} have been printed since the Review"


def lede(complaints: str, action_since: int, disparity_since: int) -> str:
    """The other system's share, and whether a newer one is held.

    Args:
        complaints: share of allegations in complaints by the public with a case to answer, in words.
    """
    said = f"Of allegations by the public, counted apart, {complaints} had one."
    return said if action_since or disparity_since else f"{said} {_NOT_ADDED}"


def action_heading(share: str) -> str:
    """What the Review prints of all internal allegations: `33%`."""
    return f"{first_large(share)} of internal misconduct allegations had a case to answer"


def times_words(row: Mapping[Any, Any]) -> str:
    """How many times as likely as White colleagues: `1.81 times`, `over 2 times`.

    Args:
        row: of `queries.misconduct.disparity`.
    """
    return bounded(value_words(row["ratio"], "ratio"), row["bound"])


def disparity_heading(row: Mapping[Any, Any], when: str) -> str:
    """What the Review prints of the group set apart most, against White colleagues.

    Args:
        row: of `queries.misconduct.disparity`.
    """
    return (
        f"{row['group']} officers and staff: {times_words(row)} as likely as White colleagues to face an "
        f"allegation ({when})"
    )


_FACED = {
    "allegation": "An allegation",
    "case to answer": "A case to answer",
    "Regulation 13 case": "A Regulation 13 case",
}


def disparity_set_heading(kind: str, when: str) -> str:
    """Over one chart: what is faced, and in which time."""
    return f"{_FACED[kind]}, {when}"


def lone_disparity(row: Mapping[Any, Any]) -> str:
    """A figure that is the only one of its kind and time, so that it stands in no chart."""
    when = when_words(row["period_start"], row["period_end"])
    return (
        f"Also printed, for another time and so not drawn with the others: {row['group']} colleagues, "
        f"{first_small(_FACED[row['kind']])}, {times_words(row)} ({when})."
    )


DISPARITY_HEADINGS = ("Who, and what they faced", "Times as likely", "Period", "Printed in")


def disparity_cells(rows: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """Who was how many times as likely as White colleagues to face what, under DISPARITY_HEADINGS.

    Args:
        rows: as `queries.misconduct.disparity`.
    """
    printed_in = [cells[-1] for cells in figure_cells(rows)]
    return [
        (
            Cell(f"{row['group']}: {first_small(_FACED[row['kind']])}"),
            Cell(times_words(row)),
            Cell(first_large(when_words(row["period_start"], row["period_end"]))),
            where,
        )
        for row, where in zip(rows.to_dict("records"), printed_in, strict=True)
    ]


def count_heading(name: str, rows: pd.DataFrame) -> str:
    """The newest count of one kind, all of them where several are printed for one time.

    Args:
        name: what is counted; stands alone where there are no rows.
        rows: as `queries.misconduct.counts`.
    """
    if rows.empty:
        return name
    newest = rows[rows["period_end"] == rows["period_end"].max()]
    newest = newest[newest["period_start"] == newest["period_start"].max()]
    when = when_words(newest["period_start"].iloc[0], newest["period_end"].iloc[0])
    values = dict.fromkeys(row_value(row) for row in newest.to_dict("records"))
    return f"{name}: {' or '.join(values)} ({when})"


def no_case_sentence(low: str, high: str, case: str) -> str:
    """How the two shares stand to each other, each in words: `54%`."""
    return (
        f"The Review also prints that {low} to {high} of allegations ended with no case to answer. With "
        f"the {case} this does not add to 100: the two are printed of different wholes, and some cases end "
        "otherwise."
    )
