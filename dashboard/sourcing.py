"""Whose figures are on a page, how old they are, under which licence."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

import pandas as pd

from dashboard.answers import ask
from dashboard.figures.renewals import renewal
from dashboard.figures.sources import sources
from dashboard.words import versions as words
from dashboard.words.numbers import listed
from dashboard.words.periods import month_year, period_words
from dashboard.words.sources import said
from datasets import catalogue, versions
from datasets.schema import DATASETS

_SHORT_NAME = re.compile(r"\(([A-Z]{2,})\)")
"""A publisher's short name, as it stands after the full one."""
_COPIED = re.compile(r"transcribed|reduced|tidied|cut out")
"""What a publisher is said to be where the file held is another's copy of its own."""
_BESIDE_THE_NAME = re.compile(r"; |, from |, published by |, data\.| \((?![A-Z]{2,}\))")
"""Where a publisher's name ends: after it stands what others did with the file."""


def source_line(dataset: str, source_ids: Collection[str] = ()) -> str:
    """Return what stands under a chart: whose figures, licences, each source; see `words.sources`.

    Args:
        dataset: what is shown.
        source_ids: which of its sources are on screen; all when none is named.
    """
    is_older = bool(catalogue.AS_OF.get())  # newer figures may well be there: none is overdue
    return ask(_source_line, dataset, tuple(sorted(source_ids)), date.today(), is_older)


def _source_line(dataset: str, source_ids: tuple[str, ...], today: date, is_older: bool) -> str:
    shown = sources_of(dataset, source_ids)
    each = [
        title + (f", to {period_words(newest)}" if newest else "")
        for title, newest in zip(_with_publishers(shown), shown["newest"], strict=True)
    ]
    overdue = "" if is_older else overdue_line(shown, today)
    known = "; ".join(each) + (f". {overdue}" if overdue else "")
    return said(_whose(dataset, shown), shown["licence"], known)


def _whose(dataset: str, shown: pd.DataFrame) -> str:
    """`Home Office, crimes with an outcome, to March 2026`."""
    publishers = dict.fromkeys(_BESIDE_THE_NAME.split(one)[0] for one in shown["publisher"])
    title = DATASETS[dataset].title
    newest = max(shown["newest"].dropna(), default="")
    copies = shown["is_transcription"].astype(bool) | shown["publisher"].str.contains(_COPIED)
    has_copies = copies | shown["publisher"].str.contains("by a student")
    marked = " (unofficial copy)" if copies.all() else " (in part an unofficial copy)"
    return (
        f"{listed(list(publishers))}, {title[:1].lower()}{title[1:]}"
        + (f", to {period_words(newest)}" if newest else "")
        + (marked if has_copies.any() else "")
    )


def _with_publishers(shown: pd.DataFrame) -> list[str]:
    """The sources' titles with their publishers; one that titles call by its short name, only once."""
    titles, told = [], set()
    for title, publisher in zip(shown["title"], shown["publisher"], strict=True):
        short = _SHORT_NAME.search(publisher)
        if short is None or short[1] not in title:
            titles.append(f"{title} ({publisher})")
        elif short[1] in told:
            titles.append(title)
        else:
            told.add(short[1])
            titles.append(f"{title} ({short[1]} is the {publisher[: short.start()].strip()})")
    return titles


def sources_of(dataset: str, source_ids: Collection[str]) -> pd.DataFrame:
    """Rows of `queries.sources` of a dataset: of the sources named, or of all."""
    if dataset in catalogue.damaged():
        raise catalogue.SpoiltTableError(dataset, words.NOT_AS_PUBLISHED)
    return ask(_sources_of, dataset, tuple(sorted(source_ids)))


def _sources_of(dataset: str, source_ids: tuple[str, ...]) -> pd.DataFrame:
    table = ask(sources)
    return table[(table["dataset"] == dataset) & (table["id"].isin(source_ids) | (not source_ids))]


def overdue_line(shown: pd.DataFrame, today: date) -> str:
    """Return a sentence on the sources whose newer figures are overdue; empty where none is."""
    found = [(source["newest"], renewal(source, today)) for source in shown.to_dict("records")]
    late = [
        (period_words(newest), month_year(one.by))
        for newest, one in found
        if one is not None and one.status == "overdue"
    ]
    if not late:
        return ""
    if len(found) == 1:
        return f"Newer figures are overdue here: this source is usually renewed by {late[0][1]}."
    named = [f"to {newest} (usually renewed by {by})" for newest, by in late]
    return f"Newer figures are overdue here for those {listed(named)}."


def version_words(asked: str) -> str:
    """Return what is said of the version of the data that an address asks for, as Markdown.

    Args:
        asked: the version; empty where the address names none.

    Returns:
        Nothing where it is the newest; else that it is older, is gone or has never been.
    """
    if not asked:
        return ""
    try:
        newest = versions.newest()
        read = catalogue.manifest()
    except catalogue.DatasetError:  # each page says what is not loaded
        return ""
    if asked == newest:
        return ""
    if read["version"] == asked:
        return words.older_version(asked, str(read["built_at"])[:10], newest)
    return (
        words.version_gone(asked, newest)
        if versions.is_version(asked)
        else words.no_version(newest)
    )
