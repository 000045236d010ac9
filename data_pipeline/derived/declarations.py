"""Reads what is declared of the success measures, and stops at what cannot be meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from data_pipeline.derived import reasons
from data_pipeline.derived.figures_held import FINDERS
from data_pipeline.derived.found import ID, Frames, rows_of
from data_pipeline.derived.printed_figures import DATASET_OF
from data_pipeline.registry import all_sources
from datasets import catalogue
from datasets.schema import (
    CANNOT_KINDS,
    COLUMNS,
    DATASETS,
    SUCCESS_MEASURES,
    SURVEY_MEASURES,
    VERDICT_TESTS,
    SourceError,
)

Entry = dict[str, Any]

NEEDED = (
    *("id", "name", "kind", "better", "unit", "test", "time_basis", "definition", "needed"),
    *("cannot_kind", "cannot_because"),
)
NEEDED_OF_KIND = {"gap": ("group_dimension", "group", "reference"), "workforce": ("group",)}
MAY_BE_SAID = (
    *("group_dimension", "group", "reference", "ranks", "measure_id", "is_deciding"),
    *("baseline_figure", "baseline_sign", "review_figure", "nearest_figures"),
    *("is_principal", "loads_table", "loads_source", "short"),
    *("offence_group", "offence_codes", "series", "baseline_end", "newest_end"),
)
LISTED = {
    "kind": tuple(FINDERS),
    "better": COLUMNS["better"].allowed,
    "unit": tuple(reasons.NOUNS),
    "test": tuple(test for test in VERDICT_TESTS if test != "summary"),
    "time_basis": DATASETS[ID].allowed("time_basis"),
    "cannot_kind": tuple(
        kind for kind in CANNOT_KINDS if kind != "not_ripe"
    ),  # the test finds that
}
"""What an indicator must say and may say, and what some of it may be."""


def measures(frames: Frames) -> tuple[date, list[Entry]]:
    """The day of publication, and the measures with their indicators, as declared.

    Args:
        frames: rows of the datasets that are held, which the figures named must be among.

    Raises:
        SourceError: the file cannot be read; or a measure, an indicator's words or a figure that
            is missing, unknown or there twice: every such fault in one line.
    """
    try:
        declared = catalogue.declared(ID)
    except catalogue.DatasetError as error:
        raise SourceError.of(ID, str(error)) from error
    if faults := list(_of_file(declared)) or list(_of_measures(declared["measure"], frames)):
        raise SourceError.of(ID, "; ".join(faults))
    return declared["published"], declared["measure"]


def _of_file(declared: Entry) -> Iterator[str]:
    published = declared.get("published")
    if not isinstance(published, date) or isinstance(published, datetime):
        yield "no day of publication is declared"
    counts = Counter(str(one.get("id")) for one in declared.get("measure", []))
    wanted = Counter(set(SUCCESS_MEASURES) - {"context"})
    if odd := sorted((counts - wanted) | (wanted - counts)):
        yield f"measures declared do not fit the schema: {', '.join(odd)}"


def _of_measures(declared: list[Entry], frames: Frames) -> Iterator[str]:
    known = {
        one: set(rows_of(frames, one)["figure_id"]) for one in DATASET_OF.values() if one in frames
    }
    for measure in declared:
        indicators = measure.get("indicator", [])
        if "question" not in measure or not any(_is_deciding(one) for one in indicators):
            yield f"{measure['id']}: no question, or no indicator that decides"
        elif len({_name(one) for one in indicators if _is_principal(one)}) != 1:
            yield f"{measure['id']}: not one principal indicator, which decides"
        counts = Counter(_name(one) for one in indicators)
        yield from (
            f"{measure['id']}: {' '.join(one)} twice" for one in counts - Counter({*counts})
        )
        for one in indicators:
            faults = list(_of_words(one)) or list(_of_figures(one, known))
            yield from (f"{measure['id']}, {one.get('id')}: {fault}" for fault in faults)


def _is_deciding(indicator: Entry) -> bool:
    return bool(indicator.get("is_deciding", True))


def _name(indicator: Entry) -> tuple[str, str]:
    return str(indicator.get("id")), str(indicator.get("group", "all"))


def _is_principal(indicator: Entry) -> bool:
    return bool(indicator.get("is_principal", False)) and _is_deciding(indicator)


def _of_words(indicator: Entry) -> Iterator[str]:
    wanted = [*NEEDED, *NEEDED_OF_KIND.get(indicator.get("kind", ""), ())]
    if missing := [name for name in wanted if name not in indicator]:
        yield f"no {', '.join(missing)}"
        return
    if unknown := sorted(set(indicator) - {*NEEDED, *MAY_BE_SAID}):
        yield f"nothing is called {', '.join(unknown)}"
    for name, allowed in LISTED.items():
        if indicator[name] not in allowed:
            yield f"unknown {name} {indicator[name]!r}"
    if indicator["kind"] in ("survey", "gap") and indicator["id"] not in SURVEY_MEASURES:
        yield f"no survey measure {indicator['id']}"
    yield from _of_loading(indicator)


def _of_loading(indicator: Entry) -> Iterator[str]:
    """A table is named just where one is published and not loaded, and a source here that reads it."""
    if (indicator["cannot_kind"] == "not_loaded") != ("loads_table" in indicator):
        yield "a table to load is named where, and only where, one is published and not loaded"
    source = indicator.get("loads_source")
    if source is not None and source not in all_sources():
        yield f"no source {source}"


def _of_figures(indicator: Entry, known: Mapping[str, set[str]]) -> Iterator[str]:
    """Numbers of printed figures that are in no table; a table that is not held says nothing."""
    named = [indicator.get("baseline_figure"), indicator.get("review_figure")]
    for number in [*filter(None, named), *indicator.get("nearest_figures", [])]:
        dataset = DATASET_OF.get(number[0])
        if dataset is None:
            yield f"{number} is no figure's number"
        elif dataset in known and number not in known[dataset]:
            yield f"figure {number} is not in {dataset}"
