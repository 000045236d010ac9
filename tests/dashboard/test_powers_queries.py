"""Searches by ethnic group: figures worked out apart, and what is not held stays out."""

import math

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard.subjects.powers.figures import counts, disproportion, find_rate, powers, searches
from data_pipeline import publish
from datasets import catalogue
from datasets.schema import DATASETS
from stats.suppression import MASK

OFFICER, SELF = searches.OFFICER, searches.SELF
CENSUS = {"Black": 1_188_385, "Mixed": 505_790, "Asian": 1_817_640, "Other": 556_760, "White": 4_731_155}  # fmt: skip


@pytest.fixture(autouse=True)
def _masks_found_anew():
    """What one test makes of the counts is not kept for another."""
    counts._masked_of.cache_clear()
    yield
    counts._masked_of.cache_clear()


def stops(basis, first, last):
    """Straight from the table: no function of the project between."""
    rows = pd.read_parquet(catalogue.table_path("stop_and_search"))
    months = pd.to_datetime(rows["month"])
    is_monthly = rows["source_id"] == "police_uk_stop_search"
    within = (months >= first) & (months <= last)
    return rows[is_monthly & (rows["ethnicity_basis"] == basis) & within]


def row_of(frame, group):
    return frame.set_index("ethnicity").loc[group]


def katz(a, people_a, b, people_b):
    """Ratio and interval by the formula of the design's rule 9."""
    log = math.log((a / people_a) / (b / people_b))
    reach = 1.96 * math.sqrt(1 / a - 1 / people_a + 1 / b - 1 / people_b)
    return math.exp(log), math.exp(log - reach), math.exp(log + reach)


# Residents


def test_residents_are_those_of_the_census_in_five_groups():
    found = disproportion.residents_by_group()
    assert found == CENSUS
    assert sum(found.values()) == 8_799_730
    assert disproportion.residents_white_and_black() == 77_355 + 132_550
    assert disproportion.city_residents() == 8_689  # mid-2021 estimate


def test_residents_aged_11_to_61_are_not_held_by_ethnic_group():
    assert disproportion.denominators() == {"all": "All ages, Census 2021"}


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("Asian: Indian", "Asian"),
        ("Asian Chinese", "Asian"),
        ("Mixed White and Black Caribbean", "Mixed"),
        ("Other ethnic group", "Other"),
        ("White: Gypsy or Irish Traveller", "White"),
        ("Not stated", "Not stated"),
        ("Not recorded", "Not recorded"),
    ],
)
def test_finer_groups_belong_to_a_broad_one(label, group):
    assert disproportion.broad_group(label) == group


# Against White people


def test_a_ratio_has_the_interval_of_its_formula_and_the_difference_beside_it():
    found = disproportion.against_white(
        {"Black": 300, "White": 400}, {"Black": 5000, "White": 20000}
    )
    black = row_of(found, "Black")
    assert (black["ratio"], black["ratio_low"], black["ratio_high"]) == pytest.approx(
        katz(300, 5000, 400, 20000), rel=1e-4
    )
    assert black["rate_per_1000"] == 60
    assert black["difference_per_1000"] == 40
    assert black["difference_low"] == pytest.approx(33.14, abs=0.01)
    assert math.isnan(row_of(found, "White")["ratio"])


@pytest.mark.parametrize("count", [1, 4])
def test_one_to_four_are_masked_with_all_that_is_worked_out_of_them(count):
    found = disproportion.against_white({"Black": count, "White": 400}, CENSUS)
    black = row_of(found, "Black")
    assert black["is_masked"]
    assert black["residents_count"] == 1_188_385
    assert black[["events_count", *disproportion.COMPUTED]].isna().all()
    assert disproportion.mask(5) == 5
    assert disproportion.mask(0) == 0
    assert MASK == "[c]"


def test_a_masked_or_empty_reference_gives_no_ratio():
    for white in (0, 3):
        found = disproportion.against_white({"Black": 50, "White": white}, CENSUS)
        assert math.isnan(row_of(found, "Black")["ratio"])
        assert row_of(found, "Black")["rate_per_1000"] == pytest.approx(50 / 1188.385)


