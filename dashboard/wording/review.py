"""Sentences on the Review's own figures."""

from __future__ import annotations

from dashboard.wording.numbers import count, signed


def figure_1_2_sentence(printed: int, table: int, pct: float) -> str:
    """Why the Review's total and today's table differ."""
    more = "more" if table > printed else "fewer"
    return (
        f"The Review printed {count(printed)} offences for February 2022 to January 2023. The "
        f"published table now gives {count(table)}: {count(abs(table - printed))} {more} "
        f"({signed(pct, 2)}%). The difference is revision: the police go on adding, removing and "
        "re-classifying crimes after a month is first published."
    )


def review_search_sentence(found: int, whole: int, flagged: int) -> str:
    """How many figures a search found, and how many of them are in conflict."""
    if found == 0:
        return f"None of the {count(whole)} figures fits this search"
    figures = "figure" if found == 1 else "figures"
    start = (
        f"{count(found)} {figures}"
        if found == whole
        else f"{count(found)} of {count(whole)} figures"
    )
    if flagged == 0:
        return f"{start}, none of them marked as in conflict"
    return f"{start}, {count(flagged)} of them in conflict with the document or with arithmetic"
