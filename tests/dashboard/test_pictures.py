"""A chart as a picture: the words around it, and what a page sends along for its buttons."""

from __future__ import annotations

import html
import json
import os
import re
import struct
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.theme import LIGHT, Look, Margin, figure
from dashboard.pictures import NoPictureError, Words, framed, framing, png, source_words, svg
from datasets import catalogue

WORDS = Words("A <title>", "Per cent, year to each quarter", "Source: MOPAC. Licence: OGL.")


def a_figure(narrow: bool = False):
    look = Look(narrow=narrow)
    found = figure(look, height=300, margin=Margin(left=40, right=50, top=60, bottom=30))
    found.add_scatter(x=[1, 2], y=[3, 4])
    return found


def test_the_words_stand_around_the_chart_and_the_chart_keeps_its_size() -> None:
    before = a_figure()
    after = framed(before, WORDS, 800)
    assert [note.text for note in after.layout.annotations] == [
        "<b>A &lt;title&gt;</b>",
        "Per cent, year to each quarter",
        "Source: MOPAC. Licence: OGL.",
    ]
    own, wider = before.layout.margin, after.layout.margin
    grown = after.layout.height - before.layout.height
    assert grown == (wider.t - own.t) + (wider.b - own.b)
    assert (wider.l, wider.r, wider.pad) == (54, 64, 0)
    assert (after.layout.width, after.layout.paper_bgcolor) == (800, LIGHT.page)
    assert before.layout.annotations == ()


def test_the_words_keep_off_the_chart_and_off_the_edges() -> None:
    """Title and subtitle end above the chart's own top margin, the source begins beneath its foot."""
    own = a_figure().layout.margin
    after = framed(a_figure(), WORDS, 800)
    title, subtitle, source = after.layout.annotations
    assert title.yshift == after.layout.margin.t - 14
    assert title.yshift - 18 * 1.3 >= subtitle.yshift
    assert subtitle.yshift - 14 * 1.3 >= own.t + 13
    assert source.yshift == -own.b - 14
    assert after.layout.margin.b >= -source.yshift + 12 * 1.3 + 13


def test_no_room_is_kept_for_a_subtitle_that_is_not_there() -> None:
    without = Words(WORDS.title, "", WORDS.source)
    less = (
        framed(a_figure(), WORDS, 800).layout.height
        - framed(a_figure(), without, 800).layout.height
    )
    assert less in {22, 23}  # 14 px of type and 4 px between


def test_a_long_address_is_divided_and_loses_nothing() -> None:
    address = "https://example.org/trust?" + "&".join(f"measure=number_{n}" for n in range(9))
    after = framed(a_figure(True), Words("T", "", f"Source: a. {address}"), 374)
    (text,) = [note.text for note in after.layout.annotations if "Source" in note.text]
    lines = text.replace("&amp;", "&").split("<br>")
    assert len(lines) >= 4
    assert max(map(len, lines)) < 60
    assert "".join(lines).endswith(address)
    assert not any(line.endswith("//") for line in lines)


@pytest.mark.parametrize(("narrow", "width"), [(False, 1068), (True, 386)])
def test_a_picture_is_as_wide_as_its_drawing(narrow: bool, width: int) -> None:
    assert framing(a_figure(narrow), WORDS)["width"] == width


def test_the_source_says_whose_when_and_where() -> None:
    day = date(2026, 11, 4)
    assert source_words("Source: MOPAC. Licence: OGL", "1.1.0", day, "https://example.org/x") == (
        "Source: MOPAC. Licence: OGL. London policing scorecard, data version 1.1.0, "
        "4 November 2026. https://example.org/x"
    )
    assert source_words("Source: MOPAC.", "1.1.0", day, "").endswith(
        "data version 1.1.0, 4 November 2026."
    )