def test_a_nought_is_a_rate_but_no_ratio():
    black = row_of(disproportion.against_white({"Black": 0, "White": 50}, CENSUS), "Black")
    assert (black["events_count"], black["rate_per_1000"], black["is_masked"]) == (0, 0, False)
    assert math.isnan(black["ratio"])


def test_more_events_than_residents_give_rates_and_no_ratio():
    black = row_of(
        disproportion.against_white({"Black": 60, "White": 50}, {"Black": 40, "White": 90}), "Black"
    )
    assert black["rate_per_1000"] == 1500
    assert math.isnan(black["ratio"])


def test_those_in_no_group_have_a_count_and_no_rate():
    found = disproportion.against_white({"White": 50, "Not recorded": 7}, CENSUS)
    unknown = row_of(found, "Not recorded")
    assert unknown["events_count"] == 7
    assert unknown[["residents_count", *disproportion.COMPUTED]].isna().all()


# The twelve months


def test_the_newest_periods():
    held = searches.windows(OFFICER)
    assert list(held)[:2] == ["2025-12", "2025-11"]
    assert held["2025-12"].is_whole
    assert held["2025-12"].first == pd.Timestamp("2025-01-01")
    assert next(iter(searches.windows(SELF))) == "2023-03"
    assert next(iter(searches.windows(OFFICER, "Controlled drugs"))) == "2023-03"


def test_a_period_says_which_months_it_lacks():
    window = searches.windows(OFFICER)["2023-03"]
    assert not window.is_whole
    assert len(window.held) == 10
    assert window.part == (pd.Timestamp("2022-12-01"),)
    assert window.missing == (pd.Timestamp("2022-11-01"),)


def test_no_period_ends_in_a_month_that_is_missing_or_cut_short_or_holds_too_few():
    held = searches.windows(OFFICER)
    assert "2022-11" not in held
    assert "2022-12" not in held
    assert "2021-10" not in held  # 5 months of the 12
    assert len(held["2021-11"].held) == 6


def test_33_months_are_missing():
    found = searches.missing_months()
    assert len(found) == 33
    assert found[0] == pd.Timestamp("2015-06-01")
    assert found[-1] == pd.Timestamp("2022-11-01")
    assert len(searches.calendar()) == 129


def test_what_was_looked_for_is_compared_from_2018_only():
    held = searches.windows(OFFICER, "Stolen goods")
    assert min(held) == "2018-06"
    assert "Stolen goods" in searches.objects()
    assert "Not recorded" not in searches.objects()
    before = searches.windows(OFFICER)["2018-12"]
    assert counts.objects_searched(searches.windows(OFFICER)["2018-11"]).empty
    assert not counts.objects_searched(before).empty


# Searches


def test_searches_of_black_people_in_2025_against_white_people():
    found = powers.rates_by_group(OFFICER, "all", "2025-12")
    rows = stops(OFFICER, "2025-01-01", "2025-12-31").groupby("ethnicity")["stops_count"].sum()
    black = row_of(found, "Black")
    assert (black["events_count"], row_of(found, "White")["events_count"]) == (56_727, 49_520)
    assert (rows["Black"], rows["White"]) == (56_727, 49_520)
    limits = katz(56_727, 1_188_385, 49_520, 4_731_155)
    assert (black["ratio"], black["ratio_low"], black["ratio_high"]) == pytest.approx(
        limits, rel=1e-4
    )
    assert limits == pytest.approx((4.5606, 4.5067, 4.6151), abs=1e-4)
    assert black["rate_per_1000"] == pytest.approx(47.7345, abs=1e-4)
    assert black["difference_per_1000"] == pytest.approx(37.2677, abs=1e-4)


def test_a_group_that_is_not_published_is_no_nought():
    held = counts.counts_by_group(OFFICER, "all", "2025-12")
    assert list(held) == ["Black", "Asian", "Other", "White"]
    assert counts.counts_by_group(OFFICER, "all", "2023-03")["Not recorded"] == 3_508


