"""Each figure at an address of its own: the rows of the page as files, drawings, and briefings."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pandas as pd
import pytest
from starlette.testclient import TestClient

from dashboard.charts.theme import LIGHT
from dashboard.docx import word
from dashboard.page import SITE, Chart
from dashboard.site.render import NoPictureError
from dashboard.subjects.pages import PAGES
from datasets import catalogue
from tests.dashboard import asking
from tests.dashboard.newer_data import with_one_more_period
from tests.dashboard.page_reading import files, shown

LAMBETH = "area=E09000022"
CSV = f"/x/crime/crime.csv?{LAMBETH}&offence=Burglary&show=month"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with asking.client() as found:
        yield found


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Newer data; returns the version before, which is kept."""
    shipped = catalogue.version()
    folder = with_one_more_period(tmp_path, ("use_of_force",), with_documents=False)
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    return shipped


# Rows


def test_the_rows_are_those_of_the_page(client: TestClient) -> None:
    page = shown("crime", area="E09000022", offence="Burglary", show="month")
    wanted = files(page, "crime")
    answer = client.get(CSV)
    assert answer.status_code == 200
    read = pd.read_csv(io.StringIO(answer.text))
    assert list(read) == list(wanted.frame)
    assert read["offences_count"].tolist() == wanted.frame["offences_count"].tolist()
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    named = answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="crime-.*lambeth.*\.csv"', named), named
    whole = client.get(CSV.replace(".csv", ".json"))
    assert whole.headers["content-disposition"].startswith("inline; ")
    assert len(whole.json()["rows"]) == len(read)
    said = whole.json()["meta"]
    assert said["title"] == wanted.meta.title
    assert said["link"].startswith(f"{asking.SITE}/crime?area=E09000022&")
    assert "\ue000" not in whole.text


@pytest.mark.parametrize(
    ("path", "choice"),
    [
        *((page.path, {}) for page in PAGES),
        ("borough", {"area": "E09000022"}),
        ("trust", {"area": ["MPS", "E09000022", "E09000033"]}),
        ("response", {"grade": "s"}),
    ],
)
def test_every_chart_has_rows_under_its_own_name(
    path: str, choice: dict[str, str | list[str]]
) -> None:
    page = shown(path, **choice)
    assert [one.key for one in page.charts if one.key not in page.rows] == []


def test_the_rows_of_a_chart_are_those_that_hold_its_figures(client: TestClient) -> None:
    assert (
        client.get("/x/crime/crime-map.csv").text == client.get("/x/crime/crime-boroughs.csv").text
    )


def test_the_start_page_is_named_overview(client: TestClient) -> None:
    (one, *_) = shown("").files
    answer = client.get(f"/x/overview/{one.name}.csv")
    assert len(pd.read_csv(io.StringIO(answer.text))) == len(one.frame)


