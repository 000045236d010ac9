"""Sentences on charges and out-of-court disposals. The two bases are never joined. Pure functions."""

from __future__ import annotations

from datetime import date

from dashboard.words.capitals import first_large, first_small
from dashboard.words.numbers import count, one_decimal, signed, signed_percent
from dashboard.words.periods import month_year, year_to
from dashboard.words.verdicts import VERDICTS

DASHED = " (still to be revised)"
"""Said under the pointer, and at a line's end, of a year whose charges are still being entered."""

SUBTITLE = (
    "Per 100 crimes the Met recorded in the year to each March. Dashed, shaded: still to be revised"
)

NARROWER = "A narrower count than solved: charges alone, of the whole Met, from the Home Office. "
"""Begins the part on charges where positive outcomes lead the page."""
CHARGED_MEANS = "Charged means charged, or summonsed to court."

NO_GROUP = "all offences"

_NOUNS = {
    "All offences": "crimes",
    "Robbery": "robberies",
    "Violence against the person": "offences of violence",
    "Arson and criminal damage": "offences of arson and criminal damage",
    "Possession of weapons": "offences of possessing a weapon",
    "Theft, burglary and vehicle offences": "thefts, burglaries and vehicle crimes",
}


def _since(verdict: str, year: int) -> str:
    """What became of a rate since a year: `no clear change since 2023`; empty where nothing is judged."""
    if verdict == "not_ripe":
        return f"too early to compare with {year}"
    return f"{first_small(VERDICTS[verdict].title)} since {year}" if verdict else ""


def noun(group: str) -> str:
    """Offences of a group of the Home Office's, in a sentence."""
    return _NOUNS.get(group, first_small(group))


def rate(rate_pct: float) -> str:
    """A charge rate as it is printed everywhere: `6.2`."""
    return one_decimal(rate_pct)


def headline(group: str, rate_pct: float, end: date, verdict: str = "") -> str:
    """How many of the crimes recorded in a year are charged so far, and what became of that since the Review.

    Args:
        verdict: as published, or `not_ripe`; empty where nothing is judged, or where it is said beside.
    """
    many = f"{rate_pct:.0f} in 100" if rate_pct >= 1 else "fewer than 1 in 100"
    is_whole = group == "All offences"
    what = f"{many} crimes" if is_whole else f"London: {many} {noun(group)}"
    said = f"{what} charged so far, {year_to(end)}"
    if verdict == "not_ripe":
        return f"{first_large(said)}: too early to compare"
    return f"{first_large(said)}{f': {first_small(VERDICTS[verdict].title)}' if verdict else ''}"


def beside_the_headline(verdict: str, before_end: date, is_in_headline: bool) -> str:
    """With which year the verdict compares, and the verdict where the headline has no room for it."""
    if not verdict:
        return CHARGED_MEANS
    if is_in_headline:
        return f"{CHARGED_MEANS} Compared with the {year_to(before_end)}, at the Review."
    if verdict == "not_ripe":
        return (
            f"{CHARGED_MEANS} Too early to compare with the {year_to(before_end)}, at the Review."
        )
    return (
        f"{CHARGED_MEANS} {VERDICTS[verdict].title} since the {year_to(before_end)}, at the Review."
    )


def judged(
    group: str, rate_pct: float, end: date, verdict: str, before_pct: float, before_end: date
) -> str:
    """The two figures behind a verdict; empty where nothing is judged.

    Args:
        verdict, before_end: as for `headline`. before_pct: the figure at the Review.
    """
    if not verdict:
        return ""
    return (
        f"{first_large(group)}: {rate(rate_pct)} of 100 in the {year_to(end)}, {rate(before_pct)} in the "
        f"{year_to(before_end)}, at the Review: {_since(verdict, before_end.year)}. The "
        "Overview shows how that was worked out."
    )


def title(group: str, rate_pct: float, end: date, first_pct: float, first_end: date) -> str:
    """The sentence over the chart: its newest figure and its first."""
    return (
        f"{rate(rate_pct)} of 100 {noun(group)} charged so far, {year_to(end)}; {rate(first_pct)} to "
        f"{month_year(first_end)}"
    )


def of_counts(charged: float, recorded: float) -> str:
    """The counts behind a rate: `56,411 of 916,963`."""
    return f"{count(charged)} of {count(recorded)}"


def rate_and_ends(rate_pct: float, low_pct: float, high_pct: float) -> str:
    """A rate, and where it may still go: `6.2 (5.8 to 6.5)`; `5.7` where it is old enough."""
    is_old = low_pct != low_pct
    return rate(rate_pct) if is_old else f"{rate(rate_pct)} ({ends(low_pct, high_pct)})"


def alt(group: str, first: float, first_end: date, last: float, last_end: date) -> str:
    """What the chart shows, for who cannot see it."""
    return (
        f"Line chart: {noun(group)} charged so far, of every 100 recorded. {rate(first)} in the "
        f"{year_to(first_end)}, {rate(last)} in the {year_to(last_end)}."
    )


def ends(low_pct: float, high_pct: float) -> str:
    """Where a rate may still go: `5.8 to 6.5`."""
    return f"{rate(low_pct)} to {rate(high_pct)}"


def ripeness(first_young: date, seen: list[tuple[str, float, float]]) -> str:
    """Which years are still revised, and how far.

    Args:
        seen: offence group, lowest and highest revision declared, per cent.
    """
    sizes = "; ".join(
        f"{first_small(group)} {signed(low)} to {signed_percent(high)}" for group, low, high in seen
    )
    return (
        f"Charges go on being entered for years. From the {year_to(first_young)} on, figures are drawn "
        f"dashed, with how far ones as young were revised before: {sizes}."
    )


