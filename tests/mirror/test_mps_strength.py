"""The Met's monthly strength in the publisher's own file."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import locate, registry, source_files

pytestmark = pytest.mark.mirror


def test_every_month_from_may_2013_to_march_2026(mirror):
    source = registry.all_sources()["mps_strength"]
    rows = source_files.read_source(source, locate.in_mirror(mirror)(source)).rows
    wide = rows.pivot_table("people", "date", "role")
    assert list(wide.index) == list(pd.date_range("2013-05-31", "2026-03-31", freq="ME"))
    roles = ["Police officers", "Police staff", "Police community support officers"]
    assert wide.loc["2013-05-31", roles].tolist() == [30_636, 12_702, 2_497]
    assert wide.loc["2026-03-31", roles].tolist() == [31_181, 11_558, 1_389]
    assert (len(rows), set(rows["people_basis"])) == (465, {"fte"})
