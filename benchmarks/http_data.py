"""The data over HTTP, beside Datasette with the same rows, in the same run.

python -m benchmarks.http_data                    medians of both in turn, and how they compare
python -m benchmarks --only http_borough_csv      our time alone (others: http_table_csv, ...)
"""

from __future__ import annotations

import csv
import functools
import io
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.http_servers import BOROUGH, DATASET, PAGE_ROWS, database_name, datasette, ours

logger = logging.getLogger("benchmarks")


@dataclass(frozen=True)
class Question:
    """The same asked of both servers.

    Attributes:
        ours, theirs: paths.
        rounds: how often each is asked.
        at_least: how many times faster ours is meant to be, at the median.
    """

    ours: str
    theirs: str
    rounds: int
    at_least: int


QUESTIONS = {
    "borough_csv": Question(
        f"/data/{DATASET}.csv?area_code={BOROUGH}",
        f"/{{db}}/{DATASET}.csv?area_code={BOROUGH}&_stream=on",
        15,
        15,
    ),
    "table_csv": Question(f"/data/{DATASET}.csv", f"/{{db}}/{DATASET}.csv?_stream=on", 5, 25),
    "json_page": Question(
        f"/data/{DATASET}.json?limit={PAGE_ROWS}",
        f"/{{db}}/{DATASET}.json?_size={PAGE_ROWS}&_shape=objects",
        15,
        5,
    ),
    # The same without what Datasette adds to a page: the count of all rows and hints for facets.
    "json_page_bare": Question(
        f"/data/{DATASET}.json?limit={PAGE_ROWS}",
        f"/{{db}}/{DATASET}.json?_size={PAGE_ROWS}&_shape=objects&_nofacet=1&_nosuggest=1&_nocount=1",
        60,
        5,
    ),
}


def ask_ours(name: str) -> int:
    """Asks our server once; returns the size of the answer."""
    return ours().size(QUESTIONS[name].ours)


def ask_datasette(name: str) -> int:
    """Asks Datasette once; returns the size of the answer."""
    return datasette().size(_theirs(name))


def ask_again() -> int:
    """Asks our server for the borough that is held already; returns the status, 304."""
    return ours().get(QUESTIONS["borough_csv"].ours, {"If-None-Match": _tag("borough_csv")})[0]


@functools.cache
def _tag(name: str) -> str:
    return ours().get(QUESTIONS[name].ours)[2]


def _theirs(name: str) -> str:
    return QUESTIONS[name].theirs.replace("{db}", database_name())


def check() -> None:
    """Sees to it that both servers give the same rows.

    Raises:
        ValueError: they differ.
    """
    for name in ("borough_csv", "table_csv"):
        here, there = (list(csv.reader(io.StringIO(text, newline=""))) for text in _both(name))
        if here != [row[1:] for row in there]:  # Datasette adds a number to each row
            raise ValueError(f"{name}: the servers give different rows")
    here, there = (json.loads(text)["rows"] for text in _both("json_page"))
    if here != [{key: row[key] for key in row if key != "rowid"} for row in there]:
        raise ValueError("json_page: the servers give different rows")


def _both(name: str) -> Iterator[str]:
    for server, path in ((ours(), QUESTIONS[name].ours), (datasette(), _theirs(name))):
        yield server.get(path)[1].decode()


def compare(name: str) -> tuple[float, float]:
    """Medians of ours and of Datasette, asked in turn, in milliseconds."""
    taken: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(QUESTIONS[name].rounds):
        taken["ours"].append(_milliseconds(lambda: ask_ours(name)))
        taken["theirs"].append(_milliseconds(lambda: ask_datasette(name)))
    return statistics.median(taken["ours"]), statistics.median(taken["theirs"])


def repeated(name: str, rounds: int = 25) -> tuple[float, float, float]:
    """Medians of a request, of the same when its answer is held already, and of that in a row.

    In milliseconds. The second comes right after a whole answer, which leaves the processor's caches
    cold; the third comes after its like, as from many readers who ask whether there is anything new.
    """
    first, again = [], []
    path, held = QUESTIONS[name].ours, {"If-None-Match": _tag(name)}
    rounds = min(rounds, QUESTIONS[name].rounds)
    for _ in range(rounds):
        first.append(_milliseconds(lambda: ours().size(path)))
        again.append(_milliseconds(lambda: ours().get(path, held)))
    row = [_milliseconds(lambda: ours().get(path, held)) for _ in range(10 * rounds)]
    return statistics.median(first), statistics.median(again), statistics.median(row)


def growth() -> float:
    """How much our server's memory grows by while it sends the whole table ten times, in MB."""
    ours().size(QUESTIONS["borough_csv"].ours)
    before = ours().forget_peak()
    for _ in range(10):
        ours().size(QUESTIONS["table_csv"].ours)
    return ours().peak_mb() - before


def _milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Compares both servers question by question."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    grown = growth()
    check()
    for name, question in QUESTIONS.items():
        mine, theirs = compare(name)
        logger.info(
            "%-12s %9.2f ms, Datasette %9.2f ms: %6.1f times as fast (wanted: %d)",
            name, mine, theirs, theirs / mine, question.at_least,
        )  # fmt: skip
    for name in ("borough_csv", "table_csv"):
        first, again, row = repeated(name)
        logger.info(
            "%-12s %9.2f ms, held already %6.2f ms: %6.1f times as fast (wanted: 20); "
            "in a row %6.2f ms: %6.1f times",
            name, first, again, first / again, row, first / row,
        )  # fmt: skip
    logger.info("whole table ten times: memory grew by %.0f MB (wanted: 50 at most)", grown)


if __name__ == "__main__":
    main()
