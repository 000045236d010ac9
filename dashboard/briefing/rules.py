"""The declared rules by which the figures raise questions for a meeting.

A rule looks at what a page shows and at the published data, and asks nothing where its condition
does not hold. No question is written by hand for a page, and none says what the answer is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from dashboard.briefing import figures
from dashboard.briefing.questions import Question
from dashboard.page import Page

MOST = 3
"""Questions on a briefing."""
_EACH = 2
"""At most so many questions of one rule."""


@dataclass(frozen=True)
class Rule:
    """A rule: its id, when it asks, in words, and what it asks of a page on a day."""

    id: str
    when: str
    ask: Callable[[Page, date], Iterator[Question]]


def questions_of(page: Page, today: date) -> list[Question]:
    """The questions that a page's figures raise, in the order of the rules.

    Args:
        page: what the page shows. today: the day to judge lateness by.

    Returns:
        Three at most, and two of one rule, on the overview one; none where nothing moved.
    """
    asked: list[Question] = []
    each = _EACH if page.path else 1
    for rule in RULES:
        asked += islice(rule.ask(page, today), min(each, MOST - len(asked)))
    return asked


RULES = (
    Rule("widening_gap", "the gap on screen has clearly widened", figures.widening_gap),
    Rule("gap_stands", "there is a gap between the groups that were chosen", figures.gap_stands),
    Rule(
        "early_sign",
        "the boroughs' newer figures speak against the verdict on London",
        figures.early_sign,
    ),
    Rule(
        "fallen_here",
        "a survey answer in the place on screen has clearly fallen since the Review",
        figures.fallen_here,
    ),
    Rule("worsened", "an indicator of the page's measure has clearly worsened", figures.worsened),
    Rule(
        "charges_unripe",
        "the newest share charged of a kind that the measure is judged by is too young to judge",
        figures.charges_unripe,
    ),
    Rule(
        "charges_moved",
        "a first year's share of crimes charged is further from the newest than a revision reaches",
        figures.charges_moved,
    ),
    Rule(
        "unknown_since",
        "the page's measure cannot be judged and a figure from the time of the Review is held",
        figures.unknown_since,
    ),
    Rule(
        "sign_moved",
        "the page's measure cannot be judged and a figure near to it has moved",
        figures.sign_moved,
    ),
    Rule(
        "ratio_moved",
        "the ratio of searches on screen has clearly moved in a year",
        figures.ratio_moved,
    ),
    Rule(
        "gap_since",
        "a gap on screen is no newer than the Review",
        figures.gap_since,
    ),
    Rule(
        "fallen_boroughs",
        "boroughs have clearly fallen since the Review, tested together, at the newest date chosen",
        figures.fallen_boroughs,
    ),
    Rule(
        "outlier_borough",
        "a borough lies outside the 99.8% limits around London's share",
        figures.outlier_borough,
    ),
    Rule(
        "unusual_month",
        "the newest month on screen is outside its usual range",
        figures.unusual_month,
    ),
    Rule(
        "largest_change",
        "of all kinds of crime, the one whose number changed most in a year has 500 offences or more",
        figures.largest_change,
    ),
    Rule(
        "open_promise",
        "a promise on the page's measure is past its date and no figure decides it",
        figures.open_promise,
    ),
)
