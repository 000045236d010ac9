"""The figures of the Solved crime page as rows for files: its lines, then the others."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import printed
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import MPS, MPS_NAME, places
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.outcomes.choice import BASES, Choice
from dashboard.subjects.outcomes.figures import outcomes, ripening
from dashboard.subjects.outcomes.positive import DATASET, SOURCE
from dashboard.words import outcomes as words
from dashboard.words import ripening as young
from dashboard.words.periods import month_year


def show(draft: Draft, chosen: Choice, series: pd.DataFrame, notes: list[str]) -> None:
    """The rows of the lines as files, and the fixed link.

    Args:
        draft: to write into. chosen: the reader's choice. series: of the place chosen.
        notes: the caveats on screen.
    """
    draft.downloads_of(
        as_data(chosen, series),
        name="outcomes",
        title=f"Positive outcomes, {chosen.what}, {chosen.name}",
        dataset=DATASET,
        source_ids={SOURCE},
        filters={
            "Place": chosen.name,
            **({} if chosen.is_london else {"Beside it": MPS_NAME}),
            "Offence": chosen.what,
            "Show": BASES[chosen.show],
            "From": month_year(series["date"].min()),
            "To": month_year(series["date"].max()),
        },
        link=chosen.link_to_outcomes,
        notes=notes,
    )


def as_data(chosen: Choice, series: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chart's lines, London's among them where it stands beside a borough."""
    own = _keyed(chosen, series, chosen.area)
    if chosen.is_london:
        return own
    return pd.concat([own, _keyed(chosen, chosen.line(MPS), MPS)])


def _keyed(chosen: Choice, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    return rows.rename(columns={"date": "last_month", "value": "rate_pct"}).assign(
        period="12_months" if chosen.is_year else "month",
        area_code=area,
        area_name=ask(places)[area],
        offence_group=chosen.offence,
        outcome_kind=outcomes.KIND,
        source_id=SOURCE,
    )


def kinds(chosen: Choice) -> Iterator[OtherFiles]:
    """Every offence group in the newest 12 months on screen."""
    found = ask(outcomes.outcomes_by_group, chosen.area, chosen.end)
    if found.empty or found["value"].isna().all():
        return
    renamed = {"value": "rate_pct", "before_value": "before_rate_pct"}
    rows = found.rename(columns=renamed).assign(
        last_month=chosen.end,
        period="12_months",
        area_code=chosen.area,
        area_name=chosen.name,
        outcome_kind=outcomes.KIND,
        source_id=SOURCE,
    )
    month = month_year(chosen.end)
    yield OtherFiles(
        name="outcomes-kinds",
        title=f"Positive outcomes by kind of offence, {chosen.name}, 12 months to {month}",
        frame=rows,
        sources={DATASET: {SOURCE}},
        filters={"Place": chosen.name, "12 months to": month},
        notes=tuple(
            note
            for note in (
                words.FOUR_KINDS,
                words.TWO_FLOWS,
                young.revised(ask(ripening.revisions_of_year, chosen.end)),
            )
            if note
        ),
    )


def printed_elsewhere(has_charges: bool) -> Iterator[OtherFiles]:
    """The printed figures of other kinds of outcome.

    Args:
        has_charges: whether the page has charge rates.
    """
    yield OtherFiles(
        name="outcomes-detections",
        title="Sanction detections per 100 offences, from the Review",
        frame=ask(outcomes.sanction_detections)
        .rename(columns={"group": "offence"})
        .assign(last_month=crime_changes.REVIEW_END),
        sources={"review_figures": ()},
        notes=(words.WORKED_OUT, words.NEVER_COMPARED, words.OVERLAPPING),
    )
    yield OtherFiles(
        name="outcomes-printed",
        title="Violence against women and girls: printed figures",
        frame=ask(outcomes.women_and_girls),
        sources=dict.fromkeys(printed.DATASETS, ()),
        notes=words.not_published(has_charges),
    )
