"""Ratios of searches to those of White people: the page's finding, what must be known of it, and its file."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import ALL
from dashboard.page import Paper, Params
from dashboard.subjects.powers.choice import Choice
from dashboard.subjects.powers.compared import (
    LIMITS,
    Compared,
    printed_files,
    ratio_of,
    row_of,
    show_compared,
    shows_masked,
    with_census,
)
from dashboard.subjects.powers.figures import counts, disproportion, find_rate, powers, searches
from dashboard.subjects.powers.figures.disproportion import WHITE
from dashboard.subjects.powers.figures.powers import Leading
from dashboard.subjects.powers.words import months as month_words
from dashboard.subjects.powers.words import powers as words
from dashboard.words.printed import row_value


def headline_of(chosen: Choice, rates: pd.DataFrame, lead: Leading | None) -> str:
    """The page's finding."""
    is_short = bool(rates.set_index("ethnicity").loc[chosen.group, "is_short"])
    period = month_words.headline_period(chosen.window.last)
    ratio = ratio_of(rates, chosen.group)
    without = None
    if ratio is not None and lead is not None and lead.month is not None:
        ratio, without = (lead.ratio.estimate, lead.ratio.low, lead.ratio.high), lead.month
    return words.search_headline(
        *(chosen.group, chosen.basis, chosen.looked_for, period), ratio, is_short, without
    )


def lede_of(chosen: Choice, rates: pd.DataFrame, lead: Leading | None) -> str:
    """Whether the ratio has moved in a year, and what an odd month does to it; else the two rates too."""
    if ratio_of(rates, chosen.group) is None or lead is None:
        return ""
    compared = (
        None
        if lead.before is None or lead.change is None
        else (lead.before.estimate, (lead.change.low, lead.change.high))
    )
    if lead.month is not None:
        who = words.people_of_group(chosen.group, chosen.basis)
        said = words.odd_month_sentence(
            *(who, lead.month, lead.whole.estimate, lead.searches, lead.usual)
        )
        if compared is None:
            return said
        return f"{words.like_months_sentence(compared[0], lead.month, compared[1])} {said}"
    rate, white = (row_of(rates, group)["rate_per_1000"] for group in (chosen.group, WHITE))
    said = words.rates_sentence(chosen.group, rate, white, chosen.window.is_whole)
    return said if compared is None else f"{said} {words.year_before_sentence(*compared)}"


def _busiest(chosen: Choice, lead: Leading, ratio: float) -> str:
    """What the busiest month does to the ratio; nothing where it does nothing."""
    if lead.busiest is None or lead.without is None:
        return ""
    who = words.people_of_group(chosen.group, chosen.basis)
    return words.busiest_sentence(who, lead.busiest, lead.searches, lead.without.estimate, ratio)


def beside_the_lead(rates: pd.DataFrame, group: str, lead: Leading | None) -> pd.DataFrame:
    """The ratios, with a row for the group without its odd month, where the page leads with that.

    Returns:
        `rates` with `label`, what the row is called, and `month_left_out`, absent in the others. The
        rates of 11 months stand beside no rate of 12.
    """
    rows = rates.assign(label=rates["ethnicity"], month_left_out=pd.Series(pd.NaT, rates.index))
    if lead is None or lead.month is None:
        return rows
    place = int((rows["ethnicity"] == group).to_numpy().argmax())
    left = rows.iloc[[place]].copy()
    left["events_count"] = left["events_count"] - lead.searches
    left["label"], left["month_left_out"] = words.without_month(group, lead.month), lead.month
    left[list(disproportion.COMPUTED)] = float("nan")
    left[LIMITS] = [lead.ratio.estimate, lead.ratio.low, lead.ratio.high]
    rows.loc[rows.index[place], "label"] = words.with_month(group, lead.month)
    return pd.concat([rows.iloc[:place], left, rows.iloc[place:]], ignore_index=True)


