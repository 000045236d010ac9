"""Inside the Met, Misconduct and Response times by what they say, in every state."""

import hashlib
import json
import re
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.markup.tables import table_of
from dashboard.page import Chart, ChoiceRow, Piece
from datasets import catalogue, checked
from tests.dashboard.page_reading import cards, everything, files, shown, tables


def cells(page):
    """What its tables say, cell by cell as they are shown, and its cards."""
    rows = [row for frame in tables(page) for row in table_of(frame).rows]
    return " ".join([*(cell for row in rows for cell in row), cards(page)])


def test_inside_the_met():
    page = shown("workforce")
    text = everything(page)
    assert page.headline == ("31,181 officers on 31 March 2026; 30.8% were women in March 2022")
    assert page.lede == (
        "Women were 30.8% of officers on 31 March 2022, against 51.5% of Londoners. Ethnic minorities were 16.6% "
        "(30 September 2022, second hand), against 46%."
    )
    (newest,) = page.paper.tables
    assert newest.frame.to_numpy().tolist() == [
        ["All officers", "31,181", "31 March 2026", "–"],
        [
            "Ethnic minorities among officers and staff",
            "about 20%",
            "4 August 2023 (second hand, approximate, dates assumed)",
            "46%",
        ],
        ["Ethnic minorities among officers", "16.6%", "30 September 2022 (second hand)", "46%"],
        ["Women among new recruits", "44.5%", "April to September 2022 (second hand)", "51.5%"],
        ["Women among Met officers", "30.8%", "31 March 2022", "51.5%"],
        ["Probationers who resigned", "10%", "Year to March 2022 (the Review)", "–"],
    ]
    assert page.rows["probationers"].frame["value"].tolist() == [8, 6, 7, 10]
    assert "Census" in files(page, "workforce").meta.source
    earlier = shown("workforce", to="2021-03")
    assert earlier.headline.startswith("29.8% of Met officers were women on 31 March 2021")
    assert "At the rate of March 2017 to March 2022" in text
    assert "the gap for women would close in about 2058" in text
    assert "If the rate of those years went on" in text
    assert "not today's rate" in text
    assert "present rate" not in text.lower()
    assert "−20.7" in cells(page)
    assert "Newer figures are overdue here: this source is usually renewed by August 2023" in text
    assert "at least 30 years, 39 years and at least 40 years" in text
    assert "Year to March 2022: 10% of probationers resigned" in text
    assert "31,181 officers on 31 March 2026, 3,342 fewer than at the peak of April 2023" in text
    assert "4 statements of the Review on resignations are left out" in text
    assert not re.search(r"\bR\d{4}\b", text)
    assert "nan" not in (text + cells(page)).lower().split()


def test_each_part_of_inside_the_met_has_a_short_title_and_a_narrow_table():
    page = shown("workforce")
    titles = [one.title for one in page.parts if one.title]
    assert [one.split(" ")[0] for one in titles] == [
        *("31,181", "The", "Women", "Ethnic", "Women", "Ethnic", "80%", "At", "Year"),
        *("Signs", "Before", "Misconduct", "The"),
    ]
    assert all(len(one) <= 90 for one in titles)
    own = [one for one in tables(page) if "Why it does not decide" not in one.columns]
    assert all(one.shape[1] <= 4 for one in own)


def test_a_choice_stands_where_its_figures_are():
    rows = {one.name: one.keys for one in shown("workforce").all_of(ChoiceRow)}
    assert rows == {
        "choices": ("who", "count", "from", "to"),
        "choices-until": ("until",),
        "choices-rate": ("rate",),
    }


def test_inside_the_met_for_other_people_and_years():
    text = everything(shown("workforce", who="senior", rate="10", to="2020-03"))
    assert "of senior Met officers were women on 31 March 2020" in text
    assert "At the rate of March 2010 to March 2020" in text
    assert "Senior officers are chief inspectors and all ranks above" in text


def test_ranks_with_few_people_have_no_closing_year():
    page = shown("workforce", who="chief_officers")
    text = everything(page).replace("\\", "")
    assert text.count("Chief officers are 44 people. Of fewer than 200 no closing year") == 1
    assert "the gap for women would" not in text
    ranks = next(one for one in tables(page) if "Closes about" in one.columns)
    ends = ranks["Closes about"].tolist()
    assert ends[-2:] == ["too few people", "too few people"]
    assert (ends[0], ends[4]) == ("2058 (2048 to 2078)", "2094 (2054, or never)")


def test_a_count_that_does_not_exist_leaves_the_rest_of_the_page():
    text = everything(shown("workforce", who="specials", count="fte"))
    assert "Nothing is published for Met special constables, counted as full\\-time" in text
    assert "Women by rank" not in text
    assert "Ethnic minorities: 16% of Met officers" in text
    assert "not yet checked here. Home Office, Police workforce" in text.replace(
        "\\", ""
    )  # the verdict stands all the same


