"""The part of the Solved crime page on positive outcomes: the line, its figures, every offence."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import TENTHS, Look, Mark, bars, marks, trend
from dashboard.draft import Draft
from dashboard.figures import sources as sources_figures
from dashboard.figures.places import MPS, MPS_NAME, in_a_sentence
from dashboard.figures.sources import breaks_within, sources
from dashboard.sourcing import source_line
from dashboard.subjects.crime.figures import breaks as crime_breaks
from dashboard.subjects.outcomes.choice import Choice, rate_or_none
from dashboard.subjects.outcomes.figures import outcomes, ripening
from dashboard.subjects.outcomes.figures.charges import WHOLE
from dashboard.subjects.outcomes.words.charges import of_counts
from dashboard.words import outcomes as words
from dashboard.words import ripening as young
from dashboard.words.periods import twelve_months_to

DATASET, SOURCE, _MONTHS = ripening.DATASET, ripening.SOURCE, 24


PERIOD = ("show", "from", "to")
"""Choices that are of positive outcomes alone."""


def show(draft: Draft, chosen: Choice, series: pd.DataFrame, choices: tuple[str, ...] = ()) -> None:
    """The line, London's in grey beside a borough's, and the breaks.

    Args:
        choices: keys of those made here, where they do not stand above.
    """
    rows = series.assign(series=chosen.name, role="main")
    if not chosen.is_london:
        london = chosen.line(MPS).assign(series=MPS_NAME, role="context")
        rows = pd.concat([rows, london])
    known = series.dropna(subset=["value"])
    unripe = rows.loc[rows["is_provisional"], "date"]
    another = words.ANOTHER_COUNT if choices else ""
    draft.section(
        _title(chosen),
        another + words.outcomes_subtitle(chosen.is_year, known["date"].iloc[-1], not unripe.empty),
    )
    draft.choice_row(*choices, name="choices-period")
    draft.chart(
        lambda narrow: trend(
            rows.rename(columns={"is_provisional": "is_dashed"})[
                ["date", "value", "series", "role", "is_dashed"]
            ],
            unit=TENTHS,
            look=Look(narrow=narrow),
            events=[] if unripe.empty else [Mark(unripe.min(), young.FROM_HERE)],
            breaks=marks(ask(sources_figures.breaks, DATASET)),
            zero=True,
            dashed=young.DASHED,
            at_end=young.DASHED,
        ),
        alt=words.outcomes_alt(
            f"positive outcomes, {chosen.what}, {chosen.name}",
            known["date"].iloc[-1],
            known["value"].iloc[-1],
            known["value"].max(),
            known["value"].min(),
            bool(known["is_provisional"].iloc[-1]),
        ),
        source_line=source_line(DATASET, {SOURCE}),
        key="outcomes",
    )


def show_none(
    draft: Draft, chosen: Choice, series: pd.DataFrame, choices: tuple[str, ...] = ()
) -> None:
    """Why there is no chart: nothing is published, or no rate is given on what is; `choices` as `show`."""
    if choices:
        what, name = chosen.what, in_a_sentence(chosen.area)
        draft.section(words.outcomes_title(what, name, None, chosen.end))
        draft.choice_row(*choices, name="choices-period")
    if chosen.is_year and chosen.first <= chosen.last and chosen.first > chosen.end:
        draft.info(young.only_provisional(chosen.ripe))
    elif series.empty:
        draft.no_rows(f"{chosen.what}, {chosen.name}, in these months")
    else:
        draft.info(words.no_rate(chosen.what, chosen.name, outcomes.SMALL_BASE, chosen.is_year))


def _title(chosen: Choice) -> str:
    """The newest 12 ripe months, where the chart is of 12 months and they have a rate."""
    now, _ = chosen.two_years if chosen.is_year else (None, None)
    return words.outcomes_title(chosen.what, in_a_sentence(chosen.area), now, chosen.end)


def caveats(chosen: Choice, series: pd.DataFrame) -> list[str]:
    """What must be known about what is on screen."""
    found = [words.FOUR_KINDS, words.TWO_FLOWS, *_ripeness(chosen), *_two_counts(chosen)]
    breaks = ask(sources_figures.breaks, DATASET)
    span = 11 if chosen.is_year else 0
    start = series["date"].min() - pd.DateOffset(months=span)
    on_screen = breaks_within(breaks, start, series["date"].max())
    found += [
        words.outcomes_break(str(one.label), str(one.detail)) for one in on_screen.itertuples()
    ]
    changed = ask(crime_breaks.changes, DATASET)
    for month in changed.loc[changed["date"].isin(on_screen["date"]), "month"]:
        found += _each_side(month)
    if (series["offences_count"] < outcomes.SMALL_BASE).any():
        found.append(words.too_few(outcomes.SMALL_BASE))
    if chosen.is_london:
        unplaced = ask(outcomes.of_no_borough, chosen.offence, chosen.end)
        found += [] if unplaced is None else [words.london_is(*unplaced, chosen.end)]
    return [*found, words.REDUCED_FILE]


def _ripeness(chosen: Choice) -> list[str]:
    """How far figures as young as those on screen were revised, and which months are provisional."""
    said = []
    if chosen.is_year and chosen.last > chosen.end:
        said.append(young.ends_at(chosen.end, chosen.last))
    now, before = chosen.two_years
    if now is not None:
        said.append(young.revised(ask(ripening.revisions_of_year, chosen.end)))
    outcome = ask(outcomes.change_on_year_before, chosen.area, chosen.offence, chosen.end)
    if outcome == "not_ripe" and now is not None and before is not None:
        said.append(young.not_ripe(now, before, chosen.end, ripening.ripe_from(chosen.end)))
    return [one for one in [*said, *_provisional(chosen)] if one]


def _provisional(chosen: Choice) -> list[str]:
    months = chosen.marked(ask(outcomes.outcome_series, chosen.area, chosen.offence, "month"))
    months = months[months["is_provisional"] & months["date"].between(chosen.first, chosen.last)]
    if months.empty:
        return []
    ends = months["date"].min(), months["date"].max()
    return [
        young.provisional(months["value"].tolist(), *ends, ask(ripening.revisions_of_unripe)),
        words.WHICH_CASES,
    ]


def _each_side(month: pd.Timestamp) -> list[str]:
    """London's single months in the year up to a break, and in the year after: each alone."""
    sides = {
        "before": (month - pd.DateOffset(months=12), month - pd.DateOffset(months=1)),
        "after": (month, month + pd.DateOffset(months=11)),
    }
    ranges = {side: ask(outcomes.range_beside, *ends) for side, ends in sides.items()}
    return [
        words.months_of_one_side(side, *sides[side], *both)
        for side, both in ranges.items()
        if both is not None
    ]


