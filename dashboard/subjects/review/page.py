"""The Review's own figures: all of them, searchable; contradictions side by side; each citable alone."""

from __future__ import annotations

import math
from collections.abc import Collection

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, Look, bars
from dashboard.draft import Draft
from dashboard.figures.places import ALL
from dashboard.page import Paper
from dashboard.sourcing import source_line
from dashboard.subjects.review.figures import contradictions
from dashboard.subjects.review.figures import review as figures_query
from dashboard.subjects.review.figures.review import review_figures, review_topics
from dashboard.subjects.review.words import contradictions as sides
from dashboard.subjects.review.words import review as words
from dashboard.subjects.review.words.review import review_search_sentence
from dashboard.words import printed as printed_words
from dashboard.words.measures import BEARING_ON
from dashboard.words.passages import LINES_NOTE
from dashboard.words.periods import edition
from datasets import catalogue

DATASET = "review_figures"
FIGURE = "figure"
"""Key in the address of one figure alone."""
PAGE = "page"
"""Key in the address of the number of a page of figures."""
PAGE_ROWS = 10
ADVICE = "Use fewer or other words, or choose any measure, topic, group and chapter above."


def build(draft: Draft) -> None:
    """Write the page: the one figure that the address asks for, else all that fit a choice."""
    draft.need(DATASET)
    draft.paper = Paper(is_offered=False)
    figure = draft.asked.hidden(FIGURE, ask(figures_query.review_figure_ids), "")
    if figure:
        one_figure(draft, figure)
    else:
        all_figures(draft)


# One figure


def one_figure(draft: Draft, figure_id: str) -> None:
    """One figure alone, with all that is known of it and its citation."""
    row = ask(figures_query.review_figure, figure_id)
    known = row.to_dict()
    link = {FIGURE: figure_id}
    draft.headline(words.figure_headline(known), words.one_lede(known))
    draft.section("What is known of this figure")
    draft.facts(words.figure_facts(known))
    found = row.to_frame().T
    contradictions_among(draft, found, is_open=True)
    five_years(draft, [figure_id])
    draft.section("Cite this figure")
    draft.copyable(words.figure_citation(known, catalogue.version(), draft.fixed_link(link)))
    draft.page_link("review", f"All figures on “{row['topic']}”", {"topic": row["topic"]})
    draft.page_link("review", "All of the Review's figures")
    draft.downloads_of(
        found.drop(columns="chapter"),
        name="review-figure",
        title=f"Figure {figure_id} of the Casey Review and related documents",
        dataset=DATASET,
        filters={"Figure": figure_id},
        link=link,
        notes=[LINES_NOTE],
    )


# All figures


def all_figures(draft: Draft) -> None:
    """The figures that fit the reader's choice."""
    top = draft.place()
    chosen = choices(draft)
    is_flagged = chosen["flagged"] == "yes"
    found = ask(
        review_figures,
        chosen["q"],
        chosen["bears-on"],
        chosen["topic"],
        is_flagged,
        chosen["group"],
        chosen["chapter"],
    )
    number = page_number(draft, len(found))
    everything, conflicts = ask(review_figures), int(found["is_conflict"].sum())
    sentence = review_search_sentence(len(found), len(everything), conflicts)
    draft.headline(sentence, words.LEDE)
    if len(found) == len(everything) and number == 1:
        with draft.at(top):
            what_it_found(draft, everything)
        draft.headline(words.headline(len(words.FOUND), len(everything)), words.LEDE)
    if found.empty:
        draft.no_rows("these words and choices", ADVICE)
        return
    figures(draft, found, chosen, number)
    contradictions_among(draft, found, is_open=is_flagged)
    five_years(draft, found["figure_id"].tolist())
    chart(draft, found)
    draft.need_to_know(words.NOTES)
    draft.downloads_of(
        found.drop(columns="chapter"),
        name="review",
        title="The Casey Review's own figures",
        dataset=DATASET,
        filters=words.filters_said(chosen, BEARING_ON),
        link={**chosen, PAGE: str(number)},
    )


def what_it_found(draft: Draft, everything: pd.DataFrame) -> None:
    """The figures that the Review's seven measures begin from."""
    draft.subsection(words.FOUND_HEADING)
    draft.caption(words.FOUND_BASIS)
    cells = words.found_cells(everything)
    draft.card_table(words.FOUND_HEADINGS, cells, words.FOUND_HEADING, "figures")
    draft.subsection("All of its figures")


