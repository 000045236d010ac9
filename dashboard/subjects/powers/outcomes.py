"""What came of the searches, by ethnic group, and what they were for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import TENTHS, Look, bars
from dashboard.draft import Draft
from dashboard.figures.places import ALL
from dashboard.page import Params
from dashboard.sourcing import source_line
from dashboard.subjects.powers.choice import Choice
from dashboard.subjects.powers.figures import counts, disproportion, find_rate, searches
from dashboard.subjects.powers.words import find_rate as says
from dashboard.subjects.powers.words import months as month_words
from dashboard.subjects.powers.words import powers as words
from dashboard.subjects.powers.words import tables
from dashboard.words.capitals import first_large
from dashboard.words.periods import month_year

SHARE_COLUMN = {"share_pct": "share_of_searches_pct"}
"""In the files: `share_pct` is what people answer."""


@dataclass(frozen=True)
class Outcome:
    """An outcome of searches in the newest 12 months held of it.

    Attributes:
        end: last of these months, as the address has it.
        id: as published. names: of all that can be chosen.
    """

    end: str
    id: str
    names: Mapping[str, str]

    @property
    def link(self) -> dict[str, str]:
        """The same as the address says it."""
        return {"outcome": self.id}


def choose(draft: Draft, chosen: Choice) -> Outcome | None:
    """Declare the outcome; None where none is held of these searches."""
    end = ask(find_rate.outcome_end, *chosen.rows, chosen.end)
    if end is None:
        return None
    names = ask(searches.outcomes, *chosen.rows, end)
    outcome = draft.select("Outcome", "outcome", names, searches.ANY_OUTCOME)
    return Outcome(end, outcome, names)


def show_outcomes(draft: Draft, chosen: Choice, outcome: Outcome | None, link: Params) -> None:
    """Draw the share of each group's searches that led to an outcome.

    Args:
        outcome: of `choose`. link: every choice of the page.
    """
    if outcome is None:
        draft.section("What came of the searches")
        draft.text(says.NO_OUTCOMES)
        return
    windows = ask(searches.windows, *chosen.rows, True)
    window, newest = windows[outcome.end], next(iter(windows.values())).last
    found = ask(find_rate.outcome_shares, *chosen.rows, outcome.end, outcome.id)
    what = says.outcome_words(outcome.id)
    when = month_words.period_of(window.last, len(window.held), window.part_days)
    period = month_words.short_period(window.last)
    lacking = month_words.months_held(window.last, len(window.held), len(window.part_days))
    draft.section(
        _headline(chosen, found, says.short_outcome(outcome.id), period, lacking),
        f"Share of searches{chosen.looked_for} that led to {what}. {first_large(when)}. "
        f"{chosen.basis_words}.",
    )
    draft.choice_row("outcome", name="choices-outcome")
    rows = bar_rows(found)
    draft.chart(
        lambda narrow: bars(rows, unit=TENTHS, look=Look(narrow=narrow)),
        alt=f"Bars: share of searches by ethnic group that led to {what}, {period}.",
        source_line=source_line("stop_and_search", searches.MONTHLY),
        key="powers-outcomes",
    )
    notes = [says.outcomes_held_to(newest), says.FOUND_IS_NOT_KNOWN, *_review_words(outcome.id)]
    notes += [words.MASKED] if found["is_masked"].any() else []
    draft.need_to_know(notes, about="outcomes")
    draft.caption(says.GAP_EXPLAINED)
    draft.table(
        tables.outcome_table(found),
        alt=f"Searches that led to {what}, by ethnic group, {when}",
        point="Share",
    )
    draft.downloads_of(
        found.rename(columns=SHARE_COLUMN).assign(
            last_month=outcome.end, ethnicity_basis=chosen.basis, outcome=outcome.id
        ),
        name="powers-outcomes",
        title=f"Searches that led to {what}, by ethnic group, {when}",
        dataset="stop_and_search",
        filters={
            **chosen.filters,
            "12 months to": outcome.end,
            "Outcome": outcome.names[outcome.id],
        },
        link=link,
        notes=notes,
        source_ids=searches.MONTHLY,
    )


def _headline(chosen: Choice, shares: pd.DataFrame, what: str, period: str, lacking: str) -> str:
    """The group's share beside that of White people; args as in `outcome_headline`."""
    row = shares[shares["ethnicity"] == chosen.group].iloc[0]
    white = shares[shares["ethnicity"] == disproportion.WHITE].iloc[0]
    both = row["share_pct"], white["share_pct"]
    difference = row["difference_low"], row["difference_high"]
    return says.outcome_headline(chosen.group, what, both, difference, period, lacking)


def bar_rows(shares: pd.DataFrame) -> pd.DataFrame:
    """A bar a group, its interval after it; those in no group in grey."""
    notes = [
        "no share" if math.isnan(low) else f"({low:.1f} to {high:.1f})"
        for low, high in zip(shares["share_low"], shares["share_high"], strict=True)
    ]
    is_group = shares["ethnicity"].isin(disproportion.GROUPS)
    rows = shares.rename(columns={"ethnicity": "label", "share_pct": "value"})
    rows = rows.assign(note=notes, role=is_group.map({True: "main", False: "context"}))
    return rows[["label", "value", "note", "role"]]


def _review_words(outcome: str) -> list[str]:
    """What the Review printed of the same, where all but no further action is on screen."""
    printed = ask(find_rate.review_no_action)
    if outcome != searches.ANY_OUTCOME or printed.empty:
        return []
    first, last = printed.iloc[0], printed.iloc[-1]
    ends = (first["period_start"], first["period_end"])
    return [says.review_no_action_sentence(first.to_dict(), last.to_dict(), *ends)]


def show_objects(draft: Draft, chosen: Choice, link: Params) -> None:
    """List what was looked for, everyone together; `link` has every choice of the page."""
    found = ask(counts.objects_searched, chosen.window)
    if found.empty:
        draft.section("What was looked for")
        draft.text(says.OBJECTS_NOT_COMPARED)
        return
    top = found.iloc[0]
    draft.section(
        says.object_headline(top["object_of_search"], top["share_pct"]),
        f"Searches of everyone by what was looked for, {chosen.period}",
    )
    draft.table(tables.object_table(found), alt=f"Searches by what was looked for, {chosen.period}")
    draft.source(source_line("stop_and_search", searches.MONTHLY))
    notes = [says.OF_RECORDED, *([words.MASKED] if found["is_masked"].any() else [])]
    draft.need_to_know(notes, about="objects")
    draft.downloads_of(
        found.rename(columns=SHARE_COLUMN).assign(last_month=chosen.end, ethnicity=ALL),
        name="powers-objects",
        title=f"Stop and search by what was looked for, {chosen.period}",
        dataset="stop_and_search",
        filters={"12 months to": month_year(chosen.window.last)},
        link=link,
        notes=notes,
        source_ids=searches.MONTHLY,
    )
