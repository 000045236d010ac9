"""Sentences on gaps: every branch says the right thing, from published and from invented figures."""

from __future__ import annotations

import math
import re
from datetime import date

import pandas as pd
import pytest
from scipy.stats import norm

from dashboard.subjects.gaps.figures import changes as gap_changes
from dashboard.subjects.gaps.figures import gaps
from dashboard.subjects.gaps.words import gaps as words
from dashboard.subjects.gaps.words import measured as measured_words
from dashboard.subjects.gaps.words import moment as gap_moment
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.subjects.gaps.words import notes as gap_notes
from dashboard.subjects.gaps.words import tables as gap_tables
from dashboard.subjects.gaps.words import workings as gap_workings
from stats.suppression import Thresholds
from tests.dashboard.made_gaps import made

YEARS = ["2021-03-31", "2022-03-31"]
LIMITS = Thresholds(hidden_below=50, flagged_below=100)


def published(measure, dimension, group, series):
    found = gaps.gap_series(measure, dimension, group, series)
    assert found is not None
    return found


def outcome(found):
    return gap_changes.outcome(found, gap_changes.usual_baseline(found))


def of_years(*shares, base=2000, ends=YEARS):
    return made(ends, "financial_year", base, shares)


QUARTER = ("trust", "ethnicity", "Black", "review-quarter.trust")
YEAR = ("trust", "ethnicity", "Black", "review-year.trust")
LGBT = ("trust", "lgbt", "LGBT+", "review-year.trust")
SAFE = ("feels_safe_after_dark", "sex", "Women", "state-of-london.feels-safe-after-dark")
IPSOS = ("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-if-suspected")
CREST = ("trust", "ethnicity", "Black", "crest-2022.trust-police")


# --- The finding -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "text", "over_the_chart"),
    [
        (
            QUARTER,
            "Black Londoners who trust the Met: 17 points below White British (Sep 2022)",
            "A gap of 17 points in July to September 2022",
        ),
        (
            YEAR,
            "53% of Black Londoners trust the Met (Mar 2022)",
            "Black Londoners, year to March 2022",
        ),
        (
            LGBT,
            "LGBT+ Londoners who trust the Met: down 20 points from Mar 2016 to Mar 2022, non-LGBT+ down 12",
            "From the year to March 2016 to the year to March 2022",
        ),
        (
            SAFE,
            "57% of women and 80% of men feel safe walking alone after dark (Dec 2023)",
            "A gap of 23 points in October to December 2023, against 24 a year earlier",
        ),
        (
            IPSOS,
            "26% of Black and 63% of White Londoners are confident of fair treatment when suspected of a crime "
            "(Dec 2022)",
            "A gap of 37 points in a poll of 12 to 23 December 2022",
        ),
        (
            CREST,
            "46% of Black and 64% of White people in England and Wales trust the police (Nov 2022)",
            "A gap of 18 points in a poll printed on 8 November 2022",
        ),
        (
            ("good_job_local", "ethnicity", "Black", "review-quarter.good-job-local"),
            "48% of Black and 48% of White British Londoners say police do a good job locally (Sep 2022)",
            "No gap in July to September 2022",
        ),
        (
            ("stop_search_fair", "ethnicity", "Mixed", "review-undated.stop-search-fair"),
            "At most 50% of Londoners of mixed ethnicity are confident that stop and search is used fairly (2022, "
            "assumed)",
            "Londoners of mixed ethnicity, 2022 (assumed)",
        ),
        (
            ("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-and-equally"),
            "The figures for Black Londoners who are confident that the Met treats people fairly and equally do not "
            "agree (Dec 2022)",
            "Black Londoners, 12 to 23 December 2022",
        ),
        (
            ("trust", "ethnicity", "Not White British", "brunel-england.trust-own-force"),
            "32.1% of people who are not White British and 42.6% of White British people in England trust their own "
            "police force (Sep 2023)",
            "A gap of 10.5 points in a poll of July 2022 to September 2023",
        ),
    ],
)
def test_headlines_and_the_titles_of_their_charts(choice, text, over_the_chart):
    found = published(*choice)
    assert words.headline(found, outcome(found)) == text
    assert words.title(found, outcome(found)) == over_the_chart


