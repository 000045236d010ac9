"""Gaps between groups: a measure by group, the gap itself, and what nobody has published."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries
from dashboard.charts import PER_CENT, POINTS, Look, dumbbell, gap_chart, marks, trend
from dashboard.charts.page_theme import Figure
from dashboard.controls import unreleased
from dashboard.queries import gap_changes, gap_figures, gaps, unpublished
from dashboard.queries.gap_changes import Outcome
from dashboard.queries.gap_series import GapPoint, GapSeries
from dashboard.queries.interviews import thresholds
from dashboard.wording import (
    across_breaks,
    gap_moment,
    gap_names,
    gap_notes,
    gap_tables,
    gap_workings,
    verdicts,
)
from dashboard.wording import gaps as words

NO_SOURCE = "none"
WHEN = {"quarter": "Quarter to %B %Y", "financial_year": "Year to %B %Y"}


def choices() -> tuple[str, str, str, str]:
    """Measure, dimension, group and source (empty where the group has no figure)."""
    measures = controls.ask(gap_figures.measures)
    dimensions = controls.ask(gap_figures.dimensions)
    controls.note_ignored_parameters({"measure": measures, "by": dimensions})
    opening = gaps.opening()
    with controls.controls_row():
        measure = controls.select("Measure", "measure", measures, opening["measure"])
        by = controls.select("By", "by", dimensions, opening["by"])
        groups = {one: controls_name(one) for one in controls.ask(gaps.groups, measure, by)}
        usual = opening["group"] if by == opening["by"] else next(iter(groups))
        group = controls.select("Group", "group", groups, usual)
        sources = controls.ask(gaps.sources_of, measure, by, group)
        offered = sources or {NO_SOURCE: "None published"}
        source = controls.select("Figures from", "source", offered, next(iter(offered)))
    return measure, by, group, source if sources else ""


def controls_name(group: str) -> str:
    """A group as an option of the list."""
    return gap_names.capital(group)


def periods(
    whole: GapSeries | None,
) -> tuple[GapSeries | None, pd.Timestamp | None, dict[str, str]]:
    """The series up to the gap chosen, the period it is set against, and both for the fixed link.

    Two lists to choose from, where the series holds gaps that can be compared; else the series as it is.
    """
    if whole is None or gap_changes.usual_baseline(whole) is None:
        return whole, None, {}
    with controls.controls_row("compare"):
        ends = {f"{one.end:%Y-%m}": one for one in reversed(whole.gaps)}
        last = controls.select("The gap in", "to", named(whole, ends), next(iter(ends)))
        cut = gaps.until(whole, ends[last].end)
        usual = gap_changes.usual_baseline(cut)
        if usual is None:
            return cut, None, {"to": last}
        earlier = {key: ends[key] for key in (f"{end:%Y-%m}" for end in gap_changes.baselines(cut))}
        first = controls.select("Set against", "since", named(whole, earlier), f"{usual:%Y-%m}")
    return cut, ends[first].end, {"to": last, "since": first}


def named(found: GapSeries, points: dict[str, GapPoint]) -> dict[str, str]:
    """Periods as options of a list."""
    return {key: gap_names.capital(gap_names.period_of(found, one)) for key, one in points.items()}


def show_finding(found: GapSeries | None, judged: Outcome) -> None:
    """Headline, verdict and the reason for it."""
    released = controls.ask(unpublished.newest_of_survey, measure, by, group)
    last = whole is not None and unpublished.is_last_word(whole, released)
    who = gap_names.people(by, group)
    says = gap_figures.entry("measure", measure)["says"]
    controls.headline(
        words.nothing_headline(who, says) if found is None else words.headline(found, judged, last)
    )
    with st.container(key="finding"):
        name = verdicts.VERDICTS[judged.verdict]
        controls.verdict(judged.verdict, words.verdict_words(judged, name))
        st.markdown(words.reason(found, judged, last))
        if not gaps.is_over_time(whole):
            lead_to_lines()


def lead_to_lines() -> None:
    """The way to the measure whose two shares are published over time."""
    there = gaps.over_time()
    names = [
        gap_names.people(there["by"], one)
        for one in (there["group"], gap_figures.entry("dimension", there["by"])["reference"][0])
    ]
    label = words.over_time(controls.ask(gap_figures.measures)[there["measure"]], *names)
    controls.page_link("gaps", label, there)


def show_chart(found: GapSeries) -> None:
    """Both shares, the gap beneath; nothing to draw where only changes are printed."""
    drawn = gaps.lines(found, (controls_name(found.group), controls_name(found.reference)))
    gap_rows = gaps.gap_rows(found)
    group, reference = gap_names.pair(found)
    what = "answer so" if gaps.is_snapshot(found) else found.says
    controls.section(
        f"{gap_names.capital(group)} and {reference}",
        f"Share who {what}, and the gap in points. {found.survey['name']}.",
    )
    if drawn.empty and gap_rows.empty:
        st.markdown(gap_moment.nothing_to_draw(found))
        return
    controls.chart(
        lambda narrow: draw(found, drawn, gap_rows, Look(narrow=narrow)),
        alt=f"Chart of both shares and their gap. {words.headline(found, outcome, False)}.",
        source_line=controls.source_line(dataset(found), set(found.figures["source_id"])),
        key="gaps",
    )
    if gaps.is_alone(found):
        st.markdown(gap_moment.alone(found))


def draw(found: GapSeries, drawn: pd.DataFrame, gap_rows: pd.DataFrame, look: Look) -> Figure:
    """Both plots; one of them alone where the other has nothing to show."""
    label = f"Gap: {found.group} less {found.reference}"
    when = WHEN.get(found.basis, "%-d %B %Y")
    if len(found.points) == 1:
        return draw_moment(found, look)
    if drawn.empty:
        return trend(
            gap_rows.assign(series=label), unit=POINTS, look=look, zero=True, when=when, height=260
        )
    if gap_rows.empty:
        return trend(drawn, unit=PER_CENT, look=look, when=when)
    is_line = not drawn["is_point"].all()
    return gap_chart(
        drawn,
        gap_rows,
        look=look,
        gap_label=label,
        events=marks(controls.ask(queries.events, "trust")) if is_line else (),
        breaks=marks(breaks(found).drop_duplicates("date", keep="last")) if is_line else (),
        when=when,
    )


def draw_moment(found: GapSeries, look: Look) -> Figure:
    """One moment as marks with names: both groups, or the one figure that is printed."""
    is_alone = gaps.is_alone(found)
    rows = gaps.alone(found) if is_alone else gaps.snapshot(found)
    return dumbbell(
        rows,
        look=look,
        first=controls_name(found.group),
        second=controls_name(found.reference),
        unit=POINTS if found.points[0].is_printed else PER_CENT,
        when=gap_names.period_of(found, found.points[0]),
        named=len(rows) == 1 and not look.narrow,
    )


def dataset(found: GapSeries) -> str:
    """The table that a series is from."""
    return str(found.figures["dataset"].iloc[0])


def breaks(found: GapSeries) -> pd.DataFrame:
    """Breaks in the survey's tables that bear on the measure; none for printed figures."""
    table = controls.ask(queries.breaks, gap_figures.SURVEY_TABLE, measure)
    return table if dataset(found) == gap_figures.SURVEY_TABLE else table.head(0)


