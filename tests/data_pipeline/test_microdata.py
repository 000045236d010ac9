"""A user's own licensed copy of the survey: its shares, what it leaves out, and what it never says.

Respondents are generated; shares and design effects are checked against plain loops and statsmodels.
"""

from __future__ import annotations

import math
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd
import pytest
from statsmodels.stats.weightstats import DescrStatsW

from data_pipeline import checks, published_folder, registry, status
from data_pipeline.__main__ import main
from data_pipeline.registry import all_sources, choose, reader
from datasets.schema import DATASETS, MPS, SourceError
from tests.conftest import REPOSITORY
from tests.data_pipeline import microdata as md
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes

ID = "mopac_pas_microdata"
ATTITUDES = DATASETS["public_attitudes"]
SOURCE = all_sources()[ID]
LAMBETH, HAMMERSMITH = "E09000022", "E09000013"

GROUPS = {
    "ethnicity": {"White British": "White British", "White Other": "White other", "Black": "Black",
                  "Asian": "Asian", "Mixed": "Mixed", "Other": "Other", "Refused": None},
    "age": {"16-24": "16 to 24", "16 to 24": "16 to 24", "65 or over": "65 and over", "65+": "65 and over"},
    "sex": {"Male": "Men", "Female": "Women"},
    "sexual_orientation": {"Heterosexual": "Non-LGBT+", "Non-Heterosexual": "LGBT+"},
    "disability": {1: "Disabled", 2: "Not disabled", 97: None, 98: None},
}  # fmt: skip
BOROUGHS = {"Lambeth": LAMBETH, "Hammersmith & Fulham": HAMMERSMITH,
            "Kingston upon Thames": "E09000021", "City of Westminster": "E09000033"}  # fmt: skip


@pytest.fixture(scope="session")
def shipped(tmp_path_factory) -> Path:
    """A published folder of the survey's open sources; never changed."""
    folder = tmp_path_factory.mktemp("shipped")
    mirror, out = folder / "mirror", folder / "published"
    mini.write_workbook(mirror / mini.WORKBOOK, mini.workbook_sheets())
    mini.write_perception(mirror)
    mini.write_transcriptions(mirror)
    open_ids = ["mopac_pas_workbook", "mopac_public_perception", "mopac_dashboard_transcription"]
    assert main(["build", *open_ids, "--mirror", str(mirror), "--out", str(out)]) == 0
    return out


@pytest.fixture
def own(shipped, tmp_path) -> Path:
    """A user's copy of it, to build into."""
    return shutil.copytree(shipped, tmp_path / "published")


def shares(people: pd.DataFrame, path, writer=md.write_tab) -> pd.DataFrame:
    """What the pipeline makes of people written to a file."""
    module = reader(SOURCE)
    return module.tidy(module.parse(writer(people, path), SOURCE), SOURCE)


def weights_by_hand(rows: list[dict], year: str) -> list[float]:
    """Each person's weight; to 2017-18 a quarter's weights are made to sum to its interviews."""
    own = []
    for row in rows:
        (name,) = [n for n in row if n.startswith("WT_") and not math.isnan(row[n])]
        own.append((name, row[name]))
    if year >= "2018-19":
        return [weight for _, weight in own]
    asked, total = Counter(name for name, _ in own), defaultdict(float)
    for name, weight in own:
        total[name] += weight
    return [weight * asked[name] / total[name] for name, weight in own]


def by_hand(rows: list[dict], year: str, question: str, dimension: str, weights: list) -> dict:
    """(place, group) -> (share, base, design effect), person by person, in plain Python."""
    where = {**md.columns_of(year), "disability": "Q148"}
    column = where.get(dimension)
    cells = defaultdict(list)
    for row, weight in zip(rows, weights, strict=True):
        group = "all" if column is None else GROUPS[dimension].get(row[column], row[column])
        if dimension == "age":
            group = str(group).replace("-", " to ")
        if row[question] in (97, 98, 99) or group is None:
            continue
        for place in (MPS, BOROUGHS[row[where["borough"]]]):
            cells[place, group].append((weight, row[question] in (1, 2)))
    return {cell: summed(answers) for cell, answers in cells.items() if len(answers) >= 50}


