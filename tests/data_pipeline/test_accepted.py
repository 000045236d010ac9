"""Steps beyond what is plausible: held in one line, let through for a reason, and logged for readers."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data_pipeline import accepted, plausible, published_folder, registry
from data_pipeline.__main__ import main
from datasets.schema import DATASETS
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.test_plausible import ALARMS

PEOPLE = "ons_population"
REASON = "the 2010 estimate was mended by the publisher"
PLACE = "Barking and Dagenham"


@pytest.fixture
def build(small_mirror, published, monkeypatch):
    """As the other tests' `build`, with the declared bounds of the population estimates in force."""
    monkeypatch.setattr(plausible, "alarms", lambda *of: ALARMS(*of) if of[3].id == PEOPLE else [])
    return lambda *given: main(
        ["build", *given, "--mirror", str(small_mirror), "--out", str(published)]
    )


@pytest.fixture
def a_digit_too_many(small_mirror):
    """In one borough's figure; returns what it was and what it is."""
    line = next(one for one in mini.lines(small_mirror / mini.DENSITY) if f"{PLACE},2010" in one)
    figure = line.split(",")[4]
    mini.edit(small_mirror / mini.DENSITY, line, line.replace(figure, figure + "0"))
    return int(figure), int(figure) * 10


def log(published):
    return published_folder.read_published(published, DATASETS["corrections"])


def test_the_good_mirror_is_within_the_bounds(build, published):
    before = hashes(published)
    assert build(PEOPLE) == 0
    assert hashes(published) == before


def test_a_step_beyond_its_bound_is_one_line_and_changes_no_byte(
    build, published, a_digit_too_many, capsys
):
    before = hashes(published)
    assert build(PEOPLE) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: ons_population: housing-density-borough.csv (edition 2010): ")
    assert said.count("\n") == 1
    was, now = a_digit_too_many
    assert f"{PLACE}, 2010: {now:,}, {was:,} published" in said
    assert "give --accept ons_population:REASON" in said
    assert hashes(published) == before


def test_the_other_datasets_are_built_all_the_same(build, small_mirror, a_digit_too_many, capsys):
    outlines = small_mirror / mini.OUTLINES
    outlines.write_text(outlines.read_text().replace("51.3]", "51.31]"))
    assert build(PEOPLE, "borough_boundaries") == 1
    assert "boundaries: published" in capsys.readouterr().out


def test_what_is_accepted_is_published_and_logged(build, published, a_digit_too_many):
    assert build(PEOPLE, "--accept", f"{PEOPLE}:{REASON}") == 0
    was, now = a_digit_too_many
    rows = published_folder.read_published(published, DATASETS["population"])
    of_place = rows[(rows["area_name"] == PLACE) & (rows["year"] == 2010)]
    assert of_place["residents_count"].tolist() == [now]
    logged = log(published).query("correction_kind == 'accepted'")
    assert set(logged["reason"]) == {REASON}
    assert set(logged["dataset"]) == {"population"}
    assert set(logged["date"].dt.date) == {date.today()}
    assert f"{was:,} published" in set(logged["was"])
    assert f"{now:,}" in set(logged["is"])


def test_what_was_accepted_once_is_not_asked_again_and_stays_in_the_log(
    build, published, a_digit_too_many
):
    assert build(PEOPLE, "--accept", f"{PEOPLE}:{REASON}") == 0
    before = hashes(published)
    assert build() == 0
    assert hashes(published) == before


def test_accepting_what_is_plausible_logs_nothing(build, published):
    before = hashes(published)
    assert build(PEOPLE, "--accept", f"{PEOPLE}:{REASON}") == 0
    assert hashes(published) == before


def test_a_fault_of_the_file_itself_is_never_accepted(build, small_mirror, published, capsys):
    path = small_mirror / mini.DENSITY
    path.write_bytes(path.read_bytes()[:-1])
    before = hashes(published)
    assert build(PEOPLE, "--accept", f"{PEOPLE}:{REASON}") == 1
    assert "its last line has no end" in capsys.readouterr().err
    assert hashes(published) == before


@pytest.mark.parametrize("given", ["ons_population", "ons_population:", ":because", " : "])
def test_a_reason_is_needed(build, given, capsys):
    with pytest.raises(SystemExit) as stopped:
        build(PEOPLE, "--accept", given)
    assert stopped.value.code == 2
    assert "is not a source and a reason, as ID:REASON" in capsys.readouterr().err


def test_a_reason_is_what_readers_can_see(build, published, capsys):
    before = hashes(published)
    with pytest.raises(SystemExit) as stopped:
        build(PEOPLE, "--accept", f"{PEOPLE}:seen \N{RIGHT-TO-LEFT OVERRIDE}eurt")
    assert stopped.value.code == 2
    assert "holds characters that cannot be seen" in capsys.readouterr().err
    assert build(PEOPLE, "--accept", f"{PEOPLE}:one", "--accept", f"{PEOPLE}:another") == 1
    assert capsys.readouterr().err.startswith("error: --accept: gives one source two reasons")
    assert hashes(published) == before


def test_only_a_source_that_is_built_is_accepted(build, capsys):
    assert build(PEOPLE, "--accept", "mps_strength:true") == 1
    assert capsys.readouterr().err.startswith("error: mps_strength: is accepted but not built now")


def test_the_log_holds_the_declared_faults_of_publishers_files(published):
    rows = log(published).query("correction_kind == 'publisher'")
    declared = [one for source in registry.all_sources().values() for one in source.corrections]
    assert sorted(rows["reason"]) == sorted(one.reason for one in declared)
    of_2022 = rows[rows["edition"] == "2022-09"].iloc[0]
    assert (of_2022["was"], of_2022["is"]) == ("67, 74, 77, 74, 72", "left out")
    assert of_2022["date"] == pd.Timestamp("2026-11-23")


def test_errors_of_the_site_are_in_the_same_log(build, published, monkeypatch, tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_text(
        "date,dataset,source_id,what,was,is,reason\n"
        "2026-11-30,population,ons_population,Residents of Brent in 2011,100,101,Read from another row.\n"
    )
    monkeypatch.setattr(accepted, "REFERENCE", tmp_path)
    assert build(PEOPLE) == 0
    (row,) = log(published).query("correction_kind == 'site'").to_dict("records")
    assert (row["was"], row["is"], row["reason"]) == ("100", "101", "Read from another row.")
    path.write_text("date,what\n30/11/2026,Brent\n")
    assert build(PEOPLE) == 1
