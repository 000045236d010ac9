"""What came is looked at before it is kept: its address, its bytes, its edition."""

from __future__ import annotations

import pytest

from tests.data_pipeline import miniature as mini
from tests.data_pipeline.fetch.fetched import (
    PERCEPTION,
    WORKBOOK,
    assert_one_line,
    file_of,
    perception,
    tree,
)


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


def test_workbook_that_is_no_workbook(publisher, run, raw, capsys):
    publisher.datasets["236kk"][1][0].body = b"PK\x03\x04 cut short"
    assert run(WORKBOOK) == 1
    assert_one_line(capsys, r"the file is no workbook \(not a zip archive\)", WORKBOOK)
    assert tree(raw) == {}


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/x.csv", "data:text/csv,a"]
)
def test_address_that_is_none_of_the_web(address, publisher, run, raw, capsys):
    perception(publisher).facts = {"url": address}
    assert run(PERCEPTION) == 1
    assert_one_line(capsys, "is no address of the web")
    assert tree(raw) == {}