def summed(answers: list) -> tuple[float, int, float]:
    total = sum(weight for weight, _ in answers)
    agreeing = sum(weight for weight, agrees in answers if agrees)
    squares = sum(weight**2 for weight, _ in answers)
    return 100 * agreeing / total, len(answers), len(answers) * squares / total**2


MEASURES = {"trust": "NQ135BD", "good_job_local": "Q60", "stop_search_fair": "A121", "informed_local": "Q131",
            "relied_on": "Q62A", "treat_fairly": "Q62C", "listen_to_concerns": "Q62TG",
            "good_job_london": "Q61"}  # fmt: skip


@pytest.mark.parametrize("writer", [md.write_tab, md.write_sav], ids=["tab", "sav"])
@pytest.mark.parametrize("year", ["2016-17", "2018-19", "2020-21", "2021-22"])
def test_shares_and_design_effects_are_those_counted_person_by_person(year, writer, tmp_path):
    people = md.respondents(11, year, 900)
    suffix = "tab" if writer is md.write_tab else "sav"
    found = shares(people, tmp_path / f"pas.{suffix}", writer)
    assert set(found["period_end"]) == {pd.Timestamp(f"20{year[-2:]}-03-31")}
    rows = people.to_dict("records")
    weights = weights_by_hand(rows, year)
    issues = "Q62E" if year <= "2019-20" else "Q62F"
    for measure, question in {**MEASURES, "understand_issues": issues}.items():
        for dimension in ("all", *GROUPS):
            part = found[(found["measure"] == measure) & (found["group_dimension"] == dimension)]
            wanted = by_hand(rows, year, question, dimension, weights)
            assert {(r.area_code, r.group): r.base_n for r in part.itertuples()} == {
                cell: base for cell, (_, base, _) in wanted.items()
            }
            for row in part.itertuples():
                share, _, effect = wanted[row.area_code, row.group]
                assert row.share_pct == pytest.approx(share, abs=0.0501)
                assert row.design_effect == pytest.approx(effect, abs=0.000501)
    assert len(found) == len(found.drop_duplicates(list(ATTITUDES.key)))


def test_a_share_agrees_with_statsmodels(tmp_path):
    people = md.respondents(5, "2019-20", 400)
    found = shares(people, tmp_path / "pas.tab").set_index(["measure", "area_code", "group"])
    asked = people[(people["NQ147r"] == "White British") & people["NQ135BD"].between(1, 5)]
    agrees = DescrStatsW((asked["NQ135BD"] <= 2).astype(float), weights=asked["WT_Discrete"])
    row = found.loc[("trust", MPS, "White British")]
    assert row["share_pct"] == pytest.approx(100 * agrees.mean, abs=0.0501)
    assert row["base_n"] == len(asked)
    assert row["design_effect"] == pytest.approx(
        len(asked) * (asked["WT_Discrete"] ** 2).sum() / agrees.sum_weights**2, abs=0.000501
    )


def test_a_quarter_counts_by_its_interviews_whatever_its_weights(tmp_path):
    """Four quarters, all of one mind each: with every weight of a quarter doubled nothing changes."""
    people = md.respondents(3, "2015-16", 600)
    before = shares(people, tmp_path / "before.tab")
    after = shares(people.assign(WT_Q4=people["WT_Q4"] * 1000), tmp_path / "after.tab")
    pd.testing.assert_frame_equal(before, after)


