"""The part of a page on women among the people chosen: over the years, to come, and by rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import measures, printed, shares
from dashboard.charts import TENTHS, Look, gap_chart, marks
from dashboard.draft import Draft
from dashboard.figures.places import events
from dashboard.sourcing import source_line
from dashboard.subjects.pages import TITLES
from dashboard.subjects.workforce.choice import OF_WOMEN, Chosen
from dashboard.subjects.workforce.figures import printed as documents
from dashboard.subjects.workforce.figures import workforce as queries
from dashboard.subjects.workforce.files import CENSUS, HOME_OFFICE
from dashboard.subjects.workforce.words import tables
from dashboard.subjects.workforce.words import workforce as words
from dashboard.words import printed as printed_words
from dashboard.words.periods import day_words, month_year, when_words
from dashboard.words.sources import joined

if TYPE_CHECKING:
    from stats.trend import Closing

MEASURE = "workforce_representation"
"""The success measure that the page is about."""
GROUPS_OF_RANKS = ("officers", "senior")
"""Rows of the table by rank that hold several ranks."""


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
        return joined(source_line("workforce", HOME_OFFICE), source_line("population", CENSUS))


def load(chosen: Chosen) -> Women:
    """The shares of the years chosen; the rates reach back before them."""
    counted = ask(queries.women_by_year, chosen.who, chosen.count)
    counted = counted[counted["date"] <= chosen.last]
    london = ask(queries.women_of_london)
    series = counted[counted["date"] >= chosen.first]
    ranks = ask(queries.by_rank, chosen.count, chosen.last)
    return Women(series, ranks, london, queries.closings_of(counted, london))


def headline(chosen: Chosen, women: Women) -> tuple[str, str]:
    """The newest share on screen against Londoners', and what is said under it."""
    yearly, _ = ask(documents.minority_lines)
    last, minority = yearly.iloc[-1], ask(queries.minorities_of_london)
    other = (last["value"], last["date"], minority, _officers(chosen.until))
    if women.series.empty:
        return TITLES["workforce"], words.lede(None, *other)
    share, day = women.series[["share_pct", "date"]].iloc[-1]
    newest = _as_it_opens(chosen, women, share, day)
    if newest is not None:
        return newest
    top = words.headline(chosen.who, chosen.count, share, day, women.london)
    return top, words.lede(day, *other)


def _as_it_opens(
    chosen: Chosen, women: Women, share: float, day: pd.Timestamp
) -> tuple[str, str] | None:
    """Headline and lede of the newest count; None where the reader asks for other people or a day long before.

    They rest on the dates chosen alone: a link with dates says the same when more is held.
    """
    rows = ask(queries.strength)
    officers = rows[(rows["role"] == queries.OFFICERS) & (rows["date"] <= chosen.until)]
    is_usual = chosen.who == "officers" and chosen.count == "headcount"
    if officers.empty or not is_usual:
        return None
    now = officers.iloc[-1]
    if not day < now["date"] < day + _LONG_BEFORE:
        return None
    _, points = ask(documents.minority_lines)
    row = points.iloc[-1].to_dict()
    when = when_words(row["period_start"], row["period_end"])
    minority = f"{printed_words.row_value(row)} ({when}, {printed_words.mark_words(row)})"
    top = words.newest_headline(now["people"], now["date"], share, day)
    london = ask(queries.minorities_of_london)
    return top, words.newest_lede(share, day, women.london, minority, london)


_LONG_BEFORE = pd.DateOffset(years=5)


def _officers(until: pd.Timestamp) -> tuple[float, pd.Timestamp] | None:
    """Officers by the Met's own newest count up to a month, and its day."""
    rows = ask(queries.strength)
    rows = rows[(rows["role"] == queries.OFFICERS) & (rows["date"] <= until)]
    return None if rows.empty else (float(rows["people"].iloc[-1]), rows["date"].iloc[-1])


