"""What is asked or promised by when, by whom, and how it stands on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.figures.search import holding
from dashboard.words.passages import DOCUMENTS
from datasets import catalogue
from stats import deadlines

FIRST_DAY = date(2023, 11, 1)
"""The earliest day to judge by: the newest of the five documents is of autumn 2023."""

WITH_THE_MAYOR = "Metropolitan Police and Mayor of London"
OWNERS: Mapping[str, tuple[str, ...]] = {
    "met": ("Metropolitan Police", WITH_THE_MAYOR),
    "met-and-mayor": (WITH_THE_MAYOR,),
    "government": ("Government",),
    "city": ("City of London Police",),
    "not-named": ("Not named",),
}
"""Who is to keep a promise: value in the address bar -> owners in the table."""

PARTIES = ("met", "government", "city", "not-named", "asked")
"""Owners that are never counted together; what the Met is to do with the Mayor is the Met's too.

`asked` is nobody's promise: what the Review asked for with a date.
"""

KINDS = ("commitment", "request", "recommendation", "answer")
"""What a row is. A request is a dated part of a recommendation: asked of its owner, promised by nobody."""
_REQUEST = r"casey-\d{2}-"
"""How the id of a dated part of a recommendation begins."""

DECIDED = ("met", "missed")
PAST = (*DECIDED, "undecided", "no_figure")
STANDINGS = (*PAST, "due", "not_yet_due", "no_date", "no_promise")
"""`undecided` and `no_figure` are past their date: something is held that does not decide, or nothing."""

_EVIDENCE = (
    "evidence",
    "evidence_value",
    "evidence_date",
    "evidence_rows",
    "evidence_source",
)
_SEARCHED = (
    *("promise", "due_text", "shown_by", "evidence", "evidence_source", "caveat"),
    *("id", "owner", "document", "source_location"),
)


def promises(
    on: date,
    words: str = "",
    owner: str = ALL,
    document: str = ALL,
    standing: str = ALL,
    kind: str = ALL,
    measure: str = ALL,
) -> pd.DataFrame:
    """Recommendations, promises and answers that fit a choice, as they stand on a day.

    A figure of a later day than `on` is left out, as though it were not held.

    Args:
        on: the day to judge by.
        words: every word must occur in the promise, its id, its figure, its caveat or its source.
        owner, document, standing: a key of OWNERS, of DOCUMENTS, one of STANDINGS, or `all`.
        kind, measure: one of KINDS or a success measure's id, or `all`.

    Returns:
        The columns of `commitments` (`state` as of `on`), kind, party, document_id, standing,
        why_open (of what is undecided: `early`, `other`, `read_as`, `judged`), days_overdue; what a
        figure decides first, then what one would decide as we read it, then the newest due date; what
        has none last, by recommendation.
    """
    rows = _standing_on(catalogue.load("commitments"), on)
    kept = holding(rows, _SEARCHED, words)
    wanted = {
        "document_id": document,
        "standing": standing,
        "kind": kind,
        "success_measure": measure,
    }
    for column, value in wanted.items():
        if value != ALL:
            kept &= rows[column] == value
    if owner != ALL:
        kept &= rows["owner"].isin(OWNERS[owner])
    found = rows[kept]
    is_open = ~found["standing"].isin(DECIDED)
    place = is_open.astype(int).mask(is_open & found["why_open"].ne("read_as"), 2)
    ordered = found.assign(place=place).sort_values(
        ["place", "due", "recommendation", "id"], ascending=[True, False, True, True]
    )
    return ordered.drop(columns="place").reset_index(drop=True)


def dated(rows: pd.DataFrame, party: str) -> pd.DataFrame:
    """The dated promises of one party, of rows of `promises`."""
    return rows[(rows["party"] == party) & rows["due"].notna()]


def tally(rows: pd.DataFrame, party: str, on: date) -> dict[str, int]:
    """How the dated promises of one party stand, of rows of `promises`.

    Returns:
        dated (how many have a date); past (of these, past it); met, missed, undecided and no_figure
        (of those past it, and adding up to them); with_mayor (of the dated, the Met's together with
        the Mayor of London).
    """
    found = dated(rows, party)
    past = found[found["due"] < pd.Timestamp(on)]
    standings = past["standing"].value_counts()
    return {
        "dated": len(found),
        "past": len(past),
        **{one: int(standings.get(one, 0)) for one in PAST},
        "with_mayor": int((found["owner"] == WITH_THE_MAYOR).sum()),
    }


def strongest(rows: pd.DataFrame, party: str) -> list[dict[str, Any]]:
    """The dated promises of a party that a figure comes nearest to: of the same thing, or of the very number.

    Args:
        rows: of `promises`.

    Returns:
        Rows with a figure and a target; those that fall short of it first.
    """
    found = short_of_target(rows, party)
    reached = dated(rows, party)
    reached = reached[
        (reached["standing"] == "undecided")
        & (reached["evidence_value"] == reached["target_value"])
    ]
    kept = pd.concat([found[found["why_open"] == "read_as"], reached])
    return [{str(name): cell for name, cell in row.items()} for row in kept.to_dict("records")]


def short_of_target(rows: pd.DataFrame, party: str) -> pd.DataFrame:
    """The dated promises of a party whose newest figure is of the thing promised, and below what was promised.

    Args:
        rows: of `promises`.

    Returns:
        Those that are undecided only by how the promise is read first, then the furthest from their number.
    """
    found = dated(rows, party)
    same = found["why_open"].isin(["read_as", "early"]) & (found["decided_by"] == "at_least")
    found = found[same & (found["evidence_value"] < found["target_value"])]
    share = found["evidence_value"] / found["target_value"]
    order = found.assign(is_early=found["why_open"] == "early", share=share)
    return order.sort_values(["is_early", "share"]).drop(columns=["is_early", "share"])


def promised_under(party: str) -> Mapping[int, int]:
    """Recommendation -> how many dated promises of a party belong to it; requests are none."""
    rows = catalogue.load("commitments", ["id", "recommendation", "owner", "due"])
    is_promise = rows["due"].notna() & ~rows["id"].str.match(_REQUEST)
    rows = rows[is_promise & rows["owner"].isin(OWNERS[party])]
    return Counter(rows["recommendation"].dropna().astype(int).tolist())


def _standing_on(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    later = rows["evidence_date"] > pd.Timestamp(on)
    is_read_as = rows["is_read_as"].astype(bool)
    known = rows.assign(
        **{name: rows[name].mask(later) for name in _EVIDENCE},
        evidence_decides=rows["evidence_decides"] & ~later & ~is_read_as,
    )
    stands = [_judged(row, on) for row in known.to_dict("records")]
    is_request = known["id"].str.match(_REQUEST)
    party = {owner: one for one in PARTIES for owner in OWNERS.get(one, ())}
    standing = [standing for _, standing, _ in stands]
    return known.assign(
        kind=known["commitment_kind"].mask(is_request, "request"),
        party=known["owner"].map(party).mask(is_request, "asked"),
        document_id=[_document_id(title) for title in known["document"]],
        state=[settled for settled, _, _ in stands],
        standing=standing,
        why_open=_why_open(known.assign(standing=standing), is_read_as),
        days_overdue=[days for _, _, days in stands],
    )


def _why_open(rows: pd.DataFrame, is_read_as: pd.Series) -> pd.Series:
    """Why what is held decides nothing; empty where it does, or where nothing is held."""
    why = pd.Series("other", index=rows.index)
    why = why.mask(rows["evidence_decides"], "early").mask(is_read_as, "read_as")
    why = why.mask(rows["decided_by"] == "judged", "judged")
    return why.where(rows["standing"] == "undecided", "")


def _judged(row: Mapping[Any, Any], on: date) -> tuple[str, str, int]:
    """What a figure decides, how the promise stands on the day, and for how many days it is late."""
    due = None if pd.isna(row["due"]) else deadlines.Due(row["due"].date(), row["due_precision"])
    settled = deadlines.settled(
        row["decided_by"], _number(row["target_value"]), due, _evidence(row)
    )
    state: str = deadlines.state_on(on, settled, due)
    if state == "no_figure_published":
        state = "no_figure" if pd.isna(row["evidence"]) else "undecided"
    return settled, state, deadlines.days_overdue(on, settled, due)


def _evidence(row: Mapping[Any, Any]) -> deadlines.Evidence | None:
    if pd.isna(row["evidence"]):
        return None
    end = None if pd.isna(row["evidence_date"]) else row["evidence_date"].date()
    return deadlines.Evidence(end, bool(row["evidence_decides"]), _number(row["evidence_value"]))


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _document_id(title: str) -> str:
    """A document's value in the address bar; of one that is not declared, its title."""
    return next((one for one, name in DOCUMENTS.items() if name in title), title)
