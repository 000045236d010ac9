"""What the columns hold that pages work out, for the files: no published table has them."""

from __future__ import annotations

from collections.abc import Mapping

from datasets.schema import COLUMNS

_LOW = "Lower end of the 95% interval of"
_HIGH = "Upper end of the 95% interval of"
_CHANGE = "Change on the 12 months {years} before; absent where none can be given."
_FEW = "Whether that change rests on few offences."

_WORKED_OUT: Mapping[str, tuple[str, str]] = {
    "figure_kind": ("What sort of figure the row is: kinds are never joined or compared.", ""),
    "last_month": ("Last month of the period that the row covers.", ""),
    "period": ("Length of the period that the row covers.", ""),
    "is_across_a_break": ("Whether the period lies on both sides of a break in the series.", ""),
    "population_year": ("Year of the residents that the rate is worked out on.", ""),
    "low_pct": (f"{_LOW} the share.", "per cent"),
    "high_pct": (f"{_HIGH} the share.", "per cent"),
    "rate_per_1000": ("Number for every 1,000 residents.", "per 1,000 residents"),
    "share_of_all_offences_pct": ("Share of all offences of the place and period.", "per cent"),
    "share_of_searches_pct": ("Share of the searches in the row's group.", "per cent"),
    "before_count": ("Offences in the 12 months before.", "offences"),
    "change_pct": ("Change on the 12 months before.", "per cent"),
    "change_1y_pct": (_CHANGE.format(years="1 year"), "per cent"),
    "change_5y_pct": (_CHANGE.format(years="5 years"), "per cent"),
    "change_10y_pct": (_CHANGE.format(years="10 years"), "per cent"),
    "is_1y_of_few": (_FEW, ""),
    "is_5y_of_few": (_FEW, ""),
    "is_10y_of_few": (_FEW, ""),
    "usual_mean": ("Average of the months that set the usual range.", "offences"),
    "usual_low": ("Lower end of the usual range of a month.", "offences"),
    "usual_high": ("Upper end of the usual range of a month.", "offences"),
    "signal": ("Why the month is more than the usual ups and downs; empty where it is not.", ""),
    "ratio": ("How many times as often or as likely as White people.", "times"),
    "ratio_low": (f"{_LOW} the ratio.", "times"),
    "ratio_high": (f"{_HIGH} the ratio.", "times"),
    "difference_per_1000": ("The rate less that of White people.", "per 1,000 residents"),
    "is_masked": ("Whether the count is hidden because it is so small.", ""),
    "searches_count": ("Searches.", "searches"),
    "outcome_count": ("Searches that led to the outcome.", "searches"),
    "group_count": ("Uses of force on the group chosen.", "uses"),
    "white_count": ("Uses of force on White people.", "uses"),
    "residents_age_band": ("Ages of the residents that the rate is worked out on.", ""),
    "women_pct": ("Share of women.", "per cent"),
    "londoners_women_pct": ("Share of women among Londoners at the Census of 2021.", "per cent"),
    "minority_pct": ("Share of people from an ethnic minority.", "per cent"),
    "londoners_minority_pct": (
        "Share of people from an ethnic minority among Londoners at the Census of 2021.",
        "per cent",
    ),
    "gap_points": ("The first group's share less the second's.", "percentage points"),
    "gap_low": (f"{_LOW} the gap.", "percentage points"),
    "gap_high": (f"{_HIGH} the gap.", "percentage points"),
    "london_pct": ("The share in the Met's whole area.", "per cent"),
    "before_pct": ("The share in the year of the Review.", "per cent"),
    "value_index": ("The figure here, where London's is 100.", ""),
    "london_index": ("London's figure: 100.", ""),
}


def described(names: list[str]) -> list[tuple[str, str, str]]:
    """Name, meaning and unit of each column that is known, in the order given."""
    known = {name: (one.description, one.unit) for name, one in COLUMNS.items()}
    known = {**_WORKED_OUT, **known}
    return [(name, *known[name]) for name in names if name in known]
