"""Why a verdict is what it is: one test for each sentence."""

from __future__ import annotations

from datetime import date

import pytest

from data_pipeline.derived import reasons
from data_pipeline.derived.declarations import LISTED
from data_pipeline.derived.found import Found
from datasets.schema import VERDICTS
from stats.intervals import Z95, Interval, Working
from stats.steps import OrdinaryStep, Steps
from stats.verdicts import Figure, Judgement, change_of_size, sides_of
from tests.data_pipeline.verdict_tables import why_words

PUBLISHED = date(2023, 3, 31)


def found(value: float, end: date, basis: str = "rolling_12_months", start: date | None = None):
    return Found(Figure(value, start or end, end, basis), (("made_up", "2023"),))


BEFORE, AFTER = found(71, PUBLISHED), found(74, date(2025, 9, 30))


def said(
    baseline=BEFORE, latest=AFTER, judged=None, unit="percent", better="up", is_deciding=True
) -> str:
    declared = {
        "unit": unit,
        "better": better,
        "is_deciding": is_deciding,
        "cannot_because": "Nobody has.",
    }
    return reasons.of(
        declared, baseline, latest, judged or Judgement("cannot_be_judged"), PUBLISHED
    )


def judged_as(change: float, low: float, high: float, rule="interval", more=None, **others) -> str:
    """What is said of a change with its interval; `more` is what else the steps hold."""
    pair = [
        others.get(name, usual).figure for name, usual in (("baseline", BEFORE), ("latest", AFTER))
    ]
    better, interval = others.get("better", "up"), Interval(change, low, high)
    of_gap = {}
    if better == "narrower":
        values = [one.value for one in pair]
        of_gap = {"size": change_of_size(interval, *values), "sides": sides_of(interval, *values)}
    working = Working(change, (), ((high - change) / Z95) ** 2)
    steps = Steps(*pair, change, better, rule, "improved", working, **of_gap, **(more or {}))
    return said(judged=Judgement("improved", change, interval, steps=steps), **others)


# Judged


def test_a_clear_change():
    assert judged_as(3, 1.5, 4.5) == (
        "From 71% (year to March 2023) to 74% (year to September 2025): +3 points, 95% interval "
        "+1.5 to +4.5, which does not include 0."
    )


def test_an_unclear_change():
    assert judged_as(1, -0.6, 2.6).endswith(
        ": +1 point, 95% interval −0.6 to +2.6, which includes 0."
    )


def test_no_change_at_all():
    assert judged_as(0, -1.6, 1.6).endswith(
        ": 0 points, 95% interval −1.6 to +1.6, which includes 0."
    )


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((3, 0.03, 5.97), "+3 points, 95% interval just above 0 to +6, which does not include 0."),
        (
            (-3, -5.97, -0.03),
            "−3 points, 95% interval −6 to just below 0, which does not include 0.",
        ),
        ((2, -0.03, 4.03), "+2 points, 95% interval 0 to +4, which includes 0."),
        ((-2, -4.03, 0.03), "−2 points, 95% interval −4 to 0, which includes 0."),
    ],
)
def test_an_end_that_rounds_to_0_does_not_contradict_itself(ends, words):
    assert judged_as(*ends).endswith(f": {words}")


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("percent", "From 20.7% (31 March 2022) to 19.4% (31 March 2025): −1 point, 95% interval −2 to −0.6, "),
        ("percentage_points", "From 20.7 points (31 March 2022) to 19.4 points (31 March 2025): −1.3 points, "
                              "95% interval −2 to −0.6, "),
        ("minutes", "From 20 min 42 s (31 March 2022) to 19 min 24 s (31 March 2025): −1.3 minutes, "
                    "95% interval −2 to −0.6, "),
        ("count", "From 20.7 (31 March 2022) to 19.4 (31 March 2025): −1.3, 95% interval −2 to −0.6, "),
    ],
)  # fmt: skip
def test_every_unit_in_its_own_words(unit, words):
    pair = [
        found(20.7, date(2022, 3, 31), "point_in_time"),
        found(19.4, date(2025, 3, 31), "point_in_time"),
    ]
    assert judged_as(-1.3, -2.0, -0.6, baseline=pair[0], latest=pair[1], unit=unit).startswith(
        words
    )
    assert set(LISTED["unit"]) == {"percent", "percentage_points", "minutes", "count"}


def test_large_numbers_are_parted_by_thousands():
    pair = [found(12_340, date(2022, 3, 31)), found(9_000, date(2025, 3, 31))]
    words = judged_as(-3340, -4000, -2680, baseline=pair[0], latest=pair[1], unit="count")
    assert (
        "From 12,340 (year to March 2022) to 9,000 (year to March 2025): −3,340, 95% interval −4,000 to"
        in words
    )


def test_a_gap_that_stays_on_its_side():
    pair = [found(-17, date(2022, 3, 31)), found(-10, date(2025, 3, 31))]
    words = judged_as(
        7, 2, 12, baseline=pair[0], latest=pair[1], unit="percentage_points", better="narrower"
    )
    assert words == (
        "From −17 points (year to March 2022) to −10 points (year to March 2025): +7 points, 95% "
        "interval +2 to +12, which does not include 0."
    )


