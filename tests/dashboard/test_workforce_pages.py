"""Inside the Met, Misconduct and Response times by what they say, in every state."""

import hashlib
import json
import re
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets import catalogue, checked
from tests.dashboard.reading import cards, everything
from tests.dashboard.reading import shown_in_site as shown


def tables(app):
    found = [str(one.value) for one in app.get("table")]
    return " ".join([*found, cards(app)])


def test_inside_the_met():
    app = shown("workforce")
    text = everything(app)
    assert app.title[0].value == (
        "30.8% of Met officers were women on 31 March 2022, against 51.5% of Londoners: a gap of 20.7 points"
    )
    assert "At the rate of March 2017 to March 2022" in text
    assert "the gap would close in about 2058, if that rate went on" in text
    assert "not today's" in text
    assert "present rate" not in text.lower()
    assert "16% of Met officers were from an ethnic minority" in text
    assert "Newer figures are overdue here: this source is usually renewed by August 2023" in text
    assert "at least 30 years, 39 years and at least 40 years" in text
    assert "10% of probationers resigned in the year to March 2022" in text
    assert "The Met had 31,181 officers on 31 March 2026" in text
    assert "R1055, R1056, R1057 and R1379" in text
    assert "nan" not in (text + tables(app)).lower().split()


def test_inside_the_met_for_other_people_and_years():
    text = everything(shown("workforce", who="senior", rate="10", to="2020-03"))
    assert "of senior Met officers were women on 31 March 2020" in text
    assert "At the rate of March 2010 to March 2020" in text
    assert "Senior officers are chief inspectors and all ranks above" in text


def test_ranks_with_few_people_have_no_closing_year():
    app = shown("workforce", who="chief_officers")
    text = everything(app).replace("\\", "")
    assert text.count("Chief officers are 44 people. Of fewer than 200 no closing year") == 2
    assert "the gap would" not in text
    ranks = next(one.value for one in app.table if "Closes about" in one.value.columns)
    ends = [one.replace("\\", "") for one in ranks["Closes about"]]
    assert ends[-2:] == ["too few people", "too few people"]
    assert (ends[0], ends[4]) == ("2058 (2048 to 2078)", "2094 (2054, or never)")


def test_a_count_that_does_not_exist_leaves_the_rest_of_the_page():
    text = everything(shown("workforce", who="specials", count="fte"))
    assert "Nothing is published for Met special constables, counted as full\\-time" in text
    assert "Women by rank" not in text
    assert "16% of Met officers were from an ethnic minority" in text


def test_years_in_the_wrong_order_say_so():
    text = everything(shown("workforce", **{"from": "2022-03", "to": "2010-03"}))
    assert "Nothing is published for Met officers" in text


def test_too_few_years_give_no_closing_year():
    text = everything(shown("workforce", to="2008-03"))
    assert "not all of those years are held" in text
    assert "Nothing is published for a rate of change in so few years" in text


def test_misconduct():
    app = shown("misconduct")
    text = everything(app)
    assert "cannot be judged" in app.title[0].value
    assert "33% of internal misconduct allegations had a case to answer" in text
    assert "Black officers and staff were 1.81 times as likely as White colleagues" in text
    assert "Officers dismissed for gross misconduct: 100" in text
    assert "Another system" in text
    assert "The scale is logarithmic" in text
    assert "An allegation, year to March 2022" in text
    assert "Black colleagues, an allegation, about 2 times" in text


def test_misconduct_without_second_hand_figures():
    app = shown("misconduct", second_hand="no", count="officers_on_restricted_duties")
    text = everything(app)
    assert "Nothing is published for officers on restricted duties, first hand" in text
    assert "Mixed ethnicity" in tables(app)  # in a Regulation 13 case, from the Review
    assert "econd hand" not in tables(app)


@pytest.mark.parametrize(
    ("grade", "headline"),
    [("i", "12.6 minutes on average to reach an immediate"), ("s", "167 minutes on average")],
)
def test_response(grade, headline):
    app = shown("response", grade=grade)
    assert headline in app.title[0].value
    assert "ends in February 2023" in everything(app)
    assert "77.5% of 999 calls were answered within 10 seconds" in everything(app)


def test_lengths_of_time_never_share_a_chart():
    app = shown("response", grade="s")
    text = everything(app)
    assert "Figures for 12 months each" in text
    assert "Figures for 1 month each" in text
    assert "For 3 months: 122 min" in text.replace("\\", "")
    assert "Grey" not in text
    assert "S grade (significant)" in tables(app)
    assert "Standard" in tables(app)  # the document of each figure
    assert not re.search(r"\bline \d", "".join(one.proto.body for one in app.get("html")))


def test_the_monthly_count_ends_where_the_address_says():
    text = everything(shown("workforce", until="2023-04"))
    assert "officers on 30 April 2023, as full-time equivalents, the most in this series" in text


def test_response_without_second_hand_figures():
    app = shown("response", grade="s", second_hand="no")
    assert "44 min" in tables(app)
    assert "167 min" not in tables(app)
    assert "91% of 999 calls were answered" in everything(app)


@pytest.mark.parametrize(
    ("page", "missing"),
    [
        ("workforce", "workforce"),
        ("workforce", "population"),
        ("workforce", "published_figures"),
        ("misconduct", "review_figures"),
        ("response", "published_figures"),
    ],
)
def test_a_table_that_is_not_published_is_said_calmly(without, page, missing):
    without(missing)
    app = shown(page)
    assert "These figures are not loaded" in everything(app)
    assert not app.get("plotly_chart")


@pytest.fixture
def _few_women(tmp_path, monkeypatch):
    """A copy of the published folder with 3 women among chief officers in March 2022."""
    folder = shutil.copytree(catalogue.directory(), tmp_path / "published")
    rows = catalogue.load("workforce")
    is_few = (
        rows["source_id"].eq("home_office_workforce")
        & rows["rank"].eq("Chief officer")
        & rows["sex"].eq("Female")
        & rows["date"].eq("2022-03-31")
        & rows["people_basis"].eq("headcount")
    )
    assert is_few.sum() == 1
    schema = pq.read_schema(folder / "workforce.parquet")
    for old in folder.glob("workforce*.parquet"):
        old.unlink()
    path = folder / "workforce.parquet"
    changed = rows.assign(people=rows["people"].mask(is_few, 3.0))
    pq.write_table(pa.Table.from_pandas(changed, schema=schema, preserve_index=False), path)
    manifest = folder / "manifest.json"
    held = json.loads(manifest.read_text(encoding="utf-8"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    held["datasets"]["workforce"]["sha256"] = digest
    manifest.write_bytes(checked.seal(held))
    monkeypatch.setenv("DATASETS_DIR", str(folder))


@pytest.mark.usefixtures("_few_women")
def test_a_count_too_small_to_show_is_said():
    app = shown("workforce", who="chief_officers")
    assert app.title[0].value == "Women among Met chief officers on 31 March 2022: too few to show"
    assert "[c] stands for a count of 1 to 4" in everything(app)
    assert "Of fewer than 200 no closing year is given" in everything(app)
    newest = app.get("table")[0].value.iloc[0].tolist()
    assert newest.count("\\[c\\]") == 3
    elsewhere = everything(shown("workforce"))
    assert "[c] stands for a count of 1 to 4" in elsewhere  # it is in the table by rank


@pytest.mark.parametrize("page", ["workforce", "misconduct", "response"])
def test_without_verdicts_the_page_stands(without, page):
    without("success_measures")
    text = everything(shown(page))
    assert "What it would take" not in text
    assert "What you need to know" in text
