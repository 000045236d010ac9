"""Each branch of the wording says the right thing."""

from datetime import date

import pytest

from dashboard.subjects.crime.words.changes import figure_1_2_sentence
from dashboard.subjects.review.words.review import review_search_sentence
from dashboard.words.crime import crime_headline, offences_noun, percent_words, rate_note
from dashboard.words.editions import join_sentence
from dashboard.words.numbers import listed, signed


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [(-3.2, 0, "−3"), (3.2, 0, "+3"), (0.2, 0, "0"), (-0.04, 1, "0.0"), (1638, 0, "+1,638")],
)
def test_the_sign_is_that_of_what_is_printed(number, decimals, text):
    assert signed(number, decimals) == text


@pytest.mark.parametrize(
    ("pct", "words"),
    [
        (-2.2, "2% fewer than the year before"),
        (7.3, "7% more than the year before"),
        (0.3, "about the same as the year before"),
    ],
)
def test_changes_of_a_count(pct, words):
    assert percent_words(pct) == words


def test_crime_headlines_with_and_without_a_year_before():
    june = date(2026, 6, 1)
    assert crime_headline("Recorded crime", "", True, 910619, 931179, -2.208, june) == (
        "Recorded crime in London fell 2% in the year to June 2026, to 910,619 offences"
    )
    assert crime_headline("Rape", "Lambeth", False, 12, 9, None, june) == (
        "Rape in Lambeth in the year to June 2026: 12 offences, 9 the year before"
    )
    assert crime_headline("Rape", "Brent", False, 12, None, None, june) == (
        "Rape in Brent in the year to June 2026: 12 offences"
    )
    assert crime_headline("Rape", "Brent", False, None, None, None, june) == (
        "Rape in Brent: no full year to June 2026"
    )


def test_what_was_counted():
    assert offences_noun("all", "all") == "offences"
    assert offences_noun("Burglary", "all") == "offences of burglary"
    assert offences_noun("NFIB fraud", "all") == "offences of NFIB fraud"
    assert offences_noun("Sexual offences", "Rape") == "offences of rape"


def test_the_difference_to_figure_1_2_is_explained_as_revision():
    january = date(2023, 1, 1)
    sentence = figure_1_2_sentence(872841, 873911, 0.1226, january)
    assert "872,841 offences for the year to January 2023" in sentence
    assert "873,911: 1,070 more (+0.12%)" in sentence
    assert sentence.endswith("how much of the difference that explains is not known.")
    assert "5 fewer" in figure_1_2_sentence(100, 95, -5, january)


def test_where_editions_join():
    sentence = join_sentence("202511", "202606", "2024-07", 17, -2.6, 2.2)
    assert "from July 2024 are from the edition of June 2026" in sentence
    assert "17 months" in sentence
    assert sentence.endswith(
        "London's monthly totals of all offences differ by −2.6% to +2.2%: the later edition adds, "
        "moves or cancels crimes."
    )
    assert join_sentence("202511", "202606", "2024-07", 0, None, None).endswith("there.")
    borough = join_sentence("202511", "202606", "2024-07", 17, 0.1, 4.4, place="Westminster")
    assert "Westminster's monthly totals of all offences differ by +0.1% to +4.4%" in borough
    assert "without a place" not in borough  # most of what boroughs gained was added, not moved
    part = join_sentence("202511", "202606", "2024-07", 17, -2.6, 2.2, is_part=True)
    assert part.endswith("That range is of all offences, not of those chosen here.")


@pytest.mark.parametrize(
    ("found", "whole", "flagged", "words"),
    [
        (0, 1627, 0, "None of the 1,627 figures fits this search"),
        (1, 1627, 0, "1 of 1,627 figures fits; none is marked as in conflict"),
        (1627, 1627, 92, "92 of 1,627 figures contradict another or do not add up"),
        (1, 1627, 1, "1 of 1,627 figures fits; it contradicts another or does not add up"),
        (9, 1627, 1, "9 of 1,627 figures fit; 1 contradicts another or does not add up"),
        (9, 1627, 4, "9 of 1,627 figures fit; 4 contradict another or do not add up"),
        (9, 1627, 9, "9 of 1,627 figures fit; all contradict another or do not add up"),
    ],
)
def test_search_results_in_words(found, whole, flagged, words):
    assert review_search_sentence(found, whole, flagged) == words


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists(items, text):
    assert listed(items) == text


def test_rates_say_when_residents_are_carried_forward():
    assert "2024, is carried forward to 2026" in rate_note(2024, 2026)
    assert "carried" not in rate_note(2024, 2024)
