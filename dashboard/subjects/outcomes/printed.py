"""The part of the Solved crime page on what is printed of other kinds of outcome."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import printed
from dashboard.draft import Draft
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.outcomes.figures import outcomes
from dashboard.words import outcomes as words
from dashboard.words.passages import where_words


def show_detections(draft: Draft) -> None:
    """The Review's sanction detections, another kind of outcome: never joined to the chart."""
    found = ask(outcomes.sanction_detections)
    end = crime_changes.REVIEW_END
    with draft.fold(words.DETECTIONS_FOLD, "detections"):
        _detections(draft, found, end)


def _detections(draft: Draft, found: pd.DataFrame, end: pd.Timestamp) -> None:
    draft.caption(words.detections_basis(end))
    columns = {
        words.year_heading(end.year, False): list(map(words.detection_cell, found["rate_0y"]))
    }
    for years in crime_changes.YEARS:
        is_printed = found["is_printed_10y"] & (years == max(crime_changes.YEARS))
        is_mixed = bool(is_printed.any())
        columns[words.year_heading(end.year - years, not is_mixed)] = [
            words.detection_cell(rate, is_mixed and not own)
            for rate, own in zip(found[f"rate_{years}y"], is_printed, strict=True)
        ]
    draft.table(
        pd.DataFrame({"Offence": found["group"], **columns}),
        alt="Sanction detections per 100 offences in four years, by offence, from the Review",
    )
    places = [
        where_words(*pair)
        for pair in zip(found["source_document"], found["source_location"], strict=True)
    ]
    draft.caption(words.detections_source("; ".join(dict.fromkeys(places))))
    twice = found[found["also_printed"].notna()]
    draft.bullets(
        [
            words.WORKED_OUT,
            words.NEVER_COMPARED,
            *(
                words.printed_twice(group, rate, other)
                for group, rate, other in zip(
                    twice["group"], twice["rate_0y"], twice["also_printed"], strict=True
                )
            ),
            words.OVERLAPPING,
        ]
    )


def show_women_and_girls(draft: Draft, has_charges: bool) -> None:
    """What is printed on rape, sexual offences and domestic abuse: a table for each kind of outcome.

    Args:
        has_charges: whether the page has charge rates.
    """
    found = ask(outcomes.women_and_girls)
    draft.section(words.WOMEN_AND_GIRLS_TITLE, words.WOMEN_AND_GIRLS_BASIS)
    has_city = found["geography"] == outcomes.WITH_THE_CITY
    shown = found.assign(
        statement=found["statement"].where(~has_city, found["statement"].map(words.with_the_city))
    )
    for kind, title in words.KINDS.items():
        of_kind = shown[shown["kind"] == kind].reset_index(drop=True)
        newest = of_kind["period_end"].max()
        printed.folded(draft, of_kind, words.kind_fold(title, len(of_kind), newest), f"kind-{kind}")
    printed.exact_places(draft, shown, "Violence against women and girls", "solved")
    with draft.fold(words.NOT_HELD, "not-published"):
        draft.bullets(words.not_published(has_charges))
