"""My borough: the answer of one place, then everything on it beside London."""

from __future__ import annotations

from urllib.parse import quote_plus

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import MPS
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
from dashboard.subjects.borough.choice import Chosen
from dashboard.subjects.borough.figures import place as figures
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.borough.figures.place import Figures
from dashboard.subjects.borough.sentences import Said
from dashboard.subjects.borough.words import notes, titles
from dashboard.subjects.borough.words import profile as words
from dashboard.subjects.borough.words.answer import BENEATH, SOLVED_MEANS
from dashboard.subjects.pages import TITLES
from dashboard.words import ripening
from datasets.places import nearest

_ELSEWHERE = ("trust", "crime", "outcomes")
"""Pages that show more of a place, and of London."""


def build(draft: Draft) -> None:
    """Write the page: the answer of the place, its lines, tables and files."""
    chosen = choice.choose(draft)
    places = ask(profile.profile_places)
    if chosen.place in places:
        show_place(draft, Figures(places[chosen.place], chosen.known))
    elif chosen.place == MPS:
        show_london(draft, chosen)
    else:
        show_choice(draft, chosen)


def show_choice(draft: Draft, chosen: Chosen) -> None:
    """No place of the page: why, and every way to one."""
    area_codes: tuple[str, ...] = ()
    if chosen.place == profile.CITY:
        draft.headline("City of London: another police force", words.CITY)
        draft.page_link("commitments", words.CITY_PROMISES, {"owner": "city"})
        area_codes = (profile.CITY,)
    elif chosen.place == choice.AIRPORTS:
        draft.headline("The airports: no figures of their own", words.AIRPORTS)
    elif chosen.in_vain:
        near = nearest(chosen.in_vain)
        draft.headline(words.no_such_place(chosen.in_vain))
        draft.text(words.did_you_mean(chosen.in_vain, [_link(one) for one in near]))
    else:
        draft.headline(words.QUESTION, words.CHOOSE)
    choice.search(draft)
    choice.tiles(draft, area_codes)
    draft.page_link("borough", words.LONDON, {"area": MPS})
    with draft.fold(words.COMMANDS, "commands"):
        for one in choice.commands():
            draft.page_link("borough", one.name, {"area": one.id})


def _link(name: str) -> str:
    """A name that leads to the page of its place, as Markdown."""
    return f"[{name}](/borough?area={quote_plus(name)})"


def show_london(draft: Draft, chosen: Chosen) -> None:
    """The answer of London as a whole, and the pages that show more of it."""
    found = Figures(next(iter(ask(profile.profile_places).values())), chosen.known)
    headline, said = sentences.london_answer(found)
    draft.headline(headline)
    choice.search(draft)
    show_answer(draft, said, sentences.meanings(found, is_london=True))
    draft.bullets(sentences.london_sign(found)[:1])
    for title in found.missing_titles:
        draft.not_loaded(title)
    choice.tiles(draft, ())
    for path in _ELSEWHERE:
        draft.page_link(path, f"{TITLES[path]}: London")


def show_place(draft: Draft, found: Figures) -> None:
    """Everything for one place."""
    draft.headline(sentences.headline(found))
    draft.paper = paper.of(found)
    if beneath := sentences.beneath(found):
        with draft.group("place-answer"):
            draft.caption(beneath.replace("*", "\\*"))
    choice.search(draft)
    said = sentences.answer(found)
    others = [one for one in said if one[0] in BENEATH]
    show_answer(draft, [one for one in said if one not in others], "")
    for title in found.missing_titles:
        draft.not_loaded(title)
    if found.has_figures:
        show_trust(draft, found, others)
        show_crime(draft, found)
        show_solved(draft, found)
        show_opinions(draft, found)
        picture.show(draft, found)
        flagged.show(draft, found)
        show_files(draft, found)


def show_answer(draft: Draft, said: list[Said], meanings: str) -> None:
    """A sentence a line on what a reader asks first, and what its words mean."""
    with draft.group("place-answer"):
        say(draft, said)
        if said and meanings:
            draft.caption(meanings.replace("*", "\\*"))


def say(draft: Draft, said: list[Said]) -> None:
    """Sentences, a line each, with what each is on; nothing where there are none."""
    if said:
        draft.text("\n".join(f"- **{topic}:** {sentence}" for topic, sentence in said))


def show_trust(draft: Draft, found: Figures, others: list[Said]) -> None:
    """Trust over time, the rest of the answer, and the answer to pass on."""
    is_shown = lines.show_trust(draft, found)
    with draft.group("place-answer"):
        say(draft, others)
        if marks := sentences.marks(found):
            draft.caption(marks)
    if is_shown:
        draft.need_to_know(sentences.trust_notes(found), "trust")
    with draft.fold(words.ON_MAP, "map"):
        choice.tiles(draft, found.place.area_codes)
    with draft.fold(words.SHARE, "share"):
        link = draft.fixed_link(figures.link(found))
        draft.copyable(f"{sentences.shared(found)} {link}")


def show_crime(draft: Draft, found: Figures) -> None:
    """Recorded crime by kind beside London, then over time."""
    if not found.crime:
        return
    name = found.place.title
    draft.section(
        titles.crime([(line.group, figures.three(line.change)) for line in found.crime.lines[1:]]),
        notes.year_subtitle(found.crime.end),
    )
    draft.bullets(sentences.crimes(found))
    lines.show_kinds(draft, found)
    draft.need_to_know(sentences.crime_notes(found), "crime")
    draft.card_table(
        tables.crime_headings(words.kind_of_place(found.place.is_command)),
        tables.crime_rows(found.crime.lines),
        f"Crimes recorded, {name} and London",
        "counts",
    )
    lines.show_crime(draft, found)


def show_solved(draft: Draft, found: Figures) -> None:
    """Crimes solved by kind beside London, then month by month."""
    if not found.outcomes:
        return
    name, whole = found.place.title, found.outcomes.lines[0]
    draft.section(
        titles.solved(figures.three(whole.rate), figures.three(whole.london_rate)),
        notes.outcomes_subtitle(found.outcomes.end, ripening.revised_short(found.revisions)),
    )
    draft.bullets(sentences.solved(found))
    draft.caption(SOLVED_MEANS)
    draft.card_table(
        tables.outcome_headings(words.kind_of_place(found.place.is_command)),
        tables.outcome_rows(found.outcomes.lines),
        f"Crimes solved, {name} and London",
        "counts",
    )
    draft.source(source_line("crime_outcomes", {"mps_monthly_dashboard"}))
    draft.need_to_know(sentences.solved_notes(found), "solved")
    lines.show_outcomes(draft, found)


def show_opinions(draft: Draft, found: Figures) -> None:
    """Every question of the survey beside London."""
    if not found.survey:
        return
    rows = tables.survey_rows(found.survey, sentences.speaks_against(found))
    draft.section(titles.opinions(len(rows)), notes.SURVEY_SUBTITLE)
    draft.bullets(sentences.opinions(found))
    draft.card_table(
        tables.SURVEY_HEADINGS,
        rows,
        f"Survey answers, {found.place.title} and London",
        "place",
        is_noted_whole=True,
    )
    draft.source(figures.survey_source(found))


def show_files(draft: Draft, found: Figures) -> None:
    """The figures as files, and the pages that show more of the place; they have no commands."""
    draft.section(words.ALL_FILES.format(name=found.place.title))
    with draft.group("place-files"):
        files.show(draft, found)
    draft.text(words.NO_STOPS)
    if not found.place.is_command:
        for path in _ELSEWHERE:
            draft.page_link(path, f"{TITLES[path]}: {found.place.name}", {"area": found.place.id})
