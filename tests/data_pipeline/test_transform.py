"""Steps that sources share: figures, and properties that hold for any figure."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline import registry, transform
from data_pipeline.transform import (
    edition_joins,
    newest_edition,
    to_count,
    to_label,
    to_month_end,
    to_share,
)
from datasets.schema import DATASETS, Correction, EditionRule, SourceError

SOURCE = registry.all_sources()["mopac_public_perception"]
ATTITUDES = DATASETS["public_attitudes"]


def cells(*values) -> pd.Series:
    return pd.Series(values, name="cell", dtype=object)


# Counts


@pytest.mark.parametrize(
    ("cell", "count"),
    [("0", 0), ("12", 12), (" 7 ", 7), ("5.0", 5), (321.0, 321), (8_204_407, 8_204_407)],
)
def test_whole_numbers_are_counts(cell, count):
    assert to_count(cells(cell), SOURCE).tolist() == [count]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("-1", "is a negative count"), ("0.5", "is a fractional count"), ("", "is not a number"),
        (" ", "is not a number"), ("x", "is not a number"), ("1,000", "is not a number"),
        ("1,5", "is not a number"), ("inf", "is not a number"), ("nan", "is not a number"),
        (None, "is not a number"), (True, "is not a number"), ("1_000", "is not a number"),
    ],
)  # fmt: skip
def test_what_is_no_count_is_refused_with_its_place(cell, why):
    with pytest.raises(
        SourceError, match=r"^mopac_public_perception: column cell, line 3: "
    ) as caught:
        to_count(cells("1", cell, "2"), SOURCE)
    assert why in str(caught.value)


def test_an_error_counts_the_cells_at_fault():
    with pytest.raises(SourceError, match=r"line 2: '-1' is a negative count \(2 such\)"):
        to_count(cells("-1", "3", "-2"), SOURCE)


@given(st.lists(st.integers(0, 10**7), min_size=1))
def test_counts_survive_as_text_and_as_floats(counts):
    assert to_count(cells(*map(str, counts)), SOURCE).tolist() == counts
    assert to_count(cells(*map(float, counts)), SOURCE).tolist() == counts


@given(st.integers(max_value=-1, min_value=-(10**12)))
def test_no_negative_count_passes(count):
    with pytest.raises(SourceError, match="negative count"):
        to_count(cells(str(count)), SOURCE)


@given(st.integers(0, 10**6), st.integers(1, 99))
def test_no_fraction_passes(whole, hundredths):
    with pytest.raises(SourceError, match="fractional count"):
        to_count(cells(f"{whole}.{hundredths:02}"), SOURCE)


# Shares


@pytest.mark.parametrize(
    ("cell", "full", "share"),
    [("0,67", 1, 67.0), ("0.56", 1, 56.0), (0.57, 1, 57.0), ("0", 1, 0.0), ("1", 1, 100.0), ("1", 100, 1.0),
     ("72", 100, 72.0), ("100", 100, 100.0), (0.29, 1, 29.0)],
)  # fmt: skip
def test_shares_come_out_in_per_cent(cell, full, share):
    assert to_share(cells(cell), full, SOURCE).tolist() == [share]


@pytest.mark.parametrize(
    ("cell", "full", "why"),
    [("56", 1, "outside the scale 0 to 1"), ("1.01", 1, "outside the scale 0 to 1"),
     ("-0.01", 1, "outside the scale 0 to 1"), ("101", 100, "outside the scale 0 to 100"),
     ("0.67", 100, "not a whole per cent on the scale 0 to 100"), ("0,567", 1, "not a whole per cent"),
     ("", 1, "is not a number"), ("..", 100, "is not a number")],
)  # fmt: skip
def test_shares_on_another_scale_are_refused(cell, full, why):
    with pytest.raises(SourceError, match=why):
        to_share(cells(cell), full, SOURCE)


@given(st.lists(st.integers(0, 100), min_size=1), st.sampled_from([".", ","]))
def test_every_whole_per_cent_is_read_exactly_on_both_scales(shares, point):
    proportions = cells(*(f"{share / 100:.2f}".replace(".", point) for share in shares))
    assert to_share(proportions, 1, SOURCE).tolist() == shares
    assert to_share(cells(*map(str, shares)), 100, SOURCE).tolist() == shares


@given(st.floats(0, 100).filter(lambda share: abs(share - round(share)) > 0.001))
def test_nothing_between_whole_per_cents_passes(share):
    with pytest.raises(SourceError, match="not a whole per cent"):
        to_share(cells(repr(share)), 100, SOURCE)


# Dates


@pytest.mark.parametrize(
    ("text", "layout", "months", "end"),
    [("Feb-24", "%b-%y", 0, "2024-02-29"), ("31/12/2023", "%d/%m/%Y", 0, "2023-12-31"),
     ("10/1/2014", "%m/%d/%Y", 2, "2014-12-31"), ("1/1/2024", "%m/%d/%Y", 1, "2024-02-29"),
     ("4/1/2023", "%m/%d/%Y", 2, "2023-06-30")],
)  # fmt: skip
def test_dates_become_month_ends(text, layout, months, end):
    found = to_month_end(cells(text), layout, SOURCE, months=months)
    assert found.tolist() == [pd.Timestamp(end)]


@pytest.mark.parametrize(
    "text", ["2023-12-31", "31/13/2023", "30/02/2023", "", "Dec-23", "31/12/23"]
)
def test_other_dates_are_refused(text):
    with pytest.raises(SourceError, match="is not a date of the form"):
        to_month_end(cells(text), "%d/%m/%Y", SOURCE)


@given(
    st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2060-12-31").date()),
    st.integers(0, 12),
)
def test_a_month_end_is_the_day_before_a_first(day, months):
    (end,) = to_month_end(cells(f"{day:%d/%m/%Y}"), "%d/%m/%Y", SOURCE, months=months)
    following = end + pd.Timedelta(days=1)
    assert following.day == 1
    assert (end.year - day.year) * 12 + end.month - day.month == months


# Labels


def test_labels_are_mapped():
    assert to_label(cells("a", "b", "a"), {"a": "one", "b": "two"}, SOURCE).tolist() == [
        "one",
        "two",
        "one",
    ]


def test_an_unknown_label_names_column_and_label():
    with pytest.raises(
        SourceError, match=r"^mopac_public_perception: unknown label in column cell: 'B', 'c'$"
    ):
        to_label(cells("a", "c", "B", "c"), {"a": "one"}, SOURCE)


@given(st.text(), st.sets(st.text(), max_size=5))
def test_no_label_becomes_null(label, known):
    labels = {name: f"our {name}" for name in known}
    if label in known:
        assert to_label(cells(label), labels, SOURCE).tolist() == [f"our {label}"]
    else:
        with pytest.raises(SourceError, match="unknown label"):
            to_label(cells(label), labels, SOURCE)


def test_every_spelling_of_a_place_leads_to_one_code():
    assert len(transform.area_codes()) >= 33
    assert (
        transform.area_codes()["City of Westminster"]
        == transform.area_codes()["Westminster"]
        == "E09000033"
    )
    assert transform.area_codes()["Richmond Upon Thames"] == "E09000027"
    assert len(set(transform.area_codes().values())) == len(transform.area_names()) == 33


# Corrections


def attitudes(*shares: float, measure="trust") -> pd.DataFrame:
    ends = pd.date_range("2023-03-31", periods=len(shares), freq="QE")
    return pd.DataFrame(
        {"survey": "PAS", "measure": measure, "area_code": "E09000004", "group_dimension": "all", "group": "all",
         "period_end": ends, "time_basis": "rolling_12_months", "share_pct": shares}
    )  # fmt: skip


def correction(**changes) -> Correction:
    declared = Correction(
        edition="2023-09",
        where={"measure": "trust", "period_end": ["2023-06-30", "2023-09-30"]},
        column="share_pct",
        expected=(62.0, 63.0),
        reason="Two quarters are wrong.",
    )
    return dataclasses.replace(declared, **changes)


def corrected(rows: pd.DataFrame, *corrections: Correction, edition="2023-09") -> list[float]:
    source = dataclasses.replace(SOURCE, corrections=corrections)
    return transform.correct(rows, ATTITUDES, source, edition)["share_pct"].tolist()


def test_a_correction_drops_the_rows_it_names():
    assert corrected(attitudes(61.0, 62.0, 63.0), correction()) == [61.0]


def test_a_correction_finds_its_values_in_any_order_of_rows():
    assert corrected(attitudes(61.0, 62.0, 63.0).iloc[::-1], correction()) == [61.0]


def test_a_correction_of_another_edition_is_left_alone():
    assert corrected(attitudes(61.0, 62.0, 63.0), correction(), edition="2023-12") == [
        61.0,
        62.0,
        63.0,
    ]


@pytest.mark.parametrize("shares", [(61.0, 62.0, 64.0), (61.0, 62.0), (61.0,)])
def test_a_correction_that_no_longer_fits_is_refused_with_its_reason(shares):
    with pytest.raises(
        SourceError, match="no longer fits the file, remove or renew it: Two quarters are wrong"
    ):
        corrected(attitudes(*shares), correction())


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_a_correction_applies_exactly_when_its_values_are_there(shares):
    rows = attitudes(*map(float, shares))
    if shares[1:] == [62, 63]:
        assert corrected(rows, correction()) == [shares[0]]
    else:
        with pytest.raises(SourceError, match="no longer fits"):
            corrected(rows, correction())


def test_repeats_are_dropped_and_the_first_kept():
    rows = attitudes(61.0, 62.0)
    repeats = correction(action="drop_repeats", where={"measure": "trust"}, expected=(61.0, 62.0))
    assert corrected(pd.concat([rows, rows], ignore_index=True), repeats) == [61.0, 62.0]


def test_repeats_that_went_are_refused():
    repeats = correction(action="drop_repeats", where={"measure": "trust"}, expected=(61.0, 62.0))
    with pytest.raises(SourceError, match="no longer fits"):
        corrected(attitudes(61.0, 62.0), repeats)


# Editions


def editions(*cells_: tuple[str, str, int]) -> pd.DataFrame:
    rows = pd.DataFrame(cells_, columns=["month", "edition", "offences_count"])
    return rows.assign(month=pd.to_datetime(rows["month"]))


def test_the_newest_edition_that_holds_a_month_is_taken_whole():
    rows = editions(
        ("2024-06", "202511", 1),
        ("2024-07", "202511", 2),
        ("2024-07", "202606", 3),
        ("2024-07", "202606", 4),
    )
    assert newest_edition(rows, ["month"])["offences_count"].tolist() == [1, 3, 4]


def test_joins_say_how_far_editions_differ_over_shared_months():
    rows = editions(
        ("2024-06", "202511", 50), ("2024-07", "202511", 60), ("2024-07", "202511", 40), ("2024-08", "202511", 200),
        ("2024-07", "202606", 97), ("2024-08", "202606", 210), ("2024-09", "202606", 1),
    )  # fmt: skip
    (join,) = edition_joins(rows, newest_edition(rows, ["month"]), "month", "offences_count")
    assert join == {
        "older": "202511", "newer": "202606", "first": "2024-07", "periods": 2, "low_pct": -3.0, "high_pct": 5.0,
    }  # fmt: skip


def test_one_edition_has_no_join():
    rows = editions(("2024-06", "202511", 50))
    assert edition_joins(rows, rows, "month", "offences_count") == []


def test_a_declared_edition_serves_its_months_although_a_newer_one_holds_them():
    rows = editions(("2024-06", "202511", 1), ("2024-07", "202511", 2), ("2024-07", "202606", 3))
    rules = [EditionRule("202511", last="2024-07-31")]
    assert newest_edition(rows, ["month"], rules)["offences_count"].tolist() == [1, 2]
    later = [EditionRule("202511", first="2024-08-01")]
    assert newest_edition(rows, ["month"], later)["offences_count"].tolist() == [1, 3]


# Files


def test_a_sheet_is_read_with_its_first_row_as_header(tmp_path: Path):
    from tests.data_pipeline.miniature import write_workbook

    write_workbook(tmp_path / "a.xlsx", {"S": [["x", "y"], [1, "b"], [2.5, ""]]})
    rows = transform.read_sheet(tmp_path / "a.xlsx", "S", SOURCE)
    assert rows.to_dict(orient="list") == {"x": [1.0, 2.5], "y": ["b", ""]}


def test_a_workbook_with_a_spoilt_sheet_is_refused(tmp_path: Path):
    import zipfile

    from tests.data_pipeline.miniature import write_workbook

    write_workbook(tmp_path / "a.xlsx", {"S": [["x"], [1]]})
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as good,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, b"<worksheet><" if "sheet1" in name else good.read(name))
    with pytest.raises(SourceError, match=r"b\.xlsx cannot be read as a workbook"):
        transform.read_sheet(tmp_path / "b.xlsx", "S", SOURCE)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "is empty"), (b"x,y\n", "holds a header and no rows"), (b"\n\n", "cannot be read as a table"),
     (b"x,y\n1,2\n1,2,3\n", "cannot be read as a table"), (b"x,y\n\xff\xfe,2\n", "cannot be read as a table"),
     (b'x,y\n"1,2\n', "cannot be read as a table")],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_name(tmp_path, content, why):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(SourceError, match=f"a.csv {why}"):
        transform.read_csv(tmp_path / "a.csv", SOURCE)


def test_cells_are_read_as_text_and_empty_cells_as_empty_text(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfx,y\r\n01,NA\r\n,None\r\n")
    rows = transform.read_csv(tmp_path / "a.csv", SOURCE)
    assert rows.to_dict(orient="list") == {"x": ["01", ""], "y": ["NA", "None"]}
