"""When a promise falls due, and what a figure decides about it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.deadlines import Due, Evidence, days_overdue, due_of, settled, state_on

MARCH_2026 = Due(date(2026, 3, 31), "month")
ON_TIME, TOO_EARLY = date(2026, 3, 31), date(2026, 3, 30)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2023-04-27", date(2023, 4, 27), date(2023, 4, 27), "day"),
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31), "month"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023-Q2", date(2023, 4, 1), date(2023, 6, 30), "quarter"),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31), "quarter"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
    ],
)
def test_a_date_as_written_has_a_first_and_a_last_day(text, first, last, precision):
    due = due_of(text)
    assert (due.first, due.last, due.precision) == (first, last, precision)


def test_no_date_is_none():
    assert due_of("") is None


@pytest.mark.parametrize(
    "text", ["soon", "2024-Q5", "2024-13", "2024-00", "2023-02-30", "24", "2024 "]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"is no day|no month|out of range"):
        due_of(text)


# What a figure decides


@pytest.mark.parametrize(
    ("test", "value", "end", "expected"),
    [
        ("at_least", 20.0, ON_TIME, "met"),
        ("at_least", 19.9, ON_TIME, "missed"),
        ("at_least", 25.0, TOO_EARLY, "open"),
        ("at_least", 11.0, TOO_EARLY, "open"),
        ("at_most", 20.0, ON_TIME, "met"),
        ("at_most", 20.1, ON_TIME, "missed"),
        ("done", None, ON_TIME, "met"),
        ("done", None, TOO_EARLY, "met"),
        ("done", None, date(2026, 4, 1), "missed"),
        ("judged", 20.0, ON_TIME, "open"),
        ("no_promise", 20.0, ON_TIME, "no_promise"),
    ],
)
def test_only_a_figure_at_or_after_the_date_decides(test, value, end, expected):
    assert settled(test, 20.0, MARCH_2026, Evidence(end, True, value)) == expected


@pytest.mark.parametrize("test", ["at_least", "at_most", "done"])
def test_a_figure_of_something_else_decides_nothing(test):
    assert settled(test, 20.0, MARCH_2026, Evidence(ON_TIME, False, 0.0)) == "open"


@pytest.mark.parametrize("test", ["at_least", "at_most", "done", "judged"])
def test_without_a_figure_nothing_is_published(test):
    assert settled(test, 20.0, MARCH_2026, None) == "no_figure_published"


def test_without_a_date_a_promise_can_be_met_but_not_missed():
    assert settled("at_least", 20.0, None, Evidence(ON_TIME, True, 20.0)) == "met"
    assert settled("at_least", 20.0, None, Evidence(ON_TIME, True, 19.0)) == "open"
    assert settled("done", None, None, Evidence(ON_TIME, True)) == "met"


@pytest.mark.parametrize(("value", "target"), [(None, 20.0), (20.0, None)])
def test_half_a_comparison_is_refused(value, target):
    with pytest.raises(ValueError, match="at_least needs a figure and a target"):
        settled("at_least", target, MARCH_2026, Evidence(ON_TIME, True, value))


def test_evidence_without_a_date_cannot_decide():
    assert settled("done", None, MARCH_2026, Evidence(None, False)) == "open"
    with pytest.raises(ValueError, match="without a date cannot decide"):
        settled("done", None, MARCH_2026, Evidence(None, True))


# Where it stands on a day


@pytest.mark.parametrize(
    ("today", "state", "late"),
    [
        (date(2026, 2, 28), "not_yet_due", 0),
        (date(2026, 3, 1), "due", 0),
        (date(2026, 3, 31), "due", 0),
        (date(2026, 4, 1), "no_figure_published", 1),
        (date(2027, 3, 31), "no_figure_published", 365),
    ],
)
@pytest.mark.parametrize("undecided", ["open", "no_figure_published"])
def test_an_undecided_promise_becomes_due_and_then_late(today, state, late, undecided):
    assert state_on(today, undecided, MARCH_2026) == state
    assert days_overdue(today, undecided, MARCH_2026) == late


@pytest.mark.parametrize("decided", ["met", "missed", "no_promise"])
def test_what_is_decided_stays_and_is_never_late(decided):
    assert state_on(date(2030, 1, 1), decided, MARCH_2026) == decided
    assert days_overdue(date(2030, 1, 1), decided, MARCH_2026) == 0


def test_without_a_date_nothing_is_late():
    assert state_on(date(2030, 1, 1), "open", None) == "no_date"
    assert days_overdue(date(2030, 1, 1), "open", None) == 0


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_every_day_lies_in_the_period_written_of_it(day, layout):
    due = due_of(day.strftime(layout))
    assert due.first <= day <= due.last
    assert state_on(day, "open", due) == "due"
    assert days_overdue(day, "open", due) == 0
