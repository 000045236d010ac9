"""The real server on a free port of this machine, over the frozen tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.keeping import Kept
from tests import serving
from tests.dashboard.page_reading import leave_out


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Leaves tables out of a copy of the published folder."""
    return lambda *tables: leave_out(tables, tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the whole site, pages and data, over the frozen tables."""
    with serving.shared(tmp_path_factory, "asked-for-data") as (found, log):
        yield found
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def unkept() -> Iterator[None]:
    """What is kept of pages and answers is forgotten before and after: for tests that put code aside."""
    forget()
    yield
    forget()


def forget() -> None:
    """Keep no page, nothing made of one, and no answer."""
    for name in [one for one in sys.modules if one.startswith("dashboard.")]:
        for held in vars(sys.modules[name]).values():
            if isinstance(held, Kept):
                held.clear()
