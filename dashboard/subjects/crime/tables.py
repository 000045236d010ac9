"""The tables of the Crime trends page: every kind of offence, and the Review's figures remade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures import places
from dashboard.figures.places import in_a_sentence
from dashboard.page import Table
from dashboard.sourcing import source_line
from dashboard.subjects.crime.choice import name_of
from dashboard.subjects.crime.figures import breaks as crime_breaks
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures.counts import crime_by_group
from dashboard.subjects.crime.lines import sources_of_rates
from dashboard.subjects.crime.words import changes as words
from dashboard.subjects.crime.words.changes import figure_1_2_sentence
from dashboard.subjects.review.figures.review import figure_1_2
from dashboard.words.cells import Cell
from dashboard.words.numbers import count, one_decimal, percent
from dashboard.words.periods import month_year, twelve_months_to
from dashboard.words.sources import joined


def every_kind(draft: Draft, area: str, last: pd.Timestamp) -> Table | None:
    """Every kind of offence in 12 months and its change in a year; share, rate and longer changes folded.

    Args:
        area: the place, by code. last: first day of the last of the 12 months.

    Returns:
        The first table, for a briefing; None where nothing is held.
    """
    name, month = name_of(area), month_year(last)
    found = ask(crime_changes.changes_to, area, last)
    crossed = {
        years: ask(crime_breaks.changes_between, last - pd.DateOffset(years=years, months=11), last)
        for years in crime_changes.YEARS
    }
    largest = [] if found.empty else _largest(found, crossed[crime_changes.YEARS[0]].empty)
    title = words.kinds_title(in_a_sentence(area), largest)
    draft.section(
        title,
        f"Every kind of offence, {name}, 12 months to {month}",
    )
    draft.choice_row("one", name="one-place")
    if found.empty:
        draft.no_rows(
            f"every kind of offence, {name}, 12 months to {month}", "Choose a later month above."
        )
        return None
    offences = [
        f"{offence} (part of a kind above)" if is_subgroup else offence
        for offence, is_subgroup in zip(found["offence"], found["is_subgroup"], strict=True)
    ]
    frame = pd.DataFrame(
        {
            "Offence": offences,
            "Offences": found["offences_count"].map(count),
            **_changes(found, crossed, crime_changes.YEARS[:1]),
        }
    )
    alt = f"Offences by kind and their change in a year, {name}, year to {month}"
    draft.table(frame, alt=alt)
    draft.bullets(_notes_on_changes(found, crossed, crime_changes.YEARS[:1]))
    draft.source(sources_of_rates())
    with draft.fold(words.LONGER, "crime-longer"):
        _longer(draft, offences, found, crossed, area, last)
    return Table(frame, alt, title)


Crossed = Mapping[int, pd.DataFrame]
"""Years -> the changes in recording or data that a comparison over them lies across."""


def _largest(found: pd.DataFrame, is_compared: bool) -> list[tuple[str, float | None]]:
    """The two kinds with most offences, and the change of each in a year where there is one."""
    column = f"change_{crime_changes.YEARS[0]}y_pct"
    kinds = found[~found["is_subgroup"] & found["offence"].ne(ALL_OFFENCES)]
    kinds = kinds.nlargest(2, "offences_count")
    few = kinds[f"is_{crime_changes.YEARS[0]}y_of_few"]
    given = kinds[column].notna() & ~few & is_compared
    return [
        (str(offence), float(change) if is_given else None)
        for offence, change, is_given in zip(kinds["offence"], kinds[column], given, strict=True)
    ]


ALL_OFFENCES = "All offences"
"""First row of `crime_changes.changes_to`."""


def _longer(
    draft: Draft,
    offences: list[str],
    found: pd.DataFrame,
    crossed: Crossed,
    area: str,
    last: pd.Timestamp,
) -> None:
    """Share of all crime, rate, and change over 5 and 10 years."""
    by_group = ask(crime_by_group, area, last).set_index("offence_group")
    per_offence = by_group["rate_per_1000"].iloc[0] / found["offences_count"].iloc[0]
    longer = crime_changes.YEARS[1:]
    draft.table(
        pd.DataFrame(
            {
                "Offence": offences,
                "Of all crime": [percent(share, 1) for share in found["share_pct"]],
                "Per 1,000": (found["offences_count"] * per_offence).map(one_decimal),
                **_changes(found, crossed, longer),
            }
        ),
        alt=f"Share, rate and longer changes by kind of offence, {name_of(area)}, 12 months to "
        f"{month_year(last)}",
        point="Per 1,000",
    )
    events = ask(places.events, "crime")
    draft.bullets(
        [
            words.residents_of(int(by_group["population_year"].iloc[0])),
            *_notes_on_changes(found, crossed, longer),
            *(words.from_a_year_of(str(detail)) for detail in events["detail"]),
        ]
    )


def _changes(found: pd.DataFrame, crossed: Crossed, over: Sequence[int]) -> dict[str, list[str]]:
    """A column for each number of years, by its heading."""
    return {
        words.years_heading(years, not crossed[years].empty): [
            words.change_cell(*cell)
            for cell in zip(
                found[f"change_{years}y_pct"], found[f"is_{years}y_of_few"], strict=True
            )
        ]
        for years in over
    }


def _notes_on_changes(found: pd.DataFrame, crossed: Crossed, over: Sequence[int]) -> list[str]:
    """What the signs in those columns say, and on what each change is."""
    notes = [words.NO_CHANGE_GIVEN]
    if found[[f"is_{years}y_of_few" for years in over]].to_numpy().any():
        notes.append(words.of_few(crime_changes.FEW))
    widest = crossed[max(over)]
    if not widest.empty:
        notes.append(words.across_breaks(list(zip(widest["label"], widest["date"], strict=True))))
    return notes


def beside_the_review(draft: Draft) -> None:
    """Figures 1.2 and 1.3 as printed, beside the published table for the same months."""
    both = ask(crime_changes.printed_changes)
    counts = ask(figure_1_2)
    total = counts.iloc[0]
    draft.section(
        words.review_title(total["printed_count"], total["table_count"]),
        f"Met area, {twelve_months_to(crime_changes.REVIEW_END)}",
    )
    draft.text(
        figure_1_2_sentence(
            total["printed_count"],
            total["table_count"],
            total["difference_pct"],
            crime_changes.REVIEW_END,
        )
    )
    with draft.fold(words.LINE_BY_LINE, "crime-review"):
        draft.caption(words.PRINTED_BESIDE_NOW)
        draft.card_table(
            ["Offence", "Printed", "Table now", "1 year", "5 years", "10 years"],
            _side_by_side(both),
            alt="Offences and changes as the Review printed them and as the table has them",
            key="crime-review",
        )
        odd = list(both.loc[both["is_inconsistent"], "offence"])
        apart = words.apart(crime_changes.COUNT_APART_PCT, crime_changes.CHANGE_APART_POINTS)
        draft.bullets([words.five_years(odd), apart, words.PRINTED_ROUNDED, words.NOT_IN_TABLE])
    draft.source(joined(source_line("review_figures"), source_line("recorded_offences")))


def _side_by_side(both: pd.DataFrame) -> list[list[Cell]]:
    now = [
        words.count_and_difference(*cells)
        for cells in zip(
            both["table_count"], both["printed_count"], both["is_count_apart"], strict=True
        )
    ]
    five = [
        words.five_year_cell(*cells)
        for cells in zip(
            both["printed_5y_pct"],
            both["implied_5y_pct"],
            both["table_5y_pct"],
            both["is_inconsistent"],
            both["is_5y_apart"],
            strict=True,
        )
    ]
    columns = zip(
        both["offence"],
        both["printed_count"].map(count),
        now,
        _pairs(both, 1),
        five,
        _pairs(both, 10),
        strict=True,
    )
    return [[Cell(str(text)) for text in row] for row in columns]


def _pairs(both: pd.DataFrame, years: int) -> list[str]:
    printed, now = both[f"printed_{years}y_pct"], both[f"table_{years}y_pct"]
    cells = zip(printed, now, both[f"is_{years}y_apart"], strict=True)
    return [words.pair_cell(*cell) for cell in cells]
