"""The figures of the Crime trends page below its lines, as rows for files of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dashboard import queries, wording
from dashboard.controls.crime.choice import MAPPED, Choice, name_of
from dashboard.controls.crime.figures import SHARE_COLUMN
from dashboard.controls.crime.lines import crossed_year
from dashboard.controls.data import ask
from dashboard.controls.files import Part
from dashboard.queries import crime_changes, crime_places, crime_signal
from dashboard.wording import crime_changes as words

_COUNTED = {"recorded_offences": ()}
_PER_RESIDENT = {**_COUNTED, "population": ()}


def parts(chosen: Choice, one: str, map_choice: Mapping[str, str]) -> Iterator[Part]:
    """Single months, kinds of offence, the Review's figures where shown, and the boroughs.

    Args:
        chosen: the reader's choice. one: the place that is looked at closely, by code.
        map_choice: how the map is drawn (`map`), and of what (`mapped`).
    """
    yield from _months(chosen, one)
    yield _kinds(chosen, one)
    if queries.MPS in chosen.areas:
        yield _beside_the_review()
    yield from _boroughs(chosen, map_choice["mapped"])


def _months(chosen: Choice, one: str) -> Iterator[Part]:
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
    last = wording.month_year(rows["month"].max())
    yield Part("crime-months", title, keyed, _COUNTED, {"Place": name_of(one), "To": last})


def _kinds(chosen: Choice, one: str) -> Part:
    found = ask(crime_changes.changes_to, one, chosen.last)
    if not found.empty:
        by_group = ask(queries.crime_by_group, one, chosen.last)
        per_offence = by_group["rate_per_1000"].iloc[0] / found["offences_count"].iloc[0]
        found = found.rename(columns={"share_pct": SHARE_COLUMN}).assign(
            rate_per_1000=found["offences_count"] * per_offence,
            population_year=by_group["population_year"].iloc[0],
            last_month=chosen.last,
            period="12_months",
            area_code=one,
            area_name=name_of(one),
        )
    month = wording.month_year(chosen.last)
    return Part(
        name="crime-kinds",
        title=f"Every kind of offence, {name_of(one)}, 12 months to {month}",
        frame=found,
        sources=_PER_RESIDENT,
        filters={"Place": name_of(one), "12 months to": month},
        notes=(words.NO_CHANGE_GIVEN,),
    )


def _beside_the_review() -> Part:
    month = wording.month_year(crime_changes.REVIEW_END)
    return Part(
        name="crime-review",
        title=f"The Review's Figures 1.2 and 1.3 beside the table, 12 months to {month}",
        frame=ask(crime_changes.printed_changes).assign(last_month=crime_changes.REVIEW_END),
        sources={"recorded_offences": (), "review_figures": ()},
        filters={"Place": queries.MPS_NAME, "12 months to": month},
        notes=(words.PRINTED_ROUNDED, words.NOT_IN_TABLE),
    )


def _boroughs(chosen: Choice, quantity: str) -> Iterator[Part]:
    found = ask(crime_places.places_in_year, chosen.offence, chosen.kind, chosen.year_end)
    crossed = crossed_year(chosen.year_end)
    if crossed and quantity == "change":
        return
    if crossed:
        found = found.drop(columns=["before_count", "change_pct"])
    month = wording.month_year(chosen.year_end)
    yield Part(
        name="crime-boroughs",
        title=f"{chosen.what} in every borough, 12 months to {month}",
        frame=found.rename(columns={"share_pct": SHARE_COLUMN}).assign(
            last_month=chosen.year_end,
            period="12_months",
            offence_group=chosen.offence,
            offence_subgroup=chosen.kind,
        ),
        sources=_PER_RESIDENT,
        filters={
            "Offence": "All offences" if chosen.offence == queries.ALL else chosen.what,
            "12 months to": month,
            "On the map": MAPPED[quantity],
        },
        notes=tuple(f"{name}: {said}." for name, said in ask(crime_places.rate_caveats).items()),
    )
