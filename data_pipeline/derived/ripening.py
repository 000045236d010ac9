"""How far outcomes were revised between two editions: the table `outcome_revisions` of reference data.

The same months are held in two files of different dates. Where both are editions of one product, the
difference is the publisher's revision; where they are two products, a part of it may be theirs, and
the row says so. Ages are of the older file. What is declared of a series is its revision by age: of
months too young to stand on, of those younger than `CARRIES_ITS_REVISION_BELOW`, and of older ones.

Charges of the offences recorded in a year are held in two editions for two years only, the older without
its day. What is declared of them is by offence group, for every age, and set by hand (`CHARGES`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_pipeline import registry
from data_pipeline.steps import met_dashboard
from datasets.schema import MPS, REFERENCE, Source, SourceError
from stats.ripeness import CARRIES_ITS_REVISION_BELOW, age_months

ID = "outcome_revisions"
FILE = REFERENCE / f"{ID}.csv"
SOURCE = "mps_monthly_dashboard"
KIND = "positive_outcomes"

COLUMNS = (
    *("row", "series", "offence_group", "outcome_kind", "outcome_basis"),
    *("is_one_product", "product_old", "edition_old"),
    *("product_new", "edition_new", "month", "age_from_months", "age_to_months"),
    *("old_count", "new_count", "change_pct", "low_pct", "high_pct", "is_unripe"),
)
"""A row is a month in two editions, a year in two (of charges: `month` is its last), or what is declared of a
series at some ages: `month` is then empty, `change_pct` is of the sums, and `low_pct` and `high_pct` are the
lowest and highest of its months, or of charges the ends within which a verdict must hold."""

TOTALS = ("tno victim based", "tno non victim based")


@dataclass(frozen=True)
class Held:
    """A series as one file holds it: what the file is, where, which of its sub-types are summed."""

    product: str
    files: str
    subtypes: tuple[str, ...] = ()
    """None where the file is the one that `SOURCE` reads."""


@dataclass(frozen=True)
class Comparison:
    """One series in two files, the older first."""

    series: str
    old: Held
    new: Held

    @property
    def is_one_product(self) -> bool:
        """Whether the two are editions of one publication."""
        return self.old.product == self.new.product


_OTHER = "outcomes/monthly-crime-dashboard_OtherCrimeData_refresh-*.parquet"
_KNIFE = "outcomes/monthly-crime-dashboard_KnifeCrimeData_refresh-*.parquet"

COMPARISONS = (
    Comparison(
        "knife_crime",
        Held("monthly crime dashboard: knife crime", _OTHER, ("knife crime",)),
        Held("monthly crime dashboard: knife crime", _KNIFE, ("knife crime",)),
    ),
    Comparison(
        "notifiable",
        Held("monthly crime dashboard: victim-based and non-victim-based totals", _OTHER, TOTALS),
        Held("monthly crime dashboard: notifiable offences as reduced by a student", ""),
    ),
)


@dataclass(frozen=True)
class Declared:
    """How far charges of an offence group may still be revised, per cent of those published."""

    offence_group: str
    low_pct: float
    high_pct: float


CHARGES = (Declared("All offences", -5, 6), Declared("Sexual offences", 0, 50))
"""Up to the largest growth seen; down, where the group is all offences, as positive outcomes of like age fell."""

OPEN_DATA = "outcomes open data"
TIDIED, REDUCED = "home_office_outcomes", "home_office_charges_reduced"
WITHOUT_EXPIRED = {"2018-03": f"{OPEN_DATA} without offence codes that had expired"}
"""The older edition of this year was tidied so: a part of the difference is not the publisher's."""


def made(mirror: Path) -> pd.DataFrame:
    """The whole table, from the files of a mirror; counts are of boroughs and crimes without one.

    Raises:
        SourceError: a file is missing or cannot be used, or two editions share no month.
    """
    source = registry.all_sources()[SOURCE]
    parts = [_rows(one, mirror, source) for one in COMPARISONS]
    parts += [_of_charges(mirror)] if CHARGES else []
    return pd.concat(parts, ignore_index=True)


def as_text(table: pd.DataFrame) -> str:
    """The table as it is kept."""
    return table.to_csv(index=False, lineterminator="\n")


def _rows(comparison: Comparison, mirror: Path, source: Source) -> pd.DataFrame:
    old, made_on = _months(comparison.old, mirror, source)
    new, of_new = _months(comparison.new, mirror, source)
    both = pd.DataFrame({"old_count": old, "new_count": new}).dropna().astype(int)
    if both.empty or made_on is None:
        raise SourceError.of(
            ID, f"{comparison.series}: no month in both files, or a file without its day"
        )
    held = pd.DatetimeIndex(both.index).to_period("M")
    ages = [age_months(month.end_time.date(), made_on.date()) for month in held]
    months = both.assign(
        row="month",
        month=held.astype(str),
        age_from_months=ages,
        age_to_months=ages,
        change_pct=_change(both["old_count"], both["new_count"]),
        is_unripe=[age < source.provisional_below_months for age in ages],
    )
    return (
        pd.concat([months, _declared(months, source.provisional_below_months)])
        .assign(
            series=comparison.series,
            offence_group="All offences",
            outcome_kind=KIND,
            outcome_basis="as_published",
            is_one_product=comparison.is_one_product,
            product_old=comparison.old.product,
            edition_old=f"{made_on:%Y-%m-%d}",
            product_new=comparison.new.product,
            edition_new=f"{of_new:%Y-%m-%d}" if of_new else f"{new.index.max():%Y-%m}",
        )
        .astype({"age_from_months": "Int64", "age_to_months": "Int64"})
        .reindex(columns=list(COLUMNS))
    )


