"""The part of the page on domestic abuse and hate crime: a table of two rows, folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import MPS_NAME
from dashboard.sourcing import source_line
from dashboard.subjects.borough.figures import flagged as figures
from dashboard.subjects.borough.figures.flagged import Flagged
from dashboard.subjects.borough.figures.place import Figures, three
from dashboard.subjects.borough.figures.profile import Interval
from dashboard.subjects.borough.words import flagged as words
from dashboard.words import intervals as says
from dashboard.words.cells import NONE, Cell
from dashboard.words.numbers import count
from dashboard.words.periods import month_year, short_month_year
from dashboard.words.sources import joined

_RESIDENTS = {"population": {"ons_population"}}


def show(draft: Draft, found: Figures) -> None:
    """Add the part; nothing where nothing of it is held."""
    lines = found.flagged
    if not lines:
        return
    name, end = found.place.title, lines[0].end
    rates = [(one.series, one.rate.estimate, one.london_rate.estimate) for one in lines]
    draft.section("Domestic abuse and hate crime", words.heading(name, rates, end))
    draft.card_table(
        _headings(lines),
        [_row(one) for one in lines],
        f"Domestic abuse and hate crime, {name} and London",
        "counts",
    )
    draft.source(
        joined(
            source_line(figures.DATASET, figures.SOURCES),
            source_line("population", _RESIDENTS["population"]),
        )
    )
    draft.need_to_know(notes(lines), "flagged")


def notes(lines: Sequence[Flagged]) -> list[str]:
    """What must be known of them."""
    one = lines[0]
    found = [words.OVERLAP]
    found += [words.no_change_sentence(one.why_no_change)] if one.why_no_change else []
    found += [words.outcomes_sentence(one.outcomes.end)] if one.outcomes else []
    return [*found, words.residents(one.population_year)]


def files(found: Figures) -> Iterator[OtherFiles]:
    """The same figures as files."""
    if not found.flagged:
        return
    rows = [row for one in found.flagged for row in _data(one)]
    yield OtherFiles(
        name="borough-flagged",
        title=f"Domestic abuse and hate crime, {found.place.title} and London",
        frame=pd.DataFrame(rows).assign(area_id=found.place.id, area_name=found.place.name),
        sources={figures.DATASET: figures.SOURCES, **_RESIDENTS},
        filters={"Place": found.place.name, "Beside it": MPS_NAME},
        notes=notes(found.flagged),
    )


def _headings(lines: Sequence[Flagged]) -> tuple[str, ...]:
    outcomes = next((one.outcomes.end for one in lines if one.outcomes), None)
    until = f", year to {short_month_year(outcomes)}" if outcomes is not None else ""
    return (
        f"Year to {month_year(lines[0].end)}",
        "Number here",
        "Here, per 1,000 residents",
        "London, per 1,000",
        "Here, on the year before",
        "London, on the year before",
        f"Positive outcomes per 100 offences here{until}",
        f"London, per 100{until}",
    )


def _row(line: Flagged) -> tuple[Cell, ...]:
    done = line.outcomes
    return (
        Cell(words.NAMES[line.series]),
        Cell(count(line.count)),
        Cell(says.rate(three(line.rate))),
        Cell(says.rate(three(line.london_rate))),
        _change(line.change),
        _change(line.london_change),
        Cell(NONE)
        if done is None
        else Cell(says.rate(three(done.rate)), (words.of_which(done.count),)),
        Cell(NONE if done is None else says.rate(three(done.london_rate))),
    )


def _change(change: Interval | None) -> Cell:
    numbers = three(change)
    if numbers is None or change is None:
        return Cell("not given")
    quiet = () if change.excludes_zero else ("no clear change",)
    return Cell(says.per_cent_change(numbers), quiet)


def _data(line: Flagged) -> Iterator[dict[str, object]]:
    yield {
        "series": line.series,
        "unit": "rate_per_1000",
        "period_end": line.end + pd.offsets.MonthEnd(0),
        "count": line.count,
        **_spread("value", line.rate),
        **_spread("london", line.london_rate),
        **_spread("change", line.change),
        **_spread("london_change", line.london_change),
    }
    if line.outcomes:
        yield {
            "series": line.series,
            "unit": "rate_pct",
            "period_end": line.outcomes.end + pd.offsets.MonthEnd(0),
            "count": line.outcomes.count,
            **_spread("value", line.outcomes.rate),
            **_spread("london", line.outcomes.london_rate),
            **_spread("change", None),
            **_spread("london_change", None),
        }


def _spread(name: str, one: Interval | None) -> dict[str, float | None]:
    ends = (None, None, None) if one is None else (one.estimate, one.low, one.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))
