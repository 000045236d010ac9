"""Gaps between groups: the newest of each, a survey measure by group, and what nobody has published."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.page import Paper
from dashboard.subjects.gaps import measured, recorded, series, unreleased
from dashboard.subjects.gaps.choice import Chosen, choose
from dashboard.subjects.gaps.figures import measured as measured_figures
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures import unpublished
from dashboard.subjects.gaps.words import gaps as words
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.words import verdicts


def build(draft: Draft) -> None:
    """Write the page: the newest gaps, one of the survey's closely, and what is not published.

    Of the page as it opens the newest gaps stand first; of a gap that was chosen, that gap.
    """
    draft.need("public_attitudes", "review_figures", "published_figures")
    chosen = choose(draft)
    found = ask(measured_figures.measured, chosen.newest)
    leads = measured.headline(found) if chosen.is_opening else None
    if leads:
        draft.headline(*leads)
        draft.paper = Paper(
            has_verdicts=True
        )  # those of a measure are on trust, which it does not open with
        measured.show(draft, found, chosen.link)
    show_chosen(draft, chosen, is_below=leads is not None)
    if not leads and found:
        measured.show(draft, found, chosen.link)
    unreleased.show(draft, chosen)
    recorded.show(draft, chosen.ends, chosen.link)


def show_chosen(draft: Draft, chosen: Chosen, is_below: bool) -> None:
    """The gap chosen: its verdict, both shares and the gap; its headline too, where it stands first."""
    row = ("measure", "by", "group", "source", *chosen.periods)
    if is_below and chosen.found is not None:
        within = series.Within(
            choices=lambda: draft.choice_row(*row), verdict=lambda: show_verdict(draft, chosen)
        )
        series.show(draft, chosen, chosen.found, within)
        return
    draft.headline(_headline(chosen))
    show_verdict(draft, chosen)
    draft.choice_row(*row)
    if chosen.found is not None:
        series.show(draft, chosen, chosen.found)


def _headline(chosen: Chosen) -> str:
    if chosen.found is not None:
        return words.headline(chosen.found, chosen.outcome)
    says = gap_figures.entry("measure", chosen.measure)["says"]
    return words.nothing_headline(gap_names.people(chosen.by, chosen.group), says)


def show_verdict(draft: Draft, chosen: Chosen) -> None:
    """The verdict, the reason for it, and the way to lines where nothing is drawn."""
    released = ask(unpublished.newest_of_survey, chosen.measure, chosen.by, chosen.group)
    last = chosen.whole is not None and unpublished.is_last_word(chosen.whole, released)
    found, judged = chosen.found, chosen.outcome
    with draft.group("finding"):
        name = verdicts.VERDICTS[judged.verdict].title
        draft.piece("verdict", kind=judged.verdict, words=words.verdict_words(judged, name))
        draft.text(words.reason(found, judged, last))
        if found is None:
            series.lead_to_lines(draft)
