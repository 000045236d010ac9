"""Dated events: few, short, and each with its place in a document."""

import re

import pandas as pd
import pytest

from datasets import catalogue

CHARTS = ("trust", "outcomes", "powers", "workforce", "misconduct", "response", "crime")
MOST = 6  # on one chart
LONGEST = 24  # characters of a label


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return catalogue.reference("events")


def test_dates_are_days_in_order_within_a_chart(events):
    assert events["date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()
    days = events.assign(date=pd.to_datetime(events["date"]))
    assert days.groupby("affects")["date"].apply(lambda dates: dates.is_monotonic_increasing).all()


def test_each_chart_has_few_events_and_none_twice(events):
    assert set(events["affects"]) == set(CHARTS)
    assert events.groupby("affects").size().max() <= MOST
    assert not events.duplicated(["affects", "label"]).any()


def test_labels_are_short_and_details_one_sentence(events):
    assert events["label"].str.len().max() <= LONGEST
    assert events["detail"].str.fullmatch(r"[A-Z][^.]*\.").all()


def test_each_says_the_line_page_or_section_it_is_from(events):
    unplaced = [text for text in events["source"] if not re.search(r"lines? \d|page|section", text)]
    assert unplaced == []


def test_what_has_one_name_has_one_date(events):
    named = events[["label", "date"]].drop_duplicates()
    assert not named["label"].duplicated().any()
