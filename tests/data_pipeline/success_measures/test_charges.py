"""Charges per 100 recorded offences: the rules that a verdict on them passes, on invented counts."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
import pytest

from datasets.schema import MPS, SourceError
from tests.data_pipeline.verdict_tables import changed_declaration, indicator, made

REDUCED, RECORDED = "home_office_charges_reduced", "mps_recorded_crime"
VIOLENCE, SEXUAL, ROBBERY = "Violence against the person", "Sexual offences", "Robbery"
WHOLE = "All offences"
YEARS = range(2020, 2027)
"""Years to March; the last is the newest."""

STEADY = dict.fromkeys(YEARS, 60) | {2021: 61, 2023: 60}
"""Charges of 1,000 offences a year: an ordinary year moves them by a few tenths of a point."""


def charges(series: Mapping[str, Mapping[int, float]], newest_age: int = 3) -> pd.DataFrame:
    """Rows of charges by year and group, with the offences of all groups together."""
    rows = [
        outcome(year, group, "charged", count, newest_age)
        for group, counts in series.items()
        for year, count in counts.items()
    ]
    rows += [
        outcome(year, WHOLE, "offences_only", None, newest_age) | {"offences_count": 3000}
        for year in YEARS
    ]
    return pd.DataFrame(rows)


def outcome(
    year: int, group: str, kind: str, count: float | None, newest_age: int
) -> dict[str, object]:
    return {
        "period_start": pd.Timestamp(f"{year - 1}-04-01"),
        "period_end": pd.Timestamp(f"{year}-03-31"),
        "area_name": "London (Met area)",
        "series": "notifiable",
        "offence_group": group,
        "offence_code": None,
        "outcome_kind": kind,
        "outcome_basis": "as_published" if kind == "offences_only" else "recorded",
        "area_code": MPS,
        "outcomes_count": count,
        "offences_count": math.nan,
        "rate_pct": math.nan,
        "age_months": newest_age + 12 * (2026 - year),
        "is_provisional": year == 2026 and newest_age < 3,
        "source_id": REDUCED,
        "edition": "2026-03",
    }


def offences(groups: Mapping[str, float], drop: str = "") -> pd.DataFrame:
    """The Met's monthly counts, the same each month; one month left out."""
    months = pd.date_range("2019-04-01", "2026-03-01", freq="MS")
    return pd.DataFrame(
        {
            "month": month,
            "area_name": place,
            "offence_group": group,
            "offence_subgroup": "x",
            "area_code": "E09000001",
            "area_type": "borough",
            "published_label": "x",
            "offences_count": count / 24,
            "source_id": RECORDED,
            "edition": "202606",
        }
        for month in months[months != drop]
        for place in ("One", "Two")
        for group, count in groups.items()
    )


def frames(
    series: Mapping[str, Mapping[int, float]], newest_age: int = 3, drop: str = ""
) -> dict[str, pd.DataFrame]:
    groups = dict.fromkeys([VIOLENCE, SEXUAL, ROBBERY], 1000)
    return {
        "crime_outcomes": charges(series, newest_age),
        "recorded_offences": offences(groups, drop),
    }


def row(found: pd.DataFrame, group: str) -> pd.Series:
    return found.loc[("charge_rates", "charge_rate", group)]


def whole(found: pd.DataFrame) -> pd.Series:
    return found.loc[("charge_rates", "all", "all")]


def of_group(newest: float, group: str = VIOLENCE, **changed: int) -> pd.Series:
    series = {group: STEADY | {2026: newest}}
    return row(made(frames(series, **changed)), group)


def test_a_rate_is_charges_of_the_years_offences_of_all_places():
    found = of_group(90)
    assert found["baseline_value"] == pytest.approx(6.0)
    assert found["latest_value"] == pytest.approx(9.0)
    assert found["baseline_base_n"] == found["latest_base_n"] == 1000
    assert found["latest_period_end"] == pd.Timestamp("2026-03-31")
    steps = [0.1, 0.1, 0, 0, 0, 3.0]
    assert found["ordinary_step"] == pytest.approx(sum(steps) / 6)
    assert found["baseline_source_id"] == REDUCED


