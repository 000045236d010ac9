"""Sexual offences that left custody for court: the Met's own counts of disposals, by calendar year."""

from __future__ import annotations

import pandas as pd

from datasets import catalogue

DATASET = "custody"
GROUP = "Sexual offences"
TO_COURT = ("Prosecution", "To court")
PENDING = ("Police bail", "Released under investigation")
_MONTHS = 12


def sexual_offences() -> pd.DataFrame:
    """Sexual offences by what was decided of them in custody, in each whole calendar year.

    Prosecution and to court are given together: the second is of a few offences a year, which pages do
    not print apart.

    Returns:
        date (last day of the year), to_court_count, pending_count (on bail or under investigation),
        offences_count (every disposal); oldest first; nothing where the table is not published.
    """
    columns = ["date", "to_court_count", "pending_count", "offences_count"]
    if not catalogue.is_readable(DATASET):
        return pd.DataFrame(columns=columns)
    rows = catalogue.load(
        DATASET, ["month", "disposal", "offences_count"], {"offence_group": GROUP}
    )
    rows = rows.assign(year=pd.DatetimeIndex(rows["month"]).year)
    months = rows.groupby("year")["month"].nunique()
    rows = rows[rows["year"].isin(months.index[months == _MONTHS])]
    sums = pd.DataFrame(
        {
            "to_court_count": _sum(rows[rows["disposal"].isin(TO_COURT)]),
            "pending_count": _sum(rows[rows["disposal"].isin(PENDING)]),
            "offences_count": _sum(rows),
        }
    ).fillna(0)
    dates = pd.to_datetime(sums.index.astype(str) + "-12-31")
    return sums.astype("int64").assign(date=dates).reset_index(drop=True)[columns]


def _sum(rows: pd.DataFrame) -> pd.Series:
    return rows.groupby("year")["offences_count"].sum()
