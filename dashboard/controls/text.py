"""Text with nothing in it that Markdown would act on."""

from __future__ import annotations


def plain(text: str) -> str:
    """Return the text with nothing in it that Markdown would act on."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()#+-.!|<>$:~" else char for char in text)
