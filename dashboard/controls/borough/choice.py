"""Which place the page is of: from the list, the map or the address bar."""

from __future__ import annotations

from dashboard.controls.address import note_ignored_parameters
from dashboard.controls.data import ask
from dashboard.controls.parts import controls_row
from dashboard.controls.tile_links import tile_links
from dashboard.controls.widgets import select
from dashboard.queries import profile

NONE = ""


def choose() -> str:
    """Show the list of places and return the id chosen: `NONE`, `profile.CITY` or a place's."""
    places = ask(profile.profile_places).values()
    boroughs = {place.id: place.name for place in places if not place.is_command}
    commands = {place.id: place.name for place in places if place.is_command}
    city = {profile.CITY: "City of London (its own police force)"}
    options = {NONE: "Choose a place", **boroughs, **commands, **city}
    note_ignored_parameters({"area": options})
    with controls_row("choices-place"):
        return select("Borough or command", "area", options, NONE)


def pick_on_map(area_codes: tuple[str, ...]) -> None:
    """Show the boroughs as tiles that lead to their page; `area_codes` are now shown."""
    tile_links(ask(profile.tiles), "borough", area_codes)
