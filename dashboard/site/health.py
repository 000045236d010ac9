"""Whether the site lives, whether it serves pages, and whether all of its data reads."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from datasets import catalogue

_NEVER_KEPT = {"Cache-Control": "no-store"}


def healthz(_request: Request) -> Response:
    """Answer 200 as long as the process lives."""
    return JSONResponse({"status": "alive"}, headers=_NEVER_KEPT)


def servez(_request: Request) -> Response:
    """Answer 200 when pages can be served: what is damaged is told in its place, the rest is shown.

    It is answered in a thread, as pages' own HTML is, so that it fails where they would.
    """
    return JSONResponse({"status": "serving"}, headers=_NEVER_KEPT)


def readyz(_request: Request) -> Response:
    """Answer 200 when every published dataset reads, else 503 with what is wrong."""
    problems = catalogue.problems()
    answer = {"status": "not ready" if problems else "ready", "problems": problems}
    return JSONResponse(answer, status_code=503 if problems else 200, headers=_NEVER_KEPT)
