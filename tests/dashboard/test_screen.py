"""The site as Streamlit shows it: widgets that follow the address, and the address that follows them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.state.query_params_proxy import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from dashboard.draft import Draft
from dashboard.figures.places import places
from dashboard.screen import history, show
from dashboard.subjects import registry
from datasets import catalogue
from tests.dashboard.page_reading import shown
from tests.dashboard.screen import MAIN, html, opened, ran, said, visit, written

PLACES = {"MPS": "London", "E09000022": "Lambeth", "E09000002": "Barking and Dagenham"}
KINDS = {"all": {"all": "All"}, "Burglary": {"all": "All", "home": "Of a home"}}
KINDS |= {"Robbery": {"all": "All"}}


def lists(draft: Draft) -> None:
    """A page with a choice of every kind; the kinds of an offence are its own."""
    with draft.controls_row():
        draft.multiselect("Places", "area", PLACES, ["MPS"], 2)
        offence = draft.select("Offence", "offence", {one: one for one in KINDS}, "all")
        draft.select("Kind", "kind", KINDS[offence], "all")
        draft.switch("By month", "show")
        draft.text_search("Words", "as", "A word")
    draft.asked.hidden("to", ["2025", "2026"], "2026")
    draft.headline(f"{offence} in {draft.asked.choices[0].value}")


def one_place(draft: Draft) -> None:
    """A page that shows one place."""
    with draft.controls_row():
        draft.headline(draft.select("Place", "area", PLACES, "MPS"))


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch, unkept: None) -> None:
    """`crime` has a choice of every kind, `methods` none, every other page one place."""
    pages = {"crime": lists, "methods": lambda draft: draft.headline("Methods")}
    monkeypatch.setattr(registry, "_builder", lambda path: pages.get(path, one_place))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Each address that is written, which is a step of the browser's history."""
    found: list[dict[str, Any]] = []
    write = QueryParamsProxy.from_dict

    def noted(self: QueryParamsProxy, params: Any) -> None:
        found.append(dict(params))
        write(self, params)

    monkeypatch.setattr(QueryParamsProxy, "from_dict", noted)
    return found


def widgets(app: AppTest) -> dict[str, Any]:
    shown_by = (*app.multiselect, *app.selectbox, *app.checkbox, *app.text_input)
    return {one.key.removeprefix("choice_"): one.value for one in shown_by}


# Widgets show the address


USUAL = {"area": ["MPS"], "offence": "all", "kind": "all", "show": False, "as": ""}
CHOSEN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"area": ["E09000022", "MPS"]}, {"area": ["MPS", "E09000022"]}),
    ({"area": "none"}, {"area": []}),
    ({"offence": "Burglary", "kind": "home"}, {"offence": "Burglary", "kind": "home"}),
    ({"offence": "Robbery", "kind": "home"}, {"offence": "Robbery"}),
    ({"show": "yes", "as": "knife"}, {"show": True, "as": "knife"}),
    ({"area": "LB of Lambeth", "to": "2025"}, {"area": ["E09000022"]}),
]


@pytest.mark.usefixtures("made_up")
def test_each_widget_shows_what_the_address_says_however_it_came_to_say_it() -> None:
    """A link, a reload and the Back button: the last of them in a session that has other values."""
    session = opened("crime")
    for address, differs in CHOSEN:
        assert widgets(opened("crime", **address)) == USUAL | differs, address
        assert widgets(visit(session, "crime", **address)) == USUAL | differs, address
    assert [one.options for one in session.selectbox] == [["all", "Burglary", "Robbery"], ["All"]]
    assert session.multiselect[0].options == list(PLACES.values())
    assert session.text_input[0].placeholder == "A word"
    assert "to" not in widgets(session)


# Choosing writes the address


