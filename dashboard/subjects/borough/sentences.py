"""What the page says of one place: its headline, a sentence a line, what must be known."""

from __future__ import annotations

from dashboard.figures.places import ALL
from dashboard.subjects.borough.figures.crime import CountProfile
from dashboard.subjects.borough.figures.place import IN_SENTENCES, Figures, three
from dashboard.subjects.borough.figures.profile import SurveyLine
from dashboard.subjects.borough.words import notes
from dashboard.subjects.borough.words import profile as says
from dashboard.subjects.trust.figures.interviews import survey_base
from dashboard.words import early_signs, ripening
from dashboard.words.crime import offences_noun
from dashboard.words.measures import MEASURES

BURGLARY = "Burglary"


def headline(found: Figures) -> tuple[str, str]:
    """The sentence that the page leads with, and the paragraph under it."""
    trust, crimes = found.trust, found.crimes
    rate = crimes.rate if crimes else None
    london = crimes.london_rate if crimes else None
    pair = (rate.estimate, london.estimate) if rate and london else None
    own = _own(trust) if trust else None
    end = found.crime.end if found.crime and pair else None
    return (
        says.headline(found.place.title, own, pair),
        says.lede(
            own,
            _beside(trust) if trust else None,
            end,
            found.members if found.place.is_command else (),
            early_signs.of_london(found.sign) if trust and found.sign else "",
        ),
    )


def _own(line: SurveyLine) -> says.Trust:
    """The place's newest share of a measure."""
    one = line.own
    return says.Trust(
        one.share.estimate, one.end, three(one.change), line.not_among, one.is_transcription
    )


def _london(line: SurveyLine) -> says.Trust:
    one = line.london_own
    return says.Trust(one.share.estimate, one.end, three(one.change))


def _beside(line: SurveyLine) -> says.Beside:
    return says.Beside(line.here.estimate, line.london.estimate, line.end, line.standing)


def shared_sentence(found: Figures) -> str:
    """One sentence on the place to pass on."""
    trust, crimes = found.trust, found.crimes
    rates = None
    if found.crime and crimes and crimes.rate and crimes.london_rate:
        rates = (crimes.rate.estimate, crimes.london_rate.estimate, found.crime.end)
    return says.share_sentence(
        found.place.title,
        _own(trust) if trust else None,
        (trust.london_own.share.estimate, trust.london_own.end) if trust else None,
        rates,
        three(crimes.change) if crimes else None,
        early_signs.in_passing(found.sign) if found.sign else "",
    )


def first(found: Figures) -> list[str]:
    """What a reader asks first, a sentence a line: trust, recorded crime, crimes solved."""
    return [*_trust(found), *_crime(found), *_outcomes(found, ALL, BURGLARY)]


def more(found: Figures) -> list[str]:
    """The other sentences, and what is not published."""
    lines = [
        says.survey_line(one.measure, _own(one), _beside(one), with_change=True)
        for one in found.survey
        if one.measure in IN_SENTENCES[1:]
    ]
    if found.crime is not None:
        lines += _rate(found, found.crime, BURGLARY)
    return [*lines, *_outcome_change(found), says.NO_STOPS]


def _trust(found: Figures) -> list[str]:
    if "public_attitudes" in found.missing:
        return []
    if not found.survey:
        return [says.NO_SURVEY.format(name=found.place.name)]
    trust = found.trust
    if trust is None:
        return []
    change = says.survey_change_line(
        MEASURES["trust"].topic,
        _own(trust),
        _london(trust),
        trust.own.why_no_change,
        trust.london_own.why_no_change,
        speaks_against(found),
    )
    return [says.survey_line(trust.measure, _own(trust), _beside(trust)), change]


def speaks_against(found: Figures) -> str:
    """What the boroughs' newer figures say against London's change in trust; may be empty."""
    return early_signs.on_card(found.sign) if found.sign and found.sign.contradicts else ""


def _crime(found: Figures) -> list[str]:
    if found.crime is None or found.crimes is None:
        return []
    rate = _rate(found, found.crime, ALL)
    change = says.crime_change_line(
        three(found.crimes.change), three(found.crimes.london_change), found.crimes.why_no_change
    )
    return [*rate, change] if rate else []


def _rate(found: Figures, crime: CountProfile, group: str) -> list[str]:
    """The rate of a kind of crime; that of all crimes names the places it is compared with."""
    line = crime.of(group)
    if not (line and line.rate and line.london_rate):
        return []
    what, among = ("crimes", found.alike) if group == ALL else (offences_noun(group, ALL), "")
    rates = line.rate.estimate, line.london_rate.estimate
    return [says.crime_line(what, *rates, line.standing, crime.end, among)]


def _outcomes(found: Figures, *groups: str) -> list[str]:
    if found.outcomes is None:
        return []
    lines = []
    for group in groups:
        line = found.outcomes.of(group)
        if line is not None:
            said = says.outcome_line(
                offences_noun(group, ALL),
                line.rate.estimate if line.rate else None,
                line.london_rate.estimate if line.london_rate else None,
                line.standing,
                found.outcomes.end,
            )
            recent = ripening.later(found.revisions) if group == ALL and line.rate else ""
            lines.append(f"{said} {recent}".rstrip())
    return lines


def _outcome_change(found: Figures) -> list[str]:
    whole = found.outcomes.of(ALL) if found.outcomes else None
    if whole is None:
        return []
    return [
        says.outcome_change_line(
            three(whole.change), three(whole.london_change), whole.why_no_change
        )
    ]


def caveats(found: Figures) -> list[str]:
    """What must be known about what is on screen."""
    said = []
    if found.survey:
        said.append(notes.survey_note(*survey_base(found.place.area_codes[0])))
        if any(one.is_transcription or one.own.is_transcription for one in found.survey):
            said.append(notes.STAR_NOTE)
    if found.sign:
        said.append(early_signs.short(found.sign))
    if found.place.is_command:
        said.append(notes.COMMAND)
    if found.crime and found.crime.population_year:
        said.append(notes.rates_note(found.crime.population_year))
        said += [one for one in [notes.across(found.crime.crossed, found.crime.crossed_on)] if one]
    if found.crime or found.outcomes:
        said.append(notes.spread_note(found.alike))
    if found.outcomes:
        said.append(notes.outcomes_note(found.outcomes.crossed, found.outcomes.crossed_on))
        said += [one for one in [ripening.revised(found.revisions)] if one]
    if "Westminster" in found.members:
        said.append(notes.VISITED)
    return said
