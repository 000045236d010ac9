"""Independent sources held against each other: each check says what it found, and whether it is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from data_pipeline.derived.found import labelled
from datasets.schema import MONTHLY_POSITIVE_OUTCOMES, MPS, OFFENCE_GROUPS
from stats.twelve_months import are_held, months_to

Load = Callable[[str], pd.DataFrame | None]
"""Gives a published table, or a witness's rows, by its id; None where it is not published, or not read."""

SAME_CELLS_PCT = (85.0, 87.0)
"""Recorded crime and the outcomes workbook: cells of borough, month and group that are identical."""

FEWEST_MONTHS = 12
"""Fewer months in common say nothing about how far two sources agree."""

REVIEW_YEAR_ENDS = pd.Timestamp("2023-01-01")
"""Last of the 12 months that the Review's Figure 1.2 counts."""

GLA_PCT = 0.3
GLA_SUBGROUPS = ("Theft from a vehicle", "Theft from the person", "Violence with injury")
GLA_GROUPS = ("Burglary", "Sexual offences")
"""What the GLA's series count as recorded crime does. Its robbery is of persons only, its total another count."""

FIGURE_1_2_PCT = 0.2
FIGURE_1_2_HELD = (
    "Total notifiable offences",
    "Burglary",
    "Robbery",
    "Theft",
    "Vehicle offences",
    "Violence against the person",
    "Sexual offences",
)
FIGURE_1_2_SHOWN = {
    "Drug offences": "Drug offences",
    "Possession of weapons": "Possession of weapons",
    "Public order": "Public order offences",
}
"""Groups that differ by more, as the Review names them -> as the table does: shown, not judged."""


@dataclass(frozen=True)
class Finding:
    """What a cross-check of some tables found: in words, and whether it is within its bounds."""

    name: str
    says: str
    is_right: bool
    of: tuple[str, ...]


def run(load: Load) -> list[Finding]:
    """Every cross-check whose tables are published."""
    checks = (
        recorded_against_outcomes,
        recorded_against_figure_1_2,
        groups_against_quarters,
        recorded_against_gla,
    )
    found = (check(load) for check in checks)
    return [finding for finding in found if finding is not None]


def recorded_against_outcomes(load: Load) -> Finding | None:
    """Offences by borough, month and group: recorded crime against the outcomes table.

    Compared with the edition before the newest, as that is the one of the outcomes table's time: its
    cells are the published ones with the revisions taken back. A cell that one of the two tables
    lacks counts as 0 offences.
    """
    recorded, outcomes, revised = map(load, ("recorded_offences", "crime_outcomes", "revisions"))
    if recorded is None or outcomes is None or revised is None:
        return None
    monthly = labelled(outcomes, MONTHLY_POSITIVE_OUTCOMES)
    if monthly.empty or revised.empty:
        return None
    first, last = monthly["period_start"].min(), revised["month"].max()
    shared = set(recorded["month"]) & set(monthly["period_start"])
    months = {month for month in shared if first <= month <= last}
    if len(months) < FEWEST_MONTHS:
        return None
    cells = pd.concat(
        [
            _borough_cells(recorded).sub(_borough_revisions(revised), fill_value=0),
            _borough_cells(monthly.assign(month=monthly["period_start"])),
        ],
        axis=1,
        keys=["recorded", "outcomes"],
    )
    cells = cells[cells.index.get_level_values("month").isin(months)].fillna(0)
    same = float((cells["recorded"] == cells["outcomes"]).mean() * 100)
    low, high = SAME_CELLS_PCT
    return Finding(
        "recorded_against_outcomes",
        f"{same:.1f}% of {len(cells):,} cells identical to {last:%Y-%m} ({low:g} to {high:g} expected)",
        low <= same <= high,
        ("recorded_offences", "revisions", "crime_outcomes"),
    )


