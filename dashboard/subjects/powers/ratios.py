"""Ratios against White people: the page's finding, its chart, table and file."""

from __future__ import annotations

import math
from collections.abc import Collection

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import Look, ratio_dots
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import ALL
from dashboard.page import Params
from dashboard.sourcing import joined_sources, source_line
from dashboard.subjects.powers.choice import Choice
from dashboard.subjects.powers.figures import disproportion, find_rate, powers, searches
from dashboard.subjects.powers.figures.disproportion import WHITE
from dashboard.subjects.powers.words import months as month_words
from dashboard.subjects.powers.words import powers as words
from dashboard.subjects.powers.words import tables, workings
from dashboard.words.capitals import first_large
from dashboard.words.printed import row_value

LIMITS = ["ratio", "ratio_low", "ratio_high"]


def shows_masked(rates: pd.DataFrame) -> bool:
    """Whether the table of ratios has a masked count: those in no group are not in it."""
    return bool(rates.loc[rates["residents_count"].notna(), "is_masked"].any())


def row_of(rates: pd.DataFrame, group: str) -> dict[str, float]:
    """What is worked out of a group: column -> number."""
    row = rates[rates["ethnicity"] == group].iloc[0]
    return {name: float(row[name]) for name in disproportion.COMPUTED}


def ratio_of(rates: pd.DataFrame, group: str) -> tuple[float, float, float] | None:
    """A group's ratio with its interval; None where there is none."""
    row = row_of(rates, group)
    ratio, low, high = (row[name] for name in LIMITS)
    return None if math.isnan(ratio) else (ratio, low, high)


def headline_of(chosen: Choice, rates: pd.DataFrame) -> str:
    """The page's finding."""
    is_short = bool(rates.set_index("ethnicity").loc[chosen.group, "is_short"])
    ratio = ratio_of(rates, chosen.group)
    return words.search_headline(
        chosen.group, chosen.basis, chosen.looked_for, chosen.period, ratio, is_short
    )


def lede_of(chosen: Choice, rates: pd.DataFrame) -> str:
    """The two rates and their ratio, and what they are set against; two sentences."""
    ratio = ratio_of(rates, chosen.group)
    if ratio is None:
        return f"{chosen.against}."
    rate, white = (row_of(rates, group)["rate_per_1000"] for group in (chosen.group, WHITE))
    said = words.rates_sentence(chosen.group, rate, white, ratio, chosen.window.is_whole)
    return f"{said} {chosen.against}."


def _of_busiest(chosen: Choice, ratio: float) -> list[str]:
    """How the ratio was in the 12 months before, and what it would be without the busiest month.

    Where that month moves the ratio, the two periods are compared without it in either.
    """
    asked = (*chosen.rows, chosen.end, chosen.group, chosen.residents)
    month, before = ask(powers.without_busiest_month, *asked), ask(powers.year_before, *asked)
    who = words.people_of_group(chosen.group, chosen.basis)
    moved = "" if month is None else words.busiest_sentence(who, *month, ratio)
    found = [moved] if moved else []
    if before is None:
        return found
    if month is None or not moved:
        change = before[1].low, before[1].high
        return [*found, words.year_before_sentence(before[0].estimate, change)]
    alike = ask(powers.year_before, *asked, month[0])
    if alike is not None:
        both, change = (month[2], alike[0].estimate), (alike[1].low, alike[1].high)
        found.append(words.like_months_sentence(before[0].estimate, month[0], both, change))
    return found


def show(draft: Draft, chosen: Choice, link: Params) -> None:
    """State the finding, draw each group's ratio, the Review's beside it where it is alike, and the table.

    Args:
        link: every choice of the page.
    """
    rates = ask(powers.rates_by_group, *chosen.rows, chosen.end, chosen.residents)
    headline = headline_of(chosen, rates)
    draft.headline(headline, lede_of(chosen, rates))
    printed = ask(find_rate.review_search_ratios)
    is_alike = chosen.by_officer and chosen.for_everything and not printed.empty
    draft.section(
        "How many times as often as White people",
        f"Searches{chosen.looked_for} per resident of each group over those per White resident, "
        f"{chosen.period}. {chosen.against}. Lines: 95% intervals. {words.DOUBLING_SCALE}",
    )
    rows, marks = dots(rates, chosen.group), marks_printed(printed) if is_alike else None
    label = words.printed_label(row_value(row) for row in printed.to_dict("records"))
    draft.chart(
        lambda narrow: ratio_dots(
            rows,
            look=Look(narrow=narrow),
            reference="White people",
            printed=marks,
            printed_label=label,
            when=first_large(chosen.period),
        ),
        alt=f"{words.DOTS} {headline}.",
        source_line=with_census("stop_and_search", searches.MONTHLY),
        key="powers-ratios",
        rows="powers",
    )
    notes = caveats(chosen, rates, printed if is_alike else None)
    draft.need_to_know(notes)
    draft.section(
        "The figures",
        f"Searches in {chosen.period}. {chosen.against}. {words.COLUMNS_EXPLAINED}",
    )
    draft.table(
        tables.ratio_table(rates, "Count"), alt=f"Searches by ethnic group, {chosen.period}"
    )
    show_working(draft, rates, "Searches", chosen.group, chosen.residents, chosen.basis)
    draft.downloads_of(
        data_of(chosen, rates),
        name="powers",
        title=f"Stop and search by ethnic group, {chosen.period}",
        dataset="stop_and_search",
        filters=chosen.filters,
        link=link,
        notes=notes,
        source_ids=searches.MONTHLY,
        beside={"population": {disproportion.CENSUS}},
    )
    if is_alike:
        draft.other_files([printed_files("powers-review", "searches", printed)], link)


