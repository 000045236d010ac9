"""The part of a page on ethnic minorities at the Met, as far as figures of them have been printed."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import printed, shares
from dashboard.charts import PER_CENT, Look, trend
from dashboard.draft import Draft
from dashboard.sourcing import joined_sources, source_line
from dashboard.subjects.workforce.figures import printed as documents
from dashboard.subjects.workforce.figures import workforce as queries
from dashboard.subjects.workforce.files import CENSUS
from dashboard.subjects.workforce.words import tables
from dashboard.subjects.workforce.words import workforce as words
from dashboard.words.periods import year_to

MINORITY = "Officers from an ethnic minority"
WINDOWS = (5, 9)
"""Years that the rate of change is taken over."""


def show(draft: Draft) -> None:
    """Show officers over time and by rank, then officers and staff by group, against Londoners."""
    census = source_line("population", CENSUS)
    share = ask(queries.minorities_of_london)
    show_years(draft, share, joined_sources(printed.sources(), census))
    review = joined_sources(source_line("review_figures"), census)
    show_ranks(draft, share, review)
    show_groups(draft, review)


def show_years(draft: Draft, share: float, source: str) -> None:
    """Ethnic minority officers: the Review's yearly figures, and others as points.

    Args:
        share: of Londoners who are not White, in per cent. source: of all figures.
    """
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
        source_line=source,
        key="ethnicity",
        rows="workforce-minorities",
    )
    draft.need_to_know(words.ETHNICITY_NOTES, "ethnicity")
    ends = queries.closings(yearly["date"], yearly["value"], share, WINDOWS)
    draft.table(
        tables.closing_table(ends, newest["date"]),
        alt="Year in which the gap for ethnic minority officers would close",
    )
    years = tables.minority_years(yearly, points, share)
    draft.table(years, alt="Ethnic minority officers over time")
    printed.folded(
        draft,
        ask(documents.minority_elsewhere),
        "Each figure printed elsewhere, Black officers among them, and its source",
        "ethnicity",
    )


def show_ranks(draft: Draft, share: float, source: str) -> None:
    """Ethnic minority officers by rank, as the Review has them; args as in `show_years`."""
    rows = ask(documents.minority_ranks)
    draft.section(
        "Ethnic minority officers by rank",
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
        source,
        "minority-ranks",
        held_in="workforce-minority-ranks",
        natural=True,
    )
    draft.table(tables.minority_table(rows, share), alt="Ethnic minority officers by rank")


def show_groups(draft: Draft, source: str) -> None:
    """Officers and staff by ethnic group, as the Review has them."""
    groups = ask(documents.groups_at_the_met)
    draft.section("Officers and staff by ethnic group", words.GROUPS_BASIS)
    names = {"group": "label", "met_pct": "first", "london_pct": "second"}
    shown, what = groups.rename(columns=names), "officers and staff by ethnic group"
    shares.beside_londoners(
        draft,
        shown,
        "Officers and staff",
        what,
        PER_CENT,
        source,
        "groups",
        held_in="workforce-groups",
    )
    draft.table(tables.group_table(groups), alt="Officers and staff by ethnic group")
