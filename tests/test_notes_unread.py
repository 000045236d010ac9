"""No text of a note is read outside the pipeline: what it means stands in columns."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from datasets.schema import NOTE_COLUMNS
from tests.test_architecture import imports, modules, within

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
    assert note_faults("dashboard.figures.made", text)


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
    assert note_faults("dashboard.figures.made", text) == []
