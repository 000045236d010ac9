"""Corrections of publishers' mistakes, as the sources declare them."""

from __future__ import annotations

import fnmatch

import pandas as pd

from datasets.schema import Correction, Dataset, Source, SourceError


def correct(
    tidy: pd.DataFrame, dataset: Dataset, source: Source, edition: str, file: str = ""
) -> pd.DataFrame:
    """Applies the source's declared corrections to one file's tidy rows.

    Raises:
        SourceError: the rows no longer hold the faulty values expected: the correction is outdated.
    """
    for correction in source.corrections:
        of_file = fnmatch.fnmatchcase(file, correction.file or "*")
        if of_file and correction.edition in ("", edition):
            tidy = _correct_one(tidy, dataset, source, correction)
    return tidy


def _correct_one(
    tidy: pd.DataFrame, dataset: Dataset, source: Source, correction: Correction
) -> pd.DataFrame:
    faulty = pd.Series(True, index=tidy.index)
    for column, wanted in correction.where.items():
        faulty &= tidy[column].astype(str).isin([wanted] if isinstance(wanted, str) else wanted)
    if correction.action == "drop_repeats":
        faulty &= tidy.duplicated(list(dataset.key))
    rows = tidy[faulty].sort_values(list(dataset.key))
    if tuple(rows[correction.column]) != correction.expected:
        raise SourceError.of(
            source.id,
            f"declared correction no longer fits the file, remove or renew it: {correction.reason}",
        )
    if correction.action != "replace":
        return tidy[~faulty]
    mended = tidy.copy()
    mended.loc[rows.index, correction.column] = list(correction.used)
    return mended
