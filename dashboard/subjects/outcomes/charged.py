"""The part of the Solved crime page on charges: eleven years, by kind of crime, and by when they were made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import TENTHS, Look, Mark, marks, trend
from dashboard.draft import Draft
from dashboard.figures import sources as sources_figures
from dashboard.figures.places import ALL, MPS, MPS_NAME
from dashboard.figures.sources import breaks_within
from dashboard.page import Paper, Table
from dashboard.sourcing import source_line
from dashboard.subjects.crime.figures.breaks import DATASET as OFFENCES
from dashboard.subjects.outcomes.choice import Choice
from dashboard.subjects.outcomes.figures import charges
from dashboard.subjects.outcomes.figures.charges import DATASET, JUDGED, SOURCE, WHOLE
from dashboard.subjects.outcomes.words import charges as words
from dashboard.words.capitals import first_large
from dashboard.words.cells import NONE
from dashboard.words.numbers import count
from dashboard.words.periods import AT_POINTER, month_year, short_month_year
from dashboard.words.sources import joined

RECORDED_CRIME = "mps_recorded_crime"
REVIEW_YEAR = pd.Timestamp("2023-03-31")


def group_of(chosen: Choice) -> str:
    """The Home Office's group of the offences chosen."""
    return WHOLE if chosen.offence == ALL else charges.group_of(chosen.offence)


@dataclass(frozen=True)
class Judged:
    """What was judged of the newest charge rate: empty where nothing was.

    Attributes:
        verdict: as published, or `not_ripe`. rate_pct, end: the figure at the Review and its last day.
    """

    verdict: str
    rate_pct: float
    end: pd.Timestamp


def headline(chosen: Choice) -> tuple[str, str] | None:
    """The newest charge rate of the Met with its verdict, and what stands beside it.

    None where a place is chosen, where the link is to positive outcomes, or where no rate is held.
    """
    group = group_of(chosen)
    leads = chosen.is_london and not chosen.leads_with_outcomes
    newest = charges.newest(ask(charges.charge_years, group)) if leads else None
    if newest is None:
        return None
    judged = _judged(group, newest["date"])
    is_whole = group == WHOLE
    said = words.headline(
        group, float(newest["rate_pct"]), newest["date"], judged.verdict if is_whole else ""
    )
    return said, words.beside_the_headline(judged.verdict, judged.end, is_whole)


def _judged(group: str, end: pd.Timestamp) -> Judged:
    """The published verdict on a group's charges, where it is of the year to `end`."""
    found = ask(charges.verdict_of, group)
    if found is None or found["latest_period_end"] != end:
        return Judged("", float("nan"), end)
    is_unripe = found["cannot_kind"] == "not_ripe"
    return Judged(
        "not_ripe" if is_unripe else str(found["verdict"]),
        float(found["baseline_value"]),
        found["baseline_period_end"],
    )


def show(draft: Draft, chosen: Choice, is_first: bool = True) -> bool:
    """The charge rate by year: the group chosen, or those that the measure is judged by.

    Args:
        is_first: whether charges lead the page; else it is said how they differ from what does.

    Returns:
        Whether there is one.
    """
    group = group_of(chosen)
    years = ask(charges.charge_years, group)
    newest = charges.newest(years)
    if newest is None:
        return False
    shown = (WHOLE, *JUDGED) if group == WHOLE else (group, WHOLE)
    by_group = {one: ask(charges.charge_years, one) for one in shown}
    by_group = {one: found for one, found in by_group.items() if not found.empty}
    first = years.iloc[0]
    title = words.title(
        *(group, float(newest["rate_pct"]), newest["date"]),
        *(float(first["rate_pct"]), first["date"]),
    )
    draft.section(
        title if is_first or group != WHOLE else f"London: {title}",
        (words.SUBTITLE if is_first else f"{words.NARROWER}{words.SUBTITLE}"),
    )
    _chart(draft, group, by_group)
    notes = _notes(chosen, group, by_group, newest)
    draft.need_to_know(notes, about="charges")
    _by_year(draft, group, years)
    with draft.fold(words.EVERY_GROUP, "charges-groups"):
        every = {one: ask(charges.charge_years, one) for one in (WHOLE, *charges.GROUPS)}
        rates = {
            one: own.set_index("date")["rate_pct"] for one, own in every.items() if not own.empty
        }
        draft.caption(_two_counts(newest["date"]) or words.OFFENCES)
        table = by_kind(rates, words.rate)
        draft.table(
            table,
            alt="Charged so far per 100 recorded, by kind of crime and year",
            point=table.columns[-1],
        )
    _files(draft, chosen, notes)
    _closed(draft, chosen)
    return True


