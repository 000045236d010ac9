"""The part of the Solved crime page on charges: eleven years, all forces, out-of-court disposals."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, TENTHS, Look, Mark, marks, trend
from dashboard.draft import Draft
from dashboard.figures import sources as sources_figures
from dashboard.figures.places import ALL, MPS, MPS_NAME
from dashboard.figures.sources import breaks_within
from dashboard.sourcing import source_line
from dashboard.subjects.crime.figures.breaks import DATASET as OFFENCES
from dashboard.subjects.outcomes.choice import Choice
from dashboard.subjects.outcomes.figures import charges
from dashboard.subjects.outcomes.figures.charges import DATASET, JUDGED, SOURCE, WHOLE
from dashboard.subjects.outcomes.words import charges as words
from dashboard.words.capitals import first_large
from dashboard.words.numbers import count
from dashboard.words.periods import AT_POINTER, month_year, short_month_year

RECORDED_CRIME = "mps_recorded_crime"


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


def headline(chosen: Choice) -> str:
    """The newest charge rate of the Met, and its verdict; empty where a place is chosen, or none is held."""
    group = group_of(chosen)
    newest = charges.newest(ask(charges.charge_years, group)) if chosen.is_london else None
    if newest is None:
        return ""
    judged = _judged(group, newest["date"])
    return words.headline(
        group, float(newest["rate_pct"]), newest["date"], judged.verdict, judged.end
    )


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


def show(draft: Draft, chosen: Choice) -> bool:
    """The charge rate by year: the group chosen, or those that the measure is judged by.

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
    draft.section(
        words.title(
            group,
            float(newest["rate_pct"]),
            newest["date"],
            float(first["rate_pct"]),
            first["date"],
        ),
        words.SUBTITLE,
    )
    _chart(draft, group, by_group)
    first_notes, more = _notes(chosen, group, by_group, newest), _how_counted(chosen, group)
    draft.need_to_know(first_notes, about="charges")
    _tables(draft, group, years)
    with draft.fold(words.COUNTED, "charges-counted"):
        draft.bullets(more)
    _files(draft, chosen, [*first_notes, *more])
    _closed(draft, chosen)
    return True


def _chart(draft: Draft, group: str, by_group: dict[str, pd.DataFrame]) -> None:
    rows = pd.concat(
        [_line(found, one, one != WHOLE or group == WHOLE) for one, found in by_group.items()]
    )
    first, last = by_group[group].iloc[0], by_group[group].iloc[-1]
    moved = _connect(rows)
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
        source_line=source_line(DATASET, {SOURCE}),
        key="charges",
    )


def _line(years: pd.DataFrame, name: str, is_main: bool) -> pd.DataFrame:
    renamed = {"rate_pct": "value", "low_pct": "low", "high_pct": "high", "is_young": "is_dashed"}
    columns = ["date", *renamed.values()]
    rows = years.rename(columns=renamed)[columns]
    return rows.assign(series=name, role="main" if is_main else "context")


def _connect(rows: pd.DataFrame) -> list[Mark]:
    """Breaks in recording that lie between the years: named, and the line goes on."""
    found = ask(sources_figures.breaks, DATASET)
    return marks(breaks_within(found, rows["date"].min(), rows["date"].max()))


def _notes(
    chosen: Choice, group: str, by_group: dict[str, pd.DataFrame], newest: pd.Series
) -> list[str]:
    """What changes how the chart is to be read."""
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
    return [
        *([] if chosen.is_london else [words.WHOLE_MET]),
        *([said] if said else []),
        *([] if youngest.empty else [words.ripeness(youngest["date"].iloc[0], seen)]),
        words.CONNECT,
    ]


def _how_counted(chosen: Choice, group: str) -> list[str]:
    together = "" if chosen.offence == ALL else words.together(chosen.offence, group)
    return [one for one in (words.BASIS, together, words.OFFENCES, words.REDUCED) if one]


def _tables(draft: Draft, group: str, years: pd.DataFrame) -> None:
    rows = years.iloc[::-1]
    ends = zip(rows["low_pct"], rows["high_pct"], strict=True)
    table = {
        "Year to": rows["date"].map(month_year),
        "Charged so far": rows["outcomes_count"].map(count),
        "Recorded": rows["offences_count"].map(count),
        "Per 100": rows["rate_pct"].map(words.rate),
        "May become": [words.ends(low, high) for low, high in ends],
    }
    with draft.folded_on_phones(words.FIGURES, "charges-years"):
        draft.table(
            pd.DataFrame(table),
            alt=f"{first_large(words.noun(group))} charged so far, of those recorded, by year",
        )
    with draft.fold(words.EVERY_GROUP, "charges-groups"):
        draft.table(_by_group(), alt="Charged so far per 100 recorded, by kind of crime and year")


