"""The parts of the page on the Met's own records by group: victims, and offences in custody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, Look, bars, marks, trend
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.sources import breaks, breaks_within
from dashboard.page import Params
from dashboard.sourcing import source_line
from dashboard.subjects.gaps.figures import recorded
from dashboard.subjects.gaps.figures.recorded import AGE, CUSTODY, ETHNICITY, VICTIMS, Counted
from dashboard.subjects.gaps.words import recorded as words
from dashboard.words.numbers import percent
from dashboard.words.periods import month_year, year_to

SLOTS = {"Black": 0, "White": 1, "Asian": 2, "Other": 4}
"""Each group keeps its colour, on the page of searches too."""
YOUNG = ("20 to 29", "30 to 39")

Ends = dict[str, str]
"""Table -> last month shown of it, as the address says it."""


def choose(draft: Draft) -> Ends:
    """Declare up to when a fixed link wants each table; none is declared of one that is not published."""
    found = {}
    for key, dataset in (("victims", VICTIMS), ("custody", CUSTODY)):
        months = [f"{one:%Y-%m}" for one in ask(recorded.last_months, dataset)]
        if months:
            found[key] = draft.asked.hidden(key, months, "") or months[0]
    return found


def show(draft: Draft, ends: Mapping[str, str], link: Params) -> None:
    """Show what is published of them; what is not is left out.

    Args:
        ends: of `choose`. link: every choice of the page.
    """
    if "victims" in ends:
        _show_victims(draft, pd.Timestamp(ends["victims"]), link)
    if "custody" in ends:
        _show_custody(draft, pd.Timestamp(ends["custody"]), link)


def _broken(dataset: str, found: Counted) -> pd.DataFrame:
    first = found.months["month"].min()
    return breaks_within(ask(breaks, dataset), first, found.last + pd.offsets.MonthEnd(0))


def _named(broken: pd.DataFrame) -> list[tuple[str, date]]:
    return [(str(label), day) for label, day in zip(broken["label"], broken["date"], strict=True)]


def _years(
    found: Counted, earlier: Callable[..., Counted], *asked: str
) -> list[tuple[pd.Timestamp, pd.DataFrame]]:
    """The newest year and the last whole one before the newest break: never compared."""
    before = _year_before_break(found)
    years = [(found.last, found.year)]
    return years if before is None else [*years, (before, ask(earlier, *asked, before).year)]


def _year_before_break(found: Counted) -> pd.Timestamp | None:
    """Last month of the last 12 before the newest break in the table of victims; None without one."""
    broken = _broken(VICTIMS, found)
    if broken.empty:
        return None
    whole = [one for one in ask(recorded.last_months, VICTIMS) if one <= broken["date"].max()]
    return whole[0] if whole and whole[0] < found.last else None


def _lines(draft: Draft, dataset: str, found: Counted, what: str, heading: str) -> None:
    """Begin a part with its months by group."""
    broken = _broken(dataset, found)
    first = found.months["month"].min()
    said = words.monthly_subtitle(what, first, found.last, _named(broken), found.unknown_pct)
    draft.section(heading, said)
    rows = found.months.rename(columns={"month": "date", "group": "series", "count": "value"})
    rows = rows.assign(
        value=rows["value"].astype("float64"),
        slot=rows["series"].map(SLOTS).fillna(5).astype(int),
        role=rows["series"].isin(recorded.NOT_KNOWN).map({True: "context", False: "main"}),
    )
    draft.chart(
        lambda narrow: trend(
            rows, unit=COUNT, look=Look(narrow=narrow), breaks=marks(broken), zero=True
        ),
        alt=f"Line chart, a line for each group. {heading}.",
        source_line=source_line(dataset),
        key=f"gaps-{'victims' if dataset == VICTIMS else 'custody'}",
    )


def _show_victims(draft: Draft, last: pd.Timestamp, link: Params) -> None:
    found = ask(recorded.victims, ETHNICITY, last)
    heading = words.victims_heading(
        [(one, found.share(one)) for one in ("Black", "White", "Asian")]
    )
    what = "Victims by the ethnicity that officers saw,"
    _lines(draft, VICTIMS, found, what, heading)
    notes = _victims_notes(found)
    draft.need_to_know(notes, about="victims")
    years = _years(found, recorded.victims, ETHNICITY)
    draft.table(
        words.year_table(years, "Ethnicity officers saw"),
        alt=f"Victims of violence against women and girls by ethnicity, {year_to(last)}",
        point=words.share_column(last),
    )
    draft.downloads_of(
        _as_victims(found, ETHNICITY),
        name="gaps-victims",
        title="Victims of violence against women and girls by month and ethnicity",
        dataset=VICTIMS,
        filters={"To": month_year(last)},
        link=link,
        notes=notes,
    )
    _show_ages(draft, last, link)


def _victims_notes(found: Counted) -> list[str]:
    before = _year_before_break(found)
    listed = [
        words.unknown_sentence("victims", found.unknown, found.total, found.last),
        words.no_base(ask(recorded.mixed_women_pct)),
        "" if before is None else words.across(before),
        words.outside_sentence(ask(recorded.outside_pct, found.last)),
        words.MASKED if found.is_masked else "",
    ]
    return [one for one in listed if one]


def _show_ages(draft: Draft, last: pd.Timestamp, link: Params) -> None:
    found = ask(recorded.victims, AGE, last)
    if found.year.empty:
        return
    young = found.year.loc[found.year["group"].isin(YOUNG), "count"]
    heading = (
        "The victims by age"
        if young.isna().any()
        else words.ages_heading(int(young.sum()), found.total)
    )
    draft.section(heading, f"Victims by age, {year_to(last)}; share of all in the table")
    rows = pd.DataFrame(
        {
            "label": found.year["group"],
            "value": found.year["count"].astype("float64"),
            "note": ["" if pd.isna(one) else percent(one) for one in found.year["share_pct"]],
        }
    )
    notes = [words.TWO_VIEWS, words.NO_CHILDREN, *([words.MASKED] if found.is_masked else [])]
    draft.chart(
        lambda narrow: bars(rows, unit=COUNT, look=Look(narrow=narrow), natural=True),
        alt=f"Bar chart, a bar for each age group. {heading}.",
        source_line=source_line(VICTIMS),
        key="gaps-victims-age",
    )
    draft.need_to_know(notes, about="ages")
    draft.table(
        words.year_table(_years(found, recorded.victims, AGE), "Age"),
        alt=f"Victims of violence against women and girls by age, {year_to(last)}",
        point=words.share_column(last),
    )
    draft.other_files(
        [
            OtherFiles(
                name=name,
                title=f"Victims of violence against women and girls by {by} and age",
                frame=frame,
                sources={VICTIMS: ()},
                filters={"To": month_year(last)},
                notes=notes,
            )
            for name, by, frame in (
                ("gaps-victims-age", "year", _year_of_ages(found)),
                ("gaps-victims-ages", "month", _as_victims(found, AGE)),
            )
        ],
        link,
    )


def _show_custody(draft: Draft, last: pd.Timestamp, link: Params) -> None:
    found = ask(recorded.in_custody, last)
    heading = words.custody_heading(
        [(one, found.share(one)) for one in ("Black", "White", "Asian")]
    )
    what = "Offences of people held in custody, by month of the current disposal: offences"
    _lines(draft, CUSTODY, found, what, heading)
    notes = [
        words.not_final_sentence(ask(recorded.not_final_pct, last), last),
        words.NOT_PEOPLE,
        words.unknown_sentence("offences", found.unknown, found.total, last),
        words.no_base(None),
        words.RETURNS,
        *([words.MASKED] if found.is_masked else []),
    ]
    draft.need_to_know(notes, about="custody")
    decided = ask(recorded.disposals, last)
    draft.table(
        words.disposal_table(decided, found.year),
        alt=f"What was decided of offences in custody, by ethnicity, {year_to(last)}",
    )
    draft.other_files(_custody_files(found, decided, notes), link)


def _as_victims(found: Counted, view: str) -> pd.DataFrame:
    names = {"group": "victim_group", "count": "counted"}
    return found.months.rename(columns=names).assign(view=view)


def _year_of_ages(found: Counted) -> pd.DataFrame:
    names = {"group": "victim_group", "count": "counted"}
    return found.year.rename(columns=names).assign(view=AGE, last_month=found.last)


def _custody_files(found: Counted, decided: pd.DataFrame, notes: list[str]) -> Iterator[OtherFiles]:
    sources, filters = {CUSTODY: ()}, {"To": month_year(found.last)}
    yield OtherFiles(
        name="gaps-custody",
        title="Offences dealt with in the Met's custody by month and ethnicity",
        frame=found.months.rename(columns={"group": "ethnicity", "count": "offences_count"}),
        sources=sources,
        filters=filters,
        notes=notes,
    )
    yield OtherFiles(
        name="gaps-custody-disposals",
        title=f"What was decided of offences in the Met's custody by ethnicity, {year_to(found.last)}",
        frame=decided.rename(columns={"group": "ethnicity"}).assign(last_month=found.last),
        sources=sources,
        filters=filters,
        notes=notes,
    )
