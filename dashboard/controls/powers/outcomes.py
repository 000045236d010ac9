"""What came of the searches, by ethnic group, and what they were for."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.charts import PER_CENT, Look, bars
from dashboard.controls.data import ask
from dashboard.controls.files import downloads_of
from dashboard.controls.parts import bullets, controls_row, section
from dashboard.controls.plots import chart
from dashboard.controls.powers.choice import Choice
from dashboard.controls.sourcing import source_line
from dashboard.controls.tables import table
from dashboard.controls.widgets import select
from dashboard.queries import disproportion, find_rate, powers, searches
from dashboard.wording import find_rate as says
from dashboard.wording import power_tables as tables
from dashboard.wording import powers as words
from dashboard.wording import search_months as month_words

SHARE_COLUMN = {"share_pct": "share_of_searches_pct"}
"""In the files: `share_pct` is what people answer."""


def show_outcomes(chosen: Choice) -> None:
    """Draw the share of each group's searches that led to an outcome."""
    end = ask(find_rate.outcome_end, *chosen.rows, chosen.end)
    if end is None:
        section("What came of the searches")
        st.markdown(says.NO_OUTCOMES)
        return
    heading = st.container()
    with controls_row("choices-outcome"):
        names = ask(searches.outcomes, *chosen.rows, end)
        outcome = select("Outcome", "outcome", names, searches.ANY_OUTCOME)
    windows = ask(searches.windows, *chosen.rows, True)
    window, newest = windows[end], next(iter(windows.values())).last
    shares = ask(find_rate.outcome_shares, *chosen.rows, end, outcome)
    row = shares[shares["ethnicity"] == chosen.group].iloc[0]
    white = shares[shares["ethnicity"] == disproportion.WHITE].iloc[0]
    what = says.outcome_words(outcome)
    when = month_words.period_of(window.last, len(window.held), window.part_days)
    with heading:
        section(
            says.outcome_headline(
                chosen.group,
                chosen.basis,
                what,
                (row["share_pct"], white["share_pct"]),
                (row["difference_low"], row["difference_high"]),
                when,
            ),
            f"Share of searches{chosen.looked_for} that led to {what}. {chosen.basis_words}. "
            "Gap: difference from White people, in percentage points."
            + ("" if end == chosen.end else f" {says.NEWEST_OUTCOMES}"),
        )
    rows = bar_rows(shares)
    chart(
        lambda narrow: bars(rows, unit=PER_CENT, look=Look(narrow=narrow)),
        alt=f"Bars: share of searches that led to {what}, by ethnic group, {when}.",
        source_line=f"{says.outcomes_held_to(newest)} {source_line('stop_and_search')}",
        key="powers-outcomes",
    )
    notes = [says.FOUND_IS_NOT_KNOWN, *_review_words(outcome)]
    notes += [words.MASKED] if shares["is_masked"].any() else []
    bullets(notes)
    table(tables.outcome_table(shares), alt=f"Searches that led to {what}, by ethnic group, {when}")
    downloads_of(
        shares.rename(columns=SHARE_COLUMN).assign(
            last_month=end, ethnicity_basis=chosen.basis, outcome=outcome
        ),
        name="powers-outcomes",
        title=f"Searches that led to {what}, by ethnic group, {when}",
        dataset="stop_and_search",
        filters={**chosen.filters, "12 months to": end, "Outcome": names[outcome]},
        link={**chosen.link, "outcome": outcome},
        notes=notes,
    )


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


def show_objects(chosen: Choice) -> None:
    """List what was looked for, everyone together."""
    if chosen.window is None:
        return
    found = ask(powers.objects_searched, chosen.window)
    if found.empty:
        section("What was looked for")
        st.markdown(says.OBJECTS_NOT_COMPARED)
        return
    top = found.iloc[0]
    section(
        says.object_headline(top["object_of_search"], top["share_pct"]),
        f"Searches of everyone by what was looked for, {chosen.period}",
    )
    table(tables.object_table(found), alt=f"Searches by what was looked for, {chosen.period}")
    st.caption(source_line("stop_and_search"))
    notes = [says.OF_RECORDED, *([words.MASKED] if found["is_masked"].any() else [])]
    bullets(notes)
    downloads_of(
        found.rename(columns=SHARE_COLUMN).assign(last_month=chosen.end, ethnicity=queries.ALL),
        name="powers-objects",
        title=f"Stop and search by what was looked for, {chosen.period}",
        dataset="stop_and_search",
        filters={"12 months to": chosen.end},
        link=chosen.link,
        notes=notes,
    )
