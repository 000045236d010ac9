"""Plausible steps: the invented tables of `plausible_tables`, whole and spoilt, under the bounds that are declared.

Each spoil must be caught by one bound alone, and by no bound once that one is gone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd
import pytest

from data_pipeline import plausible, registry
from datasets.schema import DATASETS, Plausible, Source
from tests.data_pipeline.plausible_tables import LABELLED, TABLES, crime, figures, survey

SOURCES = registry.all_sources()
NOTHING = pd.DataFrame()
ALARMS = plausible.alarms  # before the fixtures of this folder put it aside


# The spoils


def newest(rows: pd.DataFrame, period: str) -> pd.Series:
    return rows[period] == rows[period].max()


def times(value: str, by: float, **where) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The figures of some rows so many times themselves; `newest` names the column of the period."""

    def spoil(rows: pd.DataFrame) -> pd.DataFrame:
        told = dict(where)
        chosen = (
            newest(rows, told.pop("newest")) if "newest" in told else pd.Series(True, rows.index)
        )
        for column, label in told.items():
            chosen &= rows[column] == label
        spoilt = rows.copy()
        spoilt[value] = spoilt[value].where(
            ~chosen, (spoilt[value] * by).round().astype(spoilt[value].dtype)
        )
        return spoilt

    return spoil


def turned_round(rows: pd.DataFrame) -> pd.DataFrame:
    is_newest = newest(rows, "period_end")
    return rows.assign(share_pct=rows["share_pct"].where(~is_newest, 100 - rows["share_pct"]))


def lower(points: float, **where) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def spoil(rows: pd.DataFrame) -> pd.DataFrame:
        chosen = newest(rows, "period_end")
        for column, label in where.items():
            chosen &= rows[column] == label
        return rows.assign(share_pct=rows["share_pct"].where(~chosen, rows["share_pct"] - points))

    return spoil