def test_a_gap_printed_alone_is_above_below_or_level():
    def said(gap: float) -> str:
        found = made(YEARS[-1:], "financial_year", shares=[(gap, gap)], role="gap")
        return words.headline(found, outcome(found))

    assert "trust the Met: 3 points above White British (Mar 2022)" in said(3)
    assert "trust the Met: level with White British (Mar 2022)" in said(0)


@pytest.mark.parametrize(
    ("pair", "first", "second"),
    [
        (("Black Londoners", "White British Londoners"),
         ("Black", "White British Londoners"), ("Black Londoners", "White British")),
        (("Black people", "White people in England"),
         ("Black", "White people in England"), ("Black people", "White people in England")),
        (("women", "men"), ("women", "men"), ("women", "men")),
        (("Londoners aged 16 to 24", "Londoners aged 65 and over"),
         ("Londoners aged 16 to 24", "Londoners aged 65 and over"),
         ("Londoners aged 16 to 24", "Londoners aged 65 and over")),
    ],
)  # fmt: skip
def test_what_two_groups_share_is_said_once(pair, first, second):
    assert gap_names.named_once(*pair) == first
    assert gap_names.named_once(*pair, on_first=True) == second


def test_a_headline_where_nothing_is_held():
    assert words.nothing_headline(gap_names.people("disability", "Disabled"), "trust the Met") == (
        "No figure held says how many disabled Londoners trust the Met"
    )


@pytest.mark.parametrize(
    ("shares", "brief", "ending"),
    [
        (
            ((50, 70), (60, 70)),
            "a narrower gap than a year earlier",
            "A gap of 10 points in the year to March 2022, narrower than the 20 points of a year earlier",
        ),
        (
            ((60, 70), (50, 70)),
            "a wider gap than a year earlier",
            "A gap of 20 points in the year to March 2022, wider than the 10 points of a year earlier",
        ),
        (
            ((50, 70), (51, 70)),
            "no clear change of the gap from a year earlier",
            "a gap of 19 points in the year to March 2022, no clear change from the 20 points of a year earlier",
        ),
        (
            ((50, 70), (75, 70)),
            "a narrower gap than a year earlier",
            "narrower than the 20 points of a year earlier; the two have changed places",
        ),
    ],
)
def test_the_headline_and_the_title_of_a_tested_gap(shares, brief, ending):
    found = of_years(*shares)
    assert words.headline(found, outcome(found)).endswith(f"trust the Met (Mar 2022): {brief}")
    assert words.title(found, outcome(found)).lower().endswith(ending.lower())


def test_a_baseline_of_another_season_is_named():
    found = made(["2023-03-31", "2023-12-31"])
    assert ", against 20 in January to March 2023" in words.title(found, outcome(found))
    found = made(["2019-12-31", "2022-12-31"])
    assert ", against 20 3 years earlier" in words.title(found, outcome(found))


# --- The reason --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "part"),
    [
        (
            QUARTER,
            "Of this question and these two groups one gap alone is held in this series, and a change needs two.",
        ),
        (YEAR, "No figure for White British Londoners is printed beside it"),
        (LGBT, "Only how far the shares moved is printed"),
        (SAFE, "nobody outside can say whether a change of 1 point is more than chance"),
        (
            ("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-and-equally"),
            "contradicts itself",
        ),
    ],
)
def test_reasons_why_a_gap_cannot_be_judged(choice, part):
    found = published(*choice)
    assert part in words.reason(found, outcome(found), True)


def test_reasons_of_other_states():
    nothing = gap_changes.outcome(None, None)
    assert words.reason(None, nothing, False).startswith("No figure for this group is among")
    unstated = made(YEARS, "not_stated", 1000)
    assert "does not say what period" in words.reason(unstated, outcome(unstated), False)
    hidden = made(YEARS[:1], shares=[(float("nan"), 70)])
    assert "Too few people answered" in words.reason(hidden, outcome(hidden), False)
    bound = made(YEARS[:1], bound="at_most")
    assert "Only a bound is printed" in words.reason(bound, outcome(bound), False)


