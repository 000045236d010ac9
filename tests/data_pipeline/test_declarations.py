"""What is declared of the success measures: every fault is one line, and nothing else is lost."""

from __future__ import annotations

import copy
from datetime import date, datetime

import pandas as pd
import pytest

from data_pipeline.__main__ import main
from data_pipeline.derived import declarations
from datasets import catalogue
from datasets.schema import SUCCESS_MEASURES, SourceError
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.verdict_tables import changed_declaration, indicator, shipped

MISCONDUCT, SURVEY, RESPONSE = (
    "misconduct_action_rate",
    "trust_confidence_fairness",
    "response_times",
)
BOTH = ("review_figures", "published_figures")


@pytest.fixture(scope="module")
def figures() -> dict[str, pd.DataFrame]:
    return {name: shipped(name) for name in BOTH}


def updated(measure: str, place: int = 0, **words):
    return lambda declared: indicator(declared, measure, place).update(words)


def without(measure: str, word: str, place: int = 0):
    return lambda declared: indicator(declared, measure, place).pop(word)


def without_measure(declared):
    declared["measure"] = [one for one in declared["measure"] if one["id"] != RESPONSE]


def measure_twice(declared):
    declared["measure"].append(copy.deepcopy(declared["measure"][0]))


def measure_misspelt(declared):
    declared["measure"][0]["id"] = "trust"


def indicator_twice(declared):
    own = declared["measure"][1]["indicator"]
    own.append(copy.deepcopy(own[0]))