def test_an_answer_is_asked_for_again_only_where_it_changed(client: TestClient) -> None:
    answer = client.get(CSV)
    tag = answer.headers["etag"]
    again = client.get(CSV, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    for other in (CSV.replace("Burglary", "Robbery"), CSV.replace(".csv", ".json")):
        answer = client.get(other, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert answer.headers["etag"] != tag


def test_head_says_what_get_would(client: TestClient) -> None:
    as_it_is = {"Accept-Encoding": "identity"}
    head, whole = client.head(CSV, headers=as_it_is), client.get(CSV, headers=as_it_is)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-disposition", "etag", "content-length"):
        assert head.headers[name] == whole.headers[name], name
    assert client.post(CSV).status_code == 405


def test_what_a_campaign_adds_asks_for_nothing(client: TestClient) -> None:
    added = client.get(f"{CSV}&utm_source=x&fbclid=y")
    assert added.status_code == 200
    assert added.headers["etag"] == client.get(CSV).headers["etag"]


# What does not exist


@pytest.mark.parametrize(
    ("address", "status", "error", "allowed"),
    [
        ("/x/nowhere/a.csv", 404, "there is no such page", "/x/crime/…"),
        ("/x/../a.csv", 404, "", ""),
        ("/x/crime/crime.pdf", 404, "there is no such format", ".parquet"),
        ("/x/crime/crime", 404, "there is no such format", ".csv"),
        ("/x/crime/none.csv", 404, "this page shows no such figure for this choice", "crime"),
        ("/x/crime/none.plotly.json", 404, "this page shows no such figure", "crime-map"),
        ("/x/crime/crime.docx", 404, "there is no such format", ".csv"),
        ("/x/crime/crime.csv?place=Lambeth", 400, "this page has no such choice", "area"),
        ("/x/crime/crime.csv?look=narrow", 400, "this page has no such choice", "area"),
        ("/x/crime/crime.csv?area=Lambth", 400, "area: not in the data", "E09000022"),
        ("/x/crime/crime.csv?show=week", 400, "show: not in the data", "month"),
        ("/x/crime/crime.csv?from=x", 400, "from: not in the data", "2010-04"),
        ("/x/crime/crime.plotly.json?look=round", 400, "there is no such look", "narrow"),
        ("/x/crime/crime.csv?data=0.9.9", 410, "that version of the data is not kept", "/data/v"),
        ("/x/crime/briefing.docx?data=0.9.9", 410, "that version", "/data/v"),
    ],
)
def test_what_does_not_exist_is_said_with_what_does(
    client: TestClient, address: str, status: int, error: str, allowed: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    if error:
        assert error in answer.json()["error"]
        assert allowed in answer.json()["allowed"]


def test_where_a_table_is_damaged_its_figures_are_not_there_for_now(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_one_more_period(tmp_path, (), with_documents=False)
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    (folder / "recorded_offences.parquet").write_bytes(b"spoilt")
    assert client.get("/x/crime/crime.csv").status_code == 503
    assert client.get("/x/workforce/workforce.csv").status_code == 200


# Drawings


def test_a_drawing_is_of_its_look_with_what_its_picture_says(client: TestClient) -> None:
    page = shown("crime", area="E09000022")
    chart = next(one for one in page.charts if one.key == "crime")
    made = {
        look: client.get(f"/x/crime/crime.plotly.json?{LAMBETH}&look={look}")
        for look in ("wide", "narrow")
    }
    for look, answer in made.items():
        drawn = chart.draw(look == "narrow")
        layout = answer.json()["layout"]
        assert answer.headers["content-type"] == "application/json"
        assert layout["height"] == drawn.layout.height
        title, subtitle, whose = (
            html.unescape(note["text"].replace("<br>", " "))
            for note in layout["meta"]["picture"]["annotations"]
        )
        assert title == f"<b>{chart.title}</b>"
        assert subtitle == chart.subtitle
        today = date.today()
        assert whose.startswith("Source: ")
        version, link = catalogue.version(), chart.address.replace(SITE, asking.SITE)
        signed = f"London policing scorecard, data version {version}, {today.day} {today:%B %Y}."
        assert signed in whose
        assert whose.replace(" ", "").endswith(f"{today:%Y}.{link}")
    widths = {look: one.json()["layout"]["meta"]["picture"]["width"] for look, one in made.items()}
    assert widths == {"wide": 1068, "narrow": 386}
    paper = client.get(f"/x/crime/crime.plotly.json?{LAMBETH}&look=paper").json()
    assert [one["marker"]["symbol"] for one in paper["data"] if one["meta"] == "shape"] == [
        "circle"
    ]
    assert not [one for one in made["wide"].json()["data"] if one["meta"] == "shape"]
    assert made["wide"].headers["etag"] != made["narrow"].headers["etag"]
    assert made["wide"].text == client.get(f"/x/crime/crime.plotly.json?{LAMBETH}").text


def test_its_colours_follow_the_reader_s_theme(client: TestClient) -> None:
    text = client.get("/x/crime/crime.plotly.json").text
    for colour in (LIGHT.page, LIGHT.ink, LIGHT.muted, *LIGHT.series):
        assert f'"{colour.lower()}"' not in text.lower()
    picture = json.dumps(json.loads(text)["layout"]["meta"]["picture"])
    assert re.search(r'"paper_bgcolor": "#0000\d\d"', picture)


def test_a_small_trend_has_no_picture_of_its_own(client: TestClient) -> None:
    spark = next(one for one in shown("").all_of(Chart) if one.is_spark)
    answer = client.get(f"/x/overview/{spark.key}.plotly.json")
    assert answer.status_code == 200
    assert "meta" not in answer.json()["layout"]


def test_a_drawing_is_of_the_version_in_its_address(client: TestClient, newer: str) -> None:
    chart = shown("response").charts[0].key
    for asked, version in ((f"?data={newer}", newer), ("", catalogue.version())):
        picture = client.get(f"/x/response/{chart}.plotly.json{asked}").json()["layout"]["meta"]
        words = picture["picture"]["annotations"][-1]["text"].replace("<br>", " ")
        assert f"data version {version}," in words
        assert words.replace(" ", "").endswith(f"data={version}#chart-{chart}")


# Briefings


def paper_of(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    today = date.today().isoformat()
    assert f"briefing-response-{today}.docx" in answer.headers["content-disposition"]
    document = docx.Document(io.BytesIO(answer.content))
    return "\n".join(one.text for one in document.paragraphs)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser draws the chart."""

    def none(_figure: object) -> bytes:
        raise NoPictureError("no browser")

    monkeypatch.setattr(word, "png", none)


@pytest.mark.usefixtures("undrawn")
def test_a_briefing_is_of_the_choice_and_the_version_in_its_address(
    client: TestClient, newer: str
) -> None:
    page = shown("response", second_hand="no")
    text = paper_of(client, "/x/response/briefing.docx?second-hand=no")
    assert page.headline in text
    assert f"data version {catalogue.version()}" in text
    assert f"{asking.SITE}/response?" in text
    assert "This link shows data version" not in text
    older = paper_of(client, f"/x/response/briefing.docx?data={newer}")
    assert f"This link shows data version {newer}, published on " in older
    assert f"The newest is version {catalogue.version()}" in older
    assert f"data version {newer}," in older
