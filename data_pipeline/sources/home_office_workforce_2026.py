"""The Met's officers of March 2026: one row that a third party took from the Home Office's tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source, SourceError

CODE, CHANGE = "code", "change_percent"
AGREES = 0.05 + 1e-9  # of a change printed with one decimal


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> the one raw row: code, officers of the two dates, and the change between them, as text.

    Raises:
        SourceError: a column is missing or unknown, there is not one row, or it is not the Met's.
    """
    columns = [CODE, *source.settings["officers"], CHANGE]
    raw = raw_tables.read_csv(path, source, required=columns, others=source.settings["left_out"])
    if list(raw[CODE]) != [source.settings["force"]]:
        held = ", ".join(raw[CODE])
        raise SourceError.of(
            source.id, f"{path.name}: rows of {held}, not one of {source.settings['force']}"
        )
    return raw[columns]


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The raw row -> officers on the newer date, in full-time equivalents.

    The older date is in the Home Office's own open data: it only shows that the row agrees with itself.

    Raises:
        SourceError: a number that is not one, or a change that is not that of the two.
    """
    older, newer = source.settings["officers"]
    before, now = (convert.to_quantity(raw[name], source) for name in (older, newer))
    printed = convert.to_number(raw[CHANGE], source)
    change = 100 * (now / before - 1)
    if (change - printed).abs().gt(AGREES).any():
        raise SourceError.of(
            source.id,
            f"column {CHANGE}: {printed.iloc[0]:g} is printed, {before.iloc[0]:g} to "
            f"{now.iloc[0]:g} is {change.iloc[0]:.1f}",
        )
    return pd.DataFrame(
        {
            "date": convert.to_date(
                pd.Series([source.settings["officers"][newer]], name=newer), "%Y-%m-%d", source
            ),
            "role": "Police officers",
            "rank": "all",
            "sex": "all",
            "ethnicity": "all",
            "people": now,
            "people_basis": "fte",
        }
    )
