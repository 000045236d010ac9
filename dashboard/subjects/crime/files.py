"""The figures of the Crime trends page as rows for files: its lines, then the others."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import ALL, MPS, MPS_NAME
from dashboard.figures.sources import edition_joins
from dashboard.subjects.crime.choice import BASES, QUANTITIES, Choice, name_of
from dashboard.subjects.crime.figures import breaks as crime_breaks
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures import places as crime_places
from dashboard.subjects.crime.figures import signal as crime_signal
from dashboard.subjects.crime.figures.counts import crime_by_group
from dashboard.subjects.crime.lines import crossed_year
from dashboard.subjects.crime.words import changes as words
from dashboard.words.periods import month_year

_SHARE = "share_of_all_offences_pct"
_COUNTED = {"recorded_offences": ()}
_PER_RESIDENT = {**_COUNTED, "population": ()}


def show(draft: Draft, chosen: Choice, notes: list[str]) -> None:
    """The rows of the lines as files, and the fixed link.

    Args:
        draft: to write into. chosen: the reader's choice. notes: the caveats on screen.
    """
    shown = as_data(chosen)
    is_beside = chosen.has_london_beside and MPS not in chosen.areas
    draft.downloads_of(
        shown,
        name="crime",
        title=f"{chosen.what}, {chosen.names}, {BASES[chosen.show].lower()}",
        dataset="recorded_offences",
        filters={
            "Place": chosen.names,
            **({"Beside it": MPS_NAME} if is_beside else {}),
            "Offence": "All offences" if chosen.offence == ALL else chosen.offence,
            "Kind": "all" if chosen.kind == ALL else chosen.kind,
            "Show": BASES[chosen.show],
            "As": QUANTITIES[chosen.quantity].title,
            "From": month_year(shown["last_month"].min()),
            "To": month_year(shown["last_month"].max()),
        },
        link=chosen.link,
        notes=notes,
    )


def as_data(chosen: Choice) -> pd.DataFrame:
    """The rows of every place chosen, columns named by what they count."""
    has_london = chosen.has_london_beside or chosen.has_london_apart
    areas = list(dict.fromkeys([*chosen.areas, *([MPS] * has_london)]))
    return pd.concat([_rows(chosen, area) for area in areas], ignore_index=True)


def _rows(chosen: Choice, area: str) -> pd.DataFrame:
    data = chosen.line(area).rename(
        columns={
            "date": "last_month",
            "value": _SHARE if chosen.quantity == "share" else QUANTITIES[chosen.quantity].column,
            "is_across": "is_across_a_break",
        }
    )
    data = data.assign(
        period="12_months" if chosen.show == "year" else "month",
        area_code=area,
        area_name=name_of(area),
        offence_group=chosen.offence,
        offence_subgroup=chosen.kind,
        source_id="mps_recorded_crime",
    )
    joins = ask(edition_joins, crime_breaks.DATASET)
    if not joins:
        return data
    join = joins[-1]
    is_newer = data["last_month"] >= pd.Timestamp(join["first"])
    return data.assign(
        edition_of_last_month=is_newer.map({True: join["newer"], False: join["older"]})
    )


def others(chosen: Choice) -> Iterator[OtherFiles]:
    """Single months, kinds of offence, the Review's figures where shown, and the boroughs."""
    yield from _months(chosen)
    yield _kinds(chosen)
    if MPS in chosen.areas:
        yield _beside_the_review()
    yield from _boroughs(chosen)


def _months(chosen: Choice) -> Iterator[OtherFiles]:
    one = chosen.one
    found = ask(crime_signal.monthly_signal, one, chosen.offence, chosen.kind, chosen.year_end)
    if found is None:
        return
    limits = {"value": "offences_count", "date": "month", "mean": "usual_mean"}
    rows = found.rows.rename(columns={**limits, "lower": "usual_low", "upper": "usual_high"})
    keyed = rows.assign(
        area_code=one,
        area_name=name_of(one),
        offence_group=chosen.offence,
        offence_subgroup=chosen.kind,
    )
    title = f"{chosen.what}, {name_of(one)}, single months and their usual range"
    last = month_year(rows["month"].max())
    yield OtherFiles("crime-months", title, keyed, _COUNTED, {"Place": name_of(one), "To": last})


def _kinds(chosen: Choice) -> OtherFiles:
    one = chosen.one
    found = ask(crime_changes.changes_to, one, chosen.last)
    if not found.empty:
        by_group = ask(crime_by_group, one, chosen.last)
        per_offence = by_group["rate_per_1000"].iloc[0] / found["offences_count"].iloc[0]
        found = found.rename(columns={"share_pct": _SHARE}).assign(
            rate_per_1000=found["offences_count"] * per_offence,
            population_year=by_group["population_year"].iloc[0],
            last_month=chosen.last,
            period="12_months",
            area_code=one,
            area_name=name_of(one),
        )
    month = month_year(chosen.last)
    return OtherFiles(
        name="crime-kinds",
        title=f"Every kind of offence, {name_of(one)}, 12 months to {month}",
        frame=found,
        sources=_PER_RESIDENT,
        filters={"Place": name_of(one), "12 months to": month},
        notes=(words.NO_CHANGE_GIVEN,),
    )


def _beside_the_review() -> OtherFiles:
    month = month_year(crime_changes.REVIEW_END)
    return OtherFiles(
        name="crime-review",
        title=f"The Review's Figures 1.2 and 1.3 beside the table, 12 months to {month}",
        frame=ask(crime_changes.printed_changes).assign(last_month=crime_changes.REVIEW_END),
        sources={"recorded_offences": (), "review_figures": ()},
        filters={"Place": MPS_NAME, "12 months to": month},
        notes=(words.PRINTED_ROUNDED, words.NOT_IN_TABLE),
    )


def _boroughs(chosen: Choice) -> Iterator[OtherFiles]:
    found = ask(crime_places.places_in_year, chosen.offence, chosen.kind, chosen.year_end)
    crossed = crossed_year(chosen.year_end)
    if crossed and chosen.mapped == "change":
        return
    if crossed:
        found = found.drop(columns=["before_count", "change_pct"])
    month = month_year(chosen.year_end)
    yield OtherFiles(
        name="crime-boroughs",
        title=f"{chosen.what} in every borough, 12 months to {month}",
        frame=found.rename(columns={"share_pct": _SHARE}).assign(
            last_month=chosen.year_end,
            period="12_months",
            offence_group=chosen.offence,
            offence_subgroup=chosen.kind,
        ),
        sources=_PER_RESIDENT,
        filters={
            "Offence": "All offences" if chosen.offence == ALL else chosen.what,
            "12 months to": month,
            "On the map": QUANTITIES[chosen.mapped].title,
        },
        notes=tuple(f"{name}: {said}." for name, said in ask(crime_places.rate_caveats).items()),
    )
