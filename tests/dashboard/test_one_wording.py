"""A printed figure reads the same wherever it stands: cards, tables, charts, headlines, citations, files."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from dashboard.figures import printed as queries
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.words import changes as crime_words
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.series import Side
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.subjects.misconduct import figures as misconduct
from dashboard.subjects.misconduct import words as misconduct_words
from dashboard.subjects.outcomes.figures import outcomes
from dashboard.subjects.overview.figures import indicators as overview
from dashboard.subjects.overview.figures import success
from dashboard.subjects.powers.figures import find_rate, force
from dashboard.subjects.powers.words import force as force_words
from dashboard.subjects.powers.words import powers
from dashboard.subjects.response import figures as response
from dashboard.subjects.response import words as response_words
from dashboard.subjects.review.figures import contradictions
from dashboard.subjects.review.figures.review import review_figures
from dashboard.subjects.review.words import contradictions as contradiction_words
from dashboard.subjects.review.words import review as review_words
from dashboard.subjects.workforce.figures import printed as workforce_printed
from dashboard.subjects.workforce.words import tables as workforce_tables
from dashboard.words import printed, verdicts
from data_pipeline.derived import reasons
from datasets import catalogue
from datasets.schema import BOUNDS

TABLES = ("review_figures", "published_figures")
Row = dict[Any, Any]


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Every printed figure that is held."""
    return pd.concat([catalogue.load(table) for table in TABLES], ignore_index=True)


@pytest.fixture(scope="module")
def said(rows) -> dict[str, str]:
    """How each reads: number of the figure -> its value in words."""
    return {row["figure_id"]: printed.row_value(row) for row in rows.to_dict("records")}


def by_plain_rules(row: Row) -> str:
    """The same words put together apart from the code: for the units that are drawn most."""
    if isinstance(row["printed_as"], str):
        return f"“{row['printed_as']}”"
    size = f"{abs(row['value']):,.6f}".rstrip("0").rstrip(".")
    sign = "−" if row["value"] < 0 else "+" if row["is_change"] and row["value"] else ""
    if row["unit"] == "minutes":
        seconds = round(abs(row["value"]) * 60)
        size = f"{seconds // 60} min" + (f" {seconds % 60} s" if seconds % 60 else "")
    unit = {"percent": "%", "minutes": "", "count": "", "ratio": " times"}[row["unit"]]
    bound = dict(zip(BOUNDS, ("", "at least ", "over ", "at most ", "about "), strict=True))
    return f"{bound[row['bound']]}{sign}{size}{unit}"


def test_every_figure_has_its_decimals_its_unit_its_sign_and_its_bound(rows, said):
    usual = rows[rows["unit"].isin(["percent", "minutes", "count", "ratio"])]
    assert len(usual) > 1600
    for row in usual.to_dict("records"):
        assert said[row["figure_id"]] == by_plain_rules(row)


# Every figure, wherever all of them may stand


def test_it_reads_the_same_in_cards_tables_bars_and_lone_sentences(rows, said):
    words = [said[number] for number in rows["figure_id"]]
    assert [cells[1].text for cells in printed.figure_cells(rows)] == words
    table = printed.source_table(rows)["Figure"]
    assert all(text.endswith(f": {word}") for text, word in zip(table, words, strict=True))
    assert printed.bar_rows(rows)["said"].tolist() == words
    for _, row in rows.assign(months=12).iloc[::50].iterrows():
        assert f": {said[row['figure_id']]} (" in printed.lone_sentence(row)


def test_it_reads_the_same_alone_and_in_its_citation(said):
    for row in review_figures().to_dict("records"):
        word = said[row["figure_id"]]
        assert review_words.figure_facts(row)["Value"] == word
        assert f": {word}, " in review_words.figure_citation(row, "1", "x")
        headline = review_words.figure_headline(row)
        assert headline == printed.statement_words(row["statement"], row["group"]) or (
            headline.endswith(f": {word}")
        )


