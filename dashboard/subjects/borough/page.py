"""My borough: everything for one place beside London."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.sourcing import source_line
from dashboard.subjects.borough import (
    choice,
    files,
    flagged,
    lines,
    paper,
    picture,
    sentences,
    tables,
)
from dashboard.subjects.borough.figures import place as figures
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.borough.figures.place import Figures
from dashboard.subjects.borough.words import notes
from dashboard.subjects.borough.words import profile as words
from dashboard.subjects.pages import TITLES
from dashboard.words import ripening


def build(draft: Draft) -> None:
    """Write the page: what is said of the place, its picture, its tables and lines, its files."""
    chosen, known = choice.choose(draft)
    if chosen == profile.CITY:
        draft.headline("City of London: another police force", words.CITY)
        choice.pick_on_map(draft, (chosen,))
    elif chosen == choice.NONE:
        draft.headline(TITLES["borough"], words.CHOOSE)
        choice.pick_on_map(draft, ())
    else:
        show_place(draft, Figures(ask(profile.profile_places)[chosen], known))


def show_place(draft: Draft, found: Figures) -> None:
    """Everything for one place."""
    draft.headline(*sentences.headline(found))
    draft.paper = paper.of(found)
    with draft.columns("one-side"):
        with draft.group("left"):
            show_sentences(draft, found)
        with draft.group("right"):
            with draft.group("place-map"), draft.folded_on_phones(words.ON_MAP, "map"):
                choice.pick_on_map(draft, found.place.area_codes)
            if found.has_figures:
                show_shared(draft, found)
    if found.has_figures:
        picture.show(draft, found)
        show_survey(draft, found)
        show_crime(draft, found)
        show_outcomes(draft, found)
        flagged.show(draft, found)
        draft.need_to_know(sentences.caveats(found))
        show_links(draft, found)
        with draft.group("place-files"):
            files.show(draft, found)


def show_sentences(draft: Draft, found: Figures) -> None:
    """A sentence a line: what a reader asks first, then the rest."""
    draft.bullets(sentences.first(found))
    with draft.folded_on_phones(words.MORE, "sentences"):
        draft.bullets(sentences.more(found))
    for title in found.missing_titles:
        draft.not_loaded(title)


def show_shared(draft: Draft, found: Figures) -> None:
    """One sentence to pass on."""
    with draft.group("shared-sentence"):
        draft.caption(words.TO_PASS_ON)
        link = draft.fixed_link(figures.link(found))
        draft.copyable(f"{sentences.shared_sentence(found)} {link}")


def show_survey(draft: Draft, found: Figures) -> None:
    """Every survey question beside London, then trust over time."""
    if not found.survey:
        return
    name = found.place.title
    draft.section(f"What people say, {name}", notes.SURVEY_SUBTITLE)
    rows = tables.survey_rows(found.survey, sentences.speaks_against(found))
    with draft.folded_on_phones(f"All {len(rows)} questions", "survey"):
        draft.card_table(
            tables.SURVEY_HEADINGS,
            rows,
            f"Survey answers, {name} and London",
            "place",
            is_noted_whole=True,
        )
    draft.source(figures.survey_source(found))
    lines.show_trust(draft, found)


def show_crime(draft: Draft, found: Figures) -> None:
    """Recorded crime by kind beside London, then over time."""
    if not found.crime:
        return
    name = found.place.title
    draft.section(f"Recorded crime, {name}: the kinds", notes.year_subtitle(found.crime.end))
    rows = tables.crime_rows(found.crime.lines)
    with draft.folded_on_phones(f"All crimes and {len(rows) - 1} kinds", "crime"):
        draft.card_table(
            tables.CRIME_HEADINGS, rows, f"Crimes recorded, {name} and London", "counts"
        )
    draft.source(figures.crime_source())
    lines.show_crime(draft, found)


def show_outcomes(draft: Draft, found: Figures) -> None:
    """Positive outcomes by kind beside London, then month by month."""
    if not found.outcomes:
        return
    name = found.place.title
    draft.section(
        f"Crimes with a positive outcome, {name}",
        notes.outcomes_subtitle(found.outcomes.end, ripening.revised_short(found.revisions)),
    )
    rows = tables.outcome_rows(found.outcomes.lines)
    with draft.folded_on_phones(f"All crimes and {len(rows) - 1} kinds", "outcomes"):
        draft.card_table(
            tables.OUTCOME_HEADINGS, rows, f"Positive outcomes, {name} and London", "counts"
        )
    draft.source(source_line("crime_outcomes", {"mps_monthly_dashboard"}))
    with draft.folded_on_phones("Month by month", "outcome-months"):
        lines.show_outcomes(draft, found)


def show_links(draft: Draft, found: Figures) -> None:
    """The same place on the pages that show more; they have no commands."""
    if found.place.is_command:
        return
    for path in ("trust", "crime", "outcomes"):
        draft.page_link(path, f"{TITLES[path]}: {found.place.name}", {"area": found.place.id})
