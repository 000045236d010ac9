"""Tables that verdicts are made from: the shipped ones, changed, and generated answers to the survey."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_pipeline.derived import success_measures
from data_pipeline.registry import all_sources, reader
from datasets import catalogue
from datasets.schema import VERDICTS
from stats.verdicts import Why
from tests.conftest import FROZEN
from tests.data_pipeline import microdata as md

MICRODATA = all_sources()["mopac_pas_microdata"]
TRUST, GOOD_JOB, FAIR = "trust", "good_job_local", "treat_fairly"
SURVEY = "trust_confidence_fairness"
REVIEW, REVIEW_YEAR, LATER_YEAR = "2023-03-31", "2022-03-31", "2025-03-31"
JUDGED = ("improved", "worsened", "no_clear_change")

Frames = Mapping[str, pd.DataFrame]


def shipped(dataset: str) -> pd.DataFrame:
    """Rows of a shipped table, read with pyarrow alone."""
    frame: pd.DataFrame = pq.read_table(FROZEN / f"{dataset}.parquet").to_pandas(
        date_as_object=False
    )
    labels = [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(labels, "str"))


def made(frames: Frames, design_effect: float | None = None) -> pd.DataFrame:
    """The verdicts on these tables, by measure, indicator and group; sound whatever the tables are."""
    rows = success_measures.table(frames, design_effect)
    assert_sound(rows)
    return rows.set_index(["measure", "indicator", "group"], drop=False).rename_axis([None] * 3)


def assert_sound(rows: pd.DataFrame) -> None:
    """No verdict without its figures, no figure that is none, no sentence with a hole in it."""
    assert set(rows["verdict"]) <= set(VERDICTS)
    for row in rows.to_dict("records"):
        name = (row["measure"], row["indicator"], row["group"])
        numbers = [row[one] for one in ("baseline_value", "latest_value", "change")]
        ends = [row[one] for one in ("change_low", "change_high")]
        assert not any(math.isinf(number) for number in [*numbers, *ends]), name
        whole = row["indicator"] == "all"
        has_interval = not any(map(math.isnan, ends))
        assert has_interval == (not whole and row["verdict"] in JUDGED), name
        assert has_interval or all(map(math.isnan, ends)), name
        if not math.isnan(row["change"]):
            assert row["change"] == row["latest_value"] - row["baseline_value"], name
        if has_interval:
            assert ends[0] <= row["change"] <= ends[1], name
        said = row["reason"]
        assert said[0].isupper() or said[0].isdigit(), name
        assert said.endswith("."), name
        assert not re.search(r"\bnan\b|\binf\b|NaT|<NA>|None(?! of the )", said), name
        for figure in ("baseline", "latest"):
            assert math.isnan(row[f"{figure}_value"]) == pd.isna(row[f"{figure}_period_end"]), name
            assert math.isnan(row[f"{figure}_value"]) == pd.isna(row[f"{figure}_source_id"]), name


def replaced(frames: Frames, **tables: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables with some of them replaced."""
    return {**frames, **tables}


def changed_declaration(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Any]], object]
) -> None:
    """Lets the success measures be declared otherwise."""
    really = catalogue.declared
    declared = copy.deepcopy(really(success_measures.ID))
    change(declared)
    monkeypatch.setattr(
        catalogue,
        "declared",
        lambda name: declared if name == success_measures.ID else really(name),
    )


def indicator(declared: dict[str, Any], measure: str, place: int = 0) -> dict[str, Any]:
    """An indicator of a declaration."""
    (own,) = [one for one in declared["measure"] if one["id"] == measure]
    found: dict[str, Any] = own["indicator"][place]
    return found


def why_words() -> tuple[str, ...]:
    """Every reason for having no verdict."""
    return tuple(word for word in get_args(Why) if word)


# Generated answers

SIZES = {"Black": 700, "White British": 2100, "Asian": 500}


def answers(seed: int, shares: Mapping[str, float], weighted: bool = True) -> pd.DataFrame:
    """Invented people who trust the Met, or not: just so many of each group agree on one weight.

    Args:
        shares: ethnic group -> share who agree, per cent.
        weighted: whether weights differ, which moves the shares a little.
    """
    people = md.respondents(seed, "2021-22", sum(SIZES.values()))
    people["ReNNQ147"] = np.repeat(list(SIZES), list(SIZES.values()))
    for group, pct in shares.items():
        own = people.index[people["ReNNQ147"] == group]
        agreeing = round(len(own) * pct / 100)
        people.loc[own, "NQ135BD"] = [1] * agreeing + [4] * (len(own) - agreeing)
    return people if weighted else people.assign(WT_Discrete=1.0)


def loaded(people: pd.DataFrame, end: str, folder: Path) -> pd.DataFrame:
    """Shares of people's answers as the pipeline gives them, as if asked in the year to `end`."""
    module = reader(MICRODATA)
    path = md.write_tab(people, folder / f"pas-{end}.tab")
    return as_of(module.tidy(module.parse(path, MICRODATA), MICRODATA), end)


def as_of(rows: pd.DataFrame, end: str) -> pd.DataFrame:
    """Loaded shares as if they were of the year to `end`."""
    return rows.assign(
        period_end=pd.Timestamp(end),
        is_transcription=False,
        source_id=MICRODATA.id,
        edition=end[:7],
    )


def counted(people: pd.DataFrame, group: str) -> tuple[float, int, float]:
    """Share, interviews and Kish's design effect of an ethnic group's trust, person by person."""
    own = people[(people["ReNNQ147"] == group) & people["NQ135BD"].between(1, 5)]
    weights = own["WT_Discrete"].tolist()
    agreeing = sum(w for w, code in zip(weights, own["NQ135BD"], strict=True) if code <= 2)
    squares = sum(weight**2 for weight in weights)
    return 100 * agreeing / sum(weights), len(own), len(own) * squares / sum(weights) ** 2
