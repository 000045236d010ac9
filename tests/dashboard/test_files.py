"""The row of downloads: the files, what is behind them, and the code for a frame."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.controls.behind import size_words
from dashboard.controls.files import embedding
from datasets import catalogue


def _page() -> None:
    import pandas as pd

    from dashboard import controls, downloads

    controls.begin_page("crime")
    controls.begin_record("crime")
    frame = pd.DataFrame({"month": ["2026-06"] * 3, "offences_count": [1, 2, 3]})
    meta = downloads.DownloadMeta("Crimes", "MPS", "OGL", link="https://example.org/crime?a=1")
    controls.download_row(frame, "one", meta, "population")
    controls.download_row(frame.head(1), "two", meta, ("population", "boundaries", "nowhere"))
    controls.download_row(frame, "none", meta)


@pytest.fixture(scope="module")
def page() -> AppTest:
    found = AppTest.from_function(_page, default_timeout=60).run()
    assert not found.exception
    return found


def behind(page: AppTest) -> list[str]:
    return [one.proto.body for one in page.get("html")]


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html).strip()


def test_what_is_shown_and_everything_behind_it_stand_apart(page: AppTest) -> None:
    one, two, none = behind(page)
    rows = catalogue.manifest()["datasets"]["population"]["rows"]
    size = size_words(catalogue.table_path("population").stat().st_size)
    assert "These files hold what is shown, 3 rows." in words(one)
    assert f", {rows:,} rows, {size} as Parquet:" in words(one)
    assert re.findall(r'href="([^"]+)"', one) == [
        *(f"/data/population.{fmt}" for fmt in ("csv", "xlsx", "parquet", "json")),
        "/get-data?dataset=population",
    ]
    assert "the whole table as CSV" in one
    assert "what is shown, 1 row." in words(two)
    assert two.count("<li>") == 2
    assert "nowhere" not in two
    assert words(none) == "These files hold what is shown, 3 rows."


def test_the_record_names_every_table(page: AppTest) -> None:
    record = page.session_state["_record_of_this_page"]
    assert record.datasets == ["population", "boundaries", "nowhere"]


def test_the_code_for_a_frame_shows_the_fixed_link(page: AppTest) -> None:
    (code, *_) = [one.value for one in page.code if one.value.startswith("<iframe")]
    assert 'src="https://example.org/crime?a=1&amp;embed=true"' in code
    assert 'title="Crimes · London policing scorecard"' in code


def test_nothing_in_a_title_or_link_breaks_out_of_the_code() -> None:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(embedding('https://example.org/x?q="><script>', '"><img src=x>'))
    ((tag, attributes),) = found
    assert tag == "iframe"
    assert attributes["src"] == 'https://example.org/x?q="><script>&embed=true'
    assert attributes["title"] == '"><img src=x> · London policing scorecard'
    assert embedding("https://example.org/", "T").startswith(
        '<iframe src="https://example.org/?embed=true"'
    )


@pytest.mark.parametrize(
    ("size", "said"), [(90, "1 kB"), (15_339, "15 kB"), (999_999, "1000 kB"), (1_340_000, "1.3 MB")]
)
def test_sizes_in_words(size: int, said: str) -> None:
    assert size_words(size) == said
