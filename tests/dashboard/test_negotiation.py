"""What is read from If-None-Match, Accept-Encoding and Accept."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from dashboard.negotiation import is_held, takes_gzip, wants_json


def headers(name: str, *lines: str) -> Headers:
    return Headers(raw=[(name.encode(), line.encode("latin-1")) for line in lines])


@pytest.mark.parametrize("tag", ['"abc"', 'W/"abc"'])
@pytest.mark.parametrize(
    "held", ['"abc"', 'W/"abc"', '"x", W/"abc"', 'W/"x","abc" , "y"', "*", " * ", '"a,b", "abc"']
)
def test_a_tag_is_held(held: str, tag: str) -> None:
    assert is_held(headers("if-none-match", held), tag)


@pytest.mark.parametrize(
    "held",
    ["", "abc", "W/abc", '"ab"', '"ABC"', '"abc', '"x, abc"', '"a*"', '"x,*,y"', "\xff", ",,"],
)
def test_another_is_not(held: str) -> None:
    assert not is_held(headers("if-none-match", held), 'W/"abc"')


def test_tags_may_come_in_several_lines_or_not_at_all() -> None:
    assert is_held(headers("if-none-match", '"x"', '"abc"'), '"abc"')
    assert not is_held(headers("accept", "*"), '"abc"')


@pytest.mark.parametrize(
    "taken",
    [
        *("gzip", "GZip", "x-gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*"),
        *(
            "gzip;q=0.001",
            "gzip ; q=1",
            "identity;q=0, *",
            "identity;q=0.5, gzip;q=0.5",
            "deflate, *",
        ),
    ],
)
def test_gzip_is_taken(taken: str) -> None:
    assert takes_gzip(headers("accept-encoding", taken))


@pytest.mark.parametrize(
    "taken",
    [
        *(
            "",
            "identity",
            "gzip;q=0",
            "gzip;q=0, identity",
            "gzip; Q=0.000",
            "gzip;q=0, *",
            "*;q=0",
        ),
        *(
            "br, deflate",
            "gzipped",
            "gzip;q=nan",
            "gzip;q=-1",
            "gzip;q=",
            "gzip;q=2",
            "\xff",
            ";;,",
        ),
        *("identity, gzip;q=0.5", "x-gzip;q=0, br"),
    ],
)
def test_gzip_is_refused(taken: str) -> None:
    assert not takes_gzip(headers("accept-encoding", taken))


def test_encodings_may_come_in_several_lines_or_not_at_all() -> None:
    assert takes_gzip(headers("accept-encoding", "br", "gzip"))
    assert not takes_gzip(headers("accept-encoding", "br", "gzip;q=0"))
    assert not takes_gzip(headers("accept", "gzip"))


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("application/json", True),
        ("application/json, text/plain, */*", True),
        ("application/*", True),
        ("text/html;q=0.5, application/json;q=0.9", True),
        ("text/*, application/json", True),
        ("*/*", False),
        ("", False),
        ("text/html", False),
        ("text/html, application/json", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("application/json;q=0", False),
        ("application/json;q=0, */*", False),
        ("image/png", False),
    ],
)
def test_json_or_html(accept: str, wanted: bool) -> None:
    assert wants_json(headers("accept", accept)) is wanted
