"""The site as Streamlit runs it, without a browser: a page opened at an address, its widgets and HTML."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.conftest import REPOSITORY

MAIN = REPOSITORY / "dashboard" / "screen" / "main.py"


def opened(path: str, **address: str | list[str]) -> AppTest:
    """The whole site at a page's address."""
    return visit(AppTest.from_file(MAIN, default_timeout=120), path, **address)


def visit(app: AppTest, path: str, **address: str | list[str]) -> AppTest:
    """Follow a link of the site to a page, in the same session."""
    app._page_hash = calc_hash(path) if path else ""  # as `st.Page` names it
    app.query_params.clear()
    for key, values in address.items():
        app.query_params[key] = values
    return ran(app)


def ran(app: AppTest) -> AppTest:
    """The page after what was done to it."""
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    """Its own HTML, piece after piece."""
    return "".join(one.proto.body for one in app.get("html"))


def said(app: AppTest) -> str:
    """What is said of the address above the page's first piece, as HTML."""
    return html(app).split('<div class="piece">')[0]


def written(app: AppTest) -> dict[str, list[str]]:
    """The address that the browser shows."""
    values = {key: app.query_params[key] for key in app.query_params}
    return {key: one if isinstance(one, list) else [one] for key, one in values.items()}
