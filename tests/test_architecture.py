"""Who may import whom, as docs/architecture says, read from the source text of every module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
ROOTS = ("app", "benchmarks", "dashboard", "data_pipeline", "datasets", "pages", "stats")

# Module or package -> local modules it may import; the longest name that fits a module counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "app": ("dashboard.api", "dashboard.server"),
    "pages": ("dashboard",),
    "dashboard.main": ("dashboard", "datasets"),
    "dashboard.controls": ("dashboard", "datasets"),
    "dashboard.queries": ("datasets", "stats"),
    "dashboard.downloads": ("datasets", "stats"),
    "dashboard.api": (
        *("dashboard.queries", "dashboard.downloads", "dashboard.negotiation"),
        *("dashboard.campaigns", "dashboard.public", "datasets"),
    ),
    "dashboard.server": (
        "dashboard.campaigns",
        "dashboard.negotiation",
        "dashboard.public",
        "datasets",
    ),
    "dashboard.campaigns": (),
    "dashboard.negotiation": (),
    "dashboard.public": (),
    "dashboard.briefing": (
        *("dashboard.charts", "dashboard.downloads", "dashboard.pictures", "dashboard.queries"),
        *("dashboard.wording", "datasets"),
    ),
    "dashboard.pictures": ("dashboard.charts", "dashboard.downloads"),
    "dashboard.pictures.__main__": ("dashboard", "datasets"),
    "dashboard.charts": ("dashboard.charts", "datasets.schema"),
    # words ask on which side of nought an interval lies where that is decided, not for themselves
    "dashboard.wording": ("datasets.schema", "stats.intervals"),
    "stats": ("stats",),
    "datasets": ("datasets",),
    "data_pipeline": ("data_pipeline", "datasets.checked", "datasets.schema", "stats"),
    "data_pipeline.derived": ("data_pipeline", "datasets.schema", "datasets.catalogue", "stats"),
    "benchmarks": ("app", "benchmarks", "dashboard", "data_pipeline", "datasets", "stats"),
}
PACKAGES_WITHOUT_CODE = ("dashboard",)

# Other packages that only some modules may import.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "streamlit": (
        *("app", "pages", "dashboard.main", "dashboard.controls"),
        "dashboard.pictures.__main__",  # runs the pages to draw them
    ),
    "plotly": ("dashboard.charts",),
    **dict.fromkeys(
        ("aiohttp", "ftplib", "http.client", "httpx", "requests", "socket", "urllib.request", "urllib3"),
        ("data_pipeline.fetch.client", "benchmarks"),
    ),
}  # fmt: skip


def name_of(path: Path) -> str:
    """dashboard/charts/__init__.py -> dashboard.charts."""
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules() -> dict[str, str]:
    """Name -> source text of every module that is not a test."""
    files = [
        REPOSITORY / "app.py",
        *(path for root in ROOTS for path in (REPOSITORY / root).rglob("*.py")),
    ]
    return {name_of(path): path.read_text(encoding="utf-8") for path in files if path.exists()}


def imports(module: str, text: str) -> Iterator[str]:
    """Dotted names that the module imports when it runs, inside functions too."""
    tree = ast.parse(text)
    for_types = {
        id(child) for node in ast.walk(tree) if is_for_types(node) for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) not in for_types:
            yield from imported_by(module, node)


def is_for_types(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


def imported_by(module: str, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            base = ".".join([*module.split(".")[: -node.level], *filter(None, [base])])
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif is_dynamic_import(node) and isinstance(node.args[0], ast.Constant):
        yield str(node.args[0].value)


def is_dynamic_import(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not node.args:
        return False
    called = (
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    )
    return called in ("import_module", "__import__")


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def rule_for(module: str) -> str | None:
    fitting = [rule for rule in MAY_IMPORT if within(module, rule)]
    return max(fitting, key=len, default=None)


def faults(module: str, text: str) -> list[str]:
    """What the module imports and may not."""
    found = sorted(set(imports(module, text)))
    rule = rule_for(module)
    allowed = (*MAY_IMPORT.get(rule or "", ()), *([rule] if rule and is_package(rule) else []))
    local = [
        name for name in found
        if name.split(".")[0] in ROOTS and not any(within(name, one) for one in allowed)
    ]  # fmt: skip
    other = [
        name for name in found for package, users in ONLY_IN.items()
        if within(name, package) and not any(within(module, user) for user in users)
    ]  # fmt: skip
    return [f"{module} imports {name}" for name in [*local, *other]]


def is_package(rule: str) -> bool:
    """A package such as dashboard.charts may import its own modules; pages may not import pages."""
    return (REPOSITORY / rule.replace(".", "/")).is_dir() and rule != "pages"


def test_every_module_has_its_rule_and_imports_only_what_that_allows():
    """Every fault of every module is listed at once; those that must be there are read, and no rule is idle."""
    found = modules()
    assert [fault for module in sorted(found) for fault in faults(module, found[module])] == []
    assert {one for one in found if rule_for(one) is None} == set(PACKAGES_WITHOUT_CODE)
    assert [name for one in PACKAGES_WITHOUT_CODE for name in imports(one, found[one])] == []
    assert [rule for rule in MAY_IMPORT if not any(within(one, rule) for one in found)] == []
    assert set(found) >= {
        "app",
        "dashboard.main",
        "data_pipeline.sources.mps_recorded_crime",
        "datasets.catalogue",
    }


# The checker itself: module, what it says, and the import that is forbidden

FORBIDDEN = [
    ("stats.rates", "from datasets import catalogue", "datasets.catalogue"),
    ("stats.rates", "import dashboard.queries", "dashboard.queries"),
    ("datasets.catalogue", "from data_pipeline import publish", "data_pipeline.publish"),
    ("data_pipeline.build", "from datasets import catalogue", "datasets.catalogue"),
    ("data_pipeline.build", "import datasets", "datasets"),
    ("data_pipeline.build", "def f():\n    from dashboard import wording", "dashboard.wording"),
    ("data_pipeline.sources.ons_population", "import requests", "requests"),
    ("data_pipeline.build", "from urllib.request import urlopen", "urllib.request.urlopen"),
    ("data_pipeline.build", "import urllib.request as u", "urllib.request"),
    ("data_pipeline.status", "import http.client", "http.client"),
    ("data_pipeline.fetch.datastore", "import requests", "requests"),
    ("dashboard.queries", "import streamlit as st", "streamlit"),
    ("dashboard.queries", "from streamlit.runtime import caching", "streamlit.runtime.caching"),
    ("dashboard.queries", "import plotly.express", "plotly.express"),
    ("dashboard.queries", "from . import controls", "dashboard.controls"),
    ("dashboard.charts.lines", "from datasets import catalogue", "datasets.catalogue"),
    ("dashboard.charts.lines", "from dashboard.queries import trust", "dashboard.queries.trust"),
    ("dashboard.charts.lines", "from .. import wording", "dashboard.wording"),
    ("dashboard.wording", "from dashboard.charts import theme", "dashboard.charts.theme"),
    ("dashboard.server", "from dashboard import controls", "dashboard.controls"),
    ("dashboard.api", "from dashboard import controls", "dashboard.controls"),
    ("dashboard.controls", "from pages import trust", "pages.trust"),
    ("dashboard.main", "import importlib\nimportlib.import_module('pages.trust')", "pages.trust"),
    ("pages.trust", "from pages.crime import page", "pages.crime.page"),
    ("pages.trust", "from datasets import catalogue", "datasets.catalogue"),
    ("pages.trust", "import plotly.graph_objects as go", "plotly.graph_objects"),
    ("app", "from dashboard import queries", "dashboard.queries"),
    ("app", "from datasets import catalogue", "datasets.catalogue"),
]  # fmt: skip
ALLOWED = [
    (
        "data_pipeline.build",
        "from datasets.schema import DATASETS\nfrom data_pipeline import publish",
    ),
    (
        "data_pipeline.derived.success_measures",
        "from datasets import catalogue\nfrom stats import compare",
    ),
    ("data_pipeline.fetch.client", "import requests"),
    ("dashboard.server", "from urllib.parse import urlsplit\nfrom http import HTTPStatus"),
    (
        "dashboard.charts.lines",
        "from dashboard.charts import theme\nimport plotly.graph_objects as go",
    ),
    (
        "dashboard.controls",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import plotly.graph_objects",
    ),
    ("pages.trust", "import streamlit as st\nfrom dashboard import controls, queries"),
    ("stats.compare", "from stats import rates\nimport numpy as np"),
]


def test_a_forbidden_import_is_caught_and_an_allowed_one_passes():
    found = {case: faults(*case[:2]) for case in FORBIDDEN}
    assert found == {case: [f"{case[0]} imports {case[2]}"] for case in FORBIDDEN}
    assert [fault for case in ALLOWED for fault in faults(*case)] == []
