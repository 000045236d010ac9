"""Security headers on every answer, and whose web sockets are let in."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.site.errors import ambiguous, failed
from dashboard.site.head import EMBEDDED, kind_of
from dashboard.site.html import page_html, start_page_text
from dashboard.site.start import log
from dashboard.subjects.pages import PAGES


def content_security_policy(inline_scripts: tuple[str, ...], framed_by: str = "'self'") -> str:
    """Return the policy: everything from this host; of inline scripts, only those given.

    Each exception has its reason:
    `style-src 'unsafe-inline'`: Streamlit (emotion) and Plotly write style elements while they draw, so
    no hash can name them; `img-src data: blob:`: Plotly's pictures to save are made in the page;
    `font-src data:`: Streamlit's icons are packed into its style sheets; `connect-src data: blob:`: its
    tables fetch what they hold from such addresses; `worker-src blob:`: they start a worker from one.
    `media-src blob:` goes with them. No script is let in but this host's and the hashes.

    Args:
        inline_scripts: their texts.
        framed_by: whose pages may show this one in a frame. Only this site's: a page that is asked
            for as an embedded one, and a figure alone, say themselves whose figures they show, and may
            be framed by anyone.
    """
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in inline_scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-src 'self'",
            f"frame-ancestors {framed_by}",
        )
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _policy(framed_by: str) -> str:
    served = page_html(start_page_text(), PAGES[0])
    scripts = re.findall(r"<script>(.*?)</script>", served, flags=re.DOTALL)
    return content_security_policy(tuple(scripts), framed_by)


FILES_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of files and of what is read by programs: should one be taken for a page, it can do nothing."""
_FILES = re.compile(r"/(data|x|openapi\.json|updates\.xml|healthz|servez|readyz)(/|$)")


def policy_of(scope: Scope) -> str:
    """The policy of what is at an address, unless its answer brings its own."""
    if _FILES.match(scope["path"]):
        return FILES_POLICY
    return _policy(framed_by(scope["path"], scope["query_string"].decode("latin-1")))


def framed_by(path: str, query: str) -> str:
    """Return whose pages may frame an answer: anyone's for a page asked for as an embedded one."""
    is_page = path in {f"/{page.path}" for page in PAGES}
    return "*" if is_page and kind_of(query) == EMBEDDED else "'self'"


class Guard:
    """Adds the security headers to every answer, and refuses web sockets opened by other sites.

    Streamlit's own check of the web socket's origin asks an outside service for this machine's
    address; this one compares it with the host that was asked for.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Make the headers that are the same for every answer."""
        self.app = app
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer, or refuse a web socket."""
        if scope["type"] == "websocket" and not same_origin(Headers(scope=scope)):
            log.warning("web socket refused: opened by another site")
            await send({"type": "websocket.close", "code": 1008, "reason": "another origin"})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        hosts = [name for name, _ in scope["headers"] if name == b"host"]
        answer = self.app if len(hosts) < 2 else ambiguous()
        await self._answered(answer, scope, receive, send)

    async def _answered(self, answer: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """An answer with its headers, an error that nobody has caught too."""
        has_begun = False

        async def noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        sending = self._adding_headers(noting, policy_of(scope))
        try:
            await answer(scope, receive, sending)
        except Exception:
            if has_begun:
                raise
            log.exception("a request failed")
            await failed()(scope, receive, sending)

    def _adding_headers(self, send: Send, policy: str) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return send_with_headers


def same_origin(headers: Headers) -> bool:
    """Say whether a request comes from a page of this site, or from no page at all."""
    origin = headers.get("origin")
    if origin is None:
        return True
    asked_for = {headers.get("host"), headers.get("x-forwarded-host")}
    return urlsplit(origin).netloc in asked_for
