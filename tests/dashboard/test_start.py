"""What the server is given and gives back: files, and memory."""

from __future__ import annotations

import json
import subprocess
import sys

from dashboard.site import start
from tests.conftest import REPOSITORY

ASKED = """
import json, resource
from dashboard.site import start
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, most))
start.allow_files()
opened = resource.getrlimit(resource.RLIMIT_NOFILE)

def held():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * resource.getpagesize()

kept = [bytearray(10_000) for _ in range(20_000)]
last = bytearray(10_000)
full = held()
del kept
start.give_back()
print(json.dumps([opened, most, full - held()]))
"""


def test_a_server_may_open_as_many_files_as_the_system_lets_it_and_gives_memory_back() -> None:
    """200 MB in small pieces with one on top, which glibc alone would keep."""
    command = [sys.executable, "-c", ASKED]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    opened, most, given_back = json.loads(done.stdout)
    assert opened == [most, most]
    assert given_back > 150_000_000


def test_where_the_c_library_cannot_give_back_nothing_fails(monkeypatch) -> None:
    monkeypatch.setattr(start, "_trim", lambda: None)
    start.give_back()