BASIS = (
    "Of the crimes recorded in a year, how many have been charged or summonsed so far, whenever that "
    "was. A charge is one kind of positive outcome; cautions and community resolutions are not in it."
)

CONNECT = (
    "On 28 February 2024 the Met moved to a new recording system (CONNECT). On this basis years before "
    "and after are compared all the same, as each outcome is counted for the crime it belongs to."
)

OFFENCES = (
    "All offences are counted by the Home Office. Offences of one kind are the Met's own counts of all its "
    "places, as the Home Office's by kind are not loaded."
)


def two_counts(whole: float, of_kinds: float, end: date) -> str:
    """Of how many crimes all are set against, and of how many the kinds together."""
    return (
        f"All offences are set against {count(whole)} crimes, the Home Office's count of the {year_to(end)}. "
        f"Kinds are set against the Met's own counts, {count(of_kinds)} together."
    )


REDUCED = (
    "From the Home Office's tables, as a third party reduced them; they give way to the Home Office's own "
    "files as soon as those are loaded."
)

WHOLE_MET = "Charges are published for the Met as a whole, not by borough."


def together(offence: str, group: str) -> str:
    """Why the chart is of more than the kind of crime chosen; empty where it is not."""
    if offence == group:
        return ""
    return f"{offence} alone is not in these tables: they hold {first_small(group)} together."


PAPER_TITLE = "Charged so far per 100 recorded, by kind of crime"
PROVISIONAL = " *"


def of_the_review(rate_pct: float, low_pct: float, high_pct: float) -> str:
    """A rate on paper: `6.5 (6.5 to 9.8) *`, with * where it is provisional and may still be revised."""
    is_old = low_pct != low_pct
    return rate_and_ends(rate_pct, low_pct, high_pct) + ("" if is_old else PROVISIONAL)


PAPER_NOTE = (
    "* Provisional: in brackets how far it may still be revised, as earlier years were at this age."
)

EVERY_GROUP = "Every kind of crime: charged so far per 100"
CLOSED_TITLE = "Charges made in each year: another count, which gives no verdict"


def closed(before: float, before_end: date, now: float, now_end: date) -> str:
    """Charges made in two years, on the closed basis."""
    return (
        f"Counted by when they were made, charges went from {count(before)} in the "
        f"{year_to(before_end)} to {count(now)} in the {year_to(now_end)}."
    )


def why_no_verdict(low: float, low_quarter: str, high: float, high_quarter: str) -> str:
    """Why charges made in a year are not judged: entries made late after the move to CONNECT."""
    return (
        f"That is no measure of more crimes solved. After the move to CONNECT charges were entered late: "
        f"{count(low)} are dated {low_quarter}, {count(high)} {high_quarter}. So no verdict, here "
        "or elsewhere, rests on this count, and it is never joined to the chart above."
    )


LATE_ENTRIES = "Charges by when they were made give no verdict: after the move to CONNECT many were entered late."


# Beside all forces


def beside_title(met_pct: float, all_pct: float, end: date) -> str:
    """The Met's share of offences with an outcome that were charged, beside that of all forces."""
    return (
        f"{one_decimal(met_pct)}% of offences with an outcome charged in London, "
        f"{one_decimal(all_pct)}% in all forces, {year_to(end)}"
    )


BESIDE_SUBTITLE = (
    "Another count: of the crimes of the year to each March that have an outcome so far, not of all "
    "recorded, so the share is higher. Dashed: still to be revised"
)


def beside_subtitle(charged: float, assigned: float, recorded: float) -> str:
    """What the share is of, and why it is not that of the chart of charges."""
    return (
        f"The same {count(charged)} charges, of the {count(assigned)} crimes with an outcome so far, not of all "
        f"{count(recorded)} recorded: so the share is higher. Dashed: still to be revised"
    )


def beside_counts(charged: float, assigned: float, end: date) -> str:
    """The figures behind the Met's newest share."""
    return (
        f"In London {count(charged)} of {count(assigned)} offences, {year_to(end)}: offences still "
        "without an outcome are left out."
    )


NOT_PER_RECORDED = (
    "Charges per 100 recorded crimes for England and Wales are not loaded: of the other forces these "
    "tables hold outcomes, not recorded crimes."
)

ALL_FORCES = (
    "All forces are the 43 of England and Wales and British Transport Police, the Met among them."
)

# Out-of-court disposals

OUT_OF_COURT_TITLE = "Dealt with out of court, by kind"

KINDS = {
    "community_resolution": "Community resolutions",
    "cautioned": "Cautions",
    "cannabis_warning": "Cannabis or khat warnings",
    "penalty_notice": "Penalty notices",
    "diversionary_activity": "Diversionary activities",
}

EVERY = {"year": "By year", "quarter": "By quarter"}


def out_of_court_title(now: float, end: date, before: float, before_end: date) -> str:
    """How many crimes of a year were dealt with out of court, and of the first year held."""
    return (
        f"Dealt with out of court: {count(now)} crimes of the {year_to(end)}, {count(before)} of the "
        f"{year_to(before_end)}"
    )


OUT_OF_COURT_SUBTITLE = (
    "Out-of-court disposals so far, of crimes recorded in each {every}, by kind. Dashed: still to be "
    "revised"
)

OUT_OF_COURT = (
    "Community resolutions, cautions, warnings and penalty notices: someone was dealt with, without a "
    "charge. None of these is a charge, and none is added to one here."
)


def quarter(end: date) -> str:
    """`January to March 2026`."""
    return f"{_STARTS[end.month]} to {month_year(end)}"


_STARTS = {3: "January", 6: "April", 9: "July", 12: "October"}