def test_people_who_described_themselves():
    found = powers.rates_by_group(SELF, "all", "2023-03")
    assert list(found["ethnicity"]) == [
        "Black", "Mixed", "Asian", "Other", "White", "Not recorded", "Not stated",
    ]  # fmt: skip
    rows = stops(SELF, "2022-04-01", "2023-03-31")
    black = rows[rows["ethnicity"].str.startswith("Black")]["stops_count"].sum()
    mixed = rows[rows["ethnicity"].str.startswith("Mixed")]["stops_count"].sum()
    assert (black, mixed) == (34_598, 5_507)
    assert row_of(found, "Black")["events_count"] == black
    assert row_of(found, "Mixed")["events_count"] == mixed
    assert row_of(found, "Black")["ratio"] == pytest.approx(2.8704, abs=1e-4)


def test_the_two_bases_are_never_added():
    officer = sum(counts.counts_by_group(OFFICER, "all", "2023-03").values())
    by_self = sum(counts.counts_by_group(SELF, "all", "2023-03").values())
    assert officer == by_self == stops(OFFICER, "2022-04-01", "2023-03-31")["stops_count"].sum()


def test_other_has_no_ratio_where_it_was_hardly_recorded():
    found = powers.rates_by_group(OFFICER, "all", "2025-12")
    other = row_of(found, "Other")
    assert other["is_short"]
    assert other["events_count"] == 5_490
    assert other[disproportion.COMPUTED].isna().all()
    assert searches.short_months(OFFICER) == list(
        pd.date_range("2024-09-01", "2025-04-01", freq="MS")
    )
    assert searches.short_months(SELF) == []
    assert not powers.rates_by_group(OFFICER, "all", "2024-03")["is_short"].any()


def test_the_year_before():
    earlier, change = powers.year_before(OFFICER, "all", "2025-12", "Black")
    rows = stops(OFFICER, "2024-01-01", "2024-12-31").groupby("ethnicity")["stops_count"].sum()
    black, white = rows["Black"], rows["White"]
    assert (earlier.estimate, earlier.low) == pytest.approx(
        katz(black, 1_188_385, white, 4_731_155)[:2], rel=1e-4
    )
    assert change.estimate == pytest.approx(4.560571 / earlier.estimate, rel=1e-5)
    assert change.low > 1


def test_the_year_before_without_the_same_month_in_both():
    but = pd.Timestamp("2025-08-01")
    earlier, change = powers.year_before(OFFICER, "all", "2025-12", "Black", but=but)
    months = stops(OFFICER, "2024-01-01", "2024-12-31")
    is_other = pd.to_datetime(months["month"]) != pd.Timestamp("2024-08-01")
    rows = months[is_other].groupby("ethnicity")["stops_count"].sum()
    expected = katz(rows["Black"], 1_188_385, rows["White"], 4_731_155)
    assert (earlier.estimate, earlier.low) == pytest.approx(expected[:2], rel=1e-4)
    assert round(earlier.estimate, 2) == 3.98
    later = ((56_727 - 7_576) / 1_188_385) / ((49_520 - 4_416) / 4_731_155)
    assert change.estimate == pytest.approx(later / earlier.estimate)
    assert change.low > 1


def test_no_like_months_where_one_left_out_has_few_searches(monkeypatch):
    months = pd.date_range("2024-01-01", "2025-12-01", freq="MS")
    held = {(month, group): 50 for month in months for group in ("Black", "White")}
    held[months[7], "Black"] = 3
    monkeypatch.setattr(counts, "_by_group", lambda *_: pd.Series(held))
    ask = (OFFICER, "all", "2025-12", "Black")
    assert powers.year_before(*ask, but=pd.Timestamp("2025-08-01")) is None
    assert powers.year_before(*ask, but=pd.Timestamp("2025-09-01")) is not None


def test_no_year_before_where_months_lack_or_the_figures_change_in_kind():
    assert powers.year_before(OFFICER, "all", "2023-03", "Black") is None  # months lack
    assert (
        powers.year_before(OFFICER, "all", "2024-03", "Black") is None
    )  # before it 2023-04 begins
    assert powers.year_before(OFFICER, "all", "2025-03", "Black") is not None


