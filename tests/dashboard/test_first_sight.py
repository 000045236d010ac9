"""The HTML that is served for a page: all that it says, before any script and without one."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dashboard.draft import Draft
from dashboard.markup.whole import newest_period
from dashboard.page import SITE, CardTable, Files, Page, Table
from dashboard.subjects import pages, registry
from dashboard.subjects.pages import PAGES
from datasets import catalogue
from tests.dashboard import asking
from tests.dashboard.page_reading import headings, shown
from tests.dashboard.tags import Tags
from tests.dashboard.test_fragments import BAD, bad_blocks

LAMBETH = {"area": "E09000022"}
OPENED = [(page, {}) for page in PAGES] + [
    (page, LAMBETH) for page in PAGES if page.path in {"crime", "borough"}
]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with asking.client() as found:
        yield found


def sight(client: TestClient, path: str, **params: str) -> str:
    """What the page says before Streamlit's root, which stays empty until the scripts run."""
    answer = client.get(f"/{path}", params=params)
    assert answer.status_code == 200
    body = answer.text.split("<body>")[1]
    before, root = body.split('<div id="root">')
    assert root.lstrip().startswith("</div>")
    _, _, after = before.partition('<div id="first-sight">')
    return f"<main>{after.partition('<main>')[2].rpartition('</div>')[0]}" if after else ""


@pytest.mark.parametrize(
    ("about", "choice"), OPENED, ids=[f"{page.path} {choice}" for page, choice in OPENED]
)
def test_a_page_is_all_there_before_any_script(
    about: pages.Page, choice: dict[str, str], client: TestClient
) -> None:
    text = sight(client, about.path, **choice)
    found, page = Tags(text), shown(about.path, **choice)
    assert found.open == []
    assert found.names.count("h1") == 1
    assert found.texts[0] == (page.headline or about.title)
    assert [text for text in headings(page) if text not in found.texts] == []
    tables = page.all_of(Table) + page.all_of(CardTable)
    assert found.names.count("table") == len(tables)
    assert all(one.alt in found.texts for one in tables)
    drawings = [one for one in found.all_of("div") if "data-drawing" in one]
    assert len(drawings) == len({one["data-drawing"] for one in drawings})
    assert len(drawings) >= len(page.charts)
    links = [one["href"] for one in found.all_of("a")]
    for one in page.all_of(Files):
        assert any(f"/{one.name}.csv" in link for link in links)
    assert {"/methods", "/review"} <= set(links)
    assert f"data version {catalogue.version()}" in found.texts[-5]
    ids = [one["id"] for _, one in found.tags if "id" in one]
    assert len(ids) == len(set(ids))
    assert SITE not in text
    assert not {"script", "iframe", "select"} & set(found.names)
    searches = [one["action"] for one in found.all_of("form")]  # they work without a script
    assert found.names.count("input") == len(searches)
    assert set(searches) <= {"/borough"}


def test_the_choice_of_the_address_is_told_in_words(client: TestClient) -> None:
    found = Tags(sight(client, "crime", **LAMBETH, offence="Burglary"))
    assert "Lambeth" in found.texts[0]
    said = found.texts
    assert said[said.index("Places") + 1] == "Lambeth"
    assert said[said.index("Offence") + 1] == "Burglary"


def test_the_version_that_is_asked_for_in_vain_is_said(client: TestClient) -> None:
    said = "made for data version 0.9.9, which is not kept here"
    assert said in sight(client, "response", data="0.9.9")
    assert said not in sight(client, "response")
    assert "does not exist" in sight(client, "response", data="<b>")
    assert "<b>x" not in sight(client, "response", data="<b>x</b>")


def test_nothing_that_somebody_wrote_becomes_markup(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, unkept: None
) -> None:
    def build(draft: Draft) -> None:
        draft.headline(BAD, BAD)
        for block in bad_blocks():
            draft.add(block)
        draft.section(BAD, BAD)
        draft.asked.one("C", "c", {"a": BAD}, "a")
        draft.asked.several("D", "d", {"a": BAD}, ["a"])
        draft.asked.words("Q", "q")

    monkeypatch.setattr(registry, "_builder", lambda _path: build)
    for more in ({}, {"print": "1"}):
        answer = client.get("/crime", params={"q": BAD, **more})
        body = answer.text.split("<body>")[1].split("<main", 1)[1].split("</main>")[0]
        body = f"<main{body}</main>"
        found = Tags(body)
        assert found.names.count("h1") == 1  # with what stands there for who has no script
        assert any(one.startswith("</p></td></table><script>") for one in found.texts)
        assert not {"script", "img"} & set(found.names)
        assert not [key for _, about in found.tags for key in about if key.startswith("on")]


def test_what_is_held_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/response")
    tag = first.headers["etag"]
    again = client.get("/response", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/response?second-hand=no", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert client.get("/response?utm_source=x").headers["etag"] == tag


def test_a_page_that_cannot_be_built_is_left_to_the_app(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    unkept: None,
) -> None:
    def build(_draft: Draft) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(registry, "_builder", lambda _path: build)
    with caplog.at_level(logging.ERROR):
        assert sight(client, "crime") == ""
        assert '<noscript><div class="piece"><h1>Crime' in client.get("/crime").text
        assert '<div id="root">' in client.get("/crime?print=1").text
    assert "a page could not be built" in caplog.text


def test_the_footer_tells_the_newest_month_of_all_tables() -> None:
    assert newest_period({"datasets": {"a": {"period": ["2024-01", "2026-06"]}}}) == "June 2026"
    both = {"a": {"period": ["2024", "2026"]}, "b": {"period": ["2024-01-01", "2025-09-30"]}}
    assert newest_period({"datasets": both}) == "September 2025"
    assert newest_period({"datasets": {"a": {}}}) == ""
    assert newest_period({}) == ""


def test_a_page_is_one_whoever_asks(client: TestClient) -> None:
    """The screen, the served HTML and the files are made of one `Page`."""
    page: Page = shown("crime", **LAMBETH)
    assert shown("crime", **LAMBETH) is page
    assert page.headline in sight(client, "crime", **LAMBETH)
