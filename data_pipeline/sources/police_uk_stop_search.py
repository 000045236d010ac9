"""Stop and search from data.police.uk: a row a stop, or counts that others made of such files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline.steps import convert, raw_files, raw_tables
from datasets.schema import Source, SourceError

BASES = ("self_defined", "officer_defined")
CUTS = (*BASES, "object_of_search", "outcome")


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV, or JSON as the publisher's API answers -> raw rows of one stop or of a count of stops.

    Columns: month, stops (text), and those of self_defined, officer_defined, object_of_search and
    outcome that the file tells apart, with the publisher's labels.

    The layouts and the names of their columns are in the source's metadata. A file of single stops
    has no month of its own: it is that of the file's name, as its times are in UTC and so can begin
    on the last evening of the month before.

    Raises:
        SourceError: an unknown layout, a file cut short or with stops of another month, a name
            without a month, or a count that stands twice.
    """
    raw = _records(path, source) if path.suffix == ".json" else _table(path, source)
    layout = _layout_of(raw, path, source)
    if "time" in layout:
        _refuse_doubled(raw, path, source)
        raw = raw.assign(month=_month_of_name(path, raw[layout["time"]], source), stops="1")
    else:
        raw["month"] = convert.to_date(raw["month"], layout["month_format"], source)
        raw_tables.refuse_repeats(raw, list(raw.columns[:-1]), source)
    _whole(raw, layout.get("in_every_month", {}), path, source)
    kept = raw.rename(columns=layout["names"])
    return kept[[name for name in ("month", *CUTS, "stops") if name in kept.columns]]


def _table(path: Path, source: Source) -> pd.DataFrame:
    layouts = [layout["columns"] for layout in source.settings["layouts"]]
    return raw_tables.read_csv(path, source, headers=layouts)


def _refuse_doubled(raw: pd.DataFrame, path: Path, source: Source) -> None:
    """Two people stopped together can look alike, but never every second one."""
    share = float(raw.duplicated(keep=False).mean())
    if share > source.settings["alike_at_most"]:
        raise SourceError.of(
            source.id, f"{path.name}: {share:.0%} of its rows stand more than once"
        )


def _records(path: Path, source: Source) -> pd.DataFrame:
    """A list of stops, each an object: the members we use, as text, null as empty text."""
    try:
        records = json.loads(raw_files.read_text(path, source))
    except (ValueError, RecursionError) as error:
        raise SourceError.of(source.id, f"{path.name} cannot be read as JSON: {error}") from error
    names = source.settings["members"]
    if not isinstance(records, list) or not records:
        raise SourceError.of(source.id, f"{path.name} holds no list of stops")
    for number, record in enumerate(records, start=1):
        missing = [name for name in names if not isinstance(record, dict) or name not in record]
        if missing:
            raise SourceError.of(source.id, f"{path.name}: stop {number} has no {missing[0]}")
    cells = [["" if one[name] is None else str(one[name]) for name in names] for one in records]
    return pd.DataFrame(cells, columns=names)


def _layout_of(raw: pd.DataFrame, path: Path, source: Source) -> dict[str, Any]:
    for layout in source.settings["layouts"]:
        if list(raw.columns) == layout["columns"]:
            return dict(layout)
    first = ", ".join(raw.columns[:6])
    raise SourceError.of(source.id, f"{path.name}: unknown layout, the first columns are {first}")


def _month_of_name(path: Path, times: pd.Series, source: Source) -> pd.Timestamp:
    named = re.match(r"20\d\d-(0[1-9]|1[0-2])(?=-)", path.name)
    if named is None:
        raise SourceError.of(source.id, f"{path.name}: its name does not begin with a month")
    month = pd.Timestamp(f"{named[0]}-01")
    dates = convert.to_date(times.str.slice(0, 10), "%Y-%m-%d", source)
    eve = month - pd.Timedelta(days=1)
    strange = dates[(dates < eve) | (dates > month + pd.offsets.MonthEnd(0))]
    if len(strange):
        raise SourceError.of(
            source.id,
            f"{path.name}: column {times.name}: {times[strange.index[0]]!r} is not of the month in "
            f"the file's name ({len(strange)} such)",
        )
    return month


def _whole(raw: pd.DataFrame, wanted: dict[str, list[str]], path: Path, source: Source) -> None:
    """Every month has had stops with these labels, the last in the alphabet among them."""
    for column, labels in wanted.items():
        for month, found in raw.groupby("month")[column]:
            missing = sorted(set(labels) - set(found))
            if missing:
                raise SourceError.of(
                    source.id,
                    f"{path.name}: {month:%Y-%m} has no stops with {column} {', '.join(missing)}: "
                    "is the file cut short?",
                )


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> stops by month, ethnicity, object and outcome, once for each basis of ethnicity.

    What a file does not tell apart is `all`.

    Raises:
        SourceError: an unknown label, or a count that is not one.
    """
    cuts = [name for name in CUTS if name in raw.columns]
    rows = raw.assign(
        stops=convert.to_count(raw["stops"], source),
        **{name: convert.to_label(raw[name], source.labels[name], source) for name in cuts},
    )
    bases = [basis for basis in BASES if basis in cuts] or ["all"]
    return pd.concat([_of_basis(rows, basis) for basis in bases], ignore_index=True)


def _of_basis(rows: pd.DataFrame, basis: str) -> pd.DataFrame:
    key = ["month", "ethnicity_basis", "ethnicity", "object_of_search", "outcome"]
    cells = {name: rows.get(name, "all") for name in key[3:]}
    cells["ethnicity"] = rows.get(basis, "all")
    table = rows.assign(ethnicity_basis=basis, **cells)
    counted = table.groupby(key)["stops"].sum().rename("stops_count").reset_index()
    return counted.assign(
        period_start=counted["month"], period_end=counted["month"] + pd.offsets.MonthEnd(0)
    )
