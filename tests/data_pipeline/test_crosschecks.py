"""The cross-checks hold on the frozen tables, and fail when one side is wrong."""

import pytest

from data_pipeline import crosschecks, published_folder
from datasets.schema import DATASETS
from tests.conftest import FROZEN
from tests.data_pipeline import miniature
from tests.data_pipeline.conftest import hashes


def load(dataset):
    if dataset not in DATASETS:  # a witness, which only a build reads
        return None
    return published_folder.read_published(FROZEN, DATASETS[dataset])


def by_name(reader):
    return {finding.name: finding for finding in crosschecks.run(reader)}


def test_both_hold_on_the_frozen_tables():
    found = by_name(load)
    assert all(finding.is_right for finding in found.values())
    assert found["recorded_against_outcomes"].says.startswith("86.0% of 18,502 cells identical")
    assert "Drug offences +3.84%" in found["recorded_against_figure_1_2"].says
    assert "Possession of weapons +8.43%" in found["recorded_against_figure_1_2"].says
    assert "Public order -1.83%" in found["recorded_against_figure_1_2"].says


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


def one_per_cent_off(dataset):
    rows = load(dataset)
    return rows.assign(offences_count=(rows["offences_count"] * 1.01 + 0.5).astype("int64"))


def test_the_change_that_breaks_a_cross_check_is_named():
    changed = {name: load(name) for name in ("crime_outcomes", "revisions")}
    changed["recorded_offences"] = one_per_cent_off("recorded_offences")
    assert set(crosschecks.broken(load, changed)) == {"recorded_offences"}
    assert crosschecks.broken(load, {"population": load("population")}) == {}


def test_a_year_that_is_held_in_part_is_not_compared_with_the_reviews():
    def cut(dataset):
        rows = load(dataset)
        return rows[rows["month"] >= "2022-10-01"] if dataset == "recorded_offences" else rows

    assert "recorded_against_figure_1_2" not in by_name(cut)


def test_a_build_does_not_publish_what_check_would_refuse(
    small_mirror, published, build, monkeypatch, capsys
):
    """The outlines and the population are changed; a check of the population fails with its change."""

    def population_check(read):
        total = int(read("population")["residents_count"].sum())
        is_right = total == int(
            published_folder.read_published(published, DATASETS["population"])[
                "residents_count"
            ].sum()
        )
        return [
            crosschecks.Finding(
                "as_before", f"{total:,} residents", is_right, ("population", "boundaries")
            )
        ]

    monkeypatch.setattr(crosschecks, "run", population_check)
    miniature.edit(small_mirror / miniature.DENSITY, "MYE,99002", "MYE,99003")
    outlines = small_mirror / miniature.OUTLINES
    outlines.write_text(outlines.read_text().replace("51.3]", "51.31]"))
    before = hashes(published)
    assert build("ons_population", "borough_boundaries") == 1
    told = capsys.readouterr()
    assert told.err.startswith("error: ons_population: cross-check as_before: ")
    assert "boundaries: published" in told.out
    after = hashes(published)
    assert after["population.parquet"] == before["population.parquet"]
    assert after["boundaries.parquet"] != before["boundaries.parquet"]
