"""Who may import whom, read from the source text of every module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
ROOTS = ("app", "benchmarks", "dashboard", "data_pipeline", "datasets", "pages", "stats")

# What a page is written with: the subjects' folders and the blocks that several of them have.
WRITING = (
    *("dashboard.answers", "dashboard.blocks", "dashboard.charts", "dashboard.draft"),
    *("dashboard.figures", "dashboard.files.about", "dashboard.page", "dashboard.plain_text"),
    *("dashboard.sourcing", "dashboard.words", "datasets", "stats"),
)
SUBJECTS = "dashboard.subjects"
REGISTRY, PAGES = f"{SUBJECTS}.registry", f"{SUBJECTS}.pages"
PERIODS = "dashboard.words.periods"  # every date that is written out, on a page or beside it
SOURCES = "dashboard.words.sources"  # what is said of whose figures they are
OTHERS_FIGURES = re.compile(r"dashboard\.subjects\.\w+\.figures(\.|$)")
"""What a subject may take from another."""

# Module or package -> local modules it may import; the longest name that fits a module counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "app": ("dashboard.files", "dashboard.logs", "dashboard.site", PAGES),
    "pages": ("dashboard.screen",),
    # a page as data, and what it is written with
    "dashboard.page": ("dashboard.files.about", "dashboard.words"),
    "dashboard.draft": (
        *("dashboard.asked", "dashboard.files.about", "dashboard.heights", "dashboard.page"),
        *("dashboard.plain_text", "dashboard.sourcing", "dashboard.words", "datasets"),
    ),
    "dashboard.heights": (),
    "dashboard.asked": ("dashboard.page", "datasets"),
    "dashboard.answers": ("dashboard.keeping", "datasets"),
    "dashboard.sourcing": ("dashboard.answers", "dashboard.figures", "dashboard.words", "datasets"),
    "dashboard.keeping": (),
    "dashboard.heavy": ("dashboard.logs",),
    "dashboard.logs": (),
    # the running process, watched
    "dashboard.metrics": ("dashboard.keeping", "datasets"),
    "dashboard.plain_text": (),
    "dashboard.blocks": WRITING,
    SUBJECTS: (*WRITING, PAGES),
    f"{SUBJECTS}.borough": (*WRITING, PAGES, "dashboard.asked"),  # it tells what was typed in vain
    f"{SUBJECTS}.overview.words.news": (  # a line of news says a ratio as its page does
        *("dashboard.words", "datasets", f"{SUBJECTS}.powers.words.powers"),
    ),
    f"{SUBJECTS}.gaps.words.measured": (  # and so does the page of gaps
        *("dashboard.words", "datasets", f"{SUBJECTS}.powers.words.powers", f"{SUBJECTS}.gaps"),
    ),
    f"{SUBJECTS}.methods": (*WRITING, PAGES, "dashboard.briefing.rules"),  # it prints them
    REGISTRY: (
        *("dashboard.asked", "dashboard.draft", "dashboard.keeping", "dashboard.metrics"),
        *("dashboard.page", "dashboard.words", "datasets"),
    ),
    PAGES: ("dashboard.files.about", "datasets"),
    "dashboard.figures": ("datasets", "stats"),
    "dashboard.charts": ("datasets.schema",),
    # words ask on which side of nought an interval lies where that is decided, not for themselves
    "dashboard.words": ("datasets.schema", "stats.intervals"),
    # ways out of a page
    "dashboard.markup": (
        *(
            "dashboard.briefing",
            "dashboard.heights",
            "dashboard.files.about",
            "dashboard.files.formats",
        ),
        *("dashboard.page", "dashboard.words", "datasets"),
    ),
    "dashboard.screen": (
        *("dashboard.asked", "dashboard.campaigns", "dashboard.keeping"),
        *("dashboard.markup", "dashboard.metrics", "dashboard.page", "dashboard.plain_text"),
        "dashboard.public",
        *("dashboard.site", "dashboard.sourcing", REGISTRY, PAGES, "datasets"),
    ),
    "dashboard.briefing": (
        *(
            "dashboard.figures",
            "dashboard.files.about",
            "dashboard.sourcing",
            "dashboard.page",
            "dashboard.words",
        ),
        *(f"{SUBJECTS}.gaps.words.names", f"{SUBJECTS}.powers.words.powers", "datasets"),
        f"{SUBJECTS}.outcomes.words.charges",  # a question says a rate as its page does
        f"{SUBJECTS}.overview.cards",  # for whom a measure is worse is said as on its card
        f"{SUBJECTS}.overview.words.cards",
        "stats.intervals",  # on which side of parity an interval lies is decided there
    ),
    "dashboard.docx": (
        *("dashboard.briefing", "dashboard.files.about", "dashboard.page"),
        *("dashboard.site.picture_frame", "dashboard.site.render", PERIODS, SOURCES),
        "dashboard.charts.theme",  # lines on paper have shapes
    ),
    "dashboard.files": (
        *("dashboard.briefing", "dashboard.campaigns", "dashboard.charts", "dashboard.docx"),
        *("dashboard.heavy", "dashboard.keeping", "dashboard.negotiation"),
        *("dashboard.page", "dashboard.public", "dashboard.site", "dashboard.sourcing"),
        *(REGISTRY, PAGES, "datasets", PERIODS),
    ),
    "dashboard.site": (
        *("dashboard.briefing", "dashboard.campaigns", "dashboard.charts"),
        *("dashboard.files", "dashboard.heavy", "dashboard.keeping", "dashboard.markup"),
        *("dashboard.metrics", "dashboard.negotiation"),
        *("dashboard.page", "dashboard.public", "dashboard.sourcing", REGISTRY, PAGES, "datasets"),
        PERIODS,
        SOURCES,
    ),
    "dashboard.site.share_pictures": ("dashboard", "datasets"),
    "dashboard.campaigns": (),
    "dashboard.negotiation": (),
    "dashboard.public": (),
    # figures
    "stats": ("stats",),
    "datasets": ("datasets",),
    "data_pipeline": ("data_pipeline", "datasets.checked", "datasets.schema", "stats"),
    "data_pipeline.derived": ("data_pipeline", "datasets.schema", "datasets.catalogue", "stats"),
    "benchmarks": ("app", "benchmarks", "dashboard", "data_pipeline", "datasets", "stats"),
}
PACKAGES_WITHOUT_CODE = ("dashboard",)

# Other packages that only some modules may import.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "streamlit": ("app", "benchmarks", "dashboard.screen"),
    "plotly": ("dashboard.charts",),
    "jinja2": ("dashboard.markup",),
    **dict.fromkeys(
        ("aiohttp", "ftplib", "http.client", "httpx", "requests", "socket", "urllib.request", "urllib3"),
        ("data_pipeline.fetch.client", "benchmarks"),
    ),
}  # fmt: skip

# Modules that nothing imports by name: what is run, and what is found in its folder.
STARTED = re.compile(
    r"app|dashboard\.screen\.main|dashboard\.site\.share_pictures|.*\.__main__|benchmarks\..*|pages\..*"
    r"|dashboard\.subjects\.\w+\.page|data_pipeline\.sources\..*"
)


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
    allowed = (*MAY_IMPORT.get(rule or "", ()), own_package(module, rule or ""))
    local = [
        name for name in found
        if name.split(".")[0] in ROOTS
        and not (takes_figures(module) and OTHERS_FIGURES.match(name))
        and not any(within(name, one) for one in allowed)
    ]  # fmt: skip
    other = [
        name for name in found for package, users in ONLY_IN.items()
        if within(name, package) and not any(within(module, user) for user in users)
    ]  # fmt: skip
    return [f"{module} imports {name}" for name in [*local, *other]]


def takes_figures(module: str) -> bool:
    """Whether a module may ask for the figures of any subject: pages, their blocks, and briefings."""
    return any(within(module, one) for one in (SUBJECTS, "dashboard.blocks", "dashboard.briefing"))


def own_package(module: str, rule: str) -> str:
    """Whose modules a module may import as its own: its rule's package, a subject's folder.

    A page may import no other page.
    """
    own = ".".join(module.split(".")[:3]) if rule == SUBJECTS else rule
    is_package = own and (REPOSITORY / own.replace(".", "/")).is_dir()
    return own if is_package and own != "pages" else module


def test_every_module_has_its_rule_and_imports_only_what_that_allows():
    """Every fault of every module is listed at once; those that must be there are read, and no rule is idle."""
    found = modules()
    assert [fault for module in sorted(found) for fault in faults(module, found[module])] == []
    assert {one for one in found if rule_for(one) is None} == set(PACKAGES_WITHOUT_CODE)
    assert [name for one in PACKAGES_WITHOUT_CODE for name in imports(one, found[one])] == []
    assert [rule for rule in MAY_IMPORT if not any(within(one, rule) for one in found)] == []
    assert set(found) >= {
        "app",
        "dashboard.screen.main",
        "data_pipeline.sources.mps_recorded_crime",
        "datasets.catalogue",
    }


def test_nothing_is_there_for_tests_alone():
    """Every module is imported by another, or is one that is run or found in its folder."""
    found = modules()
    packages = {one for one in found if (REPOSITORY / one.replace(".", "/")).is_dir()}
    imported = {
        of for module, text in found.items()
        for name in imports(module, text) if (of := defined_in(name, found)) != module
    }  # fmt: skip
    assert sorted(set(found) - imported - packages - set(filter(STARTED.fullmatch, found))) == []


def test_a_page_is_two_lines_and_a_subject_in_a_folder_of_its_own():
    found = modules()
    subjects = {
        path.name for path in (REPOSITORY / "dashboard" / "subjects").iterdir() if path.is_dir()
    }
    subjects -= {"__pycache__"}
    assert {name for name in found if name.startswith("pages.")} == {
        f"pages.{one}" for one in subjects
    }
    for one in subjects:
        assert f"dashboard.subjects.{one}.page" in found
        lines = [line for line in found[f"pages.{one}"].splitlines() if line]
        assert len(lines) == 2, one


def defined_in(name: str, found: dict[str, str]) -> str:
    """The module that a dotted name is of: dashboard.page.Page -> dashboard.page."""
    while name and name not in found:
        name = name.rpartition(".")[0]
    return name


# What a chart is drawn on

CHARTS = "dashboard.charts"
SURFACES = tuple(f"{CHARTS}.{one}" for one in ("canvas", "sheet", "maps"))
"""The modules that make figures: of rows, over time, of places. Each chart only draws on one."""
MAKERS = (f"{CHARTS}.theme.figure", "plotly.graph_objects.Figure")


def own_figures(module: str, text: str) -> list[str]:
    """What a chart's module says that makes a figure beside those that the surfaces make."""
    calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    made = [ast.unparse(one) for one in calls if ast.unparse(one) in ("theme.figure", "go.Figure")]
    made += [name for name in imports(module, text) if name in MAKERS]
    taken = [name for name in imports(module, text) if any(within(name, one) for one in SURFACES)]
    return [f"{module} makes {name}" for name in made] + ([] if taken else [f"{module} has none"])


