"""Printed figures in words: value with its unit, period, document, and how far to trust it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd

from dashboard.wording.numbers import count, month_year, signed

_UNITS = {
    "percent": "{}%",
    "minutes": "{} min",
    "ratio": "{} times",
    "days": "{} days",
    "hours": "{} hours",
    "rate_per_1000": "{} per 1,000",
    "fte": "{} full-time posts",
    "count": "{}",
}
_FIRST_CALENDAR_YEAR = 1900


def value_words(value: float, unit: str) -> str:
    """A figure as it was printed, with its unit: `33%`, `12.6 min`, `+0.5 points`, `2053`."""
    if unit == "years":
        return f"{value:.0f}" if value >= _FIRST_CALENDAR_YEAR else f"{value:g} years"
    if unit == "percentage_points":
        decimals = 0 if value == round(value) else 1
        return f"{signed(value, decimals)} {'point' if abs(value) == 1 else 'points'}"
    number = count(value) if value == round(value) else f"{value:,.10g}"
    return _UNITS.get(unit, f"{{}} {unit}").format(number)


def bounded_words(value: float, unit: str, note: str) -> str:
    """The same, with the bound that its note says it is: `under 1%`, `at least 30 years`."""
    words = value_words(value, unit)
    if re.search(r"\bupper bound\b", note, re.IGNORECASE):
        return f"under {words}"
    return f"at least {words}" if re.search(r"\blower bound\b", note, re.IGNORECASE) else words


def when_words(start: date, end: date) -> str:
    """The time that a figure is of: `21 May 2024`, `year to March 2022`, `2019 to 2023`."""
    if start == end:
        return day_words(end)
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{day_words(start)} to {day_words(end)}"
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    if start.month == 1 and end.month == 12:
        return f"{end.year}" if months == 12 else f"{start.year} to {end.year}"
    if months == 12:
        return f"year to {month_year(end)}"
    return month_year(end) if months == 1 else f"{month_year(start)} to {month_year(end)}"


def day_words(day: date) -> str:
    """31 March 2022 -> `31 March 2022`."""
    return f"{day.day} {day:%B %Y}"


def length_words(months: int) -> str:
    """How long a time a figure is of: `at one time`, `1 month`, `12 months`."""
    if months == 0:
        return "at one time"
    return f"{months} month" if months == 1 else f"{months} months"


def source_words(document: str, location: str, note: str) -> str:
    """Where a figure was printed, and how far to trust it."""
    place = location.replace("(title described, not quoted)", "").strip()
    place = re.sub(r"^Casey Review; ", "", place)
    title = re.sub(
        r"^Baroness Casey Review,? [Ff]inal [Rr]eport", "Casey Review final report", document
    )
    where = ", ".join(part for part in (title, place) if part)
    return f"{where}. {note}" if note else where


FLAGS = {
    "Second hand": "“Second hand” was read in the press or in another's report, not where it was "
    "first published.",
    "CONFLICT": "CONFLICT or CONTRADICTION marks a figure that another one, or arithmetic, "
    "contradicts. It is shown as printed.",
    "APPROX": "APPROX marks words such as “nearly” or “more than”.",
    "PERIOD": "PERIOD marks dates that the document leaves open.",
    "DERIVED": "DERIVED marks a figure worked out from the one that is printed.",
    "ANECDOTAL": "ANECDOTAL marks what one officer said.",
}


def flag_words(notes: list[str]) -> list[str]:
    """What the marks in these notes mean: a sentence for each that occurs."""
    joined = " ".join(notes).replace("CONTRADICTION", "CONFLICT")
    return [sentence for flag, sentence in FLAGS.items() if flag in joined]


_MARKS = {
    "CONFLICT": "in conflict",
    "CONTRADICTION": "in conflict",
    "APPROX": "approximate",
    "PERIOD": "dates assumed",
    "DERIVED": "worked out",
    "ANECDOTAL": "one officer's word",
    "TARGET": "a target",
    "Target": "a target",
}


def mark_words(document: str, source_id: str, note: str) -> str:
    """Where a figure was read, and what is to be known of it: `second hand, in conflict`."""
    if source_id == "review_figures":
        read = "the Review" if "Casey Review" in document else "first hand"
    else:
        read = "first hand" if note.startswith("Primary") else "second hand"
    marks = [words for flag, words in _MARKS.items() if re.search(rf"\b{flag}\b", note)]
    return ", ".join(dict.fromkeys([read, *marks]))


def figure_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Printed figures in short: what, value, period, and where read.

    Args:
        rows: statement, value, unit, period_start, period_end, source_document, source_id,
            confidence_note, as the queries of printed figures give them.
    """
    values = zip(rows["value"], rows["unit"], rows["confidence_note"], strict=True)
    periods = zip(rows["period_start"], rows["period_end"], strict=True)
    read = rows[["source_document", "source_id", "confidence_note"]]
    return pd.DataFrame(
        {
            "Figure": list(rows["statement"]),
            "Value": [bounded_words(*one) for one in values],
            "Period": [when_words(*one) for one in periods],
            "Read in": [mark_words(*one) for one in read.itertuples(index=False, name=None)],
        }
    )


def source_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same figures with the document of each, and the whole of how far to trust it.

    Args:
        rows: as for `figure_table`, and source_location.
    """
    values = zip(rows["value"], rows["unit"], rows["confidence_note"], strict=True)
    figures = [
        f"{statement.removesuffix('.')}: {bounded_words(*one)}"
        for statement, one in zip(rows["statement"], values, strict=True)
    ]
    places = rows[["source_document", "source_location", "confidence_note"]]
    return pd.DataFrame(
        {
            "Figure": figures,
            "Source, and how far to trust it": [
                source_words(*place) for place in places.itertuples(index=False, name=None)
            ],
        }
    )


def bar_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Printed figures as bars: named by their period, with what must be known beside each.

    Args:
        rows: value, period_start, period_end, months, is_usual, is_second_hand, is_conflict.

    Returns:
        label, value, note, role; several figures for the same time keep their places.
    """
    periods = zip(rows["period_start"], rows["period_end"], strict=True)
    labels = [_first_large(when_words(*period)) for period in periods]
    flags = zip(rows["months"], rows["is_second_hand"], rows["is_conflict"], strict=True)
    return pd.DataFrame(
        {
            "label": labels,
            "value": rows["value"].to_numpy(),
            "note": [bar_note(*one) for one in flags],
            "role": ["main" if usual else "context" for usual in rows["is_usual"]],
        }
    )


def bar_note(months: int, is_second_hand: bool, is_conflict: bool) -> str:
    """What must be known of a figure beside its bar: `12 months, second hand`."""
    parts = [length_words(months)]
    parts += ["second hand"] if is_second_hand else []
    parts += ["in conflict with another figure"] if is_conflict else []
    return ", ".join(parts)


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]
