"""Builds a source again whose file is spoilt, into a folder that holds a good build."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.data_pipeline.bad_input.spoilt import Case
from tests.data_pipeline.conftest import hashes


@pytest.fixture
def assert_refused(build, small_mirror, published, capsys) -> Callable[[Case], None]:
    """The fault is one line that names the source, exit 1, and nothing published changes."""

    def check(case: Case) -> None:
        before = hashes(published)
        case.spoil(small_mirror)

        status = build(case.source)

        written = capsys.readouterr().err
        assert status == 1
        assert written.startswith(f"error: {case.source}: ")
        assert written.count("\n") == 1
        assert written.endswith("\n")
        assert [words for words in case.says if words not in written] == []
        assert hashes(published) == before

    return check