FAULTS = {
    "a measure is missing": (
        without_measure,
        "measures declared do not fit the schema: response_times",
    ),
    "a measure is there twice": (
        measure_twice,
        f"measures declared do not fit the schema: {SURVEY}",
    ),
    "an unknown measure": (
        measure_misspelt,
        f"measures declared do not fit the schema: trust, {SURVEY}",
    ),
    "a measure about nothing": (
        lambda declared: declared["measure"].append({"id": "context"}),
        "measures declared do not fit the schema: context",
    ),
    "no measures": (
        lambda declared: declared.pop("measure"),
        "measures declared do not fit the schema: "
        + ", ".join(sorted(set(SUCCESS_MEASURES) - {"context"})),
    ),
    "no day of publication": (
        lambda one: one.pop("published"),
        "no day of publication is declared",
    ),
    "a day in words": (
        lambda one: one.update(published="March 2023"),
        "no day of publication is declared",
    ),
    "a day with its time": (
        lambda one: one.update(published=datetime(2023, 3, 31)),
        "no day of publication is declared",
    ),
    "no question": (
        lambda one: one["measure"][1].pop("question"),
        f"{MISCONDUCT}: no question, or no indicator that decides",
    ),
    "no indicator": (
        lambda one: one["measure"][1].pop("indicator"),
        f"{MISCONDUCT}: no question, or no indicator that decides",
    ),
    "no indicator that decides": (
        updated(MISCONDUCT, is_deciding=False),
        f"{MISCONDUCT}: no question, or no indicator that decides",
    ),
    "an indicator twice": (indicator_twice, f"{MISCONDUCT}: case_to_answer all twice"),
    "no principal indicator": (
        without(MISCONDUCT, "is_principal"),
        f"{MISCONDUCT}: not one principal indicator, which decides",
    ),
    "two principal indicators": (
        updated(SURVEY, 1, is_principal=True),
        f"{SURVEY}: not one principal indicator, which decides",
    ),
    "no kind": (
        without(MISCONDUCT, "cannot_kind"),
        f"{MISCONDUCT}, case_to_answer: no cannot_kind",
    ),
    "an unknown kind of not judged": (
        updated(SURVEY, 2, cannot_kind="not_known"),
        f"{SURVEY}, good_job_london: unknown cannot_kind 'not_known'",
    ),
    "ripeness declared": (
        updated(SURVEY, 2, cannot_kind="not_ripe"),
        f"{SURVEY}, good_job_london: unknown cannot_kind 'not_ripe'",
    ),
    "a table that is not named": (
        without(MISCONDUCT, "loads_table"),
        f"{MISCONDUCT}, case_to_answer: a table to load is named where, and only where, one is published "
        "and not loaded",
    ),
    "a table that nobody published": (
        updated(SURVEY, 2, loads_table="Shares"),
        f"{SURVEY}, good_job_london: a table to load is named where, and only where, one is published and not loaded",
    ),
    "a source that is none": (
        updated(MISCONDUCT, loads_source="police_misconduct"),
        f"{MISCONDUCT}, case_to_answer: no source police_misconduct",
    ),
    "no name": (without(MISCONDUCT, "name"), f"{MISCONDUCT}, case_to_answer: no name"),
    "no test": (without(MISCONDUCT, "test"), f"{MISCONDUCT}, case_to_answer: no test"),
    "no id": (without(MISCONDUCT, "id"), f"{MISCONDUCT}, None: no id"),
    "a gap to nobody": (without(SURVEY, "reference", 4), f"{SURVEY}, trust: no reference"),
    "a word misspelt": (
        updated(MISCONDUCT, baseline_figur="R0904"),
        f"{MISCONDUCT}, case_to_answer: nothing is called baseline_figur",
    ),
    "an unknown kind": (
        updated(MISCONDUCT, kind="figures"),
        f"{MISCONDUCT}, case_to_answer: unknown kind 'figures'",
    ),
    "an unknown test": (
        updated(MISCONDUCT, test="by_eye"),
        f"{MISCONDUCT}, case_to_answer: unknown test 'by_eye'",
    ),
    "the test of a whole": (
        updated(MISCONDUCT, test="summary"),
        f"{MISCONDUCT}, case_to_answer: unknown test 'summary'",
    ),
    "an unknown direction": (
        updated(MISCONDUCT, better="more"),
        f"{MISCONDUCT}, case_to_answer: unknown better 'more'",
    ),
    "an unknown unit": (
        updated(MISCONDUCT, unit="ratio"),
        f"{MISCONDUCT}, case_to_answer: unknown unit 'ratio'",
    ),
    "an unknown kind of period": (
        updated(MISCONDUCT, time_basis="decade"),
        f"{MISCONDUCT}, case_to_answer: unknown time_basis 'decade'",
    ),
    "an unknown survey measure": (
        updated(SURVEY, id="trsut"),
        f"{SURVEY}, trsut: no survey measure trsut",
    ),
    "an unknown measure of a gap": (
        updated(SURVEY, 4, id="trsut"),
        f"{SURVEY}, trsut: no survey measure trsut",
    ),
    "an unknown baseline": (
        updated(MISCONDUCT, baseline_figure="R9999"),
        f"{MISCONDUCT}, case_to_answer: figure R9999 is not in review_figures",
    ),
    "an unknown figure of the Review": (
        updated(SURVEY, review_figure="R9999"),
        f"{SURVEY}, trust: figure R9999 is not in review_figures",
    ),
    "an unknown figure beside it": (
        updated(MISCONDUCT, nearest_figures=["P0151", "P9999"]),
        f"{MISCONDUCT}, case_to_answer: figure P9999 is not in published_figures",
    ),
    "no number of a figure": (
        updated(MISCONDUCT, baseline_figure="X0904"),
        f"{MISCONDUCT}, case_to_answer: X0904 is no figure's number",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_meant_is_refused_by_name(fault, figures, monkeypatch):
    spoil, says = FAULTS[fault]
    changed_declaration(monkeypatch, spoil)
    with pytest.raises(SourceError) as caught:
        declarations.measures(figures)
    assert str(caught.value) == f"success_measures: {says}"


def test_every_fault_is_told_at_once(figures, monkeypatch):
    def spoil(declared):
        indicator(declared, MISCONDUCT).update(unit="ratio", better="more")
        indicator(declared, RESPONSE).pop("name")

    changed_declaration(monkeypatch, spoil)
    with pytest.raises(SourceError) as caught:
        declarations.measures(figures)
    assert str(caught.value) == (
        f"success_measures: {MISCONDUCT}, case_to_answer: unknown better 'more'; {MISCONDUCT}, "
        f"case_to_answer: unknown unit 'ratio'; {RESPONSE}, average_response_time: no name"
    )


def test_what_is_declared_is_in_order_with_all_tables_and_with_none(figures):
    for held in (figures, {}, {"review_figures": figures["review_figures"]}):
        published, measures = declarations.measures(held)
        assert published == date(2023, 3, 31)
        assert {one["id"] for one in measures} == set(SUCCESS_MEASURES) - {"context"}


@pytest.mark.parametrize("text", [None, "published = ", "x = 1\nx = 2", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_one_line(text, tmp_path, monkeypatch):
    if text is not None:
        content = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "success_measures.toml").write_bytes(content)
    monkeypatch.setattr(catalogue, "REFERENCE", tmp_path)
    says = (
        "no reference file" if text is None else "the reference file success_measures is not TOML"
    )
    with pytest.raises(SourceError, match=f"^success_measures: {says}"):
        declarations.measures({})


# A build with a fault


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (measure_misspelt, f"measures declared do not fit the schema: trust, {SURVEY}"),
        (
            updated(MISCONDUCT, baseline_figure="R9999"),
            f"{MISCONDUCT}, case_to_answer: figure R9999 is not in",
        ),
        (updated(MISCONDUCT, unit="minutes"), "figure R0904 is in percent, not in minutes"),
        (
            updated(RESPONSE, 1, baseline_figure="P0238"),
            "figure P0238 is marked and cannot be a baseline: ",
        ),
        (
            updated(MISCONDUCT, time_basis="quarter"),
            "figure R0904 is of 2013-04-01 to 2022-03-31: no quarter",
        ),
    ],
    ids=["unknown measure", "unknown figure", "wrong unit", "marked figure", "wrong period"],
)
def test_a_build_leaves_the_verdicts_as_they_were_and_builds_the_rest(
    spoil, says, build, published, small_mirror, monkeypatch, capsys
):
    changed_declaration(monkeypatch, spoil)
    before = hashes(published)
    mini.edit(small_mirror / mini.DENSITY, "MYE,99002", "MYE,99003")
    assert build("ons_population") == 1
    told = capsys.readouterr()
    (line,) = told.err.splitlines()
    assert line.startswith(f"error: success_measures: {says}")
    after = hashes(published)
    assert after["success_measures.parquet"] == before["success_measures.parquet"]
    assert after["success_measures.json"] == before["success_measures.json"]
    assert after["population.parquet"] != before["population.parquet"]
    monkeypatch.setenv("DATASETS_DIR", str(published))
    assert catalogue.problems() == []


def test_a_build_with_no_file_of_declarations_is_one_line(
    build, published, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(catalogue, "REFERENCE", tmp_path)
    before = hashes(published)
    assert build("ons_population") == 1
    assert (
        capsys.readouterr().err == "error: success_measures: no reference file success_measures\n"
    )
    assert hashes(published) == before


def test_a_folder_of_its_own_begins_with_any_one_source(tmp_path, monkeypatch):
    """Nothing but the printed figures is held: what is declared of the Review's is not held, and no fault."""
    out = tmp_path / "published"
    assert main(["build", "published_figures", "--mirror", str(tmp_path), "--out", str(out)]) == 0
    monkeypatch.setenv("DATASETS_DIR", str(out))
    rows = catalogue.load("success_measures")
    assert set(rows["verdict"]) == {"cannot_be_judged"}
    assert set(rows["baseline_source_id"].dropna()) == {"published_figures"}
