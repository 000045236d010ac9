"""Every page says what its golden file says: texts, cells, charts and files; and a change would be seen."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.golden import content, golden
from tests.golden.states import State, states

STATES = dict(states())
RENEW = "if it is meant, renew it: python -m tests.golden --renew"


@pytest.mark.parametrize("name", STATES)
def test_a_page_says_what_its_golden_file_says(name: str) -> None:
    before = golden.path_of(name).read_text(encoding="utf-8")
    differs = content.difference(before, golden.now(STATES[name]))
    assert not differs, f"{RENEW} {name}\n{differs}"


def test_no_golden_file_is_left_over_and_all_are_small() -> None:
    held = list(golden.FOLDER.iterdir())
    assert {path.stem for path in held} == set(STATES)
    assert sum(path.stat().st_size for path in held) < 3_000_000


# The form


PAGE = {
    "blocks": [
        "A finding of data version 1.2.3",
        {"table": "Shares", "columns": ["Place", "Share"], "rows": [["Lambeth", "62%"]] * 9},
        {"chart": "trust", "title": "Trust", "data": [{"y": list(range(20))}]},
    ],
    "files": [content.file_rows(pd.DataFrame({"value": [1.0, 2.0, None], "place": ["a", "b", "c"]}))],
}  # fmt: skip


def test_a_file_is_json_that_names_no_version_and_has_a_line_a_row() -> None:
    text = content.written({"default": PAGE}, "1.2.3")
    said = json.loads(text)["default"]
    assert said["blocks"][0] == "A finding of data version VERSION"
    assert said["blocks"][1:] == PAGE["blocks"][1:]
    assert text.count('    ["Lambeth", "62%"]') == 9
    assert content.written({"default": PAGE}, "1.2") == content.written({"default": PAGE}, "9.9")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (lambda page: page["blocks"].insert(1, "More"), '+   "More",'),
        (lambda page: page["blocks"][1]["rows"][4].__setitem__(1, "61%"), '["Lambeth", "61%"]'),
        (lambda page: page["blocks"][2]["data"][0]["y"].append(20), "19, 20]"),
        (lambda page: page["files"][0].update(rows=4), '"rows": 4'),
    ],
)
def test_what_differs_is_named_line_by_line(change, shown) -> None:
    page = json.loads(json.dumps(PAGE))
    before = content.written({"default": page}, "1.2.3")
    change(page)
    found = content.difference(before, content.written({"default": page}, "1.2.3"))
    assert shown in found
    assert len(found.splitlines()) < 12
    assert content.difference(before, before) == ""


def test_a_cell_anywhere_in_a_file_and_a_value_anywhere_in_a_series_tell() -> None:
    rows = pd.DataFrame({"value": [float(n) for n in range(50)]})
    other = rows.assign(value=rows["value"].where(rows.index != 25, 25.001))
    assert content.file_rows(rows) != content.file_rows(other)
    assert content.series(rows["value"].tolist()) != content.series(other["value"].tolist())
    assert content.series([1.0000001, None]) == [1.0, None]
    assert content.file_rows(rows.iloc[:0]) == {"rows": 0, "columns": {"value": []}}


def test_markdown_and_html_are_read_as_a_reader_sees_them() -> None:
    markdown = "## **Trust** in the Met\\.\n\n- first, [more](/trust?area=MPS)\n- `second`\n"
    assert content.plain_texts(markdown) == [
        *("Trust in the Met.", "first, more </trust?area=MPS>", "second")
    ]
    assert content.html_blocks(
        "<p>One <b>two</b></p><style>p {}</style><table><caption>Shares</caption><tr><th>Place</th>"
        "<th>Share</th></tr><tr><th>Lambeth</th><td><p>62%</p><p>of 100</p></td></tr></table>&amp; on"
    ) == [
        "One two",
        {"table": "Shares", "columns": ["Place", "Share"], "rows": [["Lambeth", "62% of 100"]]},
        "& on",
    ]


def test_the_places_of_a_page_are_32() -> None:
    assert len(STATES["borough.each_place"]) == 32
    assert STATES["trust.all_places"][0] == State(
        "all_places", "trust", {"area": tuple(state.name for state in STATES["borough.each_place"])}
    )