def _by_group() -> pd.DataFrame:
    """Every group in the first year, that of the Review, and the newest two."""
    rates = {
        one: found.set_index("date")["rate_pct"]
        for one in (WHOLE, *charges.GROUPS)
        if not (found := ask(charges.charge_years, one)).empty
    }
    held = rates[WHOLE].index
    wanted = sorted({held[0], *held[held == REVIEW_YEAR], *held[-2:]})
    return pd.DataFrame(
        {
            "Kind of crime": list(rates),
            **{
                short_month_year(end): [
                    words.rate(one[end]) if end in one.index else "–" for one in rates.values()
                ]
                for end in wanted
            },
        }
    )


REVIEW_YEAR = pd.Timestamp("2023-03-31")


def _files(draft: Draft, chosen: Choice, notes: list[str]) -> None:
    parts = [
        ask(charges.charge_years, one).assign(offence_group=one) for one in (WHOLE, *charges.GROUPS)
    ]
    renamed = {"date": "year_end", "low_pct": "revised_low_pct", "high_pct": "revised_high_pct"}
    frame = pd.concat([one for one in parts if not one.empty]).rename(columns=renamed)
    draft.downloads_of(
        _keyed(frame.drop(columns="is_young"), charges.CHARGED),
        name="charges",
        title="Charged so far per 100 crimes recorded, the Met, by financial year and kind of crime",
        dataset=DATASET,
        source_ids={SOURCE},
        filters={"Place": MPS_NAME, "Offence": "all, and each kind"},
        link=chosen.link,
        notes=notes,
        beside={OFFENCES: {RECORDED_CRIME}},
    )


