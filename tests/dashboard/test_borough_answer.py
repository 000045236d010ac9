"""The answer of a place: what each outcome is called, and what the page of every place says first."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from textwrap import wrap

import pytest

from dashboard.page import Text
from dashboard.subjects.borough import sentences
from dashboard.subjects.borough.figures import place as figures
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.borough.words import answer as words
from dashboard.subjects.borough.words import headline as headlines
from dashboard.subjects.borough.words import titles
from dashboard.words.measures import MEASURES
from datasets.schema import MPS
from tests.dashboard import page_reading

shown = partial(page_reading.shown, "borough")
MARCH, JUNE, AUGUST = date(2026, 3, 31), date(2026, 6, 1), date(2025, 8, 1)
BOROUGHS = "London's boroughs"


def answer_of(page):
    """The lines of the answer on a page: those above its first chart, and other answers below it."""
    topics = (words.TRUST, *words.BENEATH)
    texts = [
        one.markdown
        for one in page.all_of(Text)
        if one.markdown.startswith(tuple(f"- **{topic}:**" for topic in topics))
    ]
    return [
        line.removeprefix("- ").replace("**", "") for text in texts for line in text.split("\n")
    ]


# Each outcome


ORDINARY = "could be ordinary variation between boroughs"


@pytest.mark.parametrize(
    ("change", "not_among", "said"),
    [
        ((4, -4, 12), 0, "Up 4 points since the Review, too few interviews to be sure"),
        ((-1, -8, 6), 0, "Down 1 point since the Review, too few interviews to be sure"),
        (
            (-22, -29, -15),
            0,
            "Down 22 points since the Review, too big to be chance",
        ),
        ((9, 1.5, 16.5), 0, "Up 9 points since the Review, too big to be chance"),
        (
            (9, 1.5, 16.5),
            32,
            "Up 9 points since the Review; could be chance: with 32 boroughs, some move this much by luck",
        ),
        ((0.3, -7, 7), 0, "As at the Review; too few interviews to see a small change"),
    ],
)
def test_a_change_in_trust_is_called_what_it_is(change, not_among, said):
    own = words.Trust(64, MARCH, change, not_among)
    assert words.trust_sentence(own) == f"64% (year to March 2026). {said}."


def test_trust_without_a_change_or_a_figure():
    own = words.Trust(64, MARCH, why_no_change="the two years share interviews")
    assert words.trust_sentence(own) == (
        "64% (year to March 2026). No change since the Review is given: the two years share interviews."
    )
    assert words.no_trust("Lambeth").startswith("no figure is published for Lambeth")


@pytest.mark.parametrize(
    ("crimes", "burglaries", "said"),
    [
        (
            (0.5, -1, 1.9),
            (-10.3, -15.9, -4.3),
            "about the same as last year (0%); burglary down 10%",
        ),
        ((-15.1, -15.9, -14.2), (-15, -19.3, -10.4), "down 15% on last year; burglary down 15%"),
        ((-2.3, -4.4, -0.1), (11.3, 0.6, 23.3), "down 2.3% on last year; burglary up 11%"),
        (
            (3.3, 1.7, 4.9),
            (6.1, -0.8, 13.4),
            "up 3% on last year; burglary up 6%, which could be chance",
        ),
        (
            (0.9, -0.2, 1.9),
            (0.3, -3.8, 4.6),
            "about the same as last year (+1%); burglary about the same (0%)",
        ),
        ((3.1, 2.1, 4.2), (0.8, -3.1, 4.7), "up 3% on last year; burglary about the same (+1%)"),
        ((6, -1, 13), None, "up 6% on last year, which could be chance"),
        (
            (0.5, -1, 1.9),
            (0.2, -20, 25),
            "about the same as last year (0%); burglary no clear change (0%)",
        ),
    ],
)
def test_a_change_in_crime_is_called_what_it_is(crimes, burglaries, said):
    assert words.crime_sentence(crimes, burglaries, JUNE) == f"{said} (year to June 2026)."


def test_crime_without_a_change():
    assert words.crime_sentence(None, None, JUNE, "the 12 months before are not all held") == (
        "no change on last year is given (year to June 2026): the 12 months before are not all held."
    )


@pytest.mark.parametrize(
    ("here", "london", "standing", "said"),
    [
        (3.8, 5.6, "within", f"about 4 in 100, lower than London's 6; {ORDINARY}"),
        (8.1, 5.6, "within", f"about 8 in 100, higher than London's 6; {ORDINARY}"),
        (4.9, 5.6, "within", "about 5 in 100, London 6; no clear difference"),
        (6.3, 5.6, "within", "about 6 in 100, as in London"),
        (9.1, 5.6, "above_95", "about 9 in 100, London 6; higher than usual among London's boroughs"),
        (12, 5.6, "above_998", "about 12 in 100, London 6; far higher than usual among London's boroughs"),
        (3.4, 5.6, "below_95", "about 3 in 100, London 6; lower than usual among London's boroughs"),
        (0.3, 5.6, "below_998", "under 1 in 100, London 6; far lower than usual among London's boroughs"),
        (5.6, None, "", "about 6 in 100"),
        (None, 5.6, "", "too few burglaries to say"),
    ],
)  # fmt: skip
def test_burglaries_solved_are_told_by_the_hundred(here, london, standing, said):
    rates = (None if here is None else (here, here - 0.9, here + 0.9)), (london, 5.5, 5.7)
    sentence = words.solved_sentence(
        rates[0], None if london is None else rates[1], standing, AUGUST, BOROUGHS
    )
    assert sentence == f"{said} (year to August 2025)."


CRIMES, RATE = (0.5, -1, 1.9), (3.8, 2.9, 4.7)


def test_the_headline_answers_what_is_asked_of_trust_crime_and_burglaries():
    own = words.Trust(64, MARCH, (4, -4, 12))
    assert headlines.headline("Lambeth", own, CRIMES, RATE) == (
        "Lambeth: 64% trust the Met; crime steady; 4 in 100 burglaries solved"
    )
    assert headlines.headline("X", own, CRIMES, RATE) == (
        "X: 64% trust the Met; crime about the same; 4 in 100 burglaries solved"
    )
    assert headlines.headline("X", own, (6, -1, 13), None) == (
        "X: 64% trust the Met; no clear change in crime"
    )
    assert headlines.headline("Kensington and Chelsea", own, (-6.2, -8, -4), RATE) == (
        "Kensington and Chelsea: trust 64%; crime −6%; 4 in 100 burglaries solved"
    )
    assert headlines.headline("X", words.Trust(64, MARCH)) == "X: 64% trust the Met"
    assert headlines.headline("X", None, CRIMES) == "X: recorded crime about the same as last year"
    assert headlines.headline("X", None, CRIMES, RATE) == (
        "X: crime about the same; 4 in 100 burglaries solved"
    )
    assert headlines.headline("X", None) == "X"


def test_the_headline_says_whether_trust_has_clearly_moved():
    fell = words.Trust(62, MARCH, (-22, -29, -15))
    assert headlines.headline("Hillingdon", fell) == (
        "Hillingdon: 62% trust the Met, 22 points down since the Review"
    )
    assert headlines.headline("Hillingdon", fell, CRIMES, RATE) == (
        "Hillingdon: trust fell to 62%; crime steady; 4 in 100 burglaries solved"
    )
    by_luck = words.Trust(71, MARCH, (9, 1.5, 16.5), 32)
    assert headlines.headline("Ealing", by_luck) == "Ealing: 71% trust the Met"


@pytest.mark.parametrize("change", [(-22, -29, -15), (4, -4, 12), None])
def test_a_share_that_is_an_unusual_step_never_leads(change):
    own = words.Trust(62, MARCH, change, unusual_from=75)
    assert headlines.headline("Hillingdon", own, (3.1, 2, 4), RATE) == (
        "Hillingdon: crime up 3%; 4% of burglaries solved; trust 62%, not checked"
    )
    assert headlines.headline("Central South command", own, CRIMES, RATE) == (
        "Central South command: crime about the same; 4 in 100 burglaries solved"
    )
    assert (
        headlines.headline("X", own) == "X: 62% trust the Met, not checked"
    )  # nothing else is held
    assert headlines.beneath(own).startswith("Trust: year to March 2026. Unusual: 75% half a year")


def test_no_unusual_share_leads_a_place_or_what_is_passed_on():
    seen = 0
    for place in profile.profile_places().values():
        found = figures.Figures(place)
        unusual = {one.measure for one in found.survey if one.own.unusual_from is not None}
        headline, beneath = sentences.headline(found), sentences.beneath(found)
        assert "good job" not in headline
        for line in found.survey[1:]:
            if line.measure in unusual:
                assert (
                    headlines.also(line.measure, line.own.share.estimate, (0, 0, 0))[:10]
                    not in beneath
                )
        for said in (
            headline.removeprefix(f"{place.title}: "),
            sentences.shared(found),
            sentences.in_one(found),
        ):
            if "trust" in unusual:
                seen += 1
                assert said.startswith(
                    ("crime ", "Recorded crime: ", f"{place.title}. Recorded crime: ")
                ), said
            else:
                assert said.startswith(
                    (
                        "trust ",
                        f"{found.trust.own.share.estimate:.0f}% trust",
                        "Trust in the Met: ",
                        f"{place.title}. Trust in the Met: ",
                    )
                ), said
    assert seen


def test_a_parts_title_tells_what_fell_and_rose_most():
    changes = [
        ("Burglary", (-10.3, -16, -4)),
        ("Sexual offences", (11, 2, 20)),
        ("Theft", (2, -1, 4)),
    ]
    assert titles.crime(changes) == "Recorded crime: burglary down 10%, sexual offences up 11%"
    assert titles.crime(changes[:1]) == "Recorded crime: burglary down 10%"
    assert titles.crime(changes[2:]) == "Recorded crime by kind: no clear change on last year"
    assert titles.crime([("Burglary", None)]) == "Recorded crime by kind"
    assert (
        titles.solved((8.4, 8.1, 8.7), (8.7, 8.7, 8.8)) == "Crimes solved: 8.4 in 100, London 8.7"
    )
    assert titles.solved(None, None) == "Crimes solved"


# Each place


@pytest.mark.parametrize(
    ("area", "headline", "lines"),
    [
        (
            "E09000022",
            "Lambeth: 64% trust the Met; crime steady; 4 in 100 burglaries solved",
            [
                "Trust in the Met: 64% (year to March 2026*). Up 4 points since the Review, down 5 in a year: both "
                "could be chance.",
                "Recorded crime: about the same as last year (0%); violence up 8%, sexual offences up 11%; "
                "vehicle offences down 11%, burglary down 10% (year to June 2026).",
                "Burglaries solved: about 4 in 100, lower than London's 6; could be ordinary variation "
                "between boroughs (year to August 2025).",
                "Other answers: local confidence down 16 points since the Review, too big to be chance, if the "
                "figures are right. Unusual: local confidence 42% half a year before. Read off MOPAC's dashboard "
                "by others; not checked with MOPAC.",
                "Crime in the newest month: 3,765 in June 2026, above the usual 2,854 to 3,566.",
                "On burglaries solved: not compared with the year before. Figures so new were later revised "
                "down by 5 to 8%.",
            ],
        ),
        (
            "E09000017",
            "Hillingdon: crime up 3%; 6% of burglaries solved; trust 62%, not checked",
            [
                "Trust in the Met: 62% (year to March 2026*). Down 22 points since the Review, down 16 in a year: "
                "both too big to be chance, if right.",
                "Recorded crime: up 3% on last year; violence up 6%, sexual offences up 11%; burglary down 4%, "
                "which could be chance (year to June 2026).",
                "Burglaries solved: about 6 in 100, as in London (year to August 2025).",
                "Other answers: local confidence down 28 points and fair treatment down 28 since the Review, "
                "both too big to be chance, if the figures are right. Unusual: local confidence 45% and fair "
                "treatment 69% half a year before. Read off MOPAC's dashboard by others; not checked with MOPAC.",
                "On burglaries solved: not compared with the year before. Figures so new were later revised "
                "down by 5 to 8%.",
            ],
        ),
        (
            "E09000031",
            "Waltham Forest: trust 71%; crime down 7%; 9 in 100 burglaries solved",
            [
                "Trust in the Met: 71% (year to March 2026*). Up 9 points since the Review, up 1 in a year: both "
                "could be chance.",
                "Recorded crime: down 7% on last year; violence up 5%, sexual offences up 21%; theft down 10%, "
                "burglary down 9% (year to June 2026).",
                "Burglaries solved: about 9 in 100, London 6; higher than usual among London's boroughs (year "
                "to August 2025).",
                "Other answers: fair treatment up 14 points since the Review, too big to be chance.",
                "On burglaries solved: not compared with the year before. Figures so new were later revised "
                "down by 5 to 8%.",
            ],
        ),
        (
            "command-central-south",
            "Central South command: crime about the same; 4 in 100 burglaries solved",
            [
                "Trust in the Met: 62% (year to March 2026*). As at the Review; down 5 points in a year, too big "
                "to be chance, if right.",
                "Recorded crime: about the same as last year (−1%); violence up 9%; theft down 2%, burglary down "
                "10% (year to June 2026).",
                "Burglaries solved: about 4 in 100, London 6; lower than usual among the Met's commands (year "
                "to August 2025).",
                "Other answers: local confidence down 14 points since the Review, too big to be chance, if the "
                "figures are right. Unusual: local confidence 42% half a year before. Read off MOPAC's dashboard "
                "by others; not checked with MOPAC.",
                "On burglaries solved: not compared with the year before. Figures so new were later revised "
                "down by 5 to 8%.",
            ],
        ),
        (
            MPS,
            "London: trust rose to 74%; crime down 2.2%; 6 in 100 burglaries solved",
            [
                "Trust in the Met: 74% (year to September 2025*). Up 3 points since the Review, up 2 in a year: "
                "both too big to be chance.",
                "Recorded crime: down 2.2% on last year; burglary down 5% (year to June 2026).",
                "Burglaries solved: about 6 in 100 (year to August 2025).",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_some_places(area, headline, lines):
    page = shown(area=area)
    assert (page.headline, answer_of(page)) == (headline, lines)


def test_what_is_said_of_every_place_agrees_with_its_figures():
    for place in profile.profile_places().values():
        found = figures.Figures(place)
        said_of = dict(sentences.answer(found))
        trust, crimes, solved = (
            said_of[topic] for topic in (words.TRUST, words.CRIME, words.SOLVED)
        )
        own, change = found.trust.own, found.trust.own.change
        assert trust.startswith(f"{own.share.estimate:.0f}%"), place.title
        assert f" (year to {own.end:%B %Y}*). " in trust
        is_clear = change.excludes_zero and not found.trust.not_among
        on_year = own.on_year.excludes_zero and not found.trust.on_year_not_among
        assert trust.count("too big to be chance") == is_clear + on_year - (is_clear and on_year)
        assert ("both too big" in trust) == (is_clear and on_year), place.title
        notes = " ".join(sentences.trust_notes(found))
        assert ("some move this much by luck" in notes) == bool(found.trust.not_among), place.title
        for line in found.survey[1:]:
            moved = line.own.change
            is_other = moved is not None and moved.excludes_zero and not line.not_among
            topic = MEASURES[line.measure].topic
            other = said_of.get(words.OTHERS, "")
            assert (topic in other) == is_other, (place.title, other)
            if is_other:
                way = "up" if moved.estimate > 0 else "down"
                assert f"{topic} {way} {abs(moved.estimate):.0f}" in other
        if round(change.estimate):
            way = "up" if change.estimate > 0 else "down"
            assert f"{abs(change.estimate):.0f} point" in trust, place.title
            assert re.search(rf"\b{way} \d+ points? since the Review", trust, re.IGNORECASE)
        clear = [one for one in found.crime.lines[1:] if one.change and one.change.excludes_zero]
        for way, is_up in (("up", True), ("down", False)):
            went = [one for one in clear if (one.change.estimate > 0) is is_up]
            assert len(re.findall(rf"[a-z] {way} \d", crimes.partition(";")[2])) >= min(
                len(went), 2
            )
        burglary = re.search(r"burglary ([^;(]*(?:\([^y)]*\))?)", crimes)
        pairs = [(found.crimes, crimes.partition(";")[0])]
        pairs += [(found.crime.of("Burglary"), burglary[1])] if burglary else []
        for line, said in pairs:
            is_said_clear = not re.search("the same|chance|no clear", said)
            assert is_said_clear == line.change.excludes_zero, (place.title, crimes)
            if is_said_clear:
                assert ("up" if line.change.estimate > 0 else "down") in said, (place.title, crimes)
                [size] = re.findall(r"(\d[\d.]*)%", said)
                assert float(size) == pytest.approx(abs(line.change.estimate), abs=0.5)
        rate = found.outcomes.of("Burglary").rate.estimate
        assert solved.startswith(f"about {rate:.0f} in 100, "), place.title
        for sentence in (trust, crimes, *solved.split(". ")):
            assert len(f"Trust in the Met: {sentence}".split()) <= 30, sentence


def test_a_change_on_the_year_before_leads_where_it_alone_is_clear():
    fell = {"on_year": (-11, -18.6, -3.4)}
    own = words.Trust(59, MARCH, (-3, -10.8, 4.8), **fell)
    assert headlines.headline("Hackney", own) == (
        "Hackney: 59% trust the Met, 11 points down in a year"
    )
    assert words.trust_sentence(own) == (
        "59% (year to March 2026). Down 3 points since the Review (could be chance); down 11 in a year, too "
        "big to be chance."
    )
    by_luck = words.Trust(59, MARCH, (-3, -10.8, 4.8), on_year_not_among=32, **fell)
    assert headlines.headline("Hackney", by_luck) == "Hackney: 59% trust the Met"


def test_years_that_share_interviews_are_not_compared_as_though_they_did_not():
    found = figures.Figures(profile.profile_places()["E09000022"])
    # 69 in the year to March 2025, 64 in the year to March 2026
    assert round(found.trust.own.on_year.estimate) == -5
    assert sentences.trust_notes(found)[4] == (
        "Trust was 70% in the year to September 2025, and is 64% in the year to March 2026. The two years "
        "share 6 months, so whether that is chance cannot be tested."
    )


def test_every_headline_has_room_on_three_lines_of_a_phone():
    for place in profile.profile_places().values():
        assert len(wrap(shown(area=place.id).headline, 24)) <= 3, place.title


# What is typed


@pytest.mark.parametrize(
    ("typed", "headline"),
    [
        ("lambeth", "Lambeth: 64%"),
        ("Barking & Dagenham", "Barking and Dagenham: trust 76%"),
        ("City of Westminster", "Westminster: crime −15%"),
        ("central south", "Central South command: crime"),
        ("Central South command", "Central South command: crime"),
        ("London", "London: trust rose to 74%"),
        ("London as a whole", "London: trust rose to 74%"),
        ("the city of london", "City of London: another police force"),
        ("Aviation", "The airports: no figures of their own"),
        ("heathrow", "The airports: no figures of their own"),
    ],
)
def test_a_place_is_taken_as_it_is_typed(typed, headline):
    page = shown(area=typed)
    assert page.headline.startswith(headline)
    assert not page.ignored


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lambth", "Did you mean [Lambeth](/borough?area=Lambeth)?"),
        (
            "King",
            "Did you mean [Kingston upon Thames](/borough?area=Kingston+upon+Thames)?",
        ),
        (
            "Brixton",
            "Yours is the council that your council tax bill comes from. Or choose it on the map.",
        ),
    ],
)
def test_what_is_no_place_is_told_with_the_nearest_names(typed, meant):
    page = shown(area=typed)
    assert page.headline == f"No borough is called “{typed}”"
    assert meant in page_reading.everything(page)
    assert not page.ignored  # the page itself has said so


@pytest.mark.parametrize("typed", ["SW9 8HE", "sw98he", "SE1", "EC1A 1BB"])
def test_postcodes_are_said_not_to_be_known_with_the_map_open(typed):
    page = shown(area=typed)
    assert page.headline == "This site does not know postcodes: choose a borough"
    assert (
        "Yours is the council that your council tax bill comes from. Or choose it on the map."
        in page_reading.everything(page)
    )
    assert [one for one in page.all_of(page_reading.Piece) if one.template == "tiles"]


def test_the_city_leads_to_the_promises_of_its_own_police():
    links = [one.address for one in shown(area=profile.CITY).all_of(page_reading.PageLink)]
    assert "/commitments?owner=city" in links


def test_the_box_offers_every_place_by_name():
    for address in ({}, {"area": "E09000022"}, {"area": "Brixton"}, {"area": profile.CITY}):
        [box] = [
            one for one in shown(**address).all_of(page_reading.Piece) if one.template == "search"
        ]
        offered = box.values["places"]
        assert len(offered) == len(set(offered)) == 32 + 12 + 2
        assert {"Lambeth", "Central South command", "City of London", "London as a whole"} <= set(
            offered
        )


def test_each_name_in_the_box_leads_to_its_place():
    [box] = [one for one in shown().all_of(page_reading.Piece) if one.template == "search"]
    for name in box.values["places"]:
        assert shown(area=name).headline.startswith(f"{name.removesuffix(' as a whole')}: "), name


VIOLENCE, SEXUAL = ("Violence against the person", (8, 5, 11)), ("Sexual offences", (11, 4, 18))
VEHICLES, ROBBERY = ("Vehicle offences", (-11, -14, -8)), ("Robbery", (-6.4, -12, -0.5))
BURGLARY, THEFT = ("Burglary", (-10.3, -15.9, -4.3)), ("Theft", (1, -2, 4))


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (
            [VIOLENCE, THEFT, VEHICLES, ROBBERY, SEXUAL, BURGLARY],
            "violence up 8%, sexual offences up 11%; vehicle offences down 11%, burglary down 10%",
        ),
        ([THEFT, BURGLARY], "burglary down 10%"),
        ([VIOLENCE, BURGLARY], "violence up 8%; burglary down 10%"),
    ],
)
def test_clear_rises_stand_beside_falls_and_burglary_always(kinds, said):
    found = words.crime_sentence((0.5, -1, 1.9), BURGLARY[1], JUNE, "", kinds)
    assert found == f"about the same as last year (0%); {said} (year to June 2026)."


def test_the_line_beneath_says_what_else_clearly_changed():
    assert headlines.also("good_job_local", 32, (-16, -24, -8)) == (
        "32% say “good job” locally, down from 48% at the Review."
    )
    assert headlines.also("relied_on", 50, (-9, -15, -3)).endswith(
        " down 9 points since the Review."
    )
    own = words.Trust(75, MARCH, (5, -2, 12), is_read_off=True)
    assert headlines.beneath(own, "58% say “good job” locally.") == (
        "Trust: year to March 2026*, from MOPAC's dashboard (unofficial copy). 58% say “good job” locally."
    )
    places = profile.profile_places()
    enfield, lambeth = (figures.Figures(places[one]) for one in ("E09000010", "E09000022"))
    assert sentences.beneath(enfield).endswith(
        "58% say “good job” locally, up from 45% at the Review."
    )
    assert "good job" not in sentences.beneath(lambeth)  # an unusual step, with its warning below
    assert "Unusual: local confidence 42%" in dict(sentences.answer(lambeth))[words.OTHERS]