def printed_files(name: str, noun: str, printed: pd.DataFrame) -> OtherFiles:
    """The Review's own ratios, which the chart marks, as rows for files of their own.

    Args:
        name: of the files. noun: what was counted. printed: as the queries of printed ratios give them.
    """
    return OtherFiles(
        name,
        f"The Review's own ratios of {noun} to those of White people, as marked on the chart",
        printed,
        {"review_figures": ()},
    )


def show_working(
    draft: Draft, rates: pd.DataFrame, noun: str, group: str, residents: str, basis: str = ""
) -> None:
    """Show how a group's ratio is worked out; nothing where there is none.

    Args:
        noun: what was counted, `Searches` or `Uses of force`.
        residents: age band of the denominator.
        basis: whose view of ethnicity, where the words depend on it.
    """
    ratio = ratio_of(rates, group)
    if ratio is None:
        return
    counts = rates.set_index("ethnicity")[["events_count", "residents_count"]].astype("float64")
    both = counts.loc[[group, WHITE]].to_numpy().ravel()
    events, people, white_events, white_people = (int(number) for number in both)
    one = workings.Worked(
        noun,
        group,
        basis,
        disproportion.DENOMINATORS[residents],
        events,
        people,
        white_events,
        white_people,
        ratio,
    )
    draft.worked_out(workings.steps(one), key=noun.split(" ")[0].lower())


def dots(rates: pd.DataFrame, group: str) -> pd.DataFrame:
    """Rows of the chart: the Census groups but White people; the chosen one stands out."""
    is_drawn = rates["ethnicity"].isin(disproportion.GROUPS) & (rates["ethnicity"] != WHITE)
    rows = rates[is_drawn]
    role = (rows["ethnicity"] == group).map({True: "chosen", False: "main"})
    rows = rows.assign(label=rows["ethnicity"], role=role)
    names = dict(zip(LIMITS, ("value", "low", "high"), strict=True))
    return rows.rename(columns=names)[["label", "value", "low", "high", "role"]]


def marks_printed(printed: pd.DataFrame) -> pd.DataFrame:
    """Marks of the Review's own ratios, with what it says of each."""
    names = {"group": "label", "caveat": "detail"}
    rows = printed.rename(columns=names)[["label", "value", "detail"]]
    return rows.assign(said=[row_value(row) for row in printed.to_dict("records")])


def with_census(dataset: str, source_ids: Collection[str]) -> str:
    """The line under a chart of rates: the sources of its table, and the Census that it rests on too."""
    census = source_line("population", {disproportion.CENSUS})
    return joined_sources(source_line(dataset, source_ids), census)


def caveats(chosen: Choice, rates: pd.DataFrame, printed: pd.DataFrame | None) -> list[str]:
    """What must be known about the searches on screen, and nothing else."""
    ratio = ratio_of(rates, chosen.group)
    found = [
        *([] if ratio is None else _of_busiest(chosen, ratio[0])),
        words.SEARCHES_NOT_PEOPLE,
        words.denominator_sentence(ask(disproportion.city_residents), chosen.residents != ALL),
    ]
    if printed is not None:
        first = printed.iloc[0]
        ends = (first["period_start"], first["period_end"])
        found.append(words.printed_sentence(first["group"], row_value(first.to_dict()), *ends))
    elif not chosen.by_officer:
        found.append(words.OTHER_BASIS)
    found += _of_groups(chosen, rates) + _of_period(chosen)
    if shows_masked(rates):
        found.append(words.MASKED)
    return [*found, words.LONDON_ONLY]


def _of_groups(chosen: Choice, rates: pd.DataFrame) -> list[str]:
    """Who is in no group, or in another one than in the Census."""
    found = []
    ratio = ratio_of(rates, chosen.group)
    if chosen.by_officer and chosen.group == "Black" and ratio is not None:
        wider = ask(powers.ratio_with_mixed, chosen.searched_for, chosen.end, chosen.residents)
        found += [] if wider is None else [words.mixed_sentence(ratio[0], wider)]
    if chosen.for_everything:
        unknown = ask(powers.without_ethnicity_pct, chosen.basis, chosen.end)
        found += [] if unknown is None else [words.unknown_sentence(unknown, chosen.basis)]
    if rates["is_short"].any():
        months = ask(searches.short_months, chosen.basis)
        found.append(month_words.short_sentence(searches.SHORT_GROUP, months[0], months[-1]))
    return found


def _of_period(chosen: Choice) -> list[str]:
    """What is lacking in the 12 months, and what changed in them."""
    window, found = chosen.window, []
    if not window.is_whole:
        found.append(month_words.window_sentence(window.missing, window.part_days))
    crossed = ask(searches.breaks_crossed, chosen.basis, window.first, window.last)
    found += [month_words.break_sentence(one["label"], one["detail"]) for one in crossed]
    if not (chosen.by_officer and chosen.for_everything):
        found.append(words.UNTIL_2023)
    return found


def data_of(chosen: Choice, rates: pd.DataFrame) -> pd.DataFrame:
    """The rows on screen with their whole key, for the files."""
    rows = rates.rename(columns={"events_count": "searches_count"}).drop(columns="is_short")
    names = list(rows.columns)
    rows = rows.assign(
        last_month=chosen.end,
        months_held_in_full=len(chosen.window.held),
        ethnicity_basis=chosen.basis,
        object_of_search=chosen.searched_for,
        residents_age_band=chosen.residents,
    )
    return rows[[*[name for name in rows.columns if name not in names], *names]]
