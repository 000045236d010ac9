"""One place goes along from page to page; a list of several does not."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def pages() -> None:
    """Two pages under one key: `many` shows a list, `one` a drop-down; what is chosen is kept."""
    import streamlit as st

    from dashboard import controls

    path = st.session_state.get("path", "many")
    options = {"MPS": "London", "a": "A", "b": "B"}
    controls.begin_page(path)
    controls.note_ignored_parameters({"area": options})
    st.session_state["got"] = (
        controls.multiselect("Places", "area", options, ["MPS"])
        if path == "many"
        else controls.select("Place", "area", options, "MPS")
    )
    controls.settle_address()


def visit(app: AppTest, path: str, **address: list[str]) -> object:
    """Open a page at an address, as a link of the site does."""
    app.session_state["path"] = path
    app.query_params.clear()
    for key, values in address.items():
        app.query_params[key] = values
    app.run(timeout=30)
    assert not app.exception
    return app.session_state["got"]


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(pages)


def test_one_place_goes_to_a_page_that_shows_one(app):
    assert visit(app, "many", area=["a"]) == ["a"]
    assert visit(app, "one") == "a"
    assert app.query_params["area"] == "a"


def test_one_place_goes_to_a_page_that_shows_several(app):
    assert visit(app, "one", area=["b"]) == "b"
    assert visit(app, "many") == ["b"]
    assert app.query_params["area"] == "b"


def test_several_places_stay_behind(app):
    assert visit(app, "many", area=["a"]) == ["a"]
    assert visit(app, "many", area=["a", "b"]) == ["a", "b"]
    assert visit(app, "one") == "MPS"
    assert "area" not in app.query_params


def test_none_and_the_usual_place_carry_nothing(app):
    assert visit(app, "many", area=["none"]) == []
    assert visit(app, "one") == "MPS"
    assert visit(app, "many") == ["MPS"]
    assert "area" not in app.query_params


def test_an_address_is_followed_before_what_is_remembered(app):
    assert visit(app, "one", area=["a"]) == "a"
    assert visit(app, "many", area=["b", "MPS"]) == ["MPS", "b"]
