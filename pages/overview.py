"""Overview: the newest figures in three sentences, each with its page."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import controls, downloads, queries, wording
from dashboard.charts import COUNT, PER_CENT, Look, spark


def survey_card(measure: str, number: int) -> dict[str, Any]:
    """A survey measure for London: sentence, small trend, link. Returns its row of the table."""
    series = controls.ask(queries.survey_series, queries.MPS, (measure,), *_ends())
    (summary,) = queries.survey_summary(series, queries.MPS)
    sentence = wording.survey_sentence(
        measure,
        wording.people_of(queries.MPS_NAME, is_london=True),
        summary.latest_pct,
        summary.latest_end,
        summary.peak_pct,
        summary.peak_end,
    )
    rows = series.rename(columns={"period_end": "date", "share_pct": "value"})
    rows = rows.assign(is_dashed=rows["is_transcription"])
    with st.container(border=True, height="stretch", key=f"card-{number}"):
        st.subheader(_QUESTIONS[measure], anchor=False)
        st.markdown(f"{sentence}.")
        controls.spark(
            spark(rows, unit=PER_CENT, look=Look()),
            alt=f"{_QUESTIONS[measure]} Share from quarter to quarter since "
            f"{wording.month_year(series['period_end'].min())}. {sentence}.",
            key=f"spark-{measure}",
        )
        if summary.latest_is_transcription:
            st.caption("Newest figures read off MOPAC's dashboard, not from a published file.")
        controls.page_link("trust", "Trust and confidence", {"area": queries.MPS})
    return {
        "indicator": queries.SURVEY_MEASURES[measure],
        "area_name": queries.MPS_NAME,
        "period_end": summary.latest_end,
        "value": summary.latest_pct,
        "unit": "percent",
        "source_id": series["source_id"].iloc[-1],
    }


def crime_card(number: int) -> dict[str, Any]:
    """Recorded crime in the Met's area: sentence, small trend, link. Returns its row of the table."""
    series = controls.ask(
        queries.crime_series, queries.MPS, queries.ALL, queries.ALL, "year", "count"
    )
    total = controls.ask(queries.crime_by_group, queries.MPS, series["date"].max()).iloc[0]
    sentence = wording.crime_headline(
        wording.offences_noun(queries.ALL, queries.ALL),
        queries.MPS_NAME,
        True,
        total["offences_count"],
        total["before_count"],
        total["change_pct"],
        series["date"].max(),
    )
    with st.container(border=True, height="stretch", key=f"card-{number}"):
        st.subheader("How much crime is recorded?", anchor=False)
        st.markdown(f"{sentence}.")
        controls.spark(
            spark(series, unit=COUNT, look=Look()),
            alt=f"Offences recorded in London, 12-month totals since "
            f"{wording.month_year(series['date'].min())}. {sentence}.",
            key="spark-crime",
        )
        st.caption(
            "Offences the police record, which is not all crime. City of London not included."
        )
        controls.page_link("crime", "Crime trends", {"area": queries.MPS})
    return {
        "indicator": "Offences recorded",
        "area_name": queries.MPS_NAME,
        "period_end": series["date"].max() + pd.offsets.MonthEnd(0),
        "value": float(total["offences_count"]),
        "unit": "count",
        "source_id": "mps_recorded_crime",
    }


def figures_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The cards' figures as a reader sees them, each with its date and source."""
    return pd.DataFrame(
        {
            "Figure": rows["indicator"],
            "Newest": [
                PER_CENT.value(value) if unit == "percent" else COUNT.value(value)
                for value, unit in zip(rows["value"], rows["unit"], strict=True)
            ],
            "12 months to": rows["period_end"].map(wording.month_year),
            "Source": rows["source"],
        }
    )


def _ends() -> tuple[pd.Timestamp, pd.Timestamp]:
    quarters = controls.ask(queries.survey_quarters)
    return quarters[0], quarters[-1]


_QUESTIONS = {
    "trust": "Do Londoners trust the Met?",
    "good_job_local": "Do the police do a good job locally?",
}

controls.stop_unless_loaded("public_attitudes", "recorded_offences", "review_figures")
controls.headline(
    "Is the Met changing?",
    "In March 2023 the Casey Review named seven measures that would show whether the Metropolitan "
    "Police is reforming. These are the newest published figures on trust, confidence and crime. "
    "Verdicts on the seven measures are not on this site yet.",
)
rows = []
for column, draw in zip(
    st.columns(3),
    (
        partial(survey_card, "trust", 1),
        partial(survey_card, "good_job_local", 2),
        partial(crime_card, 3),
    ),
    strict=True,
):
    with column:
        rows.append(draw())

newest = pd.DataFrame(rows)
sources = controls.ask(queries.sources).drop_duplicates("id").set_index("id")
shown = sources.loc[newest.pop("source_id")]
newest = newest.assign(source=list(shown["title"]))
controls.section("The figures", f"{queries.MPS_NAME}, each for the 12 months to its date")
controls.table(figures_table(newest), alt="The three figures above with their dates and sources")
st.caption(controls.source_line("public_attitudes", set(shown.index)))
st.caption(controls.source_line("recorded_offences"))
controls.download_row(
    newest,
    name="overview",
    meta=downloads.DownloadMeta(
        title="Newest figures on trust, confidence and recorded crime",
        source="; ".join(dict.fromkeys(shown["citation"])),
        licence="; ".join(dict.fromkeys(shown["licence"])),
        filters={"Place": queries.MPS_NAME},
        link=controls.fixed_link({}),
        data_version=controls.data_version(),
    ),
)

figures = controls.ask(queries.review_figures)
controls.section("What the Review itself printed")
st.markdown(
    f"{wording.review_search_sentence(len(figures), len(figures), int(figures['is_conflict'].sum()))}: "
    "every one can be searched, with its place in the document."
)
controls.page_link("review", "The Review's own figures")
controls.page_link("methods", "Where every figure comes from")
