"""Everything that the page says of one place, and what of it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import wording
from dashboard.controls.data import ask
from dashboard.controls.sourcing import sources_of
from dashboard.queries import ALL, SURVEY_MEASURES, places, profile, profile_crime, survey_base
from dashboard.queries.profile import NEWEST, Interval, Known, Place, SurveyLine
from dashboard.queries.profile_crime import CountLine, CountProfile
from dashboard.wording import profile as says
from dashboard.wording.survey import topic
from datasets import catalogue
from datasets.schema import DATASETS

TABLES = ("public_attitudes", "recorded_offences", "population", "crime_outcomes")

IN_SENTENCES = ("trust", "good_job_local", "treat_fairly")


@dataclass(frozen=True)
class Figures:
    """The figures of one place: survey, crime and outcomes; None or none where a table is not loaded."""

    place: Place
    known: Known = NEWEST

    @cached_property
    def missing(self) -> list[str]:
        """Tables that are not loaded."""
        return [one for one in TABLES if one not in catalogue.ids()]

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
        """Positive outcomes per 100 offences."""
        if "crime_outcomes" in self.missing:
            return None
        return ask(profile_crime.outcome_profile, self._codes, self.known)

    @property
    def trust(self) -> SurveyLine | None:
        """The line of trust."""
        return next((line for line in self.survey if line.measure == "trust"), None)

    @property
    def survey_sources(self) -> frozenset[str]:
        """Sources of the survey's shares."""
        return frozenset(source for line in self.survey for source in line.source_ids)

    @property
    def crimes(self) -> CountLine | None:
        """The line of all crimes."""
        return self.crime.of(ALL) if self.crime else None

    @property
    def alike(self) -> str:
        """The places of its kind: `32 boroughs`."""
        _, found = ask(profile.peers, self._codes)
        return says.alike(len(found), self.place.is_command)

    @property
    def members(self) -> list[str]:
        """Names of its boroughs."""
        names = ask(places)
        return [names[code] for code in self._codes]


