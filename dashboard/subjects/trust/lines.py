"""The part of a page on survey shares over time: London's measures, or boroughs beside London."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import PER_CENT, Look, marks, trend
from dashboard.charts.page_theme import Figure
from dashboard.draft import Draft
from dashboard.figures import places as places_figures
from dashboard.figures import sources
from dashboard.figures.places import MPS, MPS_NAME, SURVEY_MEASURES, places
from dashboard.figures.sources import breaks_within
from dashboard.sourcing import source_line
from dashboard.subjects.trust.choice import NOT_HELD, Choice, Shown
from dashboard.subjects.trust.figures import places as survey_places
from dashboard.subjects.trust.figures.interviews import loaded_base, survey_base, thresholds
from dashboard.subjects.trust.figures.survey import (
    SurveySummary,
    hidden_quarters,
    review_survey_points,
)
from dashboard.subjects.trust.newer import clear_alone, signs_drawn
from dashboard.subjects.trust.words import boroughs as says_all
from dashboard.subjects.trust.words import headlines, tables
from dashboard.words import early_signs
from dashboard.words import survey as says
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed
from dashboard.words.periods import AT_POINTER
from dashboard.words.sources import joined
from dashboard.words.survey import base_sentence, good_job_london, survey_sentence

DRAWN, IN_COLOUR = 6, 4
"""Boroughs on one chart, and how many of them in colour: every line can be named."""
_SHARE = "Share who agree, or say good or excellent; 12 months to each quarter"


def show_london(draft: Draft, shown: Shown, notes: list[str]) -> None:
    """London alone: the measures as lines of one chart, then their tables; `notes`: `caveats`."""
    measures, series, summaries = shown.chosen.measures, shown.series, shown.summaries
    points = shown.points(measures)
    draft.section(
        headlines.peak_title(_peaks(summaries), shown.since, _breaks_since_peak(summaries)),
        f"{_SHARE}, {MPS_NAME}",
    )
    sentences = [
        survey_sentence(
            one.measure, "Londoners", one.latest_pct, one.latest_end, one.peak_pct, one.peak_end
        )
        for one in summaries
    ]
    against = [
        early_signs.against(one, f"the change in {MEASURES[measure].topic}")
        for measure, one in shown.signs.items()
    ]
    said = " ".join(one for one in against if one)
    alt = f"Line chart of survey answers, London. {'. '.join(sentences)}. {said}".rstrip()
    _chart(
        draft,
        series,
        points,
        "measure_name",
        alt,
        "trust",
        signs=signs_drawn(shown, "measure_name"),
        subtitle=f"{_SHARE}, {MPS_NAME}. {_key(shown, has_points=not points.empty)}",
    )
    _what_to_know(draft, shown, notes, has_points=not points.empty)
    draft.section(
        "The figures: change since the Review, by measure",
        "12 months to the date; change in percentage points with its 95% interval",
    )
    draft.table(
        tables.measure_table(
            summaries, SURVEY_MEASURES, measures, shown.signs, {NOT_HELD: review_newest()}
        ),
        alt="Newest share and change of each measure, London",
        point="Change since",
    )
    with draft.fold("Year by year"):
        draft.table(
            tables.quarter_table(survey_places.yearly(series), "measure_name"),
            alt="Share of each measure a year apart, London",
        )
    with draft.fold("Every quarter"):
        draft.table(
            tables.quarter_table(series, "measure_name"),
            alt="Share of each measure by quarter, London; * an unofficial copy",
        )


def _peaks(summaries: list[SurveySummary]) -> list[tuple[str, float, float | None]]:
    """Measure, newest and highest share of each."""
    return [(one.measure, one.latest_pct, one.peak_pct) for one in summaries]


def _key(shown: Shown, *, has_points: bool) -> str:
    """What the kinds of line and mark on screen mean."""
    dashed = shown.series.loc[shown.series["is_transcription"], "period_end"]
    first = dashed.min() if shown.is_dashed else None
    return says.key_words(first, has_points, bool(shown.signs))


def _what_to_know(draft: Draft, shown: Shown, notes: list[str], *, has_points: bool) -> None:
    """Under the charts: what their marks mean, the notes, and how the early signs are worked out."""
    draft.caption(_key(shown, has_points=has_points))
    draft.need_to_know(notes)
    draft.worked_out(of_the_signs(shown), "How the early sign was worked out", "early-sign")


def of_the_signs(shown: Shown) -> list[str]:
    """How the early signs on screen are worked out."""
    return early_signs.each([(MEASURES[name].topic, one) for name, one in shown.signs.items()])


def _breaks_since_peak(
    summaries: list[SurveySummary],
) -> dict[str, tuple[str, pd.Timestamp]]:
    """The first break between each measure's highest share and its newest: name and date."""
    breaks, found = ask(sources.breaks, "public_attitudes"), {}
    for one in summaries:
        if one.peak_end is not None:
            crossed = breaks_within(breaks, one.peak_end, one.latest_end)
            if not crossed.empty:
                first = crossed.iloc[0]
                found[one.measure] = (str(first["label"]), first["date"])
    return found


