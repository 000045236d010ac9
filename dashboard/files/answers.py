"""How every request is taken and answered: methods, errors, 304, HEAD, headers."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from itertools import chain

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from dashboard.campaigns import without_campaigns
from dashboard.files import links
from dashboard.files.errors import (
    ANYONE,
    METHODS,
    ApiError,
    bad_request,
    too_many,
    unavailable,
)
from dashboard.heavy import BusyError, FailedError
from dashboard.negotiation import is_held
from datasets.catalogue import DatasetError
from datasets.versions import Snapshot, SpoiltTableError

log = logging.getLogger(__name__)

LONGEST_QUERY = 8_000
"""Characters of a query string; more is 414."""

CODE_OF_ANSWERS = 2
"""Part of every ETag; to be raised when the same query is answered in another form."""

_MAY_WAIT = (".xlsx", ".docx", ".svg")
"""Ends of addresses whose answer may wait for another process; `dashboard.heavy` bounds how many do."""

_waiting: RunVar[CapacityLimiter] = RunVar("threads that may wait")
_reading: RunVar[CapacityLimiter] = RunVar("threads that read tables")

_SENT_AT_ONCE = 2_000_000
MOST_LONG = 10
"""Answers over that size that are sent at one moment; one that waited would hold as much meanwhile."""
_CHECKED_EACH_TIME = "public, no-cache"
_FIXED = "public, max-age=3600"
"""Not for ever: a folder that is built anew may give the same version number to other rows."""

DATA_VERSION = "Data-Version"
"""Header: of which version of the data an answer is; the rows of a CSV cannot say it."""
_MAY_BE_READ = f"Content-Disposition, {DATA_VERSION}, ETag, Last-Modified, Link"

Answer = Callable[[Request], Response]
Refusal = Callable[[Request, ApiError], Response]


class Endpoint:
    """An ASGI application around one function: every method, and every way it can fail."""

    def __init__(
        self,
        answer: Answer,
        at_once: Callable[[Request], Response | None] | None = None,
        has_parameters: bool = True,
        refused: Refusal | None = None,
    ) -> None:
        """Keep the functions.

        Args:
            answer: runs in a thread and may raise `ApiError`.
            at_once: what takes no time is answered here, without a thread; None, or any error, hands
                the request on to `answer`.
            has_parameters: whether a query string is looked at; else it is refused, so that nobody
                takes the answer for a filtered one.
            refused: puts an error into words for people; else it is JSON.
        """
        self.answer, self.at_once, self.has_parameters = answer, at_once, has_parameters
        self.refused: Refusal = refused or (lambda _request, error: error.response())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what campaigns and networks add to its address asks for nothing."""
        scope = {**scope, "query_string": without_campaigns(scope["query_string"])}
        request = Request(scope, receive)
        response = self._quick(request)
        if response is None:
            response = await _in_thread(self._response, request)
        if request.method == "HEAD":
            response = _Head(response)
        await response(scope, receive, send)

    def _quick(self, request: Request) -> Response | None:
        is_read = request.method in {"GET", "HEAD"}
        if self.at_once is None or not is_read or _is_too_long(request):
            return None
        with contextlib.suppress(Exception):  # `answer` says what is wrong
            return self.at_once(request)
        return None

    def _response(self, request: Request) -> Response:
        try:
            return _preflight() if request.method == "OPTIONS" else self._checked(request)
        except ApiError as error:
            return self.refused(request, error)
        except BusyError:
            return self.refused(request, too_many())
        except FailedError as error:  # the data is sound: it may be asked for again
            log.error("a file could not be made: %s", error)
            return self.refused(request, too_many())
        except SpoiltTableError as error:
            log.error("published data cannot be read: %s", error)
            return self.refused(request, unavailable(error.dataset))
        except DatasetError as error:
            log.error("published data cannot be read: %s", error)
            return self.refused(request, unavailable())
        except Exception:
            log.exception("a request for data failed")
            return self.refused(request, unavailable())

    def _checked(self, request: Request) -> Response:
        if request.method not in METHODS:
            allow = {"Allow": ", ".join(METHODS)}
            raise ApiError(405, "this method is not allowed here", METHODS, allow)
        if _is_too_long(request):
            allowed = [f"a query string of at most {LONGEST_QUERY} characters"]
            raise ApiError(414, "the query string is too long", allowed)
        if request.scope["query_string"] and not self.has_parameters:
            allowed = ["no parameters", "/data/{dataset}.csv?{column}={value}"]
            raise bad_request("this address takes no parameters", allowed)
        return self.answer(request)


