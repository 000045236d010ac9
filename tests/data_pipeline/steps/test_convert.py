"""Cells as labels, numbers, shares and dates: examples, and properties that hold for any cell."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline import registry
from data_pipeline.steps import convert
from data_pipeline.steps.convert import to_count, to_label, to_month_end, to_quantity, to_share
from datasets.schema import SourceError

SOURCE = registry.all_sources()["mopac_public_perception"]


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


@pytest.mark.parametrize(
    "cell", ["1.000", "1,000", "1 000", "1\u00a0000", "1'000", "1e3", "1.234.567", "1.234,5", "+5", "12.00"]
)  # fmt: skip
def test_a_count_that_is_not_written_in_plain_digits_is_refused(cell):
    with pytest.raises(SourceError, match="line 3"):
        to_count(pd.Series(["7", cell], name="count"), SOURCE)


def test_a_count_is_plain_digits_or_a_number_already():
    cells = pd.Series(["1000", " 12 ", "1000.0", 12.0, 3], dtype=object)
    assert to_count(cells, SOURCE).tolist() == [1000, 12, 1000, 12, 3]


def test_a_quantity_that_may_be_in_thousands_is_refused_unless_others_are_as_fine():
    with pytest.raises(SourceError, match=r"'31\.181' may be in thousands"):
        to_quantity(pd.Series(["31.181", "11558", "1389"], name="people"), SOURCE)
    fine = pd.Series(["31.181", "11558.25", "1389"], name="people")
    assert to_quantity(fine, SOURCE).tolist() == [31.181, 11558.25, 1389]


# Long tables, days


def test_each_distinct_cell_is_converted_once_and_an_error_names_its_first_line():
    asked = []

    def to(cells: pd.Series) -> pd.Series:
        asked.append(list(cells))
        return convert.to_count(cells, SOURCE)

    cells = pd.Series(["3", "1", "3", "1", "3"], name="count")
    assert convert.each_once(cells, to).tolist() == [3, 1, 3, 1, 3]
    assert asked == [["3", "1"]]
    with pytest.raises(SourceError, match="column count, line 4: 'x' is not a number"):
        convert.each_once(pd.Series(["3", "1", "x", "x"], name="count"), to)


@pytest.mark.parametrize(
    "cells",
    [
        ["2031-02-01", "2031-03-01"],
        ["01/02/2031", "01/03/2031"],
        [datetime.date(2031, 2, 1), datetime.date(2031, 3, 1)],
        [datetime.datetime(2031, 2, 1), datetime.datetime(2031, 3, 1)],
        pd.to_datetime(["2031-02-01", "2031-03-01"]),
    ],
    ids=["ISO", "British", "days", "moments", "column"],
)
def test_days_are_read_however_a_file_has_them(cells):
    found = convert.to_month(pd.Series(cells, name="month"), SOURCE)
    assert found.dt.strftime("%Y-%m-%d").tolist() == ["2031-02-01", "2031-03-01"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["2031-02-01", "01/03/2031"], "line 3: '01/03/2031' is not a date of the form %Y-%m-%d"),
        (["2031-02-01", ""], "line 3: '' is not a date"),
        (["01/13/2031"], "line 2: '01/13/2031' is not a date of the form %d/%m/%Y"),
        ([pd.NaT, pd.Timestamp("2031-02-01")], "line 2: 'NaT' is not a date"),
        (["2031-02-02"], "line 2: '2031-02-02' is not the first day of a month"),
    ],
)
def test_what_is_no_month_is_refused(cells, says):
    with pytest.raises(SourceError, match=f"column month, {says}"):
        convert.to_month(pd.Series(cells, name="month"), SOURCE)
