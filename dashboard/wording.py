"""Numbers to sentences: plain English, neutral, every figure with its date. Pure functions.

Shares are whole per cents and their differences "points" (percentage points); counts change in
per cent. Nothing here judges: a difference is higher, lower or no clear difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MINUS = "−"

_SAYS = {
    "trust": "trust the Met",
    "good_job_local": "say police do a good job locally",
    "good_job_london": "say police do a good job for London",
    "treat_fairly": "say police treat everyone fairly",
    "listen_to_concerns": "say police listen to local concerns",
    "relied_on": "say police can be relied on to be there",
    "understand_issues": "say police deal with what matters in their area",
    "informed_local": "feel informed about local police",
    "contact_ward_officer": "know how to reach their ward officer",
    "stop_search_fair": "say stop and search is used fairly",
}


def month_year(day: date) -> str:
    """31 December 2023 -> `December 2023`."""
    return f"{day:%B %Y}"


def count(number: float) -> str:
    """910619 -> `910,619`."""
    return f"{number:,.0f}"


def period_words(period: str) -> str:
    """`2026-06` -> `June 2026`; a year stays a year."""
    return period if len(period) == 4 else month_year(date.fromisoformat(f"{period[:7]}-01"))


def signed(number: float, decimals: int = 0) -> str:
    """-3.2 -> `−3`, 3.2 -> `+3`, 0.2 -> `0`: the sign of what is printed."""
    rounded = round(number, decimals)
    if rounded == 0:
        return f"{0:.{decimals}f}"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):,.{decimals}f}"


def points(number: float) -> str:
    """3 -> `3 points`, 1 -> `1 point`."""
    whole = round(abs(number))
    return f"{whole} point" if whole == 1 else f"{whole} points"


def people_of(area_name: str, is_london: bool) -> str:
    """Who answered: `Londoners`, or `people in Lambeth`."""
    return "Londoners" if is_london else f"people in {area_name}"


def survey_sentence(
    measure: str,
    who: str,
    share_pct: float,
    end: date,
    peak_pct: float | None,
    peak_end: date | None,
) -> str:
    """The newest share, and how far it is from the highest one in the series where that is another."""
    now = f"{share_pct:.0f}% of {who} {_SAYS[measure]} (year to {month_year(end)})"
    return now + _against_peak(share_pct, end, peak_pct, peak_end)


def survey_headline(
    measure: str,
    who: str,
    share_pct: float,
    end: date,
    peak_pct: float | None,
    peak_end: date | None,
) -> str:
    """A page's headline from its first measure."""
    now = f"{share_pct:.0f}% of {who} {_SAYS[measure]} in the year to {month_year(end)}"
    if peak_pct is None or peak_end is None:
        return now
    if end == peak_end:
        return f"{now}, the highest in this series"
    if round(share_pct) == round(peak_pct):
        return f"{now}, level with its peak"
    return f"{now}, {points(peak_pct - share_pct)} below its peak"


def _against_peak(
    share_pct: float, end: date, peak_pct: float | None, peak_end: date | None
) -> str:
    if peak_pct is None or peak_end is None:
        return ""
    if end == peak_end:
        return ", the highest in this series"
    if round(share_pct) == round(peak_pct):
        return f", level with the peak in the year to {month_year(peak_end)}"
    below = points(peak_pct - share_pct)
    return f", {below} below the peak of {peak_pct:.0f}% in the year to {month_year(peak_end)}"


def change_words(change: float, low: float, high: float) -> str:
    """A change of a share with its interval: `+3 points (2 to 4)` or `+1 point, no clear difference`."""
    size = f"{signed(change)} {points(change).split(' ', 1)[1]}"
    if low <= 0 <= high:
        return f"{size}, no clear difference"
    return f"{size} ({signed(low)} to {signed(high)})"


def no_change_words(reason: str) -> str:
    """What stands where no change is given."""
    return f"not given: {reason}"


def offences_noun(group: str, subgroup: str) -> str:
    """What was counted, in a sentence: `offences`, `burglary offences`, `offences of rape`."""
    if subgroup != "all":
        return f"offences of {_lower(subgroup)}"
    return "offences" if group == "all" else f"offences of {_lower(group)}"


