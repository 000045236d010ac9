"""Figures printed in documents: what is a baseline, what is the newest since, and what is neither."""

from __future__ import annotations

import re
import tomllib

import pandas as pd
import pytest

from data_pipeline.derived import printed_figures
from datasets.schema import BOUNDS, REFERENCE, SourceError
from tests.data_pipeline.verdict_tables import made, replaced, shipped

I_GRADE = ("response_times", "average_response_time", "I grade (immediate)")
ABUSE_CHARGED = ("charge_rates", "charge_rate", "Domestic abuse offences")
MARKS = (
    {"is_conflict": True},
    {"is_doubtful": True},
    {"is_testimony": True},
    {"is_other_survey": True},
    {"is_target": True},
    *({"bound": bound} for bound in BOUNDS if bound != "exact"),
)
"""Each alone keeps a figure from being a baseline or the newest."""
DECLARED = tomllib.loads((REFERENCE / "success_measures.toml").read_text(encoding="utf-8"))
INDICATORS = [one for measure in DECLARED["measure"] for one in measure["indicator"]]
PUBLISHED = DECLARED["published"]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """The shipped tables of printed figures; never changed."""
    return {dataset: shipped(dataset) for dataset in ("review_figures", "published_figures")}


@pytest.fixture(scope="module")
def figures(tables) -> pd.DataFrame:
    return pd.concat(tables.values()).set_index("figure_id", drop=False).rename_axis(None)


def is_marked(figures: pd.DataFrame) -> pd.Series:
    """By plain search of the columns: any flag, or a bound."""
    flags = [name for one in MARKS for name in one if name != "bound"]
    return figures[flags].any(axis="columns") | figures["bound"].ne("exact")


# What is declared


def test_no_declared_baseline_is_marked_and_each_is_of_its_group_unit_and_period(figures):
    named = [one for one in INDICATORS if "baseline_figure" in one]
    assert len(named) == 11
    for one in named:
        row = figures.loc[one["baseline_figure"]]
        assert not is_marked(row.to_frame().T).item(), one["baseline_figure"]
        assert row["unit"] == one["unit"]
        assert row["group"].casefold() == one.get("group", "All").casefold()
        assert row["geography"] in ("London", "London (MPS area)")
        assert row["period_end"] <= pd.Timestamp(PUBLISHED)
        days = (row["period_end"] - row["period_start"]).days + 1
        years = {"nine_years": 9, "quarter": 0.25, "point_in_time": 0}.get(one["time_basis"], 1)
        assert days == pytest.approx(years * 365.25 or 1, abs=2)


def test_every_marked_figure_is_refused_as_a_baseline(tables, figures):
    marked = figures[is_marked(figures)]
    assert len(marked) > 200
    assert marked["is_conflict"].sum() == 116
    assert (marked["bound"] != "exact").sum() == 191
    assert printed_figures.is_marked(figures).equals(is_marked(figures))
    for number, row in marked.iloc[::12].iterrows():
        declared = {"baseline_figure": number, "unit": row["unit"], "time_basis": "not_stated"}
        with pytest.raises(SourceError) as caught:
            printed_figures.of_figure(declared, tables, PUBLISHED, None)
        assert str(caught.value) == (
            f"success_measures: figure {number} is marked and cannot be a baseline: {row['confidence_note']}"
        )


def test_a_figure_that_is_not_marked_is_a_baseline_as_printed(tables, figures):
    plain = figures[~is_marked(figures)].iloc[::40]
    for number, row in plain.iterrows():
        declared = {"baseline_figure": number, "unit": row["unit"], "time_basis": "not_stated"}
        baseline, _ = printed_figures.of_figure(declared, tables, PUBLISHED, None)
        assert (baseline.figure.value, baseline.figure_id) == (row["value"], number)
        assert (baseline.figure.start, baseline.figure.end) == (
            row["period_start"].date(), row["period_end"].date(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"baseline_figure": "P9999"}, "baseline figure P9999 is not among the figures"),
        ({"unit": "percent"}, "figure P0237 is in minutes, not in percent"),
        ({"time_basis": "quarter"}, "figure P0237 is of 2021-12-01 to 2022-11-30: no quarter"),
        (
            {"time_basis": "nine_years"},
            "figure P0237 is of 2021-12-01 to 2022-11-30: no nine_years",
        ),
        (
            {"time_basis": "point_in_time"},
            "figure P0237 is of 2021-12-01 to 2022-11-30: no point_in_time",
        ),
    ],
)
def test_a_baseline_of_another_kind_than_declared_is_refused(changes, says, tables):
    declared = {
        "baseline_figure": "P0237",
        "unit": "minutes",
        "time_basis": "rolling_12_months",
        **changes,
    }
    with pytest.raises(SourceError) as caught:
        printed_figures.of_figure(declared, tables, PUBLISHED, None)
    assert str(caught.value) == f"success_measures: {says}"


