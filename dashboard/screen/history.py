"""How the reader came to this page: the one place that reads Streamlit's private context."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx


def is_back() -> bool:
    """Whether the page is shown because of the browser's Back or Forward."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)
