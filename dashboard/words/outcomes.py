"""Sentences on crimes with an outcome. Kinds of outcome are named, never joined. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.words.capitals import first_large, first_small
from dashboard.words.cells import NONE
from dashboard.words.crime import offences_noun
from dashboard.words.numbers import count, one_decimal, percent
from dashboard.words.periods import edition, month_year, twelve_months_to, year_to
from dashboard.words.printed import value_words


def outcomes_headline(
    group: str, area_name: str, is_london: bool, rate_pct: float | None, end: date
) -> str:
    """Of how many crimes in 100 of 12 months a suspect was dealt with.

    Args:
        rate_pct: positive outcomes per 100 offences; None where no rate is given.
    """
    where = "London" if is_london else area_name
    if rate_pct is None:
        return f"{where}: no rate is given for {offences_noun(group, 'all')} in the {year_to(end)}"
    many = f"about {rate_pct:.0f}" if rate_pct >= 1 else "fewer than 1"
    said = (
        f"{first_large(many)} crimes in 100 solved in {where}"
        if group == "all"
        else f"{group} in {where}: {many} in 100 solved"
    )
    return f"{said}, {year_to(end)}"


ENDED = "solved"
SOLVED_MEANS = "Solved means a suspect charged, cautioned or otherwise dealt with"


def outcomes_beside(
    rate_pct: float | None, london_pct: float | None, before_pct: float | None, compared: str
) -> str:
    """The rate behind the headline, London's, and how it stands to the year before.

    Args:
        rate_pct, london_pct, before_pct: None where none is given; London's beside another place alone.
        compared: `not_ripe` where the two are not of one age and a revision would change the finding.
    """
    if rate_pct is None:
        return ""
    beside = "" if london_pct is None else f" (London: {percent(london_pct, 1)})"
    said = f"{SOLVED_MEANS}: {percent(rate_pct, 1)}{beside}."
    if before_pct is None:
        return said
    if compared == "not_ripe":
        return f"{said} Too early to compare with the year before."
    if round(rate_pct, 1) == round(before_pct, 1):
        return f"{said} The same as the year before."
    return f"{said} The year before: {percent(before_pct, 1)}."


def outcomes_title(what: str, area_name: str, rate_pct: float | None, end: date) -> str:
    """The newest rate as a heading; what the part is of where none is given."""
    if rate_pct is None:
        return f"{first_large(what)}, {area_name}: crimes {ENDED}"
    return f"{first_large(what)}, {area_name}: {percent(rate_pct, 1)} {ENDED}, {year_to(end)}"


def kinds_title(area_name: str, low: tuple[str, float], high: tuple[str, float]) -> str:
    """Between which rates the kinds of offence lie, as a heading."""
    (least, low_pct), (most, high_pct) = low, high
    return (
        f"Solved by kind, {area_name}: {percent(low_pct, 1)} of {first_small(least)} to "
        f"{percent(high_pct, 1)} of {first_small(most)}"
    )


def outcomes_cell(rate_pct: float | None) -> str:
    """A rate in a table."""
    return NONE if rate_pct is None else percent(rate_pct, 1)


def month_cell(day: date, is_provisional: bool) -> str:
    """A month in a table: `August 2025`, `December 2025 (provisional)`."""
    return f"{month_year(day)}{' (provisional)' if is_provisional else ''}"


def outcomes_subtitle(is_year: bool, end: date, has_provisional: bool) -> str:
    """What the chart's figures are, to when, and what a dashed line is."""
    basis = "Positive outcomes recorded per 100 offences recorded in the same period, "
    if is_year:
        return f"{basis}12 months to each month, the newest to {month_year(end)}"
    dashed = "; dashed: provisional, still to be revised" if has_provisional else ""
    return f"{basis}each month{dashed}"


ANOTHER_COUNT = "A wider count than charged: cautions and other actions too, from the Met's table of other months. "
"""Begins the parts on positive outcomes where charges lead the page."""


