"""The figures of a measure's indicators, as the cards and tables of the Overview word them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from dashboard.answers import ask
from dashboard.figures.places import ALL
from dashboard.figures.sources import breaks, breaks_within
from dashboard.subjects.outcomes.figures.ripening import revisions_of_year
from dashboard.subjects.overview.figures import success
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.words import early_signs, ripening, verdicts
from dashboard.words.cells import NONE, Cell
from dashboard.words.printed import row_value
from dashboard.words.verdicts import Held


def held(row: pd.Series, which: str) -> Held | None:
    """A figure of an indicator, `baseline` or `latest`; None where none is held."""
    figure = _printed_row(row[f"{which}_figure_id"])
    return verdicts.held_of(row.to_dict(), which, None if figure is None else figure.to_dict())


def printed(figure_id: object, time_basis: str) -> Held | None:
    """A printed figure by its number; None where there is none."""
    row = _printed_row(figure_id)
    if row is None:
        return None
    return Held(
        float(row["value"]),
        row["unit"],
        time_basis,
        row["period_end"],
        second_hand=row["read"] == "second_hand",
        printed=row_value(row.to_dict()),
    )


def _printed_row(figure_id: object) -> pd.Series | None:
    if not isinstance(figure_id, str):
        return None
    found = ask(success.printed_figures, [figure_id])
    return None if found.empty else found.iloc[0]


def rows_of(frame: pd.DataFrame) -> list[pd.Series]:
    """The rows of a frame, one by one."""
    return [row for _, row in frame.iterrows()]


def of(measure: success.Measure, indicator: str, group: str = ALL) -> pd.Series:
    """The row of one indicator."""
    rows = measure.indicators
    return rows[(rows["indicator"] == indicator) & (rows["group"] == group)].iloc[0]


def is_judged(row: pd.Series) -> bool:
    """Whether an indicator, or a measure's main one, has a verdict other than "cannot be judged"."""
    return bool(row["verdict"] != "cannot_be_judged")


def change(row: pd.Series) -> str:
    """The change with its interval, of counts of everyone beside an ordinary year; a dash where none is given."""
    if pd.isna(row["change_low"]):
        return NONE
    if not pd.isna(row["ordinary_step"]):
        return verdicts.size_beside_step(row["change"], row["ordinary_step"])
    return verdicts.size_of_change(row["change"], row["change_low"], row["change_high"])


def seen(row: pd.Series) -> tuple[float, float]:
    """The smallest change that could have been seen, and the ordinary yearly step; each may be missing."""
    return float(row["smallest_change_seen"]), float(row["ordinary_step"])


COLUMNS = ("Indicator", "At the Review", "Since", "Change", "Verdict")


def figures_of(found: list[success.Measure]) -> list[tuple[Cell, ...]]:
    """A row a deciding indicator, in the order of the measures: cells of `COLUMNS`."""
    return [
        (
            Cell(row["indicator_name"], (measure.name,)),
            _cell(held(row, "baseline")),
            _cell(held(row, "latest")),
            Cell(change(row), _could_have_shown(row)),
            _verdict_of(row),
        )
        for measure in found
        for row in rows_of(measure.deciding)
    ]


def _could_have_shown(row: pd.Series) -> tuple[str, ...]:
    words = verdicts.seen_words(seen(row)[0], row["unit"])
    return () if words == NONE else (f"could have shown {words}",)


def _verdict_of(row: pd.Series) -> Cell:
    """The verdict, with the early sign where one is held."""
    words = verdicts.with_kind(row["verdict"], row["cannot_kind"])
    sign = sign_in(row)
    return Cell(words, () if sign is None or not is_judged(row) else (early_signs.brief(sign),))


def _cell(one: Held | None) -> Cell:
    return Cell("none held") if one is None else Cell(one.marked, (one.dated,))


def recent(row: pd.Series, words: Callable[..., str] = ripening.revised_short) -> str:
    """How far figures as recent as an indicator's newest were revised; empty where they are not.

    Args:
        words: says it, of `wording.ripening`.
    """
    if row["indicator"] not in _TABLES or pd.isna(row["latest_period_end"]):
        return ""
    last = pd.Timestamp(row["latest_period_end"]).replace(day=1)
    return words(ask(revisions_of_year, last))


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
    within = breaks_within(ask(breaks, table), first, last)
    return None if within.empty else within["date"].iloc[0].date()
