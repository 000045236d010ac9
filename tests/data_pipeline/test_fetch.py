"""Fetching, against a publisher on loopback that misbehaves on demand."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import filelock
import pytest
import requests

from data_pipeline import fetch, rawstore, registry
from data_pipeline.__main__ import main
from datasets.schema import SourceError
from tests.conftest import REPOSITORY
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.publisher import File, Publisher, wait_for

PERCEPTION = "mopac_public_perception"
WORKBOOK = "mopac_pas_workbook"
CRIME = "mps_recorded_crime"
STOPS = "police_uk_stop_search"
PERCEPTION_FILE = "/download/pp001/0/"
FETCHED = f"{PERCEPTION}/2025-09/public-perception-data.csv"

Run = Callable[..., int]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short limits, no proxy between a test and its own server."""
    for name, value in {"BACKOFF": "0", "RETRIES": "2", "READ": "2", "TOTAL": "20"}.items():
        monkeypatch.setenv(f"FETCH_{name}", value)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="session")
def good_mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The part of the miniature mirror that is published here."""
    folder = tmp_path_factory.mktemp("fetch") / "mirror"
    mini.write_workbook(folder / mini.WORKBOOK, mini.workbook_sheets())
    mini.write_perception(folder)
    mini.write_crime(folder)
    return folder


@pytest.fixture(scope="session")
def good_published(good_mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was built of it before."""
    out = tmp_path_factory.mktemp("fetch") / "published"
    ids = (WORKBOOK, PERCEPTION, CRIME)
    assert main(["build", *ids, "--mirror", str(good_mirror), "--out", str(out)]) == 0
    return out


@pytest.fixture
def publisher(good_mirror: Path) -> Iterator[Publisher]:
    """Publishes the miniature survey files and two files of recorded crime."""
    with Publisher() as server:
        server.datasets = {
            "236kk": ("mopac-surveys", [file_of(good_mirror / mini.WORKBOOK)]),
            "pp001": ("public-perception-", [file_of(good_mirror / mini.PERCEPTION)]),
            "exy3m": (
                "mps-recorded-crime-geographic-breakdown",
                [historical_of(good_mirror), file_of(good_mirror / mini.CRIME_NEWEST)],
            ),
        }
        yield server


def file_of(path: Path, **facts: object) -> File:
    return File(path.name, path.read_bytes(), **facts)


def historical_of(mirror: Path) -> File:
    """The months before those of the newest file: May and June 2024."""
    text = (mirror / f"crime/edition-202407/{mini.RECENT}").read_text()
    rows = [row[:-1] for row in csv.reader(io.StringIO(text))]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return File(mini.HISTORICAL, out.getvalue().encode())


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


@pytest.fixture
def run(publisher: Publisher, raw: Path, tmp_path: Path) -> Run:
    """Runs `fetch ID…`; the published folder is an empty one unless `out` names one."""

    def run(*ids: str, out: Path = tmp_path / "nothing-published") -> int:
        return main(
            ["fetch", *ids, "--datastore", publisher.url, "--police-uk", publisher.url,
             "--raw", str(raw), "--out", str(out)]
        )  # fmt: skip

    return run


