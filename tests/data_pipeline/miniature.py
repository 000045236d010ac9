"""A whole miniature mirror: every publisher's layout, with invented figures for all 33 places.

The places are those of `reference/places.csv`; every number is made up. The one exception is the
values that a source's declared corrections expect: they are read from its metadata.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd
import xlsxwriter

from data_pipeline import registry
from data_pipeline.steps import geography
from datasets.schema import Source
from tests.conftest import REPOSITORY

FIXTURES = REPOSITORY / "tests" / "fixtures"
CITY = "City of London"
WORKBOOK = "pas/PAS_T&Cdashboard_to Q3 23-24.xlsx"
WORKBOOK_LONDON_CSV = "pas/PAS_Total.csv"
WORKBOOK_BOROUGHS_CSV = "pas/PAS_Dashboard_Borough.csv"
PERCEPTION_OLD = "pas/public-perception_edition_to_2022-09/public-perception-data.csv"
PERCEPTION = "pas/public-perception_edition_to_2025-09/public-perception-data.csv"
TRANSCRIPTION_LONG = "pas/MOPAC_FULL_LONG_Public_Perception.csv"
TRANSCRIPTION_SHORT = "pas/perception_long.csv"
ESTIMATES = "population/population.xlsx"
DENSITY = "population/housing-density-borough.csv"
OUTCOMES = "outcomes/final_cleaned_crime_data.xlsx"
STATE_OF_LONDON = "pas/state_of_london_v4_mopac_extract.csv"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    "</manifest:manifest>"
)
VIOLENCE, VIOLENCE_VICTIMS = "vawg/vawg-offences.parquet", "vawg/vawg-victims.parquet"
OTHER_CRIME = "outcomes/monthly-crime-dashboard_OtherCrimeData_refresh-2032-01.parquet"
KNIFE_CRIME = "outcomes/monthly-crime-dashboard_KnifeCrimeData_refresh-2032-02-02.parquet"
CENSUS = "population/ethnic_pop_region.csv"
OUTLINES = "geography/london-boroughs_1179.geojson"
RECENT = "MPS Borough Level Crime (most recent 24 months).csv"
HISTORICAL = "MPS Borough Level Crime (Historical).csv"
CRIME_NEWEST = f"crime/edition-202409/{RECENT}"
CRIME_HISTORICAL = f"crime/edition-202407/{HISTORICAL}"

WORKBOOK_MEASURES = ('"Good Job" local', "Treat everyone fairly", "Trust MPS")
WORKBOOK_QUARTERS = pd.date_range("2023-06-30", "2023-12-31", freq="QE")
PERCEPTION_QUARTERS = pd.date_range("2022-06-30", "2025-09-30", freq="QE")
PERCEPTION_MEASURES = (
    "Agree the police are dealing with the things that matter to this community",
    "Agree the police can be relied upon to be there when needed",
    "Agree the police listen to the concerns of local people",
    "Agree the police treat everyone fairly regardless of who they are",
    "Police do a good job in the local area",
)
PERCEPTION_ENDED = (
    "Feels well informed about local police activities over the last 12 months",
    "Knows how to contact their local ward officer",
)
LONG_MEASURES = ("Good job", "Trust MPS", "Fair treatment")
LONG_QUARTERS = pd.date_range("2023-06-30", "2026-03-31", freq="QE")
SHORT_LONDON = ("Good job", "Fair treatment", "Dealing issues", "Listen to concerns", "Relied on to be there",
                "S&S used fairly")  # fmt: skip
SHORT_BOROUGHS = (*SHORT_LONDON, "Contact ward officer", "Informed local", "Trust MPS")

# Sub-group as written since 2024, group and sub-group as written before.
OFFENCES = (
    ("ARSON AND CRIMINAL DAMAGE", "ARSON", "Arson and Criminal Damage", "Arson"),
    ("ARSON AND CRIMINAL DAMAGE", "CRIMINAL DAMAGE", "Arson and Criminal Damage", "Criminal Damage"),
    ("BURGLARY", "BURGLARY BUSINESS AND COMMUNITY", "Burglary", "Burglary - Business and Community"),
    ("DRUG OFFENCES", "POSSESSION OF DRUGS", "Drug Offences", "Possession of Drugs"),
    ("DRUG OFFENCES", "TRAFFICKING OF DRUGS", "Drug Offences", "Drug Trafficking"),
    ("MISCELLANEOUS CRIMES AGAINST SOCIETY", "MISC CRIMES AGAINST SOCIETY",
     "Miscellaneous Crimes Against Society", "Making, Supplying or Possessing Articles for use i"),
    ("POSSESSION OF WEAPONS", "POSSESSION OF WEAPONS", "Possession of Weapons", "Other Knife Offences"),
    ("PUBLIC ORDER OFFENCES", "OTHER OFFENCES PUBLIC ORDER",
     "Public Order Offences", "Other Offences Against the State, or Public Order"),
    ("PUBLIC ORDER OFFENCES", "PUBLIC FEAR, ALARM OR DISTRESS",
     "Public Order Offences", "Public Fear Alarm or Distress"),
    ("PUBLIC ORDER OFFENCES", "RACE OR RELIGIOUS AGG PUBLIC FEAR",
     "Public Order Offences", "Racially or Religiously Aggravated Public Fear, Al"),
    ("ROBBERY", "ROBBERY OF BUSINESS PROPERTY", "Robbery", "Robbery of Business Property"),
    ("ROBBERY", "ROBBERY OF PERSONAL PROPERTY", "Robbery", "Robbery of Personal Property"),
    ("SEXUAL OFFENCES", "OTHER SEXUAL OFFENCES", "Sexual Offences", "Other Sexual Offences"),
    ("SEXUAL OFFENCES", "RAPE", "Sexual Offences", "Rape"),
    ("THEFT", "BICYCLE THEFT", "Theft", "Bicycle Theft"),
    ("THEFT", "OTHER THEFT", "Theft", "Other Theft"),
    ("THEFT", "SHOPLIFTING", "Theft", "Shoplifting"),
    ("THEFT", "THEFT FROM THE PERSON", "Theft", "Theft from Person"),
    ("VEHICLE OFFENCES", "AGGRAVATED VEHICLE TAKING", "Vehicle Offences", "Aggravated Vehicle Taking"),
    ("VEHICLE OFFENCES", "INTERFERING WITH A MOTOR VEHICLE",
     "Vehicle Offences", "Interfering with a Motor Vehicle"),
    ("VEHICLE OFFENCES", "THEFT FROM A VEHICLE", "Vehicle Offences", "Theft from a Motor Vehicle"),
    ("VEHICLE OFFENCES", "THEFT OR UNAUTH TAKING OF A MOTOR VEH",
     "Vehicle Offences", "Theft or Taking of a Motor Vehicle"),
    ("VIOLENCE AGAINST THE PERSON", "HOMICIDE", "Violence Against the Person", "Homicide"),
    ("VIOLENCE AGAINST THE PERSON", "VIOLENCE WITH INJURY",
     "Violence Against the Person", "Violence with Injury"),
    ("VIOLENCE AGAINST THE PERSON", "VIOLENCE WITHOUT INJURY",
     "Violence Against the Person", "Violence without Injury"),
)  # fmt: skip
OUTCOME_MONTHS = ("202201", "202202", "202203")
OUTCOME_GROUPS = ("ARSON AND CRIMINAL DAMAGE", "BURGLARY", "DRUG OFFENCES", "PUBLIC ORDER OFFENCES", "THEFT",
                  "VEHICLE OFFENCES", "VIOLENCE AGAINST THE PERSON")  # fmt: skip
VIOLENCE_MONTHS = (datetime.date(2031, 11, 1), datetime.date(2031, 12, 1))
VIOLENCE_DATES = ("recorded_date_months", "date_committed_from_date_months")
AIRPORTS = "London Heathrow and London City Airports"
OLD_KEY = ("MajorText", "MinorText", "LookUp_BoroughName")
NEW_KEY = ("MajorText", "MinorText", "BoroughName")
NEWEST_KEY = ("Group", "SubGroup", "BOCU")
CRIME_FILES = (
    # path, key columns, upper case, further places, months
    (f"crime/edition-202401/{RECENT}", OLD_KEY, False, (AIRPORTS,), ("202312", "202401")),
    (f"crime/edition-202403/{RECENT}", NEW_KEY, True, (AIRPORTS, "Unknown"), ("202401", "202402", "202403")),
    (CRIME_HISTORICAL, NEW_KEY, True, (AIRPORTS, "Unknown"), ("202403", "202404")),
    (f"crime/edition-202407/{RECENT}", NEW_KEY, True, (AIRPORTS, "Unknown"), ("202405", "202406", "202407")),
    (CRIME_NEWEST, NEWEST_KEY, True, ("Unknown",), ("202407", "202408", "202409")),
)  # fmt: skip


def write(folder: Path) -> Path:
    """Writes the whole mirror; returns its folder."""
    write_workbook(folder / WORKBOOK, workbook_sheets())
    write_perception(folder)
    write_transcriptions(folder)
    write_crime(folder)
    write_population(folder)
    write_outlines(folder / OUTLINES)
    write_workbook(folder / OUTCOMES, {"Sheet1": outcome_rows()})
    write_census(folder / CENSUS)
    write_workbook(folder / VIOLENCE, violence_sheets())
    write_workbook(folder / VIOLENCE_VICTIMS, violence_victims())
    for path, made_on, subtypes in (
        (OTHER_CRIME, datetime.date(2032, 1, 2), ("Domestic Abuse", "Hate crime")),
        (KNIFE_CRIME, datetime.date(2032, 2, 2), ("Knife Crime",)),
    ):
        write_workbook(folder / path, {"Other": other_crime_rows(made_on, subtypes)})
    write_from_fixtures(folder)
    return folder


def boroughs() -> list[str]:
    """The 32 boroughs, by name."""
    return [name for name in geography.places()["area_name"] if name != CITY]


def share(place: str, measure: str, quarter: pd.Timestamp) -> int:
    """An invented share in per cent, the same on every call; it moves by a few points a quarter."""
    by_chance = zlib.crc32(f"{place}/{measure}/{quarter:%Y-%m}".encode()) % 5
    return 58 + sum(map(ord, place + measure)) % 12 + by_chance


def count(place: str, offence: str, month: str) -> int:
    """An invented count of offences, zeros among them."""
    return (sum(map(ord, place)) * 3 + sum(map(ord, offence.lower())) * 5 + int(month) * 11) % 60


def workbook_sheets() -> dict[str, list[list[Any]]]:
    """The survey workbook: London on one sheet, boroughs on the other with stray cells to the right."""
    header = ["Date", "Survey", "Borough", "Measure", "Proportion"]
    london = [
        ["MPS", measure, quarter] for quarter in WORKBOOK_QUARTERS for measure in WORKBOOK_MEASURES
    ]
    local = [
        [_westminster(place), measure, quarter]
        for quarter in WORKBOOK_QUARTERS
        for measure in WORKBOOK_MEASURES
        for place in boroughs()
    ]  # fmt: skip
    return {
        "MPS": [header, *(_workbook_row(*cells) for cells in london)],
        "Borough": [
            [*header, "MPS", "", "", "", ""],
            *([*_workbook_row(*cells), share("MPS", cells[1], cells[2]) / 100] for cells in local),
        ],
    }


def _westminster(place: str) -> str:
    return "City of Westminster" if place == "Westminster" else place


def _workbook_row(place: str, measure: str, quarter: pd.Timestamp) -> list[Any]:
    return [quarter.date(), "PAS", place, measure, share(place, measure, quarter) / 100]


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    """Rows of each sheet -> an Excel, OpenDocument or Parquet file with real dates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".ods":
        return write_ods(path, sheets)
    if path.suffix == ".parquet":
        return write_parquet(path, sheets)
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def write_parquet(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    """Rows of each sheet -> one Parquet table with the sheet's name, as a third party saves workbooks."""
    tables = []
    for name, (header, *rows) in sheets.items():
        table = pd.DataFrame(rows, columns=header).replace({"": None})
        days = [one for one in header if any(isinstance(row, datetime.date) for row in table[one])]
        tables.append(table.assign(sheet=name, **{one: pd.to_datetime(table[one]) for one in days}))
    pd.concat(tables, ignore_index=True).to_parquet(path)


def write_workbook_saves(folder: Path) -> None:
    """The two CSV saves of the workbook, as third parties made them."""
    sheets = workbook_sheets()
    london = [";".join(_semicolon_cell(cell) for cell in row) for row in sheets["MPS"]]
    (folder / WORKBOOK_LONDON_CSV).write_bytes(("\r\n".join(london) + "\r\n").encode())
    header, *local = sheets["Borough"]
    rows = [header, *([*map(_comma_cell, row), "", "", "", ""] for row in local)]
    write_csv(folder / WORKBOOK_BOROUGHS_CSV, rows)


def _semicolon_cell(cell: Any) -> str:
    text = _comma_cell(cell)
    return '"' + text.replace('"', '""') + '"' if '"' in text else text


def _comma_cell(cell: Any) -> str:
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else str(cell)


def write_ods(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    """Rows of each sheet -> an OpenDocument spreadsheet, as the Home Office publishes its tables."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        archive.writestr("content.xml", content)


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, datetime.date):
        kind = f'office:value-type="date" office:date-value="{cell:%Y-%m-%d}"'
    elif isinstance(cell, int | float):
        kind = f'office:value-type="float" office:value="{cell}"'
    elif cell == "":
        return "<table:table-cell/>"
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def write_written(written: Path, path: Path) -> None:
    """A fixture that is no text as its publisher has it: the JSON of a workbook's sheets, or text to pack."""
    if written.suffix == ".json":
        return write_sheets(written, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(written.read_bytes(), mtime=0))


def write_sheets(written: Path, path: Path) -> None:
    """A fixture's JSON of sheets -> the workbook; cells that read as dates become real ones."""
    sheets = json.loads(written.read_text(encoding="utf-8"))
    write_workbook(
        path,
        {name: [[as_date(cell) for cell in row] for row in rows] for name, rows in sheets.items()},
    )


def as_date(cell: Any) -> Any:
    """The date that an ISO text is, else the cell as it is."""
    try:
        return datetime.date.fromisoformat(cell)
    except (TypeError, ValueError):
        return cell


def write_from_fixtures(folder: Path) -> None:
    """The files of every source that has none in the folder yet, from its own fixture."""
    for source in registry.all_sources().values():
        fixture = FIXTURES / source.id
        missing = not any(list(folder.glob(pattern)) for pattern in source.files)
        if source.is_reference or source.on_request or not missing:
            continue
        topic = Path(source.files[0].split("/")[0])
        for path in sorted(fixture.rglob("*")):
            target = topic / path.relative_to(fixture)
            if _is_of(source, target):
                (folder / target).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, folder / target)
            elif path.suffix in (".json", ".txt") and _is_of(source, target.with_suffix("")):
                write_written(path, folder / target.with_suffix(""))
            elif _is_of(source, packed := target.with_name(f"{target.name}.gz")):
                (folder / packed).parent.mkdir(parents=True, exist_ok=True)
                (folder / packed).write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def _is_of(source: Source, path: Path) -> bool:
    return any(path.match(pattern) for pattern in source.files)


def write_csv(path: Path, rows: Iterable[Sequence[Any]], newline: str = "\n") -> None:
    """Rows -> CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator=newline).writerows(rows)


def write_perception(folder: Path) -> None:
    """Both editions; the older one's last block holds the values that its correction expects."""
    header = ["date", "measure", "proportion"]
    first = PERCEPTION_QUARTERS[0]
    newer = [
        [quarter, measure] for quarter in PERCEPTION_QUARTERS for measure in PERCEPTION_MEASURES
    ]
    ended = [[first, measure] for measure in PERCEPTION_ENDED]
    write_csv(folder / PERCEPTION, [header, *(_perception_row(*cells) for cells in ended + newer)])
    source = registry.all_sources()["mopac_public_perception"]
    ordered = sorted(PERCEPTION_MEASURES, key=source.labels["measure"].__getitem__)
    suspect = zip(ordered, source.corrections[0].expected, strict=True)
    older = [_perception_row(first, measure) for measure in PERCEPTION_MEASURES]
    older += [["Sep-22", measure, f"{value:g}"] for measure, value in suspect]
    write_csv(folder / PERCEPTION_OLD, [header, *older])


def _perception_row(quarter: pd.Timestamp, measure: str) -> list[Any]:
    return [f"{quarter:%b-%y}", measure, share("London", measure, quarter)]


def write_transcriptions(folder: Path) -> None:
    """Both transcriptions; the longer one with Bexley's repeats and Newham's late figures."""
    repeats, late = registry.all_sources()["mopac_dashboard_transcription"].corrections
    bexley = dict(zip(LONG_QUARTERS, repeats.expected, strict=True))
    newham = zip(pd.to_datetime(late.where["period_end"]), late.expected, strict=True)
    rows = [_long_row(q, "Newham", "Fair treatment", value) for q, value in newham]
    for quarter in LONG_QUARTERS:
        for measure in LONG_MEASURES:
            rows += [
                _long_row(quarter, place, measure, _bexley(bexley, place, measure, quarter))
                for place in boroughs()
            ]
    rows += [_long_row(quarter, "Bexley", "Trust MPS", value) for quarter, value in bexley.items()]
    header = ["date", "quarter", "borough", "metric", "metric_value", ""]
    write_csv(folder / TRANSCRIPTION_LONG, [header, *([*row, ""] for row in rows)])
    ends = LONG_QUARTERS[-3:-1]
    short = [["MPS", measure, ends[0]] for measure in SHORT_LONDON]
    short += [
        [place, measure, q] for q in ends for measure in SHORT_BOROUGHS for place in boroughs()
    ]
    write_csv(
        folder / TRANSCRIPTION_SHORT,
        [
            ["Date", "Quarter", "Borough", "metric", "metric_value"],
            *(
                _long_row(q, place, measure, share(place, measure, q))
                for place, measure, q in short
            ),
        ],
    )


def _bexley(values: dict[pd.Timestamp, float], place: str, measure: str, q: pd.Timestamp) -> float:
    is_repeated = (place, measure) == ("Bexley", "Trust MPS")
    return values[q] if is_repeated else share(place, measure, q)


def _long_row(quarter: pd.Timestamp, place: str, measure: str, value: float) -> list[str]:
    first = quarter - pd.offsets.MonthBegin(3)
    year = quarter.year - (quarter.month == 3)
    number = {6: 1, 9: 2, 12: 3, 3: 4}[quarter.month]
    return [
        f"{first.month}/1/{first.year}",
        f"Q{number}_{year % 100:02}{year % 100 + 1:02}",
        place,
        measure,
        f"{value / 100:.2f}",
    ]


def write_crime(folder: Path) -> None:
    """Every recorded-crime layout but the oldest's CRLF, which the static fixture has."""
    for path, key, is_upper, others, months in CRIME_FILES:
        rows = [[*key, *months]]
        for upper_group, upper, title_group, title in OFFENCES:
            for place in sorted([*boroughs(), *others]):
                names = (upper_group, upper) if is_upper else (title_group, title)
                counts = [count(place, upper, month) + (key == NEWEST_KEY) for month in months]
                rows.append([*names, place, *counts])
        write_csv(folder / path, rows)


def outcome_rows() -> list[list[Any]]:
    """The student's reduction of the monthly dashboard: totals and a non-place among its rows."""
    rows: list[list[Any]] = [
        [
            "Month_Year",
            "Area_name",
            "Offence_Group",
            "Offences",
            "Positive_Outcomes",
            "Success_Ratio",
        ]
    ]
    for place in [*boroughs(), "Other / NK"]:
        for month in OUTCOME_MONTHS:
            start = datetime.date(int(month[:4]), int(month[4:]), 1)
            counts = [(group, count(place, group, month), len(place)) for group in OUTCOME_GROUPS]
            total = ("Total", sum(n for _, n, _ in counts), sum(n for *_, n in counts))
            for group, offences, outcomes in (*counts, total):
                ratio = outcomes / offences if offences else "inf"
                rows.append([start, place, group, offences, outcomes, ratio])
    return rows


def violence_sheets() -> dict[str, list[list[Any]]]:
    """Offences against women and girls by place, and by class; wards and months of the deed among them."""
    places = [
        [start, start, "West Area", place, "Ward", len(place)]
        for start in VIOLENCE_MONTHS
        for place in [*boroughs(), "Other"]
    ]
    total = sum(len(place) for place in [*boroughs(), "Other"])
    classes = [
        [start, start, group, name, "Full words of it", "Short words of it", number]
        for start in VIOLENCE_MONTHS
        for group, name, number in (
            ("Rape", "Rape of a female aged 16 and over", total - 9),
            ("Stalking and Harassment", "Stalking", 9),
        )
    ]
    return {
        "Offence count classification": [[*VIOLENCE_DATES, "crimsec_group", "crimseccodeexpansion",
                                          "crimsec_offences", "vawg_offence", "count"], *classes],
        "Offence count location": [[*VIOLENCE_DATES, "bcu_location", "borough_name", "ward_name_clean_2",
                                    "count"], *places],
    }  # fmt: skip


def other_crime_rows(made_on: datetime.date, subtypes: Sequence[str]) -> list[list[Any]]:
    """Offences and positive outcomes of each sub-type, in every borough and in none."""
    header = [
        "month_year", "area_type", "borough_snt", "area_name", "area_code", "crime_type", "crime_subtype",
        "measure", "financial_year", "fy_fyindex", "count", "refresh_date",
    ]  # fmt: skip
    rows = [
        [start, "Borough", place, place, "", subtype, subtype, measure, "fy31-32", "31-32_01",
         len(place) * often, made_on]
        for start in VIOLENCE_MONTHS
        for place in [*boroughs(), "Other / NK"]
        for subtype in subtypes
        for measure, often in (("Offences", 9), ("Positive Outcomes", 1))
    ]  # fmt: skip
    return [header, *rows]


def violence_victims() -> dict[str, list[list[Any]]]:
    """The same months' victims by age, by ethnicity and by place."""
    ages = [[start, start, "Aged 10 to 19 years", 40] for start in VIOLENCE_MONTHS]
    seen = [[start, start, one, 20] for start in VIOLENCE_MONTHS for one in ("Black", "Any Other")]
    places = [[start, start, "West Area", "Barnet", "", 40] for start in VIOLENCE_MONTHS]
    return {
        "Victim count by age group": [[*VIOLENCE_DATES, "age_group", "count"], *ages],
        "Victim count by ethnic group": [
            [*VIOLENCE_DATES, "ethnic_appearance_group_group", "count"],
            *seen,
        ],
        "Victim count by location": [
            [*VIOLENCE_DATES, "bcu_location", "borough_name", "ward_name_clean_2", "count"],
            *places,
        ],
    }


def write_population(folder: Path) -> None:
    """Estimates among births and deaths, and densities among projections and totals."""
    places = list(geography.places()[["area_code", "area_name"]].itertuples(index=False))
    rows: list[list[Any]] = [
        ["ladcode23", "laname23", "City", "country", "Category", "Year", "Sum"]
    ]
    for number, (code, name) in enumerate(places):
        for kind, year, value in (
            ("population", 2012, 101_000 + number), ("births", 2012, 4_000), ("deaths", 2012, -1_900),
            ("population", 2011, 100_000 + number),
        ):  # fmt: skip
            rows.append([code, name, "London", "E", kind, year, value])
    write_workbook(folder / ESTIMATES, {"Sheet1": rows})
    header = ["Code", "Name", "Year", "Source", "Population", "Inland_Area _Hectares"]
    totals = [("E12000007", "London"), ("E13000001", "Inner London"), ("E13000002", "Outer London")]
    density = [
        [code, name, year, kind, 99_000 + number + year - 2010, "290.4"]
        for number, (code, name) in enumerate([*places, *totals])
        for year, kind in (
            (2009, "ONS MYE"),
            (2010, "ONS MYE"),
            (2011, "GLA Population Projections"),
        )
    ]
    write_csv(folder / DENSITY, [header, *density])


def write_census(path: Path) -> None:
    """Every local authority of London by sex and ethnic group, the City and Westminster as one."""
    source = registry.all_sources()["census_2021_ethnicity"]
    groups = list(source.labels["ethnicity"])
    places = [("E06000001", "Hartlepool"), ("E09000001", source.settings["joint_name"])]
    places += [
        (code, name)
        for code, name in geography.places()[["area_code", "area_name"]].itertuples(index=False)
        if name not in (CITY, "Westminster")
    ]
    rows = [
        [code, name, sex, *(5 * (number + column) for column in range(len(groups)))]
        for number, (code, name) in enumerate(places)
        for sex in ("Female", "Male")
    ]
    write_csv(path, [["Geography Code", "Geography Name", "Sex", *groups], *rows])
    path.write_bytes("\ufeff".encode() + path.read_bytes())


def write_outlines(path: Path) -> None:
    """One square a place, in a grid, so that neighbours share their borders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    places = geography.places()[["area_code", "area_name"]].iloc[::-1]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [_square(number)]},
            "properties": {"id": number, "name": name, "code": code, "area_hectares": 100.5},
        }
        for number, (code, name) in enumerate(places.itertuples(index=False))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def _square(number: int) -> list[list[float]]:
    west, south, side = -0.5 + 0.1 * (number % 8), 51.3 + 0.1 * (number // 8), 0.1
    steps = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    return [[round(west + side * x, 4), round(south + side * y, 4)] for x, y in steps]


def edit(path: Path, old: str, new: str) -> None:
    """Replaces the first `old` of a text file; it must be there."""
    text = path.read_bytes().decode("utf-8")
    if old not in text:
        raise AssertionError(f"{old!r} is not in {path.name}")
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


def lines(path: Path) -> list[str]:
    """Lines of a text file, ends included."""
    return path.read_bytes().decode("utf-8").splitlines(keepends=True)


def put_lines(path: Path, kept: Iterable[str]) -> None:
    """Writes a text file from its lines."""
    path.write_bytes("".join(kept).encode("utf-8"))
