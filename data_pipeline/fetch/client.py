"""One request with limits of time and size, retried where that may help: the only network code."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import math
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Self
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from tqdm import tqdm
from urllib3.util.retry import Retry

from data_pipeline.fetch.rawstore import Held
from datasets.schema import SourceError

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
TOTAL_SECONDS = 900.0
RETRIES = 4
BACKOFF_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
MAX_CATALOGUE_MB = 100
MAX_REDIRECTS = 5
PIECE = 65_536  # bytes
RETRIED = (429, 500, 502, 503, 504)
MEGABYTE = 1_000_000
AGENT = "london-policing-scorecard (Python requests)"


@dataclass(frozen=True)
class Limits:
    """How long, how often and how patiently a publisher is asked; seconds but for `retries`.

    Attributes:
        connect: to a connection.
        read: between two pieces of an answer.
        total: from the first request to the last byte; after it nothing is tried again.
        retries: after a first try that met 429, 5xx or a lost connection.
        backoff: pause before the second retry, doubling from then on.
        longest_wait: that a server's Retry-After may ask for.
    """

    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    total: float = TOTAL_SECONDS
    retries: int = RETRIES
    backoff: float = BACKOFF_SECONDS
    longest_wait: float = LONGEST_WAIT_SECONDS

    @classmethod
    def from_environment(cls) -> Limits:
        """The limits, each replaced by `FETCH_<NAME>` where that is in the environment.

        Raises:
            SourceError: one of those is not a number of at least 0.
        """
        changed: dict[str, float] = {}
        for one in dataclasses.fields(cls):
            name = f"FETCH_{one.name.upper()}"
            text = os.environ.get(name, "")
            if text and not text.replace(".", "", 1).isdecimal():
                raise SourceError.of(name, f"{text!r} is not a number of at least 0")
            if text:
                changed[one.name] = float(text)
        limits = dataclasses.replace(cls(), **changed)  # type: ignore[arg-type]
        return dataclasses.replace(limits, retries=int(limits.retries))


@dataclass(frozen=True)
class Received:
    """An answer whose bytes have been written; `is_new` is False where the file held still stands."""

    is_new: bool
    etag: str
    last_modified: str
    sha256: str


class Refused(Exception):  # noqa: N818
    """Why a publisher's answer is none, in words, with the address asked."""

    def __init__(self, url: str, why: str, status: int = 0) -> None:
        """Keeps the address without its query, which may hold a signature."""
        super().__init__(f"{urlsplit(url)._replace(query='', fragment='').geturl()}: {why}")
        self.why = why
        self.is_not_found = status in (requests.codes.not_found, requests.codes.gone)


class _Retry(Retry):
    """Retries as urllib3 has them, up to a moment."""

    until: float = math.inf

    def new(self, **changes: Any) -> Self:
        """The next state, with the same end."""
        later = super().new(**changes)
        later.until = self.until
        return later

    def is_exhausted(self) -> bool:
        """Whether this was the last try."""
        return super().is_exhausted() or time.monotonic() >= self.until