def test_a_gap_that_changed_sides_is_told_by_its_size():
    pair = [found(-10, date(2022, 3, 31)), found(8, date(2025, 3, 31))]
    words = judged_as(
        18,
        13.5,
        22.5,
        baseline=pair[0],
        latest=pair[1],
        unit="percentage_points",
        better="narrower",
    )
    assert words == (
        "From −10 points (year to March 2022) to 8 points (year to March 2025): the two have changed "
        "places, and the size of the gap changed by −2 points, 95% interval −6.5 to +2.5, which includes 0."
    )


def test_a_gap_that_may_have_changed_sides_by_chance_says_so():
    pair = [found(-1, date(2022, 3, 31)), found(1, date(2025, 3, 31))]
    words = judged_as(
        2, -2.5, 6.5, baseline=pair[0], latest=pair[1], unit="percentage_points", better="narrower"
    )
    assert words.endswith(
        ": the two have changed places, which chance alone could have done, and the size of the gap changed "
        "by 0 points, 95% interval −4.5 to +4.5, which includes 0."
    )


def test_a_value_that_changed_sign_is_no_gap_that_changed_sides():
    pair = [found(-10, date(2022, 3, 31)), found(8, date(2025, 3, 31))]
    words = judged_as(18, 13.5, 22.5, baseline=pair[0], latest=pair[1], unit="count")
    assert "places" not in words


ORDINARY = OrdinaryStep(0.62, date(2015, 3, 31), date(2023, 3, 31), 8)


@pytest.mark.parametrize(
    ("change", "rule", "more", "words"),
    [
        (
            (1.3, 1.1, 1.5), "interval", {},
            "+1.3 points, 95% interval +1.1 to +1.5, which does not include 0. An ordinary year moves it by 0.6 "
            "points (March 2015 to March 2023).",
        ),
        (
            (0.6, 0.4, 0.8), "ordinary_step", {},
            "+0.6 points, 95% interval +0.4 to +0.8, which does not include 0. An ordinary year moves it by 0.62 "
            "points (March 2015 to March 2023). Counts of everyone have no sampling error: a change no larger "
            "than an ordinary yearly step is no clear change.",
        ),
        (
            (1.3, 1.1, 1.5), "changed_mix", {"at_mix": -0.4},
            "+1.3 points, 95% interval +1.1 to +1.5, which does not include 0. An ordinary year moves it by 0.6 "
            "points (March 2015 to March 2023). At the mix of cases of the first date the change is −0.4 points. "
            "What is left at that mix is no larger than an ordinary yearly step, or goes the other way: no clear "
            "change.",
        ),
        (
            (1.3, 1.1, 1.5), "not_ripe",
            {"revision": (-5.0, 6.0), "as_published": "improved", "at_ends": ("no_clear_change", "improved")},
            "+1.3 points, 95% interval +1.1 to +1.5, which does not include 0. An ordinary year moves it by 0.6 "
            "points (March 2015 to March 2023). The newest figure will still be revised, by −5% to +6% as "
            "declared, to 70.3% or 78.4%: improved as published, shows no clear change at −5% and improved at "
            "+6%. It can be judged from January 2027.",
        ),
    ],
)  # fmt: skip
def test_counts_of_everyone_are_told_with_what_an_ordinary_year_does(change, rule, more, words):
    said_of = judged_as(*change, rule=rule, more={"ordinary": ORDINARY, **more})
    assert said_of == f"From 71% (year to March 2023) to 74% (year to September 2025): {words}"


def test_the_table_that_is_not_loaded_and_its_command():
    assert reasons.loads_with("Counts", "a_source") == (
        "Counts: python -m data_pipeline build a_source --file FILE"
    )
    assert reasons.loads_with("Counts", None) == "Counts: no source here reads it yet"


# Not judged

BOTH = "71% (year to March 2023), 74% (year to September 2025)."
SENTENCES = {
    "nothing_held": (None, None, "No published file held here has a figure to compare, for the time of "
                                 "the Review or since. Nobody has."),
    "no_baseline": (None, AFTER, "No comparable figure from the time of the Review (March 2023) is held to set the "
                                 "newest against. Nobody has."),
    "no_latest": (BEFORE, None, "No comparable figure for a time since March 2023 is in any published file held "
                                "here. The baseline is 71% (year to March 2023). Nobody has."),
    "latest_not_later": (BEFORE, AFTER, f"The newest figure is no later than the baseline: {BOTH}"),
    "bases_differ": (BEFORE, AFTER, "The two figures cover periods of different kinds, so they cannot be compared: "
                                    f"{BOTH}"),
    "years_overlap": (BEFORE, AFTER, "The two years share months, so the change between them cannot be tested: "
                                     f"{BOTH}"),
    "no_base": (BEFORE, AFTER, "The figures are printed without the number they stand on, so the change cannot be "
                               f"tested: {BOTH}"),
    "no_ordinary_step": (BEFORE, AFTER, "How far an ordinary year moves it is not known: no two years follow each "
                                        f"other: {BOTH}"),
    "not_ripe": (BEFORE, AFTER, f"The newest figure will still be revised: {BOTH}"),
    "impossible": (BEFORE, AFTER, "A figure or the number it stands on is impossible, so nothing is concluded "
                                  "from it."),
}  # fmt: skip


