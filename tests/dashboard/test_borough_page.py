"""My borough in each of its states, by what it says."""

from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine

from dashboard.charts import Look, change_dots
from dashboard.charts.units import PER_CENT_CHANGE
from dashboard.page import SITE, Code, Fold, Text
from dashboard.subjects import registry
from dashboard.subjects.borough import files, lines, picture, sentences, tables
from dashboard.subjects.borough.figures import place as figures
from dashboard.subjects.borough.figures import profile
from datasets import versions
from datasets.schema import MPS
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
    assert page.headline == "Your borough: is trust in the Met up, is crime, are burglaries solved?"
    text = everything(page)
    assert "choose one on the map" in text
    assert "/borough?area=E09000022" in text  # on the map
    ways = page_reading.links(page)
    assert ways["London as a whole"] == f"/borough?area={MPS}"
    assert ways["Central South command (Lambeth and Southwark)"] == (
        "/borough?area=command-central-south"
    )
    assert len(ways) == 13
    assert "per 1,000" not in text


def test_a_borough():
    page = shown(area=LAMBETH)
    assert page.headline == "Lambeth: 64% trust the Met; crime steady; 4 in 100 burglaries solved"
    text = everything(page)
    for said in (
        "Beside London, year to September 2025: 70%, London 74%: no clear difference.",
        "32% say police do a good job locally (year to March 2026*), 16 points down since the Review. "
        "Beside London, year to September 2025: 42%, London 46%: no clear difference.",
        "* From MOPAC's dashboard (unofficial copy), or resting on it: in no published file.",
        "to year to March 2026: +4 points (−3.7 to +11.7), no clear change. London, to the year to "
        "September 2025: +3 points (+1.5 to +4.5) (boroughs' newer average speaks against it: 70.6%, Mar "
        "2026).",
        "London: the boroughs' newer average speaks against it: 70.6%, year to March 2026.",
        "122.1 crimes per 1,000 residents (London 100.3, year to June 2026): higher than London, but "
        "this could be ordinary variation between boroughs.",
        "Crimes on the year before: 0% (−1 to +2), no clear change; London −2.2% (−2.5 to −1.9).",
        "8.4 positive outcomes per 100 offences (London 8.7, year to August 2025): not unusual among "
        "London's boroughs.",
        "Figures so new were later revised down by 5 to 8%.",
        "Left out: September 2025 to December 2025, which are provisional.",
        "burglaries solved per 100: apart from London's, but this could be ordinary variation between "
        "boroughs.",
        "Solved: suspect charged, cautioned or otherwise dealt with.",
        "the year before reaches back over “New crime recording system” (28 February 2024)",
        "by borough: no file held here gives them",
        "About 400 people a year are asked in each borough",
        "Dashed: from MOPAC's dashboard (unofficial copy).",
        "Survey shares, newest that both have: year to September 2025 *",
    ):
        assert said in text, said
    assert not page.notices
    assert "visitors, not only" not in text
    shared = page.all_of(Code)[0].text
    assert shared.startswith(
        "Lambeth. Trust in the Met: 64% (year to March 2026*). Up 4 points since the Review, down 5 in a year: "
        "both could be chance. Other answers: local confidence down 16 points since the Review, too big to be "
        "chance, if right. Unusual: 42% half a year before, not checked with MOPAC. Recorded crime: about the "
        "same as last year (0%); violence up 8%, sexual offences up 11%; vehicle offences down 11%, burglary "
        "down 10% (year to June 2026). Burglaries solved: about 4 in 100, lower than London's 6; could be "
        "ordinary variation between boroughs (year to August 2025). Figures so new were later revised down by "
        "5 to 8%."
    )
    assert "* From MOPAC's dashboard (unofficial copy)." in shared
    assert len(shared.split(f" {SITE}/borough?area")[0]) < 720


def test_the_parts_stand_in_the_order_of_importance():
    page = shown(area=LAMBETH)
    assert [one.title for one in page.parts] == [
        *(
            "",
            "Trust in the Met",
            "Recorded crime: vehicle offences down 11%, sexual offences up 11%",
        ),
        *("Crimes solved: 8.4 in 100, London 8.7", "What people say of the police: 5 questions"),
        *("Lambeth beside London, figure by figure", "Domestic abuse and hate crime"),
        "All figures of Lambeth as files",
    ]
    assert [one.key for one in page.charts] == [
        *("borough-trust", "borough-kinds", "borough-crime", "borough-outcomes", "borough-picture")
    ]
    assert [one.title for one in page.all_of(Fold)] == ["Choose on a map", "Share this answer"]
    for chart in page.charts:
        assert chart.key in page.rows, chart.key


