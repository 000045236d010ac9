"""Invented tables in each publisher's shape, whose figures are plausible under the bounds that are declared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from data_pipeline.steps import geography
from datasets.schema import DATASETS
from tests.data_pipeline import miniature


def made_of(source: str, rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    """Rows with provenance, as `source_files` gives them."""
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(source_id=source, edition="202606", file="invented.csv")


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
