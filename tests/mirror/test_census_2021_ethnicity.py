"""Census 2021 in the publisher's own file: London's total and its groups."""

from __future__ import annotations

import pytest

from data_pipeline import locate, registry, source_files

pytestmark = pytest.mark.mirror


def test_london_and_its_groups(mirror):
    source = registry.all_sources()["census_2021_ethnicity"]
    rows = source_files.read_source(source, locate.in_mirror(mirror)(source)).rows
    assert rows["residents_count"].sum() == 8_799_730
    broad = rows["residents_count"].groupby(rows["ethnicity"].str.split(":").str[0]).sum()
    assert (100 * broad / broad.sum()).round(1).to_dict() == {
        "Asian": 20.7, "Black": 13.5, "Mixed": 5.7, "Other": 6.3, "White": 53.8,
    }  # fmt: skip
    assert rows["area_code"].nunique() == 32
    joint = rows[rows["area_code"] == "E09000001+E09000033"]
    assert joint["residents_count"].sum() == 212_815
    assert len(rows) == 32 * 2 * 19
    assert (rows["residents_count"] % 5 == 0).all()
