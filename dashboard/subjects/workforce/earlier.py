"""The part of the page on officers in other tables: four earlier years, and chief officers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import TENTHS, Look, trend
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import ALL
from dashboard.sourcing import source_line
from dashboard.subjects.workforce.figures import earlier
from dashboard.subjects.workforce.words import earlier as words
from dashboard.words.periods import AT_POINTER


def show(draft: Draft) -> None:
    """Add what is held of them; nothing where none is."""
    ranks, chiefs = ask(earlier.by_rank), ask(earlier.chief_officers)
    if not ranks.empty:
        _show_ranks(draft, ranks)
    if not chiefs.empty:
        with draft.fold(words.chiefs_title(chiefs["date"].min(), chiefs["date"].max()), "chiefs"):
            draft.table(words.chiefs_table(chiefs), alt="Chief officers by sex on each 31 March")
            draft.bullets(_masked([words.CHIEFS_APART], chiefs))
            draft.source(source_line("workforce", earlier.CHIEFS))


def _show_ranks(draft: Draft, ranks: pd.DataFrame) -> None:
    every = ranks[ranks["rank"] == ALL]
    heading = words.ranks_heading(every.iloc[0], every.iloc[-1])
    draft.section(words.TITLE, heading)
    names = {"women_pct": "Women", "minority_pct": "Ethnic minorities"}
    lines = pd.concat(
        [
            pd.DataFrame({"date": every["date"], "series": name, "value": every[column]})
            for column, name in names.items()
        ]
    )
    with draft.fold("The four years, as a chart and a table", "officers-2003"):
        draft.chart(
            lambda narrow: trend(
                lines,
                unit=TENTHS,
                look=Look(narrow=narrow),
                zero=True,
                when=AT_POINTER["day"],
            ),
            alt=f"Line chart of two shares of officers. {heading}.",
            source_line=source_line("workforce", earlier.RANKS),
            key="officers-2003",
            rows="workforce-2003",
        )
        draft.need_to_know(_masked([words.APART, words.GROUPS_OF_2001], ranks), about="earlier")
        draft.table(
            words.ranks_table(ranks), alt="Women and ethnic minorities among officers, 2003 to 2006"
        )


def _masked(notes: list[str], rows: pd.DataFrame) -> list[str]:
    return [*notes, words.MASKED] if rows.isna().any(axis=None) else notes


def files() -> Iterator[OtherFiles]:
    """The same figures as files; none where they are not held."""
    ranks, chiefs = ask(earlier.by_rank), ask(earlier.chief_officers)
    newest = ask(earlier.newest_total)
    if not ranks.empty:
        yield OtherFiles(
            name="workforce-2003",
            title="Women and ethnic minorities among officers by rank, 31 March 2003 to 2006",
            frame=ranks.assign(people_basis="headcount"),
            sources={"workforce": earlier.RANKS},
            notes=_masked([words.APART, words.GROUPS_OF_2001], ranks),
        )
    if not chiefs.empty:
        yield OtherFiles(
            name="workforce-chiefs",
            title="Chief officers by sex on each 31 March",
            frame=chiefs.assign(people_basis="headcount"),
            sources={"workforce": earlier.CHIEFS},
            notes=_masked([words.CHIEFS_APART], chiefs),
        )
    if newest is not None:
        yield OtherFiles(
            name="workforce-newest",
            title="Officers in the Home Office's newest table, as a third party read it",
            frame=pd.DataFrame([newest]).assign(people_basis="fte", is_transcription=True),
            sources={"workforce": earlier.NEWEST},
        )
