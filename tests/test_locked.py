"""What is installed is what was written down: every package that is asked for, with a hash of each of its files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
NOT_HERE = {"colorama", "tzdata"}
"""Needed on Windows alone: no licence of theirs is read on another machine."""


def named(text: str) -> dict[str, str]:
    """Package -> version, the names as they are compared (PEP 503)."""
    found = filter(None, map(PINNED.match, text.splitlines()))
    return {re.sub(r"[-_.]+", "-", one[1]).lower(): one[2] for one in found}


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def faults(asked: str, locked: str) -> list[str]:
    """What is asked for and not written down in that version, and what is written down without a hash."""
    pieces = re.split(r"\n(?=[a-z0-9])", locked)
    missing = [one for one, version in named(asked).items() if named(locked).get(one) != version]
    return missing + [
        one.split("==")[0] for one in pieces if PINNED.match(one) and not HASH.search(one)
    ]


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_package_is_written_down_with_hashes(name: str) -> None:
    asked, locked = read(f"{name}.txt"), read(f"{name}.locked.txt")
    assert faults(asked, locked) == []
    assert len(named(locked)) > len(named(asked)) > 15
    assert not re.search(r"https?://|--index-url|--find-links|^-e ", locked, re.MULTILINE)


def test_both_lists_agree_where_they_name_the_same() -> None:
    site, all_of_it = (
        named(read("requirements.locked.txt")),
        named(read("requirements-dev.locked.txt")),
    )
    assert {one: all_of_it.get(one) for one in site} == site


def test_what_is_not_written_down_is_seen() -> None:
    hashed = "a==1 \\\n    --hash=sha256:" + "0" * 64
    assert faults("a==1\n", hashed) == []
    assert faults("a==2\n", hashed) == ["a"]
    assert faults("a==1\nB_c==1\n", f"{hashed}\nb-c==1\n") == ["b-c"]
    assert faults("a==1\nd==1\n", hashed) == ["d"]


def test_the_makefile_installs_nothing_without_its_hash() -> None:
    installed = re.findall(r"^\t\$\((PIP\w*)\) -r (\S+)", read("Makefile"), re.MULTILINE)
    assert installed == [
        ("PIP_HASHED", "requirements.locked.txt"),
        ("PIP_HASHED", "requirements-dev.locked.txt"),
    ]
    assert "PIP_HASHED := $(PIP) --no-deps --require-hashes\n" in read("Makefile")


def test_every_package_that_serves_the_site_has_its_licence_listed() -> None:
    lines = Path(REPOSITORY / "docs" / "licences.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    listed = {re.sub(r"[-_.]+", "-", one[0]).lower(): (one[1], one[2]) for one in cells[2:]}
    asked = named(read("requirements.locked.txt"))
    assert {one: listed.get(one, ("",))[0] for one in asked if one not in NOT_HERE} == {
        one: version for one, version in asked.items() if one not in NOT_HERE
    }
    assert [one for one, (_, licence) in listed.items() if licence in ("", "UNKNOWN")] == []
