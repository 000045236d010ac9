"""What a page draws is in a file of that page, under the link that its pictures print."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from starlette.testclient import TestClient

from dashboard.charts.page_theme import Figure
from dashboard.page import SITE, Chart, Files, Page
from tests.dashboard import asking
from tests.dashboard.page_reading import shown

LAMBETH = "E09000022"
PAGES: dict[str, dict[str, str | list[str]]] = {
    "trust": {},
    "trust ": {"area": [LAMBETH, "MPS"]},
    "gaps": {"measure": "feels_safe_after_dark", "by": "sex", "group": "Women"},
    "crime": {},
    "crime ": {"area": LAMBETH, "offence": "Burglary", "as": "rate", "show": "month"},
    "outcomes": {},
    "outcomes ": {"area": LAMBETH, "offence": "Robbery", "show": "month"},
    "powers": {},
    "powers ": {"show": "ratio", "group": "Asian"},
    "workforce": {},
    "misconduct": {},
    "response": {},
    "borough": {"area": LAMBETH},
}
"""Page -> what is chosen on it; a space sets a second choice of the same page apart."""

VALUES_ALONG = {
    "y": [
        *("trust", "trust-trust", "trust-good_job_local", "trust-treat_fairly", "gaps", "crime"),
        *("crime-signal", "outcomes", "powers-months", "women", "ethnicity", "strength"),
        *("borough-trust", "borough-crime", "borough-outcomes", "gaps-victims", "gaps-custody"),
        *("powers-years", "officers-2003", "charges", "charges-beside", "custody", "out-of-court"),
    ],
    "x": [
        *("trust-changes", "outcomes-groups", "powers-ratios", "powers-outcomes", "powers-force"),
        *("ranks", "minority-ranks", "groups", "probationers", "action", "disparity-0"),
        *("disparity-1", "disparity-2", "averages-12", "averages-1", "within-12", "answered-1"),
        *("answered-6", "answered-12", "borough-picture", "gaps-victims-age"),
        *("powers-force-records", "what-is-positive", "borough-kinds"),
        *("gaps-measured", "gaps-beside"),
    ],
}
"""Which axis of a chart has its figures. The boroughs' map and funnel have both in other places."""

RULED = {
    "powers-ratios": {1.0},
    "powers-force": {1.0},
    "women": {0.0},
    "gaps": {0.0},
    "gaps-measured": {1.0},
}
"""Lines that a chart is read against: parity, no gap."""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with asking.client() as found:
        yield found


def opened(page: str) -> Page:
    return shown(page.strip(), **PAGES[page])


def sent(client: TestClient, page: Page, chart: Chart, look: str) -> dict[str, Any]:
    """A chart as it is sent to the page's script."""
    address = asking.exhibit(page, f"{chart.key}.plotly.json")
    answer = client.get(address, params={**page.params, "look": look})
    assert answer.status_code == 200
    return answer.json()


def numbers(values: Any) -> Iterator[float]:
    if isinstance(values, dict):
        values = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    for value in values or ():
        if isinstance(value, int | float) and not np.isnan(value):
            yield round(float(value), 3)


def drawn(key: str, traces: list[dict[str, Any]]) -> set[float]:
    axis = next(axis for axis, keys in VALUES_ALONG.items() if key in keys)
    found = {number for trace in traces for number in numbers(trace.get(axis))}
    if key in {"trust-changes", "borough-kinds"}:  # its rows are ruled from one side to the other
        edges = {min(found), max(found)}
        found -= edges
    return found - RULED.get(key, set())


def held(page: Page) -> set[float]:
    return {
        number
        for one in page.files
        for _, column in one.frame.select_dtypes("number").items()
        for number in numbers(column.astype("float64").dropna().tolist())
    }


