"""Files of another kind than their name says, or no clean table: each refused by name and true cause."""

from __future__ import annotations

import codecs
import gzip
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.data_pipeline import miniature as mini
from tests.data_pipeline.bad_input.spoilt import Case, Spoil, distinct

CRIME, STRENGTH, PERCEPTION = "mps_recorded_crime", "mps_strength", "mopac_public_perception"
WORKBOOK, PEOPLE, OUTLINES = "mopac_pas_workbook", "ons_population", "borough_boundaries"
FORCE, CENSUS = "home_office_use_of_force", "census_2021_ethnicity"
COPIED = "mopac_dashboard_transcription"
GLA, OUTCOMES = "state_of_london_surveys", "mps_monthly_dashboard"
RECENT = f"edition-202409/{mini.RECENT}"
BOOK = mini.WORKBOOK
ODS_FILE = "use-of-force/police-use-of-force-apr2018-mar2019-hosb3319-tables.ods"
PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Sign in</body></html>\n"
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "Workbook".encode("utf-16-le")
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def bytes_of(file: str, change: Callable[[bytes], bytes]) -> Spoil:
    return lambda mirror: (mirror / file).write_bytes(change((mirror / file).read_bytes()))


def instead(file: str, content: bytes) -> Spoil:
    return bytes_of(file, lambda _: content)


