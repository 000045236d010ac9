"""Trust and confidence: the survey measures together, for London or one borough."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, queries, wording
from dashboard.charts import PER_CENT, Look, marks, trend

CORE = ("trust", "good_job_local", "treat_fairly")
SHOWN_AT_ONCE = 4
_DASHED = " Dashed: read off MOPAC's dashboard, not in a published file."


def choices() -> tuple[str, list[str], pd.Timestamp, pd.Timestamp, bool]:
    """Place, measures, first and last quarter, and whether the Review's points are shown."""
    places = controls.ask(queries.places)
    measures = controls.ask(queries.survey_measures)
    quarters = {
        f"{end:%Y-%m}": wording.month_year(end) for end in controls.ask(queries.survey_quarters)
    }
    newest = list(quarters)[-1]
    controls.note_ignored_parameters(
        {"area": places, "measure": measures, "from": quarters, "to": quarters}
    )
    with controls.controls_row():
        area = controls.select("Place", "area", places, queries.MPS)
        chosen = controls.multiselect("Measures", "measure", measures, CORE, SHOWN_AT_ONCE)
        first = controls.select("From, year to", "from", quarters, next(iter(quarters)))
        last = controls.select("To, year to", "to", dict(reversed(quarters.items())), newest)
        points = controls.switch("The Review's own figures", "review", default=True)
    return area, chosen, _end(first), _end(last), points


def _end(quarter: str) -> pd.Timestamp:
    return pd.Timestamp(quarter) + pd.offsets.MonthEnd(0)


def show_chart(
    series: pd.DataFrame, london: pd.DataFrame, area_name: str, points: pd.DataFrame
) -> None:
    """The lines, their events and breaks, and the Review's points beside them."""
    rows = _as_lines(series, series["measure_name"], "main")
    if not london.empty:
        rows = pd.concat([rows, _as_lines(london, "London (Met area)", "context")])
    events = marks(controls.ask(queries.events, "trust"))
    breaks = marks(controls.ask(queries.breaks, "public_attitudes"))
    controls.section(
        "How the answers have changed",
        f"Share who agree, or say good or excellent, {area_name}; 12 months to each quarter. "
        "Bands: approximate 95% intervals."
        + (_DASHED if series["is_transcription"].any() else "")
        + (" Diamonds: the Review's own figures, for single quarters." if not points.empty else ""),
    )
    controls.chart(
        lambda narrow: trend(
            rows,
            unit=PER_CENT,
            look=Look(narrow=narrow),
            events=events,
            breaks=breaks,
            points=points,
        ),
        alt=f"Line chart of survey answers, {area_name}. "
        + " ".join(f"{text}." for text in _sentences(series, area_name)),
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


def _review_points(
    measures: list[str], area: str, wanted: bool, first: pd.Timestamp
) -> pd.DataFrame:
    found = controls.ask(queries.review_survey_points, tuple(measures)).rename(
        columns={"period_end": "date"}
    )
    found = found.assign(series=found["measure"].map(queries.SURVEY_MEASURES))
    return found[(found["date"] >= first) & (area == queries.MPS) & wanted]


def _sentences(series: pd.DataFrame, area_name: str) -> list[str]:
    who = wording.people_of(area_name, area == queries.MPS)
    return [
        wording.survey_sentence(s.measure, who, s.latest_pct, s.latest_end, s.peak_pct, s.peak_end)
        for s in queries.survey_summary(series, area)
    ]


def caveats(series: pd.DataFrame, points: pd.DataFrame) -> list[str]:
    """What must be known about the lines on screen, and nothing else."""
    base, design_effect = queries.survey_base(area)
    found = [
        "Each figure covers the 12 months to its date, so a sudden change shows slowly and "
        "neighbouring points share interviews.",
        f"No file says how many people were asked. The intervals assume about {wording.count(base)} "
        f"interviews a year and a design effect of {design_effect}: treat them as approximate.",
    ]
    if series["is_transcription"].any():
        first = series.loc[series["is_transcription"], "period_end"].min()
        found.append(
            f"Dashed stretches (from the year to {wording.month_year(first)}) were read off MOPAC's "
            "dashboard by a third party. They give way to MOPAC's own file as soon as there is one."
        )
    crossed = queries.breaks_within(
        controls.ask(queries.breaks, "public_attitudes"),
        series["period_end"].min(),
        series["period_end"].max(),
    )
    found += [
        f"{detail} The lines break there, and the highest figures were measured before it."
        for detail in crossed["detail"]
    ]
    if area == queries.MPS:
        found.append(
            "“Police do a good job for London” is in no published file. The Review printed it for single "
            "quarters: 74% in April to June 2017 and 36% in January to March 2022."
        )
    if not points.empty:
        found.append(
            "The Review's figures are for single quarters, so they are not on the lines and are not joined to them."
        )
    return found


def summary_table(series: pd.DataFrame) -> pd.DataFrame:
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
            for one in queries.survey_summary(series, area)
        ]
    )


