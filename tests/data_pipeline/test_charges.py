"""Charges: what the two readers of the Home Office's outcomes tables refuse, a fault at a time."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline import crosschecks, registry
from data_pipeline.sources import home_office_charges_reduced as reduced
from data_pipeline.sources import home_office_outcomes as outcomes
from data_pipeline.steps import home_office, ripeness
from datasets.schema import MPS_NAME, SourceError
from tests.data_pipeline import miniature as mini

REDUCED, TIDIED = (
    registry.all_sources()[id_] for id_ in ("home_office_charges_reduced", "home_office_outcomes")
)
QUARTERS = "DERIVED_oocd_metropolitan_force_quarter.csv"
YEARS = "DERIVED_oocd_metropolitan_force_year.csv"
GROUPS = "DERIVED_oocd_metropolitan_force_offence_year.csv"
OFFENCES = "DERIVED_oocd_metropolitan_recorded_crime.csv"
NATIONAL = "national_year.csv"

Spoil = Callable[[pd.DataFrame], pd.DataFrame]


def cell(column: str, value: str, row: int = -1) -> Spoil:
    def spoil(table: pd.DataFrame) -> pd.DataFrame:
        spoilt = table.copy()
        spoilt.iloc[row, spoilt.columns.get_loc(column)] = value
        return spoilt

    return spoil


def renamed(old: str, new: str) -> Spoil:
    return lambda table: table.rename(columns={old: new})


def without_last(table: pd.DataFrame) -> pd.DataFrame:
    return table.iloc[:-1]


def last_twice(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, table.iloc[[-1]]])


def table_of(file: str) -> pd.DataFrame:
    return pd.read_csv(mini.FIXTURES / REDUCED.id / file, dtype=str, keep_default_na=False)


def read_reduced(folder: Path, file: str, spoil: Spoil = lambda table: table) -> pd.DataFrame:
    path = folder / file
    spoil(table_of(file)).to_csv(path, index=False, lineterminator="\n")
    return reduced.tidy(reduced.parse(path, REDUCED), REDUCED)


REDUCED_FAULTS = (
    (QUARTERS, cell("force", "Merseyside"), "unknown label in column force: 'Merseyside'"),
    (QUARTERS, cell("recorded_all_t1", "12.5"), "column recorded_all_t1, line 13: '12.5' is a fractional count"),
    (QUARTERS, cell("recorded_all_t1", "-1"), "'-1' is a negative count"),
    (QUARTERS, cell("recorded_all_t1", ""), "'' is not a number"),
    (QUARTERS, cell("recorded_all_oocd", "1"), "column recorded_all_oocd, 2025/26 quarter 4: 1 does not fit its parts"),
    (QUARTERS, cell("closed_ex_fraud_positive", "1"), "column closed_ex_fraud_positive, 2025/26 quarter 4"),
    (QUARTERS, cell("closed_all_assigned", "1"), "column closed_all_assigned, 2025/26 quarter 4"),
    (QUARTERS, cell("q", "5"), "unknown label in column q: '5'"),
    (QUARTERS, cell("fy", "2025/27"), "'2025/27' is not a financial year"),
    (QUARTERS, cell("fy", "2026/27"), "2025/26 has 3 quarters of 4"),
    (QUARTERS, without_last, "2025/26 has 3 quarters of 4: is the file cut short?"),
    (QUARTERS, last_twice, "duplicate key: 1 rows stand twice"),
    (QUARTERS, renamed("recorded_all_t22", "recorded_all_t23"), "no column recorded_all_t22"),
    (QUARTERS, renamed("slug", "name"), "unknown layout, the first columns are force, name, fy, q"),
    (GROUPS, cell("offence_group", "Piracy"), "unknown label in column offence_group: 'Piracy'"),
    (GROUPS, without_last, "2025/26 has 9 offence groups of 10"),
    (GROUPS, cell("recorded_charge", "1e3"), "'1e3' is not written as a whole number is"),
    (OFFENCES, cell("recorded_crime", "-3"), "'-3' is a negative count"),
    (OFFENCES, lambda table: table.iloc[:1], "holds no year from 2015/16 on"),
    (NATIONAL, cell("recorded_all_oocd", "1"), "column recorded_all_oocd, 2025/26: 1 does not fit its parts"),
    (NATIONAL, cell("fy", "2027/28"), "unknown label in column fy: '2027/28'"),
)  # fmt: skip


@pytest.mark.parametrize(("file", "spoil", "says"), REDUCED_FAULTS)
def test_a_fault_of_the_reduction_is_named(file, spoil, says, tmp_path):
    with pytest.raises(SourceError) as refused:
        read_reduced(tmp_path, file, spoil)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("file", [QUARTERS, GROUPS, OFFENCES, NATIONAL])
def test_the_reduction_as_it_is(file, tmp_path):
    rows = read_reduced(tmp_path, file)
    assert set(rows["period_start"].dt.year) <= {2015, 2016, 2025, 2026}


def write_years(folder: Path, spoil: Spoil = lambda table: table) -> None:
    table = table_of(QUARTERS)
    counts = table[reduced.COUNTS].astype(int).groupby(table["fy"]).sum().reset_index()
    years = counts.assign(force="Metropolitan Police", slug="metropolitan-police").astype(str)
    spoil(years[[*reduced.FORCE, *reduced.COUNTS]]).to_csv(
        folder / YEARS, index=False, lineterminator="\n"
    )


def test_quarters_that_do_not_add_up_to_the_printed_year_are_refused(tmp_path):
    write_years(tmp_path)
    read_reduced(tmp_path, QUARTERS)
    write_years(tmp_path, cell("closed_ex_fraud_t8", "9999"))
    with pytest.raises(
        SourceError, match=r"closed_ex_fraud_t8 of 2025/26: its quarters add up to .*has 9999"
    ):
        read_reduced(tmp_path, QUARTERS)
    write_years(tmp_path, without_last)
    with pytest.raises(SourceError, match="2025/26 is in one of"):
        read_reduced(tmp_path, QUARTERS)


def test_a_year_before_its_edition_is_refused():
    rows = pd.DataFrame({"period_start": ["2026-04-01"], "period_end": ["2027-03-31"]}).astype(
        "datetime64[s]"
    )
    days = pd.Series([pd.Timestamp("2026-07-23")])
    with pytest.raises(SourceError, match="-9 months after the end of its newest period"):
        ripeness.with_age(rows, days, REDUCED, longest_wait=float("inf"))


def published(folder: Path) -> pd.DataFrame:
    rows = [read_reduced(folder, file) for file in (QUARTERS, GROUPS, OFFENCES, NATIONAL)]
    return pd.concat(rows, ignore_index=True).assign(source_id=REDUCED.id)


def test_groups_that_do_not_add_up_to_the_quarters_fail_the_cross_check(tmp_path):
    rows = published(tmp_path)
    finding = crosschecks.groups_against_quarters(lambda _: rows)
    assert finding.is_right
    assert finding.says.startswith("8 of 8 sums")
    is_one = (rows["offence_group"] == "Robbery") & (rows["outcome_kind"] == "charged")
    spoilt = rows.assign(outcomes_count=rows["outcomes_count"] + is_one.astype(int))
    finding = crosschecks.groups_against_quarters(lambda _: spoilt)
    assert not finding.is_right
    assert finding.says.startswith("4 of 8 sums")
    without = rows[~((rows["outcome_kind"] == "cautioned") & (rows["period_end"] == "2026-03-31"))]
    assert not crosschecks.groups_against_quarters(lambda _: without).is_right
    assert crosschecks.groups_against_quarters(lambda _: rows.iloc[:0]) is None


# The publisher's own layout


def lines_of(file: str = "detection-rates-data.csv.gz") -> list[list[str]]:
    written = mini.FIXTURES / TIDIED.id / f"{file}.txt"
    return list(csv.reader(written.read_text(encoding="utf-8").splitlines()))


def place_of(force: str, code: str, of: str, quarter: str = "1") -> int:
    """Place among the lines of a row, the header being 0."""
    told = (quarter, force, code, of)
    return next(n for n, row in enumerate(lines_of()) if (row[1], row[2], row[6], row[10]) == told)


MET = "Metropolitan Police"
CHARGE = place_of(MET, "19C", "1")
RECORDED, CLOSED = 11, 12


def changed(row: int, column: int, value: object) -> Callable[[list[list]], list[list]]:
    def spoil(rows: list[list]) -> list[list]:
        rows[row][column] = value
        return rows

    return spoil


def without(force: str, quarter: str | None = None):
    return lambda rows: [row for row in rows if row[2] != force or (quarter and row[1] != quarter)]


TIDIED_FAULTS = (
    (changed(CHARGE, RECORDED, "4.5"), f"line {CHARGE + 1} column 'force outcomes for offences recorded in quarter'"),
    (changed(CHARGE, CLOSED, "four"), "'four' is not a whole number"),
    (changed(CHARGE, 4, "Piracy"), f"line {CHARGE + 1} unknown label in column offence group: 'Piracy'"),
    (changed(CHARGE, 10, "23"), "unknown label in column outcome type: '23'"),
    (changed(CHARGE, 1, "5"), "column financial quarter: '5' is none of 1 to 4"),
    (changed(CHARGE, 0, "2017-18"), "'2017-18' is not a financial year"),
    (changed(CHARGE, 6, ""), "has no force or no offence code"),
    (changed(CHARGE, 10, "15"), "is the second of Metropolitan Police, 2017/18 quarter 1, 19C, type 15"),
    (changed(0, 11, "counts"), "no column 'force outcomes for offences recorded in quarter'"),
    (lambda rows: [*rows[:-2], rows[-2][:-1]], "has 12 cells, the header 13: is the file cut short?"),
    (lambda rows: rows[:1], "holds a header and no rows"),
    (lambda rows: [], "holds no rows"),
    (without(MET, "3"), "no row of Metropolitan Police in 2017/18 quarter 3"),
    (without("Kent"), "2017/18 quarter 1 has rows of 43 forces of 44: is the file cut short?"),
    (lambda rows: [row for row in rows if row[1] != "2"], "2017/18 has quarters 1, 3 only"),
    (changed(CHARGE, RECORDED, "N/A - data not provided"), "the year is part-supplied and not used"),
)  # fmt: skip


@pytest.mark.parametrize(("spoil", "says"), TIDIED_FAULTS)
def test_a_fault_of_the_publishers_table_is_named(spoil, says):
    with pytest.raises(SourceError) as refused:
        outcomes.reduced(spoil(lines_of()), "table.xlsx", TIDIED)
    assert says in str(refused.value)
    assert str(refused.value).startswith("home_office_outcomes: ")
    assert "\n" not in str(refused.value)


def test_a_workbooks_numbers_are_read_as_a_texts():
    """Numbers and empty cells, as a workbook's reader gives them, and headings in the publisher's case."""
    header, *rows = lines_of()
    typed = [[*row[:10], *(_number(cell) for cell in row[10:])] for row in rows[:-1]]
    titled = [name.replace("_", " ").title() for name in header]
    titled[RECORDED] = "Force outcomes for offences recorded in quarter"
    typed_counts = outcomes.reduced(iter([titled, *typed]), "table.xlsx", TIDIED)
    pd.testing.assert_frame_equal(typed_counts, outcomes.reduced(lines_of(), "copy", TIDIED))


def _number(cell: str) -> float | None:
    return None if cell == "NA" else float(cell)


def test_codes_that_are_numbers_lose_no_letter():
    rows = lines_of()
    rows[CHARGE][6] = 80.0
    counts = outcomes.reduced(rows, "table.xlsx", TIDIED)
    assert "80" in set(counts["offence_code"])


def tidy(rows: list[list], made_on: str | None = None) -> pd.DataFrame:
    return outcomes.tidy(outcomes.reduced(rows, "table", TIDIED).assign(made_on=made_on), TIDIED)


def test_what_the_publisher_takes_back_is_kept_and_gives_no_rate():
    rows = tidy(lines_of())
    taken = rows[rows["outcomes_count"] < 0]
    assert set(taken["outcome_kind"]) == {"cautioned"}
    assert taken["rate_pct"].isna().all()
    assert set(taken["outcome_basis"]) == {"closed"}


def test_offences_stand_on_the_recorded_basis_alone():
    rows = tidy(lines_of())
    held = rows.groupby("outcome_basis")["offences_count"].count()
    assert held["closed"] == 0
    met = rows[(rows["area_name"] == MPS_NAME) & (rows["outcome_kind"] == "charged")]
    assert met["offences_count"].sum() == sum(
        int(row[RECORDED]) for row in lines_of()[1:] if row[2] == MET
    )


def test_all_forces_hold_the_met(tmp_path):
    rows = tidy(lines_of())
    charged = rows[(rows["outcome_kind"] == "charged") & (rows["outcome_basis"] == "recorded")]
    sums = charged.groupby("area_name")["outcomes_count"].sum()
    everyone = [int(row[RECORDED]) for row in lines_of()[1:] if row[10] == "1"]
    assert sums[home_office.ALL_FORCES] == sum(everyone)
    assert set(sums.index) == {home_office.ALL_FORCES, MPS_NAME}


def test_the_day_is_in_the_name_of_the_publishers_workbook():
    name = "prc-outcomes-open-data-mar2018-tables-240724.xlsx"
    assert outcomes._made_on(Path(name), TIDIED) == "2024-07-24"
    assert outcomes._made_on(Path("detection-rates-data.csv.gz"), TIDIED) is None
    with pytest.raises(SourceError, match=r"tables-990724\.xlsx: 990724 is no day"):
        outcomes._made_on(Path("tables-990724.xlsx"), TIDIED)
    rows = tidy(lines_of(), "2024-07-24")
    assert set(rows["age_months"]) == {84, 81, 78}
    assert not rows["is_provisional"].any()


def test_a_copy_without_its_day_has_no_age_and_two_provisional_quarters():
    rows = tidy(lines_of())
    assert rows["age_months"].isna().all()
    assert set(rows.loc[rows["is_provisional"], "period_start"].dt.month) == {7, 10}


PACKED_FAULTS = (
    (lambda path: path.write_bytes(path.read_bytes()[:-40]), "cannot be read: is the file cut short?"),
    (lambda path: path.write_bytes(b"force,counts\n"), "cannot be read"),
    (lambda path: path.write_bytes(b""), "is empty"),
    (lambda path: path.write_bytes(gzip.compress(b'a,"b\nc')), "cannot be read"),
    (lambda path: path.write_bytes(gzip.compress(b"\xff\xfe,b\n")), "cannot be read"),
)  # fmt: skip


@pytest.mark.parametrize(("spoil", "says"), PACKED_FAULTS)
def test_a_packed_copy_that_is_none_is_refused_by_name(spoil, says, tmp_path):
    path = tmp_path / "detection-rates-data.csv.gz"
    mini.write_written(mini.FIXTURES / TIDIED.id / f"{path.name}.txt", path)
    assert len(outcomes.parse(path, TIDIED)) > 10
    spoil(path)
    with pytest.raises(SourceError) as refused:
        outcomes.parse(path, TIDIED)
    assert f"{path.name} {says}" in str(refused.value)


def test_another_kind_of_file_is_refused(tmp_path):
    path = shutil.copy(mini.FIXTURES / REDUCED.id / NATIONAL, tmp_path)
    with pytest.raises(
        SourceError, match=r"national_year\.csv is neither the publisher's workbook"
    ):
        outcomes.parse(Path(path), TIDIED)
