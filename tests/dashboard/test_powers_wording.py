"""Each branch of the wording on searches and force says the right thing."""

import math
from datetime import date

import pandas as pd
import pytest

from dashboard.subjects.powers.words import find_rate, force, powers
from dashboard.subjects.powers.words import months as search_months
from dashboard.subjects.powers.words import tables as power_tables
from dashboard.subjects.powers.words import workings as ratio_workings

DEC_25, MAR_20 = date(2025, 12, 1), date(2020, 3, 31)
NAN = math.nan
WHOLE = "the 12 months to December 2025"


@pytest.mark.parametrize(
    ("ratio", "low", "high", "words"),
    [
        (4.56, 4.51, 4.62, "4.56 times as often as White people"),
        (2.0, 1.5, 2.8, "2.00 times as often as White people"),
        (1.04, 1.03, 1.06, "4% more often than White people"),
        (0.92, 0.90, 0.93, "8% less often than White people"),
        (0.4, 0.3, 0.5, "0.40 times as often as White people"),
        (1.004, 1.001, 1.007, "almost as often as White people"),
        (0.97, 0.74, 1.28, "about as often as White people (no clear difference)"),
    ],
)
def test_how_often(ratio, low, high, words):
    assert powers.often_words(ratio, low, high, "White people") == words


def test_the_finding_as_officers_saw_it():
    assert powers.search_headline("Black", "officer_defined", "", "2025", (4.56, 4.51, 4.62)) == (
        "Per resident, Black people were searched 4.56 times as often as White in 2025"
    )


def test_the_finding_by_peoples_own_account_and_for_one_object():
    what = powers.looked_for("Controlled drugs")
    assert powers.search_headline("Mixed", "self_defined", what, "2025", (1.07, 1.04, 1.10)) == (
        "Per resident, people who described themselves as Mixed were searched for controlled drugs "
        "7% more often than White in 2025"
    )


def test_the_finding_where_there_is_no_ratio():
    assert powers.search_headline("Other", "", "", WHOLE, None, is_short=True) == (
        "People of other ethnic groups: hardly recorded in some of the 12 months to December 2025, so "
        "no ratio is given"
    )
    assert powers.search_headline("Asian", "", " for fireworks", WHOLE, None) == (
        "Asian people were searched for fireworks too seldom to compare in the 12 months to December 2025"
    )


def test_the_two_rates():
    assert powers.rates_sentence("Black", 47.73, 10.47, True) == (
        "47.7 searches per 1,000 Black residents, 10.5 per 1,000 White residents."
    )
    assert powers.rates_sentence("Mixed", 8.0, 10.0, False) == (
        "8.0 searches per 1,000 residents of Mixed ethnicity in the months held, 10.0 per 1,000 White "
        "residents."
    )
    assert powers.rates_sentence("Other", 0.084, 0.041, True) == (
        "0.084 searches per 1,000 residents of other ethnic groups, 0.041 per 1,000 White residents."
    )


def test_rates_are_printed_with_decimals_that_say_something():
    assert powers.rate_text(47.73) == "47.7"
    assert powers.rate_text(1234.56) == "1,234.6"
    assert powers.rate_text(0.0412) == "0.041"
    assert powers.signed_rate(-0.021) == "−0.021"
    assert powers.signed_rate(37.27) == "+37.3"
    assert powers.signed_rate(0.01, 1) == "0.0"
    assert powers.signed_rate(-0.01, 1) == "0.0"


def test_intervals_of_ratios_have_one_kind_of_end():
    assert powers.interval_text(4.51, 4.62) == "4.51 to 4.62"
    assert powers.interval_text(1.49, 2.82) == "1.49 to 2.82"
    assert powers.ratio_text(4.5606) == "4.56"
    assert powers.ratio_text(0.69) == "0.69"
    assert "for chance only and, as one person can be searched many times, too narrow" in (
        powers.SEARCHES_NOT_PEOPLE
    )


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ((1.09, 1.13), "higher now, by more than chance"),
        ((0.8, 0.9), "lower now, by more than chance"),
        ((0.9, 1.1), "no clear difference"),
    ],
)
def test_the_year_before(change, verdict):
    assert powers.year_before_sentence(4.12, change) == (
        f"A year before, the ratio was 4.12: {verdict}."
    )


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ((1.07, 1.11), "higher now, by more than chance"),
        ((0.8, 0.9), "lower now, by more than chance"),
        ((0.9, 1.1), "no clear difference"),
    ],
)
def test_the_year_before_without_the_month_that_moves_it(change, verdict):
    said = powers.like_months_sentence(3.98, date(2025, 8, 1), change)
    assert said == f"Per resident; the year before, also without August, 3.98: {verdict}."


