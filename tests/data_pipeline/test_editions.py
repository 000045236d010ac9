"""Which edition serves a month, and how far editions differ over the months they share."""

from __future__ import annotations

import pandas as pd

from data_pipeline.editions import edition_joins, newest_edition
from datasets.schema import EditionRule


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


def test_an_absent_part_of_a_key_is_a_value_like_another():
    """Rows of groups have no offence code: the newest of them is taken, and none is lost."""
    rows = editions(
        ("2024-06", "202511", 1), ("2024-06", "202606", 2),
        ("2024-06", "202511", 3), ("2024-06", "202606", 4),
    ).assign(offence_code=[None, None, "19C", "19C"])  # fmt: skip
    assert newest_edition(rows, ["month", "offence_code"])["offences_count"].tolist() == [2, 4]


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
