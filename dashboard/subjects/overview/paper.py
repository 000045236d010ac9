"""What the Overview's briefing shows: a row for each of the seven measures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.page import Paper, Table
from dashboard.subjects.overview.figures.indicators import change, held, is_judged, rows_of
from dashboard.subjects.overview.figures.success import Measure
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.words import early_signs, verdicts

_NONE_HELD = "no figure held"


def of(measures: Sequence[Measure], lede: str, unsaid: tuple[str, ...] = ()) -> Paper:
    """A table with a row a measure: its verdict, and what it rests on at the Review and since.

    Args:
        measures: the seven. lede: what stands under the headline.
        unsaid: what must be known of the page's other figures alone.
    """
    rows = pd.DataFrame([_row(one) for one in measures])
    alt = "The seven measures: verdict, figures at the Review and newest figures since"
    return Paper(
        tables=(Table(rows, alt, "The seven measures"),),
        has_verdicts=True,
        unsaid=unsaid,
        lede=lede,
    )


def _row(measure: Measure) -> dict[str, str]:
    shown = _shown(measure)
    return {
        "Measure": measure.name,
        "Verdict": verdicts.with_kind(measure.verdict, measure.cannot_kind),
        "At the Review": "\n".join(_figure(row, "baseline") for row in shown),
        "Newest since, change (95% interval)": "\n".join(map(_since, shown)),
    }


def _shown(measure: Measure) -> list[pd.Series]:
    """The indicators that are judged; where none is, the first of which a figure is held, else the first."""
    deciding = rows_of(measure.deciding)
    with_figure = [row for row in deciding if held(row, "baseline") or held(row, "latest")]
    return [row for row in deciding if is_judged(row)] or with_figure[:1] or deciding[:1]


def _figure(row: pd.Series, which: str) -> str:
    found = held(row, which)
    said = _NONE_HELD if found is None else f"{found.marked} ({found.dated})"
    return f"{row['indicator_name']}: {said}"


def _since(row: pd.Series) -> str:
    if held(row, "latest") is None:
        return _NONE_HELD
    said = _figure(row, "latest")
    if not is_judged(row):
        return said
    said = f"{said}, {change(row)}: {verdicts.VERDICTS[row['verdict']].title.lower()}"
    sign = sign_in(row)
    return f"{said}. {early_signs.on_card(sign)}" if sign is not None and sign.contradicts else said
