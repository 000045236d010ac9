"""Asks every replica behind each address, and fails with what those say that are not well.

python deploy/probe.py http://site:8501/readyz …

A name with several addresses is several replicas, and each is asked. It is the image's health check (`/servez`)
and the alarm of an operator (`/readyz`); it needs nothing but Python.
"""

from __future__ import annotations

import http.client
import socket
import sys
from urllib.parse import urlsplit

SECONDS = 5


def faults(address: str) -> list[str]:
    """What is wrong at an address, a line for each replica that is not well; empty where all are."""
    parts = urlsplit(address)
    port = parts.port or 80
    try:
        found = socket.getaddrinfo(parts.hostname, port, socket.AF_INET, socket.SOCK_STREAM)
    except OSError as error:
        return [f"{address}: no replica is found: {error}"]
    replicas = sorted({str(one[4][0]) for one in found})
    return [line for replica in replicas for line in _faults(replica, port, parts.path or "/")]


def _faults(replica: str, port: int, path: str) -> list[str]:
    connection = http.client.HTTPConnection(replica, port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        said = answer.read(2_000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return [f"{replica}:{port}{path}: no answer: {error}"]
    finally:
        connection.close()
    return [] if answer.status == 200 else [f"{replica}:{port}{path}: {answer.status} {said}"]


def main(addresses: list[str]) -> int:
    """Ask each; 0 where all is well, 1 with a line per fault, 2 where nothing is named."""
    if not addresses:
        sys.stderr.write("usage: probe.py ADDRESS…\n")
        return 2
    found = [line for address in addresses for line in faults(address)]
    sys.stderr.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
