"""All boroughs at one date: which stand apart from London, and which have changed since the Review."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import MPS, places
from dashboard.subjects.trust.figures.interviews import survey_bases
from dashboard.subjects.trust.figures.survey import (
    REVIEW_QUARTER,
    change_in,
    half_a_year_before,
    newest_shares,
    no_change_because,
    survey_shares,
    unusual_step,
)
from datasets import catalogue
from stats.compare import false_discoveries, p_of_difference
from stats.funnel import LEVELS, funnel_limits, funnel_standing
from stats.intervals import Share, wilson_share

FALSE_DISCOVERY_RATE = 0.05
LIMIT_LEVELS = LEVELS
"""Of the inner and the outer limits of chance, 0 to 1."""


@dataclass(frozen=True)
class BoroughShares:
    """One measure in every borough in one year, beside London.

    Attributes:
        london_reach: half-width of London's own 95% interval, points.
        rows: one per borough, by name: area_code, area_name, share_pct (missing without a figure),
            low_95, high_95, low_998, high_998 (where chance would put it if it were like London),
            base_n, standing (of `stats.funnel`; empty without a figure), is_transcription, source_id.
        transcribed: codes of places, London among them, whose figure was read off a dashboard.
    """

    measure: str
    end: pd.Timestamp
    london_pct: float
    london_reach: float
    rows: pd.DataFrame
    transcribed: frozenset[str] = frozenset()

    @property
    def held(self) -> pd.DataFrame:
        """The boroughs that have a figure."""
        return self.rows[self.rows["share_pct"].notna()]


def borough_shares(measure: str, end: pd.Timestamp) -> BoroughShares:
    """Every borough's share with the 95% and 99.8% limits of chance around London's.

    Args:
        measure: id. end: one of `common_quarters`.
    """
    at_end = survey_shares(measure, end)
    london = float(at_end["share_pct"][MPS])
    rows = []
    bases = survey_bases(places())
    for area, name in places().items():
        if area == MPS:
            continue
        base, design_effect = bases[area]
        limits = funnel_limits(london, base, design_effect, rounded=True)
        share = at_end["share_pct"].get(area, float("nan"))
        rows.append(
            {
                "area_code": area,
                "area_name": name,
                "share_pct": share,
                "low_95": limits.low_95,
                "high_95": limits.high_95,
                "low_998": limits.low_998,
                "high_998": limits.high_998,
                "base_n": base,
                "standing": "" if pd.isna(share) else funnel_standing(share, limits),
                "is_transcription": bool(at_end["is_transcription"].get(area, False)),
                "source_id": at_end["source_id"].get(area, ""),
            }
        )
    interval = wilson_share(london, *bases[MPS], rounded=True)
    reach = (interval.high - interval.low) / 2
    transcribed = frozenset(at_end.index[at_end["is_transcription"]])
    return BoroughShares(measure, end, london, reach, pd.DataFrame(rows), transcribed)


@dataclass(frozen=True)
class BoroughChanges:
    """One measure's change since the Review in every borough, and in London.

    Attributes:
        end: of the boroughs' year; London's may be an earlier one.
        rows: London, then one per borough, by name: area_code, area_name, end (of its year),
            is_transcription (of its newer share), before_pct, after_pct, change, low, high (95%,
            points), p_value (all missing where no change can be given), is_clear (after
            false-discovery control among the boroughs; London's stands alone), is_clear_alone (by its
            own interval), unusual_from (share half a year before, of `unusual_step`; missing where the
            newer share is not unusually far from it).
        source_ids: where the figures of both years come from.
        why_none: why no change can be given at all; empty where it can.
    """

    measure: str
    start: pd.Timestamp
    end: pd.Timestamp
    rows: pd.DataFrame
    source_ids: frozenset[str] = frozenset()
    why_none: str = ""

    @property
    def london_end(self) -> pd.Timestamp | None:
        """End of London's year; None where it has no figure."""
        end = self.rows.loc[self.rows["area_code"] == MPS, "end"]
        return None if end.empty or pd.isna(end.iloc[0]) else end.iloc[0]

    @property
    def boroughs(self) -> pd.DataFrame:
        """The boroughs that have a change."""
        return self.rows[(self.rows["area_code"] != MPS) & self.rows["change"].notna()]


