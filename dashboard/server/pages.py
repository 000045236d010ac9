"""The pages of the site, declared once."""

from __future__ import annotations

from dataclasses import dataclass

SITE_NAME = "London policing scorecard"


@dataclass(frozen=True)
class Page:
    """One page of the site.

    Attributes:
        path: its address without the slash; empty for the start page.
        script: its file in `pages/`, without suffix.
        label: its name in the navigation.
        title: its name in full.
        description: one sentence for search engines and link previews.
    """

    path: str
    script: str
    label: str
    title: str
    description: str

    @property
    def full_title(self) -> str:
        """What the browser's tab says."""
        return f"{self.title} · {SITE_NAME}" if self.path else SITE_NAME


PAGES = (
    Page(
        "",
        "overview",
        "Overview",
        "Overview",
        "Is the Metropolitan Police changing? The Casey Review's seven measures of success, and "
        "what the published figures say about each.",
    ),
    Page(
        "trust",
        "trust",
        "Trust",
        "Trust and confidence",
        "How many Londoners trust the police, think they do a good job and treat everyone fairly, "
        "for London and each borough.",
    ),
    Page(
        "crime",
        "crime",
        "Crime",
        "Crime trends",
        "Offences recorded by the Metropolitan Police by kind, month and borough, and how they "
        "have changed.",
    ),
    Page(
        "review",
        "review",
        "Review",
        "The Review's own figures",
        "The figures printed in the Casey Review and related documents, searchable, with their "
        "place in the text and their contradictions.",
    ),
    Page(
        "methods",
        "methods",
        "Methods",
        "Methods and sources",
        "Where every figure on this site comes from, how old it is, what breaks the series, and "
        "what is not published.",
    ),
)