def test_it_reads_the_same_where_the_review_contradicts_itself(rows, said):
    values = rows.set_index("figure_id", drop=False)
    for one in contradictions.contradictions():
        for side in (one.first, one.second):
            if 0 < len(side) < contradiction_words.AT_MOST - 1:
                words = dict.fromkeys(said[number] for number in side["figure_id"])
                assert contradiction_words._side(side).text == " and ".join(words)
    cells = contradictions.five_year_cells()
    shown = [row[1].text for row in contradiction_words.five_years_cells(cells)]
    assert shown == [said[number] for number in cells["figure_id"]]
    assert list(values.loc[cells["figure_id"], "value"]) == list(cells["printed_pct"])


# The pages that word figures of their own


def test_it_reads_the_same_on_the_overview(said):
    named: set[str] = set()
    for measure in success.measures():
        for row in overview.rows_of(measure.indicators):
            for which in ("baseline", "latest"):
                number = row[f"{which}_figure_id"]
                held = overview.held(row, which)
                if isinstance(number, str) and held is not None:
                    sign = "−" if held.value < 0 and not said[number].startswith("−") else ""
                    assert held.words == f"{sign}{said[number]}"
                    named.add(number)
            number = row["review_figure_id"]
            if isinstance(number, str):
                assert overview.printed(number).words == said[number]
                named.add(number)
            nearest = row["nearest_figure_ids"]
            named |= set(nearest.split()) if isinstance(nearest, str) else set()
    assert len(named) == 26
    for row in success.printed_figures(sorted(named)).to_dict("records"):
        number = verdicts.value_words(row["value"], row["unit"])
        assert verdicts.bounded(number, row["bound"]) == said[row["figure_id"]]
        assert verdicts.bounded(number, row["confidence_note"]) == said[row["figure_id"]]


def test_it_reads_the_same_in_the_reason_for_a_verdict(rows):
    """The pipeline writes that sentence, and words the figures in it by itself."""
    units = set(reasons.NOUNS)
    exact = rows[rows["unit"].isin(units) & (rows["bound"] == "exact") & ~rows["is_change"]]
    exact = exact[exact["printed_as"].isna()]
    assert set(exact["unit"]) == units
    for row in exact.to_dict("records"):
        assert reasons._value(row["value"], row["unit"], True) == printed.row_value(row)
    measures = success.measures()
    written = (
        reasons._value(12.6, "minutes", True),
        "12.6 minutes",
    )  # now, and until the next build
    assert written[0] == "12 min 36 s"
    texts = [text for one in measures for text in one.indicators["reason"]]
    assert any(f"{one} (year" in text for one in written for text in texts)


def test_it_reads_the_same_on_gaps(said):
    cells = gap_figures.printed_cells()
    shares = cells[(cells["role"] == "share") & cells["printed_as"].isna()]
    assert len(shares) > 80
    for row in shares.to_dict("records"):
        side = Side(pct=row["value"], bound=row["bound"])
        for places in (0, 1) if float(row["value"]).is_integer() else (1,):
            assert gap_names.share(side, places) == said[row["figure_id"]]


def test_it_reads_the_same_on_response(said):
    for grade in response.GRADES:
        averages = response.arrivals(response.AVERAGE, grade)
        years = response.whole_years(averages)
        assert said[years["figure_id"].iloc[-1]] in response_words.headline(grade, years)
        reviews = years.iloc[:-1][years.iloc[:-1]["source_id"] == "review_figures"]
        for number in reviews["figure_id"]:
            assert said[number] in response_words.newest_read(averages)
        newer = averages[averages["period_end"] > years["period_end"].iloc[-1]]
        for number in newer["figure_id"]:
            assert said[number] in " ".join(response_words.newer(averages))
    answered = response.calls(response.ANSWERED)
    heading = response_words.answered_heading(answered)
    assert heading.startswith(said["P0249"])
    assert heading.endswith(said["P0248"])
    assert said[answered["figure_id"].iloc[-1]] in response_words.answered_since(answered)


