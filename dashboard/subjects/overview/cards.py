"""A card for each of the seven measures, the judged ones first: verdict, figure with its dates; the rest on a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import ALL
from dashboard.plain_text import plain
from dashboard.subjects.gaps.figures import published as gaps_published
from dashboard.subjects.overview import sentences, trends
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.figures.indicators import (
    TRIALS_FOR,
    change,
    crossed,
    held,
    is_judged,
    of,
    printed,
    recent,
    rows_of,
)
from dashboard.subjects.overview.figures.signs import ON_CARD, are_held, signs_of
from dashboard.subjects.overview.words import cards as measure_cards
from dashboard.subjects.overview.words.cards import NO_GROUPS, NOT_HELD, Face
from dashboard.subjects.overview.workings import reasons
from dashboard.subjects.pages import TITLES
from dashboard.subjects.response.figures import GRADES
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.words import early_signs, ripening, signs, verdicts
from dashboard.words.capitals import first_large
from dashboard.words.columns import column_words
from dashboard.words.left_out import without_command
from dashboard.words.measures import MEASURES
from dashboard.words.verdicts import Held


def show(draft: Draft, measures: list[success.Measure]) -> None:
    """Add the first measure across the page, with its questions beneath each other; then one card each."""
    first, *others = measures
    _wide_card(draft, first)
    with draft.group("measures"):
        for measure in sorted(others, key=_is_short):
            with draft.group("card"):
                _question(draft, measure)
                draft.piece("face", shown=face_of(measure))
                _ways_on(draft, measure)


def _is_short(measure: success.Measure) -> bool:
    """Whether a card has no verdict to show, so that those that have one lead."""
    return measure.verdict == "cannot_be_judged"


def _question(draft: Draft, measure: success.Measure) -> None:
    draft.subsection(measure.question)
    words = verdicts.with_kind(measure.verdict, measure.cannot_kind)
    draft.piece("verdict", kind=measure.verdict, words=words)


def _ways_on(draft: Draft, measure: success.Measure) -> None:
    """The measure's own page, and what its verdict stands on."""
    with draft.group("ways"):
        draft.page_link(measure.page, TITLES[measure.page])
        with draft.fold("Figures and reason", f"details-{measure.id}"), draft.group("details"):
            _details(draft, measure)


def _details(draft: Draft, measure: success.Measure) -> None:
    words = verdicts.with_kind(measure.verdict, measure.cannot_kind)
    draft.text(f"**{measure.name}: {words.lower()}.**")
    draft.text(sentences.of_measure(measure))
    trends.beside(draft, measure)
    draft.bullets(
        f"{row['indicator_name']}: {' '.join(reasons(row))}" for row in rows_of(measure.deciding)
    )
    draft.facts({column_words("needed"): without_command(measure.needed)})
    draft.caption(
        "Formulas and printed figures: “How this was worked out”, at the foot of the page."
    )


def _wide_card(draft: Draft, measure: success.Measure) -> None:
    """The first measure: its four questions beneath each other, each with its verdict and trend."""
    everyone = measure.indicators[measure.indicators["group"] == ALL]
    with draft.group("card card-1"):
        with draft.group("card-head"):
            _question(draft, measure)
        with draft.group("questions"):
            _questions(draft, measure, rows_of(everyone))
        with draft.group("card-foot"):
            draft.text(worse_for(measure))
            if everyone["is_transcription"].any():
                draft.caption(plain(verdicts.STAR_NOTE))
        _ways_on(draft, measure)


def _questions(draft: Draft, measure: success.Measure, rows: list[pd.Series]) -> None:
    """A line a question, under the names of what stands in it."""
    sides = [(*sentences.sides_of(row), *sentences.beside_sides(row)) for row in rows]
    columns = measure_cards.columns_of(sides)
    draft.piece("question_columns", columns=columns, is_drawn=trends.are_drawn(measure))
    slot = 0  # colours as on the page of the four measures, where what is not held has none
    for row, found in zip(rows, sides, strict=True):
        with draft.group("question"):
            draft.piece(
                "question",
                name=MEASURES[row["indicator"]].short,
                kind=row["verdict"],
                words=_in_few_words(row),
                columns=columns,
                sides=found,
                note=sentences.printed_alone(row),
            )
            if is_judged(row):
                trends.of_indicator(draft, slot, row)
        slot += is_judged(row)


