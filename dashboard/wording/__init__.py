"""Numbers to sentences: plain English, neutral, every figure with its date. Pure functions.

Shares are whole per cents and their differences "points" (percentage points); counts change in
per cent. A difference is higher, lower or no clear difference. One module per subject.
"""

from dashboard.wording.crime import crime_headline, offences_noun, percent_words, rate_note
from dashboard.wording.crime_changes import figure_1_2_sentence
from dashboard.wording.editions import CORRECTION_KINDS, across_breaks, join_sentence
from dashboard.wording.numbers import (
    MINUS,
    count,
    edition,
    listed,
    month_year,
    period_words,
    points,
    signed,
    source_line,
)
from dashboard.wording.review import review_search_sentence
from dashboard.wording.survey import (
    base_sentence,
    change_words,
    good_job_london,
    no_change_words,
    people_of,
    survey_sentence,
)
from dashboard.wording.versions import (
    fixed_link_keeps,
    no_version,
    older_version,
    version_gone,
)

__all__ = [
    "CORRECTION_KINDS",
    "MINUS",
    "across_breaks",
    "base_sentence",
    "change_words",
    "count",
    "crime_headline",
    "edition",
    "figure_1_2_sentence",
    "fixed_link_keeps",
    "good_job_london",
    "join_sentence",
    "listed",
    "month_year",
    "no_change_words",
    "no_version",
    "offences_noun",
    "older_version",
    "people_of",
    "percent_words",
    "period_words",
    "points",
    "rate_note",
    "review_search_sentence",
    "signed",
    "source_line",
    "survey_sentence",
    "version_gone",
]