def outcomes_alt(
    title: str, end: date, rate_pct: float, high: float, low: float, is_provisional: bool = False
) -> str:
    """What the chart shows, for who cannot see it."""
    return (
        f"Line chart: {title}. {percent(rate_pct, 1)} in {month_cell(end, is_provisional)}; highest "
        f"{percent(high, 1)}, lowest {percent(low, 1)}."
    )


FOUR_KINDS = (
    "This is of positive outcomes: charges, but also cautions, warnings, penalty notices and other "
    "actions. It is not a charge rate. Positive outcomes, sanction detections, charges and convictions are "
    "four different things."
)

TWO_FLOWS = (
    "A rate sets outcomes recorded in a period against offences recorded in the same period. Many of "
    "the outcomes are of earlier offences, so it can rise because old cases were closed."
)


def two_counts(own: int, own_edition: str, other: int, other_edition: str, end: date) -> str:
    """How many offences the file of the outcomes counts, and how many that of recorded crime.

    Args:
        own, other: offences of the 12 months to `end` in the one and in the other.
        own_edition, other_edition: newest edition of each file.
    """
    return (
        f"Offences are counted in two files that do not agree. In the {year_to(end)} the one "
        f"with the outcomes (edition of {edition(own_edition)}) counts {count(own)}, the one behind the "
        f"Crime trends page (newest edition {edition(other_edition)}) {count(other)}. The rate uses the "
        "count of its own file. Why the two differ is not known."
    )


def outcomes_break(label: str, detail: str) -> str:
    """A break in the series, and what it does to a comparison."""
    return (
        f"{detail} The line breaks there ({first_small(label)}): figures before and after do not compare, and "
        "12 months on both sides of it are not shown."
    )


def months_of_one_side(which: str, start: date, end: date, low: float, high: float) -> str:
    """How high single months of London's rate are on one side of a break, without the other.

    Args:
        which: `before` or `after`. start, end: first and last month. low, high: per cent.
    """
    return (
        f"The 12 months {which} that break, {month_year(start)} to {month_year(end)}: single months in "
        f"London, all offences, have between {one_decimal(low)} and {one_decimal(high)} positive outcomes "
        "per 100 offences."
    )


REDUCED_FILE = (
    "These figures are from an unofficial copy of the Met's file, with totals by kind of crime only: a "
    "student's, found in a public repository. They give way to the Met's own file as soon as it is loaded."
)


def london_is(outcomes: int, offences: int, end: date) -> str:
    """Whom London's figures are of.

    Args:
        outcomes, offences: those of no borough in the 12 months to `end`.
    """
    return (
        "London here is the 32 boroughs and crimes given to no borough: in the "
        f"{year_to(end)} those are {count(outcomes)} positive outcomes and {count(offences)} offences."
    )


WHICH_CASES = (
    "Whether a rise of the newest months is of more crimes solved, of old cases closed or of entries "
    "still to be taken back cannot be told from these figures."
)


def too_few(base: int) -> str:
    """Why a rate is missing."""
    return f"No rate is given on fewer than {count(base)} offences in the period."


WOMEN_AND_GIRLS_TITLE = "Violence against women and girls: printed figures, each on its own basis"
WOMEN_AND_GIRLS_BASIS = "Of each kind, newest first; none is compared with another"
NOT_HELD = "What is not in any published file held here"
MORE_TITLE = "More: out of court, domestic abuse, hate crime, custody, sanction detections"
MEASURES_TITLE = "What the Review asked: are more crimes charged, do more rapes reach court?"


def kind_fold(title: str, many: int, newest: date) -> str:
    """A kind of printed figures, folded: how many, and how new the newest is."""
    return f"{title}: {many} printed figure{'s' if many != 1 else ''}, the newest to {month_year(newest)}"


KINDS = {
    "charges": "Charges",
    "days": "Days until a charge",
    "closed": "Closed without the victim's support, or still without an outcome",
    "sanction_detections": "Sanction detections, as others printed them",
    "court": "Prosecutions and trials",
    "convictions": "Convictions",
}
"""Heading of each kind of outcome: no table holds two of them."""

