"""Ages of periods, and findings that must survive a revision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from stats.compare import difference_of_rates
from stats.ripeness import age_months, holds_at_both_ends, is_provisional, is_unripe_at_the_end


@pytest.mark.parametrize(
    ("end", "edition", "age"),
    [
        (date(2025, 7, 31), date(2025, 8, 2), 0),
        (date(2025, 7, 31), date(2025, 8, 30), 0),
        (date(2025, 7, 31), date(2025, 8, 31), 1),
        (date(2025, 3, 31), date(2025, 8, 21), 4),
        (date(2024, 12, 31), date(2026, 3, 18), 14),
        (date(2025, 1, 31), date(2025, 2, 28), 1),  # a whole February is a month
        (date(2024, 2, 29), date(2024, 3, 30), 0),  # March is not over
        (date(2025, 7, 31), date(2025, 7, 31), 0),
        (date(2025, 7, 31), date(2025, 7, 30), -1),
    ],
)
def test_an_age_is_of_whole_calendar_months(end, edition, age):
    assert age_months(end, edition) == age


def test_ages_are_those_of_a_calendar():
    """Against dateutil: months from the day after the period to the day after the edition's."""
    for months in range(30):
        end = date(2024, 1, 1) + relativedelta(months=months) - timedelta(days=1)
        for days in range(0, 400, 7):
            edition = end + timedelta(days=days)
            since = relativedelta(edition + timedelta(days=1), end + timedelta(days=1))
            assert age_months(end, edition) == 12 * since.years + since.months


def test_the_bound_is_the_first_age_that_is_ripe():
    assert [is_provisional(age, 4) for age in (0, 3, 4, 5)] == [True, True, False, False]
    assert not is_provisional(0, 0)


def test_of_a_file_of_unknown_day_four_months_or_two_quarters_are_unripe():
    assert [is_unripe_at_the_end(n, 1) for n in (0, 3, 4)] == [True, True, False]
    assert [is_unripe_at_the_end(n, 3) for n in (0, 3, 6)] == [True, True, False]
    with pytest.raises(ValueError, match="periods of 12 months"):
        is_unripe_at_the_end(0, 12)


def clear_change(factor: float) -> int:
    """Of 500 outcomes against 440, each on 5,000 offences: -1, 0 or 1."""
    change = difference_of_rates(round(500 * factor), 5000, 440, 5000, per=100)
    return 0 if not change.excludes_zero else 1 if change.estimate > 0 else -1


def test_a_rise_that_a_revision_would_undo_is_no_finding():
    assert clear_change(1.0) == 1
    assert holds_at_both_ends(0, 6, clear_change) == 1
    assert holds_at_both_ends(-6, 0, clear_change) is None  # 470 against 440: not clear
    assert holds_at_both_ends(-30, 0, clear_change) is None  # a fall at one end


def test_a_finding_that_a_rise_would_undo_is_none_either():
    """440 of 500 less: a fall as published and at the low end, none once 14% are added."""

    def fall(factor: float) -> bool:
        return 440 * factor < 500

    assert holds_at_both_ends(-6, 6, fall)
    assert holds_at_both_ends(-6, 14, fall) is None


def test_a_finding_as_published_outside_both_ends_does_not_count():
    assert holds_at_both_ends(-60, -50, lambda factor: factor > 0.9) is None
    assert holds_at_both_ends(-60, -50, lambda _: "same") == "same"


@pytest.mark.parametrize("ends", [(-101, 0), (5, 1), (float("nan"), 0)])
def test_an_impossible_revision_is_refused(ends):
    with pytest.raises(ValueError, match="no revision runs from"):
        holds_at_both_ends(*ends, clear_change)
