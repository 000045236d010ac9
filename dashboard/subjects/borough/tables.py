"""One place beside London as rows of tables, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.figures.places import ALL, SURVEY_MEASURES
from dashboard.subjects.borough.figures.crime import CountLine
from dashboard.subjects.borough.figures.place import three
from dashboard.subjects.borough.figures.profile import Interval, Newest, SurveyLine
from dashboard.words import intervals as says
from dashboard.words.cells import Cell
from dashboard.words.intervals import Three
from dashboard.words.numbers import count, percent
from dashboard.words.periods import year_to
from dashboard.words.survey import LUCK, unusual_in_short

SURVEY_HEADINGS = (
    "Share who agree",
    "Here, newest",
    "London, newest",
    "Here less London in one year, points",
    "Here since the Review, points",
    "London since the Review, points",
)


def crime_headings(among: str) -> tuple[str, ...]:
    """Headings of recorded crime; `among`: the places of its kind."""
    return _headings("Crimes recorded", "per 1,000 people", "per 1,000", among)


def outcome_headings(among: str) -> tuple[str, ...]:
    """Headings of crimes solved; `among`: the places of its kind."""
    return _headings("Crimes solved", "per 100 offences", "per 100", among)


def _headings(what: str, per: str, short: str, among: str) -> tuple[str, ...]:
    return (
        *(what, "Number here", f"Here, {per}", f"London, {short}", f"Among {among}"),
        *("Here, on the year before", "London, on the year before"),
    )


def survey_rows(lines: Sequence[SurveyLine], against: str = "") -> list[tuple[Cell, ...]]:
    """A row a question, under SURVEY_HEADINGS.

    Args:
        against: what speaks against London's change in trust; may be empty.
    """
    return [
        (
            Cell(SURVEY_MEASURES[line.measure]),
            _newest(line.own),
            _newest(line.london_own),
            Cell(
                says.bare_points(_numbers(line.difference)) + _star(line.is_transcription),
                (
                    says.SURVEY_STANDINGS.get(line.standing, says.NO_STANDING),
                    f"{percent(line.here.estimate)} and {percent(line.london.estimate)}, {year_to(line.end)}",
                ),
            ),
            _survey_change(
                line.own.change,
                line.own.why_no_change,
                line.not_among,
                unusual=unusual_in_short(line.own.unusual_from),
            ),
            _survey_change(
                line.london_own.change,
                line.london_own.why_no_change,
                against=against if line.measure == "trust" else "",
            ),
        )
        for line in lines
    ]


def _newest(one: Newest) -> Cell:
    share = says.per_cent(_numbers(one.share)) + _star(one.is_transcription)
    return Cell(share, (year_to(one.end),))


def _star(is_transcription: bool) -> str:
    return " *" if is_transcription else ""


def _survey_change(
    change: Interval | None,
    why_not: str,
    not_among: int = 0,
    against: str = "",
    unusual: str = "",
) -> Cell:
    if change is None:
        return Cell("not given", (why_not,))
    quiet = [one for one in (unusual, against) if one]
    if not change.excludes_zero:
        quiet.insert(0, "no clear change")
    elif not_among:
        quiet.insert(0, LUCK.format(not_among))
    return Cell(says.bare_points(_numbers(change)), tuple(quiet))


def crime_rows(lines: Sequence[CountLine]) -> list[tuple[Cell, ...]]:
    """A row an offence group, under `crime_headings`."""
    return [_counted(line, says.per_cent_change) for line in lines]


def outcome_rows(lines: Sequence[CountLine]) -> list[tuple[Cell, ...]]:
    """A row an offence group, under `outcome_headings`."""
    return [_counted(line, says.rate_change) for line in lines]


def kind_name(group: str) -> str:
    """What an offence group is called in a row."""
    return "All crimes" if group == ALL else group


def _counted(line: CountLine, words: says.ChangeWords) -> tuple[Cell, ...]:
    return (
        Cell(kind_name(line.group)),
        Cell(count(line.count)),
        Cell(says.rate(three(line.rate))),
        Cell(says.rate(three(line.london_rate))),
        Cell(says.SPREAD_STANDINGS.get(line.standing, says.NO_STANDING)),
        _change(line.change, words),
        _change(line.london_change, words),
    )


def _change(change: Interval | None, words: says.ChangeWords) -> Cell:
    if change is None:
        return Cell("not given")
    return Cell(words(_numbers(change)), () if change.excludes_zero else ("no clear change",))


def _numbers(one: Interval) -> Three:
    return one.estimate, one.low, one.high