class Client:
    """Requests with time limits, retries and a limit of size."""

    def __init__(self, limits: Limits) -> None:
        """Opens a session whose connections retry by themselves."""
        self.retry = _Retry(
            total=limits.retries,
            status_forcelist=RETRIED,
            allowed_methods=("GET",),
            backoff_factor=limits.backoff,
            backoff_max=limits.longest_wait,
            retry_after_max=int(limits.longest_wait),
            raise_on_status=False,
        )
        self.limits = limits
        self.session = requests.Session()
        self.session.max_redirects = MAX_REDIRECTS
        self.session.headers.update({"User-Agent": AGENT, "Accept-Encoding": "identity"})
        self.adapter = HTTPAdapter()
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, self.adapter)

    def json(self, url: str) -> object:
        """The JSON at an address.

        Raises:
            Refused: there is none.
        """
        body = io.BytesIO()
        self.receive(url, body, None, MAX_CATALOGUE_MB * MEGABYTE, "")
        try:
            return json.loads(body.getvalue())
        except (ValueError, RecursionError):
            raise Refused(url, "the answer is no JSON") from None

    def receive(
        self, url: str, sink: BinaryIO, held: Held | None, max_bytes: int, label: str
    ) -> Received:
        """Writes the bytes at an address to `sink`, unless the file held still stands.

        Args:
            url: address.
            sink: takes the bytes, exactly as sent.
            held: what is held of this address, to ask only for something newer.
            max_bytes: how many there may be.
            label: named beside the progress bar; none is drawn without it.

        Raises:
            Refused: an error status, a lost or slow connection, too many bytes or too few.
        """
        deadline = time.monotonic() + self.limits.total
        self.adapter.max_retries = self.retry.new()
        self.adapter.max_retries.until = deadline
        waits = (self.limits.connect, self.limits.read)
        try:
            with self.session.get(url, headers=_conditions(held), stream=True, timeout=waits) as answer:  # fmt: skip
                if answer.status_code == requests.codes.not_modified and held:
                    return Received(False, held.etag, held.last_modified, held.sha256)
                _good_status(url, answer)
                digest = self._body(url, answer, sink, max_bytes, deadline, label)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise Refused(url, _in_words(error, self.limits)) from error
        headers = answer.headers
        return Received(True, headers.get("ETag", ""), headers.get("Last-Modified", ""), digest)

    def _body(
        self,
        url: str,
        answer: requests.Response,
        sink: BinaryIO,
        max_bytes: int,
        deadline: float,
        label: str,
    ) -> str:
        length = int(_length(answer) or 0)
        if length > max_bytes:
            raise Refused(url, _too_large(max_bytes))
        digest, size = hashlib.sha256(), 0
        is_shown = bool(label) and sys.stderr.isatty()
        with tqdm(
            total=length or None, desc=label, unit="B", unit_scale=True, disable=not is_shown
        ) as bar:
            # One read of the socket at a time, so that a server that trickles meets the deadline.
            for piece in self._pieces(url, answer):
                size += len(piece)
                if size > max_bytes:
                    raise Refused(url, _too_large(max_bytes))
                if time.monotonic() > deadline:
                    raise Refused(url, f"not finished within {self.limits.total:g} s")
                digest.update(piece)
                sink.write(piece)
                bar.update(len(piece))
        return digest.hexdigest()

    def _pieces(self, url: str, answer: requests.Response) -> Iterator[bytes]:
        """The body as it comes; a body shorter than announced raises at its end."""
        try:
            while piece := answer.raw.read1(PIECE, decode_content=True):
                yield piece
        except urllib3.exceptions.HTTPError as error:
            came, length = answer.raw.tell(), answer.headers.get("Content-Length", "?")
            why = _in_words(error, self.limits)
            raise Refused(url, f"cut short: {came} of {length} bytes came, then {why}") from error


def _conditions(held: Held | None) -> dict[str, str]:
    if held is None:
        return {}
    asked = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in asked.items() if value}


def _good_status(url: str, answer: requests.Response) -> None:
    if urlsplit(url).scheme == "https" != urlsplit(answer.url).scheme:
        raise Refused(url, "leads to an address without encryption")
    if answer.status_code != requests.codes.ok:
        tried = len(answer.raw.retries.history) + 1 if answer.raw.retries else 1
        times = f" ({tried} tries)" if tried > 1 else ""
        raise Refused(url, f"HTTP {answer.status_code}{times}", answer.status_code)


def _length(answer: requests.Response) -> str:
    """The bytes announced, as digits; empty where none are, or where they are of a packed form."""
    announced = answer.headers.get("Content-Length", "")
    is_plain = answer.headers.get("Content-Encoding", "identity") == "identity"
    return announced if is_plain and announced.isdecimal() else ""


def _too_large(max_bytes: int) -> str:
    return f"larger than the {max_bytes / MEGABYTE:g} MB allowed"


def _in_words(error: Exception, limits: Limits) -> str:
    """The cause that lies below the libraries' wrapping, in a few words."""
    causes = [error, *error.args]
    causes += [getattr(one, "reason", None) for one in causes]
    for kind, words in (
        (urllib3.exceptions.IncompleteRead, "the connection ended"),
        (urllib3.exceptions.NameResolutionError, "no connection: there is no such host"),
        (urllib3.exceptions.NewConnectionError, "no connection: nobody answers there"),
        (urllib3.exceptions.ConnectTimeoutError, f"no connection within {limits.connect:g} s"),
        (urllib3.exceptions.ReadTimeoutError, f"nothing came for {limits.read:g} s"),
        (urllib3.exceptions.SSLError, "its certificate is not accepted"),
        (requests.exceptions.SSLError, "its certificate is not accepted"),
        ((urllib3.exceptions.ProtocolError, requests.ConnectionError), "the connection was lost"),
    ):
        found = next((one for one in causes if isinstance(one, kind)), None)
        if found is not None:
            return words
    return f"cannot be asked ({type(error).__name__})"