def test_a_break_in_one_basis_does_not_touch_the_other():
    assert powers.year_before(OFFICER, "all", "2018-12", "Black") is not None
    assert powers.year_before(SELF, "all", "2018-12", "Black") is None  # a new list in May 2017
    ends = pd.Timestamp("2016-07-01"), pd.Timestamp("2017-06-01")
    assert [one["label"] for one in searches.breaks_crossed(SELF, *ends)] == [
        "Self-defined ethnicity: new list"
    ]
    assert searches.breaks_crossed(OFFICER, *ends) == []
    assert searches.breaks_crossed(SELF, pd.Timestamp("2017-05-01"), ends[1]) == []


def test_how_far_the_missing_mixed_group_can_matter():
    expected = (56_727 / (1_188_385 + 209_905)) / (49_520 / 4_731_155)
    assert powers.ratio_with_mixed("all", "2025-12") == pytest.approx(expected)
    assert round(expected, 2) == 3.88


def test_what_one_month_does_to_a_ratio():
    lead = powers.leading(OFFICER, "all", "2025-12", "Black")
    assert (lead.busiest, lead.searches) == (pd.Timestamp("2025-08-01"), 7_576)
    others = ((56_727 - 7_576) / 1_188_385) / ((49_520 - 4_416) / 4_731_155)
    assert lead.without.estimate == pytest.approx(others)
    assert round(others, 2) == 4.34
    assert powers.leading(OFFICER, "Fireworks", "2018-06", "Other") is None


def test_a_busiest_month_that_is_not_odd_is_known_and_not_left_out():
    lead = powers.leading(OFFICER, "all", "2024-12", "Black")
    rows = stops(OFFICER, "2024-01-01", "2024-12-31")
    by_month = rows[rows["ethnicity"] == "Black"].groupby("month")["stops_count"].sum()
    assert (lead.busiest, lead.searches) == (pd.Timestamp(by_month.idxmax()), by_month.max())
    assert (lead.month, lead.ratio) == (None, lead.whole)
    is_other = rows["month"] != by_month.idxmax()
    left = rows[is_other].groupby("ethnicity")["stops_count"].sum()
    assert lead.without.estimate == pytest.approx(
        left["Black"] / 1_188_385 / (left["White"] / 4_731_155)
    )


def test_a_busiest_month_of_few_searches_is_not_given(monkeypatch):
    months = pd.date_range("2025-01-01", "2025-12-01", freq="MS")
    few = {(month, group): n for month in months for group, n in (("Black", 2), ("White", 50))}
    monkeypatch.setattr(counts, "_by_group", lambda *_: pd.Series(few))
    assert powers.leading(OFFICER, "all", "2025-12", "Black").busiest is None
    few |= {(months[3], "Black"): 5}
    counts._masked_of.cache_clear()
    lead = powers.leading(OFFICER, "all", "2025-12", "Black")
    assert (lead.busiest, lead.searches, lead.month) == (months[3], 5, None)


def test_searches_in_no_group():
    assert counts.without_ethnicity_pct(SELF, "2023-03") == pytest.approx(
        100 * (1_649 + 45_663) / 156_932
    )
    assert counts.without_ethnicity_pct(OFFICER, "2025-12") == pytest.approx(
        100 * (1 - 131_567 / 139_670)
    )


# Months


def test_a_month_that_is_not_published_is_absent():
    monthly = counts.searches_by_month(OFFICER).set_index(["month", "ethnicity"])
    assert monthly.loc[("2022-11-01", "Black"), "standing"] == "missing"
    assert pd.isna(monthly.loc[("2022-11-01", "Black"), "searches_count"])
    assert monthly.loc[("2022-12-01", "Black"), "standing"] == "part"
    assert monthly.loc[("2022-12-01", "Black"), "searches_count"] == 1_885
    assert monthly.loc[("2024-09-01", "Other"), "standing"] == "short"
    assert monthly.loc[("2024-09-01", "White"), "standing"] == "held"
    assert monthly.loc[("2025-12-01", "Not recorded"), "standing"] == "missing"
    assert monthly.loc[("2025-12-01", "Black"), "searches_count"] == 4_471
    assert monthly.index.get_level_values("month").nunique() == 129