def _chart(draft: Draft, group: str, by_group: dict[str, pd.DataFrame]) -> None:
    rows = pd.concat(
        [_line(found, one, one != WHOLE or group == WHOLE) for one, found in by_group.items()]
    )
    first, last = by_group[group].iloc[0], by_group[group].iloc[-1]
    moved = connect(rows)
    draft.chart(
        lambda narrow: trend(
            rows,
            unit=TENTHS,
            look=Look(narrow=narrow),
            events=moved,
            zero=True,
            when=AT_POINTER["year"],
            dashed=words.DASHED,
        ),
        alt=words.alt(group, first["rate_pct"], first["date"], last["rate_pct"], last["date"]),
        source_line=_sources(by_group),
        key="charges",
    )


def _sources(by_group: Mapping[str, pd.DataFrame]) -> str:
    """Whose charges, and whose counts of the crimes that a kind is set against."""
    of_charges = source_line(DATASET, {SOURCE})
    if set(by_group) <= {WHOLE}:
        return of_charges
    return joined(of_charges, source_line(OFFENCES, {RECORDED_CRIME}))


def _line(years: pd.DataFrame, name: str, is_main: bool) -> pd.DataFrame:
    renamed = {"rate_pct": "value", "low_pct": "low", "high_pct": "high", "is_young": "is_dashed"}
    columns = ["date", *renamed.values()]
    rows = years.rename(columns=renamed)[columns]
    return rows.assign(series=name, role="main" if is_main else "context")


def connect(rows: pd.DataFrame) -> list[Mark]:
    """Breaks in recording that lie between the years: named, and the line goes on."""
    found = ask(sources_figures.breaks, DATASET)
    return marks(breaks_within(found, rows["date"].min(), rows["date"].max()))


def _notes(
    chosen: Choice, group: str, by_group: dict[str, pd.DataFrame], newest: pd.Series
) -> list[str]:
    """What must be known about the chart; first what changes how it is to be read."""
    youngest = by_group[group][by_group[group]["is_young"]]
    apart = [one for one in by_group if one in ("Sexual offences", WHOLE)] or [group]
    seen = [(one, *charges.revision_of(one)) for one in apart]
    judged = _judged(group, newest["date"])
    said = words.judged(
        group,
        float(newest["rate_pct"]),
        newest["date"],
        judged.verdict,
        judged.rate_pct,
        judged.end,
    )
    found = [
        "" if chosen.is_london else words.WHOLE_MET,
        "" if chosen.offence == ALL else words.together(chosen.offence, group),
        _two_counts(newest["date"]) or words.OFFENCES,
        "" if youngest.empty else words.ripeness(youngest["date"].iloc[0], seen),
        words.BASIS,
        said,
        words.CONNECT,
        words.REDUCED,
    ]
    return [one for one in found if one]


def _two_counts(end: pd.Timestamp) -> str:
    """How many crimes all offences, and the kinds together, are set against; empty where not all are held."""
    held = {
        one: ask(charges.charge_years, one).set_index("date") for one in (WHOLE, *charges.GROUPS)
    }
    if any(end not in one.index for one in held.values()):
        return ""
    counts = {one: float(found["offences_count"][end]) for one, found in held.items()}
    return words.two_counts(counts.pop(WHOLE), sum(counts.values()), end)


def paper(group: str) -> Paper:
    """What the briefing shows: the groups that the measure is judged by at the Review and now, and the years.

    The chosen group beside all offences, where one is chosen.
    """
    shown = (WHOLE, *JUDGED) if group == WHOLE else (group, WHOLE)
    years = {one: ask(charges.charge_years, one) for one in shown}
    years = {one: found.set_index("date") for one, found in years.items() if not found.empty}
    ends = [end for end in (REVIEW_YEAR, years[group].index[-1]) if end in years[group].index]
    ends_of = ["rate_pct", "low_pct", "high_pct"]
    frame = pd.DataFrame(
        {
            "Kind of crime": list(years),
            **{
                f"Year to {month_year(end)}": [
                    words.of_the_review(*one.loc[end, ends_of]) if end in one.index else NONE
                    for one in years.values()
                ]
                for end in ends
            },
        }
    )
    by_kind_alt = "Charged so far per 100 recorded, at the Review and now"
    return Paper(
        tables=(
            Table(frame, by_kind_alt, words.PAPER_TITLE),
            Table(
                year_table(ask(charges.charge_years, group)),
                f"{first_large(words.noun(group))} charged so far, by year",
                f"{first_large(words.noun(group))} charged so far, of those recorded",
            ),
        ),
        caveats=(
            *(words.PAPER_NOTE, _two_counts(ends[-1]) or words.OFFENCES),
            *(words.BASIS, words.CONNECT, words.REDUCED),
        ),
    )


