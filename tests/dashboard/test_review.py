"""The Review's own figures: found, set side by side, recomputed, cited; in every state."""

from collections import Counter
from functools import partial

import pandas as pd
import pytest

from dashboard.page import CardTable, ChoiceRow, Fold
from dashboard.subjects.crime.figures.changes import printed_changes
from dashboard.subjects.review.figures import contradictions as pairs
from dashboard.subjects.review.figures import review as queries
from dashboard.subjects.review.words import contradictions as sides
from dashboard.subjects.review.words import review as words
from dashboard.words import passages
from tests.dashboard import page_reading
from tests.dashboard.page_reading import cards
from tests.dashboard.page_reading import everything as says

shown = partial(page_reading.shown, "review")


# Queries


def test_figures_are_found_by_group_chapter_number_and_value():
    black = queries.review_figures(group="Black")
    assert len(black) == 73
    assert set(black["group"]) == {"Black"}
    assert queries.review_figures("r0046")["figure_id"].tolist() == ["R0046"]
    assert len(queries.review_figures(chapter="summary")) == 23
    assert set(queries.review_figures(chapter="op-leven")["source_location"].str[:7]) == {"Op Leve"}
    assert queries.review_figures("872841", chapter="1")["figure_id"].tolist()[0] == "R0001"
    assert queries.review_figures("872841", chapter="9").empty
    assert len(queries.review_figures("pas_trust_mps")) == 15
    assert queries.review_groups()[0] == queries.EVERYONE


def test_every_figure_is_in_a_chapter_that_has_a_name():
    rows = queries.review_figures()
    assert dict(Counter(rows["chapter"])) == {
        "1": 429, "2": 139, "3": 104, "4": 114, "5": 76, "6": 10, "7": 49, "8": 5, "9": 553, "10": 22,
        "summary": 23, "introduction": 4, "annex-b": 31, "op-leven": 29, "board-paper": 22,
        "rebuilding-trust": 10, "city-answer": 7,
    }  # fmt: skip
    assert queries.review_chapters() < set(words.CHAPTERS)


def test_every_figure_in_conflict_is_in_one_contradiction():
    found = pairs.contradictions()
    marked = [figure for one in found for figure in sorted(pairs._marked(one))]
    rows = queries.review_figures(flagged=True)
    assert sorted(marked) == sorted(rows["figure_id"])
    assert len(marked) == len(set(marked)) == 102
    assert len({one.id for one in found}) == len(found) == 40


def test_contradictions_among_some_figures():
    assert [one.id for one in pairs.contradictions(["R0546"])] == ["uplift-officers"]
    assert pairs.contradictions(["R0001"]) == []  # bears on one, and is not itself in conflict
    assert pairs.contradictions([]) == []


def test_the_four_cells_have_three_numbers_each():
    cells = pairs.five_year_cells().set_index("offence")
    assert cells["printed_pct"].to_dict() == {
        "Burglary": -43, "Public order offences": 18, "Sexual offences": 29,
        "Violence against the person": 18,
    }  # fmt: skip
    assert cells["implied_pct"].round(1).tolist() == [-30.2, 22.3, 39.9, 20.9]
    assert cells["counted_pct"].round(1).tolist() == [-30.2, 21.6, 25.8, 19.3]
    assert cells["agree"].tolist() == [True, True, False, False]
    assert (cells["implied_low_pct"] < cells["implied_pct"]).all()
    assert (cells["implied_pct"] < cells["implied_high_pct"]).all()
    assert pairs.counted_editions() == ["202602"]


def test_the_implied_change_is_that_of_the_crime_page():
    table = printed_changes().set_index("offence")["implied_5y_pct"]
    cells = pairs.five_year_cells().set_index("offence")["implied_pct"]
    pd.testing.assert_series_equal(cells, table[cells.index], check_names=False)


# Words


@pytest.mark.parametrize(
    ("location", "place", "lines"),
    [
        ("Ch 1.2; Figure 1.2; lines 711, 2913", "chapter 1.2, Figure 1.2", "lines 711, 2913"),
        ("Casey Review; ch 9.3.3 Fig 9.3.3; line 5605", "chapter 9.3.3, Figure 9.3.3", "line 5605"),
        ("Casey Review; ch 9.ii; line 4497; also 4606, 4858", "chapter 9, part ii", "line 4497, also 4606, 4858"),
        ("Casey Review; ch 9.2.8; line 5290; N in footnote 171, line 5315", "chapter 9.2.8, footnote 171", None),
        ("Oversight Board 28-04-2023; para 3.3; line 28", "paragraph 3.3", "line 28"),
        ("Op Leven; body; line 25; also 19", "", "line 25, also 19"),
        ("example.org/page", "example.org/page", ""),
    ],
)  # fmt: skip
def test_places_in_words(location, place, lines):
    assert passages.place_words(location) == place
    if lines is not None:
        assert passages.lines_words(location) == lines


def test_what_three_numbers_allow_to_be_said():
    assert sides.five_years_verdict(True).startswith("Both recomputations agree")
    assert sides.five_years_verdict(False).startswith("Inconsistent")
    assert "wrong" not in sides.five_years_verdict(False)
    assert "own shares" in sides.five_years_verdict(False, is_counted=False)