def tree(raw: Path) -> dict[str, bytes]:
    """Every file below a folder but its lock."""
    return {
        path.relative_to(raw).as_posix(): path.read_bytes()
        for path in sorted(raw.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def perception(publisher: Publisher) -> File:
    return publisher.datasets["pp001"][1][0]


# What is fetched


def test_bytes_are_kept_exactly_by_source_and_edition(publisher, run, raw, capsys):
    assert run() == 1  # data.police.uk has nothing here
    kept = {name: body for name, body in tree(raw).items() if not name.endswith("state.json")}
    assert kept == {
        f"{WORKBOOK}/2023-12/PAS_T&Cdashboard_to Q3 23-24.xlsx": publisher.datasets["236kk"][1][0].body,
        FETCHED: perception(publisher).body,
        f"{CRIME}/202409/{mini.HISTORICAL}": publisher.datasets["exy3m"][1][0].body,
        f"{CRIME}/202409/{mini.RECENT}": publisher.datasets["exy3m"][1][1].body,
    }  # fmt: skip
    out, _ = capsys.readouterr()
    assert f"{PERCEPTION}: fetched 2025-09 ({len(perception(publisher).body):,} bytes)\n" in out


def test_second_fetch_transfers_no_data(publisher, run, raw, capsys):
    ids = (WORKBOOK, PERCEPTION, CRIME)
    assert run(*ids) == 0
    first, before = publisher.data_bytes(), tree(raw)
    capsys.readouterr()
    assert run(*ids) == 0
    assert publisher.data_bytes() == first
    assert [one.status for one in publisher.asked("/download/")[4:]] == [304] * 4
    assert tree(raw) == before
    assert capsys.readouterr() == (
        f"{WORKBOOK}: unchanged (2023-12)\n{PERCEPTION}: unchanged (2025-09)\n{CRIME}: unchanged (202409)\n",
        "",
    )  # fmt: skip


def test_publisher_without_validators_is_compared_by_hash(publisher, run, raw, capsys):
    publisher.is_tagged = False
    assert (run(PERCEPTION), run(PERCEPTION)) == (0, 0)
    assert capsys.readouterr().out.endswith(f"{PERCEPTION}: unchanged (2025-09)\n")
    assert not (raw / rawstore.REPLACED).exists()


def test_file_spoilt_on_disk_is_fetched_again(publisher, run, raw):
    run(PERCEPTION)
    (raw / FETCHED).write_bytes(b"spoilt")
    assert run(PERCEPTION) == 0
    assert (raw / FETCHED).read_bytes() == perception(publisher).body


def test_unreadable_state_is_an_empty_one(publisher, run, raw):
    run(PERCEPTION)
    (raw / PERCEPTION / "state.json").write_text("[1")
    assert run(PERCEPTION) == 0
    assert publisher.asked(PERCEPTION_FILE)[-1].status == 200


def test_new_edition_of_one_file_takes_the_other_along(publisher, run, raw, good_mirror):
    run(CRIME)
    recent = publisher.datasets["exy3m"][1][1]
    head, rest = recent.body.split(b"\n", 1)
    recent.body = head.replace(b"202407,202408,202409", b"202408,202409,202410") + b"\n" + rest
    already = publisher.data_bytes()
    assert run(CRIME) == 0
    assert publisher.data_bytes() - already == len(recent.body)
    assert sorted(path.name for path in (raw / CRIME / "202410").iterdir()) == [
        mini.HISTORICAL,
        mini.RECENT,
    ]
    assert (raw / CRIME / "202409" / mini.RECENT).exists()
    assert run(CRIME) == 0
    assert publisher.asked("Historical")[-1].status == 304


def test_changed_bytes_of_an_edition_replace_it_and_the_old_are_set_aside(publisher, run, raw):
    run(PERCEPTION)
    old = perception(publisher).body
    perception(publisher).body = old.rsplit(b",", 1)[0] + b",51\n"
    assert run(PERCEPTION) == 0
    assert (raw / FETCHED).read_bytes() == perception(publisher).body
    assert [path.read_bytes() for path in (raw / ".replaced").rglob("*.csv")] == [old]


def test_what_a_killed_fetch_left_aside_is_cleared(run, raw):
    left = raw / ".incoming" / "tmp123" / "new" / "half.csv"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    assert run(PERCEPTION) == 0
    assert set(tree(raw)) == {FETCHED, f"{PERCEPTION}/state.json"}


def test_killed_in_the_middle_of_a_download_nothing_is_kept(publisher, run, raw, monkeypatch):
    def killed(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(fetch.rawstore, "sniff", killed)
    with pytest.raises(KeyboardInterrupt):
        run(PERCEPTION)
    assert tree(raw) == {}


def test_two_fetches_at_once(run, raw, capsys):
    raw.mkdir()
    with filelock.FileLock(raw / ".lock"):
        assert run(PERCEPTION) == 1
    assert capsys.readouterr().err == f"error: {raw}: another fetch is writing to this folder\n"


# Faults of the download

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
    "renamed": "no column measure",
    "relabelled": "unknown label in column measure: 'Cats do a good job in the local area'",
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


def assert_one_line(
    capsys: pytest.CaptureFixture[str], what: str, source: str = PERCEPTION
) -> None:
    err = capsys.readouterr().err
    assert re.fullmatch(rf"error: {source}: .*{what}.*\n", err), err


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
    monkeypatch.setattr(fetch, "MEGABYTE", 30)  # 50 of them are allowed, and 100 of a catalogue
    publisher.generations = {"v3"}
    publisher.faults = {PERCEPTION_FILE: fault}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "larger than the 50 MB allowed")
    assert tree(raw) == {}


def test_too_large_as_announced_is_not_begun(publisher, run, capsys, monkeypatch):
    monkeypatch.setattr(fetch, "MEGABYTE", 30)
    monkeypatch.setattr(fetch.rawstore, "sniff", lambda *_: pytest.fail("it was read"))
    pieces = fetch.Client._pieces
    begun: list[str] = []
    monkeypatch.setattr(
        fetch.Client,
        "_pieces",
        lambda self, url, answer: begun.append(url) or pieces(self, url, answer),
    )
    assert run(PERCEPTION) == 1
    assert [url for url in begun if "/download/" in url] == []


def test_catalogue_too_large(run, capsys, monkeypatch):
    monkeypatch.setattr(fetch, "MAX_CATALOGUE_MB", 0)
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "larger than the 0 MB allowed")


def test_nobody_answers(publisher, raw, tmp_path, capsys):
    publisher.server.shutdown()
    publisher.server.server_close()
    options = ["--datastore", publisher.url, "--raw", str(raw), "--out", str(tmp_path)]
    assert main(["fetch", PERCEPTION, *options]) == 1
    assert_one_line(capsys, "no connection: nobody answers there")


# Editions


def test_edition_older_than_the_one_held_is_refused(publisher, run, raw, good_mirror, capsys):
    run(PERCEPTION)
    before = tree(raw)
    perception(publisher).body = (good_mirror / mini.PERCEPTION_OLD).read_bytes()
    capsys.readouterr()
    assert run(PERCEPTION) == 1
    assert_one_line(
        capsys, r"the edition offered \(2022-09\) is older than the one held \(2025-09\)"
    )
    assert tree(raw) == before


def test_edition_older_than_the_one_published_is_refused(
    publisher, run, raw, good_mirror, published, capsys
):
    perception(publisher).body = (good_mirror / mini.PERCEPTION_OLD).read_bytes()
    assert run(PERCEPTION, out=published) == 1
    assert_one_line(
        capsys, r"the edition offered \(2022-09\) is older than the one held \(2025-09\)"
    )
    assert tree(raw) == {}


def test_edition_is_read_from_the_content_whatever_the_catalogue_says(
    publisher, run, raw, good_mirror
):
    files = publisher.datasets["pp001"][1]
    old = file_of(good_mirror / mini.PERCEPTION_OLD, covers_to="2031-01")
    files[:] = [old]
    assert run(PERCEPTION) == 0
    assert f"{PERCEPTION}/2022-09/public-perception-data.csv" in tree(raw)


# Catalogue


@pytest.mark.parametrize("generation", ["v3", "export", "old"])
def test_each_generation_of_the_catalogue_will_do(generation, publisher, run, raw):
    publisher.generations = {generation}
    assert run(WORKBOOK, PERCEPTION, CRIME) == 0
    assert {name.split("/")[0] for name in tree(raw)} == {WORKBOOK, PERCEPTION, CRIME}


def test_dataset_known_only_by_an_old_slug(publisher, run, raw):
    publisher.datasets["zzz99"] = ("recorded_crime_summary", publisher.datasets.pop("exy3m")[1])
    assert run(CRIME) == 0


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        ("500", r"HTTP 500 \(3 tries\)"),
        ("html", "the answer is no JSON"),
        ("empty", "the answer is no JSON"),
        ("nothing", r"no csv file is the perception one \(files listed: none\)"),
        ("404", "HTTP 404"),
        ("reset", "the connection was lost"),
    ],
)
class TestCatalogueAtFault:
    def test_one_line_names_it(self, fault, what, publisher, run, raw, published, capsys):
        publisher.faults = {"/api/": fault}
        before = hashes(published)
        assert run(PERCEPTION, out=published) == 1
        assert_one_line(capsys, what)
        assert tree(raw) == {}
        assert hashes(published) == before

    def test_the_next_generation_is_asked(self, fault, what, publisher, run, capsys):
        publisher.faults = {"/api/v3/dataset/": fault}
        assert run(PERCEPTION) == 0
        assert len(publisher.asked("export.json")) == 1