@pytest.mark.usefixtures("made_up")
def test_each_widget_writes_the_address_in_one_step(steps: list[dict[str, Any]]) -> None:
    app = opened("crime", to="2025", data="9.9.9")
    kept = {"to": ["2025"], "data": ["9.9.9"]}
    app.multiselect[0].set_value(["E09000022", "MPS"])
    assert written(ran(app)) == {"area": ["MPS", "E09000022"], **kept}
    app.selectbox[0].set_value("Burglary")
    assert written(ran(app)) == {"area": ["MPS", "E09000022"], "offence": ["Burglary"], **kept}
    app.multiselect[0].set_value([])
    assert written(ran(app))["area"] == ["none"]
    app.multiselect[0].set_value(["MPS"])
    assert written(ran(app)) == {"offence": ["Burglary"], **kept}
    app.checkbox[0].check()
    assert written(ran(app))["show"] == ["yes"]
    app.text_input[0].set_value("knife")
    assert list(written(ran(app))) == ["offence", "show", "as", "to", "data"]
    app.checkbox[0].uncheck()
    assert "show" not in written(ran(app))
    assert len(steps) == 7
    assert "Burglary in" in html(app)


@pytest.mark.usefixtures("made_up")
def test_what_a_choice_makes_impossible_goes_in_the_same_step(steps: list[dict[str, Any]]) -> None:
    app = opened("crime", offence="Burglary", kind="home")
    app.selectbox[0].set_value("Robbery")
    assert written(ran(app)) == {"offence": ["Robbery"]}
    assert widgets(app) == USUAL | {"offence": "Robbery"}
    assert not said(app)
    assert len(steps) == 1


def test_a_page_of_the_site_is_shown_as_it_is_built(steps: list[dict[str, Any]]) -> None:
    app = opened("crime", area="E09000022")
    page = shown("crime", area="E09000022")
    assert f"<h1>{page.headline}</h1>" in html(app)
    assert widgets(app) == {
        one.key: list(one.value) if one.kind == "several" else one.value
        for one in page.choices
        if one.kind != "hidden" and one.key in widgets(app)
    }
    app.selectbox(key="choice_offence").set_value("Burglary")
    assert written(ran(app)) == {"area": ["E09000022"], "offence": ["Burglary"]}
    assert shown("crime", **written(app)).headline in html(app)
    assert len(steps) == 1
    assert f"data version {catalogue.version()}" in html(app).split("<footer")[1]


# Places as people write them


def type_into(box: Any, words: str) -> None:
    """What the browser does with words that are on no list: it sends them as they are."""
    box.options.append(words)
    box.set_value([*box.value, words] if isinstance(box.value, list) else words)


@pytest.mark.usefixtures("made_up")
def test_a_box_takes_a_place_in_any_spelling() -> None:
    app = opened("outcomes", area="E09000022")
    type_into(app.selectbox[0], "Barking & Dagenham")
    assert written(ran(app)) == {"area": ["E09000002"]}
    assert "E09000002" in html(app)
    assert not said(app)
    type_into(app.selectbox[0], "Lambth")
    assert written(ran(app)) == {"area": ["E09000002"]}
    assert widgets(app) == {"area": "E09000002"}
    assert "This page has no place called “Lambth” (did you mean Lambeth?)." in said(app)
    app.selectbox[0].set_value("E09000022")
    assert written(ran(app)) == {"area": ["E09000022"]}
    assert not said(app)


@pytest.mark.usefixtures("made_up")
def test_a_list_takes_places_in_any_spelling() -> None:
    app = opened("crime")
    type_into(app.multiselect[0], "lb of lambeth")
    assert written(ran(app)) == {"area": ["MPS", "E09000022"]}
    type_into(app.multiselect[0], "Barnet")  # a place, and none of this page
    assert written(ran(app)) == {"area": ["MPS", "E09000022"]}
    assert "no place called “Barnet”." in said(app)
    assert "Barnet" in places().values()


# What is said of the address


