"""Briefings: what of a page goes on two sides, and which questions the figures raise."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from urllib.parse import parse_qsl

import docx
import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from dashboard.briefing import pages, rules
from dashboard.briefing.pages import brief
from dashboard.docx import word
from dashboard.files.about import DownloadMeta
from dashboard.page import SITE, Block, Chart, Choice, Files, Notes, Page, Part, Table
from dashboard.site.render import NoPictureError
from dashboard.subjects.gaps.figures import changes as gap_changes
from dashboard.subjects.pages import PAGES
from datasets import catalogue, checked
from tests.dashboard import asking
from tests.dashboard.page_reading import shown
from tests.dashboard.tags import Tags

TODAY = date(2026, 11, 24)
# The smallest PNG: one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def page(path: str, dataset: str = "", link: str = "", *blocks: Block, lede: str = "") -> Page:
    """A page with the choices of a query string, files of a dataset and these blocks."""
    address = f"{SITE}/{path}?{link}"
    meta = DownloadMeta("Title", "Publisher, table", "Licence", link=address)
    files = Files("title", pd.DataFrame(), meta, (dataset,) if dataset else ())
    choices = tuple(Choice(key, key, "one", value, "") for key, value in parse_qsl(link))
    parts = (Part("top", "", "", (files, *blocks)),)
    return Page(path, "What is found", lede, parts, choices, link=address)


def asked(found: Page, rule: str) -> list[tuple[str, str]]:
    declared = next(one for one in rules.RULES if one.id == rule)
    return [(one.text, one.because) for one in declared.ask(found, TODAY)]


def test_what_has_worsened_is_asked_about_with_its_figures():
    assert asked(page("trust"), "worsened") == [
        (
            "What explains the fall in “Police do a good job locally” since the Review, and what is "
            "being done about it?",
            "50% in the year to March 2023, 46% in the year to September 2025: a change of −4 points "
            "(−6 to −2), more than chance would explain.",
        )
    ]
    assert asked(page("outcomes"), "worsened") == []


def test_a_place_is_not_taken_for_london_whose_verdict_and_fall_stand_on_its_briefing():
    hillingdon = page("trust", link="area=E09000017")
    [(text, because)] = asked(hillingdon, "worsened")
    assert "in “Police do a good job locally” in London since the Review" in text
    assert because.startswith("50% in the year to March 2023, 46% in")
    [judged] = pages.brief(hillingdon, "Trust", "", TODAY).verdicts
    assert judged.name == "Trust, confidence and fairness (London as a whole)"
    for london in (page("trust"), page("trust", link="area=MPS")):
        [judged] = pages.brief(london, "Trust", "", TODAY).verdicts
        assert judged.name == "Trust, confidence and fairness"


def test_boroughs_beyond_the_outer_limits_are_asked_about_together():
    [(text, because)] = asked(page("trust", link="compare=trust&at=2025-09"), "outlier_borough")
    assert text.startswith(
        "What is different in Hackney, Islington, Lewisham, Merton and Southwark on “Trust the Met”"
    )
    assert "further from London's 74% than chance" in because
    assert asked(page("crime", link="compare=trust&at=2025-09"), "outlier_borough") == []


def test_a_boroughs_own_page_asks_of_it_alone():
    lambeth = asked(page("borough", link="area=E09000022"), "outlier_borough")
    assert [text.split(",")[0] for text, _ in lambeth] == [
        "What is different in Lambeth on “Police treat everyone fairly”"
    ]
    assert asked(page("borough", link="area=E09000030"), "outlier_borough") != lambeth


def test_a_late_source_is_asked_about_only_where_its_table_is_shown():
    [(text, because)] = asked(page("crime", "recorded_offences"), "stale_series")
    assert text.startswith("Has anything newer than June 2026 come out of “MPS recorded crime")
    assert because.endswith("newer figures usually come by September 2026.")
    assert asked(page("crime"), "stale_series") == []


def test_a_publishers_older_file_of_the_same_table_is_not_asked_about():
    [(text, _)] = asked(page("trust", "public_attitudes"), "stale_series")
    assert "September 2025 come out of “MOPAC public perception" in text


def test_the_largest_change_of_a_year_is_asked_about():
    [(text, because)] = asked(page("crime", link="area=MPS&to=2026-06"), "largest_change")
    assert "recorded possession of weapons in London" in text
    assert because.startswith("7,449 in the year to June 2026, 22% more than the year before")
    [(text, because)] = asked(page("crime", link="area=E09000022&to=2026-06"), "largest_change")
    assert "in Lambeth" in text
    one = page("crime", link="area=MPS&offence=Burglary&to=2026-06")
    assert asked(one, "largest_change") == []


def test_a_finding_is_quoted_to_who_answers_for_it():
    found = page("powers", "", "", _chart())
    assert [because for _, because in asked(found, "finding")] == ["What is found."]
    assert asked(page("powers"), "finding") == []
    assert asked(page("commitments", "", "", _chart()), "finding") == []


def test_a_source_that_is_not_late_raises_nothing():
    rule = next(one for one in rules.RULES if one.id == "stale_series")
    assert list(rule.ask(page("crime", "recorded_offences"), date(2026, 7, 20))) == []


def test_a_measure_that_cannot_be_judged_asks_for_what_is_needed():
    [(text, because)] = asked(page("response"), "no_verdict")
    assert "response" in text
    assert "average and median response times by grade of call" in because
    assert asked(page("trust"), "no_verdict") == []


def test_promises_past_their_date_are_asked_about_the_oldest_first():
    found = asked(page("workforce"), "open_promise")
    assert found[0][0].startswith("Was this promise kept, and what shows it: make at least 20%")
    assert "due by 31 March 2026" in found[0][1]
    assert "What is held does not decide it: 11% were women in autumn 2023." in found[0][1]
    everyone = asked(page("crime"), "any_open_promise")
    assert all("City of London Police, due" not in because for _, because in everyone)


def test_a_gap_that_has_clearly_widened_is_asked_about(monkeypatch):
    change = gap_changes.GapChange(
        before=_point(date(2023, 3, 31)),
        after=_point(date(2025, 3, 31)),
        steps=None,
        group=None,
        reference=None,
        move=None,
    )
    for verdict, questions in (("worsened", 1), ("no_clear_change", 0)):
        judged = gap_changes.Outcome(verdict, "", change)
        monkeypatch.setattr(rules.gap_changes, "outcome", lambda *_, judged=judged: judged)
        monkeypatch.setattr(rules.gaps, "gap_series", lambda *_: "found")
        monkeypatch.setattr(
            rules.gap_names, "pair", lambda _: ("Black people", "White British people")
        )
        link = "measure=trust&by=ethnicity&group=Black&source=pas&since=2023-03"
        found = asked(page("gaps", link=link), "widening_gap")
        assert len(found) == questions
        if found:
            assert found[0][0] == (
                "Why has the gap between Black people and White British people widened?"
            )
            assert "at March 2025 is further from none than at March 2023" in found[0][1]


def _point(end: date):
    return type("Point", (), {"end": pd.Timestamp(end)})()


def test_a_verdict_that_changed_between_two_versions_is_asked_about(tmp_path, monkeypatch):
    folder = shutil.copytree(catalogue.directory(), tmp_path / "published")
    for kept in folder.glob("manifest-*.json"):
        kept.unlink()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest-1.0.0.json").write_bytes(checked.seal(manifest | {"version": "1.0.0"}))
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    assert asked(page("trust"), "verdict_changed") == []

    old = next(
        path for path in folder.glob("success_measures*.parquet") if path.name.count("-") == 0
    )
    rows = pd.read_parquet(old)
    is_whole = rows["measure"].eq("trust_confidence_fairness") & rows["indicator"].eq("all")
    rows["verdict"] = rows["verdict"].astype("string").mask(is_whole, "improved")
    schema = pq.read_schema(old)
    older = tmp_path / "older.parquet"
    pq.write_table(pa.Table.from_pandas(rows, schema=schema, preserve_index=False), older)
    digest = hashlib.sha256(older.read_bytes()).hexdigest()
    older.rename(folder / f"success_measures-{digest[:12]}.parquet")
    manifest["datasets"]["success_measures"]["sha256"] = digest
    (folder / "manifest-1.0.0.json").write_bytes(checked.seal(manifest | {"version": "1.0.0"}))
    [(_, because)] = asked(page("trust"), "verdict_changed")
    assert "It was “improved” in version 1.0.0" in because
    assert "is “mixed” in version" in because


def test_an_unusual_month_is_asked_about(monkeypatch):
    month = pd.Series(
        {"date": pd.Timestamp("2026-06-01"), "value": 900.0, "lower": 500.0, "upper": 800.0}
    )
    found = page("crime", link="area=MPS&offence=Burglary&to=2026-06")
    for signal, questions in (("outside", 1), ("run", 0), ("", 0)):
        last = pd.concat([month, pd.Series({"signal": signal})])
        monkeypatch.setattr(
            rules.crime_signal,
            "monthly_signal",
            lambda *_, last=last: type("Signal", (), {"last": last})(),
        )
        raised = asked(found, "unusual_month")
        assert len(raised) == questions
        if raised:
            assert "in London in June 2026" in raised[0][0]
            assert raised[0][1] == "900 were recorded; usual for one month is 500 to 800."


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_a_briefing_asks_three_to_five_questions_at_most_two_of_a_kind(path):
    raised = rules.questions_of(page(path, "public_attitudes"), TODAY)
    assert 3 <= len(raised) <= 5
    assert len(set(raised)) == len(raised)
    kinds = [one.rule for one in raised]
    assert max(map(kinds.count, kinds)) <= 4  # two by the page's rule, two by the general one
    assert all(one.text.endswith("?") for one in raised)


def _briefed(*blocks: Block, rows: int = 60, lede: str = ""):
    frame = pd.DataFrame({"Year": range(rows), "Figure": ["7%"] * rows})
    tables = Table(frame, "alt", "t"), Table(frame, "other", "u")
    made = page("trust", "", "", *tables, *blocks, lede=lede)
    return brief(made, "Trust", "https://site.test", TODAY)


def test_the_table_is_cut_to_what_two_sides_hold_and_says_so():
    short = _briefed(rows=5)
    assert (len(short.table.frame), short.rows_left) == (5, 0)
    found = _briefed()
    assert found.rows_left == 60 - len(found.table.frame) > 30
    crowded = _briefed(Notes(("A caveat of a line. " * 5,)), Notes(("of another part",), "other"))
    assert "of another part" not in crowded.caveats
    full = _briefed(Notes(tuple(f"{number} {'a caveat ' * 12}" for number in range(40))))
    assert len(full.table.frame) < len(found.table.frame)
    assert len(full.caveats) == 40  # a caveat is never left out for want of room


def test_long_cells_count_for_several_lines():
    rows = pd.DataFrame({"Figure": ["word " * 60] * 10, "Value": ["7%"] * 10})
    assert pages._heights(rows).min() > 3
    assert pages._heights(rows.assign(Figure="word")).max() < 2


def test_what_is_said_of_the_version_stands_above_all_other_notices():
    made = page("trust")
    found = brief(made, "Trust", "https://site.test", TODAY, "**An older version.**")
    assert found.notices == ("**An older version.**",)
    assert "An older version." in [one.text for one in _document(found).paragraphs]
    assert brief(made, "Trust", "https://site.test", TODAY).notices == ()


def _document(found) -> docx.document.Document:
    return docx.Document(BytesIO(word.document(found)))


def _chart() -> Chart:
    figure = go.Figure(go.Scatter(x=[1, 2], y=[3, 4]), layout={"height": 300})
    heading = ("Trust falls", "Per cent")
    return Chart("k", *heading, heading, lambda _: figure, "A line that falls", "Source: X")


def test_the_word_file_holds_the_briefing(monkeypatch):
    monkeypatch.setattr(word, "png", lambda _: PIXEL)
    found = _briefed(_chart(), Notes(("Mind **this**.",)), lede="A lede")
    paper = _document(found)
    texts = [one.text for one in paper.paragraphs]
    assert texts[1] == "What is found"
    assert "Trust, confidence and fairness: Mixed." in " ".join(texts)
    assert "Mind this." in texts
    assert [one.text for one in paper.tables[0].rows[1].cells] == ["0", "7%"]
    assert f"{found.rows_left} more rows are on the page and in its files." in texts
    questions = [one.text for one in paper.paragraphs if one.style.name == "List Number"]
    assert questions == [f"{one.text} {one.because}" for one in found.questions]
    assert any("https://site.test/trust?" in text for text in texts)
    assert "Made on 24 November 2026." in texts
    assert paper.inline_shapes[0]._inline.docPr.get("descr") == "A line that falls"
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert paper.core_properties.title == "What is found"


def test_the_word_file_can_be_read_by_who_cannot_see_it(monkeypatch):
    monkeypatch.setattr(word, "png", lambda _: PIXEL)
    paper = _document(_briefed(_chart(), lede="A lede"))
    assert paper.core_properties.language == "en-GB"
    spoken = paper.styles.element.xpath("//w:lang/@w:val")
    assert set(spoken) == {"en-GB"}
    headings = [one.style.name for one in paper.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0] == "Heading 1"
    assert set(headings[1:]) == {"Heading 2"}
    assert paper.inline_shapes[0]._inline.docPr.get("descr") == "A line that falls"
    (table,) = paper.tables
    shown_in = table._tblPr.xpath("w:tblCaption/@w:val | w:tblDescription/@w:val")
    assert shown_in == ["t", "alt"]
    first, second = (row._tr.xpath("w:trPr/w:tblHeader") for row in table.rows[:2])
    assert (len(first), len(second)) == (1, 0)
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in table.rows)


def test_the_word_file_says_so_where_no_picture_can_be_made(monkeypatch):
    def none(_figure: go.Figure) -> bytes:
        raise NoPictureError("no browser")

    monkeypatch.setattr(word, "png", none)
    texts = [one.text for one in _document(_briefed(_chart())).paragraphs]
    assert "The chart cannot be drawn here; it is at https://site.test/trust?" in texts
    assert "A line that falls" in texts


# The print view


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with asking.client() as found:
        yield found


def paper(client: TestClient, path: str, **params: str) -> Tags:
    answer = client.get(f"/{path}", params={**params, "print": "1"})
    assert answer.status_code == 200
    return Tags(answer.text.split("<body>")[1].split("</body>")[0])


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_the_print_view_has_no_choices_folds_or_tabs(path, client):
    found = paper(client, path)
    assert not {"select", "input", "form", "details", "nav", "script", "iframe"} & set(found.names)
    assert "Questions that the figures raise" in found.texts
    assert found.names.count("h1") == 1
    assert found.open == []


def test_the_print_view_says_what_the_page_says(client):
    choice = {"area": "E09000022", "offence": "Burglary", "to": "2025-06"}
    on_screen, printed = shown("crime", **choice), paper(client, "crime", **choice)
    at = printed.names.index("h1")
    assert printed.names[:at] == ["main", "p"]
    assert printed.texts[1] == on_screen.headline
    assert "Lambeth" in on_screen.headline
    found = brief(on_screen, "Crime", "", TODAY)
    rows = found.table.frame
    assert len(rows) >= 4
    assert rows.equals(on_screen.tables[0][1].head(len(rows)))
    assert printed.names.count("tr") == len(rows) + 1
    assert printed.all_of("div")[-1]["aria-label"] == found.table.alt
    drawing = next(one for one in printed.all_of("div") if "data-drawing" in one)
    assert drawing["aria-label"] == on_screen.charts[0].alt
    assert found.caveats
    assert printed.names.count("li") == len(found.caveats) + len(found.questions)
    back, document = (one["href"] for one in printed.all_of("a")[-2:])
    assert back == "/crime?area=E09000022&offence=Burglary&to=2025-06"
    assert document.startswith("/x/crime/briefing.docx?area=E09000022&offence=Burglary&to=2025-06")


def test_nothing_published_is_said_in_the_print_view_too(client):
    found = paper(client, "trust", **{"from": "2015-03", "to": "2014-12"})
    assert found.texts[1] == "Trust and confidence in the police"
    assert any("The first year is after the last" in one for one in found.texts)


def test_the_print_view_says_which_version_is_asked_for_in_vain(client):
    found = paper(client, "response", data="0.9.9")
    assert any("made for data version 0.9.9, which is not kept" in one for one in found.texts)
    assert not any("not kept" in one for one in paper(client, "response").texts)
