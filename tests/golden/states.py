"""Which pages are held as golden, and what is chosen on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dashboard.subjects.pages import PAGES

LAMBETH = "E09000022"
BOROUGHS = tuple(f"E09{number:06}" for number in range(2, 34))
Choices = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class State:
    """A page as an address opens it: `page` is its path; `name` tells its states apart."""

    name: str
    page: str
    choices: Choices = field(default_factory=dict)


ONE_PLACE: Mapping[str, Choices] = {
    "trust": {"area": (LAMBETH,)},
    "crime": {"area": (LAMBETH,)},
    "outcomes": {"area": (LAMBETH,)},
    "borough": {"area": (LAMBETH,)},
    "get-data": {"dataset": ("public_attitudes",), "area_name": ("Lambeth",)},
}
"""Page -> the address that names one place; pages of London as a whole name none."""

ALL_PLACES: Mapping[str, Choices] = {
    "trust": {"area": BOROUGHS},
    "crime": {"area": BOROUGHS},
    "get-data": {"dataset": ("recorded_offences",), "area_type": ("borough",)},
}
"""Page -> the address that names all 32 places at once."""

EACH_PLACE = ("borough",)
"""Pages about one place at a time, of which one file holds all 32."""

NO_ROW: Mapping[str, Choices] = {
    "trust": {"from": ("2025-03",), "to": ("2018-03",)},
    "crime": {"from": ("2025-03",), "to": ("2018-03",)},
    "outcomes": {"from": ("2025-03",), "to": ("2023-03",)},
    "workforce": {"from": ("2022-03",), "to": ("2010-03",)},
    "misconduct": {"second-hand": ("no",)},
    "commitments": {"q": ("zzzz",)},
    "review": {"q": ("zzzz",)},
    "get-data": {"area_name": ("Lambeth",), "offence_group": ("Burglary",), "offence_subgroup": ("Arson",)},
}  # fmt: skip
"""Page -> an address whose choices leave a figure of it without a row; the others have no such choice."""


def states() -> Iterator[tuple[str, tuple[State, ...]]]:
    """Name of each golden file, with the states of one page that it holds."""
    chosen = {"default": {page.path: {} for page in PAGES}, "one_place": ONE_PLACE,
              "all_places": ALL_PLACES, "no_row": NO_ROW}  # fmt: skip
    for path in (page.path for page in PAGES):
        about = path or "overview"
        for name, pages in chosen.items():
            if path in pages:
                yield f"{about}.{name}", (State(name, path, pages[path]),)
        if path in EACH_PLACE:
            places = (State(code, path, {"area": (code,)}) for code in BOROUGHS)
            yield f"{about}.each_place", tuple(places)