def test_generation_that_is_down_is_not_asked_again(publisher, run):
    publisher.faults = {"/api/v3/": "500"}
    assert run(WORKBOOK, PERCEPTION, CRIME) == 0
    assert len(publisher.asked("/api/v3/")) == 2 * 3  # two addresses, three tries each


def test_file_that_fits_no_more_is_named_with_what_there_is(publisher, run, capsys):
    publisher.datasets["pp001"][1][0].title = "Something else"
    publisher.datasets["pp001"][1][0].name = "else.csv"
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, r"no csv file is the perception one \(files listed: 'Something else'\)")


UNSAFE = ["../../escaped.csv", "a/public.csv", "..\\escaped.csv", "/etc/public.csv", ".public.csv",
          "pub\x00lic.csv", "public\n.csv", "x" * 200 + ".csv", "C:public.csv"]  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_file_name_of_the_catalogue(name, publisher, run, raw, tmp_path, capsys):
    perception(publisher).title = "Public perception"
    perception(publisher).facts = {"filename": name}
    before = sorted(tmp_path.iterdir())
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "the catalogue gives a file name that is not safe: ")
    assert tree(raw) == {}
    assert sorted(set(tmp_path.iterdir()) - {raw}) == before


def test_unsafe_file_name_in_an_address(publisher, run, raw, capsys):
    publisher.generations = {"old"}
    address = f"{publisher.url}/download/pp001/0/..%2F..%2Fpublic-perception.csv"
    perception(publisher).facts = {"url": address}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "the catalogue gives a file name that is not safe: ")
    assert tree(raw) == {}


