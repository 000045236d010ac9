"""The page of gaps in every state, as data."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import partial

import pandas as pd
import pytest
import time_machine

from dashboard.page import Code, Notes, Page, PageLink, Piece, Table, Text
from dashboard.subjects.gaps.figures import published as gap_figures
from tests.dashboard import page_reading
from tests.dashboard.own_copy import published_with
from tests.dashboard.page_reading import everything, tables

TRUST = {"measure": "trust", "by": "ethnicity"}
LINES = {"measure": "feels_safe_after_dark", "by": "sex", "group": "Women"}

shown = partial(page_reading.shown, "gaps")


def verdict(page: Page) -> str:
    return next(one.values["words"] for one in page.all_of(Piece) if one.template == "verdict")


def links(page: Page) -> list[str]:
    return [one.label for one in page.all_of(PageLink)]


def request(page: Page) -> str:
    return page.all_of(Code)[-1].text


def drawn(page: Page) -> str:
    return str(json.loads(page.charts[0].draw(False).to_json()))


def chosen(page: Page, *keys: str) -> list[str]:
    return [value for key in keys for value in page.chosen(key)]


def newest(page: Page) -> pd.DataFrame:
    return next(one for one in tables(page) if one.columns[0] == "What is measured")


def test_the_first_sight_is_the_newest_gap_of_each_kind_and_the_newest_leads() -> None:
    page = shown()
    assert chosen(page, "measure", "by", "group") == ["trust", "ethnicity", "Black"]
    assert page.headline == ("Black people searched 4.34 times as often as White, 2025 less August")
    assert page.lede == (
        "Per resident; the year before, also without August, 3.98: higher now, by more than chance. August is left "
        "out as it is too unusual: 7,576 searches of Black people, in a usual month about 4,500. With it, 4.56."
    )
    assert page.lede == page_reading.shown("powers").lede
    asked = "On trust by ethnic group the survey's newest figure held is of September 2022."
    assert asked in page.all_of(Notes)[0].lines
    assert page.charts[0].key == "gaps-measured"
    rows = newest(page)
    assert rows["Gap"].tolist() == [
        *("4.34 times", "−23 points (57% and 80%)", "−17 points (as printed)"),
        *("−11 points (as printed)", "0 points (48% and 48%)", "−20.7 points (30.8% and 51.5%)"),
        *("−30 points (16% and 46%)", "1.81 times", "3.45 times"),
    ]
    assert rows["When"].tolist() == [
        *("2025 less August", "October to December 2023"),
        *(["July to September 2022"] * 3),
        *("31 March 2022", "Year to March 2022", "Year to March 2022", "Year to March 2020"),
    ]
    files = next(one for one in page.files if one.name == "gaps-measured").frame
    assert files["period_end"].is_monotonic_decreasing
    assert "Cannot be judged" in verdict(page)
    assert links(page) == [
        "Both lines over time: women and men, “Feel safe walking alone after dark”"
    ]


def test_every_gap_on_the_first_chart_has_its_own_date_beside_it() -> None:
    chart = drawn(shown())
    for row in (
        *("Searched, 2025 less August", "Facing an allegation, year to March 2022"),
        "Force used, year to March 2020",
    ):
        assert row in re.sub(r"<br>|&nbsp;", " ", chart)


def test_the_gap_of_2022_is_two_values_on_one_scale_and_never_a_distance_from_nought() -> None:
    page = shown()
    (beside,) = (one for one in page.charts if one.key == "gaps-beside")
    assert beside.title == (
        "Year to March 2022: 53% of Black Londoners trust the Met, 73% of all Londoners"
    )
    chart = str(json.loads(beside.draw(False).to_json()))
    assert "53%" in chart
    assert "73%" in chart
    assert "gaps" not in {one.key for one in page.charts}
    assert "Black Londoners 17 points lower, in July to September 2022" in everything(page)
    rows = next(one for one in page.files if one.name == "gaps-beside").frame
    assert rows[["group_pct", "all_pct"]].to_numpy().tolist() == [[53, 73], [43, 49], [46, 62]]
    assert set(rows["period_end"]) == {pd.Timestamp("2022-03-31")}


def test_a_gap_that_was_chosen_stands_first() -> None:
    for choice in (LINES, {**TRUST, "source": "crest-2022.trust-police"}):
        page = shown(**choice)
        assert page.charts[0].key == "gaps"
        assert "gaps-measured" in {one.key for one in page.charts}


def test_lines_over_time_are_both_shares_and_their_gap() -> None:
    page = shown(**LINES)
    assert links(page) == []
    assert page.headline == (
        "57% of women and 80% of men feel safe walking alone after dark (Dec 2023)"
    )
    assert page.charts[0].title == (
        "A gap of 23 points in October to December 2023, against 24 a year earlier"
    )
    assert chosen(page, "measure", "by", "group") == ["feels_safe_after_dark", "sex", "Women"]
    assert "Cannot be judged" in verdict(page)
    chart = drawn(page)
    assert "80%" in chart
    assert "57%" in chart
    assert "Gap: Women less Men" in chart


def test_a_gap_printed_without_its_shares_is_told_in_words() -> None:
    page = shown(measure="treat_fairly", by="ethnicity")
    assert "11 points lower" in everything(page)
    assert "46% of Black Londoners say police treat everyone fairly" in everything(page)
    assert "gaps" not in {one.key for one in page.charts}
    page = shown(**TRUST)
    assert "No comparable figure is held for the time since the Review" in everything(page)
    assert "Cannot be judged" in verdict(page)
    assert [one.label for one in page.choices][:4] == ["Measure", "By", "Group", "Figures from"]
    assert "only the gap is printed, not the two shares" in everything(page)
    assert "Freedom of Information Act 2000" in request(page)
    assert "of Black Londoners, of White British Londoners" in request(page)
    assert "from 2014-15 to the newest" in request(page)


def test_one_share_without_its_pair_is_told_in_words() -> None:
    page = shown(**TRUST, source="review-year.trust")
    assert "One mark: only the share of Black Londoners can be drawn" in everything(page)


def test_nothing_published_is_a_finding_with_a_request() -> None:
    page = shown(measure="trust", by="disability")
    assert page.headline == "No figure held says how many disabled Londoners trust the Met"
    assert "Cannot be judged" in verdict(page)
    assert chosen(page, "source") == ["none"]
    assert "disabled Londoners, of Londoners who are not disabled" in request(page)
    assert "gaps" not in {one.key for one in page.charts}
    assert "gaps" not in {one.name for one in page.files}


def test_a_series_over_time_has_a_baseline_to_choose() -> None:
    choices = {"measure": "feels_safe_after_dark", "by": "sex"}
    page = shown(**choices)
    assert chosen(page, "to", "since") == ["2023-12", "2022-12"]
    assert ", against 24 a year earlier" in page.charts[0].title
    page = shown(**choices, since="2019-03")
    assert "lie on either side of a break" in everything(page)
    assert "against 19 in January to March 2019" in page.charts[0].title


def test_only_changes_are_printed() -> None:
    text = everything(shown(measure="trust", by="lgbt"))
    assert "The gap moved 8 points against LGBT\\+" not in text
    assert "The gap moved 8 points against LGBT+ Londoners because both shares fell" in text
    assert "nothing to draw" in text


def test_a_measure_that_only_polls_ask() -> None:
    page = shown(measure="met_confidence", by="ethnicity")
    assert "there is nobody to send a request to" in everything(page)
    assert "No comparable figure is held for the time since the Review" in everything(page)


def test_a_group_of_a_poll_asks_for_the_survey_s_groups() -> None:
    page = shown(**TRUST, group="Ethnic minority")
    assert "of Black Londoners, of White British Londoners" in request(page)


@pytest.mark.parametrize("source", ["review-year.trust", "crest-2022.trust-police"])
def test_other_series_are_one_choice_away(source: str) -> None:
    page = shown(**TRUST, source=source)
    assert chosen(page, "source") == [source]
    assert [one.key for one in page.charts].count("gaps") == 1


def test_a_choice_that_does_not_exist_is_noted() -> None:
    (sentence,) = shown(measure="height", source="nowhere").ignored
    assert "“height” for “measure”" in sentence
    assert "“nowhere” for “source”" in sentence


def test_a_loaded_copy_is_shown_without_a_change(tmp_path, monkeypatch) -> None:
    answers = {
        "2020-21": {"Black": 0.40, "White British": 0.75},
        "2021-22": {"Black": 0.42, "White British": 0.55},
    }
    monkeypatch.setenv("DATASETS_DIR", str(published_with(tmp_path, answers)))
    page = shown(**TRUST)
    assert chosen(page, "source") == ["own-copy.trust"]
    assert "Improved" in verdict(page)
    assert page.headline.endswith(": a narrower gap than a year earlier")
    assert "narrower than the" in page.charts[0].title
    text = everything(page)
    assert (
        "The gap shrank because the share of Black Londoners shows no clear change and that of White British"
        in text
    )
    assert "your own licensed copy of the answers" in text
    assert "design effect 1" in workings(page)
    assert "None of them is for a time since the Review" in text


def workings(page: Page) -> str:
    return " ".join(one.frame.to_string() for one in page.all_of(Table) if one.is_working)


def test_without_the_review_s_figures_nothing_is_claimed(without) -> None:
    """That nobody has published a figure can be said only with the documents' tables at hand."""
    without("review_figures")
    page = shown()
    assert "These figures are not loaded" in page.notices[0]
    assert not page.headline


