"""Trust and confidence: the survey measures together, for London or one borough."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.charts import PER_CENT, Look, marks, trend

CORE = ("trust", "good_job_local", "treat_fairly")
SHOWN_AT_ONCE = 4
_DASHED = " Dashed: read off MOPAC's dashboard, not in a published file."
_DIAMONDS = " Diamonds: the Review's own figures, for single quarters."


def choices() -> tuple[str, list[str], pd.Timestamp, pd.Timestamp, bool]:
    """Place, measures, first and last quarter, and whether the Review's points are shown."""
    places = controls.ask(queries.places)
    measures = controls.ask(queries.survey_measures)
    ends = controls.ask(queries.survey_quarters)
    quarters = {f"{end:%Y-%m}": wording.month_year(end) for end in ends}
    controls.note_ignored_parameters(
        {"area": places, "measure": measures, "from": quarters, "to": quarters}
    )
    with controls.controls_row():
        area = controls.select("Place", "area", places, queries.MPS)
        chosen = controls.multiselect("Measures", "measure", measures, CORE, SHOWN_AT_ONCE)
        first = controls.select("From, year to", "from", quarters, next(iter(quarters)))
        newest_first = dict(reversed(quarters.items()))
        last = controls.select("To, year to", "to", newest_first, next(iter(newest_first)))
        points = controls.switch("The Review's own figures", "review", default=True)
    return area, chosen, _end(first), _end(last), points


def _end(quarter: str) -> pd.Timestamp:
    return pd.Timestamp(quarter) + pd.offsets.MonthEnd(0)


def headline(summaries: list[queries.SurveySummary]) -> str:
    """What the first measure on screen says."""
    if not summaries:
        return "Trust and confidence in the police"
    lead = summaries[0]
    return wording.survey_headline(
        lead.measure, _who(), lead.latest_pct, lead.latest_end, lead.peak_pct, lead.peak_end
    )


def _who() -> str:
    return wording.people_of(area_name, area == queries.MPS)


def show_chart(series: pd.DataFrame, london: pd.DataFrame | None, points: pd.DataFrame) -> None:
    """The lines, their events and breaks, and the Review's points beside them."""
    rows = _as_lines(series, series["measure_name"], "main")
    if london is not None:
        rows = pd.concat([rows, _as_lines(london, queries.MPS_NAME, "context")])
    events = marks(controls.ask(queries.events, "trust"))
    breaks = marks(controls.ask(queries.breaks, "public_attitudes"))
    controls.section(
        f"What people in {'London' if area == queries.MPS else area_name} say of the police",
        f"Share who agree, or say good or excellent, {area_name}; 12 months to each quarter. "
        "Bands: approximate 95% intervals."
        + (_DASHED if series["is_transcription"].any() else "")
        + ("" if points.empty else _DIAMONDS),
    )
    sentences = [
        wording.survey_sentence(
            s.measure, _who(), s.latest_pct, s.latest_end, s.peak_pct, s.peak_end
        )
        for s in summaries
    ]
    controls.chart(
        lambda narrow: trend(
            rows,
            unit=PER_CENT,
            look=Look(narrow=narrow),
            events=events,
            breaks=breaks,
            points=points,
            when="Year to %B %Y",
        ),
        alt=f"Line chart of survey answers, {area_name}. {'. '.join(sentences)}.",
        source_line=controls.source_line("public_attitudes", set(series["source_id"])),
        key="trust",
    )


def _as_lines(series: pd.DataFrame, names: pd.Series | str, role: str) -> pd.DataFrame:
    lines = series.rename(columns={"period_end": "date", "share_pct": "value"})
    return lines.assign(
        series=names,
        low=lines["low_pct"],
        high=lines["high_pct"],
        is_dashed=lines["is_transcription"],
        role=role,
    )


def review_points(names: list[str]) -> pd.DataFrame:
    """The Review's single quarters for the measures and period on screen; London only."""
    found = controls.ask(queries.review_survey_points, tuple(names))
    found = found.rename(columns={"period_end": "date"})
    found = found.assign(series=found["measure"].map(queries.SURVEY_MEASURES))
    on_screen = found["date"].between(first, last) & (area == queries.MPS)
    return found[on_screen & wants_points]


def caveats(series: pd.DataFrame, points: pd.DataFrame) -> list[str]:
    """What must be known about the lines on screen, and nothing else."""
    base, design_effect = queries.survey_base(area)
    found = [
        "Each figure covers the 12 months to its date, so a sudden change shows slowly and "
        "neighbouring points share interviews.",
        wording.base_sentence(base, design_effect, is_loaded=queries.loaded_base(area) is not None),
    ]
    if series["is_transcription"].any():
        start = series.loc[series["is_transcription"], "period_end"].min()
        found.append(
            f"Dashed stretches (from the year to {wording.month_year(start)}) were read off MOPAC's "
            "dashboard by a third party. They give way to MOPAC's own file as soon as there is one."
        )
    found += _break_caveats(series)
    if area == queries.MPS and set(CORE) <= set(measures):
        held = controls.ask(queries.review_survey_points, ("good_job_london",))
        pairs = zip(held["value"], held["period_end"], strict=True)
        found.append(wording.good_job_london([(float(value), end) for value, end in pairs]))
    if not points.empty:
        found.append(
            "The Review's figures are for single quarters, so they are not on the lines and are not "
            "joined to them."
        )
    return found


