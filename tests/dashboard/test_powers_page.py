"""The page on stop and search, as data: in its choices, and where a table is missing."""

import json
import re
from datetime import date
from functools import partial

import pandas as pd
import pytest
import time_machine

from dashboard.keeping import Kept
from dashboard.markup import tables as markup_tables
from dashboard.page import Chart, ChoiceRow, Fold, Notes, Table, Text
from dashboard.subjects import registry
from dashboard.subjects.powers.figures import disproportion, searches
from tests.dashboard import page_reading
from tests.dashboard.page_reading import everything, tables

MASK = "[c]"
shown = partial(page_reading.shown, "powers")


@pytest.fixture
def unkept(monkeypatch):
    """Pages are built anew, and not kept for other tests."""
    monkeypatch.setattr(registry, "_pages", Kept(1))


def source_lines(page):
    charts = [one.source_line for one in page.all_of(Chart)]
    return charts + [
        one.markdown for one in page.all_of(Text) if one.style in {"caption", "source"}
    ]


def by_group(frame):
    return frame.set_index(frame.columns[0])


def test_the_default_page():
    page = shown()
    text = everything(page)
    assert page.headline == ("Black people searched 4.34 times as often as White, 2025 less August")
    assert page.lede == (
        "Per resident; the year before, also without August, 3.98: higher now, by more than chance. August is left "
        "out as it is too unusual: 7,576 searches of Black people, in a usual month about 4,500. With it, 4.56."
    )
    subtitle = page.parts[1].subtitle
    assert "the 12 months to December 2025" in subtitle
    assert "Ethnicity as officers saw it; residents: all ages, Census 2021." in subtitle
    assert "33 of the 129 months" in text
    notes = page.all_of(Notes)[0].lines
    assert "one person can be searched many times, too narrow" in notes[0]
    assert notes[1] == (
        "More than chance need not be unusual: the ratio went from 4.15 to 4.59 in the year to December 2018, the "
        "only other year that can be compared."
    )
    assert "the ratio for Black people would be 3.88, not 4.56" in notes[2]
    assert (
        "10½ months to March 2023: 27.2% of searches of Black people led to action, 29.7% of White"
        in text
    )
    assert (
        "led to an outcome other than no further action. The 12 months to March 2023 (10 full months "
        "and 1 to 17 December 2022 held). Ethnicity as officers saw it." in text
    )
    assert "Outcomes by ethnic group are held to March 2023 only." in text
    assert "On the scale each doubling is as wide" in text
    assert "58.1% of searches were for controlled drugs" in text
    assert "Force per resident: on Black people 3.45 times as often as on White" in text
    assert "cannot be chosen here" in text


def test_parts_stand_in_the_order_of_importance_each_with_a_short_title():
    titles = [one.title for one in shown().parts if one.title]
    assert [re.match(r"[^\d:]*", one)[0].strip() for one in titles] == [
        *("Compared with White people", "Searches month by month", ""),
        *("Force per resident", "Force records, year to March", "", "Years to March"),
    ]
    assert all(len(one) <= 90 for one in titles)


def test_no_table_is_wider_than_five_columns_but_that_of_the_years():
    wide = [frame for frame in tables(shown()) if frame.shape[1] > 5]
    assert [one.columns[0] for one in wide] == ["Year to"]


def test_what_serves_few_readers_is_folded():
    folds = {one.title: one for one in shown().all_of(Fold)}
    every = folds["Every tactic, Black people and White people"]
    assert [one.frame.columns[0] for one in every.blocks if isinstance(one, Table)] == ["Tactic"]


def test_ratios_by_month_are_offered_beneath_their_own_chart():
    months = next(one for one in shown(show="ratio").charts if one.key == "powers-months")
    assert months.rows == "powers-month-ratios"
    assert "ratio" in shown(show="ratio").rows[months.rows].frame.columns
    assert "searches_count" in shown().rows["powers-months"].frame.columns


def test_by_peoples_own_account_the_reviews_ratio_is_not_set_beside():
    text = everything(shown(basis="self_defined"))
    assert "people who described themselves as Black were searched 2.87 times" in text
    assert "its ratios are not set beside these" in text
    assert "The hollow mark" not in text


def test_a_period_that_is_not_held_is_named():
    page = shown(to="2020-05")
    assert "2020" in page.ignored[0]
    assert "4.34 times" in everything(page)


def test_a_group_that_was_hardly_recorded():
    assert "hardly recorded" in shown(group="Other").headline


def test_a_ratio_is_printed_the_same_everywhere():
    page = shown()
    chart = str(json.loads(page.charts[0].draw(False).to_json()))
    ratios = by_group(tables(page)[0])["Ratio"]
    assert "4.34 times" in page.headline
    assert "4.56" in page.lede
    assert "4.34 times" in everything(page)
    for row, said in {
        "Black, without August": "4.34 (4.28 to 4.39)",
        "Black, with August": "4.56 (4.51 to 4.62)",
    }.items():
        assert ratios[row] == said
        assert said.partition(" ")[2] in chart
    assert "= 4.34" in everything(page).replace("\\", "")