def repeats(period: str, value: str, key: list[str]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The newest period holds the figures of the one before."""

    def spoil(rows: pd.DataFrame) -> pd.DataFrame:
        last, before = sorted(rows[period].unique())[-1], sorted(rows[period].unique())[-2]
        older = rows[rows[period] == before].set_index(key)[value]
        spoilt = rows.copy()
        chosen = spoilt[period] == last
        spoilt.loc[chosen, value] = older.loc[
            pd.MultiIndex.from_frame(spoilt.loc[chosen, key])
        ].to_numpy()
        return spoilt

    return spoil


def exchanged(
    column: str, one: object, other: object, period: str = ""
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Two labels exchanged, in the newest period alone where one is named."""

    def spoil(rows: pd.DataFrame) -> pd.DataFrame:
        chosen = newest(rows, period) if period else pd.Series(True, rows.index)
        told = rows[column].where(~chosen, rows[column].replace({one: other, other: one}))
        return rows.assign(**{column: told})

    return spoil


def copies(
    column: str, one: object, other: object, period: str, value: str, key: list[str]
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """In the newest period one label holds the figures of another."""

    def spoil(rows: pd.DataFrame) -> pd.DataFrame:
        last = rows[newest(rows, period)]
        of = last[last[column] == other].set_index(key)[value]
        chosen = newest(rows, period) & (rows[column] == one)
        spoilt = rows.copy()
        own = rows.loc[chosen, key]
        told = pd.MultiIndex.from_frame(own) if len(key) > 1 else pd.Index(own[key[0]])
        spoilt.loc[chosen, value] = of.loc[told].to_numpy()
        return spoilt

    return spoil


def exchanged_within(
    basis: str, column: str, one: object, other: object
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Two labels exchanged in the stops of one basis, in the newest month."""

    def spoil(rows: pd.DataFrame) -> pd.DataFrame:
        chosen = newest(rows, "month") & (rows["ethnicity_basis"] == basis)
        told = rows[column].where(~chosen, rows[column].replace({one: other, other: one}))
        return rows.assign(**{column: told})

    return spoil


def without(period: str, number: int) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda rows: rows[rows[period] != sorted(rows[period].unique())[number]]


def rewritten(rows: pd.DataFrame) -> pd.DataFrame:
    """Most old values of one borough's series a little lower: within every other bound."""
    chosen = (
        (rows["area_name"] == "Brent") & (rows["measure"] == "trust") & ~newest(rows, "period_end")
    )
    return rows.assign(share_pct=rows["share_pct"].where(~chosen, rows["share_pct"] - 1))


def a_tenth_other(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(value=rows["value"].where(rows.index % 10 != 3, rows["value"] + 1))


CRIME_KEY = ["area_name", "offence_group", "offence_subgroup"]

# Source, the bound that catches it, the spoil, and whether the good table is published before.
CASES = [
    ("mps_recorded_crime", "total: step", times("offences_count", 2.2, newest="month"), False),
    ("mps_recorded_crime", "total: published figure", times("offences_count", 1.2), True),
    ("mps_recorded_crime", "total: range", times("offences_count", 0.1), False),
    ("mps_recorded_crime", "place: step", times("offences_count", 0, newest="month", area_name="Croydon"), False),
    ("mps_recorded_crime", "place: nought", times("offences_count", 0, area_name="Croydon"), False),
    ("mps_recorded_crime", "place: published figure", times("offences_count", 0.5, area_name="Croydon"), True),
    ("mps_recorded_crime", "place: published history", times("offences_count", 1.25, area_name="Camden"), True),
    ("mps_recorded_crime", "place: same way", times("offences_count", 1.5, newest="month"), False),
    ("mps_recorded_crime", "group: step", times("offences_count", 3, newest="month", offence_group="Robbery"), False),
    ("mps_recorded_crime", "group: nought", times("offences_count", 0, newest="month", offence_group="Robbery"), False),
    ("mps_recorded_crime", "group: published figure", times("offences_count", 2, offence_group="Robbery"), True),
    ("mps_recorded_crime", "group in a place: step",
     times("offences_count", 0, newest="month", area_name="Sutton", offence_group="Theft"), False),
    ("mps_recorded_crime", "group in a place: published figure",
     times("offences_count", 3, area_name="Sutton", offence_group="Theft"), True),
    ("mps_recorded_crime", "sub-group in a place: step",
     times("offences_count", 10, newest="month", area_name="Sutton", offence_subgroup="Shoplifting"), False),
    ("mps_recorded_crime", "period repeated", repeats("month", "offences_count", CRIME_KEY), False),
    ("mps_recorded_crime", "places exchanged", exchanged("area_name", "Croydon", "Sutton", "month"), False),
    ("mps_recorded_crime", "places exchanged", exchanged("area_name", "Croydon", "Sutton"), True),
    ("mps_recorded_crime", "places copied",
     copies("area_name", "Lambeth", "Southwark", "month", "offences_count", ["offence_subgroup"]), False),
    ("mps_recorded_crime", "sub-groups exchanged",
     exchanged("offence_subgroup", "Rape", "Shoplifting", "month"), False),
    ("mps_recorded_crime", "sub-groups exchanged",
     exchanged("offence_subgroup", "Violence with injury", "Violence without injury"), True),
    ("mps_recorded_crime", "sub-groups copied",
     copies("offence_subgroup", "Rape", "Shoplifting", "month", "offences_count", ["area_name"]), False),
    ("mps_recorded_crime", "calendar", without("month", 7), False),
    ("mps_monthly_dashboard", "places copied",
     copies("area_name", "Lambeth", "Southwark", "period_start", "offences_count", ["offence_group"]), False),
    ("mps_monthly_dashboard", "groups exchanged",
     exchanged("offence_group", "Robbery", "Theft", "period_start"), True),
    ("mps_monthly_dashboard", "groups copied",
     copies("offence_group", "Robbery", "Theft", "period_start", "offences_count", ["area_name"]), False),
    ("mopac_pas_workbook", "measures exchanged", exchanged("measure", "trust", "treat_fairly", "period_end"), True),
    ("mopac_pas_workbook", "measures copied",
     copies("measure", "trust", "treat_fairly", "period_end", "share_pct", ["area_name"]), False),
    ("census_2021_ethnicity", "places copied",
     copies("area_name", "Lambeth", "Southwark", "year", "residents_count", ["ethnicity", "sex"]), False),
    ("census_2021_ethnicity", "groups copied",
     copies("ethnicity", "White: Irish", "Mixed: other", "year", "residents_count", ["area_name", "sex"]), False),
    ("home_office_workforce", "sexes exchanged", exchanged("sex", "Female", "Male", "date"), False),
    ("police_uk_stop_search", "officer-defined ethnicities exchanged",
     exchanged_within("officer_defined", "ethnicity", "Black", "White"), True),
    ("police_uk_stop_search", "self-defined ethnicities exchanged",
     exchanged_within("self_defined", "ethnicity", "Black", "White"), True),
    ("police_uk_stop_search", "officer-defined ethnicities copied",
     copies("ethnicity", "Black", "White", "month", "stops_count", ["ethnicity_basis", "object_of_search", "outcome"]),
     False),
    ("police_uk_stop_search", "objects of search exchanged",
     exchanged("object_of_search", "Controlled drugs", "Stolen goods", "month"), False),
    ("police_uk_stop_search", "outcomes exchanged",
     exchanged("outcome", "Arrest", "No further action", "month"), False),
    ("home_office_use_of_force", "tactics exchanged",
     exchanged("tactic", "Firearms", "Ground restraint", "year_end"), True),
    ("mps_monthly_dashboard", "outcomes, total: step", times("outcomes_count", 3, newest="period_start"), False),
    ("mps_monthly_dashboard", "outcomes, place: nought", times("outcomes_count", 0, area_name="Brent"), False),
    ("mps_monthly_dashboard", "outcomes, group: step",
     times("outcomes_count", 0, newest="period_start", offence_group="Theft"), False),
    ("mps_monthly_dashboard", "offences, group in a place: step",
     times("offences_count", 10, newest="period_start", area_name="Sutton", offence_group="Theft"), False),
    ("mopac_pas_workbook", "London: step", lower(10, area_code="MPS", measure="trust"), False),
    ("mopac_pas_workbook", "London: published figure", lower(3, area_code="MPS", measure="trust"), True),
    ("mopac_pas_workbook", "London: range", lower(50, area_code="MPS", measure="trust"), False),
    ("mopac_pas_workbook", "mean of the boroughs: step", lower(8, measure="trust"), False),
    ("mopac_pas_workbook", "place: step", lower(25, area_name="Brent", measure="trust"), False),
    ("mopac_pas_workbook", "place: same way", lower(7, measure="trust"), False),
    ("mopac_pas_workbook", "place: published figure", lower(5, area_name="Brent", measure="trust"), True),
    ("mopac_pas_workbook", "place: published history", rewritten, True),
    ("mopac_pas_workbook", "period repeated", repeats("period_end", "share_pct", ["area_name", "measure"]), False),
    ("mopac_pas_workbook", "shares turned round", turned_round, False),
    ("mopac_pas_workbook", "calendar", without("period_end", 5), False),
    ("mopac_public_perception", "London: step", lower(9, measure="relied_on"), False),
    ("mopac_public_perception", "shares turned round", turned_round, False),
    ("mopac_public_perception", "period repeated", repeats("period_end", "share_pct", ["area_name", "measure"]), False),
    ("mps_strength", "role: step", times("people", 10, newest="date", role="Police officers"), False),
    ("mps_strength", "role: step", times("people", 0.1, newest="date", role="Police staff"), False),
    ("mps_strength", "role: range", times("people", 0.001, role="Police officers"), False),
    ("mps_strength", "role: published figure", times("people", 1.05, role="Police officers"), True),
    ("mps_strength", "role: published history", times("people", 1.004, role="Police officers"), True),
    ("mps_strength", "period repeated", repeats("date", "people", ["role", "rank"]), False),
    ("mps_strength", "period repeated",
     exchanged("date", pd.Timestamp("2024-03-31"), pd.Timestamp("2024-11-30")), True),
    ("mopac_public_perception", "period repeated",
     exchanged("period_end", pd.Timestamp("2022-03-31"), pd.Timestamp("2022-06-30")), True),
    ("mps_recorded_crime", "period repeated",
     exchanged("month", pd.Timestamp("2022-03-01"), pd.Timestamp("2022-04-01")), True),
    ("mps_strength", "calendar", without("date", 12), False),
    ("ons_population", "total: step", times("residents_count", 1.2, newest="year"), False),
    ("ons_population", "place: step", times("residents_count", 1.5, newest="year", area_name="Brent"), False),
    ("ons_population", "place: range", times("residents_count", 0.1, area_name="Brent"), False),
    ("ons_population", "place: published figure", exchanged("area_name", "Brent", "Westminster"), True),
    ("ons_population", "period repeated", repeats("year", "residents_count", ["area_name", "sex"]), False),
    ("ons_population", "calendar", without("year", 4), False),
    ("police_uk_stop_search", "total: step", times("stops_count", 3, newest="month"), False),
    ("police_uk_stop_search", "total: published figure", times("stops_count", 2, newest="month"), True),
    ("police_uk_stop_search", "ethnicity: step", times("stops_count", 0, newest="month", ethnicity="Black"), False),
    ("police_uk_stop_search", "object of search: step",
     times("stops_count", 10, newest="month", object_of_search="Stolen goods"), False),
    ("police_uk_stop_search", "outcome: step", times("stops_count", 10, newest="month", outcome="Arrest"), False),
    ("home_office_use_of_force", "total: step", times("uses_count", 2, newest="year_end"), False),
    ("home_office_use_of_force", "ethnicity: step", exchanged("ethnicity", "Black", "Asian", "year_end"), False),
    ("home_office_use_of_force", "tactic: step", times("uses_count", 10, newest="year_end", tactic="Firearms"), False),
    ("home_office_use_of_force", "tactic: published figure", times("uses_count", 1.5, tactic="Firearms"), True),
    ("review_figures", "rows", lambda rows: rows.head(1_000), False),
    ("review_figures", "rows changed", a_tenth_other, True),
]  # fmt: skip


def only(declared: Plausible, bound: str) -> Plausible:
    """The declaration with one bound, all others gone."""
    level, _, kind = bound.partition(": ")
    fields = KINDS.get(kind, ())
    off = {name: off for name, off in OFF.items() if name not in fields}
    levels = [
        dataclasses.replace(one, **off) for one in declared.levels if fields and one.name == level
    ]
    patterns = {field: 0 for name, field in PATTERNS.items() if name != bound}
    labels = tuple(
        dataclasses.replace(
            one, exchanged=one.exchanged * (bound == f"{one.name} exchanged"),
            copied=one.copied * (bound == f"{one.name} copied"),
        )
        for one in declared.labels
        if bound in (f"{one.name} exchanged", f"{one.name} copied")
    )  # fmt: skip
    return dataclasses.replace(
        declared, levels=tuple(levels), labels=labels, rows=declared.rows if bound == "rows" else (),
        every=declared.every if bound == "calendar" else "", **patterns,
    )  # fmt: skip


OFF = {"spreads": 0, "same_way": 0, "revised": 0, "revised_share": 0, "between": (), "never_nought": False,
       "no_gaps": False}  # fmt: skip
KINDS = {"step": ("spreads",), "same way": ("same_way",), "published figure": ("revised",),
         "published history": ("revised_share",), "range": ("between",), "nought": ("never_nought",),
         "gap": ("no_gaps",)}  # fmt: skip
PATTERNS = {"period repeated": "repeated", "rows changed": "changed",
            "periods exchanged": "exchanged_periods", "shares turned round": "turned"}  # fmt: skip


def alarms(source: Source, rows: pd.DataFrame, held: pd.DataFrame) -> list[plausible.Finding]:
    return ALARMS(rows, held, DATASETS[source.dataset], source)


@pytest.mark.parametrize("source", TABLES)
def test_an_invented_table_of_each_kind_is_plausible(source):
    rows = TABLES[source]()
    for held in (NOTHING, rows):
        assert [one.says() for one in alarms(SOURCES[source], rows, held)] == []


@pytest.mark.parametrize(
    ("id_", "bound", "spoil", "is_published"), CASES,
    ids=[f"{id_}-{bound}-{number}" for number, (id_, bound, *_) in enumerate(CASES)],
)  # fmt: skip
def test_a_spoilt_table_is_caught_by_its_bound_and_by_none_without(id_, bound, spoil, is_published):
    good = LABELLED[id_]()
    source, held = SOURCES[id_], good if is_published else NOTHING
    assert bound in [one.bound for one in alarms(source, spoil(good), held)]
    alone = dataclasses.replace(source, plausible=only(source.plausible, bound))
    (found,) = alarms(alone, spoil(good), held)
    assert found.bound == bound
    gone = dataclasses.replace(source, plausible=only(source.plausible, "none"))
    assert alarms(gone, spoil(good), held) == []


def test_an_alarm_names_file_place_period_and_both_values():
    rows = times("offences_count", 0, newest="month", area_name="Croydon")(crime())
    (found,) = [
        one
        for one in alarms(SOURCES["mps_recorded_crime"], rows, NOTHING)
        if one.bound == "place: step"
    ]
    of = crime()
    is_before = (of["area_name"] == "Croydon") & (of["month"] == pd.Timestamp("2023-11-01"))
    before = of.loc[is_before, "offences_count"].sum()
    assert found.says().startswith(
        f"invented.csv (edition 202606): Croydon, 2023-12: 0, {before:,} in 2023-11; beyond the bound of place: step"
    )


def test_a_step_that_is_published_is_not_judged_again():
    """Else what was accepted once would hold every later edition."""
    spoilt = times("offences_count", 2.2, newest="month")(crime())
    later = pd.concat(
        [spoilt, spoilt[newest(spoilt, "month")].assign(month=pd.Timestamp("2024-01-01"))]
    )
    later["offences_count"] += (later["month"] == "2024-01-01") * later.index % 7
    source = SOURCES["mps_recorded_crime"]
    assert "total: step" in [one.bound for one in alarms(source, later, NOTHING)]
    assert "total: step" not in [one.bound for one in alarms(source, later, spoilt)]


@pytest.mark.parametrize("is_spoilt", [False, True])
def test_a_published_table_may_lack_a_column_declared_since(is_spoilt):
    rows, held = figures(), figures().drop(columns="confidence_note")
    now = a_tenth_other(rows) if is_spoilt else rows
    found = [one.bound for one in alarms(SOURCES["review_figures"], now, held)]
    assert ("rows changed" in found) == is_spoilt


def test_a_known_step_is_not_judged():
    rows = survey(("contact_ward_officer",), 12)
    rows["period_end"] += pd.offsets.QuarterEnd(-12)
    rows["share_pct"] = rows["share_pct"] - 30 + (rows["period_end"] < "2017-06-30") * 16
    source = SOURCES["mopac_pas_workbook"]
    assert [one.says() for one in alarms(source, rows, NOTHING)] == []
    strict = dataclasses.replace(source.plausible, known=())
    found = alarms(dataclasses.replace(source, plausible=strict), rows, NOTHING)
    assert "London: step" in [one.bound for one in found]


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_declares_what_is_plausible_of_it(source):
    declared = SOURCES[source].plausible
    columns = DATASETS[SOURCES[source].dataset].columns
    assert declared.levels or declared.rows
    for level in declared.levels:
        assert level.spreads or level.revised or level.between, level.name
        assert set(level.by) | set(level.where) | set(level.leave_out) <= set(columns)
        assert (level.value or declared.value) in columns
        assert not level.spreads or level.most, f"{level.name}: no bound for a short series"
    assert all(step.reason for step in declared.known)
    for labels in declared.labels:
        cells = labels.cells or declared.cells
        assert labels.exchanged or labels.copied, labels.name
        assert {labels.column, *labels.where, *labels.leave_out} <= set(cells) | set(columns)
        assert labels.column in cells


FEW_PLACES_OR_CELLS = (
    "home_office_charges_reduced",  # the Met and all forces, which holds it
    "mopac_public_perception",  # London alone
    "mps_vawg",  # one figure a borough and month
    "ons_population",  # one figure a borough and year
)


@pytest.mark.parametrize("source", [id_ for id_, one in SOURCES.items() if not one.on_request])
def test_every_source_with_places_and_cells_enough_looks_for_copies_of_one(source):
    """Of one figure a place and period its steps and published figures are judged instead."""
    declared = SOURCES[source].plausible
    by = {name for level in declared.levels for name in level.by} | set(declared.cells)
    has_places = "area_name" in by and source not in FEW_PLACES_OR_CELLS
    assert has_places == any(one.copied for one in declared.labels if one.column == "area_name")
