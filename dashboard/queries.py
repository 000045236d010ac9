"""Questions to the datasets: choices in, a small tidy frame out."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from datasets import catalogue, schema
from datasets.catalogue import Between
from datasets.schema import REFERENCE
from stats.intervals import Interval, change_of_share, wilson_share
from stats.rates import percent_change, rate_per, sum_of_12_months

ALL = "all"
MPS, MPS_NAME = schema.MPS, schema.MPS_NAME
SURVEY_MEASURES, SUCCESS_MEASURES = schema.SURVEY_MEASURES, schema.SUCCESS_MEASURES

SURVEY = {
    "survey": "PAS",
    "measure": list(SURVEY_MEASURES),
    "group_dimension": ALL,
    "time_basis": "rolling_12_months",
}
"""The part of `public_attitudes` that the survey pages show: one survey, everyone, 12 months."""

EVERYONE = {"sex": ALL, "ethnicity": ALL, "age_band": ALL}
"""The part of `population` that is of all residents."""

REVIEW_QUARTER = pd.Timestamp("2023-03-31")
"""End of the survey year nearest to the Review's publication in March 2023."""

REVIEW_FIGURE_1_2 = ("2022-02-01", "2023-01-01")
"""First and last month of the 12 months that the Review's Figure 1.2 counts."""

REVIEW_SURVEY_IDS = {
    "trust": "pas_trust_mps",
    "good_job_local": "pas_good_job_local",
    "good_job_london": "pas_good_job_london",
    "treat_fairly": "pas_treats_everyone_fairly",
}


# --- places ---------------------------------------------------------------------------------


def places() -> dict[str, str]:
    """The Met's area and its 32 boroughs: GSS code (or MPS) -> name, boroughs by name."""
    table = catalogue.reference("places")
    boroughs = table[table["area_name"] != "City of London"].sort_values("area_name")
    return {MPS: MPS_NAME, **dict(zip(boroughs["area_code"], boroughs["area_name"], strict=True))}


def events(affects: str) -> pd.DataFrame:
    """Dated events to mark on a chart: date, label, detail, source."""
    table = catalogue.reference("events")
    chosen = table[table["affects"] == affects].drop(columns="affects")
    return chosen.assign(date=pd.to_datetime(chosen["date"]))


# --- survey ---------------------------------------------------------------------------------


def survey_measures() -> dict[str, str]:
    """Measures that the published files hold: id -> short name, in the project's order."""
    held = set(catalogue.load("public_attitudes", ["measure"], SURVEY)["measure"])
    return {measure: name for measure, name in SURVEY_MEASURES.items() if measure in held}


def survey_quarters() -> list[pd.Timestamp]:
    """Ends of the 12-month periods published for any place, oldest first."""
    ends = catalogue.load("public_attitudes", ["period_end"], SURVEY)["period_end"]
    return sorted(ends.unique())


