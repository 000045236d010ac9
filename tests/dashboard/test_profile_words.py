"""Sentences and cells on one place."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.subjects.borough.words import notes
from dashboard.subjects.borough.words import profile as words
from dashboard.subjects.borough.words.answer import Trust
from dashboard.words import intervals as figures

SEPTEMBER, JUNE, MARCH = date(2025, 9, 30), date(2026, 6, 1), date(2026, 3, 31)


NEWEST = Trust(64, MARCH, (4, -4.1, 12.1), is_read_off=True)
FELL = Trust(62, MARCH, (-22, -29.1, -14.9))


@pytest.mark.parametrize(
    ("standing", "end"),
    [
        ("within", "no clear difference."),
        ("below_95", "may be lower."),
        ("below_998", "lower."),
        ("above_95", "may be higher."),
        ("above_998", "higher."),
        ("", "not compared."),
    ],
)
def test_a_survey_line_says_the_newest_first_and_where_the_place_stands_in_a_common_year(
    standing, end
):
    beside = words.Beside(70, 74, SEPTEMBER, standing)
    assert words.survey_line("trust", NEWEST, beside) == (
        "64% trust the Met (year to March 2026*), 4 points up since the Review (could be chance). Beside "
        f"London, year to September 2025: 70%, London 74%: {end}"
    )
    fell = Trust(35, MARCH, (-28, -36, -20))
    assert words.survey_line("good_job_local", fell, beside).startswith(
        "35% say police do a good job locally (year to March 2026), 28 points down since the Review. Beside"
    )
    unknown = Trust(70, SEPTEMBER)
    assert words.survey_line("trust", unknown, beside) == (
        "70% trust the Met (year to September 2025). Beside London, year to September 2025: 70%, London "
        f"74%: {end}"
    )


def test_a_change_since_the_review():
    london = Trust(74, SEPTEMBER, (3, 1.5, 4.5))
    own = Trust(70, SEPTEMBER, (10, 2.4, 17.5), not_among=32)
    start = "Here, year to March 2023 (the Review) to year to"
    assert words.survey_change_line(own, london, "", "") == (
        f"{start} September 2025: +10 points (+2.4 to +17.5); could be chance: with 32 boroughs, some move this "
        "much by luck. London, to the year to September 2025: +3 points (+1.5 to +4.5)."
    )
    assert words.survey_change_line(NEWEST, london, "", "") == (
        f"{start} March 2026: +4 points (−4.1 to +12.1), no clear change. London, to the year to September "
        "2025: +3 points (+1.5 to +4.5)."
    )
    sign = "Early sign against it: 70.6%, Mar 2026"
    said = words.survey_change_line(NEWEST, london, "", "", sign)
    assert said.endswith("+3 points (+1.5 to +4.5) (early sign against it: 70.6%, Mar 2026).")
    none = Trust(64, MARCH)
    said = words.survey_change_line(none, london, "the two years overlap", "")
    assert f"{start} March 2026: no change is given, as the two years overlap. London" in said
    said = words.survey_change_line(FELL, none, "", "nothing later")
    assert "(−29.1 to −14.9). London" in said
    assert said.endswith("no change is given, as nothing later.")


@pytest.mark.parametrize(
    ("change", "not_among", "said"),
    [
        ((-22, -29, -15), 0, "22 points down since the Review"),
        ((4, -4, 12), 0, "4 points up since the Review (could be chance)"),
        ((10, 2, 18), 32, "10 points up since the Review (could be chance)"),
        ((0.3, -5, 6), 0, "no clear change since the Review"),
        (None, 0, ""),
    ],
)
def test_a_places_own_change_and_whether_it_could_be_chance(change, not_among, said):
    assert Trust(64, MARCH, change, not_among).since == said


LONDON = (100.34, 100.1, 100.5)


def test_crime_lines():
    said = words.crime_line(
        "crimes", (122.09, 120.9, 123.3), LONDON, "within", JUNE, words.among(False)
    )
    assert said == (
        "122.1 crimes per 1,000 residents (London 100.3, year to June 2026): higher than London, but this could "
        "be ordinary variation between boroughs."
    )
    near = words.crime_line("crimes", (101, 100, 102), LONDON, "within", JUNE, words.among(False))
    assert near.endswith(": not unusual among London's boroughs.")
    far = words.crime_line(
        "crimes", (364.7, 360, 370), LONDON, "above_998", JUNE, words.among(True)
    )
    assert far.endswith(": far higher than usual among the Met's commands.")
    said = words.crime_change_line((0.45, -0.96, 1.88), (-2.21, -2.49, -1.92), "")
    assert said == (
        "Crimes on the year before: 0% (−1 to +2), no clear change; London −2.2% (−2.5 to −1.9)."
    )
    assert words.crime_change_line(None, None, "a break").endswith("not given: a break.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((7.87, 4.8, 11.0), "+8% (+5 to +11)"),
        ((-2.2, -2.49, -1.92), "−2.2% (−2.5 to −1.9)"),  # whole per cents would hide the interval
        ((3.91, 0.4, 7.6), "+3.9% (+0.4 to +7.6)"),  # or the zero that it excludes
        ((0.45, -1.0, 1.9), "0% (−1 to +2)"),
    ],
)
def test_a_change_of_a_count_is_as_fine_as_its_interval(change, said):
    assert figures.per_cent_change(change) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((-11, -16.7, -5.3), "−11 (−16.7 to −5.3)"),
        ((5.5, 0.04, 10.9), "+6 (just over 0 to +10.9)"),
        ((-5.5, -10.9, -0.04), "−6 (−10.9 to just under 0)"),
        ((3, -0.2, 6.4), "+3 (−0.2 to +6.4)"),
        ((3, -0.02, 6.4), "+3 (0.0 to +6.4)"),
        ((3, 1.5, 4.5), "+3 (+1.5 to +4.5)"),  # whole points would print +2 to +4
    ],
)
def test_an_end_that_rounds_to_the_zero_it_excludes_says_so(change, said):
    assert figures.bare_points(change) == said


def test_figures_with_intervals():
    assert figures.per_cent((70, 64.6, 74.9)) == "70% (65 to 75)"
    assert figures.rate((122.09, 120.87, 123.31)) == "122.1 (120.9 to 123.3)"
    assert figures.rate(None) == "too few offences for a rate"
    assert figures.rate_change((1.24, 0.8, 1.66)) == "+1.2 (+0.8 to +1.7)"
    assert figures.points_change((1, -1, 3)) == "+1 point (−1.0 to +3.0)"


def test_outcome_lines():
    december = date(2025, 12, 1)
    boroughs = words.among(False)
    assert words.outcome_line(
        "offences", (10.14, 9.9, 10.4), (10.15, 10.1, 10.2), "within", december, boroughs
    ) == (
        "10.1 positive outcomes per 100 offences (London 10.2, year to December 2025): not unusual among "
        "London's boroughs."
    )
    few = words.outcome_line("offences of burglary", None, (6.1, 6, 6.2), "", december, boroughs)
    assert few.startswith("Too few offences of burglary")
    assert words.outcome_change_line(None, None, "a break").endswith("not given: a break.")
    said = words.outcome_change_line((1.24, 0.8, 1.7), (0.1, -0.1, 0.3), "")
    assert said.endswith("+1.2 (+0.8 to +1.7); London +0.1 (−0.1 to +0.3), no clear change.")


def test_notes():
    basis = notes.survey_notes(400, 1.3)
    assert basis[0].startswith("About 400 people a year are asked in each borough")
    assert "design effect of 1.3" in basis[1]
    assert "common rate of the 12 commands" in notes.spread_notes(notes.alike(12, True))[1]
    assert "residents of mid-2024" in notes.rates_note(2024)
    assert "Not a charge rate" in notes.OUTCOMES
    assert notes.across([], []) == ""
    crossed = notes.across(["New crime recording system"], [date(2024, 2, 28)])
    assert crossed.endswith("reaches back over “New crime recording system” (28 February 2024).")
    assert notes.picture_subtitle(SEPTEMBER, None, date(2025, 12, 1)) == (
        "Each figure against London's, which is 100. Survey shares, newest that both have: year to "
        "September 2025; positive outcomes: year to December 2025."
    )
