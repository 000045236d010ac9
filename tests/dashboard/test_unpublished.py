"""What nobody has released by group, and the words to ask for it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard.subjects.gaps.figures import gaps, unpublished
from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.words import requests
from datasets.schema import SURVEY_MEASURES


def held(dimension, measure, group):
    grid = unpublished.grid(dimension).set_index(["measure", "group"])
    return grid.loc[(measure, group), "held"]


def test_the_grid_holds_every_measure_that_a_public_body_asks():
    grid = unpublished.grid("ethnicity")
    assert set(SURVEY_MEASURES) <= set(grid["measure"])
    assert "met_confidence" not in set(grid["measure"])
    assert len(grid) == 13 * 6
    assert grid["group"].unique().tolist()[-1] == "White British"


def test_what_is_released_is_what_the_documents_print():
    sep, mar = pd.Timestamp("2022-09-30"), pd.Timestamp("2022-03-31")
    assert held("ethnicity", "trust", "Black") == {"gap": sep, "share": mar}
    assert held("ethnicity", "good_job_local", "White British") == {"share": sep}
    assert held("ethnicity", "stop_search_fair", "Mixed") == {"limit": pd.Timestamp("2022-12-31")}
    assert held("lgbt", "trust", "Non-LGBT+") == {"change": mar}
    assert held("lgbt", "treat_fairly", "LGBT+") == {"change": mar, "doubtful": mar}
    assert held("sex", "feels_safe_after_dark", "Women") == {"share": pd.Timestamp("2023-12-31")}
    assert held("age", "good_job_local", "65 and over") == {"share": pd.Timestamp("2014-09-30")}


@pytest.mark.parametrize(
    ("dimension", "cells"),
    [("ethnicity", 13), ("lgbt", 3), ("sex", 2), ("age", 3), ("disability", 0)],
)
def test_how_many_cells_are_released(dimension, cells):
    assert sum(bool(one) for one in unpublished.grid(dimension)["held"]) == cells


def test_polls_of_others_are_no_release():
    polls = gap_figures.printed_cells()
    assert "jl-2021" in set(polls.loc[polls["dimension"] == "sex", "survey"])
    assert held("sex", "trust", "Women") == {}


@pytest.mark.parametrize(
    ("choice", "released", "is_last"),
    [
        (("trust", "ethnicity", "Black", "review-year.trust"), "2022-09-30", True),
        (("trust", "ethnicity", "Black", "review-year.trust"), "2023-06-30", False),
        (("trust", "ethnicity", "Black", "review-year.trust"), None, True),
        (("trust", "lgbt", "LGBT+", "review-year.trust"), None, True),
        # A poll is compared with itself alone.
        (("trust", "ethnicity", "Black", "crest-2022.trust-police"), "2023-06-30", True),
        (
            ("trust", "ethnicity", "Black and ethnic minority", "mile-end.no-trust-at-all"),
            None,
            False,
        ),
    ],
)
def test_whether_anything_comparable_is_held_since_the_review(choice, released, is_last):
    series = gaps.gap_series(*choice)
    newest = None if released is None else pd.Timestamp(released)
    assert unpublished.is_last_word(series, newest) is is_last


def test_whom_to_ask():
    trust = unpublished.asked("trust")
    assert (trust.survey, trust.holder, trust.code) == (
        "Public Attitude Survey",
        "MOPAC",
        "NQ135BD",
    )
    assert unpublished.asked("satisfied_reporting").survey == "User Satisfaction Survey"
    assert unpublished.asked("met_confidence") is None
    for measure in gap_figures.measures():
        wanted = unpublished.asked(measure)
        assert wanted is None or wanted.holder in requests.HOLDERS
    assert set(requests.GROUPED_BY) == set(gap_figures.dimensions())


WANTED = requests.Wanted(
    measure="agree that the Met is an organisation they can trust",
    code="NQ135BD",
    survey="Public Attitude Survey",
    holder="MOPAC",
    by="ethnicity",
    groups=("Black Londoners", "White British Londoners"),
    first_year="2014-15",
    quarters_since="January to March 2023",
)


def test_the_first_year_asked_for_is_that_of_the_oldest_figure_held(monkeypatch):
    assert unpublished.first_year() == "2014-15"
    later = pd.DataFrame({"period_end": [pd.Timestamp("2020-03-31"), pd.Timestamp("2021-06-30")]})
    monkeypatch.setattr(unpublished.catalogue, "load", lambda *_: later)
    assert unpublished.first_year() == "2019-20"


def test_a_request_names_holder_act_measure_groups_years_bases_and_weights():
    text = requests.request(WANTED, smallest=50)
    for part in (
        "Mayor's Office for Policing and Crime (MOPAC)",
        "Freedom of Information Act 2000",
        "The share of people who agree that the Met is an organisation they can trust (question NQ135BD in UK Data "
        "Service study SN 7048): of Black Londoners, of White British Londoners, and of every other group",
        "each financial year from 2014-15 to the newest, and for each quarter since January to March 2023.",
        "the number of people who answered, before and after weighting",
        "How the answers were weighted, and the design effect",
        "Where fewer than 50 people answered",
        "20 working days",
    ):
        assert part in text
    assert re.findall(r"^(\d)\. ", text, re.MULTILINE) == list("123456")


def test_a_request_without_a_question_number_names_none():
    text = requests.request(requests.Wanted(**{**vars(WANTED), "code": ""}), smallest=30)
    assert "SN 7048" not in text
    assert "fewer than 30 people" in text
