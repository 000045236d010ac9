"""The survey shares on screen as rows for files: the lines, and the Review's own quarters apart."""

from __future__ import annotations

import pandas as pd

from dashboard.draft import Draft
from dashboard.figures import places as places_figures
from dashboard.figures.places import ALL, MPS, MPS_NAME, SURVEY_MEASURES
from dashboard.page import Params
from dashboard.subjects.trust.choice import Shown
from dashboard.words import early_signs
from dashboard.words import survey as says
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed
from dashboard.words.periods import month_year

_COLUMNS = [
    *("survey", "figure_kind", "measure", "measure_name", "area_code", "area_name", "group"),
    *("time_basis", "period_end", "share_pct", "low_pct", "high_pct"),
    *("is_transcription", "source_id", "edition", "statement", "source_location"),
]


def show(draft: Draft, shown: Shown, notes: list[str], link: Params) -> None:
    """Show the row of downloads of the lines and marks on screen.

    What was chosen and has no row is said so in the notes, and is no filter.

    Args:
        shown: the shares. notes: the caveats on screen. link: every choice of the page.
    """
    chosen, rows = shown.chosen, as_data(shown)
    places = {places_figures.places()[area]: area for area in chosen.areas}
    with_rows = [name for name, area in places.items() if area in set(rows["area_code"])]
    measures = [one for one in chosen.measures if one in set(rows["measure"])]
    without = [name for name in places if name not in with_rows]
    without += [SURVEY_MEASURES[one] for one in chosen.measures if one not in measures]
    is_beside = bool(chosen.boroughs) and MPS not in chosen.areas
    has_points = rows["figure_kind"].eq(says.REVIEW_QUARTER_KIND).any()
    names = listed([places_figures.places()[area] for area in chosen.areas])
    draft.downloads_of(
        rows,
        name="trust",
        title=f"Public attitudes to the police, {names}",
        dataset="public_attitudes",
        source_ids=set(shown.series["source_id"]),
        beside={
            **({"review_figures": ()} if has_points else {}),
            **({"population": {"ons_population"}} if shown.signs else {}),
        },
        filters={
            "Place": listed(with_rows),
            **({"Beside it": MPS_NAME} if is_beside else {}),
            "Measures": ", ".join(SURVEY_MEASURES[one] for one in measures),
            "From, year to": month_year(shown.series["period_end"].min()),
            "To, year to": month_year(shown.end),
        },
        link=link,
        notes=[*notes, *says.of_the_file(without, says_points(rows, measures))],
    )


def says_points(rows: pd.DataFrame, measures: list[str]) -> list[str]:
    """Names of the measures of which only the Review's own quarters are in the file."""
    lines = set(rows.loc[rows["figure_kind"] == says.LINE_KIND, "measure"])
    return [SURVEY_MEASURES[one] for one in measures if one not in lines]


def as_data(shown: Shown) -> pd.DataFrame:
    """The rows on screen with their whole key: the lines, the early signs, then the Review's marks.

    All have the columns `_COLUMNS`; `figure_kind`, `time_basis` and `source_id` tell them apart.
    """
    lines = shown.series.assign(
        figure_kind=says.LINE_KIND, time_basis="rolling_12_months", statement=None
    )
    points = shown.drawn_points.rename(columns={"date": "period_end", "value": "share_pct"})
    points = points.assign(
        figure_kind=says.REVIEW_QUARTER_KIND,
        measure_name=points["measure"].map(SURVEY_MEASURES),
        area_code=MPS,
        area_name=MPS_NAME,
        time_basis="quarter",
        is_transcription=False,
    )
    rows = [part for part in (lines, _signs(shown), points) if not part.empty]
    data = pd.concat(rows, ignore_index=True).assign(survey="PAS", group=ALL)
    return data.reindex(columns=_COLUMNS)


def _signs(shown: Shown) -> pd.DataFrame:
    """The early signs for London, a row each."""
    return pd.DataFrame(
        [
            {
                "figure_kind": early_signs.KIND,
                "measure": measure,
                "measure_name": SURVEY_MEASURES[measure],
                "area_code": MPS,
                "area_name": MPS_NAME,
                "time_basis": "rolling_12_months",
                "period_end": one.end,
                "share_pct": one.pct,
                "is_transcription": one.is_transcription,
                "statement": early_signs.full(one, MEASURES[measure].topic),
            }
            for measure, one in shown.signs.items()
        ]
    )
