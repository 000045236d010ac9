"""Alarms that were let through because the figures are true, and the log of corrections that readers see.

The log holds three kinds: faults of publishers' files that the sources declare and this site mends, steps
beyond their bounds that were accepted, and errors that this site itself has shown (`reference/corrections.csv`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from data_pipeline import checks, publish, published_folder
from data_pipeline.assemble import SHOWN, entries_of, entry_order, facts_of
from data_pipeline.errors import stop_at
from data_pipeline.source_files import Reading
from datasets.schema import DATASETS, REFERENCE, Correction, Source, SourceError

ID = "corrections"
OPTION = "--accept"
FEW = 3

Accept = Mapping[str, str]
"""Source id -> the reason for which its alarms are let through."""


class Alarm(NamedTuple):
    """Something that holds a dataset back unless it is accepted: in words, and what it was and is."""

    says: str
    was: str
    now: str


@dataclass(frozen=True)
class LetThrough:
    """The alarms of one source that were accepted, and why."""

    reading: Reading
    alarms: Sequence[Alarm]
    reason: str


def let_through(reading: Reading, alarms: Sequence[Alarm], accept: Accept) -> LetThrough | None:
    """What is accepted of a source's alarms; None where there is none.

    Raises:
        SourceError: there are alarms, and nobody has accepted them.
    """
    source = reading.source.id
    if not alarms:
        return None
    if source not in accept:
        more = f"; and {len(alarms) - FEW} more" if len(alarms) > FEW else ""
        said = "; ".join(alarm.says for alarm in alarms[:FEW])
        hint = f"if that is true, give {OPTION} {source}:REASON"
        raise SourceError.of(source, f"{said}{more} ({hint})")
    return LetThrough(reading, alarms, accept[source])


def table_of(
    readings: list[Reading], accepted: list[LetThrough], out: Path, today: date
) -> publish.Table:
    """The log of corrections, with what is declared by the sources read now and what was accepted now.

    Rows of other sources, and all that was accepted before, stay as published.

    Raises:
        SourceError: the published log or the reference table cannot be read, or a check fails.
    """
    dataset = DATASETS[ID]
    read_now = {reading.source.id for reading in readings}
    held = published_folder.read_published(out, dataset)
    frames = [
        _written(),
        *(_declared(one) for one in readings),
        *(_let(one, today) for one in accepted),
    ]
    if held is not None:
        is_kept = (held["correction_kind"] == "accepted") | (
            (held["correction_kind"] == "publisher") & ~held["source_id"].isin(read_now)
        )
        frames.append(held[is_kept])
    filled = [frame for frame in frames if len(frame)] or [_written()]
    rows = pd.concat(filled, ignore_index=True)[list(dataset.columns)]
    rows = rows.drop_duplicates(list(dataset.key)).sort_values(list(dataset.key))
    rows = pd.DataFrame(rows.to_dict("list"), columns=list(dataset.columns))
    rows = rows.astype(
        {"date": "datetime64[us]"}
    )  # from lists, so that equal rows give equal bytes
    stop_at(checks.of_dataset(rows, dataset), ID)
    entries, facts = _provenance(rows, readings, out)
    return publish.Table(dataset, rows, entries, publish.metadata_of(dataset, facts))


def _written() -> pd.DataFrame:
    """Errors that this site has shown, as entered by hand."""
    path = REFERENCE / "corrections.csv"
    rows: pd.DataFrame = pd.read_csv(path, dtype=str, keep_default_na=False)
    try:
        dates = pd.to_datetime(rows["date"], format="%Y-%m-%d")
        return rows.assign(correction_kind="site", edition=None, date=dates)[
            list(DATASETS[ID].columns)
        ]
    except (KeyError, ValueError) as error:
        raise SourceError.of(ID, f"{path.name} cannot be used: {error}") from error


def _declared(reading: Reading) -> pd.DataFrame:
    """Faults of a publisher's files that its source declares."""
    return _rows(
        reading.source,
        [
            (pd.Timestamp(one.date), "publisher", _what(one, reading.source), _values(one.expected),
             _values(one.used) or "left out", one.reason, one.edition or None)
            for one in reading.source.corrections
        ],
    )  # fmt: skip


def _what(one: Correction, source: Source) -> str:
    where = one.file or (f"edition {one.edition}" if one.edition else "all files")
    number = len(one.expected)
    return f"{source.title}: {number} figure{'s' if number > 1 else ''} of {one.column}, {where}"


def _values(values: Sequence[Any]) -> str:
    return ", ".join(f"{one:g}" if isinstance(one, int | float) else str(one) for one in values)


def _let(one: LetThrough, today: date) -> pd.DataFrame:
    source, editions = one.reading.source, [entry["edition"] for entry in one.reading.files]
    when = pd.Timestamp(today)
    return _rows(
        source,
        [
            (when, "accepted", alarm.says, alarm.was, alarm.now, one.reason, max(editions))
            for alarm in one.alarms
        ],
    )


def _rows(source: Source, cells: list[tuple[Any, ...]]) -> pd.DataFrame:
    columns = ["date", "correction_kind", "what", "was", "is", "reason", "edition"]
    rows = pd.DataFrame(cells, columns=columns)
    return rows.assign(dataset=source.dataset, source_id=source.id)


def _provenance(
    rows: pd.DataFrame, readings: list[Reading], out: Path
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """An entry and the facts of each source that a row is of: read now, or as published."""
    held_entries = published_folder.files_of(published_folder.read_manifest(out), ID)
    held_facts = published_folder.read_metadata(out, DATASETS[ID]).get("sources", [])
    now = {reading.source.id for reading in readings}
    entries = [one for one in held_entries if one["id"] not in now] + entries_of(readings)
    facts = [one for one in held_facts if one["id"] not in now] + [
        facts_of(one) for one in readings
    ]
    used = set(rows["source_id"])
    counted = []
    for source, of in rows.groupby("source_id"):
        files = [entry for entry in entries if entry["id"] == source]
        newest = max(files, key=lambda entry: (entry["edition"], entry["file"]), default=None)
        if newest:
            counted.append({**newest, "rows": len(of), "period": []})
    shown = [{**one, **{name: one[name] for name in SHOWN}} for one in facts if one["id"] in used]
    return sorted(counted, key=entry_order), sorted(shown, key=lambda one: str(one["id"]))