def test_file_name_without_its_suffix_gets_it(publisher, run, raw):
    perception(publisher).facts = {"filename": "public-perception-data"}
    assert run(PERCEPTION) == 0
    assert FETCHED in tree(raw)


def test_two_files_of_one_name(publisher, run, raw, capsys):
    titles = ("borough historical", "borough 24 months")
    for file, title in zip(publisher.datasets["exy3m"][1], titles, strict=True):
        file.title, file.facts = title, {"filename": "data.csv"}
    assert run(CRIME) == 1
    assert_one_line(capsys, "the catalogue gives two files the name 'data.csv'", CRIME)
    assert tree(raw) == {}


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/x.csv", "data:text/csv,a"]
)
def test_address_that_is_none_of_the_web(address, publisher, run, raw, capsys):
    perception(publisher).facts = {"url": address}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "is no address of the web")
    assert tree(raw) == {}


def test_address_below_the_catalogue_is_joined_to_it(publisher, run):
    perception(publisher).facts = {"url": "/download/pp001/0/public-perception-data.csv"}
    assert run(PERCEPTION) == 0


def test_encryption_is_not_given_up(monkeypatch):
    answer = requests.Response()
    answer.status_code, answer.url = 200, "http://elsewhere/file.csv"
    with pytest.raises(fetch.Refused, match="without encryption"):
        fetch._good_status("https://here/file.csv", answer)


def test_query_of_an_address_is_not_shown():
    assert (
        str(fetch.Refused("https://here/a.csv?signature=1", "HTTP 403"))
        == "https://here/a.csv: HTTP 403"
    )


# data.police.uk


def stops(month: str, count: int = 4) -> bytes:
    """A month of stops in the publisher's layout, invented."""
    groups = ("Asian", "Black", "Other", "White")
    return json.dumps(
        [
            {
                "age_range": "18-24", "officer_defined_ethnicity": groups[number % 4],
                "involved_person": True, "self_defined_ethnicity": "White - Irish", "gender": "Male",
                "legislation": None, "outcome_linked_to_object_of_search": None,
                "datetime": f"{month}-0{number % 9 + 1}T10:00:00+00:00",
                "outcome_object": {"id": "bu-arrest", "name": "Arrest"}, "location": None,
                "object_of_search": "Controlled drugs", "operation": False, "outcome": "Arrest",
                "type": "Person search", "operation_name": None,
                "removal_of_more_than_outer_clothing": None,
            }
            for number in range(count)
        ]
    ).encode()  # fmt: skip


