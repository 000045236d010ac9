"""Two servers on free ports of this machine, over the same rows: this site, and Datasette.

Datasette gets every help: rows in SQLite with an index on the column that is filtered by, the file
opened as one that never changes. Both run under uvicorn, each in a process of its own, and are asked
without compression.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.processes import MissingInputError
from datasets import catalogue

DATASET = "recorded_offences"
BOROUGH = "E09000022"
PAGE_ROWS = 100
ABSENT = "the comparison with Datasette needs requirements-dev.txt: make setup"

_REPOSITORY = Path(__file__).parents[1]
_FOLDER = Path(tempfile.gettempdir())
_START_SECONDS = 90


@dataclass(frozen=True)
class Server:
    """A running server, asked over a new connection each time, as `curl` does."""

    port: int
    process: subprocess.Popen[bytes]

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, str]:
        """Status, body and ETag of one request."""
        connection, answer = self._asked(path, headers)
        with contextlib.closing(connection):
            return answer.status, answer.read(), answer.headers.get("ETag", "")

    def size(self, path: str) -> int:
        """Bytes of one answer, read and let go as they come."""
        connection, answer = self._asked(path, None)
        with contextlib.closing(connection):
            return sum(len(piece) for piece in iter(lambda: answer.read(1 << 20), b""))

    def _asked(
        self, path: str, headers: Mapping[str, str] | None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers=dict(headers or {}))
        return connection, connection.getresponse()

    def forget_peak(self) -> float:
        """Memory of the server now, in MB; its peak is counted from here (on Linux)."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        return self.peak_mb()

    def peak_mb(self) -> float:
        """Highest memory of the server so far, in MB of 1,048,576 bytes; 0 where it is not told."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return max(
            [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")] or [0]
        )


@functools.cache
def ours() -> Server:
    """This site, as `make run` serves it."""
    command = ["-m", "streamlit", "run", "app.py", "--server.address=127.0.0.1"]
    return _started(command, "--server.port={port}", "/healthz")


@functools.cache
def datasette() -> Server:
    """Datasette over the same rows.

    Raises:
        MissingInputError: it is not installed.
    """
    if find_spec("datasette") is None:
        raise MissingInputError(ABSENT)
    command = ["-m", "datasette", "serve", "-i", str(_database()), "-h", "127.0.0.1"]
    command += ["--setting", "max_csv_mb", "0"]  # else it cuts the whole table off
    return _started(command, "--port={port}", "/-/versions.json")


def database_name() -> str:
    """Name of the database in Datasette's addresses."""
    return f"{DATASET}_{catalogue.version().replace('.', '_')}"


def _database() -> Path:
    """The rows in SQLite, made anew for each version of the data."""
    path = _FOLDER / f"{database_name()}.db"
    if not path.exists():
        rows = catalogue.load(DATASET)
        dates = rows.select_dtypes("datetime").columns
        rows = rows.assign(**{name: rows[name].dt.strftime("%Y-%m-%d") for name in dates})
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with sqlite3.connect(part) as connection:
            rows.to_sql(DATASET, connection, index=False)
            connection.execute(f"CREATE INDEX area_code ON {DATASET} (area_code)")
        connection.close()
        part.replace(path)
    return path


def _started(command: list[str], port_option: str, alive: str) -> Server:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = int(held.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, *command, port_option.format(port=port)],
        cwd=_REPOSITORY,
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(_end, process)
    server = Server(port, process)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if server.get(alive)[0] == 200:
                return server
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
    raise RuntimeError(f"{command[1]} did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
