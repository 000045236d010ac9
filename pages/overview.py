"""Overview: the Review's seven measures, a verdict card each, and how each verdict was reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from dashboard import controls, downloads, queries, wording
from dashboard.charts import PER_CENT, Look, Mark, marks, spark
from dashboard.queries import interviews, success
from dashboard.wording import verdicts

SINCE = queries.REVIEW_QUARTER
LOW = 44
"""Height in px of a small trend beside a sentence, so that seven cards stay on one screen."""
MIDDLE = 64
"""Height in px of the small trends of the first card."""
LINKS = {
    "trust": "Trust and confidence",
    "misconduct": "Misconduct",
    "outcomes": "Solved crime",
    "response": "Response times",
    "workforce": "Inside the Met",
}


def held(row: pd.Series, which: str) -> verdicts.Held | None:
    """A figure of an indicator, `baseline` or `latest`; None where none is held."""
    if pd.isna(row[f"{which}_value"]):
        return None
    end = row[f"{which}_period_end"]
    return verdicts.Held(float(row[f"{which}_value"]), row["unit"], row["time_basis"], end)


def printed(figure_id: object, time_basis: str) -> verdicts.Held | None:
    """A printed figure by its number; None where there is none."""
    if not isinstance(figure_id, str):
        return None
    found = controls.ask(success.printed_figures, [figure_id])
    if found.empty:
        return None
    row = found.iloc[0]
    return verdicts.Held(float(row["value"]), row["unit"], time_basis, row["period_end"])


def rows_of(frame: pd.DataFrame) -> list[pd.Series]:
    """The rows of a frame, one by one."""
    return [row for _, row in frame.iterrows()]


def of(measure: success.Measure, indicator: str, group: str = queries.ALL) -> pd.Series:
    """The row of one indicator."""
    rows = measure.indicators
    return rows[(rows["indicator"] == indicator) & (rows["group"] == group)].iloc[0]


def sentence(measure: success.Measure) -> str:
    """What a card says under its verdict."""
    if measure.verdict != "cannot_be_judged" and measure.id != "trust_confidence_fairness":
        return measure.reason
    return _SENTENCES[measure.id](measure)


def trust_sentence(measure: success.Measure) -> str:
    """The first card: what rose and what fell."""
    everyone = measure.deciding[measure.deciding["group"] == queries.ALL]
    names = {
        verdict: list(everyone.loc[everyone["verdict"] == verdict, "indicator_name"])
        for verdict in ("improved", "worsened")
    }
    dates = everyone.dropna(subset=["change"])
    if dates.empty:
        return measure.reason
    ends = dates["baseline_period_end"].min(), dates["latest_period_end"].max()
    return verdicts.trust_card(names["improved"], names["worsened"], *ends)


def charge_sentence(measure: success.Measure) -> str:
    """The charge-rate card: the nearest figure, named as what it is."""
    nearest = of(measure, "positive_outcomes")
    detections = printed(nearest["review_figure_id"], "rolling_12_months")
    return verdicts.charge_card(held(nearest, "baseline"), held(nearest, "latest"), detections)


_SENTENCES: Mapping[str, Callable[[success.Measure], str]] = {
    "trust_confidence_fairness": trust_sentence,
    "misconduct_action_rate": lambda one: verdicts.misconduct_card(
        held(of(one, "case_to_answer"), "baseline")
    ),
    "misconduct_racial_disparity": lambda one: verdicts.disparity_card(
        held(of(one, "allegation_ratio", "Black"), "baseline"),
        held(of(one, "allegation_ratio", "Asian"), "baseline"),
    ),
    "charge_rates": charge_sentence,
    "rape_cases_to_court": lambda one: verdicts.rape_card(
        printed(of(one, "adult_rape_cases")["review_figure_id"], "financial_year")
    ),
    "response_times": lambda one: verdicts.response_card(
        held(of(one, "average_response_time", "I grade (immediate)"), "baseline"),
        held(of(one, "average_response_time", "S grade (significant)"), "baseline"),
    ),
    "workforce_representation": lambda one: verdicts.workforce_card(
        held(of(one, "gap_to_residents", "Female"), "baseline"),
        held(of(one, "gap_to_residents_senior", "Female"), "baseline"),
        held(of(one, "officers_by_ethnicity", "Black, Asian and ethnic minority"), "baseline"),
    ),
}


def card(number: int, measure: success.Measure) -> None:
    """A measure in a line: question, verdict and link; sentence; small trend where there is a series."""
    with st.container(key=f"card-{number}"):
        question, words, trend = st.columns([1.6, 2.4, 0.9], gap="medium")
        with question:
            st.subheader(f"{number} · {measure.question}", anchor=False)
            verdict_and_link(measure)
        with words:
            st.markdown(sentence(measure))
        with trend:
            beside(measure)


def verdict_and_link(measure: success.Measure) -> None:
    """The verdict and, beside it, the way to the measure's own page."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        controls.verdict(measure.verdict, verdicts.VERDICTS[measure.verdict])
        link(measure)


