"""The pictures of pages for shared links: what stands on them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.charts import PER_CENT, Look, bars, trend
from dashboard.page import Page
from dashboard.site import share_pictures as build
from dashboard.site import shares
from dashboard.site.card import HEIGHT, SCALE, WIDTH, Card, card
from dashboard.subjects.pages import PAGES
from dashboard.words.verdicts import VERDICTS
from datasets import catalogue

SAID = {"site": "Scorecard", "page": "Trust", "lede": "More words.", "foot": "Data version 1.0.0"}


def lines():
    dates = pd.date_range("2015-03-31", periods=40, freq="QE")
    rows = pd.DataFrame({"date": dates, "value": range(40, 80), "series": "London"})
    return trend(rows, unit=PER_CENT, look=Look())


def test_marks_go_without_their_figures_where_a_chart_is_drawn_lower() -> None:
    dates = pd.date_range("2015-03-31", periods=40, freq="QE")
    rows = pd.DataFrame({"date": dates, "value": range(40, 80), "series": "London"})
    sign = rows.tail(1).assign(value=70.64, name="London (early sign)")
    drawn = trend(rows, unit=PER_CENT, look=Look(), signs=sign)
    assert "<b>70.6%</b>" in texts(drawn)
    made = card(Card(**SAID, headline="Trust is 74%", chart=drawn, under_chart="Per cent"))
    assert "<b>70.6%</b>" not in texts(made)
    assert any(one.marker.symbol == "square" for one in made.data)
    words = "An early sign speaks against it."
    verdicts = [("Trust", "▲▼", "Mixed")]
    assert words in texts(card(Card(**SAID, headline="One", verdicts=verdicts, sign=words)))


def many_bars():
    rows = pd.DataFrame(
        {"label": [f"Row {n}" for n in range(20)], "value": [float(n) for n in range(20)]}
    )
    return bars(rows, unit=PER_CENT, look=Look())


def texts(figure) -> list[str]:
    return [note.text.replace("<br>", " ") for note in figure.layout.annotations]


def test_a_picture_is_of_the_size_that_previews_want() -> None:
    assert (WIDTH * SCALE, HEIGHT * SCALE) == (shares.WIDTH, shares.HEIGHT)
    made = card(Card(**SAID, headline="Trust is 74%"))
    assert (made.layout.width, made.layout.height) == (WIDTH, HEIGHT)


def test_a_finding_stands_above_its_chart_drawn_lower() -> None:
    made = card(Card(**SAID, headline="Trust is 74%", chart=lines(), under_chart="Per cent"))
    shown = texts(made)
    for words in (
        "<b>Scorecard</b>  ·  Trust",
        "<b>Trust is 74%</b>",
        "Per cent",
        "Data version 1.0.0",
    ):
        assert words in shown
    assert "More words." not in shown
    margin = made.layout.margin
    assert 95 <= HEIGHT - margin.t - margin.b < lines().layout.height
    assert len(made.data) == len(lines().data)


def test_where_no_chart_fits_stands_the_paragraph() -> None:
    for chart in (None, many_bars()):
        made = card(Card(**SAID, headline="Trust is 74%", chart=chart, under_chart="Per cent"))
        assert "More words." in texts(made)
        assert "Per cent" not in texts(made)
        assert not made.data


def test_verdicts_are_listed_with_shape_and_word() -> None:
    verdicts = [
        ("Charge rates", "▲", "Improved"),
        ("Response times", "▼", "Worsened"),
    ]
    made = card(Card(**SAID, headline="Seven tests", verdicts=verdicts))
    shown = texts(made)
    at = shown.index("Charge rates")
    assert shown[at : at + 6] == [
        *("Charge rates", "▲", "<b>Improved</b>"),
        *("Response times", "▼", "<b>Worsened</b>"),
    ]


@pytest.mark.parametrize("words", [4, 20, 60])
def test_a_long_headline_is_set_smaller_and_stays_on_the_picture(words: int) -> None:
    made = card(Card(**SAID, headline="finding " * words))
    title = next(note for note in made.layout.annotations if "finding" in note.text)
    height = (title.text.count("<br>") + 1) * title.font.size * 1.3
    assert height < HEIGHT / 2
    assert title.font.size >= 17


def test_a_picture_says_what_its_page_says_first() -> None:
    trust = next(page for page in PAGES if page.path == "trust")
    found = build.shown_at(trust)
    shown = build.card_of(trust, found, date(2026, 11, 4))
    assert shown.headline == found.headline
    assert "trust the Met (Sep 2025*)" in shown.headline
    assert shown.foot == f"Data version {catalogue.version()}, drawn on 4 November 2026"
    assert shown.chart is not None
    assert build.alt_of(shown, found, True) == found.charts[0].alt
    assert build.alt_of(shown, found, False) == found.lede
    assert "Review's own" not in shown.under_chart  # drawn without the Review's points


def test_a_headline_without_a_paragraph_has_what_the_page_is_for() -> None:
    page = next(one for one in PAGES if one.path == "gaps")
    shown = build.card_of(page, Page("gaps", "A finding", "", ()), date(2026, 11, 24))
    assert (shown.headline, shown.lede) == ("A finding", page.description)


def test_the_start_page_shows_the_seven_verdicts() -> None:
    start = PAGES[0]
    shown = build.card_of(start, build.shown_at(start), date(2026, 11, 4))
    assert len(shown.verdicts) == 7
    published = catalogue.load("success_measures")
    whole = published[published["indicator"] == "all"]
    titles = [VERDICTS[one].title for one in whole["verdict"]]
    assert sorted(title for *_, title in shown.verdicts) == sorted(titles)
