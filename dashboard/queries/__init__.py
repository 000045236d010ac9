"""Questions to the datasets: choices in, a small tidy frame out. One module per subject.

What several pages ask is named here; what one page asks is in the module of its subject, and that page
imports the module.
"""

from dashboard.queries.crime import (
    crime_by_group,
    crime_month_list,
    crime_months,
    crime_series,
    offence_span,
    offences,
    twelve_months_against,
)
from dashboard.queries.interviews import loaded_base, survey_base
from dashboard.queries.places import (
    ALL,
    EVERYONE,
    MPS,
    MPS_NAME,
    SUCCESS_MEASURES,
    SURVEY_MEASURES,
    events,
    places,
    residents,
)
from dashboard.queries.review import (
    FIGURE_1_2_NAMES,
    FIGURE_1_2_TOTAL,
    REVIEW_FIGURE_1_2,
    figure_1_2,
    review_figures,
    review_topics,
)
from dashboard.queries.revised import join_difference
from dashboard.queries.sources import breaks, breaks_within, edition_joins, sources
from dashboard.queries.survey import (
    REVIEW_QUARTER,
    REVIEW_SURVEY_IDS,
    SURVEY,
    SurveySummary,
    group_series,
    review_survey_points,
    survey_measures,
    survey_quarters,
    survey_series,
    survey_summary,
    trust_sensitivity,
)

__all__ = [
    "ALL",
    "EVERYONE",
    "FIGURE_1_2_NAMES",
    "FIGURE_1_2_TOTAL",
    "MPS",
    "MPS_NAME",
    "REVIEW_FIGURE_1_2",
    "REVIEW_QUARTER",
    "REVIEW_SURVEY_IDS",
    "SUCCESS_MEASURES",
    "SURVEY",
    "SURVEY_MEASURES",
    "SurveySummary",
    "breaks",
    "breaks_within",
    "crime_by_group",
    "crime_month_list",
    "crime_months",
    "crime_series",
    "edition_joins",
    "events",
    "figure_1_2",
    "group_series",
    "join_difference",
    "loaded_base",
    "offence_span",
    "offences",
    "places",
    "residents",
    "review_figures",
    "review_survey_points",
    "review_topics",
    "sources",
    "survey_base",
    "survey_measures",
    "survey_quarters",
    "survey_series",
    "survey_summary",
    "trust_sensitivity",
    "twelve_months_against",
]
