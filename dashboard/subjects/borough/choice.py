"""Which place the page is of: typed into the search box, from the map, or from the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.asked import OF_PLACES, shortened
from dashboard.draft import Draft
from dashboard.figures.places import MPS
from dashboard.subjects.borough.figures import flagged, profile
from dashboard.subjects.borough.figures.profile import Known, Place
from dashboard.subjects.borough.words import profile as words
from dashboard.subjects.crime.figures.counts import crime_month_list
from dashboard.subjects.outcomes.figures.outcomes import outcome_months
from dashboard.subjects.outcomes.figures.ripening import ripe_months
from dashboard.subjects.trust.figures.survey import survey_quarters
from datasets import catalogue
from datasets.places import names, plain_of

NONE, AIRPORTS = "", "airports"
_OF_AIRPORTS = ("airport", "airports", "aviation", "heathrow", "london city airport")


@dataclass(frozen=True)
class Chosen:
    """What the address chooses.

    Attributes:
        place: id of a place, `profile.CITY`, `MPS` for London, `AIRPORTS` or `NONE`.
        known: up to when figures count as held; all where the link names no date.
        in_vain: what was typed that names no place; else empty.
    """

    place: str
    known: Known
    in_vain: str = ""


def choose(draft: Draft) -> Chosen:
    """Declare the choices: the place, and up to when a fixed link wants the figures."""
    options = _options()
    typed = next(filter(None, draft.asked.values(OF_PLACES)), "")
    draft.asked.read_as(OF_PLACES, {typed: _read(typed, options)})
    known_as = next(filter(None, draft.asked.values(OF_PLACES)), "")
    in_vain = known_as if known_as not in {*options, AIRPORTS} else ""
    if in_vain or known_as == AIRPORTS:
        draft.asked.without(OF_PLACES)
    place = draft.select("Borough or command", OF_PLACES, options, NONE)
    asked = {key: draft.asked.hidden(key, held, "") for key, held in _dates().items()}
    known = Known(
        london=_month(asked["london"], at_end=True),
        here=_month(asked["survey"], at_end=True),
        crime=_month(asked["crime"]),
        outcomes=_month(asked["outcomes"]),
        ripe=_month(asked["ripe"]),
        flags=_month(asked.get("flags", "")),
    )
    return Chosen(AIRPORTS if known_as == AIRPORTS else place, known, shortened(in_vain))


def _options() -> dict[str, str]:
    """Value in the address -> what it is called: boroughs, commands, the City, London."""
    places = {one.id: one.name for one in ask(profile.profile_places).values()}
    city = {profile.CITY: "City of London (its own police force)"}
    return {NONE: "Choose a place", **places, **city, MPS: words.LONDON}


def _read(typed: str, options: Mapping[str, str]) -> str:
    """The value that a page knows a text by: names of commands, and what else has no code."""
    if typed in options:
        return typed
    plain = plain_of(typed)
    if plain in _OF_AIRPORTS:
        return AIRPORTS
    spelt = {plain_of(name): value for value, name in options.items() if value}
    for place in ask(profile.profile_places).values():
        if place.is_command:
            spelt |= {plain_of(one): place.id for one in (place.short_name, place.title)}
    return spelt.get(plain, typed)


def _month(asked: str, at_end: bool = False) -> pd.Timestamp | None:
    if not asked:
        return None
    return pd.Timestamp(asked) + pd.offsets.MonthEnd(0) if at_end else pd.Timestamp(asked)


def _dates() -> dict[str, set[str]]:
    """Key in the address -> the months that it may name."""
    held = catalogue.is_readable
    quarters = ask(survey_quarters) if held("public_attitudes") else []
    crime = ask(crime_month_list) if held("recorded_offences") else []
    listed = {
        **{"london": quarters, "survey": quarters, "crime": crime},
        "outcomes": ask(outcome_months) if held("crime_outcomes") else [],
        "ripe": ask(ripe_months) if held("crime_outcomes") else [],
    }
    if held("crime_outcomes") and (months := ask(flagged.months)):
        listed["flags"] = months  # no choice where the table is from before there were any
    return {key: {f"{month:%Y-%m}" for month in months} for key, months in listed.items()}


def search(draft: Draft) -> None:
    """Add the box into which a place is typed, as people write it."""
    named = [place.title for place in ask(profile.profile_places).values()]
    with draft.group("place-search"):
        draft.piece("search", places=[*named, names()[profile.CITY], words.LONDON])


def tiles(draft: Draft, area_codes: tuple[str, ...]) -> None:
    """Add the boroughs as tiles that lead to their page; `area_codes` are now shown."""
    draft.piece(
        "tiles",
        tiles=ask(profile.tiles).to_dict("records"),
        to="borough",
        chosen=area_codes,
        other_force=profile.CITY,
    )


def commands() -> list[Place]:
    """The Met's commands, which the map does not have."""
    return [one for one in ask(profile.profile_places).values() if one.is_command]
