"""What a page draws is in a file of that page, under the link that its pictures print."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.briefing.record import Link, PageRecord
from dashboard.charts.page_theme import Figure, in_theme_colours
from tests.conftest import REPOSITORY

LAMBETH = "E09000022"
PAGES: dict[str, dict[str, list[str]]] = {
    "trust": {},
    "trust ": {"area": [LAMBETH, "MPS"]},
    "gaps": {"measure": ["feels_safe_after_dark"], "by": ["sex"], "group": ["Women"]},
    "crime": {},
    "crime ": {"area": [LAMBETH], "offence": ["Burglary"], "as": ["rate"], "show": ["month"]},
    "outcomes": {},
    "outcomes ": {"area": [LAMBETH], "offence": ["Robbery"], "show": ["month"]},
    "powers": {},
    "powers ": {"show": ["ratio"], "group": ["Asian"]},
    "workforce": {},
    "misconduct": {},
    "response": {},
    "borough": {"area": [LAMBETH]},
}
"""Page -> what is chosen on it; a space sets a second choice of the same page apart."""

VALUES_ALONG = {
    "y": [
        *("trust", "trust-trust", "trust-good_job_local", "trust-treat_fairly", "gaps", "crime"),
        *("crime-signal", "outcomes", "powers-months", "women", "ethnicity", "strength"),
        *("borough-trust", "borough-crime", "borough-outcomes"),
    ],
    "x": [
        *("trust-changes", "outcomes-groups", "powers-ratios", "powers-outcomes", "powers-force"),
        *("ranks", "minority-ranks", "groups", "probationers", "action", "disparity-0"),
        *("disparity-1", "disparity-2", "averages-12", "averages-1", "within-12", "answered-1"),
        *("answered-6", "borough-picture"),
    ],
}
"""Which axis of a chart has its figures. The boroughs' map and funnel have both in other places."""

RULED = {"powers-ratios": {1.0}, "powers-force": {1.0}, "women": {0.0}, "gaps": {0.0}}
"""Lines that a chart is read against: parity, no gap."""


@cache
def shown(page: str) -> tuple[PageRecord, list[dict[str, Any]]]:
    app = AppTest.from_file(REPOSITORY / "pages" / f"{page.strip()}.py", default_timeout=180)
    for key, values in PAGES[page].items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    record: PageRecord = app.session_state["_record_of_this_page"]
    specs = [json.loads(one.proto.spec)["layout"] for one in app.get("plotly_chart")]
    return record, [spec["meta"]["picture"] for spec in specs if spec.get("meta")]


def files(record: PageRecord) -> list[Link]:
    return [*record.links, *record.parts]


def numbers(values: Any) -> Iterator[float]:
    if isinstance(values, dict):
        values = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    for value in values or ():
        if isinstance(value, int | float) and not np.isnan(value):
            yield round(float(value), 3)


def drawn(chart: Any) -> set[float]:
    axis = next(axis for axis, keys in VALUES_ALONG.items() if chart.key in keys)
    traces = json.loads(chart.draw(False).to_json())["data"]
    found = {number for trace in traces for number in numbers(trace.get(axis))}
    if chart.key == "trust-changes":  # its rows are ruled from one side to the other
        edges = {min(found), max(found)}
        found -= edges
    return found - RULED.get(chart.key, set())


def held(record: PageRecord) -> set[float]:
    return {
        number
        for link in files(record)
        for _, column in link.frame.select_dtypes("number").items()
        for number in numbers(column.astype("float64").dropna().tolist())
    }


@pytest.mark.parametrize("page", PAGES)
def test_what_is_drawn_is_in_a_file_of_the_page(page: str) -> None:
    record, _ = shown(page)
    charts = [one for one in record.charts if one.key not in {"trust-funnel", "crime-map"}]
    assert charts
    for chart in charts:
        assert drawn(chart) <= held(record), chart.key


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_prints_the_fixed_link_of_its_figures(page: str) -> None:
    record, pictures = shown(page)
    assert not record.waiting
    links = {link.meta.link for link in record.links}
    assert all("?" in link for link in links)
    assert len(pictures) == 2 * len(record.charts)
    for picture in pictures:
        said = html.unescape(picture["annotations"][-1]["text"].replace("<br>", " "))
        assert "?" + said.split("?")[-1].replace(" ", "") in links


@pytest.mark.parametrize("page", PAGES)
def test_every_file_has_rows_a_source_and_the_fixed_link(page: str) -> None:
    record, _ = shown(page)
    for one in files(record):
        assert not one.frame.empty, one.meta.title
        assert one.meta.source, one.meta.title
        assert one.meta.licence, one.meta.title
        assert one.meta.published, one.meta.title
        assert one.frame.columns.is_unique, one.meta.title
    names = [one.meta.title for one in record.parts]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("page", PAGES)
def test_plotly_accepts_every_drawing_that_is_sent(page: str) -> None:
    """They are sent without being looked at again, as that would cost more than to draw them."""
    record, _ = shown(page)
    for chart in record.charts:
        for is_narrow in (False, True):
            sent = json.loads(in_theme_colours(chart.draw(is_narrow)).to_json())
            assert json.loads(Figure(sent).to_json()) == sent, chart.key


def trust(**choices: list[str]) -> Link:
    app = AppTest.from_file(REPOSITORY / "pages" / "trust.py", default_timeout=180)
    for key, values in choices.items():
        app.query_params[key] = values
    app.run()
    record: PageRecord = app.session_state["_record_of_this_page"]
    return record.links[0]


def test_the_reviews_quarters_stand_apart_from_the_survey_in_the_file_of_trust() -> None:
    record, _ = shown("trust")
    rows = record.links[0].frame
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
    meta = record.links[0].meta
    assert "Baroness Casey" in meta.source
    assert any(
        note.startswith("Of Police do a good job for London the file holds only the Review's own")
        for note in meta.notes
    )


def test_what_has_no_row_is_no_filter_and_is_said_in_words() -> None:
    link = trust(review=["no"])
    assert "good_job_london" not in set(link.frame["measure"])
    assert "Police do a good job for London" not in link.meta.filters["Measures"]
    assert link.meta.notes[-1] == (
        "Chosen, but with no row in this file, because nothing is published for these years: "
        "Police do a good job for London."
    )


def test_london_is_named_where_it_stands_in_a_boroughs_file() -> None:
    link = trust(area=[LAMBETH], measure=["trust"])
    assert set(link.frame["area_name"]) == {"Lambeth", "London (Met area)"}
    assert link.meta.filters["Place"] == "Lambeth"
    assert link.meta.filters["Beside it"] == "London (Met area)"
