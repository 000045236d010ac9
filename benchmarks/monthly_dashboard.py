"""Reading the Met's monthly crime dashboard at its real size, beside a plain reading of the same file.

The file is made from a seed in the publisher's layout: 877,000 rows, 136 MB. Each reading runs in a
process of its own, whose time and peak memory are what the kernel counted.

    python -m benchmarks.monthly_dashboard          both readings, with their memory
    python -m benchmarks --only monthly_dashboard   the time alone
"""

from __future__ import annotations

import argparse
import functools
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import processes
from data_pipeline import registry
from data_pipeline.steps import geography

logger = logging.getLogger("benchmarks")

SEED = 20231
ROWS = 877_000
FIRST_MONTH = "2022-01-01"
MONTHS = 48
FILE = Path(tempfile.gettempdir()) / f"monthly_dashboard_{SEED}_{ROWS}.csv"

SUBGROUPS = {
    "ARSON AND CRIMINAL DAMAGE": ["ARSON", "CRIMINAL DAMAGE"],
    "BURGLARY": ["BURGLARY BUSINESS AND COMMUNITY", "DOMESTIC BURGLARY"],
    "DRUG OFFENCES": ["POSSESSION OF DRUGS", "TRAFFICKING OF DRUGS"],
    "MISCELLANEOUS CRIMES AGAINST SOCIETY": ["MISC CRIMES AGAINST SOCIETY"],
    "OTHER ACCEPTED CRIME": ["OTHER ACCEPTED CRIME"],
    "POSSESSION OF WEAPONS": ["POSSESSION OF WEAPONS"],
    "PUBLIC ORDER OFFENCES": ["OTHER OFFENCES PUBLIC ORDER", "PUBLIC FEAR ALARM OR DISTRESS"],
    "ROBBERY": ["ROBBERY OF BUSINESS PROPERTY", "ROBBERY OF PERSONAL PROPERTY"],
    "SEXUAL OFFENCES": ["OTHER SEXUAL OFFENCES", "RAPE"],
    "THEFT": ["BICYCLE THEFT", "OTHER THEFT", "SHOPLIFTING", "THEFT FROM THE PERSON"],
    "VEHICLE OFFENCES": [
        "AGGRAVATED VEHICLE TAKING",
        "INTERFERING WITH A MOTOR VEHICLE",
        "THEFT FROM A VEHICLE",
        "THEFT OR UNAUTH TAKING OF A MOTOR VEH",
    ],
    "VIOLENCE AGAINST THE PERSON": [
        "HOMICIDE",
        "STALKING AND HARASSMENT",
        "VIOLENCE WITH INJURY",
        "VIOLENCE WITHOUT INJURY",
    ],
}


def write_file(path: Path = FILE, rows: int = ROWS, seed: int = SEED) -> Path:
    """Writes the file unless it is there: every borough row there can be, then wards up to `rows`."""
    if not path.exists():
        part = path.with_suffix(".part")
        made_up(rows, seed).to_csv(part, index=False, encoding="utf-8-sig", lineterminator="\r\n")
        part.replace(path)
    return path


def made_up(rows: int, seed: int) -> pd.DataFrame:
    """Invented counts in the publisher's 12 columns: month, place, sub-group, measure."""
    rng = np.random.default_rng(seed)
    months = pd.date_range(FIRST_MONTH, periods=MONTHS, freq="MS")
    offences = [(group, sub) for group, subs in SUBGROUPS.items() for sub in subs]
    places = _places(rows, len(months) * len(offences) * 2)
    shape = (len(months), len(places), len(offences), 2)
    month, place, offence, measure = (
        codes[:rows] for codes in np.unravel_index(np.arange(np.prod(shape)), shape)
    )
    return _cells(places, offences, months, (month, place, offence, measure)).assign(
        Count=rng.poisson(np.where(measure == 0, 40, 4)) + 1, **{"Refresh Date": "05/01/2026"}
    )