@pytest.mark.parametrize("table", ["population", "stop_and_search", "workforce", "use_of_force"])
def test_without_a_table_of_the_newest_gaps_the_others_stand(without, table: str) -> None:
    without(table)
    page = shown()
    assert page.headline
    rows = newest(page)["What is measured"].tolist()
    assert "Trust the Met" in rows
    assert "Misconduct allegations" in rows
    assert ("Stop and search" in rows) == (table in {"workforce", "use_of_force"})
    assert ("Women among officers" in rows) == (table in {"stop_and_search", "use_of_force"})


def test_shares_on_few_people_are_hidden_or_flagged_in_words(tmp_path, monkeypatch) -> None:
    """Under 50 interviews: hidden, and said; 50 to 99: shown with a mark, and said."""
    answers = {
        "2019-20": {"Black": 0.31, "White British": 0.62},
        "2020-21": {"Black": 0.33, "White British": 0.61},
        "2021-22": {"Black": 0.35, "White British": 0.60},
    }
    monkeypatch.setenv("DATASETS_DIR", str(published_with(tmp_path, answers)))
    real = gap_figures.group_series

    def small(*choices: object) -> pd.DataFrame:
        rows = real(*choices)
        black = rows["group"] == "Black"
        for end, base in ((rows["period_end"].min(), 49), (rows["period_end"].max(), 99)):
            rows.loc[black & (rows["period_end"] == end), "base_n"] = base
        return rows

    monkeypatch.setattr(gap_figures, "group_series", small)
    page = shown(**TRUST)
    figures = next(text for one in tables(page) if "†" in (text := one.to_string()))
    assert "hidden" in figures
    text = everything(page)
    assert "Shares marked † stand on 50 to 99 interviews" in text
    assert "Shares on fewer than 50 interviews are not shown" in text


