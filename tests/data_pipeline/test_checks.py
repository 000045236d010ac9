"""Every check passes the good frame and is the only one to fail for its own fault."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from data_pipeline import checks, publish, published_folder
from data_pipeline.__main__ import main
from data_pipeline.registry import all_sources, kept_sources
from data_pipeline.steps.geography import CITY
from datasets.schema import DATASETS, MPS
from tests.data_pipeline import miniature as mini

Fault = Callable[[pd.DataFrame], pd.DataFrame]
LAMBETH = "E09000022"


def failing(rows: pd.DataFrame, dataset: str) -> set[str]:
    declared = DATASETS[dataset]
    return {check.__name__ for check in checks.checks_of(declared) if check(rows, declared)}


@pytest.mark.parametrize("dataset", DATASETS)
def test_good_rows_pass_every_check(dataset, frames):
    assert failing(frames[dataset], dataset) == set()


def with_cell(column: str, value) -> Fault:
    """Puts one value into the first row, whatever that does to the column's type."""

    def fault(rows: pd.DataFrame) -> pd.DataFrame:
        values = rows[column].astype(object)
        values.iloc[0] = value
        return rows.assign(**{column: values.infer_objects()})

    return fault


def with_label(column: str, old, new) -> Fault:
    return lambda rows: rows.assign(**{column: rows[column].replace(old, new)})


def with_type(column: str, dtype: str) -> Fault:
    return lambda rows: rows.astype({column: dtype})


def without(**where) -> Fault:
    """Drops the rows in which all these columns hold these values."""

    def fault(rows: pd.DataFrame) -> pd.DataFrame:
        chosen = pd.Series(True, index=rows.index)
        for column, value in where.items():
            chosen &= rows[column] == value
        assert chosen.any()
        return rows[~chosen]

    return fault


def added(dataset: str, **changes) -> Fault:
    """Adds the first row once more, changed."""
    return lambda rows: pd.concat([rows, rows.iloc[:1].assign(**changes)])[
        list(DATASETS[dataset].columns)
    ]


def moved_in_london(rows: pd.DataFrame) -> pd.DataFrame:
    """The last quarter of London's trust ends a month early."""
    chosen = rows[(rows["measure"] == "trust") & (rows["area_code"] == MPS)].index[-1]
    ends = rows["period_end"].mask(rows.index == chosen, pd.Timestamp("2023-11-30"))
    return rows.assign(period_end=ends)


