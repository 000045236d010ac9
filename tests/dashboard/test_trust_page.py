"""The page on trust by what it says: years in the wrong order, and titles that keep to the screen."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

PAGE = Path(__file__).parents[2] / "pages" / "trust.py"


def shown(**params):
    page = AppTest.from_file(PAGE, default_timeout=60)
    for key, value in params.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def test_a_first_year_after_the_last_is_named():
    page = shown(**{"from": "2024-03", "to": "2020-03"})
    assert page.info[0].value.startswith(
        "**The first year is after the last: the year to March 2024, and the year to March 2020.**"
    )
    assert page.title[0].value == "Trust and confidence in the police"


def test_the_highest_is_that_of_the_years_on_screen():
    titles = [one.value for one in shown(**{"from": "2021-03"}).header]
    assert "since the year to March 2021" in titles[0]
    assert "before a break" not in titles[0]
    assert "before a break (Interviews by telephone" in shown().header[0].value
