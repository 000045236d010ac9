"""What the page of gaps opens with: the newest figure of each gap, then a group beside all Londoners."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import PER_CENT, Look, dumbbell, ratio_dots
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import ALL
from dashboard.page import Params
from dashboard.sourcing import source_line
from dashboard.subjects.gaps.figures import measured as figures
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.measured import Measured
from dashboard.subjects.gaps.words import measured as words
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.subjects.powers.figures import powers, searches
from dashboard.words.capitals import first_large
from dashboard.words.sources import first_and_rest, joined

KEY, BESIDE = "gaps-measured", "gaps-beside"


def choose(draft: Draft) -> dict[str, str]:
    """Declare up to when a fixed link wants each of them; of what is not published nothing."""
    return {
        key: draft.asked.hidden(key, held, "") or held[0]
        for key, held in ask(figures.ends_held).items()
    }


def headline(found: list[Measured]) -> tuple[str, str] | None:
    """The newest gap that is held as a ratio, and what stands beside it; None where none is held."""
    one = next((one for one in found if one.id == "searched"), None)
    if one is None or one.leading is None:
        return None
    return words.headline(one.value, words.when_of(one)), words.lede(one.leading)


def show(draft: Draft, found: list[Measured], link: Params) -> None:
    """Draw those that are ratios, and list every one, the newest first.

    Args:
        found: of `figures.measured`. link: every choice of the page.
    """
    draft.section(words.TITLE.format(gaps=len(found)), words.SUBTITLE)
    ratios = [one for one in found if one.unit == figures.TIMES]
    rows = pd.DataFrame(
        {
            "label": [words.on_chart(one) for one in ratios],
            "value": [one.value for one in ratios],
            "low": [one.low for one in ratios],
            "high": [one.high for one in ratios],
        }
    ).astype({"value": "float64", "low": "float64", "high": "float64"})
    draft.chart(
        lambda narrow: ratio_dots(
            rows, look=Look(narrow=narrow), reference="White people", natural=True
        ),
        alt=words.alt(ratios),
        source_line=_sources(ratios),
        key=KEY,
    )
    asked = [one.end for one in found if one.series and one.series.dimension == "ethnicity"]
    names = dict(ask(gap_figures.measures))
    notes = words.notes(
        max(asked, default=None),
        words.age(found, names),
        _others(found, ratios),
        _other_years(found),
    )
    draft.need_to_know(notes, about=KEY)
    draft.table(
        words.table(found, names),
        alt=f"The newest figure of {len(found)} gaps, the newest first",
        point="Gap",
    )
    main, *others = _by_dataset(found)
    draft.downloads_of(
        figures.as_data(found),
        name=KEY,
        title=f"The newest figure of {len(found)} gaps between groups, each on its own base and date",
        dataset=main,
        source_ids=_by_dataset(found)[main],
        filters={"Groups": "as each row says"},
        link=link,
        notes=notes,
        beside={one: _by_dataset(found)[one] for one in others},
    )


def _by_dataset(found: list[Measured]) -> Mapping[str, set[str]]:
    """Tables behind the figures -> which of their sources; the Census behind every rate."""
    tables: dict[str, set[str]] = {}
    for one in found:
        tables.setdefault(one.dataset, set()).update(one.source_ids)
    if any(one.id in figures.ON_CENSUS for one in found):
        tables.setdefault("population", set()).add(figures.CENSUS)
    return tables


def _other_years(found: list[Measured]) -> list[str]:
    """What a year does to how often Black people are searched; nothing where no year before is told."""
    one = next(
        (one for one in found if one.leading is not None and one.leading.before is not None), None
    )
    if one is None:
        return []
    moved = ask(powers.other_years, searches.OFFICER, ALL, f"{one.end:%Y-%m}", figures.GROUP)
    return words.other_years(moved)


def _others(found: list[Measured], on_chart: list[Measured]) -> str:
    """Whose the figures are that stand in the table alone."""
    of_chart = _by_dataset(on_chart)
    others = {
        name: ids - of_chart.get(name, set())
        for name, ids in _by_dataset(found).items()
        if ids - of_chart.get(name, set())
    }
    first = first_and_rest(joined(*(source_line(name, ids) for name, ids in others.items())))[0]
    return first.removeprefix("Source: ")


def _sources(found: list[Measured]) -> str:
    return joined(*(source_line(name, ids) for name, ids in _by_dataset(found).items()))


def show_beside(draft: Draft, rows: pd.DataFrame, group: str) -> None:
    """Draw them as two values on one scale.

    Args:
        rows: of `figures.beside_all`, at least one. group: in the data's words.
    """
    people = gap_names.people("ethnicity", group)
    drawn = pd.DataFrame(
        {
            "label": [first_large(one) for one in rows["says"]],
            "first": rows["group_pct"],
            "second": rows["all_pct"],
        }
    )
    draft.chart(
        lambda narrow: dumbbell(
            drawn,
            look=Look(narrow=narrow),
            first=first_large(people),
            second="All Londoners",
            unit=PER_CENT,
            natural=True,
        ),
        alt=words.beside_alt(rows, people),
        source_line=_sources_beside(rows),
        key=BESIDE,
    )


def _sources_beside(rows: pd.DataFrame) -> str:
    return joined(
        source_line("review_figures"), source_line(gap_figures.SURVEY_TABLE, set(rows["source_id"]))
    )


def files_beside(rows: pd.DataFrame, group: str) -> OtherFiles:
    """The same as rows for files."""
    return OtherFiles(
        name=BESIDE,
        title=f"{gap_names.people('ethnicity', group)} and all Londoners in the survey's same 12 months",
        frame=rows.drop(columns="says").assign(group=group),
        sources={"review_figures": (), gap_figures.SURVEY_TABLE: set(rows["source_id"])},
        filters={"Group": group},
    )
