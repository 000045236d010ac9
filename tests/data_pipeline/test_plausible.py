"""Plausible steps: invented tables in each publisher's shape, whole and spoilt, under the bounds that are declared.

Each spoil must be caught by one bound alone, and by no bound once that one is gone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from data_pipeline import plausible, registry
from data_pipeline.steps import geography
from datasets.schema import DATASETS, Plausible, Source
from tests.data_pipeline import miniature

SOURCES = registry.all_sources()
NOTHING = pd.DataFrame()
ALARMS = plausible.alarms  # before the fixtures of this folder put it aside


def made_of(source: str, rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    """Rows with provenance, as `source_files` gives them."""
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(source_id=source, edition="202606", file="invented.csv")


# The invented tables


SUBGROUPS = (
    ("Burglary", "Domestic burglary"), ("Robbery", "Robbery of personal property"), ("Theft", "Shoplifting"),
    ("Theft", "Other theft"), ("Vehicle offences", "Theft from a vehicle"), ("Drug offences", "Possession of drugs"),
    ("Sexual offences", "Rape"), ("Violence against the person", "Violence with injury"),
    ("Violence against the person", "Violence without injury"), ("Public order offences", "Violent disorder"),
    ("Possession of weapons", "Possession of weapons"), ("Arson and criminal damage", "Criminal damage"),
    ("Burglary", "Burglary of business and community premises"),
)  # fmt: skip


def crime() -> pd.DataFrame:
    """Counts by month, borough and sub-group: two years, boroughs of different size and mix."""
    months = pd.date_range("2022-01-01", periods=24, freq="MS")
    random = np.random.default_rng(11)
    rows = []
    for number, place in enumerate(miniature.boroughs()):
        for group, kind in SUBGROUPS:
            usual = (30 + 4 * number) * random.uniform(0.6, 4.0)
            for month, count in zip(months, random.poisson(usual, 24), strict=True):
                rows.append((month, place, group, kind, int(count)))
    columns = ["month", "area_name", "offence_group", "offence_subgroup", "offences_count"]
    table = made_of("mps_recorded_crime", rows, columns)
    codes = table["area_name"].map(geography.area_codes())
    return table.assign(
        area_code=codes, area_type="borough", published_label=table["offence_subgroup"]
    )


def survey(measures=("trust", "treat_fairly", "good_job_local"), periods=16) -> pd.DataFrame:
    """Whole per cents by quarter, London and 32 boroughs, moving by a point or two."""
    ends = pd.date_range("2020-03-31", periods=periods, freq="QE")
    random = np.random.default_rng(5)
    rows = []
    for place, code in [("London (Met area)", "MPS"), *((p, p) for p in miniature.boroughs())]:
        for measure in measures:
            level = {"trust": 76, "treat_fairly": 66}.get(measure, 58) + random.integers(-4, 5)
            spread = 2
            for end, wave in zip(ends, random.integers(-spread, spread + 1, periods), strict=True):
                rows.append((measure, code, end, place, float(level + wave)))
    columns = ["measure", "area_code", "period_end", "area_name", "share_pct"]
    table = made_of("mopac_pas_workbook", rows, columns)
    return table.assign(
        survey="PAS", group_dimension="all", group="all", time_basis="rolling_12_months", base_n=pd.NA,
        design_effect=np.nan, is_transcription=False,
    )  # fmt: skip


def london() -> pd.DataFrame:
    measures = (
        "good_job_local",
        "listen_to_concerns",
        "relied_on",
        "treat_fairly",
        "understand_issues",
    )
    rows = survey(measures)
    return rows[rows["area_code"] == "MPS"].assign(source_id="mopac_public_perception")


def strength() -> pd.DataFrame:
    dates = pd.date_range("2023-01-31", periods=30, freq="ME")
    random = np.random.default_rng(2)
    usual = {
        "Police officers": 33_000,
        "Police staff": 11_000,
        "Police community support officers": 1_400,
    }
    rows = [
        (date, role, float(people + step))
        for role, people in usual.items()
        for date, step in zip(
            dates, random.integers(-people // 300, people // 300, 30).cumsum(), strict=True
        )
    ]
    table = made_of("mps_strength", rows, ["date", "role", "people"])
    return table.assign(rank="all", sex="all", ethnicity="all", people_basis="fte")


def residents() -> pd.DataFrame:
    random = np.random.default_rng(4)
    rows = []
    for number, (name, code) in enumerate(geography.area_codes().items()):
        people = 8_000 if name == miniature.CITY else 150_000 + 6_100 * number
        for year in range(2011, 2025):
            people = int(people * random.uniform(1.0, 1.015))
            rows.append((year, code, name, people))
    table = made_of("ons_population", rows, ["year", "area_code", "area_name", "residents_count"])
    return table.assign(sex="all", ethnicity="all", age_band="all")


def stops() -> pd.DataFrame:
    """Stops by month, ethnicity, object and outcome, within each basis."""
    months = pd.date_range("2018-02-01", periods=30, freq="MS")
    random = np.random.default_rng(9)
    rows = [
        (
            month,
            basis,
            ethnicity,
            thing,
            outcome,
            int(random.poisson(usual * share * part)),
        )
        for month in months
        for basis in ("officer_defined", "self_defined")
        for ethnicity, usual in (
            ("Asian", 2_500),
            ("Black", 6_000),
            ("Other", 900),
            ("White", 6_500),
        )
        for thing, share in (
            ("Controlled drugs", 0.7),
            ("Stolen goods", 0.2),
            ("Offensive weapons", 0.1),
        )
        for outcome, part in (("Arrest", 0.15), ("No further action", 0.85))
    ]
    columns = [
        "month",
        "ethnicity_basis",
        "ethnicity",
        "object_of_search",
        "outcome",
        "stops_count",
    ]
    return made_of("police_uk_stop_search", rows, columns)


def force() -> pd.DataFrame:
    random = np.random.default_rng(8)
    rows = [
        (pd.Timestamp(year, 3, 31), kind, tactic, ethnicity, int(random.poisson(usual * share)))
        for year in (2019, 2020)
        for kind, tactic, usual in (
            ("Restraint", "Handcuffing: compliant", 70_000), ("Restraint", "Ground restraint", 17_000),
            ("Unarmed skills", "Unarmed skills", 31_000), ("Firearms", "Firearms", 1_500),
        )
        for ethnicity, share in (("Asian", 0.11), ("Black", 0.38), ("Chinese", 0.01), ("Mixed", 0.05), ("Other", 0.02),
                                 ("White", 0.46))
    ]  # fmt: skip
    columns = ["year_end", "force_type", "tactic", "ethnicity", "uses_count"]
    return made_of("home_office_use_of_force", rows, columns)


def outcomes() -> pd.DataFrame:
    """The dashboard's offences and outcomes by month, borough and group."""
    rows = (
        crime()
        .groupby(["month", "area_name", "area_code", "offence_group"], as_index=False)[
            "offences_count"
        ]
        .sum()
    )
    rows["outcomes_count"] = (rows["offences_count"] * 0.12).round().astype(int)
    rows = rows.rename(columns={"month": "period_start"})
    return rows.assign(
        period_end=rows["period_start"] + pd.offsets.MonthEnd(0), outcome_kind="positive_outcomes",
        rate_pct=12.0, source_id="mps_monthly_dashboard", edition="202606", file="invented.xlsx",
    )  # fmt: skip


