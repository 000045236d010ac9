"""A table of long texts, as HTML."""

from __future__ import annotations

from html.parser import HTMLParser

from dashboard.controls import cards
from dashboard.queries import commitments
from dashboard.wording.cells import Cell


class Tags(HTMLParser):
    """What tags, attributes and texts an HTML text holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_row_names_itself_and_its_cells_name_their_columns():
    found = Tags(cards._row(["Promise", "Due"], [Cell("Do it"), Cell("By 2024", ("Last day",))]))
    assert [tag for tag, _ in found.tags] == ["tr", "th", "p", "td", "p", "p"]
    assert found.tags[1][1] == {"role": "rowheader", "scope": "row"}
    assert found.tags[3][1] == {"role": "cell", "data-heading": "Due"}
    assert found.texts == ["Do it", "By 2024", "Last day"]


def test_nothing_in_a_text_is_markup():
    cell = Cell("<b>a</b> & b", ('"c" <i>',), links=(("<u>", './x?"><script>'),))
    found = Tags(cards._cell(cell))
    assert [tag for tag, _ in found.tags] == ["p", "p", "p", "a"]
    assert found.tags[3][1] == {"href": './x?"><script>'}
    assert found.texts == ["<b>a</b> & b", '"c" <i>', "<u>"]


def test_a_state_is_a_word_and_a_shape_of_its_own():
    shown = {
        one: Tags(cards._cell(Cell("Word", state=one))).texts for one in commitments.STANDINGS[:6]
    }
    assert all(texts[1] == "Word" for texts in shown.values())
    assert len({texts[0] for texts in shown.values()}) == 6
    assert Tags(cards._cell(Cell("Word", state="no_date"))).texts == ["Word"]


def test_links_stand_apart():
    found = Tags(cards._cell(Cell("a", links=(("Rows 1", "./1"), ("Rows 2", "./2")))))
    assert found.texts == ["a", "Rows 1", " · ", "Rows 2"]