def link(found: Figures) -> dict[str, str | list[str]]:
    """The place, and up to when its figures are known, as the address bar says it."""
    dates = {
        "london": max((line.end for line in found.survey), default=None),
        "survey": max((line.newest_end for line in found.survey), default=None),
        "crime": found.crime.end if found.crime else None,
        "outcomes": found.outcomes.end if found.outcomes else None,
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


def three(one: Interval | None) -> says.Three | None:
    """An interval as plain numbers."""
    return None if one is None else (one.estimate, one.low, one.high)


def headline(found: Figures) -> tuple[str, str]:
    """The sentence that the page leads with, and the paragraph under it."""
    trust, crimes = found.trust, found.crimes
    rate = crimes.rate if crimes else None
    london = crimes.london_rate if crimes else None
    pair = (rate.estimate, london.estimate) if rate and london else None
    shares = (trust.here.estimate, trust.london.estimate) if trust else None
    end = found.crime.end if found.crime and pair else None
    return (
        says.headline(found.place.title, shares, pair),
        says.lede(
            trust.end if trust else None, end, found.members if found.place.is_command else ()
        ),
    )


def shared_sentence(found: Figures) -> str:
    """One sentence on the place to pass on."""
    trust, crimes = found.trust, found.crimes
    shares = (trust.here.estimate, trust.london.estimate, trust.end) if trust else None
    rates = None
    if found.crime and crimes and crimes.rate and crimes.london_rate:
        rates = (crimes.rate.estimate, crimes.london_rate.estimate, found.crime.end)
    return says.share_sentence(
        found.place.title, shares, rates, three(crimes.change) if crimes else None
    )


def sentences(found: Figures) -> list[str]:
    """A sentence a line: what people say, recorded crime, outcomes, and what is not published."""
    return [*_survey(found), *_crime(found), *_outcomes(found), says.NO_STOPS]


def _survey(found: Figures) -> list[str]:
    if "public_attitudes" in found.missing:
        return []
    if not found.survey:
        return [says.NO_SURVEY.format(name=found.place.name)]
    lines = [
        says.survey_line(one.measure, one.here.estimate, one.london.estimate, one.standing, one.end)
        for one in found.survey
        if one.measure in IN_SENTENCES
    ]
    trust = found.trust
    if trust is None:
        return lines
    lines.append(
        says.survey_change_line(
            topic("trust"),
            three(trust.change),
            three(trust.london_change),
            trust.why_no_change,
            trust.not_among,
        )
    )
    if trust.newest_end > trust.end:
        lines.append(
            says.newest_line(
                found.place.title,
                trust.newest_pct,
                trust.newest_end,
                trust.newest_is_transcription,
            )
        )
    return lines


def _crime(found: Figures) -> list[str]:
    if found.crime is None or found.crimes is None:
        return []
    lines = [
        says.crime_line(
            "crimes" if line.group == ALL else wording.offences_noun(line.group, ALL),
            line.rate.estimate,
            line.london_rate.estimate,
            line.standing,
            found.crime.end,
            found.alike if line.group == ALL else "",
        )
        for line in (found.crimes, found.crime.of("Burglary"))
        if line and line.rate and line.london_rate
    ]
    change = says.crime_change_line(
        three(found.crimes.change), three(found.crimes.london_change), found.crimes.why_no_change
    )
    return [lines[0], change, *lines[1:]] if lines else []


def _outcomes(found: Figures) -> list[str]:
    if found.outcomes is None:
        return []
    lines = []
    for group in (ALL, "Burglary"):
        line = found.outcomes.of(group)
        if line is not None:
            lines.append(
                says.outcome_line(
                    wording.offences_noun(group, ALL),
                    line.rate.estimate if line.rate else None,
                    line.london_rate.estimate if line.london_rate else None,
                    line.standing,
                    found.outcomes.end,
                )
            )
    whole = found.outcomes.of(ALL)
    if whole is not None:
        lines.append(
            says.outcome_change_line(
                three(whole.change), three(whole.london_change), whole.why_no_change
            )
        )
    return lines


def caveats(found: Figures) -> list[str]:
    """What must be known about what is on screen."""
    notes = []
    if found.survey:
        notes.append(says.survey_note(*survey_base(found.place.area_codes[0])))
    if found.place.is_command:
        notes.append(says.COMMAND)
    if found.crime and found.crime.population_year:
        notes.append(says.rates_note(found.crime.population_year))
        notes += [one for one in [says.across(found.crime.crossed, found.crime.crossed_on)] if one]
    if found.crime or found.outcomes:
        notes.append(says.spread_note(found.alike))
    if found.outcomes:
        notes.append(says.outcomes_note(found.outcomes.crossed, found.outcomes.crossed_on))
    if "Westminster" in found.members:
        notes.append(says.VISITED)
    return notes


def drawn(found: Figures) -> pd.DataFrame:
    """The place's main figures beside London's, for the small chart.

    Returns:
        label, value, low, high, london, london_low, london_high, words (both figures as printed).
    """
    rows = [
        _drawn(SURVEY_MEASURES[one.measure], one.here, one.london, says.whole_per_cent)
        for one in found.survey
        if one.measure in IN_SENTENCES
    ]
    of_counts = (
        (found.crime, ALL, "Crimes per 1,000 residents"),
        (found.crime, "Burglary", "Burglaries per 1,000 residents"),
        (found.outcomes, ALL, "Positive outcomes per 100 crimes"),
        (found.outcomes, "Burglary", "Positive outcomes per 100 burglaries"),
    )
    for counts, group, label in of_counts:
        line = counts.of(group) if counts else None
        if line and line.rate and line.london_rate and line.london_rate.estimate:
            rows.append(_drawn(label, line.rate, line.london_rate, says.one_decimal))
    return pd.DataFrame(rows)


def _drawn(label: str, here: Interval, london: Interval, words: says.Printed) -> dict[str, object]:
    return {
        "label": label,
        "value": here.estimate,
        "low": here.low,
        "high": here.high,
        "london": london.estimate,
        "london_low": london.low,
        "london_high": london.high,
        "here_words": words(here.estimate),
        "london_words": words(london.estimate),
    }


def as_data(found: Figures) -> pd.DataFrame:
    """The figures on screen, a row each, for the files."""
    rows = [_survey_data(line) for line in found.survey]
    for counts, unit, source in (
        (found.crime, "rate_per_1000", "mps_recorded_crime"),
        (found.outcomes, "rate_pct", "mps_monthly_dashboard"),
    ):
        if counts is not None:
            what = "offences" if unit == "rate_per_1000" else "positive outcomes"
            end = counts.end + pd.offsets.MonthEnd(0)
            rows += [_count_data(line, what, unit, end, source) for line in counts.lines]
    data = pd.DataFrame(rows).assign(area_id=found.place.id, area_name=found.place.name)
    return _with_index(data)


def _with_index(data: pd.DataFrame) -> pd.DataFrame:
    """As the small chart draws them: each figure where London's is 100."""
    if data.empty:
        return data
    london = data["london"].astype("float64").replace(0, float("nan"))
    names = [f"{part}{end}" for end in ("", "_low", "_high") for part in ("value", "london")]
    drawn = {f"{name}_index": data[name].astype("float64") / london * 100 for name in names}
    return data.assign(**drawn)


def _survey_data(line: SurveyLine) -> dict[str, object]:
    return {
        "indicator": line.measure,
        "unit": "share_pct",
        "period_end": line.end,
        **_spread("value", line.here),
        **_spread("london", line.london),
        **_spread("difference", line.difference),
        "standing": line.standing,
        **_spread("change", line.change),
        **_spread("london_change", line.london_change),
        "source_id": "; ".join(sorted(line.source_ids)),
    }


def _count_data(
    line: CountLine, what: str, unit: str, end: pd.Timestamp, source: str
) -> dict[str, object]:
    return {
        "indicator": f"{what}, {line.group}",
        "unit": unit,
        "period_end": end,
        "count": line.count,
        **_spread("value", line.rate),
        **_spread("london", line.london_rate),
        "standing": line.standing,
        **_spread("change", line.change),
        **_spread("london_change", line.london_change),
        "source_id": source,
    }


def _spread(name: str, one: Interval | None) -> dict[str, float | None]:
    return {
        name: one.estimate if one else None,
        f"{name}_low": one.low if one else None,
        f"{name}_high": one.high if one else None,
    }