@pytest.fixture
def months(publisher: Publisher) -> dict[str, bytes | None]:
    """Five months, of which the Met lacks one and the publisher another."""
    for month in ("2026-01", "2026-02", "2026-05", "2026-06"):
        publisher.months[month] = stops(month)
    publisher.months["2026-03"] = None
    return publisher.months


def test_months_are_kept_exactly_and_missing_ones_named(months, run, raw, capsys):
    assert run(STOPS) == 0
    kept = {name: body for name, body in tree(raw).items() if not name.endswith("state.json")}
    assert kept == {
        f"{STOPS}/{month}/{month}-metropolitan-stop-and-search.json": months[month]
        for month in ("2026-01", "2026-02", "2026-05", "2026-06")
    }
    assert capsys.readouterr() == (
        f"{STOPS}: not published: 2026-03, 2026-04\n{STOPS}: 4 months fetched, 0 unchanged, to 2026-06\n",
        "",
    )


@pytest.mark.parametrize("is_tagged", [True, False])
def test_months_held_are_not_sent_again(is_tagged, months, publisher, run, raw, capsys):
    publisher.is_tagged = is_tagged
    run(STOPS)
    already, before = publisher.data_bytes(), tree(raw)
    assert run(STOPS) == 0
    assert publisher.data_bytes() == already
    assert tree(raw) == before
    assert f"{STOPS}: 0 months fetched, 4 unchanged, to 2026-06\n" in capsys.readouterr().out


def test_month_that_was_revised_replaces_the_old(months, run, raw):
    run(STOPS)
    months["2026-02"] = stops("2026-02", 8)
    assert run(STOPS) == 0
    assert (
        raw / STOPS / "2026-02" / "2026-02-metropolitan-stop-and-search.json"
    ).read_bytes() == months["2026-02"]
    assert len(list((raw / ".replaced").rglob("*.json"))) == 1


MONTH_FAULTS = {
    "500": r"HTTP 500 \(3 tries\)",
    "html": "a web page came instead of the file",
    "message": "the file is no list in JSON",
    "empty": "the file is empty",
    "truncate": "cut short",
    "garbled": "the file is no text",
}


@pytest.mark.parametrize("fault", MONTH_FAULTS)
def test_month_at_fault_is_named_and_the_others_kept(fault, months, publisher, run, raw, capsys):
    publisher.faults = {"date=2026-02": fault}
    assert run(STOPS) == 1
    assert_one_line(capsys, f"not fetched: 2026-02: .*{MONTH_FAULTS[fault]}", STOPS)
    assert sorted(path.name for path in (raw / STOPS).iterdir()) == [
        "2026-01",
        "2026-05",
        "2026-06",
        "state.json",
    ]
    assert not (raw / ".incoming").exists()


def test_month_without_a_stop_is_no_data(months, run, raw, capsys):
    months["2026-02"] = b"[]"
    assert run(STOPS) == 1
    assert_one_line(capsys, "not fetched: 2026-02: .*the list is empty", STOPS)
    assert not (raw / STOPS / "2026-02").exists()


def test_month_of_another_month_is_refused(months, run, raw, capsys):
    months["2026-02"] = stops("2026-01")
    assert run(STOPS) == 1
    assert_one_line(capsys, "not fetched: 2026-02: ", STOPS)
    assert not (raw / STOPS / "2026-02").exists()


def test_publisher_that_is_down_is_left_alone(months, publisher, run, capsys):
    publisher.faults = {"stops-force": "500"}
    assert run(STOPS) == 1
    assert_one_line(
        capsys,
        "not fetched: 2026-01, 2026-02, 2026-05; months after 2026-05 not asked for: .*HTTP 500",
        STOPS,
    )
    assert publisher.asked("date=2026-06") == []


