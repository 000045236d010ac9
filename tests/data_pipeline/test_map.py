"""The package's own description names every module and folder that there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import data_pipeline

FOLDER = Path(data_pipeline.__file__).parent


def test_every_module_is_on_the_map():
    named = set(re.findall(r"`([a-z_]+)/?(?:<id>\.py)?`", data_pipeline.__doc__))
    modules = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert named == modules | folders


def test_the_map_of_fetching_names_every_module():
    named = set(re.findall(r"`([a-z_]+)`", (FOLDER / "fetch" / "__init__.py").read_text()))
    assert named == {path.stem for path in (FOLDER / "fetch").glob("*.py")} - {"__init__"}
