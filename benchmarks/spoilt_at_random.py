"""How much of what is spoilt at random is caught: `python -m benchmarks.spoilt_at_random --mirror ../shared/mirror`.

A source's newest table is spoilt in one place, drawn by chance, in its newest period (the periods before it
are published) or in a published one, and judged as a build judges it. Prints a row for each source, kind and size.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from data_pipeline import locate, plausible, registry, source_files
from datasets.schema import DATASETS, Source

SOURCES = (
    "mps_strength", "mopac_public_perception", "mopac_pas_workbook", "police_uk_stop_search",
    "mps_monthly_dashboard", "home_office_use_of_force", "ons_population", "home_office_workforce",
    "mopac_dashboard_transcription", "mps_recorded_crime",
)  # fmt: skip
SEED = 20261130

Spoil = Callable[[pd.DataFrame, str, str, random.Random], pd.DataFrame]


def _times(by: float, columns: Sequence[str]) -> Spoil:
    """One label of the first of these columns that the table has, or everything, so many times itself."""

    def spoil(rows: pd.DataFrame, value: str, when: str, chance: random.Random) -> pd.DataFrame:
        chosen = rows["_chosen"].copy()
        for column in [name for name in columns if name in rows]:
            labels = sorted(rows.loc[chosen & (rows[value] > 0), column].dropna().unique())
            if labels:
                chosen &= rows[column] == chance.choice(labels)
        return _put(rows, value, chosen, rows[value] * by)

    return spoil


def _points(by: float, columns: Sequence[str]) -> Spoil:
    def spoil(rows: pd.DataFrame, value: str, when: str, chance: random.Random) -> pd.DataFrame:
        chosen = rows["_chosen"].copy()
        for column in columns:
            chosen &= rows[column] == chance.choice(sorted(rows.loc[chosen, column].unique()))
        return _put(rows, value, chosen, (rows[value] - by).clip(0, 100))

    return spoil


def _put(rows: pd.DataFrame, value: str, chosen: pd.Series, by: pd.Series) -> pd.DataFrame:
    whole = pd.api.types.is_integer_dtype(rows[value]) or (rows[value] % 1 == 0).all()
    new = by.round() if whole else by
    return rows.assign(**{value: rows[value].astype(float).where(~chosen, new.astype(float))})


def _repeat(rows: pd.DataFrame, value: str, when: str, chance: random.Random) -> pd.DataFrame:
    return _moved(rows, value, when, both=False)


def _swap_periods(rows: pd.DataFrame, value: str, when: str, chance: random.Random) -> pd.DataFrame:
    return _moved(rows, value, when, both=True)


def _moved(rows: pd.DataFrame, value: str, when: str, both: bool) -> pd.DataFrame:
    """The last two periods' labels exchanged, or the last one a copy of the one before."""
    before, last = sorted(rows[when].unique())[-2:]
    if both:
        swapped: pd.DataFrame = rows.assign(
            **{when: rows[when].replace({before: last, last: before})}
        )
        return swapped
    copied = rows[rows[when] == before].assign(**{when: last})
    found: pd.DataFrame = pd.concat([rows[rows[when] != last], copied], ignore_index=True)
    return found


def _swap_places(rows: pd.DataFrame, value: str, when: str, chance: random.Random) -> pd.DataFrame:
    one, other = chance.sample(
        sorted(rows.loc[rows["area_code"].astype(str).str.startswith("E09"), "area_name"].unique()),
        2,
    )
    told = rows["area_name"].where(
        ~rows["_chosen"], rows["area_name"].replace({one: other, other: one})
    )
    swapped: pd.DataFrame = rows.assign(area_name=told)
    return swapped


CELL = ("area_name", "role", "rank", "sex", "people_basis", "ethnicity_basis", "ethnicity", "object_of_search",
        "offence_subgroup", "offence_group", "tactic", "outcome")  # fmt: skip
GROUP = ("offence_group", "ethnicity", "force_type", "role")


def kinds(source: Source) -> dict[str, Spoil]:
    """What may be spoilt in a source's table: name and size -> the spoil."""
    if source.plausible.scale == "points":
        found: dict[str, Spoil] = {
            f"a figure {by} points lower": _points(by, ["area_name", "measure"])
            for by in (5, 10, 20, 30)
        }
        found |= {
            f"a measure {by} points lower everywhere": _points(by, ["measure"])
            for by in (3, 5, 10, 40)
        }
        found["two periods exchanged"] = _swap_periods
    else:
        found = {f"a figure times {by:g}": _times(by, CELL) for by in (10, 0.1, 100)}
        found |= {
            f"a group times {by:g}": _times(
                by, GROUP[:1] if "offence" in source.dataset or "crime" in source.dataset else GROUP
            )
            for by in (0, 0.5, 2)
        }
        found |= {f"all times {by:g}": _times(by, ()) for by in (0.5, 0.8, 1.25, 2)}
        found["two periods exchanged"] = _swap_periods
    found["the period before again"] = _repeat
    if source.plausible.places:
        found["two places exchanged"] = _swap_places
        if source.plausible.scale != "points":
            found |= {f"a place times {by:g}": _times(by, ["area_name"]) for by in (0, 0.5, 2)}
    return found


def tried(
    source: Source, mirror: Path, number: int, chance: random.Random
) -> Counter[tuple[str, str, bool]]:
    """How often each kind was caught, in a new period and in published ones."""
    rows = source_files.read_source(source, locate.in_mirror(mirror)(source)).rows.reset_index(
        drop=True
    )
    declared, when = source.plausible, source.plausible.period
    value = declared.value
    is_last = rows[when] == rows[when].max()
    found: Counter[tuple[str, str, bool]] = Counter()
    for name, spoil in kinds(source).items():
        for where, held, chosen in (
            ("new", rows[~is_last], is_last),
            ("published", rows, ~is_last | True),
        ):
            for _ in range(number):
                spoilt = spoil(rows.assign(_chosen=chosen), value, when, chance).drop(
                    columns="_chosen"
                )
                alarms = plausible.alarms(spoilt, held, DATASETS[source.dataset], source)
                found[name, where, bool(alarms)] += 1
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.spoilt_at_random", description=__doc__
    )
    parser.add_argument("--mirror", type=Path, required=True, help="the publishers' files")
    parser.add_argument("--number", type=int, default=3, help="spoils of each kind and size")
    parser.add_argument("--only", nargs="*", default=SOURCES, help="sources")
    options = parser.parse_args(argv)
    sources = registry.all_sources()
    for id_ in options.only:
        started = time.perf_counter()
        found = tried(sources[id_], options.mirror, options.number, random.Random(SEED))
        for name in dict.fromkeys(name for name, _, _ in found):
            cells = [
                f"{found[name, where, True]} of {found[name, where, True] + found[name, where, False]}"
                for where in ("new", "published")
            ]
            sys.stdout.write(f"| {id_} | {name} | {cells[0]} | {cells[1]} |\n")
        sys.stderr.write(f"{id_}: {time.perf_counter() - started:.0f} s\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
