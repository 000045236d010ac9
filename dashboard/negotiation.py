"""What the headers of a request ask for: what is held already, what may come packed, in which form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from starlette.datastructures import Headers

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII | re.IGNORECASE)


def is_held(headers: Headers, tag: str) -> bool:
    """Say whether the asker holds the answer with this tag (If-None-Match, RFC 9110 13.1.2).

    Tags are compared weakly: one for a compressed answer is as good as one for the plain one.

    Args:
        headers: of the request.
        tag: the answer's ETag, with its quotes, weak or not.
    """
    held = _written(headers, "if-none-match")
    return held.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(held)


def takes_gzip(headers: Headers) -> bool:
    """Say whether an answer may be sent compressed by gzip (Accept-Encoding, RFC 9110 12.5.3).

    A weight of 0 refuses it; so does plain text that is named and liked better.
    """
    weights = _weights(_written(headers, "accept-encoding"))
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0)))
    return gzip > 0 and gzip >= weights.get("identity", 0)


def wants_json(headers: Headers) -> bool:
    """Say whether JSON is liked better than HTML: by weight, then by what is named (Accept)."""
    weights = _weights(_written(headers, "accept"))
    return _liking(weights, "application/json") > _liking(weights, "text/html")


def _liking(weights: Mapping[str, float], media_type: str) -> tuple[float, int]:
    """Weight of a media type, and how exactly it is named: 2, 1 by its first half, 0 by */*."""
    names = ("*/*", f"{media_type.partition('/')[0]}/*", media_type)
    found = [(weights[name], named) for named, name in enumerate(names) if name in weights]
    return found[-1] if found and found[-1][0] > 0 else (0, 0)


def _written(headers: Headers, name: str) -> str:
    """A header's value; the lines of one that came in several joined, as they mean the same."""
    return ", ".join(headers.getlist(name))


@lru_cache(maxsize=256)
def _weights(written: str) -> Mapping[str, float]:
    """Name in lower case -> weight, 0 to 1; 1 where none is given, 0 where it cannot be read."""
    found: dict[str, float] = {}
    for part in written.split(","):
        name, *parameters = (one.strip() for one in part.lower().split(";"))
        if name:
            found[name] = max(found.get(name, 0), _weight(parameters))
    return found


def _weight(parameters: list[str]) -> float:
    for one in parameters:
        if one.startswith("q"):
            read = _WEIGHT.fullmatch(one.replace(" ", ""))
            return float(read[1]) if read else 0
    return 1
