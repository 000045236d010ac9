"""What nobody has released by group, and the words to ask for it."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.subjects.gaps.choice import Chosen
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures import unpublished
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.subjects.gaps.words import requests
from dashboard.subjects.gaps.words import tables as gap_tables
from dashboard.subjects.trust.figures.interviews import thresholds
from dashboard.subjects.trust.figures.survey import REVIEW_QUARTER


def show(draft: Draft, chosen: Chosen) -> None:
    """Show which measures are released by the dimension chosen, and a request for the one chosen."""
    by = ask(gap_figures.dimensions)[chosen.by]
    grid = ask(unpublished.grid, chosen.by)
    draft.section(
        gap_tables.released_title(grid, by, REVIEW_QUARTER),
        "Each measure with each group, in the surveys of the Mayor's Office for Policing and Crime (MOPAC)",
    )
    draft.text(gap_tables.released_sentence(grid, by, REVIEW_QUARTER))
    draft.caption(
        "As far as the published figures held here go. Polls of others are not counted, nor is a licensed "
        "copy of your own."
    )
    draft.table(gap_tables.released_table(grid), alt=f"What is released by {by}")
    unused = ask(gap_figures.left_out)
    draft.worked_out(
        [f"{what}. {why}" for what, why in unused.items()],
        "Published by group, and not used here",
        key="left-out",
    )
    _show_request(draft, chosen.measure, chosen.by, chosen.group)


def _show_request(draft: Draft, measure: str, by: str, group: str) -> None:
    with draft.fold("Ask for it: a request to copy and send", "request"):
        _request(draft, measure, by, group)


def _request(draft: Draft, measure: str, by: str, group: str) -> None:
    wanted = unpublished.asked(measure)
    if wanted is None:
        draft.text(
            "Only polls ask this. No public body holds it, so there is nobody to send a request to."
        )
        return
    ask_group = group if group in unpublished.all_groups(by) else unpublished.all_groups(by)[0]
    reference = unpublished.all_groups(by)[-1]
    draft.text(
        "A freedom of information request for the choice above, to copy and send to MOPAC. Anyone may "
        "send one."
    )
    draft.copyable(
        requests.request(
            requests.Wanted(
                *(wanted.words, wanted.code, wanted.survey, wanted.holder),
                by=requests.GROUPED_BY[by],
                groups=(
                    gap_names.people(by, ask_group),
                    gap_names.people(by, reference),
                ),
                first_year=ask(unpublished.first_year),
                quarters_since=gap_names.period(
                    REVIEW_QUARTER - pd.DateOffset(months=3) + pd.Timedelta(days=1),
                    REVIEW_QUARTER,
                    "quarter",
                ),
            ),
            smallest=thresholds().hidden_below,
        )
    )
