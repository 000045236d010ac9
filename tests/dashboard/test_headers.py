"""The headers of every kind of answer: on the real server, and where something fails."""

from __future__ import annotations

import http.client
import json
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.files import clients
from dashboard.site import connections
from dashboard.site.headers import FILES_POLICY, Guard, content_security_policy
from tests import serving
from tests.dashboard.test_server_served import a_script, ask

ANYONE_S = "frame-ancestors *"
OURS = "frame-ancestors 'self'"
NOBODY_S = "frame-ancestors 'none'"

KINDS = {
    # what it is: address, status, whose pages may frame it
    "page": ("/trust", 200, OURS),
    "page with a choice": ("/borough?area=E09000022", 200, OURS),
    "page on paper": ("/trust?print=1", 200, OURS),
    "page asked for as an embedded one": ("/trust?embed=true", 200, ANYONE_S),
    "figure alone": ("/embed/gaps/none-of-this-name", 404, ANYONE_S),
    "index of the data": ("/data", 200, NOBODY_S),
    "table": ("/data/population.csv", 200, NOBODY_S),
    "file of a figure": ("/x/trust/trust.csv", 200, NOBODY_S),
    "bad query": ("/data/population.csv?none=1", 400, NOBODY_S),
    "no table": ("/data/none.csv", 404, NOBODY_S),
    "odd path below data": ("/data/..%00", 404, NOBODY_S),
    "no version": ("/data/v/0.0.1/population.csv", 410, NOBODY_S),
    "script": (a_script(), 200, OURS),
    "picture": ("/favicon.ico", 200, OURS),
    "feed": ("/updates.xml", 200, NOBODY_S),
    "state": ("/readyz", 200, NOBODY_S),
    "nothing": ("/none", 404, OURS),
    "page with a slash too many": ("/trust/", 308, OURS),
    "health of Streamlit": ("/_stcore/health", 200, OURS),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_has_every_header(address: str, kind: str) -> None:
    path, status, framed_by = KINDS[kind]
    answer = ask(address, path)
    assert answer.status == status
    are_there(answer.headers, framed_by)


def are_there(headers: http.client.HTTPMessage, framed_by: str) -> None:
    assert headers.get_all("x-content-type-options") == ["nosniff"]
    assert headers.get_all("referrer-policy") == ["strict-origin-when-cross-origin"]
    assert "camera=()" in headers["permissions-policy"]
    (policy,) = headers.get_all("content-security-policy")
    assert framed_by in policy.split("; ")
    assert "server" not in headers
    assert not any(
        "uvicorn" in value.lower() or "streamlit" in value.lower() for value in headers.values()
    )


@pytest.mark.parametrize("path", ["/trust", "/data", "/favicon.ico"])
def test_an_answer_without_a_body_has_them_too(address: str, path: str) -> None:
    tag = ask(address, path).headers["etag"]
    held = ask(address, path, if_none_match=tag)
    assert held.status == 304
    are_there(held.headers, NOBODY_S if path == "/data" else OURS)
    are_there(ask(address, path, "HEAD").headers, NOBODY_S if path == "/data" else OURS)


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "TRACE"])
def test_a_refused_method_has_them_too(address: str, method: str) -> None:
    answer = ask(address, "/trust", method)
    assert answer.status == 405
    are_there(answer.headers, OURS)


def test_a_client_that_asks_too_often_has_them_and_metrics_are_this_machine_s(
    tmp_path: Path,
) -> None:
    """Two addresses as a proxy on this machine tells them; of a request that it tells nothing of, none."""
    environment = {clients.REQUESTS_A_MINUTE: "2", connections.MOST_SOCKETS: "0"}
    with serving.serving(tmp_path / "log", **environment) as own:
        far = {"x_forwarded_for": "192.0.2.7"}
        assert [ask(own, "/data", **far).status for _ in range(3)] == [200, 200, 429]
        answer = ask(own, "/x/trust/trust.csv", **far)
        assert answer.status == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        assert list(json.loads(answer.body)) == ["error", "allowed"]
        are_there(answer.headers, NOBODY_S)
        assert ask(own, "/trust", **far).status == 200
        assert ask(own, "/data", x_forwarded_for="192.0.2.8").status == 200
        assert {ask(own, "/data").status for _ in range(4)} == {200}
        assert ask(own, "/_stcore/metrics").status == 200
        assert ask(own, "/_stcore/metrics", **far).status == 404
        assert ask(own, "/_stcore/metrics", "POST", **far).status == 405
        assert json.loads(ask(own, "/_stcore/host-config").body)["allowedOrigins"] == []
        socket = {"connection": "Upgrade", "upgrade": "websocket", "sec_websocket_version": "13"}
        key = {"sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ=="}
        assert ask(own, "/_stcore/stream", **socket, **key).status == 403


def test_an_error_that_nobody_caught_has_them_and_gives_nothing_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(_request: Request) -> Response:
        raise ZeroDivisionError("at /home/someone")

    routes = [Route(path, fails) for path in ("/fails", "/data/fails")]
    app = Starlette(routes=routes, middleware=[Middleware(Guard)])
    with TestClient(app, raise_server_exceptions=False) as client:
        for path, framed_by in (("/fails", OURS), ("/data/fails", NOBODY_S)):
            answer = client.get(path)
            assert answer.status_code == 500
            assert answer.json() == {"error": "something went wrong on our side", "allowed": []}
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert framed_by in answer.headers["content-security-policy"]
    assert "at /home/someone" in caplog.text


def test_the_policy_lets_in_no_script_but_this_host_s_and_the_hashes() -> None:
    policy = dict(one.partition(" ")[::2] for one in content_security_policy(("a",)).split("; "))
    assert re.fullmatch(r"'self' 'sha256-[A-Za-z0-9+/=]{44}'", policy["script-src"])
    assert policy["object-src"] == "'none'"
    everywhere = [name for name, value in policy.items() if "*" in value or "http" in value]
    assert everywhere == []
    unsafe = {name for name, value in policy.items() if "unsafe" in value}
    assert unsafe == {"style-src"}
    assert FILES_POLICY.startswith("default-src 'none';")