def test_the_kinds_of_crime_are_drawn_with_the_largest_rise_first():
    found = figures.Figures(profile.profile_places()[LAMBETH])
    drawn = lines.kinds(found)
    assert list(drawn["label"])[:2] == ["All crimes", "Sexual offences"]
    assert drawn["value"][1:].is_monotonic_decreasing
    burglary = drawn.set_index("label").loc["Burglary"]
    assert [round(burglary[one], 1) for one in ("value", "low", "high")] == [-10.3, -15.9, -4.3]
    assert burglary["is_clear"]
    assert not drawn.set_index("label").loc["All crimes", "is_clear"]
    assert burglary["detail"] == "1,785 recorded"
    in_table = {row[0].text: row[5].text for row in tables.crime_rows(found.crime.lines)}
    assert dict(zip(drawn["label"], drawn["printed"], strict=True)) == in_table
    words = [
        note.text
        for note in change_dots(
            drawn, look=Look(narrow=False), unit=PER_CENT_CHANGE, sort=False
        ).layout.annotations
    ]
    place = words.index("<b>−6.4%</b>")
    assert words[place + 1] == "(−12.2 to −0.3)", words


def test_rates_per_resident_name_the_source_of_the_residents():
    page = shown(area=LAMBETH)
    rates = next(one for one in page.charts if one.key == "borough-crime").source_line
    assert rates.startswith("Source: Metropolitan Police Service, offences")
    assert "Mid-year population estimates" in rates
    command = captions(shown(area="command-central-south"))
    survey = next(one for one in command if one.startswith("Source: Mayor's Office"))
    assert "Mid-year population estimates" in survey  # its share is weighted by residents


def test_westminster_stands_apart_and_says_why():
    text = everything(shown(area=WESTMINSTER))
    assert "far higher than usual among London's boroughs" in text
    assert "Westminster's victims are visitors, not only residents" in text


def test_a_command_is_made_of_its_boroughs():
    page = shown(area="command-central-south")
    assert (
        page.headline == "Central South command: crime about the same; 4 in 100 burglaries solved"
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
    assert page.headline == "No borough is called “E09000099”"
    assert not page.files
    assert "/borough?area=E09000022" in everything(page)  # on the map


@pytest.mark.parametrize(
    ("table", "is_gone", "stays"),
    [
        ("public_attitudes", "Trust in the Met:", "122.1 crimes"),
        ("recorded_offences", "crimes per 1,000", "8.4 positive outcomes"),
        ("population", "crimes per 1,000", "64% trust the Met"),
        ("crime_outcomes", "Burglaries solved", "122.1 crimes"),
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
    assert "no figure is published for Lambeth in a year that London has too." in text
    assert page.headline == "Lambeth: crime about the same; 4 in 100 burglaries solved"
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
        "−4 (−9.3 to +1.3) *",
        "+4 (−3.7 to +11.7)",
        "+3 (+1.5 to +4.5)",
    ]
    assert [cell.quiet for cell in trust] == [
        (),
        ("year to March 2026",),
        ("year to September 2025",),
        ("no clear difference", "70% and 74%, year to September 2025"),
        ("no clear change",),
        ("Boroughs' newer average speaks against it: 70.6%, Mar 2026",),
    ]
    assert local[-1].quiet == ()
    assert (relied[4].text, relied[4].quiet) == ("not given", ("the two years share interviews",))
    crimes = tables.crime_rows(found.crime.lines)[0]
    assert [cell.text for cell in crimes] == [
        "All crimes",
        "38,692",
        "122.1 (120.9 to 123.3)",
        "100.3 (100.1 to 100.6)",
        "not unusual",
        "0% (−1 to +2)",
        "−2.2% (−2.5 to −1.9)",
    ]
    assert crimes[5].quiet == ("no clear change",)
    burglary = tables.outcome_rows(found.outcomes.lines)[-1]
    assert [cell.text for cell in burglary] == [
        *("Burglary", "73", "3.8 (3.0 to 4.7)", "5.6 (5.4 to 5.8)", "not unusual"),
        *("not given", "not given"),
    ]
    headings = (
        tables.crime_headings("boroughs"),
        tables.outcome_headings("commands"),
    )
    assert {len(one) for one in headings} == {len(crimes)}
    assert [one[4] for one in headings] == ["Among boroughs", "Among commands"]
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
    for part in ("MOPAC", "recorded crime", "ONS", "monthly crime dashboard"):
        assert any(part in one for one in cited)
