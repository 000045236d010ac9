"""What is said when a request cannot be answered: what is wrong, and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.heavy import RETRY_SECONDS
from datasets import versions

ANYONE = {"Access-Control-Allow-Origin": "*"}
METHODS = ("GET", "HEAD", "OPTIONS")
MOST_LISTED = 100
"""Values listed in one error at most."""


class ApiError(Exception):
    """A request that cannot be answered.

    Nothing that was asked for is repeated in the answer, so that nothing can be smuggled into it.

    Attributes:
        status: HTTP status.
        error: what is wrong, a clause without a full stop.
        allowed: what may be asked for instead.
        headers: further headers of the answer.
    """

    def __init__(
        self,
        status: int,
        error: str,
        allowed: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what is to be said."""
        super().__init__(error)
        self.status, self.error = status, error
        self.allowed = list(allowed)[:MOST_LISTED]
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The answer: JSON that is never kept by a cache."""
        content = {"error": self.error, "allowed": self.allowed}
        headers = {**ANYONE, "Cache-Control": "no-store", **self.headers}
        return JSONResponse(content, self.status, headers)


def bad_request(error: str, allowed: Sequence[str] = ()) -> ApiError:
    """The error of a query that asks for what cannot be."""
    return ApiError(400, error, allowed)


def unavailable(dataset: str = "") -> ApiError:
    """The error of published data that is missing or damaged; what exactly is in the log.

    Args:
        dataset: the table; empty where it is not one alone.
    """
    error = "the published data cannot be read at the moment; /readyz says which table"
    if dataset:
        error = f"the table {dataset} is being checked and cannot be read at the moment"
    return ApiError(503, error, headers={"Retry-After": "60"})


def too_many(seconds: int = RETRY_SECONDS) -> ApiError:
    """The error of more than is taken on at once, or in a minute.

    Args:
        seconds: after which it may be asked for again.
    """
    error = f"too much is asked for at the moment; ask again in {seconds} seconds"
    return ApiError(429, error, headers={"Retry-After": str(seconds)})


def unknown_dataset(of: versions.Snapshot) -> ApiError:
    """The error of a dataset that is not published."""
    return ApiError(404, "there is no such dataset", [f"/data/{name}.csv" for name in of.entries])


def not_found(_request: Request) -> NoReturn:
    """Say that nothing is at this address, and what is.

    Raises:
        ApiError: always, 404.
    """
    raise nothing_here()


def nothing_here() -> ApiError:
    """The error of an address below /data at which there is nothing."""
    allowed = [
        "/data",
        "/data/{dataset}.csv",
        "/data/{dataset}.json",
        "/data/{dataset}.parquet",
        "/data/{dataset}.xlsx",
        "/data/{dataset}.metadata.json",
        "/data/datapackage.json",
        "/data/latest",
        "/data/latest/{file}",
        "/data/v",
        "/data/v/{version}/{file}",
        "/openapi.json",
    ]
    return ApiError(404, "there is nothing at this address", allowed)
