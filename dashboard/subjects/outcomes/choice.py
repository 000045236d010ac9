"""What the reader chose on the Solved crime page, and the series that it asks for."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import ALL, MPS, places
from dashboard.subjects.outcomes.figures import (
    charges,
    counted_positive,
    flagged,
    outcomes,
    ripening,
)
from dashboard.subjects.outcomes.words.charges import EVERY
from dashboard.words.periods import month_year
from stats.twelve_months import year_before

LEADS = ("charges", "outcomes")
BASES = {"year": "12-month ratio", "month": "Each month"}


@dataclass(frozen=True)
class Choice:
    """What the reader chose: place, offence group or `all`, `year` or `month`, and the months.

    `flag` is the series of flagged crime shown by borough, empty where none is held; `every` is whether
    out-of-court disposals are shown by `year` or `quarter`; `kinds` is the last month of the outcomes of
    business crime, empty where none is held.

    `lead` is what the page of London leads with: `charges`, or `outcomes` for a link to those.

    `ripe` is the last month that a rate may rest on: of those held, or as a fixed link knew it; None
    where every month is provisional.
    """

    area: str
    offence: str
    show: str
    first: pd.Timestamp
    last: pd.Timestamp
    ripe: pd.Timestamp | None
    lead: str = LEADS[0]
    flag: str = ""
    every: str = ""
    kinds: str = ""

    @property
    def name(self) -> str:
        """The place in words."""
        return ask(places)[self.area]

    @property
    def what(self) -> str:
        """The offences in words."""
        return "all offences" if self.offence == ALL else self.offence

    @property
    def is_london(self) -> bool:
        """Whether the place is the Met's whole area."""
        return self.area == MPS

    @property
    def leads_with_outcomes(self) -> bool:
        """Whether positive outcomes were asked for first, though charges are held."""
        return self.lead != LEADS[0]

    @property
    def is_year(self) -> bool:
        """Whether figures of 12 months are shown."""
        return self.show == "year"

    @property
    def end(self) -> pd.Timestamp:
        """The last month that a rate may rest on: as chosen, unless that is provisional."""
        return self.last if self.ripe is None else min(self.last, self.ripe)

    def line(self, area: str) -> pd.DataFrame:
        """The series of one place within the months chosen; 12 months with a provisional one left out."""
        found = self.marked(ask(outcomes.outcome_series, area, self.offence, self.show))
        found = found[found["date"].between(self.first, self.last)]
        return found[~found["is_provisional"]] if self.is_year else found

    def marked(self, series: pd.DataFrame) -> pd.DataFrame:
        """A series in which months after the last ripe one are provisional."""
        if self.ripe is None:
            return series
        return series.assign(is_provisional=series["is_provisional"] | (series["date"] > self.ripe))

    @property
    def two_years(self) -> tuple[float | None, float | None]:
        """The rate of the newest 12 ripe months on screen, and of the 12 before."""
        years = ask(outcomes.outcome_series, self.area, self.offence, "year")
        rates = years.set_index("date")["value"]
        ends = (self.end, year_before(self.end))
        now, before = (rate_or_none(rates.get(end)) for end in ends)
        return now, before

    @property
    def link(self) -> dict[str, str]:
        """Every choice as it stands in the address, and which month is the last ripe one."""
        ripe = {} if self.ripe is None else {"ripe": f"{self.ripe:%Y-%m}"}
        return {
            "area": self.area,
            "offence": self.offence,
            "show": self.show,
            "from": f"{self.first:%Y-%m}",
            "to": f"{self.last:%Y-%m}",
            **({"flag": self.flag} if self.flag else {}),
            **({"every": self.every} if self.every else {}),
            **({"kinds": self.kinds} if self.kinds else {}),
            **ripe,
            "lead": self.lead,
        }

    @property
    def link_to_outcomes(self) -> dict[str, str]:
        """The same, where positive outcomes lead: their files and charts are shared by it."""
        return {**self.link, "lead": LEADS[1]}


def choose(draft: Draft) -> Choice:
    """Declare every choice of the page, and return what is chosen."""
    groups = {ALL: "All offences"} | {name: name for name in ask(outcomes.outcome_groups)}
    months = {f"{month:%Y-%m}": month_year(month) for month in ask(outcomes.outcome_months)}
    newest_first = dict(reversed(months.items()))
    ripe = {f"{month:%Y-%m}": month for month in ask(ripening.ripe_months)}
    return Choice(
        area=draft.select("Place", "area", ask(places), MPS),
        offence=draft.select("Offence", "offence", groups, ALL),
        show=draft.select("Show", "show", BASES, "year"),
        first=pd.Timestamp(draft.select("From", "from", months, next(iter(months)))),
        last=pd.Timestamp(draft.select("To", "to", newest_first, next(iter(newest_first)))),
        ripe=ripe.get(draft.asked.hidden("ripe", ripe, max(ripe, default=""))),
        lead=draft.asked.hidden("lead", LEADS, LEADS[0]),
        **_beside(draft),
    )


def _beside(draft: Draft) -> dict[str, str]:
    """The choices of parts that rest on tables of their own, where those are held."""
    found = {}
    if held := ask(flagged.flagged_series):
        found["flag"] = draft.select("Kind of crime", "flag", held, next(iter(held)))
    if not ask(charges.charge_years).empty:
        found["every"] = draft.select("Out of court", "every", EVERY, "year")
    if ends := ask(counted_positive.months):
        found["kinds"] = draft.asked.hidden("kinds", ends, ends[-1])
    return found


def rate_or_none(value: float | None) -> float | None:
    """A rate, or None where there is none."""
    return None if value is None or pd.isna(value) else float(value)