def _places(rows: int, cells: int) -> pd.DataFrame:
    """32 boroughs and as many wards as the rows call for: kind, borough, name, code."""
    boroughs = [
        (code, name) for code, name in geography.area_names().items() if code != "E09000001"
    ]
    whole = [("Borough", name, name, code) for code, name in boroughs]
    wards = [
        ("Safer Neighbourhood Teams", name, f"Ward {number} of it", f"E05{number:06d}")
        for number in range(1, rows // cells // len(boroughs) + 2)
        for _, name in boroughs
    ]
    columns = ["kind", "borough", "name", "code"]
    return pd.DataFrame((whole + wards)[: -(-rows // cells)], columns=columns)


def _cells(
    places: pd.DataFrame,
    offences: list[tuple[str, str]],
    months: pd.DatetimeIndex,
    codes: tuple[np.ndarray, ...],
) -> pd.DataFrame:
    month, place, offence, measure = codes
    groups, subs = (np.array(names) for names in zip(*offences, strict=True))
    years = months.year - (months.month < 4)
    short = np.array([f"{year % 100:02d}-{year % 100 + 1:02d}" for year in years])
    index = np.array([f"{(number - 4) % 12 + 1:02d}" for number in months.month])
    return pd.DataFrame(
        {
            "Month_Year": months.strftime("%d/%m/%Y").to_numpy()[month],
            "Area Type": places["kind"].to_numpy()[place],
            "Borough_SNT": places["borough"].to_numpy()[place],
            "Area name": places["name"].to_numpy()[place],
            "Area code": places["code"].to_numpy()[place],
            "Offence Group": groups[offence],
            "Offence Subgroup": subs[offence],
            "Measure": np.array(["Offences", "Positive Outcomes"])[measure],
            "Financial Year": np.char.add("fy", short)[month],
            "FY_FYIndex": np.char.add(np.char.add(short, "_"), index)[month],
        }
    )


def ours(path: Path) -> int:
    """Parse and tidy as the pipeline does; returns the sum of offences."""
    source = registry.read_source(registry.SOURCES / "mps_monthly_dashboard.toml")
    reader = registry.reader(source)
    rows = reader.tidy(reader.parse(path, source), source)
    return int(rows["offences_count"].sum())


def plain(path: Path) -> int:
    """`pandas.read_csv` and `groupby`, with no check of anything; returns the sum of offences."""
    raw = pd.read_csv(path, encoding="utf-8-sig")
    kept = raw[(raw["Area Type"] == "Borough") & (raw["Offence Group"] != "OTHER ACCEPTED CRIME")]
    keys = ["Month_Year", "Area name", "Offence Group", "Measure"]
    sums = kept.groupby(keys)["Count"].sum()
    return int(sums.xs("Offences", level="Measure").sum())


READINGS = {"ours": ours, "plain": plain}


@functools.cache
def checked_file() -> Path:
    """The file, once both readings have been seen to agree on it."""
    path = write_file()
    sums = {name: measure(name, path)["offences"] for name in READINGS}
    if len(set(sums.values())) != 1:
        raise ValueError(f"the readings differ: {sums}")
    return path


def measure(reading: str, path: Path) -> dict[str, float]:
    """One reading in a process of its own: seconds, cpu_seconds, peak_mb, offences."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.monthly_dashboard",
        "--reading",
        reading,
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def run(reading: str) -> dict[str, float]:
    """A benchmark: the reading in a process of its own, start of Python included."""
    return measure(reading, checked_file())


def _one(reading: str, path: Path) -> None:
    started = time.perf_counter()
    offences = READINGS[reading](path)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    result = {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_mb": round(processes.peak_mb()),
        "offences": offences,
    }
    sys.stdout.write(json.dumps(result))


def main() -> None:
    """Measures one reading, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reading", choices=READINGS)
    parser.add_argument("path", nargs="?", type=Path, default=FILE)
    options = parser.parse_args()
    if options.reading:
        _one(options.reading, options.path)
        return
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    path = checked_file()
    logger.info("%s: %.0f MB", path.name, path.stat().st_size / 1e6)
    for name in READINGS:
        found = measure(name, path)
        logger.info(
            "%-6s %6.2f s %6.2f s of processors, Python's start included %6.0f MB",
            name, found["seconds"], found["cpu_seconds"], found["peak_mb"],
        )  # fmt: skip


if __name__ == "__main__":
    main()
