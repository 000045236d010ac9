"""What stands before the Overview's cards: the search for a borough, and three lines of news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import ALL
from dashboard.subjects.overview.figures import news, success
from dashboard.subjects.overview.figures.indicators import held, is_judged, of, rows_of
from dashboard.subjects.overview.words import news as words
from dashboard.subjects.overview.words.news import News
from dashboard.subjects.trust.figures.early_signs import sign_in
from datasets.places import names
from datasets.schema import MPS

TRUST = "trust"


@dataclass(frozen=True)
class Moved:
    """What may be the third line.

    Attributes:
        pct: by how much its figure changed, in per cent of what it was before, without its sign.
        is_clear: whether that is more than chance.
    """

    news: News
    pct: float
    is_clear: bool


def show(draft: Draft, measures: Sequence[success.Measure]) -> None:
    """Add the search box, the way to the briefing, and the news."""
    boroughs = sorted(name for code, name in names().items() if code != MPS)
    with draft.group("arriving"):
        draft.piece("search", places=boroughs)
        draft.piece("to_briefing")
    draft.piece("news", lines=lines(measures))


def lines(measures: Sequence[success.Measure]) -> list[News]:
    """Trust, recorded crime, and the one more measure that moved most; what is not held is left out."""
    trust = of(measures[0], TRUST)
    ends = held(trust, "baseline"), held(trust, "latest")
    found = [words.of_trust(*ends, trust["verdict"], sign_in(trust))]
    crime = ask(news.crime_year) if news.are_held("crime") else None
    if crime is not None:
        found.append(words.of_crime(**vars(crime)))
    most = moved_most([*_indicators(measures), *_searches()])
    return [*found, *([most.news] if most else [])]


def moved_most(found: Sequence[Moved]) -> Moved | None:
    """What changed most for its size: of those that moved by more than chance, where any did."""
    return max(found, key=lambda one: (one.is_clear, one.pct), default=None)


def _indicators(measures: Sequence[success.Measure]) -> list[Moved]:
    """The judged indicators but trust, which has a line of its own."""
    found = []
    for measure in measures:
        for row in rows_of(measure.deciding):
            before, after = held(row, "baseline"), held(row, "latest")
            is_trust = (row["indicator"], row["group"]) == (TRUST, ALL)
            if is_trust or before is None or after is None or not is_judged(row):
                continue
            line = words.of_indicator(
                row["indicator_name"],
                before,
                after,
                row["verdict"],
                measure.page,
                is_counted=row["ordinary_step"] == row["ordinary_step"],
            )
            size = abs(100 * (after.value / before.value - 1)) if before.value else 0.0
            found.append(Moved(line, size, row["verdict"] != "no_clear_change"))
    return found


def _searches() -> list[Moved]:
    one = ask(news.searches_of_group) if news.are_held("powers") else None
    if one is None:
        return []
    line = words.of_searches(news.GROUP, **vars(one))
    later, before = (one.ratio, one.before) if one.odd is None else (one.odd.later, one.odd.before)
    return [Moved(line, abs(100 * (later / before - 1)), one.is_clear)]
