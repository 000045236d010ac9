"""The one way in: a page of the site at an address, built once for all its readers."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import Any

from dashboard import metrics
from dashboard.asked import Address
from dashboard.draft import Draft, PageEnds, title_of
from dashboard.keeping import Kept
from dashboard.page import Page
from dashboard.words import versions as words
from datasets import catalogue

SUBJECTS = frozenset(path.parent.name for path in Path(__file__).parent.glob("*/page.py"))
"""Names of the pages that are data: their addresses, but `overview` for the empty one."""

_pages: Kept[Page] = Kept(64, "pages")


def name_of(path: str) -> str:
    """Name of the subject of a page, by its address."""
    return (path or "overview").replace("-", "_")


def key_of(path: str, address: Address) -> tuple[Any, ...]:
    """Return what a page at an address is kept by: the address, the content of the data, the day."""
    try:
        state = catalogue.state()
    except (
        catalogue.DatasetError
    ) as error:  # nothing published is another thing than a damaged list
        state = f"{type(error).__name__}: {error}"
    asked = tuple(sorted((key, tuple(values)) for key, values in address.items() if values))
    return (path, asked, state, catalogue.AS_OF.get(), date.today())


def page_of(path: str, address: Address) -> Page:
    """Return a page at an address, of the version of the data that is being read.

    Args:
        path: the page's address without the slash.
        address: values of each key of its own; others are none of its business.
    """
    key = key_of(path, address)
    return _pages.get(key, lambda: replace(build(path, address), key=key))


def build(path: str, address: Address) -> Page:
    """Build a page anew; what ends it early, or had to be left out, is said on it.

    One is built at one time: side by side under one interpreter, all would be done with the last.
    The newest version of a page as it opens comes before what one reader chose: those are few, and
    most readers wait for them when new data is published or a server has just been started.
    """
    is_chosen = any(address.values()) or bool(catalogue.AS_OF.get())
    with (
        _BUILDING.turn(_GIVES_WAY_SECONDS if is_chosen else 0),
        metrics.building(path or "overview"),
    ):
        return _built(path, address)


class Turns:
    """One at a time, in the order in which they came, but that some give way to who comes a little later."""

    def __init__(self) -> None:
        """Let nobody wait yet."""
        self._lock, self._is_taken = Lock(), False
        self._waiting: list[tuple[float, int, Event]] = []
        self._numbers = count()

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._lock:
            return len(self._waiting)

    @contextmanager
    def turn(self, gives_way: float) -> Iterator[None]:
        """Wait for the turn and hold it until the end.

        Args:
            gives_way: to those who come in so many seconds and give way to nobody; never to later ones.
        """
        called = Event()
        with self._lock:
            if self._is_taken:
                heappush(self._waiting, (monotonic() + gives_way, next(self._numbers), called))
            else:
                self._is_taken = True
                called.set()
        called.wait()
        try:
            yield
        finally:
            with self._lock:
                if self._waiting:
                    heappop(self._waiting)[-1].set()
                else:
                    self._is_taken = False


_BUILDING = Turns()
_GIVES_WAY_SECONDS = 10.0


def _built(path: str, address: Address) -> Page:
    write = _builder(path)
    draft = Draft(path, address)
    with catalogue.noting_damaged() as left_out:
        try:
            write(draft)
        except PageEnds:
            pass
        except catalogue.SpoiltTableError as error:
            draft.notice(words.table_checked(title_of(error.dataset), words.REST))
        except catalogue.SpoiltManifestError:
            draft.notice(words.LIST_CHECKED)
        except catalogue.DatasetError:
            if _is_any_published():
                raise
            draft.notice(words.NO_DATA)
    said = " ".join(draft.notices)
    titles = [one for one in sorted(map(title_of, left_out)) if one not in said]
    page = draft.page([words.table_checked(title, words.PART) for title in titles])
    _keep_from_collector()
    return page


def _is_any_published() -> bool:
    try:
        return bool(catalogue.ids())
    except catalogue.DatasetError:
        return False


_builds = count(1)
_THAW = 200


def _keep_from_collector() -> None:
    """Leave the collection at the end of each run nothing to walk; now and then look at all there is."""
    if next(_builds) % _THAW == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def _builder(path: str) -> Callable[[Draft], None]:
    module = importlib.import_module(f"dashboard.subjects.{name_of(path)}.page")
    found: Callable[[Draft], None] = module.build
    return found
