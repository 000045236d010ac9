"""Which edition serves a month where one is held in part, and editions that lie in a folder of their own."""

import dataclasses

import pandas as pd
import pytest

from data_pipeline import apart, registry
from data_pipeline.editions import newest_edition

CRIME = registry.all_sources()["mps_recorded_crime"]
HELD = pd.DataFrame(
    [(month, edition) for edition, months in {"1": "abc", "2": "bcd", "3": "cd", "4": "d"}.items() for month in months],
    columns=["month", "edition"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "serves"),
    [
        (None, {"a": "1", "b": "2", "c": "3", "d": "4"}),
        ({"1", "2"}, {"a": "1", "b": "2", "c": "2", "d": "4"}),
        ({"1"}, {"a": "1", "b": "1", "c": "1", "d": "4"}),
        (set(), {"a": "1", "b": "2", "c": "3", "d": "4"}),
    ],
)
def test_before_the_newest_a_whole_edition_is_taken_before_a_part(whole, serves):
    found = newest_edition(HELD, ["month"], whole=whole)
    assert dict(zip(found["month"], found["edition"], strict=True)) == serves


def beside(read, out, *names):
    return apart.published(dataclasses.replace(CRIME, apart=names), read, out)


def test_a_folder_of_editions_that_lie_apart_adds_to_those_published(good_published):
    found = beside({"202409"}, good_published, "202409")
    assert "202409" not in set(found.rows["edition"])
    assert set(found.rows["edition"]) == {one["edition"] for one in found.files}


def test_editions_that_lie_apart_stay_where_a_folder_lacks_them(good_published):
    found = beside({"202401", "202403", "202407"}, good_published, "202409")
    assert set(found.rows["edition"]) == {"202409"}
    assert not beside({"202401", "202403", "202407"}, good_published, "202512").rows.size


def test_a_join_whose_months_are_gone_stays_as_published():
    published = {"older": "1", "newer": "2", "first": "b", "periods": 3}
    held = apart.Beside(joins=[published])
    gone = {"older": "1", "newer": "2", "first": "b", "periods": 0}
    assert held.join_of(gone) == published
    assert held.join_of({**gone, "periods": 2})["periods"] == 2
    assert held.join_of({**gone, "older": "0"})["periods"] == 0
