"""One series on the page of gaps: both shares and their gap drawn, in tables and as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import PER_CENT, POINTS, Look, dumbbell, gap_chart, marks, trend
from dashboard.charts.page_theme import Figure
from dashboard.draft import Draft, OtherFiles
from dashboard.figures import places, sources
from dashboard.figures.sources import breaks_within
from dashboard.sourcing import source_line
from dashboard.subjects.gaps import measured
from dashboard.subjects.gaps.choice import Chosen
from dashboard.subjects.gaps.figures import gaps
from dashboard.subjects.gaps.figures import measured as measured_figures
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.series import GapSeries
from dashboard.subjects.gaps.words import gaps as words
from dashboard.subjects.gaps.words import measured as measured_words
from dashboard.subjects.gaps.words import moment as gap_moment
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.subjects.gaps.words import notes as gap_notes
from dashboard.subjects.gaps.words import tables as gap_tables
from dashboard.subjects.gaps.words import workings as gap_workings
from dashboard.subjects.trust.figures.interviews import thresholds
from dashboard.words.capitals import first_large
from dashboard.words.editions import across_breaks
from dashboard.words.periods import AT_POINTER

WHEN = {"quarter": "quarter", "financial_year": "year"}
"""Basis of a series -> what a chart's pointer says that a figure is of; any other is of a day."""


@dataclass(frozen=True)
class Within:
    """What a series shows under its own title: its choices, and the verdict on its gap."""

    choices: Callable[[], None]
    verdict: Callable[[], None]


def show(draft: Draft, chosen: Chosen, found: GapSeries, within: Within | None = None) -> None:
    """Show the series, how its gap moved, every other published figure of the group, and the files.

    Args:
        found: the series of the choice. within: what stands in its part, where that has a title of its own.
    """
    beside = show_chart(draft, chosen, found, within)
    moved = words.moved(found, chosen.outcome)
    if moved:
        draft.text(f"**{moved}**")
    if not gaps.is_over_time(chosen.whole):
        lead_to_lines(draft)
    notes = caveats(chosen, found)
    reference = gap_names.pair(found)[1]
    if not beside.empty:  # the chart is of shares of a year; the gap alone is of this series
        notes = [
            one.replace("Source of these figures:", f"Of the gap from {reference} alone:")
            for one in notes
        ]
    draft.need_to_know(notes)
    draft.worked_out(gap_workings.steps(found, chosen.outcome), key="gap")
    others = other_series(chosen)
    show_figures(draft, found, others)
    draft.downloads_of(
        gaps.as_data(found),
        name="gaps",
        title=f"{chosen.measure_name}: {chosen.group} and {found.reference}",
        dataset=dataset(found),
        source_ids=set(found.figures["source_id"]),
        filters={
            "Measure": chosen.measure_name,
            "By": chosen.by,
            "Group": chosen.group,
            "Reference group": found.reference,
            "Figures from": found.survey["name"],
        },
        link=chosen.link,
        notes=notes,
    )
    more = [] if beside.empty else [measured.files_beside(beside, chosen.group)]
    more += [other_figures(chosen, others)] if others else []
    draft.other_files(more, chosen.link)


def show_chart(
    draft: Draft, chosen: Chosen, found: GapSeries, within: Within | None = None
) -> pd.DataFrame:
    """Both shares, the gap beneath; nothing to draw where only changes, or only the gap, are printed.

    Returns:
        Shares of the group and of all Londoners that are drawn in place of a gap that stands without its
        two shares: of `measured.beside_all`; no row where none are.
    """
    beside = ask(
        measured_figures.beside_all,
        chosen.group if chosen.by == "ethnicity" and is_only_gap(found) else "",
    )
    if is_only_gap(found):
        _show_only_gap(draft, chosen, found, beside, within)
        return beside
    drawn = gaps.lines(found, (first_large(found.group), first_large(found.reference)))
    gap_rows = gaps.gap_rows(found)
    group, reference = gap_names.pair(found)
    what = "answer so" if gaps.is_snapshot(found) else found.says
    draft.section(
        words.title(found, chosen.outcome),
        f"{first_large(group)} and {reference}: share who {what}, and the gap in points",
    )
    if within is not None:
        within.choices()
        within.verdict()
    if drawn.empty and gap_rows.empty:
        draft.text(gap_moment.nothing_to_draw(found))
        return beside
    is_moment = len(found.points) == 1
    draft.chart(
        moment(found) if is_moment else over_time(found, drawn, gap_rows),
        alt=f"Chart of both shares and their gap. {words.headline(found, chosen.outcome)}.",
        source_line=source_line(dataset(found), set(found.figures["source_id"])),
        key="gaps",
    )
    if gaps.is_alone(found):
        draft.text(gap_moment.alone(found))
    return beside


def is_only_gap(found: GapSeries) -> bool:
    """Whether it is one gap that is printed without its two shares.

    A distance is no value: such a gap is told, and drawn is what both values are held of.
    """
    return len(found.points) == 1 and found.points[0].is_printed


