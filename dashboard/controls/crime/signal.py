"""The part of the Crime trends page on single months: more than the usual ups and downs, or not."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import queries
from dashboard.charts import COUNT, Look, Mark, control_chart
from dashboard.controls.crime.choice import Choice, name_of
from dashboard.controls.data import ask
from dashboard.controls.parts import section
from dashboard.controls.plots import chart
from dashboard.controls.sourcing import source_line
from dashboard.queries import crime_signal
from dashboard.wording import crime_signal as words


def show(chosen: Choice, area: str) -> None:
    """Years of single months within their usual range, and what the newest says.

    Args:
        chosen: the offences, and the last month. area: the place, by code.
    """
    name = name_of(area)
    section("Signal or noise?", f"{chosen.what} recorded each month, {name}, and their usual range")
    found = ask(crime_signal.monthly_signal, area, chosen.offence, chosen.kind, chosen.year_end)
    if found is None:
        st.markdown(words.TOO_FEW_MONTHS)
        return
    newest = found.last
    sentence = words.signal_sentence(
        chosen.noun,
        "London" if area == queries.MPS else name,
        newest["value"],
        newest["lower"],
        newest["upper"],
        newest["signal"],
        newest["date"],
        found.is_judged,
    )
    st.markdown(sentence)
    breaks = [Mark(month, label) for month, label in found.rebased]
    chart(
        lambda narrow: control_chart(
            found.rows, unit=COUNT, look=Look(narrow=narrow), breaks=breaks
        ),
        alt=f"Chart of single months with their average and usual range, {name}. {sentence}",
        source_line=source_line("recorded_offences"),
        key="crime-signal",
    )
    first = found.rows["date"].iloc[0]
    st.caption(words.limits_note(first, first + pd.DateOffset(months=11)))
