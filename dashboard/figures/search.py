"""Free search in the texts of a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def holding(rows: pd.DataFrame, columns: Sequence[str], words: str) -> pd.Series:
    """Whether each row holds every word that a reader searches for, in any of some columns.

    Case and the commas of numbers do not matter; a number is searched as it is written: `12.6`, `910619`.
    """
    kept = pd.Series(True, index=rows.index)
    if not words.strip() or rows.empty:
        return kept
    texts = [
        rows[name].map("{:.10g}".format)
        if pd.api.types.is_float_dtype(rows[name])
        else rows[name].astype(object).fillna("")
        for name in columns
    ]
    text = pd.concat(texts, axis="columns").agg(" ".join, axis="columns")
    text = text.str.lower().str.replace(",", "", regex=False)
    for word in words.lower().split():
        kept &= text.str.contains(word.replace(",", ""), regex=False)
    return kept
