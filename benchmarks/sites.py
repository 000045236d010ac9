"""This site and its peer, each in a process of its own on a free port of this machine.

The peer is the same pages drawn by plain calls of Streamlit, with Streamlit's default settings
(`benchmarks.plain_drawing`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.http_servers import Server, started

OURS, PEER = "ours", "peer"
BOTH = (OURS, PEER)


def in_turn(rounds: int) -> Iterator[str]:
    """Whose turn it is: ours in every round, the peer, which takes many times as long, in the first."""
    for number in range(rounds):
        yield from BOTH if number == 0 else (OURS,)


_REPOSITORY = Path(__file__).parents[1]
# What would ask an outside service for this machine's address, or open a browser, is off for both.
_PEER_OPTIONS = (
    "--server.headless=true",
    "--browser.gatherUsageStats=false",
    "--browser.serverAddress=localhost",
)


@contextmanager
def running(whose: str, **environment: str) -> Iterator[Server]:
    """A server that has just started and keeps nothing yet, until the end.

    Args:
        whose: `ours` or `peer`.
        environment: what differs from that of this process, such as DATASETS_DIR.
    """
    with tempfile.TemporaryDirectory() as elsewhere:
        server = _ours(environment) if whose == OURS else _peer(Path(elsewhere), environment)
        try:
            yield server
        finally:
            server.end()


def _ours(environment: dict[str, str]) -> Server:
    command = ["-m", "streamlit", "run", "app.py", "--server.address=127.0.0.1"]
    return started(command, "--server.port={port}", "/healthz", environment=environment)


def _peer(folder: Path, environment: dict[str, str]) -> Server:
    """The peer, run in an empty folder: there our settings are not found."""
    script = _REPOSITORY / "benchmarks" / "plain_app.py"
    command = ["-m", "streamlit", "run", str(script), "--server.address=127.0.0.1", *_PEER_OPTIONS]
    return started(
        command,
        "--server.port={port}",
        "/_stcore/health",
        folder,
        {"PYTHONPATH": str(_REPOSITORY), **environment},
    )
