"""HTTP answers for programs, beside the pages: so far, whether the site lives and is ready."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from datasets import catalogue

_NEVER_KEPT = {"Cache-Control": "no-store"}


def routes() -> list[BaseRoute]:
    """Routes for `st.App`, to come before those of the pages."""
    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def healthz(_request: Request) -> JSONResponse:
    """Answer 200 as long as the process lives."""
    return JSONResponse({"status": "alive"}, headers=_NEVER_KEPT)


def readyz(_request: Request) -> JSONResponse:
    """Answer 200 when every published dataset reads, else 503 with what is wrong."""
    problems = catalogue.problems()
    answer = {"status": "not ready" if problems else "ready", "problems": problems}
    return JSONResponse(answer, status_code=503 if problems else 200, headers=_NEVER_KEPT)