def test_one_weight_column_needs_the_quarter_declared(tmp_path):
    people = md.respondents(3, "2015-16", 600)
    wanted = shares(people, tmp_path / "four.tab")
    weights = people.filter(like="WT_Q")
    one = people.drop(columns=weights.columns).assign(
        WT_Quarter=weights.bfill(axis=1).iloc[:, 0], Wave=weights.idxmax(axis=1)
    )
    with pytest.raises(SourceError, match="no column of the quarter: declare quarter_column"):
        shares(one, tmp_path / "one.tab")
    (tmp_path / "one.toml").write_text('quarter_column = "Wave"')
    pd.testing.assert_frame_equal(shares(one, tmp_path / "one.tab"), wanted)


# Small cells


def with_trust_of_black_people(count: int) -> pd.DataFrame:
    """Exactly `count` Black people who answer on trust, and ten more who do not."""
    people = md.respondents(8, "2019-20", 500, ["Lambeth"])
    people["NQ147r"] = "Asian"
    people.loc[: count - 1, ["NQ147r", "NQ135BD"]] = ["Black", 1]
    people.loc[count : count + 9, ["NQ147r", "NQ135BD"]] = ["Black", 97]
    return people


@pytest.mark.parametrize(("count", "given"), [(49, False), (50, True)])
def test_a_cell_on_49_answers_is_not_given_and_one_on_50_is(count, given, tmp_path):
    found = shares(with_trust_of_black_people(count), tmp_path / "pas.tab")
    trust = found[(found["measure"] == "trust") & (found["group"] == "Black")]
    assert set(trust["area_code"]) == ({MPS, LAMBETH} if given else set())
    assert set(trust["base_n"]) == ({50} if given else set())
    assert found["base_n"].min() >= 50


def test_nothing_but_small_cells_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no cell has enough answers to be given"):
        shares(md.respondents(1, "2019-20", 45), tmp_path / "pas.tab")


# The command line


def build(out, *files) -> int:
    named = [part for file in files for part in ("--file", str(file))]
    return main(["build", ID, *named, "--out", str(out)])


def test_rows_of_the_other_sources_stay(own, tmp_path, capsys):
    before = published_folder.read_published(own, ATTITUDES)
    files = [
        md.write_tab(md.respondents(1, "2016-17", 500), tmp_path / "one.tab"),
        md.write_tab(md.respondents(3, "2017-18", 500), tmp_path / "next.tab"),
        md.write_sav(md.respondents(2, "2021-22", 500), tmp_path / "two.sav"),
    ]
    assert build(own, *files) == 0
    after = published_folder.read_published(own, ATTITUDES)
    new = after["source_id"] == ID
    pd.testing.assert_frame_equal(after[~new].reset_index(drop=True), before)
    assert set(after.loc[new, "time_basis"]) == {"financial_year"}
    assert set(after.loc[new, "edition"]) == {"2017-03", "2018-03", "2022-03"}
    assert after.loc[new, "design_effect"].ge(1).all()
    assert after.loc[~new, "design_effect"].isna().all()
    assert {"all", *GROUPS} == set(after.loc[new, "group_dimension"])
    assert list(after.columns) == list(ATTITUDES.columns)
    assert checks.of_dataset(after, ATTITUDES) == []


def test_a_folder_of_ones_own_may_be_empty_at_first(tmp_path):
    file = md.write_tab(md.respondents(1, "2019-20", 300), tmp_path / "pas.tab")
    assert build(tmp_path / "own", file) == 0
    again = hashes(tmp_path / "own")
    assert build(tmp_path / "own", file) == 0
    assert hashes(tmp_path / "own") == again


def test_no_row_is_written_or_said(tmp_path, capsys, caplog):
    caplog.set_level("DEBUG")
    private = tmp_path / "PRIVATE-FOLDER"
    private.mkdir()
    file = md.write_tab(md.respondents(4, "2019-20", 300), private / "pas.tab")
    spss = md.write_sav(md.respondents(5, "2020-21", 300), private / "pas2.sav")
    out = tmp_path / "own"
    assert build(out, file, spss) == 0
    told = capsys.readouterr()
    written = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    rows = published_folder.read_published(out, ATTITUDES).to_csv()
    everything = told.out + told.err + caplog.text + rows + written.decode("latin-1")
    for secret in ("SENTINEL", "PRIVATE-FOLDER", str(md.FIRST_SERIAL)[:6]):
        assert secret not in everything
    assert "pas.tab" in written.decode("latin-1")


