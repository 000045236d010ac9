"""What the reader chose on the Trust and confidence page, and the shares that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dashboard.answers import ask
from dashboard.figures.places import MPS, SURVEY_MEASURES
from dashboard.subjects.trust.figures import places as survey_places
from dashboard.subjects.trust.figures.early_signs import Sign, sign_of
from dashboard.subjects.trust.figures.survey import (
    SurveySummary,
    review_survey_points,
    survey_summary,
)
from dashboard.words import survey as says

NOT_HELD = survey_places.NOT_HELD
_NAMES = {**SURVEY_MEASURES, NOT_HELD: says.IN_NO_FILE}


@dataclass(frozen=True)
class Choice:
    """What the reader chose: places, measures, first and last quarter, the Review's points.

    Attributes:
        london: newest year of London that a fixed link knows of; later ones are left out.
    """

    areas: list[str]
    measures: list[str]
    first: pd.Timestamp
    last: pd.Timestamp
    points: bool
    london: pd.Timestamp = pd.Timestamp.max

    @property
    def london_last(self) -> pd.Timestamp:
        """The last year of London's that may be shown."""
        return min(self.last, self.london)

    @property
    def boroughs(self) -> list[str]:
        """The places beside London."""
        return [area for area in self.areas if area != MPS]

    @property
    def held(self) -> list[str]:
        """The measures that a file holds."""
        return [measure for measure in self.measures if measure != NOT_HELD]

    def at_common_date(self, measure: str) -> survey_places.AtOneDate | None:
        """Each place's figures at the newest year within the period that they have in common."""
        found: survey_places.AtOneDate | None = ask(
            survey_places.places_at, measure, tuple(self.boroughs), self.london_last
        )
        return found if found and found.end >= self.first else None

    def newest(self, measure: str) -> dict[str, SurveySummary | None]:
        """Each place's newest figures within the period, at its own date; London's last."""
        found = ask(
            survey_places.places_newest,
            measure,
            tuple(self.boroughs),
            self.last,
            self.london_last,
        )
        return {
            place: one if one is not None and one.latest_end >= self.first else None
            for place, one in found.items()
        }

    def sign(self, measure: str) -> Sign | None:
        """What the boroughs say of London beyond its newest year; None outside the period."""
        found: Sign | None = ask(sign_of, measure, self.last, self.london_last)
        return found if found and found.end >= self.first else None


@dataclass(frozen=True)
class Shown:
    """The choice and its shares: `series` within the period, `whole` from the first quarter on."""

    chosen: Choice
    series: pd.DataFrame
    whole: pd.DataFrame

    @cached_property
    def signs(self) -> dict[str, Sign]:
        """The early signs for London of the measures on screen, by measure; none without its line."""
        if MPS not in set(self.series["area_code"]):
            return {}
        found = {one: self.chosen.sign(one) for one in self.series["measure"].unique()}
        return {measure: sign for measure, sign in found.items() if sign is not None}

    @cached_property
    def spoken_signs(self) -> dict[str, Sign]:
        """Those, and the signs beyond the period where London's newest figure held is on screen.

        No mark is drawn beyond the period, but nothing said of London is without its early sign.
        """
        found = dict(self.signs)
        for one in self.summaries:
            sign: Sign | None = ask(sign_of, one.measure, pd.Timestamp.max, self.chosen.london)
            if sign is not None and sign.since == one.latest_end:
                found.setdefault(one.measure, sign)
        return found

    @property
    def end(self) -> pd.Timestamp:
        """End of the newest year on screen."""
        ends = [self.series["period_end"].max(), *(one.end for one in self.signs.values())]
        return pd.Timestamp(max(ends))

    @cached_property
    def is_dashed(self) -> bool:
        """Whether any of it was read off a dashboard."""
        return bool(self.series["is_transcription"].any())

    @cached_property
    def summaries(self) -> list[SurveySummary]:
        """What London's series come to, their highest share looked for in the years on screen."""
        of_whole, of_drawn = (
            survey_summary(rows[rows["area_code"] == MPS], MPS)
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
        found = ask(review_survey_points, tuple(measures))
        found = found.rename(columns={"period_end": "date"})
        found = found.assign(series=found["measure"].map(_NAMES))
        chosen = self.chosen
        return found[found["date"].between(chosen.first, chosen.last) & chosen.points]
