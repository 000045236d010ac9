"""Whole pages of HTML: what is served before the scripts, and what stands around every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.briefing.pages import Briefing, rows_left_words
from dashboard.files.about import SITE as SITE_NAME
from dashboard.markup.fragments import Fragments, opening, template
from dashboard.markup.glossed import glossed
from dashboard.page import Chart, Page, Text, address_of
from dashboard.words.periods import day_words, month_year
from dashboard.words.sources import in_short, shortened
from datasets import catalogue

LICENCE = "Open Government Licence v3.0 where the publisher gives one"


@dataclass(frozen=True)
class Tab:
    """A page in the navigation.

    Attributes:
        label: its name there. address: where it is.
        beneath: label and address of each page that stands beneath it, and lights it too.
    """

    label: str
    address: str
    beneath: tuple[tuple[str, str], ...] = ()


def header(tabs: Sequence[Tab], here: str, wordmark: str) -> str:
    """The head of every page: the site's name, and the way to its pages.

    Args:
        tabs: the navigation, in order. here: address of the page that is shown.
        wordmark: address of the picture of the site's name.
    """
    return template("header.html", tabs=tabs, here=here, wordmark=wordmark, site_name=SITE_NAME)


def first_sight(page: Page, title: str, said: str = "") -> str:
    """A page as one piece of HTML, for who has no script yet: all of it, in the order of the page.

    Args:
        page: which one. title: what stands as its headline where it has none.
        said: of the version of the data that is read, where it is not the newest; Markdown.
    """
    page = glossed(page)
    pieces = Fragments(page, title)
    above = (Text(said, "notice"),) if said else ()
    opened = opening(page)
    parts = [
        pieces.part(
            one, pieces.blocks((*above, *one.blocks) if place == 0 else one.blocks), place >= opened
        )
        for place, one in enumerate(page.parts)
    ]
    parts[0] = pieces.top() + parts[0]
    parts.insert(opened, pieces.contents())
    parts.append(pieces.briefing())
    return template("first_sight.html", parts=list(filter(None, parts)), footer=footer())


def paper(page: Page, found: Briefing) -> str:
    """A page's briefing: two sides of A4, on screen as on paper.

    Args:
        page: what it is the briefing of. found: what goes on it.
    """
    pieces = Fragments(page, found.page, is_apart=True)
    return template(
        "paper.html",
        found=found,
        site_name=SITE_NAME,
        chart=pieces.blocks([_on_paper(found.chart)]) if found.chart else "",
        tables=[(heading, pieces.blocks([one])) for heading, one in found.headed],
        rows_left=rows_left_words(found.rows_left),
        made=day_words(found.made),
        back=address_of(page.path, page.params),
        word=pieces.address("briefing.docx"),
    )


def _on_paper(chart: Chart) -> Chart:
    """A chart with its source as one line, for nothing can be unfolded there."""
    return replace(chart, beneath=None, source_line=in_short(shortened(chart.source_line)))


def footer(way_back: str = "") -> str:
    """The foot of every page: how new the data is, and the way to the methods.

    Args:
        way_back: in a frame of another site, the page's own address; empty elsewhere.
    """
    return template("footer.html", line=footer_line(), way_back=way_back)


def footer_line() -> str:
    """Return what the footer says of the data; a shorter line where none is published."""
    try:
        manifest = catalogue.manifest()
    except catalogue.SpoiltManifestError:
        return f"The list of the published tables is being checked · {LICENCE}"
    except catalogue.DatasetError:
        return f"No data is published yet · {LICENCE}"
    newest = newest_period(manifest)
    parts = [
        f"Newest figures anywhere on the site: {newest}" if newest else "",
        f"data version {manifest['version']}",
        LICENCE,
    ]
    return " · ".join(part for part in parts if part)


def newest_period(manifest: dict[str, object]) -> str:
    """Return the newest month that any dataset holds, as words: `September 2025`."""
    datasets = manifest.get("datasets")
    entries = datasets.values() if isinstance(datasets, dict) else ()
    ends = [entry["period"][1] for entry in entries if entry.get("period")]
    months = sorted(end[:7] for end in ends if len(end) >= len("2025-09"))
    return month_year(date.fromisoformat(months[-1] + "-01")) if months else ""
