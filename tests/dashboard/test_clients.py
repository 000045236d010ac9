"""How many requests for files a client may make in a minute, and who is a client."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.files import clients
from dashboard.files.clients import ClientLimit, client_of, is_of_this_machine, requests_a_minute


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> ClientLimit:
    monkeypatch.setenv(clients.REQUESTS_A_MINUTE, "3")
    paths = ("/data", "/data/a.csv", "/x/trust/a.csv", "/trust", "/x")
    return ClientLimit(
        Starlette(routes=[Route(one, lambda _: PlainTextResponse("")) for one in paths])
    )


def statuses(app: ClientLimit, host: str, *paths: str) -> list[int]:
    with TestClient(app, client=(host, 1)) as client:
        return [client.get(path).status_code for path in paths]


def test_a_client_that_asks_too_often_is_told_when_to_ask_again(app: ClientLimit) -> None:
    assert statuses(app, "192.0.2.7", "/data", "/data/a.csv", "/x/trust/a.csv") == [200, 200, 200]
    with TestClient(app, client=("192.0.2.7", 1)) as client:
        answer = client.get("/data/a.csv")
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        assert f"in {answer.headers['retry-after']} seconds" in answer.json()["error"]
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert client.get("/trust").status_code == 200
    assert statuses(app, "192.0.2.8", "/data") == [200]


def test_this_machine_and_pages_are_not_counted(app: ClientLimit) -> None:
    assert set(statuses(app, "127.0.0.1", *["/data"] * 9)) == {200}
    assert set(statuses(app, "::1", *["/data"] * 9)) == {200}
    assert set(statuses(app, "192.0.2.9", *["/trust"] * 9)) == {200}


def test_nought_is_no_limit(app: ClientLimit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clients.REQUESTS_A_MINUTE, "0")
    assert set(statuses(app, "192.0.2.7", *["/data"] * 9)) == {200}


@pytest.mark.parametrize(
    ("named", "most"), [("", 1200), ("50", 50), ("0", 0), ("-1", 1200), ("x", 1200)]
)
def test_the_limit_is_generous_unless_named(named: str, most: int) -> None:
    assert requests_a_minute({clients.REQUESTS_A_MINUTE: named}) == most
    assert requests_a_minute({}) == 1200


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("127.0.0.1", ""),
        ("::ffff:127.0.0.1", ""),
        ("testclient", ""),
    ],
)
def test_a_client_is_an_address_or_the_network_of_a_household(host: str, counted_as: str) -> None:
    assert client_of({"client": (host, 1)}) == counted_as


def test_who_hands_a_request_on_is_not_who_asks() -> None:
    assert is_of_this_machine({"client": ("127.0.0.1", 1), "headers": []})
    assert is_of_this_machine({"client": ("::ffff:127.0.0.1", 1), "headers": []})
    for header in (b"x-forwarded-for", b"forwarded", b"via", b"x-real-ip"):
        assert not is_of_this_machine({"client": ("127.0.0.1", 1), "headers": [(header, b"x")]})
    assert not is_of_this_machine({"client": ("192.0.2.7", 1), "headers": []})
    assert not is_of_this_machine({"client": None, "headers": []})
    assert client_of({"client": None}) == ""
