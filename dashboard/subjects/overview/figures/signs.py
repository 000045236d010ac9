"""Signs of the success measures, as published."""

from __future__ import annotations

from typing import Any

from datasets import catalogue

ID = "signs"
ON_CARD = 2
"""Signs that a card shows; the measure's own page has all."""


def signs_of(measure: str) -> list[dict[str, Any]]:
    """Rows of `signs` of a measure, newest first, of one date those that say most.

    None in a version that has no such table.

    Args:
        measure: one of `datasets.schema.SUCCESS_MEASURES`.
    """
    if not are_held():
        return []
    rows = catalogue.load(ID, filters={"measure": measure})
    records = rows.sort_values(["period_end", "sign_order"], ascending=[False, True]).to_dict(
        "records"
    )
    return [{str(name): cell for name, cell in row.items()} for row in records]


def are_held() -> bool:
    """Whether the version that is read has signs."""
    return ID in catalogue.ids()
