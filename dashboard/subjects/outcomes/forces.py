"""The part of the Solved crime page that sets the Met's charges beside those of all forces."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import TENTHS, Look, trend
from dashboard.draft import Draft
from dashboard.figures.places import MPS_NAME
from dashboard.sourcing import source_line
from dashboard.subjects.outcomes.charged import connect
from dashboard.subjects.outcomes.choice import Choice
from dashboard.subjects.outcomes.figures import charges
from dashboard.subjects.outcomes.figures.charges import DATASET, SOURCE
from dashboard.subjects.outcomes.words import charges as words
from dashboard.subjects.outcomes.words.beside import rate_of
from dashboard.words.periods import AT_POINTER, month_year


def show(draft: Draft, chosen: Choice) -> None:
    """The Met's share of offences with an outcome that were charged, beside that of all forces."""
    both = ask(charges.beside_all_forces)
    is_met = both["area_name"] == MPS_NAME
    if not is_met.any() or is_met.all():
        return
    met, every = (both[one].reset_index(drop=True) for one in (is_met, ~is_met))
    end = min(met["date"].max(), every["date"].max())
    now, beside = (one[one["date"] == end].iloc[0] for one in (met, every))
    whole = ask(charges.charge_years).set_index("date")["offences_count"]
    draft.section(
        words.beside_title(now["share_pct"], beside["share_pct"], end),
        words.beside_subtitle(now["charged_count"], now["assigned_count"], whole[end])
        if end in whole.index
        else words.BESIDE_SUBTITLE,
    )
    rows = both.rename(
        columns={"share_pct": "value", "area_name": "series", "is_young": "is_dashed"}
    )[["date", "series", "value", "is_dashed"]].assign(
        role=is_met.map({True: "main", False: "context"})
    )
    draft.chart(
        lambda narrow: trend(
            rows,
            unit=TENTHS,
            look=Look(narrow=narrow),
            events=connect(rows),
            zero=True,
            when=AT_POINTER["year"],
            dashed=words.DASHED,
        ),
        alt=f"Line chart. {words.beside_title(now['share_pct'], beside['share_pct'], end)}.",
        source_line=source_line(DATASET, {SOURCE}),
        key="charges-beside",
    )
    notes = [
        words.beside_counts(now["charged_count"], now["assigned_count"], end),
        words.NOT_PER_RECORDED,
        words.ALL_FORCES,
    ]
    draft.need_to_know(notes, about="all-forces")
    wide = met.merge(every, on="date", suffixes=("", "_all")).iloc[::-1]
    with draft.fold("The figures, by year", "charges-beside"):
        counts = zip(wide["share_pct"], wide["charged_count"], wide["assigned_count"], strict=True)
        draft.table(
            pd.DataFrame(
                {
                    "Year to": wide["date"].map(month_year),
                    "The Met": [rate_of(*one) for one in counts],
                    "All forces": wide["share_pct_all"].map(TENTHS.value),
                }
            ),
            alt="Share of offences given an outcome that were charged, the Met and all forces, by year",
        )
        draft.downloads_of(
            both.drop(columns="is_young")
            .rename(columns={"date": "year_end"})
            .assign(outcome_basis="recorded", source_id=SOURCE),
            name="charges-beside",
            title="Share of offences given an outcome that were charged, the Met and all forces together",
            dataset=DATASET,
            source_ids={SOURCE},
            filters={"Places": f"{MPS_NAME}; all forces together"},
            link=chosen.link,
            notes=notes,
        )
