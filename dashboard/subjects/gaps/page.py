"""Gaps between groups: a measure by group, the gap itself, and what nobody has published."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.subjects.gaps import recorded, series, unreleased
from dashboard.subjects.gaps.choice import Chosen, choose
from dashboard.subjects.gaps.figures import gaps, unpublished
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.words import gaps as words
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.words import verdicts


def build(draft: Draft) -> None:
    """Write the page: the finding, both shares and their gap, and what is not published."""
    draft.need("public_attitudes", "review_figures", "published_figures")
    chosen = choose(draft)
    show_finding(draft, chosen)
    draft.choice_row("measure", "by", "group", "source")
    if chosen.periods:
        draft.choice_row(*chosen.periods, name="compare")
    if chosen.found is not None:
        series.show(draft, chosen, chosen.found)
    recorded.show(draft, chosen.ends, chosen.link)
    unreleased.show(draft, chosen)


def show_finding(draft: Draft, chosen: Chosen) -> None:
    """Headline, verdict, the reason for it, and the way to lines where none can be drawn."""
    released = ask(unpublished.newest_of_survey, chosen.measure, chosen.by, chosen.group)
    last = chosen.whole is not None and unpublished.is_last_word(chosen.whole, released)
    found, judged = chosen.found, chosen.outcome
    if found is None:
        says = gap_figures.entry("measure", chosen.measure)["says"]
        draft.headline(words.nothing_headline(gap_names.people(chosen.by, chosen.group), says))
    else:
        draft.headline(words.headline(found, judged, last))
    with draft.group("finding"):
        name = verdicts.VERDICTS[judged.verdict].title
        draft.piece("verdict", kind=judged.verdict, words=words.verdict_words(judged, name))
        draft.text(words.reason(found, judged, last))
        if not gaps.is_over_time(chosen.whole):
            lead_to_lines(draft)


def lead_to_lines(draft: Draft) -> None:
    """The way to the measure whose two shares are published over time."""
    there = gaps.over_time()
    names = [
        gap_names.people(there["by"], one)
        for one in (there["group"], gap_figures.entry("dimension", there["by"])["reference"][0])
    ]
    label = words.over_time(ask(gap_figures.measures)[there["measure"]], *names)
    draft.page_link("gaps", label, there)
