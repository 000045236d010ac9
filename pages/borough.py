"""My borough: everything for one place beside London; prints on one side of A4."""

from __future__ import annotations

import streamlit as st

from dashboard import controls, downloads
from dashboard.charts import Look, place_panel
from dashboard.controls.borough import (
    choice,
    figures,
    files,
    lines,
    picture,
    sentences,
    tables,
)
from dashboard.controls.cards import card_table
from dashboard.queries import profile
from dashboard.wording import profile as words
from dashboard.wording import profile_notes as notes
from dashboard.wording import ripening


def show_sentences() -> None:
    """A sentence a line: what a reader asks first, then the rest."""
    controls.bullets(sentences.first(found))
    with controls.folded_on_phones(words.MORE, "sentences"):
        controls.bullets(sentences.more(found))
    for title in found.missing_titles:
        controls.not_loaded(title)


def show_shared() -> None:
    """One sentence to pass on."""
    with st.container(key="shared-sentence"):
        st.caption(words.TO_PASS_ON)
        sentence = sentences.shared_sentence(found)
        controls.copyable(f"{sentence} {controls.fixed_link(figures.link(found))}")


def show_picture() -> None:
    """The main figures, each against London's."""
    drawn = picture.drawn(found)
    if drawn.empty:
        return
    controls.section(
        f"{found.place.title} beside London",
        notes.picture_subtitle(
            found.trust.end if found.trust else None,
            found.crime.end if found.crime else None,
            found.outcomes.end if found.outcomes else None,
            found.is_transcription,
        ),
    )
    said = sentences.shared_sentence(found)
    with st.container(key="place-picture"):
        controls.chart(
            lambda narrow: place_panel(drawn, look=Look(narrow=narrow), name=found.place.title),
            alt=f"Dot chart of the place's figures, each against London's. {said}",
            source_line=f"Source: {'; '.join(figures.cited(found, 'citation'))}",
            key="borough-picture",
            beneath=words.SOURCES_BELOW,
        )


def show_tables() -> None:
    """Survey, crime and outcomes, each beside London, with the source beneath."""
    name = found.place.title
    if found.survey:
        controls.section(f"What people say, {name}", notes.SURVEY_SUBTITLE)
        rows = tables.survey_rows(found.survey, sentences.speaks_against(found))
        with controls.folded_on_phones(f"All {len(rows)} questions", "survey"):
            card_table(
                tables.SURVEY_HEADINGS,
                rows,
                f"Survey answers, {name} and London",
                "place",
                is_noted_whole=True,
            )
        st.caption(figures.survey_source(found))
        lines.show_trust(found)
    if found.crime:
        controls.section(f"Recorded crime, {name}: the kinds", notes.year_subtitle(found.crime.end))
        rows = tables.crime_rows(found.crime.lines)
        with controls.folded_on_phones(f"All crimes and {len(rows) - 1} kinds", "crime"):
            card_table(tables.CRIME_HEADINGS, rows, f"Crimes recorded, {name} and London", "counts")
        st.caption(figures.crime_source())
        lines.show_crime(found)
    if found.outcomes:
        controls.section(
            f"Crimes with a positive outcome, {name}",
            notes.outcomes_subtitle(found.outcomes.end, ripening.revised_short(found.revisions)),
        )
        rows = tables.outcome_rows(found.outcomes.lines)
        with controls.folded_on_phones(f"All crimes and {len(rows) - 1} kinds", "outcomes"):
            card_table(
                tables.OUTCOME_HEADINGS, rows, f"Positive outcomes, {name} and London", "counts"
            )
        st.caption(controls.source_line("crime_outcomes", {"mps_monthly_dashboard"}))
        with controls.folded_on_phones("Month by month", "outcome-months"):
            lines.show_outcomes(found)


def show_links() -> None:
    """The same place on the pages that show more."""
    if found.place.is_command:
        return
    for path, label in (
        ("trust", "Trust and confidence"),
        ("crime", "Crime trends"),
        ("outcomes", "Solved crime"),
    ):
        controls.page_link(path, f"{label}: {found.place.name}", {"area": found.place.id})


def show_files() -> None:
    """The figures on screen as files, with every source that they come from."""
    controls.download_row(
        files.as_data(found),
        name="borough",
        meta=downloads.DownloadMeta(
            title=f"{found.place.name} beside London",
            source="; ".join(figures.cited(found, "citation")),
            licence="; ".join(figures.cited(found, "licence")),
            filters={"Place": found.place.name},
            link=controls.fixed_link(figures.link(found)),
            data_version=controls.data_version(),
            notes=tuple(sentences.caveats(found)),
        ),
        dataset=figures.TABLES,
    )
    controls.other_files(lines.parts(found), figures.link(found))


top = st.container()
chosen = choice.choose()
if chosen in (choice.NONE, profile.CITY):
    with top:
        if chosen == profile.CITY:
            controls.headline("City of London: another police force", words.CITY)
        else:
            controls.headline("My borough", words.CHOOSE)
    choice.pick_on_map((chosen,))
    controls.end_page()

found = figures.Figures(controls.ask(profile.profile_places)[chosen], choice.known())
with top:
    controls.headline(*sentences.headline(found))
with st.container(key="one-side"):
    left, right = st.columns(2, gap="large")
    with left:
        show_sentences()
    with right:
        with st.container(key="place-map"), controls.folded_on_phones(words.ON_MAP, "map"):
            choice.pick_on_map(found.place.area_codes)
        if found.has_figures:
            show_shared()
    if found.has_figures:
        show_picture()
        show_tables()
        controls.need_to_know(sentences.caveats(found))
        show_links()
        with st.container(key="place-files"):
            show_files()
