"""Stops, force, workforce and Census: what each source refuses in its publisher's file, by name.

Each case spoils one thing in a copy of the source's fixture.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_pipeline import build, checks, editions, periods, registry, source_files
from datasets.schema import DATASETS, SourceError
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes

Sheets = dict[str, list[list[Any]]]
YEARS, RECORDS, RANKS, CHIEFS, ROW_2026, GLA = (
    "home_office_stops", "mps_use_of_force", "home_office_ranks_2003", "home_office_chief_officers",
    "home_office_workforce_2026", "gla_survey_series",
)  # fmt: skip
YEARLY, REDUCED = "search-arrests-data.csv", "use_of_force_cleaned.csv"
BY_RANK, CHIEF_ROWS = "officer-rank-from-2003.csv", "chief-officer-latest.csv"
THE_ROW = "DERIVED_justice_pipeline_metropolitan_row.csv"
GLA_SERIES = "DERIVED_gla_llo_crime_and_trust_series.csv"
STOPS, FORCE, WORKFORCE, STRENGTH, CENSUS = (
    "police_uk_stop_search", "home_office_use_of_force", "home_office_workforce", "mps_strength",
    "census_2021_ethnicity",
)  # fmt: skip
RAW = "2022-07-metropolitan-stop-and-search.csv"
RAW_JSON = "2022-09-metropolitan-stop-and-search.json"
COUNTS = "DERIVED_police_uk_metropolitan_stops_month_ethnicity.csv"
BY_ETHNICITY, BY_OBJECT = "ss_monthly_ethnicity.csv", "ss_monthly_search_type.csv"
FORCE_2019 = "police-use-of-force-apr2018-mar2019-hosb3319-tables.ods"
FORCE_2020 = "police-use-of-force-apr2019-mar2020-hosb3720-tables.ods"
OPEN_DATA, SEPTEMBER = (
    "open-data-table-police-workforce-270722.ods",
    "police-workforce-sep21-tables.ods",
)
MONTHLY, BY_GROUP = "Police_Force_Strength.csv", "ethnic_pop_region.csv"


def read(source_id: str, path: Path) -> pd.DataFrame:
    """A file -> its tidy rows."""
    source = registry.all_sources()[source_id]
    module = registry.reader(source)
    return module.tidy(module.parse(path, source), source)


def copied(source: str, file: str, folder: Path) -> Path:
    return Path(shutil.copy(mini.FIXTURES / source / file, folder))


def edited(old: str, new: str) -> Callable[[Path], None]:
    return lambda path: mini.edit(path, old, new)


def without_line(holding: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        kept = [line for line in mini.lines(path) if holding not in line]
        assert len(kept) < len(mini.lines(path))
        mini.put_lines(path, kept)

    return spoil


def repeated(path: Path) -> None:
    mini.put_lines(path, [*mini.lines(path), mini.lines(path)[-1]])


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-12])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def header_only(path: Path) -> None:
    mini.put_lines(path, mini.lines(path)[:1])


TEXT_FAULTS = (
    (STOPS, RAW, edited("White - Irish", "White - Cornish"),
     "unknown label in column self_defined: 'White - Cornish'"),
    (STOPS, RAW, edited(",White,", ",Wight,"), "has no stops with Officer-defined ethnicity White"),
    (STOPS, RAW, edited("Outcome,", "Result,"), "unknown layout, the first columns are Type, Date"),
    (STOPS, RAW, cut_off, "its last line has no end: is the file cut short?"),
    (STOPS, RAW, edited("2022-06-30T", "2022-06-29T"), "'2022-06-29T23:40:00+00:00' is not of the month"),
    (STOPS, RAW, edited("2022-07-31T", "2022-08-01T"), "'2022-08-01T22:10:00+00:00' is not of the month"),
    (STOPS, RAW, edited("2022-07-09T", "09/07/2022"), "is not a date of the form %Y-%m-%d"),
    (STOPS, RAW, emptied, "is empty"),
    (STOPS, RAW, header_only, "holds a header and no rows"),
    (STOPS, COUNTS, repeated, "duplicate key: 1 rows stand twice, first 2022-07, Asian/Asian British - Indian"),
    (STOPS, COUNTS, edited(",7\n", ",-7\n"), "'-7' is a negative count"),
    (STOPS, COUNTS, edited(",7\n", ",7.5\n"), "'7.5' is a fractional count"),
    (STOPS, COUNTS, edited(",7\n", ",\n"), "'' is not a number"),
    (STOPS, COUNTS, edited("Local resolution", "Local revolution"), "column outcome: 'Local revolution'"),
    (STOPS, COUNTS, edited("Firearms", "Fire arms"), "column object_of_search: 'Fire arms'"),
    (STOPS, BY_ETHNICITY, without_line("2022-08-01,White"), "2022-08 has no stops with ethnicity_officer White"),
    (STOPS, BY_ETHNICITY, edited("2022-08-01,Black", "2022-08-02,Black"), "'2022-08-02' is not a date"),
    (STOPS, BY_OBJECT, without_line("2022-08-01,Stolen"), "2022-08 has no stops with object_of_search Stolen goods"),
    (STOPS, RAW_JSON, cut_off, "cannot be read as JSON"),
    (STOPS, RAW_JSON, edited('"object_of_search": null', '"object": null'), "stop 2 has no object_of_search"),
    (STOPS, RAW_JSON, lambda path: path.write_text("[]"), "holds no list of stops"),
    (STOPS, RAW_JSON, edited("2022-09-30T", "2022-10-30T"), "is not of the month in the file's name"),
    (STRENGTH, MONTHLY, edited("Feb-20", "Feb 2020"), "'Feb 2020' is not a date of the form %b-%y"),
    (STRENGTH, MONTHLY, edited("51.5", "-51.5"), "'-51.5' is negative"),
    (STRENGTH, MONTHLY, edited("51.5", ""), "'' is not a number"),
    (STRENGTH, MONTHLY, edited("PCSO Strength", "PCSOs"), "no column PCSO Strength"),
    (STRENGTH, MONTHLY, cut_off, "its last line has no end"),
    (STRENGTH, MONTHLY, emptied, "is empty"),
    (STRENGTH, MONTHLY, lambda path: path.write_bytes(bytes(range(256)) * 9 + b"\n"), MONTHLY),
    (CENSUS, BY_GROUP, edited(",Hammersmith", ",Hammerfest"), "unknown label in column Geography Name"),
    (CENSUS, BY_GROUP, edited("E09000013", "E09000014"), "E09000014 is not the code of Hammersmith and Fulham"),
    (CENSUS, BY_GROUP, edited("White: Roma", "White: Roman"), "no column White: Roma"),
    (CENSUS, BY_GROUP, edited("White: Roma", "White: Romans,White: Roma"), "unknown column White: Romans"),
    (CENSUS, BY_GROUP, edited(",490", ""), "row 4 has 21 cells, the header 22"),
    (CENSUS, BY_GROUP, edited(",490", ","), "'' is not a number"),
    (CENSUS, BY_GROUP, edited(",490", ",-490"), "'-490' is a negative count"),
    (CENSUS, BY_GROUP, edited("Male", "Mail"), "unknown label in column Sex: 'Mail'"),
    (CENSUS, BY_GROUP, without_line("E09"), "holds no place in London"),
    (YEARS, YEARLY, edited(",414,", ",-414,"), "'-414' is a negative count"),
    (YEARS, YEARLY, edited(",414,", ",41x,"), "'41x' is not a number"),
    (YEARS, YEARLY, edited(",105,", ",1050,"), "1,050 is given, which the copy held has lost"),
    (YEARS, YEARLY, edited("White Irish", "White Cornish"), "unknown label in column ethnicity_self_defined"),
    (YEARS, YEARLY, edited("Stolen Property", "Stolen Goods"), "'Section 1 (PACE)/Stolen Goods'"),
    (YEARS, YEARLY, edited("2018-03-31,Metropolitan", "2018-03-30,Metropolitan"),
     "1 rows of the year to 2018-03-30, not 9"),
    (YEARS, YEARLY, without_line("Prevent acts"), "no row of Section 44/47a (TACT)/Prevent acts of terrorism"),
    (YEARS, YEARLY, without_line("Metropolitan"), "no row of Metropolitan Police"),
    (YEARS, YEARLY, repeated, "duplicate key: 1 rows stand twice"),
    (YEARS, YEARLY, cut_off, "its last line has no end"),
    (RECORDS, REDUCED, edited("Barnet", "Barnsley"), "unknown label in column Borough: 'Barnsley'"),
    (RECORDS, REDUCED, edited("Barnet", "City of London"), "unknown label in column Borough: 'City of London'"),
    (RECORDS, REDUCED, without_line("Out of force"), "no row of Out of force: is the file cut short?"),
    (RECORDS, REDUCED, edited(",3,3\n", ",3,4\n"), "line 36: the ethnicities do not add up"),
    (RECORDS, REDUCED, edited("2023-12-01", "2024-12-01"), "are not the 12 from April to March"),
    (RECORDS, REDUCED, cut_off, "its last line has no end"),
    (RANKS, BY_RANK, edited(" 402 ", " 4.2 2 "), "is not a number"),
    (RANKS, BY_RANK, without_line("Chief Officer"), "31 March 2003: no Chief Officer: is the file cut short?"),
    (RANKS, BY_RANK, without_line("2004,E23000001,Metropolitan Police,London,Male,Superintendent"),
     "31 March 2004: 26 rows, not 28: is the file cut short?"),
    (RANKS, BY_RANK, edited("Female,Constable", "Womale,Constable"), "31 March 2003: 28 rows, not 42"),
    (RANKS, BY_RANK, without_line("Metropolitan"), "no row of Metropolitan Police"),
    (CHIEFS, CHIEF_ROWS, edited("Other ethnic group", "Others"), "31 March 2021: 4 rows, not 6"),
    (CHIEFS, CHIEF_ROWS, edited(",3,3,,", ",3,-3,,"), "'-3' is negative"),
    (ROW_2026, THE_ROW, edited("28500", "2850"), "-5 is printed, 30000 to 2850 is -90.5"),
    (ROW_2026, THE_ROW, edited("E23000001", "E23000034"), "rows of E23000034, not one of E23000001"),
    (GLA, GLA_SERIES, edited("0.66", "66"), "'66' is outside the scale 0 to 1"),
    (GLA, GLA_SERIES, edited(",2023,", ",2024,"), "'2024' is not of the day 20230101.0"),
    (GLA, GLA_SERIES, edited("Q2 31-32", "Q3 31-32"), "'Q3 31-32' is not of the day 20310701.0"),
    (GLA, GLA_SERIES, edited("trust_in_mps", "trust_in_met"), "unknown label in column dataset: 'trust_in_met'"),
    (GLA, GLA_SERIES, without_line("20310701.0,Q2 31-32,London,Online"), "newest period holds 2 of 3 series"),
)  # fmt: skip


@pytest.mark.parametrize(("source", "file", "spoil", "says"), TEXT_FAULTS)
def test_a_fault_in_a_text_file_is_refused_by_name(source, file, spoil, says, tmp_path):
    path = copied(source, file, tmp_path)
    spoil(path)
    with pytest.raises(SourceError) as caught:
        read(source, path)
    assert str(caught.value).startswith(f"{source}: ")
    assert says in str(caught.value)


def test_a_packed_file_is_read_as_it_is_and_refused_when_cut_short(tmp_path):
    plain = mini.FIXTURES / YEARS / YEARLY
    packed = tmp_path / f"{YEARLY}.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    pd.testing.assert_frame_equal(read(YEARS, packed), read(YEARS, plain))
    packed.write_bytes(packed.read_bytes()[:-30])
    with pytest.raises(SourceError, match="is a gzip file that is cut short"):
        read(YEARS, packed)
    packed.write_bytes(plain.read_bytes())
    with pytest.raises(SourceError, match="is no sound gzip file"):
        read(YEARS, packed)


def test_a_file_of_stops_without_a_month_in_its_name_is_refused(tmp_path):
    path = copied(STOPS, RAW, tmp_path).rename(tmp_path / "metropolitan-stop-and-search.csv")
    with pytest.raises(SourceError, match="its name does not begin with a month"):
        read(STOPS, path)


def test_a_file_of_stops_under_the_name_of_another_month_is_refused(tmp_path):
    path = copied(STOPS, RAW, tmp_path).rename(tmp_path / RAW.replace("2022-07", "2022-10"))
    with pytest.raises(SourceError, match=r"is not of the month in the file's name \(7 such\)"):
        read(STOPS, path)


def test_a_latin_1_copy_of_the_strength_is_read(tmp_path):
    path = copied(STRENGTH, MONTHLY, tmp_path)
    path.write_bytes(
        path.read_bytes()
        .replace(b",51.5,", b",\xa051.5,")
        .replace(b"PCSO Strength", b"PCSO Strength\xa0")
    )
    plain = mini.FIXTURES / STRENGTH / MONTHLY
    pd.testing.assert_frame_equal(read(STRENGTH, path), read(STRENGTH, plain))


# Workbooks


def row_of(sheets: Sheets, sheet: str, *labels: str) -> list[Any]:
    """The first row that holds all these labels."""
    return next(row for row in sheets[sheet] if all(label in row for label in labels))


def changed(
    sheet: str, labels: tuple[str, ...], column: int, value: Any
) -> Callable[[Sheets], None]:
    def spoil(sheets: Sheets) -> None:
        row_of(sheets, sheet, *labels)[column] = value

    return spoil


def dropped(sheet: str, *labels: str) -> Callable[[Sheets], None]:
    return lambda sheets: sheets[sheet].remove(row_of(sheets, sheet, *labels))


def doubled(sheet: str, *labels: str) -> Callable[[Sheets], None]:
    return lambda sheets: sheets[sheet].insert(6, row_of(sheets, sheet, *labels))


MET = ("Metropolitan",)
TOTAL_CED = (*MET, "Less lethal weapons", "*Total Less lethal weapons")
WORKBOOK_FAULTS = (
    (FORCE, FORCE_2019, lambda s: s.pop("Table_16"), "no sheet 'Table_16' (it has Contents, Table_12)"),
    (FORCE, FORCE_2019, lambda s: s.pop("Contents"), "no sheet 'Contents'"),
    (FORCE, FORCE_2019, changed("Table_16", ("Tactic",), 0, "Force"), "no header with 'Police force'"),
    (FORCE, FORCE_2019, changed("Table_16", ("Tactic",), 2, "Tool"), "no column Tactic"),
    (FORCE, FORCE_2019, changed("Table_16", ("Tactic",), 3, "Whyte"), "unknown label in column ethnicity: 'Whyte'"),
    (FORCE, FORCE_2019, changed("Table_16", (*MET, "CED"), 2, "Net gun"),
     "unknown label in column Tactic: 'Net gun'"),
    (FORCE, FORCE_2019, changed("Table_16", (*MET, "CED"), 1, "Nets"),
     "unknown label in column Type of force: 'Nets'"),
    (FORCE, FORCE_2019, changed("Table_16", (*MET, "CED"), 3, -1), "is a negative count"),
    (FORCE, FORCE_2019, changed("Table_16", (*MET, "CED"), 3, ":"), "':' is not a number"),
    (FORCE, FORCE_2019, changed("Table_16", (*MET, "CED"), 3, ""), "'' is not a number"),
    (FORCE, FORCE_2019, changed("Table_16", (*MET, "CED"), 3, 2),
     "the ethnicities do not add up to its printed total"),
    (FORCE, FORCE_2019, dropped("Table_16", *MET, "Compliant handcuffing"),
     "Handcuffing, White: printed 7, its parts add up to 3"),
    (FORCE, FORCE_2019, dropped("Table_16", *MET, "Limb / Body restraints"),
     "Restraint, White: printed 9, its parts add up to 7"),
    (FORCE, FORCE_2019, dropped("Table_16", *MET, "*Total Unarmed skills"),
     "Total, White: printed 15, its parts add up to 10"),
    (FORCE, FORCE_2019, dropped("Table_16", *MET, "*Total Tactics"), "no row of Total: is the file cut short?"),
    (FORCE, FORCE_2019, doubled("Table_16", *MET, "CED"),
     "duplicate key: Less lethal weapons, Conducted energy device"),
    (FORCE, FORCE_2019, lambda s: s.update(Table_16=[row for row in s["Table_16"] if row[0] != "Metropolitan"]),
     "no row of Metropolitan"),
    (FORCE, FORCE_2019, lambda s: s["Contents"][0].__setitem__(0, "Police use of force"),
     "no year's end in its contents'"),
    (FORCE, FORCE_2020, lambda s: s["Contents"][0].__setitem__(0, "Use of force, 1 April 2020 to 31 March 2021"),
     "the contents are to 31 March 2021, the sheet to March 2020"),
    (WORKFORCE, OPEN_DATA, changed("Data", ("Sex",), 4, "Gender"), "no column Sex"),
    (WORKFORCE, OPEN_DATA, changed("Data", ("Special constable",), 6, "Sheriff"),
     "unknown label in column role: 'Sheriff'"),
    (WORKFORCE, OPEN_DATA, changed("Data", ("Special constable",), 5, "Sheriff"),
     "unknown label in column rank: 'Sheriff'"),
    (WORKFORCE, OPEN_DATA, changed("Data", ("Special constable",), 4, "Unknown"),
     "unknown label in column sex: 'Unknown'"),
    (WORKFORCE, OPEN_DATA, changed("Data", ("Police staff",), 8, "N/A"), "sheet Data, line 5: 'N/A' is not a number"),
    (WORKFORCE, OPEN_DATA, changed("Data", ("Special constable",), 7, "N/A"), "'N/A' is not a number"),
    (WORKFORCE, OPEN_DATA, changed("Data", ("Police staff",), 7, ""), "'' is not a number"),
    (WORKFORCE, OPEN_DATA, changed("Data", ("Police staff",), 7, -7), "is negative"),
    (WORKFORCE, OPEN_DATA, lambda s: s.update(Data=s["Data"][:2]), "no row of Metropolitan Police"),
    (WORKFORCE, SEPTEMBER, dropped("Table_1", "Metropolitan Police"), "sheet Table_1: 0 rows of the Met, not one"),
    (WORKFORCE, SEPTEMBER, doubled("Table_1", "Metropolitan Police"), "sheet Table_1: 2 rows of the Met, not one"),
    (WORKFORCE, SEPTEMBER, changed("Table_1", ("Full-time equivalents",), -1, "FTEs"), "Table_1: not one unit"),
    (WORKFORCE, SEPTEMBER, changed("Table_4", ("2021-09-30",), 1, "Sep-21"), "Table_4: no dates above its columns"),
    (WORKFORCE, SEPTEMBER, changed("Table_1", ("Metropolitan Police",), 2, "*"),
     "column of 2021-09-30: '*' is not a number"),
    (WORKFORCE, SEPTEMBER, lambda s: s["Table_1"][0].__setitem__(0, "Table 1: Sheriffs by police force area"),
     "unknown label in column role: 'Sheriffs'"),
    (WORKFORCE, SEPTEMBER, lambda s: [s.pop(f"Table_{n}") for n in (1, 2, 3, 4)], "no table by police force area"),
)  # fmt: skip


def spoilt(source: str, file: str, spoil: Callable[[Sheets], Any], folder: Path) -> Path:
    """The fixture's workbook with one thing changed."""
    written = mini.FIXTURES / source / f"{file}.json"
    sheets = json.loads(written.read_text(encoding="utf-8"))
    spoil(sheets)
    changed_file = folder / written.name
    changed_file.write_text(json.dumps(sheets), encoding="utf-8")
    mini.write_sheets(changed_file, folder / file)
    return folder / file


