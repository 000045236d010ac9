"""The part of the Crime trends page on places over time: the lines and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import Look, Mark, marks, trend
from dashboard.charts.page_theme import Figure
from dashboard.draft import Draft
from dashboard.figures import places, sources
from dashboard.figures.places import ALL, MPS, residents
from dashboard.figures.sources import breaks_within, edition_joins
from dashboard.sourcing import source_line
from dashboard.subjects.crime.choice import (
    BASES,
    DRAWN,
    IN_COLOUR,
    QUANTITIES,
    Choice,
    name_of,
)
from dashboard.subjects.crime.figures import breaks as crime_breaks
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures import places as crime_places
from dashboard.subjects.crime.figures.counts import offence_span
from dashboard.subjects.crime.figures.revised import join_difference
from dashboard.words import crime as words
from dashboard.words.crime import rate_note
from dashboard.words.editions import join_sentence
from dashboard.words.periods import AT_POINTER, month_year
from dashboard.words.sources import joined

_DATASET = crime_breaks.DATASET


def crossed_year(last: pd.Timestamp) -> str:
    """What lies between the 12 months to a month and those before, in words; empty: nothing."""
    found = ask(crime_breaks.changes_between, last - pd.DateOffset(months=23), last)
    if found.empty:
        return ""
    return words.crossed_words(bool((~found["is_join"]).any()), bool(found["is_join"].any()))


def sources_of_rates() -> str:
    """The source line of offences per resident: both tables it rests on."""
    return joined(source_line(_DATASET), source_line("population", {"ons_population"}))


def is_of_few(rows: pd.DataFrame) -> pd.Series:
    """Whether each place's change is from or to so few offences that chance alone moves it.

    Args:
        rows: as `queries.crime_places.places_in_year` gives them.
    """
    fewer = rows[["offences_count", "before_count"]].min(axis=1)
    return rows["change_pct"].notna() & (fewer < crime_changes.FEW)


def show(draft: Draft, chosen: Choice) -> None:
    """The chart of the places chosen and, where London's count was chosen too, its own."""
    is_year = chosen.show == "year"
    lines = {area: chosen.line(area) for area in chosen.drawn}
    held = pd.concat(lines.values())
    start, end = held["date"].min(), held["date"].max()
    basis = "12 months to each month" if is_year else "each month"
    notes = [
        f"{QUANTITIES[chosen.quantity].title}, {basis}, {month_year(start)} to {month_year(end)}.",
        words.drawn_words(len(chosen.boroughs), DRAWN, IN_COLOUR),
    ]
    draft.section(f"{chosen.what}, {chosen.names}", " ".join(note for note in notes if note))
    if chosen.has_london_beside:
        lines[MPS] = chosen.line(MPS)
    _chart(draft, chosen, lines, "crime")
    if chosen.has_london_apart:
        draft.subsection(f"{chosen.what}, {name_of(MPS)}")
        draft.text(words.LONDON_APART)
        _chart(draft, chosen, {MPS: chosen.line(MPS)}, "crime-london")


def _chart(draft: Draft, chosen: Choice, lines: dict[str, pd.DataFrame], key: str) -> None:
    """Lines with their breaks; London's in grey where it stands beside boroughs'."""
    unit = QUANTITIES[chosen.quantity].unit
    rows = pd.concat(
        [
            crime_breaks.drawn_apart(found).assign(
                series=name_of(area),
                role="context" if area == MPS and len(lines) > 1 else "main",
            )
            for area, found in lines.items()
        ]
    )
    breaks = marks(ask(sources.breaks, _DATASET, chosen.offence))
    events = marks(ask(places.events, "crime"))

    def draw(narrow: bool) -> Figure:
        return trend(
            rows,
            unit=unit,
            look=Look(narrow=narrow),
            events=events,
            breaks=breaks,
            zero=True,
            when=AT_POINTER["12 months" if chosen.show == "year" else "month"],
            dashed=words.ACROSS,
        )

    said = [_said(area, found, chosen) for area, found in lines.items()]
    draft.chart(
        draw,
        alt=f"Line chart: {chosen.what}, {BASES[chosen.show].lower()}, "
        f"{QUANTITIES[chosen.quantity].title.lower()}. {' '.join(text for text in said if text)}",
        source_line=sources_of_rates() if chosen.quantity == "rate" else source_line(_DATASET),
        key=key,
        marks=_key_line(rows, breaks),
    )


