"""Gaps between groups: a measure by group, the gap itself, and what nobody has published."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.subjects.gaps import recorded, series, unreleased
from dashboard.subjects.gaps.choice import Chosen, choose
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures import unpublished
from dashboard.subjects.gaps.words import gaps as words
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.words import verdicts


def build(draft: Draft) -> None:
    """Write the page: the finding, both shares and their gap, and what is not published."""
    draft.need("public_attitudes", "review_figures", "published_figures")
    chosen = choose(draft)
    show_finding(draft, chosen)
    draft.choice_row("measure", "by", "group", "source", *chosen.periods)
    if chosen.found is not None:
        series.show(draft, chosen, chosen.found)
    unreleased.show(draft, chosen)
    recorded.show(draft, chosen.ends, chosen.link)


def show_finding(draft: Draft, chosen: Chosen) -> None:
    """Headline, verdict, the reason for it, and the way to lines where nothing is drawn."""
    released = ask(unpublished.newest_of_survey, chosen.measure, chosen.by, chosen.group)
    last = chosen.whole is not None and unpublished.is_last_word(chosen.whole, released)
    found, judged = chosen.found, chosen.outcome
    if found is None:
        says = gap_figures.entry("measure", chosen.measure)["says"]
        draft.headline(words.nothing_headline(gap_names.people(chosen.by, chosen.group), says))
    else:
        draft.headline(words.headline(found, judged))
    with draft.group("finding"):
        name = verdicts.VERDICTS[judged.verdict].title
        draft.piece("verdict", kind=judged.verdict, words=words.verdict_words(judged, name))
        draft.text(words.reason(found, judged, last))
        if found is None:
            series.lead_to_lines(draft)
