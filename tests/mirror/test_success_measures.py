"""The survey's verdicts against the cells of the publishers' own files, read without the pipeline."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from data_pipeline import published_folder
from data_pipeline.__main__ import main
from datasets.schema import DATASETS
from tests.conftest import FROZEN

pytestmark = pytest.mark.mirror

SURVEY = "trust_confidence_fairness"
WORKBOOK_NAMES = {
    "trust": "Trust MPS",
    "good_job_local": '"Good Job" local',
    "treat_fairly": "Treat everyone fairly",
}
FILE_NAMES = {
    "good_job_local": "Police do a good job in the local area",
    "treat_fairly": "Agree the police treat everyone fairly regardless of who they are",
}


def of_london(folder: Path) -> pd.DataFrame:
    rows = published_folder.read_published(folder, DATASETS["success_measures"])
    chosen = rows[(rows["measure"] == SURVEY) & (rows["group"] == "all")]
    return chosen.set_index("indicator")


def built(mirror: Path, out: Path, *ids: str) -> pd.DataFrame:
    assert main(["build", *ids, "--mirror", str(mirror), "--out", str(out)]) == 0
    return of_london(out)


def workbook(mirror: Path, measure: str, end: str) -> float:
    """A cell of the workbook's sheet of London, in per cent."""
    (path,) = mirror.glob("pas/PAS_T&Cdashboard*.xlsx")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("MPS").to_python()
    (share,) = [row[4] for row in rows if str(row[0]) == end and row[3] == WORKBOOK_NAMES[measure]]
    return round(100 * share)


def perception(mirror: Path, measure: str, month: str) -> float:
    """A cell of the newest file of public perception, in per cent."""
    path = mirror / "pas" / "public-perception_edition_to_2025-09" / "public-perception-data.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    (share,) = [
        row["proportion"]
        for row in rows
        if (row["date"], row["measure"]) == (month, FILE_NAMES[measure])
    ]
    return float(share)


def transcribed_trust(mirror: Path, quarter: str) -> float:
    with (mirror / "pas" / "perception_long.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    (share,) = [
        row["metric_value"]
        for row in rows
        if (row["Quarter"], row["Borough"], row["metric"]) == (quarter, "MPS", "Trust MPS")
    ]
    return round(100 * float(share))


def test_with_the_workbook_alone_figures_are_shown_and_none_is_judged(mirror, tmp_path):
    """Its last year, to December 2023, shares a quarter with the Review's."""
    rows = built(mirror, tmp_path / "published", "mopac_pas_workbook")
    for measure, before, after in (
        ("trust", 71, 69),
        ("good_job_local", 50, 47),
        ("treat_fairly", 65, 62),
    ):
        row = rows.loc[measure]
        assert (row["baseline_value"], row["latest_value"]) == (before, after)
        assert before == workbook(mirror, measure, "2023-03-31")
        assert after == workbook(mirror, measure, "2023-12-31")
        assert (row["verdict"], row["latest_source_id"]) == (
            "cannot_be_judged",
            "mopac_pas_workbook",
        )
        assert row["reason"].startswith("The two years share months")
        assert not row["is_transcription"]
    assert rows.loc["good_job_london", "verdict"] == "cannot_be_judged"
    assert rows.loc["all", "verdict"] == "cannot_be_judged"


def test_with_every_file_of_the_survey_the_measure_is_mixed(mirror, tmp_path):
    """Trust from the transcription of MOPAC's dashboard, the other two from the publisher's file."""
    ids = ("mopac_pas_workbook", "mopac_public_perception", "mopac_dashboard_transcription")
    rows = built(mirror, tmp_path / "published", *ids)
    newest = {
        "trust": transcribed_trust(mirror, "Q2_2526"),
        "good_job_local": perception(mirror, "good_job_local", "Sep-25"),
        "treat_fairly": perception(mirror, "treat_fairly", "Sep-25"),
    }
    assert newest == {"trust": 74, "good_job_local": 46, "treat_fairly": 66}
    verdicts = {}
    for measure, after in newest.items():
        before = workbook(mirror, measure, "2023-03-31")
        row = rows.loc[measure]
        assert (row["baseline_value"], row["latest_value"]) == (before, after)
        variance = (before * (100 - before) + after * (100 - after)) * 1.3 / 12_800 + 1 / 6
        z = (after - before) / math.sqrt(variance)
        verdicts[measure] = (
            "no_clear_change" if abs(z) < 1.96 else "improved" if z > 0 else "worsened"
        )
        assert row["verdict"] == verdicts[measure]
        assert row["is_transcription"] == (measure == "trust")
    assert verdicts == {
        "trust": "improved",
        "good_job_local": "worsened",
        "treat_fairly": "no_clear_change",
    }
    for measure in ("good_job_local", "treat_fairly"):
        assert perception(mirror, measure, "Mar-23") == rows.loc[measure, "baseline_value"]
    assert rows.loc["good_job_london", "verdict"] == "cannot_be_judged"
    assert rows.loc["all", "verdict"] == "mixed"


def test_no_file_of_the_survey_holds_london_wide_confidence(mirror):
    (path,) = mirror.glob("pas/PAS_T&Cdashboard*.xlsx")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("MPS").to_python()
    asked = {str(row[3]) for row in rows[1:]}
    for name in ("public-perception_edition_to_2025-09/public-perception-data", "perception_long",
                 "MOPAC_FULL_LONG_Public_Perception"):  # fmt: skip
        with (mirror / "pas" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            asked |= {row.get("measure") or row["metric"] for row in csv.DictReader(file)}
    good_job = {one for one in asked if "good job" in one.casefold()}
    assert good_job == {'"Good Job" local', "Good job", "Police do a good job in the local area"}


def test_women_among_londons_residents_and_officers_are_those_of_the_publishers_files(mirror):
    """By adding up the census file; 10,638 of 34,542 officers of 31 March 2022 are women."""
    path = mirror / "population" / "ethnic_pop_region.csv"
    sums = {"Female": 0, "Male": 0}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Geography Code"].startswith("E09"):
                sums[row["Sex"]] += sum(int(cell or 0) for cell in list(row.values())[3:])
    women = 100 * sums["Female"] / sum(sums.values())
    shipped = published_folder.read_published(FROZEN, DATASETS["success_measures"])
    gap = shipped.set_index(["indicator", "group"]).loc[("gap_to_residents", "Female")]
    assert gap["baseline_value"] == pytest.approx(women - 100 * 10_638 / 34_542)
    assert gap["baseline_base_n"] == 34_542
