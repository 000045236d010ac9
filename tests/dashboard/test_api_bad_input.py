"""Thousands of requests that nobody should send: each gets a clear answer that gives nothing away."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dashboard.published_versions import application, publish_all

OWN_THREAD = ThreadPoolExecutor(1)
"""Requests run in a thread of their own: a browser of other tests may keep a loop in this one."""

FINE = {200, 204, 206, 304, 307, 308}
REFUSED = {400, 404, 405, 410, 414, 416}
REPOSITORY = Path(__file__).parents[2]
GIVES_AWAY = re.compile(
    rb"Traceback|File \"|line \d+|site-packages|/tmp/|/home/|/usr/|/root/|\.py\b|root:x:|"
    rb"pyarrow|pandas|Exception|Errno|" + re.escape(bytes(REPOSITORY)),
)
ALL = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "get",
)


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def ask(app: Any, path: str, query: bytes = b"", method: str = "GET", **headers: str) -> Answer:
    """One request as a server hands it on: the path decoded, the query as it came."""
    answer = Answer()
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": method, "path": path, "raw_path": quote(path).encode(), "root_path": "",
        "query_string": query, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        "headers": [
            (name.replace("_", "-").encode(), value.encode("latin-1"))
            for name, value in {"host": "example.org", **headers}.items()
        ],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {key.decode(): value.decode() for key, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    OWN_THREAD.submit(asyncio.run, app(scope, receive, send)).result()
    return answer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("published")
    publish_all(made)
    return made


@pytest.fixture
def app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    return application()


def check(answer: Answer, what: object) -> None:
    assert answer.status in FINE | REFUSED, what
    assert not GIVES_AWAY.search(answer.body), (what, answer.body[:500])
    if answer.status in REFUSED and answer.body:
        said = json.loads(answer.body)
        assert set(said) == {"error", "allowed"}, what
        assert said["error"], what
        assert said["allowed"], what
        assert all(isinstance(one, str) for one in said["allowed"])
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"] == "no-store"


# What is sent

TRAVERSALS = (
    "../../../etc/passwd", "..", "../manifest.json", "....//....//etc/passwd", "..\\..\\windows\\win.ini",
    "/etc/passwd", "//etc/passwd", "%2e%2e%2fetc%2fpasswd", "%252e%252e%252fetc%252fpasswd",
    "..%c0%af..%c0%afetc/passwd", "file:///etc/passwd", "recorded_offences.csv/../manifest.json",
    "./recorded_offences", "recorded_offences/", "~/.ssh/id_rsa", "\\\\host\\share", "C:\\boot.ini",
)  # fmt: skip
TEXTS = (
    "\x00", "recorded_offences\x00.csv", "\r\nSet-Cookie: a=b", "\n", "\t", "\x1b[31m", "\x7f",
    "' OR 1=1 --", "'; DROP TABLE recorded_offences; --", '" OR ""="', "1 UNION SELECT * FROM sqlite_master",
    "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", '"><img src=x>', "=cmd|'/c calc'!A1",
    "__import__('os').system('id')", "`id`", "$(id)", "| cat /etc/passwd", "&& ls", ".*", "(a+)+$", "[", "(?i)x",
    "^$", "\\", "%", "%%", "%s%n", "%00", "*", "?", "#", ";", "null", "None", "undefined", "NaN", "nan",
    "Infinity", "-inf", "1e309", "1e-400", "0x10", "1_000", "１２", "٣", "²", "½", "Lаmbeth", "Ｌambeth",
    "lambeth", "LAMBETH", " Lambeth", "Lambeth ", "Lambeth\u200b", "\u202eLambeth", "é", "e\u0301", "ß", "İ",
    "😀", "\ufeff", "\uffff", "a" * 3_000, "true", "True", "1", "-1", "0", "-0", "+1", "1.5", "1,5", "--1",
    "9" * 18, "9" * 19, "9" * 400, "-" + "9" * 18, "9223372036854775808", "1 ", "", " ", ",", ",,", "-", "--",
    "2022-02-30", "2022-13", "2022-00", "0000", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2022-2",
    "2022-02-01T00:00:00", "01/02/2022", "2022-W05", "yesterday", "2022-02-29", "2024-02-29", "-2022", "２０２２",
    "month", "-month", "month,month", "month,", "month;area_name", "__class__", "constructor", "geometry",
)  # fmt: skip
COLUMNS = (
    "month", "month_from", "month_to", "area_name", "area_code", "offence_group", "offences_count",
    "offences_count_from", "offences_count_to", "limit", "offset", "sort", "columns", "edition",
)  # fmt: skip
OTHER_TABLE = (
    "share_pct",
    "share_pct_from",
    "share_pct_to",
    "is_transcription",
    "base_n",
    "base_n_from",
)
OTHER_SUFFIXES = (
    "", ".", ".CSV", ".csv.", ".csv~", ".csv.gz", ".csv/", ".exe", ".php", ".html", ".xls", ".tsv", ".db", ".py",
    ".json.csv", ".metadata", ".metadata.json.", ".csv;.json", ".parquet.part", "-000000000000.parquet", ".lock",
)  # fmt: skip


def paths() -> Iterator[str]:
    odd = [*TRAVERSALS, *TEXTS]
    for text in odd:
        for prefix in ("/data/", "/data/v/", "/data/v/1.0.6/", "/data/latest/", "/data"):
            yield f"{prefix}{text}"
        yield f"/data/{text}.csv"
        yield f"/data/{text}.metadata.json"
        yield f"/data/recorded_offences.{text}"
        yield f"/data/v/{text}/recorded_offences.csv"
    for suffix in OTHER_SUFFIXES:
        for stem in ("/data/recorded_offences", "/data/manifest", "/data/v/1.0.6/boundaries"):
            yield f"{stem}{suffix}"


def queries() -> Iterator[tuple[str, bytes]]:
    for text in TEXTS:
        written = quote(text, safe="").encode("ascii")
        for column in COLUMNS:
            yield "/data/recorded_offences.json", column.encode() + b"=" + written
        for column in OTHER_TABLE:
            yield "/data/public_attitudes.csv", column.encode() + b"=" + written
        yield "/data/recorded_offences.csv", written + b"=1"
        yield "/data/recorded_offences.csv", written
        yield "/data/recorded_offences.csv", text.encode()  # as it is, not encoded
        yield "/data/recorded_offences.metadata.json", b"columns=" + written


def check_path(answer: Answer, path: str) -> None:
    check(answer, path)
    if answer.status == 200:  # only what is really there
        assert re.fullmatch(
            r"/data(/v/1\.0\.[2-6])?(/|/[a-z_]+\.(csv|json|xlsx|parquet|metadata\.json))?", path
        ), path


def test_there_are_enough_of_them() -> None:
    assert len(list(paths())) + len(list(queries())) > 3_000


def test_odd_paths(app: Any) -> None:
    for path in paths():
        answer = ask(app, path)
        if path.startswith("/data/") or path == "/data":
            check_path(answer, path)
        else:
            assert answer.status in REFUSED, path
        assert not GIVES_AWAY.search(answer.body), path


def test_odd_queries(app: Any) -> None:
    statuses = set()
    for path, query in queries():
        answer = ask(app, path, query)
        check(answer, (path, query))
        statuses.add(answer.status)
    assert statuses == {200, 400}


def test_nothing_that_was_asked_for_is_repeated_in_an_error(app: Any) -> None:
    marker = "qzx<script>/etc/passwd"
    for name in COLUMNS:
        answer = ask(app, "/data/recorded_offences.csv", f"{name}={quote(marker)}".encode())
        assert answer.status == 400, name
        assert b"qzx" not in answer.body
    for path in (f"/data/{marker}", f"/data/{marker}.csv", "/data/qzx.csv", "/data/v/qzx/a.csv"):
        assert b"qzx" not in ask(app, path).body
    assert b"qzx" not in ask(app, "/data/recorded_offences.csv", b"qzx=1").body


@pytest.mark.parametrize(
    ("query", "error", "allowed"),
    [
        ("colour=red", "a parameter names no column of this table", "offence_group"),
        ("month=2022-02-30", "month: not a value of this column", "YYYY-MM-DD"),
        ("month_from=2022-13", "month_from: not one value of this column", "YYYY-MM"),
        ("month_from=2023&month_to=2022", "month_from is after month_to", "month_from up to month_to"),
        ("month_from=2022&month_from=2023", "month_from: not one value of this column", "YYYY"),
        ("month=", "month: every row has a value", "YYYY"),
        ("offence_group=Piracy", "offence_group: no row of this table has that value", "Burglary"),
        (
            "offence_group=burglary",
            "offence_group: no row of this table has that value; did you mean Burglary?",
            "Burglary",
        ),
        ("offence_group=", "offence_group: every row has a value", "Burglary"),
        ("offences_count=NaN", "offences_count: not a value of this column", "a whole number such as 12 or -3"),
        ("offences_count=1.5", "offences_count: not a value of this column", "a whole number such as 12 or -3"),
        ("limit=-1", "limit: not a whole number", "0 to 10000000"),
        ("limit=10000001", "limit: too large", "0 to 10000000"),
        (f"limit={'9' * 5_000}", "limit: too large", "0 to 10000000"),
        ("limit=1&limit=2", "limit: given more than once", "0 to 10000000"),
        ("offset=-5", "offset: not a whole number", "0 to 10000000"),
        ("offset=10000001", "offset: too large", "0 to 10000000"),
        ("sort=colour", "sort: not columns of this table, each once", "-month"),
        ("sort=month,-month", "sort: not columns of this table, each once", "month"),
        ("columns=colour", "columns: one of them is not in this table", "month"),
        ("columns=", "columns: one of them is not in this table", "month"),
        ("area_name=%ff", "the query string is not UTF-8", "percent-encoded UTF-8"),
    ],
)  # fmt: skip
def test_an_error_says_what_is_wrong_and_what_is_allowed(app: Any, query, error, allowed) -> None:
    answer = ask(app, "/data/recorded_offences.csv", query.encode())
    assert answer.status == 400
    said = json.loads(answer.body)
    assert said["error"] == error
    assert allowed in said["allowed"]


@pytest.mark.parametrize(
    "text", ["１２", "٣", "²", "9" * 19, "+1", "1_0", "0x1", " 1", "1.0", "1e1", "NaN"]
)
def test_a_whole_number_is_written_in_ascii_digits(app: Any, text: str) -> None:
    for name in ("offences_count", "offences_count_from", "limit", "offset"):
        query = f"{name}={quote(text)}".encode()
        assert ask(app, "/data/recorded_offences.csv", query).status == 400, name


@pytest.mark.parametrize(
    "text",
    [
        "２０２２",
        "2022-2",
        "2022-02-30",
        "2022-13",
        "0000",
        "10000-01-01",
        "2022-02-01T00:00",
        "-2022",
    ],
)
def test_a_date_is_one_of_the_calendar(app: Any, text: str) -> None:
    for name in ("month", "month_from", "month_to"):
        query = f"{name}={quote(text)}".encode()
        assert ask(app, "/data/recorded_offences.csv", query).status == 400, name


@pytest.mark.parametrize("text", ["nan", "inf", "1e5", "1,5", ".5", "5.", "٣.٥", "9" * 400])
def test_a_number_is_plain(app: Any, text: str) -> None:
    for name in ("share_pct", "share_pct_from", "share_pct_to"):
        query = f"{name}={quote(text)}".encode()
        assert ask(app, "/data/public_attitudes.csv", query).status == 400, name


@pytest.mark.parametrize(
    "text", ["--month", "month,", "-", ",", "month,-month", "Month", "month;area_name"]
)
def test_a_sort_names_columns_once(app: Any, text: str) -> None:
    answer = ask(app, "/data/recorded_offences.csv", f"sort={quote(text)}".encode())
    assert answer.status == 400


def test_unknown_datasets_and_formats_say_what_there_is(app: Any) -> None:
    there = [
        f"/data/{name}.csv" for name in ("boundaries", "public_attitudes", "recorded_offences")
    ]
    answer = ask(app, "/data/weather.csv")
    assert (answer.status, json.loads(answer.body)["allowed"]) == (404, there)
    answer = ask(app, "/data/boundaries.pdf")
    formats = [".csv", ".xlsx", ".parquet", ".json", ".metadata.json"]
    assert (answer.status, json.loads(answer.body)["allowed"]) == (404, formats)
    answer = ask(app, "/data/nothing/here")
    assert answer.status == 404
    assert "/data/{dataset}.csv" in json.loads(answer.body)["allowed"]


@pytest.mark.parametrize(
    "path", ["/data", "/data/recorded_offences.csv", "/openapi.json", "/healthz"]
)
def test_methods(app: Any, path: str) -> None:
    for method in ALL:
        answer = ask(app, path, method=method)
        if method in {"GET", "HEAD"}:
            assert answer.status == 200
        elif method == "OPTIONS":
            assert (answer.status, answer.body) == (204, b"")
        else:
            assert answer.status == 405, method
            assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
            assert json.loads(answer.body)["allowed"] == ["GET", "HEAD", "OPTIONS"]
        assert answer.body == b"" or method not in {"HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (b"area_name=" + b"a" * 1_000_000, 414),
        (b"&".join([b"area_name=Lambeth"] * 10_000), 414),
        (b"a" * 8_001, 414),
        (b"&" * 8_000, 400),
        (b"&".join([b"limit"] * 1_001), 400),
        (b"&".join([b"month=2022"] * 700), 200),
        (b"columns=" + b",".join([b"month"] * 1_000), 200),
        (b"sort=" + b",".join([b"month"] * 1_000), 400),
    ],
)
def test_long_queries(app: Any, query: bytes, status: int) -> None:
    answer = ask(app, "/data/recorded_offences.csv", query)
    check(answer, query[:40])
    assert answer.status == status


def test_odd_headers(app: Any) -> None:
    for text in ("", "\xff", "a" * 5_000, "W/", '"', ",,,", "*, *", "bytes=0-", "\x00", "../.."):
        for name in (
            "host",
            "if_none_match",
            "if_modified_since",
            "accept",
            "accept_encoding",
            "range",
            "origin",
        ):
            check(ask(app, "/data/recorded_offences.csv", **{name: text}), (name, text))


def test_labels_of_many_values_are_not_all_listed(app: Any, monkeypatch) -> None:
    from dashboard.files import errors, values

    monkeypatch.setattr(errors, "MOST_LISTED", 2)
    monkeypatch.setattr(values, "MOST_LISTED", 2)
    said = json.loads(ask(app, "/data/recorded_offences.csv", b"offence_group=x").body)
    assert said["allowed"] == ["Burglary", "Robbery"]
    assert said["error"].endswith("(the first 2 of 3 are listed)")


# What nobody thought of

LAX = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = st.sampled_from([*COLUMNS, *OTHER_TABLE]) | st.text(max_size=12)
VALUES = st.sampled_from([*TEXTS, "Lambeth", "E09000022", "2022-03", "5"]) | st.text(max_size=20)


@LAX
@given(
    pairs=st.lists(st.tuples(NAMES, VALUES), max_size=6),
    fmt=st.sampled_from(["csv", "json", "xlsx"]),
)
def test_any_query(app: Any, pairs: list[tuple[str, str]], fmt: str) -> None:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs).encode()
    for table in ("recorded_offences", "public_attitudes"):
        check(ask(app, f"/data/{table}.{fmt}", query), query)


@LAX
@given(query=st.binary(max_size=60), path=st.text(max_size=30))
def test_any_bytes_and_any_path(app: Any, query: bytes, path: str) -> None:
    check(ask(app, "/data/recorded_offences.csv", query), query)
    check_path(ask(app, f"/data/{path}", query), f"/data/{path}")