def test_the_reason_of_a_verdict_states_change_and_interval():
    found = of_years((50, 70), (60, 70))
    change = outcome(found).change
    # variances 1.25, 1.05, 1.2, 1.05, and 1/3 for four whole per cents: 10 +/- 1.96 x 2.21
    assert (change.interval.low, change.interval.high) == pytest.approx((5.67, 14.33), abs=0.01)
    assert words.reason(found, outcome(found), True) == (
        "The gap changed by +10 points between the year to March 2021 and the year to March 2022; the 95% interval, "
        "+5.7 to +14.3, does not include 0. No comparable figure is held for the time since the Review (March 2023)."
    )
    unclear = of_years((50, 70), (51, 70))
    assert words.reason(unclear, outcome(unclear), False).endswith("includes 0.")


# --- Which of the two moved --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "start"),
    [
        (((50, 70), (60, 70)), "The gap shrank because the share of Black Londoners rose and that of White British "
         "Londoners shows no clear change."),
        (((50, 70), (50, 60)), "The gap shrank because the share of Black Londoners shows no clear change and that of "
         "White British Londoners fell."),
        (((50, 70), (40, 50)), "The gap shrank because both shares fell, that of White British Londoners by more."),
        (((50, 60), (60, 80)), "The gap grew because both shares rose, that of White British Londoners by more."),
        (((50, 70), (40, 80)), "The gap grew because the share of Black Londoners fell and that of White British "
         "Londoners rose."),
        (((50, 70), (40, 60)), "The gap shows no clear change: both shares fell alike."),
        (((50, 70), (41, 60)), "The gap shows no clear change: both shares fell, neither clearly by more."),
        (((50, 70), (51, 69)), "The gap shows no clear change: neither share alone shows a clear change."),
        (((50, 70), (52.5, 67.5)), "The gap shrank: neither share alone shows a clear change."),
        (((50, 70), (75, 70)), "The gap shrank and the two have changed places because the share of Black Londoners "
         "rose and that of White British Londoners shows no clear change."),
        (((60, 70), (70, 61)), "The gap shows no clear change in size and the two have changed places because the "
         "share of Black Londoners rose and that of White British Londoners fell."),
        (((60, 61), (61, 60)), "The gap shows no clear change in size and the two have changed places, which chance "
         "alone could have done: neither share alone shows a clear change."),
    ],
)  # fmt: skip
def test_what_moved_a_tested_gap(shares, start):
    found = of_years(*shares)
    assert words.moved(found, outcome(found)).startswith(start)


def test_both_lines_are_in_the_sentence():
    found = of_years((50, 70), (50, 60))
    assert words.moved(found, outcome(found)).endswith(
        "Black Londoners from 50% to 50% (0, −3.2 to +3.2); White British Londoners from 70% to 60% "
        "(−10, −13.0 to −7.0)."
    )


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        (((50, 70), (40, 62)), "As printed, the gap grew by 2 points because both shares fell, that of Black Londoners "
         "by more. Black Londoners from 50% to 40% (−10); White British Londoners from 70% to 62% (−8)."),
        (((50, 70), (48, 68)), "As printed, the gap is as wide as it was: both shares fell alike. Black Londoners from "
         "50% to 48% (−2); White British Londoners from 70% to 68% (−2)."),
        (((50, 70), (50, 70)), "As printed, the gap is as wide as it was: neither share changed. Black Londoners from "
         "50% to 50% (0); White British Londoners from 70% to 70% (0)."),
        (((70, 75), (77, 75)), "As printed, the gap shrank by 3 points and the two have changed places because the "
         "share of Black Londoners rose and that of White British Londoners did not change. Black Londoners from 70% "
         "to 77% (+7); White British Londoners from 75% to 75% (0)."),
        (((70, 75), (80, 75)), "As printed, the gap is as wide as it was, the other way round: the share of Black "
         "Londoners rose and that of White British Londoners did not change."),
    ],
)  # fmt: skip
def test_what_moved_an_untested_gap(shares, text):
    found = of_years(*shares, base=None)
    assert words.moved(found, outcome(found)).startswith(text)


