"""How each measure's verdict was reached: figures, formula, result, and what would be needed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.controls.overview.figures import crossed, rows_of
from dashboard.queries import interviews, success
from dashboard.queries.early_signs import sign_in
from dashboard.wording import early_signs, measure_cards, verdicts
from dashboard.wording.survey import topic


def show(measure: success.Measure) -> None:
    """The working of one measure, folded away."""
    with st.expander(f"{measure.name}: {verdicts.VERDICTS[measure.verdict].lower()}"):
        counts = {
            kind: int((measure.deciding["verdict"] == kind).sum()) for kind in verdicts.VERDICTS
        }
        st.markdown(verdicts.therefore(measure.verdict, counts))
        for row in rows_of(measure.indicators):
            st.markdown(f"**{row['indicator_name']}.** {row['definition']}")
            controls.bullets(reasons(row))
            if row["verdict_test"] == "difference_of_shares" and pd.notna(row["change_low"]):
                _steps(row)
        _nearest(measure)
        controls.facts({"What would be needed": measure.needed})


def reasons(row: pd.Series) -> list[str]:
    """Why an indicator has its verdict, its early sign, who read it off, that recording changed."""
    day = crossed(row)
    return [
        row["reason"],
        *([early_signs.full(sign, topic(row["indicator"]))] if (sign := sign_in(row)) else []),
        *([verdicts.READ_OFF] if row["is_transcription"] else []),
        *([measure_cards.recording_changed(day)] if day is not None else []),
    ]


def _steps(row: pd.Series) -> None:
    """The working of one tested change, to redo by hand."""
    lines = verdicts.worked_difference(
        row["baseline_value"],
        row["latest_value"],
        row["latest_base_n"],
        row["design_effect"],
        bool(row["is_rounded"]),
    )
    controls.bullets(
        [
            *lines,
            verdicts.verdict_rule(row["verdict"], row["better"]),
            verdicts.survey_inputs(
                row["latest_base_n"],
                row["design_effect"],
                controls.ask(interviews.interviews_source, queries.MPS),
            ),
        ]
    )


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
