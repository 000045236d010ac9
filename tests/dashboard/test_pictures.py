"""A chart as a picture: the words around it, and what a page sends along for its buttons."""

from __future__ import annotations

import html
import os
import re
import struct
from datetime import date

import pytest

from dashboard.charts.theme import LIGHT, Look, Margin, figure
from dashboard.site.picture_frame import Words, framed, framing, source_words
from dashboard.site.render import NoPictureError, png, svg

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