def _change(one: queries.SurveySummary) -> str:
    if one.change is None:
        return wording.no_change_words("no year to compare")
    return wording.change_words(one.change.estimate, one.change.low, one.change.high)


def quarter_table(series: pd.DataFrame) -> pd.DataFrame:
    """A row per quarter, newest first, a column per measure; transcribed figures marked."""
    marked = series.assign(
        text=series["share_pct"].map("{:.0f}%".format)
        + series["is_transcription"].map({True: " *", False: ""})
    )
    wide = marked.pivot_table(
        aggfunc="first", index="period_end", columns="measure_name", values="text"
    )
    wide = wide[list(series["measure_name"].unique())].sort_index(ascending=False).fillna("–")
    wide.insert(0, "Year to", [wording.month_year(end) for end in wide.index])
    return wide.reset_index(drop=True).rename_axis(columns=None)


controls.stop_unless_loaded("public_attitudes", "review_figures")
top = st.container()
area, measures, first, last, wanted = choices()
area_name = controls.ask(queries.places)[area]
series = controls.ask(queries.survey_series, area, tuple(measures), first, last)
with top:
    if series.empty:
        controls.headline("Trust and confidence in the police")
    else:
        lead = queries.survey_summary(series, area)[0]
        who = wording.people_of(area_name, area == queries.MPS)
        controls.headline(
            wording.survey_headline(
                lead.measure, who, lead.latest_pct, lead.latest_end, lead.peak_pct, lead.peak_end
            )
        )
if series.empty:
    controls.no_rows(
        f"these measures, {area_name}, {wording.month_year(first)} to {wording.month_year(last)}"
    )
    st.stop()

one_measure = area != queries.MPS and len(measures) == 1
london = controls.ask(
    queries.survey_series, queries.MPS if one_measure else "", tuple(measures), first, last
)
points = _review_points(measures, area, wanted, first)
show_chart(series, london, area_name, points)
controls.need_to_know(caveats(series, points))
controls.section("The figures", "Each for the 12 months to the date; change with its 95% interval")
controls.table(
    summary_table(series), alt=f"Newest share, change and peak of each measure, {area_name}"
)
controls.section(
    "Every quarter", "Share in the 12 months to the date. * read off MOPAC's dashboard"
)
controls.table(quarter_table(series), alt=f"Share of each measure by quarter, {area_name}")
controls.downloads_of(
    series,
    name="trust",
    title=f"Public attitudes to the police, {area_name}",
    dataset="public_attitudes",
    source_ids=set(series["source_id"]),
    filters={
        "Place": area_name,
        "Measures": ", ".join(queries.SURVEY_MEASURES[m] for m in measures),
    },
    link={
        "area": area,
        "measure": measures,
        "from": f"{first:%Y-%m}",
        "to": f"{last:%Y-%m}",
        "review": "yes" if wanted else "no",
    },
    notes=caveats(series, points),
)
