"""What is made ready before the first reader, and what is said when a page fails."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import importlib
import importlib.util
import logging
import pkgutil
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import cache
from time import perf_counter
from typing import Any

import pyarrow as pa
from starlette.concurrency import run_in_threadpool

from dashboard import metrics
from datasets import catalogue

if sys.platform != "win32":
    import resource

log = logging.getLogger(__name__)


_SLOW_IMPORTS = (
    *("pandas", "plotly.graph_objects", "pyarrow.dataset", "pyarrow.parquet"),
    *("statsmodels.stats.multitest", "statsmodels.stats.proportion"),
)


def lifespan(
    package: str, script: str, write_logs: Callable[[], None]
) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]:
    """Return a lifespan that readies everything before the first reader is let in.

    Args:
        package: every module in it is imported.
        script: name of the module that is the Streamlit script, which is not.
        write_logs: says how what the process writes is written.
    """

    @asynccontextmanager
    async def ready(_app: object) -> AsyncGenerator[dict[str, Any] | None]:
        write_logs()
        begun = perf_counter()
        allow_files()
        await run_in_threadpool(warm, package, script)
        giving_back = asyncio.create_task(_give_back_now_and_then())
        with metrics.served():
            log.info("ready after %.1f s, with %s", perf_counter() - begun, _data())
            yield None
        giving_back.cancel()
        log.info("ended")

    return ready


def warm(package: str, script: str) -> None:
    """Import what pages import, read each table's bytes, and keep it all from the collector."""
    for name in (*_SLOW_IMPORTS, *_modules(package)):
        if name != script:
            importlib.import_module(name)
    _read_tables()
    gc.collect()
    gc.freeze()


def allow_files() -> None:
    """Open as many files and sockets as the system lets this process, not the 1,024 it starts with."""
    if sys.platform == "win32":
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


_GIVE_BACK_SECONDS = 20


async def _give_back_now_and_then() -> None:
    while True:
        await asyncio.sleep(_GIVE_BACK_SECONDS)
        await run_in_threadpool(give_back)


def give_back() -> None:
    """Give the system back what was held for answers that are gone: glibc and Arrow keep it for the next."""
    pa.default_memory_pool().release_unused()
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library
        return None
    return found


def _modules(package: str) -> list[str]:
    found = importlib.import_module(package)
    return [module.name for module in pkgutil.walk_packages(found.__path__, f"{package}.")]


def _read_tables() -> None:
    """Read and check the bytes of each table; rows are made of them when a page asks for some."""
    for problem in catalogue.problems():
        log.warning("not all published data can be read: %s", problem)
    with suppress(catalogue.DatasetError):
        for dataset in catalogue.ids():
            if catalogue.is_readable(dataset):
                catalogue.table(dataset)


def _data() -> str:
    try:
        return f"data {catalogue.version()}"
    except catalogue.DatasetError:
        return "no data that can be read"


FAILURE = (
    "**Something went wrong on our side, and this page cannot be shown in full.** "
    "Load the page again, or choose another page above."
)


def on_script_error(show: Callable[[str], object]) -> Callable[[Exception], bool]:
    """Return a handler that logs an error in a page in full and shows the reader calm words.

    Args:
        show: puts a message on the page.
    """

    def handle(error: Exception) -> bool:
        log.error("a page failed", exc_info=error)
        show(FAILURE)
        return True

    return handle
