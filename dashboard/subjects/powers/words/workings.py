"""How a ratio against White people is worked out, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.subjects.powers.words.powers import (
    people_of_group,
    rate_text,
    residents_of_group,
    signed_rate,
)
from dashboard.words.capitals import first_small
from dashboard.words.numbers import count


@dataclass(frozen=True)
class Worked:
    """What goes into a ratio, and what comes out.

    Attributes:
        noun: what was counted, such as `Searches`.
        group: compared with White people. basis: whose view of ethnicity, or nothing.
        residents: the denominator by name.
        events, people, white_events, white_people: what goes in.
        ratio: estimate, low, high.
    """

    noun: str
    group: str
    basis: str
    residents: str
    events: int
    people: int
    white_events: int
    white_people: int
    ratio: tuple[float, float, float]


def steps(one: Worked) -> list[tuple[str, str] | str]:
    """Inputs as pairs, then the formulas with their results."""
    a, n, b, m = (count(x) for x in (one.events, one.people, one.white_events, one.white_people))
    mine, white = one.events / one.people * 1000, one.white_events / one.white_people * 1000
    size, low, high = one.ratio
    on = " on" if one.noun.startswith("Uses") else " of"
    where = f"{first_small(one.residents)}"
    return [
        (f"a: {one.noun}{on} {people_of_group(one.group, one.basis)}", a),
        (f"A: {residents_of_group(one.group)}, {where}", n),
        (f"b: {one.noun}{on} {people_of_group('White', one.basis)}", b),
        (f"B: White residents, {where}", m),
        f"Rates per 1,000: a ÷ A × 1,000 = {rate_text(mine)}; b ÷ B × 1,000 = {rate_text(white)}",
        f"Ratio: (a ÷ A) ÷ (b ÷ B) = {size:.2f}",
        f"95% interval: exp(ln {size:.2f} ± 1.96 × √(1/a − 1/A + 1/b − 1/B)) = {low:.2f} to {high:.2f}",
        f"Difference per 1,000: {rate_text(mine)} − {rate_text(white)} = {signed_rate(mine - white)}",
    ]