@pytest.mark.parametrize(("source", "file", "spoil", "says"), WORKBOOK_FAULTS)
def test_a_fault_in_a_workbook_is_refused_by_name(source, file, spoil, says, tmp_path):
    with pytest.raises(SourceError) as caught:
        read(source, spoilt(source, file, spoil, tmp_path))
    assert str(caught.value).startswith(f"{source}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize(("source", "file"), [(FORCE, FORCE_2019), (WORKFORCE, OPEN_DATA)])
@pytest.mark.parametrize("kept", [0, 300])
def test_a_workbook_cut_short_is_refused(source, file, kept, tmp_path):
    path = spoilt(source, file, lambda sheets: None, tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(SourceError, match=r"is empty|cannot be read as a workbook"):
        read(source, path)


# Which file serves a month


def reading_of_stops(folder: Path) -> source_files.Reading:
    source = registry.all_sources()[STOPS]
    paths = [copied(STOPS, name, folder) for name in (RAW, COUNTS, BY_ETHNICITY, BY_OBJECT)]
    return source_files.read_source(source, paths)


def test_each_month_is_served_by_the_best_file_alone(tmp_path):
    rows = reading_of_stops(tmp_path).rows
    assert rows.groupby("month")["file"].agg(set).to_dict() == {
        pd.Timestamp("2022-05-01"): {COUNTS},
        pd.Timestamp("2022-07-01"): {RAW},
        pd.Timestamp("2022-08-01"): {BY_ETHNICITY, BY_OBJECT},
    }


def test_each_stop_stands_once_within_a_basis(tmp_path):
    rows = reading_of_stops(tmp_path).rows
    sums = rows.groupby(["month", "ethnicity_basis"])["stops_count"].sum()
    assert {(f"{month:%m}", basis): int(n) for (month, basis), n in sums.items()} == {
        ("05", "self_defined"): 29, ("05", "officer_defined"): 29,
        ("07", "self_defined"): 7, ("07", "officer_defined"): 7,
        ("08", "officer_defined"): 151, ("08", "all"): 160,
    }  # fmt: skip


def test_a_published_month_of_a_preferred_file_that_is_gone_holds_the_build(tmp_path):
    """The student's counts hold the month too; `--accept` lets it come from them."""
    source, out = registry.all_sources()[STOPS], tmp_path / "published"
    paths = [copied(STOPS, name, tmp_path) for name in (RAW, COUNTS, BY_ETHNICITY, BY_OBJECT)]
    assert build.build([source], lambda _: paths, out).problems == []
    before = hashes(out)
    (problem,) = build.build([source], lambda _: paths[1:], out).problems
    assert (
        f"{RAW} (edition 2022-07): 2022-07 would come from {COUNTS}, which the source "
        "prefers less than that published file (1 such)"
    ) in problem
    assert "give --accept police_uk_stop_search:REASON" in problem
    assert hashes(out) == before
    accept = {STOPS: "the month is withdrawn"}
    assert build.build([source], lambda _: paths[1:], out, accept=accept).problems == []


def test_a_source_with_preferred_files_has_no_joins_of_editions(tmp_path):
    assert reading_of_stops(tmp_path).joins == []


def test_a_file_that_fits_no_preference_is_refused():
    source = registry.all_sources()[STOPS]
    rows = pd.DataFrame({"month": ["2022-05"], "file": ["stops.csv"]})
    with pytest.raises(SourceError, match=r"stops\.csv fits no pattern of file_preference"):
        editions.preferred_files(rows, ["month"], source)


def test_months_between_the_first_and_the_last_are_named_when_missing():
    months = pd.Series(pd.to_datetime(["2022-08-01", "2021-11-01", "2022-05-01", "2022-08-01"]))
    assert periods.missing_months(months) == [
        "2021-12", "2022-01", "2022-02", "2022-03", "2022-04", "2022-06", "2022-07",
    ]  # fmt: skip
    assert periods.missing_months(months[:1]) == []


def test_missing_months_are_published_with_the_table(tmp_path):
    source = registry.all_sources()[STOPS]
    paths = [copied(STOPS, name, tmp_path) for name in (RAW, COUNTS, BY_ETHNICITY, BY_OBJECT)]
    out = tmp_path / "published"
    assert build.build([source], lambda _: paths, out).problems == []
    metadata = json.loads((out / "stop_and_search.json").read_text(encoding="utf-8"))
    assert metadata["missing_months"] == ["2022-06"]


# Places given as one


@pytest.fixture
def census(tmp_path: Path) -> pd.DataFrame:
    """The miniature's Census: 31 boroughs, and the City and Westminster as one."""
    mini.write_census(tmp_path / BY_GROUP)
    return read(CENSUS, tmp_path / BY_GROUP)


def places_of(rows: pd.DataFrame) -> list[str]:
    return checks.places_complete(rows, DATASETS["population"])


def test_two_places_given_as_one_count_as_both(census):
    assert census["area_code"].nunique() == 32
    assert places_of(census) == []


def test_a_place_missing_in_one_group_of_one_sex_is_named(census):
    fault = (census["sex"] == "Male") & (census["ethnicity"] == "White: Roma")
    rows = census[~(fault & (census["area_code"] == "E09000022"))]
    assert places_of(rows) == ["2021 Male White: Roma: 1 of 33 places missing"]


def test_the_joint_row_missing_is_two_places_missing(census):
    rows = census[census["area_code"].str.len() == 9]
    assert places_of(rows)[0] == "2021 Female Asian: Bangladeshi: 2 of 33 places missing"


def test_a_place_both_alone_and_with_another_is_refused(census):
    first = census[census["area_code"].str.contains("+", regex=False)].iloc[:1]
    rows = pd.concat([census, first.assign(area_code="E09000033")])
    assert places_of(rows) == [
        "2021 Female Asian: Bangladeshi: E09000033 both alone and with another place"
    ]
