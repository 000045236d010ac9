"""Figures by group, from every table that holds any: whose they are, and how far each carries.

`datasets/reference/gaps.toml` declares which question and survey a figure belongs to. A series is one
question of one survey on one time basis; series are never joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from dashboard.figures.places import ALL, MPS
from dashboard.subjects.trust.figures.interviews import thresholds, too_few
from dashboard.subjects.trust.figures.survey import group_series
from datasets import catalogue, schema
from stats.intervals import wilson_share
from stats.suppression import standing

CELLS = [
    "measure", "dimension", "series", "survey", "question", "role", "group", "published_group", "period_start",
    "period_end", "basis", "value", "low_pct", "high_pct", "base_n", "design_effect", *schema.MARK_COLUMNS,
    "is_flagged", "is_hidden", "caveat", "statement", "document", "location", "geography", "figure_id", "dataset",
    "source_id", "edition",
]  # fmt: skip
"""Columns of a figure by group; `role` is share, gap or change."""

AS_IT_IS: dict[str, Any] = {
    **dict.fromkeys(schema.MARK_COLUMNS, False),
    "read": "first_hand", "bound": "exact", "printed_as": "", "dating": "stated", "caveat": "",
}  # fmt: skip
"""What is known of a figure of a table: nothing that a note would say."""

PRINTED = ("review_figures", "published_figures")
SURVEY_TABLE = "public_attitudes"
_LENGTH = {"quarter": 3, "financial_year": 12, "rolling_12_months": 12}
_MEASURE_NAMES = {**schema.SURVEY_MEASURES, **schema.OTHER_SURVEY_MEASURES}


@cache
def declared() -> dict[str, Any]:
    """What is declared by hand of groups, measures, surveys and questions."""
    return catalogue.declared("gaps")


def entry(kind: str, name: str) -> dict[str, Any]:
    """One declared dimension, measure or survey."""
    found: dict[str, Any] = next(one for one in declared()[kind] if one["id"] == name)
    return found


def measures() -> dict[str, str]:
    """Measures of the gaps page: id -> name."""
    return {
        one["id"]: one.get("name") or _MEASURE_NAMES[one["id"]] for one in declared()["measure"]
    }


def dimensions() -> dict[str, str]:
    """What people are grouped by: id -> name."""
    return {one["id"]: one["name"] for one in declared()["dimension"]}


def dimension_of(published: str) -> str:
    """The dimension that a source's own name for it belongs to; empty for none of them."""
    return next((d["id"] for d in declared()["dimension"] if published in d["published_as"]), "")


def spelled(group: str) -> str:
    """A group's name, one spelling for all sources."""
    return str(declared()["spelling"].get(group, group))


def cells(measure: str, dimension: str) -> pd.DataFrame:
    """Every figure of one measure by one dimension, in the order of `gaps.toml`, then of time."""
    printed = printed_cells()
    chosen = printed[(printed["measure"] == measure) & (printed["dimension"] == dimension)]
    return pd.concat([loaded_cells(measure, dimension), chosen], ignore_index=True)


# --- Figures printed in documents -------------------------------------------------------------


@catalogue.kept(*PRINTED, "gaps.toml")
def printed_cells() -> pd.DataFrame:
    """Every figure by group that a document prints and the page uses, columns CELLS; shared."""
    rows = _printed()
    named = rows[rows["measure_id"].isin(_questions())]
    found = [one for row in named.to_dict("records") if (one := _printed_cell(row))]
    table = pd.DataFrame(found, columns=CELLS)
    places = [
        table[kind].map({one["id"]: place for place, one in enumerate(declared()[kind])})
        for kind in ("survey", "question")
    ]
    ordered = table.assign(first=places[0], second=places[1])
    by = ["first", "second", "period_end", "figure_id"]
    return ordered.sort_values(by, ignore_index=True)[CELLS]


def unplaced() -> pd.DataFrame:
    """Figures by group on trust, confidence and fairness that no question or survey claims."""
    rows = _printed()
    rows = rows[rows["success_measure"] == "trust_confidence_fairness"]
    lost = [_printed_cell(row) is None for row in rows.to_dict("records")]
    return rows[pd.Series(lost, index=rows.index, dtype=bool)].reset_index(drop=True)


def left_out() -> dict[str, str]:
    """What is published by group and not used here -> why."""
    return {one["what"]: one["why"] for one in declared()["left_out"]}


def _is_left_out(rows: pd.DataFrame) -> pd.Series:
    found = pd.Series(False, index=rows.index)
    for one in declared()["left_out"]:
        fits = rows["measure_id"].isin(one["measure_ids"])
        if "surveys" in one:
            fits &= rows["original_source"].isin(one["surveys"])
        found |= fits
    return found


def _printed() -> pd.DataFrame:
    """Figures by group of both documents' tables, those declared as left out not among them."""
    bears_on = {"success_measure": ["trust_confidence_fairness", "context"]}
    tables = [catalogue.load(table, None, bears_on).assign(dataset=table) for table in PRINTED]
    rows = pd.concat(tables, ignore_index=True)
    rows = rows[~rows["group_dimension"].isin([ALL, "offence_type"])]
    rows = rows.assign(caveat=rows["caveat"].fillna(""))
    return rows[~_is_left_out(rows)]