def _break_caveats(series: pd.DataFrame) -> list[str]:
    breaks = controls.ask(queries.breaks, "public_attitudes")
    peaks = [one.peak_end for one in summaries if one.peak_end is not None]
    earliest = min([series["period_end"].min(), *peaks])
    crossed = queries.breaks_within(breaks, earliest, series["period_end"].max())
    return [
        f"{found.detail} The lines break there"
        + (
            ", and the highest figures were measured before it."
            if any(peak < pd.Timestamp(str(found.date)) for peak in peaks)
            else "."
        )
        for found in crossed.itertuples()
    ]


def summary_table() -> pd.DataFrame:
    """A row per measure: newest, at the Review, the change."""
    return pd.DataFrame(
        [
            {
                "Measure": queries.SURVEY_MEASURES[one.measure],
                "Newest": f"{one.latest_pct:.0f}% ({one.latest_end:%b %Y})",
                "At the Review (Mar 2023)": (
                    "–" if one.baseline_pct is None else f"{one.baseline_pct:.0f}%"
                ),
                "Change since": _change(one),
            }
            for one in summaries
        ]
    )


def _change(one: queries.SurveySummary) -> str:
    if one.change is None:
        return wording.no_change_words(one.why_no_change)
    return wording.change_words(one.change.estimate, one.change.low, one.change.high)


def quarter_table(series: pd.DataFrame) -> pd.DataFrame:
    """A row per quarter, newest first, a column per measure; transcribed figures marked."""
    star = series["is_transcription"].map({True: " *", False: ""})
    marked = series.assign(text=series["share_pct"].map("{:.0f}%".format) + star)
    wide = marked.pivot_table(
        aggfunc="first", index="period_end", columns="measure_name", values="text"
    )
    wide = wide[list(series["measure_name"].unique())].sort_index(ascending=False).fillna("–")
    wide.insert(0, "Year to", [wording.month_year(end) for end in wide.index])
    return wide.reset_index(drop=True).rename_axis(columns=None)


def as_data(series: pd.DataFrame) -> pd.DataFrame:
    """The rows on screen with their whole key, for the files."""
    return series.assign(
        survey="PAS",
        area_code=area,
        area_name=area_name,
        group=queries.ALL,
        time_basis="rolling_12_months",
    )[
        [
            *("survey", "measure", "measure_name", "area_code", "area_name", "group", "time_basis"),
            *("period_end", "share_pct", "low_pct", "high_pct"),
            *("is_transcription", "source_id", "edition"),
        ]
    ]


controls.stop_unless_loaded("public_attitudes", "review_figures")
top = st.container()
area, measures, first, last, wants_points = choices()
area_name = controls.ask(queries.places)[area]
oldest = controls.ask(queries.survey_quarters)[0]
whole = controls.ask(queries.survey_series, area, tuple(measures), oldest, last)
summaries = queries.survey_summary(whole, area)
series = whole[whole["period_end"] >= first]
with top:
    controls.headline(headline([] if series.empty else summaries))
if series.empty:
    controls.no_rows(
        f"these measures, {area_name}, {wording.month_year(first)} to {wording.month_year(last)}"
    )
    st.stop()

beside_london = area != queries.MPS and len(measures) == 1
london = (
    controls.ask(queries.survey_series, queries.MPS, tuple(measures), first, last)
    if beside_london
    else None
)
points = review_points(measures)
show_chart(series, london, points)
controls.need_to_know(caveats(series, points))
controls.section("The figures", "Each for the 12 months to the date; change with its 95% interval")
controls.table(summary_table(), alt=f"Newest share and change of each measure, {area_name}")
controls.section(
    "Every quarter", "Share in the 12 months to the date. * read off MOPAC's dashboard"
)
controls.table(quarter_table(series), alt=f"Share of each measure by quarter, {area_name}")
drawn_to = series["period_end"].max()
controls.downloads_of(
    as_data(series),
    name="trust",
    title=f"Public attitudes to the police, {area_name}",
    dataset="public_attitudes",
    source_ids=set(series["source_id"]),
    filters={
        "Place": area_name,
        "Measures": ", ".join(queries.SURVEY_MEASURES[m] for m in measures),
        "From, year to": wording.month_year(series["period_end"].min()),
        "To, year to": wording.month_year(drawn_to),
    },
    link={
        "area": area,
        "measure": measures,
        "from": f"{first:%Y-%m}",
        "to": f"{drawn_to:%Y-%m}",
        "review": "yes" if wants_points else "no",
    },
    notes=caveats(series, points),
)
