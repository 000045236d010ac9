"""The real server on a free port of this machine, over the frozen tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard import answers
from dashboard.api import exhibits
from dashboard.markup import whole
from dashboard.screen import show
from dashboard.subjects import registry
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
    kept = (registry._pages, show._items, whole._sights, exhibits._drawings, answers._answers)
    for one in (*kept, answers._rows):
        one.clear()
