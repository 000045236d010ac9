"""The real server on a free port of this machine, over the frozen tables, as long as a test needs it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests
from filelock import FileLock

from tests.conftest import REPOSITORY

START_SECONDS = 240  # a busy machine is slow, not wrong
END_SECONDS = 20

T = TypeVar("T")


def apart(work: Callable[..., T], *arguments: Any) -> T:
    """What a function returns in a thread of its own: the browser tests leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(work, *arguments).result()


_STARTED: list[subprocess.Popen[bytes]] = []
"""Servers that this process started and another may still use."""


@contextmanager
def serving(log: Path, port: int = 0, **environment: str) -> Iterator[str]:
    """Address of a server of its own, without a slash at the end.

    Args:
        log: what it says is written there.
        port: where it listens; a free one where none is named.
        environment: what differs from that of the tests, such as DATASETS_DIR.
    """
    server, address = _start(log, environment, port)
    try:
        yield address
    finally:
        _end(server.pid, address)
        server.wait(timeout=END_SECONDS)


@contextmanager
def shared(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[str, Path]]:
    """Address and log of the one server of that name that all processes of a test run use.

    The first that asks starts it, the last that is done ends it.
    """
    worker = "PYTEST_XDIST_WORKER" in os.environ
    folder = factory.getbasetemp().parent if worker else factory.getbasetemp()
    log, note = folder / f"{name}.log", folder / f"{name}.json"
    with FileLock(folder / f"{name}.lock"):
        held = json.loads(note.read_text()) if note.exists() else {}
        if not held:
            server, address = _start(log, {})
            _STARTED.append(server)
            held = {"address": address, "pid": server.pid, "users": 0}
        note.write_text(json.dumps(held | {"users": held["users"] + 1}))
    try:
        yield held["address"], log
    finally:
        with FileLock(folder / f"{name}.lock"):
            users = json.loads(note.read_text())["users"] - 1
            if users:
                note.write_text(json.dumps(held | {"users": users}))
            else:
                note.unlink()
                _end(held["pid"], held["address"])
        for server in (one for one in _STARTED if one.pid == held["pid"]):
            if users:
                server.returncode = 0  # another process goes on with it, and ends it
            else:
                server.wait(timeout=END_SECONDS)


def _start(
    log: Path, environment: dict[str, str], port: int = 0
) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = [f"--server.port={port}", "--server.address=127.0.0.1"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, *options],
            cwd=REPOSITORY,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while not _answers(address):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            server.wait(timeout=END_SECONDS)
            pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.2)
    return server, address


def _end(pid: int, address: str) -> None:
    """End a server, which another process may have started."""
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + END_SECONDS
    while _answers(address):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/healthz", timeout=2).ok
    except requests.RequestException:  # not yet listening, still getting ready, or gone
        return False
