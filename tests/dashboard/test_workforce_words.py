"""Sentences and tables on who works for the Met, each branch."""

from datetime import date

import pandas as pd
import pytest

from dashboard.subjects.workforce.words import tables
from dashboard.subjects.workforce.words import workforce as words
from stats.intervals import Interval
from stats.trend import Closing
from tests.dashboard.made_figures import MEANT

DAY = date(2022, 3, 31)
RATE = Interval(0.576, 0.37, 0.78)
CLOSING = Closing("closing", -20.7, RATE, 2058.16, 2048.7, 2078.1)
NOT_CLOSING = Closing("not_closing", -20.7, Interval(-0.2, -0.4, 0.0))


def test_the_headline_states_both_shares():
    assert words.headline("officers", "headcount", 30.797, DAY, 51.497) == (
        "30.8% of Met officers were women on 31 March 2022, 51.5% of Londoners"
    )


@pytest.mark.parametrize(
    ("who", "basis", "share", "part"),
    [
        ("senior", "headcount", 25.04, "25.0% of senior Met officers were women"),
        ("pcsos", "headcount", 36.1, "of Met police community support officers were"),
        ("sergeants", "fte", 23.3, "23.3% of Met sergeants, as full-time equivalents, were women"),
        (
            "staff",
            "headcount",
            59.4,
            "59.4% of Met police staff were women on 31 March 2022, 51.5% of",
        ),
        ("staff", "headcount", 51.52, "level with Londoners"),
        ("chief_officers", "headcount", float("nan"), "too few to show"),
    ],
)
def test_headlines_of_other_people(who, basis, share, part):
    assert part in words.headline(who, basis, share, DAY, 51.497)


def test_under_the_headline_stands_what_it_cannot_say_and_the_other_share():
    assert words.lede(DAY, 16, DAY, 46.24) == (
        "This figure is not newer than the Review of March 2023: it cannot say what changed since. Ethnic "
        "minorities: 16% of officers (year to March 2022), 46% of Londoners."
    )
    assert words.lede(DAY, 16, DAY, 46.24, (31181.4, date(2026, 3, 31))).endswith(
        "46% of Londoners. Newest count: 31,181 officers on 31 March 2026."
    )
    for day in (date(2024, 3, 31), None):
        assert words.lede(day, 16, DAY, 46.24).startswith("Ethnic minorities: 16%")


def test_a_small_group_has_no_closing_year():
    assert words.too_few_for_rate("Chief officers", 44.0, 200) == (
        "Chief officers are 44 people. Of fewer than 200 no closing year is given: the line would follow "
        "single people."
    )


def test_the_closing_year_names_the_years_of_its_rate():
    assert words.closing_heading(CLOSING, 5, DAY) == (
        "At the rate of March 2017 to March 2022 the gap for women would close in about 2058"
    )
    assert "not today's rate, and not a forecast" in words.IF_IT_WENT_ON
    assert words.IF_IT_WENT_ON in words.ASSUMPTION


def test_headings_by_rank_and_by_group():
    shares = {"Constables": 32.5, "Inspectors": 22.9, "Chief officers": float("nan")}
    assert words.ranks_heading("Women", shares, 1) == (
        "Women by rank: from 22.9% of inspectors to 32.5% of constables"
    )
    assert words.ranks_heading("Women", {"Constables": 32.5}) == "Women by rank"
    assert words.groups_heading(80, 53.8) == (
        "80% of officers and staff were White, 54% of Londoners"
    )


@pytest.mark.parametrize(
    ("closing", "said"),
    [
        (None, "No rate can be given for March 2017 to March 2022: not all of those years are held"),
        (
            NOT_CLOSING,
            "At the rate of March 2017 to March 2022 the gap for women would not close",
        ),
        (Closing("no_gap", 0.0, RATE), "On 31 March 2022 there was no gap to Londoners"),
        (
            Closing("closing", -20.7, Interval(0.1, 0, 0.2), 2229.0, 2125.0, None),
            "At the rate of March 2017 to March 2022 the gap for women would take over 100 years to close",
        ),
    ],
)  # fmt: skip
def test_where_no_year_is_given(closing, said):
    assert words.closing_heading(closing, 5, DAY) == said