def show(draft: Draft, chosen: Choice, link: Params) -> None:
    """State the finding, draw each group's ratio, the Review's beside it where it is alike, and the table.

    Args:
        link: every choice of the page.
    """
    rates = ask(powers.rates_by_group, *chosen.rows, chosen.end, chosen.residents)
    asked = (*chosen.rows, chosen.end, chosen.group, chosen.residents)
    lead: Leading | None = ask(powers.leading, *asked)
    headline = headline_of(chosen, rates, lead)
    draft.headline(headline, lede_of(chosen, rates, lead))
    printed = ask(find_rate.review_search_ratios)
    is_alike = chosen.by_officer and chosen.for_everything and not printed.empty
    draft.section(
        "Compared with White people",
        f"Searches{chosen.looked_for} per resident over those per White resident, {chosen.period}. "
        f"{chosen.against}.",
    )
    notes = caveats(chosen, rates, printed if is_alike else None, lead)
    left_out = (words.LONDON_ONLY, words.DOUBLING_SCALE, _denominator(chosen))
    draft.paper = Paper(unsaid=(*left_out, *(_of_printed(printed) if is_alike else ())))
    shown = beside_the_lead(rates, chosen.group, lead)
    show_compared(
        draft,
        Compared(
            rates=shown,
            group=chosen.group,
            residents=chosen.residents,
            basis=chosen.basis,
            noun="Searches",
            column="Searches",
            headline=headline,
            when=chosen.period,
            alt=f"Searches by ethnic group, {chosen.period}",
            printed=printed if is_alike else None,
            printed_label=words.printed_label(row_value(row) for row in printed.to_dict("records")),
            source=with_census("stop_and_search", searches.MONTHLY),
            key="powers-ratios",
            name="powers",
            notes=notes,
            pair=None if lead is None else lead.pair,
        ),
    )
    draft.downloads_of(
        data_of(chosen, shown),
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


def caveats(
    chosen: Choice, rates: pd.DataFrame, printed: pd.DataFrame | None, lead: Leading | None
) -> list[str]:
    """What must be known about the searches on screen, and nothing else; first what moves the ratio."""
    window, ratio = chosen.window, ratio_of(rates, chosen.group)
    found = []
    if not window.is_whole:
        found.append(month_words.window_sentence(window.missing, window.part_days))
    if ratio is not None and lead is not None and lead.month is None:
        found += filter(None, [_busiest(chosen, lead, ratio[0])])
    found.append(words.SEARCHES_NOT_PEOPLE)
    if lead is not None and lead.before is not None:
        asked = chosen.basis, chosen.searched_for, chosen.end, chosen.group, chosen.residents
        found.append(words.other_years_sentence(ask(powers.other_years, *asked)))
    if ratio is not None:
        found += filter(None, [_of_mixed(chosen, ratio[0])])
    if printed is not None:
        found += _of_printed(printed)
    elif not chosen.by_officer:
        found.append(words.OTHER_BASIS)
    found.append(_denominator(chosen))
    found += [*_of_groups(chosen, rates), *_of_breaks(chosen)]
    found += [words.MASKED] if shows_masked(rates) else []
    return [*found, words.LONDON_ONLY, words.DOUBLING_SCALE]


def _of_printed(printed: pd.DataFrame) -> list[str]:
    """What the Review's mark is; the chart's key says the most of it."""
    first = printed.iloc[0]
    ends = (first["period_start"], first["period_end"])
    return [words.printed_sentence(first["group"], row_value(first.to_dict()), *ends)]


def _denominator(chosen: Choice) -> str:
    return words.denominator_sentence(ask(disproportion.city_residents), chosen.residents != ALL)


def _of_mixed(chosen: Choice, ratio: float) -> str:
    """How far it matters that officers record no Mixed group; empty where it does not."""
    if not (chosen.by_officer and chosen.group == "Black"):
        return ""
    wider = ask(powers.ratio_with_mixed, chosen.searched_for, chosen.end, chosen.residents)
    return "" if wider is None else words.mixed_sentence(ratio, wider)


def _of_groups(chosen: Choice, rates: pd.DataFrame) -> list[str]:
    """Who is in no group, or was hardly recorded."""
    found = []
    if chosen.for_everything:
        unknown = ask(counts.without_ethnicity_pct, chosen.basis, chosen.end)
        found += [] if unknown is None else [words.unknown_sentence(unknown, chosen.basis)]
    if rates["is_short"].any():
        months = ask(searches.short_months, chosen.basis)
        found.append(month_words.short_sentence(searches.SHORT_GROUP, months[0], months[-1]))
    return found


def _of_breaks(chosen: Choice) -> list[str]:
    """What changed in the 12 months, and what is held after them."""
    crossed = ask(searches.breaks_crossed, chosen.basis, chosen.window.first, chosen.window.last)
    found = [month_words.break_sentence(one["label"], one["detail"]) for one in crossed]
    is_usual = chosen.by_officer and chosen.for_everything
    return found if is_usual else [*found, words.UNTIL_2023]


def data_of(chosen: Choice, rates: pd.DataFrame) -> pd.DataFrame:
    """The rows on screen with their whole key, for the files."""
    renamed = rates.rename(columns={"events_count": "searches_count"})
    rows = renamed.drop(columns=["is_short", "label"])
    names = list(rows.columns)
    rows = rows.assign(
        last_month=chosen.end,
        months_held_in_full=len(chosen.window.held),
        ethnicity_basis=chosen.basis,
        object_of_search=chosen.searched_for,
        residents_age_band=chosen.residents,
    )
    return rows[[*[name for name in rows.columns if name not in names], *names]]
