"""`grow`: the site with 10 and 100 times as many rows, made of those that are published.

Of each table that counts by place there are as many more places, with the figures of those that are
known: as if all were published for areas smaller than boroughs. Tables without places stay as they are.

    python -m benchmarks.growing --make 10 FOLDER     the larger data alone
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import processes
from benchmarks.studies import Found, Length
from datasets import catalogue
from datasets.checked import MANIFEST, seal

GROWN = ("crime_outcomes", "public_attitudes", "recorded_offences")
MOST_BYTES = 4 * 2**30
"""Of memory for one process: beyond that it fails, rather than take the machine with it."""
_PLACE = "area_code"
PAGES: Mapping[str, tuple[str, dict[str, list[str]]]] = {
    "overview": ("", {}),
    "trust": ("trust", {}),
    "trust of a place": ("trust", {"area": ["E09000022"]}),
    "crime": ("crime", {}),
    "crime of a place": ("crime", {"area": ["E09000022"]}),
    "outcomes": ("outcomes", {}),
    "borough": ("borough", {"area": ["E09000022"]}),
}


def run(length: Length) -> Found:
    """Build pages of the data as it is and larger, each in a process of its own."""
    found = Found()
    with tempfile.TemporaryDirectory() as scratch:
        for times in length.grown:
            folder = make(times, Path(scratch) / str(times))
            for _ in range(length.rounds):
                for page in PAGES:
                    _add(found, f"ours {page} of {times} times the data", str(folder), page)
            shutil.rmtree(folder)
    return found


def _add(found: Found, case: str, folder: str, page: str) -> None:
    try:
        found.add(case, **processes.measure("benchmarks.growing", "--once", folder, page))
    except RuntimeError:  # mostly for want of memory
        found.add(case, failed=1)


# The larger data


def make(times: int, folder: Path) -> Path:
    """Write a published folder whose tables by place have so many times the rows."""
    shutil.copytree(catalogue.directory(), folder)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for dataset in GROWN if times > 1 else ():
        entry = manifest["datasets"][dataset]
        for older in folder.glob(f"{dataset}-*.parquet"):
            older.unlink()
        path = folder / f"{dataset}.parquet"
        entry["rows"] = _write(path, dataset, times)
        entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / MANIFEST).write_bytes(seal(manifest))
    return folder


def _write(path: Path, dataset: str, times: int) -> int:
    """Write a table with the rows of further places, in the order of its key; how many rows."""
    rows = pq.read_table(path)
    codes = rows[_PLACE].combine_chunks().cast(pa.string())
    copies = [codes, *(pc.binary_join_element_wise(codes, f"-{n}", "") for n in range(1, times))]
    place = rows.schema.get_field_index(_PLACE)
    field = rows.schema.field(place)
    copied = [rows.set_column(place, field, one.cast(field.type)) for one in copies]
    grown = pa.concat_tables(copied).unify_dictionaries()
    key: list[Any] = catalogue.describe(dataset)["key"]
    grown = grown.take(_in_order(grown, key))
    pq.write_table(grown, path, compression="zstd", compression_level=3)
    return int(grown.num_rows)


def _in_order(rows: pa.Table, key: list[Any]) -> pa.Array:
    plain = rows.select(key)
    for place, name in enumerate(key):
        if pa.types.is_dictionary(plain.schema.field(name).type):
            plain = plain.set_column(place, name, plain[name].cast(pa.string()))
    return pc.sort_indices(plain, sort_keys=[(name, "ascending") for name in key])


# One process


def timed(page: str) -> dict[str, float]:
    """Start with the tables that DATASETS_DIR names, and build a page of them cold and warm."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    begun = time.perf_counter()
    from dashboard.site.start import warm
    from dashboard.subjects import registry
    from datasets import versions

    warm("dashboard", "dashboard.screen.main")
    started, cpu, memory = time.perf_counter(), time.process_time(), processes.peak_mb()
    path, address = PAGES[page]
    with versions.reading():
        registry.page_of(path, address)
        built, cpu_built = time.perf_counter(), time.process_time()
        for _ in range(100):
            registry.page_of(path, address)
    return {
        "start_s": started - begun,
        "start_peak_mb": memory,
        "cold_ms": 1000 * (built - started),
        "cold_cpu_ms": 1000 * (cpu_built - cpu),
        "warm_ms": 1000 * (time.perf_counter() - built) / 100,
        "peak_mb": processes.peak_mb(),
    }


def main() -> int:
    """Make larger data, or build one page of it and write what it took as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", nargs=2, metavar=("FOLDER", "PAGE"))
    parser.add_argument("--make", nargs=2, metavar=("TIMES", "FOLDER"))
    options = parser.parse_args()
    if options.make:
        make(int(options.make[0]), Path(options.make[1]))
        return 0
    folder, page = options.once
    os.environ["DATASETS_DIR"] = folder
    sys.stdout.write(json.dumps(timed(page)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