def test_an_odd_month_is_told_with_what_it_does_and_what_is_usual():
    said = powers.odd_month_sentence("Black people", date(2025, 8, 1), 4.56, 7576, 4471)
    assert said == (
        "August is left out as it is too unusual: 7,576 searches of Black people, in a usual month about 4,500. With "
        "it, 4.56."
    )


def test_what_one_month_does():
    assert powers.busiest_sentence("Black people", date(2025, 8, 1), 7576, 4.34, 4.56) == (
        "August 2025 alone holds 7,576 searches of Black people. Without that month the ratio would be 4.34, "
        "not 4.56."
    )
    assert powers.busiest_sentence("Black people", date(2025, 8, 1), 7576, 4.58, 4.56) == ""


def test_the_reviews_ratio():
    said = powers.printed_sentence(
        "Black", "at least 3.5 times", date(2016, 4, 1), date(2022, 4, 30)
    )
    assert "Black people at least 3.5 times as likely to be searched as White people" in said
    assert "of ages 11 to 61 and of every year from 2016 to 2022" in said
    assert powers.printed_label(["at least 3.5 times"]) == (
        "The Review: at least 3.5 times; ages 11 to 61, as officers saw it"
    )


def test_who_is_counted():
    assert "3.88, not 4.56" in powers.mixed_sentence(4.56, 3.876)
    assert powers.unknown_sentence(5.8, "officer_defined").startswith(
        "In 6% of these searches no ethnicity is recorded."
    )
    assert "people did not say" in powers.unknown_sentence(30.1, "self_defined")
    without = powers.denominator_sentence(8689, ages_held=False)
    assert "11 to 61, whom the Review used, are not held by ethnic group" in without
    assert "8,689 residents" in without
    assert "11 to 61" not in powers.denominator_sentence(8689, ages_held=True)
    assert powers.residents_words("All ages, Census 2021") == "residents: all ages, Census 2021"


# Months


def test_missing_months_are_named_and_are_no_zeros():
    months = [
        *(date(2015, m, 1) for m in (6, 10)), *(date(2016, m, 1) for m in (2, 6)),
        *(stamp.date() for stamp in pd.date_range("2019-03-01", "2021-05-01", freq="MS")),
        date(2022, 1, 1), date(2022, 11, 1),
    ]  # fmt: skip
    assert search_months.missing_sentence(months, 129) == (
        "33 of the 129 months are not published in a form we hold. They are gaps (–), not zeros: June and "
        "October 2015; February and June 2016; March 2019 to May 2021; January and November 2022."
    )
    assert search_months.missing_sentence([], 129) == ""


def test_months_over_the_turn_of_a_year_are_one_run():
    run = [date(2021, 12, 1), date(2022, 1, 1)]
    assert search_months.months_words(run) == "December 2021 to January 2022"
    assert search_months.months_words([date(2022, 1, 1)]) == "January 2022"


def test_periods():
    assert search_months.period_of(DEC_25, 12) == WHOLE
    assert search_months.period_of(DEC_25, 10) == f"{WHOLE} (10 full months held)"
    assert search_months.period_of(DEC_25, 10, ["1 to 17 December 2022"]) == (
        f"{WHOLE} (10 full months and 1 to 17 December 2022 held)"
    )
    assert search_months.short_period(DEC_25) == search_months.headline_period(DEC_25) == "2025"
    assert search_months.short_period(date(2024, 6, 1)) == "year to June 2024"
    assert search_months.headline_period(date(2024, 6, 1)) == "the year to June 2024"
    assert search_months.end_words(DEC_25, 12) == "Dec 2025"
    assert search_months.end_words(DEC_25, 10) == "Dec 2025 (10 of 12)"


def test_what_a_period_lacks():
    one = search_months.window_sentence([date(2022, 11, 1)], ["1 to 17 December 2022"])
    assert one.startswith(
        "These are not 12 full months: November 2022 is not held and of one month only 1 to 17 "
        "December 2022 are."
    )
    two = search_months.window_sentence([date(2022, 1, 1), date(2022, 11, 1)], [])
    assert "January and November 2022 are not held." in two


def test_marks_and_breaks():
    assert "1 to 17 December 2022 only" in search_months.part_sentence(["1 to 17 December 2022"])
    said = search_months.short_sentence("Other", date(2024, 9, 1), date(2025, 4, 1))
    assert said.startswith("From September 2024 to April 2025 the files hold hardly any search")
    assert search_months.short_note("Other", date(2024, 9, 1), date(2025, 4, 1)).startswith(
        "† From"
    )
    assert "a b: c" in search_months.break_sentence("a b", "c")
    assert search_months.monthly_subtitle(False, " for fireworks") == (
        "Number of searches for fireworks, each month."
    )
    assert "over those per White resident" in search_months.monthly_subtitle(True, "")