def _in_few_words(row: pd.Series) -> str:
    """The verdict on a question, with what an early sign against it makes of it.

    Where there is none, the kind alone, which its shape says too.
    """
    kind = str(row["cannot_kind"])
    if not is_judged(row) and kind in verdicts.KINDS:
        return first_large(verdicts.KINDS[kind][0])
    title, sign = verdicts.VERDICTS[row["verdict"]].title, sign_in(row)
    is_clear = row["verdict"] != "no_clear_change"
    doubt = early_signs.doubt(sign, row["change"], is_clear) if sign and is_judged(row) else ""
    return f"{title}, but {doubt}" if doubt else title


def face_of(measure: success.Measure) -> Face:
    """What the card of any measure but the first shows at a glance."""
    found = _FACES[measure.id](measure)
    if found.since.figure == NOT_HELD:
        found = replace(found, since=measure_cards.side(None, kind=measure.cannot_kind))
    worse, is_short = worse_for(measure), _is_short(measure)
    if is_short and worse == NO_GROUPS:  # said once, beneath the cards
        worse = ""
    return replace(found, signs=signs_said(measure), worse=worse, is_short=is_short)


def worse_for(measure: success.Measure) -> str:
    """For whom a measure is worse, with the date; that no figure by group is held."""
    return _WORSE[measure.id](measure) if measure.id in _WORSE else NO_GROUPS


def signs_said(measure: success.Measure) -> str:
    """The first signs of a measure without a verdict; beside one they would be read as it.

    Nothing in a version that has no signs.
    """
    if not _is_short(measure) or not ask(are_held):
        return ""
    return signs.together(ask(signs_of, measure.id), ON_CARD)


def _newest(row: pd.Series) -> tuple[Held | None, bool]:
    """The newest figure of an indicator, and whether it is of a time since the Review."""
    latest = held(row, "latest")
    return (held(row, "baseline"), False) if latest is None else (latest, True)


def _worse_trust(measure: success.Measure) -> str:
    """The widest gap that is held of the first measure."""
    gaps = [
        (found, row, is_newest)
        for row in rows_of(measure.indicators[measure.indicators["group"] != ALL])
        for found, is_newest in [_newest(row)]
        if found is not None and found.value < 0
    ]
    if not gaps:
        return NO_GROUPS
    gap, row, is_newest = min(gaps, key=lambda one: one[0].value)
    dimension = gaps_published.dimension_of(row["group_dimension"])
    (other, *_) = gaps_published.entry("dimension", dimension)["reference"]
    topic = MEASURES[row["indicator"]].topic
    return measure_cards.worse_trust(row["group"], other, topic, gap, is_newest)


def _worse_disparity(measure: success.Measure) -> str:
    rows = [of(measure, "allegation_ratio", group) for group in ("Black", "Asian")]
    found = [(row["group"], *_newest(row)) for row in rows]
    named = [(group, one) for group, one, _ in found if one is not None and one.value > 0]
    return measure_cards.worse_disparity(named, all(is_newest for *_, is_newest in found))


_WORSE: Mapping[str, Callable[[success.Measure], str]] = {
    "trust_confidence_fairness": _worse_trust,
    "misconduct_racial_disparity": _worse_disparity,
    "workforce_representation": lambda one: measure_cards.worse_workforce(
        *_newest(of(one, "gap_to_residents_senior", "Female"))
    ),
}
"""Measures of which a figure by group is held; of the others none is published since the Review."""


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
    whole = of(measure, "charge_rate")
    if is_judged(whole):
        figures = held(whole, "baseline"), held(whole, "latest")
        found = measure_cards.charged_face(*figures)
        return replace(found, change=change(whole), reason=measure.reason)
    nearest = of(measure, "positive_outcomes")
    figures = held(nearest, "baseline"), held(nearest, "latest")
    return measure_cards.charge_face(*figures, crossed(nearest), recent(nearest, ripening.later))


_FACES: Mapping[str, Callable[[success.Measure], Face]] = {
    "misconduct_action_rate": lambda one: _indicator_face(
        one, "case_to_answer", ALL, measure_cards.misconduct_face
    ),
    "misconduct_racial_disparity": lambda one: _indicator_face(
        one, "allegation_ratio", "Black", measure_cards.disparity_face
    ),
    "charge_rates": _charge_face,
    "rape_cases_to_court": lambda one: measure_cards.rape_face(
        printed(of(one, TRIALS_FOR)["review_figure_id"])
    ),
    "response_times": lambda one: _indicator_face(
        one, "average_response_time", GRADES["i"], measure_cards.response_face
    ),
    "workforce_representation": lambda one: _indicator_face(
        one, "gap_to_residents", "Female", measure_cards.workforce_face
    ),
}
