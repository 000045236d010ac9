"""How many interviews stand behind the survey's shares, and which rest on too few."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.places import ALL, MPS
from datasets import catalogue
from datasets.schema import REFERENCE
from stats.suppression import Thresholds, standing, thresholds_of


def survey_base(area_code: str) -> tuple[int, float]:
    """Interviews a year behind a share, and the design effect: loaded ones, else the assumed."""
    return survey_bases([area_code])[area_code]


def survey_bases(area_codes: Iterable[str]) -> dict[str, tuple[int, float]]:
    """`survey_base` of several places."""
    design = survey_design()
    per_year = {one["area"]: int(one["per_year"]) for one in design["interviews"]}
    loaded = _loaded()
    return {
        area: loaded.get(area)
        or (per_year[MPS if area == MPS else "borough"], float(design["design_effect"]))
        for area in area_codes
    }


def loaded_base(area_code: str) -> tuple[int, float] | None:
    """Interviews and design effect of the newest year in a reader's own copy; None where none is."""
    return _loaded().get(area_code)


@catalogue.kept("public_attitudes")
def _loaded() -> dict[str, tuple[int, float]]:
    rows = catalogue.load(
        "public_attitudes",
        ["area_code", "period_end", "base_n", "design_effect"],
        {"survey": "PAS", "group_dimension": ALL, "time_basis": "financial_year"},
    ).dropna()
    newest = rows[rows["period_end"] == rows.groupby("area_code")["period_end"].transform("max")]
    means = newest.groupby("area_code", observed=True)[["base_n", "design_effect"]].mean()
    return {
        str(area): (round(base), round(float(effect), 2))
        for area, base, effect in means.itertuples()
    }


def survey_design() -> dict[str, Any]:
    """The survey's design as the project assumes it: interviews a year, design effects; shared."""
    return catalogue.declared("survey_design")


def interviews_source(area: str) -> str:
    """What the number of interviews assumed in an area rests on, from the survey's design."""
    held = survey_design()["interviews"]
    return str(next(one["source"] for one in held if one["area"] == area))


def thresholds() -> Thresholds:
    """Interviews below which a survey's share is hidden, and below which it is flagged."""
    return thresholds_of((REFERENCE / "suppression.toml").read_text(encoding="utf-8"))


def too_few(bases: pd.Series) -> pd.Series:
    """Whether a share is hidden: its source says that fewer people answered than the threshold."""
    known = bases.to_numpy("float64", na_value=math.nan)
    few = np.zeros(len(bases), dtype=bool)
    limits = thresholds()
    for place in np.flatnonzero(~np.isnan(known)):
        few[place] = standing(int(known[place]), limits) == "hidden"
    return pd.Series(few, index=bases.index, dtype=bool)
