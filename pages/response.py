"""Response times: how fast the Met comes when called, as far as it has been printed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls
from dashboard.controls import measures, printed
from dashboard.queries import response as queries
from dashboard.queries.printed import without_second_hand
from dashboard.wording import printed as printed_words
from dashboard.wording import response as words


def choices() -> tuple[str, bool]:
    """Grade of call, and whether figures read at second hand are shown."""
    controls.note_ignored_parameters({"grade": words.GRADES})
    with controls.controls_row():
        grade = controls.select("Kind of call", "grade", words.GRADES, "i")
        return grade, printed.with_second_hand()


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that the reader wants to see."""
    return rows if second_hand else without_second_hand(rows)


def caveats() -> list[str]:
    """What must be known of arrivals at calls of this grade."""
    return [
        *words.NOTES,
        words.target_note(grade, minutes, controls.ask(queries.target_pct, queries.WITHIN, grade)),
        *printed_words.explained_marks(pd.concat([averages, within])),
    ]


controls.stop_unless_loaded("review_figures", "published_figures")
top = st.container()
grade, second_hand = choices()
averages = shown(controls.ask(queries.arrivals, queries.AVERAGE, grade))
within = shown(controls.ask(queries.arrivals, queries.WITHIN, grade))
answered, waits = (
    shown(controls.ask(queries.calls, measure)) for measure in (queries.ANSWERED, queries.WAIT_101)
)
minutes = queries.TARGET_MINUTES[grade]
newest_end = controls.ask(queries.newest_arrival)
since = words.since_sentence(len(controls.ask(queries.arrivals_since)), newest_end)
with top:
    controls.headline(
        words.headline(grade, queries.whole_years(averages)),
        f"{words.newest_read(averages)} {since}".strip(),
    )
    measures.measure_verdict("response_times")

controls.section(f"Average time to reach {words.CALLS[grade]}", words.AVERAGES)
printed.figure_bars(averages, words.average_title(grade), printed.MINUTES, "averages")
controls.need_to_know(caveats())
printed.figures(averages, "Average response times, as printed", "averages")

controls.section(
    f"Share of {words.GRADE_CALLS[grade]} reached within {minutes} minutes", words.WITHIN
)
printed.figure_bars(within, words.within_title(grade, minutes), printed.PER_CENT, "within")
printed.figures(within, "Share of calls reached within target, as printed", "within")

standard = controls.ask(queries.target_pct, queries.ANSWERED)
controls.section(words.answered_heading(answered), words.answered_basis(standard))
printed.figure_bars(answered, words.ANSWERED_TITLE, printed.PER_CENT, "answered")
printed.figures(answered, "Answering 999 calls, as printed", "answered")
if not waits.empty:
    controls.section(words.WAITS, words.WAITS_BASIS)
    printed.figures(waits, "Waiting on the 101 line, as printed", "waits")

printed.folded(shown(controls.ask(queries.parts_of_london)), words.PARTS, "parts")
printed.files(
    shown(controls.ask(queries.everything)),
    "response",
    "Response times of the Met, as printed in the Review and elsewhere",
    {"grade": grade, printed.SECOND_HAND: "yes" if second_hand else "no"},
    words.NOTES,
    filters={"Second-hand figures": "yes" if second_hand else "no"},
)