def _chart(
    draft: Draft,
    series: pd.DataFrame,
    points: pd.DataFrame,
    by: str,
    alt: str,
    key: str,
    words: str | None = None,
    is_half: bool = False,
    signs: pd.DataFrame | None = None,
    others: Sequence[pd.DataFrame] = (),
    subtitle: str = "",
) -> None:
    """Lines with their events and breaks, the early signs, and the Review's points.

    Under a panel stand its words, for the source is given once for all. One of several panels is
    always drawn narrow; the lines of the `others` have the same scale.
    """
    is_panel = by == "area_name"
    events = marks(ask(places_figures.events, "trust"))
    breaks = marks(ask(sources.breaks, "public_attitudes"))

    def draw(narrow: bool) -> Figure:
        return trend(
            survey_places.as_lines(series, by),
            unit=PER_CENT,
            look=Look(narrow=narrow),
            events=events,
            breaks=breaks,
            points=_few(points, series) if narrow and not is_panel else points,
            signs=signs,
            when=AT_POINTER["year"],
            among=[survey_places.as_lines(one, by) for one in others],
            hollow=(says.REVIEWS_OWN, early_signs.MARK),
        )

    draft.chart(
        lambda narrow: draw(narrow or is_half),
        alt=alt,
        source_line=_sources(series, points),
        key=key,
        rows="trust",
        beneath=words,
        subtitle=f"{_places(series)}beside London. {_SHARE}" if is_panel else subtitle,
    )