def _two_counts(chosen: Choice) -> list[str]:
    counts = ask(outcomes.two_counts, chosen.area, chosen.offence, chosen.end)
    if counts is None:
        return []
    editions = ask(sources).set_index(["dataset", "id"])["editions"]
    own = max(editions[(DATASET, SOURCE)])
    other = max(editions[(crime_breaks.DATASET, "mps_recorded_crime")])
    return [words.two_counts(counts[0], own, counts[1], other, chosen.end)]


def show_figures(draft: Draft, chosen: Choice, series: pd.DataFrame) -> None:
    """The chart's figures, newest first: a year apart for 12-month ratios, else the last 24 months."""
    rows = series.iloc[::-1]
    if chosen.is_year:
        rows = rows[rows["date"].dt.month == rows["date"].iloc[0].month]
    rows = rows.head(_MONTHS)
    draft.table(
        pd.DataFrame(
            {
                "12 months to" if chosen.is_year else "Month": [
                    words.month_cell(day, is_provisional)
                    for day, is_provisional in zip(
                        rows["date"], rows["is_provisional"], strict=True
                    )
                ],
                "Positive outcomes": [
                    of_counts(*pair)
                    for pair in zip(rows["outcomes_count"], rows["offences_count"], strict=True)
                ],
                "Per 100": [words.outcomes_cell(rate_or_none(rate)) for rate in rows["value"]],
            }
        ),
        alt=f"Positive outcomes, {chosen.what}, {chosen.name}",
    )