def _printed_cell(row: dict[Any, Any]) -> dict[str, Any] | None:
    """A figure with its series; None where no question, survey or dimension claims it."""
    question, role = _questions().get(str(row["measure_id"]), ({}, ""))
    dimension = dimension_of(row["group_dimension"])
    basis = _basis(row)
    survey = _survey_of(row, basis)
    if not question or not dimension or not survey:
        return None
    group = spelled(row["group"])
    value = float(row["value"]) * (question.get("gap_sign", 1) if role == "gap" else 1) + 0.0
    base = _base(survey, question["id"], group) if role == "share" else None
    interval = None if base is None else wilson_share(value, base, rounded=value.is_integer())
    return {
        **{name: row[name] for name in CELLS if name in row},
        "measure": question["measure"],
        "dimension": dimension,
        "series": f"{survey['id']}.{question['id']}",
        "survey": survey["id"],
        "question": question["id"],
        "role": role,
        "group": group,
        "published_group": row["group"],
        "basis": survey["basis"],
        "value": value,
        "low_pct": interval and interval.low,
        "high_pct": interval and interval.high,
        "base_n": base,
        "design_effect": None if base is None else 1.0,
        "is_flagged": False,
        "is_hidden": False,
        "document": row["source_document"],
        "location": row["source_location"],
    }


def _base(survey: Mapping[str, Any], question: str, group: str) -> int | None:
    """Interviews with a group that the document prints; None where it prints none."""
    if question in survey.get("bases_not_for", ()):
        return None
    found: int | None = survey.get("bases", {}).get(group)
    return found


@cache
def _questions() -> dict[str, tuple[dict[str, Any], str]]:
    """measure_id of a printed figure -> its question, and whether it is a share, gap or change."""
    return {
        question[role]: (question, role)
        for question in declared()["question"]
        for role in ("share", "gap", "change")
        if role in question
    }


def _survey_of(row: Mapping[Any, Any], basis: str) -> dict[str, Any] | None:
    for survey in declared()["survey"]:
        fits = (
            survey["dataset"] == row["dataset"]
            and row["original_source"] in survey["sources"]
            and row["geography"] in survey.get("places", schema.LONDON_AREAS)
            and survey["basis"] in ("poll", basis)
        )
        if fits:
            return dict(survey)
    return None


def _basis(row: Mapping[Any, Any]) -> str:
    """What a figure of MOPAC's survey covers, by its dates; not stated where these are not sure."""
    start, end = row["period_start"], row["period_end"]
    if row["is_basis_open"] or row["dating"] == "assumed":
        return "not_stated"
    if (start.month, start.day, end.month, end.day) == (4, 1, 3, 31):
        return "financial_year"
    return "quarter" if 80 <= (end - start).days <= 95 else "not_stated"


# --- Figures of the survey's tables -----------------------------------------------------------


def loaded_cells(measure: str, dimension: str) -> pd.DataFrame:
    """Shares by group that the survey tables hold, a reader's own copy among them, columns CELLS.

    Cells on fewer people than the threshold are kept without their value, so that it can be said.
    """
    published = entry("dimension", dimension)["published_as"]
    held = catalogue.load(
        SURVEY_TABLE,
        ["survey", "group_dimension", "time_basis"],
        {"measure": measure, "group_dimension": published, "area_code": MPS},
    ).drop_duplicates()
    frames = [
        _loaded(measure, dimension, str(one.survey), str(one.group_dimension), str(one.time_basis))
        for one in held.itertuples()
    ]
    return pd.concat([pd.DataFrame(columns=CELLS), *frames], ignore_index=True)


def _loaded(measure: str, dimension: str, survey: str, published: str, basis: str) -> pd.DataFrame:
    rows = group_series(measure, published, MPS, basis, survey).rename(
        columns={"share_pct": "value"}
    )
    hidden = too_few(rows["base_n"])
    surveys = [survey_of_source(str(source))["id"] for source in rows["source_id"]]
    months = _LENGTH.get(basis, 0)
    starts = rows["period_end"] + pd.Timedelta(days=1) - pd.DateOffset(months=months)
    rows.loc[hidden, ["value", "low_pct", "high_pct"]] = float("nan")
    return rows.assign(
        measure=measure,
        dimension=dimension,
        series=[f"{one}.{measure.replace('_', '-')}" for one in surveys],
        survey=surveys,
        question=measure,
        role="share",
        published_group=rows["group"],
        group=[spelled(str(group)) for group in rows["group"]],
        period_start=starts if months else rows["period_end"],
        basis=basis,
        **AS_IT_IS,
        is_flagged=_flagged(rows["base_n"]),
        is_hidden=hidden,
        statement="",
        document="",
        location="",
        geography=schema.LONDON_AREAS[0],
        figure_id="",
        dataset=SURVEY_TABLE,
    )[CELLS]


def survey_of_source(source_id: str) -> dict[str, Any]:
    """The declared survey of a source of the survey table; one made of its title where none is."""
    for survey in declared()["survey"]:
        if survey["dataset"] == SURVEY_TABLE and source_id in survey["sources"]:
            return dict(survey)
    titles = {one["id"]: one["title"] for one in catalogue.describe(SURVEY_TABLE)["sources"]}
    title = titles.get(source_id, source_id)
    return {"id": source_id, "short": title, "name": title, "dataset": SURVEY_TABLE}


def _flagged(bases: pd.Series) -> list[bool]:
    limits = thresholds()
    return [pd.notna(base) and standing(int(base), limits) == "flagged" for base in bases]
