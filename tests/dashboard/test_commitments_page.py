"""Promises by what the page says, in every state."""

from datetime import date
from functools import partial

from dashboard.page import Fold
from tests.dashboard import page_reading
from tests.dashboard.page_reading import cards, files
from tests.dashboard.page_reading import everything as says

shown = partial(page_reading.shown, "commitments")


def test_nothing_is_met_or_missed_by_a_figure_of_something_else():
    page = shown(on="2026-11-23")
    assert page.headline == ("All 30 dated promises of the Met are past due; figures settle none")
    assert page.lede == (
        "13 have a figure that bears on them. "
        "Recruit 500 more police community support officers: 271 more at the end of 2024 than on 31 March 2023. "
        "Put 20 more superintendents in post: all 20 had been recruited by 28 April 2023, but recruited is not yet in "
        "post."
    )
    assert len(files(page, "promises").frame) > len(page.rows["due-dates"].frame) == 30
    assert "Past due, undecided" in cards(page)
    assert "near to what was promised, not that itself: see the note" in cards(page)
    assert "How the state of a promise is worked out" in [one.title for one in page.all_of(Fold)]
    assert "from its last day to 23 November 2026" in says(page)


def test_what_the_review_asked_for_stands_by_itself():
    page = shown(on="2026-11-23")
    assert "2 dated requests of the Review" in says(page)
    assert "Asked by the Review, with a date" in says(page)
    alone = shown(kind="request", on="2026-11-23")
    assert alone.headline == (
        "1 of 2 dated requests of the Review shown is past due; no figure settles it"
    )
    assert "days past its date" not in cards(alone)
    assert 602 in files(alone, "promises").frame["days_overdue"].tolist()  # 31 March 2025
    assert "Promises of the Met" not in says(alone)


def test_days_are_counted_to_today():
    days = (date.today() - date(2025, 3, 31)).days
    assert days in files(shown(kind="request"), "promises").frame["days_overdue"].tolist()


def test_lines_stand_only_in_the_files():
    page = shown(q="PaDP women", on="2026-11-23")
    assert "line 45" not in cards(page) + says(page)
    assert "The files name the exact place of each" in says(page)
    (named,) = files(page, "promises").frame["evidence_source"].dropna().unique()
    assert named == "Op Leven review, line 45"


def test_an_empty_search_says_so():
    page = shown(q="nothing has these words")
    assert page.headline == "Nothing fits this choice"
    assert "Nothing is published for these words and choices" in page.notices[0]
    assert not page.charts


def test_an_owner_that_does_not_exist_is_said():
    assert "“nobody” for “owner”" in shown(owner="nobody").ignored[0]


def test_without_the_table_the_page_says_so(without):
    without("commitments")
    page = shown()
    assert "These figures are not loaded" in says(page)
    assert not page.charts
