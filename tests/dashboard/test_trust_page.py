"""The page on trust by what it says: years in the wrong order, and titles that keep to the screen."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from scipy.stats import norm
from streamlit.testing.v1 import AppTest

from dashboard.controls import sourcing
from datasets import checked
from tests.conftest import FROZEN

PAGE = Path(__file__).parents[2] / "pages" / "trust.py"


def shown(**params):
    page = AppTest.from_file(PAGE, default_timeout=60)
    for key, value in params.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def test_a_first_year_after_the_last_is_named():
    page = shown(**{"from": "2024-03", "to": "2020-03"})
    assert page.info[0].value.startswith(
        "**The first year is after the last: the year to March 2024, and the year to March 2020.**"
    )
    assert page.title[0].value == "Trust and confidence in the police"


def test_the_highest_is_that_of_the_years_on_screen():
    titles = [one.value for one in shown(**{"from": "2021-03"}).header]
    assert "since the year to March 2021" in titles[0]
    assert "before a break" not in titles[0]
    assert "before a break (Interviews by telephone" in shown().header[0].value


def test_no_place_chosen_is_said():
    assert "Nothing to draw is chosen" in shown(area="none").info[0].value


def test_years_without_a_figure_are_said():
    page = shown(**{"from": "2026-03", "to": "2026-03"})
    assert page.info[0].value.startswith("**Nothing is published for these measures, London")
    assert "March 2026 to March 2026" in page.info[0].value


def test_a_table_that_is_not_loaded_is_said(tmp_path, monkeypatch):
    folder = shutil.copytree(FROZEN, tmp_path / "published")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["datasets"]["public_attitudes"]
    (folder / "manifest.json").write_bytes(checked.seal(manifest))
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    page = shown()
    assert "These figures are not loaded" in page.info[0].value
    assert not page.title


def test_overdue_sources_are_named_under_the_chart(monkeypatch):
    class Later(date):
        @classmethod
        def today(cls):
            return cls(2035, 1, 1)

    monkeypatch.setattr(sourcing, "date", Later)
    lines = [one.value for one in shown().caption if one.value.startswith("Source:")]
    assert "Newer figures are overdue here for those to December 2023" in lines[0]
    assert "September 2025 (usually renewed by February 2026" in lines[0]


def test_each_borough_s_change_has_its_p_value():
    """The z test of two shares of 400 interviews, design effect 1.3, both printed whole."""
    page = shown()
    text = " ".join(one.value for one in page.markdown).replace("\\", "")
    assert "z test of two shares, two-sided" in text
    assert "in 998 of 1,000, by chance alone" in text
    table = next(one.value for one in page.table if "p value" in one.value)
    row = table.loc["Lambeth"].str.replace("\\", "")
    before, after = (float(share.rstrip("% *")) for share in row.iloc[:2])
    variance = sum(one * (100 - one) for one in (before, after)) * 1.3 / 400 + 1 / 6
    wanted = 2 * norm.sf(abs(after - before) / variance**0.5)
    assert float(row["p value"]) == pytest.approx(wanted, abs=0.0005)
