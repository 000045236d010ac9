"""Parts of pages that fold away, and texts to copy."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dashboard.server import HERE


def _page() -> None:
    from dashboard import controls

    controls.worked_out(
        [("A share", "53.1%"), ("Interviews", "786"), "gap = 53.1 − 70 = −16.9", ("B", "2")]
    )
    controls.worked_out([], "Nothing in it", key="none")
    controls.worked_out(["one line"], "Second", key="second")
    controls.copyable("To: *MOPAC*\n\n1. one")


def shown() -> AppTest:
    page = AppTest.from_function(_page, default_timeout=60).run()
    assert not page.exception
    return page


def test_workings_are_rows_and_lines_in_their_order() -> None:
    page = shown()
    assert [fold.label for fold in page.expander] == ["How this was worked out", "Second"]
    fold = page.expander[0]
    assert [one.type for one in fold.children.values()] == ["table", "markdown", "table"]
    first, second = fold.table
    assert first.value["Value"].tolist() == ["53\\.1%", "786"]
    assert second.value["Value"].tolist() == ["2"]
    assert fold.markdown[0].value == "- gap = 53\\.1 − 70 = −16\\.9"


def test_a_text_to_copy_is_shown_as_it_is() -> None:
    (code,) = shown().code
    assert code.value == "To: *MOPAC*\n\n1. one"


def test_folds_stand_open_on_paper() -> None:
    paper = (HERE / "markup" / "page.css").read_text(encoding="utf-8").split("@media print {")[1]
    rule = paper.split("details::details-content {")[1].split("}")[0]
    assert "content-visibility: visible" in rule
