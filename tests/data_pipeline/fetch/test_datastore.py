"""The London Datastore: three generations of a catalogue, and what it may not make us do."""

from __future__ import annotations

import hashlib

import pytest

from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.fetch.fetched import (
    CRIME,
    FETCHED,
    PERCEPTION,
    WORKBOOK,
    assert_one_line,
    perception,
    tree,
)
from tests.data_pipeline.fetch.publisher import another_digit


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


def test_address_below_the_catalogue_is_joined_to_it(publisher, run):
    perception(publisher).facts = {"url": "/download/pp001/0/public-perception-data.csv"}
    assert run(PERCEPTION) == 0


MD5, SHA1, SHA256 = (hashlib.md5, hashlib.sha1, hashlib.sha256)


@pytest.mark.parametrize("kind", [MD5, SHA1, SHA256])
@pytest.mark.parametrize("generation", ["v3", "export", "old"])
def test_another_hash_than_the_catalogue_states(kind, generation, publisher, run, raw, capsys):
    publisher.generations = {generation}
    name = "check_hash" if generation == "old" else "hash"
    body = perception(publisher).body
    perception(publisher).facts = {name: kind(body).hexdigest().upper()}
    assert run(PERCEPTION) == 0
    perception(publisher).body = changed = another_digit(body)
    before = tree(raw)
    assert run(PERCEPTION) == 1
    digests = [f"{kind(content).hexdigest()[:12]}…" for content in (changed, body)]
    assert_one_line(
        capsys, f"the {kind().name} hash {digests[0]}, the catalogue states {digests[1]}"
    )
    assert tree(raw) == before


@pytest.mark.parametrize(("generation", "name"), [("v3", "size"), ("old", "check_size")])
def test_another_size_than_the_catalogue_states(generation, name, publisher, run, raw, capsys):
    publisher.generations = {generation}
    size = len(perception(publisher).body)
    perception(publisher).facts = {name: str(size + 1)}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, f"has {size:,} bytes, the catalogue states {size + 1:,} ")
    assert tree(raw) == {}


def test_file_held_is_not_what_the_catalogue_states(publisher, run, raw, capsys):
    assert run(PERCEPTION) == 0
    before = tree(raw)
    perception(publisher).facts = {"hash": "0" * 32}
    assert run(PERCEPTION) == 1  # the server answers 304
    assert_one_line(capsys, "the file held, which the server says is unchanged, has the md5 hash")
    assert tree(raw) == before


@pytest.mark.parametrize(
    "facts",
    [
        {"size": None, "hash": None},
        {"size": 0, "hash": ""},
        {"size": "unknown", "hash": "W/1234"},
        {"size": -1, "hash": 7},
        {"size": [], "hash": {}},
        {"size": True, "hash": "sha256-of-what"},
    ],
)
def test_statement_that_is_none_is_no_hindrance(facts, publisher, run, raw):
    perception(publisher).facts = facts
    assert run(PERCEPTION) == 0
    assert FETCHED in tree(raw)


def test_hash_after_its_kind_is_compared(publisher, run, capsys):
    perception(publisher).facts = {"hash": "md5:" + "0" * 32}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "the catalogue states 000000000000…")