def _show_only_gap(
    draft: Draft,
    chosen: Chosen,
    found: GapSeries,
    beside: pd.DataFrame,
    within: Within | None,
) -> None:
    point = found.points[0]
    if beside.empty:
        draft.section(words.title(found, chosen.outcome))
    else:
        asked = beside[beside["measure"] == chosen.measure]
        first = (beside if asked.empty else asked).iloc[0]
        draft.section(
            measured_words.beside_title(
                gap_names.people(chosen.by, chosen.group),
                *(first["group_pct"], first["all_pct"], first["says"], first["period_end"]),
            ),
            measured_words.BESIDE_SUBTITLE,
        )
    if within is not None:
        within.choices()
    if not beside.empty:
        measured.show_beside(draft, beside, chosen.group)
    group, reference = gap_names.pair(found)
    gap = point.gap or 0.0
    draft.text(
        measured_words.only_the_gap(
            *(group, reference, gap_names.size(gap), gap_names.when(found, point)),
            "lower" if gap < 0 else "higher",
        )
    )
    if within is not None:  # it is of the gap that was just told, not of the shares drawn
        within.verdict()


def lead_to_lines(draft: Draft) -> None:
    """The way to the measure whose two shares are published over time."""
    there = gaps.over_time()
    names = [
        gap_names.people(there["by"], one)
        for one in (there["group"], gap_figures.entry("dimension", there["by"])["reference"][0])
    ]
    label = words.over_time(ask(gap_figures.measures)[there["measure"]], *names)
    draft.page_link("gaps", label, there)


def over_time(
    found: GapSeries, drawn: pd.DataFrame, gap_rows: pd.DataFrame
) -> Callable[[bool], Figure]:
    """Draws both plots; one of them alone where the other has nothing to show.

    Args:
        drawn: of `gaps.lines`. gap_rows: of `gaps.gap_rows`.
    """
    label = f"Gap: {found.group} less {found.reference}"
    when = AT_POINTER[WHEN.get(found.basis, "day")]
    if drawn.empty:
        rows = gap_rows.assign(series=label)
        return lambda narrow: trend(
            rows, unit=POINTS, look=Look(narrow=narrow), zero=True, when=when, height=260
        )
    if gap_rows.empty:
        return lambda narrow: trend(drawn, unit=PER_CENT, look=Look(narrow=narrow), when=when)
    is_line = not drawn["is_point"].all()
    events = marks(ask(places.events, "trust")) if is_line else ()
    broken = marks(breaks(found).drop_duplicates("date", keep="last")) if is_line else ()
    return lambda narrow: gap_chart(
        drawn,
        gap_rows,
        look=Look(narrow=narrow),
        gap_label=label,
        events=events,
        breaks=broken,
        when=when,
    )


def moment(found: GapSeries) -> Callable[[bool], Figure]:
    """Draws one moment as marks with names: both groups, or the one figure that is printed."""
    rows = gaps.alone(found) if gaps.is_alone(found) else gaps.snapshot(found)
    return lambda narrow: dumbbell(
        rows,
        look=Look(narrow=narrow),
        first=first_large(found.group),
        second=first_large(found.reference),
        unit=PER_CENT,
        when=gap_names.period_of(found, found.points[0]),
        named=len(rows) == 1 and not narrow,
    )


def dataset(found: GapSeries) -> str:
    """The table that a series is from."""
    return str(found.figures["dataset"].iloc[0])


def breaks(found: GapSeries) -> pd.DataFrame:
    """Breaks in the survey's tables that bear on the measure; none for printed figures."""
    table = ask(sources.breaks, gap_figures.SURVEY_TABLE, found.measure)
    return table if dataset(found) == gap_figures.SURVEY_TABLE else table.head(0)


def caveats(chosen: Chosen, found: GapSeries) -> list[str]:
    """What must be known about what is on screen."""
    crossed: list[str] = []
    change = chosen.outcome.change
    if change is not None:
        first, last = change.before.end, change.after.end
        within = breaks_within(breaks(found), first, last)
        if not within.empty:
            crossed = [across_breaks(list(dict.fromkeys(within["label"])), first, last)]
    why = gap_figures.entry("dimension", chosen.by)["why"]
    return gap_notes.caveats(found, why, thresholds(), crossed)


def show_figures(draft: Draft, found: GapSeries, others: Sequence[GapSeries]) -> None:
    """The series as a table, then every other published figure of the group."""
    no_interval = not any(point.interval for point in found.points)
    draft.section(
        "The figures, period by period",
        "Gap: the group less its reference group, in points."
        + (" No interval: number of interviews not published." if no_interval else ""),
    )
    if found.points:
        table = gap_tables.series_table(found)
        draft.table(table, alt="Shares of both groups, and the gap", point="Gap")
    if found.changes:
        draft.table(gap_tables.changes_table(found), alt="How far each share moved, in points")
    if others:
        draft.section(
            "Every other published figure for this group",
            "Each a series of its own: other questions, other people or other dates, never joined",
        )
        draft.table(gap_tables.others_table(others), alt="Other figures of the same group")


def other_series(chosen: Chosen) -> list[GapSeries]:
    """Every other published series of the group."""
    asked = (chosen.measure, chosen.by, chosen.group)
    return [
        one
        for name in ask(gaps.sources_of, *asked)
        if name != chosen.source and (one := ask(gaps.gap_series, *asked, name))
    ]


def other_figures(chosen: Chosen, others: Sequence[GapSeries]) -> OtherFiles:
    """The same as rows for files of their own; `others` are some."""
    rows = [gaps.as_data(one).assign(survey=one.survey["name"]) for one in others]
    return OtherFiles(
        name="gaps-others",
        title=f"Every other published figure: {chosen.group} and others, each a series of its own",
        frame=pd.concat([one.dropna(axis="columns", how="all") for one in rows], ignore_index=True),
        sources=dict.fromkeys((dataset(one) for one in others), ()),
        filters={"Measure": chosen.measure_name, "By": chosen.by, "Group": chosen.group},
    )
