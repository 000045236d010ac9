"""Searches month by month: gaps where a month is not published."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, RATIO, Look, marks, trend
from dashboard.draft import Draft, OtherFiles
from dashboard.figures import sources
from dashboard.figures.sources import breaks_within
from dashboard.page import Params
from dashboard.sourcing import source_line
from dashboard.subjects.powers.choice import Choice
from dashboard.subjects.powers.compared import with_census
from dashboard.subjects.powers.figures import counts, disproportion, powers, searches
from dashboard.subjects.powers.words import months as month_words
from dashboard.subjects.powers.words import tables
from dashboard.words.periods import twelve_months_to

SHOW = {"count": "Number of searches", "ratio": "Ratio to White people"}
RATIO_FILES = "powers-month-ratios"
SLOTS = {"Black": 0, "White": 1, "Asian": 2, "Mixed": 3, "Other": 4}
"""Each group keeps its colour."""


def choose(draft: Draft) -> str:
    """Declare what the months are shown as."""
    return draft.select("Each month as", "show", SHOW, "count")


def show(draft: Draft, chosen: Choice, shown: str, link: Params) -> None:
    """Draw the searches, or the ratios, of every month, and list those of a period.

    Args:
        shown: of `choose`. link: every choice of the page.
    """
    window, is_ratio = chosen.window, shown == "ratio"
    monthly = ask(counts.searches_by_month, *chosen.rows, window)
    monthly = monthly[monthly["month"] <= window.last]  # a fixed link ends where it did
    lines = ratio_lines(chosen) if is_ratio else count_lines(monthly, chosen.group)
    said = month_words.monthly_subtitle(is_ratio, chosen.looked_for)
    whose = chosen.against if is_ratio else chosen.basis_words
    draft.section("Searches month by month", f"{said} {whose}. Gaps: not published.")
    draft.choice_row("show", name="choices-months")
    found = ask(sources.breaks, "stop_and_search", chosen.basis, searches.MONTHLY)
    drawn = lines.dropna(subset="value")["date"]
    breaks = marks(breaks_within(found, drawn.min(), drawn.max()))
    draft.chart(
        lambda narrow: trend(
            lines,
            unit=RATIO if is_ratio else COUNT,
            look=Look(narrow=narrow),
            breaks=breaks,
            zero=True,
        ),
        alt=f"Line chart, a line for each ethnic group. {said}",
        source_line=(with_census if is_ratio else source_line)("stop_and_search", searches.MONTHLY),
        key="powers-months",
        subtitle=f"Stop and search by the Met, by ethnic group. {said} {whose}.",
        rows=RATIO_FILES if is_ratio else "",
    )
    notes = notes_on(monthly, chosen)
    draft.need_to_know(notes, about="months")
    shown_in = monthly["month"].between(window.first, window.last)
    draft.table(
        tables.month_table(monthly[shown_in & monthly["ethnicity"].isin(SLOTS)]),
        alt=f"Searches by ethnic group in each of the {twelve_months_to(window.last)}",
    )
    filters = {name: text for name, text in chosen.filters.items() if name != "12 months to"}
    draft.downloads_of(
        data_of(monthly, chosen),
        name="powers-months",
        title="Stop and search by month and ethnic group",
        dataset="stop_and_search",
        filters=filters,
        link=link,
        notes=notes,
        source_ids=searches.MONTHLY,
    )
    if is_ratio:
        ratios = OtherFiles(
            name=RATIO_FILES,
            title="Ratio of searches to those of White people, by month",
            frame=_keyed(_ratios(chosen).dropna(subset="ratio"), chosen),
            sources={"stop_and_search": searches.MONTHLY, "population": {disproportion.CENSUS}},
            filters=filters,
            notes=notes,
        )
        draft.other_files([ratios], link)


def count_lines(monthly: pd.DataFrame, group: str) -> pd.DataFrame:
    """Lines of searches; a month that is missing, held in part or short of a group is a gap."""
    whole = monthly["searches_count"].where(monthly["standing"] == "held").astype("float64")
    rows = monthly.assign(value=whole)
    return _lines(rows[rows["ethnicity"].isin(SLOTS)], group)


def ratio_lines(chosen: Choice) -> pd.DataFrame:
    """Lines of the ratio to White people with their intervals."""
    names = {"ratio": "value", "ratio_low": "low", "ratio_high": "high"}
    return _lines(_ratios(chosen).rename(columns=names), chosen.group)


def _ratios(chosen: Choice) -> pd.DataFrame:
    ratios: pd.DataFrame = ask(
        powers.ratios_by_month, *chosen.rows, chosen.residents, chosen.window
    )
    return ratios[ratios["month"] <= chosen.window.last]


def _lines(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    """The group chosen first, then White people and the others."""
    order = [group, *(one for one in ("White", *disproportion.GROUPS) if one != group)]
    places = rows["ethnicity"].map(order.index)
    rows = rows.assign(order=places, slot=rows["ethnicity"].map(SLOTS))
    rows = rows.sort_values(["order", "month"]).drop(columns="order")
    return rows.rename(columns={"month": "date", "ethnicity": "series"})


def notes_on(monthly: pd.DataFrame, chosen: Choice) -> list[str]:
    """Which months are gaps, and what the marks in the table mean."""
    held = set(monthly.loc[monthly["standing"] != "missing", "month"])
    gaps = sorted(set(monthly["month"]) - held)
    found = [month_words.missing_sentence(gaps, monthly["month"].nunique())] if gaps else []
    if (monthly["standing"] == "part").any():
        days = [f"{days} {month.year}" for month, (_, days) in searches.PART_MONTHS.items()]
        found.append(month_words.part_sentence(days))
    short = ask(searches.short_months, chosen.basis) if chosen.for_everything else []
    if short:
        found.append(month_words.short_note(searches.SHORT_GROUP, short[0], short[-1]))
    if monthly["is_masked"].any():
        found.append(month_words.MASKED_MONTHS)
    return found


def data_of(monthly: pd.DataFrame, chosen: Choice) -> pd.DataFrame:
    """Every month with its whole key, for the files."""
    return _keyed(
        monthly[["month", "ethnicity", "searches_count", "is_masked", "standing"]], chosen
    )


def _keyed(rows: pd.DataFrame, chosen: Choice) -> pd.DataFrame:
    keyed = rows.assign(ethnicity_basis=chosen.basis, object_of_search=chosen.searched_for)
    names = ["month", "ethnicity_basis", "ethnicity", "object_of_search"]
    return keyed[[*names, *(name for name in rows.columns if name not in names)]]
