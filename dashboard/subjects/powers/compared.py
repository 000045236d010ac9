"""Each group set against White people, by searches or by force: chart, notes, table, and how it is worked out."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Look, ratio_dots
from dashboard.draft import Draft, OtherFiles
from dashboard.sourcing import source_line
from dashboard.subjects.powers.figures import disproportion
from dashboard.subjects.powers.figures.disproportion import WHITE
from dashboard.subjects.powers.figures.powers import Pair
from dashboard.subjects.powers.words import powers as words
from dashboard.subjects.powers.words import tables, workings
from dashboard.words.capitals import first_large
from dashboard.words.printed import row_value
from dashboard.words.sources import joined

LIMITS = ["ratio", "ratio_low", "ratio_high"]


def shows_masked(rates: pd.DataFrame) -> bool:
    """Whether the table of ratios has a masked count: those in no group are not in it."""
    return bool(rates.loc[rates["residents_count"].notna(), "is_masked"].any())


def row_of(rates: pd.DataFrame, group: str) -> dict[str, float]:
    """What is worked out of a group: column -> number."""
    row = rates[rates["ethnicity"] == group].iloc[0]
    return {name: float(row[name]) for name in disproportion.COMPUTED}


def ratio_of(rates: pd.DataFrame, group: str) -> tuple[float, float, float] | None:
    """A group's ratio with its interval; None where there is none."""
    row = row_of(rates, group)
    ratio, low, high = (row[name] for name in LIMITS)
    return None if math.isnan(ratio) else (ratio, low, high)


@dataclass(frozen=True, eq=False)
class Compared:
    """Each group set against White people: what the chart, the notes, the table and the working show.

    Attributes:
        rates: as `disproportion.against_white` gives them.
        group: compared with White people. residents: age band of the denominator.
        basis: whose view of ethnicity, where the words depend on it.
        noun: what was counted, `Searches` or `Uses of force`. column: its heading in the table.
        headline: what the chart shows. when: the period in words. alt: what the table shows.
        printed: the Review's own ratios; None where none is set beside. printed_label: in the key.
        source: of the chart. key: of the chart, and `name` that of the files that hold its figures.
        notes: what must be known. pair: what the group's ratio is worked out from, where not all of its row.
    """

    rates: pd.DataFrame
    group: str
    residents: str
    noun: str
    column: str
    headline: str
    when: str
    alt: str
    printed: pd.DataFrame | None
    printed_label: str
    source: str
    key: str
    name: str
    notes: Sequence[str]
    basis: str = ""
    pair: Pair | None = None


def show_compared(draft: Draft, one: Compared) -> None:
    """Draw each group's ratio with the Review's beside it, and say, list and work out what is drawn."""
    rows = dots(one.rates, one.group)
    marks = None if one.printed is None else marks_printed(one.printed)
    draft.chart(
        lambda narrow: ratio_dots(
            rows,
            look=Look(narrow=narrow),
            reference="White people",
            printed=marks,
            printed_label=one.printed_label,
            when=first_large(one.when),
        ),
        alt=f"{words.DOTS} {one.headline}.",
        source_line=one.source,
        key=one.key,
        rows=one.name,
    )
    draft.need_to_know(one.notes, about=one.name)
    draft.caption(words.COLUMNS_EXPLAINED)
    draft.table(tables.ratio_table(one.rates, one.column), alt=one.alt, point="Ratio")
    show_working(draft, one)


def printed_files(name: str, noun: str, printed: pd.DataFrame) -> OtherFiles:
    """The Review's own ratios, which the chart marks, as rows for files of their own.

    Args:
        name: of the files. noun: what was counted. printed: as the queries of printed ratios give them.
    """
    return OtherFiles(
        name,
        f"The Review's own ratios of {noun} to those of White people, as marked on the chart",
        printed,
        {"review_figures": ()},
    )


def show_working(draft: Draft, one: Compared) -> None:
    """Show how a group's ratio is worked out; nothing where there is none."""
    ratio = ratio_of(one.rates, one.group)
    if ratio is None:
        return
    events, people, white_events, white_people = one.pair or _pair(one)
    worked = workings.Worked(
        one.noun,
        one.group,
        one.basis,
        disproportion.DENOMINATORS[one.residents],
        events,
        people,
        white_events,
        white_people,
        ratio,
    )
    draft.worked_out(workings.steps(worked), key=one.noun.split(" ")[0].lower())


def _pair(one: Compared) -> Pair:
    columns = one.rates[["events_count", "residents_count"]].astype("float64")
    rows = [columns[one.rates["ethnicity"] == group].to_numpy()[0] for group in (one.group, WHITE)]
    (events, people), (white_events, white_people) = rows
    return int(events), int(people), int(white_events), int(white_people)


def dots(rates: pd.DataFrame, group: str) -> pd.DataFrame:
    """Rows of the chart: the Census groups but White people; the chosen one stands out."""
    rates = rates if "label" in rates else rates.assign(label=rates["ethnicity"])
    is_drawn = rates["ethnicity"].isin(disproportion.GROUPS) & (rates["ethnicity"] != WHITE)
    rows = rates[is_drawn]
    leads = next(iter(rows.loc[rows["ethnicity"] == group, "label"]), group)
    rows = rows.assign(role=(rows["label"] == leads).map({True: "chosen", False: "main"}))
    names = dict(zip(LIMITS, ("value", "low", "high"), strict=True))
    return rows.rename(columns=names)[["label", "value", "low", "high", "role"]]


def marks_printed(printed: pd.DataFrame) -> pd.DataFrame:
    """Marks of the Review's own ratios, with what it says of each."""
    names = {"group": "label", "caveat": "detail"}
    rows = printed.rename(columns=names)[["label", "value", "detail"]]
    return rows.assign(said=[row_value(row) for row in printed.to_dict("records")])


def with_census(dataset: str, source_ids: Collection[str]) -> str:
    """The line under a chart of rates: the sources of its table, and the Census that it rests on too."""
    census = source_line("population", {disproportion.CENSUS})
    return joined(source_line(dataset, source_ids), census)