def test_a_contradiction_shows_both_values_and_both_places():
    one = next(one for one in pairs.contradictions() if one.id == "constables-share")
    _, first, second, does = sides.contradiction_cells(one.title, one.first, one.second)
    assert (first.text, second.text) == ("80%", "81%")
    assert "chapter 2.4" in first.quiet[-1]
    assert "chapter 3.5" in second.quiet[-1]
    assert does.text == "Both are shown as printed; nothing is corrected."
    assert first.links == (("Cite this figure", "./review?figure=R0553"),)
    drugs = next(one for one in pairs.contradictions() if one.id == "drug-detections")
    assert (
        "5% is left out of every chart"
        in sides.contradiction_cells("", drugs.first, drugs.second)[3].text
    )
    alone = next(one for one in pairs.contradictions() if one.id == "boroughs-in-a-command")
    other = sides.contradiction_cells("", alone.first, alone.second)[2]
    assert "three or four boroughs" in other.quiet[0]


def test_a_figure_is_cited_with_its_place_and_its_link():
    said = words.figure_citation(
        queries.review_figure("R0046"), "1.2.3", "https://x/review?figure=R0046"
    )
    assert said == (
        "Baroness Casey Review, Final Report (March 2023), chapter 1.2, Figure 1.2 (line 715 of the text "
        "read). 5-year percentage change in recorded offences: Burglary (to 12 months ending January 2023): "
        "−43%, year to January 2023. Marked as in conflict. In: London policing scorecard, figure R0046, "
        "data version 1.2.3. https://x/review?figure=R0046"
    )
    with pytest.raises(KeyError):
        queries.review_figure("R9999")


def test_which_figures_are_on_screen():
    assert words.count_line(1, 1, 1) == "1 figure"
    assert words.count_line(1, 9, 9) == "All 9 figures"
    assert words.count_line(21, 40, 1627) == "Figures 21 to 40 of 1,627"
    assert words.next_words(1620, 1627, 20) == "Figures 1,621 to 1,627"


# The page


def test_the_page_counts_pages_and_sets_contradictions_side_by_side():
    page = shown()
    assert page.headline == ("What the Casey Review found in 7 figures, and all 1,627 to search")
    assert "contradict" not in page.headline + page.lede
    assert "Figures 1 to 10 of 1,627" in says(page)
    assert "40 things printed in two ways" in says(page)
    assert "872,841" in cards(page)
    assert "The Review, chapter 1.2, Figure 1.2" in cards(page)
    (fold,) = [one for one in page.all_of(Fold) if one.key == "contradictions"]
    assert not fold.is_open
    assert "line 711" not in cards(page)


def test_the_last_page_and_a_choice_of_group_and_chapter():
    page = shown(group="Black", chapter="9", page="2")
    assert [page.chosen(key) for key in ("group", "chapter", "page")] == [["Black"], ["9"], ["2"]]
    assert "Figures 11 to 20 of" in says(page)
    assert words.FOUND_HEADING not in says(page)


def test_only_figures_in_conflict_stand_open():
    page = shown(flagged="yes", chapter="2")
    assert page.headline == "15 of 1,627 figures fit; all contradict another or do not add up"
    assert "4,577" in cards(page)
    (fold,) = [one for one in page.all_of(Fold) if one.key == "contradictions"]
    assert fold.is_open


def test_a_figure_alone_shows_all_that_is_known_of_it():
    page = shown(figure="R0051")
    assert page.headline.endswith("Sexual offences (to 12 months ending January 2023): +29%")
    text = says(page)
    assert "line 715 of the text that was read" in text
    assert "figure=R0051" in text
    assert "+40%" in cards(page)
    assert "+26%" in cards(page)
    assert "−30%" not in cards(page).split("cards-five-years")[1]  # of burglary
    assert not page.all_of(ChoiceRow)


def test_a_figure_that_does_not_exist_is_said_and_all_are_shown():
    page = shown(figure="R9999")
    assert "“R9999” for “figure”" in page.ignored[0]
    assert page.headline.endswith("all 1,627 to search")


def test_the_page_opens_with_what_the_review_found_then_the_search():
    page = shown()
    first, every = page.all_of(CardTable)[:2]
    assert [(row[0].text[:24], row[1].text, row[2].text) for row in first.rows] == [
        ("People in London who sai", "66%", "January to March 2022"),
        ("Recorded crimes for whic", "8%", "Year to January 2023"),
        ("The same, of recorded ra", "6%", "Year to January 2023"),
        ("Internal misconduct alle", "33%", "April 2013 to March 2022"),
        ("How much more likely Bla", "81%", "Year to March 2022"),
        ("Average time to reach a ", "107 min", "2021"),
        ("Officers who were women", "29%", "Year to March 2022"),
    ]
    assert all("chapter" in row[3].text and "figure=R" in row[3].links[0][1] for row in first.rows)
    assert len(every.rows) == 10
    blocks = [one for one in page.blocks if isinstance(one, CardTable | ChoiceRow)]
    assert blocks.index(first) < blocks.index(page.all_of(ChoiceRow)[0]) < blocks.index(every)


def test_what_it_found_is_not_contradicted_by_the_review_itself():
    rows = queries.review_figures()
    found = rows[rows["figure_id"].isin(words.FOUND)]
    assert len(found) == len(words.FOUND)
    assert not found["is_conflict"].any()
    response = rows.set_index("figure_id").loc["R0289"]
    assert (response["value"], response["period_end"].year) == (44, 2012)


def test_an_empty_search_says_so():
    page = shown(q="no such words")
    assert page.headline == "None of the 1,627 figures fits this search"
    assert "Nothing is published for these words and choices" in page.notices[0]
    assert not page.charts


def test_without_the_figures_the_page_says_so(without):
    without("review_figures")
    assert "These figures are not loaded" in says(shown())


def test_without_the_counts_the_third_number_is_said_to_be_missing(without):
    without("recorded_offences")
    page = shown(figure="R0046")
    assert "recorded crime is not loaded" in says(page)
    assert "Not loaded" in cards(page)
    assert "−30%" in cards(page)
