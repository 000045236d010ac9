"""Sentences on the use of force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.subjects.powers.words.powers import often_words, people_of_group, ratio_text
from dashboard.words.numbers import count, listed, percent
from dashboard.words.periods import month_year, year_to

_SHORTER = {"Conducted energy device (Taser)": "Taser", "Baton round (AEP)": "Baton round"}


def tactic_name(tactic: str, has_parts: bool) -> str:
    """A tactic as it stands in a list: `Taser: discharged`; `Handcuffing: all` where it is split."""
    if tactic == "all":
        return "All tactics"
    for long, short in _SHORTER.items():
        tactic = tactic.replace(long, short)
    return f"{tactic}: all" if has_parts else tactic


def _used(tactic: str) -> str:
    """How a headline begins: `Force`, `Handcuffing`, `Baton (used)`."""
    if tactic == "All tactics":
        return "Force"
    kind, _, part = tactic.partition(": ")
    return kind if part in ("", "all") else f"{kind} ({part})"


def force_headline(
    group: str, tactic: str, end: date, ratio: tuple[float, float, float] | None
) -> str:
    """How often a tactic was used on a group against White people; why there is no ratio.

    Args:
        tactic: as `tactic_name` gives it.
        ratio: estimate, low, high.
    """
    who, used = people_of_group(group), _used(tactic)
    if ratio is None:
        return f"{used}: too seldom on {who} or White people to compare, {year_to(end)}"
    return f"{used} per resident: on {who} {often_words(*ratio, 'on White')}, {year_to(end)}"


def forms_sentence(coverage_pct: float | None) -> str:
    """What is counted, and how much of it."""
    counted = (
        "These are tactics that officers reported on forms, not incidents or people: one incident can "
        "hold several tactics, and two officers can each report the same one."
    )
    if coverage_pct is None:
        return counted
    return (
        f"{counted} In December 2020 the Met put the share of incidents that its forms cover at "
        f"{percent(coverage_pct)} (Casey Review, Annex B)."
    )


def years_sentence(years: Sequence[int]) -> str:
    """Which years are held."""
    named = listed([f"March {year}" for year in sorted(years)])
    return (
        f"The Home Office's tables by tactic and ethnicity are held for the years to {named} only. "
        "Residents are those of the Census of 2021."
    )


MIXED_SEEN = (
    "Officers may see people of Mixed ethnicity as Black, or as of another group: then the ratio for "
    "Mixed is too low, and the other group's too high."
)


def mixed_sentence(together: float | None) -> str:
    """How far it can matter whom officers see as Mixed.

    Args:
        together: ratio of Black and Mixed people as one group; None where there is none.
    """
    if together is None:
        return MIXED_SEEN
    return (
        f"{MIXED_SEEN} Black people and people of Mixed ethnicity taken together have a ratio of "
        f"{ratio_text(together)}."
    )


def outside_sentence(number: int) -> str:
    """What the Home Office leaves out."""
    return (
        f"“Tactical communication”, reported {count(number)} times in this year, is left out. The Home "
        "Office does not count it as force."
    )


def ethnicity_sentence(groups: dict[str, int], has_chinese: bool) -> str:
    """Whose view of ethnicity it is, and who is in no group.

    Args:
        groups: label of those who are in no group -> uses.
        has_chinese: whether the table has Chinese people as a group of their own.
    """
    words = "Ethnicity is as the officer saw it."
    if has_chinese:
        words += " Chinese people, a group of their own in this year, are counted as Asian here, as in the Census."
    known = {label: number for label, number in groups.items() if number}
    if known:
        named = listed([f"“{label}” ({count(number)})" for label, number in known.items()])
        words += f" Uses on people whose ethnicity is {named} are in no group."
    return words


def printed_sentence(
    printed: Sequence[tuple[str, str, float, float | None]], first: date, last: date
) -> str:
    """The Review's ratios, on what basis, and those far from the ones here.

    Args:
        printed: group, ratio printed in words (`over 3 times`), that ratio, ratio here (None where there
            is none).
    """
    named = listed([f"{said} for {people_of_group(group)}" for group, said, _, _ in printed])
    words = (
        f"The hollow mark is the Review's: {named}. It is from the Met's own forms of {month_year(first)} "
        f"to {month_year(last)} and residents aged 11 to 61, so it is not joined to the other figures."
    )
    far = [
        (group, here) for group, _, value, here in printed if here and not 0.5 <= here / value <= 2
    ]
    if not far:
        return words
    ours = listed([f"{ratio_text(here)} for {people_of_group(group)}" for group, here in far])
    return f"{words} The ratio here is far from it: {ours}. We do not know why."