@pytest.mark.usefixtures("made_up")
def test_a_page_names_what_it_does_not_know_and_no_campaigns() -> None:
    app = opened("crime", foo="1", utm_source="x", fbclid="y", area="Lambth")
    assert 'role="status"' in said(app)
    assert "This page knows nothing of “foo” in this link." in said(app)
    assert "“Lambth” (did you mean Lambeth?) for “area”" in said(app)
    assert "utm" not in said(app)
    more = said(opened("crime", **{f"k{number}": "1" for number in range(9)}))
    assert "“k0”, “k1”, “k2”, “k3”, “k4” and more in this link" in more
    assert "&lt;i&gt;" in said(opened("crime", **{"<i>": "1", "offence": "<b>"}))
    assert "<b>" not in said(opened("crime", offence="<b>"))
    ours = {"utm_source": "x", "embed": "true", "data": catalogue.version(), "area": "E09000022"}
    assert not said(opened("crime", **ours))


# One place goes along from page to page; a list of several does not


def of(app: AppTest) -> Any:
    return widgets(app)["area"]


@pytest.mark.usefixtures("made_up")
def test_one_place_goes_to_a_page_that_shows_one() -> None:
    app = opened("crime", area="E09000022")
    visit(app, "outcomes")
    assert (of(app), written(app)) == ("E09000022", {"area": ["E09000022"]})


@pytest.mark.usefixtures("made_up")
def test_one_place_goes_to_a_page_that_shows_several() -> None:
    app = opened("outcomes", area="E09000002")
    visit(app, "crime", show="yes")
    assert (of(app), written(app)["area"]) == (["E09000002"], ["E09000002"])
    assert written(app)["show"] == ["yes"]


@pytest.mark.usefixtures("made_up")
def test_several_places_stay_behind() -> None:
    app = opened("crime", area="E09000022")
    visit(app, "crime", area=["E09000022", "E09000002"])
    visit(app, "outcomes")
    assert (of(app), written(app)) == ("MPS", {})


@pytest.mark.usefixtures("made_up")
def test_none_and_the_usual_place_carry_nothing() -> None:
    app = opened("crime", area="none")
    assert of(app) == []
    assert of(visit(app, "outcomes")) == "MPS"
    visit(app, "crime")
    assert (of(app), written(app)) == (["MPS"], {})


@pytest.mark.usefixtures("made_up")
def test_an_address_is_followed_before_what_is_remembered() -> None:
    app = opened("outcomes", area="E09000022")
    assert of(visit(app, "crime", area=["E09000002", "MPS"])) == ["MPS", "E09000002"]


@pytest.mark.usefixtures("made_up")
def test_a_page_without_places_passes_a_place_on() -> None:
    app = opened("outcomes", area="E09000022")
    visit(app, "methods")
    assert written(app) == {}
    assert of(visit(app, "crime")) == ["E09000022"]


@pytest.mark.usefixtures("made_up")
def test_back_brings_nothing_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that the browser goes back to is that of what was shown."""
    app = opened("crime", area="E09000022")
    monkeypatch.setattr(show, "is_back", lambda: True)
    visit(app, "outcomes")
    assert (of(app), written(app)) == ("MPS", {})


def test_back_is_told_by_streamlits_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one place that reads what Streamlit keeps private: it is there, and means what we take it for."""
    assert history.is_back() is False
    for is_back in (True, False):
        context = SimpleNamespace(is_history_navigation=is_back)
        monkeypatch.setattr(history, "get_script_run_ctx", lambda context=context: context)
        assert history.is_back() is is_back
    from streamlit.runtime.scriptrunner import ScriptRunContext

    assert "is_history_navigation" in ScriptRunContext.__dataclass_fields__


# Around the pages


def test_the_footer_stands_even_where_a_page_fails(
    monkeypatch: pytest.MonkeyPatch, unkept: None
) -> None:
    def fails(_draft: Draft) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(registry, "_builder", lambda _path: fails)
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    assert len(app.exception) == 1
    assert f"data version {catalogue.version()}" in html(app)
    assert '<a href="/methods">Methods and sources</a>' in html(app)
