"""The table of verdicts in a build: renewed with any table that it is made from, and all or nothing."""

from __future__ import annotations

import dataclasses
import json

import pandas as pd
import pytest

from data_pipeline import publish, published_folder
from data_pipeline.__main__ import main
from data_pipeline.derived import success_measures
from data_pipeline.derived.charges import without_places
from data_pipeline.registry import all_sources
from datasets import catalogue
from datasets.schema import DATASETS
from tests.data_pipeline import microdata as md
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.verdict_tables import SURVEY, assert_sound

VERDICTS = DATASETS["success_measures"]
FAIR = "Agree the police treat everyone fairly regardless of who they are"
REVIEW, NEWEST = pd.Timestamp("2023-03-31"), pd.Timestamp("2025-09-30")


def rows(folder) -> pd.DataFrame:
    """The published verdicts by measure, indicator and group."""
    found = published_folder.read_published(folder, VERDICTS)
    assert_sound(found)
    return found.set_index(["measure", "indicator", "group"], drop=False).rename_axis([None] * 3)


def manifest(folder) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def with_fairness(mirror, share: int) -> None:
    """Another share of London for the year to March 2023, in the newest file."""
    old = mini.share("London", FAIR, REVIEW)
    mini.edit(mirror / mini.PERCEPTION, f"Mar-23,{FAIR},{old}", f"Mar-23,{FAIR},{share}")


def test_the_verdicts_of_the_miniature_are_those_of_its_figures(published):
    """Shares are those that the miniature's files hold, the interval is worked out here."""
    before, after = (mini.share("London", FAIR, end) for end in (REVIEW, NEWEST))
    found = rows(published).loc[(SURVEY, "treat_fairly", "all")]
    assert (found["baseline_value"], found["latest_value"]) == (before, after)
    variance = (before * (100 - before) + after * (100 - after)) * 1.3 / 12_800 + 1 / 6
    reach = 1.959964 * variance**0.5
    assert found["change_high"] == pytest.approx(after - before + reach)
    clear = abs(after - before) > reach
    assert found["verdict"] == (
        ("improved" if after > before else "worsened") if clear else "no_clear_change"
    )


def test_one_source_alone_renews_the_verdicts_with_the_others_as_published(
    build, published, small_mirror, capsys
):
    before, entry = rows(published), manifest(published)["datasets"]
    share = mini.share("London", FAIR, REVIEW) + 1
    with_fairness(small_mirror, share)
    assert build("mopac_public_perception") == 0
    assert "success_measures: published" in capsys.readouterr().out.splitlines()
    after = rows(published)
    assert after.loc[(SURVEY, "treat_fairly", "all"), "baseline_value"] == share
    same = [
        name
        for name in before.index
        if name not in ((SURVEY, "treat_fairly", "all"), (SURVEY, "all", "all"))
    ]
    pd.testing.assert_frame_equal(after.loc[same], before.loc[same])
    renewed = manifest(published)["datasets"]
    assert [name for name in entry if entry[name]["sha256"] != renewed[name]["sha256"]] == [
        "public_attitudes", "success_measures",
    ]  # fmt: skip
    assert {one["id"] for one in renewed["success_measures"]["sources"]} == {
        one["id"] for one in entry["success_measures"]["sources"]
    }
    again = hashes(published)
    assert build("mopac_public_perception") == 0
    assert hashes(published) == again


def test_a_source_that_no_verdict_is_made_from_does_not_renew_them(
    build, published, small_mirror, capsys
):
    text = (small_mirror / mini.OUTLINES).read_text()
    (small_mirror / mini.OUTLINES).write_text(text.replace("51.3]", "51.31]"))
    before = hashes(published)
    assert build("borough_boundaries") == 0
    assert capsys.readouterr().out.splitlines() == [
        "borough_boundaries: reading",
        "boundaries: published",
        "corrections: unchanged",
    ]
    assert hashes(published)["success_measures.parquet"] == before["success_measures.parquet"]


