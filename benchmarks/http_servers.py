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
_START_SECONDS = 180


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
        return self._status("VmHWM")

    def memory_mb(self) -> float:
        """Memory of the server now, in the same unit."""
        return self._status("VmRSS")

    def _status(self, name: str) -> float:
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return max([int(line.split()[1]) / 1024 for line in lines if line.startswith(name)] or [0])

    def cpu_seconds(self) -> float:
        """Processor time that the server has taken so far; 0 where it is not told."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        _, _, after_name = stat.read_text().rpartition(")")
        in_user_mode, in_kernel_mode = after_name.split()[11:13]
        return (int(in_user_mode) + int(in_kernel_mode)) / os.sysconf("SC_CLK_TCK")

    @property
    def site(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def end(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@functools.cache
def ours() -> Server:
    """This site, as `make run` serves it."""
    command = ["-m", "streamlit", "run", "app.py", "--server.address=127.0.0.1"]
    return started(command, "--server.port={port}", "/healthz")


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
    return started(command, "--port={port}", "/-/versions.json")


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


def started(
    command: list[str],
    port_option: str,
    alive: str,
    folder: Path = _REPOSITORY,
    environment: Mapping[str, str] | None = None,
) -> Server:
    """Start a server on a free port and wait until it answers; it ends with this process at the latest.

    Args:
        command: what Python is to run.
        port_option: how it is told the port.
        alive: a path that it answers once it is ready.
        folder: where it runs.
        environment: what differs from that of this process.

    Raises:
        RuntimeError: it did not start.
    """
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = int(held.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, *command, port_option.format(port=port)],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(port, process)
    atexit.register(server.end)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if server.get(alive)[0] == 200:
                return server
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
    server.end()
    raise RuntimeError(f"{command[1]} did not start")
