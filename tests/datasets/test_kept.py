"""What is kept of the tables: bounded, the caller's own to change, and never of other bytes."""

from __future__ import annotations

import pandas as pd

from datasets import catalogue
from datasets.kept import KeptFrames


def frame(value: int) -> pd.DataFrame:
    return pd.DataFrame({"value": [value] * 100})


def test_the_frame_not_asked_for_longest_goes_first():
    size = int(frame(0).memory_usage().sum())
    kept, made = KeptFrames(2 * size), []

    def of(value: int) -> pd.DataFrame:
        return kept.get(value, lambda: made.append(value) or frame(value))

    for value in (1, 2, 1, 3, 1, 2):
        assert of(value)["value"].eq(value).all()
    assert made == [1, 2, 3, 2]
    assert len(kept) == 2


def test_one_larger_than_all_that_is_kept_is_given_and_not_kept():
    kept = KeptFrames(10)
    assert len(kept.get("large", lambda: frame(1))) == 100
    assert len(kept) == 0


def test_rows_may_be_changed_by_whoever_asked():
    first = catalogue.load("population", ["year"])
    first["year"] = 0
    first.loc[0, "year"] = -1
    assert catalogue.load("population", ["year"])["year"].min() > 1900


def test_an_answer_is_kept_until_what_it_reads_changes(tmp_path, monkeypatch):
    calls = []

    @catalogue.kept("one.csv")
    def asked(name: str) -> int:
        calls.append(name)
        return len(catalogue.reference("one"))

    monkeypatch.setattr(catalogue, "REFERENCE", tmp_path)
    (tmp_path / "one.csv").write_text("id\n1\n", encoding="utf-8")
    assert (asked("a"), asked("a"), asked("b")) == (1, 1, 1)
    (tmp_path / "one.csv").write_text("id\n1\n2\n", encoding="utf-8")
    assert asked("a") == 2
    assert calls == ["a", "b", "a"]
