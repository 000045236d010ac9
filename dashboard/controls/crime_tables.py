"""The tables of the crime page: every kind of offence, and the Review's figures remade."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import queries, wording
from dashboard.controls.data import ask
from dashboard.controls.parts import bullets, section
from dashboard.controls.tables import table
from dashboard.queries import crime_changes
from dashboard.wording import crime_changes as words


def every_kind(area: str, area_name: str, last: pd.Timestamp) -> None:
    """Every kind of offence in 12 months: count, share, rate, change over 1, 5 and 10 years."""
    found = ask(crime_changes.changes_to, area, last)
    if found.empty:
        return
    by_group = ask(queries.crime_by_group, area, last).set_index("offence_group")
    section(
        f"Every kind of offence, {area_name}",
        f"12 months to {wording.month_year(last)}; change on the 12 months to the same month 1, 5 and 10 "
        "years before (none on under 50 offences or where not all months are held); rates per 1,000 "
        f"residents of mid-{by_group['population_year'].iloc[0]}",
    )
    rates = by_group["rate_per_1000"].reindex(found["offence"])
    table(
        pd.DataFrame(
            {
                "Offence": [
                    f"{name} (part of a kind above)" if is_subgroup else name
                    for name, is_subgroup in zip(
                        found["offence"], found["is_subgroup"], strict=True
                    )
                ],
                "Offences": found["offences_count"].map(wording.count),
                "Share": found["share_pct"].map("{:.1f}%".format),
                "Per 1,000": ["–" if pd.isna(rate) else f"{rate:.1f}" for rate in rates],
                "1 year": found["change_1y_pct"].map(words.percent_cell),
                "5 years": found["change_5y_pct"].map(words.percent_cell),
                "10 years": found["change_10y_pct"].map(words.percent_cell),
            }
        ),
        alt=f"Offences by kind, {area_name}, year to {wording.month_year(last)}",
    )
    bullets([words.ACROSS_BREAKS])


def beside_the_review() -> None:
    """Figures 1.2 and 1.3 as printed for January 2023, beside the published table."""
    both = ask(crime_changes.printed_changes)
    counts = ask(queries.figure_1_2)
    total = counts.iloc[0]
    section(
        "The Review's Figures 1.2 and 1.3, beside the table",
        "Met area, 12 months to January 2023; changes as printed / as the published table gives them now",
    )
    st.markdown(
        wording.figure_1_2_sentence(
            total["printed_count"], total["table_count"], total["difference_pct"]
        )
    )
    table(
        _side_by_side(both),
        alt="Offences and changes as the Review printed them and as the table has them",
    )
    bullets([words.FIVE_YEARS, words.PRINTED_ROUNDED, words.NOT_IN_TABLE])


def _side_by_side(both: pd.DataFrame) -> pd.DataFrame:
    difference = 100 * (both["table_count"] / both["printed_count"] - 1)
    return pd.DataFrame(
        {
            "Offence": both["offence"],
            "Printed": both["printed_count"].map(wording.count),
            "Table now": [
                "–" if pd.isna(count) else f"{wording.count(count)} ({wording.signed(pct, 1)}%)"
                for count, pct in zip(both["table_count"], difference, strict=True)
            ],
            "1 year": _pairs(both, 1),
            "5 years": [
                words.five_year_cell(*cells)
                for cells in zip(
                    both["printed_5y_pct"],
                    both["implied_5y_pct"],
                    both["table_5y_pct"],
                    both["is_inconsistent"],
                    strict=True,
                )
            ],
            "10 years": _pairs(both, 10),
        }
    )


def _pairs(both: pd.DataFrame, years: int) -> list[str]:
    printed, now = both[f"printed_{years}y_pct"], both[f"table_{years}y_pct"]
    return [words.pair_cell(*pair) for pair in zip(printed, now, strict=True)]