def test_every_table_that_verdicts_are_made_from_renews_them(published, build, capsys):
    for source in ("ons_population", "home_office_workforce", "review_figures", "published_figures",
                   "mopac_pas_workbook", "mps_monthly_dashboard"):  # fmt: skip
        assert build(source) == 0
        assert "success_measures: unchanged" in capsys.readouterr().out.splitlines(), source


def test_where_a_source_fails_the_verdicts_stay_on_what_is_published(
    build, published, small_mirror, capsys
):
    before = hashes(published)
    with_fairness(small_mirror, 1)
    mini.edit(small_mirror / mini.PERCEPTION, f"Mar-23,{FAIR},1\n", f"Mar-23,{FAIR},many\n")
    mini.edit(small_mirror / mini.DENSITY, "MYE,99002", "MYE,99003")
    assert build("mopac_public_perception", "ons_population") == 1
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 1
    assert told.out.splitlines()[-3:] == [
        "population: published",
        "success_measures: unchanged",
        "corrections: unchanged",
    ]
    after = hashes(published)
    for name in ("public_attitudes.parquet", "success_measures.parquet"):
        assert after[name] == before[name]


def test_a_published_table_that_is_spoilt_stops_the_verdicts_alone(
    build, published, small_mirror, capsys
):
    entry = manifest(published)["datasets"]["workforce"]
    for path in (
        published / "workforce.parquet",
        published / f"workforce-{entry['sha256'][:12]}.parquet",
    ):
        if path.exists():
            path.write_bytes(path.read_bytes()[:100])
    before = hashes(published)
    mini.edit(small_mirror / mini.DENSITY, "MYE,99002", "MYE,99003")
    assert build("ons_population") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line == (
        "error: workforce: the published workforce.parquet is damaged: "
        "the table's bytes are not those of the manifest"
    )
    after = hashes(published)
    assert after["success_measures.parquet"] == before["success_measures.parquet"]
    assert after["population.parquet"] != before["population.parquet"]
    of_the_table = [one.id for one in all_sources().values() if one.dataset == "workforce"]
    assert build(*of_the_table) == 0  # which mends it


def test_a_folder_of_an_older_layout_is_told_what_to_build(build, published, small_mirror, capsys):
    now = DATASETS["public_attitudes"]
    old = dataclasses.replace(
        now, columns=tuple(name for name in now.columns if name != "design_effect")
    )
    held = published_folder.read_published(published, now)
    entry = manifest(published)["datasets"]["public_attitudes"]
    table = publish.Table(old, held, entry["sources"], publish.metadata_of(old, []))
    publish.publish([table], published)
    mini.edit(small_mirror / mini.DENSITY, "MYE,99002", "MYE,99003")
    assert build("ons_population") == 1
    told = capsys.readouterr()
    assert told.err == (
        "error: success_measures: public_attitudes as published has no column design_effect: build it as well\n"
    )
    assert "population: published" in told.out


def test_verdicts_that_do_not_fit_their_declared_columns_are_not_published(
    build, published, small_mirror, monkeypatch, capsys
):
    made = success_measures.made

    def spoilt(frames):
        good = made(frames)
        return dataclasses.replace(good, rows=good.rows.assign(verdict="better"))

    monkeypatch.setattr(success_measures, "made", spoilt)
    before = hashes(published)
    mini.edit(small_mirror / mini.DENSITY, "MYE,99002", "MYE,99003")
    assert build("ons_population") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: success_measures: column verdict: isin")
    after = hashes(published)
    assert after["success_measures.parquet"] == before["success_measures.parquet"]
    assert after["population.parquet"] != before["population.parquet"]


def signs_made_from(published, found: pd.DataFrame) -> set[tuple[str, str]]:
    """Source and edition of the boroughs' shares and of the residents that they are weighted by."""
    signed = found.dropna(subset=["early_sign_value"])
    assert len(signed) > 0
    shares, people = (
        published_folder.read_published(published, DATASETS[name])
        for name in ("public_attitudes", "population")
    )
    shares = shares[
        shares["area_code"].astype(str).str.startswith("E09")
        & shares["measure"].isin(list(signed["indicator"]))
        & (shares["time_basis"] == "rolling_12_months")
    ]
    people = people[people["year"].isin(signed["early_sign_residents_year"])]
    return {
        pair
        for own in (shares, people)
        for pair in zip(own["source_id"], own["edition"], strict=True)
    }


