"""The Crime trends page in each of its states, by what it says."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest
import time_machine

from dashboard.page import CardTable, ChoiceRow, Fold, Notes, Text
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures.counts import crime_month_list
from datasets import catalogue
from tests.dashboard.page_reading import everything, shown, tables

KINGSTON, LAMBETH, SOUTHWARK = "E09000021", "E09000022", "E09000028"
WESTMINSTER = "E09000033"
NEWEST = max(crime_month_list())
crime = partial(shown, "crime")


def notices(page):
    return [one.markdown for one in page.all_of(Text) if one.style == "notice"]


def test_london_as_it_opens():
    page = crime()
    text = everything(page)
    assert page.headline == (
        "Recorded crime in London fell 2% in the year to June 2026, to 910,619 offences"
    )
    assert page.lede == "June 2026 alone, 79,894 offences, is within its usual range."
    (key,) = [one.markdown for one in page.all_of(Text) if one.markdown.startswith("Dashed: ")]
    assert key == (
        "Dashed: counting changed within these 12 months. From July 2024: a later edition."
    )
    (chart,) = [one for one in page.charts if one.key == "crime"]
    assert chart.subtitle.endswith(f". {key}"), "its picture and its frame say so, too"
    assert "Do not compare the totals to March 2024 up to May 2025 with others" in text
    assert "79,894 offences recorded in London in June 2026, within its usual range" in text
    assert "offences at airports (to February 2024)" in text
    assert "not the Met" not in page.headline
    assert "that is beyond rounding\\. The cause is not known" in text
    (review,) = [one.as_frame() for one in page.all_of(CardTable) if one.key == "crime-review"]
    assert "+41% / +18% ‡" in review.to_numpy()
    assert "6,622 (+8.4%) ‡" in review.to_numpy()
    assert "the later edition adds, moves or cancels crimes" in text
    assert "That range is of all offences" not in text
    assert any(len(one) == 32 for one in tables(page))


def test_a_level_year_near_its_highest_says_both_and_a_month_on_which_side_it_is():
    page = crime(area=LAMBETH)
    assert page.headline == (
        "Recorded crime in Lambeth about level, year to June 2026: 38,692 offences"
    )
    highest, month = re.split(r"(?<=[.]) (?=June)", page.lede)
    assert highest.startswith(
        "It is near the highest on this chart, which begins in 2011: 38,919, year to "
    )
    assert month == "June 2026 alone, 3,765 offences, is above its usual range."
    assert "June 2026 in Lambeth: above its usual range" in [one.title for one in page.parts]
    assert "outside its usual range" not in everything(page)


def test_kinds_stand_before_the_years_and_on_the_paper():
    page = crime(area=LAMBETH)
    (over_time,) = (one for one in page.all_of(Fold) if one.key == "crime-over-time")
    assert not over_time.is_open
    (table,) = page.paper.tables
    assert table.frame["Offence"].iloc[0] == "All offences"
    assert len(table.frame) == 17


def test_no_change_is_given_on_what_the_rule_says_and_on_nothing_else():
    rows = crime_changes.changes_to("MPS", NEWEST).set_index("offence")
    before = crime_changes.changes_to("MPS", NEWEST.replace(year=2025)).set_index("offence")
    few = before["offences_count"].reindex(rows.index).fillna(0) < 50
    assert (rows["change_1y_pct"].isna() == few).all()
    assert "None is given where those 12 months had fewer than 50 offences" in everything(crime())


def test_each_part_says_its_point_in_a_short_title_and_the_chart_comes_first():
    for one in (crime(), crime(area=LAMBETH), crime(area=[LAMBETH, SOUTHWARK], show="month")):
        titles = [part.title for part in one.parts if part.title]
        assert max(map(len, titles)) <= 90
        assert len(titles) <= 5
        assert one.charts[0].heading[0] == titles[0]
        assert len(one.headline) <= 90
    assert [part.title for part in crime().parts][1:] == [
        "All offences, London (Met area)",
        "In London, theft fell 9% and violence against the person rose 7% in a year",
        "All offences per 1,000 residents: 58.3 in Richmond upon Thames to 364.7 in Westminster",
        "June 2026 in London: within its usual range",
        "The Review printed 872,841 offences for its year; the table now has 873,924",
    ]
    folds = [fold.key for fold in crime().all_of(Fold)]
    assert folds == ["crime-over-time", "crime-longer", "crime-boroughs", "crime-review"]


def test_what_changes_how_a_share_or_a_rate_is_read_stands_first():
    (first, *_), *_ = (
        one.lines for one in crime(offence="Burglary", **{"as": "share"}).all_of(Notes)
    )
    assert first.startswith("A share is of all offences")
    (first, *_), *_ = (one.lines for one in crime(area=WESTMINSTER, **{"as": "rate"}).all_of(Notes))
    assert first.startswith("Westminster's rate is per resident")


def test_a_title_gives_no_change_over_a_break_and_no_range_of_one_figure():
    titles = [part.title for part in crime(to="2024-12").parts]
    assert "Most recorded in London: theft and violence against the person" in titles
    few = [part.title for part in crime(offence="Fraud and forgery").parts]
    assert "Fraud and forgery in every borough" in few


def test_a_year_across_the_change_of_system_is_not_compared():
    page = crime(to="2024-12")
    assert "Not compared with the year before, as recording changed in between" in page.lede
    assert "%" not in page.headline + page.lede
    changes = crime(to="2024-12", mapped="change")
    assert "**No change is shown.**" in everything(changes)


def test_changes_of_few_offences_are_marked_wherever_they_stand():
    page = crime(area=[KINGSTON, LAMBETH], offence="Possession of weapons", mapped="change")
    (on_map,) = [one for one in tables(page) if "Borough" in one]
    column = on_map.set_index("Borough").iloc[:, -1]
    assert column["Kingston upon Thames"].endswith("% §")
    assert not column["Lambeth"].endswith("§")
    text = everything(page)
    assert "Kingston upon Thames" in page.lede
    assert page.lede.count("(small numbers)") == 1  # not after Lambeth
    assert (
        text.replace("\\", "").count("§ Small numbers: fewer than") >= 2
    )  # the table of places, and the map's


def test_boroughs_beside_london_as_a_share_of_their_own_crime():
    page = crime(area=[LAMBETH, SOUTHWARK], offence="Burglary", **{"as": "share"})
    assert page.headline.endswith("Lambeth 4.6% and Southwark 5.8%")
    text = everything(page)
    assert "London (Met area): 5.3%." in text
    assert "A share is of all offences recorded in the same place and months" in text
    assert "has a chart and an axis of its own" not in text
    assert "That range is of all offences, not of those chosen here." in text


def test_a_chart_of_single_months_has_its_newest_month_beside_the_headlines_year():
    burglary = {"offence": "Burglary", "show": "month"}
    page = crime(area=[LAMBETH, SOUTHWARK], **burglary, **{"as": "share"})
    assert page.headline == (
        "Burglary, share of all offences, year to June 2026: Lambeth 4.6% and Southwark 5.8%"
    )
    month = "The chart is of single months, the newest June 2026: "
    both = crime_places_in("2026-06-01", "2026-06-01", [LAMBETH, SOUTHWARK])
    assert f"{month}{both[0]:.1f}% in Lambeth and {both[1]:.1f}% in Southwark." in everything(page)
    assert f"{month}79,894 in London (Met area)." in everything(crime(show="month"))
    assert "The chart is of single months" not in everything(crime(offence="Burglary"))


def crime_places_in(first, last, areas):
    """Burglary as a share of all offences, from the rows."""
    held = catalogue.load("recorded_offences", None, {"area_code": areas})
    held = held[held["month"].between(first, last)]
    counts = held.groupby(["area_code", held["offence_group"] == "Burglary"])["offences_count"]
    table = counts.sum().unstack()
    return [100 * table.loc[area, True] / table.loc[area].sum() for area in areas]


def test_no_change_on_the_year_before_has_its_reason():
    beside = {"area": ["MPS", LAMBETH], "offence": "Burglary"}
    text = everything(crime(**beside, to="2024-12"))
    assert (
        "– No change on the year before, as recording changed in between, and later data begin"
        in text
    )
    assert "No change on the year before" not in everything(crime(**beside))
    few = crime(area=["MPS", LAMBETH], offence="Fraud and forgery")
    assert "– No change is given where the year before had fewer than 50 offences" in everything(
        few
    )


def test_a_change_of_small_numbers_says_so():
    page = crime(offence="Fraud and forgery")
    assert page.headline == (
        "Fraud and forgery in London fell 49% in the year to June 2026, to 32 offences (63 before: small "
        "numbers)"
    )
    assert "§ Small numbers" in everything(page)
    beside = crime(area=["MPS", LAMBETH], offence="Fraud and forgery")
    (table,) = [one for one in tables(beside) if "On the year before" in one.columns]
    assert list(table["On the year before"]) == ["–", "−49% §"]


def test_londons_count_has_a_chart_of_its_own_beside_boroughs():
    apart = crime(area=["MPS", LAMBETH])
    assert "London's number is many times a borough's" in everything(apart)
    alone = crime(area=LAMBETH)
    assert len(apart.charts) == len(alone.charts) + 1


def test_all_offences_are_no_share_of_themselves():
    page = crime(**{"as": "share"})
    assert "“share” for “as”" in page.ignored[0]
    assert "910,619" in page.headline


def test_a_kind_that_was_replaced_is_shown_to_its_end():
    text = everything(crime(offence="Burglary", kind="Domestic burglary"))
    assert "Domestic burglary in London" in text
    assert "in the year to March 2023, to 37,469 offences" in text
    assert "offences of domestic burglary recorded in London in March 2023" in text
    assert "12 months to March 2023" in text
    assert "June 2026, within" not in text


def test_no_place():
    page = crime(area="none")
    assert "Nothing to draw is chosen" in notices(page)[0]
    assert page.headline == "Crime trends"


def test_no_months():
    page = crime(**{"from": "2026-06", "to": "2020-01"})
    assert "**Nothing is published for All offences, London" in notices(page)[0]
    assert "June 2026 to January 2020" in notices(page)[0]


def test_months_before_the_series_are_named():
    page = crime(to="2009-01")
    assert "“2009-01” for “to”" in page.ignored[0]


def test_a_month_that_sets_the_range_is_not_judged_by_it():
    text = everything(crime(to="2025-06"))
    assert (
        "recorded in London in June 2025. It is one of the first 12 months since the last" in text
    )
    assert "in July 2025, within" in everything(crime(to="2025-07"))


def test_too_few_months_for_a_usual_range():
    new = {"offence": "Burglary", "kind": "Residential burglary of a home", "to": "2024-03"}
    assert "Fewer than 12 months in a row are held" in everything(crime(show="month", **new))
    assert "**Nothing is published for Residential burglary" in notices(crime(**new))[0]


@pytest.mark.parametrize("table", ["recorded_offences", "population", "review_figures"])
def test_a_table_that_is_not_loaded_is_named(without, table):
    without(table)
    page = crime()
    assert "**These figures are not loaded.**" in notices(page)[0]
    assert not page.headline


def test_late_figures_are_said_to_be_overdue():
    with time_machine.travel(date(2026, 8, 1)):
        assert "overdue" not in everything(crime())
    with time_machine.travel(date(2026, 12, 1)):
        assert "Newer figures are overdue" in everything(crime())


def test_choices_are_those_that_what_is_chosen_leaves():
    burglary = crime(area=[LAMBETH, SOUTHWARK], offence="Burglary", one=SOUTHWARK)
    rows = {row.name: row.keys for row in burglary.all_of(ChoiceRow)}
    assert "kind" in rows["choices"]
    assert rows["one-place"] == ("one",)
    titles = [part.title for part in burglary.parts]
    assert "June 2026 in Southwark: part of a run on one side of its average" in titles
    assert "recorded each month, Southwark, and their usual range" in everything(burglary)
    one = crime(area=LAMBETH, offence="Robbery of no kind", kind="Shoplifting", one=SOUTHWARK)
    rows = {row.name: row.keys for row in one.all_of(ChoiceRow)}
    assert "kind" not in rows["choices"]
    assert "one-place" not in rows
    assert "“Shoplifting” for “kind”" in one.ignored[0]
    assert "for “one”" not in one.ignored[0]
    assert "recorded each month, Lambeth, and their usual range" in everything(one)
