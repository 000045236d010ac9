"""Crimes dealt with out of court, by kind and by year or quarter: a fold of the Solved crime page."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, Look, trend
from dashboard.draft import Draft
from dashboard.figures.places import MPS_NAME
from dashboard.sourcing import source_line
from dashboard.subjects.outcomes.charged import by_kind, connect, keyed
from dashboard.subjects.outcomes.choice import Choice
from dashboard.subjects.outcomes.figures import charges
from dashboard.subjects.outcomes.figures.charges import DATASET, SOURCE
from dashboard.subjects.outcomes.words import charges as words
from dashboard.words.numbers import count
from dashboard.words.periods import AT_POINTER, month_year


def show(draft: Draft, chosen: Choice) -> None:
    """Out-of-court disposals by kind and by offence group, folded."""
    years = ask(charges.out_of_court, "year")
    if years.empty:
        return
    totals = years.groupby("date")["outcomes_count"].sum()
    first, last = totals.index[0], totals.index[-1]
    with draft.fold(words.OUT_OF_COURT_TITLE, "out-of-court"):
        draft.subsection(words.out_of_court_title(totals[last], last, totals[first], first))
        _disposals(draft, chosen)


def _disposals(draft: Draft, chosen: Choice) -> None:
    found = ask(charges.out_of_court, chosen.every)
    rows = found.assign(series=found["outcome_kind"].map(words.KINDS)).rename(
        columns={"outcomes_count": "value", "is_young": "is_dashed"}
    )
    draft.chart(
        lambda narrow: trend(
            rows[["date", "series", "value", "is_dashed"]],
            unit=COUNT,
            look=Look(narrow=narrow),
            events=connect(rows),
            zero=True,
            when=AT_POINTER[chosen.every],
            dashed=words.DASHED,
        ),
        alt=f"Line chart: out-of-court disposals by kind, {words.EVERY[chosen.every].lower()}",
        source_line=source_line(DATASET, {SOURCE}),
        key="out-of-court",
        subtitle=words.OUT_OF_COURT_SUBTITLE.format(every=chosen.every),
    )
    draft.need_to_know([words.OUT_OF_COURT, words.CONNECT], about="out-of-court")
    draft.table(_by_kind(found, chosen.every), alt="Out-of-court disposals by kind, newest first")
    groups = ask(charges.out_of_court_by_group)
    by_group = {
        str(one): own.set_index("date")["outcomes_count"].sort_index()
        for one, own in groups.groupby("offence_group", sort=False)
    }
    table = by_kind(by_group, count)
    draft.table(
        table, alt="Out-of-court disposals by kind of crime and year", point=table.columns[-1]
    )
    notes = [words.OUT_OF_COURT, words.REDUCED]
    draft.downloads_of(
        keyed(found.drop(columns="is_young"), {"outcome_basis": "recorded"}).rename(
            columns={"date": "period_end"}
        ),
        name="out-of-court",
        title=f"Out-of-court disposals so far by kind, the Met, {words.EVERY[chosen.every].lower()}",
        dataset=DATASET,
        source_ids={SOURCE},
        filters={"Place": MPS_NAME, "Shown": words.EVERY[chosen.every]},
        link=chosen.link,
        notes=notes,
    )
    draft.downloads_of(
        keyed(groups, {"outcome_kind": "out_of_court", "outcome_basis": "recorded"}).rename(
            columns={"date": "year_end"}
        ),
        name="out-of-court-groups",
        title="Out-of-court disposals so far by kind of crime, the Met, by financial year",
        dataset=DATASET,
        source_ids={SOURCE},
        filters={"Place": MPS_NAME},
        link=chosen.link,
        notes=notes,
    )


_MOST = 16
"""Periods in a table: four years of quarters."""


def _by_kind(found: pd.DataFrame, every: str) -> pd.DataFrame:
    wide = found.pivot_table(index="date", columns="outcome_kind", values="outcomes_count")
    wide = wide.iloc[::-1].head(_MOST)
    when = month_year if every == "year" else words.quarter
    return pd.DataFrame(
        {
            "Year to" if every == "year" else "Quarter": [when(end) for end in wide.index],
            **{
                name: list(wide[kind].map(count))
                for kind, name in words.KINDS.items()
                if kind in wide
            },
        }
    )
