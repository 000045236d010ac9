"""The real server on a free port of this machine: the documents' own examples, and raw requests."""

from __future__ import annotations

import http.client
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.conftest import FROZEN, REPOSITORY
from tests.dashboard.test_api_bad_input import ALL, GIVES_AWAY

DOCUMENTS = ("README.md", "docs/api.md")
WRITTEN = "http://localhost:8501"


def examples() -> list[tuple[str, str]]:
    """Every line of a shell block that begins with curl, with its document."""
    found = []
    for name in DOCUMENTS:
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL):
            found += [(name, line) for line in block.splitlines() if line.startswith("curl ")]
    return found


def test_both_documents_have_examples() -> None:
    assert {name for name, _ in examples()} == set(DOCUMENTS)
    assert len(examples()) >= 12


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_curl_of_the_documents_works(address: str, tmp_path: Path) -> None:
    for name, line in examples():
        assert WRITTEN in line, (name, line)
        bounds = ["--fail", "--silent", "--show-error", "--max-time", "30"]
        command = shlex.split(line.replace(WRITTEN, address).split("#")[0])
        done = subprocess.run(
            [command[0], *bounds, *command[1:]], cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 0, (name, line, done.stderr)
        assert done.stdout or re.search("-[oO]", line), (name, line)
    written = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert written["recorded-offences-2025-e09000022.xlsx"] > 10_000
    assert written["burglary.csv"] > 100_000  # what 304 left in place


def test_the_shipped_table_comes_whole_and_in_pieces(address: str) -> None:
    answer = requests.get(f"{address}/data/recorded_offences.csv", timeout=60)
    listed = {
        one["id"]: one for one in requests.get(f"{address}/data", timeout=10).json()["datasets"]
    }
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.content.count(b"\r\n") == listed["recorded_offences"]["rows"] + 1


def test_compressed_where_it_helps_and_only_there(address: str) -> None:
    for fmt, encoding in (("csv", "gzip"), ("json", "gzip"), ("parquet", None), ("xlsx", None)):
        answer = requests.get(f"{address}/data/population.{fmt}", timeout=30)
        assert answer.headers.get("content-encoding") == encoding, fmt


def test_the_pages_keep_their_addresses(address: str) -> None:
    assert "text/html" in requests.get(address, timeout=10).headers["content-type"]
    unknown = requests.get(f"{address}/dataset", timeout=10)
    assert (unknown.status_code, "Page not found" in unknown.text) == (404, True)
    assert f"{address}/trust</loc>" in requests.get(f"{address}/sitemap.xml", timeout=10).text


RAW_PATHS = (
    "/data/../../../../etc/passwd", "/data/%2e%2e/%2e%2e/etc/passwd", "/data/..%2f..%2fetc%2fpasswd",
    "/data/%252e%252e%252fetc/passwd", "//data//etc/passwd", "/data//etc/passwd", "/data/%00", "/data/x%00.csv",
    "/data/\\..\\..\\", "/data/%5c..%5c", "/data/recorded_offences.csv%00.json", "/data/%ff%fe", "/data/%", "/data/%zz",
    "/data/v/../v/1.0.0", "/data/v/%2e%2e/manifest.json", "/data/manifest.json", "/data/latest/..%2f..%2fapp.py",
    "/data/recorded_offences.csv?area_name=%00", "/data/recorded_offences.csv?area_name=%ff", "/../app.py",
    "/data/recorded_offences.csv?month=NaN", "/data/recorded_offences.csv?limit=-1", "/data/;/..;/etc/passwd",
    "/data/recorded_offences.csv?" + "a" * 20_000, "/data/recorded_offences.csv?" + "limit=1&" * 900,
)  # fmt: skip


def test_raw_requests_are_refused_and_give_nothing_away(address: str) -> None:
    host = address.removeprefix("http://")
    for path in RAW_PATHS:
        connection = http.client.HTTPConnection(host, timeout=10)
        connection.putrequest("GET", path, skip_host=False)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status in {400, 404, 414}, path
        assert not GIVES_AWAY.search(body), path
        connection.close()


def test_a_query_of_a_megabyte_is_refused(address: str) -> None:
    host = address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=10)
    try:
        connection.request("GET", "/data/recorded_offences.csv?area_name=" + "a" * 1_000_000)
        answer = connection.getresponse()
        assert answer.status in {400, 414}
        assert not GIVES_AWAY.search(answer.read())
    except (ConnectionError, http.client.HTTPException):
        pass  # the server closed before it was all sent
    assert requests.get(f"{address}/healthz", timeout=10).ok


def test_methods_over_the_wire(address: str) -> None:
    for method in set(ALL) - {"CONNECT", "get"}:
        answer = requests.request(method, f"{address}/data/boundaries.csv?limit=1", timeout=10)
        wanted = {"GET": 200, "HEAD": 200, "OPTIONS": 204}.get(method, 405)
        assert answer.status_code == wanted, method


# Memory

WATCH = """
import resource, sys
from pathlib import Path
from dashboard.files.about import DownloadMeta
from dashboard.files.formats import pieces
from datasets import batches, versions
import pyarrow as pa
import pyarrow.parquet as pq

path = Path(sys.argv[1])
footer = pq.read_metadata(path)
content = pa.py_buffer(path.read_bytes())
table = versions.Table("made_up", path, "", content, footer, footer.schema.to_arrow_schema(), {})
names = table.arrow.names

def sent(fmt, limit):
    written = pieces(batches.read(table, names, limit=limit), table.arrow, fmt, DownloadMeta("t", "s", "l"))
    return sum(len(piece) for piece in written)

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

sent("csv", 1000), sent("json", 1000)
before = peak()
size = sent("csv", None) + sent("json", None)
print(size, peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    """Ten times the longest table, in the row groups that Parquet's writer makes: 900 MB of text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from datasets import catalogue

    shipped = pq.read_table(FROZEN / "recorded_offences.parquet")
    path = tmp_path / "ten_times.parquet"
    pq.write_table(pa.concat_tables([shipped] * 10).unify_dictionaries(), path)
    assert catalogue.directory().is_dir()
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(path)],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    size, grown = (float(part) for part in done.stdout.split())
    assert size > 800_000_000
    assert grown <= 50, f"memory grew by {grown:.0f} MB"
