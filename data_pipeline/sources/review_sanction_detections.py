"""Sanction detection rates that the Casey Review prints, from the table of its figures."""

from __future__ import annotations

import pandas as pd

from data_pipeline.steps import convert, ripeness
from data_pipeline.steps.figures import parse
from datasets.schema import MPS, MPS_NAME, Source, SourceError

__all__ = ["parse", "tidy"]

FLAG = "CONFLICT"
"""Opens the note of a figure that the document contradicts."""


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Figures of the Review -> a row per period and offence group, with a rate and no counts.

    Raises:
        SourceError: no such figure, an unknown offence group, a contradicted figure for which
            nothing is declared, a value or date that is not one.
    """
    rates = _without_refused(_rates(raw, source), source)
    groups = convert.to_label(rates["group"], source.labels["offence_group"], source)
    absent = pd.array([pd.NA] * len(rates), dtype="Int64")
    rows = pd.DataFrame(
        {
            "period_start": convert.to_date(rates["period_start"], "%Y-%m-%d", source),
            "period_end": convert.to_date(rates["period_end"], "%Y-%m-%d", source),
            "area_name": MPS_NAME,
            "series": groups.map(source.settings["series"]).fillna("notifiable"),
            "offence_group": groups,
            "offence_code": None,
            "outcome_kind": source.settings["kind"],
            "outcome_basis": "as_published",
            "area_code": MPS,
            "outcomes_count": absent,
            "offences_count": absent,
            "rate_pct": convert.to_share(rates["value"], 100, source),
        }
    )
    return ripeness.with_age(rows, None, source)


def _rates(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The rates of the Met's area in the groups that are wanted."""
    wanted = pd.Series(True, index=raw.index)
    for column in ("measure_id", "unit", "geography"):
        wanted &= raw[column] == source.settings[column]
    rates = raw[wanted & ~raw["group"].isin(source.settings["left_out_groups"])]
    if rates.empty:
        raise SourceError.of(source.id, f"no figure is a {source.settings['measure_id']}")
    return rates


def _without_refused(rates: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Leaves out contradicted figures as declared; each must be declared, and each be there."""
    declared = {
        (one["group"], one["period_end"], one["value"]): one["published"]
        for one in source.settings["conflicts"]
    }
    flagged = rates[rates["confidence_note"].str.startswith(FLAG)]
    found = pd.Series(
        list(zip(flagged["group"], flagged["period_end"], flagged["value"], strict=True)),
        index=flagged.index,
        dtype=object,
    )
    for what, odd in (
        ("contradicted figure with nothing declared", set(found) - set(declared)),
        ("declared contradiction is not in the table", set(declared) - set(found)),
    ):
        if odd:
            raise SourceError.of(source.id, f"{what}: {', '.join(min(odd))}")
    return rates.drop(index=found.index[~found.map(declared).astype(bool)])
