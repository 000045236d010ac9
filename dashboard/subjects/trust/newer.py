"""What is newer than London's own figures, or than the years chosen, on the page of trust."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import MPS_NAME, SURVEY_MEASURES
from dashboard.subjects.trust.choice import Choice, Shown
from dashboard.subjects.trust.figures import boroughs as survey_boroughs
from dashboard.subjects.trust.figures.places import newest_end
from dashboard.words import early_signs
from dashboard.words import survey as says


def signs_drawn(shown: Shown, by: str) -> pd.DataFrame | None:
    """The early signs for London as a chart draws them, in its line's colour; None without any.

    Args:
        by: column of the lines' names: `measure_name`, or `area_name` where the line is London's.
    """
    names = {
        measure: SURVEY_MEASURES[measure] if by == "measure_name" else MPS_NAME
        for measure in shown.signs
    }
    rows = [
        {
            "measure": measure,
            "date": one.end,
            "value": one.pct,
            "series": names[measure],
            "name": early_signs.SERIES.format(name=names[measure]),
        }
        for measure, one in shown.signs.items()
    ]
    return pd.DataFrame(rows) if rows else None


def clear_alone(chosen: Choice, measure: str) -> dict[str, int]:
    """Boroughs whose change to their newest year is clear by itself only: code -> all compared."""
    found: dict[str, int] = ask(survey_boroughs.clear_alone, measure, chosen.last)
    return found


def say_newer(draft: Draft, chosen: Choice) -> None:
    """Say that newer figures are held of the places than the period chosen holds, and lead to them."""
    newest = max((ask(newest_end, one) for one in chosen.held), default=chosen.last)
    if chosen.areas and chosen.last < newest:
        choices = {"area": chosen.areas, "measure": chosen.measures}
        draft.page_link("trust", says.newer_held(newest), choices)
