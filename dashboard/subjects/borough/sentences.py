"""What the page says of one place: its headline and answer, the sentences of each part, what must be known."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.figures.places import ALL
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.borough.figures.crime import CountLine, CountProfile
from dashboard.subjects.borough.figures.place import IN_SENTENCES, Figures, three
from dashboard.subjects.borough.figures.profile import Newest, SurveyLine
from dashboard.subjects.borough.words import answer as answers
from dashboard.subjects.borough.words import headline as headlines
from dashboard.subjects.borough.words import notes
from dashboard.subjects.borough.words import profile as says
from dashboard.subjects.crime.figures.signal import monthly_signal
from dashboard.subjects.trust.figures.interviews import survey_base
from dashboard.words import early_signs, ripening
from dashboard.words.capitals import first_small
from dashboard.words.crime import offences_noun
from dashboard.words.intervals import Three
from dashboard.words.measures import MEASURES
from dashboard.words.numbers import listed

BURGLARY = "Burglary"
_SHARED = 6
"""Months that the newest year of the survey shares with the one that ended as many before it."""
Said = tuple[str, str]
"""What a sentence of the answer is about, and the sentence."""


# The answer


def headline(found: Figures) -> str:
    """The sentence that the page leads with."""
    crimes = three(found.crimes.change) if found.crimes else None
    trust = _own(found.trust) if found.trust else None
    return headlines.headline(found.place.title, trust, crimes, _burglaries_solved(found)[0])


def beneath(found: Figures) -> str:
    """The line under the headline: the year of its share, any unusual step, what else clearly changed.

    Of other questions it has the largest change whose share is of the same year and no unusual step; where
    there is one, it stands with its warning among the other answers.
    """
    if found.trust is None:
        return ""
    own = _own(found.trust)
    usual = {
        line.measure
        for line in found.survey
        if line.own.unusual_from is None and _own(line).year == own.year
    }
    also = [headlines.also(*one) for one in _clear(found) if one[0] in usual]
    return headlines.beneath(own, *also[:1])


def _burglaries_solved(found: Figures) -> tuple[Three | None, Three | None]:
    """Rates of burglaries solved here and in London; None on too few, or where none are held."""
    solved = found.outcomes.of(BURGLARY) if found.outcomes else None
    return (None, None) if solved is None else _rates(solved)


def _unusual(found: Figures) -> list[tuple[str, float]]:
    """Topic, and share half a year before, of the other questions that are an unusual step."""
    clear = {one for one, _, _ in _clear(found)}
    return [
        (MEASURES[line.measure].topic, line.own.unusual_from)
        for line in found.survey
        if line.measure in clear and line.own.unusual_from is not None
    ]


def _others(found: Figures) -> list[answers.Other]:
    """Other questions of the survey that clearly changed since the Review, the largest change first."""
    return [(MEASURES[measure].topic, change) for measure, _, change in _clear(found)]


def _clear(found: Figures) -> list[tuple[str, float, Three]]:
    """The same by measure, with the share that it is now, per cent."""
    held = [(one.measure, _own(one)) for one in found.survey if one is not found.trust]
    clear = [
        (measure, own.pct, own.change)
        for measure, own in held
        if own.change is not None and own.is_clear
    ]
    return sorted(clear, key=lambda one: -abs(one[2][0]))


def answer(found: Figures) -> list[Said]:
    """What a reader asks first: trust, recorded crime and burglaries solved; of what is held."""
    said = []
    if "public_attitudes" not in found.missing:
        trust = found.trust
        sentence = answers.trust_sentence(_own(trust)) if trust else ""
        said.append((answers.TRUST, sentence or answers.no_trust(found.place.name)))
    if others := _other_answers(found):
        said.append((answers.OTHERS, others))
    if found.crime and found.crimes:
        burglary = found.crime.of(BURGLARY)
        sentence = answers.crime_sentence(
            three(found.crimes.change),
            three(burglary.change) if burglary else None,
            found.crime.end,
            found.crimes.why_no_change,
            _kinds(found.crime),
        )
        said.append((answers.CRIME, sentence))
        said += _month(found)
    if found.outcomes and (solved := found.outcomes.of(BURGLARY)):
        sentence = answers.solved_sentence(
            *_rates(solved),
            solved.standing,
            found.outcomes.end,
            _among(found),
        )
        said.append((answers.SOLVED, sentence))
        age = answers.age_sentence(solved.why_no_change, ripening.revised_short(found.revisions))
        said += [(answers.AGE, age)] if age else []
    return said


def _other_answers(found: Figures, *, in_short: bool = False) -> str:
    """What other questions of the survey clearly changed; empty where none did."""
    others = _others(found)
    if not others:
        return ""
    year = _year_of_others(found)
    return answers.others_sentence(others, year, _unusual(found), in_short=in_short)


def _month(found: Figures) -> list[Said]:
    """The newest month of recorded crime where it lies outside its usual range; of a borough."""
    if found.crime is None or found.place.is_command:
        return []
    signal = ask(monthly_signal, found.place.id, ALL, ALL, found.crime.end)
    if signal is None or not signal.is_outside:
        return []
    newest = signal.last
    figures = newest["value"], newest["lower"], newest["upper"]
    return [(answers.MONTH, answers.month_sentence(*figures, newest["date"]))]


def _kinds(crime: CountProfile) -> list[tuple[str, Three]]:
    """The change of every kind of crime, the one with most offences first."""
    kinds = sorted(crime.lines[1:], key=lambda line: -line.count)
    return [(line.group, change) for line in kinds if (change := three(line.change)) is not None]


def london_answer(found: Figures) -> tuple[str, list[Said]]:
    """Headline and answer of London as a whole, from what the page of any place holds of it."""
    said, headed, crimes = [], None, None
    if found.trust:
        headed = _london(found.trust)
        said.append((answers.TRUST, answers.trust_sentence(headed)))
    if found.crime and found.crimes:
        crimes, burglary = three(found.crimes.london_change), found.crime.of(BURGLARY)
        burglaries = three(burglary.london_change) if burglary else None
        why_not = found.crimes.why_no_change
        sentence = answers.crime_sentence(crimes, burglaries, found.crime.end, why_not)
        said.append((answers.CRIME, sentence))
    rate = None
    if found.outcomes and found.outcomes.of(BURGLARY):
        rate = _burglaries_solved(found)[1]
        sentence = answers.solved_sentence(rate, None, "", found.outcomes.end, "")
        said.append((answers.SOLVED, sentence))
    return headlines.headline("London", headed, crimes, rate), said


def meanings(found: Figures, *, is_london: bool = False) -> str:
    """What the words and marks of the answer mean."""
    is_command = found.place.is_command and not is_london
    said = [says.members_line(found.members)] if is_command else []
    said += [answers.SOLVED_MEANS] if found.outcomes else []
    trust = found.trust
    if trust and (trust.london_own if is_london else trust.own).is_transcription:
        said.append(answers.STAR)
    return " ".join(said)


def marks(found: Figures) -> str:
    """The same on the first screen, without what its part and the line under the headline say."""
    said = meanings(found)
    for one in (answers.SOLVED_MEANS, answers.STAR):
        said = said.replace(one, "")
    return " ".join(said.split())


def in_one(found: Figures) -> str:
    """The answer in one paragraph, as a paper has it: it says below how old figures are, and what solved means."""
    left_out = (answers.AGE, answers.MONTH)
    said = [(topic, sentence) for topic, sentence in answer(found) if topic not in left_out]
    return " ".join([*_unchecked_last(found, said), marks(found)]).rstrip()


def of_picture(found: Figures) -> str:
    """The same with its place: how far figures as new were revised is said of today, not of the dates shown."""
    return f"{found.place.title}. {in_one(found)}"


def shared(found: Figures) -> str:
    """The answer to pass on: without the newest month, and without why burglaries solved have no change."""
    said = []
    for topic, sentence in answer(found):
        if topic == answers.OTHERS:
            said.append((topic, _other_answers(found, in_short=True)))
        elif topic not in (answers.AGE, answers.MONTH):
            said.append((topic, sentence))
    revised = ripening.revised_short(found.revisions) if found.outcomes else ""
    told = [f"{found.place.title}.", *_unchecked_last(found, said), revised, meanings(found)]
    return " ".join(filter(None, told))


def _unchecked_last(found: Figures, said: list[Said]) -> list[str]:
    """Sentences with what each is on; those on the survey after the others where trust is an unusual step."""
    of_survey = (answers.TRUST, answers.OTHERS)
    if found.trust and found.trust.own.unusual_from is not None:
        said = sorted(said, key=lambda one: one[0] in of_survey)
    return [f"{topic}: {sentence}" for topic, sentence in said]


def _own(line: SurveyLine) -> answers.Trust:
    """The place's newest share of a measure."""
    return _trust(line.own, line.not_among, line.on_year_not_among)