def caveats(found: GapSeries, judged: Outcome) -> list[str]:
    """What must be known about what is on screen."""
    crossed: list[str] = []
    if judged.change is not None:
        first, last = judged.change.before.end, judged.change.after.end
        within = queries.breaks_within(breaks(found), first, last)
        if not within.empty:
            crossed = [across_breaks(list(dict.fromkeys(within["label"])), first, last)]
    why = gap_figures.entry("dimension", by)["why"]
    return gap_notes.caveats(found, why, thresholds(), crossed)


def show_figures(found: GapSeries) -> None:
    """The series as a table, then every other published figure of the group."""
    no_interval = not any(point.interval for point in found.points)
    controls.section(
        "The figures",
        "Gap: the group less its reference group, in points."
        + (" No interval: number of interviews not published." if no_interval else ""),
    )
    if found.points:
        controls.table(gap_tables.series_table(found), alt="Shares of both groups, and the gap")
    if found.changes:
        controls.table(gap_tables.changes_table(found), alt="How far each share moved, in points")
    if others := other_series():
        controls.section(
            "Every other published figure for this group",
            "Each a series of its own: other questions, other people or other dates, never joined",
        )
        controls.table(gap_tables.others_table(others), alt="Other figures of the same group")


def other_series() -> list[GapSeries]:
    """Every other published series of the group."""
    return [
        one
        for name in controls.ask(gaps.sources_of, measure, by, group)
        if name != source and (one := controls.ask(gaps.gap_series, measure, by, group, name))
    ]


def other_figures() -> list[controls.Part]:
    """The same as rows for files of their own."""
    others = [gaps.as_data(one).assign(survey=one.survey["name"]) for one in other_series()]
    if not others:
        return []
    rows = pd.concat([one.dropna(axis="columns", how="all") for one in others], ignore_index=True)
    return [
        controls.Part(
            name="gaps-others",
            title=f"Every other published figure: {group} and others, each a series of its own",
            frame=rows,
            sources=dict.fromkeys((dataset(one) for one in other_series()), ()),
            filters={"Measure": measure_name, "By": by, "Group": group},
        )
    ]


controls.stop_unless_loaded("public_attitudes", "review_figures", "published_figures")
top = st.container()
measure, by, group, source = choices()
whole = controls.ask(gaps.gap_series, measure, by, group, source) if source else None
found, since, fixed = periods(whole)
outcome = gap_changes.outcome(found, since)
with top:
    show_finding(found, outcome)
if found is not None:
    show_chart(found)
    moved = words.moved(found, outcome)
    if moved:
        st.markdown(f"**{moved}**")
    controls.worked_out(gap_workings.steps(found, outcome), key="gap")
    notes = caveats(found, outcome)
    controls.need_to_know(notes)
    show_figures(found)
    measure_name = controls.ask(gap_figures.measures)[measure]
    link = {"measure": measure, "by": by, "group": group, "source": source, **fixed}
    controls.downloads_of(
        gaps.as_data(found),
        name="gaps",
        title=f"{measure_name}: {group} and {found.reference}",
        dataset=dataset(found),
        source_ids=set(found.figures["source_id"]),
        filters={
            "Measure": measure_name,
            "By": by,
            "Group": group,
            "Reference group": found.reference,
            "Figures from": found.survey["name"],
        },
        link=link,
        notes=notes,
    )
    controls.other_files(other_figures(), link)
unreleased.show(measure, by, group)
