"""The tables of the page of methods, as its readers see them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.answers import ask
from dashboard.figures import renewals
from dashboard.figures.places import MPS
from dashboard.subjects.pages import PAGES
from dashboard.subjects.trust.figures.survey import trust_sensitivity
from dashboard.words import ripening
from dashboard.words.cells import Cell
from dashboard.words.editions import CORRECTION_KINDS
from dashboard.words.intervals import per_cent
from dashboard.words.numbers import count, listed, signed_percent
from dashboard.words.periods import day_words, edition, period_words
from dashboard.words.sources import SHORT_NAMES
from dashboard.words.survey import change_words

_TITLES = {one.path: one.title for one in PAGES}
_OVERDUE = ", overdue"
"""Stands beside a source's newest period on the chart."""
_OF_YEARS = ("use_of_force",)
"""Tables whose every figure is of 12 months, under the last of them."""
LEADING_HEADINGS = ("Page", "Leads with")
LEADS_ON: Mapping[str, tuple[str, ...]] = {
    "borough": ("mopac_dashboard_transcription", "mps_recorded_crime", "mps_monthly_dashboard"),
    "trust": ("mopac_public_perception", "mopac_dashboard_transcription"),
    "gaps": ("police_uk_stop_search",),
    "crime": ("mps_recorded_crime",),
    "outcomes": ("home_office_charges_reduced",),
    "powers": ("police_uk_stop_search",),
    "workforce": ("mps_strength", "home_office_workforce"),
}
"""Page -> the sources that its headline rests on, where they have a period."""
SHOWN_ON: Mapping[str, tuple[str, ...]] = {
    "census_2021_ethnicity": ("gaps", "crime", "powers", "workforce"),
    "commitments": ("commitments",),
    "home_office_charges_reduced": ("outcomes",),
    "home_office_chief_officers": ("workforce",),
    "home_office_ranks_2003": ("workforce",),
    "home_office_stops": ("powers",),
    "home_office_use_of_force": ("gaps", "powers"),
    "home_office_workforce": ("gaps", "workforce"),
    "home_office_workforce_2026": ("workforce",),
    "mopac_dashboard_transcription": ("borough", "trust"),
    "mopac_pas_workbook": ("borough", "trust", "gaps"),
    "mopac_public_perception": ("borough", "trust", "gaps"),
    "mps_business_crime": ("outcomes",),
    "mps_custody": ("gaps", "outcomes"),
    "mps_monthly_dashboard": ("borough", "outcomes"),
    "mps_other_crime": ("borough", "outcomes"),
    "mps_recorded_crime": ("borough", "crime", "outcomes"),
    "mps_strength": ("workforce",),
    "mps_use_of_force": ("powers",),
    "mps_vawg": ("gaps",),
    "ons_population": ("borough", "trust", "crime"),
    "police_uk_stop_search": ("gaps", "powers"),
    "published_figures": ("gaps", "outcomes", "workforce", "misconduct", "response"),
    "review_figures": (
        *("trust", "gaps", "crime", "outcomes", "powers", "workforce", "misconduct", "response"),
        "review",
    ),
    "state_of_london_surveys": ("gaps",),
}
"""Source -> pages, beside the Overview, that show figures of it as they open."""
CORRECTION_HEADINGS = ("What", "Was", "Is now", "Why")


def editions(source: pd.Series) -> str:
    """The editions of a source that are used, in words."""
    return listed([edition(name) for name in source["editions"]])


Known = Mapping[str, renewals.Renewal | None]
"""Source -> how it stands against its usual lag."""


