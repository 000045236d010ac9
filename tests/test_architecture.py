"""Who may import whom, as docs/architecture says, read from the source text of every module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from datasets.schema import NOTE_COLUMNS

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
        *("dashboard.public", "datasets"),
    ),
    "dashboard.server": ("dashboard.negotiation", "dashboard.public", "datasets"),
    "dashboard.negotiation": (),
    "dashboard.public": (),
    "dashboard.briefing": (
        *("dashboard.charts", "dashboard.downloads", "dashboard.pictures", "dashboard.queries"),
        *("dashboard.wording", "datasets"),
    ),
    "dashboard.pictures": ("dashboard.charts", "dashboard.downloads"),
    "dashboard.pictures.__main__": ("dashboard", "datasets"),
    "dashboard.charts": ("dashboard.charts", "datasets.schema"),
    "dashboard.wording": ("datasets.schema",),
    "stats": ("stats",),
    "datasets": ("datasets",),
    "data_pipeline": ("data_pipeline", "datasets.schema", "stats"),
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


@pytest.mark.parametrize("module", sorted(modules()))
def test_module_imports_only_what_it_may(module):
    assert faults(module, modules()[module]) == []


@pytest.mark.parametrize("module", sorted(modules()))
def test_module_has_a_place_in_the_table(module):
    assert rule_for(module) is not None or module in PACKAGES_WITHOUT_CODE


@pytest.mark.parametrize("package", PACKAGES_WITHOUT_CODE)
def test_package_without_a_rule_imports_nothing(package):
    assert list(imports(package, modules()[package])) == []


def test_every_module_that_must_be_there_is_read():
    found = set(modules())
    assert found >= {
        "app",
        "dashboard.main",
        "data_pipeline.sources.mps_recorded_crime",
        "datasets.catalogue",
    }


@pytest.mark.parametrize(
    "rule", [rule for rule in MAY_IMPORT if not within(rule, "data_pipeline.derived")]
)
def test_every_rule_is_for_something_that_exists(rule):
    assert any(within(module, rule) for module in modules())


# The checker itself


@pytest.mark.parametrize(
    ("module", "text", "imported"),
    [
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
    ],
)  # fmt: skip
def test_a_forbidden_import_is_caught(module, text, imported):
    assert faults(module, text) == [f"{module} imports {imported}"]


@pytest.mark.parametrize(
    ("module", "text"),
    [
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
    ],
)
def test_an_allowed_import_passes(module, text):
    assert faults(module, text) == []


# Notes are read by the pipeline alone

READS_NOTES = "data_pipeline"
NOTE_NAMES = frozenset((*NOTE_COLUMNS, "note"))
"""Columns of free text, and what attributes and arguments that hold one are called."""
PATTERNS = ("re", "regex", "fnmatch", "difflib", "sre_compile")
SEARCHING = frozenset((
    *("contains", "startswith", "endswith", "match", "fullmatch", "search", "find", "rfind", "index", "rindex"),
    *("findall", "finditer", "count", "split", "rsplit", "partition", "rpartition", "extract", "extractall"),
    *("replace", "translate", "lower", "casefold", "upper", "sub", "get_dummies", "isin"),
))  # fmt: skip
"""Methods by which a program looks for words in a text, or makes ready to."""


def note_faults(module: str, text: str) -> list[str]:
    """Where a module outside the pipeline looks for words in a note on a row.

    A module that touches a column of notes may import no patterns. What comes from such a column, by its
    name, by an attribute, or by a variable that was given it, is in no `in`, in no comparison with a text
    and bears no method that searches.
    """
    tree = ast.parse(text)
    known = noted_names(tree)
    if not known and not any(is_noted(node, known) for node in ast.walk(tree)):
        return []
    patterns = [name for name in imports(module, text) if name.split(".")[0] in PATTERNS]
    searches = [node for node in ast.walk(tree) if is_search(node, known)]
    return [
        *(f"{module} touches notes and imports {name}" for name in sorted(set(patterns))),
        *(f"{module} line {node.lineno} looks for words in a note" for node in searches),
    ]


def noted_names(tree: ast.AST) -> frozenset[str]:
    """Variables and arguments that hold a note: by their own name, or because one was put into them."""
    known: frozenset[str] = frozenset(
        node.arg for node in ast.walk(tree) if isinstance(node, ast.arg) and node.arg in NOTE_NAMES
    )
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    while True:
        more = known | {
            name.id if isinstance(name, ast.Name) else name.arg
            for node in ast.walk(tree)
            for value, target in (*bindings(node), *handed(node, functions))
            if holds_note(value, known)
            for name in ast.walk(target)
            if isinstance(name, ast.Name | ast.arg)
        }
        if more == known:
            return known
        known = more


def bindings(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Value and target of what gives a variable its value: assignments, loops, comprehensions."""
    if isinstance(node, ast.Assign):
        yield from ((node.value, target) for target in node.targets)
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield node.value, node.target
    elif isinstance(node, ast.For | ast.comprehension):
        yield node.iter, node.target


