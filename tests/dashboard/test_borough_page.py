"""My borough in each of its states, by what it says."""

from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine

from dashboard.page import SITE, Code, Fold, Text
from dashboard.subjects import registry
from dashboard.subjects.borough import files, picture, sentences, tables
from dashboard.subjects.borough.figures import place as figures
from dashboard.subjects.borough.figures import profile
from datasets import versions
from tests.dashboard import page_reading
from tests.dashboard.page_reading import cards

shown = partial(page_reading.shown, "borough")
LAMBETH, WESTMINSTER = "E09000022", "E09000033"


def everything(page):
    return f"{page_reading.everything(page)} {cards(page)}".replace("\\", "")


def captions(page):
    return [one.markdown for one in page.all_of(Text) if one.style in {"caption", "source"}]


def test_no_place_is_chosen_at_first():
    page = shown()
    assert page.headline == "My borough"
    text = everything(page)
    assert "Choose a borough" in text
    assert "/borough?area=E09000022" in text  # on the map
    assert "per 1,000" not in text


def test_a_borough():
    page = shown(area=LAMBETH)
    assert page.headline == (
        "Lambeth: 64% trust the Met, 4 points up since the Review (could be chance); 122 crimes per "
        "1,000 residents, 100 in London"
    )
    text = everything(page)
    for said in (
        "64% trust the Met (year to March 2026). Beside London, year to September 2025: 70%, London "
        "74%: no clear difference.",
        "32% say police do a good job locally (year to March 2026), 16 points down since the Review. "
        "Beside London, year to September 2025: 42%, London 46%: no clear difference.",
        "“*” marks a figure that was read off MOPAC's dashboard",
        "by the year to September 2025 (early sign against it: 70.6%, Mar 2026).",
        "An early sign for London in the year to March 2026: 70.6%",
        "122.1 crimes per 1,000 residents (London 100.3, year to June 2026): within the usual spread "
        "of the 32 boroughs.",
        "Crimes on the year before: 0% (−1 to +2), no clear change; London −2.2% (−2.5 to −1.9).",
        "8.4 positive outcomes per 100 offences (London 8.7, year to August 2025): within the usual "
        "spread. Later revisions: down 5 to 8%.",
        "the year before reaches back over “New crime recording system” (28 February 2024)",
        "not published by borough",
        "about 400 interviews a year in each borough",
        "Dashed: read off MOPAC's dashboard by a third party",
        "the newest to March 2026",
    ):
        assert said in text
    assert (
        "of the year to March 2026, read off MOPAC's dashboard by a third party. London: 74%"
        in text
    )
    assert (
        "Survey shares, newest that both have: year to September 2025, read off MOPAC's dashboard by a "
        "third party" in text
    )
    assert not page.notices
    assert "visitors, not only" not in text
    shared = page.all_of(Code)[0].text
    assert shared.startswith(
        "Lambeth: 64% trust the Met in the year to March 2026 (read off MOPAC's dashboard), 4 points up "
        "since the Review (could be chance); London 74% in the year to September 2025 (early sign, "
        "Mar 2026: 70.6%); 122 crimes"
    )
    assert len(shared.split(f" {SITE}/borough?area")[0]) < 340


def test_what_a_reader_asks_first_stands_first():
    found = figures.Figures(profile.profile_places()[LAMBETH])
    first, more = sentences.first(found), sentences.more(found)
    assert [one.split(" (")[0] for one in first] == [
        "64% trust the Met",
        "Trust in the Met since the Review",
        "122.1 crimes per 1,000 residents",
        "Crimes on the year before: 0%",
        "8.4 positive outcomes per 100 offences",
        "3.8 positive outcomes per 100 offences of burglary",
    ]
    assert [one.split(" (")[0] for one in more[:3]] == [
        "32% say police do a good job locally",
        "49% say police treat everyone fairly",
        "5.6 offences of burglary per 1,000 residents",
    ]
    assert not set(first) & set(more)
    assert [one.title for one in shown(area=LAMBETH).all_of(Fold)] == [
        *("More on this place", "Choose on a map", "All 5 questions"),
        *("All crimes and 7 kinds", "All crimes and 3 kinds", "Month by month"),
        "Offences, and how many ended with somebody charged, cautioned or otherwise dealt with",
    ]


def test_rates_per_resident_name_the_source_of_the_residents():
    said = captions(shown(area=LAMBETH))
    lines = [one for one in said if one.startswith("Source: Metropolitan Police Service, offences")]
    assert len(lines) == 1
    assert "Mid-year population estimates" in lines[0]
    command = captions(shown(area="command-central-south"))
    survey = next(one for one in command if one.startswith("Source: Mayor's Office"))
    assert "Mid-year population estimates" in survey  # its share is weighted by residents


def test_westminster_stands_apart_and_says_why():
    text = everything(shown(area=WESTMINSTER))
    assert "far above the usual spread of the 32 boroughs" in text
    assert "Westminster's victims are visitors, not only residents" in text


def test_a_command_is_made_of_its_boroughs():
    page = shown(area="command-central-south")
    assert page.headline.startswith(
        "Central South command: 62% trust the Met, no clear change since the Review"
    )
    text = everything(page)
    assert "A command of the Met: Lambeth and Southwark." in text
    assert "each counting by its residents" in text
    assert "of the 12 commands" in text


def test_the_city_has_its_own_police_and_no_figures_here():
    page = shown(area=profile.CITY)
    assert page.headline == "City of London: another police force"
    text = everything(page)
    assert "City of London Police" in text
    assert "trust the Met" not in text
    assert "1,000" not in text
    assert not page.ignored


