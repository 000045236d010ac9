"""The Crime trends page in each of its states, by what it says."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from tests.dashboard.reading import everything, leave_out, make_it, shown, tables

LAMBETH, SOUTHWARK = "E09000022", "E09000028"
crime = partial(shown, "crime")


def test_london_as_it_opens():
    page = crime()
    text = everything(page)
    assert page.title[0].value == (
        "910,619 offences recorded in London in the year to June 2026, 2% fewer than the year before"
    )
    assert "Dashed: 12 months across a change in recording or edition." in text
    assert "12-month totals to March 2024 up to May 2025" in text
    assert "79,894 offences recorded in London in June 2026, within its usual range" in text
    assert "offences at airports (to June 2024)" in text
    assert "not the Met" not in page.title[0].value
    assert not page.expander  # every table stands open
    assert any(len(one) == 32 for one in tables(page))


def test_a_year_across_the_change_of_system_is_not_compared():
    page = crime(to="2024-12")
    assert (
        "not compared with the year before, as recording and edition changed" in page.title[0].value
    )
    assert "%" not in page.title[0].value
    changes = crime(to="2024-12", mapped="change")
    assert "**No change is shown.**" in everything(changes)


def test_boroughs_beside_london_as_a_share_of_their_own_crime():
    page = crime(area=[LAMBETH, SOUTHWARK], offence="Burglary", **{"as": "share"})
    assert page.title[0].value.endswith("4.6% in Lambeth and 5.8% in Southwark")
    text = everything(page)
    assert "London (Met area): 5.3%." in text
    assert "A share is of all offences recorded in the same place and months" in text
    assert "has a chart and an axis of its own" not in text


def test_londons_count_has_a_chart_of_its_own_beside_boroughs():
    apart = crime(area=["MPS", LAMBETH])
    assert "London's number is many times a borough's" in everything(apart)
    alone = crime(area=LAMBETH)
    assert len(apart.get("plotly_chart")) == len(alone.get("plotly_chart")) + 2  # wide and narrow


def test_all_offences_are_no_share_of_themselves():
    page = crime(**{"as": "share"})
    assert "“share” for “as”" in page.warning[0].value
    assert "910,619" in page.title[0].value


def test_a_kind_that_was_replaced_is_shown_to_its_end():
    text = everything(crime(offence="Burglary", kind="Domestic burglary"))
    assert (
        "37,469 offences of domestic burglary recorded in London in the year to March 2023" in text
    )
    assert "offences of domestic burglary recorded in London in March 2023" in text
    assert "12 months to March 2023" in text
    assert "June 2026, within" not in text


def test_no_place():
    page = crime(area="none")
    assert "Nothing to draw is chosen" in page.info[0].value
    assert page.title[0].value == "Crime trends"


def test_no_months():
    page = crime(**{"from": "2026-06", "to": "2020-01"})
    assert "**Nothing is published for All offences, London" in page.info[0].value
    assert "June 2026 to January 2020" in page.info[0].value


def test_months_before_the_series_are_named():
    page = crime(to="2009-01")
    assert "“2009\\-01” for “to”" in page.warning[0].value


def test_too_few_months_for_a_usual_range():
    new = {"offence": "Burglary", "kind": "Residential burglary of a home", "to": "2024-03"}
    assert "Fewer than 12 months in a row are held" in everything(crime(show="month", **new))
    assert "**Nothing is published for Residential burglary" in crime(**new).info[0].value


@pytest.mark.parametrize("table", ["recorded_offences", "population", "review_figures"])
def test_a_table_that_is_not_loaded_is_named(tmp_path, monkeypatch, table):
    leave_out(table, tmp_path, monkeypatch)
    page = crime()
    assert "**These figures are not loaded.**" in page.info[0].value
    assert not page.title


def test_late_figures_are_said_to_be_overdue(monkeypatch):
    make_it(date(2026, 8, 1), monkeypatch)
    assert "overdue" not in everything(crime())
    make_it(date(2026, 12, 1), monkeypatch)
    assert "Newer figures are overdue" in everything(crime())
