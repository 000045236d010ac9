"""Methods and sources in each of its states, by what it says."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from dashboard.briefing.rules import RULES
from dashboard.figures.sources import sources
from dashboard.page import Fold, Text
from dashboard.words import accessibility
from dashboard.words.accessibility import Left
from dashboard.words.sources import SHORT_NAMES
from tests.dashboard.page_reading import everything, shown, tables

methods = partial(shown, "methods")


def test_every_source_stands_with_its_publisher_and_every_rule_is_told():
    page = methods()
    held = sources()["id"].nunique()
    assert re.fullmatch(
        f"{held} sources, [1-9][0-9]* of them overdue for newer figures", page.headline
    )
    (listed,) = [one for one in page.parts if one.title.startswith("Each source")]
    folds = [one for one in listed.blocks if isinstance(one, Fold)]
    assert len(folds) == held
    for fold in folds:
        facts = fold.blocks[0].markdown
        for name in (
            "Title",
            "Publisher",
            "Licence",
            "Cite as",
            "Usually renewed by",
            "Period used",
        ):
            assert f"**{name}:** " in facts, fold.title
    text = everything(page)
    for rule in RULES:
        assert f"A question is asked where {rule.when}." in text.replace("\\", "")


def test_the_table_of_design_effects_names_its_source():
    page = methods()
    (effects,) = [one for one in tables(page) if "Share, interval" in one.columns]
    assert list(effects["Design effect"]) == ["1.0", "1.3", "1.5"]
    captions = [
        one.markdown for one in page.all_of(Text) if one.markdown.startswith("Source: Mayor's")
    ]
    assert len(captions) == 1
    assert "as transcribed by a third party" in captions[0]


def test_a_source_that_is_late_is_overdue_by_its_days():
    page = methods()
    late = [one.title for one in page.all_of(Fold) if ", overdue by " in one.title]
    assert page.headline.endswith(f"sources, {len(late)} of them overdue for newer figures")
    days = (date.today() - date(2024, 5, 29)).days  # the survey's workbook was due by then
    assert f"MOPAC survey, workbook: to December 2023, overdue by {days:,} days" in late


def test_every_source_has_a_short_name():
    assert set(SHORT_NAMES) == set(sources()["id"])
    assert max(map(len, SHORT_NAMES.values())) <= 34
    assert len(set(SHORT_NAMES.values())) == len(SHORT_NAMES)


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
