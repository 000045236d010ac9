"""A page's pieces as HTML: what each kind of block becomes, and that no text becomes markup."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import PER_CENT, Look, bars
from dashboard.files.about import DownloadMeta
from dashboard.markup import embedding, fragments
from dashboard.markup.fragments import (
    Fragments,
    Together,
    inline,
    items_of,
    markdown,
    opening,
    size_words,
)
from dashboard.markup.tables import table_of
from dashboard.page import (
    Block,
    CardTable,
    Chart,
    Choice,
    ChoiceRow,
    Code,
    Files,
    Fold,
    Group,
    Heading,
    Notes,
    Page,
    PageLink,
    Paper,
    Part,
    Piece,
    Table,
    Text,
    named_lines,
)
from dashboard.site.html import HERE
from dashboard.subjects.commitments import figures as commitments
from dashboard.subjects.overview.words.cards import Face, Side
from dashboard.subjects.overview.words.news import News
from dashboard.words.cells import Cell
from dashboard.words.verdicts import VERDICTS
from datasets import catalogue
from tests.dashboard.tags import Tags

FIXED = "https://example.org/crime?a=1"
ROWS = pd.DataFrame({"month": ["2026-06"] * 3, "offences_count": [1, 2, 3]})
META = DownloadMeta("Crimes", "MPS", "OGL", link=FIXED)


def page(*blocks: Block, **about: object) -> Page:
    found = Page("crime", "A finding", "A lede", (Part("top", "", "", blocks),))
    return replace(found, **about)


def made(*blocks: Block, **about: object) -> str:
    return Fragments(page(*blocks, **about), "Crime").blocks(blocks)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


# Texts


def test_markdown_is_let_through_and_html_is_not() -> None:
    found = Tags(
        markdown("**Bold** [Methods](/methods)\n\n- a <b>c</b>\n- `x`\n\n<script>1</script>")
    )
    assert found.names == ["p", "strong", "a", "ul", "li", "li", "code", "p"]
    assert found.all_of("a") == [{"href": "/methods"}]
    assert "a <b>c</b>" in found.texts
    assert Tags(inline("*Mind* <img src=x onerror=1> this")).names == ["em"]
    assert Tags(markdown("<https://example.org/a?b=1&c=2>")).all_of("a") == [
        {"href": "https://example.org/a?b=1&c=2"}
    ]


@pytest.mark.parametrize(
    "written",
    ["[x](javascript:alert(1))", "[x](data:text/html,1)", "[x](VBScript:1)", "<javascript:1>"],
)
def test_no_link_runs_a_script(written: str) -> None:
    assert "a" not in Tags(markdown(written)).names


BAD = "</p></td></table><script>x</script><img src=x onerror=y> \" onclick=z ' &amp; <!-- {{ 7*7 }}"


def bad_blocks() -> list[Block]:
    """Every kind of block, each of its texts the worst that somebody could write."""
    meta = DownloadMeta(BAD, BAD, BAD, {BAD: BAD}, link=f"https://example.org/?{BAD}")
    cell = Cell(BAD, (BAD,), "met", ((BAD, f"/x?{BAD}"),))
    frame = pd.DataFrame({BAD: [BAD, "a"], "n": [1, 2]})
    chart = Chart("k", BAD, BAD, (BAD, BAD), lambda _: go.Figure(), BAD, BAD)
    side = Side(BAD, BAD)
    sides = {"then": side, "since": side}
    face = Face(**dict.fromkeys(Face.__dataclass_fields__, BAD) | sides)
    question = {"name": BAD, "kind": "mixed", "words": BAD, "sides": (side, side), "lines": [BAD]}
    return [
        *(Text(BAD), Text(BAD, "caption"), Text(BAD, "notice"), Heading(BAD), Notes((BAD,), BAD)),
        *(Table(frame, BAD, BAD), CardTable((BAD, BAD), ((cell, cell),), BAD, "k")),
        *(chart, replace(chart, beneath=BAD), replace(chart, is_spark=True)),
        *(Files("f", ROWS, meta, ("population",)), Files("g", ROWS, meta, is_main=False)),
        *(Code(BAD), PageLink("crime", BAD, {"q": BAD}), ChoiceRow("r", ("c", "d", "q"))),
        Piece("judged", {"name": BAD, "kind": "mixed", "words": BAD, "figures": [BAD]}),
        Piece("links", {"addresses": {BAD: BAD}}),
        *(Piece("face", {"shown": face}), Piece("question", question)),
        *(Piece("search", {"places": [BAD]}), Piece("news", {"lines": [News(BAD, BAD, "trust")]})),
        *(Fold(BAD, "k", (Text(BAD),)), Group("g", (Text(BAD),), columns=True)),
    ]


def test_nothing_that_somebody_wrote_becomes_markup() -> None:
    choices = (
        Choice("c", BAD, "one", "a", "a", {"a": BAD}),
        Choice("d", BAD, "several", ("a", "b"), (), {"a": BAD}),
        Choice("q", BAD, "words", BAD, ""),
    )
    blocks = bad_blocks()
    for block in blocks:
        found = Tags(made(block, choices=choices))
        assert not {"script", "img"} & set(found.names), block
        assert not [key for _, about in found.tags for key in about if key.startswith("on")], block
        assert found.open == [], block
        assert "49" not in " ".join(found.texts), block
    kinds = {type(block) for block in blocks}
    assert kinds == set(Block.__args__)
    whole = Page("crime", BAD, BAD, (Part("top", "", "", ()), Part("p", BAD, BAD, ())), choices)
    top = Tags("".join(map(str, items_of(whole, BAD))))
    assert set(top.names) == {"details", "div", "h1", "h2", "p", "summary"}
    assert top.open == []


# Tables


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (float("nan"), "–"),
        (pd.NA, "–"),
        (1234567, "1,234,567"),
        (2000.0, "2,000"),
        (69.5, "69.5"),
        (True, "True"),
        (pd.Timestamp("2023-12-01"), "1 December 2023"),
        ("£5 ~ $6 *x*", "£5 ~ $6 *x*"),
    ],
)
def test_a_cell_reads_as_plain_text(value: object, shown: str) -> None:
    table = table_of(pd.DataFrame({"a": pd.Series([value], dtype="object")}))
    assert table.rows == [[shown]]


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["73%", "−4 points", "–"], True),
        (["+3 points (2 to 4)"], True),
        (["872,841", "+1 point, no clear difference", "£1,200", "3.5%"], True),
        (["September 2025"], False),
        (["8 September 2026", "–"], False),
        (["2023", "2025-12 and 2026-03"], False),
        (["12 months", "1 - a long text that merely begins with a number of something"], False),
        (["–"], False),
        ([1, None], True),
        ([True, False], False),
    ],
)
def test_columns_of_numbers_are_told_from_words(values: list[object], numbers: bool) -> None:
    frame = pd.DataFrame({"Place": "A", "Figure": values})
    assert (1 in table_of(frame).right) is numbers


def test_a_table_names_its_rows_and_sets_numbers_to_the_right() -> None:
    frame = pd.DataFrame({"Year": [2024, 2025], "Place": ["A", "B"], "Share": ["73%", "–"]})
    found = Tags(made(Table(frame, "Two shares")))
    assert found.all_of("div")[0]["aria-label"] == "Two shares"
    assert found.all_of("th") == [
        {"scope": "col"},
        {"scope": "col"},
        {"scope": "col", "class": "number"},
        {"scope": "row"},
        {"scope": "row"},
    ]
    assert found.all_of("td") == [{}, {"class": "number"}] * 2
    assert found.texts == [
        *("Two shares", "Year", "Place", "Share", "2,024", "A", "73%", "2,025", "B", "–")
    ]


def test_rows_alike_in_their_first_cell_are_named_by_none() -> None:
    frame = pd.DataFrame({"Place": ["A", "A"], "Year": [1, 2]})
    found = Tags(made(Table(frame, "x")))
    assert [one.get("scope") for one in found.all_of("th")] == ["col", "col"]
    assert not table_of(pd.DataFrame({"One": ["a", "b"]})).is_named


# Tables of long texts


def card(*cells: Cell, headings: tuple[str, ...] = ("Promise", "Due")) -> Tags:
    return Tags(made(CardTable(headings, (cells,), "alt", "promises")))


def test_a_row_names_itself_and_its_cells_name_their_columns() -> None:
    found = card(Cell("Do it"), Cell("By 2024", ("Last day",)))
    assert found.names[-6:] == ["tr", "th", "p", "td", "p", "p"]
    assert found.all_of("th")[-1] == {"role": "rowheader", "scope": "row"}
    assert found.all_of("td") == [{"role": "cell", "data-heading": "Due"}]
    assert found.texts == ["alt", "Promise", "Due", "Do it", "By 2024", "Last day"]


def test_a_text_of_a_cell_is_shown_as_it_is() -> None:
    cell = Cell("<b>a</b> & b", ('"c" <i>',), links=(("<u>", './x?"><script>'),))
    found = card(cell, headings=("H",))
    assert found.names[-5:] == ["th", "p", "p", "p", "a"]
    assert found.all_of("a") == [{"href": './x?"><script>'}]
    assert found.texts[-3:] == ["<b>a</b> & b", '"c" <i>', "<u>"]


def test_a_state_is_a_word_and_a_shape_of_its_own() -> None:
    shown = [card(Cell("Word", state=one)).texts[3:] for one in commitments.STANDINGS[:6]]
    assert all(texts[1] == "Word" for texts in shown)
    assert len({texts[0] for texts in shown}) == 6
    assert card(Cell("Word", state="no_date")).texts[3:] == ["Word"]


def test_links_of_a_cell_stand_apart() -> None:
    found = card(Cell("a", links=(("Rows 1", "./1"), ("Rows 2", "./2"))))
    assert found.texts[3:] == ["a", "Rows 1", " · ", "Rows 2"]


def test_every_verdict_has_a_word_and_a_shape_of_its_own() -> None:
    shown = [
        Tags(made(Piece("verdict", {"kind": kind, "words": said.title}))).texts
        for kind, said in VERDICTS.items()
    ]
    assert [texts[1] for texts in shown] == [said.title for said in VERDICTS.values()]
    assert len({texts[0] for texts in shown}) == len(VERDICTS)


# Charts


def chart(**about: object) -> Chart:
    def draw(narrow: bool) -> object:
        rows = pd.DataFrame({"label": ["Black"], "value": [4.0]})
        return bars(rows, unit=PER_CENT, look=Look(narrow=narrow))

    found = Chart(
        "a_key", "Searches, by group", "Per cent", ("", ""), draw, "Bars. 4.", "Source: it"
    )
    return replace(found, **about)


def test_a_chart_is_a_box_with_its_words_and_buttons_that_name_it() -> None:
    found = Tags(made(chart(), choices=(Choice("as", "As", "one", "rate", "count"),)))
    box = found.all_of("div")[0]
    version = catalogue.version()
    assert box["data-drawing"] == f"/x/crime/a_key.plotly.json?as=rate&data={version}"
    assert (box["role"], box["aria-label"]) == ("img", "Bars. 4.")
    assert box["data-name"] == "searches-by-group"
    pictures = [one for one in found.all_of("button") if "data-picture" in one]
    assert [(one["data-picture"], one["aria-label"]) for one in pictures] == [
        (kind.lower(), f"Save the chart “Searches, by group” as {kind}") for kind in ("PNG", "SVG")
    ]
    assert "Source: it" in found.texts
    under = Tags(made(chart(beneath="As above.")))
    assert "As above." in under.texts
    assert "Source: it" not in under.texts
    spark = Tags(made(chart(is_spark=True)))
    assert (spark.names, spark.all_of("div")[0]["aria-label"]) == (["div"], "Bars. 4.")


def test_one_menu_holds_what_can_be_taken_of_a_chart() -> None:
    shown = chart(link=FIXED, rows="one")
    found = Tags(made(shown, Files("one", ROWS, META)))
    assert found.all_of("summary")[0]["aria-label"] == "Get this chart: Searches, by group"
    assert found.all_of("details")[0] == {"class": "get-chart", "name": "get-chart"}
    version = catalogue.version()
    links = [one for one in found.all_of("a") if "of the chart" in (one["aria-label"] or "")]
    assert [(one["href"], one["aria-label"]) for one in links] == [
        (
            f"/x/crime/a_key.{kind.lower()}?data={version}",
            f"The figures of the chart “Searches, by group” as {kind}",
        )
        for kind in ("CSV", "XLSX")
    ]
    assert "3 rows" in found.texts
    link, citation, code = copied(shown, Files("one", ROWS, META))
    assert link == f"{FIXED}#chart-a_key"
    assert citation.startswith("MPS: Crimes. London policing scorecard, retrieved ")
    assert citation.endswith(f"OGL. {FIXED}#chart-a_key")
    frame, script = Tags(code).tags
    assert (frame[0], script[0]) == ("iframe", "script")
    assert str(frame[1]["src"]).endswith("/embed/crime/a_key?a=1")
    assert frame[1]["title"] == "Searches, by group · London policing scorecard"


def copied(*blocks: Block) -> list[str]:
    """The texts to copy of the first chart."""
    menu = re.findall(r'<details class="get-chart".*?</details>', made(*blocks), flags=re.DOTALL)[0]
    return [html.unescape(one) for one in re.findall(r"<pre[^>]*>(.*?)</pre>", menu, re.DOTALL)]


def test_the_menu_of_a_chart_without_rows_offers_no_file_of_them() -> None:
    shown = chart(link=FIXED)
    found = Tags(made(shown))
    assert found.all_of("a") == []
    assert "Figures" not in found.texts
    _, citation, _ = copied(shown)
    assert citation.startswith("London policing scorecard, Searches, by group, data version ")
    assert citation.endswith(f". Source: it. {FIXED}#chart-a_key")


def test_a_picture_is_named_after_what_it_shows() -> None:
    assert fragments.picture_name("Month by month") == "month-by-month"
    assert fragments.picture_name("“…”") == "chart"
    assert len(fragments.picture_name("word " * 60)) <= 60


# Files


def test_what_is_shown_and_the_whole_tables_behind_it_stand_apart() -> None:
    one = made(Files("one", ROWS, META, ("population",)))
    line = words(one[: one.index("<details")])
    assert line == "These figures: CSV · XLSX · Parquet · JSON Crimes, 3 rows"
    folded = Tags(one).all_of("summary")[0]["aria-label"]
    assert folded == "Link, cite and the whole tables: Crimes"
    rows = catalogue.manifest()["datasets"]["population"]["rows"]
    size = size_words(catalogue.table_path("population").stat().st_size)
    assert f", {rows:,} rows, {size} as Parquet:" in words(one)
    behind = one[one.index('<div class="behind">') :]
    assert re.findall(r'href="([^"]+)"', behind) == [
        *(f"/data/population.{fmt}" for fmt in ("csv", "xlsx", "parquet", "json")),
        "/get-data?dataset=population",
    ]
    assert "the whole table as CSV" in one
    two = made(Files("two", ROWS.head(1), META, ("population", "boundaries", "nowhere")))
    assert "Crimes, 1 row " in words(two)
    assert two.count("<li>") == 2
    assert "nowhere" not in two
    none = made(Files("none", ROWS, META))
    assert "Link and cite" in words(none)
    assert "behind" not in none
    assert "/data/" not in none


def test_files_are_links_to_their_addresses_at_the_page_s_choice() -> None:
    found = Tags(
        made(
            Files("one", ROWS, META),
            Files("two", ROWS, replace(META, title="Others"), is_main=False),
            choices=(Choice("area", "Place", "several", ("a", "b"), (), {}),),
        )
    )
    links = [one for one in found.all_of("a") if "download" in one]
    version = catalogue.version()
    assert [one["href"] for one in links] == [
        f"/x/crime/{name}.{fmt}?area=a&area=b&data={version}"
        for name in ("one", "two")
        for fmt in ("csv", "xlsx", "parquet", "json")
    ]
    assert [one["aria-label"] for one in links][::3] == [
        *("Crimes as CSV", "Crimes as JSON", "Others as Parquet")
    ]
    assert "Others: 3 rows " in " ".join(found.texts)


def test_the_fixed_link_the_code_for_a_frame_and_the_citation_are_given() -> None:
    found = Tags(made(Files("one", ROWS, META)))
    texts = " ".join(found.texts)
    assert f" {FIXED} " in texts
    assert 'src="https://example.org/crime?a=1&amp;embed=true"' in texts
    assert 'title="Crimes · London policing scorecard"' in texts
    assert "MPS" in texts
    assert f"the figures of data version {catalogue.version()}" in texts


def test_figures_that_no_chart_shows_have_code_for_a_frame_of_their_own() -> None:
    drawn, table = Files("one", ROWS, META), Files("two", ROWS, META)
    found = Fragments(page(chart(link=FIXED, rows="one"), drawn, table), "Crime")
    assert "iframe" not in found.blocks([drawn])
    (code,) = re.findall(r"&lt;iframe.*?</pre>", found.blocks([table]), re.DOTALL)
    assert "/embed/crime/two?a=1" in html.unescape(html.unescape(code))
    assert "/crime?a=1&amp;embed=true" in html.unescape(made(table))


def test_nothing_in_a_title_or_link_breaks_out_of_the_code() -> None:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    def code(link: str, title: str) -> str:
        return embedding.of_page(Files("x", ROWS, DownloadMeta(title, "", "", link=link)))

    Reader().feed(code('https://example.org/x?q="><script>', '"><img src=x>'))
    ((tag, attributes),) = found
    assert tag == "iframe"
    assert attributes["src"] == 'https://example.org/x?q="><script>&embed=true'
    assert attributes["title"] == '"><img src=x> · London policing scorecard'
    assert code("https://example.org/", "T").startswith(
        '<iframe src="https://example.org/?embed=true"'
    )


@pytest.mark.parametrize(
    ("size", "said"), [(90, "1 kB"), (15_339, "15 kB"), (999_999, "1000 kB"), (1_340_000, "1.3 MB")]
)
def test_sizes_in_words(size: int, said: str) -> None:
    assert size_words(size) == said


# The whole


def test_a_page_is_pieces_with_the_rows_of_choices_between_them() -> None:
    """A part is a piece of its own, so that what a choice changes leaves its neighbours as they are."""
    choices = (Choice("a", "A", "one", "x", "x", {"x": "Ex"}),)
    row, other = ChoiceRow("choices", ("a",)), ChoiceRow("others", ("b",))
    parts = (
        Part("top", "", "", (Text("Before"), row, Text("After"))),
        Part("next", "Next", "Per cent", (other, Text("*More*"))),
        Part("last", "Last", "", (chart(),)),
    )
    first, choosing, after, next_, last = items_of(page(parts=parts, choices=choices), "Crime")
    assert [words(one) for one in (first, after)] == ["A finding A lede Before", "After"]
    assert words(last).startswith("Last Source: it")
    assert [one.name for one in (choosing, next_)] == ["choosing-choices", "part-1"]
    head, shown = choosing.items
    assert (words(head), shown) == ("Change what is shown Ex", row)
    title, inner, rest = next_.items
    assert (words(title), words(rest)) == ("Next Per cent", "More")
    assert (inner.name, inner.items[1]) == ("choosing-others", other)
    pieces = (first, head, after, title, rest, last)
    assert all(one.startswith('<div class="piece">') for one in pieces)
    assert Tags(title).all_of("h2") == [{"id": "next"}]
    assert "<h1>Crime</h1>" in items_of(page(headline="", lede=""), "Crime")[0]


@pytest.mark.parametrize(
    ("charts_in", "opened"), [((), 1), ((0,), 1), ((1,), 2), ((0, 1), 1), ((2,), 1)]
)
def test_parts_below_the_first_chart_are_folded_on_phones(
    charts_in: tuple[int, ...], opened: int
) -> None:
    parts = tuple(
        Part(f"p{place}", f"Part {place}", "", (chart(),) if place in charts_in else (Text("x"),))
        for place in range(5)
    )
    assert opening(page(parts=parts)) == opened
    items = items_of(page(parts=parts), "Crime")
    folded = [one for one in items if 'class="part"' in one]
    assert len(folded) == 5 - opened
    listed = next(one for one in items if "On this page" in one)
    assert Tags(listed).all_of("a") == [{"href": f"#p{place}"} for place in range(opened, 5)]
    assert items.index(listed) == len([one for one in items if 'class="part"' not in one]) - 1


def test_the_list_of_parts_ends_with_the_ways_to_the_briefing_where_there_is_one(
    monkeypatch,
) -> None:
    parts = tuple(Part(f"p{place}", f"Part {place}", "", (Text("x"),)) for place in range(5))
    made = Fragments(page(parts=parts), "Crime")
    assert "Briefing" not in made.contents()
    ways = ("/crime?print=1", "/x/crime/briefing.docx")
    monkeypatch.setattr(made, "_ways_of_briefing", lambda: ways)
    links = [one["href"] for one in Tags(made.contents()).all_of("a")[-2:]]
    assert tuple(links) == ways


def test_few_parts_are_not_listed() -> None:
    parts = tuple(Part(f"p{place}", f"Part {place}", "", (Text("x"),)) for place in range(3))
    assert "On this page" not in str(items_of(page(parts=parts), "Crime"))


def test_what_is_chosen_is_said_in_a_line() -> None:
    """More than two options are counted, a ticked box is named, and two dates are a span."""
    options = {"a": "Ay", "b": "Bee", "c": "Cee"}
    choices = (
        Choice("area", "Places", "several", ("a", "b"), (), options),
        Choice("measure", "Measures", "several", ("a", "b", "c"), (), options),
        Choice("from", "From", "one", "a", "a", options),
        Choice("to", "To", "one", "b", "b", options),
        Choice("marks", "Marks", "switch", True, True),
        Choice("q", "Search", "words", "", ""),
    )
    row = ChoiceRow("choices", tuple(one.key for one in choices))
    _, choosing = items_of(page(row, chart(), choices=choices), "Crime")[:2]
    assert (
        words(choosing.items[0]) == "Change what is shown Ay, Bee · 3 measures · Ay to Bee · Marks"
    )


def test_each_row_of_choices_says_what_it_is_for_and_none_is_folded_where_there_is_no_chart() -> (
    None
):
    choices = tuple(Choice(key, key.upper(), "one", "x", "x", {"x": "Ex"}) for key in "abc")
    rows = (ChoiceRow("r1", ("a",)), ChoiceRow("r2", ("b",)), ChoiceRow("r3", ("b", "c")))
    shown = items_of(page(*rows, chart(), choices=choices), "Crime")
    heads = [words(one.items[0]) for one in shown if isinstance(one, Together)]
    assert heads == ["Change what is shown Ex", "B Ex", "B and more Ex · Ex"]
    bare = items_of(page(*rows, choices=choices), "Crime")
    assert [one for one in bare if not isinstance(one, str)] == list(rows)


def test_two_things_to_know_are_in_view_and_the_rest_folded() -> None:
    assert "<details" not in made(Notes(("One.", "Two.")))
    found = made(Notes(("One.", "Two.", "Three.", "Four.")))
    above, below = found.split("<details")
    assert words(above) == "What you need to know One. Two."
    assert words(f"<details{below}") == "2 more to know Three. Four."


def test_of_a_source_one_line_is_in_view() -> None:
    found = made(Text("Source: A\n\nLicence: B\n\nMore", "source"))
    assert words(found.split("</summary>")[0]) == "Source: A About this source"
    assert words(found.split("</summary>")[1]) == "Licence: B More"
    assert "<details" not in made(Text("Source: A", "source"))


def test_a_table_wider_than_a_phone_becomes_cards_with_its_point_first() -> None:
    """A few short columns stay side by side."""
    years = pd.DataFrame({"Year to": ["March 2023"], "A": ["71%"], "B": ["50%"], "C": ["65%"]})
    assert "is-wide" not in made(Table(years, "Shares"))
    long = pd.DataFrame(
        {
            "Measure": ["Trust the Met"],
            "Newest": ["74% (September 2025)"],
            "Change since the Review": ["+3 points (+1.5 to +4.5)"],
            "Early sign": ["70.6% (March 2026), against the change"],
        }
    )
    found = Tags(made(Table(long, "Shares", point="Change since the Review")))
    assert found.all_of("div")[0]["class"] == "table is-wide"
    roles = {"table": "table", "tr": "row", "th": "columnheader", "td": "cell"}
    assert {name: found.all_of(name)[0]["role"] for name in roles} == roles
    assert [about["data-heading"] for about in found.all_of("td")] == list(long)[1:]
    assert [about.get("class", "").split() for about in found.all_of("td")] == [
        ["number", "short"],
        ["number", "point"],
        [],
    ]


def test_tables_beside_a_chart_are_folded_on_phones() -> None:
    frame = pd.DataFrame({"Year": ["2023"], "A": ["71%"]})
    one, two, inner = (Table(frame, alt) for alt in ("One", "Two", "Three"))
    fold = Fold("Every year", "every", (inner,))
    parts = (Part("top", "", "", (chart(), one, two, fold)), Part("next", "Next", "", (one,)))
    shown = "".join(map(str, items_of(page(parts=parts[:1]), "Crime")))
    titles = re.findall(
        r'<details class="phone-fold" id="([^"]+)" open><summary>(.*?)</summary>', shown
    )
    assert titles == [
        ("fold-top-table-1", "The figures as a table"),
        ("fold-top-table-2", "Table: Two"),
    ]
    assert "phone-fold" not in str(items_of(page(parts=parts[1:]), "Crime"))


def test_a_briefing_is_offered_of_a_page_that_shows_figures() -> None:
    one = Files("one", ROWS, META)
    choices = (Choice("as", "As", "one", "rate", "count"),)
    *_, last = items_of(page(one, choices=choices), "Crime")
    version = catalogue.version()
    assert [link["href"] for link in Tags(last).all_of("a")] == [
        f"/crime?as=rate&data={version}&print=1",
        f"/x/crime/briefing.docx?as=rate&data={version}",
    ]
    unoffered = page(one, paper=Paper(is_offered=False))
    other = (page(Text("x")), page(replace(one, is_main=False)), page(one, headline=""))
    for without in (*other, unoffered):
        assert "briefing" not in str(items_of(without, "Crime"))


def test_folds_stand_open_on_paper() -> None:
    paper = (HERE / "markup" / "page.css").read_text(encoding="utf-8").split("@media print {", 1)[1]
    rule = paper.split("details::details-content {")[1].split("}")[0]
    assert "content-visibility: visible" in rule


def test_a_cell_of_several_figures_names_each_line_and_a_sentence_with_a_colon_is_no_name():
    assert named_lines("Trust: 74%\nFairness: 66% (year to March)\nNone held") == [
        ("Trust", "74%"),
        ("Fairness", "66% (year to March)"),
        ("", "None held"),
    ]
    assert named_lines("Cannot be judged: not published") == [
        ("", "Cannot be judged: not published")
    ]
    assert named_lines("Mixed\nWorse for some: 17 points lower") == [
        ("", "Mixed"),
        ("", "Worse for some: 17 points lower"),
    ]
