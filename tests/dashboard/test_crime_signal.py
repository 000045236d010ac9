"""Which months set the usual range of monthly crime, and which are judged by it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.subjects.crime.figures.signal import monthly_signal
from dashboard.subjects.crime.words import signal as words
from datasets import catalogue


def to(month, area="MPS", group="all", subgroup="all"):
    return monthly_signal(area, group, subgroup, pd.Timestamp(month))


@pytest.mark.parametrize(
    ("last", "first", "is_judged"),
    [
        ("2026-06-01", "2021-07-01", True),
        ("2025-07-01", "2021-07-01", True),
        ("2025-06-01", "2021-07-01", False),  # the last of the 12 since the newer edition
        ("2022-07-01", "2021-07-01", True),
        ("2021-07-01", "2016-07-01", True),
        ("2022-06-01", "2016-07-01", True),  # in its own block it would set the range
        ("2011-03-01", "2010-04-01", False),  # the figures begin 12 months before
    ],
)
def test_the_months_that_set_the_range_do_not_move_with_the_month_chosen(last, first, is_judged):
    found = to(last)
    assert found.rows["date"].iloc[0] == pd.Timestamp(first)
    assert found.rows["date"].iloc[-1] == pd.Timestamp(last)
    assert found.is_judged == is_judged


def test_the_range_of_a_month_by_hand():
    held = catalogue.load("recorded_offences", ["month", "offences_count"])
    months = held.groupby("month")["offences_count"].sum()
    base = months.loc["2024-07-01":"2025-06-01"]
    spread = 2.66 * base.diff().abs().mean()
    for last in ("2026-06-01", "2025-09-01"):
        newest = to(last).last
        assert newest["lower"] == pytest.approx(base.mean() - spread)
        assert newest["upper"] == pytest.approx(base.mean() + spread)


def test_no_month_that_sets_a_range_has_a_signal():
    rows = to("2026-06-01").rows.set_index("date")["signal"]
    assert (rows.loc["2021-07-01":"2022-06-01"] == "").all()
    assert (rows.loc["2024-03-01":"2025-06-01"] == "").all()
    assert (rows.loc["2022-07-01":"2024-02-01"] != "").any()


def test_a_month_that_is_not_judged_has_no_verdict():
    said = words.signal_sentence(
        "offences", "London", 70, 60, 80, "outside", date(2025, 6, 1), False
    )
    assert said == (
        "70 offences recorded in London in June 2025. It is one of the first 12 months since the last "
        "break, or since the figures begin: too few months to say what is usual."
    )
    for value, side in ((90, "above"), (50, "below")):
        out = words.signal_sentence(
            "offences", "London", value, 60, 80, "outside", date(2025, 7, 1)
        )
        assert f"{side} its usual range: more than the usual ups and downs" in out
    judged = words.signal_sentence("offences", "London", 70, 60, 80, "", date(2025, 7, 1))
    assert judged.endswith("Usual for one month: 60 to 80.")
