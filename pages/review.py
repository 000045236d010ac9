"""The Review's own figures: all of them, searchable, with contradictions and failed checks marked."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.charts import COUNT, Look, bars

PAGE_ROWS = 25
ADVICE = "Use fewer or other words, or choose any measure and any topic above."
UNITS = {
    "percent": "%",
    "percentage_points": " points",
    "gbp_million": "£ million",
    "rate_per_1000": " per 1,000",
}


def choices() -> tuple[str, str, str, bool]:
    """Search words, success measure, topic, and whether only marked figures are shown."""
    topics = controls.ask(queries.review_topics)
    controls.note_ignored_parameters(
        {"bears-on": {queries.ALL, *queries.SUCCESS_MEASURES}, "topic": {queries.ALL, *topics}}
    )
    with controls.controls_row():
        words = controls.text_search("Search", placeholder="burglary, Black officers, 872841 …")
        measure = controls.select(
            "Bears on",
            "bears-on",
            {queries.ALL: "Any measure", **queries.SUCCESS_MEASURES},
            queries.ALL,
        )
        topic = controls.select(
            "Topic",
            "topic",
            {queries.ALL: "Any topic", **{name: name for name in topics}},
            queries.ALL,
        )
        flagged = controls.switch("Only contradicted or failing a check", "flagged")
    return words, measure, topic, flagged


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


def as_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures as a reader sees them: statement, value with unit, period, place, note."""
    return pd.DataFrame(
        {
            "Figure": [
                statement
                if group in ("All", statement) or group in statement
                else f"{statement} ({group})"
                for statement, group in zip(rows["statement"], rows["group"], strict=True)
            ],
            "Value": [
                _value(value, unit) for value, unit in zip(rows["value"], rows["unit"], strict=True)
            ],
            "Period": [
                _period(start, end)
                for start, end in zip(rows["period_start"], rows["period_end"], strict=True)
            ],
            "Where, and how far to trust it": [
                f"{_document(document)}, {place}" + (f". {note}" if note else "")
                for document, place, note in zip(
                    rows["source_document"],
                    rows["source_location"],
                    rows["confidence_note"].fillna(""),
                    strict=True,
                )
            ],
        }
    )


def _document(title: str) -> str:
    short = title.split(",", maxsplit=1)[0].split(":", maxsplit=1)[0]
    return short.replace("Baroness Casey Review final report", "Casey Review").replace(
        "Baroness Casey Review", "Casey Review"
    )


def _value(value: float, unit: str) -> str:
    number = f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return (
        f"£{number}m"
        if unit == "gbp_million"
        else f"{number}{UNITS.get(unit, '' if unit == 'count' else f' {unit}')}"
    )


def _period(start: pd.Timestamp, end: pd.Timestamp) -> str:
    first, last = wording.month_year(start), wording.month_year(end)
    return first if first == last else f"{first} to {last}"


def show_chart(found: pd.DataFrame) -> None:
    """How many of the figures found bear on each success measure."""
    counts = found["success_measure"].map(queries.SUCCESS_MEASURES).value_counts()
    rows = pd.DataFrame({"label": counts.index, "value": counts.to_numpy()})
    controls.section("What the figures bear on", "Number of figures found, by success measure")
    controls.chart(
        lambda narrow: bars(rows, unit=COUNT, look=Look(narrow=narrow)),
        alt="Bar chart: figures found by success measure. "
        + ", ".join(f"{row.label} {row.value}" for row in rows.itertuples())
        + ".",
        source_line=controls.source_line("review_figures"),
        key="review",
    )


controls.stop_unless_loaded("review_figures")
top = st.container()
words, measure, topic, flagged = choices()
everything = controls.ask(queries.review_figures)
found = controls.ask(queries.review_figures, words, measure, topic, flagged)
with top:
    sentence = wording.review_search_sentence(
        len(found), len(everything), int(found["is_conflict"].sum())
    )
    controls.headline(
        sentence,
        "Figures printed in the Casey Review (March 2023) and four related documents, each in our own "
        "words with its place in the document.",
    )
if found.empty:
    controls.no_rows("these words and filters", ADVICE)
    st.stop()
show_chart(found)
controls.need_to_know(
    [
        "Read out of the documents by hand. Values are as printed and are never corrected by us.",
        "CONFLICT marks a figure that the document contradicts elsewhere, or that fails an arithmetic check.",
        "APPROX marks words such as “over” or “nearly”; PERIOD marks dates that the document leaves open.",
        "The Review's survey figures are for single quarters or financial years. They do not match the "
        "12-month figures of the Trust page.",
    ]
)
controls.section("The figures found", "As printed, in the order of the documents")
shown, page = page_of(found)
controls.table(as_table(shown), alt="Figures of the Review that fit the search")
controls.downloads_of(
    found.drop(columns="is_conflict"),
    name="review",
    title="The Casey Review's own figures",
    dataset="review_figures",
    filters={
        "Search": words or "none",
        "Bears on": measure,
        "Topic": topic,
        "Contradicted or failing a check only": "yes" if flagged else "no",
    },
    link={
        "q": words,
        "bears-on": measure,
        "topic": topic,
        "flagged": "yes" if flagged else "no",
        "page": page,
    },
)
