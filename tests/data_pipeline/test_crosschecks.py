"""The cross-checks hold on the frozen tables, and fail when one side is wrong."""

import pytest

from data_pipeline import crosschecks, published_folder
from datasets.schema import DATASETS
from tests.conftest import FROZEN


def load(dataset):
    return published_folder.read_published(FROZEN, DATASETS[dataset])


def by_name(reader):
    return {finding.name: finding for finding in crosschecks.run(reader)}


def test_both_hold_on_the_frozen_tables():
    found = by_name(load)
    assert all(finding.is_right for finding in found.values())
    assert found["recorded_against_outcomes"].says.startswith("86.5% of 18,120 cells identical")
    assert "Drug offences +3.77%" in found["recorded_against_figure_1_2"].says
    assert "Possession of weapons +8.32%" in found["recorded_against_figure_1_2"].says
    assert "Public order -1.84%" in found["recorded_against_figure_1_2"].says


@pytest.mark.parametrize("name", ["recorded_against_outcomes", "recorded_against_figure_1_2"])
def test_both_fail_when_recorded_crime_is_one_per_cent_off(name):
    def spoilt(dataset):
        rows = load(dataset)
        if dataset == "recorded_offences":
            rows = rows.assign(offences_count=(rows["offences_count"] * 1.01 + 0.5).astype("int64"))
        return rows

    assert not by_name(spoilt)[name].is_right


def test_a_table_that_is_not_published_is_not_checked():
    assert crosschecks.run(lambda _: None) == []
