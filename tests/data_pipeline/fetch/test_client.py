"""One request: whatever goes wrong with it is one line, and nothing half is kept."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import requests

from data_pipeline.__main__ import main
from data_pipeline.fetch import client, rawstore
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.fetch.fetched import (
    FETCHED,
    PERCEPTION,
    PERCEPTION_FILE,
    WORKBOOK,
    assert_one_line,
    perception,
    tree,
)
from tests.data_pipeline.fetch.publisher import wait_for

FAULTS = {
    "404": "HTTP 404",
    "403": "HTTP 403",
    "500": r"HTTP 500 \(3 tries\)",
    "429long": r"HTTP 429 \(3 tries\)",
    "truncate": r"cut short: [1-9]\d+ of \d+ bytes came, then the connection ended",
    "html": "a web page came instead of the file",
    "message": "a message in JSON came instead of the file",
    "empty": "the file is empty",
    "reset": "the connection was lost",
    "429odd": r"cannot be asked \(InvalidHeader\)",
    "garbled": "the file is no text",
    "renamed": r"the file that came has [\d,]+ bytes, the catalogue states [\d,]+ ",
    "relabelled": r"the file that came has [\d,]+ bytes, the catalogue states [\d,]+ ",
    "shorter": r"the file that came has [\d,]+ bytes, the catalogue states [\d,]+ ",
    "longer": r"the file that came has [\d,]+ bytes, the catalogue states [\d,]+ ",
    "flipped": r"the file that came has the md5 hash [0-9a-f]{12}…, the catalogue states [0-9a-f]{12}… ",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_one_line_and_leaves_nothing(
    fault, publisher, run, raw, published, capsys, monkeypatch
):
    monkeypatch.setenv("FETCH_LONGEST_WAIT", "0")
    publisher.faults = {PERCEPTION_FILE: fault}
    before = hashes(published)
    assert run(WORKBOOK, PERCEPTION, out=published) == 1
    assert_one_line(capsys, FAULTS[fault])
    assert not [name for name in tree(raw) if name.startswith((PERCEPTION, "."))]
    assert f"{WORKBOOK}/2023-12/PAS_T&Cdashboard_to Q3 23-24.xlsx" in tree(raw)
    assert hashes(published) == before


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_leaves_what_was_held(fault, publisher, run, raw, monkeypatch):
    monkeypatch.setenv("FETCH_LONGEST_WAIT", "0")
    assert run(PERCEPTION) == 0
    before = tree(raw)
    perception(publisher).body += b"Sep-25,Police do a good job in the local area,1\n"
    publisher.faults = {PERCEPTION_FILE: fault}
    assert run(PERCEPTION) == 1
    assert tree(raw) == before


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        ("renamed", "no column measure"),
        ("relabelled", "unknown label in column measure: 'Cats do a good job in the local area'"),
    ],
)
def test_content_is_read_where_the_catalogue_states_nothing_of_it(
    fault, what, publisher, run, raw, capsys
):
    perception(publisher).facts = {"size": None, "hash": None}
    publisher.faults = {PERCEPTION_FILE: fault}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, what)
    assert tree(raw) == {}


@pytest.mark.parametrize("fault", ["500once", "429once"])
def test_passing_fault_is_waited_out(fault, publisher, run, raw, capsys):
    publisher.faults = {PERCEPTION_FILE: fault}
    begin = time.monotonic()
    assert run(PERCEPTION) == 0
    assert (time.monotonic() - begin >= 1) == (fault == "429once")  # Retry-After: 1
    assert capsys.readouterr().err == ""
    assert FETCHED in tree(raw)


def test_retry_after_is_bounded(publisher, run, monkeypatch):
    monkeypatch.setenv("FETCH_LONGEST_WAIT", "1")
    publisher.faults = {PERCEPTION_FILE: "429long"}
    begin = time.monotonic()
    assert run(PERCEPTION) == 1
    assert 2 <= time.monotonic() - begin < 10


def test_server_that_trickles_meets_the_total_limit(publisher, run, raw, capsys, monkeypatch):
    monkeypatch.setenv("FETCH_TOTAL", "0.4")
    publisher.faults = {PERCEPTION_FILE: "slow"}
    begin = time.monotonic()
    assert run(PERCEPTION) == 1
    assert time.monotonic() - begin < 4
    assert_one_line(capsys, "not finished within 0.4 s")
    assert tree(raw) == {}


def test_no_try_after_the_total_limit(publisher, run, monkeypatch):
    monkeypatch.setenv("FETCH_TOTAL", "0.5")
    monkeypatch.setenv("FETCH_READ", "0.3")
    monkeypatch.setenv("FETCH_RETRIES", "9")
    publisher.faults = {PERCEPTION_FILE: "stall"}
    assert run(PERCEPTION) == 1
    assert len(publisher.asked(PERCEPTION_FILE)) <= 3


def test_server_that_says_nothing_meets_the_read_limit(publisher, run, raw, capsys, monkeypatch):
    monkeypatch.setenv("FETCH_READ", "0.2")
    monkeypatch.setenv("FETCH_RETRIES", "1")
    publisher.faults = {PERCEPTION_FILE: "stall"}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "nothing came for 0.2 s")
    wait_for(lambda: len(publisher.asked(PERCEPTION_FILE)) == 2)
    assert len(publisher.asked(PERCEPTION_FILE)) == 2


@pytest.mark.parametrize("fault", ["", "endless"])
def test_too_large(fault, publisher, run, raw, capsys, monkeypatch):
    monkeypatch.setattr(client, "MEGABYTE", 30)  # 50 of them are allowed, and 100 of a catalogue
    publisher.generations = {"v3"}
    publisher.faults = {PERCEPTION_FILE: fault}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "larger than the 50 MB allowed")
    assert tree(raw) == {}


def test_too_large_as_announced_is_not_begun(publisher, run, capsys, monkeypatch):
    monkeypatch.setattr(client, "MEGABYTE", 30)
    monkeypatch.setattr(rawstore, "sniff", lambda *_: pytest.fail("it was read"))
    pieces = client.Client._pieces
    begun: list[str] = []
    monkeypatch.setattr(
        client.Client,
        "_pieces",
        lambda self, url, answer: begun.append(url) or pieces(self, url, answer),
    )
    assert run(PERCEPTION) == 1
    assert [url for url in begun if "/download/" in url] == []


def test_catalogue_too_large(run, capsys, monkeypatch):
    monkeypatch.setattr(client, "MAX_CATALOGUE_MB", 0)
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "larger than the 0 MB allowed")


def test_nobody_answers(publisher, raw, tmp_path, capsys):
    publisher.server.shutdown()
    publisher.server.server_close()
    options = ["--datastore", publisher.url, "--raw", str(raw), "--out", str(tmp_path)]
    assert main(["fetch", PERCEPTION, *options]) == 1
    assert_one_line(capsys, "no connection: nobody answers there")


def test_encryption_is_not_given_up(monkeypatch):
    answer = requests.Response()
    answer.status_code, answer.url = 200, "http://elsewhere/file.csv"
    with pytest.raises(client.Refused, match="without encryption"):
        client._good_status("https://here/file.csv", answer)


def test_query_of_an_address_is_not_shown():
    assert (
        str(client.Refused("https://here/a.csv?signature=1", "HTTP 403"))
        == "https://here/a.csv: HTTP 403"
    )


@pytest.mark.parametrize("value", ["soon", "-1", "1e3", "nan"])
def test_limit_in_the_environment_that_is_no_number(value, run, capsys, monkeypatch):
    monkeypatch.setenv("FETCH_READ", value)
    assert run(PERCEPTION) == 1
    assert (
        capsys.readouterr().err == f"error: FETCH_READ: {value!r} is not a number of at least 0\n"
    )


def test_limits_of_the_environment(monkeypatch):
    monkeypatch.setenv("FETCH_RETRIES", "7")
    limits = client.Limits.from_environment()
    assert (limits.retries, limits.read, limits.connect) == (7, 2.0, client.CONNECT_SECONDS)


def test_only_one_module_speaks_to_the_network():
    folder = Path(client.__file__).parents[1]
    network = re.compile(r"^(import|from) (requests|urllib3|urllib\.request|http|socket)\b", re.M)
    found = [path.name for path in folder.rglob("*.py") if network.search(path.read_text())]
    assert found == ["client.py"]
