"""A copy of the published folder as it will be once every source has published one more period.

As after every build, the version before is kept beside the new one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.two_contents import GROWING
from data_pipeline import periods, publish, published_folder
from datasets.schema import COLUMNS, DATASETS, Dataset
from tests.conftest import FROZEN

_SERIES = ("source_id", "survey", "time_basis")
"""Columns that tell apart series with a rhythm of their own."""

_CLOSED = (
    "review_sanction_detections",
    "mopac_pas_workbook",
    "home_office_charges_reduced",
    "home_office_outcomes",
    "home_office_stops",
    "mps_use_of_force",
    "home_office_ranks_2003",
    "home_office_chief_officers",
    "home_office_workforce_2026",
    "gla_survey_series",
)
"""Sources that end: figures printed once, a workbook that another goes on from, copies made once."""


def with_one_more_period(
    folder: Path, datasets: Iterable[str] = GROWING, with_documents: bool = True
) -> Path:
    """The shipped tables, each with one more month, quarter or year after its newest.

    The new rows are those of the newest period with other figures, so that nothing that follows the
    newest period can stay the same by chance.
    """
    out = shutil.copytree(FROZEN, folder / "published")
    grown = [longer(out, DATASETS[name]) for name in datasets]
    undated = [_printed_again(out), _judged_anew(out)] if with_documents else []
    publish.publish([*grown, *undated], out)
    return out


def longer(out: Path, dataset: Dataset) -> publish.Table:
    """A published table with the newest period of each of its series once more, later."""
    rows = published_folder.read_published(out, dataset)
    assert rows is not None
    newer = [_next_period(one, dataset) for one in _series(rows)]
    key = list(dataset.key)
    grown = pd.concat([rows, *newer], ignore_index=True).drop_duplicates(key).sort_values(key)
    grown = _riper(grown)
    sources = published_folder.read_manifest(out)["datasets"][dataset.id]["sources"]
    told = [_told(source, grown, dataset) for source in sources]
    return publish.Table(dataset, grown, told, published_folder.read_metadata(out, dataset))


def _riper(rows: pd.DataFrame) -> pd.DataFrame:
    """As many of each source's newest periods are provisional as before, so that older ones have ripened."""
    if "is_provisional" not in rows:
        return rows
    riper = rows["is_provisional"].copy()
    for source in set(rows["source_id"]) - set(_CLOSED):
        own = rows["source_id"] == source
        provisional = sorted(rows.loc[own & rows["is_provisional"], "period_end"].unique())
        riper[own] = rows.loc[own, "period_end"].isin(provisional[1:])
    return rows.assign(is_provisional=riper)


def _printed_again(out: Path) -> publish.Table:
    """Every figure that a document prints is printed again a year later, with another value."""
    dataset = DATASETS["published_figures"]
    rows = _rows(out, dataset)
    again = rows.assign(
        figure_id=[f"P{number}" for number in range(5_000, 5_000 + len(rows))],
        value=_other(rows["value"]),
        **{name: _later(rows[name], 12) for name in ("period_start", "period_end")},
    )
    return _table(out, dataset, pd.concat([rows, again], ignore_index=True))


def _judged_anew(out: Path) -> publish.Table:
    """Every verdict is another one, and every newest figure with it."""
    dataset = DATASETS["success_measures"]
    rows = _rows(out, dataset)
    verdicts = {one: "worsened" for one in rows["verdict"].unique()} | {"worsened": "improved"}
    anew = rows.assign(
        verdict=rows["verdict"].map(verdicts), latest_value=rows["latest_value"] / 2 + 1
    )
    return _table(out, dataset, anew)


def _rows(out: Path, dataset: Dataset) -> pd.DataFrame:
    rows = published_folder.read_published(out, dataset)
    assert rows is not None
    plain = {name: "str" for name in rows if isinstance(rows[name].dtype, pd.CategoricalDtype)}
    return rows.astype(plain)


def _table(out: Path, dataset: Dataset, rows: pd.DataFrame) -> publish.Table:
    told = published_folder.read_manifest(out)["datasets"][dataset.id]["sources"]
    return publish.Table(dataset, rows, told, published_folder.read_metadata(out, dataset))


def _series(rows: pd.DataFrame) -> list[pd.DataFrame]:
    open_ended = rows[~rows["source_id"].isin(_CLOSED)]
    names = [name for name in _SERIES if name in rows]
    return [found for _, found in open_ended.groupby(names)]


def _next_period(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The rows of the newest period, as many months later as it is from the one before."""
    *_, before, newest = sorted(rows[dataset.period[-1]].unique())
    months = (newest.year - before.year) * 12 + newest.month - before.month
    found = rows[rows[dataset.period[-1]] == newest]
    dates = {*dataset.period, "month"} & {*dataset.columns}
    later = {name: _later(found[name], months) for name in sorted(dates)}
    edition = f"{later[dataset.period[-1]].iloc[0]:%Y-%m}"
    values = [name for name in dataset.columns if _is_figure(name)]
    return found.assign(**later, **{name: _other(found[name]) for name in values}, edition=edition)


def _later(days: pd.Series, months: int) -> pd.Series:
    moved = days + pd.DateOffset(months=months)
    at_end = days.dt.is_month_end
    return moved.mask(at_end, moved + pd.offsets.MonthEnd(0)).astype(days.dtype)


def _is_figure(name: str) -> bool:
    return COLUMNS[name].kind in {"integer", "number"}


def _other(values: pd.Series) -> pd.Series:
    """Other figures that are still possible ones: shares within 0 to 100, counts whole."""
    if str(values.name).endswith("_pct"):
        return 100 - values
    return (values * 3 + 1).astype(values.dtype)


def _told(source: dict[str, Any], rows: pd.DataFrame, dataset: Dataset) -> dict[str, Any]:
    """What the manifest says of a source, its newest period brought up."""
    own = rows[rows["source_id"] == source["id"]]
    return {**source, "rows": len(own), "period": periods.period_of(own, dataset)}
