"""What one connection may hold, asked of a real server over real sockets."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

import app as site
from dashboard.site import connections
from dashboard.site.connections import Connections

LONG = 32_000_000
"""Bytes; more than the buffers of a socket hold."""


def small(_request: Request) -> Response:
    return PlainTextResponse("small")


def long(_request: Request) -> Response:
    return Response(bytes(LONG))


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(await socket.receive_bytes())
    except WebSocketDisconnect:
        return


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[int, Connections]]:
    """Port of a server, and what watches its connections."""
    routes = [Route("/", small), Route("/long", long), WebSocketRoute("/socket", echo)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "SILENCE_SECONDS", 0.6)
        patch.setattr(connections, "_LOOK_SECONDS", 0.1)
        watching = Connections(Starlette(routes=routes), kind_of=lambda raw: raw.decode())
        config = uvicorn.Config(watching, port=0, log_config=None, ws="websockets-sansio")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield server.servers[0].sockets[0].getsockname()[1], watching
        server.should_exit = True
        thread.join(20)


def opened(port: int, said: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=10)
    made.sendall(said)
    return made


def asked(port: int, path: str = "/") -> bytes:
    with closing(
        opened(port, f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    ) as one:
        return b"".join(iter(lambda: one.recv(1 << 20), b""))


def is_ended(one: socket.socket, within: float = 5) -> bool:
    """Whether the other side gives a connection up; what it had sent is read on the way."""
    one.settimeout(within)
    try:
        while one.recv(1 << 20):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_no_answer_names_the_server(served: tuple[int, Connections]) -> None:
    asked(served[0])
    for said in (asked(served[0]), asked(served[0], "/none")):
        assert b"date:" in said
        assert b"server:" not in said
        assert b"uvicorn" not in said
    with closing(opened(served[0], b"no request at all\r\n\r\n")) as one:
        answer = one.recv(1000)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"uvicorn" not in answer


@pytest.mark.parametrize(
    "said",
    [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTT"],
)
def test_a_connection_on_which_no_whole_request_comes_is_given_up(
    served: tuple[int, Connections], said: bytes
) -> None:
    asked(served[0])  # it watches from the first request on
    with closing(opened(served[0], said)) as one:
        assert is_ended(one)


@pytest.mark.parametrize(
    ("said", "more"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: ", b"a" * 100_000),
        (b"GET /", b"a" * 100_000),
        (b"GET / HTTP/1.1\r\n", b"X: y\r\n" * 20_000),
    ],
    ids=["header", "address", "headers"],
)
def test_a_request_without_an_end_is_not_held(
    served: tuple[int, Connections], said: bytes, more: bytes
) -> None:
    asked(served[0])
    with closing(opened(served[0], said)) as one:
        assert 0 < pieces_taken(one, more) < 50


def pieces_taken(one: socket.socket, piece: bytes) -> int:
    """How many pieces are sent until the other side ends the connection; fifty at most."""
    for taken in range(50):
        try:
            one.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            return taken
        time.sleep(0.02)
    return 50


def test_many_requests_on_one_connection_and_a_long_head_are_answered(
    served: tuple[int, Connections],
) -> None:
    asked(served[0])
    request = b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 30_000 + b"\r\n\r\n"
    with closing(opened(served[0])) as one:
        for _ in range(10):
            one.sendall(request)
            answer = b""
            while not answer.endswith(b"small"):
                piece = one.recv(1000)
                assert piece
                answer += piece
            assert answer.startswith(b"HTTP/1.1 200")


def test_a_page_is_not_told_of_the_machine() -> None:
    made = site.ForwardMsg()
    made.new_session.main_script_path = f"/srv/secret/{site.SCRIPT}"
    begun = made.new_session.initialize
    begun.user_info.installation_id_v3 = begun.user_info.installation_id = "an-id"
    begun.environment_info.server_os = "linux"
    begun.environment_info.python_version = "3.11.7.final.0"
    begun.environment_info.streamlit_version = "1.67.0"
    begun.session_id = "s"
    told = site.ForwardMsg.FromString(site.untold(made.SerializeToString())).new_session
    assert told.main_script_path == site.SCRIPT
    assert told.initialize.HasField("user_info")
    assert told.initialize.user_info.ByteSize() == 0
    assert (told.initialize.session_id, told.initialize.environment_info.ByteSize()) == ("s", 8)
    other = site.ForwardMsg()
    other.delta.new_element.markdown.body = f"of {site.SCRIPT}"
    for message in (other.SerializeToString(), b"", b"\xff"):
        assert site.untold(message) == message


def test_what_is_sent_over_a_socket_is_sent_without_it(served: tuple[int, Connections]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(served[1], "untold", lambda raw: raw.replace(b"script", b"------"))
        with connect(f"ws://127.0.0.1:{served[0]}/socket") as page:
            page.send(b"rerun_script")
            assert page.recv(timeout=5) == b"rerun_------"


def test_a_reader_who_fetches_nothing_is_given_up_and_a_slow_one_is_not(
    served: tuple[int, Connections],
) -> None:
    request = b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n"
    with closing(opened(served[0], request)) as never, closing(opened(served[0], request)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        started, read = time.monotonic(), 0
        while time.monotonic() - started < 2.5:
            read += len(slow.recv(262_144))
            time.sleep(0.05)
        while read <= LONG and (piece := slow.recv(1 << 20)):
            read += len(piece)
        assert read > LONG
        assert is_ended(never)


def test_a_page_may_stay_open_and_say_what_pages_say(served: tuple[int, Connections]) -> None:
    port, watching = served
    with connect(f"ws://127.0.0.1:{port}/socket") as page:
        assert watching.open_sockets == 1
        time.sleep(1.5)
        for said in (
            b"clear_cache",
            b"load_git_info",
            b"set_run_on_save",
            b"debug_shutdown_runtime",
        ):
            page.send(said)  # passed over
        page.send(b"rerun_script")
        assert page.recv(timeout=5) == b"rerun_script"


@pytest.mark.parametrize("said", [bytes(connections.LONGEST_MESSAGE + 1), "text"])
def test_a_message_that_no_page_sends_ends_its_socket(
    served: tuple[int, Connections], said: bytes | str
) -> None:
    with connect(f"ws://127.0.0.1:{served[0]}/socket") as page:
        page.send(said)
        with pytest.raises(ConnectionClosed):
            page.recv(timeout=5)


def test_sockets_past_the_limit_are_refused(
    served: tuple[int, Connections],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv(connections.MOST_SOCKETS, "1")
    address = f"ws://127.0.0.1:{served[0]}/socket"
    deadline = time.monotonic() + 5
    while served[1].open_sockets and time.monotonic() < deadline:
        time.sleep(0.05)
    with caplog.at_level(logging.ERROR), connect(address), pytest.raises(InvalidStatus):
        connect(address)
    assert not asked(served[0]).startswith(b"HTTP/1.1 5")


def test_what_pages_say_is_read_as_streamlit_reads_it() -> None:
    made = site.BackMsg(clear_cache=True)
    assert site.kind_of(made.SerializeToString()) == "clear_cache"
    made.rerun_script.query_string = "area=E09000022"
    assert site.kind_of(made.SerializeToString()) in connections._ALLOWED
    made.rerun_script.query_string = "area=E09000022&" * 600
    assert site.kind_of(made.SerializeToString()) is None
    assert site.kind_of(b"") is None
    assert site.kind_of(b"\xff\xff") is None
    known = {one.name for one in site.BackMsg.DESCRIPTOR.fields}
    assert known > connections._ALLOWED


def test_how_many_sockets_is_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for named, most in (("7", 7), ("", 400), ("many", 400)):
        monkeypatch.setenv(connections.MOST_SOCKETS, named)
        assert connections.most_sockets() == most
