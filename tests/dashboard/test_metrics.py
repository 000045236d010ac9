"""The figures of a running process on a port of their own, and what it wrote meanwhile."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from benchmarks.visitor import Visitor
from dashboard import metrics
from dashboard.site import counted
from dashboard.subjects.pages import PAGES
from datasets import catalogue
from tests import serving

PLACE = "/trust?area=E09000022"
TYPED = "somebody-typed-this"
OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def figures(port: int) -> Figures:
    answer = requests.get(f"http://127.0.0.1:{port}/metrics", headers=OPENMETRICS, timeout=10)
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def at(found: Figures, name: str, **labels: str) -> float:
    return found.get((f"scorecard_{name}", tuple(sorted(labels.items()))), 0.0)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, Path]]:
    """Address of a server over a copy of the data, port of its figures, and its log."""
    folder = tmp_path_factory.mktemp("watched")
    shutil.copytree(catalogue.directory(), folder / "published")
    port, log = free_port(), folder / "log"
    named = {"METRICS_PORT": str(port), "DATASETS_DIR": str(folder / "published")}
    with serving.serving(log, REQUESTS_A_MINUTE="0", **named) as address:
        yield address, port, log


async def visit(address: str, page: str) -> None:
    async with Visitor(address.removeprefix("http://"), page) as visitor:
        await visitor.open()


def test_a_page_opened_twice_is_one_build_and_one_hit(site: tuple[str, int, Path]) -> None:
    address, port, _ = site
    before = figures(port)
    for _ in range(2):
        assert requests.get(f"{address}{PLACE}", timeout=60).ok
    serving.apart(asyncio.run, visit(address, PLACE))
    after = figures(port)

    def more(name: str, **labels: str) -> float:
        return at(after, name, **labels) - at(before, name, **labels)

    assert more("build_seconds_count", page="trust") == 1
    assert more("build_seconds_sum", page="trust") > 0.01
    assert more("kept_misses_total", what="first sights") == 1
    assert more("kept_hits_total", what="first sights") == 1
    assert (more("kept_misses_total", what="pages"), more("kept_hits_total", what="pages")) == (
        1,
        1,
    )
    assert more("pages_total", page="trust", way="html") == 2
    assert more("pages_total", page="trust", way="screen") == 1
    assert more("answers_total", kind="page", status="200") == 2
    assert more("answer_seconds_count", kind="page") == 2
    assert more("visits_total") == 1


def test_answers_are_counted_by_kind_and_status(site: tuple[str, int, Path]) -> None:
    address, port, _ = site
    before = figures(port)
    asked = {
        "/data/crime_outcomes.csv?area_code=E09000022": ("data", "200"),
        f"/data/crime_outcomes.csv?area_code={TYPED}": ("data", "400"),
        f"/{TYPED}/{TYPED}": ("other", "404"),
        "/readyz": ("health", "200"),
    }
    for path in asked:
        requests.get(f"{address}{path}", timeout=60)
    after = figures(port)
    for kind, status in asked.values():
        assert (
            at(after, "answers_total", kind=kind, status=status)
            == at(before, "answers_total", kind=kind, status=status) + 1
        )
    assert at(after, "open_pages") == 0


def test_what_is_refused_is_counted(site: tuple[str, int, Path]) -> None:
    address, port, _ = site
    before = at(figures(port), "refused_total", what="socket")
    with pytest.raises(InvalidStatus):
        connect(address.replace("http", "ws") + "/_stcore/stream", origin="http://example.org")  # type: ignore[arg-type]
    assert at(figures(port), "refused_total", what="socket") == before + 1


def test_the_data_its_age_its_damage_and_the_memory_are_told(site: tuple[str, int, Path]) -> None:
    _, port, log = site
    found = figures(port)
    (told,) = (dict(labels) for (name, labels) in found if name == "scorecard_data_info")
    assert told["version"] == catalogue.version()
    assert at(found, "data_age_days") > 0
    assert (at(found, "damaged_tables"), at(found, "data_problems")) == (0, 0)
    assert 100e6 < found["process_resident_memory_bytes", ()] < 2e9
    table = next((log.parent / "published").glob("workforce*.parquet"))
    whole = table.read_bytes()
    table.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        spoilt = figures(port)
        assert (at(spoilt, "damaged_tables"), at(spoilt, "data_problems")) == (1, 1)
    finally:
        table.write_bytes(whole)


def test_labels_are_names_that_the_site_has(site: tuple[str, int, Path]) -> None:
    """Last but one: nothing that was asked for above has become one."""
    found = figures(site[1])
    values: dict[str, set[str]] = {}
    for name, labels in found:
        for label, value in labels if name.startswith("scorecard_") else ():
            values.setdefault(label, set()).add(value)
    assert values["page"] <= {page.path or "overview" for page in PAGES}
    assert values["kind"] <= {
        "data",
        "file",
        "framework",
        "frame",
        "health",
        "other",
        "page",
        "picture",
    }
    assert set(values) == {"page", "way", "kind", "status", "what", "le", "version", "digest"}


def test_what_was_written_meanwhile_is_json_without_addresses_and_queries(
    site: tuple[str, int, Path],
) -> None:
    address, _, log = site
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as raw:
        raw.sendall(f"GET /{TYPED} HTP\r\nX-{TYPED}\r\n\r\n".encode())
        raw.settimeout(10)
        assert b" 400 " in raw.recv(1000)
    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(one) for one in lines)
    assert any(one["message"].startswith("ready after") for one in lines)
    assert any(one["message"] == "web socket refused: opened by another site" for one in lines)
    assert any(one["logger"] == "uvicorn.error" for one in lines)  # what was no HTTP
    for hidden in (TYPED, "E09000022", "127.0.0.1", "example.org"):
        assert hidden not in text


def test_no_port_is_open_where_none_is_named(address: str, tmp_path: Path) -> None:
    with metrics.served({}):
        pass
    assert metrics._started({}) is None
    answer = requests.get(f"{address}/metrics", timeout=10)
    assert answer.status_code == 404
    assert "scorecard_" not in answer.text


def test_the_figures_are_for_this_machine_alone_unless_another_address_is_named() -> None:
    port = free_port()
    with metrics.served({"METRICS_PORT": str(port)}):
        assert figures(port)
        with pytest.raises(OSError, match=r"refused"):
            socket.create_connection(("127.0.0.2", port), timeout=5)
    with pytest.raises(OSError, match=r"refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    with metrics.served({"METRICS_PORT": str(port), "METRICS_HOST": "127.0.0.2"}):
        socket.create_connection(("127.0.0.2", port), timeout=5).close()


@pytest.mark.parametrize("named", ["taken", "x", "-1", "70000"])
def test_a_port_that_cannot_be_had_is_told_and_the_site_goes_on(
    named: str, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1]) if named == "taken" else named
        with metrics.served({"METRICS_PORT": port}):
            assert "figures are not served" in caplog.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        *(("/", "page"), ("/get-data", "page"), ("/trust/", "other"), ("/data", "data")),
        *(("/data/x.csv", "data"), ("/database", "other"), ("/x/trust/a.csv", "file")),
        *(("/embed/trust/a", "frame"), ("/_stcore/health", "framework"), ("/healthz", "health")),
        *(("", "other"), ("//", "other")),
    ],
)
def test_every_address_has_a_kind(path: str, kind: str) -> None:
    assert counted.kind_of(path) == kind
