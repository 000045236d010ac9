"""How each measure's verdict was reached: figures, formula, result, and what would be needed."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import MPS
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.figures.indicators import (
    crossed,
    recent,
    rounds_apart,
    rows_of,
    seen,
)
from dashboard.subjects.overview.words import cards as measure_cards
from dashboard.subjects.trust.figures import interviews
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.words import early_signs, verdicts
from dashboard.words.capitals import first_large
from dashboard.words.columns import column_words
from dashboard.words.left_out import without_command
from dashboard.words.measures import MEASURES
from dashboard.words.passages import where_words
from dashboard.words.periods import month_year
from dashboard.words.printed import caveat_of, row_value
from dashboard.words.verdict_steps import worked_change


def show(draft: Draft, measure: success.Measure) -> None:
    """The working of one measure, folded away."""
    words = verdicts.with_kind(measure.verdict, measure.cannot_kind)
    with draft.fold(f"{measure.name}: {words.lower()}"):
        counts = {
            kind: int((measure.deciding["verdict"] == kind).sum()) for kind in verdicts.VERDICTS
        }
        draft.text(verdicts.therefore(measure.verdict, counts, measure.first))
        for row in rows_of(measure.indicators):
            draft.text(f"**{row['indicator_name']}.** {row['definition']}")
            draft.bullets(reasons(row))
            _steps(draft, row)
        _nearest(draft, measure)
        draft.facts({column_words("needed"): without_command(measure.needed)})


def reasons(row: pd.Series) -> list[str]:
    """Why an indicator has its verdict, its early sign, who read it off, and what will be revised."""
    day = crossed(row)
    return [
        row["reason"],
        *([verdicts.ROUNDED_APART] if rounds_apart(row) else []),
        *(
            [early_signs.full(sign, MEASURES[row["indicator"]].topic)]
            if (sign := sign_in(row))
            else []
        ),
        *filter(
            None, [without_command(verdicts.kind_sentence(row["cannot_kind"], row["loads_with"]))]
        ),
        *filter(None, [verdicts.seen_sentence(*seen(row), row["unit"])]),
        *([verdicts.READ_OFF] if row["is_transcription"] else []),
        *([measure_cards.recording_changed(day)] if day is not None else []),
        *([young] if (young := recent(row)) else []),
    ]


def _steps(draft: Draft, row: pd.Series) -> None:
    """The working of one tested change, to redo by hand, as the test returned it."""
    steps = success.steps_of(row)
    if steps is None or steps.working is None:
        return
    lines = worked_change(steps)
    if row["verdict_test"] == "difference_of_shares":
        source = ask(interviews.interviews_source, MPS)
        lines.append(verdicts.survey_inputs(row["latest_base_n"], row["design_effect"], source))
    draft.bullets(lines)


def printed_beside(measure: success.Measure) -> pd.DataFrame:
    """Printed figures beside the measure: the Review's own, and the nearest that do not compare."""
    review = measure.indicators["review_figure_id"].dropna().unique().tolist()
    others = " ".join(measure.indicators["nearest_figure_ids"].dropna()).split()
    found: pd.DataFrame = ask(success.printed_figures, [*review, *others])
    return found


def _nearest(draft: Draft, measure: success.Measure) -> None:
    found = printed_beside(measure)
    if found.empty:
        return
    draft.text("**Printed figures beside it, on other bases, never compared**")
    figures = found.to_dict("records")
    draft.table(
        pd.DataFrame(
            {
                "Figure": found["statement"],
                "Value": [row_value(row) for row in figures],
                "Period to": found["period_end"].map(month_year),
                "Printed in": [
                    first_large(where_words(row["source_document"], row["source_location"]))
                    for row in figures
                ],
                "Note": [caveat_of(row) for row in figures],
            }
        ),
        alt=f"Printed figures beside {measure.name}",
    )
