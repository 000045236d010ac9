"""Use of force in the Home Office's own tables."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import locate, registry, source_files
from data_pipeline.steps import raw_tables

pytestmark = pytest.mark.mirror
SOURCE = registry.all_sources()["home_office_use_of_force"]
OUTSIDE = SOURCE.settings["outside_total"]


@pytest.fixture(scope="module")
def rows(mirror) -> pd.DataFrame:
    return source_files.read_source(SOURCE, locate.in_mirror(mirror)(SOURCE)).rows


@pytest.mark.parametrize(
    ("year_end", "uses", "white", "black", "asian"),
    [("2019-03-31", 171_805, 74_357, 63_618, 18_906), ("2020-03-31", 205_135, 87_840, 76_052, 24_385)],
)  # fmt: skip
def test_uses_add_up_to_the_printed_totals(rows, year_end, uses, white, black, asian):
    year = rows[(rows["year_end"] == year_end) & ~rows["force_type"].isin(OUTSIDE)]
    groups = year.groupby("ethnicity")["uses_count"].sum()
    assert groups.sum() == uses
    assert groups[["White", "Black", "Asian"]].tolist() == [white, black, asian]


def test_groups_that_only_one_year_has(rows):
    groups = rows.groupby("year_end")["ethnicity"].agg(set)
    assert groups.iloc[0] - groups.iloc[1] == {"Chinese", "Not known"}
    assert groups.iloc[1] < groups.iloc[0]


def test_tactics_of_both_years(rows):
    uses = rows.groupby(["year_end", "tactic"])["uses_count"].sum()
    first, second = uses["2019-03-31"], uses["2020-03-31"]
    taser = "Conducted energy device (Taser)"
    assert (first[taser], second[f"{taser}: discharged"], second[f"{taser}: not discharged"]) == (
        7_396,
        935,
        9_133,
    )
    assert (first["Unarmed skills"], second["Unarmed skills"]) == (31_212, 33_428)
    assert (first["Tactical communication"], second["Tactical communication"]) == (35_224, 43_345)
    assert taser not in second
    assert (len(first), len(second), len(rows)) == (25, 27, 362)


@pytest.mark.parametrize(
    ("file", "incidents"),
    [("apr2018-mar2019-hosb3319", 129_729), ("apr2019-mar2020-hosb3720", 157_705)],
)
def test_incidents_are_another_and_smaller_number(rows, mirror, file, incidents):
    path = mirror / "use-of-force" / f"police-use-of-force-{file}-tables.ods"
    cells = raw_tables.read_cells(path, "Table_12", SOURCE)
    assert [row[2] for row in cells if row[1] == "Metropolitan"] == [incidents]
    counted = rows[rows["file"].eq(path.name) & ~rows["force_type"].isin(OUTSIDE)]
    assert counted["uses_count"].sum() > incidents
