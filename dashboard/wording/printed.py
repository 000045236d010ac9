"""Printed figures in words: value with its unit, period, document, and how far to trust it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.wording.cells import Cell
from dashboard.wording.numbers import MINUS, count, month_year, signed
from dashboard.wording.own_words import own_words
from dashboard.wording.passages import note_words, where_words

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
    number = number.replace("-", MINUS)
    return _UNITS.get(unit, f"{{}} {unit}").format(number)


def bounded_words(value: float, unit: str, note: str) -> str:
    """The same, with the bound that its note says it is: `under 1%`, `at least 30 years`."""
    words = value_words(value, unit)
    if re.search(r"\bupper bound\b", note, re.IGNORECASE):
        return f"under {words}"
    return f"at least {words}" if re.search(r"\blower bound\b", note, re.IGNORECASE) else words


def row_value(row: Mapping[Any, Any]) -> str:
    """The value of a row of printed figures as its document prints it: `at least 20%`, `“a third”`."""
    note = _note(row)
    words = own_words(row["statement"], note)
    return f"“{words}”" if words else bounded_words(row["value"], row["unit"], note)


def held_value(row: Mapping[Any, Any]) -> str:
    """The number that our files hold for a figure that is printed in words: `33.3%`; else nothing."""
    in_words = own_words(row["statement"], _note(row))
    return value_words(row["value"], row["unit"]) if in_words else ""


def _note(row: Mapping[Any, Any]) -> str:
    return row["confidence_note"] if isinstance(row["confidence_note"], str) else ""


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
    """Where exactly a figure was printed, lines and all, and our note as it was written."""
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
    "CONFLICT": "“In conflict” marks a figure that another one, or arithmetic, contradicts. It is "
    "shown as printed.",
    "APPROX": "“Approximate” marks words such as “nearly” or “more than”.",
    "PERIOD": "“Dates assumed” marks figures whose dates the document leaves open.",
    "DERIVED": "“Worked out” marks a figure worked out from the one that is printed.",
    "ANECDOTAL": "“One officer's word” marks what one officer said.",
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


FIGURE_HEADINGS = ("Figure", "Value", "Period", "Printed in")


def figure_cells(rows: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """Printed figures, a row each, under FIGURE_HEADINGS: what, value, period, and where read.

    Args:
        rows: figure_id, statement, group, value, unit, period_start, period_end, source_document,
            source_location, source_id, confidence_note, as the queries of printed figures give them.
    """
    return [_figure_row(row) for row in rows.to_dict("records")]


def _figure_row(row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    note = _note(row)
    read = mark_words(row["source_document"], row["source_id"], note)
    is_reviews = row["source_id"] == "review_figures"
    alone = (("This figure alone, to cite", figure_address(row["figure_id"])),)
    return (
        Cell(statement_words(row["statement"], row["group"])),
        Cell(row_value(row)),
        Cell(first_large(when_words(row["period_start"], row["period_end"]))),
        Cell(
            first_large(where_words(row["source_document"], row["source_location"])),
            tuple(filter(None, (_read_line(read, note_words(note)), note_words(note)))),
            links=alone if is_reviews else (),
        ),
    )


def _read_line(read: str, note: str) -> str:
    """The marks that the note itself does not name: `Read second hand`; empty where it has them."""
    parts = [part for part in read.split(", ") if part not in ("the Review", "first hand")]
    known = {"dates assumed": "dates", "a target": "target"}
    unsaid = [part for part in parts if known.get(part, part) not in note.lower()]
    return first_large(
        ", ".join(f"read {part}" if part == "second hand" else part for part in unsaid)
    )


def statement_words(statement: str, group: str) -> str:
    """What a figure says, with the group it is of where the statement does not name it."""
    text, short = statement.removesuffix("."), re.sub(r" \([^)]*\)$", "", group)
    return text if group in ("All", text) or short.lower() in text.lower() else f"{text} ({short})"


def figure_address(figure_id: str) -> str:
    """Address, from any page, of one of the Review's figures alone."""
    return f"./review?figure={figure_id}"


def source_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same figures with the document of each, and the whole of how far to trust it.

    Args:
        rows: as for `figure_cells`.
    """
    figures = [
        f"{row['statement'].removesuffix('.')}: {row_value(row)}" for row in rows.to_dict("records")
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
    """Printed figures of one length of time as bars: named by their period, with where each was read.

    Args:
        rows: value, period_start, period_end, source_document, source_id, confidence_note.

    Returns:
        label, value, note; several figures for the same time keep their places.
    """
    periods = zip(rows["period_start"], rows["period_end"], strict=True)
    read = zip(rows["source_document"], rows["source_id"], rows["confidence_note"], strict=True)
    return pd.DataFrame(
        {
            "label": [first_large(when_words(*period)) for period in periods],
            "value": rows["value"].to_numpy(),
            "note": [mark_words(*one) for one in read],
        }
    )


def length_heading(months: int) -> str:
    """Over the bars of one length of time: `Figures for 12 months each`."""
    return "Figures at one time" if months == 0 else f"Figures for {length_words(months)} each"


def lone_sentence(row: pd.Series) -> str:
    """A figure that is the only one of its length of time, so that it stands in no chart.

    Args:
        row: months, and what `row_value` and `when_words` need.
    """
    length = "At one time" if row["months"] == 0 else f"For {length_words(row['months'])}"
    value = row_value(row.to_dict())
    when = when_words(row["period_start"], row["period_end"])
    return f"{length}: {value} ({when}). Not drawn: no other figure held is of that length."


def first_large(text: str) -> str:
    """The same text with a capital at its start."""
    return text[:1].upper() + text[1:]