def test_a_month_of_one_object():
    monthly = counts.searches_by_month(OFFICER, "Fireworks").set_index(["month", "ethnicity"])
    rows = stops(OFFICER, "2018-10-01", "2018-10-31")
    rows = rows[(rows["object_of_search"] == "Fireworks") & (rows["ethnicity"] == "Black")]
    assert monthly.loc[("2018-10-01", "Black"), "searches_count"] == rows["stops_count"].sum()
    masked = monthly[monthly["is_masked"]]
    assert len(masked) > 0
    assert masked["searches_count"].isna().all()
    assert monthly.loc[("2017-12-01", "Black"), "standing"] == "missing"
    assert monthly.loc[("2022-09-01", "Not recorded"), "searches_count"] == 0


def test_no_month_of_a_group_is_the_only_one_masked_beside_its_sum():
    window = searches.window_to("2023-03", OFFICER, "Firearms")
    monthly = counts.searches_by_month(OFFICER, "Firearms", window)
    mine = monthly[monthly["month"].isin(window.counted) & (monthly["ethnicity"] == "Asian")]
    before = counts.searches_by_month(OFFICER, "Firearms").loc[mine.index]
    assert (before["is_masked"].sum(), mine["is_masked"].sum()) == (1, 2)
    second = before[mine["is_masked"] & ~before["is_masked"]].iloc[0]
    assert second["searches_count"] == before["searches_count"].min()
    ratios = powers.ratios_by_month(OFFICER, "Firearms", window=window)
    ratios = ratios.set_index(["month", "ethnicity"])
    assert math.isnan(ratios.loc[(second["month"], "Asian"), "ratio"])


def test_a_group_masked_beside_a_total_takes_the_next_smallest_with_it():
    end = "2023-01"
    held = counts.counts_by_group("self_defined", "Anything to threaten or harm anyone", end)
    small = [group for group, count in held.items() if 0 < count < 5]
    assert small == ["Not recorded"]
    found = powers.rates_by_group("self_defined", "Anything to threaten or harm anyone", end)
    assert set(found.loc[found["is_masked"], "ethnicity"]) == {"Other", "Not recorded"}
    rest = {group: count for group, count in held.items() if group not in small}
    assert rest["Other"] == min(rest.values())
    shares = find_rate.outcome_shares(
        "self_defined", "Anything to threaten or harm anyone", end, "any"
    ).set_index("ethnicity")
    assert shares.loc[["Other", "Not recorded"], "searches_count"].isna().all()
    assert shares.loc[["Other", "Not recorded"], "share_pct"].isna().all()


def test_ratios_by_month_have_gaps_too():
    found = powers.ratios_by_month(OFFICER).set_index(["month", "ethnicity"])
    rows = stops(OFFICER, "2025-12-01", "2025-12-31").set_index("ethnicity")["stops_count"]
    limits = katz(rows["Black"], 1_188_385, rows["White"], 4_731_155)
    black = found.loc[("2025-12-01", "Black")]
    assert tuple(black) == pytest.approx(limits, rel=1e-4)
    for month, group in (("2022-11-01", "Black"), ("2022-12-01", "Black"), ("2025-01-01", "Other")):
        assert found.loc[(month, group)].isna().all()
    assert "White" not in found.index.get_level_values("ethnicity")


# Outcomes and objects


def test_the_share_of_searches_with_an_outcome():
    found = find_rate.outcome_shares(OFFICER, "all", "2023-03", "any")
    rows = stops(OFFICER, "2022-04-01", "2023-03-31")
    rows = rows[rows["ethnicity"] == "Black"]
    whole = rows["stops_count"].sum()
    had = rows[rows["outcome"] != "No further action"]["stops_count"].sum()
    black = row_of(found, "Black")
    assert (black["searches_count"], black["outcome_count"]) == (whole, had) == (58_639, 15_946)
    low, high = proportion_confint(had, whole, method="wilson")
    assert (black["share_low"], black["share_high"]) == pytest.approx((100 * low, 100 * high))
    gap = 15_946 / 58_639 - 18_875 / 63_623
    assert black["difference"] == pytest.approx(100 * gap)
    assert black["difference_high"] < 0


