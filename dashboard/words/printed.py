"""Printed figures in words: value with its unit, period, document, and how far to trust it.

`row_value` is the one place where a printed figure becomes words: every page, briefing, file and picture
that names one uses it, so that it reads the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.words.capitals import first_large
from dashboard.words.cells import Cell
from dashboard.words.numbers import MINUS, count
from dashboard.words.passages import place_words, short_document, where_words
from dashboard.words.periods import months_written_out, when_words

_UNITS = {
    "percent": "{}%",
    "ratio": "{} times",
    "rate_per_100": "{} per 100",
    "rate_per_1000": "{} per 1,000",
    "fte": "{} full-time posts",
    "count": "{}",
    "gbp": "£{}",
    "gbp_million": "£{} million",
}
_COUNTED = {
    "percentage_points": "point",
    "hours": "hour",
    "days": "day",
    "years": "year",
}
"""Units that are spelled out, one of them."""
_BOUNDS = {
    "exact": "{}",
    "at_least": "at least {}",
    "more_than": "over {}",
    "at_most": "at most {}",
    "about": "about {}",
}
_FIRST_CALENDAR_YEAR = 1900


def value_words(value: float, unit: str) -> str:
    """A figure as it was printed, with its unit: `33%`, `12 min 36 s`, `17 points`, `2053`."""
    if unit == "years" and value >= _FIRST_CALENDAR_YEAR:
        return f"{value:.0f}"
    size = abs(value)
    number = count(size) if value == round(value) else f"{size:,.10g}"
    if unit == "minutes":
        words = minutes_words(size)
    elif unit in _COUNTED:
        words = f"{number} {_COUNTED[unit]}{'' if size == 1 else 's'}"
    else:
        words = _UNITS.get(unit, f"{{}} {unit}").format(number)
    return f"{MINUS}{words}" if value < 0 else words


def minutes_words(minutes: float) -> str:
    """A time in minutes and seconds, as documents print it: 12.6 -> `12 min 36 s`, 107 -> `107 min`."""
    whole, seconds = divmod(round(minutes * 60), 60)
    parts = (
        f"{count(whole)} min" if whole or not seconds else "",
        f"{seconds} s" if seconds else "",
    )
    return " ".join(filter(None, parts))


def bounded(words: str, bound: str) -> str:
    """A figure in words with what is printed of it: `over 2 times`, `about 20%`, `at most 7%`.

    Args:
        bound: one of `schema.BOUNDS`, or a note that carries it (`queries.success.Note`).
    """
    return _BOUNDS[getattr(bound, "bound", bound)].format(words)


def row_value(row: Mapping[Any, Any]) -> str:
    """The value of a row of printed figures as its document prints it: `over 20%`, `“a third”`, `+3 points`.

    Args:
        row: value, unit, bound, printed_as, is_change.
    """
    if isinstance(row["printed_as"], str) and row["printed_as"]:
        return f"“{row['printed_as']}”"
    return bounded(_number(row), row["bound"])


def _number(row: Mapping[Any, Any]) -> str:
    words = value_words(row["value"], row["unit"])
    return f"+{words}" if row["is_change"] and row["value"] > 0 else words


def held_value(row: Mapping[Any, Any]) -> str:
    """The number that our files hold for a figure that is printed in words: `33.3%`; else nothing."""
    is_in_words = isinstance(row["printed_as"], str) and row["printed_as"]
    return _number(row) if is_in_words else ""


def caveat_of(row: Mapping[Any, Any]) -> str:
    """How far to trust a row, in plain words; empty where there is nothing to add."""
    return row["caveat"] if isinstance(row["caveat"], str) else ""


def length_words(months: int) -> str:
    """How long a time a figure is of: `at one time`, `1 month`, `12 months`."""
    if months == 0:
        return "at one time"
    return f"{months} month" if months == 1 else f"{months} months"


def source_words(document: str, location: str, note: str) -> str:
    """Where a figure was printed and our note; the exact lines are in the files."""
    where = first_large(where_words(document, location))
    return f"{where}. {first_large(note)}" if note else where


_MARKS = {
    "in conflict": "“In conflict” marks a figure that another one, or arithmetic, contradicts. It is shown as "
    "printed.",
    "in doubt": "“In doubt” marks a figure that can be read in two ways, or is to be checked before use.",
    "approximate": "“Approximate” marks words such as “nearly” or “more than”.",
    "dates assumed": "“Dates assumed” marks figures whose dates the document leaves open.",
    "worked out": "“Worked out” marks a figure worked out from the one that is printed.",
    "one officer's word": "“One officer's word” marks what one officer said.",
    "a target": "",
    "another survey": "",
    "another method": "",
}
"""What may be marked on a figure, in the order of words, each with what it means where that is not plain."""
_SECOND_HAND = (
    "“Second hand” was read in the press or in another's report, not where it was first published."
)
_READ = {"first_hand": "first hand", "second_hand": "second hand", "derived": "worked out"}


def marks(row: Mapping[Any, Any]) -> list[str]:
    """What is to be known of a figure before it is used: `in conflict`, `approximate`, `dates assumed`.

    Args:
        row: the columns `schema.MEANING_COLUMNS`.
    """
    holds = {
        "in conflict": row["is_conflict"],
        "in doubt": row["is_doubtful"] and not row["is_testimony"],
        "approximate": row["bound"] != "exact",
        "dates assumed": row["dating"] != "stated",
        "worked out": row["is_worked_out"],
        "one officer's word": row["is_testimony"],
        "a target": row["is_target"],
        "another survey": row["is_other_survey"],
        "another method": row["is_other_method"],
    }
    return [mark for mark in _MARKS if holds[mark]]


def mark_words(row: Mapping[Any, Any]) -> str:
    """Where a figure was read, and its marks: `second hand, in conflict`.

    Args:
        row: source_document, source_id, and the columns `schema.MEANING_COLUMNS`.
    """
    is_reviews = row["source_id"] == "review_figures" and "Casey Review" in row["source_document"]
    read = "the Review" if is_reviews else _READ[row["read"]]
    return ", ".join(dict.fromkeys([read, *marks(row)]))


def explained_marks(rows: pd.DataFrame) -> list[str]:
    """What the marks on some figures mean: a sentence for each that occurs.

    Args:
        rows: as for `marks`.
    """
    figures = rows.to_dict("records")
    found = {mark for row in figures for mark in marks(row)}
    read = [_SECOND_HAND] if any(row["read"] == "second_hand" for row in figures) else []
    return [*read, *(said for mark, said in _MARKS.items() if said and mark in found)]


FIGURE_HEADINGS = ("Figure", "Value", "Period", "Printed in")


def figure_cells(rows: pd.DataFrame, is_short: bool = False) -> list[tuple[Cell, ...]]:
    """Printed figures, a row each, under FIGURE_HEADINGS: what, value, period, and where read.

    Args:
        is_short: the whole source and note of each stand elsewhere on the page (`source_table`): here only who
            printed it and when, and its marks.
        rows: figure_id, statement, group, value, unit, period_start, period_end, source_document,
            source_location, source_id, and what the note means, as the queries of printed figures give
            them.
    """
    return [_figure_row(row, is_short) for row in rows.to_dict("records")]


def _figure_row(row: Mapping[Any, Any], is_short: bool) -> tuple[Cell, ...]:
    is_reviews = row["source_id"] == "review_figures"
    alone = (("This figure alone, to cite", figure_address(row["figure_id"])),)
    return (
        Cell(statement_words(row["statement"], row["group"])),
        Cell(row_value(row)),
        Cell(first_large(when_words(row["period_start"], row["period_end"]))),
        Cell(
            first_large(_short_place(row) if is_short else where_words(*_place(row))),
            tuple(filter(None, (_short_note(row) if is_short else caveat_of(row),))),
            links=alone if is_reviews else (),
        ),
    )


def _place(row: Mapping[Any, Any]) -> tuple[str, str]:
    return row["source_document"], row["source_location"]


def _short_place(row: Mapping[Any, Any]) -> str:
    """`Evening Standard, December 2022`; in the Review its chapter too."""
    document, location = _place(row)
    place = place_words(location) if row["source_id"] == "review_figures" else ""
    return ", ".join(filter(None, (short_document(document), place)))


def _short_note(row: Mapping[Any, Any]) -> str:
    """`Second hand, in conflict`: nothing of a figure read where it was first printed that bears no mark."""
    words = mark_words(row)
    return "" if words in ("the Review", _READ["first_hand"]) else first_large(words)


def statement_words(statement: str, group: str) -> str:
    """What a figure says, with the group it is of where the statement does not name it."""
    text = months_written_out(statement.removesuffix("."))
    short = group.rpartition(" (")[0] if group.endswith(")") else group
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
        f"{statement_words(row['statement'], 'All')}: {row_value(row)}"
        for row in rows.to_dict("records")
    ]
    places = rows[["source_document", "source_location", "caveat"]].fillna("")
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
        rows: period_start, period_end, and what `row_value` and `mark_words` need.

    Returns:
        label, value, said (the value in words), note; several figures for the same time keep their
        places.
    """
    figures = rows.to_dict("records")
    return pd.DataFrame(
        {
            "label": [
                first_large(when_words(row["period_start"], row["period_end"])) for row in figures
            ],
            "value": rows["value"].to_numpy(),
            "said": [row_value(row) for row in figures],
            "note": [mark_words(row) for row in figures],
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
