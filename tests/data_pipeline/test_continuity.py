"""Nothing published vanishes or jumps without being said."""

import shutil

import pandas as pd
import pytest

from data_pipeline import continuity
from data_pipeline.__main__ import main
from data_pipeline.registry import all_sources
from datasets.schema import DATASETS
from tests.data_pipeline import miniature
from tests.data_pipeline.conftest import hashes

CRIME, SURVEY = DATASETS["recorded_offences"], DATASETS["public_attitudes"]
SOURCE = all_sources()["mps_recorded_crime"]
CHARGES = all_sources()["home_office_charges_reduced"]


def offences(*cells):
    return pd.DataFrame(
        [
            (pd.Timestamp(month), place, "Burglary", "Domestic burglary", count, "202402")
            for month, place, count in cells
        ],
        columns=[
            "month",
            "area_name",
            "offence_group",
            "offence_subgroup",
            "offences_count",
            "edition",
        ],
    )


HELD = offences(("2024-01", "Lambeth", 100), ("2024-02", "Lambeth", 100), ("2024-02", "Brent", 10))


def test_the_same_rows_are_no_problem():
    assert continuity.problems(HELD, HELD, CRIME, SOURCE) == []


def outcomes(*series):
    """A row of crime outcomes for each offence code."""
    told = {
        "area_name": "Lambeth",
        "series": "notifiable",
        "offence_group": "Robbery",
        "outcome_kind": "charged",
    }
    rows = pd.DataFrame({"offence_code": pd.Series(series, dtype="object")})
    days = {"period_start": pd.Timestamp("2024-01-01"), "period_end": pd.Timestamp("2024-03-31")}
    return rows.assign(**told, **days, outcome_basis="recorded", source_id="x", edition="1")


def test_a_series_without_an_offence_code_is_the_same_however_it_is_absent():
    dataset = DATASETS["crime_outcomes"]
    held = outcomes(None, "34B")
    assert continuity.problems(outcomes(float("nan"), "34B"), held, dataset, CHARGES) == []
    (problem,) = continuity.problems(outcomes("34B"), held, dataset, CHARGES)
    assert problem.says == (
        "1 published series are not in the file, such as Lambeth, notifiable, Robbery, charged, recorded, x"
    )


def test_a_table_published_before_a_part_of_its_key_was_declared_is_compared_by_the_others():
    held = outcomes("34B").drop(columns=["offence_code", "series", "outcome_basis"])
    assert continuity.problems(outcomes("34B"), held, DATASETS["crime_outcomes"], CHARGES) == []


def test_newer_months_are_no_problem():
    new = pd.concat([HELD, offences(("2024-03", "Lambeth", 500))])
    assert continuity.problems(new, HELD, CRIME, SOURCE) == []


@pytest.mark.parametrize("kept", ["2024-01-01", "2024-02-01"])
def test_a_period_lost_at_either_end_is_named(kept):
    (problem,) = continuity.problems(
        HELD[HELD["month"] == kept], HELD[HELD["area_name"] == "Lambeth"], CRIME, SOURCE
    )
    assert problem.says == (
        f"covers {kept[:7]} to {kept[:7]} only, the published table holds 2024-01 to 2024-02"
    )
    assert (problem.was, problem.now) == ("published", "not in the files read")


def test_a_series_lost_is_named():
    (problem,) = continuity.problems(HELD[HELD["area_name"] != "Brent"], HELD, CRIME, SOURCE)
    assert problem.says.startswith(
        "1 published series are not in the file, such as Brent, Burglary"
    )


def test_a_build_that_would_shrink_history_is_refused_until_asked_for(
    published, good_mirror, tmp_path, capsys
):
    out = shutil.copytree(published, tmp_path / "copied")
    mirror = shutil.copytree(good_mirror, tmp_path / "older_mirror")
    for older in set(mirror.glob("crime/edition-*")) - {(mirror / miniature.CRIME_NEWEST).parent}:
        shutil.rmtree(older)
    command = ["build", "mps_recorded_crime", "--mirror", str(mirror), "--out", str(out)]
    assert main(command) == 1
    problem = capsys.readouterr().err
    named, _, _ = problem.removeprefix("error: mps_recorded_crime: ").partition(": covers ")
    assert named == (
        f"{miniature.HISTORICAL} (edition 202407), {miniature.RECENT} (edition 202401), "
        f"{miniature.RECENT} (edition 202403) and 1 more"
    )
    assert problem.count("\n") == 1
    assert "give --accept mps_recorded_crime:REASON" in problem
    assert main([*command, "--accept", "mps_recorded_crime:older editions withdrawn"]) == 0


def test_a_published_month_that_would_come_from_an_older_edition_is_named():
    older = HELD.assign(edition=HELD["edition"].mask(HELD["month"] == "2024-01", "202401"))
    (problem,) = continuity.problems(older, HELD, CRIME, SOURCE)
    assert problem.says.startswith(
        "2024-01 would come from edition 202401, the published table has 202402 (1 such)"
    )


def test_what_is_lost_is_put_to_the_files_that_gave_it_and_to_no_other():
    """Two editions, the months of each from a file of its own; without entries no file is named."""
    held = HELD.assign(edition=HELD["edition"].mask(HELD["month"] == "2024-01", "202401"))
    files = [
        {"id": SOURCE.id, "file": "old.csv", "edition": "202401", "period": ["2024-01", "2024-01"]},
        {"id": SOURCE.id, "file": "new.csv", "edition": "202402", "period": ["2024-02", "2024-02"]},
    ]
    first_gone = held[held["month"] == "2024-02"]
    (problem,) = continuity.problems(first_gone, held, CRIME, SOURCE, files)
    assert problem.says.startswith("old.csv (edition 202401): covers 2024-02 to 2024-02 only")
    without_brent = held[held["area_name"] != "Brent"]
    (problem,) = continuity.problems(without_brent, held, CRIME, SOURCE, files)
    assert problem.says.startswith("new.csv (edition 202402): 1 published series")
    (problem,) = continuity.problems(first_gone, held, CRIME, SOURCE)
    assert problem.says.startswith("covers 2024-02")


def test_a_newer_edition_is_no_problem():
    assert continuity.problems(HELD.assign(edition="202403"), HELD, CRIME, SOURCE) == []


def test_half_an_edition_removed_is_refused_where_an_older_one_would_step_in(
    published, small_mirror, build, capsys
):
    """Of the edition to July 2024, May to July are left; an older one has March and April too."""
    before = hashes(published)
    (small_mirror / miniature.CRIME_HISTORICAL).unlink()
    older = small_mirror / "crime" / "edition-202403" / miniature.RECENT
    between = small_mirror / "crime" / "edition-202404" / miniature.RECENT
    between.parent.mkdir()
    moved_on = older.read_text().replace("202401,202402,202403", "202402,202403,202404")
    between.write_text(moved_on)
    assert build("mps_recorded_crime") == 1
    problem = capsys.readouterr().err
    assert "2024-03 would come from edition 202404, the published table has 202407" in problem
    assert problem.count("\n") == 1
    assert hashes(published) == before
