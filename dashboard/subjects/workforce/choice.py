"""What the reader chose on the Inside the Met page."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.subjects.workforce.figures import workforce as queries
from dashboard.subjects.workforce.words import workforce as words
from dashboard.words.periods import month_year

KEYS = ("who", "count", "from", "to", "rate", "until")
OF_WOMEN = KEYS[:4]
"""Those that stand above the page's first chart; the others stand in their own parts."""


@dataclass(frozen=True)
class Chosen:
    """Whose shares are shown, and of which years.

    Attributes:
        who, count: keys of `words.WHO` and `words.BASES`: whom, and how they are counted.
        first, last: from and to which 31 March.
        window: years of the rate of change.
        until: end of the Met's own monthly count.
    """

    who: str
    count: str
    first: pd.Timestamp
    last: pd.Timestamp
    window: int
    until: pd.Timestamp

    @property
    def people(self) -> str:
        """The people meant, in a sentence."""
        return words.noun(self.who)

    @property
    def basis(self) -> str:
        """How they are counted, in a sentence."""
        return f"counted as {words.BASES[self.count].lower()}"

    @property
    def link(self) -> dict[str, str]:
        """Every choice as an address holds it."""
        days = (self.first, self.last, self.until)
        first, last, until = (f"{day:%Y-%m}" for day in days)
        values = (self.who, self.count, first, last, f"{self.window}", until)
        return dict(zip(KEYS, values, strict=True))


def choose(draft: Draft) -> Chosen:
    """Whom, how counted, from and to which 31 March, the rate's years, and the monthly count's end."""
    days = {f"{day:%Y-%m}": month_year(day) for day in ask(queries.women_dates)}
    newest_first = dict(reversed(days.items()))
    counted = sorted(ask(queries.strength)["date"].unique(), reverse=True)
    months = {f"{month:%Y-%m}": month_year(month) for month in counted}
    rates = {str(years): words.rate_choice(years) for years in queries.WINDOWS}
    return Chosen(
        who=draft.select("Who", "who", words.WHO, "officers"),
        count=draft.select("Counted as", "count", words.BASES, "headcount"),
        first=_end(draft.select("From", "from", days, next(iter(days)))),
        last=_end(draft.select("To", "to", newest_first, next(iter(newest_first)))),
        window=int(draft.select(words.RATE, "rate", rates, "5")),
        until=_end(draft.select(words.UNTIL, "until", months, next(iter(months)))),
    )


def _end(month: str) -> pd.Timestamp:
    return pd.Timestamp(month) + pd.offsets.MonthEnd(0)