def beside(measure: success.Measure) -> None:
    """The small trend of a card: the nearest series that is held, named as what it is; else nothing."""
    found = _TRENDS.get(measure.id)
    if found is None:
        return
    series, name, unit = found
    trend = controls.ask(success.trend_of, series)
    span = verdicts.from_to(trend["date"].min(), trend["date"].max())
    controls.spark(
        spark(trend, unit=unit, look=Look(), breaks=marks_of(series)).update_layout(height=LOW),
        alt=f"{name}, {span}.",
        key=f"spark-{series}",
    )
    st.caption(f"{name}, {span}")


def marks_of(series: str) -> tuple[Mark, ...]:
    """Breaks of the table that a small trend is drawn from."""
    table = {"positive_outcomes": "crime_outcomes", "women_officers": ""}.get(
        series, "public_attitudes"
    )
    return tuple(marks(controls.ask(queries.breaks, table))) if table else ()


_TRENDS = {
    "charge_rates": ("positive_outcomes", "Positive outcomes", PER_CENT),
    "workforce_representation": ("women_officers", "Women among officers", PER_CENT),
}


def wide_card(number: int, measure: success.Measure) -> None:
    """The first measure: its four questions side by side, each with its verdict and trend."""
    everyone = measure.indicators[measure.indicators["group"] == queries.ALL]
    with st.container(key=f"card-{number}"):
        columns = st.columns([1.35, *[1] * len(everyone)])
        with columns[0]:
            st.subheader(f"{number} · {measure.question}", anchor=False)
            verdict_and_link(measure)
            st.markdown(sentence(measure))
        slot = 0  # colours as on the page of the four measures, where what is not held has none
        for column, row in zip(columns[1:], rows_of(everyone), strict=True):
            with column:
                indicator(slot, row)
            slot += row["verdict"] != "cannot_be_judged"


def link(measure: success.Measure) -> None:
    """The way to the measure's own page, once it is there."""
    if measure.page in controls.pages():
        controls.page_link(measure.page, LINKS[measure.page])


def indicator(slot: int, row: pd.Series) -> None:
    """One question of the first measure: name, verdict with its figures, trend."""
    review = printed(row["review_figure_id"], "quarter")
    words = verdicts.change_of_indicator(
        held(row, "baseline"), held(row, "latest"), row["verdict"], review
    )
    star = " *" if row["is_transcription"] else ""
    controls.judged(
        row["indicator_name"], row["verdict"], verdicts.VERDICTS[row["verdict"]], words + star
    )
    if row["verdict"] == "cannot_be_judged":
        return
    trend = controls.ask(success.trend_of, row["indicator"])
    controls.spark(
        spark(
            trend,
            unit=PER_CENT,
            look=Look(),
            slot=slot,
            since=SINCE,
            breaks=marks_of(row["indicator"]),
        ).update_layout(height=MIDDLE),
        alt=f"{row['indicator_name']}: share from quarter to quarter. {row['reason']}",
        key=f"spark-{row['indicator']}",
    )
    st.caption(verdicts.from_to(trend["date"].min(), trend["date"].max()))


def figures_table(found: list[success.Measure]) -> pd.DataFrame:
    """A row a deciding indicator, in the order of the measures."""
    return pd.DataFrame(
        [
            {
                "Measure": measure.name,
                "Indicator": row["indicator_name"],
                "At the Review": _cell(held(row, "baseline")) + press(row),
                "Newest since": _cell(held(row, "latest"))
                + (" *" if row["is_transcription"] else ""),
                "Change": change(row),
                "Verdict": verdicts.VERDICTS[row["verdict"]],
            }
            for measure in found
            for row in rows_of(measure.deciding)
        ]
    )


def press(row: pd.Series) -> str:
    """A mark where the baseline is known from a report of it only."""
    if not isinstance(row["baseline_figure_id"], str):
        return ""
    found = controls.ask(success.printed_figures, [row["baseline_figure_id"]])
    return verdicts.second_hand(found["confidence_note"].iloc[0])


def change(row: pd.Series) -> str:
    """The change with its interval; a dash where none can be given."""
    if pd.isna(row["change_low"]):
        return "–"
    return wording.change_words(row["change"], row["change_low"], row["change_high"])


def workings(measure: success.Measure) -> None:
    """How a measure's verdict was reached: figures, formula, result, and what would be needed."""
    with st.expander(f"{measure.name}: {verdicts.VERDICTS[measure.verdict].lower()}"):
        counts = {
            kind: int((measure.deciding["verdict"] == kind).sum()) for kind in verdicts.VERDICTS
        }
        st.markdown(verdicts.therefore(measure.verdict, counts))
        for row in rows_of(measure.indicators):
            st.markdown(f"**{row['indicator_name']}.** {row['definition']}")
            controls.bullets([row["reason"]])
            if row["verdict_test"] == "difference_of_shares" and pd.notna(row["change_low"]):
                steps(row)
        nearest(measure)
        controls.facts({"What would be needed": measure.needed})


