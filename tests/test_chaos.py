"""The short form of `make chaos`: a few visitors, and what befalls the site meanwhile."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import every_control, faults, two_contents
from benchmarks.chaos import IN_TESTS
from benchmarks.crowd import Notes, Question
from benchmarks.disturbances import Chaos
from dashboard.page import Choice
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from tests import serving
from tests.conftest import FROZEN

SEED = 20261130
FORGED = "a figure of another version"


@pytest.fixture(scope="module")
def chaos(tmp_path_factory: pytest.TempPathFactory) -> Chaos:
    """A run, whose answers were compared with one more among them: a page that shows another figure."""
    run = Chaos(IN_TESTS, SEED, tmp_path_factory.mktemp("chaos"), FROZEN)
    serving.apart(run.disturb)
    genuine = next(one for one in run.notes.answers if one.kind == "screen" and one.is_plain)
    run.notes.answers[genuine][FORGED] += 1
    run.notes.texts[FORGED] = zlib.compress(FORGED.encode())
    serving.apart(run.compare)
    return run


def test_nothing_fails_and_nothing_is_refused_but_what_must_be(chaos: Chaos) -> None:
    assert chaos.report.faults == []
    assert chaos.notes.faults == []


def test_every_answer_is_what_an_undisturbed_site_gives_of_that_version(chaos: Chaos) -> None:
    compared = chaos.report.compared
    differ = [one.splitlines() for one in compared.differences]
    assert [one for one in differ if not any(FORGED in line for line in one)] == []
    assert len(differ) == 1, "the forged one: else the comparison sees nothing"
    assert compared.answers > 40
    kinds = Counter(one.kind for one in chaos.notes.answers)
    assert all(kinds[one] >= 5 for one in ("screen", "html", "file"))
    seen = {one.is_other for one in chaos.notes.answers}
    assert {True, False} <= seen, "pages of both contents were seen"


def test_it_is_whole_again_after_each_disturbance(chaos: Chaos) -> None:
    assert [one.name for one in chaos.report.phases if not one.recovered] == []
    assert len(chaos.report.phases) >= 6


# That it would be seen


def test_an_answer_of_two_versions_or_of_none_is_a_fault() -> None:
    notes = Notes()
    notes.take("html", "/crime", "<p>data version 1.4.8</p>", "", 0)
    assert notes.faults == []
    notes.take("html", "/crime", "<p>data version 1.4.8</p><p>data version 1.4.9</p>", "", 0)
    notes.take("html", "/crime", "<p>12,345 offences</p>", "", 0)
    assert len(notes.faults) == 2
    assert "1.4.8" in notes.faults[0]
    assert "none" in notes.faults[1]


def test_answers_are_the_same_but_for_version_and_day_of_making() -> None:
    notes = Notes()
    for version in ("1.4.8", "1.4.10"):
        notes.take("html", f"/crime?data={version}", f"data version {version}: 12", "", 0)
    ((question, digests),) = notes.answers.items()
    assert question == Question("html", "/crime?data=V", False)
    assert list(digests.values()) == [2]
    notes.take("html", "/crime?data=1.4.8", "data version 1.4.8: 13", "", 0)
    assert len(notes.answers[question]) == 2


def test_each_version_holds_the_content_that_its_number_says(tmp_path: Path) -> None:
    folder = two_contents.start(FROZEN, tmp_path / "published")
    before = two_contents.version_of(folder)
    held = {path.name for path in folder.glob("workforce-*.parquet")}
    after = two_contents.publish_next(folder)
    assert (two_contents.is_other(before), two_contents.is_other(after)) == (False, True)
    assert {path.name for path in folder.glob("workforce-*.parquet")} == held, "the same two"
    assert len(held) == 2


def test_the_crowd_goes_on_until_it_has_asked_enough_of_each_kind() -> None:
    notes = Notes()
    for number, kind in enumerate(("screen", "html", "screen", "html", "file")):
        notes.take(kind, f"/{kind}?{number}", "data version 1.4.8", "", 0)
    assert not notes.are_enough(5, 2), "one file"
    notes.take("file", "/older", "This link shows data version 1.4.8", "", 0)
    assert not notes.are_enough(5, 2), "of what was the newest"
    notes.take("file", "/other", "data version 1.4.8", "", 0)
    assert notes.are_enough(7, 2)
    assert not notes.are_enough(8, 2), "answers"


# The controls


def test_each_control_at_each_option_none_all_and_an_unknown_one_and_in_pairs() -> None:
    places = Choice("area", "Place", "several", ("a",), (), {"a": "A", "b": "B", "c": "C"})
    terms = Choice("as", "As", "one", "count", "count", {"count": "Count", "rate": "Rate"})
    found = every_control.addresses([places, terms], 20, random.Random(SEED))
    alone, pairs = found[:-20], found[-20:]
    for value in ("a", "b", "c", "none", every_control.UNKNOWN, ""):
        assert {"area": [value]} in alone
    assert {"area": ["a", "b", "c"]} in alone
    assert all(one.keys() == {"area", "as"} for one in pairs)
    assert len({str(one) for one in pairs}) > 8


def test_pages_bear_each_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(FROZEN))
    found = every_control.tried(pairs=2, seed=SEED, seconds=600, share=(0, 150))
    assert found.faults == []
    assert found.pages == found.of > 15


def test_what_is_asked_for_in_vain_is_told_above_the_page_or_in_its_headline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(FROZEN))
    asked = {"area": [every_control.UNKNOWN]}
    for path in ("borough", "response"):
        assert list(every_control.faults_of(path, asked)) == []
    build = registry.build
    monkeypatch.setattr(registry, "build", lambda *of: replace(build(*of), headline="", ignored=()))
    told = list(every_control.faults_of("borough", asked))
    assert "the unknown option is passed over in silence" in told


def test_choices_that_there_was_no_time_for_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(FROZEN))
    monkeypatch.setattr(every_control, "PAGES", [one for one in PAGES if one.path == "response"])
    found = every_control.tried(pairs=1, seed=SEED, seconds=-1)
    assert found.of > 1
    assert found.faults == [f"0 of {found.of} choices tried in -1 s"]


# Who asks badly


def test_malformed_requests_are_drawn_from_the_seed_alone() -> None:
    asked = [
        [faults.badly(random.Random(f"{seed} {n}"), 1) for n in range(50)] for seed in (1, 1, 2)
    ]
    assert asked[0] == asked[1] != asked[2]
    assert len(set(asked[0])) == 50
