"""The README's table of sources is the one that the metadata gives."""

from pathlib import Path

import pytest

from data_pipeline import docs, published_folder
from data_pipeline.registry import all_sources
from datasets.schema import SourceError

REPOSITORY = Path(__file__).parents[2]


def table():
    manifest = published_folder.read_manifest(REPOSITORY / "datasets" / "published")
    return docs.sources_table(all_sources(), manifest)


def test_the_readme_is_up_to_date():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert docs.with_table(readme, table()) == readme, "run: python -m data_pipeline docs"


def test_every_source_has_a_line_with_its_rows():
    lines = table().splitlines()[2:]
    assert len(lines) == len(all_sources())
    assert any("| `recorded_offences` | 2010-04 to 2026-06 | 209,000 |" in line for line in lines)


def test_a_readme_without_the_marks_is_refused():
    with pytest.raises(SourceError, match="marks"):
        docs.with_table("# A readme", table())
