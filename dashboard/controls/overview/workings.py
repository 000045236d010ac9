"""How each measure's verdict was reached: figures, formula, result, and what would be needed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.controls.overview.figures import crossed, rows_of, seen
from dashboard.queries import interviews, success
from dashboard.wording import measure_cards, verdicts
from dashboard.wording.verdict_steps import worked_change


def show(measure: success.Measure) -> None:
    """The working of one measure, folded away."""
    words = verdicts.with_kind(measure.verdict, measure.cannot_kind)
    with st.expander(f"{measure.name}: {words.lower()}"):
        counts = {
            kind: int((measure.deciding["verdict"] == kind).sum()) for kind in verdicts.VERDICTS
        }
        st.markdown(verdicts.therefore(measure.verdict, counts))
        for row in rows_of(measure.indicators):
            st.markdown(f"**{row['indicator_name']}.** {row['definition']}")
            controls.bullets(reasons(row))
            _steps(row)
        _nearest(measure)
        controls.facts({"What would be needed": measure.needed})


def reasons(row: pd.Series) -> list[str]:
    """Why an indicator has its verdict, that its newest figure is a transcription, that recording changed."""
    day = crossed(row)
    return [
        row["reason"],
        *filter(None, [verdicts.kind_sentence(row["cannot_kind"], row["loads_with"])]),
        *filter(None, [verdicts.seen_sentence(*seen(row), row["unit"])]),
        *([verdicts.READ_OFF] if row["is_transcription"] else []),
        *([measure_cards.recording_changed(day)] if day is not None else []),
    ]


def _steps(row: pd.Series) -> None:
    """The working of one tested change, to redo by hand, as the test returned it."""
    steps = success.steps_of(row)
    if steps is None or steps.working is None:
        return
    lines = worked_change(steps)
    if row["verdict_test"] == "difference_of_shares":
        source = controls.ask(interviews.interviews_source, queries.MPS)
        lines.append(verdicts.survey_inputs(row["latest_base_n"], row["design_effect"], source))
    controls.bullets(lines)


def printed_beside(measure: success.Measure) -> pd.DataFrame:
    """Printed figures beside the measure: the Review's own, and the nearest that do not compare."""
    review = measure.indicators["review_figure_id"].dropna().unique().tolist()
    others = " ".join(measure.indicators["nearest_figure_ids"].dropna()).split()
    found: pd.DataFrame = controls.ask(success.printed_figures, [*review, *others])
    return found


def _nearest(measure: success.Measure) -> None:
    found = printed_beside(measure)
    if found.empty:
        return
    st.markdown("**Printed figures beside it, on other bases, never compared**")
    controls.table(
        pd.DataFrame(
            {
                "Figure": found["statement"],
                "Value": [
                    verdicts.bounded(verdicts.value_words(value, unit), note)
                    for value, unit, note in zip(
                        found["value"], found["unit"], found["confidence_note"], strict=True
                    )
                ],
                "Period to": found["period_end"].map(wording.month_year),
                "Printed in": found["source_document"] + ", " + found["source_location"],
                "Note": found["confidence_note"],
            }
        ),
        alt=f"Printed figures beside {measure.name}",
    )
