"""The Met's monthly dashboard in the publisher's own long layout: what is read, and what is refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from data_pipeline import registry
from data_pipeline.__main__ import main
from data_pipeline.sources import mps_monthly_dashboard as dashboard
from data_pipeline.steps import ripeness
from datasets.schema import SourceError
from tests.conftest import REPOSITORY

SOURCE = registry.all_sources()["mps_monthly_dashboard"]
EASED = dataclasses.replace(SOURCE, settings={**SOURCE.settings, "required_groups": []})
FIXTURE = (
    REPOSITORY / "tests/fixtures/mps_monthly_dashboard/M1045_MonthlyCrimeDashboard_TNOCrimeData.csv"
)


def read(path: Path, source=EASED) -> pd.DataFrame:
    return dashboard.tidy(dashboard.parse(path, source), source)


@pytest.fixture
def spoilt(tmp_path):
    """Writes the fixture with one text replaced."""

    def write(old: str, new: str, *, count: int = 1) -> Path:
        text = FIXTURE.read_bytes().decode("utf-8")
        assert old in text
        path = tmp_path / "long.csv"
        path.write_bytes(text.replace(old, new, count).encode("utf-8"))
        return path

    return write


def test_wards_are_not_added_to_their_boroughs():
    rows = read(FIXTURE)
    assert rows["offences_count"].sum() == 50 + 0 + 8 + 3 + 51 + 9
    assert rows["outcomes_count"].sum() == 5 + 2 + 0 + 6 + 6 + 0


def test_other_accepted_crime_is_no_offence_group():
    assert 500 not in read(FIXTURE)["offences_count"].tolist()


def test_there_is_no_rate_where_there_is_no_offence():
    rows = read(FIXTURE).set_index("offence_group")
    assert pd.isna(rows.loc["Fraud and forgery", "rate_pct"])
    assert rows.loc["Drug offences", "rate_pct"] == 200


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("Area Name", "Area name"), ("offence group", "OFFENCE GROUP"), ("Measure", "measure")],
)
def test_capitals_of_column_names_do_not_matter(ours, theirs, spoilt):
    pd.testing.assert_frame_equal(read(spoilt(ours, theirs)), read(FIXTURE))


def test_order_of_columns_does_not_matter(tmp_path):
    cells = pd.read_csv(FIXTURE, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    cells[cells.columns[::-1]].to_csv(tmp_path / "long.csv", index=False)
    pd.testing.assert_frame_equal(read(tmp_path / "long.csv"), read(FIXTURE))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("offence group", "Crime Type", r"long\.csv: no column offence group"),
        (",Borough,", ",BCU,", "unknown label in column Area Type: 'BCU'"),
        (",ROBBERY,", ",PIRACY,", "unknown label in column Offence Group: 'PIRACY'"),
        (",Westminster,E", ",Westmister,E", "unknown label in column Area name: 'Westmister'"),
        (",Positive Outcomes,", ",Outcomes,", "unknown label in column Measure: 'Outcomes'"),
        (",40,", ",-40,", "column Count, line 2: '-40' is a negative count"),
        (",8,05", ",8.5,05", "column Count, line 12: '8.5' is a fractional count"),
        (",8,05", ",,05", "column Count, line 12: '' is not a number"),
        (",8,05", ",n/a,05", "column Count, line 12: 'n/a' is not a number"),
        ("01/12/2031", "2031-12-01", "column Month_Year, line 2: '2031-12-01' is not a date"),
        ("01/12/2031", "31/12/2031", "'31/12/2031' is not the first day of a month"),
        ("DOMESTIC BURGLARY,Off", "BURGLARY BUSINESS AND COMMUNITY,Off", "duplicate key: 1 rows"),
        (",05/03/2032\r\n", "\r\n", r"long\.csv cannot be read as a table: "),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(old, new, says, spoilt):
    if new == ",Westmister,E":
        old, new = "Westminster,Westminster", "Westminster,Westmister"
    with pytest.raises(SourceError, match=f"^mps_monthly_dashboard: .*{says}"):
        read(spoilt(old, new))


def test_offences_alone_are_not_published(tmp_path):
    cells = pd.read_csv(FIXTURE, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    cells[cells["Measure"] == "Offences"].to_csv(tmp_path / "long.csv", index=False)
    with pytest.raises(SourceError, match=r"no row says 'Positive Outcomes' for 2031-12$"):
        read(tmp_path / "long.csv")


def test_wards_alone_are_refused(spoilt):
    path = spoilt(",Borough,", ",Safer Neighbourhood Teams,", count=100)
    with pytest.raises(SourceError, match=r"column Area Type: no row is of a borough$"):
        read(path)


def test_a_month_missing_is_refused(spoilt):
    path = spoilt("01/01/2032", "01/02/2032", count=100)
    with pytest.raises(SourceError, match=r"month 2032-01 is missing \(1 such\)$"):
        read(path)


def test_a_file_without_all_boroughs_is_refused():
    with pytest.raises(SourceError, match=r"rows for 0 of 32 boroughs: is the file cut short\?$"):
        read(FIXTURE, SOURCE)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"\xef\xbb\xbf", "is empty"), (None, "holds a header and no rows")],
)
def test_an_empty_file_is_refused(content, says, tmp_path):
    path = tmp_path / "long.csv"
    header = FIXTURE.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(header if content is None else content)
    with pytest.raises(SourceError, match=rf"long\.csv {says}$"):
        read(path)


def test_a_file_cut_mid_row_is_refused_in_one_line(tmp_path, capsys):
    path = tmp_path / "long.csv"
    path.write_bytes(FIXTURE.read_bytes()[:-60])
    status = main(
        ["build", "mps_monthly_dashboard", "--file", str(path), "--out", str(tmp_path / "out")]
    )
    written = capsys.readouterr().err
    assert status == 1
    assert written.startswith("error: mps_monthly_dashboard: ")
    assert "long.csv: its last line has no end: is the file cut short?" in written
    assert written.count("\n") == 1


@pytest.mark.parametrize(
    ("day", "ages", "provisional"),
    [
        ("31/01/2032", {2031: 1, 2032: 0}, {2031: True, 2032: True}),
        ("29/04/2032", {2031: 3, 2032: 2}, {2031: True, 2032: True}),
        ("30/04/2032", {2031: 4, 2032: 3}, {2031: False, 2032: True}),
        ("31/05/2032", {2031: 5, 2032: 4}, {2031: False, 2032: False}),
    ],
)
def test_a_month_is_provisional_until_four_months_before_the_day_of_the_file(
    day, ages, provisional, spoilt
):
    rows = read(spoilt("05/03/2032", day, count=100))
    year = rows["period_end"].dt.year
    assert dict(zip(year, rows["age_months"], strict=True)) == ages
    assert dict(zip(year, rows["is_provisional"], strict=True)) == provisional


def test_of_several_days_the_first_counts(spoilt):
    """So that a slip in one row does not make months look ripe."""
    assert set(read(spoilt("05/03/2032", "30/11/2032"))["age_months"]) == {1, 2}


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (
            "30/01/2032",
            "made on 2032-01-30, -1 months after the end of its newest period, 2032-01-31",
        ),
        ("05/03/2099", "made on 2099-03-05, 805 months after the end of its newest period"),
        ("2032-03-05", "'2032-03-05' is not a date"),
    ],
)
def test_a_day_that_cannot_be_the_files_is_refused(day, says, spoilt):
    with pytest.raises(SourceError, match=f"^mps_monthly_dashboard: .*{says}"):
        read(spoilt("05/03/2032", day, count=100))


def test_without_a_day_the_last_four_months_are_provisional(tmp_path):
    from benchmarks import monthly_dashboard as benchmark

    path = benchmark.write_file(tmp_path / "made_up.csv", rows=82_944)
    cells = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    cells.drop(columns="Refresh Date").to_csv(tmp_path / "no_day.csv", index=False)
    rows = read(tmp_path / "no_day.csv", SOURCE)
    months = sorted(rows["period_end"].unique())
    assert rows["age_months"].isna().all()
    assert sorted(rows.loc[rows["is_provisional"], "period_end"].unique()) == months[-4:]
    assert len(months) > 5


def test_of_quarters_without_a_day_the_last_two_are_provisional():
    ends = pd.Series(pd.date_range("2030-03-31", periods=6, freq="QE"))
    quarters = pd.DataFrame(
        {"period_start": ends - pd.offsets.QuarterEnd() + pd.Timedelta(days=1), "period_end": ends}
    )
    found = ripeness.with_age(quarters, None, SOURCE)
    assert found["is_provisional"].tolist() == [False] * 4 + [True] * 2


def test_the_benchmarks_file_loads_whole(tmp_path):
    from benchmarks import monthly_dashboard as benchmark

    path = benchmark.write_file(tmp_path / "made_up.csv", rows=82_944)
    rows = read(path, SOURCE)
    assert len(path.read_bytes().splitlines()) == 82_945
    assert rows["area_code"].nunique() == 32
    assert int(rows["offences_count"].sum()) == benchmark.plain(path)
