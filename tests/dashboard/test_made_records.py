"""Exhibits on further sources, over invented rows beside the frozen tables; each left out where none is held."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.page import Page
from dashboard.subjects.borough.figures import flagged
from dashboard.subjects.gaps.figures import recorded
from dashboard.subjects.powers.figures import years
from dashboard.subjects.workforce.figures import earlier
from datasets import catalogue
from datasets.shown import columns_of
from tests.dashboard import made_records as made
from tests.dashboard.page_reading import everything, files, headings, reading, shown, tables

LAMBETH = "E09000022"
NEWEST, BEFORE = pd.Timestamp("2025-07-01"), pd.Timestamp("2024-02-01")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = {
        "violence_against_women": made.victims(),
        "custody": made.custody(),
        "crime_outcomes": made.flags(),
        "stop_and_search": made.searches(),
        "use_of_force": made.force(),
        "workforce": made.officers({"2003-03-31": 180, "2006-03-31": 240}),
    }
    return made.published_with(tmp_path_factory.mktemp("records"), tables)


@pytest.fixture
def published(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(folder))


def table_with(page: Page, column: str) -> pd.DataFrame:
    return next(one for one in tables(page) if column in one.columns)


def test_shares_of_victims_are_of_those_whose_ethnicity_is_known(published):
    with reading():
        found = recorded.victims(recorded.ETHNICITY, NEWEST)
    assert (found.total, found.unknown, found.unknown_pct) == (125 * 12, 25 * 12, 20.0)
    assert found.year["group"].tolist() == ["Black", "White", "Asian", "Other", "Not known"]
    assert found.year["count"].tolist() == [360, 540, 240, 60, 300]
    assert found.year["share_pct"].tolist()[:4] == [30.0, 45.0, 20.0, 5.0]
    assert pd.isna(found.year["share_pct"].iloc[-1])


def test_victims_on_the_page(published):
    page = shown("gaps")
    text = everything(page)
    heading = "Victims of violence against women and girls: 30% Black, 45% White and 20% Asian"
    assert heading in headings(page)
    (under,) = (one.subtitle for one in page.parts if one.title == heading)
    assert "Shares: last 12 months, where ethnicity is known; for 20% it is not." in under
    assert "the ethnicity is not known for 300 of 1,500 victims (20%)" in text
    assert "(20% of the offences)" in text
    assert "Not set beside London's people" in text
    assert "The year to February 2024 is the last before the Met's new recording system" in text
    assert "80% of victims of violence against women and girls were aged 20 to 39" in headings(page)
    both = table_with(page, "Ethnicity officers saw")
    assert list(both.columns[1:]) == [
        *("12 months to Jul 2025", "Share, to Jul 2025"),
        *("12 months to Feb 2024", "Share, to Feb 2024"),
    ]


def test_lines_of_victims_break_at_the_new_system(published):
    page = shown("gaps")
    chart = next(one for one in page.charts if one.key == "gaps-victims")
    assert "New crime recording system" in str(chart.draw(False).to_json())


def test_custody_counts_offences_and_says_no_rate(published):
    page = shown("gaps")
    text = everything(page)
    decided = table_with(page, "What was decided")
    assert decided["What was decided"].tolist() == [
        *("Prosecution", "No further action", "Police bail", "All offences dealt with"),
    ]
    assert decided["White"].tolist() == ["240", "480", "240", "960"]
    assert decided["Not recorded"].tolist()[-1] == "480"
    heading = "Offences dealt with in custody: 33% were of Black and 67% of White people"
    (under,) = (one.subtitle for one in page.parts if one.title == heading)
    assert "Shares: last 12 months, where ethnicity is known; for " in under
    assert "25% of those of the year to July 2025 are on police bail or under investigation" in text
    assert "one person can be held for several" in text


def test_small_counts_of_victims_are_masked_with_a_second(tmp_path, monkeypatch):
    rows = made.victims()
    is_one = rows["month"].eq(NEWEST) & rows["victim_group"].eq("Other")
    rows.loc[is_one, "counted"] = 2
    monkeypatch.setenv(
        "DATASETS_DIR", str(made.published_with(tmp_path, {"violence_against_women": rows}))
    )
    with reading():
        found = recorded.victims(recorded.ETHNICITY, NEWEST).months
    hidden = found[found["is_masked"]]
    assert set(hidden["group"]) == {"Other"}
    assert NEWEST in set(hidden["month"])
    assert len(hidden) >= 2
    assert hidden["count"].isna().all()


def test_domestic_abuse_beside_london(published):
    with reading():
        one, other = flagged.flagged((LAMBETH,))
    assert (one.series, one.count, other.count) == ("domestic_abuse", 1200, 240)
    assert one.why_no_change.startswith("the year before reaches back over")
    assert one.change is None
    assert one.outcomes is not None
    assert (one.outcomes.end, one.outcomes.count) == (BEFORE, 120)
    assert one.outcomes.rate.estimate == 10.0
    assert one.outcomes.london_rate.estimate == pytest.approx(100 * 13 / 160)
    assert one.london_rate.estimate < one.rate.estimate  # London has all its residents


def test_a_change_is_given_once_no_break_lies_between(tmp_path, monkeypatch):
    rows = made.flags()
    later = rows[rows["period_start"] >= "2024-08-01"].copy()
    for name in ("period_start", "period_end"):
        later[name] = later[name] + pd.DateOffset(months=12)
    later["period_end"] = later["period_start"] + pd.offsets.MonthEnd(0)
    later["offences_count"] *= 2
    longer = made.published_with(tmp_path, {"crime_outcomes": pd.concat([rows, later])})
    monkeypatch.setenv("DATASETS_DIR", str(longer))
    with reading():
        one = flagged.flagged((LAMBETH,))[0]
    assert one.why_no_change == ""
    assert (one.count, round(one.change.estimate)) == (2400, 100)
    assert one.outcomes.end == BEFORE


def test_domestic_abuse_on_the_page_of_a_place(published):
    page = shown("borough", area=LAMBETH)
    text = everything(page)
    assert "Lambeth, offences per 1,000 residents, year to July 2025: domestic abuse" in text
    assert "Not a charge rate" in text
    rows = files(page, "borough-flagged").frame
    assert rows["count"].tolist() == [1200, 120, 240, 120]
    assert "flags=2025-07" in page.link


def test_searches_by_financial_year_stand_apart(published):
    page = shown("powers")
    text = everything(page)
    assert (
        "Years to March: searches fell from 1,050 in 2009 to 200 in 2018; 300 in 2019"
    ) in headings(page)
    assert "Searches to prevent terrorism, which needed no suspicion, are among them (200" in text
    rows = table_with(page, "All searches")
    assert rows.iloc[0].tolist() == [
        *("March 2019", "300", "100 (40%)", "30 (12%)", "120 (48%)", "50"),
    ]
    drawn = next(one for one in page.charts if one.key == "powers-years").draw(False)
    grey = {line.name for line in drawn.data if line.name and line.line.color == "#6F777B"}
    assert grey == {"Not stated"}
    # The months and their newest 12 are what they are without the financial years.
    assert page.headline == shown("powers", years="2018-03").headline
    assert table_with(shown("powers", years="2018-03"), "All searches").shape[0] == 2


def test_the_met_s_own_records_are_marked_and_apart(published):
    page = shown("powers")
    text = everything(page)
    assert (
        "Force records, year to March 2024: 40.0% on White, 35.0% on Black people (unofficial)"
    ) in headings(page)
    assert "So it counts too few" in text
    assert "a Taser was used in 55 and a firearm was aimed in 7" in text
    with reading():
        found = years.records()
    assert (found.total, found.taser, found.aimed) == (1060, 55, 7)


def test_officers_before_2007(published):
    page = shown("workforce")
    text = everything(page)
    assert "Before 2007: women and ethnic minorities among officers" in headings(page)
    # 180 and 240 of 1,000 constables and 18 of 168 officers above them; 40 of 1,158 who said
    assert "women went from 17.0% to 22.1% of officers, ethnic minorities from 3.5% to 3.5%" in text
    with reading():
        rows = earlier.by_rank()
    last = rows[(rows["date"] == "2006-03-31") & (rows["rank"] == "all")].iloc[0]
    assert (last["people"], last["women"], last["stated"], last["minority"]) == (
        1168,
        258,
        1158,
        40,
    )


def test_few_women_of_a_rank_are_masked_and_cannot_be_worked_out(tmp_path, monkeypatch):
    rows = made.officers({"2003-03-31": 180})
    few = rows["rank"].eq("Sergeant") & rows["sex"].eq("Female")
    rows.loc[few, "people"] = 3.0
    monkeypatch.setenv("DATASETS_DIR", str(made.published_with(tmp_path, {"workforce": rows})))
    with reading():
        found = earlier.by_rank().set_index("rank")
    assert pd.isna(found.loc["Sergeant", "women"])
    assert pd.isna(found.loc["Sergeant", "women_pct"])
    assert found["women"].isna().sum() >= 2


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("gaps", ["gaps-victims", "gaps-victims-age", "gaps-custody", "gaps-custody-disposals"]),
        ("powers", ["powers-years", "powers-force-records"]),
        ("borough", ["borough-flagged"]),
        ("workforce", ["workforce-2003"]),
    ],
)
def test_every_column_of_the_files_is_explained(published, path, names):
    page = shown(path, area=LAMBETH) if path == "borough" else shown(path)
    for name in names:
        one = files(page, name)
        assert set(one.frame.columns) <= set(columns_of(name)), name
        assert one.meta.source
        assert one.meta.notes


OLDER = {"crime_outcomes": made.flags, "stop_and_search": made.searches, "use_of_force": made.force}


@pytest.mark.parametrize("path", ["powers", "borough"])
def test_they_are_left_out_where_the_tables_are_older(path, tmp_path, monkeypatch):
    none = {name: rows().iloc[:0] for name, rows in OLDER.items()}
    monkeypatch.setenv("DATASETS_DIR", str(made.published_with(tmp_path, none)))
    page = shown(path, area=LAMBETH) if path == "borough" else shown(path)
    names = {one.name for one in page.files}
    assert not names & {"powers-years", "powers-force-records", "borough-flagged"}
    assert not page.notices
    assert "flags=" not in page.link


def test_records_are_left_out_where_they_are_not_published(without):
    made_here = {"violence_against_women", "custody"}
    without(*(name for name in made_here if name in held_tables()))
    page = shown("gaps")
    assert not [
        one.name for one in page.files if one.name.startswith(("gaps-victims", "gaps-custody"))
    ]
    assert not page.notices


def held_tables() -> list[str]:
    with reading():
        return catalogue.ids()