def test_it_reads_the_same_on_misconduct(said):
    for name in misconduct_words.COUNTS:
        counts = misconduct.counts(name)
        heading = misconduct_words.count_heading("x", counts)
        newest = counts[counts["period_end"] == counts["period_end"].max()]
        newest = newest[newest["period_start"] == newest["period_start"].max()]
        for number in newest["figure_id"]:
            assert said[number] in heading
    disparity = misconduct.disparity()
    for row in disparity[disparity["unit"] == "ratio"].to_dict("records"):
        assert misconduct_words.times_words(row) == said[row["figure_id"]]
    for row in disparity[disparity["unit"] == "percent"].to_dict("records"):
        more = printed.value_words(1 + row["value"] / 100, "ratio")
        assert misconduct_words.times_words(row) == verdicts.bounded(more, row["bound"])
        assert re.fullmatch(r"[^\d]*\d(\.\d\d?)? times", misconduct_words.times_words(row))


def test_it_reads_the_same_on_workforce(rows, said):
    yearly, points = workforce_printed.minority_lines()
    table = workforce_tables.minority_years(yearly, points, 46.2)
    whole = {printed.value_words(value, "percent") for value in yearly["value"]}
    assert set(table["Share"]) == whole | {said[number] for number in points["figure_id"]}
    ranks = workforce_tables.minority_table(workforce_printed.minority_ranks(), 46.2)
    by_rank = rows[rows["measure_id"] == workforce_printed.MINORITY_SHARE]
    assert set(ranks.iloc[:, 2]) <= {said[number] for number in by_rank["figure_id"]}


def test_it_reads_the_same_on_searches_and_force(rows, said):
    ratios = [find_rate.review_search_ratios(), force.review_force_ratios()]
    for row in pd.concat(ratios).to_dict("records"):
        alike = rows[rows["measure_id"].isin(["stop_search_ratio_vs_white", *force.REVIEW_TACTICS])]
        alike = alike[(alike["value"] == row["value"]) & (alike["bound"] == row["bound"])]
        words = printed.row_value(row)
        assert {said[number] for number in alike["figure_id"]} <= {words, f"“{row['printed_as']}”"}
        day = row["period_end"].date()
        assert words in powers.printed_label([words])
        assert words in powers.printed_sentence("Black", words, day, day)
        assert words in force_words.printed_sentence([("Black", words, 3.0, None)], day, day)


def test_it_reads_the_same_on_crime_and_solved(rows, said):
    figures = rows.set_index("figure_id", drop=False)
    for number in figures.index[figures["measure_id"].str.match(r"recorded_offences_change_\d+y")]:
        assert crime_words.percent_cell(figures.loc[number, "value"]) == said[number]
    assert crime_changes.printed_changes()["printed_count"].notna().any()
    found = outcomes.sanction_detections()
    rates = figures[
        (figures["measure_id"] == "sanction_detection_rate")
        & (figures["source_id"] == "review_figures")
    ]
    words = {said[number] for number in rates["figure_id"]}
    assert {printed.value_words(rate, "percent") for rate in found["rate_0y"]} <= words
    cells = printed.figure_cells(outcomes.women_and_girls())
    assert [cell[1].text for cell in cells] == [
        said[number] for number in outcomes.women_and_girls()["figure_id"]
    ]


def test_marks_read_the_same_in_bars_tables_and_standings(rows):
    for row in rows[rows["source_id"] == "review_figures"].iloc[::7].to_dict("records"):
        found = printed.marks(row)
        standing = review_words.figure_facts(row)["Standing"].lower()
        assert all(mark in standing for mark in found)
        assert printed.mark_words(row).split(", ")[1:] == found
    assert queries.printed(["officers_suspended"])["read"].isin(["first_hand", "second_hand"]).all()
