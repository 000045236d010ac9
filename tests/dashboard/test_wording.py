"""Each branch of the wording says the right thing."""

from datetime import date

import pytest

from dashboard import wording

DEC_23, MAR_17, SEP_25 = date(2023, 12, 31), date(2017, 3, 31), date(2025, 9, 30)


def test_a_share_below_its_peak():
    assert (
        wording.survey_sentence("trust", "Londoners", 70, DEC_23, 88, MAR_17)
        == "70% of Londoners trust the Met (year to December 2023), "
        "18 points below the peak of 88% in the year to March 2017"
    )


def test_a_share_one_point_below_its_peak():
    assert "1 point below" in wording.survey_sentence("trust", "Londoners", 87, DEC_23, 88, MAR_17)


def test_a_share_at_its_peak_and_level_with_it():
    assert wording.survey_sentence("trust", "Londoners", 88, MAR_17, 88, MAR_17).endswith(
        "the highest in this series"
    )
    assert "level with the peak in the year to March 2017" in wording.survey_sentence(
        "trust", "Londoners", 88, DEC_23, 88, MAR_17
    )


def test_no_peak_is_named_where_it_shares_interviews_with_the_newest_figure():
    assert wording.survey_sentence("trust", "Londoners", 70, DEC_23, None, None) == (
        "70% of Londoners trust the Met (year to December 2023)"
    )
    assert wording.survey_headline("trust", "Londoners", 70, DEC_23, None, None) == (
        "70% of Londoners trust the Met in the year to December 2023"
    )


def test_headlines_of_the_three_cases():
    say = wording.survey_headline
    assert say("trust", "Londoners", 74, SEP_25, 88, MAR_17) == (
        "74% of Londoners trust the Met in the year to September 2025, 14 points below its peak"
    )
    assert say("treat_fairly", "people in Lambeth", 60, SEP_25, 60, SEP_25) == (
        "60% of people in Lambeth say police treat everyone fairly in the year to September 2025, "
        "the highest in this series"
    )
    assert say("trust", "Londoners", 88, SEP_25, 88, MAR_17).endswith("level with its peak")


@pytest.mark.parametrize(
    ("change", "low", "high", "words"),
    [
        (3, 1.5, 4.5, "+3 points (+2 to +4)"),
        (-4, -5.6, -2.4, "−4 points (−6 to −2)"),
        (1, -0.6, 2.6, "+1 point, no clear difference"),
        (0, -2, 2, "0 points, no clear difference"),
    ],
)
def test_changes_of_a_share(change, low, high, words):
    assert wording.change_words(change, low, high) == words


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [(-3.2, 0, "−3"), (3.2, 0, "+3"), (0.2, 0, "0"), (-0.04, 1, "0.0"), (1638, 0, "+1,638")],
)
def test_the_sign_is_that_of_what_is_printed(number, decimals, text):
    assert wording.signed(number, decimals) == text


@pytest.mark.parametrize(
    ("pct", "words"),
    [
        (-2.2, "2% fewer than the year before"),
        (7.3, "7% more than the year before"),
        (0.3, "about the same as the year before"),
    ],
)
def test_changes_of_a_count(pct, words):
    assert wording.percent_words(pct) == words


def test_crime_headlines_with_and_without_a_year_before():
    june = date(2026, 6, 1)
    assert wording.crime_headline("offences", "", True, 910619, 931179, -2.208, june) == (
        "910,619 offences recorded in London in the year to June 2026, 2% fewer than the year before"
    )
    assert wording.crime_headline("offences of rape", "Lambeth", False, 12, 9, None, june) == (
        "12 offences of rape recorded in Lambeth in the year to June 2026; 9 the year before"
    )
    assert wording.crime_headline("offences", "Brent", False, 12, None, None, june).endswith(
        "in the year to June 2026"
    )
    assert wording.crime_headline("offences", "Brent", False, None, None, None, june) == (
        "Offences recorded in Brent: no full year to June 2026"
    )


def test_what_was_counted():
    assert wording.offences_noun("all", "all") == "offences"
    assert wording.offences_noun("Burglary", "all") == "offences of burglary"
    assert wording.offences_noun("NFIB fraud", "all") == "offences of NFIB fraud"
    assert wording.offences_noun("Sexual offences", "Rape") == "offences of rape"


def test_the_difference_to_figure_1_2_is_explained_as_revision():
    sentence = wording.figure_1_2_sentence(872841, 873911, 0.1226)
    assert "872,841" in sentence
    assert "873,911: 1,070 more (+0.12%)" in sentence
    assert "revision" in sentence
    assert "5 fewer" in wording.figure_1_2_sentence(100, 95, -5)


def test_where_editions_join():
    sentence = wording.join_sentence("202511", "202606", "2024-07", 17, -2.6, 2.2)
    assert "from July 2024 are from the edition of June 2026" in sentence
    assert "17 months" in sentence
    assert "−2.6% to +2.2%" in sentence
    assert wording.join_sentence("202511", "202606", "2024-07", 0, None, None).endswith("there.")
    borough = wording.join_sentence(
        "202511", "202606", "2024-07", 17, 0.1, 4.4, place="Westminster"
    )
    assert "Westminster's monthly totals differ by +0.1% to +4.4%" in borough


@pytest.mark.parametrize(
    ("first", "words"),
    [("2024-07", "July 2024 up to May 2025"), ("2024-01", "January 2024 up to November 2024"),
     ("2024-02", "February 2024 up to December 2024"), ("2024-03", "March 2024 up to January 2025")],
)  # fmt: skip
def test_which_yearly_totals_mix_editions(first, words):
    assert words in wording.mixed_years(first)


def test_what_the_review_printed_of_the_unpublished_measure():
    sentence = wording.good_job_london([(74.0, date(2017, 6, 30)), (36.0, date(2022, 3, 31))])
    assert "74% in the quarter to June 2017 and 36% in the quarter to March 2022" in sentence


@pytest.mark.parametrize(
    ("found", "whole", "flagged", "words"),
    [
        (0, 1627, 0, "None of the 1,627 figures fits this search"),
        (1, 1627, 0, "1 of 1,627 figures, none of them marked as in conflict"),
        (
            1627,
            1627,
            92,
            "1,627 figures, 92 of them in conflict with the document or with arithmetic",
        ),
    ],
)
def test_search_results_in_words(found, whole, flagged, words):
    assert wording.review_search_sentence(found, whole, flagged) == words


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists(items, text):
    assert wording.listed(items) == text


def test_rates_say_when_residents_are_carried_forward():
    assert "2024, is carried forward to 2026" in wording.rate_note(2024, 2026)
    assert "carried" not in wording.rate_note(2024, 2024)


def test_periods_in_words():
    assert wording.period_words("2026-06") == "June 2026"
    assert wording.period_words("2024") == "2024"


def test_intervals_say_whether_their_base_is_assumed():
    assert "No file says how many" in wording.base_sentence(12800, 1.3, is_loaded=False)
    assert "12,750 interviews" in wording.base_sentence(12750, 1.41, is_loaded=True)
    assert "your own copy" in wording.base_sentence(12750, 1.41, is_loaded=True)
