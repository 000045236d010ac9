"""Signs: looked up, never typed; one that cannot be meant stops the build."""

from __future__ import annotations

import copy
from typing import Any

import pandas as pd
import pytest

from data_pipeline import checks
from data_pipeline.derived import signs
from datasets import catalogue
from datasets.schema import DATASETS, MPS, SourceError

PRINTED = {
    "measure": "response_times",
    "sign": "calls",
    "name": "Calls answered",
    "figure": "P2",
    "earlier_figure": "P1",
    "why": "It is not how fast an officer comes.",
}


def figure(number: str, value: float, start: str, end: str, **changed: object) -> dict[str, object]:
    return {
        "figure_id": number,
        "value": value,
        "unit": "percent",
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
        "read": "first_hand",
        "bound": "exact",
        "dating": "stated",
        **dict.fromkeys(
            [
                "is_change",
                "is_conflict",
                "is_doubtful",
                "is_target",
                "is_testimony",
                "is_other_survey",
            ],
            False,
        ),
        "source_id": "published_figures",
        "edition": "2026-01",
        **changed,
    }


BEFORE = figure("P1", 70.0, "2023-01-01", "2023-12-31")
AFTER = figure("P2", 80.0, "2024-01-01", "2024-12-31")


def made(
    monkeypatch: pytest.MonkeyPatch,
    figures: list[dict[str, object]] | None = None,
    declared: dict[str, Any] | None = None,
    **frames: pd.DataFrame,
) -> pd.DataFrame:
    really = catalogue.declared
    own = {"sign": [PRINTED | (declared or {})]}
    monkeypatch.setattr(
        catalogue, "declared", lambda name: copy.deepcopy(own) if name == "signs" else really(name)
    )
    rows = pd.DataFrame([BEFORE, AFTER] if figures is None else figures)
    found, _ = signs.made({"published_figures": rows, **frames})
    assert not list(checks.of_dataset(found, DATASETS["signs"]))
    return found


def test_values_dates_and_who_says_it_are_the_figures_own(monkeypatch):
    (row,) = made(monkeypatch).to_dict("records")
    assert (row["value"], row["period"]) == (80.0, "2024")
    assert (row["earlier_value"], row["earlier_period"]) == (70.0, "2023")
    assert (row["direction"], row["said_by"], row["unit"]) == ("rose", "publisher", "percent")
    assert (row["figure_id"], row["earlier_figure_id"]) == ("P2", "P1")


@pytest.mark.parametrize(
    ("earlier", "latest", "said_by"),
    [
        ("first_hand", "second_hand", "press"),
        ("second_hand", "first_hand", "press"),
        ("derived", "first_hand", "quoted"),
    ],
)
def test_the_weaker_of_the_two_says_who_says_it(earlier, latest, said_by, monkeypatch):
    figures = [BEFORE | {"read": earlier}, AFTER | {"read": latest}]
    assert made(monkeypatch, figures)["said_by"].tolist() == [said_by]


@pytest.mark.parametrize(("value", "direction"), [(80.0, "rose"), (70.0, "same"), (60.0, "fell")])
def test_the_direction_is_that_of_the_figures(value, direction, monkeypatch):
    assert made(monkeypatch, [BEFORE, AFTER | {"value": value}])["direction"].item() == direction


def test_one_figure_has_no_direction_and_a_change_has_its_own(monkeypatch):
    alone = {"earlier_figure": None}
    assert made(monkeypatch, declared=alone)["direction"].item() == "one_figure"
    change = [BEFORE, AFTER | {"is_change": True, "value": -4.0}]
    assert made(monkeypatch, change, alone)["direction"].item() == "fell"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2023-04-01", "2024-03-31", "year to March 2024"),
        ("2024-04-01", "2024-09-30", "April to September 2024"),
        ("2023-10-01", "2024-03-31", "October 2023 to March 2024"),
        ("2024-11-01", "2024-11-30", "November 2024"),
        ("2024-11-04", "2024-11-04", "4 November 2024"),
    ],
)
def test_periods_in_words(start, end, words, monkeypatch):
    figures = [BEFORE, figure("P2", 80.0, start, end)]
    assert made(monkeypatch, figures)["period"].item() == words


def test_dates_that_nobody_states_are_said_to_be_so(monkeypatch):
    figures = [BEFORE, AFTER | {"dating": "assumed"}]
    assert made(monkeypatch, figures)["period"].item() == "2024, dates not stated"


