"""The site's own address, as its readers know it."""

from __future__ import annotations

import os
import re

SITE_URL = "SITE_URL"
"""Name in the environment: scheme and host of the public address, where a proxy stands before it."""

_HOST = r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?"
_ADDRESS = re.compile(rf"https?://{_HOST}", re.ASCII)


def is_named() -> bool:
    """Say whether `SITE_URL` names the address, so that nothing depends on the host asked for."""
    return _ADDRESS.fullmatch(_named()) is not None


def site_address(scheme: str, host: str) -> str:
    """Return scheme and host such as https://example.org, without a slash at the end.

    Args:
        scheme, host: as asked for; who asks can write anything there.

    Returns:
        What `SITE_URL` names, else what was asked for; empty where that is no address.
    """
    asked = f"{scheme}://{host}"
    return next((one for one in (_named(), asked) if _ADDRESS.fullmatch(one)), "")


def _named() -> str:
    return os.environ.get(SITE_URL, "").rstrip("/")
