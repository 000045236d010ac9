"""Everything that the page says of one place, and what of it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import pandas as pd

from dashboard.answers import ask
from dashboard.figures.places import ALL, MPS, places
from dashboard.sourcing import source_line, sources_of
from dashboard.subjects.borough.figures import crime as profile_crime
from dashboard.subjects.borough.figures import flagged as profile_flagged
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.borough.figures.crime import CountLine, CountProfile
from dashboard.subjects.borough.figures.flagged import Flagged
from dashboard.subjects.borough.figures.profile import NEWEST, Interval, Known, Place, SurveyLine
from dashboard.subjects.borough.words import notes as profile_notes
from dashboard.subjects.outcomes.figures import outcomes, ripening
from dashboard.subjects.trust.figures.early_signs import Sign, sign_of
from dashboard.words.intervals import Three
from dashboard.words.sources import joined
from datasets import catalogue
from datasets.schema import DATASETS

TABLES = ("public_attitudes", "recorded_offences", "population", "crime_outcomes")

IN_SENTENCES = ("trust", "good_job_local", "treat_fairly")
"""Survey measures that are told in words and drawn; the table has all."""


@dataclass(frozen=True)
class Figures:
    """The figures of one place: survey, crime and outcomes; None or none where a table is not loaded."""

    place: Place
    known: Known = NEWEST

    @cached_property
    def missing(self) -> list[str]:
        """Tables that are not loaded, or cannot be read as published."""
        return [one for one in TABLES if not catalogue.is_readable(one)]

    @property
    def missing_titles(self) -> list[str]:
        """What those tables are called."""
        return [DATASETS[one].title for one in self.missing]

    @property
    def _codes(self) -> tuple[str, ...]:
        return self.place.area_codes

    @cached_property
    def survey(self) -> list[SurveyLine]:
        """Survey measures; of a command only where its residents are loaded too."""
        needed = {"public_attitudes", "population"} if self.place.is_command else {TABLES[0]}
        return (
            []
            if needed & set(self.missing)
            else ask(profile.survey_profile, self._codes, self.known)
        )

    @cached_property
    def crime(self) -> CountProfile | None:
        """Recorded crime per resident."""
        if {"recorded_offences", "population"} & set(self.missing):
            return None
        return ask(profile_crime.crime_profile, self._codes, self.known)

    @cached_property
    def outcomes(self) -> CountProfile | None:
        """Positive outcomes per 100 offences; None where every month held is provisional, too."""
        if "crime_outcomes" in self.missing:
            return None
        return ask(profile_crime.outcome_profile, self._codes, self.known)

    @cached_property
    def flagged(self) -> list[Flagged]:
        """Domestic abuse and hate crime per resident; none where they are not held."""
        if {"crime_outcomes", "population"} & set(self.missing):
            return []
        return ask(profile_flagged.flagged, self._codes, self.known)

    @cached_property
    def years_of_outcomes(self) -> pd.DataFrame:
        """Positive outcomes of 12 months to each month here, as `outcomes.outcome_series` gives them."""
        return self._years_of_outcomes(self._codes)

    @cached_property
    def london_years_of_outcomes(self) -> pd.DataFrame:
        """The same in London."""
        return self._years_of_outcomes(MPS)

    def _years_of_outcomes(self, area: str | tuple[str, ...]) -> pd.DataFrame:
        rows = ask(outcomes.outcome_series, area, ALL, "year")
        rows = rows[rows["date"] <= (self.known.outcomes or pd.Timestamp.max)]
        end = self.outcomes.end if self.outcomes else pd.Timestamp.min
        is_provisional = rows["is_provisional"] | (rows["date"] > end)
        value = rows["value"].mask(is_provisional)
        return rows.assign(is_provisional=is_provisional, value=value)

    @cached_property
    def revisions(self) -> list[ripening.Revision]:
        """How far outcomes as recent as these were revised; none for older ones."""
        return ask(ripening.revisions_of_year, self.outcomes.end) if self.outcomes else []

    @property
    def has_figures(self) -> bool:
        """Whether anything is held of the place."""
        return bool(self.survey or self.crime or self.outcomes)

    @property
    def trust(self) -> SurveyLine | None:
        """The line of trust."""
        return next((line for line in self.survey if line.measure == "trust"), None)

    @property
    def is_transcription(self) -> bool:
        """Whether trust, here or in London, was read off a dashboard in the common year."""
        return self.trust is not None and self.trust.is_transcription

    @cached_property
    def sign(self) -> Sign | None:
        """What the boroughs' newer figures of trust say of London; None where they are no newer."""
        if {"public_attitudes", "population"} & set(self.missing):
            return None
        latest = pd.Timestamp.max
        return ask(sign_of, "trust", self.known.here or latest, self.known.london or latest)

    @cached_property
    def survey_sources(self) -> frozenset[str]:
        """Sources of the survey's shares, trust over the years among them."""
        over_time = [
            ask(profile.survey_lines, codes, "trust", self.known)["source_id"].dropna()
            for codes in (self._codes, (MPS,))
            if self.survey
        ]
        return frozenset(chain(*(line.source_ids for line in self.survey), *over_time))

    @property
    def crimes(self) -> CountLine | None:
        """The line of all crimes."""
        return self.crime.of(ALL) if self.crime else None

    @property
    def alike(self) -> str:
        """The places of its kind: `32 boroughs`."""
        _, found = ask(profile.peers, self._codes)
        return profile_notes.alike(len(found), self.place.is_command)

    @property
    def members(self) -> list[str]:
        """Names of its boroughs."""
        names = ask(places)
        return [names[code] for code in self._codes]


