"""What the Home Office's outcomes tables have in common: financial quarters, and the names of places."""

from __future__ import annotations

import re

import pandas as pd

from datasets.schema import Source, SourceError

ALL_FORCES = "England and Wales (44 forces)"
"""Every territorial force and British Transport Police, added up: no place with a code of its own."""

YEAR = re.compile(r"(20\d\d)/(\d\d)")


def first_year(written: str, source: Source) -> int:
    """The calendar year in which a financial year, such as 2015/16, begins.

    Raises:
        SourceError: it is not written so, or its two years do not follow each other.
    """
    found = YEAR.fullmatch(written)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise SourceError.of(source.id, f"{written!r} is not a financial year of the form 2015/16")
    return int(found[1])


def quarter(written: str, number: int, source: Source) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a quarter of a financial year; 1 is April to June."""
    start = pd.Timestamp(first_year(written, source), 4, 1) + pd.DateOffset(months=3 * (number - 1))
    return start, start + pd.offsets.QuarterEnd(0)


def year(written: str, source: Source) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a financial year."""
    return quarter(written, 1, source)[0], quarter(written, 4, source)[1]
