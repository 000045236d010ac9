"""The editions of a source: whether each is whole, which one serves a period, how far they differ."""

from __future__ import annotations

import fnmatch
import itertools
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from data_pipeline.periods import missing_months
from datasets.schema import COLUMNS, Dataset, EditionRule, Source, SourceError

LEAST_OF_MONTH_BEFORE = 0.5
"""A newest month below this part of the month before is one that was counted before it was whole."""


def problems(
    rows: pd.DataFrame, ends: Mapping[str, Mapping[str, str]], dataset: Dataset
) -> list[str]:
    """What is wrong with a source's editions whose paths name them by their newest period.

    Args:
        rows: tidy rows of all files, with `edition`.
        ends: by the edition in their path, the files (folder and name) with the newest period of
            each, worded like an edition.
        dataset: declaration; months are looked into where they date its rows.

    Returns:
        A sentence per problem, with the edition's files and those that it lacks.
    """
    found = [
        f"{_files(edition, ends)}: edition {edition} ends with {max(files.values())}"
        f"{_missing(edition, ends) or ': is the file cut short?'}"
        for edition, files in ends.items()
        if max(files.values()) != edition
    ]
    if dataset.period == ("month",):
        for edition, held in rows[rows["edition"].isin(ends)].groupby("edition"):
            found += [
                f"{_files(edition, ends)}: {one}{_missing(edition, ends)}"
                for one in _months(str(edition), held, dataset)
            ]
    return found


def _files(edition: Hashable, ends: Mapping[str, Mapping[str, str]]) -> str:
    return " and ".join(ends[str(edition)])


def _missing(edition: Hashable, ends: Mapping[str, Mapping[str, str]]) -> str:
    """The half that other editions have and this one lacks, in words; empty where it lacks none."""
    names = {one: {file.rsplit("/", 1)[-1] for file in files} for one, files in ends.items()}
    lacking = sorted(set().union(*names.values()) - names[str(edition)])
    return f": {' and '.join(lacking)}, which other editions have, is not there" if lacking else ""


def _months(edition: str, rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    missing = missing_months(rows["month"])
    if missing:
        return [f"edition {edition}: month {missing[0]} is missing ({len(missing)} such)"]
    value = next(name for name in dataset.columns if COLUMNS[name].kind == "integer")
    totals = rows.groupby("month")[value].sum()
    newest = int(totals.iloc[-1])
    before = int(totals.iloc[-2]) if len(totals) > 1 else 0
    if newest and newest >= before * LEAST_OF_MONTH_BEFORE:
        return []
    return [
        f"edition {edition}: {newest:,} {value} in {totals.index[-1]:%Y-%m}, under half of the "
        f"{before:,} in the month before: is the month whole?"
    ]


def newest_edition(
    rows: pd.DataFrame,
    by: Sequence[str],
    rules: Sequence[EditionRule] = (),
    whole: Collection[str] | None = None,
) -> pd.DataFrame:
    """For each value of `by`, the rows of the newest edition that holds it.

    Of the editions before the newest of all, a whole one is taken before any that is not.

    Args:
        rows: tidy rows of all editions.
        by: columns for which one edition is taken whole.
        rules: editions that serve some periods (the first column of `by`) although a newer one
            holds them too.
        whole: the editions held whole; None: all are alike.
    """
    rank = rows["edition"].rank(method="dense")
    if whole is not None:
        is_newest = rank == rank.max()
        rank = rank.where(is_newest | rows["edition"].isin(whole), rank - rank.max())
    for rule in rules:
        rank = rank.mask(_served(rows, by[0], rule), rank.max() + 1)
    best = _best(rank, rows, by, "max")
    return rows[rank == best]


def _best(
    rank: pd.Series, rows: pd.DataFrame, by: Sequence[str], how: Literal["min", "max"]
) -> pd.Series:
    """The best rank of each value of a key, in which an absent part is a value like another."""
    keys = [rows[column] for column in by]
    best: pd.Series = rank.groupby(keys, sort=False, dropna=False).transform(how)
    return best


def _served(rows: pd.DataFrame, period: str, rule: EditionRule) -> pd.Series:
    served = rows["edition"] == rule.edition
    if rule.first:
        served &= rows[period] >= pd.Timestamp(rule.first)
    if rule.last:
        served &= rows[period] <= pd.Timestamp(rule.last)
    return served


def preferred_files(rows: pd.DataFrame, by: Sequence[str], source: Source) -> pd.DataFrame:
    """For each value of `by`, the rows of the files that the source prefers most.

    Args:
        rows: tidy rows of all files, with the name of each row's file in `file`.
        by: the columns for which one kind of file is taken whole, such as `month`.
        source: its `file_preference` lists patterns of file names, best first.

    Raises:
        SourceError: a file fits none of the patterns.
    """
    ranks = {name: preference(name, source) for name in rows["file"].unique()}
    rank = rows["file"].map(ranks)
    best = _best(rank, rows, by, "min")
    return rows[rank == best]


def preference(name: str, source: Source) -> int:
    """How far down the source's `file_preference` a file stands: 0 is the best.

    Raises:
        SourceError: the file fits none of its patterns.
    """
    for rank, pattern in enumerate(source.file_preference):
        if fnmatch.fnmatchcase(name, pattern):
            return rank
    listed = ", ".join(source.file_preference)
    raise SourceError.of(source.id, f"{name} fits no pattern of file_preference ({listed})")


def edition_joins(
    rows: pd.DataFrame, selected: pd.DataFrame, by: str, value: str
) -> list[dict[str, Any]]:
    """How far the editions that are used differ over the months they share.

    Args:
        rows: tidy rows of all editions.
        selected: those of them that are used, one edition for each `by`.
        by: the column of the period, such as `month`.
        value: the column of counts.

    Returns:
        For each edition that gives way to a newer one: older, newer, first (first period taken from
        the newer), periods (shared), low_pct and high_pct (newer against older, in per cent).
    """
    totals = rows.pivot_table(index=by, columns="edition", values=value, aggfunc="sum")
    taken = selected.groupby(by)["edition"].first()
    used = list(dict.fromkeys(taken))
    return [_join(totals, taken, older, newer) for older, newer in itertools.pairwise(used)]


def _join(totals: pd.DataFrame, taken: pd.Series, older: str, newer: str) -> dict[str, Any]:
    shared = totals[[older, newer]].dropna()
    change = (shared[newer] / shared[older] - 1) * 100
    return {
        "older": older,
        "newer": newer,
        "first": f"{taken[taken == newer].index[0]:%Y-%m}",
        "periods": len(shared),
        "low_pct": round(float(change.min()), 1) if len(shared) else None,
        "high_pct": round(float(change.max()), 1) if len(shared) else None,
    }