def test_a_size_printed_without_its_sign_gets_the_declared_one(tables):
    found = made(tables)["baseline_value"]
    gaps = found["trust_confidence_fairness", :, "Black"]
    assert gaps.to_dict() == {"trust": -17, "treat_fairly": -11, "good_job_local": 0}
    assert str(gaps["good_job_local"]) == "0.0"  # not -0.0


# The newest since


def printed_later(figures, number="P0237", **changes) -> pd.DataFrame:
    """A figure once more, as of the year to June 2025 and 11 minutes, with these changes."""
    later = {
        "figure_id": "P9001",
        "value": 11.0,
        "period_start": pd.Timestamp("2024-07-01"),
        "period_end": pd.Timestamp("2025-06-30"),
    }
    return figures.loc[[number]].assign(**{**later, **changes})


@pytest.fixture
def with_figures(tables):
    def row(name, *added) -> pd.Series:
        more = pd.concat([tables["published_figures"], *added], ignore_index=True)
        return made(replaced(tables, published_figures=more)).loc[name]

    return row


def test_a_later_figure_of_its_kind_is_shown_and_without_a_base_not_judged(with_figures, figures):
    found = with_figures(I_GRADE, printed_later(figures))
    assert (found["latest_value"], found["latest_figure_id"]) == (11, "P9001")
    assert found["change"] == pytest.approx(-1.6)
    assert found["verdict"] == "cannot_be_judged"
    assert found["reason"] == (
        "The figures are printed without the number they stand on, so the change cannot be tested: "
        "12 min 36 s (year to November 2022), 11 min (year to June 2025)."
    )


def test_a_later_figure_of_another_kind_of_period_is_not_set_against_it(with_figures, figures):
    quarter = printed_later(figures, period_start=pd.Timestamp("2025-04-01"))
    found = with_figures(I_GRADE, quarter)
    assert (found["latest_value"], found["verdict"]) == (11, "cannot_be_judged")
    assert pd.isna(found["change"])
    assert found["time_basis"] == "not_stated"  # of two kinds, so of none
    assert found["reason"] == (
        "The two figures cover periods of different kinds, so they cannot be compared: "
        "12 min 36 s (year to November 2022), 11 min (1 April 2025 to 30 June 2025)."
    )


def test_the_newest_of_several_is_taken(with_figures, figures):
    older = printed_later(
        figures, figure_id="P9002", value=15.0, period_end=pd.Timestamp("2025-05-31")
    )
    found = with_figures(I_GRADE, printed_later(figures), older)
    assert found["latest_figure_id"] == "P9001"


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": "percent"},
        {"group": "S grade (significant)"},
        {"measure_id": "average_wait_101"},
        {"geography": "East Area BCU"},
        {"geography": "England and Wales"},
        {"geography": "City of London"},
        {"period_end": pd.Timestamp("2023-03-31")},
        *MARKS,
    ],
    ids=lambda changes: " ".join(map(str, changes.values())),
)
def test_what_is_of_another_kind_place_or_trust_is_not_the_newest(changes, with_figures, figures):
    found = with_figures(I_GRADE, printed_later(figures, **changes))
    assert pd.isna(found["latest_value"])
    assert found["reason"] == (
        "No comparable figure for a time since March 2023 is in any published file held here. The "
        "baseline is 12 min 36 s (year to November 2022). Response times are known from answers to "
        "questions and press reports only: no table of them was found."
    )


def test_what_is_no_mark_does_not_keep_a_figure_out(with_figures, figures):
    for changes in (
        {"read": "second_hand"},
        {"dating": "assumed"},
        {"is_other_method": True},
        {"confidence_note": "CONFLICT, APPROX: the note itself is not read"},
    ):
        found = with_figures(I_GRADE, printed_later(figures, **changes))
        assert found["latest_value"] == 11


