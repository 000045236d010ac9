"""Made tables of charges, flagged crime, custody and business crime beside the frozen ones: round figures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import publish, published_folder, registry
from data_pipeline.assemble import SHOWN
from datasets.schema import DATASETS, MPS, MPS_NAME
from tests.conftest import FROZEN

CHARGES, FLAGGED, BUSINESS = (
    *("home_office_charges_reduced", "mps_other_crime"),
    "mps_business_crime",
)
YEARS = (2023, 2024, 2025, 2026)
AGES = {2023: 39, 2024: 27, 2025: 15, 2026: 3}
CHARGED = {2023: 100, 2024: 90, 2025: 95, 2026: 120}
"""In each quarter of the year to March."""
OFFENCES = 10_000
LAMBETH, CAMDEN = ("E09000022", "Lambeth"), ("E09000007", "Camden")
NO_PLACE = (None, "Other / NK")


def with_made_outcomes(folder: Path) -> Path:
    """The frozen tables with made rows in place of those of the sources of outcomes, and of custody."""
    out = shutil.copytree(FROZEN, folder / "published")
    dataset = DATASETS["crime_outcomes"]
    held = published_folder.read_published(out, dataset)
    assert held is not None
    plain = {name: "str" for name in held if isinstance(held[name].dtype, pd.CategoricalDtype)}
    sources = (CHARGES, FLAGGED, BUSINESS)
    rows = held.astype(plain)
    rows = rows[~rows["source_id"].isin(sources)]
    made = pd.DataFrame([*_charges(), *_flagged(), *_business()], columns=list(dataset.columns))
    together = pd.concat([rows, made], ignore_index=True)
    entries = published_folder.read_manifest(out)["datasets"]["crime_outcomes"]["sources"]
    entries = [one for one in entries if one["id"] not in sources]
    facts = published_folder.read_metadata(out, dataset)["sources"]
    facts = [one for one in facts if one["id"] not in sources]
    publish.publish(
        [
            publish.Table(
                dataset,
                together,
                [*entries, *map(_entry, sources)],
                publish.metadata_of(dataset, [*facts, *map(_facts, sources)]),
            ),
            _custody(),
        ],
        out,
    )
    return out


def _facts(source_id: str) -> dict[str, Any]:
    source = registry.all_sources()[source_id]
    return {
        **{name: getattr(source, name) for name in SHOWN},
        "caveats": list(source.caveats),
        "breaks": [asdict(one) for one in source.breaks],
        **{name: [] for name in ("corrections", "joins", "spans")},
    }


def _entry(source_id: str) -> dict[str, Any]:
    period = ["2015-06", "2026-03"]
    made = {"edition": "2026-03", "file": "made.csv", "sha256": "0" * 64, "retrieved": "2026-11-01"}
    return {"id": source_id, **made, "rows": 1, "period": period}


def _row(
    source_id: str, start: str, months: int, kind: str, basis: str, **cells: Any
) -> dict[str, Any]:
    first = pd.Timestamp(start)
    return {
        "period_start": first,
        "period_end": first + pd.DateOffset(months=months) - pd.Timedelta(days=1),
        "area_code": MPS,
        "area_name": MPS_NAME,
        "series": "notifiable",
        "offence_group": "All offences",
        "outcome_kind": kind,
        "outcome_basis": basis,
        "is_provisional": False,
        "age_months": 20,
        "source_id": source_id,
        "edition": "2026-03",
        **cells,
    }


def _charges() -> Iterator[dict[str, Any]]:
    for year in YEARS:
        age, start = AGES[year], f"{year - 1}-04-01"
        yield _row(CHARGES, start, 12, "offences_only", "as_published", offences_count=OFFENCES)
        for group in ("Robbery", "Sexual offences", "Theft, burglary and vehicle offences"):
            labels = {"offence_group": group, "age_months": age}
            yield _row(CHARGES, start, 12, "charged", "recorded", outcomes_count=200, **labels)
            yield _row(CHARGES, start, 12, "out_of_court", "recorded", outcomes_count=30, **labels)
        forces = {
            "area_code": None,
            "area_name": "England and Wales (44 forces)",
            "age_months": age,
        }
        for kind, counted in (("charged", 5_000), ("assigned", 50_000)):
            yield _row(CHARGES, start, 12, kind, "recorded", outcomes_count=counted, **forces)
        for quarter in range(4):
            first = pd.Timestamp(start) + pd.DateOffset(months=3 * quarter)
            for kind, basis, counted in (
                ("charged", "recorded", CHARGED[year]),
                ("charged", "closed", 110 + quarter),
                ("assigned", "recorded", 2_000),
                ("community_resolution", "recorded", 40),
                ("cautioned", "recorded", 20),
            ):
                of_quarter = {"outcomes_count": counted, "age_months": age + 9 - 3 * quarter}
                yield _row(CHARGES, str(first.date()), 3, kind, basis, **of_quarter)


def _flagged() -> Iterator[dict[str, Any]]:
    """Twelve months to January 2023 and on to April 2025: Lambeth, Camden, and offences of no place."""
    places = ((LAMBETH, 100, 10), (CAMDEN, 4, 1), (NO_PLACE, 6, 0))
    for month in pd.date_range("2022-02-01", "2025-04-01", freq="MS"):
        for (code, name), offences, outcomes in places:
            for series in ("domestic_abuse", "hate_crime"):
                yield _row(
                    FLAGGED,
                    str(month.date()),
                    1,
                    "positive_outcomes",
                    "as_published",
                    area_code=code,
                    area_name=name,
                    series=series,
                    offences_count=offences,
                    outcomes_count=outcomes,
                )


def _business() -> Iterator[dict[str, Any]]:
    kinds = {"charged": 70, "community_resolution": 23, "cautioned": 7, "not_positive": 900}
    for kind, counted in kinds.items():
        labels = {"series": "business_crime", "offence_group": "Theft", "outcomes_count": counted}
        yield _row(BUSINESS, "2023-06-01", 1, kind, "as_published", **labels)


def _custody() -> publish.Table:
    dataset = DATASETS["custody"]
    months = [*pd.date_range("2022-01-01", "2023-12-01", freq="MS"), pd.Timestamp("2024-01-01")]
    counts = {"Prosecution": 50, "To court": 1, "Police bail": 9, "No further action": 40}
    rows = pd.DataFrame(
        [
            {
                "month": month,
                "offence_group": group,
                "sex": "Male",
                "age_group": "Adults",
                "ethnicity": "White",
                "disposal": disposal,
                "offences_count": counted + (10 if month.year == 2023 else 0),
                "source_id": "mps_custody",
                "edition": "2024-01",
            }
            for month in months
            for group in ("Sexual offences", "Robbery")
            for disposal, counted in counts.items()
        ]
    )
    metadata = publish.metadata_of(dataset, [_facts("mps_custody")])
    return publish.Table(dataset, rows, [_entry("mps_custody")], metadata)