def test_years_in_the_wrong_order_say_so():
    text = everything(shown("workforce", **{"from": "2022-03", "to": "2010-03"}))
    assert "Nothing is published for Met officers" in text


def test_too_few_years_give_no_closing_year():
    text = everything(shown("workforce", to="2008-03"))
    assert "not all of those years are held" in text
    assert "Nothing is published for a rate of change in so few years" in text


def test_misconduct():
    page = shown("misconduct")
    text = everything(page)
    assert page.headline == "Case to answer: 33% of internal misconduct allegations, 2013 to 2022"
    verdicts = [one.values["words"] for one in page.all_of(Piece) if one.template == "verdict"]
    assert [one.split("? ")[1] for one in verdicts] == [
        "Cannot be judged: figures may exist, not yet checked"
    ] * 2
    assert "33% of internal misconduct allegations had a case to answer" in text
    assert "Black officers and staff: 1.81 times as likely as White colleagues" in text
    assert "Officers dismissed for gross misconduct: 100" in text
    assert "Another system" in text
    assert "The scale is logarithmic" in text
    assert "An allegation, year to March 2022" in text
    assert "Black colleagues, an allegation, about 2 times" in text


def test_misconduct_without_second_hand_figures():
    page = shown("misconduct", second_hand="no", count="officers_on_restricted_duties")
    text = everything(page)
    assert "Nothing is published for officers on restricted duties, first hand" in text
    assert "Mixed ethnicity" in cells(page)  # in a Regulation 13 case, from the Review
    assert "econd hand" not in cells(page)


@pytest.mark.parametrize(
    ("grade", "headline"),
    [
        ("i", "Immediate calls took 12 min 36 s on average (year to"),
        ("s", "Significant calls took 167 min on average (year to"),
    ],
)
def test_response(grade, headline):
    page = shown("response", grade=grade)
    assert headline in page.headline
    assert "Nothing on arrival is newer than February 2023" in everything(page)
    assert "77.5% of 999 calls answered within 10 seconds" in everything(page)


def test_lengths_of_time_never_share_a_chart():
    page = shown("response", grade="s")
    text = everything(page)
    assert "Figures for 12 months each" in text
    assert "Figures for 1 month each" in text
    assert "For 3 months: 122 min" in text.replace("\\", "")
    assert "Grey" not in text
    assert "S grade (significant)" in cells(page)
    assert "Standard" in cells(page)  # the document of each figure
    assert not re.search(r"\bline \d", cards(page))


def test_the_monthly_count_ends_where_the_address_says():
    text = everything(shown("workforce", until="2023-04"))
    assert "officers on 30 April 2023, the most in this series" in text
    assert "on the last day of each month, full-time equivalents" in text


def test_up_to_a_month_before_the_first_march_there_is_the_chart_and_no_table_of_marches() -> None:
    first = list(next(one for one in shown("workforce").choices if one.key == "until").options)[-1]
    assert first[5:] != "03"
    page = shown("workforce", until=first)
    assert "strength" in {one.key for one in page.charts}
    assert "People by role on each 31 March" not in {alt for _, _, alt in page.tables}


def test_response_without_second_hand_figures():
    page = shown("response", grade="s", second_hand="no")
    assert "44 min" in cells(page)
    assert "167 min" not in cells(page)
    assert "86.2% of 999 calls answered" in everything(page)


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("workforce", "workforce"),
        ("workforce", "population"),
        ("workforce", "published_figures"),
        ("misconduct", "review_figures"),
        ("response", "published_figures"),
    ],
)
def test_a_table_that_is_not_published_is_said_calmly(without, name, missing):
    without(missing)
    page = shown(name)
    assert "These figures are not loaded" in everything(page)
    assert not page.all_of(Chart)


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
    page = shown("workforce", who="chief_officers")
    assert page.headline == "Women among Met chief officers on 31 March 2022: too few to show"
    assert "[c] stands for a count of 1 to 4" in everything(page)
    assert "Of fewer than 200 no closing year is given" in everything(page)
    by_year = next(one for one in tables(page) if list(one)[:2] == ["31 March", "Women"])
    newest = by_year.iloc[0].tolist()
    assert [one.count("[c]") for one in newest] == [0, 1, 1, 1]
    elsewhere = everything(shown("workforce"))
    assert "[c] stands for a count of 1 to 4" in elsewhere  # it is in the table by rank


@pytest.mark.parametrize("name", ["workforce", "misconduct", "response"])
def test_without_verdicts_the_page_stands(without, name):
    without("success_measures")
    text = everything(shown(name))
    assert "What it would take" not in text
    assert "What you need to know" in text