def test_month_that_asks_for_patience_gets_it(months, publisher, run, capsys):
    publisher.faults = {"date=2026-02": "429once"}
    assert run(STOPS) == 0


@pytest.mark.parametrize(
    ("fault", "what"),
    [("500", "HTTP 500"), ("html", "no JSON"), ("message", "no month lists metropolitan")],
)
def test_availability_at_fault(fault, what, months, publisher, run, raw, capsys):
    publisher.faults = {"crimes-street-dates": fault}
    assert run(STOPS) == 1
    assert_one_line(capsys, what, STOPS)
    assert tree(raw) == {}


def test_no_more_requests_a_second_than_the_publisher_allows(publisher, run, monkeypatch):
    monkeypatch.setattr(fetch, "POLICE_UK_PER_SECOND", 2)
    for month in ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05"):
        publisher.months[month] = stops(month)
    begin = time.monotonic()
    assert run(STOPS) == 0
    assert time.monotonic() - begin >= 1.9


# The command


def test_source_without_a_download(run, capsys):
    assert run("ons_population") == 1
    assert_one_line(capsys, "its publisher offers no download; see http", "ons_population")


def test_folder_that_cannot_be_made(run, raw, capsys):
    raw.write_text("a file")
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "the folder cannot be used: File exists", re.escape(str(raw)))


def test_edition_that_cannot_be_kept_is_one_line(run, raw, capsys):
    raw.mkdir()
    (raw / PERCEPTION).write_text("a file")
    assert run(PERCEPTION, WORKBOOK) == 1
    assert_one_line(capsys, "cannot be kept: ")
    assert f"{WORKBOOK}/state.json" in tree(raw)


@pytest.mark.parametrize("value", ["soon", "-1", "1e3", "nan"])
def test_limit_in_the_environment_that_is_no_number(value, run, capsys, monkeypatch):
    monkeypatch.setenv("FETCH_READ", value)
    assert run(PERCEPTION) == 1
    assert (
        capsys.readouterr().err == f"error: FETCH_READ: {value!r} is not a number of at least 0\n"
    )


def test_limits_of_the_environment(monkeypatch):
    monkeypatch.setenv("FETCH_RETRIES", "7")
    limits = fetch.Limits.from_environment()
    assert (limits.retries, limits.read, limits.connect) == (7, 2.0, fetch.CONNECT_SECONDS)


def test_build_of_downloads_leaves_other_sources_as_published(
    publisher, run, raw, published, capsys
):
    assert run(PERCEPTION, out=published) == 0
    before = hashes(published)
    capsys.readouterr()
    assert main(["build", "--raw", str(raw), "--out", str(published)]) == 0
    out = capsys.readouterr().out
    assert re.search(rf"^nothing downloaded, left as published: .*{WORKBOOK}, .*{CRIME}", out, re.M)
    assert "recorded_offences" not in out
    changed = {name for name, sha in hashes(published).items() if before.get(name) != sha}
    assert not [name for name in changed if name.startswith(("recorded_offences", "population"))]


def test_every_declared_download_is_well_formed():
    sources = [one for one in registry.all_sources().values() if fetch.fetchable(one)]
    assert {WORKBOOK, PERCEPTION, CRIME, STOPS, "mps_strength"} <= {one.id for one in sources}
    for source in sources:
        if source.datastore:
            names = [one.name for one in fetch.datastore.wanted_files(source)]
            assert len(names) == len(set(names)) > 0
            assert all(isinstance(name, str) and name for name in source.datastore["ids"])


def test_only_one_module_speaks_to_the_network():
    folder = Path(fetch.__file__).parent
    network = re.compile(r"^(import|from) (requests|urllib3|urllib\.request|http|socket)\b", re.M)
    found = [path.name for path in folder.rglob("*.py") if network.search(path.read_text())]
    assert found == ["fetch.py"]


def test_raw_store_says_why_a_name_is_unsafe():
    source = registry.all_sources()[PERCEPTION]
    with pytest.raises(SourceError, match="not safe"):
        rawstore.safe_name("", "", source)


# What the catalogue says


