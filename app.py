"""The server: the Streamlit script, the data routes and the headers, put together.

Serve it with `streamlit run app.py`.
"""

import streamlit as st
import streamlit.logger
from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import logs
from dashboard.files import routes
from dashboard.site import addresses, embed, errors, start
from dashboard.subjects.pages import PAGES


def kind_of(message: bytes) -> str | None:
    """What a page asks for over its socket; None where it is no message of Streamlit's."""
    try:
        kind: str | None = BackMsg.FromString(message).WhichOneof("type")
    except DecodeError:
        return None
    return kind


def write_logs() -> None:
    """Write every line as JSON, those of Streamlit too: each of its loggers would else get a handler of its own."""
    streamlit.logger.setup_formatter = logs.take_over
    logs.start()


app = st.App(
    "dashboard/screen/main.py",
    routes=[
        *routes.routes(pages=[page.path for page in PAGES]),
        *embed.routes(),
        *addresses.routes(),
    ],
    middleware=[*addresses.middleware(kind_of), *routes.middleware()],
    lifespan=start.lifespan("dashboard", script="dashboard.screen.main", write_logs=write_logs),
    exception_handlers=errors.exception_handlers(),
    on_script_error=start.on_script_error(show=st.error),
)
