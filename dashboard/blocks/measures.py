"""A success measure's verdict and signs on the page of its subject."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.plain_text import plain
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.figures.signs import are_held, signs_of
from dashboard.words import signs as words
from dashboard.words.verdicts import why_not, with_kind
from datasets import catalogue
from datasets.schema import SUCCESS_MEASURES


def measure_verdict(draft: Draft, measure_id: str) -> None:
    """Show what became of a success measure since the Review, and what would settle it.

    Nothing is shown where the verdicts are not published, or cannot be read as published.

    Args:
        measure_id: one of `datasets.schema.SUCCESS_MEASURES`.
    """
    if not catalogue.is_readable("success_measures"):
        return
    measure = next(one for one in ask(success.measures) if one.id == measure_id)
    verdict = with_kind(measure.verdict, measure.cannot_kind)
    draft.piece("verdict", kind=measure.verdict, words=f"{measure.question} {verdict}")
    if measure.verdict == "cannot_be_judged":
        said = why_not(measure.cannot_kind, measure.loads_with, measure.needed)
        draft.caption(plain(said))
    else:
        draft.caption(plain(measure.reason))


def show_signs(draft: Draft, measure_ids: Sequence[str]) -> None:
    """Show the signs of the measures that a page is about in one table; nothing where no version has any.

    Args:
        measure_ids: of `datasets.schema.SUCCESS_MEASURES`.
    """
    if not ask(are_held):
        return
    draft.section(words.TITLE, words.BASIS)
    rows = [row for one in measure_ids for row in ask(signs_of, one)]
    if rows:
        draft.table(sign_table(rows), alt="Signs since the Review, which decide nothing")
    for one in measure_ids:
        if one not in {row["measure"] for row in rows}:
            draft.caption(f"{SUCCESS_MEASURES[one]}: {words.NONE_HELD}")


def sign_table(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    """A row a sign: what it counts, its figures, which way, who says it and why it does not decide."""
    return pd.DataFrame(
        [
            {
                "Sign": row["sign_name"],
                "Figures": words.figures(row),
                "Direction": words.DIRECTIONS[str(row["direction"])],
                "Who says it": words.SAID_BY[str(row["said_by"])],
                "Why it does not decide": row["why_not_decisive"],
            }
            for row in rows
        ]
    )
