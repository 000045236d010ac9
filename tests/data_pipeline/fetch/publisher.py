"""A publisher on loopback: a catalogue in three generations, downloads, months, and faults on demand."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

GENERATIONS = ("v3", "export", "old")
SIGN_IN = b"<!doctype html><html><body>Sign in</body></html>"


@dataclass
class File:
    """A file of a dataset, of which the catalogue states size and hash; `facts` replaces what it says."""

    name: str
    body: bytes
    title: str = ""
    covers_to: str | None = None
    changed: str = "2026-07-06T09:00:00Z"
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def format(self) -> str:
        return self.name.rsplit(".", 1)[-1]

    @property
    def tag(self) -> str:
        return f'"{hashlib.md5(self.body).hexdigest()}"'


@dataclass
class Answered:
    """A request, and what was sent for it: status, bytes of the body, headers it came with."""

    path: str
    status: int
    size: int
    headers: dict[str, str]


class QuietServer(ThreadingHTTPServer):
    """Writes nothing to standard error when a client hangs up, as one does that refuses an answer."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Publisher:
    """What is published, and how the server misbehaves.

    Attributes:
        datasets: id -> (slug, files).
        generations: which of the catalogue's answer; the others are not found.
        faults: part of a path -> kind, met by every request whose path holds the part.
        months: data.police.uk's: month -> body, or None where only other forces publish.
        answered: every request, in order.
    """

    def __init__(self) -> None:
        self.datasets: dict[str, tuple[str, list[File]]] = {}
        self.generations = set(GENERATIONS)
        self.faults: dict[str, str] = {}
        self.months: dict[str, bytes | None] = {}
        self.is_tagged = True
        self.answered: list[Answered] = []
        self.spent: set[str] = set()
        self.stopping = threading.Event()

    def __enter__(self) -> Publisher:
        self.server = QuietServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.server.publisher = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def handler(self) -> type[Handler]:
        """What answers a request."""
        return Handler

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()

    def data_bytes(self) -> int:
        """Bytes of data sent so far, the catalogue's left out."""
        return sum(one.size for one in self.answered if not is_catalogue(one.path))

    def asked(self, part: str) -> list[Answered]:
        """The requests whose path holds a part."""
        return [one for one in self.answered if part in one.path]

    def fault_of(self, path: str) -> str:
        """The fault that a request meets; one that strikes once is spent by it."""
        for part, kind in self.faults.items():
            if part in path and not (kind.endswith("once") and part in self.spent):
                self.spent.add(part)
                return kind
        return ""

    def catalogue(self, path: str) -> object:
        """The catalogue's answer, or None where it has none."""
        if path == "/api/v3/datasets/export.json" and "export" in self.generations:
            return [self._newer(ident, as_list=True) for ident in self.datasets]
        for start, generation in (("/api/v3/dataset/", "v3"), ("/api/dataset/", "old")):
            if path.startswith(start) and generation in self.generations:
                return self._entry(path.removeprefix(start), generation)
        return None

    def _entry(self, name: str, generation: str) -> object:
        for ident, (slug, _) in self.datasets.items():
            if name in (ident, slug, f"{slug}-{ident}"):
                return (
                    self._newer(ident, as_list=False) if generation == "v3" else self._older(ident)
                )
        return None

    def _newer(self, ident: str, as_list: bool) -> dict[str, Any]:
        slug, files = self.datasets[ident]
        found = [
            {
                "id": str(number), "title": file.title or file.name.rsplit(".", 1)[0],
                "url": self._address(ident, number, file), "filename": file.name,
                "format": file.format, "timeframe": {"from": None, "to": file.covers_to},
                "timestamp": file.changed, "size": len(file.body), "hash": file.tag.strip('"'),
                **file.facts,
            }
            for number, file in enumerate(files)
        ]  # fmt: skip
        listed = found if as_list else {one["id"]: one for one in found}
        return {"id": ident, "webpage": f"/dataset/{slug}-{ident}", "resources": listed}

    def _older(self, ident: str) -> dict[str, Any]:
        slug, files = self.datasets[ident]
        found = {
            f"{number}-long": {
                "title": file.title or file.name.rsplit(".", 1)[0],
                "url": self._address(ident, number, file), "format": file.format,
                "temporal_coverage_to": file.covers_to, "check_timestamp": file.changed,
                "check_size": len(file.body), "check_hash": file.tag.strip('"'), **file.facts,
            }
            for number, file in enumerate(files)
        }  # fmt: skip
        return {"id": ident, "slug": slug, "resources": found}

    def _address(self, ident: str, number: int, file: File) -> str:
        return f"{self.url}/download/{ident}/{number}/{quote(file.name)}"

    def file(self, path: str) -> File | None:
        """The file at an address."""
        parts = path.split("/")
        if len(parts) < 5 or parts[1] != "download" or parts[2] not in self.datasets:
            return None
        return self.datasets[parts[2]][1][int(parts[3])]

    def month(self, path: str, query: dict[str, list[str]]) -> File | None:
        """A month of one force's stops."""
        body = self.months.get(query.get("date", [""])[0]) if path == "/api/stops-force" else None
        is_known = query.get("force") == ["metropolitan"] and body is not None
        return File("stops.json", body) if is_known else None

    def availability(self) -> list[dict[str, Any]]:
        """Which months list which forces, newest first as the publisher has them."""
        forces = {month: ["cleveland", *(["metropolitan"] if body is not None else [])]
                  for month, body in self.months.items()}  # fmt: skip
        return [
            {"date": month, "stop-and-search": forces[month]}
            for month in sorted(forces, reverse=True)
        ]