# Outcomes


def test_outcomes():
    what, when = find_rate.short_outcome("any"), "year to March 2023"
    assert find_rate.outcome_headline("Black", what, (27.2, 29.7), (-3.0, -2.0), when) == (
        "Year to March 2023: 27.2% of searches of Black people led to action, 29.7% of White: lower"
    )
    assert find_rate.outcome_headline("Black", "a", (17, 15), (1, 2), when).endswith(": higher")
    assert find_rate.outcome_headline("Black", "a", (17, 15), (-1, 2), when).endswith(
        ": no clear difference"
    )
    assert find_rate.outcome_headline("Mixed", "a caution", (NAN, 15), (NAN, NAN), when) == (
        "Year to March 2023: too few searches of people of Mixed ethnicity to say how many led to a caution"
    )
    assert find_rate.outcomes_held_to(date(2023, 3, 1)) == (
        "Outcomes by ethnic group are held to March 2023 only."
    )
    assert find_rate.outcome_words("any") == "an outcome other than no further action"
    assert find_rate.short_outcome("Arrest") == "an arrest"
    assert find_rate.outcome_words("Arrest") == "an arrest"
    assert find_rate.outcome_words("Caution") == "a caution"
    assert find_rate.object_headline("Controlled drugs", 58.06) == (
        "58.1% of searches were for controlled drugs"
    )
    low, high = ({"value": one, "unit": "percent", "bound": "about"} for one in (70.0, 80.0))
    assert "about 70% to 80% of searches" in find_rate.review_no_action_sentence(
        low, high, date(2016, 4, 1), date(2022, 4, 30)
    )


# Force


@pytest.mark.parametrize(
    ("tactic", "is_sum", "name"),
    [
        ("all", True, "All tactics"),
        ("Handcuffing", True, "Handcuffing: all"),
        ("Baton: used", False, "Baton: used"),
        ("Conducted energy device (Taser): discharged", False, "Taser: discharged"),
        ("Baton round (AEP)", True, "Baton round: all"),
    ],
)
def test_names_of_tactics(tactic, is_sum, name):
    assert force.tactic_name(tactic, is_sum) == name


@pytest.mark.parametrize(
    ("name", "ratio", "begins"),
    [
        (
            "All tactics",
            (3.447, 3.41, 3.48),
            "Force per resident: on Black people 3.45 times as often as",
        ),
        (
            "Handcuffing: all",
            (3.5, 3.46, 3.55),
            "Handcuffing per resident: on Black people 3.50 times as often as",
        ),
        (
            "Baton: used",
            (0.8, 0.7, 0.9),
            "Baton (used) per resident: on Black people 20% less often than",
        ),
    ],
)
def test_the_finding_on_force(name, ratio, begins):
    assert force.force_headline("Black", name, MAR_20, ratio) == (
        f"{begins} on White, year to March 2020"
    )


@pytest.mark.parametrize(("name", "begins"), [("Shield", "Shield:"), ("All tactics", "Force:")])
def test_too_little_force_to_compare(name, begins):
    assert force.force_headline("Black", name, MAR_20, None) == (
        f"{begins} too seldom on Black people or White people to compare, year to March 2020"
    )


def test_what_must_be_known_of_force():
    assert "its forms cover at 65% (Casey Review, Annex B)" in force.forms_sentence(65.0)
    assert "65" not in force.forms_sentence(None)
    assert "43,345 times" in force.outside_sentence(43345)
    assert "the years to March 2019 and March 2020 only" in force.years_sentence([2020, 2019])
    said = force.ethnicity_sentence({"Not known": 1900, "Not reported": 0}, has_chinese=True)
    assert "Chinese people" in said
    assert "“Not known” (1,900) are in no group" in said
    assert force.ethnicity_sentence({}, has_chinese=False) == "Ethnicity is as the officer saw it."


def test_the_reviews_ratios_of_force_and_those_far_from_the_ones_here():
    ends = (date(2020, 8, 1), date(2022, 8, 31))
    near = force.printed_sentence([("Black", "over 3 times", 3.0, 3.5)], *ends)
    assert "over 3 times for Black people. It is from the Met's own forms of August 2020" in near
    assert "far from it" not in near
    far = force.printed_sentence(
        [("Black", "4.5 times", 4.5, 4.8), ("Mixed", "about 2 times", 2.0, 0.54)], *ends
    )
    assert far.endswith(
        "The ratio here is far from it: 0.54 for people of Mixed ethnicity. We do not know why."
    )
    assert "far from it" not in force.printed_sentence(
        [("Mixed", "about 2 times", 2.0, None)], *ends
    )


# Tables and workings


