"""How old outcomes are, how far ones as young were revised, and what is said of it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.subjects.outcomes.figures import outcomes, ripening
from dashboard.subjects.outcomes.figures.ripening import Revision
from dashboard.words import ripening as words
from datasets import catalogue

AUGUST = pd.Timestamp("2025-08-01")


@pytest.fixture
def dated(monkeypatch):
    """The published outcomes as if their file said its day: every month has the age given."""

    def of_newest(age: int) -> None:
        whole = catalogue.load

        def load(dataset, *more):
            rows = whole(dataset, *more)
            if dataset != "crime_outcomes" or "age_months" not in rows:
                return rows
            months = rows["period_end"].dt.to_period("M").astype("int64")
            ages = months.max() - months + age
            return rows.assign(age_months=ages.astype("Int64"), is_provisional=ages < 4)

        monkeypatch.setattr(catalogue, "load", load)

    return of_newest


def test_where_the_day_is_not_known_the_last_four_months_are_unripe():
    assert ripening.last_ripe_month() == AUGUST
    held = ripening.outcome_month_states()["month"]
    assert [f"{month:%Y-%m}" for month in sorted(set(held) - set(ripening.ripe_months()))] == [
        *("2025-09", "2025-10", "2025-11", "2025-12"),
    ]
    states = ripening.outcome_month_states().set_index("month")
    assert states.loc[AUGUST, "age"] == 4
    assert states["age_months"].isna().all()


def test_ages_of_the_file_count_where_it_says_its_day(dated):
    dated(2)
    assert ripening.last_ripe_month() == pd.Timestamp("2025-10-01")
    assert ripening.outcome_month_states().set_index("month").loc[AUGUST, "age_months"] == 6


def test_when_every_month_is_ripe_none_is_provisional(dated):
    dated(5)
    assert ripening.last_ripe_month() == pd.Timestamp("2025-12-01")
    assert ripening.ripe_months() == list(ripening.outcome_month_states()["month"])
    rates = outcomes.outcome_series("MPS", "all", "year").set_index("date")["value"]
    assert round(rates["2025-12-01"], 1) == 10.2


def test_the_revision_of_12_months_is_that_of_months_as_old():
    """By hand from the reference table: ages 4 to 15 of each comparison."""
    found = ripening.revisions_of_year(AUGUST)
    assert [(one.series, one.is_one_product) for one in found] == [
        *(("notifiable", False), ("knife_crime", True)),
    ]
    assert [round(one.change_pct, 2) for one in found] == [
        round(100 * (67_267 / 70_889 - 1), 2),
        round(100 * (1_335 / 1_447 - 1), 2),
    ]
    assert [(one.low_pct, one.high_pct) for one in found] == [(-8.1, -3.1), (-13.2, -1.7)]


def test_an_older_year_carries_the_revision_of_its_own_age():
    fifteen_months_old = pd.Timestamp("2024-09-01")
    assert [round(one.change_pct, 1) for one in ripening.revisions_of_year(fifteen_months_old)] == [
        -2.6,
        -0.4,
    ]
    assert ripening.revisions_of_year(pd.Timestamp("2024-08-01")) == []
    assert ripening.revisions_of_year(pd.Timestamp("2030-01-01")) == []


def test_the_months_too_young_are_those_that_fell_by_a_fifth():
    unripe = ripening.revisions_of_unripe()
    assert [(one.low_pct, one.high_pct) for one in unripe] == [(-21.2, -14.9), (-26.4, -20.0)]


def test_ages_that_no_comparison_holds_have_no_revision():
    assert ripening.revisions_at(35, 46) == []


def rates(now: float, before: float) -> pd.DataFrame:
    return pd.DataFrame({"date": [AUGUST - pd.DateOffset(years=1), AUGUST], "value": [before, now]})


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (8.7, 6.4, "higher"),  # 8.0 after the largest fall seen
        (8.7, 8.3, "not_ripe"),  # 8.0: lower
        (8.7, 8.7, "not_ripe"),  # the same as published, lower after the revision
        (8.7, 9.5, "lower"),
        (8.7, float("nan"), None),
        (float("nan"), 8.3, None),
    ],
)
def test_two_years_are_compared_only_if_the_finding_outlives_the_revision(
    now, before, found, monkeypatch
):
    monkeypatch.setattr(outcomes, "outcome_series", lambda *_: rates(now, before))
    assert outcomes.change_on_year_before("MPS", "all", AUGUST) == found


def test_two_old_years_are_compared_as_they_are(dated, monkeypatch):
    dated(20)
    monkeypatch.setattr(outcomes, "outcome_series", lambda *_: rates(8.7, 8.3))
    assert outcomes.change_on_year_before("MPS", "all", AUGUST) == "higher"


def test_what_no_comparison_speaks_of_is_not_judged(monkeypatch):
    monkeypatch.setattr(ripening, "revisions_of_year", lambda _: [])
    assert ripening.holds(AUGUST, lambda _: "higher") is None


SEEN = [
    Revision("notifiable", -5.11, -8.1, -3.1, False, "2025-08-02", "2025-12"),
    Revision("knife_crime", -7.74, -13.2, -1.7, True, "2025-08-21", "2026-03-18"),
]


def test_the_size_is_said_in_plain_words():
    assert words.revised_short(SEEN) == ("Figures so new were later revised down by 5 to 8%.")
    assert words.later(SEEN) == "Later revisions: down 5 to 8%."
    assert words.later([]) == ""
    assert words.revised_short(SEEN[:1]).endswith("revised down by 5%.")
    assert words.revised_short([]) == ""
    assert words.revised([]) == ""
    up = Revision("notifiable", 2.4, 1, 6, True, "2025-08-02", "2025-12")
    assert words.revised_short([SEEN[0], up]).endswith("revised by −5 to +2%.")
    none = Revision("knife_crime", -0.4, -1, 0, True, "2025-08-21", "2026-03-18")
    assert words.revised_short([none]).endswith("revised by under 1%.")
    assert words.revised_short([SEEN[0], none]).endswith("revised down by 0 to 5%.")
    assert words.revised_short([up]).endswith("revised up by 2%.")


def test_each_comparison_says_what_it_is():
    assert words.revised(SEEN) == (
        "Figures so new were later revised down by 5 to 8%. 12 months of all offences: down by "
        "5% (a guide only, as two different tables are compared, August 2025 against December 2025). "
        "12 months of knife crime: down by 8% (one table in two editions, August 2025 against March 2026)."
    )


def test_provisional_months_are_named():
    said = words.provisional([9.4, float("nan")], date(2025, 11, 1), date(2025, 12, 1), SEEN)
    assert said == (
        "November to December 2025 are provisional: 9.4%, –. Single months as young were later "
        "revised: all offences down by 3 to 8% and knife crime down by 2 to 13%. So no headline, rate of "
        "12 months or comparison here rests on them."
    )
    one = words.provisional([9.4], date(2025, 12, 1), date(2025, 12, 1), [])
    assert one.startswith(
        "December 2025 is provisional: 9.4%. Months this young are still revised."
    )
    assert one.endswith("rests on it.")


def test_what_cannot_be_compared_yet_says_when():
    said = words.not_ripe(8.66, 8.3, date(2025, 8, 1), ripening.ripe_from(AUGUST))
    assert said.endswith("could turn the difference round. It can be judged from December 2026.")
    assert words.only_provisional(None).startswith("**Every month held is provisional")
    assert words.ages(0, 3) == "0 to 3 months"
    assert words.ages(16, None) == "16 months or more"
