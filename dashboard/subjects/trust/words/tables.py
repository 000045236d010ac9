"""The survey's figures as tables of words: frames in, frames out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

import pandas as pd

from dashboard.subjects.trust.words.boroughs import STANDINGS
from dashboard.words import early_signs
from dashboard.words.cells import NO_FIGURE, NONE, NOT_PUBLISHED
from dashboard.words.early_signs import Sign
from dashboard.words.intervals import bare_points
from dashboard.words.numbers import p_words, percent, signed
from dashboard.words.passages import without_lines
from dashboard.words.periods import month_year, short_month_year
from dashboard.words.survey import (
    STAR,
    Summary,
    change_words,
    latest,
    no_change_words,
    unusual_in_short,
)


def measure_table(
    found: Sequence[Summary],
    names: Mapping[str, str],
    order: Sequence[str],
    signs: Mapping[str, Sign] | None = None,
    printed: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """A row per measure of one place: newest, at the Review, the change; one that no file holds says so.

    Args:
        found: the measures held. names: id -> name. order: ids of every measure chosen.
        signs: early signs, by measure; a column of their own where there is any.
        printed: what the Review printed of measures that no file holds.
    """
    by_id = {one.measure: one for one in found}
    table = pd.DataFrame(
        [
            {
                "Measure": names[id_],
                "Newest": _share(by_id.get(id_)),
                "At the Review (Mar 2023)": _baseline(by_id.get(id_), (printed or {}).get(id_, "")),
                "Change since": _change(by_id.get(id_)),
            }
            for id_ in order
        ]
    )
    if not signs:
        return table
    return table.assign(**{"Early sign (boroughs)": [_sign(signs.get(id_)) for id_ in order]})


def _sign(one: Sign | None) -> str:
    if one is None:
        return NONE
    against = ", against the change" if one.contradicts else ""
    return f"{early_signs.share(one)} ({short_month_year(one.end)}){against}"


class Common(Protocol):
    """Places and London in one year."""

    @property
    def end(self) -> date:
        """End of the year."""

    @property
    def by_place(self) -> Mapping[str, Summary | None]:
        """Place -> its figures; None without any."""


def place_table(
    newest: Mapping[str, Summary | None],
    common: Common | None,
    against: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """A row per place for one measure: its newest, at the Review, its change; then the common year.

    Args:
        newest: place -> its newest figures; None where it has none.
        common: the newest year that the places and London have; None where there is none.
        against: place -> what speaks against its change.
    """
    said = against or {}
    table = pd.DataFrame(
        [
            {
                "Place": place,
                "Newest": NO_FIGURE if one is None else _share(one),
                "Mar 2023": NONE if one is None else _baseline(one),
                "Change": NONE
                if one is None
                else "; ".join(
                    filter(
                        None,
                        [_change(one), unusual_in_short(one.unusual_from), said.get(place, "")],
                    )
                ),
            }
            for place, one in newest.items()
        ]
    )
    if common is None:
        return table
    shares = [common.by_place.get(place) for place in newest]
    in_common = [NO_FIGURE if one is None else latest(one) for one in shares]
    return table.assign(**{f"Same year ({short_month_year(common.end)})": in_common})


def quarter_table(series: pd.DataFrame, columns: str) -> pd.DataFrame:
    """A row per quarter, newest first, a column per measure or place; transcribed figures marked.

    Args:
        series: period_end, share_pct, is_transcription and `columns`, whose values head the columns.
    """
    star = series["is_transcription"].map({True: STAR, False: ""})
    texts = series["share_pct"].map(percent) + star
    held = dict(zip(zip(series["period_end"], series[columns], strict=True), texts, strict=True))
    ends = sorted(series["period_end"].unique(), reverse=True)
    shares = {
        name: [held.get((end, name), NONE) for end in ends] for name in series[columns].unique()
    }
    return pd.DataFrame({"Year to": [month_year(end) for end in ends], **shares})


def event_table(events: pd.DataFrame) -> pd.DataFrame:
    """A row per event marked on a chart: when, what, and where that is written."""
    return pd.DataFrame(
        {
            "When": events["date"].map(month_year),
            "What": events["detail"],
            "Written in": events["source"].map(without_lines),
        }
    )


def borough_share_table(rows: pd.DataFrame, end: date) -> pd.DataFrame:
    """A row per borough: its share, the limits around London's where they differ, where it stands.

    A share that was read off a dashboard is marked.
    """
    limits = {}
    if rows["low_95"].ne(rows["low_95"].iloc[0]).any():
        limits = {
            "95% limits": _ranges(rows["low_95"], rows["high_95"]),
            "99.8% limits": _ranges(rows["low_998"], rows["high_998"]),
        }
    return pd.DataFrame(
        {
            "Borough": rows["area_name"],
            f"Year to {short_month_year(end)}": _starred(
                rows["share_pct"], rows["is_transcription"]
            ),
            **limits,
            "Against London": rows["standing"].map(STANDINGS),
        }
    )


def _ranges(lows: pd.Series, highs: pd.Series) -> list[str]:
    return [f"{low:.0f}–{percent(high)}" for low, high in zip(lows, highs, strict=True)]


CHANGE = "Change, points"
"""Heading of the column that tells what became of a place."""


def borough_change_table(rows: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """A row per place: both shares, the change and whether it is clear, in words.

    Args:
        rows: the places; a share that was read off a dashboard is marked. start, end: of the two years.
    """
    return pd.DataFrame(
        {
            "Borough": rows["area_name"],
            short_month_year(start): [_per_cent(share) for share in rows["before_pct"]],
            short_month_year(end): _starred(rows["after_pct"], rows["is_transcription"]),
            CHANGE: [
                _change_and_verdict(*four)
                for four in zip(
                    *(rows[name] for name in ("change", "is_clear", "is_clear_alone")),
                    rows["unusual_from"],
                    strict=True,
                )
            ],
        }
    )


def _change_and_verdict(
    change: float, is_clear: bool, is_clear_alone: bool, unusual_from: float
) -> str:
    """`−22, clear fall`; `+14, could be chance`; `+4, no clear change`; and an unusual step."""
    if math.isnan(change):
        return NO_FIGURE
    alone = "could be chance" if is_clear_alone else "no clear change"
    clear = "clear rise" if change > 0 else "clear fall"
    step = "" if math.isnan(unusual_from) else f"; {unusual_in_short(unusual_from)}"
    return f"{signed(change)}, {clear if is_clear else alone}{step}"


def tested_changes(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """How clear each place's change is: its name; its change with 95% interval, and p value."""
    return [
        (
            str(one["area_name"]),
            f"{_with_interval(one['change'], one['low'], one['high'])}; {p_words(one['p_value'])}",
        )
        for one in rows[rows["change"].notna()].to_dict("records")
    ]


def _with_interval(change: float, low: float, high: float) -> str:
    if math.isnan(change):
        return NO_FIGURE
    return bare_points((change, low, high))


def _starred(shares: pd.Series, is_transcription: pd.Series) -> list[str]:
    return [
        _per_cent(share) + (STAR if is_read_off and not pd.isna(share) else "")
        for share, is_read_off in zip(shares, is_transcription, strict=True)
    ]


def _per_cent(share: float) -> str:
    return NONE if pd.isna(share) else percent(share)


def _share(one: Summary | None) -> str:
    return NOT_PUBLISHED if one is None else f"{latest(one)} ({short_month_year(one.latest_end)})"


def _baseline(one: Summary | None, printed: str = "") -> str:
    if one is None:
        return printed or NOT_PUBLISHED
    return NONE if one.baseline_pct is None else percent(one.baseline_pct)


def _change(one: Summary | None) -> str:
    if one is None:
        return "cannot be judged"
    if one.change is None:
        return no_change_words(one.why_no_change)
    return change_words(one.change.estimate, one.change.low, one.change.high)
