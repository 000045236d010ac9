"""Whatever the figures: verdict, working, reason and headline say the same, as sums by hand do.

The words are read again here, by what each verdict may and may not be said with.
"""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from dashboard.subjects.gaps.figures import changes as gap_changes
from dashboard.subjects.gaps.words import gaps as gap_words
from dashboard.subjects.gaps.words import workings as gap_workings
from dashboard.words import verdicts
from dashboard.words.survey import change_words
from dashboard.words.verdict_steps import worked_change
from data_pipeline.derived import reasons
from data_pipeline.derived.found import Found
from stats.administrative import change_at_mix, ordinary_step
from stats.intervals import Share
from stats.steps import as_text, from_text
from stats.verdicts import Counted, Figure, Judgement, judge
from tests.dashboard.made_gaps import made

Z = norm.ppf(0.975)
MANY = settings(max_examples=120, derandomize=True, deadline=None)

SAID = {
    "improved": r"\bimproved\b|\bnarrower\b|\bshrank\b",
    "worsened": r"\bworsened\b|\bwider\b|\bgrew\b",
    "no_clear_change": r"\bno clear change\b",
    "cannot_be_judged": r"\bcannot be judged\b",
}
"""Words that belong to one verdict on a gap and contradict the others."""

# At the edges too: none, all, ties, and halves beside whole per cents.
shares = st.one_of(st.integers(0, 100).map(float), st.sampled_from([0.0, 100.0, 50.0, 55.5, 99.5]))
bases = st.one_of(st.integers(1, 60), st.integers(50, 20_000))
effects = st.floats(1, 3)


def verdicts_said(text: str) -> set[str]:
    """Every verdict that a text's words are those of."""
    return {verdict for verdict, words in SAID.items() if re.search(words, text, re.IGNORECASE)}


def by_hand(size: float, variance: float, good: bool) -> str:
    """The verdict on a change from its variance; too near the limit to tell is no case."""
    reach = Z * math.sqrt(variance)
    assume(abs(abs(size) - reach) > 1e-6 or size == 0)
    if abs(size) <= reach:
        return "no_clear_change"
    return "improved" if good else "worsened"


# Gaps between groups


@st.composite
def gap_series(draw):
    """A made-up series of two gaps with the base of every share; what is shared between them is by hand."""
    two = draw(st.tuples(st.tuples(shares, shares), st.tuples(shares, shares)))
    if draw(st.booleans()):  # the two change places, by about the same size
        (one, other), away = two[0], draw(st.integers(-2, 2))
        two = (two[0], (min(100.0, max(0.0, other + away)), one))
    return two, draw(bases), draw(effects)


def judged_gaps(two, base, effect):
    found = made(["2022-03-31", "2025-03-31"], "financial_year", base, two, design_effect=effect)
    return found, gap_changes.outcome(found, pd.Timestamp("2022-03-31"))


def gap_by_hand(two, base, effect) -> tuple[str, bool, bool]:
    """The verdict, whether the two changed places, and whether clearly."""
    before, after = (group - reference for group, reference in two)
    four = [share for pair in two for share in pair]
    variance = sum(p * (100 - p) * effect / base for p in four)
    variance += 1 / 3 if all(p == round(p) for p in four) else 0
    size = abs(after) - abs(before)
    clearly = abs(after - before) > Z * math.sqrt(variance)
    assume(abs(abs(after - before) - Z * math.sqrt(variance)) > 1e-6)
    return by_hand(size, variance, size < 0), before * after < 0, clearly


