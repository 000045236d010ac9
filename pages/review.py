"""The Review's own figures: all of them, searchable; contradictions side by side; each citable alone."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.charts import COUNT, Look, bars
from dashboard.controls.address import asked_value
from dashboard.controls.cards import card_table
from dashboard.queries import contradictions
from dashboard.queries import review as figures_query
from dashboard.wording import contradictions as sides
from dashboard.wording import printed as printed_words
from dashboard.wording import review as words

DATASET = "review_figures"
FIGURE = "figure"
"""Key in the address bar of one figure alone."""
PAGE_ROWS = 20
AT_ONCE = 5
"""Contradictions that stand open where there are many."""
ADVICE = "Use fewer or other words, or choose any measure, topic, group and chapter above."
MEASURES = {**queries.SUCCESS_MEASURES, "context": "None of the seven"}


def figure_asked() -> str:
    """The one figure that the address asks for; empty where it asks for none."""
    ids = dict.fromkeys(controls.ask(figures_query.review_figure_ids))
    controls.note_ignored_parameters({FIGURE: ids})
    return asked_value(FIGURE, ids, "")


def choices() -> dict[str, str]:
    """Search words, success measure, topic, group, chapter, and whether only marked figures."""
    held = controls.ask(figures_query.review_chapters)
    lists = {
        "bears-on": ("Bears on", "Any measure", MEASURES),
        "topic": ("Topic", "Any topic", _named(controls.ask(queries.review_topics))),
        "group": ("Group", "Any group", _named(controls.ask(figures_query.review_groups))),
        "chapter": (
            "Chapter",
            "Any chapter",
            {key: name for key, name in words.CHAPTERS.items() if key in held},
        ),
    }
    options = {key: {queries.ALL: nothing, **named} for key, (_, nothing, named) in lists.items()}
    controls.note_ignored_parameters(options)
    with controls.controls_row():
        found = {"q": controls.text_search("Search", placeholder="burglary, R0046 …")}
        for key, (label, _, _) in lists.items():
            found[key] = controls.select(label, key, options[key], queries.ALL)
        flagged = controls.switch("Only contradicted or failing a check", "flagged")
    return {**found, "flagged": "yes" if flagged else "no"}


def _named(names: list[str]) -> dict[str, str]:
    return {name: "Everyone" if name == figures_query.EVERYONE else name for name in names}


def page_of(found: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The rows of the page chosen, and its number."""
    pages = max(1, math.ceil(len(found) / PAGE_ROWS))
    numbers = {str(n): f"{n} of {pages}" for n in range(1, pages + 1)}
    controls.note_ignored_parameters({"page": numbers})
    if pages == 1:
        return found, "1"
    with controls.controls_row("pages"):
        number = controls.select("Page", "page", numbers, "1")
    return found.iloc[(int(number) - 1) * PAGE_ROWS : int(number) * PAGE_ROWS], number


def show_figures(found: pd.DataFrame, chosen: dict[str, str]) -> str:
    """A page of the figures found, and the way to the next; returns its number."""
    controls.section("The figures found", "As printed, in the order of the documents")
    shown, number = page_of(found)
    first = (int(number) - 1) * PAGE_ROWS + 1
    last = first + len(shown) - 1
    st.caption(words.count_line(first, last, len(found)))
    card_table(
        printed_words.FIGURE_HEADINGS,
        printed_words.figure_cells(shown),
        "Figures of the Review that fit the search",
        "figures",
    )
    if last < len(found):
        kept = {key: value for key, value in chosen.items() if value not in ("", "no", queries.ALL)}
        label = words.next_words(last, len(found), PAGE_ROWS)
        controls.page_link("review", label, {**kept, "page": str(int(number) + 1)})
    return number


def show_chart(found: pd.DataFrame) -> None:
    """How many of the figures found bear on each success measure."""
    counts = found["success_measure"].map(MEASURES).value_counts()
    rows = pd.DataFrame({"label": counts.index, "value": counts.to_numpy()})
    said = ", ".join(f"{row.label} {row.value}" for row in rows.itertuples())
    controls.section("What the figures bear on", "Number of figures found, by success measure")
    controls.chart(
        lambda narrow: bars(rows, unit=COUNT, look=Look(narrow=narrow)),
        alt=f"Bar chart: figures found by success measure. {said}.",
        source_line=controls.source_line(DATASET),
        subtitle="Figures of the Casey Review that were found, by success measure",
        key="review",
    )