@pytest.mark.parametrize(
    ("figures", "declared", "message"),
    [
        ([AFTER], {}, "figure P1 is not in published_figures"),
        ([BEFORE, AFTER | {"is_conflict": True}], {}, "figure P2 is marked"),
        ([BEFORE, AFTER | {"bound": "about"}], {}, "figure P2 is marked"),
        ([BEFORE | {"unit": "count"}, AFTER], {}, "two units, count, percent"),
        ([BEFORE, AFTER | {"period_end": pd.Timestamp("2023-03-31")}], {}, "no figure since the Review"),
        (None, {"figure": "X1"}, "X1 is no figure's number"),
        (None, {"measure": "trust_in_cats"}, "no such measure"),
        (None, {"kind": "guess"}, "unknown kind 'guess'"),
        (None, {"value": 80}, "nothing is called value"),
        (None, {"said_by": "publisher"}, "who says it is read from the figure"),
        (None, {"said_by": "quoted"}, "its figures are the publisher's own"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_stops_the_build(figures, declared, message, monkeypatch):
    with pytest.raises(SourceError, match=message):
        made(monkeypatch, figures, declared)


def custody(year: int, count: int, months: int = 12) -> list[dict[str, object]]:
    return [
        {
            "month": pd.Timestamp(year, month, 1),
            "offence_group": group,
            "disposal": disposal,
            "offences_count": count,
            "source_id": "mps_custody",
            "edition": "2026-02",
        }
        for month in range(1, months + 1)
        for group in ("Sexual offences", "Assault")
        for disposal in ("Prosecution", "To court", "No further action")
    ]


def test_custody_is_the_last_year_before_the_review_and_the_newest_whole_one(monkeypatch):
    rows = pd.DataFrame(
        [*custody(2021, 1), *custody(2022, 2), *custody(2025, 5), *custody(2026, 9, 2)]
    )
    declared = {
        "kind": "custody",
        "offence_group": "Sexual offences",
        "disposals": ["Prosecution", "To court"],
    }
    (row,) = from_table(monkeypatch, declared, custody=rows)
    assert (row["earlier_value"], row["earlier_period"]) == (48, "2022")
    assert (row["value"], row["period"]) == (120, "2025")
    assert (row["said_by"], row["source_id"]) == ("publisher", "mps_custody")


def test_a_table_that_is_not_held_leaves_its_sign_out(monkeypatch):
    declared = {"kind": "custody", "offence_group": "x", "disposals": ["y"]}
    assert from_table(monkeypatch, declared) == []
    assert from_table(monkeypatch, {"kind": "survey", "indicator": "relied_on"}) == []
    assert from_table(monkeypatch, {"kind": "closed_charges"}) == []


def test_the_survey_is_the_year_to_the_review_and_the_newest(monkeypatch):
    rows = pd.DataFrame(
        {
            "survey": "PAS",
            "measure": "relied_on",
            "area_code": MPS,
            "group_dimension": "all",
            "time_basis": "rolling_12_months",
            "period_end": pd.to_datetime(["2022-12-31", "2023-03-31", "2025-06-30", "2025-09-30"]),
            "share_pct": [61.0, 59.0, 58.0, 57.0],
            "source_id": "mopac_public_perception",
            "edition": "2025-09",
        }
    )
    declared = {"kind": "survey", "indicator": "relied_on"}
    (row,) = from_table(monkeypatch, declared, public_attitudes=rows)
    assert (row["earlier_value"], row["value"], row["direction"]) == (59, 57, "fell")
    assert row["period"] == "year to September 2025"


def from_table(
    monkeypatch: pytest.MonkeyPatch, declared: dict[str, Any], **frames: pd.DataFrame
) -> list[dict[str, Any]]:
    really = catalogue.declared
    kept = {name: PRINTED[name] for name in ("measure", "sign", "name", "why")}
    own = {"sign": [kept | declared]}
    monkeypatch.setattr(
        catalogue, "declared", lambda name: own if name == "signs" else really(name)
    )
    found, _ = signs.made(frames)
    rows: list[dict[str, Any]] = found.to_dict("records")
    return rows


def test_every_measure_of_the_declared_signs_is_one_of_the_seven():
    declared = catalogue.declared("signs")["sign"]
    assert not list(signs._faults(declared))
    assert "misconduct_racial_disparity" not in {one["measure"] for one in declared}