def another_digit(body: bytes) -> bytes:
    """A file of the same length with its last digit another, which its hash alone betrays."""
    at = next(n for n in reversed(range(len(body))) if body[n : n + 1].isdigit())
    return b"%s%d%s" % (body[:at], (int(body[at : at + 1]) + 1) % 10, body[at + 1 :])


def is_catalogue(path: str) -> bool:
    """Whether a path asks what there is rather than for data."""
    return path.startswith(
        ("/api/v3/", "/api/content/", "/api/dataset/", "/api/crimes-street-dates")
    )


class Handler(BaseHTTPRequestHandler):
    """Answers as the publisher is told to."""

    protocol_version = "HTTP/1.1"

    @property
    def publisher(self) -> Publisher:
        return self.server.publisher

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        fault = self.publisher.fault_of(f"{path}?{address.query}")
        if fault in FAULTS:
            FAULTS[fault](self)
        else:
            self.respond(address, path, fault)

    def respond(self, address: SplitResult, path: str, fault: str) -> None:
        """Answers a request that no fault meets before its answer begins."""
        if path == "/api/crimes-street-dates":
            self.answer(200, json.dumps(self.publisher.availability()).encode())
            return
        entry = self.publisher.catalogue(path)
        if entry is not None:
            self.answer(200, json.dumps(entry).encode())
            return
        file = self.publisher.file(path) or self.publisher.month(path, parse_qs(address.query))
        if file is None:
            self.answer(404, b"not found", kind="text/plain")
        else:
            self.download(file, fault)

    def download(self, file: File, fault: str) -> None:
        headers = {"ETag": file.tag} if self.publisher.is_tagged else {}
        if self.publisher.is_tagged and self.headers.get("If-None-Match") == file.tag:
            self.answer(304, b"", **headers)
        elif fault in PARTLY:
            PARTLY[fault](self, file.body)
        else:
            self.answer(200, file.body, **headers)

    def answer(
        self, status: int, body: bytes, kind: str = "application/json", **headers: str
    ) -> None:
        self.start(status, len(body), kind, **headers)
        self.wfile.write(body)
        self.note(status, len(body))

    def start(
        self, status: int, length: int | None, kind: str = "text/csv", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is None:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def note(self, status: int, size: int) -> None:
        self.publisher.answered.append(
            Answered(unquote(self.path), status, size, dict(self.headers.items()))
        )

    def reset(self) -> None:
        self.note(0, 0)
        self.close_connection = True

    def truncated(self, body: bytes) -> None:
        self.start(200, len(body))
        self.wfile.write(body[: len(body) // 2])
        self.note(200, len(body) // 2)
        self.close_connection = True

    def trickled(self, body: bytes, pause: float) -> None:
        self.start(200, len(body))
        self.note(200, 0)
        for byte in body:
            if self.publisher.stopping.wait(pause):
                break
            try:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            except OSError:
                break
        self.close_connection = True

    def endless(self, body: bytes) -> None:
        self.start(200, None)
        for _ in range(50):
            try:
                self.wfile.write(body)
            except OSError:
                break
        self.note(200, len(body))

    def stalled(self) -> None:
        self.note(0, 0)
        self.publisher.stopping.wait(5)
        self.close_connection = True


FAULTS: dict[str, Callable[[Handler], None]] = {
    **{
        str(status): lambda handler, status=status: handler.answer(status, b"")
        for status in (403, 404, 500)
    },
    "500once": lambda handler: handler.answer(500, b""),
    "429once": lambda handler: handler.answer(429, b"", Retry_After="1"),
    "429long": lambda handler: handler.answer(429, b"", Retry_After="3600"),
    "503once": lambda handler: handler.answer(503, b"", Retry_After="1"),
    "503long": lambda handler: handler.answer(503, b"", Retry_After="3600"),
    "410": lambda handler: handler.answer(410, b'{"document_type": "gone"}'),
    "429odd": lambda handler: handler.answer(429, b"", Retry_After="soon"),
    "html": lambda handler: handler.answer(200, SIGN_IN, kind="text/html"),
    "empty": lambda handler: handler.answer(200, b""),
    "message": lambda handler: handler.answer(200, b'{"error": "try again later"}'),
    "nothing": lambda handler: handler.answer(200, b'{"resources": {}}'),
    "reset": Handler.reset,
    "stall": Handler.stalled,
}
PARTLY: dict[str, Callable[[Handler, bytes], None]] = {
    "truncate": Handler.truncated,
    "slow": lambda handler, body: handler.trickled(body, 0.02),
    "endless": Handler.endless,
    "shorter": lambda handler, body: handler.answer(200, body[: len(body) // 2]),
    "longer": lambda handler, body: handler.answer(200, body + body.splitlines(keepends=True)[-1]),
    "flipped": lambda handler, body: handler.answer(200, another_digit(body)),
    "garbled": lambda handler, body: handler.answer(200, bytes((b * 7 + 131) % 256 for b in body)),
    "renamed": lambda handler, body: handler.answer(200, body.replace(b"measure", b"words", 1)),
    "relabelled": lambda handler, body: handler.answer(200, body.replace(b"Police do", b"Cats do")),
}


def wait_for(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