def test_a_year_leads_without_its_one_odd_month_and_holds_both() -> None:
    (files,) = (one for one in shown().files if one.name == "powers")
    rows = files.frame[files.frame["ethnicity"] == "Black"]
    assert rows["searches_count"].tolist() == [56_727 - 7_576, 56_727]
    assert rows["ratio"].round(2).tolist() == [4.34, 4.56]
    assert pd.isna(rows["rate_per_1000"].iloc[0])
    usual = shown(to="2025-06")
    assert "without" not in usual.headline
    assert usual.lede.startswith(("4", "3"))
    assert files.frame["month_left_out"].dropna().tolist() == [pd.Timestamp("2025-08-01")]


def test_the_picture_of_the_months_says_whose_view_of_ethnicity_it_is() -> None:
    said = {one.key: one.subtitle for one in shown().charts}
    for key in ("powers-ratios", "powers-months", "powers-outcomes", "powers-force"):
        assert "Ethnicity as officers saw it" in said[key]


def test_months_that_a_ratio_lacks_stand_beside_it():
    page = shown(to="2023-03")
    assert "in the year to March 2023" in page.headline
    assert "(10 full months and 1 to 17 December 2022 held)" in page.parts[1].subtitle
    assert "Black residents in the months held" in page.lede
    assert (
        "November 2022 is not held and of one month only 1 to 17 December 2022 are"
        in (page.all_of(Notes)[0].lines[0])
    )


def test_few_searches_are_masked():
    text = everything(shown(object="Fireworks", tactic="Baton round (AEP)"))
    assert "searched for fireworks" in text
    assert "stands for 1 to 4" in text
    assert "own open table prints every count" in text


def test_no_masked_use_of_force_follows_from_its_row():
    page = shown(tactic="Shield", year="2020-03")
    frames = [by_group(one) for one in tables(page)]
    groups = next(one for one in frames if "Uses" in one.columns)
    assert groups["Uses"].to_dict() == {
        "Black": "72", "Mixed": MASK, "Asian": "8", "Other": MASK, "White": "58"
    }  # fmt: skip
    every = next(one for one in frames if "All uses" in one.columns)
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
    assert any(seen in one.subtitle for one in chosen.parts)  # beside the headline too
    assert everything(chosen).count(seen) == 2


def test_without_the_table_of_force_the_searches_stand(without):
    without("use_of_force")
    text = everything(shown())
    assert "4.34 times as often" in text
    assert "These figures are not loaded" in text
    assert "Force per resident" not in text
    assert "58.1% of searches were for controlled drugs" in text


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
    assert "These figures are not loaded" in page.notices[0]
    assert title in page.notices[0]
    assert not page.headline


def test_figures_that_are_late_are_said_to_be_overdue():
    with time_machine.travel(date(2026, 2, 1)):
        lines = source_lines(shown())
    first = next(one for one in lines if one.startswith("Source: Home Office, stop and"))
    assert "overdue" not in first
    with time_machine.travel(date(2027, 6, 1)):
        lines = source_lines(shown())
    late = [one for one in lines if "Stop and search by the Metropolitan" in one]
    assert len(late) >= 4  # ratios, months, outcomes, what was looked for
    assert all("Newer figures are overdue" in one for one in late)


def test_what_was_looked_for_names_its_source_and_ratios_by_month_their_residents():
    lines = source_lines(shown(show="ratio"))
    months = [one for one in lines if one.startswith("Source: Home Office, stop and")]
    assert sum("Census 2021" in one for one in months) == 2  # the ratios of all, and by month
    assert len(months) == 5  # outcomes, what was looked for and the financial years too


@pytest.mark.usefixtures("unkept")
def test_without_the_census_no_rate_is_guessed(monkeypatch):
    monkeypatch.setattr(disproportion, "denominators", lambda: {})
    page = shown()
    assert "Residents by ethnic group" in page.notices[0]
    assert not page.headline


@pytest.mark.usefixtures("unkept")
def test_a_choice_without_any_period(monkeypatch):
    monkeypatch.setattr(searches, "windows", lambda *_: {})
    page = shown(object="Firearms")
    assert "Nothing is published for searches for firearms" in page.notices[0]
    assert page.headline == "Stop and search, use of force"
    assert [one.keys for one in page.all_of(ChoiceRow)] == [
        ("basis", "group", "residents", "object")
    ]


@pytest.mark.parametrize("part", ["powers", "powers-months", "powers-objects", "force"])
def test_the_link_of_every_part_keeps_the_choices_of_all(part):
    page = shown(show="ratio", tactic="Shield", object="Fireworks", to="2023-03")
    link = page_reading.files(page, part).meta.link
    kept = ("show=ratio", "tactic=Shield", "object=Fireworks", "to=2023-03", "year=", "outcome=")
    assert all(one in link for one in kept)


@pytest.mark.parametrize(
    ("cells", "is_numeric"),
    [
        (["5", "[c]", "[c] *", "–", "4.56 (4.51 to 4.62)"], True),
        (["[c]", "–"], False),  # no figure at all
        (["5", "Black"], False),
    ],
)
def test_a_column_with_masked_counts_is_one_of_figures(cells, is_numeric):
    assert markup_tables._reads_as_numbers(pd.Series(cells)) is is_numeric
