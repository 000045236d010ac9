"""What the reader chose on the Trust and confidence page, and the shares that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dashboard import queries
from dashboard.controls.data import ask
from dashboard.queries import survey_places
from dashboard.wording import survey as says

NOT_HELD = survey_places.NOT_HELD
_NAMES = {**queries.SURVEY_MEASURES, NOT_HELD: says.IN_NO_FILE}


@dataclass(frozen=True)
class Choice:
    """What the reader chose: places, measures, first and last quarter, the Review's points."""

    areas: list[str]
    measures: list[str]
    first: pd.Timestamp
    last: pd.Timestamp
    points: bool

    @property
    def boroughs(self) -> list[str]:
        """The places beside London."""
        return [area for area in self.areas if area != queries.MPS]

    @property
    def held(self) -> list[str]:
        """The measures that a file holds."""
        return [measure for measure in self.measures if measure != NOT_HELD]

    def at_common_date(self, measure: str) -> survey_places.AtOneDate | None:
        """Each place's figures at the newest year within the period that they have in common."""
        found: survey_places.AtOneDate | None = ask(
            survey_places.places_at, measure, tuple(self.boroughs), self.last
        )
        return found if found and found.end >= self.first else None


@dataclass(frozen=True)
class Shown:
    """The choice and its shares: `series` within the period, `whole` from the first quarter on."""

    chosen: Choice
    series: pd.DataFrame
    whole: pd.DataFrame

    @cached_property
    def is_dashed(self) -> bool:
        """Whether any of it was read off a dashboard."""
        return bool(self.series["is_transcription"].any())

    @cached_property
    def summaries(self) -> list[queries.SurveySummary]:
        """What London's series come to, their highest share looked for in the years on screen."""
        of_whole, of_drawn = (
            queries.survey_summary(rows[rows["area_code"] == queries.MPS], queries.MPS)
            for rows in (self.whole, self.series)
        )
        drawn = {one.measure: one for one in of_drawn}
        return [
            replace(one, peak_pct=drawn[name].peak_pct, peak_end=drawn[name].peak_end)
            for one in of_whole
            if (name := one.measure) in drawn
        ]

    @property
    def since(self) -> pd.Timestamp | None:
        """End of the first year on screen, where the series of the places go further back."""
        first = self.series["period_end"].min()
        return first if first > self.whole["period_end"].min() else None

    def of(self, measure: str) -> pd.DataFrame:
        """The shares of one measure."""
        return self.series[self.series["measure"] == measure]

    @property
    def drawn_points(self) -> pd.DataFrame:
        """The Review's single quarters that stand beside the lines on screen."""
        drawn = set(self.series["measure"])
        return self.points([one for one in self.chosen.measures if one in {*drawn, NOT_HELD}])

    def points(self, measures: Sequence[str]) -> pd.DataFrame:
        """The Review's single quarters for London, within the period; none where not wanted."""
        found = ask(queries.review_survey_points, tuple(measures))
        found = found.rename(columns={"period_end": "date"})
        found = found.assign(series=found["measure"].map(_NAMES))
        chosen = self.chosen
        return found[found["date"].between(chosen.first, chosen.last) & chosen.points]
