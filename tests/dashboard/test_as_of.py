"""A link that names a version of the data: read while it is kept, and said so where it is not the newest."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from datasets import catalogue, versions
from tests.dashboard.newer_data import with_one_more_period

SCRIPT = """
import streamlit as st
from dashboard import controls
from dashboard.controls.behind import everything_behind
from datasets import catalogue
with controls.version_asked():
    controls.begin_record("crime")
    controls.say_version()
    st.text(f"{catalogue.version()} {len(controls.load('use_of_force'))}")
    st.text(controls.fixed_link({"area": "MPS"}))
    st.text(controls.source_line("use_of_force"))
    everything_behind(["use_of_force"], 2)
    st.session_state["later"] = controls.briefing.versions.as_read_now(catalogue.version)
"""

SHIPPED = catalogue.version()


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newer")
    return with_one_more_period(folder, ("use_of_force",), with_documents=False)


def opened(newer: Path, monkeypatch: pytest.MonkeyPatch, data: str = "") -> AppTest:
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    if data:
        app.query_params["data"] = data
    app.run()
    assert not app.exception
    return app


def test_without_a_version_the_newest_is_read(newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(newer, monkeypatch)
    newest = catalogue.version()
    assert newest != SHIPPED
    assert app.text[0].value == f"{newest} 524"
    assert app.text[1].value.endswith(f"?area=MPS&data={newest}")
    assert not app.info
    assert 'href="/data/use_of_force.csv"' in app.get("html")[0].proto.body


def test_the_newest_asked_for_by_name_needs_no_word(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    app = opened(newer, monkeypatch, catalogue.version())
    assert app.text[0].value.endswith(" 524")
    assert not app.info


def test_a_version_that_is_kept_is_read_and_named(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(newer, monkeypatch, SHIPPED)
    assert app.text[0].value == f"{SHIPPED} 362"
    assert app.text[1].value.endswith(f"?area=MPS&data={SHIPPED}")
    assert app.info[0].value.startswith(f"**This link shows data version {SHIPPED}, published on ")
    assert f"The newest is version {catalogue.version()}" in app.info[0].value
    behind = app.get("html")[0].proto.body
    assert f'href="/data/v/{SHIPPED}/use_of_force.csv"' in behind
    assert f"/get-data?dataset=use_of_force&amp;data={SHIPPED}" in behind


def test_of_an_older_version_nothing_is_said_to_be_overdue(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "overdue" in opened(newer, monkeypatch).text[2].value
    assert "overdue" not in opened(newer, monkeypatch, SHIPPED).text[2].value


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("0.9.9", "was made for data version 0.9.9, which is not kept here"),
        ("99.0.0", "was made for data version 99.0.0, which is not kept here"),
        ("../1.1.1", "asks for a version of the data that does not exist"),
        ("1.1", "asks for a version of the data that does not exist"),
        ("<b>x</b>", "asks for a version of the data that does not exist"),
    ],
)
def test_of_any_other_version_the_newest_is_shown_and_it_is_said(
    asked: str, said: str, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(newer, monkeypatch, asked)
    assert app.text[0].value == f"{catalogue.version()} 524"
    assert said in app.info[0].value
    assert "<b>" not in app.info[0].value


def test_what_is_made_later_and_elsewhere_is_of_the_version_shown(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Word file is made when its button is pressed, in a thread that knows no address."""
    app = opened(newer, monkeypatch, SHIPPED)
    assert catalogue.version() != SHIPPED
    found: list[str] = []
    other = threading.Thread(target=lambda: found.append(app.session_state["later"]()))
    other.start()
    other.join()
    assert found == [SHIPPED]


def test_two_readers_of_two_versions_do_not_see_each_others(
    newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(newer))
    found: list[str] = []
    with versions.reading(SHIPPED):
        other = threading.Thread(target=lambda: found.append(catalogue.version()))
        other.start()
        other.join()
        assert catalogue.version() == SHIPPED
    assert found == [catalogue.version()]
    assert found != [SHIPPED]


def test_a_version_whose_table_is_spoilt_is_not_read(
    newer: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = with_one_more_period(tmp_path, ("use_of_force",), with_documents=False)
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    digest = versions.snapshot(SHIPPED).entries["use_of_force"]["sha256"]
    (folder / f"use_of_force-{digest[:12]}.parquet").write_bytes(b"spoilt")
    app = opened(folder, monkeypatch, SHIPPED)
    assert app.text[0].value == f"{catalogue.version()} 524"
    assert "which is not kept here" in app.info[0].value