def test_an_outcome_by_its_name():
    found = find_rate.outcome_shares(OFFICER, "all", "2023-03", "Arrest")
    assert row_of(found, "Black")["outcome_count"] == 8_569
    names = searches.outcomes(OFFICER, "all", "2023-03")
    assert next(iter(names)) == "any"
    assert {"Arrest", "Community resolution"} <= set(names)
    assert not {"Drugs warning", "No further action", "all"} & set(names)


def test_few_outcomes_are_masked():
    found = find_rate.outcome_shares(OFFICER, "Fireworks", "2023-03", "Caution")
    masked = found[found["is_masked"]]
    assert len(masked) > 0
    assert masked[["share_pct", "difference"]].isna().all(axis=None)


def test_outcomes_of_a_period_that_has_none_are_the_newest_that_are_held():
    assert find_rate.outcome_end(OFFICER, "all", "2025-12") == "2023-03"
    assert find_rate.outcome_end(OFFICER, "all", "2023-12") == "2023-03"
    assert find_rate.outcome_end(OFFICER, "all", "2018-12") == "2018-12"


def test_what_was_looked_for_in_2025():
    found = counts.objects_searched(searches.windows(OFFICER)["2025-12"])
    drugs = found.iloc[0]
    assert (drugs["object_of_search"], drugs["searches_count"]) == ("Controlled drugs", 81_095)
    assert drugs["share_pct"] == pytest.approx(100 * 81_095 / 139_670)
    few = found.set_index("object_of_search").loc["Detail not available"]
    assert few["is_masked"]
    assert pd.isna(few["searches_count"])
    assert pd.isna(few["share_pct"])


# The Review


def test_the_review_on_searches():
    (ratio,) = find_rate.review_search_ratios().to_dict("records")
    assert (ratio["group"], ratio["value"]) == ("Black", 3.5)
    assert list(find_rate.review_no_action()["value"]) == [70, 80]


# Other tables than those published


@pytest.fixture
def _other_tables(tmp_path, monkeypatch):
    """A full December 2022, Other recorded again, and residents aged 11 to 61 by ethnic group."""
    months = pd.date_range("2022-01-01", "2025-12-01", freq="MS")
    counts = {"Black": 900, "White": 1000, "Other": 500}
    rows = pd.DataFrame(
        [
            (
                *(
                    month,
                    month + pd.offsets.MonthEnd(0),
                    group,
                    OFFICER,
                    "all",
                    "all",
                    count,
                    month,
                ),
                *("police_uk_stop_search", "2025-12"),
            )
            for month in months
            for group, count in counts.items()
        ],
        columns=list(DATASETS["stop_and_search"].columns),
    )
    people = pd.DataFrame(
        [
            (2021, "E09000002", "Barking and Dagenham", "all", f"{group}: any", band, count, "census", "2021")
            for band, count in (("all", 200_000), ("11-61", 100_000))
            for group in ("Black", "White", "Other")
        ],
        columns=list(DATASETS["population"].columns),
    )  # fmt: skip
    tables = [
        publish.Table(DATASETS[name], frame, [], publish.metadata_of(DATASETS[name], []))
        for name, frame in (("stop_and_search", rows), ("population", people))
    ]
    publish.publish(tables, tmp_path)
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path))


@pytest.mark.usefixtures("_other_tables")
def test_a_fuller_file_makes_a_month_whole_and_a_group_recorded():
    window = searches.windows(OFFICER)["2022-12"]
    assert window.is_whole
    assert searches.short_months(OFFICER) == []


@pytest.mark.usefixtures("_other_tables")
def test_residents_aged_11_to_61_can_be_chosen_where_they_are_held():
    assert list(disproportion.denominators()) == ["all", "11-61"]
    found = powers.rates_by_group(OFFICER, "all", "2025-12", "11-61")
    assert row_of(found, "Black")["rate_per_1000"] == 108