def link(found: Figures) -> dict[str, str | list[str]]:
    """The place, and up to when its figures are known, as the address says it."""
    dates = {
        "london": max((line.london_own.end for line in found.survey), default=None),
        "survey": max((line.own.end for line in found.survey), default=None),
        "crime": found.crime.end if found.crime else None,
        "outcomes": found.years_of_outcomes["date"].max() if found.outcomes else None,
        "ripe": found.outcomes.end if found.outcomes else None,
        "flags": found.flagged[0].end if found.flagged else None,
    }
    known = {key: f"{end:%Y-%m}" for key, end in dates.items() if end is not None}
    return {"area": found.place.id, **known}


def cited(found: Figures, what: str) -> list[str]:
    """The citations, or licences, of every source that the figures come from, each once.

    Args:
        found: the figures. what: `citation` or `licence`.
    """
    used = {
        "public_attitudes": found.survey_sources,
        "recorded_offences": {"mps_recorded_crime"} if found.crime else set(),
        "population": {"ons_population"} if found.crime else set(),
        "crime_outcomes": {"mps_monthly_dashboard"} if found.outcomes else set(),
    }
    texts = [
        text for dataset, ids in used.items() if ids for text in sources_of(dataset, ids)[what]
    ]
    return list(dict.fromkeys(texts))


def survey_source(found: Figures) -> str:
    """The source line of the survey's shares; of a command's, with that of the residents they count by."""
    line = source_line("public_attitudes", found.survey_sources)
    return _with_residents(line) if found.place.is_command else line


def trust_source(found: Figures, source_ids: set[str]) -> str:
    """The source line of the lines of trust; with that of the residents that boroughs count by, if any do."""
    line = source_line("public_attitudes", source_ids)
    return _with_residents(line) if found.place.is_command or found.sign else line


def crime_source() -> str:
    """The source line of crimes per resident: both tables it rests on."""
    return _with_residents(source_line("recorded_offences"))


def _with_residents(line: str) -> str:
    return joined(line, source_line("population", {"ons_population"}))


def three(one: Interval | None) -> Three | None:
    """An interval as plain numbers."""
    return None if one is None else (one.estimate, one.low, one.high)
