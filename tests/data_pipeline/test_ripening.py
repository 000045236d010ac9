"""The reader of the dashboard's Parquet files, and revisions between two of them."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from data_pipeline import registry
from data_pipeline.__main__ import main
from data_pipeline.derived import ripening
from data_pipeline.steps import met_dashboard
from datasets.schema import SourceError

SOURCE = registry.all_sources()["mps_monthly_dashboard"]
MONTHS = pd.date_range("2030-01-01", periods=20, freq="MS")


def rows(counts: dict[str, list[int]], made_on: str, measure: str = "Positive Outcomes"):
    """Rows of the third party's layout: two places and a team for each sub-type and month."""
    return pd.DataFrame(
        [
            {
                "month_year": month,
                "area_type": kind,
                "borough_snt": place,
                "area_name": place,
                "area_code": "-1",
                "crime_type": "Knife Crime",
                "crime_subtype": subtype,
                "measure": measure,
                "financial_year": "fy29-30",
                "fy_fyindex": "29-30_01",
                "count": count,
                "refresh_date": pd.Timestamp(made_on),
                "sheet": "Other",
            }
            for subtype, numbers in counts.items()
            for month, number in zip(MONTHS, numbers, strict=True)
            for kind, place, count in (
                ("Borough", "Barnet", number - 1),
                ("Borough", "Other / NK", 1),
                ("Safer Neighbourhood Teams", "Barnet Vale", number),
            )
        ]
    )


OLD = [100] * 16 + [120, 140, 160, 180]
NEW = [100] * 3 + [99] * 12 + [87, 90, 98, 96, 135]


@pytest.fixture
def compared(tmp_path, monkeypatch):
    """Two editions of one product, of 31 August and 30 November 2031."""
    one = ripening.Comparison(
        "knife_crime",
        ripening.Held("knife", "old.parquet", ("knife crime",)),
        ripening.Held("knife", "new.parquet", ("knife crime",)),
    )
    monkeypatch.setattr(ripening, "COMPARISONS", (one,))
    monkeypatch.setattr(ripening, "CHARGES", ())
    rows({"Knife Crime": OLD, "Knife Crime with Injury": OLD}, "2031-08-31").to_parquet(
        tmp_path / "old.parquet"
    )
    rows({"KNIFE crime": NEW}, "2031-11-30").to_parquet(tmp_path / "new.parquet")
    return tmp_path


def test_each_month_has_its_age_in_the_older_edition_and_its_change(compared):
    made = ripening.made(compared)
    months = made[made["row"] == "month"].set_index("month")
    assert len(months) == 20
    assert months.loc["2031-08", ["age_from_months", "old_count", "new_count"]].tolist() == [
        0,
        180,
        135,
    ]
    assert months["change_pct"].tail(5).tolist() == [-13.0, -25.0, -30.0, -40.0, -25.0]
    assert months["is_unripe"].tolist() == [False] * 16 + [True] * 4
    assert months.loc["2030-01", "age_from_months"] == 19
    assert set(made["edition_old"]) == {"2031-08-31"}
    assert set(made["edition_new"]) == {"2031-11-30"}
    assert made["is_one_product"].all()


def test_what_is_declared_is_by_age(compared):
    made = ripening.made(compared)
    declared = made[made["row"] == "declared"]
    assert declared["age_from_months"].tolist() == [0, 4, 16]
    assert declared["age_to_months"].tolist()[:2] == [3, 15]
    assert declared["age_to_months"].isna().tolist() == [False, False, True]
    assert declared["old_count"].tolist() == [600, 1200, 400]
    assert declared["new_count"].tolist() == [419, 11 * 99 + 87, 399]
    assert declared["change_pct"].tolist() == [-30.2, -2.0, -0.2]
    assert declared["low_pct"].tolist() == [-40.0, -13.0, -1.0]
    assert declared["high_pct"].tolist() == [-25.0, -1.0, 0.0]
    assert declared["is_unripe"].tolist() == [True, False, False]


def test_editions_without_a_month_in_common_are_refused(compared):
    later = rows({"Knife Crime": NEW}, "2033-11-30")
    later["month_year"] += pd.DateOffset(years=2)
    later.to_parquet(compared / "new.parquet")
    with pytest.raises(
        SourceError, match=r"^outcome_revisions: knife_crime: no month in both files"
    ):
        ripening.made(compared)


def test_a_mirror_without_the_file_is_refused_in_one_line(tmp_path, capsys):
    assert main(["ripening", "--mirror", str(tmp_path), "--to", str(tmp_path / "x.csv")]) == 1
    written = capsys.readouterr().err
    assert written.startswith("error: outcome_revisions: 0 files are ")
    assert written.count("\n") == 1
    assert not (tmp_path / "x.csv").exists()


def test_neighbourhood_teams_are_not_added_to_boroughs(compared):
    read = met_dashboard.read(compared / "new.parquet", SOURCE)
    assert read["count"].sum() == sum(NEW)
    assert set(read["crime_subtype"]) == {"knife crime"}
    assert set(read["measure"]) == {"outcomes_count"}
    assert set(read["made_on"]) == {pd.Timestamp("2031-11-30")}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda raw: raw.drop(columns="refresh_date"), r"no column refresh_date"),
        (lambda raw: raw.assign(count=-raw["count"]), r"is a negative count"),
        (
            lambda raw: raw.assign(measure="Outcomes"),
            r"unknown label in column measure: 'Outcomes'",
        ),
        (
            lambda raw: raw.assign(month_year="January 2030"),
            r"column month_year, line 2: 'January 2030' is not a date",
        ),
        (
            lambda raw: raw.assign(refresh_date=pd.NaT),
            r"column refresh_date, line 2: 'NaT' is not a date",
        ),
        (lambda raw: raw[raw["area_type"] != "Borough"], r"no row is of a borough"),
        (lambda raw: pd.concat([raw, raw.head(1)]), r"duplicate key: 1 rows stand twice"),
        (
            lambda raw: raw.assign(month_year=raw["month_year"] + pd.Timedelta(days=3)),
            r"column month_year, line 2: .* is not the first day of a month",
        ),
    ],
)
def test_a_fault_is_named(spoil, says, tmp_path):
    path = tmp_path / "spoilt.parquet"
    spoil(rows({"Knife Crime": NEW}, "2031-11-30")).to_parquet(path)
    with pytest.raises(SourceError, match=f"^mps_monthly_dashboard: .*{says}"):
        met_dashboard.read(path, SOURCE)


@pytest.mark.parametrize("content", [b"", b"PAR1 no table", b"month_year,count\n"])
def test_what_is_no_parquet_is_refused(content, tmp_path):
    path = tmp_path / "spoilt.parquet"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"spoilt\.parquet cannot be read as Parquet"):
        met_dashboard.read(path, SOURCE)


def test_the_bound_is_the_sources_own(compared, monkeypatch):
    wider = dataclasses.replace(SOURCE, provisional_below_months=6)
    monkeypatch.setattr(ripening.registry, "all_sources", lambda: {SOURCE.id: wider})
    made = ripening.made(compared)
    assert made.loc[made["row"] == "month", "is_unripe"].sum() == 6
