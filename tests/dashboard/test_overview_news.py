"""What stands before the Overview's cards: the search for a borough, and the news with its figures."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.markup.fragments import Fragments
from dashboard.markup.whole import first_sight
from dashboard.page import Piece, within
from dashboard.subjects.overview import arrival
from dashboard.subjects.overview.arrival import Moved
from dashboard.subjects.overview.figures import news as figures
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.words import news as words
from dashboard.subjects.overview.words.news import News
from dashboard.words.verdicts import Held
from datasets.places import place_of
from tests.dashboard.page_reading import everything, leave_out, shown

MARCH, SEPTEMBER = date(2023, 3, 31), date(2025, 9, 30)


def share(value: float, end: date = MARCH) -> Held:
    return Held(value, "percent", "rolling_12_months", end)


@pytest.fixture(scope="module")
def page():
    return shown("")


def test_the_news_are_trust_crime_and_what_moved_most(page):
    assert arrival.lines(success.measures()) == [
        News(
            "Trust: up, but the rise may be gone",
            "74% * (year to September 2025), 71% (year to March 2023): more than chance. Boroughs, year to "
            "March 2026: 70.6%.",
            "trust",
        ),
        News(
            "Crime: 2% fewer offences",
            "910,619 in the year to June 2026, 931,179 the year before. June is within its usual range.",
            "crime",
        ),
        News(
            "Searches: the gap grew",
            "Black people 4.34 times as often as White, per resident, 2025 without August; 3.98 the year before "
            "without it: more than chance. August 2025 alone had 7,576; a usual month about 4,500.",
            "powers",
        ),
    ]
    made = Fragments(page, "").blocks([one for one in page.parts[0].blocks])
    assert re.findall(r'<ul class="news">.*?</ul>', made)[0].count("<li>") == 3
    assert '<a href="/powers">Searches: the gap grew</a>' in made


def test_what_the_news_say_is_what_their_pages_say():
    crime = shown("crime").headline
    assert crime == (
        "Recorded crime in London fell 2% in the year to June 2026, to 910,619 offences"
    )
    found = figures.searches_of_group()
    assert found is not None
    powers = shown("powers")
    assert found.odd is not None
    month, number, without = found.odd.month, found.odd.number, found.odd.later
    assert f"searched {without:.2f} times as often as White, {month:%Y} less {month:%B}" in (
        powers.headline
    )
    assert f"{month:%B} is left out as it is too unusual: {number:,} searches of Black people" in (
        powers.lede
    )
    assert (
        f"also without {month:%B}, {found.odd.before:.2f}: higher now, by more than chance"
        in powers.lede
    )
    assert (round(found.ratio, 2), round(found.before, 2), found.is_clear) == (4.56, 4.12, True)


def test_what_moved_most_is_clear_first_and_then_large():
    one = News("", "", "")
    moved = [Moved(one, 12.0, False), Moved(one, 8.0, True), Moved(one, 10.7, True)]
    assert arrival.moved_most(moved) == moved[2]
    assert arrival.moved_most(moved[:1]) == moved[0]
    assert arrival.moved_most([]) is None


def test_judged_indicators_but_trust_may_be_the_third_line():
    found = arrival._indicators(success.measures())
    assert [one.news.title for one in found if one.is_clear] == [
        "Police do a good job locally: 50% to 46%"
    ]
    assert "All offences charged: no clear change" in [one.news.title for one in found]
    assert not [one for one in found if "Trust the Met" in one.news.title]


@pytest.mark.parametrize(
    ("verdict", "contradicts", "pct", "title"),
    [
        ("improved", True, 70.6, "Trust: up, but the rise may be gone"),
        ("improved", False, 70.6, "Trust: up since the Review"),
        ("worsened", True, 78.0, "Trust: down, but the fall may be gone"),
        ("no_clear_change", False, 74.0, "Trust: no clear change since the Review"),
    ],
)
def test_trust_says_which_way_and_what_the_boroughs_say_since(verdict, contradicts, pct, title):
    sign = SimpleNamespace(pct=pct, end=date(2026, 3, 31), contradicts=contradicts)
    newest = share(68 if verdict == "worsened" else 74, SEPTEMBER)
    found = words.of_trust(share(71), newest, verdict, sign)
    assert found.title == title
    assert found.text.endswith(f"Boroughs, year to March 2026: {pct}%.")
    chance = "could be chance" if verdict == "no_clear_change" else "more than chance"
    assert f"71% (year to March 2023): {chance}." in found.text


def test_trust_without_a_second_figure_has_none_to_compare():
    found = words.of_trust(share(71), None, "cannot_be_judged", None)
    assert found == News(
        "Trust: no newer figure to compare with", "71% in the year to March 2023.", "trust"
    )
    assert words.of_trust(None, None, "cannot_be_judged", None).text == "No figure is held."


@pytest.mark.parametrize(
    ("before", "change", "signal", "title", "end"),
    [
        (110.0, -9.1, "outside", "Crime: 9% fewer offences", "June is outside its usual range."),
        (100.0, 0.2, "", "Crime: about the same as the year before", "within its usual range."),
        (
            90.0,
            11.1,
            "run",
            "Crime: 11% more offences",
            "seven or more on one side of the average.",
        ),
        (None, None, None, "Crime: not compared with the year before", "in the year to June 2026."),
    ],
)
def test_crime_says_its_change_and_whether_the_newest_month_is_usual(
    before, change, signal, title, end
):
    found = words.of_crime(100.0, before, change, date(2026, 6, 1), signal)
    assert found.title == title
    assert found.text.endswith(end)
    assert ("the year before." in found.text) == (before is not None)


@pytest.mark.parametrize(
    ("ratio", "before", "is_clear", "end"),
    [
        (4.6, 4.1, True, "the gap grew"),
        (4.1, 4.6, True, "the gap narrowed"),
        (0.8, 0.6, True, "the gap narrowed"),
        (4.6, 4.5, False, "no clear change in the gap"),
    ],
)
def test_searches_say_which_way_the_gap_went(ratio, before, is_clear, end):
    found = words.of_searches("Black", ratio, before, date(2025, 12, 1), is_clear)
    assert found.title == f"Searches: {end}"
    assert found.text.endswith("more than chance." if is_clear else "could be chance.")


def test_a_year_without_an_odd_month_is_given_whole():
    found = words.of_searches("Black", 4.56, 4.12, date(2025, 6, 1), True)
    assert found.text == (
        "Black people 4.56 times as often as White, per resident, year to June 2025; 4.12 the year before: more "
        "than chance."
    )


def test_a_usual_month_is_the_same_on_the_overview_and_on_the_page_of_searches():
    news = next(one for one in arrival.lines(success.measures()) if one.page == "powers")
    (usual,) = re.findall(r"a usual month about ([\d,]+)", news.text)
    for path in ("powers", "gaps"):
        assert f"in a usual month about {usual}. With it, " in shown(path).lede


def test_the_news_and_the_measures_stand_under_headings_of_their_own():
    page = shown("")
    made = Fragments(page, "").blocks([one for one in page.parts[0].blocks])
    heads = [made.index(f">{one}</h2>") for one in ("What is new", "The seven measures")]
    assert heads[0] < made.index('class="news"') < heads[1] < made.index("Do Londoners trust")


def test_a_count_of_everyone_is_no_chance_but_an_ordinary_year():
    found = words.of_indicator(
        "All offences charged",
        *(share(5.7), share(6.2, SEPTEMBER), "no_clear_change", "outcomes"),
        is_counted=True,
    )
    assert found.title == "All offences charged: no clear change"
    assert found.text.endswith("5.7% (year to March 2023): no more than in an ordinary year.")
    moved = words.of_indicator("Robbery charged", share(6.7), share(9), "improved", "outcomes")
    assert (moved.title, moved.page) == ("Robbery charged: 6.7% to 9%", "outcomes")


def test_news_of_tables_that_are_not_published_are_left_out(tmp_path, monkeypatch):
    leave_out({"recorded_offences", "stop_and_search"}, tmp_path, monkeypatch)
    titles = [one.title for one in arrival.lines(success.measures())]
    assert titles == [
        "Trust: up, but the rise may be gone",
        "Police do a good job locally: 50% to 46%",
    ]


def test_crime_is_not_compared_over_a_break(monkeypatch):
    before = figures.crime_year()
    assert before is not None
    assert before.change_pct is not None
    monkeypatch.setattr(
        figures, "changes_between", lambda *_: pd.DataFrame({"label": ["New system"]})
    )
    assert figures.crime_year() == dataclasses.replace(before, before=None, change_pct=None)


def test_the_search_names_every_place_and_works_before_the_scripts(page):
    served = first_sight(page, "Overview")
    form = re.findall(r"<form.*?</form>", served, re.DOTALL)[0]
    assert 'action="/borough" method="get"' in form
    assert 'name="area"' in form
    assert "Your borough" in form
    named = re.findall(r'<option value="([^"]+)">', form)
    assert len(named) == 33
    assert len({place_of(one) for one in named} - {None}) == 33
    assert [one.template for one in within(page.parts[0].blocks) if isinstance(one, Piece)][:3] == [
        *("search", "to_briefing", "news"),
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Barking & Dagenham", "E09000002"),
        ("City of Westminster", "E09000033"),
        ("lambeth", "E09000022"),
        ("E09000022", "E09000022"),
        ("City of London", "E09000001"),
    ],
)
def test_the_search_takes_any_spelling(typed, code):
    found = shown("borough", area=typed)
    assert found.chosen("area") == [code]
    assert found.ignored == ()


def test_a_misspelling_is_told_what_may_be_meant():
    assert re.search("mean .*Lambeth", everything(shown("borough", area="Lambth")))
