"""The server: the Streamlit script, the data routes and the headers, put together.

Serve it with `streamlit run app.py`.
"""

import streamlit as st

from dashboard import api, server
from dashboard.api import embed

app = st.App(
    "dashboard/screen/main.py",
    routes=[
        *api.routes(pages=[page.path for page in server.PAGES]),
        *embed.routes(),
        *server.routes(),
    ],
    middleware=[*server.middleware(), *api.middleware()],
    lifespan=server.lifespan("dashboard", script="dashboard.screen.main"),
    exception_handlers=server.exception_handlers(),
    on_script_error=server.on_script_error(show=st.error),
)
