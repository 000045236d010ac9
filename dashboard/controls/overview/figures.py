"""The figures of a measure's indicators, as the cards and tables of the Overview word them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard import controls, queries
from dashboard.queries import success
from dashboard.wording import verdicts
from dashboard.wording.verdicts import Held


def held(row: pd.Series, which: str) -> Held | None:
    """A figure of an indicator, `baseline` or `latest`; None where none is held."""
    if pd.isna(row[f"{which}_value"]):
        return None
    return Held(
        float(row[f"{which}_value"]),
        row["unit"],
        row["time_basis"],
        row[f"{which}_period_end"],
        second_hand=_is_second_hand(row[f"{which}_figure_id"]),
        transcribed=which == "latest" and bool(row["is_transcription"]),
    )


def _is_second_hand(figure_id: object) -> bool:
    found = _printed_row(figure_id)
    return found is not None and verdicts.is_second_hand(found["confidence_note"])


def printed(figure_id: object, time_basis: str) -> Held | None:
    """A printed figure by its number; None where there is none."""
    row = _printed_row(figure_id)
    if row is None:
        return None
    second_hand = verdicts.is_second_hand(row["confidence_note"])
    return Held(float(row["value"]), row["unit"], time_basis, row["period_end"], second_hand)


def _printed_row(figure_id: object) -> pd.Series | None:
    if not isinstance(figure_id, str):
        return None
    found = controls.ask(success.printed_figures, [figure_id])
    return None if found.empty else found.iloc[0]


def rows_of(frame: pd.DataFrame) -> list[pd.Series]:
    """The rows of a frame, one by one."""
    return [row for _, row in frame.iterrows()]


def of(measure: success.Measure, indicator: str, group: str = queries.ALL) -> pd.Series:
    """The row of one indicator."""
    rows = measure.indicators
    return rows[(rows["indicator"] == indicator) & (rows["group"] == group)].iloc[0]


def is_judged(row: pd.Series) -> bool:
    """Whether an indicator, or a measure's main one, has a verdict other than "cannot be judged"."""
    return bool(row["verdict"] != "cannot_be_judged")


def change(row: pd.Series) -> str:
    """The change with its interval; a dash where none can be given."""
    if pd.isna(row["change_low"]):
        return "–"
    return verdicts.size_of_change(row["change"], row["change_low"], row["change_high"])


def seen(row: pd.Series) -> tuple[float, float]:
    """The smallest change that could have been seen, and the ordinary yearly step; each may be missing."""
    return float(row["smallest_change_seen"]), float(row["ordinary_step"])


def figures_table(found: list[success.Measure]) -> pd.DataFrame:
    """A row a deciding indicator, in the order of the measures."""
    return pd.DataFrame(
        [
            {
                "Measure": measure.name,
                "Indicator": row["indicator_name"],
                "At the Review": _cell(held(row, "baseline")),
                "Newest since": _cell(held(row, "latest")),
                "Change": change(row),
                "Could have shown": verdicts.seen_words(seen(row)[0], row["unit"]),
                "Verdict": verdicts.with_kind(row["verdict"], row["cannot_kind"]),
            }
            for measure in found
            for row in rows_of(measure.deciding)
        ]
    )


def _cell(one: Held | None) -> str:
    return "none held" if one is None else f"{one.words} ({one.dated}){one.star}"


_TABLES = {"positive_outcomes": "crime_outcomes"}
"""Indicators whose two figures may stand on either side of a break -> the table that declares it."""


def crossed(row: pd.Series) -> date | None:
    """When the way of recording changed between an indicator's two figures; None where it did not."""
    table, ends = (
        _TABLES.get(row["indicator"]),
        [row[f"{one}_period_end"] for one in ("baseline", "latest")],
    )
    if table is None or any(pd.isna(end) for end in ends):
        return None
    first, last = (pd.Timestamp(end) for end in ends)
    within = queries.breaks_within(controls.ask(queries.breaks, table), first, last)
    return None if within.empty else within["date"].iloc[0].date()
