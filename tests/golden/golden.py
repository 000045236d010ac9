"""Golden pages: where they lie, how they are made and renewed."""

from __future__ import annotations

from pathlib import Path

from datasets import catalogue
from tests.golden import content, page_reader
from tests.golden.states import State

FOLDER = Path(__file__).parent / "pages"


def path_of(name: str) -> Path:
    """The golden file of that name."""
    return FOLDER / f"{name}.json"


def now(states: tuple[State, ...]) -> str:
    """What the golden file of these states would hold today."""
    return content.written(
        {state.name: page_reader.read(state) for state in states}, catalogue.version()
    )
