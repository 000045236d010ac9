"""Trust and confidence: the four measures together, for London and any set of boroughs."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import measures
from dashboard.draft import Draft
from dashboard.figures.places import MPS, MPS_NAME, places
from dashboard.subjects.pages import TITLES
from dashboard.subjects.trust import boroughs, files, lines, newer
from dashboard.subjects.trust.choice import Choice, Shown
from dashboard.subjects.trust.figures import places as survey_places
from dashboard.subjects.trust.figures.survey import SurveySummary, survey_quarters
from dashboard.subjects.trust.words import headlines as survey_headlines
from dashboard.words import survey as says
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed
from dashboard.words.periods import month_year

LONDON = "london"
"""Key in the address: the newest year of London that a fixed link knows of."""


def build(draft: Draft) -> None:
    """Write the page: the lines of the places chosen, then all boroughs in one measure."""
    draft.need("public_attitudes", "review_figures")
    chosen = choices(draft)
    compared = boroughs.choose(draft, chosen.london)
    shown = load(chosen)
    draft.headline(*headline(chosen, shown))
    newer.say_newer(draft, chosen)
    draft.choice_row("area", "measure", "from", "to", "review")
    link = fixed(chosen, shown) | (compared.link if compared else {})
    show_lines(draft, chosen, shown, link)
    if compared:
        boroughs.show(draft, compared, chosen, link, is_star_said=shown.is_dashed)
    measures.show_signs(draft, ["trust_confidence_fairness"])


def choices(draft: Draft) -> Choice:
    """Places, measures, first and last year, and whether the Review's own figures are drawn."""
    quarters = {f"{end:%Y-%m}": month_year(end) for end in ask(survey_quarters)}
    newest_first = dict(reversed(quarters.items()))
    names = {one: MEASURES[one].short for one in ask(survey_places.survey_options)}
    together = survey_places.TOGETHER
    areas = draft.multiselect("Places", "area", ask(places), [MPS])
    asked = draft.multiselect("Measures", "measure", names, together, len(together))
    first = draft.select("From, year to", "from", quarters, next(iter(quarters)))
    last = draft.select("To, year to", "to", newest_first, next(iter(newest_first)))
    points = False
    if MPS in areas:
        points = draft.switch(TITLES["review"], "review", default=True)
    else:  # they are of London
        draft.asked.hidden("review", ("yes", "no"), "yes")
    known = draft.asked.hidden(LONDON, quarters, "")
    london = _end(known) if known else pd.Timestamp.max
    return Choice(areas, asked, _end(first), _end(last), points, london)


def _end(quarter: str) -> pd.Timestamp:
    return pd.Timestamp(quarter) + pd.offsets.MonthEnd(0)


def load(chosen: Choice) -> Shown:
    """The shares of the places chosen, London's beside them."""
    areas = [*chosen.boroughs, MPS] if chosen.areas else []
    earliest = ask(survey_quarters)[0]
    whole = ask(survey_places.survey_of_places, areas, chosen.held, earliest, chosen.last)
    is_known = whole["area_code"].ne(MPS) | whole["period_end"].le(chosen.london_last)
    whole = whole[is_known]
    return Shown(chosen, whole[whole["period_end"] >= chosen.first], whole)


def headline(chosen: Choice, shown: Shown) -> survey_headlines.Lines:
    """What the measures on screen say: of London, of one borough or of several."""
    if shown.series.empty:
        return survey_headlines.NO_HEADLINE
    if not chosen.boroughs:
        return survey_headlines.london_headline(shown.summaries, shown.spoken_signs)
    found = {one: chosen.newest(one) for one in chosen.held}
    if len(chosen.boroughs) == 1:
        return borough_headline(chosen, found)
    for measure, by_place in found.items():
        newest = {place: (one.latest_pct, one.latest_end) for place, one in by_place.items() if one}
        london = newest.pop(MPS_NAME, None)
        if newest:
            return survey_headlines.places_headline(measure, newest, london)
    return survey_headlines.NO_HEADLINE


def borough_headline(
    chosen: Choice, found: dict[str, dict[str, SurveySummary | None]]
) -> survey_headlines.Lines:
    """One borough's newest figures, and those beside London in the newest year that both have."""
    place = places()[chosen.boroughs[0]]
    newest = [own for by_place in found.values() if (own := by_place[place]) is not None]
    common = {
        measure: (own.latest_pct, london.latest_pct, one.end)
        for measure in found
        if (one := chosen.at_common_date(measure)) is not None
        for own, london in one.beside_london(place)
    }
    alone = [one for one in found if chosen.boroughs[0] in newer.clear_alone(chosen, one)]
    return survey_headlines.borough_headline(place, newest, common, alone)


def show_lines(
    draft: Draft, chosen: Choice, shown: Shown, link: dict[str, str | list[str]]
) -> None:
    """The lines of the places and measures chosen, or what to choose; then their files."""
    if not chosen.areas or not chosen.held:
        draft.notice("**Nothing to draw is chosen.** Choose a place and a published measure above.")
        if chosen.areas and chosen.measures:
            draft.text(lines.review_sentence())
        return
    period = f"{month_year(chosen.first)} to {month_year(chosen.last)}"
    if chosen.first > chosen.last:
        first, last = month_year(chosen.first), month_year(chosen.last)
        draft.notice(
            f"**{says.order_sentence(first, last)}** Choose an earlier first year or a later last one."
        )
        return
    if shown.series.empty:
        names = listed([places()[area] for area in chosen.areas])
        draft.no_rows(f"these measures, {names}, {period}")
        return
    notes = lines.caveats(shown)
    if chosen.boroughs:
        lines.show_places(draft, shown, notes)
    else:
        lines.show_london(draft, shown, notes)
    ends = shown.series["period_end"]
    lines.show_events(draft, ends.min(), ends.max())
    files.show(draft, shown, [*notes, *lines.of_the_signs(shown)], link)


def fixed(chosen: Choice, shown: Shown) -> dict[str, str | list[str]]:
    """Every choice of the lines, dates written out."""
    drawn_to = chosen.last if shown.series.empty else shown.end
    of_london = shown.series.loc[shown.series["area_code"] == MPS, "period_end"]
    fixed: dict[str, str | list[str]] = {
        "area": chosen.areas,
        "measure": chosen.measures,
        "from": f"{chosen.first:%Y-%m}",
        "to": f"{drawn_to:%Y-%m}",
        "review": "yes" if chosen.points else "no",
    }
    if not of_london.empty and of_london.max() < drawn_to:
        fixed[LONDON] = f"{of_london.max():%Y-%m}"
    return fixed