def test_printed_changes_say_which_fell_further():
    found = published(*LGBT)
    assert words.moved(found, outcome(found)) == (
        "The gap moved 8 points against LGBT+ Londoners because both shares fell, that of LGBT+ Londoners by more."
    )
    one_sided = published("treat_fairly", "lgbt", "LGBT+", "review-year.treat-fairly")
    assert "is not printed, so the gap's change is not known" in words.moved(
        one_sided, outcome(one_sided)
    )
    assert words.moved(published(*QUARTER), outcome(published(*QUARTER))) == ""


def test_gaps_printed_without_shares_do_not_tell_who_moved():
    found = made(YEARS, "financial_year", role="gap")
    assert words.moved(found, outcome(found)).startswith(
        "The gap is printed without the two shares"
    )


# --- Names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dimension", "group", "place", "text"),
    [
        ("ethnicity", "Black", "London (MPS area)", "Black Londoners"),
        ("ethnicity", "Other", "London", "Londoners of other ethnic groups"),
        (
            "ethnicity",
            "Ethnic minority",
            "Great Britain",
            "ethnic minority people in Great Britain",
        ),
        (
            "ethnicity",
            "Not White British",
            "England",
            "people in England who are not White British",
        ),
        ("lgbt", "Non-LGBT+", "London", "non-LGBT+ Londoners"),
        ("sex", "Women under 35", "London", "women under 35"),
        ("sex", "Men", "England", "men in England"),
        ("age", "16 to 24", "London", "Londoners aged 16 to 24"),
        ("age", "under 25", "London", "Londoners under 25"),
        ("disability", "Not disabled", "London", "Londoners who are not disabled"),
        ("ethnicity", "Black", "", "Black people"),
    ],
)
def test_groups_as_nouns(dimension, group, place, text):
    assert gap_names.people(dimension, group, place) == text


@pytest.mark.parametrize(
    ("start", "end", "basis", "text"),
    [
        (date(2021, 4, 1), date(2022, 3, 31), "financial_year", "year to March 2022"),
        (date(2022, 7, 1), date(2022, 9, 30), "quarter", "July to September 2022"),
        (date(2021, 12, 3), date(2021, 12, 3), "poll", "3 December 2021"),
        (date(2022, 4, 1), date(2022, 4, 30), "poll", "April 2022"),
        (date(2022, 12, 12), date(2022, 12, 23), "poll", "12 to 23 December 2022"),
        (date(2022, 7, 1), date(2023, 9, 30), "poll", "July 2022 to September 2023"),
        (date(2022, 1, 1), date(2022, 12, 31), "not_stated", "2022"),
    ],
)
def test_periods(start, end, basis, text):
    assert gap_names.period(start, end, basis) == text
    assert gap_names.period(start, end, basis, assumed=True).startswith(text)


# --- What must be known ------------------------------------------------------------------------


def test_caveats_of_a_poll_and_of_the_survey():
    poll = " ".join(gap_notes.caveats(published(*IPSOS), "Why.", LIMITS))
    assert "This is not MOPAC's Public Attitude Survey" in poll
    assert "173 (Black)" in poll
    assert "The gap has no interval" in poll
    assert "joined to no other" in poll
    survey = gap_notes.caveats(published(*YEAR), "Why.", LIMITS, ["Broken."])
    assert (
        "No interval can be given: the number of interviews with each group is not published."
        in survey
    )
    assert "Broken." in survey
    assert not any("This is not MOPAC's" in line for line in survey)
    assert any("Financial-year average" in line for line in survey)
    lgbt = published("met_confidence", "lgbt", "LGBT+", "ipsos-2022.reputation-poor")
    assert any(
        "“LGBTQ+”; it is listed here as LGBT+" in line
        for line in gap_notes.caveats(lgbt, "Why.", LIMITS)
    )


def test_caveats_of_a_loaded_copy():
    own = made(
        YEARS,
        "financial_year",
        60,
        source_id="mopac_pas_microdata",
        is_flagged=True,
        is_hidden=True,
    )
    text = " ".join(gap_notes.caveats(own, "Why.", LIMITS))
    assert "smallest number of interviews here is 60" in text
    assert "Shares marked † stand on 50 to 99 interviews" in text
    assert "your own licensed copy" in text
    assert "fewer than 50 interviews are not shown" in text


