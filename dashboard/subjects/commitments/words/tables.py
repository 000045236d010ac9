"""The rows of the tables of promises, recommendations and answers, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard.subjects.commitments.words.rule import WHY_OPEN
from dashboard.words.capitals import first_large, first_small
from dashboard.words.cells import Cell
from dashboard.words.numbers import count
from dashboard.words.passages import DOCUMENTS, without_lines
from dashboard.words.periods import day_words, month_year
from dashboard.words.standings import STANDINGS

WHOLE = 100
START = "overview"
"""What the table calls the start page, whose address is empty."""

PAGES_OF_MEASURES = {
    "misconduct": ("misconduct_action_rate", "misconduct_racial_disparity"),
    "response": ("response_times",),
}
"""Page -> success measures that it alone is of: it is preferred to the one the table names."""

NOT_HELD = "No figure held here."
PROMISE_HEADINGS = ("Promise", "Due", "Where it stands", "Newest figure or fact")
RECOMMENDATION_HEADINGS = ("Recommendation", "What would show it", "Newest figure or fact")
ANSWER_HEADINGS = ("Answer to", "Answer, in our own words")


def promise_rows(rows: pd.DataFrame, pages: Mapping[str, str]) -> list[tuple[Cell, ...]]:
    """Promises, a row each, under PROMISE_HEADINGS.

    Args:
        rows: of `queries.commitments.promises`.
        pages: address of each page of the site -> its title.
    """
    return [
        (
            Cell(row["promise"], (*_shared(row), _source(row)), links=_page_link(row, pages)),
            _due(row),
            _standing(row),
            _evidence(row),
        )
        for row in rows.to_dict("records")
    ]


def recommendation_rows(
    rows: pd.DataFrame, promised: Mapping[int, int], pages: Mapping[str, str]
) -> list[tuple[Cell, ...]]:
    """Recommendations, a row each, under RECOMMENDATION_HEADINGS.

    Args:
        rows, pages: as in `promise_rows`.
        promised: recommendation -> how many dated promises of the Met belong to it.
    """
    return [
        (
            Cell(
                f"{int(row['recommendation'])}. {row['promise']}",
                (_owner(row), *_below(promised, int(row["recommendation"])), _source(row)),
                links=_page_link(row, pages),
            ),
            Cell(_text(row["shown_by"])),
            _evidence(row),
        )
        for row in rows.to_dict("records")
    ]


def answer_rows(rows: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """Answers to recommendations, a row each, under ANSWER_HEADINGS."""
    return [
        (
            Cell(f"Recommendation {int(row['recommendation'])}"),
            Cell(row["promise"], (_source(row),)),
        )
        for row in rows.to_dict("records")
    ]


def data_links(pointer: str) -> tuple[tuple[str, str], ...]:
    """Addresses of the published rows that a pointer names, as CSV.

    Args:
        pointer: `dataset?column=value&…`, or two of these with ` minus ` between them.
    """
    named = pointer.split(" minus ")
    words = (
        ["Rows (CSV)"] if len(named) == 1 else [f"Rows {n} (CSV)" for n in range(1, len(named) + 1)]
    )
    return tuple(zip(words, map(_address, named), strict=True))


def _address(one: str) -> str:
    dataset, _, query = one.partition("?")
    filters = dict(pair.split("=", 1) for pair in query.split("&") if pair)
    return f"./data/{dataset}.csv" + (f"?{urlencode(filters)}" if filters else "")


def _owner(row: Mapping[Any, Any]) -> str:
    return f"Who: {row['owner']}"


def _shared(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """Who else is to keep it; nothing where the table is of one owner alone."""
    return (f"Who: {row['owner']}",) if " and " in row["owner"] else ()


def _source(row: Mapping[Any, Any]) -> str:
    document = DOCUMENTS.get(row["document_id"], row["document"])
    number = row["recommendation"]
    is_under = row["commitment_kind"] == "commitment" and not pd.isna(number)
    under = f" · recommendation {int(number)}" if is_under else ""
    return f"{document}{under}"


def _below(promised: Mapping[int, int], number: int) -> tuple[str, ...]:
    found = promised.get(number, 0)
    return (f"Dated promises of the Met under it: {count(found)}",) if found else ()


def _page_link(row: Mapping[Any, Any], pages: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    of_measure = (page for page, of in PAGES_OF_MEASURES.items() if row["success_measure"] in of)
    better = next(of_measure, "")
    name = better if better and better in pages else _text(row["page"])
    address = "" if name == START else name
    return ((f"Page: {pages[address]}", f"./{address}"),) if name and address in pages else ()


def _due(row: Mapping[Any, Any]) -> Cell:
    words = _text(row["due_text"])
    said = first_large(words) or STANDINGS["no_date"].title
    if pd.isna(row["due"]):
        return Cell(said, ("No day that can be counted from",) if words else ())
    return Cell(said, (f"Last day: {day_words(row['due'].date())}",))


def _standing(row: Mapping[Any, Any]) -> Cell:
    lines = (WHY_OPEN.get(row["why_open"], ""), _target(row))
    said = STANDINGS[row["standing"]]
    return Cell(said.brief or said.title, tuple(filter(None, lines)), row["standing"])


def _target(row: Mapping[Any, Any]) -> str:
    if pd.isna(row["target_value"]):
        return ""
    bound = "at least" if row["decided_by"] == "at_least" else "at most"
    unit = _text(row["target_unit"])
    number = f"{row['target_value']:,.10g}"
    if unit == "per cent" and row["target_value"] == WHOLE:
        return "Promised: all (100%)"
    return f"Promised: {bound} {number}{'%' if unit == 'per cent' else f' {unit}'}"


def _evidence(row: Mapping[Any, Any]) -> Cell:
    note = _text(row["caveat"])
    noted = (f"Note: {note}",) if note else ()
    if pd.isna(row["evidence"]):
        needed = _text(row["shown_by"])
        shown = (
            (f"What would show it: {first_small(needed)}",) if _is_promise(row) and needed else ()
        )
        return Cell(NOT_HELD, (*shown, *noted))
    printed = f"From: {without_lines(_text(row['evidence_source']))}{_dated(row['evidence_date'])}"
    pointer = _text(row["evidence_rows"])
    return Cell(row["evidence"], (printed, *noted), links=data_links(pointer) if pointer else ())


def _is_promise(row: Mapping[Any, Any]) -> bool:
    return bool(row["commitment_kind"] == "commitment")


def _dated(day: pd.Timestamp | date | None) -> str:
    return "" if pd.isna(day) else f" ({month_year(day)})"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
