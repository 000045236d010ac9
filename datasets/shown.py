"""Columns of the pages' files that no published table has, or that mean another thing there.

A page works figures out of the published tables, so its files hold columns of their own. Those are
declared here as `schema.COLUMNS` declares the others: a page's file must leave no column unexplained.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from datasets.schema import COLUMNS, Column
from datasets.shown_files import IN_FILE, declare


def columns_of(file: str) -> Mapping[str, Column]:
    """Every column that a page's file may hold: name -> what it means there.

    Args:
        file: first part of the file's name, as given to `Draft.download_row` or `OtherFiles`.
    """
    return MappingProxyType({**COLUMNS, **SHOWN, **IN_FILE.get(file, {})})


SHOWN: Mapping[str, Column] = declare(
    # Which figure it is
    Column("measure_name", "label", "The survey's measure in words."),
    Column("dimension", "label", "What people are grouped by."),
    Column("published_group", "label", "The group exactly as the source names it."),
    Column("basis", "label", "Length of the period that one figure covers, or poll; not_stated where the source does "
           "not say."),
    Column("period", "label", "What one figure covers: 12_months up to the last month, or the one month."),
    Column("last_month", "date", "First day of the last month that the figure covers."),
    Column("edition_of_last_month", "label", "Which edition of the source its last month is from."),
    Column("population_year", "integer", "Year of the estimate of residents that the rate is worked out with.", "year",
           absent="not_available"),
    Column("residents_age_band", "label", "Ages of the residents that the rate is worked out with; all: everyone."),
    Column("area_id", "label", "The place as the page's address names it: ONS GSS code, or letters of a police area."),
    Column("location", "text", "Chapter, figure, line or address in the document that prints it; empty where no "
           "document does.", absent="not_applicable"),
    Column("figure_kind", "label", "What kind of figure it is; kinds are never joined or compared."),
    Column("offence", "label", "An offence group or a kind within one, as the page names it."),
    # Counts
    Column("searches_count", "integer", "Stops and searches; empty where hidden or not published.", "stops", 0,
           absent="not_available"),
    Column("outcome_count", "integer", "Stops and searches that had the outcome; empty where hidden.", "stops", 0,
           absent="not_available"),
    Column("count", "integer", "Offences or positive outcomes counted in 12 months; empty for the survey.",
           "as indicator says", 0, absent="not_applicable"),
    Column("months_held_in_full", "integer", "How many of the 12 months are published in full.", "months", 0, 12),
    Column("is_masked", "flag", "A count is hidden because so few could point to a person, or so that no such count "
           "can be worked out."),
    Column("women", "number", "Women in post; empty where so few could point to a person.", "people", 0,
           absent="confidential"),
    # Shares, rates and ratios
    Column("low_pct", "number", "Lower end of the share's 95% interval; empty where none can be given.", "per cent",
           0, 100, absent="not_available"),
    Column("high_pct", "number", "Upper end of the share's 95% interval; empty where none can be given.", "per cent",
           0, 100, absent="not_available"),
    Column("share_low", "number", "Lower end of the share's 95% interval.", "per cent", 0, 100,
           absent="not_available"),
    Column("share_high", "number", "Upper end of the share's 95% interval.", "per cent", 0, 100,
           absent="not_available"),
    Column("share_of_all_offences_pct", "number", "Share of all offences of the same place and time; empty: not all "
           "months are held, or fewer than 50 offences in all.", "per cent", 0, 100, absent="not_available"),
    Column("rate_per_1000", "number", "Number for every 1,000 residents; empty for those of no known group.",
           "per 1,000 residents", 0, absent="not_applicable"),
    Column("ratio", "number", "The group's rate over White people's; empty for White people and for those of no known "
           "group.", "times", 0, absent="not_applicable"),
    Column("ratio_low", "number", "Lower end of the ratio's 95% interval.", "times", 0, absent="not_applicable"),
    Column("ratio_high", "number", "Upper end of the ratio's 95% interval.", "times", 0, absent="not_applicable"),
    Column("difference_per_1000", "number", "The group's rate less White people's.", "per 1,000 residents",
           absent="not_applicable"),
    Column("difference", "number", "The share less the one it is set against.", "percentage points",
           absent="not_applicable"),
    Column("difference_low", "number", "Lower end of the difference's 95% interval.", "as the difference",
           absent="not_applicable"),
    Column("difference_high", "number", "Upper end of the difference's 95% interval.", "as the difference",
           absent="not_applicable"),
    Column("women_pct", "number", "Women of all in post; empty where so few could point to a person.", "per cent",
           0, 100, absent="confidential"),
    Column("minority_pct", "number", "Ethnic minorities among police officers.", "per cent", 0, 100),
    Column("londoners_minority_pct", "number", "Londoners who are not White, Census of 21 March 2021.", "per cent", 0,
           100),
    Column("londoners_women_pct", "number", "Women of all Londoners, Census of 21 March 2021.", "per cent", 0, 100),
    Column("gap_points", "number", "Share of women in post less their share of Londoners.", "percentage points",
           absent="confidential"),
    # A place beside London
    Column("value_low", "number", "Lower end of the figure's 95% interval.", "as unit says", absent="not_available"),
    Column("value_high", "number", "Upper end of the figure's 95% interval.", "as unit says", absent="not_available"),
    Column("london", "number", "The same figure of London as a whole.", "as unit says", absent="not_available"),
    Column("london_low", "number", "Lower end of the 95% interval of London's figure.", "as unit says",
           absent="not_available"),
    Column("london_high", "number", "Upper end of the 95% interval of London's figure.", "as unit says",
           absent="not_available"),
    Column("london_change", "number", "The same change in London as a whole.", "as change", absent="not_available"),
    Column("london_change_low", "number", "Lower end of the 95% interval of London's change.", "as change",
           absent="not_available"),
    Column("london_change_high", "number", "Upper end of the 95% interval of London's change.", "as change",
           absent="not_available"),
    Column("london_pct", "number", "London's share in the same year.", "per cent", 0, 100),
    Column("low_95", "number", "Below this, fewer than 1 borough in 40 would lie if all were like London; "
           "empty: no figure to judge.", "per cent", absent="not_available"),
    Column("high_95", "number", "Above this, fewer than 1 borough in 40 would lie if all were like London; "
           "empty: no figure to judge.", "per cent", absent="not_available"),
    Column("low_998", "number", "Below this, fewer than 1 borough in 1,000 would lie if all were like London; "
           "empty: no figure to judge.", "per cent", absent="not_available"),
    Column("high_998", "number", "Above this, fewer than 1 borough in 1,000 would lie if all were like London; "
           "empty: no figure to judge.", "per cent", absent="not_available"),
    Column("before_pct", "number", "The share in the year to the baseline's end.", "per cent", 0, 100,
           absent="not_available"),
    Column("baseline_end", "date", "Last day of the year that the change is from.", absent="not_available"),
    Column("p_value", "number", "How often a change as large would come by chance if nothing had changed, 0 to 1.",
           "share of 1", 0, 1, absent="not_available"),
    Column("change_is_clear", "flag", "The change is clear among all boroughs compared at once (false discovery rate "
           "of 5%).", absent="not_available"),
    # What must be known of it
    Column("standing", "label", "Where the place lies among others like it: within what chance would give, or above or "
           "below its 95% or 99.8% limits; empty: no figure.", absent="not_available"),
    Column("is_across_a_break", "flag", "The 12 months lie on both sides of a break in the series."),
    Column("ranks", "label", "Ranks of officers counted; all where it is every rank."),
    Column("as_of", "date", "Day on which the promises are judged."),
    Column("days_overdue", "integer", "Days since the date by which it was promised; 0 where it is not late.", "days",
           0),
)  # fmt: skip
