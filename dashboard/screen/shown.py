"""Pages as the screen shows them, kept as text: a thousand addresses cost little memory and no building."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from dashboard.asked import Address
from dashboard.keeping import Kept
from dashboard.markup.fragments import Item, Together, items_of
from dashboard.page import Choice
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES


@dataclass(frozen=True)
class Shown:
    """A page as the screen shows it.

    Attributes:
        path: its address without the slash.
        items: its pieces of HTML and rows of choices, in order.
        choices: as declared. ignored: what the address asks for in vain, a sentence each.
    """

    path: str
    items: tuple[Item, ...]
    choices: tuple[Choice, ...]
    ignored: tuple[str, ...]

    @property
    def params(self) -> dict[str, list[str]]:
        """The choices as the address holds them, without defaults."""
        return {one.key: written for one in self.choices if (written := one.written())}


def weight(shown: Shown) -> int:
    """The bytes of a page's pieces of HTML."""
    return sum(_weight(one) for one in shown.items)


def _weight(item: Item) -> int:
    if isinstance(item, Together):
        return sum(_weight(one) for one in item.items)
    return sys.getsizeof(item)


_kept: Kept[Shown] = Kept(1000, "screens", 64_000_000, weight)


def shown_at(path: str, address: Address) -> Shown:
    """Return a page as the screen shows it at an address. Args as `registry.page_of`."""

    def made() -> Shown:
        page = registry.page_of(path, address)
        title = next(one.title for one in PAGES if one.path == path)
        return Shown(path, items_of(page, title), page.choices, page.ignored)

    return _kept.get(registry.key_of(path, address), made)
