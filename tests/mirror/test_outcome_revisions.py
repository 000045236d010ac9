"""The revisions of outcomes, worked out again from the editions held."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline.__main__ import main
from data_pipeline.derived import ripening

pytestmark = pytest.mark.mirror


@pytest.fixture(scope="module")
def made(mirror) -> pd.DataFrame:
    return ripening.made(mirror)


def test_the_table_that_is_kept_is_not_stale(made):
    assert ripening.FILE.read_text(encoding="utf-8") == ripening.as_text(made)


def test_the_command_says_whether_it_renewed_the_table(mirror, tmp_path, capsys):
    to = tmp_path / "revisions.csv"
    for says in ("renewed", "up to date"):
        assert main(["ripening", "--mirror", str(mirror), "--to", str(to)]) == 0
        assert capsys.readouterr().out == f"{to}: {says}\n"
    assert to.read_bytes() == ripening.FILE.read_bytes()


def test_knife_crime_year_to_july_2025_against_the_sums_made_by_hand(made, mirror):
    """1,859 and 1,582; the newer also as this mirror's own sum of the newer file."""
    months = made[(made["row"] == "month") & (made["series"] == "knife_crime")].set_index("month")
    year = months.loc["2024-08":"2025-07", ["old_count", "new_count"]]
    assert len(year) == 12
    assert year.sum().tolist() == [1_859, 1_582]
    summed = pd.read_csv(
        mirror / "outcomes/DERIVED_knifecrime_london_month_2022-03_2026-02.csv"
    ).query("crime_subtype == 'Knife Crime' and measure == 'Positive Outcomes'")
    assert months["new_count"].to_dict() == (
        summed.set_index("month")["count"].reindex(months.index).to_dict()
    )
    assert months["is_one_product"].all()


def test_all_offences_of_two_products(made):
    months = made[(made["row"] == "month") & (made["series"] == "notifiable")].set_index("month")
    change = 100 * (months["new_count"] / months["old_count"] - 1)
    assert change[:"2024-07"].round(1).agg(["min", "max"]).tolist() == [-3.4, -2.3]
    assert change["2024-08":"2025-01"].between(-5.6, -4.5).all()  # about 5%
    assert change["2024-08":"2025-01"].mean() == pytest.approx(-5.0, abs=0.1)
    assert change["2025-02":"2025-03"].round(1).tolist() == [-6.4, -8.1]
    assert change["2025-04":].round().agg(["min", "max"]).tolist() == [-21, -15]
    assert not months["is_one_product"].any()
