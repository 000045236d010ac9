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
from dashboard.subjects.overview.words import cards as measure_cards
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.words import early_signs, ripening, verdicts
from dashboard.words.cells import NONE, Cell
from dashboard.words.printed import caveat_of, row_value
from dashboard.words.verdicts import Held


def held(row: pd.Series, which: str) -> Held | None:
    """A figure of an indicator, `baseline` or `latest`; None where none is held."""
    figure = _printed_row(row[f"{which}_figure_id"])
    return verdicts.held_of(row.to_dict(), which, None if figure is None else figure.to_dict())


def printed(figure_id: object) -> Held | None:
    """A printed figure by its number; None where there is none."""
    row = _printed_row(figure_id)
    if row is None:
        return None
    return Held(
        float(row["value"]),
        row["unit"],
        _time_basis(row),
        row["period_end"],
        second_hand=row["read"] == "second_hand",
        printed=row_value(row.to_dict()),
    )


def _time_basis(row: pd.Series) -> str:
    """Of what length of time a printed figure is, as `verdicts.PERIODS` names it."""
    first, last = (pd.Timestamp(row[one]) for one in ("period_start", "period_end"))
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return {3: "quarter", 12: "rolling_12_months"}.get(months, "not_stated")


def at_review(row: pd.Series) -> tuple[str, tuple[str, ...]]:
    """An indicator's figure at the Review with what must be known of it: held, else as the Review printed it."""
    one = held(row, "baseline")
    if one is not None:
        return one.marked, (one.dated,)
    one = printed(row["review_figure_id"])
    if one is None:
        return NONE_HELD, ()
    if row["indicator"] == TRIALS_FOR:
        said = f"{measure_cards.fewer(one)} trials"
        return said, (measure_cards.TRIALS.removeprefix("trials "), one.dated)
    return one.marked, (one.dated, measure_cards.PRINTED.removesuffix("."))


def dating(row: pd.Series) -> tuple[str, ...]:
    """What must be known of the dates of what the Review alone printed: empty where they are stated."""
    if held(row, "baseline") is not None:
        return ()
    found = _printed_row(row["review_figure_id"])
    return () if found is None or found["dating"] == "stated" else (caveat_of(found.to_dict()),)


def printed_alone(row: pd.Series) -> str | None:
    """What the Review printed of an indicator where no published file holds a figure; else None.

    It stands beside the figures in the files, as it does in the table.
    """
    if held(row, "baseline") is not None or printed(row["review_figure_id"]) is None:
        return None
    said, notes = at_review(row)
    return f"{said} ({'; '.join([*notes, *dating(row)])})"


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


def is_provisional(row: pd.Series) -> bool:
    """Whether an indicator has a change that is not judged, as its newest figure will still be revised."""
    return bool(row["cannot_kind"] == "not_ripe" and not pd.isna(row["change"]))


def change(row: pd.Series) -> str:
    """The change with its interval, of counts of everyone beside an ordinary year; a dash where none is given."""
    if pd.isna(row["change_low"]) and not is_provisional(row):
        return NONE
    if not pd.isna(row["ordinary_step"]):
        size = row["change"], row["ordinary_step"], _two(row)
        return verdicts.size_beside_step(*size, is_provisional=is_provisional(row))
    return verdicts.size_of_change(row["change"], row["change_low"], row["change_high"])


def rounds_apart(row: pd.Series) -> bool:
    """Whether an indicator's two figures, as printed, do not give its change."""
    is_counted = not pd.isna(row["ordinary_step"]) and not pd.isna(row["change"])
    return is_counted and verdicts.rounds_apart(row["change"], _two(row))


def _two(row: pd.Series) -> tuple[float, float]:
    return float(row["baseline_value"]), float(row["latest_value"])


def seen(row: pd.Series) -> tuple[float, float]:
    """The smallest change that could have been seen, and the ordinary yearly step; each may be missing."""
    return float(row["smallest_change_seen"]), float(row["ordinary_step"])


COLUMNS = ("Indicator", "At the Review", "Since", "Change, and how sure", "Verdict")
NONE_HELD = "none held"
TRIALS_FOR = "adult_rape_cases"
"""The indicator beside which stands what the Review printed of trials of all sexual offences."""


def figures_of(found: list[success.Measure]) -> list[tuple[Cell, ...]]:
    """A row a deciding indicator, in the order of the measures: cells of `COLUMNS`."""
    return [
        (
            Cell(row["indicator_name"], (measure.name,)),
            _at_review_with_dating(row),
            _cell(held(row, "latest")),
            Cell(change(row), _could_have_shown(row)),
            _verdict_of(row),
        )
        for measure in found
        for row in rows_of(measure.deciding)
    ]


def _at_review_with_dating(row: pd.Series) -> Cell:
    said, notes = at_review(row)
    return Cell(said, (*notes, *dating(row)))


def _could_have_shown(row: pd.Series) -> tuple[str, ...]:
    words = verdicts.seen_words(seen(row)[0], row["unit"])
    return () if words == NONE else (f"could have shown {words}",)


def _verdict_of(row: pd.Series) -> Cell:
    """The verdict, with the early sign where one is held."""
    words = verdicts.with_kind(row["verdict"], row["cannot_kind"])
    sign = sign_in(row)
    return Cell(words, () if sign is None or not is_judged(row) else (early_signs.brief(sign),))


def _cell(one: Held | None) -> Cell:
    return Cell(NONE_HELD) if one is None else Cell(one.marked, (one.dated,))


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
