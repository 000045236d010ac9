"""How a figure is written on a chart: at an axis, at the end of a line, under the pointer."""

from __future__ import annotations

from dataclasses import dataclass

MINUS = "−"


@dataclass(frozen=True)
class Unit:
    """What a number counts, and how it is printed.

    Attributes:
        suffix: follows the number without a space, such as "%".
        decimals: digits after the point.
        name: the unit in words, added under the pointer: "12.3 per 1,000 residents". Empty where the
            suffix says all.
        signed: True for changes: "+3" and "−4".
    """

    suffix: str = "%"
    decimals: int = 0
    name: str = ""
    signed: bool = False

    @property
    def is_per_cent(self) -> bool:
        """Whether values are shares or changes in per cent."""
        return self.suffix == "%"

    @property
    def is_points(self) -> bool:
        """Whether values are changes of shares, or differences between them."""
        return self.signed and not self.suffix

    def value(self, value: float) -> str:
        """Return a value as it is printed beside a mark: "74%", "910,619", "−4"."""
        return self.number(value, self.decimals) + self.suffix

    def words(self, value: float) -> str:
        """Return a value with its unit in words, as it is printed under the pointer."""
        return f"{self.value(value)} {self.name}".rstrip()

    def between(self, ends: tuple[float, float]) -> str:
        """Return an interval as it is printed: "73% to 75%"; of a change in points "+1.5 to +4.5".

        A change of survey shares is printed in whole points, and would make its interval narrower than it is.
        """
        decimals = max(self.decimals, 1) if self.is_points else self.decimals
        return " to ".join(self.number(end, decimals) + self.suffix for end in ends)

    def number(self, value: float, decimals: int) -> str:
        """Return the number alone, with commas between thousands and a true minus sign."""
        rounded = round(value, decimals)
        sign = MINUS if rounded < 0 else "+" if self.signed and rounded > 0 else ""
        return f"{sign}{abs(rounded):,.{decimals}f}"

    def ticks(self, values: list[float], short: bool = False) -> list[str]:
        """Return an axis's numbers, bottom to top; only the last one carries the suffix.

        Args:
            values: where the axis has numbers.
            short: write millions as "0.8" and "1m", where there is no room for "1,000,000".
        """
        in_millions = short and max(values) >= 1_000_000
        scaled = [value / 1_000_000 if in_millions else value for value in values]
        decimals = max(_decimals_of(value) for value in scaled)
        texts = [
            self.number(value, 0 if in_millions and value == int(value) else decimals)
            for value in scaled
        ]
        return [*texts[:-1], texts[-1] + ("m" if in_millions else "") + self.suffix]


PER_CENT = Unit()
"""Shares of people asked, whose samples allow no decimals."""
TENTHS = Unit(decimals=1)
"""Shares of what was counted, to a tenth: the same at a line's end, in a table and in a headline."""
COUNT = Unit(suffix="")
POINTS = Unit(suffix="", name="percentage points", signed=True)
PER_CENT_CHANGE = Unit(signed=True)
PER_1000 = Unit(suffix="", decimals=1, name="per 1,000 residents")
RATIO = Unit(suffix="", decimals=2, name="times")
MINUTES = Unit(suffix=" min", decimals=1)


def _decimals_of(value: float) -> int:
    """Return how many decimals (0 to 3) a tick's value needs."""
    return next((n for n in range(3) if abs(value - round(value, n)) < 1e-9), 3)
