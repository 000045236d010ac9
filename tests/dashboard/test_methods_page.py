"""Methods and sources in each of its states, by what it says."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest

from dashboard.briefing.rules import RULES
from dashboard.figures.renewals import Renewal
from dashboard.figures.sources import sources
from dashboard.page import CardTable, Fold, Text
from dashboard.subjects import registry
from dashboard.subjects.methods import tables as methods_tables
from dashboard.subjects.pages import PAGES
from dashboard.words import accessibility
from dashboard.words.accessibility import Left
from dashboard.words.sources import SHORT_NAMES
from tests.dashboard.page_reading import everything, shown, tables

methods = partial(shown, "methods")


def test_every_source_stands_with_its_publisher_and_every_rule_is_told():
    page = methods()
    held = sources()["id"].nunique()
    assert re.fullmatch(
        f"[1-9][0-9]* of {held} sources overdue; crime to [A-Z][a-z]+ 2[0-9]{{3}}; trust to [A-Z][a-z]+ 2[0-9]{{3}}",
        page.headline,
    )
    (listed,) = [one for one in page.parts if one.title.startswith("Each source")]
    folds = [one for one in listed.blocks if isinstance(one, Fold)]
    assert len(folds) == held
    for fold in folds:
        used, facts = fold.blocks[0].markdown, fold.blocks[1].markdown
        assert used.startswith(("Shown on [", "Not shown by itself")), fold.title
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


def test_a_source_that_is_late_says_by_how_long():
    page = methods()
    late = [one.title for one in page.all_of(Fold) if ", overdue by " in one.title]
    assert page.headline.startswith(f"{len(late)} of {sources()['id'].nunique()} sources overdue; ")
    days = (date.today() - date(2024, 5, 29)).days  # the survey's workbook was due by then
    assert f"MOPAC survey, workbook: to December 2023, overdue by {days // 365} years" in late
    drawn = page.charts[0].draw(True).layout.annotations
    marked = [note.text for note in drawn if note.text.endswith(", overdue")]
    assert len(marked) == len(late)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (60, "60 days"),
        (84, "2 months"),
        (730, "23 months"),
        (2302, "6 years"),
    ],
)
def test_how_long_is_said_in_the_largest_unit_that_fits_twice(days, said):
    late = Renewal(date(2026, 1, 1), days, "overdue")
    assert methods_tables.renewal_words(late) == f"overdue by {said}"


def test_the_pages_that_a_source_is_said_to_be_shown_on_are_those_whose_figures_cite_it():
    held = sources().drop_duplicates("id").set_index("id")["citation"]
    shown_on = {}
    for page in PAGES:
        if page.path in ("", "get-data", "methods", "glossary"):
            continue
        params = {"area": ["Lambeth"]} if page.path == "borough" else {}
        cited = " ".join(one.meta.source for one in registry.page_of(page.path, params).files)
        for one in held.index[[text in cited for text in held]]:
            shown_on.setdefault(one, []).append(page.path)
    assert {one: tuple(paths) for one, paths in shown_on.items()} == methods_tables.SHOWN_ON
    for path, leading in methods_tables.LEADS_ON.items():
        assert all(path in methods_tables.SHOWN_ON[one] for one in leading)


def test_each_page_stands_with_the_newest_month_of_what_it_leads_with():
    (leading,) = [one for one in methods().all_of(CardTable) if one.key == "leading"]
    page, crime = leading.rows[3][0].text, leading.rows[3][1].text
    assert page == "Crime trends"
    assert crime.startswith("Recorded crime: to June 2026, overdue by ")
    assert len(leading.rows[0][1].quiet) == 2  # trust, crime and burglaries solved


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