@pytest.mark.parametrize(
    ("standing", "year", "said"),
    [
        ("closing", 2058.9, "2058"),
        ("closing", 2123.0, "over 100 years"),
        ("not_closing", None, "not closing"),
        ("no_gap", None, "no gap"),
    ],
)
def test_closing_years_in_cells(standing, year, said):
    assert words.closing_words(standing, year, DAY) == said


@pytest.mark.parametrize(
    ("earliest", "latest", "said"),
    [
        (2048.7, 2078.1, "2048 to 2078"),
        (2034.8, 3040.0, "2034 or later"),
        (2035.7, None, "2035, or never"),
        (2300.0, 2400.0, "over 100 years"),
        (2300.0, None, "over 100 years, or never"),
        (None, None, "–"),
    ],
)
def test_ranges_of_years_in_cells(earliest, latest, said):
    assert words.range_words(earliest, latest, DAY) == said


def test_only_the_notes_that_apply():
    usual = words.women_notes("officers", "headcount", DAY, 34542)
    assert len(usual) == 4
    assert "after 31 March 2022 is held" in usual[0]
    senior = words.women_notes("senior", "fte", DAY, 700)
    assert senior == [usual[0], words.SENIOR, words.FTE_NOTE, *usual[1:]]
    hidden = words.women_notes("officers", "headcount", DAY, 34542, True)
    assert hidden == [usual[0], words.HIDDEN_NOTE, *usual[1:]]
    small = words.women_notes("chief_officers", "headcount", DAY, 44)[1]
    assert "are 44 people" in small
    assert "by 2.3 points" in small
    assert words.women_notes("chief_officers", "headcount", DAY, 50) == usual


def test_headings_of_printed_figures():
    assert words.minority_heading(16, DAY, 46.24) == (
        "Ethnic minorities: 16% of Met officers in the year to March 2022, 46% of Londoners"
    )
    first = date(2019, 3, 31)
    say = words.probation_heading
    assert say(8, first, 10, DAY) == (
        "Year to March 2022: 10% of probationers resigned, up from 8% in the year to March 2019"
    )
    assert "down from 12%" in say(12, first, 10, DAY)
    assert "the same as in the year to March 2019" in say(10, first, 10, DAY)


def test_how_many_officers_against_the_peak():
    now, peak = date(2026, 3, 31), date(2023, 4, 30)
    assert words.strength_heading(31181, now, 34523, peak) == (
        "31,181 officers on 31 March 2026, 3,342 fewer than at the peak of April 2023"
    )
    assert words.strength_heading(9, now, 9, now).endswith("the most in this series")


def test_the_reviews_years_and_their_conflict():
    assert "for women, 30 years; for ethnic minorities, 30 years, 39 years and about 40 years" in (
        words.years_sentence(["30 years"], ["30 years", "39 years", "about 40 years"])
    )
    assert "in conflict" in words.years_sentence(
        ["30 years"], ["30 years", "39 years", "about 40 years"]
    )
    assert "conflict" not in words.years_sentence(["30 years"], ["40 years"])


def test_refused_statements_are_counted():
    assert words.leaving_notes(2)[-1].startswith("2 statements of the Review on resignations")
    assert len(words.leaving_notes(0)) == 2


# Tables


def test_the_yearly_table_is_newest_first_and_hides_small_counts():
    series = pd.DataFrame(
        {
            "date": pd.to_datetime(["2021-03-31", "2022-03-31"]),
            "women": [float("nan"), 10638.0],
            "people": [50.0, 34542.0],
            "share_pct": [float("nan"), 30.797],
        }
    )
    table = tables.women_table(series, 51.497)
    assert table.iloc[0].tolist() == ["2022", "30.8%", "−20.7", "10,638 of 34,542"]
    assert table.iloc[1].tolist() == ["2021", "[c]", "[c]", "[c] of 50"]


def test_closing_years_by_rate():
    table = tables.closing_table({5: CLOSING, 10: NOT_CLOSING}, DAY)
    assert table.iloc[0].tolist() == ["March 2017 to March 2022", "+0.58", "2058", "2048 to 2078"]
    assert table.iloc[1].tolist() == ["March 2012 to March 2022", "−0.20", "not closing", "–"]


