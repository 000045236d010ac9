"""A success measure's verdict on the page of its subject."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.plain_text import plain
from dashboard.subjects.overview.figures import success
from dashboard.words.verdicts import VERDICTS
from datasets import catalogue


def measure_verdict(draft: Draft, measure_id: str) -> None:
    """Show what became of a success measure since the Review, and what would settle it.

    Nothing is shown where the verdicts are not published, or cannot be read as published.

    Args:
        measure_id: one of `datasets.schema.SUCCESS_MEASURES`.
    """
    if not catalogue.is_readable("success_measures"):
        return
    measure = next(one for one in ask(success.measures) if one.id == measure_id)
    words = f"{measure.question} {VERDICTS[measure.verdict].title}"
    draft.piece("verdict", kind=measure.verdict, words=words)
    if measure.verdict == "cannot_be_judged":
        draft.caption(plain(f"What it would take: {measure.needed}"))
    else:
        draft.caption(plain(measure.reason))
