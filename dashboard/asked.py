"""An address read into a page's choices: what it asks for, what exists, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dashboard.page import NONE_CHOSEN, Choice
from datasets.places import names, place_of, suggestion

OF_PLACES = "area"
"""Key whose values are places, which may be written as people write them."""

Address = Mapping[str, Sequence[str]]
_LONGEST = 60


class Asked:
    """What an address asks for. Each choice is declared by asking for it, in the order of the page."""

    def __init__(self, address: Address) -> None:
        """Take the values of each key of an address; names of places become their codes."""
        self._values = {key: list(values) for key, values in address.items()}
        if OF_PLACES in self._values:
            written = self._values[OF_PLACES]
            self._values[OF_PLACES] = [place_of(one) or one for one in written]
        self.choices: list[Choice] = []
        self._unknown: dict[tuple[str, str], None] = {}
        self._several: dict[str, str] = {}

    def values(self, key: str) -> list[str]:
        """The values that the address holds for a key."""
        return self._values.get(key, [])

    def read_as(self, key: str, read: Mapping[str, str]) -> None:
        """Take the values of a key for others: what is written -> the value that the page knows it by."""
        self._values[key] = [read.get(one, one) for one in self.values(key)]

    def without(self, key: str) -> None:
        """Forget what the address asks for under a key: the page itself says that there is none."""
        self._values.pop(key, None)

    def one(self, label: str, key: str, options: Mapping[str, str], default: str) -> str:
        """Declare a choice of one of the options and return it.

        Args:
            label: what is chosen, as the reader sees it.
            key: name in the address.
            options: value in the address -> words on screen.
            default: the value where the address names none.
        """
        value = self._first_known(key, options, default)
        self.choices.append(Choice(key, label, "one", value, default, dict(options)))
        return value

    def hidden(self, key: str, options: Collection[str], default: str) -> str:
        """Declare a choice that no widget shows: only an address sets it."""
        value = self._first_known(key, options, default)
        self.choices.append(Choice(key, "", "hidden", value, default))
        return value

    def several(
        self,
        label: str,
        key: str,
        options: Mapping[str, str],
        default: Collection[str] = (),
        most: int | None = None,
    ) -> list[str]:
        """Declare a choice of several options and return them in the options' order. Args as in `one`."""
        usual = [value for value in options if value in default]
        asked = self.values(key)
        known = [value for value in options if value in asked]
        self._note_unknown(key, [one for one in asked if one not in options and one != NONE_CHOSEN])
        if most is not None and len(known) > most:
            self._several[key] = f"the first {most} are shown"
            known = known[:most]
        value = known or ([] if NONE_CHOSEN in asked else usual)
        self.choices.append(
            Choice(key, label, "several", tuple(value), tuple(usual), dict(options), most)
        )
        return value

    def switch(self, label: str, key: str, default: bool = False) -> bool:
        """Declare a box to tick and return whether it is; `yes` or `no` in the address."""
        text = self._first_known(key, ("yes", "no"), "yes" if default else "no")
        self.choices.append(Choice(key, label, "switch", text == "yes", default))
        return text == "yes"

    def words(self, label: str, key: str = "q", placeholder: str = "") -> str:
        """Declare a search box and return the words in it, without spaces around them."""
        asked = self.values(key)
        if len(asked) > 1:
            self._several[key] = "only the first is used"
        value = asked[0][:200] if asked else ""
        self.choices.append(Choice(key, label, "words", value, "", placeholder=placeholder))
        return value.strip()

    def _first_known(self, key: str, options: Collection[str], default: str) -> str:
        asked = [value for value in self.values(key) if value]
        known = list(dict.fromkeys(value for value in asked if value in options))
        self._note_unknown(key, [value for value in asked if value not in options])
        if len(known) > 1:
            self._several[key] = "only the first is used"
        return known[0] if known else default

    def _note_unknown(self, key: str, values: Sequence[str]) -> None:
        self._unknown.update({(key, value): None for value in values if value})

    @property
    def ignored(self) -> tuple[str, ...]:
        """What the address asks for in vain, a sentence each."""
        sentences = []
        if self._unknown:
            named = "; ".join(_ignored(key, value) for key, value in self._unknown)
            sentences.append(
                "This link asks for something that is not in the data: "
                f"{named}. This page is shown without it."
            )
        return tuple(sentences) + tuple(
            f"This link asks for more than can be shown for “{key}”: {outcome}."
            for key, outcome in self._several.items()
        )


def place_in_vain(written: str) -> str:
    """What was written for a place that there is none of, and the place that may have been meant."""
    near = suggestion(written) if place_of(written) is None else None
    return f"“{shortened(written)}”" + (f" (did you mean {near}?)" if near else "")


def shortened(value: str) -> str:
    """A text that somebody wrote, cut where it is long."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


def _ignored(key: str, value: str) -> str:
    if key != OF_PLACES:
        return f"“{shortened(value)}” for “{key}”"
    return f"{place_in_vain(names().get(value, value))} for “{key}”"