def show_contradictions(found: pd.DataFrame, is_open: bool) -> None:
    """Contradictions among the figures found, side by side; the end of many is folded away."""
    marked = tuple(found.loc[found["is_conflict"], "figure_id"])
    every = controls.ask(contradictions.contradictions, marked)
    if not every:
        return
    rows = [
        sides.contradiction_cells(
            one.title, one.first, one.second, one.id == contradictions.FIVE_YEARS
        )
        for one in every
    ]
    controls.section(sides.contradictions_heading(len(rows)), sides.CONTRADICTIONS)
    first = rows if is_open or len(rows) < 2 * AT_ONCE else rows[:AT_ONCE]
    alt = "What the Review prints in two ways, side by side"
    card_table(sides.CONTRADICTION_HEADINGS, first, alt, "contradictions")
    if rest := rows[len(first) :]:
        with st.expander(f"{len(rest)} more"):
            card_table(sides.CONTRADICTION_HEADINGS, rest, alt, "contradictions")


def show_five_years(among: list[str]) -> None:
    """The four inconsistent cells of Figure 1.2, each with three numbers, where one is on screen."""
    cells = controls.ask(contradictions.five_year_cells)
    cells = cells[cells["figure_id"].isin(among)]
    if cells.empty:
        return
    editions = controls.ask(contradictions.counted_editions)
    named = [wording.edition(one) for one in editions]
    controls.section(sides.FIVE_YEARS, sides.five_years_subtitle(named))
    card_table(
        sides.FIVE_YEARS_HEADINGS,
        sides.five_years_cells(cells),
        "Five-year changes of Figure 1.2 as printed and recomputed in two ways",
        "five-years",
    )
    controls.worked_out(sides.FIVE_YEARS_STEPS, key="five-years")


def show_one(figure_id: str) -> None:
    """One figure alone, with all that is known of it and its citation."""
    row = controls.ask(figures_query.review_figure, figure_id)
    link = controls.fixed_link({FIGURE: figure_id})
    known = row.to_dict()
    controls.headline(words.figure_headline(known), words.one_lede(known))
    controls.section("What is known of this figure")
    controls.facts(words.figure_facts(known))
    found = row.to_frame().T
    show_contradictions(found, is_open=True)
    show_five_years([figure_id])
    controls.section("Cite this figure")
    controls.copyable(words.figure_citation(known, controls.data_version(), link))
    controls.page_link("review", f"All figures on “{row['topic']}”", {"topic": row["topic"]})
    controls.page_link("review", "All of the Review's figures")
    controls.downloads_of(
        found.drop(columns="chapter"),
        name="review-figure",
        title=f"Figure {figure_id} of the Casey Review and related documents",
        dataset=DATASET,
        filters={"Figure": figure_id},
        link={FIGURE: figure_id},
        notes=[words.LINES_NOTE],
    )


def show_all() -> None:
    """The figures that fit the reader's choice."""
    top = st.container()
    chosen = choices()
    flagged = chosen["flagged"] == "yes"
    everything = controls.ask(queries.review_figures)
    found = controls.ask(
        queries.review_figures,
        chosen["q"],
        chosen["bears-on"],
        chosen["topic"],
        flagged,
        chosen["group"],
        chosen["chapter"],
    )
    conflicts = int(found["is_conflict"].sum())
    with top:
        controls.headline(
            wording.review_search_sentence(len(found), len(everything), conflicts), words.LEDE
        )
    if found.empty:
        controls.no_rows("these words and choices", ADVICE)
        return
    if flagged:
        show_contradictions(found, is_open=True)
    number = show_figures(found, chosen)
    if not flagged:
        show_contradictions(found, is_open=False)
    show_five_years(list(found["figure_id"]))
    show_chart(found)
    controls.need_to_know(words.NOTES)
    controls.downloads_of(
        found.drop(columns="chapter"),
        name="review",
        title="The Casey Review's own figures",
        dataset=DATASET,
        filters=words.filters_said(chosen, MEASURES),
        link={**chosen, "page": number},
    )


controls.stop_unless_loaded(DATASET)
asked = figure_asked()
if asked:
    show_one(asked)
else:
    show_all()
