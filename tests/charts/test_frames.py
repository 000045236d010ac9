"""What charts refuse."""

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import frames


@pytest.fixture
def rows():
    return pd.DataFrame({"label": ["A", "B"], "value": [1, None], "note": ["x", None]})


def test_optional_columns_are_added_and_texts_filled(rows):
    found = frames.checked(
        rows, "c", texts=["label"], numbers=["value"], optional_texts=["note", "role"],
        optional_numbers=["low"],
    )  # fmt: skip
    assert list(found.columns) == ["label", "note", "role", "value", "low"]
    assert found["note"].tolist() == ["x", ""]
    assert found["role"].tolist() == ["", ""]
    assert found["value"].dtype == "float64"
    assert found["low"].isna().all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="value"), "c: the frame has no column 'value'"),
        (lambda rows: rows.assign(label=["A", None]), "c: a row has no label"),
        (lambda rows: rows.assign(value=["1", "many"]), "c: value holds what is not a number"),
        (lambda rows: rows.assign(value=[1, np.inf]), "c: value holds a number without end"),
        (lambda rows: rows.assign(label="A"), "c: two rows are A"),
    ],
)
def test_impossible_frames_are_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        frames.checked(change(rows), "c", texts=["label"], numbers=["value"], unique=["label"])


def test_order_is_required_of_what_is_there():
    rows = pd.DataFrame({"label": ["A", "B"], "low": [1, np.nan], "high": [2, 1.0]})
    frames.require_order(rows, "c", "low", "high")
    frames.require_order(rows.assign(low=2 + 1e-12), "c", "high", "high")
    with pytest.raises(ValueError, match=r"c: low 3.0 is above high 2.0 \(A\)"):
        frames.require_order(rows.assign(low=3.0), "c", "low", "high")


def test_above_zero():
    rows = pd.DataFrame({"value": [0.5, np.nan]})
    frames.require_above_zero(rows, "c", "value")
    with pytest.raises(ValueError, match=r"value 0.0 is not above 0"):
        frames.require_above_zero(rows.assign(value=0.0), "c", "value")


def test_roles_are_known_ones():
    assert frames.roles(pd.DataFrame({"role": ["", "chosen"]}), "c") == ["main", "chosen"]
    with pytest.raises(ValueError, match="role 'best' is none of main, chosen, context"):
        frames.roles(pd.DataFrame({"role": ["best"]}), "c")


def test_truths():
    column = pd.Series([True, None, np.True_, False], name="is_clear", dtype=object)
    assert frames.truths(column, "c") == [True, False, True, False]
    with pytest.raises(ValueError, match="is_clear holds what is neither"):
        frames.truths(pd.Series(["yes"], name="is_clear"), "c")


def test_or_none():
    assert frames.or_none(float("nan")) is None
    assert frames.or_none(np.float64(0)) == 0.0
