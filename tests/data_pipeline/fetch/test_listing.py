"""What the catalogue says of its files, however it words it."""

from __future__ import annotations

import pytest

from data_pipeline import registry
from data_pipeline.fetch import listing
from tests.data_pipeline.fetch.fetched import (
    CRIME,
)


def offer(
    title: str, *, name: str = "", covers: str | None = None, changed: str = "", kind: str = "csv"
):
    facts = {"title": title, "url": f"/download/a/1/{name or 'file.csv'}", "format": kind,
             "temporal_coverage_to": covers, "check_timestamp": changed}  # fmt: skip
    return facts | ({"filename": name} if name else {})


RECENT = listing.wanted_files(registry.all_sources()[CRIME])[0]


@pytest.mark.parametrize(
    "fitting",
    [
        offer("MPS Borough Level Crime (most recent 24 months)"),
        offer("MPS borough-level crime, last 24 months to June"),
        offer("Untitled", name="mps_borough_level_crime_most_recent_24months.csv"),
        offer("BOROUGH%20LEVEL 24-month file", kind="text/csv", name="file"),
    ],
)
def test_catalogue_words_that_vary_still_fit(fitting):
    others = [
        offer("MPS Borough Level Crime (Historical)"),
        offer("MPS Ward Level Crime (most recent 24 months), boroughs named"),
        offer("MPS LSOA Level Crime by borough (most recent 24 months)"),
        offer("MPS Borough Level Crime (most recent 24 months)", name="borough 24 months.xlsx"),
    ]
    listed = listing.offers({"resources": [*others, fitting]})
    picked = listing.pick(listed, RECENT, registry.all_sources()[CRIME])
    assert picked == listed[-1]


OPEN_DATA = {
    "mps_vawg": {
        "offences": "MPS VAWG Offence Data", "victims": "MPS VAWG Victim Data",
    },
    "mps_custody": {"disposals": "MPS Custody Disposals"},
    "mps_other_crime": {
        "other crime": "M1045_MonthlyCrimeDashboard_OtherCrimeData",
        "knife crime": "M1045_MonthlyCrimeDashboard_KnifeCrimeData",
    },
    "mps_business_crime": {"outcomes": "MPS_BusinessCrime_OutcomesData"},
}  # fmt: skip
"""Source -> its files, as third parties say that they are called."""

BESIDE_THEM = (
    "M1045_MonthlyCrimeDashboard_TNOCrimeData",
    "MPS Custody Arrests",
    "MPS Custody Strip Searches",
    "MPS_BusinessCrime_OffencesData",
)


@pytest.mark.parametrize("id_", OPEN_DATA)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_each_file_of_the_mets_open_data_is_told_from_those_beside_it(id_, kind):
    source = registry.all_sources()[id_]
    titles = [*OPEN_DATA[id_].values(), *BESIDE_THEM]
    listed = listing.offers(
        {"resources": [offer(one, name=f"{one}.{kind}", kind=kind) for one in titles]}
    )
    for wanted in listing.wanted_files(source):
        if kind in wanted.format.split("|"):
            picked = listing.pick(listed, wanted, source)
            assert picked.title == OPEN_DATA[id_][wanted.name]
            assert listing.format_of(picked) == kind


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"covers": "2026-05"}, {"covers": "2026-06"}),
        ({"covers": "2026-05", "changed": "2027-01-01"}, {"covers": "2026-06-30", "changed": "2026-07-01"}),
        ({"changed": "Mon, 06 Jul 2026 09:00:00 GMT"}, {"changed": "2026-07-07T09:00:00Z"}),
        ({"covers": "2026-06", "changed": "soon"}, {"covers": "2026-06", "changed": "2026-07-01"}),
        ({"changed": "2026-07-07"}, {"covers": "2026"}),
    ],
)  # fmt: skip
def test_newest_by_coverage_then_by_change(older, newer):
    source = registry.all_sources()[CRIME]
    both = [offer("borough 24 months", **facts) for facts in (newer, older)]
    listed = listing.offers({"resources": both})
    assert listing.pick(listed, RECENT, source) == listed[0]
    assert listing.pick(listed[::-1], RECENT, source) == listed[0]


@pytest.mark.parametrize(
    "answer", [None, [], {}, "text", 7, {"resources": 7}, {"resources": [1, {}]}]
)
def test_catalogue_answer_that_is_none_offers_nothing(answer):
    assert listing.offers(answer) == []


@pytest.mark.parametrize("export", [None, 7, "text", [1, None], {"a": 1}])
def test_export_that_is_none_holds_no_entry(export):
    assert listing.entry_in(export, "exy3m") is None
