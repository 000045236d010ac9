"""What is kept in memory: made once for all who ask at one moment, errors not, and no more than fits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.keeping import Kept

READERS = 50


def asked_at_once(kept: Kept[object], made: list[int], error: Exception | None = None) -> list:
    """What fifty readers get who ask for one answer while it is being made."""
    go, at_the_door = threading.Event(), threading.Barrier(READERS + 1)

    def make() -> object:
        made.append(1)
        assert go.wait(10)
        if error:
            raise error
        return object()

    def reader() -> object:
        at_the_door.wait(10)
        try:
            return kept.get("key", make)
        except LookupError as found:
            return found

    with ThreadPoolExecutor(READERS) as pool:
        waiting = [pool.submit(reader) for _ in range(READERS)]
        at_the_door.wait(10)
        while kept.hits < READERS - 1:  # all others have asked, and wait
            assert not any(one.done() for one in waiting)
        go.set()
        return [one.result(10) for one in waiting]


def test_fifty_readers_at_one_moment_cost_one_build() -> None:
    kept: Kept[object] = Kept(4)
    made: list[int] = []
    answers = asked_at_once(kept, made)
    assert len(made) == 1
    assert len(set(map(id, answers))) == 1
    assert (kept.hits, kept.misses, len(kept)) == (READERS - 1, 1, 1)


def test_an_error_goes_to_all_who_wait_and_is_not_kept() -> None:
    kept: Kept[object] = Kept(4)
    made: list[int] = []
    error = LookupError("no such table")
    assert set(map(id, asked_at_once(kept, made, error))) == {id(error)}
    assert (len(made), len(kept)) == (1, 0)
    assert kept.get("key", lambda: "found") == "found"


def test_the_answer_not_asked_for_longest_goes_first() -> None:
    kept: Kept[str] = Kept(2)
    kept.get("a", lambda: "a")
    kept.get("b", lambda: "b")
    kept.get("a", lambda: pytest.fail("it is kept"))
    kept.get("c", lambda: "c")
    assert len(kept) == 2
    assert kept.get("a", lambda: "made anew") == "a"
    assert kept.get("b", lambda: "made anew") == "made anew"


def test_one_answer_may_be_made_of_another() -> None:
    kept: Kept[int] = Kept(1)
    assert kept.get("outer", lambda: kept.get("inner", lambda: 1) + 1) == 2
    kept.clear()
    assert len(kept) == 0
    assert kept.get("outer", lambda: 3) == 3


def test_no_more_bytes_are_kept_than_fit_whoever_asks() -> None:
    made: list[str] = []
    kept: Kept[bytes] = Kept(100, most_bytes=1000, weigh=len)

    def asked(key: str, size: int) -> None:
        def make() -> bytes:
            made.append(key)
            return bytes(size)

        assert len(kept.get(key, make)) == size

    for key in ("a", "b", "a", "c"):
        asked(key, 400)
    assert made == ["a", "b", "c"]
    asked("a", 400)
    assert made == ["a", "b", "c"], "b was not asked for longest"
    assert len(kept) == 2
    asked("b", 400)
    assert made[-1] == "b"
    asked("whole", 1001)
    assert len(kept) == 0, "what does not fit is given and not kept"
    asked("a", 400)
    assert len(kept) == 1
    kept.clear()
    asked("d", 1000)
    assert len(kept) == 1