def is_chart(text: str) -> bool:
    """Whether a module has a chart: a function whose drawings are kept."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    return any(ast.unparse(one) == "kept" for each in functions for one in each.decorator_list)


def test_every_chart_draws_on_the_canvas_the_sheet_or_the_map():
    found = {
        name: text for name, text in modules().items() if within(name, CHARTS) and is_chart(text)
    }
    assert len(found) == 14
    assert [fault for name, text in found.items() for fault in own_figures(name, text)] == []


@pytest.mark.parametrize(
    ("text", "faults_found"),
    [
        ("from dashboard.charts import canvas, theme\ntheme.figure(look)", ["makes theme.figure"]),
        ("from dashboard.charts.sheet import lay_out\ngo.Figure()", ["makes go.Figure"]),
        ("from dashboard.charts import theme\ntheme.empty(look)", ["has none"]),
        ("from dashboard.charts import maps, theme\ntheme.empty(look)", []),
    ],
)
def test_a_chart_with_a_figure_of_its_own_is_caught(text, faults_found):
    module = f"{CHARTS}.bars"
    assert own_figures(module, text) == [f"{module} {fault}" for fault in faults_found]


# The checker itself: module, what it says, and the import that is forbidden

FORBIDDEN = [
    ("stats.rates", "from datasets import catalogue", "datasets.catalogue"),
    ("stats.rates", "import dashboard.figures", "dashboard.figures"),
    ("datasets.catalogue", "from data_pipeline import publish", "data_pipeline.publish"),
    ("data_pipeline.build", "from datasets import catalogue", "datasets.catalogue"),
    ("data_pipeline.build", "import datasets", "datasets"),
    ("data_pipeline.build", "def f():\n    from dashboard import words", "dashboard.words"),
    ("data_pipeline.sources.ons_population", "import requests", "requests"),
    ("data_pipeline.build", "from urllib.request import urlopen", "urllib.request.urlopen"),
    ("data_pipeline.build", "import urllib.request as u", "urllib.request"),
    ("data_pipeline.status", "import http.client", "http.client"),
    ("data_pipeline.fetch.datastore", "import requests", "requests"),
    ("dashboard.figures", "import streamlit as st", "streamlit"),
    ("dashboard.figures", "from streamlit.runtime import caching", "streamlit.runtime.caching"),
    ("dashboard.figures", "import plotly.express", "plotly.express"),
    ("dashboard.figures", "from . import screen", "dashboard.screen"),
    ("dashboard.charts.lines", "from datasets import catalogue", "datasets.catalogue"),
    ("dashboard.charts.lines", "from dashboard.figures import trust", "dashboard.figures.trust"),
    ("dashboard.charts.lines", "from .. import words", "dashboard.words"),
    ("dashboard.words", "from dashboard.charts import theme", "dashboard.charts.theme"),
    ("dashboard.site.html", "from dashboard import screen", "dashboard.screen"),
    ("dashboard.site.html", "import streamlit", "streamlit"),
    ("dashboard.files.exhibits", "from dashboard.screen import show", "dashboard.screen.show"),
    ("dashboard.files.exhibits", "import dashboard.subjects.crime.page", "dashboard.subjects.crime.page"),
    ("dashboard.markup.whole", "from dashboard.screen import show", "dashboard.screen.show"),
    ("dashboard.screen.show", "from dashboard.files import exhibits", "dashboard.files.exhibits"),
    ("dashboard.screen.main", "import importlib\nimportlib.import_module('pages.trust')", "pages.trust"),
    ("dashboard.page", "from plotly.graph_objects import Figure", "plotly.graph_objects.Figure"),
    ("dashboard.page", "from datasets import catalogue", "datasets.catalogue"),
    ("dashboard.page", "import streamlit", "streamlit"),
    ("dashboard.draft", "from dashboard.markup import fragments", "dashboard.markup.fragments"),
    ("dashboard.subjects.crime.page", "import streamlit as st", "streamlit"),
    ("dashboard.subjects.crime.lines", "from plotly import graph_objects", "plotly.graph_objects"),
    (
        "dashboard.subjects.crime.page",
        "from dashboard.subjects.trust import lines",
        "dashboard.subjects.trust.lines",
    ),
    ("dashboard.subjects.crime.page", "from dashboard.subjects import registry", REGISTRY),
    (REGISTRY, "from dashboard.subjects.crime import page", "dashboard.subjects.crime.page"),
    ("pages.trust", "from pages.crime import page", "pages.crime.page"),
    ("pages.trust", "from datasets import catalogue", "datasets.catalogue"),
    ("pages.trust", "import plotly.graph_objects as go", "plotly.graph_objects"),
    ("app", "from dashboard import figures", "dashboard.figures"),
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
    ("dashboard.site", "from urllib.parse import urlsplit\nfrom http import HTTPStatus"),
    (
        "dashboard.charts.lines",
        "from dashboard.charts import theme\nimport plotly.graph_objects as go",
    ),
    (
        "dashboard.page",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import plotly.graph_objects",
    ),
    (
        "dashboard.subjects.crime.page",
        "from dashboard.subjects.crime import lines\nfrom dashboard.subjects.trust import figures",
    ),
    ("dashboard.screen.show", "import streamlit as st\nfrom dashboard.subjects import registry"),
    ("pages.trust", "from dashboard.screen import show"),
    ("stats.compare", "from stats import rates\nimport numpy as np"),
]


def test_a_forbidden_import_is_caught_and_an_allowed_one_passes():
    found = {case: faults(*case[:2]) for case in FORBIDDEN}
    assert found == {case: [f"{case[0]} imports {case[2]}"] for case in FORBIDDEN}
    assert [fault for case in ALLOWED for fault in faults(*case)] == []
