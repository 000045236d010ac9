"""Where an axis has its numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.geometry import text_width

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_YEARS = (1, 2, 5, 10, 20)
_MONTHS = (1, 2, 3, 6, 12)


def value_ticks(
    low: float, high: float, *, zero: bool, shares: bool, target: int = 6
) -> list[float]:
    """Return evenly spaced values, the first and last of which enclose the data.

    Args:
        low, high: the least and greatest value drawn.
        zero: the axis starts at 0 (or ends there, when all values are negative).
        shares: per cents of a whole: steps of ten, or finer ones where an axis from 0 has few; never
            beyond 0 or 100 unless the data are.
        target: about how many numbers there is room for.
    """
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        pad = 10.0 if shares else max(abs(low) * 0.1, 1.0)
        low, high = (low, low + pad) if zero else (low - pad, high + pad)
        if shares:
            low, high = max(low, min(0.0, high)), min(high, 100.0)
    step = _nice_step(high - low, target)
    if shares:
        step = (
            _share_step(low, high, target)
            if low or high > 100
            else _share_step_from_zero(high, target)
        )
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 9) for index in range(first, last + 1)]


def _share_step(low: float, high: float, target: int) -> float:
    """Return 10 where that gives few enough numbers, 5 in a range under 10, 20 in a large one."""
    if high - low <= 10:
        return 5.0
    return 10.0 if (high - low) / 10 <= target + 2 else 20.0


def _share_step_from_zero(high: float, target: int) -> float:
    """Return the least of 1, 2, 5, 10 and 20 that gives fewer numbers than there is room for."""
    return next((step for step in (1.0, 2.0, 5.0, 10.0) if high / step < target), 20.0)


def _nice_step(span: float, target: int) -> float:
    """Return the least of 1, 2, 2.5 and 5 times a power of ten that gives few enough numbers."""
    rough = span / target
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step for step in _STEPS if step * power >= rough * (1 - 1e-9)) * power


@dataclass(frozen=True)
class DateTicks:
    """Labels in the middle of each period, small strokes at its boundaries."""

    at: list[pd.Timestamp]
    texts: list[str]
    boundaries: list[pd.Timestamp]


def date_ticks(first: pd.Timestamp, last: pd.Timestamp, width: float, size: float) -> DateTicks:
    """Return years, or months where the axis spans less than two years.

    Args:
        first, last: ends of the axis. width: its length in px. size: of the type, in px.
    """
    if (last - first).days < 2 * 365:
        return _months(first, last, width, size)
    return _years(first, last, width, size)


def _years(first: pd.Timestamp, last: pd.Timestamp, width: float, size: float) -> DateTicks:
    need = text_width("2024", size) + 6
    years = range(first.year, last.year + 1)
    px_a_year = width / ((last - first).days / 365.25)
    step = next((step for step in _YEARS if step * px_a_year >= need), _YEARS[-1])
    at, texts = [], []
    for year in years:
        start = max(pd.Timestamp(year, 1, 1), first)
        end = min(pd.Timestamp(year + 1, 1, 1), last)
        shown = (end - start).days / 365.25
        if year % step == 0 and (shown > 0.45 or shown * px_a_year >= need):
            at.append(start + (end - start) / 2)
            texts.append(str(year))
    boundaries = [pd.Timestamp(year, 1, 1) for year in years if pd.Timestamp(year, 1, 1) >= first]
    return DateTicks(at, texts, boundaries)


def _months(first: pd.Timestamp, last: pd.Timestamp, width: float, size: float) -> DateTicks:
    need = text_width("2024", size) + 8
    px_a_day = width / max((last - first).days, 1)
    step = next((step for step in _MONTHS if step * 30.44 * px_a_day >= need), _MONTHS[-1])
    starts = pd.date_range(first.normalize().replace(day=1), last, freq="MS")
    shown = [start for start in starts if (start.month - 1) % step == 0]
    at = [_middle_of_month(start) for start in shown]
    fits = [first <= middle and (last - middle).days * px_a_day > need / 4 for middle in at]
    at = [middle for middle, does in zip(at, fits, strict=True) if does]
    texts = []
    for index, middle in enumerate(at):
        is_new_year = index == 0 or middle.year != at[index - 1].year
        texts.append(f"{middle:%b}<br>{middle.year}" if is_new_year else f"{middle:%b}")
    return DateTicks(at, texts, [start for start in starts if start >= first])


def _middle_of_month(start: pd.Timestamp) -> pd.Timestamp:
    return start + pd.Timedelta(days=start.days_in_month / 2)