def offer(
    title: str, *, name: str = "", covers: str | None = None, changed: str = "", kind: str = "csv"
):
    facts = {"title": title, "url": f"/download/a/1/{name or 'file.csv'}", "format": kind,
             "temporal_coverage_to": covers, "check_timestamp": changed}  # fmt: skip
    return facts | ({"filename": name} if name else {})


RECENT = fetch.datastore.wanted_files(registry.all_sources()[CRIME])[0]


@pytest.mark.parametrize(
    "fitting",
    [
        offer("MPS Borough Level Crime (most recent 24 months)"),
        offer("MPS borough-level crime, last 24 months to June"),
        offer("Untitled", name="mps_borough_level_crime_most_recent_24months.csv"),
        offer("BOROUGH%20LEVEL 24-month file", kind="text/csv", name="file"),
    ],
)
def test_catalogue_words_that_vary_still_fit(fitting):
    others = [
        offer("MPS Borough Level Crime (Historical)"),
        offer("MPS Ward Level Crime (most recent 24 months), boroughs named"),
        offer("MPS LSOA Level Crime by borough (most recent 24 months)"),
        offer("MPS Borough Level Crime (most recent 24 months)", name="borough 24 months.xlsx"),
    ]
    listed = fetch.datastore.offers({"resources": [*others, fitting]})
    picked = fetch.datastore.pick(listed, RECENT, registry.all_sources()[CRIME])
    assert picked == listed[-1]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"covers": "2026-05"}, {"covers": "2026-06"}),
        ({"covers": "2026-05", "changed": "2027-01-01"}, {"covers": "2026-06-30", "changed": "2026-07-01"}),
        ({"changed": "Mon, 06 Jul 2026 09:00:00 GMT"}, {"changed": "2026-07-07T09:00:00Z"}),
        ({"covers": "2026-06", "changed": "soon"}, {"covers": "2026-06", "changed": "2026-07-01"}),
        ({"changed": "2026-07-07"}, {"covers": "2026"}),
    ],
)  # fmt: skip
def test_newest_by_coverage_then_by_change(older, newer):
    source = registry.all_sources()[CRIME]
    both = [offer("borough 24 months", **facts) for facts in (newer, older)]
    listed = fetch.datastore.offers({"resources": both})
    assert fetch.datastore.pick(listed, RECENT, source) == listed[0]
    assert fetch.datastore.pick(listed[::-1], RECENT, source) == listed[0]


@pytest.mark.parametrize(
    "answer", [None, [], {}, "text", 7, {"resources": 7}, {"resources": [1, {}]}]
)
def test_catalogue_answer_that_is_none_offers_nothing(answer):
    assert fetch.datastore.offers(answer) == []


@pytest.mark.parametrize("export", [None, 7, "text", [1, None], {"a": 1}])
def test_export_that_is_none_holds_no_entry(export):
    assert fetch.datastore.entry_in(export, "exy3m") is None


def test_workbook_that_is_no_workbook(publisher, run, raw, capsys):
    publisher.datasets["236kk"][1][0].body = b"PK\x03\x04 cut short"
    assert run(WORKBOOK) == 1
    assert_one_line(capsys, r"the file is no workbook \(not a zip archive\)", WORKBOOK)
    assert tree(raw) == {}


def test_no_try_after_the_total_limit(publisher, run, monkeypatch):
    monkeypatch.setenv("FETCH_TOTAL", "0.5")
    monkeypatch.setenv("FETCH_READ", "0.3")
    monkeypatch.setenv("FETCH_RETRIES", "9")
    publisher.faults = {PERCEPTION_FILE: "stall"}
    assert run(PERCEPTION) == 1
    assert len(publisher.asked(PERCEPTION_FILE)) <= 3


def test_command_is_quiet_but_for_its_lines(publisher, raw, tmp_path):
    publisher.faults = {PERCEPTION_FILE: "reset"}
    done = subprocess.run(
        [sys.executable, "-m", "data_pipeline", "fetch", PERCEPTION, "--datastore", publisher.url,
         "--raw", str(raw), "--out", str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"error: {PERCEPTION}: \S+: the connection was lost\n", done.stderr), (
        done.stderr
    )