def _london(line: SurveyLine) -> answers.Trust:
    return _trust(line.london_own)


def _trust(one: Newest, not_among: int = 0, on_year_not_among: int = 0) -> answers.Trust:
    return answers.Trust(
        one.share.estimate,
        one.end,
        three(one.change),
        not_among,
        one.is_transcription,
        one.why_no_change,
        three(one.on_year),
        on_year_not_among,
        one.unusual_from,
    )


def _year_of_others(found: Figures) -> str:
    """The years of the other questions that clearly changed; empty where trust's is theirs, too."""
    clear = {_own(one).year for one in found.survey if _own(one).is_clear}
    named = {_own(found.trust).year} if found.trust else set()
    return listed(sorted(clear - named))


def _rates(line: CountLine) -> tuple[Three | None, Three | None]:
    """Its rate here and in London."""
    return three(line.rate), three(line.london_rate)


def _among(found: Figures) -> str:
    return says.among(found.place.is_command)


# The parts


def opinions(found: Figures) -> list[str]:
    """Other questions of the survey, a sentence each."""
    return [
        says.survey_line(one.measure, _own(one), _beside(one))
        for one in found.survey
        if one.measure in IN_SENTENCES[1:]
    ]


def _beside(line: SurveyLine) -> says.Beside:
    return says.Beside(line.here.estimate, line.london.estimate, line.end, line.standing)