def _few(points: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """The Review's points of the first measure alone: on a phone those of all hide the lines."""
    found: pd.DataFrame = points[points["measure"] == series["measure"].iloc[0]]
    return found


def _places(series: pd.DataFrame) -> str:
    """The boroughs of a panel, to go before "beside London"."""
    names = [name for name in series["area_name"].unique() if name != MPS_NAME]
    return f"{listed(names)} " if names else ""


def _sources(series: pd.DataFrame, points: pd.DataFrame) -> str:
    """Whose figures the lines are, and the Review where its own figures stand beside them."""
    survey = source_line("public_attitudes", set(series["source_id"]))
    return survey if points.empty else joined(survey, source_line("review_figures"))


def show_places(draft: Draft, shown: Shown, notes: list[str]) -> None:
    """Boroughs: a panel per measure, boroughs in colour, London in grey, then their tables."""
    chosen = shown.chosen
    names = listed([places()[area] for area in chosen.boroughs])
    draft.section(
        f"{names}, beside London",
        f"{_SHARE}. {says.drawn_words(len(chosen.boroughs), DRAWN, IN_COLOUR)}",
    )
    panels = sorted(chosen.measures, key=lambda measure: measure == NOT_HELD)
    across = min(len(panels), 2)
    for row in range(0, len(panels), across):
        with draft.columns():
            for measure in panels[row : row + across]:
                with draft.group("panel"):
                    _panel(draft, shown, measure, is_half=across > 1)
    draft.source(_sources(shown.series, shown.drawn_points))
    _what_to_know(draft, shown, notes, has_points=chosen.points)
    draft.section("The figures: change since the Review, by place", says.OWN_DATES)
    for measure in chosen.held:
        _tables(draft, shown, measure)


def show_events(draft: Draft, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """What the dotted lines on the charts stand for, to open."""
    events = ask(places_figures.events, "trust")
    within = events[events["date"].between(first, last)]
    if not within.empty:
        with draft.fold("What the dotted lines mark"):
            draft.table(
                tables.event_table(within), alt="Events marked on the charts, with their sources"
            )


def _panel(draft: Draft, shown: Shown, measure: str, is_half: bool) -> None:
    """One measure: a line per borough, London's in grey; or why there is none.

    Args:
        is_half: whether it has half the page's width.
    """
    name = SURVEY_MEASURES[measure]
    draft.subsection(name)
    if measure == NOT_HELD:
        draft.text(review_sentence())
        return
    lines = _drawn(shown, measure)
    if lines.empty:
        draft.text("Nothing is published for these places and years.")
        return
    words = _panel_sentence(shown.chosen, measure)
    signs = signs_drawn(shown, "area_name")
    signs = None if signs is None else signs[signs["measure"] == measure]
    points = shown.points([measure]).assign(series=MPS_NAME)
    alt = f"Line chart: {name}, by place. {words}"
    others = [_drawn(shown, one) for one in shown.chosen.held]
    _chart(
        draft, lines, points, "area_name", alt, f"trust-{measure}", words, is_half, signs, others
    )


def _drawn(shown: Shown, measure: str) -> pd.DataFrame:
    lines = shown.of(measure)
    return lines[lines["area_code"].isin([*shown.chosen.boroughs[:DRAWN], MPS])]


def _panel_sentence(chosen: Choice, measure: str) -> str:
    by_place = chosen.newest(measure)
    london = by_place.pop(MPS_NAME)
    held = {place: one for place, one in by_place.items() if one is not None}
    if len(by_place) == 1:
        alone = clear_alone(chosen, measure)
        both = [*held.items(), *([(MPS_NAME, london)] if london else [])]
        said = [
            says.change_sentence(place, one, alone.get(one.area_code, 0)) for place, one in both
        ]
        sign = chosen.sign(measure) if london else None
        against = early_signs.against(sign, "London's change") if sign else ""
        return " ".join([*said, against]).rstrip()
    absent = [place for place, one in by_place.items() if one is None]
    newest = {place: (one.latest_pct, one.latest_end) for place, one in held.items()}
    of_london = None if london is None else (london.latest_pct, london.latest_end)
    return says.newest_sentence(newest, of_london, absent)


def _tables(draft: Draft, shown: Shown, measure: str) -> None:
    """One measure: the places at their common date, and every quarter to open."""
    name = SURVEY_MEASURES[measure]
    common = shown.chosen.at_common_date(measure)
    newest = shown.chosen.newest(measure)
    if any(newest.values()):
        draft.subsection(name)
        sign = shown.spoken_signs.get(measure)
        speaks = sign is not None and sign.contradicts
        against = {MPS_NAME: early_signs.on_card(sign)} if sign and speaks else {}
        places_side_by_side = tables.place_table(newest, common, against)
        draft.table(places_side_by_side, alt=f"{name}, by place", point="Change")
    lines = shown.of(measure)
    if not lines.empty:
        with draft.fold(f"Every quarter: {name}"):
            draft.table(
                tables.quarter_table(lines, "area_name"),
                alt=f"{name}: share of each place by quarter; * an unofficial copy",
            )


def review_sentence() -> str:
    """What the Review printed of the measure that no file holds."""
    held = ask(review_survey_points, (NOT_HELD,))
    pairs = zip(held["value"], held["period_end"], strict=True)
    return good_job_london([(float(value), end) for value, end in pairs])


def review_newest() -> str:
    """What the Review printed last of the measure that no file holds: of a quarter, so with its date."""
    held = ask(review_survey_points, (NOT_HELD,)).sort_values("period_end")
    if held.empty:
        return ""
    newest = held.iloc[-1]
    return says.printed_quarter(float(newest["value"]), newest["period_end"])


def caveats(shown: Shown) -> list[str]:
    """What must be known about the lines on screen, and nothing else; what matters most comes first."""
    chosen, series = shown.chosen, shown.series
    area = (chosen.boroughs or chosen.areas)[0]
    base, design_effect = ask(survey_base, area)
    signs = [(MEASURES[name].topic, one) for name, one in shown.signs.items()]
    found = [says.ROLLING, *early_signs.note(signs)]
    found += _alone_caveats(chosen) if len(chosen.boroughs) > 1 else []
    fewest = thresholds().hidden_below
    found += [says.hidden_sentence(place, ends, fewest) for place, ends in _hidden(chosen).items()]
    found += [] if chosen.boroughs else [headlines.peak_note(_peaks(shown.summaries))]
    found += _break_caveats(shown)
    found += [
        says.gap_sentence(place, ends)
        for place, ends in survey_places.missing_quarters(series).items()
    ]
    if shown.is_dashed:
        found.append(says.transcribed_sentence(bool(series["is_transcription"].all())))
    found.append(
        base_sentence(
            base,
            design_effect,
            is_loaded=ask(loaded_base, area) is not None,
            is_borough=area != MPS,
        )
    )
    if NOT_HELD in chosen.measures and not chosen.boroughs:
        found.append(review_sentence())
    found += [] if shown.points(chosen.measures).empty else [says.NOT_JOINED]
    return [sentence for sentence in found if sentence]


def _hidden(chosen: Choice) -> dict[str, list[pd.Timestamp]]:
    ends = chosen.first, chosen.last
    found = ask(hidden_quarters, tuple(chosen.areas), tuple(chosen.held), *ends)
    return {places()[area]: hidden for area, hidden in found.items()}


def _alone_caveats(chosen: Choice) -> list[str]:
    found = []
    for measure in chosen.held:
        alone = clear_alone(chosen, measure)
        names = [places()[area] for area in chosen.boroughs if area in alone]
        most = max(alone.values(), default=0)
        found.append(says_all.alone_but_not_together(names, measure, most))
    return found


def _break_caveats(shown: Shown) -> list[str]:
    series, is_london = shown.series, not shown.chosen.boroughs
    breaks = ask(sources.breaks, "public_attitudes")
    peaks = [one.peak_end for one in shown.summaries if is_london and one.peak_end is not None]
    earliest = min([series["period_end"].min(), *peaks])
    crossed = breaks_within(breaks, earliest, series["period_end"].max())
    return [
        says.break_sentence(str(detail), any(peak < day for peak in peaks))
        for detail, day in zip(crossed["detail"], crossed["date"], strict=True)
    ]