def _by_year(draft: Draft, group: str, years: pd.DataFrame) -> None:
    draft.table(
        year_table(years),
        alt=f"{first_large(words.noun(group))} charged so far, of those recorded, by year",
    )


def year_table(years: pd.DataFrame) -> pd.DataFrame:
    """A row a year, newest first: the counts and the rate, with where it may still go."""
    rows = years.iloc[::-1]
    counts = zip(rows["outcomes_count"], rows["offences_count"], strict=True)
    rates = zip(rows["rate_pct"], rows["low_pct"], rows["high_pct"], strict=True)
    return pd.DataFrame(
        {
            "Year to": rows["date"].map(month_year),
            "Charged so far": [words.of_counts(*one) for one in counts],
            "Per 100 (may become)": [words.rate_and_ends(*one) for one in rates],
        }
    )


def by_kind(figures: Mapping[str, pd.Series], cell: Callable[[float], str]) -> pd.DataFrame:
    """Figures of the first year, that of the Review and the newest, a row a kind of crime.

    Args:
        figures: kind of crime -> its figures by last day of the year; that with most years first.
        cell: how one is written.
    """
    held = max(figures.values(), key=len).index
    wanted = sorted({held[0], *held[held == REVIEW_YEAR], held[-1]})
    return pd.DataFrame(
        {
            "Kind of crime": list(figures),
            **{
                short_month_year(end): [
                    cell(one[end]) if end in one.index else NONE for one in figures.values()
                ]
                for end in wanted
            },
        }
    )


def _files(draft: Draft, chosen: Choice, notes: list[str]) -> None:
    parts = [
        ask(charges.charge_years, one).assign(offence_group=one) for one in (WHOLE, *charges.GROUPS)
    ]
    renamed = {"date": "year_end", "low_pct": "revised_low_pct", "high_pct": "revised_high_pct"}
    frame = pd.concat([one for one in parts if not one.empty]).rename(columns=renamed)
    draft.downloads_of(
        keyed(frame.drop(columns="is_young"), charges.CHARGED),
        name="charges",
        title="Charged so far per 100 crimes recorded, the Met, by financial year and kind of crime",
        dataset=DATASET,
        source_ids={SOURCE},
        filters={"Place": MPS_NAME, "Offence": "all, and each kind"},
        link=chosen.link,
        notes=notes,
        beside={OFFENCES: {RECORDED_CRIME}},
    )


def keyed(frame: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    """Rows of the Met's as files hold them."""
    return frame.assign(area_code=MPS, area_name=MPS_NAME, source_id=SOURCE, **labels)


def _closed(draft: Draft, chosen: Choice) -> None:
    """Charges by when they were made: a table apart, folded, and no verdict."""
    years = ask(charges.closed_quarters)
    if years.empty:
        return
    said = _why_no_verdict(years)
    with draft.fold(words.CLOSED_TITLE, "charges-closed"):
        draft.text(" ".join(said))
        rows = years.iloc[::-1]
        quarters = {
            "q1_count": "Apr–Jun",
            "q2_count": "Jul–Sep",
            "q3_count": "Oct–Dec",
            "q4_count": "Jan–Mar",
        }
        draft.table(
            pd.DataFrame(
                {
                    "Year to": rows["date"].map(month_year),
                    **{name: rows[one].map(count) for one, name in quarters.items()},
                    "Year": rows["outcomes_count"].map(count),
                }
            ),
            alt="Charges made in each quarter and year, whenever the crime was recorded: no verdict",
            point="Year",
        )
        draft.downloads_of(
            keyed(years.rename(columns={"date": "year_end"}), charges.CLOSED).assign(
                offence_group=WHOLE
            ),
            name="charges-closed",
            title="Charges made in each quarter and financial year, the Met: no verdict rests on them",
            dataset=DATASET,
            source_ids={SOURCE},
            filters={"Place": MPS_NAME, "Counted": "when the charge was made"},
            link=chosen.link,
            notes=said,
        )


def _why_no_verdict(years: pd.DataFrame) -> list[str]:
    """The two years set side by side, and the quarters that show why they are no measure."""
    at_review, since = years[years["date"] == REVIEW_YEAR], years[years["date"] > REVIEW_YEAR]
    if at_review.empty or since.empty:
        return [words.LATE_ENTRIES]
    before, last = at_review.iloc[0], since.iloc[-1]
    low = since.sort_values("q1_count").iloc[0]
    said = words.closed(before["outcomes_count"], REVIEW_YEAR, last["outcomes_count"], last["date"])
    why = words.why_no_verdict(
        low["q1_count"],
        words.quarter(low["date"] - pd.DateOffset(months=9)),
        last["q4_count"],
        words.quarter(last["date"]),
    )
    return [said, why]