def broken(load: Load, changed: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The changed tables with which a cross-check would fail, and what it would find.

    Where a check fails with the change of one table alone, it is that one; else it is each of them.

    Args:
        load: gives the tables as published.
        changed: the tables that would be published now, by id.
    """
    found: dict[str, str] = {}
    for finding in run(lambda one: changed[one] if one in changed else load(one)):
        of = [one for one in finding.of if one in changed]
        if finding.is_right or not of:
            continue
        alone = [one for one in of if _fails_with(finding.name, one, load, changed)]
        for one in alone or of:
            found[one] = f"cross-check {finding.name}: {finding.says}"
    return found


def _fails_with(name: str, one: str, load: Load, changed: Mapping[str, pd.DataFrame]) -> bool:
    """Whether a check that holds of the published tables fails with the change of one of them."""
    alone = {
        finding.name: finding
        for finding in run(lambda id_: changed[one] if id_ == one else load(id_))
    }
    before = {finding.name: finding for finding in run(load)}
    if name not in alone or name not in before:
        return False
    return before[name].is_right and not alone[name].is_right


CELL = ["month", "area_code", "offence_group"]


def _borough_cells(rows: pd.DataFrame) -> pd.Series:
    kept = rows[rows["area_code"].notna() & rows["offence_group"].isin(OFFENCE_GROUPS)]
    return kept.groupby(CELL)["offences_count"].sum().astype("float64")


def _borough_revisions(revised: pd.DataFrame) -> pd.Series:
    change = revised["new_count"].fillna(0) - revised["old_count"].fillna(0)
    kept = revised.assign(change=change.astype("float64")).dropna(subset="area_code")
    return kept.groupby(CELL)["change"].sum()


def recorded_against_figure_1_2(load: Load) -> Finding | None:
    """The Review's Figure 1.2 against recorded crime, February 2022 to January 2023."""
    recorded, review = load("recorded_offences"), load("review_figures")
    if recorded is None or review is None:
        return None
    counts = _counts_of_review_year(recorded)
    if counts is None:
        return None
    printed = _printed(review)
    differences = {
        name: (counts.get(FIGURE_1_2_SHOWN.get(name, name), 0.0) / printed[name] - 1) * 100
        for name in (*FIGURE_1_2_HELD, *FIGURE_1_2_SHOWN)
        if name in printed
    }
    beyond = [
        name for name in FIGURE_1_2_HELD if abs(differences.get(name, 100.0)) > FIGURE_1_2_PCT
    ]
    said = ", ".join(f"{name} {pct:+.2f}%" for name, pct in differences.items())
    return Finding(
        "recorded_against_figure_1_2", said, not beyond, ("recorded_offences", "review_figures")
    )


def recorded_against_gla(load: Load) -> Finding | None:
    """The GLA's series of the Met's offences against recorded crime, over all months that both hold.

    Only a build that reads those series can make it.
    """
    recorded, theirs = load("recorded_offences"), load("gla_crime_series")
    if recorded is None or theirs is None:
        return None
    months = set(recorded["month"]) & set(theirs["month"])
    if len(months) < FEWEST_MONTHS:
        return None
    ours, gla = (_of_gla(rows[rows["month"].isin(months)]) for rows in (recorded, theirs))
    differences = {name: (ours.get(name, 0.0) / count - 1) * 100 for name, count in gla.items()}
    said = ", ".join(f"{name} {pct:+.2f}%" for name, pct in differences.items())
    beyond = [name for name, pct in differences.items() if abs(pct) > GLA_PCT]
    return Finding(
        "recorded_against_gla", f"{len(months)} months, {said}", not beyond, ("recorded_offences",)
    )


def _of_gla(rows: pd.DataFrame) -> dict[str, float]:
    """Offences of each group and sub-group that the GLA counts alike."""
    counts: dict[str, float] = {}
    for column, names in (("offence_group", GLA_GROUPS), ("offence_subgroup", GLA_SUBGROUPS)):
        found = rows[rows[column].isin(names)].groupby(column)["offences_count"].sum()
        counts |= {str(name): float(count) for name, count in found.items() if count}
    return counts


def _counts_of_review_year(recorded: pd.DataFrame) -> dict[str, float] | None:
    """Offences by group; None unless all 12 months are held."""
    year = recorded[recorded["month"].isin(months_to(REVIEW_YEAR_ENDS))]
    if not (are_held(year["month"], REVIEW_YEAR_ENDS) and year["offences_count"].sum()):
        return None
    counts = year.groupby("offence_group")["offences_count"].sum().to_dict()
    total = float(year["offences_count"].sum())
    return {str(name): float(count) for name, count in counts.items()} | {
        "Total notifiable offences": total
    }


def _printed(review: pd.DataFrame) -> dict[str, float]:
    rows = review[
        (review["measure_id"] == "recorded_offences")
        & (review["unit"] == "count")
        & (review["period_end"] == "2023-01-31")
        & review["source_location"].str.contains("Figure 1.2", regex=False)
    ]
    return dict(zip(rows["group"], rows["value"].astype(float), strict=True))


CHARGES = {"source_id": "home_office_charges_reduced", "area_code": MPS, "series": "notifiable"}
WHOLE = "All offences"
OUT_OF_COURT = (
    "cautioned",
    "penalty_notice",
    "cannabis_warning",
    "community_resolution",
    "diversionary_activity",
)
"""Kinds that are told apart by quarter, and are `out_of_court` by offence group."""


def groups_against_quarters(load: Load) -> Finding | None:
    """The Met's charges and out-of-court disposals of each year: offence groups against quarters."""
    outcomes = load("crime_outcomes")
    if outcomes is None or "outcome_basis" not in outcomes:  # an older published table
        return None
    rows = labelled(outcomes, CHARGES)
    rows = rows[rows["outcome_kind"].isin(["charged", "out_of_court", *OUT_OF_COURT])]
    if rows.empty:
        return None
    ends = rows["period_end"]
    told = rows.assign(
        year=ends.dt.year + (ends.dt.month > 3),
        kind=rows["outcome_kind"].replace(dict.fromkeys(OUT_OF_COURT, "out_of_court")),
        is_whole=rows["offence_group"] == WHOLE,
        outcomes_count=rows["outcomes_count"].astype("float64"),
    )
    sums = told.pivot_table(
        index=["year", "kind", "outcome_basis"],
        columns="is_whole",
        values="outcomes_count",
        aggfunc="sum",
    ).reindex(columns=[True, False])
    differ = sums[sums[True] != sums[False]]
    says = f"{len(sums) - len(differ)} of {len(sums)} sums of a year, kind and basis are the same"
    return Finding("groups_against_quarters", says, differ.empty, ("crime_outcomes",))
