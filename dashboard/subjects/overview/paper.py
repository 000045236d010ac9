"""What the Overview's briefing shows: a row for each of the seven measures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.page import Paper, Table
from dashboard.subjects.overview.cards import signs_said, worse_for
from dashboard.subjects.overview.figures.indicators import (
    NONE_HELD,
    TRIALS_FOR,
    at_review,
    change,
    dating,
    held,
    is_judged,
    is_provisional,
    printed,
    rows_of,
)
from dashboard.subjects.overview.figures.success import Measure
from dashboard.subjects.overview.words.cards import NO_GROUPS, fewer
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.words import early_signs, verdicts
from dashboard.words.capitals import first_large, first_small


def of(measures: Sequence[Measure], lede: str, caveats: tuple[str, ...] = ()) -> Paper:
    """A table with a row a measure: its verdict, and what it rests on at the Review and since.

    Args:
        measures: the seven. lede: what stands under the headline.
        caveats: what must be known of its figures.
    """
    rows = pd.DataFrame([_row(one) for one in measures])
    alt = "The seven measures: verdict, figures at the Review and newest figures since"
    return Paper(
        tables=(Table(rows, alt, "The seven measures"),),
        has_verdicts=True,
        caveats=caveats,
        lede=lede,
    )


_NO_TABLE = "; no table held here has it"
_NOT_OF_PEOPLE = {"all", "offence"}
"""What indicators are by that are not of a group of people, of whom another column tells."""


def _row(measure: Measure) -> dict[str, str]:
    shown = _shown(measure)
    verdict = verdicts.with_kind(measure.verdict, measure.cannot_kind)
    worse = worse_for(measure)
    since = [_since(row, measure.cannot_kind) for row in shown]
    if len(shown) == 1 and held(shown[0], "latest") is None:  # its name stands beside it
        since = [first_large(NONE_HELD)]
    return {
        "Measure": measure.name,
        "Verdict": "\n".join([verdict, *([] if worse == NO_GROUPS else [worse])]),
        "At the Review": "\n".join(map(_then, shown)),
        "Newest since, and change": "\n".join(filter(None, [*since, signs_said(measure)])),
    }


def _shown(measure: Measure) -> list[pd.Series]:
    """The indicators of everyone and of each kind of crime; where there are none, the first with a figure."""
    deciding = rows_of(measure.deciding)
    shown = [row for row in deciding if row["group_dimension"] in _NOT_OF_PEOPLE]
    with_figure = [row for row in deciding if held(row, "baseline") or held(row, "latest")]
    return shown or with_figure[:1] or deciding[:1]


def _then(row: pd.Series) -> str:
    if row["indicator"] == TRIALS_FOR and (trials := printed(row["review_figure_id"])):
        return (
            f"No count of adult rape cases is held. Trials of all sexual offences: {fewer(trials)} than in 2014-15 "
            f"({trials.dated})"
        )
    said, notes = at_review(row)
    notes += ("dates assumed",) if dating(row) else ()
    notes = tuple(one.replace(_NO_TABLE, "") for one in notes)  # which the other side says
    beside = f" ({'; '.join(map(first_small, notes))})" if notes else ""
    if row["indicator"] == "allegation_ratio" and said != NONE_HELD:
        said = f"{said} likelier"
    return f"{row['indicator_name']}: {said}{beside}"


def _since(row: pd.Series, said_kind: str) -> str:
    """The newest figure with its change and verdict; that none is held, and why, where the row does not say it."""
    found = held(row, "latest")
    name = row["indicator_name"]
    kind = verdicts.KINDS.get(str(row["cannot_kind"]), ("",))[0]
    if found is None:
        return (
            f"{name}: {NONE_HELD}{f' ({kind})' if kind and row['cannot_kind'] != said_kind else ''}"
        )
    said = f"{name}: {found.marked} ({found.dated})"
    if is_provisional(row):
        return f"{said}, {change(row)}: {kind}"
    if not is_judged(row):
        return said
    said = f"{said}, {change(row)}: {verdicts.VERDICTS[row['verdict']].title.lower()}"
    sign = sign_in(row)
    return said if sign is None else f"{said}. {early_signs.on_card(sign)}"
