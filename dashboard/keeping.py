"""Answers kept in memory: each made once, however many ask for it at one moment."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

NAMED: dict[str, Kept[Any]] = {}
"""What is kept under a name, for whoever counts how often it was there."""


class Kept(Generic[T]):
    """At most `most` answers by key, and at most `most_bytes` of them; the one not asked for longest goes first.

    Those who ask for one that is being made wait for it. One that could not be made is not kept: all who
    waited for it get its error, and the next who asks tries again.
    """

    def __init__(
        self,
        most: int,
        name: str = "",
        most_bytes: int = 0,
        weigh: Callable[[T], int] = sys.getsizeof,
    ) -> None:
        """Keep nothing yet.

        Args:
            most: as above.
            name: of what is kept, where it is to be counted.
            most_bytes: as above; 0 for as many as there are. weigh: the bytes of an answer.
        """
        self._most, self._most_bytes, self._weigh = most, most_bytes, weigh
        self._weights: dict[Hashable, int] = {}
        self._bytes = 0
        if name:
            NAMED[name] = self
        self._held: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = Lock()
        self.hits = self.misses = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer of a key, made now where it is not kept.

        Raises:
            Exception: whatever `make` raises.
        """
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                self.hits += 1
            else:
                self.misses += 1
                own: Future[T] = Future()
                self._held[key] = own
        return held.result() if held is not None else self._made(key, own, make)

    def _made(self, key: Hashable, own: Future[T], make: Callable[[], T]) -> T:
        try:
            found = make()
        except BaseException as error:
            with self._lock:
                if self._held.get(key) is own:
                    del self._held[key]
            own.set_exception(error)
            raise
        own.set_result(found)
        with self._lock:
            if self._most_bytes and self._held.get(key) is own:
                self._weights[key] = self._weigh(found)
                self._bytes += self._weights[key]
            while len(self._held) > self._most or self._bytes > self._most_bytes:
                gone, _ = self._held.popitem(last=False)
                self._bytes -= self._weights.pop(gone, 0)
        return found

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._held.clear()
            self._weights.clear()
            self._bytes = 0

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._held)