@pytest.mark.parametrize("why", why_words())
def test_every_reason_for_no_verdict(why):
    baseline, latest, words = SENTENCES[why]
    assert said(baseline, latest, Judgement("cannot_be_judged", why=why)) == words


def test_an_impossible_figure_is_not_printed():
    words = said(
        found(float("nan"), PUBLISHED), AFTER, Judgement("cannot_be_judged", why="impossible")
    )
    assert words == SENTENCES["impossible"][2]


@pytest.mark.parametrize(
    ("basis", "start", "words"),
    [
        ("rolling_12_months", date(2022, 4, 1), "year to March 2023"),
        ("financial_year", date(2022, 4, 1), "year to March 2023"),
        ("calendar_year", date(2022, 4, 1), "year to March 2023"),
        ("quarter", date(2023, 1, 1), "quarter to March 2023"),
        ("nine_years", date(2014, 4, 1), "nine years to March 2023"),
        ("point_in_time", date(2023, 3, 31), "31 March 2023"),
        ("not_stated", date(2022, 10, 1), "1 October 2022 to 31 March 2023"),
        ("not_stated", date(2023, 3, 31), "31 March 2023"),
    ],
)
def test_every_kind_of_period(basis, start, words):
    baseline = found(71, PUBLISHED, basis, start)
    assert said(baseline, None, Judgement("cannot_be_judged", why="no_latest")).endswith(
        f"71% ({words}). Nobody has."
    )
    assert set(LISTED["time_basis"]) == set(reasons.KINDS_OF_PERIOD)


# Beside a measure


def test_what_stands_beside_a_measure_is_told_to_be_no_part_of_it():
    assert said(is_deciding=False) == f"Shown beside the measure and not part of it: {BOTH}"


def test_what_stands_beside_it_and_does_not_compare_says_why():
    declared = {"unit": "percent", "is_deciding": False, "cannot_kind": "not_comparable"}
    declared["cannot_because"] = "Recording changed."
    judged = Judgement("cannot_be_judged")
    assert reasons.of(declared, BEFORE, AFTER, judged, PUBLISHED) == (
        f"Shown beside the measure and not part of it: {BOTH} No change is given. Recording changed."
    )


def test_what_the_review_alone_printed_is_told_apart_from_what_is_held():
    declared = {"unit": "percent", "better": "up", "review_figure": "R1", "cannot_because": "None."}
    judged = Judgement("cannot_be_judged", why="nothing_held")
    assert reasons.of(declared, None, None, judged, PUBLISHED) == (
        "No published file held here has a figure to compare, for the time of the Review or since. "
        "The Review itself printed one, which is shown beside it and set against nothing. None."
    )


@pytest.mark.parametrize("pair", [(None, AFTER), (BEFORE, None), (None, None)])
def test_what_stands_beside_it_on_one_date_alone_is_not_shown(pair):
    assert said(*pair, is_deciding=False) == (
        "Not a figure of this measure, and not held for both dates."
    )


# A measure as a whole


@pytest.mark.parametrize(
    ("indicators", "words"),
    [
        ([("improved", "A")], "A: improved."),
        ([("worsened", "A"), ("worsened", "B")], "A; B: worsened."),
        ([("no_clear_change", "A")], "A: shows no clear change."),
        ([("cannot_be_judged", "A")], "A: cannot be judged."),
        (
            [("cannot_be_judged", "A"), ("cannot_be_judged", "B")],
            "None of the 2 indicators can be judged.",
        ),
        ([("improved", "A"), ("cannot_be_judged", "B")], "A: improved. B: cannot be judged."),
        (
            [
                ("worsened", "A"),
                ("cannot_be_judged", "B"),
                ("improved", "C"),
                ("cannot_be_judged", "D"),
            ],
            "C: improved. A: worsened. 2 of 4 indicators cannot be judged.",
        ),
    ],
)
def test_what_became_of_each_indicator(indicators, words):
    assert of_measure(indicators) == words


def of_measure(indicators):
    """The reason of a measure whose principal indicator is judged, if any is."""
    rows = [{"verdict": verdict, "indicator_name": name} for verdict, name in indicators]
    judged = [one for one in rows if one["verdict"] != "cannot_be_judged"]
    return reasons.of_measure(rows, (judged or rows)[0], {})


def test_every_verdict_of_an_indicator_has_its_words():
    for verdict in set(VERDICTS) - {"mixed"}:
        assert of_measure([(verdict, "Name")]).startswith("Name: ")


def test_what_is_needed_is_said_once():
    assert reasons.needed(["This.", "That.", "This."]) == "This. That."
    nothing = reasons.NOTHING_NEEDED
    assert reasons.needed([nothing, "This."]) == "This."
    assert reasons.needed([nothing, nothing]) == nothing
