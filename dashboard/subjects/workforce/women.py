"""The part of a page on women among the people chosen: over the years, to come, and by rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import printed, shares
from dashboard.charts import TENTHS, Look, gap_chart, marks
from dashboard.draft import Draft
from dashboard.figures.places import events
from dashboard.sourcing import joined_sources, source_line
from dashboard.subjects.workforce.choice import Chosen
from dashboard.subjects.workforce.figures import printed as documents
from dashboard.subjects.workforce.figures import workforce as queries
from dashboard.subjects.workforce.files import CENSUS, HOME_OFFICE
from dashboard.subjects.workforce.words import tables
from dashboard.subjects.workforce.words import workforce as words
from dashboard.words import printed as printed_words
from dashboard.words.periods import day_words, month_year

if TYPE_CHECKING:
    from stats.trend import Closing


@dataclass(frozen=True)
class Women:
    """Women among the people chosen, and among Londoners.

    Attributes:
        series: rows of `queries.women_by_year` in the years chosen.
        ranks: rows of `queries.by_rank` on the last day chosen.
        london: their share among Londoners, in per cent.
        closings: years of a rate up to the last day -> when the gap would close at it.
    """

    series: pd.DataFrame
    ranks: pd.DataFrame
    london: float
    closings: dict[int, Closing]

    @property
    def is_hidden(self) -> bool:
        """Whether a count of the years or of a rank is too small to show."""
        return any(bool(rows["women"].isna().any()) for rows in (self.series, self.ranks))

    @property
    def source(self) -> str:
        """Whose figures these are."""
        return joined_sources(
            source_line("workforce", HOME_OFFICE), source_line("population", CENSUS)
        )


def load(chosen: Chosen) -> Women:
    """The shares of the years chosen; the rates reach back before them."""
    counted = ask(queries.women_by_year, chosen.who, chosen.count)
    counted = counted[counted["date"] <= chosen.last]
    london = ask(queries.women_of_london)
    series = counted[counted["date"] >= chosen.first]
    ranks = ask(queries.by_rank, chosen.count, chosen.last)
    return Women(series, ranks, london, queries.closings_of(counted, london))


def headline(chosen: Chosen, women: Women) -> tuple[str, str | None]:
    """The newest share on screen against Londoners', and when the gap would close."""
    return words.headlines(
        chosen.who,
        chosen.count,
        women.series,
        women.london,
        chosen.window,
        women.closings.get(chosen.window),
        queries.LEAST_FOR_RATE,
    )


def show(draft: Draft, chosen: Chosen, women: Women) -> None:
    """Show them over the years, when the gap would close, and by rank; or that nothing is counted."""
    if women.series.empty:
        draft.no_rows(
            f"{chosen.people}, {chosen.basis}, {month_year(chosen.first)} to {month_year(chosen.last)}",
            "Choose other people, another count or another period above.",
        )
        return
    show_years(draft, chosen, women)
    show_closing(draft, chosen, women)
    show_ranks(draft, chosen, women)


def show_years(draft: Draft, chosen: Chosen, women: Women) -> None:
    """Women over the years, what must be known, and the figures."""
    series, london = women.series, women.london
    draft.section(
        f"Women among {chosen.people} and among Londoners",
        f"Share of women, {chosen.basis}, each 31 March; gap in percentage points. {words.DASHED}",
    )
    rows = series.assign(value=series["share_pct"])
    lines, gaps = queries.beside(rows, f"Women, {chosen.people}", shares.LONDONERS, london)
    newest, happened = series.iloc[-1], marks(ask(events, "workforce"))
    said = words.headline(chosen.who, chosen.count, newest["share_pct"], newest["date"], london)
    draft.chart(
        lambda narrow: gap_chart(
            lines,
            gaps,
            look=Look(narrow=narrow),
            unit=TENTHS,
            gap_unit=shares.points_of(TENTHS),
            gap_label="Gap to Londoners",
            events=happened,
        ),
        alt=f"Two line charts, the lower one of the gap to Londoners. {said}.",
        source_line=women.source,
        key="women",
        rows="workforce",
    )
    counted_last = ask(queries.women_dates)[-1]
    caveats = words.women_notes(
        chosen.who, chosen.count, counted_last, newest["people"], women.is_hidden
    )
    draft.need_to_know(caveats)
    draft.section("The figures", f"{words.WHO[chosen.who]}, {chosen.basis}")
    draft.table(tables.women_table(series, london), alt=f"Women among {chosen.people} by year")
    draft.downloads_of(
        queries.as_data(series, chosen.who, chosen.count, london),
        name="workforce",
        title=f"Women among {chosen.people} and among Londoners",
        dataset="workforce",
        source_ids=HOME_OFFICE,
        filters={
            "Who": words.WHO[chosen.who],
            "Counted as": words.BASES[chosen.count],
            "From": month_year(chosen.first),
            "To": month_year(chosen.last),
        },
        link=chosen.link,
        notes=[*caveats, words.ASSUMPTION],
    )


def show_closing(draft: Draft, chosen: Chosen, women: Women) -> None:
    """The year at which each rate would close the gap, and what the Review says."""
    name, people = words.WHO[chosen.who], women.series["people"].iloc[-1]
    draft.section(f"When would the gap close? {name}", words.ASSUMPTION)
    if women.closings:
        ends = tables.closing_table(women.closings, chosen.last)
        draft.table(ends, alt="Year in which the gap would close")
        draft.source(women.source)
    elif people < queries.LEAST_FOR_RATE:
        draft.bullets([words.too_few_for_rate(name, people, queries.LEAST_FOR_RATE)])
    else:
        draft.no_rows("a rate of change in so few years", "Choose a later last year above.")
    years = ask(documents.years_printed).to_dict("records")
    said = [
        list(
            {
                row["value"]: printed_words.row_value(row) for row in years if row["group"] == group
            }.values()
        )
        for group in documents.GROUPS
    ]
    draft.bullets([words.years_sentence(*said)])
    projections = ask(documents.review_projections)
    printed.folded(draft, projections, "What the Review says of it", "projections")


def show_ranks(draft: Draft, chosen: Chosen, women: Women) -> None:
    """Women in every rank against Londoners."""
    ranks, london = women.ranks, women.london
    last, least = chosen.last, queries.LEAST_FOR_RATE
    years = words.years_words(chosen.window, last)
    draft.section(
        "Women by rank",
        f"Share of women, {chosen.basis}, {day_words(last)}; gap to Londoners in "
        f"percentage points. {words.SENIOR} {tables.ranks_words(years, least)}",
    )
    shown = pd.DataFrame({"label": ranks["who"].map(words.WHO), "first": ranks["share_pct"]})
    roles = ranks["who"].eq(chosen.who).map({True: "chosen", False: "main"})
    shown = shown.assign(second=london, role=roles)
    shares.beside_londoners(
        draft,
        shown,
        "Met officers",
        "women by rank",
        TENTHS,
        women.source,
        "ranks",
        held_in="workforce-ranks",
        natural=True,
    )
    ends = ask(queries.rank_closings, chosen.count, last, chosen.window)
    draft.table(
        tables.rank_table(ranks, london, ends, last, least),
        alt=f"Women by rank on {day_words(last)}, and when the gap would close",
    )
    elsewhere = ask(documents.women_elsewhere)
    parts = elsewhere[~elsewhere["is_whole"]]
    draft.subsection("Women, printed elsewhere on other bases")
    printed.cards(draft, elsewhere[elsewhere["is_whole"]], "Women, printed elsewhere")
    printed.folded(draft, parts, "Parts of the Met, and England and Wales", "elsewhere")