def test_a_place_that_does_not_exist_is_named_and_none_is_shown():
    page = shown(area="E09000099")
    assert "E09000099" in page.ignored[0]
    assert page.headline == "My borough"


@pytest.mark.parametrize(
    ("table", "is_gone", "stays"),
    [
        ("public_attitudes", "trust the Met", "122.1 crimes"),
        ("recorded_offences", "crimes per 1,000", "8.4 positive outcomes"),
        ("population", "crimes per 1,000", "64% trust the Met"),
        ("crime_outcomes", "positive outcomes per 100 offences (", "122.1 crimes"),
    ],
)
def test_what_is_not_loaded_is_said_and_the_rest_stands(without, table, is_gone, stays):
    without(table)
    page = shown(area=LAMBETH)
    text = everything(page)
    assert "These figures are not loaded" in page.notices[0]
    assert is_gone not in text
    assert stays in text
    assert page.headline.startswith("Lambeth")


def test_without_any_table_the_page_says_so(without):
    without(*figures.TABLES)
    page = shown(area=LAMBETH)
    assert page.headline == "Lambeth"
    assert len(page.notices) == len(figures.TABLES)


def test_a_place_without_a_survey_figure(monkeypatch):
    monkeypatch.setattr(profile, "survey_profile", lambda *_: [])
    with versions.reading(""):
        page = registry.build("borough", {"area": [LAMBETH]})  # not the page that is kept
    text = everything(page)
    assert "No survey figure is published for Lambeth in a year that London has too." in text
    assert page.headline == "Lambeth: 122 crimes per 1,000 residents, 100 in London"
    assert "What people say" not in text


@time_machine.travel(datetime(2027, 6, 1, tzinfo=UTC))
def test_figures_that_are_overdue_are_said_to_be():
    said = captions(shown(area=LAMBETH))
    assert sum("Newer figures are overdue" in one for one in said) >= 3


def test_the_rows_of_the_tables():
    found = figures.Figures(profile.profile_places()[LAMBETH])
    trust, local, *_, relied = tables.survey_rows(found.survey, sentences.speaks_against(found))
    assert [cell.text for cell in trust] == [
        "Trust the Met",
        "64% (58 to 69) *",
        "74% (73 to 75) *",
        "−4 (−9 to +1) *",
        "+4 (−4 to +12)",
        "+3 (+2 to +4)",
    ]
    assert [cell.quiet for cell in trust] == [
        (),
        ("year to March 2026",),
        ("year to September 2025",),
        ("no clear difference", "70% and 74%, year to September 2025"),
        ("no clear change",),
        ("Early sign against it: 70.6%, Mar 2026",),
    ]
    assert local[-1].quiet == ()
    assert (relied[4].text, relied[4].quiet) == ("not given", ("the two years share interviews",))
    crimes = tables.crime_rows(found.crime.lines)[0]
    assert [cell.text for cell in crimes] == [
        "All crimes",
        "38,692",
        "122.1 (120.9 to 123.3)",
        "100.3 (100.1 to 100.6)",
        "within",
        "0% (−1 to +2)",
        "−2.2% (−2.5 to −1.9)",
    ]
    assert crimes[5].quiet == ("no clear change",)
    burglary = tables.outcome_rows(found.outcomes.lines)[-1]
    assert [cell.text for cell in burglary] == [
        *("Burglary", "73", "3.8 (3.0 to 4.7)", "5.6 (5.4 to 5.8)", "within"),
        *("not given", "not given"),
    ]
    assert {len(tables.CRIME_HEADINGS), len(tables.OUTCOME_HEADINGS)} == {len(crimes)}
    assert len(tables.SURVEY_HEADINGS) == len(trust)


def test_the_files_hold_what_is_on_screen():
    data = files.as_data(figures.Figures(profile.profile_places()[LAMBETH])).set_index("indicator")
    assert len(data) == 5 + 8 + 4
    trust, crimes = data.loc["trust"], data.loc["offences, all"]
    assert (trust["value"], trust["london"], trust["change"]) == (64, 74, 4)
    assert (trust["common_value"], trust["common_london"]) == (70, 74)
    assert round(trust["value_index"], 2) == round(100 * 70 / 74, 2)
    ends = [trust[f"{one}period_end"].strftime("%Y-%m") for one in ("", "london_", "common_")]
    assert ends == ["2026-03", "2025-09", "2025-09"]
    assert trust["source_id"] == "mopac_dashboard_transcription; mopac_pas_workbook"
    assert (crimes["count"], round(crimes["value"], 1)) == (38_692, 122.1)
    assert str(crimes["period_end"].date()) == "2026-06-30"
    assert data["area_id"].eq(LAMBETH).all()


def test_the_picture_holds_figures_of_both():
    drawn = picture.drawn(figures.Figures(profile.profile_places()[LAMBETH])).set_index("label")
    assert len(drawn) == 7
    crimes = drawn.loc["Crimes per 1,000 residents"]
    assert (crimes["here_words"], crimes["london_words"]) == ("122.1", "100.3")
    assert drawn.loc["Trust the Met", "here_words"] == "70%"


def test_every_source_of_the_figures_is_cited_once():
    found = figures.Figures(profile.profile_places()[LAMBETH])
    cited = figures.cited(found, "citation")
    assert len(cited) == len(set(cited)) == 6
    for part in ("MOPAC", "recorded crime", "ONS", "reduced by a student"):
        assert any(part in one for one in cited)