def _cell(one: verdicts.Held | None) -> str:
    return "none held" if one is None else f"{one.words} ({one.period})"


def steps(row: pd.Series) -> None:
    """The working of one tested change, to redo by hand."""
    lines = verdicts.worked_difference(
        row["baseline_value"],
        row["latest_value"],
        row["latest_base_n"],
        row["design_effect"],
        bool(row["is_rounded"]),
    )
    controls.bullets(
        [
            *lines,
            verdicts.verdict_rule(row["verdict"], row["better"]),
            verdicts.survey_inputs(
                row["latest_base_n"],
                row["design_effect"],
                controls.ask(interviews.interviews_source, queries.MPS),
            ),
        ]
    )


def printed_beside(measure: success.Measure) -> pd.DataFrame:
    """Printed figures beside the measure: the Review's own, and the nearest that do not compare."""
    review = measure.indicators["review_figure_id"].dropna().unique().tolist()
    others = " ".join(measure.indicators["nearest_figure_ids"].dropna()).split()
    found: pd.DataFrame = controls.ask(success.printed_figures, [*review, *others])
    return found


def nearest(measure: success.Measure) -> None:
    """Printed figures beside the measure, as a table."""
    found = printed_beside(measure)
    if found.empty:
        return
    st.markdown("**Printed figures beside it, on other bases, never compared**")
    controls.table(
        pd.DataFrame(
            {
                "Figure": found["statement"],
                "Value": [
                    verdicts.bounded(verdicts.value_words(value, unit), note)
                    for value, unit, note in zip(
                        found["value"], found["unit"], found["confidence_note"], strict=True
                    )
                ],
                "Period to": found["period_end"].map(wording.month_year),
                "Printed in": found["source_document"] + ", " + found["source_location"],
                "Note": found["confidence_note"],
            }
        ),
        alt=f"Printed figures beside {measure.name}",
    )


def other_figures(found: list[success.Measure]) -> list[controls.Part]:
    """The small trends and the printed figures as rows for files of their own."""
    own = found[0].indicators
    shown = own[(own["group"] == queries.ALL) & (own["verdict"] != "cannot_be_judged")]
    series = [*shown["indicator"], *(one for one, _, _ in _TRENDS.values())]
    trends = [controls.ask(success.trend_of, one).assign(indicator=one) for one in series]
    printed = [printed_beside(one).assign(measure=one.id) for one in found]
    return [
        controls.Part(
            name="overview-trends",
            title="The small trends beside the measures",
            frame=pd.concat(trends, ignore_index=True),
            sources=dict.fromkeys(("public_attitudes", "crime_outcomes", "workforce"), ()),
        ),
        controls.Part(
            name="overview-printed",
            title="Printed figures beside the measures, on other bases, never compared",
            frame=pd.concat([one for one in printed if not one.empty], ignore_index=True),
            sources=dict.fromkeys(("review_figures", "published_figures"), ()),
        ),
    ]


controls.stop_unless_loaded("success_measures")
measures = controls.ask(success.measures)
counts = success.tally(measures)
controls.headline(
    verdicts.overview_headline(counts),
    "The Casey Review (March 2023) named seven measures that would show whether the Metropolitan Police "
    "is reforming. What published figures say about each, and where they say nothing:",
)
controls.tally(verdicts.tally_words(counts))
wide_card(1, measures[0])
for number, measure in enumerate(measures[1:], 2):
    card(number, measure)

controls.need_to_know(
    [
        "Verdicts compare the figure nearest the Review's publication (March 2023) with the newest one "
        "held on the same basis. The Review set no targets, and this site sets none.",
        "“Cannot be judged” means that no comparable figure from since the Review is in the published "
        "files that this site holds. What would be needed is said under each measure below.",
        verdicts.SUMMARY_RULE,
        "Survey intervals are approximate: the number of interviews is assumed, as no file gives it.",
        verdicts.TRANSCRIBED,
        verdicts.SPARKS,
    ]
)
controls.section(
    "The figures",
    "The figure nearest the Review, the newest since, and the change with its 95% interval",
)
controls.table(
    figures_table(measures),
    alt="Every indicator of the seven measures, its figures and its verdict",
)
controls.section("How this was worked out", "Figures, formula and result for each measure")
for measure in measures:
    workings(measure)

rows = pd.concat([one.indicators for one in measures]).drop(columns="order")
sources = controls.ask(queries.sources)
sources = sources[sources["dataset"] == "success_measures"]
controls.download_row(
    rows,
    name="overview",
    meta=downloads.DownloadMeta(
        title="The seven success measures since the Review",
        source="; ".join(dict.fromkeys(sources["citation"])),
        licence="; ".join(dict.fromkeys(sources["licence"])),
        filters={"Place": queries.MPS_NAME},
        link=controls.fixed_link({}),
        data_version=controls.data_version(),
        notes=(verdicts.SUMMARY_RULE,),
    ),
    dataset="success_measures",
)
controls.other_files(other_figures(measures), {})
