"""One place beside London as rows of tables, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.controls.borough.figures import three
from dashboard.queries import ALL, SURVEY_MEASURES
from dashboard.queries.profile import Interval, SurveyLine
from dashboard.queries.profile_crime import CountLine
from dashboard.wording import profile_figures as says
from dashboard.wording.cells import Cell
from dashboard.wording.profile_figures import Three

SURVEY_HEADINGS = (
    "Share who agree",
    "Here",
    "London",
    "Here less London, points",
    "Here since the Review, points",
    "London since the Review, points",
)
CRIME_HEADINGS = (
    "Crimes recorded",
    "Number here",
    "Here, per 1,000 people",
    "London, per 1,000",
    "Usual spread",
    "Here, on the year before",
    "London, on the year before",
)
OUTCOME_HEADINGS = (
    "Positive outcomes",
    "Number here",
    "Here, per 100 offences",
    "London, per 100",
    "Usual spread",
    "Here, on the year before",
    "London, on the year before",
)


def survey_rows(lines: Sequence[SurveyLine]) -> list[tuple[Cell, ...]]:
    """A row a question, under SURVEY_HEADINGS."""
    return [
        (
            Cell(SURVEY_MEASURES[line.measure], (f"Year to {wording.month_year(line.end)}",)),
            Cell(says.per_cent(_numbers(line.here)) + _star(line.is_transcription), _newest(line)),
            Cell(says.per_cent(_numbers(line.london)) + _star(line.london_is_transcription)),
            Cell(
                says.bare_points(_numbers(line.difference)),
                (says.SURVEY_STANDINGS.get(line.standing, says.NO_STANDING),),
            ),
            _survey_change(line.change, line.why_no_change, line.not_among),
            _survey_change(line.london_change, line.why_no_change),
        )
        for line in lines
    ]


def _newest(line: SurveyLine) -> tuple[str, ...]:
    if line.newest_end == line.end:
        return ()
    star = _star(line.newest_is_transcription)
    return (f"{line.newest_pct:.0f}% in the year to {wording.month_year(line.newest_end)}{star}",)


def _star(is_transcription: bool) -> str:
    return " *" if is_transcription else ""


def _survey_change(change: Interval | None, why_not: str, not_among: int = 0) -> Cell:
    if change is None:
        return Cell("not given", (why_not,))
    if not change.excludes_zero:
        return Cell(says.bare_points(_numbers(change)), ("no clear change",))
    quiet = (f"clear alone, not among all {not_among}",) if not_among else ()
    return Cell(says.bare_points(_numbers(change)), quiet)


def crime_rows(lines: Sequence[CountLine]) -> list[tuple[Cell, ...]]:
    """A row an offence group, under CRIME_HEADINGS."""
    return [_counted(line, says.per_cent_change) for line in lines]


def outcome_rows(lines: Sequence[CountLine]) -> list[tuple[Cell, ...]]:
    """A row an offence group, under OUTCOME_HEADINGS."""
    return [_counted(line, says.rate_change) for line in lines]


def _counted(line: CountLine, words: says.ChangeWords) -> tuple[Cell, ...]:
    return (
        Cell("All crimes" if line.group == ALL else line.group),
        Cell(wording.count(line.count)),
        Cell(says.rate(three(line.rate))),
        Cell(says.rate(three(line.london_rate))),
        Cell(says.SPREAD_SHORT.get(line.standing, says.NO_STANDING)),
        _change(line.change, words),
        _change(line.london_change, words),
    )


def _change(change: Interval | None, words: says.ChangeWords) -> Cell:
    if change is None:
        return Cell("not given")
    return Cell(words(_numbers(change)), () if change.excludes_zero else ("no clear change",))


def _numbers(one: Interval) -> Three:
    return one.estimate, one.low, one.high
