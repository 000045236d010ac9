"""The part of a page on ethnic minorities at the Met, as far as figures of them have been printed."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import printed, shares
from dashboard.charts import PER_CENT, Look, trend
from dashboard.draft import Draft
from dashboard.sourcing import source_line
from dashboard.subjects.workforce.figures import printed as documents
from dashboard.subjects.workforce.figures import workforce as queries
from dashboard.subjects.workforce.files import CENSUS
from dashboard.subjects.workforce.words import tables
from dashboard.subjects.workforce.words import workforce as words
from dashboard.words.periods import year_to
from dashboard.words.sources import joined

MINORITY = "Officers from an ethnic minority"
WINDOWS = (5, 9)
"""Years that the rate of change is taken over."""


def _review_and_census() -> str:
    return joined(source_line("review_figures"), source_line("population", CENSUS))


def show_years(draft: Draft) -> None:
    """Ethnic minority officers: the Review's yearly figures, and others as points."""
    share = ask(queries.minorities_of_london)
    yearly, points = ask(documents.minority_lines)
    newest = yearly.iloc[-1]
    heading = words.minority_heading(newest["value"], newest["date"], share)
    draft.section(heading, f"{words.ETHNICITY_BASIS} {words.DASHED}")
    lines, _ = queries.beside(yearly, MINORITY, shares.LONDONERS, share)
    marked = points.rename(columns={"period_end": "date"}).assign(series="Printed elsewhere")
    draft.chart(
        lambda narrow: trend(
            lines, unit=PER_CENT, look=Look(narrow=narrow), points=marked, zero=True
        ),
        alt=f"Line chart with points of other sources. {heading}.",
        source_line=joined(printed.sources(), source_line("population", CENSUS)),
        key="ethnicity",
        rows="workforce-minorities",
    )
    draft.need_to_know(words.ETHNICITY_NOTES, "ethnicity")
    years = tables.minority_years(yearly, points, share)
    with draft.fold("Every year as a table", "minority-years"):
        draft.table(years, alt="Ethnic minority officers over time", point="Share")
    ends = queries.closings(yearly["date"], yearly["value"], share, WINDOWS)
    with draft.fold("When the gap would close, at the rate of past years", "minority-closings"):
        draft.caption(f"{words.IF_IT_WENT_ON} {words.LINES_RUN_ON} {words.ROUNDED_RATE}")
        draft.table(
            tables.closing_table(ends, newest["date"]),
            alt="Year in which the gap for ethnic minority officers would close",
            point="Gap closes about",
        )
    printed.folded(
        draft,
        ask(documents.minority_elsewhere),
        "Each figure printed elsewhere, Black officers among them, and its source",
        "ethnicity",
    )


def show_ranks(draft: Draft) -> None:
    """Ethnic minority officers by rank, as the Review has them."""
    share, rows = ask(queries.minorities_of_london), ask(documents.minority_ranks)
    each = rows[rows["rank"] != words.WHO["officers"]]
    draft.section(
        words.ranks_heading(
            "Ethnic minorities", dict(zip(each["rank"], each["last_pct"], strict=True))
        ),
        f"Share of officers, {year_to(rows['last_end'].iloc[0])}, as the Review prints it; "
        "Londoners at the Census of 2021",
    )
    shown = pd.DataFrame({"label": rows["rank"], "first": rows["last_pct"], "second": share})
    shares.beside_londoners(
        draft,
        shown,
        "Met officers",
        "ethnic minority officers by rank",
        PER_CENT,
        _review_and_census(),
        "minority-ranks",
        held_in="workforce-minority-ranks",
        natural=True,
    )
    with draft.fold("Every rank as a table", "minority-ranks"):
        draft.table(
            tables.minority_table(rows, share),
            alt="Ethnic minority officers by rank",
            point="Gap, points",
        )


def show_groups(draft: Draft) -> None:
    """Officers and staff by ethnic group, as the Review has them."""
    groups = ask(documents.groups_at_the_met)
    white = groups[groups["group"] == "White"].iloc[0]
    draft.section(words.groups_heading(white["met_pct"], white["london_pct"]), words.GROUPS_BASIS)
    names = {"group": "label", "met_pct": "first", "london_pct": "second"}
    shown, what = groups.rename(columns=names), "officers and staff by ethnic group"
    shares.beside_londoners(
        draft,
        shown,
        "Officers and staff",
        what,
        PER_CENT,
        _review_and_census(),
        "groups",
        held_in="workforce-groups",
    )
    draft.table(
        tables.group_table(groups), alt="Officers and staff by ethnic group", point="Gap, points"
    )
