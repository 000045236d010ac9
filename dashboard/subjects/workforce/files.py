"""The figures of the Inside the Met page beside its main series, as rows for files of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import OtherFiles
from dashboard.subjects.workforce import earlier
from dashboard.subjects.workforce.choice import Chosen
from dashboard.subjects.workforce.figures import printed as documents
from dashboard.subjects.workforce.figures import workforce as queries
from dashboard.subjects.workforce.words import workforce as words
from dashboard.words.periods import day_words, month_year

HOME_OFFICE, MONTHLY = frozenset({"home_office_workforce"}), frozenset({"mps_strength"})
"""Sources of the dataset `workforce`: the yearly count by sex and rank, and the Met's own."""
CENSUS = frozenset({"census_2021_ethnicity"})
"""The source of the dataset `population` that has sex and ethnic group."""

_COUNTED = {"workforce": HOME_OFFICE, "population": CENSUS}
_PRINTED: Mapping[str, Collection[str]] = {"review_figures": (), "population": CENSUS}


def others(chosen: Chosen, has_ranks: bool) -> Iterator[OtherFiles]:
    """Women by rank, ethnic minority officers over time and by rank, and the monthly count.

    Args:
        chosen: what the page shows. has_ranks: whether women by rank are on it.
    """
    if has_ranks:
        yield _ranks(chosen.count, chosen.last)
    yield from _minorities()
    yield _groups()
    yield from earlier.files()
    strength = ask(queries.strength)
    yield OtherFiles(
        name="workforce-months",
        title=f"People of the Met by role, each month to {month_year(chosen.until)}",
        frame=strength[strength["date"] <= chosen.until].assign(people_basis="fte"),
        sources={"workforce": MONTHLY},
        filters={"To": month_year(chosen.until)},
        notes=(words.STRENGTH_BASIS,),
    )


def _ranks(count: str, last: pd.Timestamp) -> OtherFiles:
    rows = ask(queries.by_rank, count, last).rename(columns={"share_pct": "women_pct"})
    london = ask(queries.women_of_london)
    return OtherFiles(
        name="workforce-ranks",
        title=f"Women by rank on {day_words(last)}",
        frame=rows.drop(columns="who").assign(
            rank=rows["who"].map(words.WHO),
            date=last,
            people_basis=count,
            londoners_women_pct=london,
            gap_points=rows["women_pct"] - london,
        ),
        sources=_COUNTED,
        filters={"Counted as": words.BASES[count], "On": day_words(last)},
    )


def _minorities() -> Iterator[OtherFiles]:
    """The Review's yearly shares, then the marks of others: two kinds, told apart by `figure_kind`."""
    share = ask(queries.minorities_of_london)
    yearly, points = ask(documents.minority_lines)
    printed_in = {"value": "minority_pct", "date": "period_end"}
    line = yearly.rename(columns=printed_in).assign(
        figure_kind="yearly average, printed in the Review"
    )
    others = points[["period_end", "value", *documents.PRINTED_IN]].rename(columns=printed_in)
    rows = pd.concat([line, others.assign(figure_kind="single figure, printed elsewhere")])
    yield OtherFiles(
        name="workforce-minorities",
        title="Ethnic minority officers over time, and Londoners",
        frame=rows.assign(londoners_minority_pct=share),
        sources={**_PRINTED, "published_figures": ()},
        notes=tuple(words.ETHNICITY_NOTES),
    )
    ranks = ask(documents.minority_ranks)
    yield OtherFiles(
        name="workforce-minority-ranks",
        title="Ethnic minority officers by rank, as the Review prints them",
        frame=ranks.assign(londoners_minority_pct=share),
        sources=_PRINTED,
    )


def _groups() -> OtherFiles:
    return OtherFiles(
        name="workforce-groups",
        title="Officers and staff by ethnic group, and Londoners",
        frame=ask(documents.groups_at_the_met).rename(columns={"london_pct": "londoners_pct"}),
        sources=_PRINTED,
        notes=(words.GROUPS_BASIS,),
    )
