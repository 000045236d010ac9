"""Figures of the running process for whoever watches it: OpenMetrics on a port of their own.

The port is open where `METRICS_PORT` names one, on this machine alone unless `METRICS_HOST` names another
address. Labels are names that the site itself has (pages, kinds of answers, statuses), never what somebody
asked for, so that there are few and they tell nothing of a reader.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread
from time import perf_counter
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from dashboard import keeping
from datasets import catalogue, versions

log = logging.getLogger(__name__)

PORT, HOST = "METRICS_PORT", "METRICS_HOST"
"""Names in the environment."""

_HERE = "127.0.0.1"

REGISTRY = CollectorRegistry()
VISITS = Counter(
    "scorecard_visits", "Pages connected to the server: sockets let in", registry=REGISTRY
)
OPEN = Gauge("scorecard_open_pages", "Pages connected now", registry=REGISTRY)
PAGES = Counter(
    "scorecard_pages",
    "Pages opened: as HTML (way html), and on the screen, also by a link within the site (way screen)",
    ["page", "way"],
    registry=REGISTRY,
)
BUILDS = Histogram(
    "scorecard_build_seconds",
    "Time in which a page that was not kept was built, without the wait for another",
    ["page"],
    registry=REGISTRY,
    buckets=(0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12),
)
ANSWERS = Counter(
    "scorecard_answers",
    "Requests answered, by kind and status",
    ["kind", "status"],
    registry=REGISTRY,
)
ANSWER_SECONDS = Histogram(
    "scorecard_answer_seconds",
    "Time until an answer was sent whole",
    ["kind"],
    registry=REGISTRY,
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)
REFUSED = Counter(
    "scorecard_refused",
    "Refused for want of room or origin: answers with status 429, sockets that were not let in",
    ["what"],
    registry=REGISTRY,
)
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)


@contextmanager
def building(page: str) -> Iterator[None]:
    """Note how long a page takes to be built."""
    begun = perf_counter()
    try:
        yield
    finally:
        BUILDS.labels(page).observe(perf_counter() - begun)


class _State(Collector):
    """What is asked when somebody looks: what is kept, and how the data is."""

    def collect(self) -> Iterator[Metric]:
        yield from _kept()
        yield from _data()


REGISTRY.register(_State())


def _kept() -> Iterator[Metric]:
    hits = CounterMetricFamily(
        "scorecard_kept_hits", "Answers that were kept already, or being made", labels=["what"]
    )
    misses = CounterMetricFamily("scorecard_kept_misses", "Answers made anew", labels=["what"])
    held = GaugeMetricFamily("scorecard_kept", "Answers kept now", labels=["what"])
    for what, kept in sorted(keeping.NAMED.items()):
        hits.add_metric([what], kept.hits)
        misses.add_metric([what], kept.misses)
        held.add_metric([what], len(kept))
    yield from (hits, misses, held)


def _data() -> Iterator[Metric]:
    problems = len(catalogue.problems())
    yield GaugeMetricFamily(
        "scorecard_data_problems", "Sentences in which /readyz says what is wrong", value=problems
    )
    try:
        now, damaged = versions.current(), len(catalogue.damaged())
    except catalogue.DatasetError:
        return
    yield GaugeMetricFamily(
        "scorecard_damaged_tables", "Tables that are not read, for their bytes are not the published ones",
        value=damaged,
    )  # fmt: skip
    told = {"version": now.version, "digest": now.digest[:12]}
    yield InfoMetricFamily("scorecard_data", "Version of the data", value=told)
    age = datetime.now(UTC) - now.built_at
    yield GaugeMetricFamily(
        "scorecard_data_age_days",
        "Days since the data was built",
        value=age.total_seconds() / 86_400,
    )


@contextmanager
def served(environment: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Serve the figures meanwhile where a port is named; where it cannot be had, the site goes on without."""
    started = _started(environment)
    try:
        yield
    finally:
        if started:
            server, thread = started
            server.shutdown()
            server.server_close()
            thread.join(timeout=5)


def _started(environment: Mapping[str, str]) -> tuple[WSGIServer, Thread] | None:
    named = environment.get(PORT, "")
    if not named:
        return None
    try:
        found = start_http_server(int(named), environment.get(HOST) or _HERE, REGISTRY)
    except (OSError, OverflowError, ValueError) as error:
        log.error(
            "figures are not served: %s names no port to be had (%s)", PORT, type(error).__name__
        )
        return None
    log.info("figures are served on port %s", named)
    return found
