"""The server: the Streamlit script, the data routes and the headers, put together.

Serve it with `streamlit run app.py`.
"""

import streamlit as st
import streamlit.logger
from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import logs
from dashboard.files import routes
from dashboard.files.answers import LONGEST_QUERY
from dashboard.site import addresses, embed, errors, start
from dashboard.subjects.pages import PAGES

SCRIPT = "dashboard/screen/main.py"


def kind_of(message: bytes) -> str | None:
    """What a page asks for over its socket; None where it is no message of Streamlit's, or its query is too long."""
    try:
        asked = BackMsg.FromString(message)
    except DecodeError:
        return None
    if len(asked.rerun_script.query_string) > LONGEST_QUERY:
        return None
    kind: str | None = asked.WhichOneof("type")
    return kind


def untold(message: bytes) -> bytes:
    """A message to a page without path and installation of the server, its system and version of Python.

    A page makes one number of path and installation, by which it knows the site again; nothing else
    on it needs them.
    """
    if SCRIPT.encode() not in message:
        return message
    told = ForwardMsg.FromString(message)
    if told.WhichOneof("type") != "new_session":
        return message
    told.new_session.main_script_path = SCRIPT
    begun = told.new_session.initialize
    begun.user_info.Clear()
    begun.user_info.SetInParent()
    begun.environment_info.python_version = begun.environment_info.server_os = ""
    written: bytes = told.SerializeToString()
    return written


def write_logs() -> None:
    """Write every line as JSON, those of Streamlit too: each of its loggers would else get a handler of its own."""
    streamlit.logger.setup_formatter = logs.take_over
    logs.start()


app = st.App(
    SCRIPT,
    routes=[
        *routes.routes(pages=[page.path for page in PAGES]),
        *embed.routes(),
        *addresses.routes(),
    ],
    middleware=[*addresses.middleware(kind_of, untold), *routes.middleware()],
    lifespan=start.lifespan("dashboard", script="dashboard.screen.main", write_logs=write_logs),
    exception_handlers=errors.exception_handlers(),
    on_script_error=start.on_script_error(show=st.error),
)