def census() -> pd.DataFrame:
    """Residents by borough, group and sex: each borough of its own size and mix."""
    random = np.random.default_rng(3)
    rows = [
        (2021, code, name, sex, ethnicity, int(random.uniform(0.3, 3) * usual))
        for name, code in geography.area_codes().items()
        for ethnicity, usual in (("Asian: Indian", 10_000), ("Black: African", 11_000), ("White: British", 50_000),
                                 ("White: Irish", 3_000), ("Mixed: other", 2_000))
        for sex in ("Female", "Male")
    ]  # fmt: skip
    columns = ["year", "area_code", "area_name", "sex", "ethnicity", "residents_count"]
    return made_of("census_2021_ethnicity", rows, columns).assign(age_band="all")


def officers() -> pd.DataFrame:
    """Police officers by year, rank and sex, headcount and full-time equivalents."""
    random = np.random.default_rng(6)
    rows = [
        (pd.Timestamp(year, 3, 31), rank, sex, basis, round(people * share * random.uniform(0.98, 1.02)))
        for year in range(2015, 2023)
        for rank, people in (("Constable", 24_000), ("Sergeant", 4_500), ("Inspector", 1_300),
                             ("Chief inspector", 420), ("Superintendent", 200), ("Chief superintendent", 70))
        for sex, share in (("Female", 0.27), ("Male", 0.73))
        for basis in ("fte", "headcount")
    ]  # fmt: skip
    table = made_of(
        "home_office_workforce", rows, ["date", "rank", "sex", "people_basis", "people"]
    )
    return table.assign(role="Police officers", ethnicity="all")


def figures() -> pd.DataFrame:
    rows = [(f"R{n:04d}", float(n)) for n in range(1_627)]
    table = made_of("review_figures", rows, ["figure_id", "value"])
    blank = [name for name in DATASETS["review_figures"].columns if name not in table]
    return table.assign(**dict.fromkeys(blank, "x"))


TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "mps_recorded_crime": crime,
    "mps_monthly_dashboard": outcomes,
    "mopac_pas_workbook": survey,
    "mopac_public_perception": london,
    "mps_strength": strength,
    "ons_population": residents,
    "police_uk_stop_search": stops,
    "home_office_use_of_force": force,
    "review_figures": figures,
}
LABELLED = {**TABLES, "census_2021_ethnicity": census, "home_office_workforce": officers}
"""With tables of two sources whose other bounds want more than the labels' figures."""


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
