"""A figure alone, for frames of other sites: what it holds, what it refuses, and who may frame it."""

from __future__ import annotations

import gzip
import html
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.markup.fragments import Fragments
from dashboard.markup.frame import exhibit_of, exhibits, table_of_chart
from dashboard.page import CardTable, Page
from dashboard.public import SITE_URL
from dashboard.site import addresses, embed, errors
from dashboard.site.html import charts_script
from dashboard.site.stills import LOOKS, Still, Stills
from datasets import catalogue
from tests.conftest import FROZEN
from tests.dashboard.page_reading import shown

STILLS: Stills = {
    look: Still(gzip.compress(f"<svg>{look}</svg>".encode()), 720, 519) for look in LOOKS
}
CRIME = "/embed/crime/crime?area=E09000022"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The frames behind the site's own guard, on a machine whose pictures are made up."""
    monkeypatch.delenv(SITE_URL, raising=False)
    monkeypatch.setattr(embed._studio, "stills", lambda *_: STILLS)
    app = Starlette(
        routes=[*embed.routes(), *addresses.routes()],
        middleware=addresses.middleware(),
        exception_handlers=errors.exception_handlers(),
    )
    with TestClient(app, base_url="https://example.org") as found:
        yield found


@pytest.fixture
def unable(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The same where no picture can be made."""
    monkeypatch.setattr(embed._studio, "stills", lambda *_: None)
    return client


def scripts(text: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)


def body(text: str) -> str:
    return text[text.index("<body>") :]


# What it holds


def test_a_frame_holds_title_chart_table_source_and_a_way_back(client: TestClient) -> None:
    answer = client.get(CRIME)
    assert answer.status_code == 200
    said = body(answer.text)
    assert said.count("<h1>All offences, Lambeth</h1>") == 1
    assert "Number of offences, 12 months to each month" in said
    assert said.count("<table") == 1
    assert re.search(r"<caption>All offences, number of offences", said)
    assert "Source: Metropolitan Police Service, offences recorded" in said
    assert "London policing scorecard, data version" in said
    (link,) = re.findall(r'framed-back"><a href="([^"]+)"', said)
    back = urlsplit(html.unescape(link))
    assert (back.netloc, back.path) == ("example.org", "/crime")
    assert "area=E09000022" in back.query
    assert "data=" in back.query


def test_the_chart_is_a_picture_for_each_width_and_theme(client: TestClient) -> None:
    said = body(client.get(CRIME).text)
    sources = re.findall(r'<(?:source media="([^"]*)" srcset|img src)="([^"]+)"', said)
    assert [html.unescape(address) for _, address in sources] == [
        f"/embed/crime/crime.{look}.svg?area=E09000022&data={catalogue.version()}"
        for look in ("narrow-dark", "narrow-light", "wide-dark", "wide-light")
    ]
    for media, address in sources:
        assert ("dark" in media) == ("dark" in address)
        picture = client.get(html.unescape(address))
        look = re.search(r"crime\.([a-z-]+)\.svg", address)
        assert picture.headers["content-type"] == "image/svg+xml"
        assert picture.headers["x-robots-tag"] == "noindex"
        assert look
        assert picture.text == f"<svg>{look[1]}</svg>"
    assert len(re.findall(r'<img [^>]*alt="[^"]{30,}"', said)) == 1


def test_no_other_script_than_the_one_that_tells_the_height(client: TestClient) -> None:
    (script,) = scripts(client.get(CRIME).text)
    assert "postMessage" in script
    assert "Storage" not in script
    assert not re.search(r" on[a-z]+=", body(client.get(CRIME).text))


def test_without_pictures_the_chart_is_drawn_by_plotlys_script(unable: TestClient) -> None:
    text = unable.get(CRIME).text
    assert [script == charts_script() for script in scripts(text)] == [False, True]
    assert "<picture>" not in text
    (drawing,) = re.findall(r'data-drawing="([^"]+)"', text)
    assert html.unescape(drawing) == (
        f"/x/crime/crime.plotly.json?area=E09000022&data={catalogue.version()}"
    )
    picture = unable.get("/embed/crime/crime.wide-light.svg")
    assert (picture.status_code, picture.headers["retry-after"]) == (503, "60")


def test_files_without_a_chart_of_their_name_are_a_table(client: TestClient) -> None:
    answer = client.get("/embed/powers/powers-objects")
    said = body(answer.text)
    assert "<picture>" not in said
    assert "<details" not in said
    assert '<th scope="col">Looked for</th>' in said
    assert re.search(
        r'<th scope="row">Controlled drugs</th><td class="[^"]*number[^"]*">\d\d,\d{3}</td>', said
    )
    assert [re.sub("<.*?>", "", one) for one in re.findall("<th scope=.col.*?</th>", said)] == [
        *("Looked for", "Searches", "Share")
    ]
    assert "masked" not in said
    long = body(client.get("/embed/review/review").text)
    assert "<table" not in long  # the chart of that name comes first, and its part has no table


def test_rows_beyond_what_a_frame_holds_are_told(client: TestClient) -> None:
    said = body(client.get("/embed/powers/powers-months").text)
    assert "<picture>" in said
    months = body(client.get("/embed/workforce/workforce-months").text)
    assert months.count("<tr>") == 101
    assert re.search(r"hold [\d,]+ more rows and \d more columns?\.", months)


# Every figure of every page

EVERY = (
    ("overview", {}), ("trust", {}), ("trust", {"area": "E09000022"}), ("gaps", {}), ("crime", {}),
    ("outcomes", {}), ("powers", {}), ("workforce", {}), ("misconduct", {}), ("response", {}),
    ("borough", {"area": "E09000022"}), ("commitments", {}), ("review", {}), ("methods", {}),
)  # fmt: skip


def path_of(name: str) -> str:
    return "" if name == "overview" else name


@pytest.mark.parametrize(("name", "choice"), EVERY)
def test_each_figure_is_whole(name: str, choice: dict[str, str]) -> None:
    page = shown(path_of(name), **choice)
    assert exhibits(page)
    for key in exhibits(page):
        found = exhibit_of(page, key)
        assert found
        assert found.title
        assert found.source
        assert "?" in found.link
        assert found.chart or found.table


@pytest.mark.parametrize(("name", "choice"), EVERY)
def test_every_chart_has_rows_and_code_for_a_frame_that_answers(
    client: TestClient, name: str, choice: dict[str, str]
) -> None:
    page = shown(path_of(name), **choice)
    for chart in page.charts:
        assert chart.key in page.rows
        made = Fragments(page, "").blocks([chart])
        (code,) = re.findall(r"<pre[^>]*>(&lt;iframe.*?)</pre>", made, re.DOTALL)
        written = html.unescape(code)
        (address,) = re.findall(r'src="\ue000([^"]+)"', written)
        assert re.search(r'title="[^"]+ · London policing scorecard"', written)
        assert urlsplit(address).path == f"/embed/{name}/{chart.key}"
        assert client.get(html.unescape(address)).status_code == 200, address


def test_the_code_fits_the_frame_where_scripts_run_and_an_article_where_not() -> None:
    page = shown("powers")
    chart = page.charts[0]
    height = round(chart.draw(False).layout.height)
    made = html.unescape(Fragments(page, "").blocks([chart]))
    (room,) = re.findall(r"height: (\d+)px", made)
    around = 266  # px, as measured at 600 px
    assert 0 <= int(room) - round(height * 584 / 720) - around <= 40
    for said in ('data?.type !== "frame-height"', "frame.contentWindow === source"):
        assert said in html.unescape(made)
    assert "scrolling=" not in made


def test_a_frame_leads_back_to_its_chart_on_the_page(client: TestClient) -> None:
    text = client.get("/embed/powers/powers-months").text
    (back,) = re.findall(r'class="framed-back"><a href="([^"]+)"', text)
    assert back.endswith("#chart-powers-months")


def test_figures_that_no_chart_shows_have_code_for_a_frame_that_answers(client: TestClient) -> None:
    page = shown("powers")
    (files,) = [one for one in page.files if one.name == "powers-objects"]
    made = Fragments(page, "").blocks([files])
    (code,) = re.findall(r"<pre[^>]*>(&lt;iframe.*?)</pre>", made, re.DOTALL)
    (address,) = re.findall(r'src="\ue000([^"]+)"', html.unescape(code))
    assert "<h1>Stop and search by what was" in client.get(html.unescape(address)).text


@pytest.mark.parametrize(
    ("path", "key", "says"),
    [
        ("trust", "trust", "Newest share and change of each measure"),  # headed "The figures"
        ("trust", "trust-changes", "Change of each borough since the Review"),
        ("trust", "trust-funnel", "Share of each borough"),
        ("crime", "crime-map", "All offences in every borough"),
        ("misconduct", "disparity-0", "Disparity in misconduct cases"),  # one for three charts
        ("powers", "powers-force", "All tactics: uses by group"),
    ],
)
def test_a_charts_table_is_its_own(path: str, key: str, says: str) -> None:
    found = table_of(shown(path), key)
    assert found is not None
    assert found.alt.startswith(says)


def test_a_chart_whose_part_has_no_table_takes_no_others() -> None:
    assert table_of(shown("crime"), "crime-signal") is None


def table_of(page: Page, key: str):
    return table_of_chart(page, next(one for one in page.charts if one.key == key))


def test_links_in_a_table_leave_the_frame(client: TestClient) -> None:
    page = shown("misconduct")
    assert isinstance(table_of(page, "action"), CardTable)
    text = client.get("/embed/misconduct/action").text
    assert '<a href="/review?figure=' in text
    assert not re.search(r'<a [^>]*href="(?!/|https?://)', text)
    assert text.index('<base target="_blank" />') < text.index("<body>")


# What it refuses


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/embed/crime/crime?area=E09009999", 400, "This choice is not in the data"),
        ("/embed/crime/crime?colour=red", 400, "This choice is not in the data"),
        ("/embed/crime/crime?data=newest", 400, "This choice is not in the data"),
        ("/embed/crime/nothing", 404, "There is no such figure"),
        ("/embed/overview/spark-trust", 404, "There is no such figure"),
        ("/embed/nowhere/crime", 404, "There is no such figure"),
        ("/embed/crime/crime.png", 404, "There is no such figure"),
        ("/embed/crime", 404, "There is no such figure"),
        ("/embed/", 404, "There is no such figure"),
        (f"/embed/crime/crime?area={'x' * 9000}", 414, "This cannot be shown"),
    ],
)
def test_what_cannot_be_shown_is_said_in_plain_words(
    client: TestClient, address: str, status: int, says: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert f"<h1>{says}</h1>" in answer.text
    assert "E09009999" not in answer.text
    assert "colour" not in answer.text.split("</style>")[1]
    assert 'name="robots" content="noindex"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors *" in answer.headers["content-security-policy"]


def test_only_reading_is_allowed(client: TestClient) -> None:
    answer = client.post(CRIME)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_version_that_is_gone_gives_way_to_the_newest_and_is_said(client: TestClient) -> None:
    answer = client.get(f"{CRIME}&data=0.0.1")
    assert answer.status_code == 200
    assert "made for data version 0.0.1, which is not kept here" in answer.text
    assert "made for data version" not in client.get(CRIME).text


def test_a_damaged_table_is_said(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(FROZEN, tmp_path / "published")
    for path in folder.glob("recorded_offences*.parquet"):
        path.write_bytes(path.read_bytes()[:-1])
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    answer = client.get(CRIME)
    assert answer.status_code == 503
    assert "This figure cannot be shown at the moment" in answer.text


# How it is sent

MOST_WITHOUT_PICTURE = 75_000
"""Bytes on the wire: half of what a whole frame may weigh; tests/browser/test_frames.py weighs the pictures."""


@pytest.mark.parametrize(("name", "choice"), EVERY)
def test_a_frame_is_light_and_asks_for_nothing_but_its_picture(
    client: TestClient, name: str, choice: dict[str, str]
) -> None:
    page = shown(path_of(name), **choice)
    for key in exhibits(page):
        text = client.get(f"/embed/{name}/{key}", params=choice).text
        assert len(gzip.compress(text.encode(), 6)) <= MOST_WITHOUT_PICTURE, key
        asked = re.findall(r'<(?!a )[a-z]+ [^>]*(?:src|srcset|href)="(?!data:)([^"]+)"', text)
        own = [one for one in asked if not one.startswith((f"/embed/{name}/{key}.", "https://"))]
        assert own == [], key


def test_anyone_may_frame_it_and_its_scripts_are_those_of_the_policy(unable: TestClient) -> None:
    import base64
    import hashlib

    answer = unable.get(CRIME)
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    for script in scripts(answer.text):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "frame-ancestors 'self'" in unable.get("/crime").headers["content-security-policy"]


def test_it_is_not_to_be_found_by_itself(client: TestClient) -> None:
    answer = client.get(CRIME)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert '<meta name="robots" content="noindex" />' in answer.text
    assert '<link rel="canonical" href="https://example.org/crime" />' in answer.text


@pytest.mark.parametrize("address", [CRIME, "/embed/crime/crime.wide-dark.svg?area=E09000022"])
def test_it_is_sent_again_only_where_it_changed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]


def test_the_tag_is_another_one_for_another_choice_or_drawing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tag(address: str) -> str:
        return client.get(address).headers["etag"]

    drawn = tag(CRIME)
    assert tag("/embed/crime/crime") != drawn
    assert tag(f"{CRIME}&utm_source=letter") == drawn
    monkeypatch.setattr(embed._studio, "stills", lambda *_: None)
    assert tag(CRIME) != drawn


def test_a_picture_is_sent_compressed_where_that_is_taken(client: TestClient) -> None:
    address = "/embed/crime/crime.wide-dark.svg"
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text == "<svg>wide-dark</svg>"
    for answer in (packed, plain):
        assert "Accept-Encoding" in answer.headers["vary"]


def test_pictures_are_asked_for_by_page_and_chart_alone(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def stills(key: object, _figures: Callable[[], object], _patience: float) -> Stills:
        asked.append(key)
        return STILLS

    monkeypatch.setattr(embed._studio, "stills", stills)
    for host in ("one.example", "two.example"):
        client.get(CRIME, headers={"Host": host})
    assert len(asked) == 2
    assert len(set(asked)) == 1