def periods(sources: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Label, start, end and newest period in words of each source that has a period, the newest first."""
    dated = sources[sources["newest"] != ""].sort_values("newest", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "label": dated["id"].map(SHORT_NAMES),
            "start": [pd.Period(first_of(source)).start_time for _, source in dated.iterrows()],
            "end": [pd.Period(newest).end_time.normalize() for newest in dated["newest"]],
            "newest": [
                period_words(newest) + (_OVERDUE if is_overdue(known[one]) else "")
                for one, newest in zip(dated["id"], dated["newest"], strict=True)
            ],
        }
    )


def first_of(source: pd.Series) -> str:
    """The first period that a source's figures are of: those of whole years begin a year before their date."""
    if source["dataset"] not in _OF_YEARS:
        return str(source["first"])
    return str(pd.Period(source["first"], "M") - 11)


def is_overdue(one: renewals.Renewal | None) -> bool:
    """Whether newer figures should be there by now."""
    return one is not None and one.status == "overdue"


def periods_said(rows: pd.DataFrame) -> str:
    """What the chart of `periods` shows, in a sentence or two."""
    first, newest = rows.sort_values("start").iloc[0], rows.iloc[0]
    ended = rows[rows["end"] < rows["end"].max() - pd.DateOffset(years=2)]
    return (
        f"Bar chart of the period that each of {count(len(rows))} sources covers. The earliest begins in "
        f"{first['start']:%Y} ({first['label']}); the newest runs to {newest['newest'].removesuffix(_OVERDUE)} "
        f"({newest['label']}). Newer ones are overdue of {count(rows['newest'].str.endswith(_OVERDUE).sum())}. "
        f"{count(len(ended))} ended more than two years before it. Each period stands in the list of sources."
    )


def renewal_words(one: renewals.Renewal | None) -> str:
    """How a source stands against its usual lag: `overdue by 3 months`; empty where nothing newer is expected."""
    if one is None:
        return ""
    if one.status == "fresh":
        return "up to date"
    return "newer ones due now" if one.status == "due" else f"overdue by {_how_long(one.days_late)}"


def _how_long(days: int) -> str:
    """`12 days`, `3 months`, `6 years`: what is whole of the largest that fits twice."""
    for unit, size in (("year", 365.25), ("month", 365.25 / 12)):
        if days >= 2 * size:
            return f"{int(days / size)} {unit}s"
    return f"{days} day{'' if days == 1 else 's'}"


def state_of(source: pd.Series, one: renewals.Renewal | None) -> str:
    """The same of every source: where nothing newer is expected, why."""
    if one is not None:
        return renewal_words(one)
    if source["is_transcription"]:
        return "an unofficial copy"
    return "published once" if source["cadence"] == "once" else "no newer one awaited"


def at_a_glance(source: pd.Series, one: renewals.Renewal | None) -> str:
    """A source in a line: `Recorded crime: to June 2026, overdue by 3 months`."""
    name = SHORT_NAMES[source["id"]]
    if not source["newest"]:
        return f"{name}: no period of its own"
    return f"{name}: to {period_words(source['newest'])}, {state_of(source, one)}"


def used_on(source_id: str) -> str:
    """Where a source's figures are shown, with links."""
    named = [f"[{_TITLES[one]}](/{one})" for one in SHOWN_ON.get(source_id, ())]
    return f"Shown on {listed(named)}." if named else "Not shown by itself; it is in the files."


def leading_cells(sources: pd.DataFrame, known: Known) -> list[tuple[Cell, ...]]:
    """A row a page, under LEADING_HEADINGS: what its headline rests on, to when, and whether newer is overdue."""
    held = {source["id"]: source for _, source in sources.iterrows()}
    led = {
        path: [at_a_glance(held[one], known[one]) for one in leading if one in held]
        for path, leading in LEADS_ON.items()
    }
    return [
        (
            Cell(_TITLES[path], links=(("Go to the page", f"/{path}"),)),
            Cell(first, tuple(others)),
        )
        for path, (first, *others) in ((path, said) for path, said in led.items() if said)
    ]


def correction_cells(found: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """A row per figure that was wrong or looked wrong, under CORRECTION_HEADINGS.

    Args:
        found: rows of `answers.corrections`.
    """
    return [
        (
            Cell(
                row["what"],
                (f"{CORRECTION_KINDS[row['correction_kind']]}, {day_words(row['date'])}",),
            ),
            Cell(str(row["was"])),
            Cell(str(row["is"])),
            Cell(row["reason"]),
        )
        for row in found.to_dict("records")
    ]


def sensitivity_table() -> pd.DataFrame:
    """The newest change in trust with other design effects, to show how much they matter."""
    return pd.DataFrame(
        [
            {
                "Design effect": f"{one['design_effect']:.1f}",
                "Share, interval": per_cent(
                    (one["share"].estimate, one["share"].low, one["share"].high)
                ),
                "Change since the Review": change_words(
                    one["change"].estimate, one["change"].low, one["change"].high
                ),
            }
            for one in ask(trust_sensitivity, MPS)
        ]
    )


def revised_table(declared: pd.DataFrame) -> pd.DataFrame:
    """How far positive outcomes were revised, a row per series and age.

    Args:
        declared: rows of `queries.ripening.revision_table`.
    """
    ages = zip(declared["age_from_months"], declared["age_to_months"], strict=True)
    spans = zip(declared["low_pct"], declared["high_pct"], strict=True)
    return pd.DataFrame(
        {
            "Outcomes of": declared["series"].map(ripening.SERIES),
            "Age in the older": [
                ripening.ages(int(first), None if pd.isna(last) else int(last))
                for first, last in ages
            ],
            "Older count": declared["old_count"].map(count),
            "Newer count": declared["new_count"].map(count),
            "Change": [signed_percent(one, 1) for one in declared["change_pct"]],
            "Single months": [ripening.rounded_span(low, high) for low, high in spans],
        }
    )
