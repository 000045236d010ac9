"""The command: every source that has a download, and the build of what came."""

from __future__ import annotations

import re
import subprocess
import sys

from data_pipeline import registry
from data_pipeline.__main__ import main
from data_pipeline.fetch import listing, publishers
from tests.conftest import REPOSITORY
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.fetch.fetched import (
    CRIME,
    PERCEPTION,
    PERCEPTION_FILE,
    STOPS,
    WORKBOOK,
    assert_one_line,
)


def test_source_without_a_download(run, capsys):
    assert run("ons_population") == 1
    assert_one_line(capsys, "its publisher offers no download; see http", "ons_population")


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
    sources = [one for one in registry.all_sources().values() if publishers.fetchable(one)]
    assert {WORKBOOK, PERCEPTION, CRIME, STOPS, "mps_strength"} <= {one.id for one in sources}
    for source in sources:
        if source.datastore:
            names = [one.name for one in listing.wanted_files(source)]
            assert len(names) == len(set(names)) > 0
            assert all(isinstance(name, str) and name for name in source.datastore["ids"])


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
