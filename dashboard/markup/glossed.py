"""A page whose terms lead to the glossary: each where it first stands in running text."""

from __future__ import annotations

from dataclasses import replace

from dashboard.page import Block, Fold, Group, Notes, Page, Text
from dashboard.words.glossary import linked


def glossed(page: Page) -> Page:
    """Return a page with a link at the first place of each term, in the order of the page."""
    seen: set[str] = set()

    def one(block: Block) -> Block:
        if isinstance(block, Text) and block.style != "source":
            return replace(block, markdown=linked(block.markdown, seen))
        if isinstance(block, Notes):
            return replace(block, lines=tuple(linked(line, seen) for line in block.lines))
        if isinstance(block, Group | Fold):
            return replace(block, blocks=tuple(map(one, block.blocks)))
        return block

    lede = linked(page.lede, seen)
    parts = tuple(
        replace(part, subtitle=linked(part.subtitle, seen), blocks=tuple(map(one, part.blocks)))
        for part in page.parts
    )
    return replace(page, lede=lede, parts=parts)