def choices(draft: Draft) -> dict[str, str]:
    """Search words, success measure, topic, group, chapter, and whether only marked figures."""
    held = ask(figures_query.review_chapters)
    chapters = {key: name for key, name in words.CHAPTERS.items() if key in held}
    lists = {
        "bears-on": ("Bears on", "Any measure", BEARING_ON),
        "topic": ("Topic", "Any topic", _named(ask(review_topics))),
        "group": ("Group", "Any group", _named(ask(figures_query.review_groups))),
        "chapter": ("Chapter", "Any chapter", chapters),
    }
    with draft.controls_row():
        found = {"q": draft.text_search("Search", placeholder="burglary, vetting …")}
        for key, (label, nothing, named) in lists.items():
            found[key] = draft.select(label, key, {ALL: nothing, **named}, ALL)
        is_flagged = draft.switch("Only contradicted or failing a check", "flagged")
    return {**found, "flagged": "yes" if is_flagged else "no"}


def _named(names: list[str]) -> dict[str, str]:
    return {name: "Everyone" if name == figures_query.EVERYONE else name for name in names}


def page_number(draft: Draft, found: int) -> int:
    """Declare which page of the figures found is shown: a choice where there are several."""
    pages = max(1, math.ceil(found / PAGE_ROWS))
    numbers = {str(n): f"{n} of {pages}" for n in range(1, pages + 1)}
    if pages == 1:
        return int(draft.asked.hidden(PAGE, numbers, "1"))
    return int(draft.select("Page", PAGE, numbers, "1"))


def figures(draft: Draft, found: pd.DataFrame, chosen: dict[str, str], number: int) -> None:
    """A page of the figures found, and the way to the next."""
    before = (number - 1) * PAGE_ROWS
    shown = found.iloc[before : before + PAGE_ROWS]
    last = before + len(shown)
    draft.caption(f"{words.count_line(before + 1, last, len(found))}. {words.AS_PRINTED}.")
    headings, alt = printed_words.FIGURE_HEADINGS, "Figures of the Review that fit the search"
    cells = printed_words.figure_cells(shown)
    draft.card_table(headings, cells, alt, "figures")
    if len(found) > PAGE_ROWS:
        draft.choice_row(PAGE, name="pages")
    if last < len(found):
        kept = {key: value for key, value in chosen.items() if value not in ("", "no", ALL)}
        label = words.next_words(last, len(found), PAGE_ROWS)
        draft.page_link("review", label, {**kept, PAGE: str(number + 1)})


def chart(draft: Draft, found: pd.DataFrame) -> None:
    """How many of the figures found bear on each success measure."""
    counts = found["success_measure"].map(BEARING_ON).value_counts()
    rows = pd.DataFrame({"label": counts.index, "value": counts.to_numpy()})
    said = ", ".join(f"{row.label} {row.value}" for row in rows.itertuples())
    draft.section("What the figures bear on", "Number of figures found, by success measure")
    draft.chart(
        lambda narrow: bars(rows, unit=COUNT, look=Look(narrow=narrow)),
        alt=f"Bar chart: figures found by success measure. {said}.",
        source_line=source_line(DATASET),
        subtitle="Figures of the Casey Review that were found, by success measure",
        key="review",
    )


# Both


def contradictions_among(draft: Draft, found: pd.DataFrame, is_open: bool) -> None:
    """Contradictions among the figures found, side by side; folded away where they are not asked for."""
    marked = tuple(found.loc[found["is_conflict"], "figure_id"])
    rows = [
        sides.contradiction_cells(
            one.title, one.first, one.second, one.id == contradictions.FIVE_YEARS
        )
        for one in ask(contradictions.contradictions, marked)
    ]
    if not rows:
        return
    draft.section(sides.contradictions_heading(len(rows)), sides.CONTRADICTIONS)
    alt = "What the Review prints in two ways, side by side"
    with draft.fold("Each of them, side by side", "contradictions", is_open=is_open):
        draft.card_table(sides.CONTRADICTION_HEADINGS, rows, alt, "contradictions")


def five_years(draft: Draft, among: Collection[str]) -> None:
    """The four inconsistent cells of Figure 1.2, each with three numbers, where one is on screen."""
    cells = ask(contradictions.five_year_cells)
    cells = cells[cells["figure_id"].isin(among)]
    if cells.empty:
        return
    editions = ask(contradictions.counted_editions)
    named = [edition(one) for one in editions]
    draft.section(sides.FIVE_YEARS, sides.five_years_subtitle(named))
    draft.card_table(
        sides.FIVE_YEARS_HEADINGS,
        sides.five_years_cells(cells),
        "Five-year changes of Figure 1.2 as printed and recomputed in two ways",
        "five-years",
    )
    draft.worked_out(sides.FIVE_YEARS_STEPS, key="five-years")
