"""Texts at the start of a sentence and within one."""

from __future__ import annotations


def first_large(text: str) -> str:
    """The same text with a capital at its start."""
    return text[:1].upper() + text[1:]


def first_small(text: str) -> str:
    """The same text within a sentence: `Theft` -> `theft`; an abbreviation stays: `NFIB fraud`."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
