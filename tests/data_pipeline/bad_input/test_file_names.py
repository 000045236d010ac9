"""Files that lie or are named wrongly: none is passed over without a word, and each is named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data_pipeline.__main__ import main
from tests.conftest import REPOSITORY
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.bad_input.spoilt import Case, Spoil, distinct, edited, removed
from tests.data_pipeline.conftest import hashes

CRIME, STRENGTH, PERCEPTION = "mps_recorded_crime", "mps_strength", "mopac_public_perception"
WORKBOOK, FORCE, STOPS = "mopac_pas_workbook", "home_office_use_of_force", "police_uk_stop_search"
STRENGTH_FILE = "workforce/Police_Force_Strength.csv"
STOPS_FILE = "stop-search/2022-07-metropolitan-stop-and-search.csv"
OLDER = f"crime/edition-202407/{mini.RECENT}"


def copied(file: str, to: str) -> Spoil:
    def spoil(mirror: Path) -> None:
        (mirror / to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(mirror / file, mirror / to)

    return spoil


def moved(file: str, to: str) -> Spoil:
    def spoil(mirror: Path) -> None:
        (mirror / to).parent.mkdir(parents=True, exist_ok=True)
        (mirror / file).rename(mirror / to)

    return spoil


def another_workbook(mirror: Path) -> None:
    sheets = mini.workbook_sheets()
    sheets["MPS"][-1][-1] += 0.01
    mini.write_workbook(mirror / "pas/PAS_T&Cdashboard_again.xlsx", sheets)


def workbook_saves_elsewhere(mirror: Path) -> None:
    mini.write_workbook_saves(mirror)
    (mirror / mini.WORKBOOK).rename((mirror / mini.WORKBOOK).with_suffix(".XLSX"))


MISNAMED = (
    # source, file that is there, name under which a newer one lies
    (WORKBOOK, mini.WORKBOOK, "pas/PAS_T&Cdashboard_to Q4 23-24.XLSX"),
    (WORKBOOK, mini.WORKBOOK, "pas/PAS_T&Cdashboard_to Q4 23-24.xlsm"),
    (WORKBOOK, mini.WORKBOOK, "pas/PAS_T&Cdashboard_to Q4 23-24.xls"),
    (WORKBOOK, mini.WORKBOOK, "pas/PAS_T&Cdashboard_to Q4 23-24.ods"),
    (WORKBOOK, mini.WORKBOOK, "pas/pas_t&cdashboard_to q4 23-24.xlsx"),
    (WORKBOOK, mini.WORKBOOK, "pas/PAS T&C dashboard to Q4 23-24.xlsx"),
    (WORKBOOK, mini.WORKBOOK, "PAS/PAS_T&Cdashboard_to Q4 23-24.xlsx"),
    (WORKBOOK, mini.WORKBOOK, "PAS_T&Cdashboard_to Q4 23-24.xlsx"),
    (WORKBOOK, mini.WORKBOOK, "pas/new/PAS_T&Cdashboard_to Q4 23-24.xlsx"),
    (CRIME, mini.CRIME_NEWEST, "crime/edition-202410/mps borough level crime (Most Recent 24 Months).csv"),
    (CRIME, mini.CRIME_NEWEST, f"crime/edition-202410/{mini.RECENT}.gz"),
    (CRIME, mini.CRIME_NEWEST, f"crime/Edition-202410/{mini.RECENT}"),
    (CRIME, mini.CRIME_NEWEST, f"crime/202410/{mini.RECENT}"),
    (CRIME, mini.CRIME_NEWEST, f"crime/{mini.RECENT}"),
    (CRIME, mini.CRIME_NEWEST, f"crime/edition-202410/{mini.RECENT[:-4]}.CSV"),
    (CRIME, mini.CRIME_NEWEST, f"crime/edition-202410/{mini.RECENT}.part"),
    (CRIME, mini.CRIME_NEWEST, f"crime/edition-202410/{mini.RECENT} "),
    (STRENGTH, STRENGTH_FILE, "workforce/Police_Force_Strength (1).csv"),
    (STRENGTH, STRENGTH_FILE, "workforce/Police_Force_Strength[1].csv"),
    (STRENGTH, STRENGTH_FILE, "workforce/Copy of Police_Force_Strength.csv"),
    (STRENGTH, STRENGTH_FILE, "workforce/police-force-strength.csv"),
    (STRENGTH, STRENGTH_FILE, "workforce/Police_Force_Strength_June 2026.xlsx"),
    (STRENGTH, STRENGTH_FILE, "workforce/Police_Force_Strength"),
    (PERCEPTION, mini.PERCEPTION, "pas/public-perception_edition_to_2025-12/Public-Perception-Data.csv"),
    (PERCEPTION, mini.PERCEPTION, "pas/public-perception/public-perception-data.csv"),
    (STOPS, STOPS_FILE, "stop-search/2022-08-metropolitan-stop-and-search.csv.zip"),
    (STOPS, STOPS_FILE, "stop-search/2022-08-Metropolitan-stop-and-search.csv"),
)  # fmt: skip

CASES = distinct(
    *(Case(f"beside it {name}", source, copied(file, name), (Path(name).name.strip(), "is not named as its files are"))
      for source, file, name in MISNAMED),
    Case("newest in capitals and an older save", WORKBOOK, workbook_saves_elsewhere,
         (Path(mini.WORKBOOK).stem + ".XLSX", "is not named as its files are")),
    # one file, one period
    Case("same file under two names", WORKBOOK, copied(mini.WORKBOOK, "pas/PAS_T&Cdashboard_copy.xlsx"),
         (f"pas/PAS_T&Cdashboard_copy.xlsx and pas/{Path(mini.WORKBOOK).name}", "are the same file under 2 names")),
    Case("two files of one period", WORKBOOK, another_workbook,
         (f"pas/PAS_T&Cdashboard_again.xlsx and pas/{Path(mini.WORKBOOK).name}", "both hold 2023-06", "duplicate key")),
    Case("two editions of one file", CRIME, copied(mini.CRIME_NEWEST, f"crime/edition-202410/{mini.RECENT}"),
         (f"edition-202410/{mini.RECENT}", "edition 202410 ends with 202409")),
    Case("month in both files of an edition", CRIME, lambda m: (m / mini.CRIME_HISTORICAL).write_text(
        (m / OLDER).read_text().replace("202405,202406,202407", "202403,202404,202405")),
        (f"edition-202407/{mini.HISTORICAL} and edition-202407/{mini.RECENT}", "both hold 2024-05", "duplicate key")),
    # half an edition
    Case("newest half gone", CRIME, removed(OLDER),
         (f"edition-202407/{mini.HISTORICAL}", "edition 202407 ends with 202404",
          f"{mini.RECENT}, which other editions have, is not there")),
    Case("older half gone", CRIME, removed(mini.CRIME_HISTORICAL),
         ("month 2024-04 is missing", f"not there any more: {mini.HISTORICAL} (edition 202407)")),
    Case("file cut by a month", CRIME, edited(mini.CRIME_NEWEST, "202407,202408,202409", "202406,202407,202408"),
         (f"edition-202409/{mini.RECENT}", "edition 202409 ends with 202408")),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fault_is_refused_in_one_line_and_changes_nothing(case, assert_refused):
    assert_refused(case)


@pytest.mark.parametrize(
    "name",
    ["pas/.PAS_T&Cdashboard.xlsx", "pas/~$PAS_T&Cdashboard_to Q3 23-24.xlsx", "pas/PAS_T&Cdashboard.pdf",
     "pas/SOURCES.md", "workforce/Police_Force_Strength_by_ward.csv"],
)  # fmt: skip
def test_what_is_no_file_of_the_source_is_no_hindrance(name, build, small_mirror):
    (small_mirror / name).write_bytes(b"x")
    assert build(WORKBOOK, STRENGTH) == 0


def test_kind_that_is_preferred_may_hold_a_month_that_others_hold(build, small_mirror, capsys):
    """A preferred file and another kind of one edition share a month: no duplicate, no refusal."""
    counts = next((small_mirror / "stop-search").glob("DERIVED_*.csv"))
    again = (
        "2022-07,Black/African/Caribbean/Black British - African,Black,Controlled drugs,Arrest,7"
    )
    counts.write_text(f"{counts.read_text()}{again}\n")
    assert build(STOPS) == 0
    assert capsys.readouterr().err == ""


# Folders and files that may not be read: as another user where the tests run as root


def as_somebody(*arguments: str) -> subprocess.CompletedProcess[str]:
    other = ["setpriv", "--reuid=nobody", "--clear-groups"] if os.getuid() == 0 else []
    if other and shutil.which("setpriv") is None:
        pytest.skip("no other user can be taken on")
    command = [*other, sys.executable, "-m", "data_pipeline", "build", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


@pytest.fixture
def open_folder(tmp_path: Path, small_mirror: Path, published: Path) -> Path:
    """The mirror and the published folder, in which anybody may do anything."""
    for path in (*tmp_path.parents, tmp_path, *tmp_path.rglob("*")):
        if path.is_relative_to(Path(*tmp_path.parts[:3])):
            path.chmod(0o777 if path.is_dir() else 0o666)
    return tmp_path


@pytest.mark.parametrize(
    ("locked", "says"),
    [
        (mini.CRIME_NEWEST, f"edition-202409/{mini.RECENT} cannot be read: Permission denied"),
        (str(Path(mini.CRIME_NEWEST).parent), "edition-202409 may not be listed: Permission denied"),
        ("crime", "crime may not be listed: Permission denied"),
        (".", "mirror cannot be listed: Permission denied"),
    ],
)  # fmt: skip
def test_what_may_not_be_read_is_named(locked, says, open_folder):
    mirror, out = open_folder / "mirror", open_folder / "published"
    before = hashes(out)
    (mirror / locked).chmod(0)
    done = as_somebody(CRIME, "--mirror", str(mirror), "--out", str(out))
    (mirror / locked).chmod(0o777)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {CRIME}: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert hashes(out) == before


def test_folder_to_publish_in_that_may_not_be_written(open_folder):
    mirror, out = open_folder / "mirror", open_folder / "published"
    out.chmod(0o555)
    mini.edit(mirror / STRENGTH_FILE, "51.5", "51.6")
    before = hashes(out)
    done = as_somebody(STRENGTH, "--mirror", str(mirror), "--out", str(out))
    out.chmod(0o777)
    assert done.returncode == 1
    assert done.stderr == f"error: {out}: the folder cannot be written to: Permission denied\n"
    assert hashes(out) == before


# What the options name


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--mirror", "{tmp}/nowhere"], "folder {tmp}/nowhere is not there"),
        (["--mirror", "{tmp}/a.csv"], "folder {tmp}/a.csv is a file, not a folder"),
        (["--raw", "{tmp}/nowhere"], "folder {tmp}/nowhere is not there; nothing is downloaded yet"),
        (["--raw", "{tmp}/a.csv"], "folder {tmp}/a.csv is a file, not a folder"),
        (["--file", "{tmp}/nowhere.csv"], "file {tmp}/nowhere.csv is not there"),
        (["--file", "{tmp}"], "file {tmp} is a folder, not a file"),
        (["--file", "/dev/null"], "file /dev/null is no ordinary file"),
        (["--file", "{tmp}/pipe"], "file {tmp}/pipe is no ordinary file but a pipe"),
        (["--file", "{tmp}/empty.csv"], "file {tmp}/empty.csv is empty"),
        (["--file", "{tmp}/a.csv/b.csv"], "file {tmp}/a.csv/b.csv cannot be read: Not a directory"),
        (["--file", "{tmp}/" + "n" * 300], "cannot be read: File name too long"),
        (["--mirror", "{mirror}", "--out", "{tmp}/a.csv"], "{tmp}/a.csv: is a file, not a folder to publish in"),
        (["--mirror", "{mirror}", "--out", "{tmp}/a.csv/out"], "Not a directory"),
    ],
)  # fmt: skip
def test_option_that_names_nothing_of_use(options, says, tmp_path, small_mirror, published, capsys):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    (tmp_path / "empty.csv").touch()
    os.mkfifo(tmp_path / "pipe")
    before = hashes(published)
    filled = [one.format(tmp=tmp_path, mirror=small_mirror) for one in options]
    out = [] if "--out" in options else ["--out", str(published)]
    assert main(["build", CRIME, *filled, *out]) == 1
    written = capsys.readouterr().err
    assert written.startswith("error: ")
    assert says.format(tmp=tmp_path) in written
    assert written.count("\n") == 1
    assert hashes(published) == before


@pytest.mark.parametrize("option", ["--mirror", "--raw", "--file", "--out"])
def test_an_empty_path_is_wrong_usage(option, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["build", CRIME, option, ""])
    assert stopped.value.code == 2
    assert "an empty path" in capsys.readouterr().err


# The folder of downloads


@pytest.mark.parametrize(
    ("stray", "says"),
    [
        ("Police_Force_Strength.csv", "mps_strength/Police_Force_Strength.csv lies in no edition's folder"),
        ("2020-02/deeper/Police_Force_Strength.csv", "2020-02/deeper is a folder, not a file"),
    ],
)  # fmt: skip
def test_stray_file_among_the_downloads(stray, says, small_mirror, published, tmp_path, capsys):
    raw = tmp_path / "raw"
    for name in ("2020-02/Police_Force_Strength.csv", stray):
        (raw / STRENGTH / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(small_mirror / STRENGTH_FILE, raw / STRENGTH / name)
    assert main(["build", STRENGTH, "--raw", str(raw), "--out", str(published)]) == 1
    assert capsys.readouterr().err.startswith(f"error: {STRENGTH}: {says}")