def handed(
    node: ast.AST, functions: dict[str, ast.FunctionDef]
) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Value and argument where a function of the module is called, or is mapped over a column."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name) and node.func.id in functions:
        yield from zip(node.args, functions[node.func.id].args.args, strict=False)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("map", "apply", "transform"):
        for one in node.args:
            if isinstance(one, ast.Name) and one.id in functions:
                yield from zip([node.func.value], functions[one.id].args.args, strict=False)


def holds_note(node: ast.AST, known: frozenset[str]) -> bool:
    """Whether an expression is, or is made of, a note itself: not a mere list of columns, nor their words."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict | ast.Constant):
        return False
    if isinstance(
        node, ast.Call
    ):  # what a function makes of a note is its own; a method's is the note still
        parts = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        return any(holds_note(part, known) for part in parts)
    if is_noted(node, known):
        return True
    return any(holds_note(child, known) for child in ast.iter_child_nodes(node))


def is_noted(node: ast.AST, known: frozenset[str]) -> bool:
    """A note by its column, `rows["caveat"]`, by an attribute, `row.caveat`, or by a variable."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value in NOTE_NAMES
    if isinstance(node, ast.Attribute):
        return node.attr in NOTE_NAMES
    return isinstance(node, ast.Name) and node.id in known


def is_search(node: ast.AST, known: frozenset[str]) -> bool:
    """Whether a node looks for words in a note: `in`, `==` with a text, or a method that searches."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        if any(isinstance(one, ast.In | ast.NotIn) for one in node.ops):
            return any(holds_note(side, known) for side in sides)
        texts = [one for one in sides if isinstance(one, ast.Constant) and one.value]
        return bool(texts) and any(holds_note(side, known) for side in sides)
    if isinstance(node, ast.Match):
        return holds_note(node.subject, known)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in SEARCHING and holds_note(node.func.value, known)


def test_no_note_is_read_outside_the_pipeline():
    found = {
        module: faults_found
        for module, text in modules().items()
        if not within(module, READS_NOTES) and (faults_found := note_faults(module, text))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        'import re\nfound = rows["confidence_note"]',
        'from re import search\n\n\ndef f(row):\n    return search("CONFLICT", row["caveat"])',
        'def f(rows):\n    import re as patterns\n    return rows["confidence_note"].map(patterns.escape)',
        'marked = rows["confidence_note"].fillna("").str.contains("CONFLICT")',
        'is_second = row["confidence_note"].startswith("Second hand")',
        'note = row["confidence_note"]\nis_bound = "lower bound" in note',
        'def f(caveat):\n    return "in conflict" in caveat.strip()',
        'notes = rows["confidence_note"].fillna("")\nflagged = notes.str.lower().str.contains("x")',
        'found = [one for one in rows["confidence_note"] if "APPROX" in one]',
        'for one in rows.itertuples():\n    if "APPROX" in one.confidence_note:\n        pass',
        'for text in rows["caveat"]:\n    parts = text.split(";")',
        'is_rough = row["confidence_note"] == "APPROX"',
        'text = row["confidence_note"]\nother = text\nwords = other.partition(":")',
        'rough = rows[rows["caveat"].isin(["Approximate"])]',
        'is_assumed = rows["note"].str.contains("assumed").any()',
        'match row["caveat"]:\n    case "Approximate":\n        pass',
        'if (note := row["confidence_note"]) and "x" in note:\n    pass',
        'def f(text):\n    return "APPROX" in text\n\n\nfound = f(row["confidence_note"])',
        'def f(text):\n    return text.startswith("Second")\n\n\nfound = rows["confidence_note"].map(f)',
        'def bounded(words, note):\n    return "under" if "upper bound" in note else words',
    ],
)
def test_a_search_in_a_note_is_caught(text):
    assert note_faults("dashboard.queries.made", text)


@pytest.mark.parametrize(
    "text",
    [
        'import re\nCOLUMNS = ["value", "unit"]',
        'COLUMNS = ["value", "confidence_note"]\nkept = "value" in COLUMNS',
        'shown = [row["caveat"] for row in rows if isinstance(row["caveat"], str)]',
        'noted = rows["caveat"].notna().sum()',
        "text = f\"Note: {row['caveat']}\"",
        'marks = rows["is_conflict"] & (rows["bound"] != "exact")',
        "import re\n\n\ndef chart(notes):\n    return re.escape(notes)",
    ],
)
def test_showing_a_note_passes(text):
    assert note_faults("dashboard.queries.made", text) == []
