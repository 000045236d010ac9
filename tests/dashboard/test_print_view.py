"""The print view of a page: its briefing as HTML, without choices, folds or tabs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from dashboard.briefing.pages import brief
from dashboard.subjects.overview import cards
from dashboard.subjects.overview.figures import success
from dashboard.subjects.pages import PAGES
from tests.dashboard import asking
from tests.dashboard.page_reading import shown
from tests.dashboard.tags import Tags

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with asking.client() as found:
        yield found


def paper(client: TestClient, path: str, **params: str) -> Tags:
    answer = client.get(f"/{path}", params={**params, "print": "1"})
    assert answer.status_code == 200
    return Tags(answer.text.split("<body>")[1].split("</body>")[0])


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_the_print_view_has_no_choices_folds_or_tabs(path, client):
    found = paper(client, path)
    assert not {"select", "input", "form", "details", "nav", "script", "iframe"} & set(found.names)
    assert found.names.count("h1") == 1
    assert found.open == []


def test_the_overviews_paper_has_a_row_for_each_of_the_seven_measures(client):
    found = brief(shown(""), "Overview", "", TODAY)
    (table,) = found.tables
    assert (len(table.frame), found.rows_left, found.verdicts) == (7, 0, ())
    trust = table.frame.set_index("Measure").loc["Trust, confidence and fairness"]
    assert trust["Verdict"].split("\n")[0] == "Mixed"
    assert "Police do a good job locally: 50% (year to March 2023)" in trust["At the Review"].split(
        "\n"
    )
    assert (
        "Police do a good job locally: 46% (year to September 2025), −4 points (−5.6 to −2.4): worsened. "
        "Boroughs' newer average: 44.7%, Mar 2026" in trust.iloc[2].split("\n")
    )
    london = "Police do a good job for London: "
    assert f"{london}36% (quarter to March 2022; printed by the Review)" in trust[
        "At the Review"
    ].split("\n")
    assert f"{london}none held (not published)" in trust.iloc[2].split("\n")
    charges = table.frame.set_index("Measure").loc["Charge rates"]
    assert "Sexual offences charged: 8.7% (year to March 2023)" in charges["At the Review"]
    assert (
        "Sexual offences charged: 6.5% (year to March 2026), −2.2 points, provisional (an ordinary "
        "year: 1.4): too early" in charges.iloc[2].split("\n")
    )
    assert "6.2% (year to March 2026), +0.4 points, from unrounded figures" in charges.iloc[2]
    rape = table.frame.set_index("Measure").loc["Rape cases reaching court"]
    assert rape["At the Review"] == (
        "No count of adult rape cases is held. Trials of all sexual offences: 57% fewer than in 2014-15 (year to March "
        "2022)"
    )
    assert list(table.frame["Verdict"].str.startswith("Cannot be judged")) == [
        *(False, True, True),
        *(False, True, True, True),  # charges are judged
    ]
    worse = [one.partition("\n")[2] for one in table.frame["Verdict"]]
    assert worse[0].startswith(
        "Worse for Black Londoners, before the Review (quarter to September 2022)"
    )
    assert worse[2].startswith(
        "Worse for Black and Asian officers and staff, before the Review (year to"
    )
    assert worse[6].startswith(
        "Worse for women in senior ranks, before the Review (31 March 2022): 26.5"
    )
    assert worse.count("") == 4
    assert any("“Worse for” stands where a figure by group is held" in one for one in found.caveats)
    newest = "\n".join(table.frame["Newest since, and change"])
    assert newest.count("A sign, not a verdict: ") + newest.count("Signs, not verdicts: ") == 4
    response = table.frame.set_index("Measure").loc["Response rates and times"].iloc[2]
    assert response.split("\n")[1] == (
        "Signs, not verdicts: 999 calls answered within 10 seconds: 77.6% (2023) to 86.2% (2024); the publisher's own. "
        "999 calls answered within 10 seconds: 85% (April to September 2024) to 77.5% (April to September 2025); press "
        "report."
    )
    for measure in success.measures():
        said = cards.face_of(measure).signs if measure.verdict == "cannot_be_judged" else ""
        assert said in table.frame.set_index("Measure").loc[measure.name].iloc[2], measure.id
    assert newest.count("Boroughs' newer average") == 3
    assert "Rape charged: none held (figures may exist, not yet checked)" in newest
    assert "Violence against women and girls charged: none held (not published)" in newest
    assert "Rape charged: 2.7% (year to December 2020, press report)" in charges["At the Review"]
    assert not any("card" in one or "on screen" in one for one in found.caveats)
    assert any("In brackets after a change" in one for one in found.caveats)
    printed = paper(client, "")
    assert printed.names.count("tr") == 8
    assert not any("Small charts" in one or "stands in the table" in one for one in found.caveats)
    assert not any("more rows" in one for one in printed.texts)


def test_a_places_paper_has_its_line_of_trust_kinds_of_crime_and_crimes_solved():
    on_screen = shown("borough", area="E09000022")
    found = brief(on_screen, "My borough", "", TODAY)
    assert found.chart.key == "borough-trust"
    crime, solved = found.tables
    assert crime.heading == (
        "Recorded crime, Lambeth, year to June 2026: no kind is unusual among boroughs"
    )
    westminster = shown("borough", area="E09000033").paper.tables[0]
    assert westminster.heading == "Recorded crime, Westminster, year to June 2026"
    assert westminster.frame["Among boroughs"].iloc[0] == "far higher than usual"
    assert list(crime.frame.iloc[4]) == [
        *("Burglary", "1,785", "5.6 (5.4 to 5.9)", "5.3", "−10% (−16 to −4)", "−5%")
    ]
    assert solved.heading == (
        "Crimes solved, Lambeth, year to August 2025: no kind is unusual among boroughs"
    )
    assert solved.frame.set_index("Crimes solved").loc["Burglary", "Here, per 100 offences"] == (
        "3.8 (3.0 to 4.7)"
    )
    assert "Here, on the year before" not in solved.frame  # of no kind is it given
    assert found.rows_left == 0
    assert found.lede.startswith(
        "Trust in the Met: 64% (year to March 2026*). Up 4 points since the Review, down 5 in a year: both could "
        "be chance. Other answers: local confidence down 16 points since the Review, too big to "
        "be chance, if the figures are right. Unusual: local confidence 42% half a year before. Read off MOPAC's "
        "dashboard by others; not checked with MOPAC. Recorded crime: about the same as last year (0%); violence "
        "up 8%, sexual offences up 11%; vehicle offences down 11%, burglary down 10% (year to June 2026). "
        "Burglaries solved: about 4 in 100, lower than London's 6; could be ordinary variation between boroughs"
    )
    for needed in (
        "Not a charge rate",
        "About 400 people",
        "per 1,000 residents of mid-2024",
        "Review",
    ):
        assert any(needed in one for one in (*found.caveats, found.lede)), needed


def test_the_print_view_says_what_the_page_says(client):
    choice = {"area": "E09000022", "offence": "Burglary", "to": "2025-06"}
    on_screen, printed = shown("crime", **choice), paper(client, "crime", **choice)
    start, at = (printed.names.index(one) for one in ("main", "h1"))
    assert printed.names[start:at] == ["main", "p"]
    assert on_screen.headline in printed.texts
    (button,) = printed.all_of("button")
    assert "data-print" in button
    assert "Print or save as PDF" in printed.texts
    assert "Lambeth" in on_screen.headline
    found = brief(on_screen, "Crime", "", TODAY)
    rows = found.tables[0].frame
    assert len(rows) >= 4
    assert rows.equals(on_screen.tables[0][1].head(len(rows)))
    assert printed.names.count("tr") == len(rows) + 1
    assert printed.all_of("div")[-1]["aria-label"] == found.tables[0].alt
    drawing = next(one for one in printed.all_of("div") if "data-drawing" in one)
    assert drawing["aria-label"] == on_screen.charts[0].alt
    assert found.caveats
    assert printed.names.count("li") == len(found.caveats) + len(found.questions)
    back, document = (one["href"] for one in printed.all_of("a")[-2:])
    assert back == "/crime?area=E09000022&offence=Burglary&to=2025-06"
    assert document.startswith("/x/crime/briefing.docx?area=E09000022&offence=Burglary&to=2025-06")


def test_nothing_published_is_said_in_the_print_view_too(client):
    found = paper(client, "trust", **{"from": "2015-03", "to": "2014-12"})
    assert "Trust and confidence in the police" in found.texts
    assert any("The first year is after the last" in one for one in found.texts)


def test_the_print_view_says_which_version_is_asked_for_in_vain(client):
    found = paper(client, "response", data="0.9.9")
    assert any("made for data version 0.9.9, which is not kept" in one for one in found.texts)
    assert not any("not kept" in one for one in paper(client, "response").texts)
