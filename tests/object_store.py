"""A server that speaks S3's protocol, as long as a test needs it: moto, in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from pyarrow import fs

BUCKET = "scorecard"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nothing",
    "AWS_EC2_METADATA_DISABLED": "true",  # else the client asks an address outside this machine
}
"""What a process needs in order to speak to it."""


@dataclass(frozen=True)
class Store:
    """A running server with one bucket.

    Attributes:
        server: its process.
        http: its address.
    """

    server: subprocess.Popen[bytes]
    http: str

    @property
    def address(self) -> str:
        """Of the published folder in it, as `DATASETS_DIR` names it."""
        host = self.http.removeprefix("http://")
        where = f"endpoint_override={host}&scheme=http&region=us-east-1"
        return f"s3://{BUCKET}/published?{where}"

    def names(self) -> set[str]:
        """Of all objects of the published folder."""
        objects, folder = fs.FileSystem.from_uri(self.address)
        return {one.base_name for one in objects.get_file_info(fs.FileSelector(folder))}

    def read(self, name: str) -> bytes:
        objects, folder = fs.FileSystem.from_uri(self.address)
        with objects.open_input_stream(f"{folder}/{name}") as stream:
            return stream.read()

    def write(self, name: str, content: bytes) -> None:
        objects, folder = fs.FileSystem.from_uri(self.address)
        with objects.open_output_stream(f"{folder}/{name}") as stream:
            stream.write(content)

    def remove(self, name: str) -> None:
        objects, folder = fs.FileSystem.from_uri(self.address)
        objects.delete_file(f"{folder}/{name}")

    def damage(self, dataset: str) -> str:
        """Turn a bit of a table of the current version round; the name of its object."""
        entry = json.loads(self.read("manifest.json"))["datasets"][dataset]
        name = f"{dataset}-{entry['sha256'][:12]}.parquet"
        held = self.read(name)
        time.sleep(1.1)  # an object is told from another of its length by the second it is of
        self.write(name, bytes([held[0] ^ 1]) + held[1:])
        return name

    def end(self) -> None:
        self.server.kill()
        self.server.wait(timeout=20)


@contextmanager
def serving(log: Path) -> Iterator[Store]:
    """An empty bucket.

    Args:
        log: what the server says is written there.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as output:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    store = Store(server, f"http://127.0.0.1:{port}")
    try:
        _make_bucket(store, log)
        yield store
    finally:
        store.end()


def _make_bucket(store: Store, log: Path) -> None:
    deadline = time.monotonic() + 120
    while store.server.poll() is None and time.monotonic() < deadline:
        try:
            assert requests.put(f"{store.http}/{BUCKET}", timeout=30).ok
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the object store did not start:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def speaking() -> Iterator[None]:
    """What this process needs is in its environment until the end."""
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
