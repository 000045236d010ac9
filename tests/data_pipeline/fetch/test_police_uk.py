"""data.police.uk: the months it has, the months it lacks, and one that is at fault."""

from __future__ import annotations

import json
import time

import pytest

from data_pipeline.fetch import police_uk
from tests.data_pipeline.fetch.fetched import (
    STOPS,
    assert_one_line,
    tree,
)


def stops(month: str, count: int = 4) -> bytes:
    """A month of stops in the publisher's layout, invented."""
    groups = ("Asian", "Black", "Other", "White")
    return json.dumps(
        [
            {
                "age_range": "18-24", "officer_defined_ethnicity": groups[number % 4],
                "involved_person": True, "self_defined_ethnicity": "White - Irish", "gender": "Male",
                "legislation": None, "outcome_linked_to_object_of_search": None,
                "datetime": f"{month}-0{number % 9 + 1}T10:00:00+00:00",
                "outcome_object": {"id": "bu-arrest", "name": "Arrest"}, "location": None,
                "object_of_search": "Controlled drugs", "operation": False, "outcome": "Arrest",
                "type": "Person search", "operation_name": None,
                "removal_of_more_than_outer_clothing": None,
            }
            for number in range(count)
        ]
    ).encode()  # fmt: skip


@pytest.fixture
def months(publisher) -> dict[str, bytes | None]:
    """Five months, of which the Met lacks one and the publisher another."""
    for month in ("2026-01", "2026-02", "2026-05", "2026-06"):
        publisher.months[month] = stops(month)
    publisher.months["2026-03"] = None
    return publisher.months


def test_months_are_kept_exactly_and_missing_ones_named(months, run, raw, capsys):
    assert run(STOPS) == 0
    kept = {name: body for name, body in tree(raw).items() if not name.endswith("state.json")}
    assert kept == {
        f"{STOPS}/{month}/{month}-metropolitan-stop-and-search.json": months[month]
        for month in ("2026-01", "2026-02", "2026-05", "2026-06")
    }
    assert capsys.readouterr() == (
        f"{STOPS}: not published: 2026-03, 2026-04\n{STOPS}: 4 months fetched, 0 unchanged, to 2026-06\n",
        "",
    )


@pytest.mark.parametrize("is_tagged", [True, False])
def test_months_held_are_not_sent_again(is_tagged, months, publisher, run, raw, capsys):
    publisher.is_tagged = is_tagged
    run(STOPS)
    already, before = publisher.data_bytes(), tree(raw)
    assert run(STOPS) == 0
    assert publisher.data_bytes() == already
    assert tree(raw) == before
    assert f"{STOPS}: 0 months fetched, 4 unchanged, to 2026-06\n" in capsys.readouterr().out


def test_month_that_was_revised_replaces_the_old(months, run, raw):
    run(STOPS)
    months["2026-02"] = stops("2026-02", 8)
    assert run(STOPS) == 0
    assert (
        raw / STOPS / "2026-02" / "2026-02-metropolitan-stop-and-search.json"
    ).read_bytes() == months["2026-02"]
    assert len(list((raw / ".replaced").rglob("*.json"))) == 1


MONTH_FAULTS = {
    "500": r"HTTP 500 \(3 tries\)",
    "html": "a web page came instead of the file",
    "message": "the file is no list in JSON",
    "empty": "the file is empty",
    "truncate": "cut short",
    "garbled": "the file is no text",
}


@pytest.mark.parametrize("fault", MONTH_FAULTS)
def test_month_at_fault_is_named_and_the_others_kept(fault, months, publisher, run, raw, capsys):
    publisher.faults = {"date=2026-02": fault}
    assert run(STOPS) == 1
    assert_one_line(capsys, f"not fetched: 2026-02: .*{MONTH_FAULTS[fault]}", STOPS)
    assert sorted(path.name for path in (raw / STOPS).iterdir()) == [
        "2026-01",
        "2026-05",
        "2026-06",
        "state.json",
    ]
    assert not (raw / ".incoming").exists()


def test_month_without_a_stop_is_no_data(months, run, raw, capsys):
    months["2026-02"] = b"[]"
    assert run(STOPS) == 1
    assert_one_line(capsys, "not fetched: 2026-02: .*the list is empty", STOPS)
    assert not (raw / STOPS / "2026-02").exists()


def test_month_of_another_month_is_refused(months, run, raw, capsys):
    months["2026-02"] = stops("2026-01")
    assert run(STOPS) == 1
    assert_one_line(capsys, "not fetched: 2026-02: ", STOPS)
    assert not (raw / STOPS / "2026-02").exists()


def test_publisher_that_is_down_is_left_alone(months, publisher, run, capsys):
    publisher.faults = {"stops-force": "500"}
    assert run(STOPS) == 1
    assert_one_line(
        capsys,
        "not fetched: 2026-01, 2026-02, 2026-05; months after 2026-05 not asked for: .*HTTP 500",
        STOPS,
    )
    assert publisher.asked("date=2026-06") == []


def test_month_that_asks_for_patience_gets_it(months, publisher, run, capsys):
    publisher.faults = {"date=2026-02": "429once"}
    assert run(STOPS) == 0


@pytest.mark.parametrize(
    ("fault", "what"),
    [("500", "HTTP 500"), ("html", "no JSON"), ("message", "no month lists metropolitan")],
)
def test_availability_at_fault(fault, what, months, publisher, run, raw, capsys):
    publisher.faults = {"crimes-street-dates": fault}
    assert run(STOPS) == 1
    assert_one_line(capsys, what, STOPS)
    assert tree(raw) == {}


def test_no_more_requests_a_second_than_the_publisher_allows(publisher, run, monkeypatch):
    monkeypatch.setattr(police_uk, "PER_SECOND", 2)
    for month in ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05"):
        publisher.months[month] = stops(month)
    begin = time.monotonic()
    assert run(STOPS) == 0
    assert time.monotonic() - begin >= 1.9
