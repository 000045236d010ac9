"""What was fetched is kept exactly; what is older, spoilt or half does not take its place."""

from __future__ import annotations

import re

import filelock
import pytest

from data_pipeline import registry
from data_pipeline.fetch import rawstore
from datasets.schema import SourceError
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.fetch.fetched import (
    CRIME,
    FETCHED,
    PERCEPTION,
    PERCEPTION_FILE,
    WORKBOOK,
    assert_one_line,
    perception,
    tree,
)


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

    monkeypatch.setattr(rawstore, "sniff", killed)
    with pytest.raises(KeyboardInterrupt):
        run(PERCEPTION)
    assert tree(raw) == {}


def test_two_fetches_at_once(run, raw, capsys):
    raw.mkdir()
    with filelock.FileLock(raw / ".lock"):
        assert run(PERCEPTION) == 1
    assert capsys.readouterr().err == f"error: {raw}: another fetch is writing to this folder\n"


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


def test_raw_store_says_why_a_name_is_unsafe():
    source = registry.all_sources()[PERCEPTION]
    with pytest.raises(SourceError, match="not safe"):
        rawstore.safe_name("", "", source)