async def _in_thread(answer: Answer, request: Request) -> Response:
    """The answer made in a thread: one of their own for what may wait, so that none is missing for pages.

    Few begin to read a table at once: each holds what it reads, and is refused if many are being sent.
    """
    limiter = None
    if request.scope["path"].endswith(_MAY_WAIT):
        limiter = _threads(_waiting, 48)
    elif request.scope["path"].startswith("/data/"):
        limiter = _threads(_reading, 6)
    return await to_thread.run_sync(answer, request, limiter=limiter)


def _threads(of: RunVar[CapacityLimiter], most: int) -> CapacityLimiter:
    """The limit of some threads, one for each loop."""
    try:
        return of.get()
    except LookupError:
        of.set(CapacityLimiter(most))
        return of.get()


def _is_too_long(request: Request) -> bool:
    return len(request.scope["query_string"]) > LONGEST_QUERY


class _Head(Response):
    """The headers of an answer without its body."""

    def __init__(self, full: Response) -> None:
        self.status_code, self.background, self.body = full.status_code, None, b""
        self.raw_headers = full.raw_headers


def _preflight() -> Response:
    headers = {
        **ANYONE,
        "Access-Control-Allow-Methods": ", ".join(METHODS),
        "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
        "Access-Control-Max-Age": "86400",
        "Allow": ", ".join(METHODS),
    }
    return Response(status_code=204, headers=headers)


def etag(*parts: str) -> str:
    """A tag that changes with any of the parts; weak, since an answer may be sent compressed."""
    joined = "\n".join((str(CODE_OF_ANSWERS), *parts))
    return f'W/"{hashlib.sha256(joined.encode()).hexdigest()[:24]}"'


def headers_of(of: Snapshot, tag: str, is_fixed: bool) -> dict[str, str]:
    """Headers of an answer about a version of the data.

    Args:
        of: the version.
        tag: from `etag`.
        is_fixed: whether the address names the version, so that its answer never changes.
    """
    return {
        **ANYONE,
        DATA_VERSION: of.version,
        "ETag": tag,
        "Last-Modified": format_datetime(of.built_at, usegmt=True),
        "Cache-Control": _FIXED if is_fixed else _CHECKED_EACH_TIME,
        "Access-Control-Expose-Headers": _MAY_BE_READ,
        **links.varies(),
    }


def not_modified(
    request: Request, headers: Mapping[str, str], built_at: datetime
) -> Response | None:
    """The answer 304 where the asker holds the same already, else None."""
    if "if-none-match" in request.headers:
        is_same = is_held(request.headers, headers["ETag"])
    else:
        is_same = _not_since(request.headers.get("if-modified-since"), built_at)
    return unchanged(headers) if is_same else None


def unchanged(headers: Mapping[str, str]) -> Response:
    """The answer 304."""
    return Response(status_code=304, headers=dict(headers))


def _not_since(written: str | None, built_at: datetime) -> bool:
    if not written:
        return False
    try:
        # The same date, not a later one: data that was put back is older than what the asker holds.
        return parsedate_to_datetime(written) == built_at.replace(microsecond=0)
    except (TypeError, ValueError):  # no date, or one without a time zone
        return False


def document(
    request: Request,
    of: Snapshot,
    body: bytes,
    media_type: str = "application/json",
    is_fixed: bool = False,
) -> Response:
    """A small answer that was made whole; arguments as `headers_of`."""
    tag = etag(of.digest, hashlib.sha256(body).hexdigest())
    headers = headers_of(of, tag, is_fixed)
    return not_modified(request, headers, of.built_at) or Response(
        body, headers=headers, media_type=media_type
    )


class _Long(StreamingResponse):
    """An answer that is made while it is sent: few at once, as each holds what it reads until it is taken.

    Forty readers who take nothing of a whole table would hold a gigabyte until they are given up.
    """

    open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, when there is room for it; else refuse it."""
        if _Long.open >= MOST_LONG:
            await too_many().response()(scope, receive, send)
            return
        _Long.open += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            _Long.open -= 1


def in_pieces(pieces: Iterator[bytes], headers: Mapping[str, str], media_type: str) -> Response:
    """An answer sent as it is made; one that is small is made whole, so that its length is known.

    What can fail with the first pieces fails before anything is sent.
    """
    first: list[bytes] = []
    size = 0
    for piece in pieces:
        first.append(piece)
        size += len(piece)
        if size > _SENT_AT_ONCE:
            rest = chain(first, pieces)
            return _Long(rest, headers=dict(headers), media_type=media_type)
    return Response(b"".join(first), headers=dict(headers), media_type=media_type)
