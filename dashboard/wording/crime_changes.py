"""Sentences on the Review's Figures 1.2 and 1.3 remade. Pure functions."""

from __future__ import annotations

import math

from dashboard.wording.numbers import MINUS


def percent_cell(value: float | None) -> str:
    """A change in a table: whole per cents with a sign; a dash where none is given."""
    if value is None or math.isnan(value):
        return "–"
    whole = round(value)
    if whole == 0:
        return "0%"
    return f"{'+' if whole > 0 else MINUS}{abs(whole)}%"


def pair_cell(printed: float, table: float) -> str:
    """A printed change and today's beside it: `+6% / +5%`."""
    return f"{percent_cell(printed)} / {percent_cell(table)}"


def five_year_cell(printed: float, implied: float, table: float, is_inconsistent: bool) -> str:
    """Three numbers where the printed five-year change does not fit the Review's own shares."""
    if not is_inconsistent:
        return pair_cell(printed, table)
    return (
        f"{percent_cell(printed)} printed; {percent_cell(implied)} by its own shares; "
        f"{percent_cell(table)} in the table: inconsistent"
    )


FIVE_YEARS = (
    "Four five-year changes in the Review's Figure 1.2 do not fit the shares that the same figure "
    "prints: burglary, public order, sexual offences and violence. They are shown as printed, beside "
    "what the Review's own shares imply and what the published table gives."
)

PRINTED_ROUNDED = "The Review prints changes in whole per cents."

NOT_IN_TABLE = (
    "Domestic abuse, gun, knife and hate crime cut across the kinds of the published table, which does "
    "not hold them: a dash stands there. Kinds of Figure 1.3 lie within or across those of Figure 1.2 "
    "and are not added to them."
)


ACROSS_BREAKS = (
    "Changes over 5 and 10 years cross the move to the CONNECT system (28 February 2024) and the join of "
    "two editions (July 2024), so part of a change can come from them. Twelve months that hold 2020 or "
    "2021 were under restrictions on going out: a change from them is large for that reason too."
)
