"""A page while it is written: where blocks come to stand, and what charts and files take from around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from dashboard.charts import PER_CENT, Look, bars
from dashboard.draft import Draft, OtherFiles, PageEnds
from dashboard.files.about import DownloadMeta
from dashboard.page import (
    SITE,
    Block,
    ChoiceRow,
    Code,
    Fold,
    Group,
    Heading,
    Notes,
    Page,
    Table,
    Text,
)
from datasets import catalogue
from datasets.schema import DATASETS

ROWS = pd.DataFrame({"label": ["Black", "White"], "value": [4.0, 2.0]})


def blocks(draft: Draft) -> tuple[Block, ...]:
    return draft.page().parts[-1].blocks


def draw(narrow: bool) -> object:
    return bars(ROWS, unit=PER_CENT, look=Look(narrow=narrow))


# Words, folds and groups


def test_workings_are_rows_and_lines_in_their_order() -> None:
    draft = Draft("crime", {})
    draft.worked_out(
        [("A share", "53.1%"), ("Interviews", "786"), "gap = 53.1 − 70 = −16.9", ("B", "2")]
    )
    draft.worked_out([], "Nothing in it", key="none")
    draft.worked_out(["one line"], "Second", key="second")
    first, second = blocks(draft)
    assert isinstance(first, Fold)
    assert isinstance(second, Fold)
    assert [(one.title, one.key) for one in (first, second)] == [
        ("How this was worked out", "worked-out"),
        ("Second", "second"),
    ]
    table, line, after = first.blocks
    assert isinstance(table, Table)
    assert table.frame["Value"].tolist() == ["53.1%", "786"]
    assert isinstance(after, Table)
    assert after.frame["Value"].tolist() == ["2"]
    assert line == Text("- gap = 53\\.1 − 70 = −16\\.9")
    assert draft.page().tables == []  # workings are no part of a briefing


def test_words_stand_where_they_are_written() -> None:
    draft = Draft("crime", {})
    kept = draft.place()
    draft.copyable("To: *MOPAC*\n\n1. one")
    with draft.fold("More", "more"), draft.columns():
        with draft.group("left"):
            draft.bullets(["a*", "a*", "b"])
        with draft.group("empty"):
            draft.bullets([])
    draft.need_to_know([])
    draft.need_to_know(["One.", "Two."], "first")
    with draft.at(kept):
        draft.caption("Above it all")
    draft.facts({"Site": "https://example.org", "Doubt": "_none_"})
    assert blocks(draft) == (
        Text("Above it all", "caption"),
        Code("To: *MOPAC*\n\n1. one"),
        Fold(
            "More",
            "more",
            (Group("columns", (Group("left", (Text("- a\\*\n- b"),)),), columns=True),),
        ),
        Notes(("One.", "Two."), "first"),
        Text("**Site:** <https://example.org>  \n**Doubt:** \\_none\\_"),
    )


def test_parts_are_named_by_their_headings_no_two_alike() -> None:
    draft = Draft("crime", {})
    draft.headline("A finding", "More of it")
    draft.info("Before")
    for title in ("Crimes solved, by kind", "Crimes solved: by kind", "2", "Crimes solved by kind"):
        draft.section(title, "Per cent")
    page = draft.page(["A table is being checked"])
    assert [one.id for one in page.parts] == [
        *(
            "top",
            "crimes-solved-by-kind",
            "crimes-solved-by-kind-2",
            "2",
            "crimes-solved-by-kind-3",
        ),
    ]
    assert (page.headline, page.lede) == ("A finding", "More of it")
    assert [one.markdown for one in page.parts[0].blocks] == ["A table is being checked", "Before"]
    assert page.notices == ("A table is being checked",)
    assert page.parts[1].subtitle == "Per cent"


def test_no_two_tables_have_one_name() -> None:
    draft = Draft("crime", {})
    for alt in ("Offences", "Offences", "Outcomes", "Offences"):
        draft.table(ROWS, alt=alt)
    names = [one.alt for one in blocks(draft) if isinstance(one, Table)]
    assert names == ["Offences", "Offences, part 2", "Outcomes", "Offences, part 3"]


def test_choices_stand_in_rows_but_those_that_only_an_address_sets() -> None:
    draft = Draft("crime", {"b": ["y"]})
    with draft.controls_row():
        assert draft.select("A", "a", {"x": "X", "y": "Y"}, "x") == "x"
        assert draft.multiselect("B", "b", {"x": "X", "y": "Y"}) == ["y"]
        draft.asked.hidden("c", ["1"], "1")
    with draft.controls_row("second"):
        draft.switch("D", "d")
        draft.text_search("E")
    with draft.controls_row("none"):
        pass
    assert blocks(draft) == (ChoiceRow("choices", ("a", "b")), ChoiceRow("second", ("d", "q")))
    page = draft.page()
    assert [one.key for one in page.choices] == ["a", "b", "c", "d", "q"]
    assert page.params == {"b": ["y"]}
    version = f"data={catalogue.version()}"
    assert page.link == f"{SITE}/crime?a=x&b=y&c=1&d=no&{version}"


# Charts and files


@pytest.fixture(scope="module")
def page() -> Page:
    draft = Draft("powers", {})
    fixed = "https://example.org/powers?area=MPS&to=2025-09"
    draft.headline("What is found")
    draft.section("Searches", "Per cent, year to June 2026")
    draft.chart(draw, "Bar chart: searches. Black 4.", "Source: the Met", "first")
    draft.download_row(ROWS, "one", DownloadMeta("T", "S", "L", link=fixed), "population")
    draft.subsection("Month by month")
    with draft.fold("Folded", "folded"):
        draft.chart(draw, "Bar chart: searches by month. 4.", "Source: b", "b", beneath="As above.")
    draft.table(ROWS, "Both")
    draft.downloads_of(
        ROWS.rename(columns={"value": "offences_count"}),
        "two",
        "Offences",
        "recorded_offences",
        {"Place": "London"},
        {"area": "MPS"},
        notes=["A caveat."],
        beside={"boundaries": ()},
    )
    draft.chart(draw, "Bars. 4", "Source: c", "c", subtitle="Given")
    draft.other_files(
        [
            OtherFiles("three", "Others", ROWS, {"population": ()}, notes=["Another."]),
            OtherFiles("none", "Empty", ROWS.head(0), {"population": ()}),
        ],
        {"area": "MPS"},
    )
    return draft.page()


def test_a_chart_takes_title_subtitle_and_link_from_where_it_stands(page: Page) -> None:
    first, folded, last = page.charts
    own = f"{SITE}/powers?area=MPS&data={catalogue.version()}"
    assert (first.title, first.subtitle) == ("Searches", "Per cent, year to June 2026")
    assert first.link == "https://example.org/powers?area=MPS&to=2025-09"
    assert (folded.title, folded.subtitle) == ("Month by month", "searches by month")
    assert (folded.beneath, folded.link) == ("As above.", own)
    assert (last.title, last.subtitle, last.link) == ("Month by month", "Given", own)
    assert [one.text for one in page.all_of(Heading)] == ["Month by month"]
    (table,) = page.tables
    assert (table[0], table[2]) == ("Searches", "Both")


def test_files_say_where_their_rows_come_from(page: Page) -> None:
    one, two, three = page.files
    assert page.datasets == ["population", "recorded_offences", "boundaries"]
    assert page.link == one.meta.link
    assert date.fromisoformat(one.meta.published) == date.fromisoformat(
        catalogue.manifest()["built_at"][:10]
    )
    assert "Metropolitan Police" in two.meta.source
    assert "; " in two.meta.source  # the outlines' too
    assert "Open Government Licence" in two.meta.licence
    assert (two.meta.filters, two.meta.notes) == ({"Place": "London"}, ("A caveat.",))
    assert two.meta.data_version == catalogue.version()
    assert (three.is_main, three.meta.title, three.meta.notes) == (False, "Others", ("Another.",))
    assert two.meta.link == three.meta.link


def test_a_chart_without_a_heading_is_told_by_the_headline() -> None:
    draft = Draft("powers", {"area": ["MPS"]})
    draft.headline("What is found")
    draft.asked.one("Place", "area", {"MPS": "London"}, "MPS")
    draft.chart(draw, "Bar chart: searches. Black 4.", "Source: the Met", "first")
    draft.spark(draw(False), "A small trend", "spark")
    page = draft.page()
    (chart,) = page.charts
    assert (chart.title, chart.subtitle) == ("What is found", "searches")
    assert chart.link == page.link == f"{SITE}/powers?area=MPS&data={catalogue.version()}"


# What is not there


def test_a_table_that_is_not_published_ends_the_page(without) -> None:
    without("population")
    draft = Draft("crime", {})
    draft.need("workforce", "recorded_offences")
    with pytest.raises(PageEnds):
        draft.need("population")
    (said,) = draft.notices
    assert said.startswith("**These figures are not loaded.**")
    assert DATASETS["population"].title in said


@pytest.fixture
def nothing_published(tmp_path, monkeypatch) -> Iterator[None]:
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path))
    return


@pytest.mark.usefixtures("nothing_published")
def test_where_nothing_is_published_a_page_can_be_written_all_the_same() -> None:
    draft = Draft("crime", {"area": ["MPS"]})
    draft.asked.one("Place", "area", {"MPS": "London"}, "MPS")
    with pytest.raises(PageEnds):
        draft.need("population")
    page = draft.page()
    assert page.link == f"{SITE}/crime?area=MPS"
    assert page.notices == tuple(draft.notices)


def test_nothing_published_for_a_choice_is_said_with_what_to_do() -> None:
    draft = Draft("crime", {})
    draft.no_rows("Lambeth * in 2020", "Choose another.")
    assert draft.notices == ["**Nothing is published for Lambeth \\* in 2020.** Choose another\\."]
    assert blocks(draft) == (Text(draft.notices[0], "notice"),)
