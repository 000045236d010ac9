"""The columns of the published tables in words, for headings and labels. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dashboard.words.cells import NONE
from dashboard.words.numbers import rows_words

WORDS: Mapping[str, str] = {
    # Who, where, when
    "measure_id": "Short name",
    "area_code": "Code of the place",
    "area_name": "Place",
    "area_type": "Kind of place",
    "geography": "Place or force",
    "group_dimension": "Grouped by",
    "population": "Who is counted",
    "period_start": "Period begins",
    "period_end": "Period ends",
    "time_basis": "Length of the period",
    "year_end": "Year ends",
    "ethnicity": "Ethnic group",
    "ethnicity_basis": "Ethnicity defined by",
    "age_band": "Ages",
    "age_group": "Adults or children",
    "victim_group": "Ages or ethnicity of victims",
    # Figures
    "share_pct": "Share, per cent",
    "base_n": "Interviews",
    "offences_count": "Offences",
    "residents_count": "Residents",
    "outcomes_count": "Outcomes",
    "rate_pct": "Outcomes per 100 offences",
    "age_months": "Months old when published",
    "is_provisional": "Provisional",
    "stops_count": "Searches",
    "uses_count": "Uses of force",
    "counted": "Counted",
    "value": "Figure",
    "old_count": "Offences, older edition",
    "new_count": "Offences, newer edition",
    # What is counted
    "offence_subgroup": "Offence sub-group",
    "published_label": "As published",
    "outcome_kind": "Kind of outcome",
    "outcome_basis": "Counted by",
    "series": "Series",
    "offence_code": "Offence code",
    "view": "View",
    "offence_class": "Class of offence",
    "class_group": "Group of classes",
    "disposal": "Disposal",
    "object_of_search": "Looked for",
    "force_type": "Kind of force",
    "people_basis": "Counted as",
    "count_basis": "What counts as one use",
    "geometry": "Outline",
    "edition_old": "Older edition",
    "edition_new": "Newer edition",
    "kind": "Why it changed",
    # Printed figures
    "figure_id": "Number of the figure",
    "statement": "The figure in words",
    "comparator": "Set against",
    "source_document": "Document",
    "source_location": "Where in the document",
    "original_source": "The document's source",
    "confidence_note": "How far to trust it, as written",
    "caveat": "How far to trust it",
    "read": "Where it was read",
    "bound": "Printed as a bound",
    "printed_as": "In the document's words",
    "is_change": "Is a change",
    "is_conflict": "In conflict",
    "is_doubtful": "In doubt",
    "may_be_drawn": "Can be what it is printed as",
    "is_target": "A target",
    "is_testimony": "One officer's word",
    "is_other_survey": "Another survey",
    "is_other_method": "Counted otherwise",
    "is_worked_out": "Worked out",
    "dating": "How sure the dates are",
    "target_pct": "Share aimed at",
    "is_basis_open": "Quarter or year not said",
    "is_point_in_time": "On one day",
    # Success measures
    "indicator_name": "Indicator in words",
    "definition": "What it counts",
    "better": "Which way is better",
    "baseline_value": "Figure at the Review",
    "baseline_period_end": "That figure's period ends",
    "baseline_base_n": "People behind that figure",
    "baseline_source_id": "Source of that figure",
    "baseline_figure_id": "Number of that figure",
    "latest_value": "Newest figure",
    "latest_period_end": "Newest figure's period ends",
    "latest_base_n": "People behind the newest figure",
    "latest_source_id": "Source of the newest figure",
    "latest_figure_id": "Number of the newest figure",
    "change_low": "Change, lower end",
    "change_high": "Change, upper end",
    "reason": "Why",
    "is_deciding": "Decides the verdict",
    "verdict_test": "Test that decides",
    "is_rounded": "Printed as whole per cents",
    "review_figure_id": "Number of the Review's own figure",
    "nearest_figure_ids": "Nearest printed figures",
    "needed": "What would be needed",
    "ripe_from": "Can be judged from",
    "sign": "Sign",
    "sign_name": "What the sign counts",
    "sign_order": "Place among the signs",
    "period": "Period",
    "earlier_value": "Earlier figure",
    "earlier_period": "Period of the earlier figure",
    "direction": "Direction",
    "said_by": "Who says it",
    "why_not_decisive": "Why it does not decide",
    "earlier_figure_id": "Number of the earlier figure",
    "cannot_kind": "Why it cannot be judged",
    "loads_with": "Table and command that load it",
    "smallest_change_seen": "Smallest change that could be seen",
    "ordinary_step": "Ordinary yearly step",
    "is_principal": "Stands first for its measure",
    "verdict_steps": "Steps to the verdict",
    "early_sign_value": "Boroughs' newer mean",
    "early_sign_period_end": "Boroughs' newer period ends",
    "early_sign_record": "That mean's largest difference from London",
    "early_sign_shared": "Periods that record is of",
    "early_sign_places": "Boroughs in that mean",
    "early_sign_lower": "Boroughs that are lower",
    "early_sign_higher": "Boroughs that are higher",
    "early_sign_residents_year": "Residents' mid-year in that mean",
    "early_sign_contradicts": "That mean speaks against the verdict",
    # Corrections
    "dataset": "Table",
    "correction_kind": "Kind of correction",
    "what": "What was corrected",
    "was": "Was",
    "is": "Is now",
    # Promises
    "id": "Short name of the promise",
    "commitment_kind": "Recommendation, promise or answer",
    "recommendation": "Number of the recommendation",
    "document": "Document of the promise",
    "owner": "Who is to keep it",
    "promise": "What is asked or promised",
    "due": "Due by",
    "due_precision": "How finely dated",
    "due_text": "Due, in words",
    "decided_by": "What decides it",
    "target_value": "Number promised",
    "target_unit": "Unit of the number promised",
    "shown_by": "What would show it kept",
    "page": "Page of this site",
    "evidence": "Newest figure or fact",
    "evidence_value": "That figure or fact in numbers",
    "evidence_date": "Its date",
    "evidence_decides": "Is of the very thing promised",
    "is_read_as": "Only by a reading of ours",
    "evidence_rows": "Its published rows",
    "evidence_source": "Where it is printed",
    "state": "How it stands",
    # Where a row is from
    "is_transcription": "Read off a dashboard",
    "source_id": "Source",
}
"""Column -> what a reader calls it, where that is not its name without underscores."""

FORMATS: Mapping[str, str] = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet", "json": "JSON"}
"""Format of a file -> what a reader calls it."""


def column_words(name: str) -> str:
    """A column as a heading: `offences_count` -> `Offences`; else its name without underscores."""
    return WORDS.get(name) or name.replace("_", " ").capitalize()


def cell_text(value: object) -> str:
    """A cell of the first rows: dates as in the files, figures to two decimals, a dash for none."""
    if value is None or value != value:  # no value, as pandas has it
        return NONE
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def first_rows_says(shown: int, whole: int, left_out: int, is_rounded: bool = False) -> str:
    """What the first rows are: how many of how many, in which order, and which columns are not shown.

    Args:
        shown, whole: rows on screen and of the choice.
        left_out: columns that are in the files and not on screen.
        is_rounded: whether a figure on screen has more decimals in the files.
    """
    parts = [f"{shown} of {rows_words(whole)}, the newest first"]
    if is_rounded:
        parts.append("figures to two decimals")
    if left_out:
        parts.append(f"the files hold {left_out} more column{'s' if left_out != 1 else ''}")
    return "; ".join(parts)