def _lower(label: str) -> str:
    """First letter small, unless the word is an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def crime_headline(
    noun: str,
    area_name: str,
    is_london: bool,
    latest: float | None,
    before: float | None,
    change_pct: float | None,
    end: date,
) -> str:
    """Offences in the newest 12 months, and against the 12 months before; None where not all held."""
    where = "London" if is_london else area_name
    if latest is None:
        return (
            f"{noun[:1].upper()}{noun[1:]} recorded in {where}: no full year to {month_year(end)}"
        )
    now = f"{count(latest)} {noun} recorded in {where} in the year to {month_year(end)}"
    if before is None:
        return now
    if change_pct is None:
        return f"{now}; {count(before)} the year before"
    return f"{now}, {percent_words(change_pct)}"


def percent_words(change_pct: float) -> str:
    """A change of a count on the year before, to whole per cents."""
    whole = round(abs(change_pct))
    if whole == 0:
        return "about the same as the year before"
    return f"{whole}% {'more' if change_pct > 0 else 'fewer'} than the year before"


def across_breaks(labels: Sequence[str], first: date, last: date) -> str:
    """Says that two figures being compared lie on either side of a break."""
    named = listed([f"“{label}”" for label in labels])
    return (
        f"Figures for {month_year(first)} and {month_year(last)} lie on either side of a break in "
        f"the series ({named}), so part of the difference may come from it."
    )


def rate_note(population_year: int, newest_year: int) -> str:
    """Which residents a rate is set against."""
    if newest_year > population_year:
        return (
            f"Rates use the mid-year population of each year; the newest estimate, "
            f"{population_year}, is carried forward to {newest_year}."
        )
    return "Rates use the mid-year population of each year."


def join_sentence(
    older: str,
    newer: str,
    first: str,
    periods: int,
    low_pct: float | None,
    high_pct: float | None,
    place: str = "London",
) -> str:
    """Where one edition gives way to a newer one, and how far they differ where they overlap."""
    start = (
        f"Figures from {month_year(date.fromisoformat(f'{first}-01'))} are from the edition of "
        f"{edition(newer)}, earlier ones from that of {edition(older)}, so the line breaks there"
    )
    if low_pct is None or high_pct is None:
        return f"{start}."
    return (
        f"{start}. In the {periods} months that both hold, {place}'s monthly totals differ by "
        f"{signed(low_pct, 1)}% to {signed(high_pct, 1)}%, above all because crimes without a place "
        "were given one later."
    )


def mixed_years(first: str) -> str:
    """Which 12-month totals hold months of two editions."""
    start = date.fromisoformat(f"{first}-01")
    end = date(start.year + (start.month + 9) // 12, (start.month + 9) % 12 + 1, 1)
    return f"12-month totals to {month_year(start)} up to {month_year(end)} add months of both editions."


def base_sentence(base: int, design_effect: float, is_loaded: bool) -> str:
    """How many interviews the intervals stand on, and who says so."""
    if is_loaded:
        return (
            f"The intervals use the {count(base)} interviews and the design effect of {design_effect} of "
            "the newest year in your own copy of the answers."
        )
    return (
        f"No file says how many people were asked. The intervals assume about {count(base)} interviews "
        f"a year and a design effect of {design_effect}: treat them as approximate."
    )


def good_job_london(points: Sequence[tuple[float, date]]) -> str:
    """What the Review printed of the measure that no file holds."""
    printed = listed([f"{value:.0f}% in the quarter to {month_year(end)}" for value, end in points])
    return (
        f"“Police do a good job for London” is in no published file. The Review printed {printed}, "
        "for single quarters."
    )


def edition(name: str) -> str:
    """202606 or 2026-06 -> `June 2026`; a year, or a word, stays as it is."""
    digits = name.replace("-", "")
    if len(digits) != len("202606") or not digits.isdigit():
        return name
    return month_year(date(int(digits[:4]), int(digits[4:]), 1))


def figure_1_2_sentence(printed: int, table: int, pct: float) -> str:
    """Why the Review's total and today's table differ."""
    more = "more" if table > printed else "fewer"
    return (
        f"The Review printed {count(printed)} offences for February 2022 to January 2023. The "
        f"published table now gives {count(table)}: {count(abs(table - printed))} {more} "
        f"({signed(pct, 2)}%). The difference is revision: the police go on adding, removing and "
        "re-classifying crimes after a month is first published."
    )


def review_search_sentence(found: int, whole: int, flagged: int) -> str:
    """How many figures a search found, and how many of them are in conflict."""
    if found == 0:
        return f"None of the {count(whole)} figures fits this search"
    figures = "figure" if found == 1 else "figures"
    start = (
        f"{count(found)} {figures}"
        if found == whole
        else f"{count(found)} of {count(whole)} figures"
    )
    if flagged == 0:
        return f"{start}, none of them marked as in conflict"
    return f"{start}, {count(flagged)} of them in conflict with the document or with arithmetic"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def source_line(publisher: str, titles: Sequence[str], newest: str, licence: str) -> str:
    """The line under a chart: whose figures, to when, under which licence."""
    return f"Source: {publisher}, {listed(titles)}; figures to {newest}. {licence}"
