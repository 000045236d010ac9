"""A card for each of the seven measures: verdict, figure with its dates, reason; the rest on a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from dashboard import controls, queries
from dashboard.controls.overview import sentences, trends
from dashboard.controls.overview.figures import (
    change,
    crossed,
    held,
    is_judged,
    of,
    printed,
    recent,
    rows_of,
)
from dashboard.controls.overview.workings import reasons
from dashboard.queries import success
from dashboard.wording import measure_cards, ripening, verdicts
from dashboard.wording.measure_cards import Face
from dashboard.wording.survey import SHORT_NAMES

LINKS = {
    "trust": "Trust and confidence",
    "misconduct": "Misconduct",
    "outcomes": "Solved crime",
    "response": "Response times",
    "workforce": "Inside the Met",
}


def show(measures: list[success.Measure]) -> None:
    """The first measure across the page, with its questions side by side; then one card each."""
    _wide_card(1, measures[0])
    with st.container(key="measures"):
        for number, measure in enumerate(measures[1:], 2):
            _card(number, measure)


def _card(number: int, measure: success.Measure) -> None:
    with st.container(key=f"card-{number}"):
        _question(number, measure)
        controls.face(face_of(measure))
        _ways_on(measure)


def _question(number: int, measure: success.Measure) -> None:
    st.header(f"{number} · {measure.question}", anchor=False)
    controls.verdict(measure.verdict, verdicts.VERDICTS[measure.verdict])


def _ways_on(measure: success.Measure) -> None:
    """The measure's own page, once it is there, and what its verdict stands on."""
    with st.container(key=f"ways-{measure.id}", horizontal=True, gap="small"):
        _link(measure)
        with (
            st.popover("Figures and reason", type="tertiary"),
            st.container(key=f"details-{measure.id}"),
        ):
            _details(measure)


def _link(measure: success.Measure) -> None:
    if measure.page in controls.pages():
        controls.page_link(measure.page, LINKS[measure.page])


def _details(measure: success.Measure) -> None:
    words = verdicts.with_kind(measure.verdict, measure.cannot_kind)
    st.markdown(f"**{measure.name}: {words.lower()}.**")
    st.markdown(sentences.of_measure(measure))
    trends.beside(measure)
    controls.bullets(
        f"{row['indicator_name']}: {' '.join(reasons(row))}" for row in rows_of(measure.deciding)
    )
    controls.facts({"What would be needed": measure.needed})
    st.caption("Formulas and printed figures: “How this was worked out”, at the foot of the page.")
    _link(measure)  # by keyboard, what is longer than its box is scrolled to by way of a link


def _wide_card(number: int, measure: success.Measure) -> None:
    """The first measure: its four questions side by side, each with its verdict and trend."""
    everyone = measure.indicators[measure.indicators["group"] == queries.ALL]
    with st.container(key=f"card-{number}"), st.container(key="questions"):
        with st.container(key="question-all"):
            _question(number, measure)
            st.markdown(sentences.between(measure))
            _ways_on(measure)
        slot = 0  # colours as on the page of the four measures, where what is not held has none
        for row in rows_of(everyone):
            with st.container(key=f"question-{row['indicator']}"):
                controls.judged(
                    SHORT_NAMES[row["indicator"]],
                    row["verdict"],
                    verdicts.VERDICTS[row["verdict"]],
                    sentences.of_indicator(row),
                )
                if is_judged(row):
                    trends.of_indicator(slot, row)
            slot += is_judged(row)


def face_of(measure: success.Measure) -> Face:
    """What the card of any measure but the first shows at a glance."""
    return _FACES[measure.id](measure)


def _indicator_face(
    measure: success.Measure,
    indicator: str,
    group: str,
    words: Callable[..., Face],
) -> Face:
    row = of(measure, indicator, group)
    found = words(held(row, "baseline"), held(row, "latest"))
    if is_judged(row):
        return replace(found, change=change(row), reason=measure.reason)
    return found


def _charge_face(measure: success.Measure) -> Face:
    nearest = of(measure, "positive_outcomes")
    figures = held(nearest, "baseline"), held(nearest, "latest")
    return measure_cards.charge_face(*figures, crossed(nearest), recent(nearest, ripening.later))


_FACES: Mapping[str, Callable[[success.Measure], Face]] = {
    "misconduct_action_rate": lambda one: _indicator_face(
        one, "case_to_answer", queries.ALL, measure_cards.misconduct_face
    ),
    "misconduct_racial_disparity": lambda one: _indicator_face(
        one, "allegation_ratio", "Black", measure_cards.disparity_face
    ),
    "charge_rates": _charge_face,
    "rape_cases_to_court": lambda one: measure_cards.rape_face(
        printed(of(one, "adult_rape_cases")["review_figure_id"], "financial_year")
    ),
    "response_times": lambda one: _indicator_face(
        one, "average_response_time", "I grade (immediate)", measure_cards.response_face
    ),
    "workforce_representation": lambda one: _indicator_face(
        one, "gap_to_residents", "Female", measure_cards.workforce_face
    ),
}