@pytest.mark.parametrize(
    ("newest", "verdict"),
    [
        (120, "improved"),  # 11.4 to 12.7 after the revision
        (60, "no_clear_change"),
        (20, "worsened"),
        (82, "cannot_be_judged"),  # 7.8 is no clear change by chance, 8.7 is one
    ],
)
def test_a_verdict_holds_at_both_ends_of_the_declared_revision(newest, verdict):
    found = of_group(newest)
    assert found["verdict"] == verdict
    if verdict == "cannot_be_judged":
        assert found["cannot_kind"] == "not_ripe"
        assert found["ripe_from"] == pd.Timestamp("2027-07-01")
        assert found["reason"].endswith("It can be judged from July 2027.")
        assert found["needed"] == (
            "Time: charges of the year to March 2026 are still being entered. It can be judged from July "
            "2027."
        )
    else:
        assert found["needed"] == "Nothing more: the figures of both years are loaded."
        assert pd.isna(found["ripe_from"])
        assert found["reason"].endswith("the verdict is the same at both ends.")


def test_sexual_offences_carry_a_revision_of_their_own():
    """Halved: worsened as published, and 4.5 against 6.0 at the other end, which few cases alone can do."""
    found = of_group(30, SEXUAL)
    assert (found["verdict"], found["cannot_kind"]) == ("cannot_be_judged", "not_ripe")
    assert "by 0% to +50% as declared" in found["reason"]
    assert "worsened as published, shows no clear change at +50%" in found["reason"]
    assert of_group(30)["verdict"] == "worsened"


def test_a_year_of_sixteen_months_stands_as_published():
    assert of_group(30, SEXUAL, newest_age=16)["verdict"] == "worsened"


def test_a_year_too_young_is_no_newest_one():
    assert of_group(120, newest_age=2)["latest_period_end"] == pd.Timestamp("2025-03-31")


def test_a_year_without_a_month_of_its_offences_has_no_rate():
    found = row(made(frames({VIOLENCE: STEADY}, drop="2026-02-01")), VIOLENCE)
    assert found["latest_period_end"] == pd.Timestamp("2025-03-31")


def test_more_charges_than_offences_stop_the_build():
    with pytest.raises(SourceError, match="charges by offence group: a count"):
        made(frames({VIOLENCE: STEADY | {2026: 1200}}))


def test_all_offences_say_which_group_moved_and_what_the_year_before_was():
    series = {
        WHOLE: {year: 180 for year in YEARS} | {2022: 200, 2026: 190},
        VIOLENCE: STEADY | {2026: 68},
        ROBBERY: STEADY | {2026: 62},
    }
    found = row(made(frames(series)), "all")
    assert found["verdict"] == "no_clear_change"
    assert "Of 10 more charges, 8 are of violence against the person." in found["reason"]
    assert found["reason"].endswith("In the year to March 2022 it was 6.7%.")
    assert "At the mix of cases of the first date the change is" in found["reason"]


def better() -> dict[str, pd.DataFrame]:
    """Violence and robbery clearly up, sexual offences too young to tell."""
    return frames(
        {
            WHOLE: dict.fromkeys(YEARS, 180) | {2021: 182},
            VIOLENCE: STEADY | {2026: 120},
            ROBBERY: STEADY,
            SEXUAL: STEADY | {2026: 40},
        }
    )


def test_a_measure_whose_principal_indicator_is_not_judged_counts_the_others():
    found = whole(made(better()))
    assert (found["verdict"], found["cannot_kind"]) == ("cannot_be_judged", "not_published")
    assert found["reason"].startswith(
        "1 of 4 improved: violence; 2 no clear change: all offences, robbery; 1 too early to judge: sexual offences. "
        "Not judged: "
        "violence against women and girls, which the Review puts first (not published); "
    )
    assert "Time: charges of the year to March 2026 are still being entered." in found["needed"]
    assert "Nothing more" not in found["needed"]
    assert "table of crime outcomes by police force, for the years" not in found["needed"]


def test_where_the_principal_indicator_is_judged_the_measure_follows_the_others(monkeypatch):
    def principal_is_violence(declared):
        own = next(one for one in declared["measure"] if one["id"] == "charge_rates")["indicator"]
        for one in own:
            one["is_principal"] = one.get("offence_group") == VIOLENCE

    changed_declaration(monkeypatch, principal_is_violence)
    found = whole(made(better()))
    assert found["verdict"] == "improved"
    assert found["reason"].startswith("Violence charged: improved.")


def test_beside_the_measure_nothing_decides(monkeypatch):
    found = made(better())
    for one in ("positive_outcomes", "domestic_abuse_outcomes", "hate_crime_outcomes"):
        row = found.loc[("charge_rates", one, "all")]
        assert not row["is_deciding"]
        assert pd.isna(
            row["change"]
        )  # declared not to compare: a change in a file would be read as one

    changed_declaration(
        monkeypatch, lambda declared: indicator(declared, "charge_rates").pop("is_principal")
    )
    with pytest.raises(SourceError, match="not one principal indicator"):
        made(better())