def test_the_manifest_names_every_file_that_a_verdict_stands_on_and_no_other(published):
    """The edition of each figure, what early signs are made from, and the census that officers are set against."""
    entry = manifest(published)["datasets"]["success_measures"]
    found = published_folder.read_published(published, VERDICTS)
    wanted = set()
    for dataset in (
        "public_attitudes",
        "workforce",
        "crime_outcomes",
        "review_figures",
        "published_figures",
    ):
        table = published_folder.read_published(published, DATASETS[dataset])
        for figure in ("baseline", "latest"):
            for row in found.dropna(subset=[f"{figure}_value"]).to_dict("records"):
                own = table[table["source_id"] == row[f"{figure}_source_id"]]
                if dataset == "public_attitudes":
                    own = own.query("area_code == 'MPS' and measure == @row['indicator']")
                end = "date" if dataset == "workforce" else "period_end"
                own = own[own[end] == row[f"{figure}_period_end"]]
                wanted |= set(zip(own["source_id"], own["edition"], strict=True))
    wanted |= signs_made_from(published, found)
    wanted.add(("census_2021_ethnicity", "2021"))
    assert {(one["id"], one["edition"]) for one in entry["sources"]} == wanted
    described = published_folder.read_metadata(published, VERDICTS)
    assert {one["id"] for one in described["sources"]} == {one for one, _ in wanted}
    assert all(one["citation"] for one in described["sources"])


def test_the_manifest_counts_the_indicators_that_a_source_stands_behind(published):
    found = published_folder.read_published(published, VERDICTS)
    of_signs = {source for source, _ in signs_made_from(published, found)}
    for one in manifest(published)["datasets"]["success_measures"]["sources"]:
        source = one["id"].replace("census_2021_ethnicity", "home_office_workforce")
        behind = (found["baseline_source_id"] == source) | (found["latest_source_id"] == source)
        if source in of_signs:
            behind |= found["early_sign_value"].notna()
        assert one["rows"] == behind.sum() > 0


def test_ones_own_copy_of_the_answers_gives_the_gaps_their_baseline(tmp_path, monkeypatch):
    """From file to verdict: the year to March 2022, for the gap that no document prints."""
    people = md.respondents(12, "2021-22", 1500)
    file, out = md.write_tab(people, tmp_path / "pas.tab"), tmp_path / "own"
    assert main(["build", "mopac_pas_microdata", "--file", str(file), "--out", str(out)]) == 0
    found = rows(out).loc[(SURVEY, "trust", "LGBT+")]
    shares = {}
    for label in ("Heterosexual", "Non-Heterosexual"):
        own = people[(people["ReQ150"] == label) & people["NQ135BD"].between(1, 5)]
        agreeing = own.loc[own["NQ135BD"] <= 2, "WT_Discrete"].sum()
        shares[label] = (100 * agreeing / own["WT_Discrete"].sum(), len(own))
    gap = shares["Non-Heterosexual"][0] - shares["Heterosexual"][0]
    assert found["baseline_value"] == pytest.approx(gap, abs=0.11)
    assert found["baseline_base_n"] == shares["Non-Heterosexual"][1]
    assert (found["baseline_period_end"], found["verdict"]) == (
        pd.Timestamp("2022-03-31"),
        "cannot_be_judged",
    )
    assert found["reason"].startswith("No comparable figure for a time since March 2023")
    monkeypatch.setenv("DATASETS_DIR", str(out))
    assert catalogue.ids() == ["corrections", "public_attitudes", "signs", "success_measures"]


def test_the_tables_read_are_those_declared_to_be_its_inputs(frames, monkeypatch):
    asked = set()

    class Told(dict):
        def get(self, dataset, default=None):
            asked.add(dataset)
            return super().get(dataset, default)

    # Charges are counted in a copy of what is held, whose tables count as well.
    monkeypatch.setattr(success_measures, "without_places", lambda held: Told(without_places(held)))
    success_measures.table(Told({one: frames[one] for one in success_measures.OF}))
    assert asked == set(success_measures.OF)
