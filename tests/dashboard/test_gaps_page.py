"""The page of gaps in every state, run as Streamlit runs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.controls import sourcing
from dashboard.queries import gap_figures
from datasets import checked
from tests.conftest import FROZEN, REPOSITORY
from tests.dashboard.own_copy import published_with

PAGE = str(REPOSITORY / "pages" / "gaps.py")
Open = Callable[..., AppTest]


@pytest.fixture
def opened() -> Open:
    """Opens the page with choices in the address bar; it must not fail."""

    def run(**choices: str) -> AppTest:
        page = AppTest.from_file(PAGE, default_timeout=120)
        for key, value in choices.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception
        return page

    return run


def said(page: AppTest) -> str:
    return " ".join(one.value for one in page.markdown)


def verdict(page: AppTest) -> str:
    return next(one.value for one in page.html if 'class="verdict' in one.value)


TRUST = {"measure": "trust", "by": "ethnicity"}
LINES = {"measure": "feels_safe_after_dark", "by": "sex", "group": "Women"}


def links(page: AppTest) -> list[str]:
    return [one.proto.label for one in page.get("page_link")]


def test_the_first_sight_is_the_gap_of_the_review_and_a_way_to_lines(opened: Open) -> None:
    page = opened()
    assert [one.value for one in page.selectbox[:3]] == ["trust", "ethnicity", "Black"]
    assert "17 points below that of White British Londoners" in page.title[0].value
    assert "Cannot be judged" in verdict(page)
    assert links(page) == [
        "Both lines over time: women and men, “Feel safe walking alone after dark”"
    ]


def test_lines_over_time_are_both_shares_and_their_gap(opened: Open) -> None:
    page = opened(**LINES)
    assert links(page) == []
    assert page.title[0].value == (
        "57% of women and 80% of men feel safe walking alone after dark in October to December 2023: a gap of "
        "23 points, against 24 a year earlier"
    )
    assert [one.value for one in page.selectbox[:3]] == ["feels_safe_after_dark", "sex", "Women"]
    assert "Cannot be judged" in verdict(page)
    chart = str(page.get("plotly_chart")[0].proto)
    assert "80%" in chart
    assert "57%" in chart
    assert "Gap: Women less Men" in chart


def test_a_gap_printed_without_its_shares_is_one_named_mark_told_in_words(opened: Open) -> None:
    page = opened(**TRUST)
    assert page.title[0].value == (
        "The share of Black Londoners who trust the Met was 17 points below that of White British Londoners in "
        "July to September 2022; no comparable figure held since"
    )
    assert "Cannot be judged" in verdict(page)
    assert [one.label for one in page.selectbox] == ["Measure", "By", "Group", "Figures from"]
    assert "Black \\\\u221217" in str(page.get("plotly_chart")[0].proto)
    assert "Only the gap is printed, not the two shares" in said(page)
    assert "Freedom of Information Act 2000" in page.code[-1].value
    assert "of Black Londoners, of White British Londoners" in page.code[-1].value
    assert "from 2014-15 to the newest" in page.code[-1].value


def test_one_share_without_its_pair_is_told_in_words(opened: Open) -> None:
    page = opened(**TRUST, source="review-year.trust")
    assert "One mark: only the share of Black Londoners can be drawn" in said(page)


def test_nothing_published_is_a_finding_with_a_request(opened: Open) -> None:
    page = opened(measure="trust", by="disability")
    assert page.title[0].value == "Nobody has published how many disabled Londoners trust the Met"
    assert "Cannot be judged" in verdict(page)
    assert page.selectbox[3].value == "none"
    assert "disabled Londoners, of Londoners who are not disabled" in page.code[-1].value
    assert not page.get("plotly_chart")
    assert not page.get("download_button")


def test_a_series_over_time_has_a_baseline_to_choose(opened: Open) -> None:
    choices = {"measure": "feels_safe_after_dark", "by": "sex"}
    page = opened(**choices)
    assert [one.value for one in page.selectbox[4:]] == ["2023-12", "2022-12"]
    assert "a gap of 23 points, against 24 a year earlier" in page.title[0].value
    page = opened(**choices, since="2019-03")
    assert "lie on either side of a break" in said(page)
    assert "against 19 in January to March 2019" in page.title[0].value


def test_only_changes_are_printed(opened: Open) -> None:
    page = opened(measure="trust", by="lgbt")
    assert "The gap moved 8 points against LGBT\\+" not in said(page)
    assert "The gap moved 8 points against LGBT+ Londoners because both shares fell" in said(page)
    assert "nothing to draw" in said(page)


def test_a_measure_that_only_polls_ask(opened: Open) -> None:
    page = opened(measure="met_confidence", by="ethnicity")
    assert "there is nobody to send a request to" in said(page)
    assert "no comparable figure held since" in page.title[0].value


def test_a_group_of_a_poll_asks_for_the_survey_s_groups(opened: Open) -> None:
    page = opened(**TRUST, group="Ethnic minority")
    assert "of Black Londoners, of White British Londoners" in page.code[-1].value


@pytest.mark.parametrize("source", ["review-year.trust", "crest-2022.trust-police"])
def test_other_series_are_one_choice_away(opened: Open, source: str) -> None:
    page = opened(**TRUST, source=source)
    assert page.selectbox[3].value == source
    assert len(page.get("plotly_chart")) == 2  # a wide and a narrow drawing


def test_a_choice_that_does_not_exist_is_noted(opened: Open) -> None:
    page = opened(measure="height", source="nowhere")
    assert "“height” for “measure”" in page.warning[0].value.replace("\\", "")
    assert "“nowhere” for “source”" in page.warning[0].value.replace("\\", "")


def test_a_loaded_copy_is_shown_without_a_change(opened: Open, tmp_path, monkeypatch) -> None:
    answers = {
        "2020-21": {"Black": 0.40, "White British": 0.75},
        "2021-22": {"Black": 0.42, "White British": 0.55},
    }
    monkeypatch.setenv("DATASETS_DIR", str(published_with(tmp_path, answers)))
    page = opened(**TRUST)
    assert page.selectbox[3].value == "own-copy.trust"
    assert "Improved" in verdict(page)
    assert "narrower than the" in page.title[0].value
    text = said(page)
    assert (
        "The gap shrank because the share of Black Londoners shows no clear change and that of White British"
        in text
    )
    assert "your own licensed copy of the answers" in text
    assert "design effect 1" in page.table[0].value.to_string().replace("\\", "")
    assert "none of them for a time since the Review" in text


def test_without_the_review_s_figures_nothing_is_claimed(
    opened: Open, tmp_path, monkeypatch
) -> None:
    """That nobody has published a figure can be said only with the documents' tables at hand."""
    import json
    import shutil

    folder = shutil.copytree(FROZEN, tmp_path / "published")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["datasets"]["review_figures"]
    (folder / "manifest.json").write_bytes(checked.seal(manifest))
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    page = opened()
    assert "These figures are not loaded" in page.info[0].value
    assert not page.title


def test_shares_on_few_people_are_hidden_or_flagged_in_words(
    opened: Open, tmp_path, monkeypatch
) -> None:
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
    page = opened(**TRUST)
    figures = next(one.value for one in page.table if "†" in one.value.to_string()).to_string()
    assert "hidden" in figures
    text = said(page)
    assert "Shares marked † stand on 50 to 99 interviews" in text
    assert "Shares on fewer than 50 interviews are not shown" in text


def test_overdue_figures_are_named_as_such(opened: Open, monkeypatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> Later:
            return cls(2035, 1, 1)

    lines = [one.value for one in opened(**LINES).caption]
    assert any("to February 2024" in line for line in lines)
    monkeypatch.setattr(sourcing, "date", Later)
    page = opened(**LINES)
    assert any("Source:" in one.value for one in page.caption)


def test_an_earlier_gap_can_be_the_newest_on_screen(opened: Open) -> None:
    page = opened(**LINES, to="2022-12")
    assert "56% of women and 80% of men" in page.title[0].value
    assert "a gap of 24 points, against 20 in April to June 2018" in page.title[0].value
