"""Where the time goes: a profile of a warm visit, of cold builds, and what code a figure crosses.

    python -m benchmarks.profiled                     every case, one after the other
    python -m benchmarks.profiled trust --lines 40    one of them, more of its functions

A build is profiled in a process that has imported everything and read every table. A visit is profiled
within a server of its own: the thread that runs the page, and the one that answers.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import io
import json
import pstats
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.http_servers import started

_REPOSITORY = Path(__file__).parents[1]
BOROUGHS = [f"E090000{number:02}" for number in range(2, 34)]
BUILDS: dict[str, tuple[str, dict[str, list[str]]]] = {
    "overview": ("", {}),
    "trust": ("trust", {}),
    "trust_place": ("trust", {"area": ["E09000022"]}),
    "trust_all": ("trust", {"area": BOROUGHS}),
    "crime_all": ("crime", {"area": BOROUGHS}),
    "borough": ("borough", {"area": ["E09000022"]}),
}
VISIT = "visit"
VISITS = 50


def build(name: str) -> pstats.Stats:
    """The profile of one cold build."""
    from dashboard.site.start import warm
    from dashboard.subjects import registry
    from datasets import versions

    warm("dashboard", "dashboard.screen.main")
    path, address = BUILDS[name]
    profile = cProfile.Profile()
    with versions.reading():
        profile.runcall(registry.page_of, path, address)
    return pstats.Stats(profile)


def crossed() -> dict[str, int]:
    """How many modules and functions of this house the trust of Lambeth crosses, to its HTML."""
    from dashboard.markup.fragments import items_of
    from dashboard.site.start import warm
    from dashboard.subjects import registry
    from datasets import versions

    warm("dashboard", "dashboard.screen.main")
    path, address = BUILDS["trust_place"]
    profile = cProfile.Profile()
    with versions.reading():
        profile.runcall(lambda: items_of(registry.page_of(path, address), path))
    functions = [where for where in _entries(pstats.Stats(profile)) if _is_ours(where[0])]
    named = [where for where in functions if not where[2].startswith("<")]
    return {"crossed_modules": len({where[0] for where in named}), "crossed_functions": len(named)}


def _entries(stats: pstats.Stats) -> dict[tuple[str, int, str], Any]:
    found: dict[tuple[str, int, str], Any] = stats.stats  # type: ignore[attr-defined]
    return found


def _is_ours(file: str) -> bool:
    inside = file.startswith(str(_REPOSITORY)) and "site-packages" not in file
    return inside and "/benchmarks/" not in file


# A visit, within a server


def visit() -> pstats.Stats:
    """The profile of warm visits to Trust and confidence, summed over the threads that serve them."""
    from benchmarks.opening import crowd

    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "visits.prof"
        command = ["-m", "benchmarks.profiled", "--serve", str(written)]
        server = started(command, "--port={port}", "/healthz")
        try:
            asyncio.run(crowd(server, ["/trust"]))
            server.get("/_profile/begin")
            for _ in range(VISITS):
                asyncio.run(crowd(server, ["/trust"]))
            server.get("/_profile/end")
            return pstats.Stats(str(written))
        finally:
            server.end()


def serve(port: int, written: Path) -> None:
    """Serve the site; what runs between two requests of the measuring process is profiled."""
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

    import app as site

    profiles: list[cProfile.Profile] = []
    answering, lock = cProfile.Profile(), threading.Lock()
    is_on = threading.Event()
    run_script: Callable[..., Any] = ScriptRunner._run_script

    def profiled(self: ScriptRunner, *args: Any) -> Any:  # noqa: ANN401 - Streamlit's own
        if not is_on.is_set():
            return run_script(self, *args)
        own = cProfile.Profile()
        try:
            return own.runcall(run_script, self, *args)
        finally:
            with lock:
                profiles.append(own)

    async def begin(_request: Request) -> Response:
        is_on.set()
        answering.enable()
        return PlainTextResponse("")

    async def end(_request: Request) -> Response:
        answering.disable()
        is_on.clear()
        stats = pstats.Stats(answering)
        for own in profiles:
            stats.add(own)
        stats.dump_stats(str(written))
        return PlainTextResponse("")

    ScriptRunner._run_script = profiled  # type: ignore[assignment,method-assign]
    routes = [Route("/_profile/begin", begin), Route("/_profile/end", end)]
    site.app._user_routes[:0] = routes
    sys.argv = [str(_REPOSITORY / "app.py")]
    site.app.run(config={"server.port": port, "server.address": "127.0.0.1"})


# Words


def said(stats: pstats.Stats, times: int, lines: int) -> str:
    """The functions of this house that take longest with all they call, and any that do by themselves."""
    entries = _entries(stats)
    total = sum(one[2] for one in entries.values())
    out = io.StringIO()
    out.write(f"{1000 * total / times:.0f} ms under the profiler\n")
    whole = sorted(
        ((one[3], one[1], where) for where, one in entries.items() if _is_ours(where[0])),
        reverse=True,
    )
    alone = sorted(((one[2], one[1], where) for where, one in entries.items()), reverse=True)
    for title, listed in (("with all they call", whole), ("by themselves", alone)):
        out.write(f"  {title}\n")
        for seconds, calls, where in listed[:lines]:
            share = 100 * seconds / total
            out.write(
                f"  {share:5.1f}% {1000 * seconds / times:8.1f} ms {calls / times:8.0f} calls  "
                f"{_place(where)}\n"
            )
    return out.getvalue()


def _place(where: tuple[str, int, str]) -> str:
    file, line, name = where
    if not line:
        return name
    short = file.removeprefix(f"{_REPOSITORY}/").rpartition("site-packages/")[2]
    return f"{short}:{line} {name}"


def main() -> int:
    """Profile what is asked for, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profiled", description=__doc__)
    parser.add_argument("case", nargs="?", choices=[VISIT, *BUILDS])
    parser.add_argument("--lines", type=int, default=25, help="functions of each list")
    parser.add_argument("--crossed", action="store_true", help="count what a figure crosses")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.port, options.serve)
    elif options.crossed:
        sys.stdout.write(json.dumps(crossed()) + "\n")
    elif options.case:
        is_visit = options.case == VISIT
        stats = visit() if is_visit else build(options.case)
        words = said(stats, VISITS if is_visit else 1, options.lines)
        sys.stdout.write(f"{options.case}: {words}")
    else:
        for case in (VISIT, *BUILDS):
            command = [sys.executable, "-m", "benchmarks.profiled", case]
            subprocess.run([*command, "--lines", str(options.lines)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
