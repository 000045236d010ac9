"""What a measure, a verdict or a kind of outcome is called stands in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest

from dashboard.subjects.crime.choice import QUANTITIES
from dashboard.subjects.misconduct.words import COUNTS
from dashboard.words.outcomes import KINDS
from dashboard.words.passages import DOCUMENTS
from dashboard.words.standings import STANDINGS
from datasets.schema import CANNOT_KINDS, SUCCESS_MEASURES, SURVEY_MEASURES, VERDICTS
from tests.test_architecture import modules

VOCABULARIES: Mapping[str, tuple[str, ...]] = {
    "verdicts": VERDICTS,
    "why not judged": CANNOT_KINDS,
    "survey measures": tuple(SURVEY_MEASURES),
    "success measures": tuple(SUCCESS_MEASURES),
    "outcome kinds": tuple(KINDS),
    "misconduct counts": tuple(COUNTS),
    "standings of promises": tuple(STANDINGS),
    "documents": tuple(DOCUMENTS),
    "quantities of crime": tuple(QUANTITIES),
}
AT_MOST = 2
"""Words of a vocabulary that another dictionary may have: a choice between two is no vocabulary."""


def worded(text: str) -> Iterator[tuple[int, set[str]]]:
    """Line, and the keys to which words are given, of each dictionary of a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            keys = [key for key, value in pairs if isinstance(key, ast.Constant) and words(value)]
            yield node.lineno, {str(key.value) for key in keys}


def words(value: ast.expr) -> bool:
    """Whether a value holds words: not functions, numbers and names of columns alone."""
    if isinstance(value, (ast.Constant, ast.JoinedStr)):
        return not isinstance(value, ast.Constant) or is_said(value.value)
    parts = {ast.Tuple: "elts", ast.List: "elts", ast.Call: "args", ast.Starred: "value"}
    inside = getattr(value, parts.get(type(value), ""), [])
    return any(words(one) for one in (inside if isinstance(inside, list) else [inside]))


def is_said(value: object) -> bool:
    return isinstance(value, str) and "_" not in value


def repeated(texts: Mapping[str, str]) -> list[str]:
    """Each vocabulary that more than one dictionary gives words to, with where they stand."""
    found = [
        (f"{name}:{line}", keys) for name, text in texts.items() for line, keys in worded(text)
    ]
    at = {
        called: [where for where, keys in found if len(keys & set(vocabulary)) > AT_MOST]
        for called, vocabulary in VOCABULARIES.items()
    }
    return [f"{called}: {', '.join(places)}" for called, places in at.items() if len(places) > 1]


def test_words_for_a_vocabulary_stand_once() -> None:
    texts = {name: text for name, text in modules().items() if name.startswith("dashboard.")}
    assert repeated(texts) == []


@pytest.mark.parametrize(
    ("second", "is_repeated"),
    [
        ('MARKS = {"improved": "▲", "worsened": "▼", "mixed": "▲▼"}', True),
        (
            'def f(x):\n    return {"improved": f"{x}", "worsened": "", "mixed": ("a", "b")}[x]',
            True,
        ),
        ('M = {"improved": Words("Up"), "worsened": Words("Down"), "mixed": Words("Both")}', True),
        ('MARKS = {"improved": "▲", "worsened": "▼"}', False),
        ('SHOW = {"improved": lambda one: "a", "worsened": show, "mixed": 3}', False),
        (
            'COLUMNS = {"improved": "a_pct", "worsened": "b_pct", "mixed": ("c_pct", "d_pct")}',
            False,
        ),
    ],
)
def test_a_second_dictionary_is_found(second: str, is_repeated: bool) -> None:
    first = 'TITLES = {"improved": "Improved", "worsened": "Worsened", "mixed": "Mixed"}'
    assert bool(repeated({"one": first, "two": second})) is is_repeated