@MANY
@given(gap_series())
def test_everything_said_of_a_gap_is_its_verdict(case):
    two, base, effect = case
    verdict, turned, clearly = gap_by_hand(two, base, effect)
    found, outcome = judged_gaps(two, base, effect)
    assert outcome.verdict == verdict
    steps = [step for step in gap_workings.steps(found, outcome) if isinstance(step, str)]
    said = {
        "working": steps[-1],
        "title": gap_words.title(found, outcome),
        "moved": gap_words.moved(found, outcome).split(":")[0].split(" because")[0],
    }
    for where, text in said.items():
        assert verdicts_said(text) == {verdict}, (where, text)
        assert ("changed places" in text) == turned, (where, text)
        assert ("chance alone could" in text) == (turned and not clearly), (where, text)
    assert verdicts_said(gap_words.headline(found, outcome)) == {verdict}
    reason = gap_words.reason(found, outcome, False)
    assert verdicts_said(reason) == set()
    assert ("does not include 0" in reason) == (verdict != "no_clear_change"), reason
    assert reason.lower().count("changed places") == int(turned)
    words = gap_words.verdict_words(outcome, verdicts.VERDICTS[verdict].title)
    assert words.startswith(verdicts.VERDICTS[verdict].title)
    assert ("the two have changed places" in words) == turned
    assert (outcome.change.p_value < 0.05) == (verdict != "no_clear_change")


@pytest.mark.parametrize("two", [((55, 65), (68, 59)), ((20, 60), (65, 60)), ((58, 60), (90, 60))])
def test_a_gap_without_its_base_is_not_judged_whatever_its_sides(two):
    found, outcome = judged_gaps(two, None, 1.0)
    assert outcome.verdict == "cannot_be_judged"
    working = gap_workings.steps(found, outcome)[-1]
    assert verdicts_said(working) == {"cannot_be_judged"}
    assert verdicts_said(gap_words.headline(found, outcome)) == set()
    title = gap_words.title(found, outcome)
    assert verdicts_said(title) == set()
    assert "as printed, the two have changed places" in title


def test_the_two_cases_that_once_contradicted_each_other():
    found, outcome = judged_gaps(((55, 65), (68, 59)), 6000, 1.2)
    assert gap_words.verdict_words(outcome, "No clear change") == (
        "No clear change: the two have changed places"
    )
    assert gap_workings.steps(found, outcome)[-1] == (
        "Verdict: no clear change in size, because the interval of the size includes 0; the two have "
        "changed places."
    )
    assert gap_words.reason(found, outcome, False) == (
        "The two have changed places. The size of the gap changed by −1 point between the year to March "
        "2022 and the year to March 2025; the 95% interval, −3.9 to +1.9, includes 0."
    )
    found, outcome = judged_gaps(((40, 60), (68, 60)), 6000, 1.2)
    assert gap_workings.steps(found, outcome)[-1] == (
        "Verdict: improved, because the interval of the size does not include 0 and the gap without its "
        "sign is smaller; the two have changed places."
    )
    assert gap_words.headline(found, outcome).endswith(": a narrower gap than 3 years earlier")
    assert gap_words.title(found, outcome) == (
        "A gap of 8 points in the year to March 2025, narrower than the 20 points of 3 years earlier; the "
        "two have changed places"
    )


# Indicators of the success measures

DAY = date(2023, 3, 31)
KINDS = {
    "survey": ("difference_of_shares", "percent"),
    "gap": ("change_of_gap", "percentage_points"),
    "counts": ("difference_of_proportions", "percent"),
    "heads": ("difference_of_proportions", "percentage_points"),
    "figure": ("none", "minutes"),
}


