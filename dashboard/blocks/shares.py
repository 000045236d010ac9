"""Shares of the Met's people against Londoners', a row each."""

from __future__ import annotations

import pandas as pd

from dashboard.charts import Look, Unit, dumbbell
from dashboard.draft import Draft

LONDONERS = "Londoners"


def points_of(share: Unit) -> Unit:
    """Return the unit of a gap between two shares: points, as fine as they are."""
    return Unit(suffix="", decimals=share.decimals, name="percentage points", signed=True)


def beside_londoners(
    draft: Draft,
    rows: pd.DataFrame,
    name: str,
    what: str,
    unit: Unit,
    source_line: str,
    key: str,
    held_in: str,
    natural: bool = False,
) -> None:
    """Show a dot for the Met's people and one for Londoners in each row, and the gap in points.

    Args:
        rows: label, first (share of the Met's people), second (of Londoners), optional role.
        name: whom the first are, in the key.
        what: is shown, to follow "Dot chart of" for who cannot see it.
        unit: of the shares.
        source_line, key: as for `chart`. held_in: name of the files that hold the shares.
        natural: the rows are ranks, and keep their order.
    """
    spoken = zip(rows["label"], rows["first"], strict=True)
    said = "; ".join(
        f"{label} {'not shown' if pd.isna(share) else unit.value(share)}" for label, share in spoken
    )
    draft.chart(
        lambda narrow: dumbbell(
            rows,
            look=Look(narrow=narrow),
            first=name,
            second=LONDONERS,
            unit=unit,
            gap_unit=points_of(unit),
            natural=natural,
        ),
        alt=f"Dot chart of {what} against Londoners. {said}.",
        source_line=source_line,
        key=key,
        rows=held_in,
    )
