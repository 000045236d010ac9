"""Inside the Met: who works there against London's people, who joins and who leaves."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import measures, printed
from dashboard.charts import COUNT, PER_CENT, Look, bars, marks, trend
from dashboard.draft import Draft
from dashboard.figures.places import events
from dashboard.page import Paper, Table
from dashboard.sourcing import source_line
from dashboard.subjects.workforce import earlier, files, minorities, women
from dashboard.subjects.workforce.choice import Chosen, choose
from dashboard.subjects.workforce.figures import earlier as other_tables
from dashboard.subjects.workforce.figures import printed as documents
from dashboard.subjects.workforce.figures import workforce as queries
from dashboard.subjects.workforce.words import earlier as of_other_tables
from dashboard.subjects.workforce.words import tables
from dashboard.subjects.workforce.words import workforce as words
from dashboard.words.capitals import first_large
from dashboard.words.cells import NONE
from dashboard.words.numbers import count, percent
from dashboard.words.periods import day_words, month_year, when_words
from dashboard.words.printed import mark_words, row_value
from dashboard.words.sources import joined


def build(draft: Draft) -> None:
    """Write the page: how many there are, the newest of each, women and ethnic minorities, who joins."""
    draft.need("workforce", "population", "review_figures", "published_figures")
    chosen = choose(draft)
    shares = women.load(chosen)
    draft.headline(*women.headline(chosen, shares))
    show_strength(draft, chosen.until)
    show_newest(draft, chosen, shares)
    women.show_years(draft, chosen, shares)
    minorities.show_years(draft)
    women.show_ranks(draft, chosen, shares)
    minorities.show_ranks(draft)
    minorities.show_groups(draft)
    women.show_closing(draft, chosen, shares)
    show_joining(draft)
    measures.show_signs(draft, [women.MEASURE])
    earlier.show(draft)
    draft.section("Misconduct and response times", words.OTHERS)
    draft.page_link("misconduct", "Misconduct")
    draft.page_link("response", "Response times")
    draft.section("The figures of this page as files")
    printed.files(
        draft,
        ask(documents.everything),
        "workforce-printed",
        "Who works for the Met, as printed in the Review and elsewhere",
        chosen.link,
        words.ETHNICITY_NOTES,
    )
    draft.other_files(files.others(chosen, has_ranks=not shares.series.empty), chosen.link)


def show_newest(draft: Draft, chosen: Chosen, shares: women.Women) -> None:
    """The newest figure held of each kind of people, each on its own date; the briefing's table."""
    newest = tables.newest_table(_newest_of_each(chosen, shares))
    draft.section(words.NEWEST, words.NEWEST_BASIS)
    draft.table(newest, alt=words.NEWEST, point="Figure")
    found = (Table(newest, words.NEWEST, words.NEWEST),)
    draft.paper = Paper(
        chart="women", tables=found, caveats=(words.NEWEST_BASIS, *words.ETHNICITY_NOTES)
    )


def _newest_of_each(chosen: Chosen, shares: women.Women) -> list[tuple[str, str, str, date, str]]:
    london_women = percent(shares.london, 1)
    london_minority = percent(ask(queries.minorities_of_london))
    rows = []
    counted = ask(queries.strength)
    counted = counted[(counted["role"] == queries.OFFICERS) & (counted["date"] <= chosen.until)]
    if not counted.empty:
        people, day = counted.iloc[-1][["people", "date"]]
        rows.append(("All officers", count(people), day_words(day), day, NONE))
    if not shares.series.empty:
        share, day = shares.series.iloc[-1][["share_pct", "date"]]
        name = f"Women among {chosen.people}"
        rows.append((name, tables.share_cell(share), day_words(day), day, london_women))
    for name, row in ask(documents.newest_shares).items():
        when = when_words(row["period_start"], row["period_end"])
        london = london_women if name.startswith("Women") else london_minority
        said = f"{first_large(when)} ({mark_words(row)})"
        rows.append((name, row_value(row), said, row["period_end"], london))
    left = ask(documents.resigned).iloc[-1].to_dict()
    when = first_large(when_words(left["period_start"], left["period_end"]))
    said = f"{when} (the Review)"
    rows.append(("Probationers who resigned", row_value(left), said, left["period_end"], NONE))
    return rows


def show_joining(draft: Draft) -> None:
    """Recruits and probationers, as the Review prints them."""
    leavers = ask(documents.probationers)
    rates = leavers["resigned_pct"]
    ends = [f"Year to {month_year(end)}" for end in leavers.index]
    rows = pd.DataFrame({"label": ends, "value": rates.to_numpy()})
    source = joined(source_line("review_figures"))
    draft.section(
        words.probation_heading(rates.iloc[0], leavers.index[0], rates.iloc[-1], leavers.index[-1]),
        "Share of constables on probation who resigned in the year, whole per cents as printed",
    )
    draft.chart(
        lambda narrow: bars(rows, unit=PER_CENT, look=Look(narrow=narrow), natural=True),
        alt="Bar chart of the share of probationers who resigned, by year.",
        source_line=source,
        key="probationers",
        rows="workforce-printed",
        figures=ask(documents.resigned),
    )
    refused = ask(documents.refused_on_leaving)
    draft.need_to_know(words.leaving_notes(len(refused)), "leaving")
    draft.table(
        tables.leaver_table(leavers), alt="Probationers who resigned, by year", point="Resigned"
    )
    draft.subsection("Who joins: share of new officers, whole per cents as the Review prints them")
    draft.table(tables.recruit_table(ask(documents.recruits)), alt="Recruits by financial year")


def show_strength(draft: Draft, until: pd.Timestamp) -> None:
    """How many people the Met has, by its own monthly count up to a month."""
    rows = ask(queries.strength)
    rows = rows[rows["date"] <= until]
    officers = rows[rows["role"] == queries.OFFICERS]
    peak, now = officers.sort_values("people").iloc[-1], officers.iloc[-1]
    heading = words.strength_heading(now["people"], now["date"], peak["people"], peak["date"])
    draft.section(heading, words.STRENGTH_BASIS)
    lines = rows.rename(columns={"role": "series", "people": "value"})
    happened, newest = marks(ask(events, "workforce")), _newest(until)
    beside = None if newest is None else _as_mark(newest)
    draft.chart(
        lambda narrow: trend(
            lines,
            unit=COUNT,
            look=Look(narrow=narrow),
            zero=True,
            events=happened,
            points=beside,
        ),
        alt=f"Line chart of officers, staff and community support officers by month. {heading}.",
        source_line=source_line("workforce", files.MONTHLY),
        key="strength",
        rows="workforce-months",
    )
    draft.choice_row("until", name="choices-until")
    notes = [words.KEPT_APART]
    if newest is not None:
        own = officers.loc[officers["date"] == newest["date"], "people"]
        said = of_other_tables.newest_sentence(
            newest["people"], newest["date"], float(own.iloc[0]) if len(own) else None
        )
        notes.append(said)
    draft.need_to_know(notes, "strength")
    if rows["date"].dt.month.eq(3).any():  # the first months are from before the first of them
        with draft.fold("Each 31 March as a table", "strength-years"):
            draft.table(tables.strength_table(rows), alt="People by role on each 31 March")


def _newest(until: pd.Timestamp) -> pd.Series | None:
    """The Home Office's newest count where a third party's reading of it is held, and not too new."""
    found = ask(other_tables.newest_total)
    return None if found is None or found["date"] > until else found


def _as_mark(newest: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": [newest["date"]],
            "series": [of_other_tables.NEWEST],
            "value": [float(newest["people"])],
        }
    )
