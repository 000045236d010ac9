"""Crime trends: recorded offences by kind, month and place."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import ALL, MPS
from dashboard.page import Paper
from dashboard.subjects.crime import files, lines, maps, months, numbers, tables
from dashboard.subjects.crime.choice import QUANTITIES, Choice, choose, name_of
from dashboard.subjects.crime.figures import breaks as crime_breaks
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures import places as crime_places
from dashboard.subjects.crime.figures.counts import crime_months, twelve_months_against
from dashboard.subjects.crime.lines import crossed_year, is_of_few
from dashboard.subjects.pages import TITLES
from dashboard.words import crime as words
from dashboard.words.periods import month_year


def build(draft: Draft) -> None:
    """Write the page: the lines of the places chosen, one place closely, then every borough."""
    draft.need("recorded_offences", "population", "review_figures", "boundaries")
    chosen = choose(draft)
    is_empty = all(chosen.line(area).empty for area in chosen.drawn)
    draft.headline(*((TITLES["crime"], None) if is_empty else headline(chosen)))
    draft.choice_row("area", "offence", "kind", "show", "as", "from", "to")
    if is_empty:
        _say_nothing_is_shown(draft, chosen)
        return
    notes = lines.caveats(chosen)
    lines.show(draft, chosen)
    draft.need_to_know(notes)
    numbers.show(draft, chosen)
    files.show(draft, chosen, notes)
    kinds = tables.every_kind(draft, chosen.one, chosen.last)
    if kinds is not None and len(chosen.areas) == 1 and chosen.offence == ALL:
        draft.paper = Paper(tables=(kinds,))
    maps.show(draft, chosen)
    months.show(draft, chosen)
    if MPS in chosen.areas:
        tables.beside_the_review(draft)
    draft.other_files(files.others(chosen), chosen.link)


def _say_nothing_is_shown(draft: Draft, chosen: Choice) -> None:
    if not chosen.areas:
        draft.notice("**Nothing to draw is chosen.** Choose London or a borough above.")
        return
    first, last = (month_year(month) for month in (chosen.first, chosen.last))
    draft.no_rows(f"{chosen.what}, {chosen.names}, {first} to {last}")


def headline(chosen: Choice) -> tuple[str, str]:
    """The newest 12 months on screen: the sentence, and beside it what the newest month says.

    Where the chart is of single months, the second says so and gives its newest.
    """
    text, beside = _of_the_year(chosen)
    return text, " ".join(part for part in (beside, _newest_month(chosen)) if part)


def _newest_month(chosen: Choice) -> str:
    if chosen.show != "month":
        return ""
    lines = {area: chosen.line(area).dropna(subset=["value"]) for area in chosen.areas}
    newest = max(
        (one["date"].max() for one in lines.values() if not one.empty), default=chosen.last
    )
    unit = QUANTITIES[chosen.quantity].unit
    at = {area: found.set_index("date")["value"].get(newest) for area, found in lines.items()}
    figures = [(name_of(area), unit.value(one)) for area, one in at.items() if one is not None]
    return words.single_months(figures, newest)


def _of_the_year(chosen: Choice) -> tuple[str, str]:
    if len(chosen.areas) == 1 and chosen.quantity == "count":
        return _of_one_place(chosen, chosen.areas[0])
    table = ask(crime_places.places_in_year, chosen.offence, chosen.kind, chosen.year_end)
    table = table.set_index("area_code")
    values = table[QUANTITIES[chosen.quantity].column].dropna()
    unit = QUANTITIES[chosen.quantity].unit
    figures = [(name_of(area), unit.value(values[area])) for area in chosen.areas if area in values]
    if not figures:
        return TITLES["crime"], ""
    text = words.places_headline(
        chosen.subject, QUANTITIES[chosen.quantity].said, figures, chosen.year_end
    )
    if chosen.quantity == "count":
        changes = table.loc[chosen.areas, "change_pct"].astype("object")
        pairs = zip(chosen.areas, changes.where(changes.notna(), None), strict=True)
        named = [(name_of(area), change) for area, change in pairs]
        few = is_of_few(table.loc[chosen.areas])
        of_few = {name_of(area) for area in few.index[few]}
        return text, words.moved_sentence(named, crossed_year(chosen.year_end), of_few)
    if MPS in chosen.areas:
        return text, ""
    return text, f"{name_of(MPS)}: {unit.value(values[MPS])}."


def _of_one_place(chosen: Choice, area: str) -> tuple[str, str]:
    counts = ask(crime_months, area, chosen.offence, chosen.kind)
    end = chosen.year_end
    latest, before, change = twelve_months_against(counts, end)
    crossed = crossed_year(end)
    text = words.crime_headline(
        chosen.subject,
        name_of(area),
        area == MPS,
        latest,
        before,
        change,
        end,
        crossed,
        crime_changes.FEW,
    )
    is_not_compared = bool(crossed) and latest is not None and before is not None
    beside = [words.moved_sentence([], crossed) if is_not_compared else ""]
    if chosen.show == "year":
        beside += [_near_highest(chosen, area), months.beside_the_headline(chosen)]
    return text, " ".join(filter(None, beside))


NEAR = 0.98
"""Part of the highest 12 months on the chart from which on others are near it."""


def _near_highest(chosen: Choice, area: str) -> str:
    """How the newest 12 months stand to the highest on the chart.

    Empty where they are far below, or where a change in recording or data lies between the two.
    """
    known = chosen.line(area).dropna(subset=["value"])
    if len(known) < _LONG or known["date"].iloc[-1] != chosen.year_end:
        return ""
    highest = known.iloc[int(known["value"].to_numpy().argmax())]
    if known["value"].iloc[-1] < NEAR * highest["value"]:
        return ""
    first = known["date"].iloc[0]
    is_newest = highest["date"] == chosen.year_end
    since = (first if is_newest else highest["date"]) - pd.DateOffset(months=11)
    if not ask(crime_breaks.changes_between, since, chosen.year_end).empty:
        return ""
    if is_newest:
        return words.highest(first)
    return words.near_highest(float(highest["value"]), highest["date"], first)


_LONG = 60
"""12-month totals, a month apart, from which on the highest of them says something."""
