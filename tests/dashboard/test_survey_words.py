"""Each branch of the sentences on survey shares says the right thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from dashboard.subjects.trust.figures.early_signs import Sign
from dashboard.subjects.trust.words import headlines, tables
from dashboard.words import survey as say
from dashboard.words.measures import MEASURES
from dashboard.words.survey import base_sentence, change_words, good_job_london, survey_sentence

MAR_17, MAR_20 = date(2017, 3, 31), date(2020, 3, 31)
DEC_23, MAR_24, SEP_25, MAR_26 = (
    date(2023, 12, 31),
    date(2024, 3, 31),
    date(2025, 9, 30),
    date(2026, 3, 31),
)


@dataclass(frozen=True)
class Change:
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    measure: str
    latest_pct: float
    baseline_pct: float | None
    change: Change | None
    latest_end: date = SEP_25
    why_no_change: str = ""
    latest_is_transcription: bool = False
    unusual_from: float | None = None


ROSE = Found("trust", 74, 71, Change(3, 1.5, 4.5), latest_is_transcription=True)
FELL = Found("good_job_local", 46, 50, Change(-4, -5.6, -2.4))
SAME = Found("treat_fairly", 66, 65, Change(1, -0.6, 2.6))
SHARED = Found("trust", 69, 71, None, DEC_23, "the two years share interviews")
MISSING = Found("stop_search_fair", 61, None, None, SEP_25, "no figure for the year to March 2023")


# The newest share


def test_a_share_below_its_peak():
    assert (
        survey_sentence("trust", "Londoners", 70, DEC_23, 88, MAR_17)
        == "70% of Londoners trust the Met (year to December 2023), "
        "18 points below the peak of 88% in the year to March 2017"
    )


def test_a_share_one_point_below_its_peak():
    assert "1 point below" in survey_sentence("trust", "Londoners", 87, DEC_23, 88, MAR_17)


def test_a_share_at_its_peak_and_level_with_it():
    assert survey_sentence("trust", "Londoners", 88, MAR_17, 88, MAR_17).endswith(
        "the highest in this series"
    )
    assert "level with the peak in the year to March 2017" in survey_sentence(
        "trust", "Londoners", 88, DEC_23, 88, MAR_17
    )


def test_no_peak_is_named_where_it_shares_interviews_with_the_newest_figure():
    assert survey_sentence("trust", "Londoners", 70, DEC_23, None, None) == (
        "70% of Londoners trust the Met (year to December 2023)"
    )


# The change since the Review


@pytest.mark.parametrize(
    ("change", "low", "high", "words"),
    [
        (3, 1.5, 4.5, "+3 points (+1.5 to +4.5)"),
        (-4, -5.6, -2.4, "−4 points (−5.6 to −2.4)"),
        (1, -0.6, 2.6, "+1 point, no clear difference"),
        (0, -2, 2, "0 points, no clear difference"),
    ],
)
def test_changes_of_a_share(change, low, high, words):
    assert change_words(change, low, high) == words


def test_a_rise():
    assert say.change_sentence("London", ROSE) == (
        "London: up 3 points since the Review, from 71% in the year to March 2023 to 74% in the year "
        "to September 2025 (95% interval +1.5 to +4.5)."
    )


def test_a_fall():
    assert say.change_sentence("London", FELL) == (
        "London: down 4 points since the Review, from 50% in the year to March 2023 to 46% in the "
        "year to September 2025 (95% interval −5.6 to −2.4)."
    )


def test_no_clear_change():
    assert say.change_sentence("London", SAME) == (
        "London: no clear change since the Review, from 65% in the year to March 2023 to 66% in the "
        "year to September 2025 (+1 point, 95% interval −0.6 to +2.6)."
    )


def test_a_change_that_is_clear_alone_only():
    sentence = say.change_sentence("Lambeth", ROSE, 32)
    assert sentence.startswith("Lambeth: up 3 points")
    assert sentence.endswith(
        "(95% interval +1.5 to +4.5); could be chance: with 32 boroughs, some move this much by luck."
    )
    assert "luck" not in say.change_sentence("Lambeth", SAME, 32)


def test_no_change_is_given_and_why():
    assert say.change_sentence("London", SHARED) == (
        "London: 69% in the year to December 2023; no change since the Review is given: the two "
        "years share interviews."
    )
    assert say.change_sentence("Brent", MISSING).endswith("no figure for the year to March 2023.")


# What is missing, hidden or transcribed


def test_a_quarter_that_is_missing():
    assert say.gap_sentence("Brent", [MAR_20]) == (
        "Brent: no figure for the year to March 2020; the line breaks there."
    )
    assert "March 2020 and December 2023" in say.gap_sentence("Brent", [MAR_20, DEC_23])
    assert say.gap_sentence("Brent", []) == ""


def test_places_without_a_figure_for_a_year():
    assert say.missing_sentence(["Brent", "Sutton"], SEP_25) == (
        "No figure for the year to September 2025: Brent and Sutton."
    )
    assert say.missing_sentence([], SEP_25) == ""


def test_a_share_that_is_hidden():
    assert say.hidden_sentence("Brent", [MAR_20], 50) == (
        "Brent, year to March 2020: not shown, because fewer than 50 people answered."
    )
    assert say.hidden_sentence("Brent", [], 50) == ""


def test_lines_that_are_transcribed_in_part_or_whole():
    part = say.transcribed_sentence(is_all=False)
    assert part.startswith("No published file holds the figures of the dashed stretches.")
    whole = say.transcribed_sentence(is_all=True)
    assert whole.startswith("No published file holds these figures, so all lines are dashed.")
    for sentence in (part, whole):
        assert "give way to MOPAC's own file" in sentence


def test_the_measure_that_is_in_no_file():
    sentence = good_job_london([(74.0, date(2017, 6, 30)), (36.0, date(2022, 3, 31))])
    assert sentence.startswith("“Police do a good job for London” is in no published file.")
    assert "74% in the quarter to June 2017 and 36% in the quarter to March 2022" in sentence
    assert "not published since" in say.IN_NO_FILE


def test_intervals_say_whether_their_base_is_assumed():
    assert "No file says how many" in base_sentence(12800, 1.3, is_loaded=False)
    assert "400 interviews a year in each borough and" in base_sentence(
        400, 1.3, is_loaded=False, is_borough=True
    )
    assert "12,750 interviews" in base_sentence(12750, 1.41, is_loaded=True)
    assert "your own copy" in base_sentence(12750, 1.41, is_loaded=True)


def test_breaks_with_and_without_a_peak_before_them():
    assert say.break_sentence("Interviews moved.", False) == (
        "Interviews moved. The lines break there."
    )
    assert say.break_sentence("Interviews moved.", True).endswith(
        "and the highest figures were measured before it."
    )


@pytest.mark.parametrize("dashed", [MAR_24, None])
@pytest.mark.parametrize("points", [True, False])
def test_only_the_kinds_of_line_on_screen_are_explained(dashed, points):
    words = say.key_words(dashed, points)
    assert words.startswith("Bands: approximate 95% intervals.")
    copied = "Dashed and *: from MOPAC's dashboard (unofficial copy), from the year to March 2024."
    assert (copied in words, "Diamonds" in words) == (dashed is not None, points)
    assert ("Dashed" in words) == (dashed is not None)


@pytest.mark.parametrize(
    ("boroughs", "words"),
    [
        (4, "Grey: London."),
        (5, "In colour: the first 4 boroughs; grey: London and the next."),
        (9, "The first 6 are drawn, the tables and files hold all 9."),
    ],
)
def test_which_of_many_boroughs_are_drawn(boroughs, words):
    assert say.drawn_words(boroughs, drawn=6, in_colour=4).endswith(words)


# Headlines


def sign(measure="trust", *, pct=70.6, contradicts=True) -> Sign:
    return Sign(
        *(measure, pct, MAR_26, SEP_25), 0.6, 39, 32, 29, 1, 2024, 71, contradicts=contradicts
    )


def test_londons_headline_is_the_first_measure_and_beneath_what_became_of_the_others():
    assert headlines.london_headline([ROSE, FELL, SAME], {}) == (
        "74% trust the Met (Sep 2025*), up 3 points",
        "It was 71% at the Review (year to March 2023). Since the Review, local confidence fell 4 points to "
        "46%; fair treatment (66%) shows no clear change.",
    )
    assert headlines.london_headline([SAME, ROSE], {}) == (
        "66% say police treat everyone fairly (Sep 2025), no clear change",
        "It was 65% at the Review (year to March 2023). Since the Review, trust in the Met rose 3 points to "
        "74% *.",
    )


def test_measures_without_a_clear_change_are_named_together():
    local = replace(SAME, measure="good_job_local", latest_pct=49)
    assert headlines.london_headline([ROSE, local, SAME], {})[1].endswith(
        "Since the Review, local confidence (49%) and fair treatment (66%) show no clear change."
    )


def test_londons_headline_says_what_an_early_sign_speaks_against():
    title, beneath = headlines.london_headline([ROSE, FELL], {"trust": sign()})
    assert title == "74% trust the Met (Sep 2025*), up 3 points, but the rise may be gone"
    assert beneath.startswith(
        "The boroughs' average is 70.6% (Mar 2026), back at the 71% of March 2023. Since the Review, local "
        "confidence fell"
    )
    against = {"good_job_local": sign("good_job_local"), "treat_fairly": sign("treat_fairly")}
    title, beneath = headlines.london_headline([ROSE, FELL, SAME], against)
    assert title == "74% trust the Met (Sep 2025*), up 3 points"
    assert "fell 4 points to 46%, but the fall may be gone;" in beneath
    assert "shows no clear change, but newer figures suggest one." in beneath
    calm = {"trust": sign(contradicts=False)}
    assert "gone" not in "".join(headlines.london_headline([ROSE], calm))


def test_londons_headline_without_a_change():
    assert headlines.london_headline([SHARED], {}) == (
        "69% trust the Met (Dec 2023)",
        "No change since the Review is given: the two years share interviews.",
    )
    later = replace(SHARED, measure="treat_fairly", latest_end=SEP_25)
    assert headlines.london_headline([SHARED, later], {})[1].endswith(
        "interviews. Fair treatment, Sep 2025, 69%."
    )


def test_londons_headline_where_one_measure_has_no_change_and_another_end():
    title, beneath = headlines.london_headline([replace(MISSING, latest_end=MAR_26), ROSE], {})
    assert title == "74% trust the Met (Sep 2025*), up 3 points"
    assert beneath.endswith("Fair use of stop and search, Mar 2026, 61%.")


def test_a_boroughs_headline_is_of_its_newest_year_and_its_own_change():
    trust = replace(ROSE, latest_pct=64, change=Change(4, -4, 12), latest_end=MAR_26)
    local = replace(FELL, latest_pct=32, change=Change(-16, -24, -8), latest_end=MAR_26)
    common = {"trust": (70, 74, SEP_25), "good_job_local": (42, 46, SEP_25)}
    assert headlines.borough_headline("Lambeth", [trust, local], common, []) == (
        "In Lambeth, 64% trust the Met (Mar 2026*), no clear change",
        "Since the Review, local confidence fell 16 points to 32%. London: 74% in the year to September "
        "2025, when Lambeth had 70%.",
    )
    title, beneath = headlines.borough_headline("Lambeth", [local], {}, ["good_job_local"])
    assert title.endswith("(Mar 2026), down 16 points (could be chance)")
    assert "London" not in beneath
    beneath = headlines.borough_headline("Lambeth", [trust, local], {}, ["good_job_local"])[1]
    assert beneath.endswith("fell 16 points to 32%, which could be chance.")
    assert headlines.borough_headline("Lambeth", [SHARED], {}, []) == (
        "In Lambeth, 69% trust the Met (Dec 2023)",
        "No change since the Review is given: the two years share interviews.",
    )


def test_a_borough_whose_measures_are_newest_at_two_dates():
    common = {"trust": (70, 74, MAR_26)}
    found = [replace(ROSE, latest_end=MAR_26), FELL]
    title, beneath = headlines.borough_headline("Lambeth", found, common, [])
    assert "74% trust the Met (Mar 2026*), up 3 points" in title
    assert "local confidence, Sep 2025, fell 4 points to 46%." in beneath
    assert beneath.endswith("London: 74% in the same year.")


def test_headlines_of_several_boroughs():
    few = {"Hackney": (65.0, MAR_26), "Lambeth": (64.0, MAR_26)}
    title, beneath = headlines.places_headline("trust", few, (74, SEP_25))
    assert title == "Trust in the Met: 65% in Hackney and 64% in Lambeth (Mar 2026)"
    assert beneath.startswith("London: 74% in the year to September 2025.")
    many = {f"Borough {share}": (float(share), MAR_26) for share in (61, 70, 66, 83, 72)}
    assert headlines.places_headline("trust", many, None) == (
        "Trust in the Met: 61% to 83% in 5 boroughs (Mar 2026)",
        "Small differences between boroughs are within chance.",
    )
    apart = few | {"Lambeth": (70.0, SEP_25)}
    title, beneath = headlines.places_headline("trust", apart, None)
    assert title == "Trust in the Met: 65% in Hackney and 70% in Lambeth"
    assert beneath.startswith("Each place's newest year.")


@pytest.mark.parametrize("measure", list(MEASURES))
def test_headlines_are_short_whatever_the_measure(measure):
    """90 letters for the measures that the page opens with, three lines of a phone; 105 for any."""
    most = 90 if measure in ("trust", "good_job_local", "treat_fairly") else 105
    fell, rose = replace(FELL, measure=measure), replace(ROSE, measure=measure)
    two = dict.fromkeys(("Hammersmith and Fulham", "Kensington and Chelsea"), (64.0, MAR_26))
    titles = [headlines.london_headline([one], {measure: sign(measure)})[0] for one in (fell, rose)]
    titles.append(headlines.borough_headline("Westminster", [fell], {}, [])[0])
    titles.append(headlines.places_headline(measure, two, None)[0])
    assert [one for one in titles if len(one) > most] == []


def test_several_places_each_at_its_own_date():
    newest = {"Hackney": (65.0, MAR_26), "Brent": (70.0, MAR_26), "Lambeth": (61.0, SEP_25)}
    assert say.newest_sentence(newest, (74, SEP_25), ["Sutton"]) == (
        "Year to March 2026: 65% in Hackney and 70% in Brent. Year to September 2025: 61% in Lambeth. "
        "London: 74% in the year to September 2025. No figure in these years: Sutton."
    )


def test_nothing_found_has_a_plain_title():
    assert headlines.london_headline([], {}) == headlines.NO_HEADLINE
    assert headlines.borough_headline("Lambeth", [], {}, []) == headlines.NO_HEADLINE


def test_the_charts_title_says_how_far_below_their_highest_the_measures_are():
    found = [("trust", 74, 88), ("good_job_local", 46, 69), ("treat_fairly", 66, 79)]
    assert headlines.peak_title(found) == "All 3 answers are 13 to 23 points below their highest"
    assert headlines.peak_note(found) == (
        "Below the highest shown, in points: trust in the Met 14, local confidence 23 and fair "
        "treatment 13."
    )
    phone = ("Interviews by telephone", date(2020, 4, 1))
    said = headlines.peak_title(found, crossed=dict.fromkeys([one[0] for one in found], phone))
    assert said == (
        "All 3 answers are 13 to 23 points below their highest, from before interviews by telephone"
    )
    said = headlines.peak_title(found[:2], date(2019, 3, 31), {"trust": phone})
    assert said == (
        "Both answers are 14 to 23 points below their highest since the year to March 2019, some from before "
        "interviews by telephone"
    )
    assert headlines.peak_title(found[:1]) == "Trust in the Met is 14 points below its highest"
    assert headlines.peak_note(found[:1]) == ""
    at_top = [("trust", 74, 74), ("good_job_local", 46, 50), ("treat_fairly", 66, 70)]
    assert headlines.peak_title(at_top) == "2 of 3 answers are 4 points below their highest"
    assert headlines.peak_title([("trust", 88, 88), ("treat_fairly", 60, None)]) == (
        "What Londoners say of the police"
    )


# Steps that interviews alone do not give


def test_an_unusual_step_of_a_share_read_off_a_dashboard_is_said_in_view():
    step = replace(
        FELL, latest_pct=32, baseline_pct=48, change=Change(-16, -24, -8), unusual_from=42
    )
    said = "Unusual: 42% half a year before. Read off MOPAC's dashboard by others; not checked with MOPAC."
    assert say.change_sentence("Lambeth", step).endswith(said)
    assert "Unusual" not in say.change_sentence("Lambeth", FELL)
    _, beneath = headlines.borough_headline("Lambeth", [step], {}, [])
    assert beneath.startswith(
        "Unusual: local confidence 42% half a year before, not checked with MOPAC."
    )
    row = tables.place_table({"Lambeth": step}, None)["Change"].iloc[0]
    assert row.endswith("; unusual: 42% half a year before, not checked with MOPAC")
