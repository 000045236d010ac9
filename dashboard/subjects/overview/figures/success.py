"""The seven success measures: verdicts, what they stand on, and how each was worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures.places import ALL, MPS
from dashboard.subjects.outcomes.figures.outcomes import outcome_series
from dashboard.subjects.trust.figures.survey import SURVEY
from datasets import catalogue, schema
from datasets.schema import DATASETS
from stats.steps import Steps, from_text

_FIGURES = ("review_figures", "published_figures")
_PAGE_OF = {"gaps": "trust"}
"""Pages that are about another page's measures."""


@dataclass(frozen=True)
class Measure:
    """One of the seven measures.

    Attributes:
        id, name: as in `datasets.schema.SUCCESS_MEASURES`.
        question: the measure as a question, in plain words.
        page: address of the page that shows more.
        verdict, reason, needed: of the measure as a whole.
        cannot_kind: which kind of "cannot be judged" it is; empty where there is a verdict.
        loads_with: what would load a table that is published; empty where that is not the kind.
        indicators: rows of `success_measures`, the deciding ones of everyone first, in the order in
            which they are declared.
    """

    id: str
    name: str
    question: str
    page: str
    verdict: str
    reason: str
    needed: str
    indicators: pd.DataFrame
    cannot_kind: str = ""
    loads_with: str = ""

    @property
    def deciding(self) -> pd.DataFrame:
        """The indicators whose summary the verdict is."""
        return self.indicators[self.indicators["is_deciding"]]

    @property
    def first(self) -> str:
        """Name of the indicator that stands first for it; empty in an old version, which names none."""
        rows = self.indicators[self.indicators["is_principal"].eq(True)]
        return "" if rows.empty else str(rows["indicator_name"].iloc[0])


def measures() -> list[Measure]:
    """The seven measures with their verdicts, in the order in which the Review names them."""
    columns = list(DATASETS["success_measures"].columns)
    rows = catalogue.load("success_measures").reindex(columns=columns)  # older versions have fewer
    rows = rows.assign(early_sign_contradicts=rows["early_sign_contradicts"].eq(True))
    return [_measure(one, rows) for one in catalogue.declared("success_measures")["measure"]]


def measures_of(path: str) -> list[Measure]:
    """The measures that a page is about; all of them on the Overview; none where none is loaded.

    Args:
        path: the page's address without the slash, empty for the Overview.
    """
    found = measures() if catalogue.is_readable("success_measures") else []
    return [one for one in found if not path or one.page == _PAGE_OF.get(path, path)]


def _measure(declared: dict[str, Any], rows: pd.DataFrame) -> Measure:
    own = rows[rows["measure"] == declared["id"]]
    whole = own[own["indicator"] == ALL].iloc[0]
    order = {
        (one["id"], one.get("group", ALL)): place for place, one in enumerate(declared["indicator"])
    }
    indicators = own[own["indicator"] != ALL]
    places = [
        order[pair] for pair in zip(indicators["indicator"], indicators["group"], strict=True)
    ]
    return Measure(
        declared["id"],
        str(whole["indicator_name"]),
        declared["question"],
        declared["page"],
        str(whole["verdict"]),
        str(whole["reason"]),
        str(whole["needed"]),
        indicators.assign(order=places).sort_values("order", ignore_index=True),
        *("" if pd.isna(whole[one]) else str(whole[one]) for one in ("cannot_kind", "loads_with")),
    )


def steps_of(row: pd.Series) -> Steps | None:
    """The steps to the verdict of an indicator, as its test returned them; None without two figures."""
    return None if pd.isna(row["verdict_steps"]) else from_text(row["verdict_steps"])


def tally(found: list[Measure]) -> dict[str, int]:
    """How many measures came to each verdict, every verdict named."""
    return {verdict: sum(one.verdict == verdict for one in found) for verdict in schema.VERDICTS}


class Note(str):
    """A note as it was written, which carries the bound that the pipeline read from it."""

    bound: str


def _note(text: object, bound: str) -> Note:
    note = Note(text if isinstance(text, str) else "")
    note.bound = bound
    return note


def printed_figures(figure_ids: list[str]) -> pd.DataFrame:
    """Printed figures by their numbers, in that order, from the Review and elsewhere.

    Returns:
        figure_id, measure_id, statement, group, period_start, period_end, value, unit,
        source_document, source_location, confidence_note (a `Note` each), and what it means
        (`schema.MEANING_COLUMNS`).
    """
    columns = [
        *("figure_id", "measure_id", "statement", "group", "period_start", "period_end", "value"),
        *("unit", "source_document", "source_location", "confidence_note"),
        *schema.MEANING_COLUMNS,
    ]
    # A damaged one ends the page: without it an older figure would stand for the newest.
    published = [one for one in _FIGURES if one in catalogue.ids()]
    found = pd.concat(
        [_numbered(one, columns, figure_ids) for one in published]
        or [pd.DataFrame(columns=columns)]
    )
    notes = [_note(*pair) for pair in zip(found["confidence_note"], found["bound"], strict=True)]
    found = found.assign(confidence_note=pd.Series(notes, found.index, dtype=object))
    order = {figure: place for place, figure in enumerate(figure_ids)}
    return found.sort_values("figure_id", key=lambda ids: ids.map(order), ignore_index=True)


def _numbered(dataset: str, columns: list[str], figure_ids: list[str]) -> pd.DataFrame:
    """Rows by their numbers, picked from all of them: a page asks for a few many times."""
    rows = catalogue.load(dataset, columns)
    return rows[rows["figure_id"].isin(figure_ids)]


def trend_of(indicator: str) -> pd.DataFrame:
    """The series of 12 months behind an indicator, for its small trend.

    Args:
        indicator: a survey measure's id, for everyone in the Met's area; `positive_outcomes`; or
            `women_officers` (share of women among officers by head, each 31 March).

    Returns:
        date, value, is_dashed; oldest first.
    """
    if indicator == "positive_outcomes":
        return _positive_outcomes()
    if indicator == "women_officers":
        return _women_officers()
    rows = catalogue.load(
        "public_attitudes",
        ["period_end", "share_pct", "is_transcription"],
        {**SURVEY, "area_code": MPS, "measure": indicator},
    )
    names = {"period_end": "date", "share_pct": "value", "is_transcription": "is_dashed"}
    return rows.rename(columns=names).sort_values("date", ignore_index=True)


def _women_officers() -> pd.DataFrame:
    rows = catalogue.load(
        "workforce",
        ["date", "sex", "people"],
        {
            "source_id": "home_office_workforce",
            "role": "Police officers",
            "people_basis": "headcount",
        },
    )
    rows = rows[rows["sex"] != ALL]
    people = rows.pivot_table(index="date", columns="sex", values="people", aggfunc="sum")
    share = 100 * people["Female"] / people.sum(axis=1)
    return pd.DataFrame({"date": share.index, "value": share.to_numpy(), "is_dashed": False})


def _positive_outcomes() -> pd.DataFrame:
    series = outcome_series(MPS, ALL, "year")
    return series.loc[~series["is_provisional"], ["date", "value"]].assign(is_dashed=False)
