"""Response times: how fast the Met comes when called, as far as it has been printed."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import measures, printed
from dashboard.draft import Draft
from dashboard.subjects.response import figures as queries
from dashboard.subjects.response import words
from dashboard.words import printed as printed_words

FILES = "response"
"""Name of the files that hold every figure of the page."""


def build(draft: Draft) -> None:
    """Write the page: arrivals at calls of one grade, then calls answered, and parts of London."""
    draft.need("review_figures", "published_figures")
    grade = draft.select(
        "Kind of call", "grade", {one: grade.title for one, grade in words.GRADES.items()}, "i"
    )
    second_hand = printed.with_second_hand(draft)
    averages, within = (
        printed.as_read(ask(queries.arrivals, measure, grade), second_hand)
        for measure in (queries.AVERAGE, queries.WITHIN)
    )
    since = len(ask(queries.arrivals_since))
    said = words.since_sentence(since, ask(queries.newest_arrival))
    answered = printed.as_read(ask(queries.calls, queries.ANSWERED), second_hand)
    draft.headline(
        words.headline(grade, queries.whole_years(averages)),
        f"{said} {words.answered_lede(answered)}".strip(),
    )
    draft.choice_row("grade", printed.SECOND_HAND)
    show_arrivals(draft, grade, averages, within)
    show_answered(draft, answered)
    show_within(draft, grade, within, second_hand)
    show_waits(draft, second_hand)
    measures.show_signs(draft, ["response_times"])
    elsewhere = printed.as_read(ask(queries.parts_of_london), second_hand)
    printed.folded(draft, elsewhere, words.PARTS, "parts")
    printed.files(
        draft,
        printed.as_read(ask(queries.everything), second_hand),
        FILES,
        "Response times of the Met, as printed in the Review and elsewhere",
        {"grade": grade, printed.SECOND_HAND: printed.YES_OR_NO[second_hand]},
        words.NOTES,
        filters={"Second-hand figures": printed.YES_OR_NO[second_hand]},
    )


def show_arrivals(draft: Draft, grade: str, averages: pd.DataFrame, within: pd.DataFrame) -> None:
    """How long it took to reach calls of a grade.

    Args:
        grade: a key of `words.GRADES`. averages, within: rows of `queries.arrivals` to show.
    """
    minutes = queries.TARGET_MINUTES[grade]
    draft.section(f"Time to reach {words.GRADES[grade].short}", words.AVERAGES)
    title = words.average_title(grade)
    printed.figure_bars(draft, averages, title, printed.MINUTES, "averages", FILES)
    measures.measure_verdict(draft, "response_times")
    target = words.target_note(grade, minutes, ask(queries.target_pct, queries.WITHIN, grade))
    marks = printed_words.explained_marks(pd.concat([averages, within]))
    read = words.newest_read(averages)
    about = [words.NOTES[0], *words.newer(averages), *words.NOTES[1:], target, *marks]
    draft.need_to_know([*filter(None, [read]), *about])
    printed.figures(draft, averages, "Average response times, as printed", "averages")


def show_within(draft: Draft, grade: str, within: pd.DataFrame, second_hand: bool) -> None:
    """The share of calls of a grade reached within its target; args as `show_arrivals`.

    Args:
        second_hand: whether such figures are shown.
    """
    minutes = queries.TARGET_MINUTES[grade]
    draft.section(
        f"Share of {words.GRADES[grade].calls} reached within {minutes} minutes", words.WITHIN
    )
    title = words.within_title(grade, minutes)
    printed.figure_bars(draft, within, title, printed.PER_CENT, "within", FILES)
    printed.figures(draft, within, "Share of calls reached within target, as printed", "within")
    another = printed.as_read(ask(queries.within_another_time, grade), second_hand)
    printed.folded(draft, another, words.ANOTHER_TIME, "another-time")


def show_answered(draft: Draft, answered: pd.DataFrame) -> None:
    """How fast 999 calls were answered.

    Args:
        answered: rows of `queries.calls` to show.
    """
    standard = ask(queries.target_pct, queries.ANSWERED)
    draft.section(words.answered_heading(answered), words.answered_basis(standard))
    title = words.ANSWERED_TITLE
    if since := words.answered_since(answered):
        draft.text(since)
    newest, *_ = words.longer_first(answered)
    lead = queries.YEAR if newest is None else int(newest["months"])
    printed.figure_bars(draft, answered, title, printed.PER_CENT, "answered", FILES, lead)
    printed.figures(draft, answered, "Answering 999 calls, as printed", "answered")


def show_waits(draft: Draft, second_hand: bool) -> None:
    """How long callers waited on the 101 line."""
    waits = printed.as_read(ask(queries.calls, queries.WAIT_101), second_hand)
    if not waits.empty:
        draft.section(words.WAITS, words.WAITS_BASIS)
        printed.figures(draft, waits, "Waiting on the 101 line, as printed", "waits")
