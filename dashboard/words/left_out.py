"""Texts of the tables without what is not for readers of a page."""

from __future__ import annotations

import re

_COMMAND = re.compile(r":? \(?python -m [^.)]*\)?|: no source here reads it yet")
_BRACKETS = re.compile(r" \([^()]*\)")


def without_command(text: str) -> str:
    """A text without what is only for who runs the pipeline: commands that load a table, and that none does."""
    return _COMMAND.sub("", text)


def without_brackets(text: str) -> str:
    """A text without what it says in brackets."""
    return _BRACKETS.sub("", text)
