"""Sentences on the survey's shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.wording.numbers import count, listed, month_year, points, signed

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
