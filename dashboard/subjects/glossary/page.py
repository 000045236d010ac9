"""Glossary: what the terms of the site mean."""

from __future__ import annotations

from dashboard.draft import Draft
from dashboard.words.glossary import TERMS


def build(draft: Draft) -> None:
    """Write the page: each term with its meaning, in the order of the alphabet."""
    draft.headline(
        "Words of this site, in plain English",
        "The first time one of them stands on a page it leads here.",
    )
    draft.piece("terms", terms=TERMS)
