"""What a search for an indicator's two figures gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from datasets.schema import DATASETS
from stats.verdicts import Figure

ID = "success_measures"

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Found:
    """A figure, and where it is from.

    Attributes:
        made_from: source and edition of every table that it was worked out from, its own first.
        base_n: people behind it; of a gap, of the group. None where it is not known.
        design_effect: of a survey, else None.
        figure_id: number of the printed figure, empty where it is not one.
    """

    figure: Figure
    made_from: tuple[tuple[str, str], ...]
    base_n: float | None = None
    design_effect: float | None = None
    is_transcription: bool = False
    figure_id: str = ""

    @property
    def source_id(self) -> str:
        """The source of the figure itself."""
        return self.made_from[0][0]


Two = tuple[Found | None, Found | None]
"""The figure at the Review, and the newest since; None where none is held."""

Finder = Callable[[dict[str, Any], Frames, date, float | None], Two]


def rows_of(frames: Frames, dataset: str) -> pd.DataFrame:
    """Rows of a dataset; none, with its columns, where it is not held."""
    held = frames.get(dataset)
    return pd.DataFrame(columns=list(DATASETS[dataset].columns)) if held is None else held


def labelled(rows: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The rows with these labels; an older published table may lack a column, and tells by the others."""
    kept = pd.Series(True, index=rows.index)
    for column, label in labels.items():
        if column in rows:
            kept &= rows[column] == label
    return rows[kept]


def editions_of(rows: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Source and edition of rows, each pair once, in their order."""
    return tuple(dict.fromkeys(zip(rows["source_id"], rows["edition"], strict=True)))


def nearest(founds: list[Found], published: date) -> Two:
    """The last figure before the Review's publication, if not long before, and the newest since.

    Args:
        founds: in the order of time.
        published: the day of publication; a period that ends on it is before.
    """
    oldest = (pd.Timestamp(published) - pd.DateOffset(years=_YEARS_BEFORE)).date()
    before = [one for one in founds if oldest <= one.figure.end <= published]
    later = [one for one in founds if one.figure.end > published]
    return (before[-1] if before else None), (later[-1] if later else None)


_YEARS_BEFORE = 2
"""A series that ends longer than this before the Review says nothing of its time."""