@st.composite
def indicators(draw):
    """Two figures of any kind, either of which may be missing or overlap the other, and how they are judged."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    better = "narrower" if kind in ("gap", "heads") else draw(st.sampled_from(["up", "down"]))
    behind = [
        tuple(Share(draw(shares), draw(bases), draw(effects)) for _ in range(1 + (kind == "gap")))
        for _ in range(2)
    ]
    if kind == "gap" and draw(st.booleans()):
        behind[1] = behind[0][::-1]
    if kind in ("counts", "heads"):  # everyone is counted
        behind = [(Share(one[0].pct, one[0].base_n),) for one in behind]
    values = [
        {"gap": lambda one: one[0].pct - one[-1].pct, "heads": lambda one: 51.5 - one[0].pct}.get(
            kind, lambda one: one[0].pct
        )(one)
        for one in behind
    ]
    shift = draw(st.sampled_from([365, 730, 1096, 275, 0]))  # the last two share days
    figures = [
        Figure(
            value,
            DAY - timedelta(364) + timedelta(days),
            DAY + timedelta(days),
            "financial_year",
            one if kind != "figure" else (),
        )
        for value, days, one in zip(values, (0, shift), behind, strict=True)
    ]
    missing = draw(st.sampled_from([(), (), (), (), (), (0,), (1,), (0, 1)]))
    pair = [None if place in missing else one for place, one in enumerate(figures)]
    counted = revision = None
    if kind in ("counts", "heads"):
        step = draw(st.floats(0, 6))
        series = [
            Figure(value, DAY, DAY + timedelta(365 * place), "financial_year")
            for place, value in enumerate((10, 10 + step, 10))
        ]
        mix = draw(st.one_of(st.none(), st.floats(-9, 9))) if kind == "counts" else None
        counted = Counted(ordinary_step(series), mix)
        if kind == "counts":
            revision = draw(st.sampled_from([None, None, (-5.0, 6.0), (0.0, 50.0)]))
    return kind, better, pair, counted, revision


def judged_by_hand(kind, better, pair, counted, revision) -> str:
    """The verdict by the rules once more, with a variance of its own."""
    before, after = pair
    if before is None or after is None or kind == "figure":
        return "cannot_be_judged"
    if after.end <= before.end or after.start <= before.end:
        return "cannot_be_judged"
    published = rules(kind, better, before.value, after.value, before, after, counted, 1.0)
    if revision is None:
        return published
    ends = {
        rules(kind, better, before.value, after.value, before, after, counted, 1 + pct / 100)
        for pct in revision
    }
    return published if ends == {published} else "cannot_be_judged"


def rules(kind, better, was, now, before, after, counted, factor) -> str:
    if after.shares[0].pct:
        factor = min(factor, 100 / after.shares[0].pct)
    pcts = [
        *((one.pct, one) for one in before.shares),
        *((one.pct * factor, one) for one in after.shares),
    ]
    variance = sum(p * (100 - p) * one.design_effect / one.base_n for p, one in pcts)
    if kind in ("survey", "gap") and was == round(was) and now == round(now):
        variance += len(pcts) / 12
    now *= factor
    move = abs(now) - abs(was) if better == "narrower" else now - was
    good = move < 0 if better in ("narrower", "down") else move > 0
    verdict = by_hand(move, variance, good)
    if counted is None or verdict == "no_clear_change":
        return verdict
    step = counted.ordinary.size
    assume(abs(abs(move) - step) > 1e-6)
    if abs(move) <= step:
        return "no_clear_change"
    if counted.at_mix is not None:
        mix = (was + counted.at_mix) * factor - was
        assume(abs(abs(mix) - step) > 1e-6)
        if abs(mix) <= step or (mix > 0) != (move > 0):
            return "no_clear_change"
    return verdict


def judged_and_said(case) -> tuple[Judgement, str]:
    kind, better, (before, after), counted, revision = case
    test, unit = KINDS[kind]
    whole = (
        before is not None
        and after is not None
        and {before.value, after.value} <= set(range(-100, 101))
    )
    judged = judge(
        before, after, better, test, kind in ("survey", "gap") and whole, counted, revision
    )
    founds = [one and Found(one, (("made_up", "1"),)) for one in (before, after)]
    declared = {"unit": unit, "better": better, "cannot_because": "Nobody publishes it."}
    return judged, reasons.of(declared, *founds, judged, DAY)


@MANY
@given(indicators())
def test_everything_said_of_an_indicator_is_its_verdict(case):
    kind, better, pair, counted, revision = case
    judged, reason = judged_and_said(case)
    assert judged.verdict == judged_by_hand(kind, better, pair, counted, revision)
    assert reason.endswith(".")
    assert "nan" not in reason
    assert_headline_says(judged, kind)
    if judged.steps is None:
        assert judged.verdict == "cannot_be_judged"
        return
    assert from_text(as_text(judged.steps)) == judged.steps
    assert judged.steps.verdict == judged.verdict
    working = worked_change(judged.steps)[-1]
    mine = {judged.verdict}
    assert verdicts_said(working) - {"no_clear_change"} == mine - {"no_clear_change"}, working
    assert working.startswith(f"Verdict: {verdicts.VERDICTS[judged.verdict].title.lower()}")
    stated = judged.steps.stated
    if stated is None:
        assert "95% interval" not in reason
        return
    clear = abs(stated.estimate) > (stated.high - stated.low) / 2
    assert ("does not include 0" in reason) == clear
    if judged.verdict == "no_clear_change" and clear:
        assert "no clear change." in reason
    if judged.verdict in ("improved", "worsened"):
        assert clear
        assert "no clear change" not in reason
    turned = better == "narrower" and pair[0].value * pair[1].value < 0
    assert ("changed places" in reason) == ("changed places" in working) or kind == "heads"
    assert ("changed places" in reason) == turned


def assert_headline_says(judged: Judgement, kind: str) -> None:
    """A card and a headline say no other verdict."""
    headline = verdicts.overview_headline([("charge_rates", judged.verdict)])
    if judged.verdict == "cannot_be_judged":
        assert headline == "None of the Casey Review's 1 measures can be judged"
    else:
        assert verdicts_said(headline) == {judged.verdict}
    change = judged.interval
    if change is not None and kind == "survey":
        card = change_words(change.estimate, change.low, change.high)
        assert ("no clear" in card) == (judged.verdict == "no_clear_change")


def test_a_rate_that_rose_by_another_mix_alone_is_no_clear_change():
    """More of what is often charged, fewer of what is not; within either, as many are charged as before."""
    before = {"Drug offences": (2_000, 4_000), "Theft": (960, 16_000)}
    after = {"Drug offences": (5_000, 10_000), "Theft": (600, 10_000)}
    totals = [
        [sum(column) for column in zip(*one.values(), strict=True)] for one in (before, after)
    ]
    rates = [100 * had / cases for had, cases in totals]
    assert rates == [pytest.approx(14.8), pytest.approx(28.0)]
    figures = [
        Figure(rate, date(end - 1, 4, 1), date(end, 3, 31), "financial_year", (Share(rate, cases),))
        for end, rate, (_, cases) in zip((2023, 2025), rates, totals, strict=True)
    ]
    years = [
        Figure(rate, date(end - 1, 4, 1), date(end, 3, 31), "financial_year")
        for end, rate in ((2020, 14.0), (2021, 15.0), (2022, 14.5), (2023, rates[0]))
    ]
    mix = change_at_mix(before, after)
    assert mix == pytest.approx(0)
    counted = Counted(ordinary_step(years), mix)
    judged = judge(*figures, "up", "difference_of_proportions", counted=counted)
    assert (judged.verdict, judged.steps.rule) == ("no_clear_change", "changed_mix")
    founds = [Found(one, (("made_up", "1"),)) for one in figures]
    assert reasons.of({"unit": "percent", "better": "up"}, *founds, judged, DAY) == (
        "From 14.8% (year to March 2023) to 28% (year to March 2025): +13.2 points, 95% interval +12.4 to "
        "+14, which does not include 0. An ordinary year moves it by 0.6 points (March 2020 to March 2023). "
        "At the mix of cases of the first date the change is 0 points. What is left at that mix is no larger "
        "than an ordinary yearly step, or goes the other way: no clear change."
    )
    assert (
        judge(
            *figures, "up", "difference_of_proportions", counted=Counted(counted.ordinary)
        ).verdict
        == "improved"
    )
