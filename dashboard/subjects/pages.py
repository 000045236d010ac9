"""The pages of the site, declared once."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.files.about import SITE
from datasets.schema import COLUMNS

SITE_NAME = SITE


@dataclass(frozen=True)
class Page:
    """One page of the site.

    Attributes:
        path: its address without the slash; empty for the start page.
        script: its file in `pages/`, without suffix.
        label: its name in the navigation.
        title: its name in full.
        description: one sentence for search engines and link previews.
        keys: names of its choices in the address bar, shown or not.
        under: address of the page in the navigation that it stands beneath; None where it stands there
            itself.
    """

    path: str
    script: str
    label: str
    title: str
    description: str
    keys: tuple[str, ...] = ()
    under: str | None = None

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the navigation; pages that do not are linked from others."""
        return self.under is None

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
        "borough",
        "borough",
        "My borough",
        "My borough",
        "Trust, recorded crime and outcomes in one London borough or police command, beside London.",
        keys=("area", "london", "survey", "crime", "outcomes", "ripe", "flags"),
    ),
    Page(
        "trust",
        "trust",
        "Trust",
        "Trust and confidence",
        "How many Londoners trust the police, think they do a good job and treat everyone fairly, "
        "for London and each borough.",
        keys=("area", "measure", "from", "to", "review", "compare", "at", "london"),
    ),
    Page(
        "gaps",
        "gaps",
        "Gaps",
        "Gaps between groups",
        "How far apart groups stand, newest first: searches, force, trust, confidence and fairness, whether the "
        "gap is moving, and what nobody publishes.",
        keys=(
            *("measure", "by", "group", "source", "to", "since", "victims", "custody"),
            *("searches", "force", "officers", "asked"),
        ),
    ),
    Page(
        "crime",
        "crime",
        "Crime",
        "Crime trends",
        "Offences recorded by the Metropolitan Police by kind, month and borough, and how they "
        "have changed.",
        keys=("area", "offence", "kind", "show", "as", "from", "to", "map", "mapped", "one"),
    ),
    Page(
        "outcomes",
        "outcomes",
        "Solved",
        "Solved crime",
        "How many crimes recorded in London are charged or have another positive outcome, by offence "
        "and borough, and what is printed on rape cases and courts.",
        keys=("area", "offence", "show", "from", "to", "ripe", "flag", "every", "kinds", "lead"),
    ),
    Page(
        "powers",
        "powers",
        "Searches and force",
        "Stop and search, use of force",
        "How often people of each ethnic group are stopped and searched in London, or have force used "
        "on them, against White people, with the residents they are set against named.",
        keys=(
            "basis",
            "group",
            "residents",
            "object",
            "to",
            "show",
            "outcome",
            "year",
            "tactic",
            "years",
        ),
    ),
    Page(
        "workforce",
        "workforce",
        "Inside the Met",
        "Inside the Met",
        "Officers by sex, rank and year against London's people, ethnicity as far as published, and the "
        "year in which the gap would close at the present rate.",
        keys=("who", "count", "from", "to", "rate", "until"),
    ),
    Page(
        "misconduct",
        "misconduct",
        "Misconduct",
        "Misconduct",
        "What is known of action in misconduct cases, of racial disparity among those who face them, "
        "and what has been counted since the Casey Review.",
        keys=("count", "second-hand"),
        under="workforce",
    ),
    Page(
        "response",
        "response",
        "Response",
        "Response times",
        "How fast the Metropolitan Police comes to immediate and significant calls, each figure with "
        "its date, its source and what it is comparable with.",
        keys=("grade", "second-hand"),
        under="workforce",
    ),
    Page(
        "commitments",
        "commitments",
        "Promises",
        "Promises",
        "What the Casey Review asked for and what the Met and others promised by when, with the newest "
        "figure held and how each promise stands today.",
        keys=("q", "document", "owner", "measure", "kind", "state", "on"),
    ),
    Page(
        "review",
        "review",
        "Review",
        "The Review's own figures",
        "The figures printed in the Casey Review and related documents, searchable, with their "
        "place in the text and their contradictions.",
        keys=("q", "bears-on", "topic", "group", "chapter", "flagged", "page", "figure"),
        under="get-data",
    ),
    Page(
        "get-data",
        "get_data",
        "Data",
        "Get the data",
        "Choose rows of any published table, see them, and take them away as CSV, XLSX, Parquet or JSON, "
        "with an address that lasts and a citation.",
        keys=("dataset", "first", "last", "column", *COLUMNS),
    ),
    Page(
        "methods",
        "methods",
        "Methods",
        "Methods and sources",
        "Where every figure on this site comes from, how old it is, what breaks the series, and "
        "what is not published.",
        under="get-data",
    ),
    Page(
        "glossary",
        "glossary",
        "Glossary",
        "Glossary",
        "What the words of this site mean, in plain English: positive outcomes, intervals, editions and the rest.",
        under="get-data",
    ),
)

TITLES = {page.path: page.title for page in PAGES}
"""Address of each page -> its title."""