def survey_series(
    area_code: str, measures: Sequence[str], first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """Shares of one place from quarter to quarter, with approximate 95% intervals.

    Returns:
        measure, measure_name, period_end, share_pct, low_pct, high_pct, is_transcription,
        source_id, edition; in the order of `measures`, then of time.
    """
    rows = catalogue.load(
        "public_attitudes",
        ["measure", "period_end", "share_pct", "is_transcription", "source_id", "edition"],
        {
            **SURVEY,
            "area_code": area_code,
            "measure": list(measures),
            "period_end": Between(first, last),
        },
    )
    base, design_effect = survey_base(area_code)
    intervals = [
        wilson_share(share, base, design_effect, rounded=True) for share in rows["share_pct"]
    ]
    order = {measure: place for place, measure in enumerate(measures)}
    return (
        rows.assign(
            measure_name=rows["measure"].map(SURVEY_MEASURES),
            low_pct=[interval.low for interval in intervals],
            high_pct=[interval.high for interval in intervals],
            order=rows["measure"].map(order),
        )
        .sort_values(["order", "period_end"])
        .drop(columns="order")
        .reset_index(drop=True)
    )


def group_series(
    measure: str, group_dimension: str, area_code: str, time_basis: str = "financial_year"
) -> pd.DataFrame:
    """One measure by group, with 95% intervals where the number of interviews is known.

    The rows come from a reader's own licensed copy of the answers: none is shipped. One survey and
    one time basis, as charts never mix them. Where a design effect is not known, the assumed one
    stands in.

    Returns:
        group, period_end, share_pct, low_pct, high_pct, base_n, design_effect, source_id, edition;
        by group, then time; empty when none is loaded.
    """
    rows = catalogue.load(
        "public_attitudes",
        None,
        {
            "survey": SURVEY["survey"],
            "measure": measure,
            "group_dimension": group_dimension,
            "area_code": area_code,
            "time_basis": time_basis,
        },
    )
    columns = [
        "group",
        "period_end",
        "share_pct",
        "base_n",
        "design_effect",
        "source_id",
        "edition",
    ]
    rows = rows.reindex(columns=columns).sort_values(["group", "period_end"], ignore_index=True)
    _, assumed = survey_base(area_code)
    intervals = [
        None if pd.isna(base) else wilson_share(share, base, assumed if pd.isna(effect) else effect)
        for share, base, effect in zip(
            rows["share_pct"], rows["base_n"], rows["design_effect"], strict=True
        )
    ]
    lows = [None if one is None else one.low for one in intervals]
    highs = [None if one is None else one.high for one in intervals]
    rows.insert(3, "low_pct", pd.Series(lows, dtype="float64"))
    rows.insert(4, "high_pct", pd.Series(highs, dtype="float64"))
    return rows


@dataclass(frozen=True)
class SurveySummary:
    """One measure in one place: its newest share, its highest, and the change since the Review."""

    measure: str
    area_code: str
    latest_pct: float
    latest_end: pd.Timestamp
    latest_is_transcription: bool
    peak_pct: float | None
    peak_end: pd.Timestamp | None
    baseline_pct: float | None
    change: Interval | None
    why_no_change: str = ""


def survey_summary(series: pd.DataFrame, area_code: str) -> list[SurveySummary]:
    """What a series of `survey_series` comes to, measure by measure.

    Give the whole series up to the newest quarter on screen: the peak and the baseline are looked
    for in all of it, whatever part of it is drawn.
    """
    return [
        _summary_of(measure, rows.sort_values("period_end"), area_code)
        for measure, rows in series.groupby("measure", sort=False)
    ]


def _summary_of(measure: Any, rows: pd.DataFrame, area_code: str) -> SurveySummary:  # noqa: ANN401
    latest = rows.iloc[-1]
    peak = _peak(rows)
    baseline = rows.loc[rows["period_end"] == REVIEW_QUARTER, "share_pct"]
    before = None if baseline.empty else float(baseline.iloc[0])
    why_not = _no_change_because(before, latest["period_end"])
    base, design_effect = survey_base(area_code)
    change = (
        change_of_share(before, latest["share_pct"], base, base, design_effect, rounded=True)
        if before is not None and not why_not
        else None
    )
    return SurveySummary(
        measure=str(measure),
        area_code=area_code,
        latest_pct=float(latest["share_pct"]),
        latest_end=latest["period_end"],
        latest_is_transcription=bool(latest["is_transcription"]),
        peak_pct=None if peak is None else float(peak["share_pct"]),
        peak_end=None if peak is None else peak["period_end"],
        baseline_pct=before,
        change=change,
        why_no_change=why_not,
    )


def _peak(rows: pd.DataFrame) -> pd.Series | None:
    """The first highest row; None where it shares interviews with the newest and is another one."""
    peak = rows.sort_values("share_pct", ascending=False, kind="stable").iloc[0]
    latest = rows.iloc[-1]["period_end"]
    if rows["period_end"].min() > latest - pd.DateOffset(years=1):
        return None
    if peak["period_end"] == latest or peak["period_end"] <= latest - pd.DateOffset(years=1):
        return peak
    return None


def _no_change_because(baseline_pct: float | None, latest_end: pd.Timestamp) -> str:
    if baseline_pct is None:
        return "no figure for the year to March 2023"
    if latest_end < REVIEW_QUARTER + pd.DateOffset(years=1):
        return "the two years share interviews"
    return ""


def survey_base(area_code: str) -> tuple[int, float]:
    """Interviews a year behind a share, and the design effect: loaded ones, else the assumed."""
    loaded = loaded_base(area_code)
    if loaded is not None:
        return loaded
    design = _survey_design()
    kind = MPS if area_code == MPS else "borough"
    per_year = next(one["per_year"] for one in design["interviews"] if one["area"] == kind)
    return int(per_year), float(design["design_effect"])


def loaded_base(area_code: str) -> tuple[int, float] | None:
    """Interviews and design effect of the newest year in a reader's own copy; None where none is."""
    rows = catalogue.load(
        "public_attitudes",
        ["period_end", "base_n", "design_effect"],
        {
            "survey": SURVEY["survey"],
            "group_dimension": ALL,
            "area_code": area_code,
            "time_basis": "financial_year",
        },
    ).dropna()
    if rows.empty:
        return None
    newest = rows[rows["period_end"] == rows["period_end"].max()]
    return round(newest["base_n"].mean()), round(float(newest["design_effect"].mean()), 2)


def _survey_design() -> dict[str, Any]:
    return tomllib.loads((REFERENCE / "survey_design.toml").read_text(encoding="utf-8"))


def review_survey_points(measures: Sequence[str]) -> pd.DataFrame:
    """The Review's own survey figures for everyone in single quarters, its highs and lows.

    Returns:
        measure, period_end, value, statement, source_location.
    """
    ids = {REVIEW_SURVEY_IDS[m]: m for m in measures if m in REVIEW_SURVEY_IDS}
    rows = catalogue.load(
        "review_figures",
        None,
        {"measure_id": list(ids), "group_dimension": ALL, "unit": "percent"},
    )
    days = (rows["period_end"] - rows["period_start"]).dt.days
    quarters = rows[days.between(80, 95)]
    return quarters.assign(measure=quarters["measure_id"].map(ids))[
        ["measure", "period_end", "value", "statement", "source_location"]
    ].reset_index(drop=True)


# --- recorded crime -------------------------------------------------------------------------


def offences() -> dict[str, list[str]]:
    """Offence groups and, under each, its sub-groups as the newest editions have them."""
    rows = catalogue.load("recorded_offences", ["offence_group", "offence_subgroup"])
    pairs = rows.drop_duplicates().sort_values(["offence_group", "offence_subgroup"])
    return {
        str(group): list(subgroups["offence_subgroup"])
        for group, subgroups in pairs.groupby("offence_group")
    }


def crime_months(area_code: str, group: str = ALL, subgroup: str = ALL) -> pd.Series:
    """Offences a month, indexed by month; the Met's total includes airports and unknown places.

    A kind of offence that was created or ended by re-labelling runs only over its declared span.
    """
    filters: dict[str, Any] = {} if area_code == MPS else {"area_code": area_code}
    filters |= {} if group == ALL else {"offence_group": group}
    filters |= {} if subgroup == ALL else {"offence_subgroup": subgroup}
    rows = catalogue.load("recorded_offences", ["month", "offences_count"], filters)
    counts = rows.groupby("month")["offences_count"].sum()
    span = offence_span(group, subgroup)
    return counts[
        (counts.index >= pd.Timestamp(span.get("first", "1900-01-01")))
        & (counts.index <= pd.Timestamp(span.get("last", "2200-01-01")))
    ]


def offence_span(group: str, subgroup: str) -> dict[str, str]:
    """From when to when a kind of offence is in use: first, last, detail; empty where always."""
    declared = [
        span
        for source in catalogue.describe("recorded_offences")["sources"]
        for span in source["spans"]
    ]
    return next((dict(s) for s in declared if s["offence_subgroup"] in (subgroup, group)), {})


def residents(area_code: str) -> pd.Series:
    """Residents of every sex, group and age by year, indexed by year.

    The Met's area is London without the City. The Census counts in the same table are left out:
    they are of parts of the residents, and of the same people once more.
    """
    boroughs = [code for code in places() if code != MPS]
    wanted = {"area_code": boroughs if area_code == MPS else [area_code]} | EVERYONE
    rows = catalogue.load("population", ["year", "residents_count"], wanted)
    return rows.groupby("year")["residents_count"].sum()


def crime_series(
    area_code: str, group: str, subgroup: str, basis: str, quantity: str
) -> pd.DataFrame:
    """One line of recorded crime.

    Args:
        area_code: GSS code of a borough, or MPS.
        group, subgroup: names, or `all`.
        basis: `year` (12-month totals) or `month`.
        quantity: `count` or `rate` (per 1,000 residents of the mid-year inside the period; the
            newest estimate is carried forward).

    Returns:
        date (first day of the period's last month), value, population_year (rates only).
    """
    counts = crime_months(area_code, group, subgroup)
    if counts.empty:
        return pd.DataFrame({"date": pd.to_datetime([]), "value": [], "population_year": []})
    values = sum_of_12_months(_every_month(counts)) if basis == "year" else counts
    series = pd.DataFrame({"date": values.index, "value": values.to_numpy(dtype="float64")})
    return _as_rates(series, area_code, basis) if quantity == "rate" else series


def _every_month(counts: pd.Series) -> pd.Series:
    """Months without a row count as none: a published sub-group with no offence has no row."""
    return counts.reindex(
        pd.date_range(counts.index.min(), counts.index.max(), freq="MS"), fill_value=0
    )


def _as_rates(series: pd.DataFrame, area_code: str, basis: str) -> pd.DataFrame:
    people = residents(area_code)
    middle = series["date"] - pd.DateOffset(months=5) if basis == "year" else series["date"]
    years = middle.dt.year.clip(people.index.min(), people.index.max())
    rates = [
        rate_per(value, people[year]) for value, year in zip(series["value"], years, strict=True)
    ]
    return series.assign(value=rates, population_year=years)


def crime_by_group(area_code: str, last_month: pd.Timestamp) -> pd.DataFrame:
    """Every offence group in the 12 months to `last_month`, all groups together first.

    Returns:
        offence_group, offences_count, share_pct, rate_per_1000, before_count (the 12 months
        before), change_pct (absent on a base under 50, or where those are not all held),
        population_year. No row where the 12 months are not all held.
    """
    place = {} if area_code == MPS else {"area_code": area_code}
    window = Between(last_month - pd.DateOffset(months=23), last_month)
    columns = ["month", "offence_group", "offences_count"]
    rows = catalogue.load("recorded_offences", columns, {**place, "month": window})
    is_latest = rows["month"] > last_month - pd.DateOffset(months=12)
    if rows.loc[is_latest, "month"].nunique() < 12:
        return pd.DataFrame(columns=["offence_group", "offences_count", "population_year"])
    latest = rows[is_latest].groupby("offence_group")["offences_count"].sum()
    before = rows[~is_latest].groupby("offence_group")["offences_count"].sum()
    table = pd.DataFrame({"offences_count": latest, "before_count": before}).fillna(0)
    table = table.astype("int64").sort_values("offences_count", ascending=False)
    table = pd.concat([table.sum().to_frame("All offences").T, table])
    has_before = rows.loc[~is_latest, "month"].nunique() == 12
    return _with_rates(
        table.rename_axis("offence_group").reset_index(), area_code, last_month, has_before
    )


def _with_rates(
    table: pd.DataFrame, area_code: str, last_month: pd.Timestamp, has_before: bool
) -> pd.DataFrame:
    people = residents(area_code)
    middle = (last_month - pd.DateOffset(months=5)).year
    year = min(max(middle, int(people.index.min())), int(people.index.max()))
    whole = float(table["offences_count"].iloc[0])
    changes = [
        percent_change(old, new) if has_before else None
        for old, new in zip(table["before_count"], table["offences_count"], strict=True)
    ]
    return table.assign(
        share_pct=[100 * count / whole if whole else 0.0 for count in table["offences_count"]],
        rate_per_1000=[rate_per(count, people[year]) for count in table["offences_count"]],
        change_pct=pd.Series(changes, dtype="float64"),
        population_year=year,
    )


def crime_month_list() -> list[pd.Timestamp]:
    """Months of recorded crime, oldest first."""
    return sorted(catalogue.load("recorded_offences", ["month"])["month"].unique())


def twelve_months_against(
    monthly: pd.Series, last: pd.Timestamp
) -> tuple[float | None, float | None, float | None]:
    """The 12 months to `last`, the 12 before, and the change in per cent.

    None for 12 months that are not all within the series, and for a change they would give.
    """
    months = pd.date_range(end=last, periods=24, freq="MS")
    counts = monthly.reindex(months, fill_value=0)
    if monthly.empty or monthly.index.min() > months[12] or monthly.index.max() < last:
        return None, None, None
    latest = float(counts.iloc[12:].sum())
    if monthly.index.min() > months[0]:
        return latest, None, None
    before = float(counts.iloc[:12].sum())
    return latest, before, percent_change(before, latest)


def edition_joins(dataset: str) -> list[dict[str, Any]]:
    """Where a dataset goes over from one edition to a newer one, and how far the two differ.

    Returns:
        older, newer, first, periods, low_pct, high_pct; see `data_pipeline.transform`.
    """
    return [join for source in catalogue.describe(dataset)["sources"] for join in source["joins"]]


def join_difference(area_code: str) -> dict[str, Any]:
    """How far a place's monthly totals differ between the two newest editions, over shared months.

    Returns:
        first, periods, low_pct, high_pct; empty where nothing was revised or it is not published.
    """
    if "revisions" not in catalogue.ids():
        return {}
    place = {} if area_code == MPS else {"area_code": area_code}
    revised = catalogue.load("revisions", ["month", "old_count", "new_count"], place)
    if revised.empty:
        return {}
    change = revised["new_count"].fillna(0) - revised["old_count"].fillna(0)
    by_month = change.groupby(revised["month"]).sum()
    new = crime_months(area_code).loc[by_month.index.min() : by_month.index.max()]
    pct = (
        100
        * by_month.reindex(new.index, fill_value=0)
        / (new - by_month.reindex(new.index, fill_value=0))
    )
    return {
        "first": f"{new.index.min():%Y-%m}",
        "periods": len(new),
        "low_pct": round(float(pct.min()), 1),
        "high_pct": round(float(pct.max()), 1),
    }


def trust_sensitivity(area_code: str) -> list[dict[str, Any]]:
    """Newest trust, and its change since the Review, with three design effects."""
    quarters = survey_quarters()
    series = survey_series(area_code, ["trust"], quarters[0], quarters[-1])
    (summary,) = survey_summary(series, area_code)
    base, _ = survey_base(area_code)
    if summary.baseline_pct is None:
        return []
    pair = (summary.baseline_pct, summary.latest_pct)
    return [
        {
            "design_effect": effect,
            "share": wilson_share(summary.latest_pct, base, effect, rounded=True),
            "change": change_of_share(*pair, base, base, effect, rounded=True),
        }
        for effect in _survey_design()["sensitivity"]
    ]


FIGURE_1_2_NAMES = {"Public order": "Public order offences"}
"""Groups that the Review's Figure 1.2 names otherwise than the table does."""

FIGURE_1_2_TOTAL = "Total notifiable offences"


def figure_1_2() -> pd.DataFrame:
    """The Review's Figure 1.2 counts beside the table's, February 2022 to January 2023.

    Returns:
        offence_group, printed_count, table_count, difference_count, difference_pct; the total first.

    Raises:
        catalogue.DatasetError: the Review names a group that the table does not have.
    """
    first, last = REVIEW_FIGURE_1_2
    printed = catalogue.load(
        "review_figures",
        ["group", "value", "source_location", "period_end"],
        {"measure_id": "recorded_offences", "unit": "count", "period_end": "2023-01-31"},
    )
    printed = printed[printed["source_location"].str.contains("Figure 1.2", regex=False)]
    rows = catalogue.load(
        "recorded_offences", ["offence_group", "offences_count"], {"month": Between(first, last)}
    )
    counts = rows.groupby("offence_group")["offences_count"].sum()
    counts[FIGURE_1_2_TOTAL] = counts.sum()
    named = printed["group"].replace(FIGURE_1_2_NAMES)
    unknown = sorted(set(named) - set(counts.index))
    if unknown:
        raise catalogue.DatasetError(
            f"Figure 1.2 names groups that are not in the table: {unknown}"
        )
    now = named.map(counts).astype("int64")
    difference = now - printed["value"].astype("int64")
    return pd.DataFrame(
        {
            "offence_group": named,
            "printed_count": printed["value"].astype("int64"),
            "table_count": now,
            "difference_count": difference,
            "difference_pct": difference / printed["value"] * 100,
        }
    ).reset_index(drop=True)


def breaks(dataset: str, affects: str = ALL) -> pd.DataFrame:
    """Breaks in a dataset's series: those its sources declare, and where editions join.

    Returns:
        date, label, detail (empty for a join: `edition_joins` has its facts); oldest first.
    """
    declared = [
        (one["date"], one["label"], one["detail"])
        for source in catalogue.describe(dataset)["sources"]
        for one in source["breaks"]
        if one["affects"] in (ALL, affects)
    ]
    joined = [
        (f"{join['first']}-01", "Newer edition from here", "") for join in edition_joins(dataset)
    ]
    table = pd.DataFrame(declared + joined, columns=["date", "label", "detail"]).drop_duplicates()
    return table.assign(date=pd.to_datetime(table["date"])).sort_values("date", ignore_index=True)


def breaks_within(found: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The breaks after `first` and up to `last`: those that a comparison of the two crosses."""
    return found[(found["date"] > first) & (found["date"] <= last)]


# --- the Review's figures -------------------------------------------------------------------


def review_figures(
    words: str = "", success_measure: str = ALL, topic: str = ALL, flagged: bool = False
) -> pd.DataFrame:
    """Figures of the Review and related documents that fit a search, in the order they were printed.

    Args:
        words: every word must occur in the statement, group, topic, note or place in the document.
        success_measure, topic: an id or name, or `all`.
        flagged: only figures that the document contradicts.
    """
    filters = {
        name: value
        for name, value in (("success_measure", success_measure), ("topic", topic))
        if value != ALL
    }
    rows = catalogue.load("review_figures", None, filters)
    rows = rows.assign(is_conflict=is_conflict(rows["confidence_note"]))
    searched = rows[
        ["statement", "group", "topic", "geography", "source_location", "confidence_note"]
    ]
    text = searched.fillna("").agg(" ".join, axis=1) + " " + rows["value"].map("{:g}".format)
    text = text.str.lower().str.replace(",", "", regex=False)
    kept = pd.Series(True, index=rows.index)
    for word in words.lower().split():
        kept &= text.str.contains(word.replace(",", ""), regex=False)
    if flagged:
        kept &= rows["is_conflict"]
    return rows[kept].reset_index(drop=True)


def is_conflict(notes: pd.Series) -> pd.Series:
    """Whether a figure's note says that the document disagrees with itself."""
    return notes.fillna("").str.contains(r"\bCONFLICT|\bCONTRADICTION")


def review_topics() -> list[str]:
    """Topics of the Review's figures, in alphabetical order."""
    return sorted(catalogue.load("review_figures", ["topic"])["topic"].unique())


# --- sources --------------------------------------------------------------------------------


def sources() -> pd.DataFrame:
    """Every source whose rows are published, one row each.

    Returns:
        id, dataset, title, publisher, licence, citation, url, cadence, caveats, breaks,
        corrections, is_transcription, editions, rows, first, newest, retrieved, due_days, stale_days.
    """
    manifest = catalogue.manifest()["datasets"]
    found = [
        _source_row(source, dataset, [one for one in entry["sources"] if one["id"] == source["id"]])
        for dataset, entry in manifest.items()
        for source in catalogue.describe(dataset)["sources"]
    ]
    return pd.DataFrame(found).sort_values(["dataset", "id"]).reset_index(drop=True)


def _source_row(
    source: dict[str, Any], dataset: str, entries: list[dict[str, Any]]
) -> dict[str, Any]:
    periods = [entry["period"] for entry in entries if entry["period"]]
    return {
        **source,
        "dataset": dataset,
        "editions": sorted({entry["edition"] for entry in entries}),
        "rows": sum(entry["rows"] for entry in entries),
        "first": min((period[0] for period in periods), default=""),
        "newest": max((period[-1] for period in periods), default=""),
        "retrieved": max((entry["retrieved"] for entry in entries), default=""),
    }
