"""A way through to a server that counts what comes back: bytes as they are on the wire, web sockets too."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_PIECE = 1 << 16


@dataclass
class Counted:
    """What has come through.

    Attributes:
        port: where to ask.
        bytes_down: from the server to whoever asks.
    """

    port: int = 0
    bytes_down: int = 0
    _ready: threading.Event = field(default_factory=threading.Event)


@contextmanager
def counting(port: int) -> Iterator[Counted]:
    """Listen on a port of this machine and pass everything on to another, until the end."""
    counted, loop = Counted(), asyncio.new_event_loop()
    thread = threading.Thread(target=_serve, args=(loop, counted, port), daemon=True)
    thread.start()
    counted._ready.wait()
    try:
        yield counted
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _serve(loop: asyncio.AbstractEventLoop, counted: Counted, port: int) -> None:
    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(
            _pass_on(reader, there_writer, None), _pass_on(there_reader, writer, counted)
        )

    async def listen() -> None:
        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        counted.port = server.sockets[0].getsockname()[1]
        counted._ready.set()

    loop.run_until_complete(listen())
    loop.run_forever()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counted: Counted | None
) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE):
            if counted:
                counted.bytes_down += len(piece)
            writer.write(piece)
            await writer.drain()
    with suppress(OSError):
        writer.close()
