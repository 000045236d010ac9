"""What nobody has released by group, and the words to ask for it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.controls import parts
from dashboard.controls.data import ask
from dashboard.controls.tables import table
from dashboard.queries import REVIEW_QUARTER, gap_figures, unpublished
from dashboard.queries.interviews import thresholds
from dashboard.wording import gap_names, gap_tables, requests


def show(measure: str, by: str, group: str) -> None:
    """Show which measures are released by a dimension, and a request for the one chosen.

    Args:
        measure, by, group: the choice on screen, as in `gaps.toml`.
    """
    names = ask(gap_figures.dimensions)
    grid = ask(unpublished.grid, by)
    parts.section(
        "What is not published",
        "The surveys of the Mayor's Office for Policing and Crime (MOPAC), as far as the published figures held "
        "here go. Polls of others are not counted, nor is a licensed copy of your own.",
    )
    st.markdown(gap_tables.released_sentence(grid, names[by], REVIEW_QUARTER))
    table(gap_tables.released_table(grid), alt=f"What is released by {names[by]}")
    unused = ask(gap_figures.left_out)
    parts.worked_out(
        [f"{what}: {why}" for what, why in unused.items()],
        "Published by group, and not used here",
        key="left-out",
    )
    _show_request(measure, by, group)


def _show_request(measure: str, by: str, group: str) -> None:
    wanted = unpublished.asked(measure)
    parts.subsection("Ask for it")
    if wanted is None:
        st.markdown(
            "Only polls ask this. No public body holds it, so there is nobody to send a request to."
        )
        return
    ask_group = group if group in unpublished.all_groups(by) else unpublished.all_groups(by)[0]
    reference = unpublished.all_groups(by)[-1]
    st.markdown(
        "A freedom of information request for the choice above, to copy and send to MOPAC. Anyone may "
        "send one."
    )
    parts.copyable(
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
