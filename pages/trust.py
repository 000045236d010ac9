"""Trust and confidence: the four measures together, for London and any set of boroughs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.controls.trust import boroughs, files, lines, newer
from dashboard.controls.trust.choice import LONDON, Choice, Shown, london_known
from dashboard.queries import survey_places
from dashboard.wording import survey as says
from dashboard.wording import survey_headlines
from dashboard.wording.survey import SHORT_NAMES


def choices() -> Choice:
    """The row of controls."""
    options = controls.ask(survey_places.survey_options)
    quarters = {f"{end:%Y-%m}": wording.month_year(end) for end in QUARTERS}
    newest_first = dict(reversed(quarters.items()))
    controls.note_ignored_parameters(
        {"area": PLACES, "measure": options, "from": quarters, "to": quarters, "at": quarters}
        | {"compare": options, "review": {"yes", "no"}, LONDON: quarters}
    )
    names = {measure: SHORT_NAMES[measure] for measure in options}
    with controls.controls_row():
        areas = controls.multiselect("Places", "area", PLACES, [queries.MPS])
        together = survey_places.TOGETHER
        measures = controls.multiselect("Measures", "measure", names, together, len(together))
        first = controls.select("From, year to", "from", quarters, next(iter(quarters)))
        last = controls.select("To, year to", "to", newest_first, next(iter(newest_first)))
        points = queries.MPS in areas and controls.switch(
            "The Review's own figures", "review", default=True
        )
    return Choice(areas, measures, _end(first), _end(last), points, london_known(quarters))


def _end(quarter: str) -> pd.Timestamp:
    return pd.Timestamp(quarter) + pd.offsets.MonthEnd(0)


def load() -> Shown:
    """The shares of the places chosen, London's beside them."""
    areas = [*chosen.boroughs, queries.MPS] if chosen.areas else []
    whole = controls.ask(
        survey_places.survey_of_places, areas, chosen.held, QUARTERS[0], chosen.last
    )
    is_known = whole["area_code"].ne(queries.MPS) | whole["period_end"].le(chosen.london_last)
    whole = whole[is_known]
    return Shown(chosen, whole[whole["period_end"] >= chosen.first], whole)


def headline() -> survey_headlines.Lines:
    """What the measures on screen say: of London, of one borough or of several."""
    if shown.series.empty:
        return survey_headlines.NO_HEADLINE
    if not chosen.boroughs:
        return survey_headlines.london_headline(shown.summaries, shown.spoken_signs)
    found = {one: chosen.newest(one) for one in chosen.held}
    if len(chosen.boroughs) == 1:
        return borough_headline(PLACES[chosen.boroughs[0]], found)
    for measure, by_place in found.items():
        newest = {place: (one.latest_pct, one.latest_end) for place, one in by_place.items() if one}
        london = newest.pop(queries.MPS_NAME, None)
        if newest:
            return survey_headlines.places_headline(measure, newest, london)
    return survey_headlines.NO_HEADLINE


def borough_headline(
    place: str, found: dict[str, dict[str, queries.SurveySummary | None]]
) -> survey_headlines.Lines:
    """One borough's newest figures, and those beside London in the newest year that both have."""
    newest = [own for by_place in found.values() if (own := by_place[place]) is not None]
    common = {
        measure: (own.latest_pct, london.latest_pct, one.end)
        for measure in found
        if (one := chosen.at_common_date(measure)) is not None
        for own, london in one.beside_london(place)
    }
    alone = [one for one in found if chosen.boroughs[0] in newer.clear_alone(chosen, one)]
    return survey_headlines.borough_headline(place, newest, common, alone)


def show_lines() -> None:
    """The lines of the places and measures chosen, or what to choose; then their files."""
    if not chosen.areas or not chosen.held:
        st.info("**Nothing to draw is chosen.** Choose a place and a published measure above.")
        if chosen.areas and chosen.measures:
            st.markdown(lines.review_sentence())
        return
    names = wording.listed([PLACES[area] for area in chosen.areas])
    if chosen.first > chosen.last:
        first, last = wording.month_year(chosen.first), wording.month_year(chosen.last)
        st.info(
            f"**{says.order_sentence(first, last)}** Choose an earlier first year or a later last one."
        )
        return
    if shown.series.empty:
        period = f"{wording.month_year(chosen.first)} to {wording.month_year(chosen.last)}"
        controls.no_rows(f"these measures, {names}, {period}")
        return
    notes = lines.caveats(shown)
    if chosen.boroughs:
        lines.show_places(shown, notes)
    else:
        lines.show_london(shown, notes)
    lines.show_events(shown.series["period_end"].min(), shown.series["period_end"].max())
    files.show(shown, notes, link())


def link() -> dict[str, str | list[str]]:
    """Every choice of the page, dates written out."""
    drawn_to = chosen.last if shown.series.empty else shown.end
    of_london = shown.series.loc[shown.series["area_code"] == queries.MPS, "period_end"]
    fixed: dict[str, str | list[str]] = {
        "area": chosen.areas,
        "measure": chosen.measures,
        "from": f"{chosen.first:%Y-%m}",
        "to": f"{drawn_to:%Y-%m}",
        "review": "yes" if chosen.points else "no",
    }
    if not of_london.empty and of_london.max() < drawn_to:
        fixed[LONDON] = f"{of_london.max():%Y-%m}"
    return fixed | (compared.link if compared else {})


controls.stop_unless_loaded("public_attitudes", "review_figures")
PLACES = controls.ask(queries.places)
QUARTERS = controls.ask(queries.survey_quarters)
top = st.container()
chosen = choices()
lines_part = st.container()
compared = boroughs.choose(chosen.london)
shown = load()
with top:
    controls.headline(*headline())
    newer.say_newer(chosen)
with lines_part:
    show_lines()
if compared:
    boroughs.show(compared, chosen, link())
