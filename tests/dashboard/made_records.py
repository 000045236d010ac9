"""The frozen tables with invented rows of further sources beside them: small, with figures to reckon by hand."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import periods, publish, published_folder, registry
from data_pipeline.assemble import facts_of
from data_pipeline.source_files import Reading
from datasets.schema import COLUMNS, DATASETS, MPS, MPS_NAME, Dataset
from tests.conftest import FROZEN

_KINDS = {"label": "all", "text": "", "flag": False, "integer": 0, "number": None, "date": None}

_MADE = frozenset(
    {"mps_vawg", "mps_custody", "mps_other_crime", "home_office_stops", "mps_use_of_force"}
) | {*("home_office_ranks_2003", "home_office_chief_officers", "home_office_workforce_2026")}
"""Sources whose rows are made here, or left out."""

MONTHS = pd.date_range("2023-03-01", "2025-07-01", freq="MS")
"""From 12 months before the new recording system to the end of the Met's files."""
VICTIMS = {"Asian": 20, "Black": 30, "Not known": 25, "Other": 5, "White": 45}
"""In each month, whoever is asked."""
DISPOSALS = {"Prosecution": 10, "No further action": 20, "Police bail": 10}
SEARCHES = {
    "2009-03-31": {
        "White British": 600,
        "Black African": 300,
        "Asian Chinese": 100,
        "Not stated": 50,
    },
    "2018-03-31": {"White British": 90, "Black African": 80, "Asian Chinese": 20, "Not stated": 10},
    "2019-03-31": {
        "White British": 120,
        "Black African": 100,
        "Asian Chinese": 30,
        "Not stated": 50,
    },
}
FORCE = {"White": 400, "Black": 350, "Asian": 200, "Chinese": 40, "Mixed": 10, "Not known": 60}
LAMBETH = ("Lambeth", "E09000022")


def published_with(folder: Path, made: Mapping[str, pd.DataFrame]) -> Path:
    """The frozen tables with made rows in place of those of the same sources; a table not there is new."""
    out = shutil.copytree(FROZEN, folder / "published")
    publish.publish([_longer(out, DATASETS[name], rows) for name, rows in made.items()], out)
    return out


def _longer(out: Path, dataset: Dataset, made: pd.DataFrame) -> publish.Table:
    manifest = published_folder.read_manifest(out)["datasets"]
    held = published_folder.read_published(out, dataset) if dataset.id in manifest else None
    if held is not None:
        held = held[~held["source_id"].isin(_MADE)]
    parts = [made] if held is None else [held, made]
    plain = [
        one.astype(
            {name: "object" for name in one if isinstance(one[name].dtype, pd.CategoricalDtype)}
        )
        for one in parts
    ]
    rows = pd.concat([_whole(one, dataset) for one in plain], ignore_index=True)
    rows = rows.sort_values(list(dataset.key), ignore_index=True)
    entries = [] if held is None else list(manifest[dataset.id]["sources"])
    entries = [one for one in entries if one["id"] not in _MADE]
    told = [_entry(id_, of_source, dataset) for id_, of_source in made.groupby("source_id")]
    sources = [] if held is None else published_folder.read_metadata(out, dataset)["sources"]
    sources = [one for one in sources if one["id"] not in _MADE]
    every = registry.all_sources()
    sources = [
        *sources,
        *(
            facts_of(Reading(every[str(id_)], made, [], [], [], made))
            for id_ in made["source_id"].unique()
        ),
    ]
    return publish.Table(dataset, rows, [*entries, *told], publish.metadata_of(dataset, sources))


