"""Which place the page is of: from the list, the map or the address bar."""

from __future__ import annotations

import pandas as pd

from dashboard.controls.address import asked_value, note_ignored_parameters
from dashboard.controls.data import ask
from dashboard.controls.parts import controls_row
from dashboard.controls.tile_links import tile_links
from dashboard.controls.widgets import select
from dashboard.queries import crime_month_list, profile, survey_quarters
from dashboard.queries.outcomes import outcome_months
from dashboard.queries.profile import Known
from datasets import catalogue

NONE = ""


def choose() -> str:
    """Show the list of places and return the id chosen: `NONE`, `profile.CITY` or a place's."""
    places = ask(profile.profile_places).values()
    boroughs = {place.id: place.name for place in places if not place.is_command}
    commands = {place.id: place.name for place in places if place.is_command}
    city = {profile.CITY: "City of London (its own police force)"}
    options = {NONE: "Choose a place", **boroughs, **commands, **city}
    note_ignored_parameters({"area": options, **_dates()})
    with controls_row("choices-place"):
        return select("Borough or command", "area", options, NONE)


def known() -> Known:
    """Up to when a fixed link wants the figures; all that are held where it names no date."""
    asked = {key: asked_value(key, held, "") for key, held in _dates().items()}
    return Known(
        london=_month(asked["london"], at_end=True),
        here=_month(asked["survey"], at_end=True),
        crime=_month(asked["crime"]),
        outcomes=_month(asked["outcomes"]),
    )


def _month(asked: str, at_end: bool = False) -> pd.Timestamp | None:
    if not asked:
        return None
    return pd.Timestamp(asked) + pd.offsets.MonthEnd(0) if at_end else pd.Timestamp(asked)


def _dates() -> dict[str, set[str]]:
    """Key in the address bar -> the months that it may name."""
    held = catalogue.is_readable
    quarters = ask(survey_quarters) if held("public_attitudes") else []
    crime = ask(crime_month_list) if held("recorded_offences") else []
    outcomes = ask(outcome_months) if held("crime_outcomes") else []
    listed = {"london": quarters, "survey": quarters, "crime": crime, "outcomes": outcomes}
    return {key: {f"{month:%Y-%m}" for month in months} for key, months in listed.items()}


def pick_on_map(area_codes: tuple[str, ...]) -> None:
    """Show the boroughs as tiles that lead to their page; `area_codes` are now shown."""
    tile_links(ask(profile.tiles), "borough", area_codes)
