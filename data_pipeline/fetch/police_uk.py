"""data.police.uk: lists the months of a force, names those not published, downloads one by one."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pandas as pd
from pyrate_limiter import Duration, Limiter, Rate

from data_pipeline.fetch import rawstore
from data_pipeline.fetch.client import Refused
from data_pipeline.fetch.keeping import Job, download, edition_of
from data_pipeline.fetch.rawstore import Held
from datasets.schema import Source, SourceError

ADDRESS = "https://data.police.uk"
AVAILABILITY = "/api/crimes-street-dates"
STOPS = "/api/stops-force"
PER_SECOND = 15  # the publisher's limit, which lets bursts of 30 through
GIVE_UP_AFTER = 3  # months in a row that failed


def published_months(answer: object, force: str) -> list[str]:
    """Months (YYYY-MM, ascending) that list the force under stop-and-search."""
    return sorted(
        month
        for month, forces in _months(answer).items()
        if isinstance(forces, list) and force in forces
    )


def missing_months(answer: object, force: str) -> list[str]:
    """Months from the first listed to the last in which the force has no stop-and-search."""
    listed = _months(answer)
    if not listed:
        return []
    run = pd.period_range(min(listed), max(listed), freq="M")
    return sorted({str(month) for month in run} - set(published_months(answer, force)))


def _months(answer: object) -> dict[str, object]:
    entries = answer if isinstance(answer, list) else []
    return {
        one["date"]: one.get("stop-and-search")
        for one in entries
        if isinstance(one, dict)
        and re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", str(one.get("date", "")))
    }


def file_name(month: str, force: str) -> str:
    """Name of a month's file, as the publisher's archive names it."""
    return f"{month}-{force}-stop-and-search.json"


def fetch_source(source: Source, base: str, job: Job) -> None:
    """Every month that lists the force, one file each; the months that do not are named.

    Raises:
        SourceError: months failed; those that did not are kept.
    """
    force = source.police_uk["force"]
    turn = Limiter(Rate(PER_SECOND, Duration.SECOND))
    listing = job.client.json(base + AVAILABILITY)
    months = published_months(listing, force)
    if not months:
        raise SourceError.of(source.id, f"{base}{AVAILABILITY}: no month lists {force}")
    missing = missing_months(listing, force)
    if missing:
        job.tell(f"{source.id}: not published: {', '.join(missing)}")
    known = rawstore.read_state(job.raw, source)
    failed: dict[str, str] = {}
    fetched = 0
    for month in months:
        turn.try_acquire(source.id)
        try:
            fetched += _one_month(source, base, month, known, job)
        except (SourceError, Refused) as error:
            failed[month] = str(error).removeprefix(f"{source.id}: ")
        if len(failed) >= GIVE_UP_AFTER and set(failed) >= set(_last(months, month)):
            break
    asked = months.index(month) + 1
    unchanged = asked - fetched - len(failed)
    job.tell(f"{source.id}: {fetched} months fetched, {unchanged} unchanged, to {month}")
    if failed:
        first = next(iter(failed.values()))
        later = f"; months after {month} not asked for" if asked < len(months) else ""
        raise SourceError.of(source.id, f"not fetched: {', '.join(failed)}{later}: {first}")


def _last(months: list[str], month: str) -> list[str]:
    end = months.index(month) + 1
    return months[max(0, end - GIVE_UP_AFTER) : end]


def _one_month(source: Source, base: str, month: str, known: dict[str, Held], job: Job) -> bool:
    """Fetches a month's file and adds it to `known`; False where the one held still stands.

    A month held whose answer came without a validator is not asked for again.
    """
    force = source.police_uk["force"]
    url = f"{base}{STOPS}?force={quote(force)}&date={month}"
    before = known.get(month)
    held = before if before and before.url == url else None
    if held and not (held.etag or held.last_modified):
        return False
    name = file_name(month, force)
    with rawstore.aside(job.raw) as new:
        received = download(source, url, new / name, held, job)
        if not received.is_new:
            return False
        is_same = before is not None and before.sha256 == received.sha256
        if not is_same:
            _holds_month(source, new / name, month)
            rawstore.put(new, job.raw, source, month)
    place = f"{month}/{name}"
    known[month] = Held(url, received.etag, received.last_modified, received.sha256, place)
    rawstore.write_state(job.raw, source, known)
    return not is_same


def _holds_month(source: Source, path: Path, month: str) -> None:
    """Sees that a file is of the month asked for.

    Raises:
        SourceError: it is not, or its source's reader cannot read it.
    """
    found = edition_of(source, path)
    if found.replace("-", "") != month.replace("-", ""):
        raise SourceError.of(source.id, f"{path.name} holds {found}, not {month}")
