"""Methods and sources in each of its states, by what it says."""

from __future__ import annotations

from datetime import date
from functools import partial

from dashboard.briefing.rules import RULES
from dashboard.figures.sources import sources
from dashboard.page import Text
from dashboard.words import accessibility
from dashboard.words.accessibility import Left
from tests.dashboard.page_reading import everything, shown, tables

methods = partial(shown, "methods")


def test_every_source_stands_with_its_publisher_and_every_rule_is_told():
    page = methods()
    held = sources()["id"].nunique()
    assert page.headline == f"{held} sources, every figure with its publisher and date"
    (every,) = [one for one in tables(page) if "Publisher; licence" in one.columns]
    assert len(every) == held
    text = everything(page)
    for rule in RULES:
        assert f"A question is asked where {rule.when}." in text.replace("\\", "")


def test_the_table_of_design_effects_names_its_source():
    page = methods()
    (effects,) = [one for one in tables(page) if "Share, interval" in one.columns]
    assert list(effects["Design effect"]) == ["1.0", "1.3", "1.5"]
    captions = [
        one.markdown for one in page.all_of(Text) if one.markdown.startswith("Source: MOPAC")
    ]
    assert len(captions) == 1
    assert "as transcribed by a third party" in captions[0]


def test_a_source_that_is_late_is_overdue_by_its_days():
    (calendar,) = [one for one in tables(methods()) if "Usually renewed by" in one.columns]
    late = calendar[calendar["Status"].str.startswith("Overdue by")]
    assert not late.empty
    assert date.today() > date(2024, 5, 31)  # the survey's workbook was due by then
    assert any("trust and confidence" in name for name in late["Source"])


def test_the_accessibility_statement_counts_what_the_framework_leaves():
    text = everything(methods()).replace("\\", "")
    assert accessibility.tested(accessibility.LEFT_BY_FRAMEWORK) in text
    for one in accessibility.LEFT_BY_FRAMEWORK:
        assert one.words in text
    left = Left("label", ".stTextInput input", "No name.", "/review")
    assert ", and none of Streamlit, the framework that shows the choices." in accessibility.tested(
        ()
    )
    assert ", and 2 of Streamlit, the framework that shows the choices:" in accessibility.tested(
        (left, left)
    )


def test_without_the_survey_the_page_says_so(without):
    without("public_attitudes")
    page = methods()
    assert "These figures are not loaded" in page.notices[0]
    assert not page.headline
