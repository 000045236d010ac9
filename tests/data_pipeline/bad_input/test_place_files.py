"""Residents and outlines of places, spoilt: refused in one line, nothing published changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.data_pipeline import miniature as mini
from tests.data_pipeline.bad_input.spoilt import (
    Case,
    Spoil,
    cut_in_half,
    cut_mid_row,
    distinct,
    edited,
    emptied,
    header_only,
    removed,
    repeated_line,
    without_lines,
)

PEOPLE = "ons_population"
OUTLINES = "borough_boundaries"
BARNET = ["E09000003", "Barnet", "London", "E", "population", 2011, 5]


def estimates(*rows: list[Any]) -> Spoil:
    """Replaces the population workbook's first sheet."""
    header = ["ladcode23", "laname23", "City", "country", "Category", "Year", "Sum"]
    sheet = {"Sheet1": [header, *rows]}
    return lambda mirror: mini.write_workbook(mirror / mini.ESTIMATES, sheet)


def outline_of_line(mirror: Path) -> None:
    mini.edit(mirror / mini.OUTLINES, '"Polygon"', '"Spiral"')


def outline(change: Callable[[dict[str, Any]], Any]) -> Spoil:
    """Changes the first feature of the outlines."""

    def spoil(mirror: Path) -> None:
        written = json.loads((mirror / mini.OUTLINES).read_text())
        change(written["features"][0])
        (mirror / mini.OUTLINES).write_text(json.dumps(written))

    return spoil


CASES = distinct(
    # missing sheet
    Case("missing sheet", PEOPLE,
         lambda m: mini.write_workbook(m / mini.ESTIMATES, {"Sheet9": [["a"], [1]]}),
         ("population.xlsx", "no sheet 'Sheet1'", "Sheet9")),
    # renamed column
    Case("renamed column", PEOPLE, edited(mini.DENSITY, "Population", "People"),
         ("housing-density-borough.csv", "no column Population")),
    Case("renamed column", OUTLINES, edited(mini.OUTLINES, '"name"', '"title"'),
         ("london-boroughs_1179.geojson", "name")),
    # unknown label
    Case("unknown borough", PEOPLE, edited(mini.DENSITY, "Barnet,2010", "Barnet LB,2010"),
         ("name", "'Barnet LB'", "housing-density-borough.csv")),
    Case("unknown borough", OUTLINES, edited(mini.OUTLINES, "Barnet", "Barnet LB"), ("name", "'Barnet LB'")),
    # duplicate key
    Case("duplicate key", PEOPLE, repeated_line(mini.DENSITY), ("duplicate key: 2 rows", "2010, E09000002")),
    Case("duplicate key", OUTLINES, edited(mini.OUTLINES, '"Barnet"', '"Bexley"'),
         ("duplicate key: 2 rows", "E09000004")),
    # counts that are none
    Case("negative count", PEOPLE, edited(mini.DENSITY, "ONS MYE,99002", "ONS MYE,-99002"),
         ("residents", "'-99002' is a negative count", "housing-density-borough.csv")),
    Case("fractional count", PEOPLE, estimates([*BARNET[:6], 12.5]),
         ("residents", "12.5 is a fractional count", "population.xlsx")),
    Case("blank count", PEOPLE, estimates([*BARNET[:6], ""]), ("residents", "'' is not a number")),
    Case("count beyond measure", PEOPLE, estimates([*BARNET[:6], 1e300]), ("residents", "is over 10,000,000")),
    # empty
    Case("empty xlsx", PEOPLE, emptied(mini.ESTIMATES), ("population.xlsx is empty",)),
    Case("empty csv", PEOPLE, emptied(mini.DENSITY), ("housing-density-borough.csv is empty",)),
    Case("empty geojson", OUTLINES, emptied(mini.OUTLINES), ("london-boroughs_1179.geojson is empty",)),
    # cut short
    Case("cut in half xlsx", PEOPLE, cut_in_half(mini.ESTIMATES),
         ("population.xlsx", "cannot be read as a workbook")),
    Case("cut mid row", PEOPLE, cut_mid_row(mini.DENSITY), (Path(mini.DENSITY).name, "is the file cut short?")),
    Case("cut in half geojson", OUTLINES, cut_in_half(mini.OUTLINES),
         ("london-boroughs_1179.geojson", "is not GeoJSON")),
    # header only
    Case("header only csv", PEOPLE, header_only(mini.DENSITY),
         ("housing-density-borough.csv", "holds a header and no rows")),
    Case("header only", PEOPLE, estimates(), ("population.xlsx", "sheet 'Sheet1' holds no rows")),
    Case("no wanted row", PEOPLE, estimates([*BARNET[:4], "Population", 2011, 5]),
         ("population.xlsx holds no population",)),
    Case("no outline", OUTLINES, lambda m: (m / mini.OUTLINES).write_text('{"features": []}'),
         ("london-boroughs_1179.geojson holds no outline",)),
    Case("unknown kind of outline", OUTLINES, outline_of_line, ("london-boroughs_1179.geojson is not GeoJSON",)),
    Case("line for an outline", OUTLINES, outline(lambda one: one.update(
        geometry={"type": "LineString", "coordinates": [[0, 51.5], [0.1, 51.5]]})),
        ("london-boroughs_1179.geojson", "LineString")),
    Case("no outline of a place", OUTLINES, outline(lambda one: one.update(geometry=None)),
         ("london-boroughs_1179.geojson",)),
    Case("empty outline", OUTLINES, outline(lambda one: one["geometry"].update(coordinates=[])),
         ("london-boroughs_1179.geojson", "outline")),
    Case("name that is no text", OUTLINES, outline(lambda one: one["properties"].update(name=7)),
         ("london-boroughs_1179.geojson", "name 7 is not text")),
    Case("list for a name", OUTLINES, outline(lambda one: one["properties"].update(name=["Barnet"])),
         ("london-boroughs_1179.geojson", "is not text")),
    Case("outline elsewhere", OUTLINES, edited(mini.OUTLINES, "51.3]", "15.3]"),
         ("london-boroughs_1179.geojson", "outside London")),
    Case("coordinates in metres", OUTLINES, outline(lambda one: one["geometry"].update(
        coordinates=[[[530000, 180000], [531000, 180000], [531000, 181000], [530000, 180000]]])),
        ("london-boroughs_1179.geojson", "outside London")),
    Case("a list for an object", OUTLINES, lambda m: (m / mini.OUTLINES).write_text("[]"),
         ("london-boroughs_1179.geojson is not GeoJSON",)),
    # wrong dates
    Case("wrong year", PEOPLE, estimates([*BARNET[:5], "mid-2011", 5]), ("year", "'mid-2011' is not a number")),
    # places missing
    Case("borough missing", PEOPLE, without_lines(mini.DENSITY, holding="Lambeth,2010"),
         ("2010", "1 of 33 places missing")),
    # files missing
    Case("one of two files missing", PEOPLE, removed(mini.DENSITY),
         ("no file population/housing-density-borough.csv",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fault_is_refused_in_one_line_and_changes_nothing(case, assert_refused):
    assert_refused(case)