def test_a_source_that_is_not_renewed_is_never_overdue() -> None:
    (chart,) = (one for one in shown(**LINES).charts if one.key == "gaps")
    assert "to February 2024" in chart.source_line
    with time_machine.travel(date(2035, 1, 1)):
        (chart,) = (one for one in shown(**LINES).charts if one.key == "gaps")
    assert "Source:" in chart.source_line
    assert "overdue" not in chart.source_line


def test_an_earlier_gap_can_be_the_newest_on_screen() -> None:
    page = shown(**LINES, to="2022-12")
    assert "56% of women and 80% of men" in page.headline
    assert "A gap of 24 points in October to December 2022, against 20 in" in page.charts[0].title
    assert "April to June 2018" in page.charts[0].title


@pytest.mark.parametrize(
    "choice",
    [
        {},
        LINES,
        {**TRUST, "source": "review-year.trust"},
        {"measure": "trust", "by": "lgbt"},
        {"measure": "trust", "by": "disability"},
        {"measure": "met_confidence", "by": "ethnicity"},
    ],
    ids=str,
)
def test_no_sentence_is_long_and_every_part_says_its_point(choice) -> None:
    page = shown(**choice)
    texts = [one.markdown.replace("\\", "") for one in page.all_of(Text)]
    texts += [line for one in page.all_of(Notes) for line in one.lines]
    texts += [text for one in page.parts for text in (one.title, one.subtitle)]
    texts = [page.headline, page.lede, *(one for one in texts if not one.startswith("Source:"))]
    sentences = [one for text in texts for one in re.split(r"(?<=[.!?])\s+|\n", text)]
    assert [one for one in sentences if len(one.split()) > 30] == []
    assert [one.title for one in page.parts if len(one.title) > 90] == []
    assert len(page.headline) <= (110 if choice.get("measure") == "met_confidence" else 95)
