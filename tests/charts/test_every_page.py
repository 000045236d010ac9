"""Every chart of every page, wide and on a phone, as it is shown at first."""

from collections import Counter

import pandas as pd
import pytest

from dashboard.charts import Look
from dashboard.charts.geometry import text_width
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from datasets import versions

LOOKS = {False: Look(), True: Look(narrow=True)}


@pytest.fixture(
    scope="module", params=[one.path for one in PAGES], ids=lambda path: path or "overview"
)
def drawn(request):
    """Each chart of a page in both looks."""
    with versions.reading(""):
        page = registry.page_of(request.param, {})
        return [
            (one.key, look, one.draw(narrow))
            for one in page.charts
            for narrow, look in LOOKS.items()
        ]


def is_over_time(fig):
    return fig.layout.xaxis.type == "date" and fig.layout.yaxis.visible is not False


def test_no_texts_touch_or_are_too_small(drawn, faults):
    found = {(key, look.narrow): faults(fig, look, look.usual_width) for key, look, fig in drawn}
    assert {where: what for where, what in found.items() if what} == {}


def test_no_quarter_of_the_width_is_kept_for_names(drawn):
    for key, look, fig in drawn:
        if not look.narrow:
            assert fig.layout.margin.l < look.usual_width / 4, key
            assert fig.layout.margin.r < look.usual_width / 5, key


def test_charts_over_time_have_the_height_of_a_chart_on_a_phone(drawn):
    for key, look, fig in drawn:
        if look.narrow and is_over_time(fig):
            margin = fig.layout.margin
            assert fig.layout.height - margin.t - margin.b >= 300, key


def test_no_name_stands_twice_in_a_key(drawn):
    for key, _, fig in drawn:
        said = Counter(
            note.text for note in fig.layout.annotations if note.name in ("key", "end label")
        )
        assert [text for text, times in said.items() if times > 1] == [], key


def crossings(fig, width):
    """Names of events and breaks that another one's stem runs through, the picture being `width` px wide."""
    margin = fig.layout.margin
    first, last = map(pd.Timestamp, fig.layout.xaxis.range)
    room, height = width - margin.l - margin.r, fig.layout.height - margin.t - margin.b
    kinds = ("event", "break")

    def along(date):
        return (pd.Timestamp(date) - first) / (last - first) * room

    stems = [
        (along(one.x0), (one.y1 - 1) * height) for one in fig.layout.shapes if one.name in kinds
    ]
    for note in (one for one in fig.layout.annotations if one.name in kinds):
        wide = text_width(note.text, note.font.size)
        left = along(note.x) + note.xshift - (wide if note.xanchor == "right" else 0)
        for across, top in stems:
            if left + 1 < across < left + wide - 1 and top > note.yshift:
                yield f"{note.text} at {width} px"


def test_no_stem_runs_through_the_name_of_an_event(drawn):
    for key, look, fig in drawn:
        if is_over_time(fig):
            for width in (340, 358, 398) if look.narrow else (700, 860, 1040):
                assert list(crossings(fig, width)) == [], key
