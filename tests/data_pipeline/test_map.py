"""The packages' own descriptions name every module and folder that there is, and no other."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "package",
    ["data_pipeline", "data_pipeline.derived", "data_pipeline.fetch", "data_pipeline.steps"],
)
def test_every_module_is_on_its_packages_map(package):
    described = importlib.import_module(package)
    folder = Path(described.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert set(re.findall(r"`([a-z_]+)/?(?:<id>\.py)?`", described.__doc__)) == modules | folders