# --- How it was worked out ---------------------------------------------------------------------


def test_the_working_of_a_verdict_can_be_redone_by_hand():
    found = of_years((50.5, 70), (60, 70))
    steps = gap_workings.steps(found, outcome(found))
    assert steps[0] == (
        "Black Londoners, year to March 2021",
        "50.5% of 2,000 interviews, design effect 1",
    )
    lines = [step for step in steps if isinstance(step, str)]
    assert lines[:3] == [
        "Earlier gap = 50.5 − 70 = −19.5 points",
        "Newest gap = 60 − 70 = −10 points",
        "Change of the gap = −10 − (−19.5) = 9.5 points",
    ]
    variances = [
        float(re.search(r"= ([\d.]+)$", line)[1]) for line in lines if line.startswith("Variance")
    ]
    error = math.sqrt(sum(variances))
    interval = outcome(found).change.interval
    assert (9.5 - 1.96 * error, 9.5 + 1.96 * error) == pytest.approx(
        (interval.low, interval.high), abs=0.01
    )
    p_value = 2 * norm.sf(9.5 / math.sqrt((50.5 * 49.5 + 70 * 30 + 60 * 40 + 70 * 30) / 2000))
    assert outcome(found).change.p_value == pytest.approx(p_value)
    assert lines[-2].startswith("z = +9.5 ÷ 2.13 = +4.45; p < 0.001 (two-sided): how often chance")
    assert lines[-1].startswith("Verdict: improved, because the interval does not include 0")


def test_whole_per_cents_add_their_rounding():
    found = of_years((50, 70), (51, 70))
    lines = [step for step in gap_workings.steps(found, outcome(found)) if isinstance(step, str)]
    assert "Shares printed as whole per cents add 1/3 = 0.333" in lines
    error = float(
        re.search(r"= ([\d.]+)$", next(line for line in lines if line.startswith("Standard")))[1]
    )
    interval = outcome(found).change.interval
    assert 1.96 * error == pytest.approx((interval.high - interval.low) / 2, abs=0.02)
    p_value = 2 * norm.sf(1 / math.sqrt((2500 + 2100 + 51 * 49 + 2100) / 2000 + 1 / 3))
    assert outcome(found).change.p_value == pytest.approx(p_value)
    assert f"; p = {p_value:.3f} (two-sided)" in lines[-2]
    assert lines[-1] == "Verdict: no clear change, because the interval includes 0."


def test_workings_of_what_cannot_be_judged():
    def said(*choice):
        found = published(*choice)
        return gap_workings.steps(found, outcome(found))

    assert said(*QUARTER) == [
        "Gap: −17 points, as the document prints it; the two shares are not printed",
        "No interval: neither the two shares nor the number of interviews is printed.",
    ]
    assert said(*LGBT)[2] == "Change of the gap = −20 − (−12) = −8 points"
    assert said(*SAFE)[-2:] == [
        "No interval: the number of interviews with each group is not published.",
        "Verdict: cannot be judged.",
    ]
    assert said(*CREST)[-2].endswith("= −18.0 ± 1.96 × 1.64 = −21.2 to −14.8")
    assert "p < 0.001 (two-sided): how often chance alone would give a gap" in said(*CREST)[-1]
    assert said(*YEAR) == []
    assert gap_workings.steps(None, gap_changes.outcome(None, None)) == []


# --- One moment --------------------------------------------------------------------------------


def test_a_gap_without_its_shares_is_told_in_words():
    said = measured_words.only_the_gap(
        *("Black people", "White British people", "17 points", "in July to September 2022", "lower")
    )
    assert said == (
        "Against White British people only the gap is printed, not the two shares: Black people 17 points "
        "lower, in July to September 2022."
    )


def test_one_mark_is_told_in_words():
    assert gap_moment.alone(published(*YEAR)) == (
        "One mark: only the share of Black Londoners can be drawn. No figure for White British "
        "Londoners is printed beside it."
    )