def show_years(draft: Draft, chosen: Chosen, women: Women) -> None:
    """Women over the years, what must be known, the measure's verdict and the figures.

    Where nobody is counted so, it is said, with the verdict.
    """
    series, london = women.series, women.london
    if series.empty:
        draft.section(f"Women among {chosen.people} and among Londoners")
        draft.choice_row(*OF_WOMEN)
        draft.no_rows(
            f"{chosen.people}, {chosen.basis}, {month_year(chosen.first)} to {month_year(chosen.last)}",
            "Choose other people, another count or another period above.",
        )
        measures.measure_verdict(draft, MEASURE)
        return
    draft.section(
        f"Women among {chosen.people} and among Londoners",
        f"Share of women, {chosen.basis}, each 31 March. {words.DASHED}",
    )
    draft.choice_row(*OF_WOMEN)
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
    measures.measure_verdict(draft, MEASURE)
    with draft.fold("Every year as a table", "women-years"):
        draft.table(
            tables.women_table(series, london),
            alt=f"Women among {chosen.people} by year",
            point="Gap, points",
        )
    draft.downloads_of(
        queries.as_data(series, chosen.who, chosen.count, london),
        name="workforce",
        title=f"Women among {chosen.people} and among Londoners",
        dataset="workforce",
        source_ids=HOME_OFFICE,
        beside={"population": CENSUS},
        filters={
            "Who": words.WHO[chosen.who],
            "Counted as": words.BASES[chosen.count],
            "From": month_year(chosen.first),
            "To": month_year(chosen.last),
        },
        link=chosen.link,
        notes=[*caveats, words.ASSUMPTION],
    )


def show_ranks(draft: Draft, chosen: Chosen, women: Women) -> None:
    """Women in every rank against Londoners; nothing where nobody is counted."""
    if women.series.empty:
        return
    ranks, london, last = women.ranks, women.london, chosen.last
    names = ranks["who"].map(words.WHO)
    is_one = ~ranks["who"].isin(GROUPS_OF_RANKS)
    heading = words.ranks_heading(
        "Women", dict(zip(names[is_one], ranks["share_pct"][is_one], strict=True)), 1
    )
    draft.section(
        heading,
        f"Share of women, {chosen.basis}, {day_words(last)}; gap to Londoners in percentage points. "
        f"{words.SENIOR}",
    )
    shown = pd.DataFrame({"label": names, "first": ranks["share_pct"]})
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
    with draft.fold("Every rank as a table", "women-ranks"):
        draft.table(
            tables.rank_table(ranks, london),
            alt=f"Women by rank on {day_words(last)}",
            point="Gap, points",
        )
    elsewhere = ask(documents.women_elsewhere)
    ordered = elsewhere.sort_values("is_whole", ascending=False, kind="stable")
    printed.folded(draft, ordered, "Women, printed elsewhere on other bases", "elsewhere")


def show_closing(draft: Draft, chosen: Chosen, women: Women) -> None:
    """The year at which each rate would close the gap, by rank too, and what the Review says.

    Nothing where nobody is counted.
    """
    if women.series.empty:
        return
    name, people = words.WHO[chosen.who], women.series["people"].iloc[-1]
    is_small, last = people < queries.LEAST_FOR_RATE, chosen.last
    heading = (
        f"When would the gap close? {name}"
        if is_small
        else words.closing_heading(women.closings.get(chosen.window), chosen.window, last)
    )
    draft.section(heading, words.IF_IT_WENT_ON)
    draft.choice_row("rate", name="choices-rate")
    if women.closings:
        ends = tables.closing_table(women.closings, last)
        draft.table(ends, alt="Year in which the gap would close", point="Gap closes about")
        draft.source(women.source)
        draft.need_to_know([words.LINES_RUN_ON, words.SCATTER], "closing")
    elif is_small:
        draft.bullets([words.too_few_for_rate(name, people, queries.LEAST_FOR_RATE)])
    else:
        draft.no_rows("a rate of change in so few years", "Choose a later last year above.")
    _show_rank_closings(draft, chosen, women)
    years = ask(documents.years_printed).to_dict("records")
    said = [
        list(
            {
                row["value"]: printed_words.row_value(row) for row in years if row["group"] == group
            }.values()
        )
        for group in documents.GROUPS
    ]
    with draft.fold("What the Review says of it", "projections"):
        draft.bullets([words.years_sentence(*said)])
        printed.cards(draft, ask(documents.review_projections), "What the Review says of it")


def _show_rank_closings(draft: Draft, chosen: Chosen, women: Women) -> None:
    """When the gap of each rank would close, folded away."""
    last, least = chosen.last, queries.LEAST_FOR_RATE
    ends = ask(queries.rank_closings, chosen.count, last, chosen.window)
    with draft.fold("When the gap would close, by rank", "rank-closings"):
        draft.caption(tables.ranks_words(words.years_words(chosen.window, last), least))
        draft.table(
            tables.rank_closings_table(women.ranks, ends, last, least),
            alt=f"Year in which the gap would close, by rank, reckoned from {day_words(last)}",
        )
