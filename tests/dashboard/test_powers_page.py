"""The page on stop and search where a table is missing, by what it says."""

from datetime import date
from functools import partial

import pandas as pd
import pytest

from dashboard.controls import tables
from dashboard.queries import disproportion, searches
from tests.dashboard import reading
from tests.dashboard.reading import everything, make_it

MASK = r"\[c\]"
shown = partial(reading.shown, "powers")


def captions(page):
    return [one.value.replace("\\", "") for one in page.caption]


def test_the_default_page():
    page = shown()
    text = everything(page)
    assert "Black people were searched 4.6 times as often as White people" in text
    assert page.markdown[0].value == (
        "That is 47.7 searches per 1,000 Black residents and 10.5 per 1,000 White residents: a ratio of "
        "4.56 (4.51 to 4.62). Ethnicity as officers saw it; residents: all ages, Census 2021."
    )
    assert "33 of the 129 months" in text
    notes = next(one.value for one in page.markdown if one.value.startswith("- August 2025"))
    assert "Without that month the ratio would be 4.34, not 4.56." in notes
    assert (
        "In the 12 months before, the ratio was 4.12. Without August in either period it is 4.34 "
        "against 3.98: higher now." in notes
    )
    assert "one person can be searched many times, too narrow" in notes
    assert (
        "In the 12 months to March 2023 (10 full months and 1 to 17 December 2022 held), 27% of searches "
        "of Black" in text
    )
    assert "Outcomes by ethnic group: to March 2023. Source: Stop and search" in text
    assert "On the scale each doubling is as wide" in text
    assert "58% of searches were for controlled drugs" in text
    assert "Force was used on Black people 3.4 times as often" in text
    assert "cannot be chosen here" in text


def test_by_peoples_own_account_the_reviews_ratio_is_not_set_beside():
    text = everything(shown(basis="self_defined"))
    assert "people who described themselves as Black were searched 2.9 times" in text
    assert "its ratios are not set beside these" in text
    assert "The hollow mark" not in text


def test_a_period_that_is_not_held_is_named():
    page = shown(to="2020-05")
    assert "2020" in page.warning[0].value
    assert "4.6 times" in everything(page)


def test_a_group_that_was_hardly_recorded():
    assert "hardly recorded" in shown(group="Other").title[0].value


def test_a_ratio_is_printed_the_same_everywhere():
    page = shown()
    chart = str(page.get("plotly_chart")[0].proto)
    assert "4.56" in chart
    assert "(4.51 to 4.62)" in chart
    assert page.table[0].value.loc["Black", "Ratio"].replace("\\", "") == "4.56 (4.51 to 4.62)"


def test_months_that_a_ratio_lacks_stand_beside_it():
    page = shown(to="2023-03")
    assert "(10 full months and 1 to 17 December 2022 held)" in page.title[0].value
    assert "Black residents in the months held" in page.markdown[0].value
    assert "November 2022 is not held and of one month only 1 to 17 December 2022 are" in (
        everything(page)
    )


def test_few_searches_are_masked():
    text = everything(shown(object="Fireworks", tactic="Baton round (AEP)"))
    assert "searched for fireworks" in text
    assert "stands for 1 to 4" in text
    assert "own open table prints every count" in text


def test_no_masked_use_of_force_follows_from_its_row():
    page = shown(tactic="Shield", year="2020-03")
    groups = next(one.value for one in page.table if "Uses" in one.value.columns)
    assert groups["Uses"].to_dict() == {
        "Black": "72", "Mixed": MASK, "Asian": "8", "Other": MASK, "White": "58"
    }  # fmt: skip
    every = next(one.value for one in page.table if "All uses" in one.value.columns)
    assert every.loc["Shield", "All uses"] == "151"  # 5 more between two groups: either could be 1


def test_c_is_explained_where_it_stands():
    text = everything(shown(object="Fireworks", to="2018-07"))
    assert text.count("Nothing is worked out from it") == 3  # ratios, outcomes, list of tactics
    text = everything(shown(object="Fireworks", to="2023-03"))  # few outcomes, no few searches
    assert text.count("Nothing is worked out from it") == 2
    text = everything(shown(object="Fireworks", to="2023-03", tactic="Shield"))
    assert text.count("Nothing is worked out from it") == 2  # said above the list of tactics


def test_the_ratio_for_mixed_people_is_not_taken_for_plain():
    seen = "Officers may see people of Mixed ethnicity as Black"
    text = everything(shown())
    assert text.count(seen) == 1
    assert "people of Mixed ethnicity taken together have a ratio of 2.62" in text
    chosen = shown(group="Mixed", basis="self_defined")
    assert any(seen in one.value for one in chosen.caption)  # beside the headline too
    assert everything(chosen).count(seen) == 2


def test_without_the_table_of_force_the_searches_stand(without):
    without("use_of_force")
    text = everything(shown())
    assert "4.6 times as often" in text
    assert "These figures are not loaded" in text
    assert "Force was used" not in text


@pytest.mark.parametrize(
    ("table", "title"),
    [
        ("stop_and_search", "Stop and search"),
        ("population", "Residents of London"),
        ("review_figures", "The Casey Review"),
    ],
)
def test_without_a_table_that_all_rests_on_the_page_says_so(without, table, title):
    without(table)
    page = shown()
    assert "These figures are not loaded" in page.info[0].value
    assert title in page.info[0].value
    assert not page.title


def test_figures_that_are_late_are_said_to_be_overdue(monkeypatch):
    make_it(date(2026, 2, 1), monkeypatch)
    (searches_line, *_) = [one for one in captions(shown()) if one.startswith("Source: Stop and")]
    assert "overdue" not in searches_line
    make_it(date(2027, 6, 1), monkeypatch)
    late = [one for one in captions(shown()) if "Stop and search by the Metropolitan" in one]
    assert len(late) >= 4  # ratios, months, outcomes, what was looked for
    assert all("Newer figures are overdue" in one for one in late)


def test_what_was_looked_for_names_its_source_and_ratios_by_month_their_residents():
    shown_lines = captions(shown(show="ratio"))
    months = [one for one in shown_lines if one.startswith("Source: Stop and search")]
    assert sum("Census 2021" in one for one in months) == 2  # the ratios of all, and by month
    assert len(months) == 3  # and the table of what was looked for


def test_without_the_census_no_rate_is_guessed(monkeypatch):
    monkeypatch.setattr(disproportion, "denominators", lambda: {})
    page = shown()
    assert "Residents by ethnic group" in page.info[0].value
    assert not page.title


def test_a_choice_without_any_period(monkeypatch):
    monkeypatch.setattr(searches, "windows", lambda *_: {})
    page = shown(object="Firearms")
    assert "Nothing is published for searches for firearms" in page.info[0].value.replace("\\", "")
    assert page.title[0].value == "Stop and search, use of force"


@pytest.mark.parametrize(
    ("cells", "is_numeric"),
    [
        (["5", "[c]", "[c] *", "–", "4.56 (4.51 to 4.62)"], True),
        (["[c]", "–"], False),  # no figure at all
        (["5", "Black"], False),
    ],
)
def test_a_column_with_masked_counts_is_one_of_figures(cells, is_numeric):
    assert tables._reads_as_numbers(pd.Series(cells)) is is_numeric
