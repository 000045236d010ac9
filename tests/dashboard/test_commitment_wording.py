"""Sentences on promises: every branch, in full."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from dashboard.subjects.commitments import figures as queries
from dashboard.subjects.commitments.words import commitments as words
from dashboard.subjects.commitments.words import rule as promise_rule
from dashboard.subjects.commitments.words import tables
from dashboard.words.passages import DOCUMENTS
from dashboard.words.standings import STANDINGS
from datasets import catalogue
from datasets.schema import COMMITMENT_KINDS

DAY = date(2026, 11, 23)
PAGES = {"": "Overview", "trust": "Trust and confidence", "workforce": "Inside the Met"}


def tally(dated=0, met=0, missed=0, undecided=0, no_figure=0, with_mayor=0) -> dict[str, int]:
    past = met + missed + undecided + no_figure
    return {
        "dated": dated or past,
        "past": past,
        "met": met,
        "missed": missed,
        "undecided": undecided,
        "no_figure": no_figure,
        "with_mayor": with_mayor,
    }


@pytest.fixture
def rows() -> pd.DataFrame:
    return queries.promises(DAY).set_index("id", drop=False)


def test_the_words_cover_what_can_be_chosen():
    assert list(STANDINGS) == list(queries.STANDINGS)
    assert set(words.OWNERS) == set(queries.OWNERS)
    assert list(words.KINDS) == list(queries.KINDS)
    assert set(words.KINDS) == {*COMMITMENT_KINDS, "request"}
    assert set(promise_rule.WHY_OPEN) == {"early", "other", "read_as", "judged"}
    assert set(words.PARTIES) < set(queries.PARTIES)
    assert set(words.UNDATED) < set(DOCUMENTS)


@pytest.mark.parametrize(
    ("party", "counts", "is_part", "said"),
    [
        (
            "met",
            tally(32, met=1, missed=1, undecided=11, no_figure=18),
            False,
            "31 of 32 dated promises of the Met are past due: 1 met, 1 missed and 29 undecided",
        ),
        (
            "city",
            tally(6, undecided=1, no_figure=5),
            True,
            "All 6 dated promises of the City of London Police shown are past due; figures settle none",
        ),
        (
            "met",
            tally(3, no_figure=1),
            True,
            "1 of 3 dated promises of the Met shown is past due; no figure settles it",
        ),
        ("met", tally(2, met=1), False, "1 of 2 dated promises of the Met is past due: 1 met"),
        ("met", tally(2), False, "None of 2 dated promises of the Met is past due"),
        ("met", tally(1), True, "1 dated promise of the Met fits this choice: it is not past due"),
        ("asked", tally(2, no_figure=1), False,
         "1 of 2 dated requests of the Review is past due; no figure settles it"),
        ("met", tally(met=1), True, "1 dated promise of the Met fits this choice: it was met"),
        ("met", tally(missed=1), True, "1 dated promise of the Met fits this choice: it was missed"),
        (
            "government",
            tally(undecided=1),
            False,
            "1 dated promise of the Government: it is past due; no figure settles it",
        ),
    ],
)  # fmt: skip
def test_the_headline(party, counts, is_part, said):
    assert words.headline(party, counts, is_part) == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ({"recommendation": 1}, "1 recommendation fits this choice, none with a date"),
        ({"answer": 2}, "2 answers fit this choice, none with a date"),
        (
            {"answer": 1, "commitment": 3, "recommendation": 16},
            "3 undated promises, 16 recommendations and 1 answer fit this choice, none with a date",
        ),
    ],
)
def test_the_headline_where_nothing_has_a_date(kinds, said):
    assert words.nothing_dated(kinds) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            tally(32, met=1, undecided=11, no_figure=18),
            "On 11 the figure held is too early or about something else; on 18 none is held. As of 23 "
            "November 2026.",
        ),
        (tally(undecided=2), "On 2 the figure held is too early or about something else. As of 23 November 2026."),
        (tally(no_figure=2), "On 2 none is held. As of 23 November 2026."),
        (tally(met=1), "As of 23 November 2026."),
    ],
)  # fmt: skip
def test_the_lede(counts, said):
    assert words.lede([], counts, DAY) == said


def test_what_is_counted_and_what_is_not():
    everyone = {
        "met": tally(32, with_mayor=2),
        "government": tally(1),
        "city": tally(6),
    }
    assert words.counted("met", everyone, 3) == (
        "2 of the 32 are asked of the Met together with the Mayor of London. 3 more have no date. "
        "Counted apart: 1 dated promise of the Government and 6 dated promises of the City of London Police."
    )
    alone = {"met": tally(3, with_mayor=1), "government": tally(0), "city": tally(0)}
    assert words.counted("met", alone, 1) == (
        "1 of the 3 is asked of the Met together with the Mayor of London. 1 more has no date."
    )
    assert words.counted("city", {"city": tally(6), "met": tally(0)}, 0) == ""


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        (tally(32, met=1, missed=1, undecided=11, no_figure=18),
         "18 of 31 past due have no figure at all"),
        (tally(6, undecided=1, no_figure=4),
         "4 of 5 past due have no figure at all"),
        (tally(4, no_figure=4), "All 4 past due have no figure at all"),
        (tally(2, no_figure=1), "When the promises of the Met fall due"),
        (tally(2, met=1, missed=1), "When the promises of the Met fall due"),
    ],
)  # fmt: skip
def test_the_charts_title(counts, title):
    assert words.chart_title("met", counts) == title


def test_the_chart_in_words():
    assert words.chart_alt("city", {"no_figure": 5, "due": 1}, date(2023, 4, 27), date(2025, 12, 31)) == (
        "Timeline of the dated promises of the City of London Police, due from April 2023 to December "
        "2025. Past due: no figure held here (5); Due now (1)."
    )  # fmt: skip
    assert words.chart_subtitle("met", DAY).endswith("by how it stands on 23 November 2026")


def test_what_stands_on_the_fold():
    dues = pd.Series(pd.to_datetime(["2024-12-31", "2023-04-30", None]))
    assert words.rest(dues) == "3 more: 2 due April 2023 to December 2024 and 1 without a date"
    assert words.rest(dues.iloc[:2]) == "2 more: 2 due April 2023 to December 2024"
    assert words.rest(dues.iloc[2:]) == "1 more: 1 without a date"


def test_the_notes_are_of_what_is_on_screen(rows):
    everything = words.notes(rows, DAY, DAY)
    assert everything[:3] == [words.NOT_HELD_NOTE, *words.DATED_NOTES]
    assert words.COMMAND in everything
    assert (
        "Without a date of their own: Op Leven review, Rebuilding Trust statement and City of London Police's answer. "
        "When each was written, and the date of its figures, is read from its text." in everything
    )
    noted = int(rows["confidence_note"].notna().sum())
    assert everything[-1].startswith(f"{noted} rows below have a note on what had to be judged")
    assert words.notes(rows.loc[["city-answer-01"]], DAY, DAY) == [
        "Without a date of its own: City of London Police's answer. When it was written, and the date of its "
        "figures, is read from its text."
    ]
    assert words.notes(rows.loc[["casey-06"]], DAY, DAY) == []
    past = words.notes(rows.loc[["casey-12"]], date(2025, 1, 1), DAY)
    assert past[0].startswith("1 row below has a note")
    assert past[1].startswith("This link shows how things stood on 1 January 2025.")


# Tables


def test_a_promise_that_nothing_decides(rows):
    [(promise, due, standing, figure)] = tables.promise_rows(rows.loc[["padp-women"]], PAGES)
    assert promise.text == "Make at least 20% of the command's people women."
    assert promise.quiet == ("Op Leven review · recommendation 4",)
    assert promise.links == (("Page: Inside the Met", "./workforce"),)
    assert (due.text, due.quiet) == ("By March 2026", ("Last day: 31 March 2026",))
    assert (standing.text, standing.state) == ("Past due, undecided", "undecided")
    assert standing.quiet == (
        "What is held is from before the date.",
        "Promised: at least 20%",
    )
    assert figure.text == "11% were women in autumn 2023."
    assert figure.quiet[0] == "From: Op Leven review (October 2023)"
    assert figure.quiet[1].startswith("Note: The document is undated;")
    assert figure.links == (("Rows (CSV)", "./data/review_figures.csv?figure_id=R1571"),)


def test_a_promise_about_which_nothing_is_held(rows):
    [(promise, _, standing, figure)] = tables.promise_rows(rows.loc[["casey-15-two-years"]], PAGES)
    assert promise.quiet[0] == "Who: Metropolitan Police and Mayor of London"
    assert standing.text == "Past due, no figure held"
    assert figure.text == "No figure held here."
    assert figure.quiet[0] == "What would show it: a published review."
    assert figure.links == ()


def test_a_doubtful_reading_is_noted_beside_its_state(rows):
    [(_, _, standing, figure)] = tables.promise_rows(rows.loc[["board-support-officers"]], PAGES)
    assert standing.state == "undecided"
    assert standing.quiet == (
        promise_rule.WHY_OPEN["read_as"],
        "Promised: at least 500 more officers",
    )
    assert any(line.startswith("Note: Read as 500 more in post.") for line in figure.quiet)
    assert [words for words, _ in figure.links] == ["Rows 1 (CSV)", "Rows 2 (CSV)"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("board-supervisors", "Promised: at most 6 officers to one supervisor"),
        ("padp-training", "Promised: all (100%)"),
        ("casey-uplift", "Promised: at least 36,500 officers (headcount)"),
    ],
)
def test_what_number_was_promised(rows, name, said):
    [(_, _, standing, _)] = tables.promise_rows(rows.loc[[name]], PAGES)
    assert said in standing.quiet


def test_no_cell_shows_lines_or_marks(rows):
    shown = [
        *tables.promise_rows(rows[rows["commitment_kind"] == "commitment"], PAGES),
        *tables.recommendation_rows(rows[rows["commitment_kind"] == "recommendation"], {}, PAGES),
    ]
    lines = " ".join(line for cells in shown for cell in cells for line in (cell.text, *cell.quiet))
    assert not re.search(r"\blines? \d|CONFLICT", lines)


def test_the_rule_names_every_state_and_the_day():
    steps = promise_rule.rule_steps(DAY)
    assert [step[0] for step in steps[:3]] == ["Met", "Missed", "Undecided"]
    assert "something else" in steps[2][1]
    assert "to 23 November 2026." in steps[5]


def test_a_promise_without_a_day(rows):
    [(_, due, standing, _)] = tables.promise_rows(rows.loc[["casey-uplift"]], PAGES)
    assert (due.text, due.quiet) == ("Over three years", ("No day that can be counted from",))
    assert standing.text == "No date given"


def test_a_recommendation(rows):
    found = tables.recommendation_rows(rows.loc[["casey-04", "casey-07"]], {4: 15}, PAGES)
    assert found[0][0].text.startswith("4. Start the armed commands afresh")
    assert found[0][0].quiet == (
        "Who: Metropolitan Police",
        "Dated promises of the Met under it: 15",
        "Casey Review",
    )
    assert len(found[1][0].quiet) == 2
    assert found[1][2].text == tables.NOT_HELD
    assert found[1][2].quiet == ()


def test_an_answer_is_never_a_promise(rows):
    [(answered, answer)] = tables.answer_rows(rows.loc[["city-answer-15"]])
    assert (answered.text, answer.text) == ("Recommendation 15", "Does not apply to it.")


@pytest.mark.parametrize(
    ("name", "pages", "links"),
    [
        ("casey-16", PAGES, (("Page: Overview", "./"),)),
        ("casey-08", PAGES, (("Page: Trust and confidence", "./trust"),)),
        ("casey-01", PAGES, (("Page: Inside the Met", "./workforce"),)),
        ("casey-01", PAGES | {"misconduct": "Misconduct"}, (("Page: Misconduct", "./misconduct"),)),
        ("casey-12", PAGES, ()),
        ("casey-04", PAGES, ()),
    ],
)
def test_the_page_that_bears_on_it(rows, name, pages, links):
    [(first, *_)] = tables.recommendation_rows(rows.loc[[name]], {}, pages)
    assert first.links == links


def test_every_link_to_rows_finds_rows(rows):
    pointers = rows["evidence_rows"].dropna()
    assert len(pointers) >= 14
    for pointer in pointers:
        for _, address in tables.data_links(pointer):
            parts = urlsplit(address)
            dataset = parts.path.removeprefix("./data/").removesuffix(".csv")
            filters = dict(parse_qsl(parts.query))
            assert len(catalogue.load(dataset, list(filters) or None, filters)), address


def test_no_cell_shows_what_is_missing(rows):
    promised = rows[rows["commitment_kind"] == "commitment"]
    asked = rows[rows["commitment_kind"] == "recommendation"]
    shown = [
        *tables.promise_rows(promised, PAGES),
        *tables.recommendation_rows(asked, {}, PAGES),
        *tables.answer_rows(rows[rows["commitment_kind"] == "answer"]),
    ]
    assert len(shown) == 75
    lines = [line for cells in shown for cell in cells for line in (cell.text, *cell.quiet)]
    assert all(line and "nan" not in line.lower().split() and "NaT" not in line for line in lines)
    assert all("None" not in line for line in lines)