def test_the_licence_is_told_first(tmp_path, capsys):
    file = md.write_tab(md.respondents(1, "2019-20", 300), tmp_path / "pas.tab")
    assert build(tmp_path / "own", file) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(f"{ID}: UK Data Service End User Licence: the file's rows must not be")


def test_the_shipped_folder_is_written_only_when_named(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = md.write_tab(md.respondents(1, "2019-20", 300), tmp_path / "pas.tab")
    assert main(["build", ID, "--file", str(file)]) == 1
    written = capsys.readouterr().err
    assert written == (
        f"error: {ID}: nothing made from it may be committed: name a folder of your own with --out\n"
    )
    assert not (tmp_path / "datasets").exists()
    shutil.copy(REPOSITORY / "CHANGELOG.md", tmp_path)
    assert build("datasets/published", file) == 0
    assert (tmp_path / "datasets" / "published" / "manifest.json").exists()


def test_it_is_no_part_of_a_build_of_everything(shipped, own, capsys, monkeypatch):
    assert ID not in [source.id for source in choose(all_sources(), [])]
    few = {ID: SOURCE, "mopac_pas_workbook": all_sources()["mopac_pas_workbook"]}
    monkeypatch.setattr(registry, "all_sources", lambda: few)
    assert main(["build", "--mirror", str(shipped.parent / "mirror"), "--out", str(own)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "mopac_pas_workbook: reading",
        "public_attitudes: unchanged",
        "success_measures: unchanged",
        "signs: unchanged",
        "corrections: unchanged",
    ]
    assert told.err == ""


def test_it_is_listed_as_on_request(tmp_path, capsys):
    assert main(["list", "--out", str(tmp_path)]) == 0
    (line,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith(ID)]
    assert "on request" in line
    assert status.ON_REQUEST == "on request"


def test_without_a_file_it_asks_for_one(tmp_path, capsys):
    arguments = ["build", ID, "--mirror", str(tmp_path), "--out", str(tmp_path / "own")]
    assert main(arguments) == 1
    assert capsys.readouterr().err == (
        f"error: {ID}: is built from your own copy only: name it with --file\n"
    )


# What is refused, by name


def changed(**columns):
    def spoil(people):
        for column, value in columns.items():
            people.loc[people.index[:20], column] = value
        return people

    return spoil


def dropped(*columns):
    return lambda people: people.drop(columns=list(columns))


FAULTS = {
    "unknown answer": (changed(NQ135BD=7), "unknown code or label in column NQ135BD: '7'"),
    "answer of another scale": (changed(Q131=4), "column Q131: '4'"),
    "answer that is not whole": (changed(Q60=1.5), "column Q60: '1.5'"),
    "unknown group": (changed(NQ147r="Martian"), "column NQ147r: 'Martian'"),
    "label of the later era": (changed(Q136r="65+"), "column Q136r: '65+'"),
    "refused before 2020-21": (changed(NQ147r="Refused"), "column NQ147r: 'Refused'"),
    "unknown borough": (changed(C2="Surrey"), "column C2: 'Surrey'"),
    "the City": (changed(C2="City of London"), "column C2: 'City of London'"),
    "unknown disability": (changed(Q148=3), "column Q148: '3'"),
    "year that is none": (changed(FinancialYear="2019-21"), "column financial_year: '2019-21'"),
    "year out of range": (changed(FinancialYear="2012-13"), "column financial_year: '2012-13'"),
    "year blank": (changed(FinancialYear=""), "no year for some interviews"),
    "no year": (dropped("FinancialYear"), "no column says the year (tried FinancialYear"),
    "question missing": (dropped("Q62TG"), "no answers in column Q62TG (2019-20); give its name"),
    "group missing": (dropped("Q136r"), "no answers in column Q136r (2019-20)"),
    "borough missing": (dropped("C2"), "no answers in column C2 (2019-20)"),
    "columns of the later era": (
        lambda people: people.rename(columns={"NQ147r": "ReNQ147"}), "column NQ147r (2019-20)"),
    "weights missing": (dropped("WT_Discrete"), "weights of 2019-20: no column WT_Discrete"),
    "weight of none": (changed(WT_Discrete=0), "column WT_Discrete: no weight above 0 for 20 interviews"),
    "weight blank": (changed(WT_Discrete=""), "column WT_Discrete: no weight above 0 for 20"),
    "weight endless": (changed(WT_Discrete="inf"), "column WT_Discrete: no weight above 0 for 20"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_in_one_line_and_changes_nothing(fault, own, tmp_path, capsys):
    spoil, says = FAULTS[fault]
    before = hashes(own)
    people = spoil(md.respondents(6, "2019-20", 300).astype(object))
    assert build(own, md.write_tab(people, tmp_path / "pas.tab")) == 1
    written = capsys.readouterr().err
    assert written.startswith(f"error: {ID}: ")
    assert written.count("\n") == 1
    assert says in written
    assert hashes(own) == before


def test_a_column_of_another_year_is_not_taken_for_this_years(tmp_path):
    people = md.respondents(6, "2021-22", 300).rename(columns={"ReNNQ147": "ReNQ147"})
    with pytest.raises(SourceError, match=r"no answers in column ReNNQ147 \(2021-22\)"):
        shares(people, tmp_path / "pas.tab")


def weighted_twice(people):
    return people.assign(WT_Q1=people["WT_Q1"].fillna(1.0))


def weighted_never(people):
    return people.assign(WT_Q4=math.nan)


@pytest.mark.parametrize("spoil", [weighted_twice, weighted_never])
def test_an_interview_has_one_quarter_weight(spoil, tmp_path):
    people = spoil(md.respondents(6, "2016-17", 300))
    with pytest.raises(SourceError, match=r"not one weight WT_Q… for \d+ interviews of 2016-17"):
        shares(people, tmp_path / "pas.tab")


@pytest.mark.parametrize(
    "content",
    [b"", b"no table", b"$FL2" + bytes(300), b"FinancialYear\tQ60\r\n2019-20\r\n"],
    ids=["empty", "other", "cut", "short"],
)
@pytest.mark.parametrize("suffix", ["sav", "tab", "xlsx"])
def test_a_file_that_is_none_is_refused_in_one_line(suffix, content, tmp_path, capsys):
    file = tmp_path / f"pas.{suffix}"
    file.write_bytes(content)
    assert build(tmp_path / "own", file) == 1
    written = capsys.readouterr().err
    assert written.startswith(f"error: {ID}: ")
    assert "pas." in written
    assert written.count("\n") == 1


def test_what_few_people_hold_is_counted_and_not_shown(tmp_path):
    people = md.respondents(6, "2019-20", 300)
    people.loc[0, "NQ147r"] = "SENTINEL of one person"
    people.loc[1, "NQ147r"] = str(md.FIRST_SERIAL)
    with pytest.raises(SourceError) as caught:
        shares(people, tmp_path / "pas.tab")
    assert str(caught.value).endswith("column NQ147r: 2 held by fewer than 10 people, not shown")


def test_a_scale_labelled_the_other_way_round_is_refused(tmp_path):
    turned = {"NQ135BD": {1: "Strongly disagree", 5: "Strongly agree"}}
    with pytest.raises(SourceError, match="NQ135BD: code 1 is labelled 'Strongly disagree'"):
        shares(
            md.respondents(6, "2019-20", 300),
            tmp_path / "pas.sav",
            lambda people, path: md.write_sav(people, path, turned),
        )


def test_an_unknown_code_declared_missing_in_the_file_is_refused_all_the_same(tmp_path):
    people = changed(NQ135BD=96)(md.respondents(6, "2019-20", 300))
    with pytest.raises(SourceError, match="unknown code or label in column NQ135BD: '96'"):
        shares(people, tmp_path / "pas.sav", md.write_sav)


# What a user may declare beside the file


def test_names_codes_absences_and_the_year_may_be_declared(tmp_path):
    people = md.respondents(6, "2019-20", 500)
    wanted = shares(people, tmp_path / "plain.tab")
    codes = {label: code for code, label in enumerate(md.ETHNICITIES, 1)}
    other = people.drop(columns=["FinancialYear", "Q62TG"]).rename(columns={"NQ135BD": "q135"})
    other["NQ147r"] = other["NQ147r"].map(codes)
    written = "\n".join(f'{code} = "{label}"' for label, code in codes.items())
    (tmp_path / "pas.toml").write_text(
        'financial_year = "2019-20"\nmay_be_absent = ["Q62TG"]\n'
        f'[columns]\nNQ135BD = "q135"\n[codes.NQ147r]\n{written}\n'
    )
    found = shares(other, tmp_path / "pas.tab")
    kept = wanted[wanted["measure"] != "listen_to_concerns"].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, kept)


def test_one_file_may_hold_several_years(tmp_path):
    years = [md.respondents(n, year, 300) for n, year in enumerate(["2017-18", "2021-22"])]
    found = shares(pd.concat(years), tmp_path / "all.tab")
    parts = [shares(people, tmp_path / f"{n}.tab") for n, people in enumerate(years)]
    pd.testing.assert_frame_equal(found, pd.concat(parts, ignore_index=True))


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('year = "2019-20"', "unexpected keyword argument 'year'"),
        ("financial_year = 2019", "financial_year is of another kind"),
        ("financial_year = ", "cannot be used"),
        ('financial_year_column = "Jahr"', "no column Jahr, which is declared"),
        ('[columns]\nQ60 = "q_60"', "no column q_60, which is declared"),
    ],
)
def test_a_declaration_that_does_not_fit_is_refused(written, says, tmp_path):
    (tmp_path / "pas.toml").write_text(written)
    with pytest.raises(SourceError, match=says):
        shares(md.respondents(6, "2019-20", 300), tmp_path / "pas.tab")


def test_the_plain_question_stands_in_for_the_recoded_one(tmp_path):
    people = md.respondents(6, "2019-20", 600).drop(columns="Q150r")
    found = shares(people, tmp_path / "pas.tab")
    trust = found[(found["measure"] == "trust") & (found["area_code"] == MPS)].set_index("group")
    answered = people[people["NQ135BD"].between(1, 5)]
    assert trust.loc["LGBT+", "base_n"] == answered["Q150"].isin([2, 3, 4]).sum()
    assert trust.loc["Non-LGBT+", "base_n"] == (answered["Q150"] == 1).sum()


def test_the_fixture_is_counted_person_by_person():
    from tests.data_pipeline.test_sources import FIXTURES

    rows = pd.read_csv(FIXTURES / ID / "pas_2020-21.tab", sep="\t").to_dict("records")
    weights = weights_by_hand(rows, "2020-21")
    expected = pd.read_csv(FIXTURES / ID / "expected.csv")
    for dimension in ("all", *GROUPS):
        wanted = by_hand(rows, "2020-21", "NQ135BD", dimension, weights)
        part = expected[
            (expected["measure"] == "trust") & (expected["group_dimension"] == dimension)
        ]
        assert dict(zip(zip(part["area_code"], part["group"], strict=True), part["share_pct"], strict=True)) == {
            cell: pytest.approx(share, abs=0.0501) for cell, (share, _, _) in wanted.items()
        }  # fmt: skip
