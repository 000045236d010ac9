"""The server: the Streamlit script, the data routes and the headers, put together.

Serve it with `streamlit run app.py`.
"""

import streamlit as st

from dashboard.files import routes
from dashboard.site import addresses, embed, errors, start
from dashboard.subjects.pages import PAGES

app = st.App(
    "dashboard/screen/main.py",
    routes=[
        *routes.routes(pages=[page.path for page in PAGES]),
        *embed.routes(),
        *addresses.routes(),
    ],
    middleware=[*addresses.middleware(), *routes.middleware()],
    lifespan=start.lifespan("dashboard", script="dashboard.screen.main"),
    exception_handlers=errors.exception_handlers(),
    on_script_error=start.on_script_error(show=st.error),
)
