"""Which place the page is of: from the list, the map or the address."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.subjects.borough.figures import flagged, profile
from dashboard.subjects.borough.figures.profile import Known
from dashboard.subjects.crime.figures.counts import crime_month_list
from dashboard.subjects.outcomes.figures.outcomes import outcome_months
from dashboard.subjects.outcomes.figures.ripening import ripe_months
from dashboard.subjects.trust.figures.survey import survey_quarters
from datasets import catalogue

NONE = ""


def choose(draft: Draft) -> tuple[str, Known]:
    """Declare the choices: the place, and up to when a fixed link wants the figures.

    Returns:
        `NONE`, `profile.CITY` or a place's id; all that is held where the link names no date.
    """
    places = ask(profile.profile_places).values()
    boroughs = {place.id: place.name for place in places if not place.is_command}
    commands = {place.id: place.name for place in places if place.is_command}
    city = {profile.CITY: "City of London (its own police force)"}
    options = {NONE: "Choose a place", **boroughs, **commands, **city}
    with draft.controls_row("choices-place"):
        place = draft.select("Borough or command", "area", options, NONE)
    asked = {key: draft.asked.hidden(key, held, "") for key, held in _dates().items()}
    return place, Known(
        london=_month(asked["london"], at_end=True),
        here=_month(asked["survey"], at_end=True),
        crime=_month(asked["crime"]),
        outcomes=_month(asked["outcomes"]),
        ripe=_month(asked["ripe"]),
        flags=_month(asked.get("flags", "")),
    )


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


def pick_on_map(draft: Draft, area_codes: tuple[str, ...]) -> None:
    """Add the boroughs as tiles that lead to their page; `area_codes` are now shown."""
    draft.piece(
        "tiles",
        tiles=ask(profile.tiles).to_dict("records"),
        to="borough",
        chosen=area_codes,
        other_force=profile.CITY,
    )
