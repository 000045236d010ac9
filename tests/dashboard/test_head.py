"""What is served for a page before its script runs: its head, its picture, and who may frame it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.files import links
from dashboard.public import SITE_URL, site_address
from dashboard.site import addresses, errors, shares
from datasets import versions

HEADLINE = 'Trust is 74% & "falling" <slowly>'


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TestClient]:
    """The pages' routes with their guard, with a picture of Trust from today's data."""
    monkeypatch.delenv(SITE_URL, raising=False)
    monkeypatch.setattr(shares, "FOLDER", tmp_path)
    write_note(tmp_path, versions.current().digest)
    app = Starlette(
        routes=addresses.routes(),
        middleware=addresses.middleware(),
        exception_handlers=errors.exception_handlers(),
    )
    with TestClient(app, base_url="https://example.org") as found:
        yield found


def write_note(folder: Path, data: str) -> None:
    said = {"file": "trust.png", "headline": HEADLINE, "alt": "A line chart"}
    (folder / shares.NOTE).write_text(json.dumps({"data": data, "pages": {"trust": said}}))
    (folder / "trust.png").write_bytes(b"\x89PNG made up")


class Head(HTMLParser):
    """Collects the title, and the meta and link elements by what they are about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.tag = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = tag
        found = {key: value or "" for key, value in attrs}
        if tag == "meta" and "content" in found:
            self.said[found.get("property") or found.get("name", "")] = found["content"]
        if tag == "link":
            self.said[found["rel"]] = found["href"]

    def handle_data(self, data: str) -> None:
        if self.tag == "title":
            self.said.setdefault("title", data)


def head(client: TestClient, path: str, **options: object) -> dict[str, str]:
    answer = client.get(path, **options)
    assert answer.status_code == 200
    return Head(answer.text).said


def test_a_page_says_what_it_is_and_where(client: TestClient) -> None:
    said = head(client, "/trust")
    assert said["title"] == "Trust and confidence · London policing scorecard"
    assert said["og:title"] == said["title"]
    assert said["description"].startswith("How many Londoners trust the police")
    assert said["canonical"] == said["og:url"] == "https://example.org/trust"
    assert said["alternate"] == "https://example.org/updates.xml"
    assert "robots" not in said
    assert head(client, "/")["canonical"] == "https://example.org/"


def test_a_preview_has_the_picture_and_its_sentence(client: TestClient) -> None:
    said = head(client, "/trust")
    assert (
        said["og:image"]
        == f"https://example.org/share/trust.png?v={versions.current().digest[:12]}"
    )
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"] == "A line chart"
    assert said["og:description"] == HEADLINE
    assert said["twitter:card"] == "summary_large_image"
    without = head(client, "/crime")
    assert "og:image" not in without
    assert without["twitter:card"] == "summary"
    assert without["og:description"] == without["description"]


def test_a_picture_of_older_data_is_not_offered(client: TestClient, tmp_path: Path) -> None:
    write_note(tmp_path, "0.0.1")
    assert "og:image" not in head(client, "/trust")


@pytest.mark.parametrize(
    "host",
    [
        'example.org"><script>alert(1)</script>',
        "example.org/evil",
        "a b",
        "",
        "user@example.org",
        "ex\u00e4mple",
    ],
)
def test_a_made_up_host_does_not_reach_the_html(client: TestClient, host: str) -> None:
    answer = client.get("/trust", headers={"Host": host.encode("latin-1")})
    assert answer.status_code == 200
    said = Head(answer.text).said
    assert not {"canonical", "og:url", "og:image"}.intersection(said)
    assert said["alternate"] == "/updates.xml"
    assert not host or f"//{host}" not in answer.text


def test_the_environment_names_the_public_address(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SITE_URL, "https://scorecard.example/")
    assert head(client, "/trust")["canonical"] == "https://scorecard.example/trust"
    assert head(client, "/trust", headers={"Host": "x y"})["canonical"] == (
        "https://scorecard.example/trust"
    )
    monkeypatch.setenv(SITE_URL, "javascript:alert(1)")
    assert head(client, "/trust")["canonical"] == "https://example.org/trust"


def test_the_data_s_addresses_follow_the_same_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.requests import Request

    scope = {
        "type": "http",
        "scheme": "http",
        "server": ("127.0.0.1", 8501),
        "path": "/data",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8501")],
    }
    monkeypatch.delenv(SITE_URL, raising=False)
    assert links.base(Request(scope)) == site_address("http", "127.0.0.1:8501")
    monkeypatch.setenv(SITE_URL, "https://scorecard.example")
    assert links.base(Request(scope)) == "https://scorecard.example"


def test_the_tag_differs_by_host_and_an_unchanged_page_is_not_sent_twice(
    client: TestClient,
) -> None:
    first = client.get("/trust")
    other = client.get("/trust", headers={"Host": "other.example"})
    assert first.headers["etag"] != other.headers["etag"]
    assert first.headers["vary"] == "Host, Accept-Encoding"
    again = client.get("/trust", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["vary"] == "Host, Accept-Encoding"


@pytest.mark.parametrize("query", ["?embed=true", "?area=MPS&embed=TRUE", "?print=1"])
def test_what_stands_in_for_a_page_is_not_to_be_found(client: TestClient, query: str) -> None:
    said = head(client, f"/trust{query}")
    assert said["robots"] == "noindex"
    assert said["canonical"] == "https://example.org/trust"


def ancestors(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert "x-frame-options" not in answer.headers
    found = re.findall(r"frame-ancestors ([^;]*)", answer.headers["content-security-policy"])
    assert len(found) == 1
    return found[0]


def test_only_a_page_asked_for_as_embedded_may_be_framed_by_anyone(client: TestClient) -> None:
    for path in ("/?embed=true", "/trust?area=MPS&embed=true", "/trust?Embed=True"):
        assert ancestors(client, path) == "*", path
    for path in (
        *(
            "/",
            "/trust",
            "/trust?embed=false",
            "/trust?embed=",
            "/trust?x=embed=true",
            "/trust?print=1",
        ),
        *("/nowhere?embed=true", "/share/trust.png?embed=true", "/share/none?embed=true"),
    ):
        assert ancestors(client, path) == "'self'", path


def test_the_scripts_in_the_page_are_those_the_policy_names(client: TestClient) -> None:
    import base64
    import hashlib

    answer = client.get("/trust?embed=true", headers={"Host": "other.example"})
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, flags=re.DOTALL)
    assert len(scripts) >= 4
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


def test_a_picture_is_served_and_kept(client: TestClient) -> None:
    answer = client.get(f"/share/trust.png?v={versions.current().digest[:12]}")
    assert (answer.status_code, answer.content) == (200, b"\x89PNG made up")
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/share/trust.png").headers["cache-control"] == "public, max-age=3600"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/share/trust.png", headers=tag).status_code == 304
    assert client.head("/share/trust.png").headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize("name", ["shares.json", "..%2f..%2fapp.py", "crime.png", ""])
def test_nothing_else_is_served_from_there(client: TestClient, name: str) -> None:
    answer = client.get(f"/share/{name}")
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert "version" not in answer.text