def show_groups(draft: Draft, chosen: Choice, is_below_charges: bool = False) -> None:
    """Every offence group in the newest 12 months on screen that are ripe.

    Args:
        is_below_charges: whether it is said why these figures are others than those of charges.
    """
    found = ask(outcomes.outcomes_by_group, chosen.area, chosen.end)
    draft.section(
        _kinds_title(chosen, found),
        (words.ANOTHER_COUNT if is_below_charges else "")
        + f"Positive outcomes per 100 offences, {twelve_months_to(chosen.end)}",
    )
    if found.empty or found["value"].isna().all():
        draft.no_rows(words.no_groups(chosen.name, chosen.end), "Choose another month above.")
        return
    found = _by_size(found)
    drawn = found.rename(columns={"offence_group": "label"})[["label", "value"]].assign(
        role=found["offence_group"].eq(WHOLE).map({True: "whole", False: "main"})
    )
    draft.chart(
        lambda narrow: bars(drawn, unit=TENTHS, look=Look(narrow=narrow)),
        alt=f"Bar chart: positive outcomes per 100 offences by kind of offence, {chosen.name}",
        source_line=source_line(DATASET, {SOURCE}),
        key="outcomes-groups",
        rows="outcomes-kinds",
    )
    has_before = bool(found["before_value"].notna().any())
    columns = {
        "Offence": found["offence_group"],
        "Outcomes": [
            of_counts(*pair)
            for pair in zip(found["outcomes_count"], found["offences_count"], strict=True)
        ],
        "Per 100": [words.outcomes_cell(rate_or_none(rate)) for rate in found["value"]],
    }
    if has_before:
        columns["Year before"] = [
            words.outcomes_cell(rate_or_none(rate)) for rate in found["before_value"]
        ]
    draft.table(
        pd.DataFrame(columns),
        alt=f"Positive outcomes by kind of offence, {chosen.name}",
        point="Per 100",
    )
    start = chosen.end - pd.DateOffset(months=23)
    crossed = ask(crime_breaks.changes, DATASET)
    labels = crossed.loc[crossed["month"].between(start, chosen.end), "label"]
    notes = [] if has_before else [words.years_left_out(list(labels))]
    if (found["offences_count"] < outcomes.SMALL_BASE).any():
        notes.append(words.too_few(outcomes.SMALL_BASE))
    if has_before and ask(ripening.is_young, chosen.end):
        notes.append(young.older_year(chosen.end - pd.DateOffset(years=1)))
    notes.append(young.revised_short(ask(ripening.revisions_of_year, chosen.end)))
    draft.bullets([note for note in notes if note])


def _by_size(found: pd.DataFrame) -> pd.DataFrame:
    """All offences first, then the kinds from the highest rate to the lowest."""
    is_whole = found["offence_group"].eq(WHOLE)
    order = found.assign(is_whole=is_whole).sort_values(["is_whole", "value"], ascending=False)
    return order.drop(columns="is_whole")


def _kinds_title(chosen: Choice, found: pd.DataFrame) -> str:
    """Between which rates the kinds of offence lie; what the part is of where fewer than two have one."""
    name = in_a_sentence(chosen.area)
    kinds = found[found["offence_group"] != WHOLE].dropna(subset="value").sort_values("value")
    if len(kinds) < 2:
        return f"Every kind of offence, {name}"
    ends = (
        (str(one["offence_group"]), float(one["value"])) for one in (kinds.iloc[0], kinds.iloc[-1])
    )
    return words.kinds_title(name, *ends)
