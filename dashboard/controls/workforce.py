"""The figures of the Inside the Met page beside its main series, as rows for files of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.controls.data import ask
from dashboard.controls.files import Part
from dashboard.queries import workforce as queries
from dashboard.queries import workforce_printed as documents
from dashboard.wording import workforce as words
from dashboard.wording.printed import day_words

_COUNTED = {"workforce": {"home_office_workforce"}, "population": {"census_2021_ethnicity"}}
_PRINTED = {"review_figures": (), "population": {"census_2021_ethnicity"}}


def parts(count: str, last: pd.Timestamp, until: pd.Timestamp, has_ranks: bool) -> Iterator[Part]:
    """Women by rank, ethnic minority officers over time and by rank, and the monthly count.

    Args:
        count: `headcount` or `fte`. last: the 31 March of the ranks. until: end of the monthly count.
        has_ranks: whether women by rank are on the page.
    """
    if has_ranks:
        yield _ranks(count, last)
    yield from _minorities()
    yield _groups()
    strength = ask(queries.strength)
    yield Part(
        name="workforce-months",
        title=f"People of the Met by role, each month to {until:%B %Y}",
        frame=strength[strength["date"] <= until].assign(people_basis="fte"),
        sources={"workforce": {"mps_strength"}},
        filters={"To": f"{until:%B %Y}"},
        notes=(words.STRENGTH_BASIS,),
    )


def _ranks(count: str, last: pd.Timestamp) -> Part:
    rows = ask(queries.by_rank, count, last).rename(columns={"share_pct": "women_pct"})
    london = ask(queries.women_of_london)
    return Part(
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


def _minorities() -> Iterator[Part]:
    """The Review's yearly shares, then the marks of others: two kinds, told apart by `figure_kind`."""
    share = ask(queries.minorities_of_london)
    yearly, points = ask(documents.minority_lines)
    printed_in = {"value": "minority_pct", "date": "period_end"}
    line = yearly.rename(columns=printed_in).assign(
        figure_kind="yearly average, printed in the Review"
    )
    others = points[["period_end", "value", *documents.PRINTED_IN]].rename(columns=printed_in)
    rows = pd.concat([line, others.assign(figure_kind="single figure, printed elsewhere")])
    yield Part(
        name="workforce-minorities",
        title="Ethnic minority officers over time, and Londoners",
        frame=rows.assign(londoners_minority_pct=share),
        sources={**_PRINTED, "published_figures": ()},
        notes=tuple(words.ETHNICITY_NOTES),
    )
    ranks = ask(documents.minority_ranks)
    yield Part(
        name="workforce-minority-ranks",
        title="Ethnic minority officers by rank, as the Review prints them",
        frame=ranks.assign(londoners_minority_pct=share),
        sources=_PRINTED,
    )


def _groups() -> Part:
    return Part(
        name="workforce-groups",
        title="Officers and staff by ethnic group, and Londoners",
        frame=ask(documents.groups_at_the_met).rename(columns={"london_pct": "londoners_pct"}),
        sources=_PRINTED,
        notes=(words.GROUPS_BASIS,),
    )