def crimes(found: Figures) -> list[str]:
    """Rates of all crimes and of burglaries, and the change of all crimes."""
    if found.crime is None or found.crimes is None:
        return []
    change = says.crime_change_line(
        three(found.crimes.change), three(found.crimes.london_change), found.crimes.why_no_change
    )
    return [
        *_rate(found, found.crime, ALL),
        *_rate(found, found.crime, BURGLARY),
        change,
    ]


def _rate(found: Figures, crime: CountProfile, group: str) -> list[str]:
    line = crime.of(group)
    here, london = _rates(line) if line else (None, None)
    if line is None or here is None or london is None:
        return []
    what = "crimes" if group == ALL else offences_noun(group, ALL)
    return [says.crime_line(what, here, london, line.standing, crime.end, _among(found))]


def solved(found: Figures) -> list[str]:
    """Rates of all crimes and of burglaries solved, how far such rates were revised, and their change."""
    if found.outcomes is None:
        return []
    end, lines = found.outcomes.end, []
    for group in (ALL, BURGLARY):
        if line := found.outcomes.of(group):
            noun = offences_noun(group, ALL)
            lines.append(says.outcome_line(noun, *_rates(line), line.standing, end, _among(found)))
    if whole := found.outcomes.of(ALL):
        changes = three(whole.change), three(whole.london_change)
        lines.append(says.outcome_change_line(*changes, whole.why_no_change))
    return [*lines, *filter(None, [ripening.revised_short(found.revisions)])]


def speaks_against(found: Figures) -> str:
    """What the boroughs' newer figures say against London's change in trust; may be empty."""
    return early_signs.on_card(found.sign) if found.sign and found.sign.contradicts else ""


# What must be known


def trust_notes(found: Figures) -> list[str]:
    """What must be known of the survey's figures, those of trust first."""
    if not found.survey:
        return []
    trust, said = found.trust, []
    basis = notes.survey_notes(*survey_base(found.place.area_codes[0]))
    if trust:
        said += [_beside(trust).sentence]
    said += basis[:1]
    if trust:
        said.append(
            says.survey_change_line(
                _own(trust),
                _london(trust),
                trust.own.why_no_change,
                trust.london_own.why_no_change,
                speaks_against(found),
            )
        )
    if any(one.is_transcription or one.own.is_transcription for one in found.survey):
        said.append(notes.STAR_NOTE)
    if trust:
        said += _quarters(found, trust)
    said += [f"London: {first_small(one)}" for one in london_sign(found)[:1]]
    said += london_sign(found)[1:]
    if found.place.is_command:
        said.append(notes.COMMAND)
    return [*said, *basis[1:]]


def _quarters(found: Figures, trust: SurveyLine) -> list[str]:
    """The share half a year before the newest, which a reader sees in the chart and nothing tests."""
    before = trust.own.end - pd.offsets.MonthEnd(_SHARED)
    shares = ask(profile.survey_lines, found.place.area_codes, "trust", found.known)
    held = shares.set_index("date")["value"].dropna()
    if before not in held or round(held[before]) == round(trust.own.share.estimate):
        return []
    return [
        notes.years_overlap(held[before], before, trust.own.share.estimate, trust.own.end, _SHARED)
    ]


def london_sign(found: Figures) -> list[str]:
    """The early sign for London, and how far it can be relied on."""
    one = found.sign
    return [] if one is None else [f"{early_signs.brief(one)}.", early_signs.short(one)]


def crime_notes(found: Figures) -> list[str]:
    """What must be known of recorded crime."""
    if not found.crime or not found.crime.population_year:
        return []
    said = [notes.rates_note(found.crime.population_year)]
    if "Westminster" in found.members:
        said.insert(0, notes.VISITED)
    crossed = notes.across(found.crime.crossed, found.crime.crossed_on)
    return [*said, *filter(None, [crossed]), *notes.spread_notes(found.alike)]


def solved_notes(found: Figures) -> list[str]:
    """What must be known of crimes solved."""
    if not found.outcomes:
        return []
    crossed = notes.across(found.outcomes.crossed, found.outcomes.crossed_on)
    revised = ripening.revised(found.revisions)
    said = [notes.OUTCOMES, *filter(None, [crossed, revised])]
    return said if found.crime else [*said, *notes.spread_notes(found.alike)]


def caveats(found: Figures) -> list[str]:
    """All that must be known, for the files."""
    return [*trust_notes(found), *crime_notes(found), *solved_notes(found)]


def paper_notes(found: Figures) -> tuple[str, ...]:
    """What changes how the figures of the briefing are read."""
    said = trust_notes(found)[1:2] if found.trust else trust_notes(found)[:1]
    said += [f"London: {first_small(one)}" for one in london_sign(found)[:1]]
    said += london_sign(found)[1:]
    if found.place.is_command:
        said.append(notes.COMMAND)
    of_crime = [one for one in crime_notes(found) if one != notes.DIFFER]
    return (*said, *of_crime, *solved_notes(found)[:1])