@pytest.mark.parametrize("page", PAGES)
def test_what_is_drawn_is_in_a_file_and_its_picture_prints_the_files_link(
    page: str, client: TestClient
) -> None:
    """Plotly accepts each drawing: they are sent unlooked at, as that would cost more than to draw them."""
    found = opened(page)
    links = {one.meta.link for one in found.files if one.is_main}
    assert all(one.startswith(f"{SITE}/") and "?" in one for one in links)
    assert found.charts
    for chart in found.charts:
        for look in ("wide", "narrow"):
            made = sent(client, found, chart, look)
            assert json.loads(Figure(made).to_json()) == made, chart.key
            words = made["layout"]["meta"]["picture"]["annotations"][-1]["text"]
            said, _, place = html.unescape(words.replace("<br>", " ")).partition("#")
            assert place.replace(" ", "") == f"chart-{chart.key}"
            printed = f"{SITE}/{found.path}?{said.split('?')[-1].replace(' ', '')}"
            assert printed in links, chart.key
            if look == "wide" and chart.key not in {"trust-funnel", "crime-map", "flagged"}:
                assert drawn(chart.key, made["data"]) <= held(found), chart.key


@pytest.mark.parametrize("page", PAGES)
def test_every_file_has_rows_a_source_and_the_fixed_link(page: str) -> None:
    found = opened(page)
    for one in found.files:
        assert not one.frame.empty, one.meta.title
        assert one.meta.source, one.meta.title
        assert one.meta.licence, one.meta.title
        assert one.meta.published, one.meta.title
        assert "?" in one.meta.link, one.meta.title
        assert one.frame.columns.is_unique, one.meta.title
    names = [one.meta.title for one in found.files if not one.is_main]
    assert len(set(names)) == len(names)
    keys = [one.name for one in found.files]
    assert len(set(keys)) == len(keys)  # each has an address of its own
    drawings = [one.key for one in found.all_of(Chart)]
    assert len(set(drawings)) == len(drawings)


def trust(**choices: str | list[str]) -> Files:
    return shown("trust", **choices).files[0]


def test_the_reviews_quarters_stand_apart_from_the_survey_in_the_file_of_trust() -> None:
    found = trust()
    rows = found.frame
    kinds = rows.groupby("figure_kind")
    quarters = kinds.get_group("the Review's own figure, one quarter")
    assert set(quarters["time_basis"]) == {"quarter"}
    assert set(quarters["source_id"]) == {"review_figures"}
    assert quarters.set_index(["measure", "period_end"])["share_pct"].to_dict()[
        ("trust", pd.Timestamp("2017-03-31"))
    ] == pytest.approx(89)
    assert quarters["statement"].str.len().min() > 20
    lines = kinds.get_group("survey, 12 months")
    assert set(lines["time_basis"]) == {"rolling_12_months"}
    assert len(lines) == 127
    signs = kinds.get_group("early sign: mean of the boroughs by residents")
    assert set(signs["measure"]) == {"trust", "good_job_local", "treat_fairly"}
    assert len(quarters) + len(lines) + len(signs) == len(rows)
    assert "Baroness Casey" in found.meta.source
    assert any(
        note.startswith("Of Police do a good job for London the file holds only the Review's own")
        for note in found.meta.notes
    )


def test_what_has_no_row_is_no_filter_and_is_said_in_words() -> None:
    found = trust(review="no")
    assert "good_job_london" not in set(found.frame["measure"])
    assert "Police do a good job for London" not in found.meta.filters["Measures"]
    assert found.meta.notes[-1] == (
        "Chosen, but with no row in this file, because nothing is published for these years: "
        "Police do a good job for London."
    )


def test_london_is_named_where_it_stands_in_a_boroughs_file() -> None:
    found = trust(area=LAMBETH, measure="trust")
    assert set(found.frame["area_name"]) == {"Lambeth", "London (Met area)"}
    assert found.meta.filters["Place"] == "Lambeth"
    assert found.meta.filters["Beside it"] == "London (Met area)"