def _key_line(rows: pd.DataFrame, breaks: Sequence[Mark]) -> str:
    """What dashes and a line of later data on the chart are; empty where it has neither."""
    joins = {pd.Timestamp(join["first"]) for join in ask(edition_joins, _DATASET)}
    start, end = rows["date"].min(), rows["date"].max()
    later = [mark for mark in breaks if mark.date in joins and start < mark.date <= end]
    said = [words.DASHED if rows["is_dashed"].eq(True).any() else ""]
    said += [words.later_data(mark.date) for mark in later]
    return " ".join(filter(None, said))


def _said(area: str, found: pd.DataFrame, chosen: Choice) -> str:
    """A line in words; nothing where it has no figure."""
    known = found.dropna(subset=["value"])
    if known.empty:
        return ""
    unit, last = QUANTITIES[chosen.quantity].unit, known.iloc[-1]
    return (
        f"{name_of(area)}: {unit.value(last['value'])} in {month_year(last['date'])}; highest "
        f"{unit.value(known['value'].max())}, lowest {unit.value(known['value'].min())}."
    )


def caveats(chosen: Choice) -> list[str]:
    """What must be known about the lines on screen, and nothing else."""
    held = pd.concat([chosen.line(area) for area in chosen.drawn])
    span = ask(offence_span, chosen.offence, chosen.kind)
    found = [span["detail"]] if span else []
    found += _rate_caveats(chosen)
    found += [words.RECORDED, *_across(held)]
    breaks = ask(sources.breaks, _DATASET, chosen.offence)
    on_screen = breaks_within(breaks, held["date"].min(), held["date"].max())
    found += [detail for detail in on_screen["detail"] if detail]
    found += _join_caveats(set(on_screen["date"]), chosen.one, chosen.offence != ALL)
    events = ask(places.events, "crime")
    seen = events[events["date"].between(held["date"].min(), held["date"].max())]
    found += list(seen["detail"])
    return found + _place_caveats(chosen)


def _across(held: pd.DataFrame) -> list[str]:
    dates = held.loc[held["is_across"], "date"]
    if dates.empty:
        return []
    return [words.years_across(dates.min(), dates.max())]


def _join_caveats(on_screen: set[pd.Timestamp], one: str, is_part: bool) -> list[str]:
    found = []
    for join in ask(edition_joins, _DATASET):
        if pd.Timestamp(join["first"]) not in on_screen:
            continue
        own = ask(join_difference, one)
        place = places.in_a_sentence(one)
        found.append(join_sentence(**{**join, **own}, place=place, is_part=is_part))
    return found


def _place_caveats(chosen: Choice) -> list[str]:
    found = []
    if MPS in chosen.areas or chosen.has_london_beside:
        found.append(words.london_is(ask(crime_breaks.last_month_of, "airport"), chosen.last))
    if chosen.quantity == "rate":
        people = ask(residents, MPS)
        found.append(rate_note(int(people.index.max()), chosen.last.year))
    return [text for text in found if text]


def _rate_caveats(chosen: Choice) -> list[str]:
    """What a share is of, and whose rates are not their residents'."""
    found = [words.SHARE_OF_WHAT] if chosen.quantity == "share" else []
    if chosen.quantity == "rate" or len(chosen.areas) > 1:
        said = ask(crime_places.rate_caveats)
        found += [words.rate_of(name_of(area), said) for area in chosen.areas]
    return [text for text in found if text]
