"""What the server adds around Streamlit: addresses, headers, compressed files, the served HTML.

Streamlit answers every unknown path with its own start page, titled after itself, and compresses
none of its files. Here each page has its address, title and description in the HTML; every other
path is a real 404; and no answer lets a browser fetch anything from another host.
"""

from dashboard.server.addresses import middleware, routes
from dashboard.server.errors import exception_handlers
from dashboard.server.headers import content_security_policy, same_origin
from dashboard.server.html import HERE, page_html
from dashboard.server.pages import PAGES, SITE_NAME, Page
from dashboard.server.start import FAILURE, lifespan, log, on_script_error, warm

__all__ = [
    "FAILURE",
    "HERE",
    "PAGES",
    "SITE_NAME",
    "Page",
    "content_security_policy",
    "exception_handlers",
    "lifespan",
    "log",
    "middleware",
    "on_script_error",
    "page_html",
    "routes",
    "same_origin",
    "warm",
]
