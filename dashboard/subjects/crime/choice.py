"""What the reader chose on the Crime trends page, and the rows that it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, PER_1000, PER_CENT_CHANGE, Unit
from dashboard.draft import Draft
from dashboard.figures.places import ALL, MPS, places
from dashboard.subjects.crime.figures import counts
from dashboard.subjects.crime.figures.counts import crime_month_list, crime_months, crime_series
from dashboard.words import crime as words
from dashboard.words.crime import offences_noun
from dashboard.words.periods import month_year

SHARE = Unit(decimals=1, name="of all offences")

BASES = {"year": "12-month totals", "month": "Month by month"}
MAPS = {"tiles": "Equal tiles", "outlines": "Outlines"}


@dataclass(frozen=True)
class Quantity:
    """What offences can be shown as: name, unit, column of `places_in_year`, words after the offences."""

    title: str
    unit: Unit
    column: str
    said: str = ""


QUANTITIES = {
    "count": Quantity("Number of offences", COUNT, "offences_count"),
    "rate": Quantity("Per 1,000 residents", PER_1000, "rate_per_1000", f" {PER_1000.name}"),
    "share": Quantity("Share of all crime", SHARE, "share_pct", ", share of all offences"),
    "change": Quantity(
        "Change on the year before", PER_CENT_CHANGE, "change_pct", ", change on the year before"
    ),
}
DRAWN_AS, MAPPED_AS = ("count", "rate", "share"), ("rate", "share", "change")
"""Those of the lines, and those of the map."""

DRAWN, IN_COLOUR = 6, 4
"""Boroughs on one chart, and how many of them in colour: every line can be named."""


@dataclass(frozen=True)
class Choice:
    """What the reader chose.

    Attributes:
        areas: the Met's area and boroughs, by code; may be empty.
        offence, kind: an offence group and a sub-group of it, or `all`.
        show: `year` or `month`. quantity: `count`, `rate` or `share`.
        first, last: first days of the first and last month.
        one: the place that the parts on one place are of; empty where none is chosen.
        form, mapped: how the map is drawn, and of what.
    """

    areas: list[str]
    offence: str
    kind: str
    show: str
    quantity: str
    first: pd.Timestamp
    last: pd.Timestamp
    one: str
    form: str
    mapped: str

    @property
    def boroughs(self) -> list[str]:
        """The places beside London."""
        return [area for area in self.areas if area != MPS]

    @property
    def drawn(self) -> list[str]:
        """The places of the chart's main lines: boroughs, else London."""
        return self.boroughs[:DRAWN] or self.areas

    @property
    def has_london_beside(self) -> bool:
        """Whether London's line stands in grey beside boroughs', in a unit that both can share."""
        return bool(self.boroughs) and self.quantity != "count"

    @property
    def has_london_apart(self) -> bool:
        """Whether London's count was chosen beside boroughs': it has a chart of its own."""
        return bool(self.boroughs) and MPS in self.areas and not self.has_london_beside

    @property
    def what(self) -> str:
        """The offences, as a heading begins with them."""
        if self.kind != ALL:
            return self.kind
        return "All offences" if self.offence == ALL else self.offence

    @property
    def subject(self) -> str:
        """The offences, as a headline begins with them."""
        is_all = self.offence == ALL and self.kind == ALL
        return "Recorded crime" if is_all else self.what

    @property
    def noun(self) -> str:
        """The offences, as a sentence counts them."""
        return offences_noun(self.offence, self.kind)

    @cached_property
    def names(self) -> str:
        """The places in words."""
        return words.places_listed([name_of(area) for area in self.areas])

    def line(self, area: str) -> pd.DataFrame:
        """The chosen series of one place, within the months chosen."""
        found = ask(crime_series, area, self.offence, self.kind, self.show, self.quantity)
        return found[found["date"].between(self.first, self.last)]

    @cached_property
    def year_end(self) -> pd.Timestamp:
        """Last of the newest 12 months on screen: a kind that ended by re-labelling ends earlier."""
        held = ask(crime_months, MPS, self.offence, self.kind)
        return self.last if held.empty else min(self.last, held.index.max())

    @property
    def link(self) -> dict[str, str | list[str]]:
        """Every choice as it stands in the address."""
        return {
            "area": self.areas,
            "offence": self.offence,
            "kind": self.kind,
            "show": self.show,
            "as": self.quantity,
            "from": f"{self.first:%Y-%m}",
            "to": f"{self.last:%Y-%m}",
            "map": self.form,
            "mapped": self.mapped,
            **({"one": self.one} if len(self.areas) > 1 else {}),
        }


def name_of(area: str) -> str:
    """A place's name."""
    return ask(places)[area]


def choose(draft: Draft) -> Choice:
    """Declare every choice of the page, and return what is chosen."""
    offences = ask(counts.offences)
    months = {f"{month:%Y-%m}": month_year(month) for month in ask(crime_month_list)}
    ends = dict(reversed(list(months.items())[11:]))  # a full year is held up to each of them
    everything = {ALL: "All offences", **{name: name for name in offences}}
    areas = draft.multiselect("Places", "area", ask(places), [MPS])
    offence = draft.select("Offence", "offence", everything, ALL)
    return Choice(
        areas=areas,
        offence=offence,
        kind=_kind(draft, offence, offences.get(offence, [])),
        show=draft.select("Show", "show", BASES, "year"),
        quantity=draft.select("As", "as", _offered(DRAWN_AS, offence), "count"),
        first=pd.Timestamp(draft.select("From", "from", months, next(iter(months)))),
        last=pd.Timestamp(draft.select("To", "to", ends, next(iter(ends)))),
        one=_one(draft, areas),
        form=draft.select("Map", "map", MAPS, "tiles"),
        mapped=draft.select("Of", "mapped", _offered(MAPPED_AS, offence), "rate"),
    )


def _kind(draft: Draft, offence: str, subgroups: list[str]) -> str:
    """A kind of the offence, where the offence has several."""
    kinds = [name for name in subgroups if name != offence]
    if not kinds:
        draft.asked.hidden("kind", {ALL, *subgroups}, ALL)
        return ALL
    shown = {ALL: "All kinds", **{name: name for name in kinds}}
    return draft.select("Kind", "kind", shown, ALL)


def _offered(quantities: tuple[str, ...], offence: str) -> dict[str, str]:
    """All offences are no share of themselves."""
    is_all = offence == ALL
    shown = [key for key in quantities if key != "share" or not is_all]
    return {key: QUANTITIES[key].title for key in shown}


def _one(draft: Draft, areas: list[str]) -> str:
    """The place that the parts on one place are of: asked for where several are chosen."""
    if len(areas) < 2:
        draft.asked.hidden("one", ask(places), "")
        return "".join(areas)
    usual = next(area for area in areas if area != MPS)
    return draft.select("Place shown below", "one", {area: name_of(area) for area in areas}, usual)