@pytest.mark.parametrize(
    ("columns", "words_in"),
    [
        ({"bound": "at_most"}, "Only a bound is printed"),
        ({"is_doubtful": True}, "contradicts itself"),
        ({"value": float("nan"), "is_hidden": True}, "Too few people answered"),
    ],
)
def test_why_nothing_is_drawn(columns, words_in):
    found = made(YEARS[:1], "financial_year", **columns)
    assert gaps.alone(found).empty
    assert words_in in gap_moment.nothing_to_draw(found)
    assert "No share or gap is printed" in gap_moment.nothing_to_draw(published(*LGBT))


# --- Tables ------------------------------------------------------------------------------------


def test_the_table_of_a_series():
    table = gap_tables.series_table(published(*SAFE))
    assert table.iloc[0].to_dict() == {
        "Period": "October to December 2023", "Women": "57%", "Men": "80%", "Gap": "−23",
    }  # fmt: skip
    crest = gap_tables.series_table(published(*CREST)).iloc[0]
    assert (crest["Gap"], crest["95% interval"]) == ("−18", "−21.2 to −14.8")
    assert gap_tables.series_table(published(*QUARTER)).iloc[0].tolist() == [
        "July to September 2022", "–", "–", "−17 (as printed)",
    ]  # fmt: skip
    doubtful = published("treat_fairly", "ethnicity", "Black", "ipsos-2022.fairly-and-equally")
    assert gap_tables.series_table(doubtful).iloc[0].tolist()[1:] == ["36% or 46%", "over 60%", "–"]
    flagged = made(YEARS[:1], is_flagged=True)
    assert gap_tables.series_table(flagged).iloc[0]["Black"] == "50% †"
    hidden = made(YEARS[:1], shares=[(float("nan"), 70)])
    assert gap_tables.series_table(hidden).iloc[0]["Black"] == "hidden"


def test_the_table_of_printed_changes():
    row = gap_tables.changes_table(published(*LGBT)).iloc[0]
    assert row.tolist() == ["Years to March 2016 and March 2022", "−20", "−12", "−8"]


def test_the_table_of_other_series():
    row = gap_tables.others_table([published(*CREST), published(*LGBT)])
    assert row["Figures"].tolist() == [
        "Black 46% (43 to 49), White 64% (62 to 66): gap −18", "LGBT+ −20 points",
    ]  # fmt: skip
    assert (
        row["How far to trust it"]
        .tolist()[0]
        .startswith("dates assumed; another survey; second hand")
    )


def test_the_table_of_what_is_released():
    may, march = pd.Timestamp("2022-05-31"), pd.Timestamp("2022-03-31")
    grid = pd.DataFrame(
        [
            ("trust", "Trust", "Black", {"gap": may, "share": march}),
            ("trust", "Trust", "Asian", {}),
            ("fair", "Fair", "Black", {}),
            ("fair", "Fair", "Asian", {}),
            ("safe", "Safe", "Black", {"share": may, "gap": march}),
            ("safe", "Safe", "Asian", {"change": march}),
        ],
        columns=["measure", "name", "group", "held"],
    )
    assert gap_tables.released_table(grid).to_numpy().tolist() == [
        ["Trust", "Black (gap only, May 2022; Mar 2022)", "Asian"],
        ["Fair", "Nothing", "any group"],
        ["Safe", "Black (May 2022); Asian (its fall only, Mar 2022)", "–"],
    ]
    sentence = gap_tables.released_sentence(grid, "Ethnicity", pd.Timestamp("2022-04-30"))
    assert sentence.startswith(
        "Of 6 pairs of a measure and a group (by ethnicity), the survey's own figures are held for 3. 2 of"
    )
    assert "for the other 3 none is held." in sentence
    empty = grid.assign(held=[{}] * 6)
    assert gap_tables.released_sentence(empty, "Age", may).endswith(
        "(by age), the survey's own figures are held for none."
    )
    assert "held for 3. None of them is for" in gap_tables.released_sentence(grid, "LGBT+", may)
    assert gap_tables.released_title(grid, "LGBT+", may) == (
        "By LGBT+, 3 of 6 possible figures are held, none since the Review"
    )
    assert gap_tables.released_title(empty, "Age", may) == (
        "By age, none of 6 possible figures are held, none since the Review"
    )