def borough_changes(
    measure: str, end: pd.Timestamp, london: pd.Timestamp = pd.Timestamp.max
) -> BoroughChanges:
    """Every borough's change from the year to March 2023 to the year to `end`; London's to its newest.

    Each is tested by itself (z test of two shares), and the 32 p values together: Benjamini and
    Hochberg's control, 5%.

    Args:
        measure: id. end: of the boroughs' year, which London need not have.
        london: later figures of London are left out, as are those later than `end`.
    """
    at_end = survey_shares(measure, end).drop(index=MPS, errors="ignore")
    beside = newest_shares(measure, end, min(end, london))
    return _changes(measure, end, pd.concat([beside[beside.index == MPS], at_end]))


def newest_changes(
    measure: str, here: pd.Timestamp, london: pd.Timestamp = pd.Timestamp.max
) -> BoroughChanges:
    """As `borough_changes`, each place in its own newest year.

    Args:
        measure: id. here, london: later figures of the boroughs, and of London, are left out.
    """
    after = newest_shares(measure, here, london)
    ends = after.loc[after.index != MPS, "period_end"]
    return _changes(measure, ends.max() if len(ends) else here, after)


def _changes(measure: str, end: pd.Timestamp, after: pd.DataFrame) -> BoroughChanges:
    """Changes since the Review to the years of `after` (of `newest_shares`)."""
    start_rows = survey_shares(measure, REVIEW_QUARTER)
    before = start_rows["share_pct"]
    why_none = no_change_because(None if before.empty else float(before.iloc[0]), end)
    names = {} if why_none else places()
    halves = _half_a_year_before(measure, after)
    rows = [
        {
            "area_code": area,
            "area_name": names[area],
            "end": after["period_end"].get(area, pd.NaT),
            "is_transcription": bool(after["is_transcription"].get(area, False)),
            "unusual_from": _unusual(base, halves.get(area), after, area),
        }
        | _change_row(base, before.get(area), after, area)
        for area, base in survey_bases(names).items()
    ]
    columns = ["area_code", "area_name", "end", "is_transcription", "before_pct", "after_pct"]
    columns += ["change", "low", "high", "p_value", "is_clear", "is_clear_alone", "unusual_from"]
    table = pd.DataFrame(rows, columns=columns)
    tested = table.index[table["p_value"].notna() & (table["area_code"] != MPS)]
    clear = false_discoveries(list(table.loc[tested, "p_value"]), FALSE_DISCOVERY_RATE)
    table.loc[tested, "is_clear"] = clear
    used = [after] if why_none else [start_rows, after]
    sources = frozenset(source for rows in used for source in rows["source_id"])
    table = table.astype({"is_clear": bool, "is_clear_alone": bool, "unusual_from": "float64"})
    return BoroughChanges(measure, REVIEW_QUARTER, end, table, sources, why_none)


def _half_a_year_before(measure: str, after: pd.DataFrame) -> dict[str, float]:
    """The share of each place half a year before its newest, by code."""
    return {
        str(area): float(share)
        for end, rows in after.groupby("period_end")
        for area, share in survey_shares(measure, half_a_year_before(pd.Timestamp(str(end))))[
            "share_pct"
        ].items()
        if area in rows.index
    }


def _unusual(
    base: tuple[int, float], before_pct: float | None, after: pd.DataFrame, area: str
) -> float | None:
    if before_pct is None:
        return None
    before, newest = Share(before_pct, *base), Share(float(after["share_pct"][area]), *base)
    is_read_off = bool(after["is_transcription"][area])
    return unusual_step(before, newest, is_transcription=is_read_off)


@catalogue.kept("public_attitudes", "places.csv", "suppression.toml", "survey_design.toml", most=64)
def clear_alone(measure: str, last: pd.Timestamp) -> dict[str, int]:
    """Boroughs whose change to their newest year is clear by itself and not among all; shared.

    Args:
        measure: id. last: later figures are left out.

    Returns:
        Code -> how many are compared.
    """
    held = newest_changes(measure, last, last).boroughs
    alone = held["is_clear_alone"] & ~held["is_clear"]
    return dict.fromkeys(held.loc[alone, "area_code"], len(held))


def _change_row(
    base: tuple[int, float], before_pct: float | None, after: pd.DataFrame, area: str
) -> dict[str, object]:
    after_pct = after["share_pct"].get(area)
    row: dict[str, object] = {
        "before_pct": before_pct,
        "after_pct": after_pct,
        "is_clear": False,
        "is_clear_alone": False,
    }
    if before_pct is None or after_pct is None:
        return row
    if no_change_because(before_pct, after["period_end"][area]):
        return row
    change = change_in(base, before_pct, after_pct)
    return row | {
        "change": change.estimate,
        "low": change.low,
        "high": change.high,
        "p_value": p_of_difference(change),
        "is_clear": change.excludes_zero,
        "is_clear_alone": change.excludes_zero,
    }