NO_CHARGE_RATE = "The share of all recorded offences that led to a charge, for any year."

NOT_PUBLISHED = (
    "The share of violence against women and girls that led to a charge, for any year.",
    "The number of adult rape cases investigated by the Met that reached court, for any year.",
    "Charges or days to charge for rape and domestic abuse by borough.",
    "Positive outcomes for rape apart from other sexual offences.",
)


def not_published(has_charges: bool) -> tuple[str, ...]:
    """What no file held here has; `has_charges`: whether charge rates are among them."""
    return NOT_PUBLISHED if has_charges else (NO_CHARGE_RATE, *NOT_PUBLISHED)


DETECTIONS_FOLD = "Sanction detections, as the Review printed them"


def detections_basis(end: date) -> str:
    """Unit and period of the Review's sanction detections."""
    return (
        f"Per 100 offences, London, {twelve_months_to(end)} and to the same month of earlier years."
    )


def detections_source(place: str) -> str:
    """Where the table of sanction detections was read."""
    return f"Source: {first_large(place)}."


_WORKED_OUT = "\N{NO-BREAK SPACE}*"
"""Stands on the line of its figure in a narrow column."""


def year_heading(year: int, is_worked_out: bool) -> str:
    """Heading of a column of rates: `2023`, or `2018 *` where all of it is worked out."""
    return f"{year}{_WORKED_OUT if is_worked_out else ''}"


def detection_cell(rate: float, is_worked_out: bool = False) -> str:
    """A rate in a table: `24%`, or `10% *` where it is worked out and others in its column are not."""
    if is_worked_out:
        return f"{value_words(round(rate), 'percent')}{_WORKED_OUT}"
    return value_words(rate, "percent")


WORKED_OUT = (
    "* Worked out: the printed newest rate less the printed change in points, both rounded, so up to 1 "
    "point off. A rate can pass 100%: it sets a year's detections against the same year's offences."
)

NEVER_COMPARED = (
    "The Review takes a sanction detection to be “a conviction or other formal sanction”. In the Home "
    "Office's sense a charge or summons is one kind of it, as are cautions, penalty notices, offences "
    "taken into consideration and formal warnings. So this is not a charge rate. Nor is it the positive "
    "outcomes above: this table and the chart are never compared."
)

OVERLAPPING = "Kinds below sexual offences overlap those above and are not added to them."


def printed_twice(group: str, rate: float, other: float) -> str:
    """A rate that the Review prints in two ways that do not agree."""
    figure, footnote = value_words(rate, "percent"), value_words(other, "percent")
    return (
        f"{group}: the Review's figure prints {figure}, a footnote {footnote}. The table has the figure's, "
        "which fits the printed changes."
    )


def with_the_city(statement: str) -> str:
    """A figure that the City of London's own police force has a part in."""
    return f"{statement} (the Met and the City of London's own police together)"


def no_rate(what: str, area_name: str, base: int, is_year: bool) -> str:
    """Why months that are published have no rate, and what to choose instead."""
    why = (
        f"Each of them is of fewer than {count(base)} offences, or of 12 months on both sides of a break "
        "in recording. Choose another period, or each month, above."
        if is_year
        else f"Each of them is of fewer than {count(base)} offences. Choose the 12-month ratio above."
    )
    return f"**No rate is given for {what}, {area_name}, in these months.** {why}"


def no_groups(area_name: str, end: date) -> str:
    """What is not published where no kind of offence has 12 months up to an early one."""
    return f"every kind of offence, {area_name}, {twelve_months_to(end)}"


def years_left_out(labels: Sequence[str]) -> str:
    """Why the comparison with the year before is a dash; empty where it is not."""
    if not labels:
        return ""
    return (
        f"No year before is given: {' and '.join(f'“{label}”' for label in labels)} lies between."
    )