def _whole(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """With every column declared now: a row from before one was is of everything, or has none."""
    lacking = {name: _lacking(name, rows) for name in dataset.columns if name not in rows}
    return rows.assign(**lacking)[list(dataset.columns)]


def _lacking(name: str, rows: pd.DataFrame) -> Any:
    usual = {"series": "notifiable", "outcome_basis": "as_published", "count_basis": "home_office"}
    if name in ("period_start", "period_end") and "month" in rows:
        return rows["month"] + (
            pd.offsets.MonthEnd(0) if name == "period_end" else pd.DateOffset(0)
        )
    return usual.get(
        name, None if name in ("offence_code", "month") else _KINDS[COLUMNS[name].kind]
    )


def _entry(id_: Any, rows: pd.DataFrame, dataset: Dataset) -> dict[str, Any]:
    return {
        "id": str(id_),
        "edition": str(rows["edition"].iloc[0]),
        "file": f"{id_}.csv",
        "sha256": "0" * 64,
        "retrieved": "2026-11-23",
        "rows": len(rows),
        "period": periods.period_of(rows, dataset),
    }


def victims() -> pd.DataFrame:
    """Victims by ethnicity and, as many, by age; offences by class, one in five of another kind."""
    found = [
        {"view": view, "month": month, "victim_group": group, "unit": "victims", "counted": count}
        for month in MONTHS
        for view, groups in (
            ("victim_ethnicity", VICTIMS),
            ("victim_age", {"10 to 19": 25, "20 to 29": 60, "30 to 39": 40}),
        )
        for group, count in groups.items()
    ]
    found += [
        {"view": "classification", "month": month, "unit": "offences", "class_group": group,
         "offence_class": group, "counted": count}
        for month in MONTHS
        for group, count in (("Rape", 80), ("Outside of violence against women and girls", 20))
    ]  # fmt: skip
    rows = pd.DataFrame(found).assign(area_name=MPS_NAME, area_code=MPS)
    rows = rows.fillna({"victim_group": "all", "class_group": "all", "offence_class": "all"})
    return rows.assign(source_id="mps_vawg", edition="2025-07")


def custody() -> pd.DataFrame:
    """Disposals of every group in every month: ten prosecutions, twenty without further action."""
    found = [
        {"month": month, "offence_group": "Assault", "sex": "Male", "age_group": "Adults",
         "ethnicity": group, "disposal": disposal, "offences_count": count * times}
        for month in MONTHS
        for group, times in (("White", 2), ("Black", 1), ("Not recorded", 1))
        for disposal, count in DISPOSALS.items()
    ]  # fmt: skip
    return pd.DataFrame(found).assign(source_id="mps_custody", edition="2025-07")


def flags() -> pd.DataFrame:
    """Domestic abuse and hate crime, Lambeth and the rest of London."""
    places = {LAMBETH: (100, 10), ("Barnet", "E09000003"): (50, 2), ("Other / NK", None): (10, 1)}
    found = [
        {"period_start": month, "period_end": month + pd.offsets.MonthEnd(0), "area_name": name,
         "area_code": code, "series": series, "offences_count": float(offences) / share,
         "outcomes_count": float(done)}
        for month in MONTHS
        for (name, code), (offences, done) in places.items()
        for series, share in (("domestic_abuse", 1), ("hate_crime", 5))
    ]  # fmt: skip
    rows = pd.DataFrame(found)
    return rows.assign(
        offence_group="All offences",
        outcome_kind="positive_outcomes",
        outcome_basis="as_published",
        rate_pct=100 * rows["outcomes_count"] / rows["offences_count"],
        age_months=None,
        is_provisional=False,
        source_id="mps_other_crime",
        edition="2025-07",
    )


def searches() -> pd.DataFrame:
    """Searches in three financial years; in the first, 200 of White people against terrorism."""
    found = [
        {"period_end": pd.Timestamp(end), "ethnicity": group, "object_of_search": looked_for,
         "stops_count": count}
        for end, groups in SEARCHES.items()
        for group, whole in groups.items()
        for looked_for, count in _objects(end, group, whole).items()
    ]  # fmt: skip
    rows = pd.DataFrame(found)
    starts = rows["period_end"] + pd.Timedelta(days=1) - pd.DateOffset(years=1)
    return rows.assign(
        period_start=starts,
        month=None,
        ethnicity_basis="self_defined",
        outcome="all",
        source_id="home_office_stops",
        edition="2019-03",
    )


def _objects(end: str, group: str, whole: int) -> dict[str, int]:
    if (end, group) == ("2009-03-31", "White British"):
        return {"Controlled drugs": whole - 200, "Prevention of terrorism": 200}
    return {"Controlled drugs": whole}


def force() -> pd.DataFrame:
    """The Met's own records of one year."""
    found = [("all", "all", group, count) for group, count in FORCE.items()]
    found += [("Firearms", "Firearms: aimed", "all", 7)]
    found += [("Less lethal weapons", "Conducted energy device (Taser)", "all", 55)]
    rows = pd.DataFrame(found, columns=["force_type", "tactic", "ethnicity", "uses_count"])
    return rows.assign(
        year_end=pd.Timestamp("2024-03-31"),
        count_basis="met_records",
        is_transcription=True,
        source_id="mps_use_of_force",
        edition="2024-03",
    )


def officers(constables: Mapping[str, int]) -> pd.DataFrame:
    """Officers of 2003 and 2006 by head; of the ranks above constable fifty men and six women each.

    Args:
        constables: day -> women among 1,000 constables, of whom 50 are Black women's colleagues.
    """
    found = []
    for day, women in constables.items():
        found += [(day, "Constable", "Female", "White", women), (day, "Constable", "Male", "White", 950 - women),
                  (day, "Constable", "Male", "Black", 40), (day, "Constable", "Male", "Not stated", 10)]  # fmt: skip
        for rank in ("Sergeant", "Inspector", "Chief inspector"):
            found += [(day, rank, "Female", "White", 6), (day, rank, "Male", "White", 50)]
    rows = pd.DataFrame(found, columns=["date", "rank", "sex", "ethnicity", "people"])
    return rows.assign(
        date=pd.to_datetime(rows["date"]),
        people=rows["people"].astype(float),
        role="Police officers",
        people_basis="headcount",
        source_id="home_office_ranks_2003",
        edition="2006-03",
    )
