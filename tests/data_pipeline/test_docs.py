"""The README's table of sources: what the metadata gives, renewed by a build."""

import shutil

import pytest

from data_pipeline import docs, published_folder
from data_pipeline.__main__ import main
from data_pipeline.registry import all_sources
from datasets.schema import SourceError
from tests.conftest import FROZEN, REPOSITORY


def table():
    manifest = published_folder.read_manifest(FROZEN)
    return docs.sources_table(all_sources(), manifest)


def test_every_source_has_a_line_with_its_rows():
    lines = table().splitlines()[2:]
    assert len(lines) == len(all_sources())
    assert any("| `recorded_offences` | 2010-04 to 2026-06 | 209,155 |" in line for line in lines)


def test_a_readme_without_the_marks_is_refused():
    with pytest.raises(SourceError, match="marks"):
        docs.with_table("# A readme", table())


def test_a_build_of_the_shipped_tables_renews_readme_and_changelog(
    small_mirror, tmp_path, monkeypatch
):
    """In a folder laid out as the repository is; of tables built elsewhere neither says a word."""
    for name in ("README.md", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_text() for path in tmp_path.glob("*.md")}
    assert main(["build", "--mirror", str(small_mirror), "--out", "elsewhere"]) == 0
    assert {path: path.read_text() for path in tmp_path.glob("*.md")} == before
    assert main(["build", "--mirror", str(small_mirror)]) == 0
    made = published_folder.read_manifest(tmp_path / "datasets" / "published")
    readme = (tmp_path / "README.md").read_text()
    assert docs.with_table(readme, docs.sources_table(all_sources(), made)) == readme
    assert readme != before[tmp_path / "README.md"]
    assert f"## {made['version']}\n" in (tmp_path / "CHANGELOG.md").read_text()