def _change(old: pd.Series, new: pd.Series) -> pd.Series:
    return ((new / old - 1) * 100).round(1) + 0.0  # no minus before a zero


def _declared(months: pd.DataFrame, unripe_below: int) -> pd.DataFrame:
    """The revision by age, youngest first; the oldest band has no upper end."""
    bands = pd.cut(
        months["age_from_months"],
        [-1, unripe_below - 1, CARRIES_ITS_REVISION_BELOW - 1, months["age_from_months"].max()],
    )
    by_age = months.groupby(bands, observed=True)
    sums = by_age[["old_count", "new_count"]].sum()
    firsts = by_age["age_from_months"].min()
    return sums.assign(
        row="declared",
        age_from_months=firsts,
        age_to_months=by_age["age_from_months"]
        .max()
        .where(firsts < CARRIES_ITS_REVISION_BELOW)
        .astype("Int64"),
        change_pct=_change(sums["old_count"], sums["new_count"]),
        low_pct=by_age["change_pct"].min(),
        high_pct=by_age["change_pct"].max(),
        is_unripe=by_age["is_unripe"].all(),
    )


def _months(held: Held, mirror: Path, source: Source) -> tuple[pd.Series, pd.Timestamp | None]:
    """Positive outcomes by month, and the day of the file; None where it does not say one."""
    path = _file(held.files or source.files[0], mirror)
    if not held.subtypes:
        module = registry.reader(source)
        rows = module.tidy(module.parse(path, source), source)
        return rows.groupby("period_start")["outcomes_count"].sum(), None
    rows = met_dashboard.read(path, source)
    rows = rows[rows["crime_subtype"].isin(held.subtypes) & (rows["measure"] == "outcomes_count")]
    return rows.groupby("month")["count"].sum(), rows["made_on"].min()


def _of_charges(mirror: Path) -> pd.DataFrame:
    """A row for each group and year in two editions, and what is declared of each group."""
    old, new = (_charged(id_, mirror) for id_ in (TIDIED, REDUCED))
    days = registry.all_sources()[REDUCED].settings["editions"]
    rows = []
    for one in CHARGES:
        seen = []
        for year in old.index.get_level_values("year").unique():
            product = WITHOUT_EXPIRED.get(year, OPEN_DATA)
            day = days[f"{int(year[:4]) - 1}/{year[2:4]}"]
            counts = int(old[year, one.offence_group]), int(new[year, one.offence_group])
            seen.append((year, product, day, *counts))
        years, products, edition_days, older, newer = zip(*seen, strict=True)
        rows += [_row_of_charges(one, *each, row="year", month=each[0]) for each in seen] + [
            _row_of_charges(
                one,
                " and ".join(years),
                " and ".join(dict.fromkeys(products)),
                " and ".join(dict.fromkeys(edition_days)),
                sum(older),
                sum(newer),
                row="declared",
                age_from_months=registry.all_sources()[REDUCED].provisional_below_months,
                low_pct=one.low_pct,
                high_pct=one.high_pct,
            )
        ]
    found = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    return found.astype({"age_from_months": "Int64", "age_to_months": "Int64"})


def _row_of_charges(
    of: Declared,
    edition_old: str,
    product_old: str,
    edition_new: str,
    old: int,
    new: int,
    **cells: object,
) -> dict[str, object]:
    return {
        "series": "notifiable",
        "offence_group": of.offence_group,
        "outcome_kind": "charged",
        "outcome_basis": "recorded",
        "is_one_product": product_old == OPEN_DATA,
        "product_old": product_old,
        "edition_old": edition_old,
        "product_new": OPEN_DATA,
        "edition_new": edition_new,
        "old_count": old,
        "new_count": new,
        "change_pct": round((new / old - 1) * 100, 1),
        "is_unripe": False,
        **cells,
    }


def _charged(id_: str, mirror: Path) -> pd.Series:
    """The Met's charges on the recorded basis, by financial year (its last month) and offence group."""
    source = registry.all_sources()[id_]
    module = registry.reader(source)
    files = [_file(pattern, mirror) for pattern in source.files]
    rows = pd.concat([module.tidy(module.parse(path, source), source) for path in files])
    rows = rows[
        (rows["area_code"] == MPS)
        & (rows["outcome_kind"] == "charged")
        & (rows["outcome_basis"] == "recorded")
    ]
    ends = rows["period_end"]
    years = (ends.dt.year + (ends.dt.month > 3)).astype(str) + "-03"
    by = [years.rename("year"), rows["offence_group"]]
    sums: pd.Series = rows.groupby(by)["outcomes_count"].sum()
    if "All offences" in sums.index.get_level_values("offence_group"):
        return sums
    whole = sums.groupby("year").sum()
    whole.index = pd.MultiIndex.from_product(
        [whole.index, ["All offences"]], names=sums.index.names
    )
    both: pd.Series = pd.concat([sums, whole]).sort_index()
    return both


def _file(pattern: str, mirror: Path) -> Path:
    found = sorted(mirror.glob(pattern))
    if len(found) != 1:
        raise SourceError.of(ID, f"{len(found)} files are {mirror / pattern}, one is needed")
    return found[0]
