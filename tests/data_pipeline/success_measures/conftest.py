"""The shipped tables and their verdicts, read and made once."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline.derived import success_measures
from tests.data_pipeline.verdict_tables import made, shipped


@pytest.fixture(scope="session")
def tables() -> dict[str, pd.DataFrame]:
    """The shipped tables; never changed."""
    return {dataset: shipped(dataset) for dataset in success_measures.OF}


@pytest.fixture(scope="session")
def verdicts(tables) -> pd.DataFrame:
    return made(tables)


@pytest.fixture(scope="session")
def survey(tables) -> dict[str, pd.DataFrame]:
    """The survey of London alone, with the Review's figures."""
    rows = tables["public_attitudes"]
    return {
        "public_attitudes": rows[rows["area_code"].isin(["MPS", "E12000007"])],
        "review_figures": tables["review_figures"],
    }


@pytest.fixture(scope="session")
def people(tables) -> dict[str, pd.DataFrame]:
    """The force and the residents alone."""
    return {one: tables[one] for one in ("workforce", "population")}