def line(number: int, change: Callable[[bytes], bytes], file: str = mini.CRIME_NEWEST) -> Spoil:
    """Changes one line of a text file, counted from 1."""

    def spoilt(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        lines[number - 1] = change(lines[number - 1])
        return b"".join(lines)

    return bytes_of(file, spoilt)


def above(title: bytes, file: str) -> Spoil:
    return bytes_of(file, lambda content: title + content)


def title_row(mirror: Path) -> None:
    sheets = mini.workbook_sheets()
    sheets["MPS"].insert(0, ["Public Attitude Survey, quarter 3"])
    mini.write_workbook(mirror / BOOK, sheets)


def stray_cell(mirror: Path) -> None:
    with xlsxwriter.Workbook(mirror / BOOK) as workbook:
        workbook.add_worksheet("MPS").write(1_048_575, 16_383, 1)


def another_column(mirror: Path) -> None:
    sheets = mini.workbook_sheets()
    sheets["MPS"] = [[*row, "x" if number else "Sex"] for number, row in enumerate(sheets["MPS"])]
    mini.write_workbook(mirror / BOOK, sheets)


def repacked(file: str, change: Callable[[dict[str, bytes]], object]) -> Spoil:
    """Changes the parts of a zip archive, such as a workbook is."""

    def spoil(mirror: Path) -> None:
        with zipfile.ZipFile(mirror / file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        with zipfile.ZipFile(mirror / file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return spoil


def locked_part(mirror: Path) -> None:
    """Sets the flag of a part that is locked, in its own header and in the list at the end."""
    content = bytearray((mirror / BOOK).read_bytes())
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(start) + at] |= 1
    (mirror / BOOK).write_bytes(content)


def damaged_part(mirror: Path) -> None:
    """Turns one bit within the packed bytes of the borough sheet."""
    with zipfile.ZipFile(mirror / BOOK) as archive:
        part = archive.getinfo("xl/worksheets/sheet2.xml")
    content = bytearray((mirror / BOOK).read_bytes())
    content[part.header_offset + 30 + len(part.filename) + part.compress_size // 2] ^= 4
    (mirror / BOOK).write_bytes(content)


def in_place(file: str, make: Callable[[Path], object]) -> Spoil:
    """Takes a file away and makes something else under its name."""

    def spoil(mirror: Path) -> None:
        (mirror / file).unlink()
        make(mirror / file)

    return spoil


KINDS = (
    # name of the case, source, file, words for the file
    ("csv", CRIME, mini.CRIME_NEWEST, RECENT),
    ("xlsx", WORKBOOK, BOOK, f"pas/{Path(BOOK).name}"),
    ("ods", FORCE, ODS_FILE, ODS_FILE),
    ("geojson", OUTLINES, mini.OUTLINES, mini.OUTLINES),
    ("csv read whole", STRENGTH, "workforce/Police_Force_Strength.csv", "Police_Force_Strength.csv"),
)  # fmt: skip
CONTENTS = (
    ("web page", PAGE, "is a web page"),
    ("web page with a mark", codecs.BOM_UTF8 + b"\r\n" + PAGE, "is a web page"),
    ("XML message", b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "is marked-up text"),
    ("old Excel workbook", OLD_EXCEL, "is an old Excel workbook (.xls)"),
    ("Parquet file", b"PAR1" + bytes(60) + b"PAR1", "is a Parquet file"),
    ("gzip archive", gzip.compress(b"a,b\n1,2\n"), "is a gzip archive"),
    ("PDF", b"%PDF-1.7\n%\xe2\xe3\n", "is a PDF document"),
    ("text in UTF-16", "Group,SubGroup\n".encode("utf-16"), "is text in UTF-16"),
    ("nothing", b"", "is empty"),
)  # fmt: skip

STRENGTH_FILE = "workforce/Police_Force_Strength.csv"
CASES = distinct(
    *(Case(f"{what} as {kind}", source, instead(file, content), (named, says))
      for kind, source, file, named in KINDS for what, content, says in CONTENTS),
    # what is no file, or none that may be read
    *(Case(f"{what} for a file", CRIME, in_place(mini.CRIME_NEWEST, make), (RECENT, says))
      for what, make, says in (
          ("folder", Path.mkdir, "is a folder, not a file"),
          ("pipe", os.mkfifo, "is no ordinary file but a pipe"),
          ("link to nothing", lambda path: path.symlink_to("gone.csv"), "is a link to a file that is not there"),
          ("link to itself", lambda path: path.symlink_to(path.name), "cannot be read: "),
          ("device", lambda path: path.symlink_to("/dev/zero"), "is no ordinary file"),
      )),
    # bytes of a text
    Case("workbook as csv", CRIME, lambda m: mini.write_workbook(m / mini.CRIME_NEWEST, {"A": [["a"], [1]]}),
         (RECENT, "is a workbook or another zip archive, not a text file")),
    Case("csv as xlsx", WORKBOOK, instead(BOOK, b"Date,Survey\n1,2\n"),
         (Path(BOOK).name, "is another kind of file, not a workbook")),
    Case("UTF-16 without a mark", CRIME, bytes_of(mini.CRIME_NEWEST, lambda b: b.decode().encode("utf-16-le")),
         (RECENT, "holds NUL bytes, first in line 1: it is damaged, or text in UTF-16")),
    Case("NUL bytes", CRIME, line(4, lambda row: row.replace(b",", b",\0", 1)),
         (RECENT, "holds NUL bytes, first in line 4")),
    Case("text in Latin-1", CRIME, line(3, lambda row: row.replace(b"Barnet", "Bârnet".encode("latin-1"))),
         (RECENT, "is not text in UTF-8: line 3 holds the byte 0xe2")),
    Case("text in Latin-1", CENSUS, line(2, lambda row: row[:-2] + b"\xa0\n", mini.CENSUS),
         ("ethnic_pop_region.csv", "line 2 holds the byte 0xa0")),
    Case("two byte order marks", CRIME, bytes_of(mini.CRIME_NEWEST, lambda b: codecs.BOM_UTF8 * 2 + b),
         (RECENT, "begins with two byte order marks")),
    Case("only a byte order mark", CRIME, instead(mini.CRIME_NEWEST, codecs.BOM_UTF8), (RECENT, "is empty")),
    Case("blank lines", CRIME, instead(mini.CRIME_NEWEST, b"\n \r\n\n"), (RECENT, "is empty")),
    Case("JSON as csv", CRIME, instead(mini.CRIME_NEWEST, b'{"error": "not found"}'),
         (RECENT, "is JSON, such as a message")),
    Case("ends of lines of old Macs", CRIME,
         bytes_of(mini.CRIME_NEWEST, lambda b: b.replace(b"\r", b"").replace(b"\n", b"\r")),
         (RECENT, "its lines end in a carriage return alone")),
    Case("very long line", CRIME, line(3, lambda row: b"A" * 200_000 + row),
         (RECENT, "line 3 has 200,", "characters: the limit is 100,000")),
    Case("quotation mark left open", CRIME, line(5, lambda row: b'"' + row),
         (RECENT, "cannot be read as cells", "a quotation mark left open?")),
    Case("last line without an end", CRIME, bytes_of(mini.CRIME_NEWEST, lambda b: b.rstrip()[:-1]),
         (RECENT, "its last line has no end: is the file cut short?")),
    # header and rows
    *(Case(f"cells parted by {name}", source, bytes_of(file, lambda b, sep=sep: b.replace(b",", sep)),
           (Path(file).name, f"its cells are parted by {name}, not by commas"))
      for name, sep in (("semicolons", b";"), ("tabs", b"\t"), ("upright lines", b"|"))
      for source, file in ((STRENGTH, "workforce/Police_Force_Strength.csv"), (COPIED, mini.TRANSCRIPTION_LONG))),
    *(Case("title above the header", source, above(b"Published by the Mayor\n\n", file),
           (Path(file).name, "its first line is no header but 'Published by the Mayor'", "in row 2"))
      for source, file in (
          (CRIME, mini.CRIME_NEWEST), (STRENGTH, "workforce/Police_Force_Strength.csv"), (PERCEPTION, mini.PERCEPTION),
          (COPIED, mini.TRANSCRIPTION_LONG), (GLA, mini.STATE_OF_LONDON), (CENSUS, mini.CENSUS),
          (PEOPLE, mini.DENSITY))),
    Case("title above the header", WORKBOOK, title_row,
         (Path(BOOK).name, "sheet MPS", "its first line is no header but 'Public Attitude Survey, quarter 3'")),
    Case("month twice in the header", CRIME, line(1, lambda head: head.replace(b"202408", b"202407")),
         (RECENT, "column 202407 stands twice")),
    Case("column twice", STRENGTH, line(1, lambda head: head.replace(b"PCSO", b"Police Staff"),
         "workforce/Police_Force_Strength.csv"), ("Police_Force_Strength.csv", "no column PCSO Strength")),
    Case("column twice", PERCEPTION, bytes_of(mini.PERCEPTION, lambda b: b.replace(b"\n", b",proportion\n")),
         ("public-perception-data.csv", "column proportion stands twice")),
    Case("unknown column", PERCEPTION, bytes_of(mini.PERCEPTION, lambda b: b.replace(b"\n", b",sex\n")),
         ("public-perception-data.csv", "unknown column sex")),
    Case("unknown column", WORKBOOK, another_column, (Path(BOOK).name, "sheet MPS", "unknown column Sex")),
    Case("unknown column", OUTCOMES, lambda m: mini.write_workbook(
        m / mini.OUTCOMES, {"Sheet1": [[*row, "Ward"] for row in mini.outcome_rows()]}),
        (Path(mini.OUTCOMES).name, "unknown column Ward")),
    Case("column without a name", PERCEPTION, bytes_of(
        mini.PERCEPTION, lambda b: b.replace(b"\n", b",7\n").replace(b"proportion,7", b"proportion,")),
         ("public-perception-data.csv", "row 2 has a cell under a column without name")),
    Case("row with a cell less", CRIME, line(9, lambda row: row.replace(b",", b"", 1)),
         (RECENT, "row 9 has 5 cells, the header 6")),
    Case("thousands comma unquoted", STRENGTH, line(3, lambda row: row.rstrip() + b",000\n", STRENGTH_FILE),
         ("Police_Force_Strength.csv", "row 3 has 5 cells, the header 4")),
    # workbooks
    Case("password of Excel", WORKBOOK, instead(BOOK, LOCKED), (Path(BOOK).name, "is protected by a password")),
    Case("password on a part", WORKBOOK, locked_part, (Path(BOOK).name, "is protected by a password")),
    Case("password of OpenDocument", FORCE, repacked(ODS_FILE, lambda parts: parts.update(
        {"META-INF/manifest.xml": b"<manifest:encryption-data/>"})), (ODS_FILE, "is protected by a password")),
    Case("damaged part", WORKBOOK, damaged_part, (Path(BOOK).name, "cannot be read as a workbook")),
    Case("cut by one byte", WORKBOOK, bytes_of(BOOK, lambda b: b[:-1]), (Path(BOOK).name, "is the file cut short?")),
    Case("cut to its first part", WORKBOOK, bytes_of(BOOK, lambda b: b[:300]),
         (Path(BOOK).name, "is the file cut short?")),
    Case("zip of another kind", WORKBOOK, repacked(BOOK, lambda parts: [parts.clear(), parts.update(a=b"a\n")]),
         (Path(BOOK).name, "is a zip archive of another kind, not a workbook")),
    Case("stray cell far away", WORKBOOK, stray_cell,
         (Path(BOOK).name, "with 1,048,576 rows and 16,384 columns, most of them empty")),
    Case("zip bomb", WORKBOOK, repacked(
        BOOK, lambda parts: parts.update({"xl/worksheets/sheet1.xml": bytes(30_000_000)})),
         (Path(BOOK).name, "would unpack to 30 MB", "the limits are")),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fault_is_refused_in_one_line_and_changes_nothing(case, assert_refused):
    assert_refused(case)