def test_ranks_and_when_they_close():
    rows = pd.DataFrame(
        {
            "who": ["officers", "senior"], "women": [10638.0, 176.0], "people": [34542.0, 703.0],
            "share_pct": [30.8, 25.04],
        }
    )  # fmt: skip
    assert tables.rank_table(rows, 51.5).iloc[0].tolist() == [
        "All police officers", "30.8%", "−20.7", "10,638 of 34,542",
    ]  # fmt: skip
    ends = {"officers": CLOSING, "senior": NOT_CLOSING}
    closing = tables.rank_closings_table
    assert closing(rows, {"officers": CLOSING}, DAY)["Closes about"].iloc[1] == "–"
    assert closing(rows, ends, DAY)["Closes about"].iloc[1] == "not closing"
    few = closing(rows, ends, DAY, least=704)["Closes about"]
    assert few.tolist() == ["2058 (2048 to 2078)", "too few people"]


def test_what_the_closing_years_by_rank_are():
    assert tables.ranks_words("March 2017 to March 2022", 200) == (
        "At the rate of March 2017 to March 2022. None for ranks of fewer than 200 people."
    )


def test_ethnic_minority_figures_over_time_say_where_each_was_read():
    yearly = pd.DataFrame({"date": [pd.Timestamp(DAY)], "value": [16.0]})
    points = pd.DataFrame(
        [
            {
                "value": 16.6, "period_start": pd.Timestamp("2022-09-30"),
                "period_end": pd.Timestamp("2022-09-30"), "source_document": "A paper",
                "source_id": "published_figures", **MEANT, "read": "second_hand", "unit": "percent",
            }
        ]
    )  # fmt: skip
    table = tables.minority_years(yearly, points, 46.24)
    assert table.iloc[0].tolist() == ["30 September 2022", "16.6%", "−30", "second hand"]
    assert table.iloc[1].tolist() == ["year to March 2022", "16%", "−30", "the Review"]


def test_ranks_groups_recruits_leavers_and_strength():
    ends = {"first_end": [date(2013, 3, 31)], "last_end": [DAY]}
    ranks = pd.DataFrame({"rank": ["Sergeants"], "first_pct": [6.0], "last_pct": [11.0], **ends})
    assert tables.minority_table(ranks, 46.24).iloc[0].tolist() == ["Sergeants", "6%", "11%", "−35"]
    london = [13.5, float("nan")]
    groups = pd.DataFrame(
        {"group": ["Black", "Unknown"], "met_pct": [5.0, 3.0], "london_pct": london}
    )
    table = tables.group_table(groups)
    assert table.iloc[0].tolist() == ["Black", "5%", "14%", "−8"]
    assert table.iloc[1].tolist() == ["Unknown", "3%", "–", "–"]
    index = pd.Index([pd.Timestamp("2021-03-31"), pd.Timestamp(DAY)], name="period_end")
    recruits = pd.DataFrame(
        {"women_pct": [37.0, 39.0], "minority_pct": [19.0, float("nan")]}, index
    )
    assert tables.recruit_table(recruits).iloc[0].tolist() == ["2022", "39%", "–"]
    leavers = pd.DataFrame(
        {"resigned": [294.0, 353.0], "resigned_pct": [7.0, 10.0], "minority_of_resigned_pct": [24.0, 22.0],
         "minority_of_probationers_pct": [18.0, 22.0]}, index,
    )  # fmt: skip
    assert tables.leaver_table(leavers).iloc[0].tolist() == ["2022", "10% (353)", "22%", "22%"]
    months = pd.DataFrame(
        {
            "date": pd.to_datetime(["2022-03-31", "2022-04-30", "2022-03-31"]),
            "role": ["Police officers", "Police officers", "Police staff"],
            "people": [33567.4, 1.0, 9810.0],
        }
    )
    assert tables.strength_table(months).to_dict("list") == {
        "31 March": ["2022"], "Police officers": ["33,567"], "Police staff": ["9,810"],
    }  # fmt: skip