def rates(**black):
    row = {
        "ethnicity": "Black", "events_count": 56727, "is_masked": False, "residents_count": 1188385,
        "rate_per_1000": 47.73, "ratio": 4.5606, "ratio_low": 4.5067, "ratio_high": 4.6151,
        "difference_per_1000": 37.27, "difference_low": 36.87, "difference_high": 37.66,
    }  # fmt: skip
    white = {"ethnicity": "White", "events_count": 49520, "is_masked": False}
    white |= {"residents_count": 4731155, "rate_per_1000": 10.47}
    frame = pd.DataFrame([row | black, white])
    return frame.astype({"events_count": "Int64", "residents_count": "Int64"})


def test_a_table_of_ratios():
    found = power_tables.ratio_table(rates(), "Count")
    assert found.iloc[0].tolist() == [
        "Black", "4.56 (4.51 to 4.62)", "+37.3 (36.9 to 37.7)", "47.7", "56,727",
    ]  # fmt: skip
    assert found.iloc[1].tolist() == ["White", "1", "–", "10.5", "49,520"]


def test_those_in_no_group_are_not_in_the_table():
    unknown = rates().iloc[[1]].assign(ethnicity="Not recorded", residents_count=pd.NA)
    both = pd.concat([rates(), unknown.astype({"residents_count": "Int64"})])
    assert power_tables.ratio_table(both, "Count")["Group"].tolist() == ["Black", "White"]


def test_a_masked_row_says_c_and_nothing_else():
    gone = dict.fromkeys(["rate_per_1000", "ratio", "ratio_low", "ratio_high"], NAN)
    gone |= dict.fromkeys(["difference_per_1000", "difference_low", "difference_high"], NAN)
    found = power_tables.ratio_table(rates(events_count=pd.NA, is_masked=True, **gone), "Count")
    assert found.iloc[0].tolist() == ["Black", "–", "–", "–", "[c]"]


def test_a_table_of_months():
    rows = [
        ("2022-11-01", "Black", pd.NA, False, "missing"),
        ("2022-12-01", "Black", 1885, False, "part"),
        ("2023-01-01", "Black", pd.NA, True, "held"),
        ("2023-01-01", "Other", 26, False, "short"),
        ("2023-01-01", "Not recorded", pd.NA, False, "missing"),
    ]
    names = ["month", "ethnicity", "searches_count", "is_masked", "standing"]
    frame = pd.DataFrame(rows, columns=names).astype({"searches_count": "Int64"})
    found = power_tables.month_table(frame.assign(month=pd.to_datetime(frame["month"])))
    assert list(found.columns) == ["Month", "Black", "Other"]
    assert found["Month"].tolist() == ["Jan 2023", "Dec 2022", "Nov 2022"]
    assert found["Black"].tolist() == ["[c]", "1,885 *", "–"]
    assert found.loc[0, "Other"] == "26 †"


def test_a_working_can_be_redone_by_hand():
    one = ratio_workings.Worked(
        "Searches", "Black", "officer_defined", "All ages, Census 2021",
        56_727, 1_188_385, 49_520, 4_731_155, (4.5606, 4.5067, 4.6151),
    )  # fmt: skip
    assert ratio_workings.steps(one) == [
        ("a: Searches of Black people", "56,727"),
        ("A: Black residents, all ages, Census 2021", "1,188,385"),
        ("b: Searches of White people", "49,520"),
        ("B: White residents, all ages, Census 2021", "4,731,155"),
        "Rates per 1,000: a ÷ A × 1,000 = 47.7; b ÷ B × 1,000 = 10.5",
        "Ratio: (a ÷ A) ÷ (b ÷ B) = 4.56",
        "95% interval: exp(ln 4.56 ± 1.96 × √(1/a − 1/A + 1/b − 1/B)) = 4.51 to 4.62",
        "Difference per 1,000: 47.7 − 10.5 = +37.3",
    ]


def test_whom_officers_see_as_mixed():
    assert force.mixed_sentence(2.623).endswith("taken together have a ratio of 2.62.")
    assert force.mixed_sentence(None) == force.MIXED_SEEN


def test_what_other_years_did_to_the_ratio_is_told_beside_chance():
    one, two = (date(2018, 12, 31), 4.15, 4.59), (date(2017, 12, 31), 3.7, 4.1)
    assert powers.other_years_sentence([one]) == (
        "More than chance need not be unusual: the ratio went from 4.15 to 4.59 in the year to December 2018, the "
        "only other year that can be compared."
    )
    assert "and from 3.70 to 4.10 in the year to December 2017, the other years that can be" in (
        powers.other_years_sentence([one, two])
    )
    assert "no other two years held can be compared" in powers.other_years_sentence([])
