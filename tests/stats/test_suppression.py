"""Which figures rest on too few people, by the project's one table of thresholds."""

import pytest

from datasets.schema import REFERENCE
from stats.suppression import Thresholds, is_masked, standing, thresholds_of

WRITTEN = (REFERENCE / "suppression.toml").read_text(encoding="utf-8")


def test_survey_cells_are_hidden_below_50_and_flagged_below_100():
    assert thresholds_of(WRITTEN) == Thresholds(hidden_below=50, flagged_below=100)


@pytest.mark.parametrize(
    ("base", "wanted"),
    [(0, "hidden"), (49, "hidden"), (50, "flagged"), (99, "flagged"), (100, "shown")],
)
def test_standing(base, wanted):
    assert standing(base, thresholds_of(WRITTEN)) == wanted


def test_a_negative_base_is_refused():
    with pytest.raises(ValueError, match="no base of -1"):
        standing(-1, Thresholds(50, 100))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[survey_cell",
        "[survey_cell]\nhidden_below = 50",
        "[survey_cell]\nhidden_below = 100\nflagged_below = 50",
        "[survey_cell]\nhidden_below = 0\nflagged_below = 50",
        "[survey_cell]\nhidden_below = 49.5\nflagged_below = 100",
        "survey_cell = 50",
    ],
)
def test_thresholds_that_are_none_are_refused(written):
    with pytest.raises(ValueError, match="thresholds for survey_cell"):
        thresholds_of(written)


def test_counts_of_people_from_1_to_4_are_masked():
    people = thresholds_of(WRITTEN, "count_of_people")
    assert [is_masked(count, people) for count in range(6)] == [False, *[True] * 4, False]
    assert not is_masked(1234, people)


def test_a_negative_count_of_people_is_refused():
    with pytest.raises(ValueError, match="no base of -1"):
        is_masked(-1, thresholds_of(WRITTEN, "count_of_people"))