def _keyed(frame: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
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
        )
        draft.downloads_of(
            _keyed(years.rename(columns={"date": "year_end"}), charges.CLOSED).assign(
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


def show_beside(draft: Draft, chosen: Choice) -> None:
    """The Met's share of offences with an outcome that were charged, beside that of all forces."""
    both = ask(charges.beside_all_forces)
    is_met = both["area_name"] == MPS_NAME
    if not is_met.any() or is_met.all():
        return
    met, every = (both[one].reset_index(drop=True) for one in (is_met, ~is_met))
    end = min(met["date"].max(), every["date"].max())
    now, beside = (one[one["date"] == end].iloc[0] for one in (met, every))
    draft.section(
        words.beside_title(now["share_pct"], beside["share_pct"], end), words.BESIDE_SUBTITLE
    )
    rows = both.rename(
        columns={"share_pct": "value", "area_name": "series", "is_young": "is_dashed"}
    )[["date", "series", "value", "is_dashed"]].assign(
        role=is_met.map({True: "main", False: "context"})
    )
    draft.chart(
        lambda narrow: trend(
            rows,
            unit=TENTHS,
            look=Look(narrow=narrow),
            events=_connect(rows),
            zero=True,
            when=AT_POINTER["year"],
            dashed=words.DASHED,
        ),
        alt=f"Line chart. {words.beside_title(now['share_pct'], beside['share_pct'], end)}.",
        source_line=source_line(DATASET, {SOURCE}),
        key="charges-beside",
    )
    notes = [
        words.beside_counts(now["charged_count"], now["assigned_count"], end),
        words.NOT_PER_RECORDED,
        words.ALL_FORCES,
    ]
    draft.need_to_know(notes, about="all-forces")
    wide = met.merge(every, on="date", suffixes=("", "_all")).iloc[::-1]
    with draft.fold("Figures and files", "charges-beside"):
        draft.table(
            pd.DataFrame(
                {
                    "Year to": wide["date"].map(month_year),
                    "Charged, the Met": wide["charged_count"].map(count),
                    "Given an outcome": wide["assigned_count"].map(count),
                    "The Met": wide["share_pct"].map(TENTHS.value),
                    "All forces": wide["share_pct_all"].map(TENTHS.value),
                }
            ),
            alt="Share of offences given an outcome that were charged, the Met and all forces, by year",
        )
        draft.downloads_of(
            both.drop(columns="is_young")
            .rename(columns={"date": "year_end"})
            .assign(outcome_basis="recorded", source_id=SOURCE),
            name="charges-beside",
            title="Share of offences given an outcome that were charged, the Met and all forces together",
            dataset=DATASET,
            source_ids={SOURCE},
            filters={"Places": f"{MPS_NAME}; all forces together"},
            link=chosen.link,
            notes=notes,
        )


def show_out_of_court(draft: Draft, chosen: Choice) -> None:
    """Out-of-court disposals by kind and by offence group, folded."""
    years = ask(charges.out_of_court, "year")
    if years.empty:
        return
    totals = years.groupby("date")["outcomes_count"].sum()
    first, last = totals.index[0], totals.index[-1]
    draft.section(
        words.out_of_court_title(totals[last], last, totals[first], first),
        words.OUT_OF_COURT_SUBTITLE.format(every=chosen.every),
    )
    draft.choice_row("every", name="choices-every")
    with draft.fold("Chart, figures and files", "out-of-court"):
        _show_disposals(draft, chosen)


def _show_disposals(draft: Draft, chosen: Choice) -> None:
    found = ask(charges.out_of_court, chosen.every)
    rows = found.assign(series=found["outcome_kind"].map(words.KINDS)).rename(
        columns={"outcomes_count": "value", "is_young": "is_dashed"}
    )
    draft.chart(
        lambda narrow: trend(
            rows[["date", "series", "value", "is_dashed"]],
            unit=COUNT,
            look=Look(narrow=narrow),
            events=_connect(rows),
            zero=True,
            when=AT_POINTER[chosen.every],
            dashed=words.DASHED,
        ),
        alt=f"Line chart: out-of-court disposals by kind, {words.EVERY[chosen.every].lower()}",
        source_line=source_line(DATASET, {SOURCE}),
        key="out-of-court",
    )
    draft.need_to_know([words.OUT_OF_COURT, words.CONNECT], about="out-of-court")
    draft.table(_by_kind(found, chosen.every), alt="Out-of-court disposals by kind, newest first")
    groups = ask(charges.out_of_court_by_group)
    draft.table(_by_offence(groups), alt="Out-of-court disposals by kind of crime and year")
    notes = [words.OUT_OF_COURT, words.REDUCED]
    draft.downloads_of(
        _keyed(found.drop(columns="is_young"), {"outcome_basis": "recorded"}).rename(
            columns={"date": "period_end"}
        ),
        name="out-of-court",
        title=f"Out-of-court disposals so far by kind, the Met, {words.EVERY[chosen.every].lower()}",
        dataset=DATASET,
        source_ids={SOURCE},
        filters={"Place": MPS_NAME, "Shown": words.EVERY[chosen.every]},
        link=chosen.link,
        notes=notes,
    )
    draft.downloads_of(
        _keyed(groups, {"outcome_kind": "out_of_court", "outcome_basis": "recorded"}).rename(
            columns={"date": "year_end"}
        ),
        name="out-of-court-groups",
        title="Out-of-court disposals so far by kind of crime, the Met, by financial year",
        dataset=DATASET,
        source_ids={SOURCE},
        filters={"Place": MPS_NAME},
        link=chosen.link,
        notes=notes,
    )


_MOST = 16
"""Periods in a table: four years of quarters."""


def _by_kind(found: pd.DataFrame, every: str) -> pd.DataFrame:
    wide = found.pivot_table(index="date", columns="outcome_kind", values="outcomes_count")
    wide = wide.iloc[::-1].head(_MOST)
    when = month_year if every == "year" else words.quarter
    return pd.DataFrame(
        {
            "Year to" if every == "year" else "Quarter": [when(end) for end in wide.index],
            **{
                name: list(wide[kind].map(count))
                for kind, name in words.KINDS.items()
                if kind in wide
            },
        }
    )


def _by_offence(groups: pd.DataFrame) -> pd.DataFrame:
    wide = groups.pivot_table(index="offence_group", columns="date", values="outcomes_count")
    held = wide.columns
    wanted = sorted({held[0], *held[held == REVIEW_YEAR], *held[-2:]})
    wide = wide.reindex([one for one in charges.GROUPS if one in wide.index])
    return pd.DataFrame(
        {
            "Kind of crime": list(wide.index),
            **{short_month_year(end): list(wide[end].map(count)) for end in wanted},
        }
    )
