"""What the real server answers beside the pages' words: status, headers and bytes on the wire."""

from __future__ import annotations

import gzip
import http.client
import json
from dataclasses import dataclass

import pytest

from dashboard.site.assets import static_files
from dashboard.subjects.pages import PAGES
from tests.dashboard.test_api_bad_input import GIVES_AWAY

PAGES_AND_DATA = (
    *("/", "/trust", "/data", "/data/workforce.metadata.json", "/data/workforce.csv"),
    *("/updates.xml", "/openapi.json", "/sitemap.xml", "/nowhere"),
)
DIFFER_IN_LENGTH = {"content-length", "content-encoding", "date", "transfer-encoding"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def vary(self) -> list[str]:
        return self.headers.get("vary", "").split(", ")


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request with these headers and no others but Host."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    try:
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def a_script() -> str:
    """The longest."""
    sizes = {name: path.stat().st_size for name, path in static_files().items()}
    return max((name for name in sizes if name.endswith(".js")), key=sizes.__getitem__)


# What is there, and what is not

NOTHING = (
    *("/static/does-not-exist", "/static/js/", "/static", "/static/", "/static/js/index.js/x"),
    *("/_stcore/nope", "/_stcore", "/_stcore/", "/_stcore/health/", "/_stcore/stream/x"),
    *("/_stcore/script-health-check", "/_stcore/stream", "/_stcore/upload_file/a/b"),
    *("/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json"),
    *("/auth/login", "/auth/logout", "/auth", "/oauth2callback", "/oauth2callback/x"),
    *("/media/nope.png", "/media/", "/component/nope", "/favicon.png/x", "/index.html", "/app/static/x"),
    *("/share/none.png", "/nowhere", "/trust/nowhere", "/Trust", "/manifest.json/"),
)  # fmt: skip


@pytest.mark.parametrize("path", NOTHING)
def test_where_nothing_is_the_answer_is_our_404(address: str, path: str) -> None:
    answer = ask(address, path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "Accept" in answer.vary
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert b"<title>Page not found \xc2\xb7 London policing scorecard</title>" in answer.body
    assert b"<title>Streamlit" not in answer.body
    assert not GIVES_AWAY.search(answer.body)
    head = ask(address, path, "HEAD")
    assert (head.status, head.body) == (404, b"")


@pytest.mark.parametrize("path", NOTHING[:12])
def test_who_asks_for_json_gets_the_404_in_json(address: str, path: str) -> None:
    answer = ask(address, path, accept="application/json")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert "Accept" in answer.vary
    assert json.loads(answer.body) == {
        "error": "there is nothing at this address",
        "allowed": [*(f"/{page.path}" for page in PAGES), "/data", "/openapi.json"],
    }


def test_what_streamlit_has_is_passed_on(address: str) -> None:
    health = ask(address, "/_stcore/health")
    assert (health.status, health.body) == (200, b"ok")
    assert ask(address, "/_stcore/health", "OPTIONS").status == 204
    config = ask(address, "/_stcore/host-config")
    assert config.status == 200
    assert json.loads(config.body)["metricsUrl"] == ""
    by_size = sorted(static_files().items(), key=lambda one: one[1].stat().st_size)
    by_suffix = {path.suffix: name for name, path in by_size}
    assert set(by_suffix) >= {".js", ".css", ".woff2", ".png", ".json"}
    for name in by_suffix.values():
        answer = ask(address, name)
        assert (answer.status, answer.body) == (200, static_files()[name].read_bytes()), name
        packed = ask(address, name, accept_encoding="gzip")
        is_packed = packed.headers.get("content-encoding") == "gzip"
        assert (gzip.decompress(packed.body) if is_packed else packed.body) == answer.body, name
        assert is_packed or not name.endswith((".js", ".css")), name


def test_the_web_socket_opens_where_it_is_and_nowhere_else(address: str) -> None:
    handshake = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec_websocket_version": "13",
        "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.request(
        "GET", "/_stcore/stream", headers={k.replace("_", "-"): v for k, v in handshake.items()}
    )
    assert connection.getresponse().status == 101
    connection.close()
    for path in ("/nowhere", "/static/x", "/trust"):
        assert ask(address, path, **handshake).status == 403, path


# Methods


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
)
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/trust", "/nope", "/static/nope", "/_stcore/nope", "/favicon.png", "/auth/login"),
        *("/_stcore/upload_file/a/b", "/share/overview.png", "/trust/"),
    ],
)
def test_a_method_that_is_not_allowed_says_what_is(address: str, path: str, method: str) -> None:
    answer = ask(address, path, method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.body == b'{"error":"this method is not allowed here","allowed":["GET","HEAD"]}'


@pytest.mark.parametrize("path", ["/_stcore/health", "/media/x"])
def test_streamlit_s_own_paths_say_what_they_allow(address: str, path: str) -> None:
    answer = ask(address, path, "POST")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert json.loads(answer.body)["allowed"] == ["GET", "HEAD", "OPTIONS"]


# Compression


@pytest.mark.parametrize("path", PAGES_AND_DATA)
def test_gzip_goes_to_who_takes_it(address: str, path: str) -> None:
    packed = ask(address, path, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    for refused in ("gzip;q=0, identity", "gzip;q=0.0", "br, gzip;q=0", "*;q=0", "identity", ""):
        plain = ask(address, path, accept_encoding=refused)
        assert "content-encoding" not in plain.headers, refused
        assert plain.body == gzip.decompress(packed.body), refused
        assert plain.vary.count("Accept-Encoding") == 1
        assert plain.vary == packed.vary


def test_scripts_and_streamed_tables_are_not_packed_against_the_asker_s_will(address: str) -> None:
    script = a_script()
    plain = ask(address, script, accept_encoding="gzip;q=0")
    assert "content-encoding" not in plain.headers
    assert plain.vary == ["Accept-Encoding"]
    assert plain.body == static_files()[script].read_bytes()
    table = ask(address, "/data/recorded_offences.csv?limit=50000", accept_encoding="gzip;q=0")
    assert table.headers["transfer-encoding"] == "chunked"
    assert "content-encoding" not in table.headers
    assert table.body.count(b"\r\n") == 50_001


# Held already


@pytest.mark.parametrize("path", ["/", "/trust", "/share/overview.png", "/data", "/updates.xml"])
def test_who_holds_it_gets_304(address: str, path: str) -> None:
    first = ask(address, path, accept_encoding="gzip")
    opaque = first.headers["etag"].removeprefix("W/")
    for held in (opaque, f"W/{opaque}", f'"other", W/{opaque}', f'{opaque}, "x"', "*"):
        for encoding in ("gzip", "identity"):
            again = ask(address, path, if_none_match=held, accept_encoding=encoding)
            assert (again.status, again.body) == (304, b""), held
            assert again.headers["etag"] == first.headers["etag"]
            assert again.headers["cache-control"] == first.headers["cache-control"]
            assert set(again.vary) >= set(first.vary) - {""}
    assert ask(address, path, "HEAD", if_none_match=opaque).status == 304
    for other in ('"other"', opaque.strip('"'), f"{opaque[:-2]}", ""):
        assert ask(address, path, if_none_match=other).status == 200, other


@pytest.mark.parametrize("path", ["/", "/trust", "/data"])
def test_one_tag_for_two_encodings_is_a_weak_one(address: str, path: str) -> None:
    tags = {ask(address, path, accept_encoding=one).headers["etag"] for one in ("gzip", "identity")}
    assert len(tags) == 1
    assert tags.pop().startswith('W/"')


# HEAD


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize(
    "path",
    [
        *PAGES_AND_DATA,
        *("/healthz", "/robots.txt", "/data/population.parquet", "/data/population.xlsx"),
        *("/data/nope", "/data/latest", "/manifest.json", "/favicon.png", "/share/overview.png"),
        *("/_stcore/health", "/_stcore/metrics", a_script()),
    ],
)
def test_head_says_what_get_does_or_no_length(address: str, path: str, encoding: str) -> None:
    get = ask(address, path, accept_encoding=encoding)
    head = ask(address, path, "HEAD", accept_encoding=encoding)
    assert (head.status, head.body) == (get.status, b"")
    length = head.headers.get("content-length")
    assert length in {None, get.headers.get("content-length")}
    if length is not None:
        assert head.headers.get("content-encoding") == get.headers.get("content-encoding")
    assert set(head.vary) >= set(get.vary) - {""}
    named = {key.lower() for key in get.headers} - DIFFER_IN_LENGTH - {"vary"}
    for name in named:
        assert head.headers.get(name) == get.headers[name], name


def test_head_of_a_page_has_its_length(address: str) -> None:
    for path in ("/", "/trust"):
        packed = ask(address, path, "HEAD", accept_encoding="gzip")
        plain = ask(address, path, "HEAD")
        assert 0 < 2 * int(packed.headers["content-length"]) < int(plain.headers["content-length"])
        assert packed.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/trust", "/", "/data/crime_outcomes.csv", "/embed/trust/x"])
def test_a_query_that_no_page_writes_is_refused(address: str, path: str) -> None:
    assert ask(address, f"{path}?area={'a' * 7_900}").status != 414
    answer = ask(address, f"{path}?area={'a' * 9_000}")
    assert answer.status == 414
    assert b"aaa" not in answer.body


def test_a_request_that_names_two_hosts_is_refused(address: str) -> None:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.putrequest("GET", "/trust")
    connection.putheader("Host", "example.org")
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, b"example.org" in answer.read()) == (400, False)
    assert answer.headers["Content-Security-Policy"]
    connection.close()
