"""Places: every spelling leads to one code."""

from __future__ import annotations

from data_pipeline.steps import geography


def test_every_spelling_of_a_place_leads_to_one_code():
    assert len(geography.area_codes()) >= 33
    assert (
        geography.area_codes()["City of Westminster"]
        == geography.area_codes()["Westminster"]
        == "E09000033"
    )
    assert geography.area_codes()["Richmond Upon Thames"] == "E09000027"
    assert len(set(geography.area_codes().values())) == len(geography.area_names()) == 33