def test_a_national_charge_rate_is_never_the_mets(with_figures, figures):
    """Where no baseline says whose figures are looked for, they are the Met's."""
    national, ours = (
        printed_later(
            figures,
            "P0163",
            group="Domestic abuse offences",
            figure_id=number,
            value=value,
            geography=place,
        )
        for number, value, place in (
            ("P9001", 6.0, "England and Wales"),
            ("P9002", 5.0, "London (MPS area)"),
        )
    )
    assert pd.isna(with_figures(ABUSE_CHARGED, national)["latest_value"])
    found = with_figures(ABUSE_CHARGED, national, ours)
    assert (found["latest_value"], found["latest_figure_id"]) == (5, "P9002")
    assert found["reason"] == (
        "No comparable figure from the time of the Review (March 2023) is held to set the newest against. "
        "The Office for National Statistics publishes it by police force."
    )


def test_the_shares_officers_are_of_are_dated_by_the_day(with_figures, figures):
    name = ("workforce_representation", "officers_by_ethnicity", "Black, Asian and ethnic minority")
    day = pd.Timestamp("2025-09-30")
    found = with_figures(
        name, printed_later(figures, "P0260", value=18.2, period_start=day, period_end=day)
    )
    assert found["change"] == pytest.approx(1.6)
    assert found["reason"].endswith("16.6% (30 September 2022), 18.2% (30 September 2025).")


@pytest.mark.parametrize("held", ["review_figures", "published_figures"])
def test_a_baseline_from_a_table_that_is_not_held_is_not_held(held, tables):
    """One table alone is enough for a build, as in a folder of one's own."""
    found = made({held: tables[held]})
    numbers = found["baseline_figure_id"].dropna()
    assert {number[0] for number in numbers} == {"R" if held == "review_figures" else "P"}
    assert len(numbers) == {"review_figures": 7, "published_figures": 4}[held]


def test_the_marks_are_those_that_the_figures_bear(figures):
    """A mark that is new in the notes has to be given a meaning."""
    words = {
        word
        for note in figures["confidence_note"].dropna()
        for word in re.findall(r"[A-Z]{5,}", note)
    }
    assert words - {"PERIOD", "METHOD", "DERIVED", "MOPAC", "LGBTQ", "COVID"} == {
        "CONFLICT", "CONTRADICTION", "APPROX", "ANECDOTAL", "TARGET",
    }  # fmt: skip


def test_every_mark_in_a_published_note_is_in_its_columns(figures):
    """By plain search, apart from the patterns of the pipeline."""
    notes = figures["confidence_note"].fillna("")
    for mark, column in (
        ("CONFLICT", "is_conflict"), ("CONTRADICTION", "is_conflict"), ("ANECDOTAL", "is_testimony"),
        ("NOT PAS", "is_other_survey"), ("TARGET", "is_target"), ("METHOD", "is_other_method"),
        ("DERIVED", "is_worked_out"), ("Ambiguous", "is_doubtful"),
    ):  # fmt: skip
        bears = notes.str.contains(mark, regex=False)
        assert figures.loc[bears, column].all(), mark
    low = notes.str.casefold()
    assert set(figures.loc[low.str.contains("upper bound"), "bound"]) == {"at_most"}
    assert set(figures.loc[low.str.contains("lower bound"), "bound"]) == {"at_least", "more_than"}
    assert "exact" not in set(figures.loc[notes.str.contains("APPROX"), "bound"])
    assert not figures.loc[low.str.contains("do not chart"), "may_be_drawn"].any()
    assert set(figures.loc[low.str.contains("second hand"), "read"]) == {"second_hand"}


def test_no_caveat_has_marks_lines_or_shorthand(figures):
    caveats = figures["caveat"].dropna()
    assert len(caveats) == (figures["confidence_note"].fillna("") != "").sum()
    for shorthand in (
        r"\b(?:CONFLICT|CONTRADICTION|APPROX|PERIOD|METHOD|DERIVED|ANECDOTAL|TARGET)\b", r"\bPAS\b",
        r"\blines? \d", r"\b[RP]\d{4}\b", r"\bFTE\b", r"\bBAME\b", r"\b(?:upper|lower) bound\b", "  ",
    ):  # fmt: skip
        assert list(caveats[caveats.str.contains(shorthand)]) == []
