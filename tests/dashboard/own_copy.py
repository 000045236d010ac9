"""A published folder with a reader's own copy of the survey in it: invented answers, known shares."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from data_pipeline.__main__ import main
from tests.conftest import FROZEN
from tests.data_pipeline import microdata as md

Shares = Mapping[str, Mapping[str, float]]
"""Year -> ethnic group, in the file's words -> share of its people who trust the Met, 0 to 1."""


def published_with(folder: Path, shares: Shares, count: int = 3000) -> Path:
    """The shipped tables with invented years of answers built into them, as a reader would."""
    out = shutil.copytree(FROZEN, folder / "published")
    files = [_year(folder, year, groups, count) for year, groups in shares.items()]
    arguments = [part for file in files for part in ("--file", str(file))]
    assert main(["build", "mopac_pas_microdata", *arguments, "--out", str(out)]) == 0
    return out


def _year(folder: Path, year: str, groups: Mapping[str, float], count: int) -> Path:
    people = md.respondents(int(year[:4]), year, count)
    ethnicity = md.columns_of(year)["ethnicity"]
    for group, share in groups.items():
        mine = people.index[people[ethnicity] == group]
        people.loc[mine, "NQ135BD"] = 4
        people.loc[mine[: round(share * len(mine))], "NQ135BD"] = 1
    return md.write_tab(people, folder / f"{year}.tab")