def _page() -> None:
    import pandas as pd

    from dashboard import controls, downloads
    from dashboard.charts import PER_CENT, Look, bars

    rows = pd.DataFrame({"label": ["Black", "White"], "value": [4.0, 2.0]})

    def draw(narrow: bool):
        return bars(rows, unit=PER_CENT, look=Look(narrow=narrow))

    controls.begin_page("powers")
    controls.begin_record("powers")
    controls.section("Searches", "Per cent, year to June 2026")
    controls.select("Place", "area", {"MPS": "London", "E09000022": "Lambeth"}, "MPS")
    controls.chart(draw, "Bar chart: searches. Black 4.", "Source: the Met", "a_key")
    fixed = "https://example.org/powers?area=MPS&to=2025-09"
    controls.download_row(rows, "one", downloads.DownloadMeta("T", "S", "L", link=fixed))
    controls.subsection("Month by month")
    controls.chart(draw, "Bar chart: searches by month. 4.", "Source: b", "b", beneath="As above.")
    controls.draw_rest()


@pytest.fixture(scope="module")
def page() -> AppTest:
    return AppTest.from_function(_page, default_timeout=60).run()


def pictures_of(page: AppTest) -> list[dict]:
    specs = [json.loads(one.proto.spec) for one in page.get("plotly_chart")]
    return [spec["layout"]["meta"]["picture"] for spec in specs]


def said(picture: dict) -> list[str]:
    return [note["text"].replace("<br>", " ") for note in picture["annotations"]]


def test_a_chart_brings_its_words_along(page: AppTest) -> None:
    assert not page.exception
    wide, narrow, second, _ = pictures_of(page)
    today = date.today()
    source = (
        f"Source: the Met. London policing scorecard, data version {catalogue.version()}, "
        f"{today.day} {today:%B %Y}."
    )
    for picture in (wide, narrow):
        title, subtitle, whose = said(picture)
        assert (title, subtitle) == ("<b>Searches</b>", "Per cent, year to June 2026")
        assert whose.startswith(source)
        assert whose.endswith(" https://example.org/powers?area=MPS&amp;to=2025-09")
    assert (wide["width"], narrow["width"]) == (1068, 386)
    assert said(second)[:2] == ["<b>Month by month</b>", "searches by month"]
    assert said(second)[2].startswith("Source: b.")


def test_its_file_is_named_after_what_it_shows(page: AppTest) -> None:
    configs = [json.loads(one.proto.config) for one in page.get("plotly_chart")]
    names = [config["toImageButtonOptions"]["filename"] for config in configs]
    assert names == ["searches", "searches", "month-by-month", "month-by-month"]


def test_its_colours_follow_the_theme(page: AppTest) -> None:
    picture = json.dumps(pictures_of(page)[0])
    for colour in (LIGHT.page, LIGHT.ink, LIGHT.muted):
        assert colour.lower() not in picture.lower()
    assert re.search(r'"paper_bgcolor": "#0000\d\d"', picture)


def test_every_chart_has_buttons_that_name_it(page: AppTest) -> None:
    menus = [one.proto.body for one in page.get("html") if "save-chart" in one.proto.body]
    assert len(menus) == 2
    assert re.findall(r'<button type="button" ([^>]*)>(\w+)</button>', menus[0]) == [
        (
            f'data-chart="a_key" data-picture="{kind.lower()}" '
            f'aria-label="Save the chart “Searches” as {kind}"',
            kind,
        )
        for kind in ("PNG", "SVG")
    ]
    assert [one.value for one in page.caption][-1] == "As above."


# Drawn by a browser


def drawn(draw, *args):
    """What a browser draws; where there is none, the test is skipped, and fails with CI=true."""
    try:
        return draw(*args)
    except NoPictureError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.mark.browser
def test_a_png_has_the_size_of_its_figure() -> None:
    figure = framed(a_figure(), WORDS, 800)
    data = drawn(png, figure, 1)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (800, figure.layout.height)
    assert drawn(png, figure, 1) is data  # kept


@pytest.mark.browser
def test_an_svg_holds_the_words_as_text() -> None:
    text = drawn(svg, framed(a_figure(), WORDS, 800)).decode()
    words = html.unescape(" ".join(re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", text)))
    for one in (WORDS.title, WORDS.subtitle, WORDS.source):
        assert one in words


def test_without_a_browser_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nonexistent/chrome")
    with pytest.raises(NoPictureError):
        png(framed(a_figure(), WORDS, 801))