SINGLE_FAULTS = (
    ("public_attitudes", "schema_fits", "column missing", lambda rows: rows.drop(columns="base_n")),
    ("public_attitudes", "schema_fits", "column added", lambda rows: rows.assign(note="x")),
    ("public_attitudes", "schema_fits", "share above 100", with_cell("share_pct", 100.5)),
    ("public_attitudes", "schema_fits", "share below 0", with_cell("share_pct", -0.5)),
    ("public_attitudes", "schema_fits", "share absent", with_cell("share_pct", np.nan)),
    ("public_attitudes", "schema_fits", "share as text", with_type("share_pct", "str")),
    ("public_attitudes", "schema_fits", "share as whole number", with_type("share_pct", "int64")),
    ("public_attitudes", "schema_fits", "flag as text", lambda rows: rows.assign(is_transcription="no")),
    ("public_attitudes", "schema_fits", "flag as number", lambda rows: rows.assign(is_transcription=0)),
    ("public_attitudes", "schema_fits", "unknown survey", with_cell("survey", "CSEW")),
    ("public_attitudes", "schema_fits", "unknown time basis", with_cell("time_basis", "monthly")),
    ("public_attitudes", "schema_fits", "label absent", with_cell("edition", None)),
    ("public_attitudes", "schema_fits", "label a number", with_cell("edition", 2025)),
    ("public_attitudes", "schema_fits", "negative base", lambda rows: rows.assign(base_n=-1)),
    ("public_attitudes", "schema_fits", "fractional base", lambda rows: rows.assign(base_n=0.5)),
    ("public_attitudes", "key_unique", "row twice", added("public_attitudes")),
    ("public_attitudes", "boroughs_complete", "last quarter without Lambeth",
     without(measure="trust", area_code=LAMBETH, period_end=pd.Timestamp("2026-03-31"))),
    ("public_attitudes", "no_city_of_london", "City added", added("public_attitudes", area_code=CITY)),
    ("public_attitudes", "quarters_complete", "London lacks a quarter",
     without(measure="trust", area_code=MPS, period_end=pd.Timestamp("2023-09-30"))),
    ("public_attitudes", "quarters_complete", "all boroughs lack a quarter",
     without(measure="trust", period_end=pd.Timestamp("2024-09-30"))),
    ("public_attitudes", "quarters_complete", "not a quarter's end", moved_in_london),
    ("public_attitudes", "quarters_complete", "a month missing where periods are not stated",
     without(measure="people_get_on", period_end=pd.Timestamp("2031-11-30"))),
    ("public_attitudes", "quarters_complete", "a group lacks a quarter",
     added("public_attitudes", survey="PAS", measure="feels_safe_after_dark", group_dimension="sex", group="Male",
           area_code=MPS, time_basis="quarter", period_end=pd.Timestamp("2019-09-30"))),
    ("recorded_offences", "schema_fits", "negative count", with_cell("offences_count", -1)),
    ("recorded_offences", "schema_fits", "fractional count", with_cell("offences_count", 0.5)),
    ("recorded_offences", "schema_fits", "unknown group", with_label("offence_group", "Robbery", "Piracy")),
    ("recorded_offences", "schema_fits", "unknown kind of place", with_cell("area_type", "ward")),
    ("recorded_offences", "key_unique", "row twice", added("recorded_offences")),
    ("recorded_offences", "boroughs_complete", "a month without Lambeth's robberies",
     without(area_code=LAMBETH, month=pd.Timestamp("2024-05-01"), offence_group="Robbery")),
    ("recorded_offences", "no_city_of_london", "City added",
     added("recorded_offences", area_code=CITY, area_name="City of London")),
    ("recorded_offences", "months_complete", "a month missing", without(month=pd.Timestamp("2024-05-01"))),
    ("population", "schema_fits", "year as text", with_type("year", "str")),
    ("population", "schema_fits", "year of another age", with_label("year", 2010, 1066)),
    ("population", "schema_fits", "negative count", with_cell("residents_count", -1)),
    ("population", "key_unique", "row twice", added("population")),
    ("population", "places_complete", "a place missing in a year", without(area_code=LAMBETH, year=2011)),
    ("population", "places_complete", "a place missing", without(area_code=LAMBETH)),
    ("population", "places_complete", "a place missing in one ethnic group",
     without(area_code=LAMBETH, sex="Male", ethnicity="White: Roma")),
    ("population", "places_complete", "two places given as one missing", without(area_code="E09000001+E09000033")),
    ("population", "places_complete", "a place both alone and with another",
     added("population", year=2021, area_code="E09000033", sex="Male", ethnicity="White: Roma")),
    ("violence_against_women", "schema_fits", "unknown view", with_cell("view", "victim_place")),
    ("violence_against_women", "schema_fits", "negative count", with_cell("counted", -1)),
    ("violence_against_women", "key_unique", "row twice", added("violence_against_women")),
    ("violence_against_women", "boroughs_complete", "a month without Lambeth",
     without(area_code=LAMBETH, month=pd.Timestamp("2031-12-01"))),
    ("violence_against_women", "no_city_of_london", "City added",
     added("violence_against_women", area_code=CITY, area_name="City of London")),
    ("violence_against_women", "months_complete", "a month missing",
     added("violence_against_women", month=pd.Timestamp("2032-02-01"), area_code=MPS)),
    ("custody", "schema_fits", "unknown group", with_label("offence_group", "Murder", "Piracy")),
    ("custody", "schema_fits", "disposal absent", with_cell("disposal", None)),
    ("custody", "key_unique", "row twice", added("custody")),
    ("custody", "months_complete", "a month missing", added("custody", month=pd.Timestamp("2032-02-01"))),
    ("stop_and_search", "schema_fits", "unknown basis", with_cell("ethnicity_basis", "perceived")),
    ("stop_and_search", "schema_fits", "negative count", with_cell("stops_count", -1)),
    ("stop_and_search", "key_unique", "row twice", added("stop_and_search")),
    ("use_of_force", "schema_fits", "negative count", with_cell("uses_count", -1)),
    ("use_of_force", "schema_fits", "tactic absent", with_cell("tactic", None)),
    ("use_of_force", "key_unique", "row twice", added("use_of_force")),
    ("workforce", "schema_fits", "unknown basis", with_cell("people_basis", "heads")),
    ("workforce", "schema_fits", "negative number", with_cell("people", -0.5)),
    ("workforce", "key_unique", "row twice", added("workforce")),
    ("boundaries", "schema_fits", "outline absent", with_cell("geometry", None)),
    ("boundaries", "key_unique", "row twice", added("boundaries")),
    ("boundaries", "places_complete", "a place missing", without(area_code=LAMBETH)),
    ("boundaries", "places_complete", "a place too many", added("boundaries", area_code="E09000034")),
    ("boundaries", "outlines_small", "a long outline", with_cell("geometry", "x" * checks.OUTLINES_BYTES)),
    ("crime_outcomes", "schema_fits", "unknown kind", with_label("outcome_kind", "positive_outcomes", "charges")),
    ("crime_outcomes", "schema_fits", "unknown group", with_label("offence_group", "Rape", "Piracy")),
    ("crime_outcomes", "schema_fits", "negative rate", with_cell("rate_pct", -0.5)),
    ("crime_outcomes", "key_unique", "row twice", added("crime_outcomes")),
    ("crime_outcomes", "no_city_of_london", "City added",
     added("crime_outcomes", area_code=CITY, area_name="City of London")),
    ("commitments", "schema_fits", "unknown state", with_cell("state", "late")),
    ("commitments", "schema_fits", "a seventeenth recommendation", with_cell("recommendation", 17)),
    ("commitments", "schema_fits", "promise absent", with_cell("promise", None)),
    ("commitments", "key_unique", "row twice", added("commitments")),
    ("published_figures", "schema_fits", "value absent", with_cell("value", np.nan)),
    ("published_figures", "key_unique", "row twice", added("published_figures")),
    ("revisions", "schema_fits", "unknown kind", with_cell("kind", "improved")),
    ("revisions", "schema_fits", "negative count", with_cell("old_count", -1)),
    ("revisions", "key_unique", "row twice", added("revisions")),
    ("review_figures", "schema_fits", "unknown success measure", with_cell("success_measure", "morale")),
    ("review_figures", "schema_fits", "date as text", lambda rows: rows.assign(period_end="2023-01-31")),
    ("review_figures", "key_unique", "row twice", added("review_figures")),
    ("corrections", "schema_fits", "unknown kind", with_cell("correction_kind", "rumour")),
    ("corrections", "schema_fits", "reason absent", with_cell("reason", None)),
    ("corrections", "key_unique", "row twice", added("corrections")),
    ("success_measures", "schema_fits", "unknown verdict", with_cell("verdict", "better")),
    ("success_measures", "schema_fits", "unknown test", with_cell("verdict_test", "by eye")),
    ("success_measures", "schema_fits", "unknown measure", with_cell("measure", "morale")),
    ("success_measures", "schema_fits", "verdict absent", with_cell("verdict", None)),
    ("success_measures", "schema_fits", "reason absent", with_cell("reason", None)),
    ("success_measures", "key_unique", "row twice", added("success_measures")),
    ("signs", "schema_fits", "unknown direction", with_cell("direction", "better")),
    ("signs", "schema_fits", "unknown measure", with_cell("measure", "morale")),
    ("signs", "schema_fits", "no word of why it does not decide", with_cell("why_not_decisive", None)),
    ("signs", "key_unique", "row twice", added("signs")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("dataset", "check", "fault"),
    [(dataset, check, fault) for dataset, check, _, fault in SINGLE_FAULTS],
    ids=[
        f"{dataset}-{check}-{what}".replace(" ", "-") for dataset, check, what, _ in SINGLE_FAULTS
    ],
)
def test_a_single_fault_fails_its_own_check_only(dataset, check, fault, frames):
    assert failing(fault(frames[dataset]), dataset) == {check}


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_declared_check_has_a_fault(dataset):
    declared = {check.__name__ for check in checks.checks_of(DATASETS[dataset])}
    assert {check for name, check, *_ in SINGLE_FAULTS if name == dataset} == declared


def test_every_named_check_is_declared_by_a_dataset():
    assert set(checks.NAMED) == {name for dataset in DATASETS.values() for name in dataset.checks}


# What a problem says


def test_a_problem_with_the_schema_names_column_bound_and_value(frames):
    rows = with_cell("share_pct", 100.5)(frames["public_attitudes"])
    (problem,) = checks.schema_fits(rows, DATASETS["public_attitudes"])
    assert problem.startswith("column share_pct: less_than_or_equal_to(100) fails for 100.5 ")


def test_problems_name_place_and_period(frames):
    attitudes = DATASETS["public_attitudes"]
    rows = without(measure="trust", area_code=LAMBETH, period_end=pd.Timestamp("2026-03-31"))(
        frames["public_attitudes"]
    )
    assert checks.boroughs_complete(rows, attitudes) == [
        "31 of 32 boroughs for trust 2026-03 (1 such)"
    ]
    gap = without(measure="trust", area_code=MPS, period_end=pd.Timestamp("2023-09-30"))(
        frames["public_attitudes"]
    )
    assert checks.quarters_complete(gap, attitudes) == [
        "trust in MPS: quarter to 2023-09 is missing (1 such)"
    ]


def test_problems_name_the_group_and_survey_of_other_series(frames):
    attitudes = DATASETS["public_attitudes"]
    month = without(measure="people_get_on", period_end=pd.Timestamp("2031-11-30"))
    assert checks.quarters_complete(month(frames["public_attitudes"]), attitudes) == [
        "people_get_on not_stated in MPS: month to 2031-11 is missing (1 such)"
    ]
    rows = frames["public_attitudes"]
    male = rows[(rows["group"] == "Male")].assign(period_end=pd.Timestamp("2019-09-30"))
    assert checks.quarters_complete(pd.concat([rows, male]), attitudes) == [
        "feels_safe_after_dark sex Male quarter in MPS: quarter to 2019-12 is missing (2 such)"
    ]


def test_a_year_without_figures_is_no_gap_but_another_is(frames):
    rows = frames["public_attitudes"]
    dark = rows[(rows["measure"] == "feels_safe_after_dark") & (rows["group"] == "all")]
    assert set(dark["period_end"]) == {pd.Timestamp("2020-03-31"), pd.Timestamp("2021-06-30")}
    assert checks.quarters_complete(dark, DATASETS["public_attitudes"]) == []
    trust = dark.assign(measure="trust")
    assert checks.quarters_complete(trust, DATASETS["public_attitudes"]) == [
        "trust quarter in MPS: quarter to 2020-06 is missing (4 such)"
    ]


def test_a_table_without_any_borough_is_refused(frames):
    rows = frames["recorded_offences"]
    unknown = rows[rows["area_code"].isna()]
    assert checks.boroughs_complete(unknown, DATASETS["recorded_offences"]) == ["no borough at all"]


def test_rare_groups_need_not_be_in_every_borough(frames):
    rows = added("recorded_offences", offence_group="NFIB fraud", area_code=LAMBETH)(
        frames["recorded_offences"]
    )
    assert checks.boroughs_complete(rows, DATASETS["recorded_offences"]) == []


# The command line


def test_check_passes_what_is_published(published, capsys):
    assert main(["check", "--out", str(published)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    expected = [
        f"pass  {dataset.id}  {check.__name__}"
        for dataset in DATASETS.values()
        for check in checks.checks_of(dataset)
    ]
    crossed = "pass  groups_against_quarters: 8 of 8 sums of a year, kind and basis are the same"
    assert told.out.splitlines() == ["pass  files are those of the manifest", crossed, *expected]


def test_check_names_the_dataset_at_fault_and_exits_1(published, capsys):
    dataset = DATASETS["boundaries"]
    rows = without(area_code=LAMBETH)(published_folder.read_published(published, dataset))
    publish.publish([publish.Table(dataset, rows, [], publish.metadata_of(dataset, []))], published)
    assert main(["check", "--out", str(published)]) == 1
    assert capsys.readouterr().err == "error: boundaries: the table: 1 of 33 places missing\n"


def test_check_names_what_was_never_published(tmp_path, capsys):
    assert main(["check", "--out", str(tmp_path / "none")]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert errors == [f"error: {name}: not in {tmp_path / 'none'}" for name in DATASETS]


def test_wrong_usage_exits_2(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["build", "--nonsense"])
    assert caught.value.code == 2
    assert "--nonsense" in capsys.readouterr().err


def test_list_shows_every_source_with_its_newest_period(published, capsys):
    assert main(["list", "--out", str(published)]) == 0
    shown = {line.split()[0]: line.split()[1] for line in capsys.readouterr().out.splitlines()}
    assert list(shown) == [*all_sources(), *kept_sources()]
    assert shown["mps_recorded_crime"] == "2024-09"
    assert shown["mopac_public_perception"] == "2025-09"
    assert shown["ons_population"] == "2012"


def test_list_of_an_empty_folder_says_never_loaded(tmp_path, capsys):
    assert main(["list", "--out", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(all_sources()) + len(kept_sources())
    said = (" never loaded ", " on request ", " a cross-check ", " kept only ")
    assert all(any(one in line for one in said) for line in lines)


def test_the_miniature_writes_every_declared_file(good_mirror):
    """Else a source could be left out of the tests of bad input."""
    written = {path for path in good_mirror.rglob("*") if path.is_file()}
    matched = {
        path
        for source in all_sources().values()
        if not source.is_reference
        for pattern in source.files
        for path in good_mirror.glob(pattern)
    }
    assert written == matched
    assert good_mirror / mini.CRIME_NEWEST in matched
