"""Briefings: what of a page goes on two sides, which questions the figures raise, and the Word file."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from urllib.parse import parse_qsl

import docx
import pandas as pd
import plotly.graph_objects as go
import pytest
from docx.shared import Mm, Pt

from dashboard.briefing import figures, pages, rules
from dashboard.briefing.pages import brief
from dashboard.briefing.questions import sign_moved
from dashboard.charts.theme import on_paper
from dashboard.docx import word
from dashboard.files.about import DownloadMeta
from dashboard.page import SITE, Block, Chart, Choice, Files, Notes, Page, Part, Table
from dashboard.site.render import NoPictureError
from dashboard.subjects.gaps.figures import changes as gap_changes
from dashboard.subjects.outcomes.figures import charges
from dashboard.subjects.pages import PAGES
from dashboard.words import signs
from datasets import catalogue
from tests.dashboard.page_reading import shown

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
            "(−5.6 to −2.4), more than chance would explain.",
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


def test_a_share_charged_that_moved_further_than_a_revision_reaches_is_asked_about():
    [(text, because)] = asked(page("outcomes"), "charges_moved")
    years = charges.charge_years()
    first, newest = years.iloc[0], charges.newest(years)
    assert text == (
        "What explains the fall in crimes charged since the year to March 2016, and what is being done "
        "about it?"
    )
    assert because == (
        f"{first['rate_pct']:.1f} of 100 recorded in the year to March 2016 were charged, "
        f"{newest['rate_pct']:.1f} so far of those in the year to March 2026. If that is revised as "
        f"earlier years were at this age, it will be {newest['high_pct']:.1f}."
    )
    assert newest["high_pct"] < first["rate_pct"]
    [(text, _)] = asked(page("outcomes", link="offence=Robbery"), "charges_moved")
    assert "the fall in robberies charged" in text
    assert asked(page("outcomes", link="area=E09000022"), "charges_moved") == []
    assert asked(page("crime"), "charges_moved") == []


def test_no_share_charged_is_asked_about_that_a_revision_could_bring_back(monkeypatch):
    near = charges.charge_years().tail(1)
    before = near.assign(
        date=pd.Timestamp("2016-03-31"), rate_pct=near["high_pct"], low_pct=None, high_pct=None
    )
    years = pd.concat([before, near], ignore_index=True)
    monkeypatch.setattr(charges, "charge_years", lambda group: years)
    assert asked(page("outcomes"), "charges_moved") == []


def test_the_paper_on_solved_crime_has_every_year_that_its_chart_names():
    solved = shown("outcomes")
    found = brief(solved, "Solved crime", "", TODAY)
    [kinds, table] = found.tables
    assert found.rows_left == 0
    assert found.chart is not None
    assert found.chart.heading[0].endswith("to March 2016")
    assert kinds.frame["Kind of crime"].tolist() == [
        *("All offences", "Violence against the person", "Sexual offences", "Robbery")
    ]
    assert table.frame["Year to"].iloc[-1] == "March 2016"
    assert [one.rule for one in found.questions] == [
        *("charges_unripe", "charges_moved", "sign_moved")
    ]


def test_questions_of_the_page_of_gaps_are_on_gaps():
    found = brief(shown("gaps"), "Gaps", "", TODAY).questions
    assert [one.rule for one in found] == ["ratio_moved", "gap_since", "gap_since"]
    assert found[0].because.startswith("4.34 times as often per resident")
    assert found[1].text == (
        "What has become of the gap in “Trust the Met” between Black Londoners and White British Londoners?"
    )
    assert "17 points lower in July to September 2022" in found[1].because
    assert found[2].because == (
        "1.81 times as likely in the year to March 2022, as the Review printed it."
    )


def test_boroughs_beyond_the_outer_limits_are_asked_about_together():
    [(text, because)] = asked(page("trust", link="compare=trust&at=2025-09"), "outlier_borough")
    assert text.startswith(
        "What is different in Hackney, Islington, Lewisham, Merton and Southwark on “Trust the Met”"
    )
    assert "further from London's 74% than chance" in because
    assert asked(page("crime", link="compare=trust&at=2025-09"), "outlier_borough") == []


def test_boroughs_that_clearly_fell_are_asked_about_at_the_newest_date():
    newest = (
        "What explains the fall in “Trust the Met” in Hillingdon since the Review, and what is being done about it?",
        "Of 32 boroughs, from the year to March 2023 to the year to March 2026, a clear fall in Hillingdon: −22 "
        "points, after testing all of them together.",
    )
    assert asked(page("trust"), "fallen_boroughs") == [newest]
    assert newest[0] in [one.text for one in brief(shown("trust"), "", "", TODAY).questions]
    [(text, because)] = asked(page("trust", link="compare=treat_fairly"), "fallen_boroughs")
    assert "Brent, Ealing, Harrow and Hillingdon" in text
    assert "most in Hillingdon: −28 points" in because
    assert asked(page("trust", link="area=E09000022"), "fallen_boroughs") == []
    assert asked(page("borough"), "fallen_boroughs") == []


@pytest.mark.parametrize(
    ("direction", "better", "text"),
    [
        ("fell", "fell", "What brought “Calls given up” down, and is it holding?"),
        ("rose", "rose", "What brought “Calls given up” up, and is it holding?"),
        (
            "rose",
            "fell",
            "What explains the rise in “Calls given up”, and what is being done about it?",
        ),
        ("rose", "", "What explains the rise in “Calls given up”, and what follows from it?"),
    ],
)
def test_what_moved_for_the_better_is_not_asked_about_as_if_for_the_worse(direction, better, text):
    assert sign_moved("Calls given up", direction, better, "1 to 2").text == text


def test_the_better_of_two_signs_is_asked_about_last():
    assert [text for text, _ in asked(page("response"), "sign_moved")] == [
        "What explains the fall in “999 calls answered within 10 seconds”, and what is being done about it?",
        "What brought “101 calls that the caller gave up” down, and is it holding?",
    ]
    assert [text for text, _ in asked(page("outcomes"), "sign_moved")] == [
        "What brought “Sexual offences prosecuted or to court from custody” up, and is it holding?"
    ]


def test_every_sign_that_moved_has_a_better_direction_or_is_known_to_have_none():
    rows = catalogue.load("signs")
    moved = set(rows.loc[rows["direction"].isin(["rose", "fell"]), "sign"])
    assert moved - set(signs.BETTER) == {"awaiting_hearing"}


def test_the_paper_says_for_whom_a_measure_is_worse(monkeypatch):
    monkeypatch.setattr(word, "png", lambda _: PIXEL)
    worse = (
        "Worse for Black Londoners, before the Review (quarter to September 2022): trust in the Met 17 points "
        "lower than for White British Londoners. No newer figure from this survey."
    )
    found = brief(shown("trust"), "Trust", "", TODAY)
    assert worse in found.verdicts[0].lines
    assert worse in " ".join(one.text for one in _document(found).paragraphs)


def test_the_paper_of_gaps_has_no_verdict_on_trust():
    assert brief(shown("gaps"), "Gaps", "", TODAY).verdicts == ()


def test_a_boroughs_own_page_asks_of_it_alone():
    lambeth = asked(page("borough", link="area=E09000022"), "outlier_borough")
    assert [text.split(",")[0] for text, _ in lambeth] == [
        "What is different in Lambeth on “Police treat everyone fairly”"
    ]
    assert asked(page("borough", link="area=E09000030"), "outlier_borough") != lambeth


def test_the_largest_change_of_a_year_is_asked_about():
    [(text, because)] = asked(page("crime", link="area=MPS&to=2026-06"), "largest_change")
    assert "recorded possession of weapons in London" in text
    assert because.startswith("7,449 in the year to June 2026, 22% more than the year before")
    [(text, because)] = asked(page("crime", link="area=E09000022&to=2026-06"), "largest_change")
    assert "in Lambeth" in text
    one = page("crime", link="area=MPS&offence=Burglary&to=2026-06")
    assert asked(one, "largest_change") == []
    [(text, because)] = asked(
        page("borough", link="area=E09000022&crime=2026-06"), "largest_change"
    )
    assert "in Lambeth" in text
    assert asked(page("borough", link="area=command-central-west"), "largest_change") == []


def test_the_pages_own_figure_is_asked_about_first():
    response = [(one.rule, one.text) for one in brief(shown("response"), "", "", TODAY).questions]
    assert response[:2] == [
        (
            "unknown_since",
            "What is the newest figure for “Average time to immediate (I grade) calls”?",
        ),
        (
            "sign_moved",
            "What explains the fall in “999 calls answered within 10 seconds”, and what is being done about it?",
        ),
    ]
    promises = brief(shown("commitments"), "", "", TODAY).questions
    assert "recruit 500 more police community support officers" in promises[0].text
    assert "271 more at the end of 2024" in promises[0].because
    assert not any("superintendents" in one.text for one in promises)
    overview = brief(shown(""), "", "", TODAY).questions
    assert "charged" in " ".join(one.text for one in overview)
    gaps = brief(shown("gaps", by="sex"), "", "", TODAY).questions
    assert gaps[0].text.startswith("What is being done about the gap between women and men")
    assert "49% of women and 54% of men" in gaps[0].because


@pytest.mark.parametrize("path", [one.path for one in PAGES])
def test_sources_on_paper_are_short(path):
    said = " ".join(brief(shown(path), "", "https://site.test", TODAY).sources)
    assert "None for the whole" not in said
    assert "Each row names" not in said
    assert len(said) < 700
    assert said.count("&") <= 1


def test_promises_past_their_date_are_asked_about_those_that_fall_short_first():
    found = asked(page("workforce"), "open_promise")
    assert found[0][0].startswith("Was this promise kept, and what shows it: make at least 20%")
    assert "due by 31 March 2026" in found[0][1]
    assert "Last known: 11% were women in autumn 2023." in found[0][1]
    everyone = asked(page("commitments"), "open_promise")
    assert len(everyone) > len(found)
    assert all("City of London Police, due" not in because for _, because in everyone)
    assert asked(page("crime"), "open_promise") == []


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
        monkeypatch.setattr(figures.gap_changes, "outcome", lambda *_, judged=judged: judged)
        monkeypatch.setattr(figures.gaps, "gap_series", lambda *_: "found")
        monkeypatch.setattr(
            figures.gap_names, "pair", lambda _: ("Black people", "White British people")
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


def test_an_unusual_month_is_asked_about(monkeypatch):
    month = pd.Series(
        {"date": pd.Timestamp("2026-06-01"), "value": 900.0, "lower": 500.0, "upper": 800.0}
    )
    found = page("crime", link="area=MPS&offence=Burglary&to=2026-06")
    for signal, questions in (("outside", 1), ("run", 0), ("", 0)):
        last = pd.concat([month, pd.Series({"signal": signal})])
        monkeypatch.setattr(
            figures.crime_signal,
            "monthly_signal",
            lambda *_, last=last: type("Signal", (), {"last": last})(),
        )
        raised = asked(found, "unusual_month")
        assert len(raised) == questions
        if raised:
            assert "in London in June 2026" in raised[0][0]
            assert raised[0][1] == "900 were recorded; usual for one month is 500 to 800."


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_a_briefing_asks_three_questions_at_most_and_none_about_this_site(path):
    raised = rules.questions_of(page(path, "public_attitudes"), TODAY)
    assert len(set(raised)) == len(raised) <= 3
    kinds = [one.rule for one in raised]
    assert max(map(kinds.count, kinds), default=0) <= 2
    assert all(one.text.endswith("?") for one in raised)
    for one in raised:
        assert not re.search(
            r"\bthis site|overdue|cannot be judged|newer figures", f"{one.text} {one.because}", re.I
        )


def test_an_early_sign_against_a_verdict_is_asked_about_for_london_alone():
    assert asked(page("trust"), "early_sign") == [
        (
            "Has the rise in “Trust the Met” since the Review been lost?",
            "71% in the year to March 2023, 74% * in the year to September 2025; since then an early sign, "
            "70.6% in the year to March 2026 (mean of the boroughs), and 29 of 32 boroughs lower: counted, "
            "not tested.",
        )
    ]
    assert asked(page("trust", link="area=E09000022"), "early_sign") == []


def test_a_clear_fall_in_a_place_is_asked_about_with_its_figures():
    for path in ("trust", "borough"):
        assert asked(page(path, link="area=E09000022"), "fallen_here") == [
            (
                "What explains the fall in “Police do a good job locally” in Lambeth since the Review, and "
                "what is being done about it?",
                "32% in the year to March 2026: a change of −16 points (−23.7 to −8.3) since the year to March "
                "2023, more than chance would explain.",
            )
        ]
    assert asked(page("trust", link="area=MPS"), "fallen_here") == []
    assert asked(page("crime", link="area=E09000022"), "fallen_here") == []


def test_an_older_link_asks_of_the_figures_that_it_shows():
    before = asked(page("borough", link="area=E09000022&survey=2023-12"), "fallen_here")
    assert all("March 2026" not in because for _, because in before)


def test_a_ratio_of_searches_that_moved_is_asked_about():
    link = "basis=officer_defined&object=all&to=2025-12&group=Black&residents=all"
    [(text, because)] = asked(page("powers", link=link), "ratio_moved")
    assert (
        text
        == "Why are Black people searched more often, against White people, than a year before?"
    )
    assert because.startswith(
        "4.34 times as often per resident in the year to December 2025, 3.98 times in the 12 months before, "
        "both without August"
    )
    assert asked(page("powers"), "ratio_moved") == []


def _briefed(*blocks: Block, rows: int = 60, lede: str = ""):
    frame = pd.DataFrame({"Year": range(rows), "Figure": ["7%"] * rows})
    tables = Table(frame, "alt", "t"), Table(frame, "other", "u")
    made = page("trust", "", "", *tables, *blocks, lede=lede)
    return brief(made, "Trust", "https://site.test", TODAY)


def test_the_table_is_cut_to_what_two_sides_hold_and_says_so():
    short = _briefed(rows=5)
    assert (len(short.tables[0].frame), short.rows_left) == (5, 0)
    found = _briefed()
    assert found.rows_left == 60 - len(found.tables[0].frame) > 30
    crowded = _briefed(Notes(("A caveat of a line. " * 5,)), Notes(("of another part",), "other"))
    assert "of another part" not in crowded.caveats
    full = _briefed(Notes(tuple(f"{number} {'a caveat ' * 12}" for number in range(40))))
    assert len(full.tables[0].frame) < len(found.tables[0].frame)
    assert len(full.caveats) == 40  # a caveat is never left out for want of room


def test_no_column_is_narrower_than_its_longest_word():
    rows = pd.DataFrame({"Number here": ["9"], "Words": ["word " * 60], "Spread": ["within"]})
    narrowest = pages.widths_of(rows)
    assert narrowest.sum() == pytest.approx(1)
    assert narrowest["Number here"] * pages._LINE > len("Number") + 3
    assert narrowest["Words"] > 0.6


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
    assert any(found.sources[-1] in text for text in texts)
    assert "data version" in found.sources[-1]
    numbers = paper.sections[0].footer.paragraphs[0]
    assert numbers.text == "Page  of "
    fields = numbers._p.xpath(".//w:instrText")
    assert [one.text for one in fields] == ["PAGE", "NUMPAGES"]
    assert "Made on 24 November 2026." in texts
    assert paper.inline_shapes[0]._inline.docPr.get("descr") == "A line that falls"
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert paper.core_properties.title == "What is found"


def test_the_word_files_lines_have_shapes_that_their_names_begin_with(monkeypatch):
    drawn = []
    monkeypatch.setattr(word, "png", lambda figure: drawn.append(figure) or PIXEL)
    word.document(brief(shown("outcomes"), "Solved crime", "", TODAY))
    [figure] = drawn
    ends = [trace.marker.symbol for trace in figure.data if trace.meta == "end"]
    assert ends == ["circle", "square", "diamond", "triangle-up"]
    names = {one.text[0] for one in figure.layout.annotations if one.name == "end label"}
    assert names == set("●■◆▲")


@pytest.mark.parametrize("path", ["trust", "crime", "outcomes", "borough?area=E09000022"])
def test_a_chart_that_was_on_screen_has_its_shapes_on_paper_all_the_same(path):
    name, _, link = path.partition("?")
    found = brief(shown(name, **dict(parse_qsl(link))), "Title", "", TODAY).chart
    assert found is not None

    def shapes() -> set[str]:
        return {trace.name for trace in found.draw(False).data if trace.meta == "shape"}

    assert not shapes()
    with on_paper():
        assert shapes()
    assert not shapes()


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
    kept = [bool(row._tr.xpath(".//w:keepNext")) for row in table.rows]
    assert kept == [False] * len(kept)  # of more rows than are kept on one side


def test_a_short_table_of_the_word_file_stands_on_one_side(monkeypatch):
    monkeypatch.setattr(word, "png", lambda _: PIXEL)
    (table,) = _document(brief(shown("trust"), "Trust", "", TODAY)).tables
    cells = [[bool(cell._tc.xpath(".//w:keepNext")) for cell in row.cells] for row in table.rows]
    assert [all(row) for row in cells] == [True] * (len(cells) - 1) + [False]


def test_the_word_files_tables_are_black_on_white(monkeypatch):
    monkeypatch.setattr(word, "png", lambda _: PIXEL)
    paper = _document(_briefed(_chart(), lede="A lede"))
    (table,) = paper.tables
    styles = [table.style.element, table._tbl]
    shades = [fill for one in styles for fill in one.xpath(".//w:shd/@w:fill")]
    assert {fill for fill in shades if fill not in {"auto", "FFFFFF"}} == set()
    assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
    order = [one.tag.split("}")[1] for one in table._tblPr]
    assert order.index("tblBorders") < order.index("tblLayout") < order.index("tblLook")


def test_the_word_files_type_is_nine_points_and_its_picture_as_wide_as_the_text(monkeypatch):
    monkeypatch.setattr(word, "png", lambda _: PIXEL)
    paper = _document(_briefed(_chart(), lede="A lede"))
    section = paper.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    (picture,) = paper.inline_shapes
    assert picture.height <= word._TALLEST
    cells = [one for table in paper.tables for row in table.rows for one in row.cells]
    paragraphs = [*paper.paragraphs, *(line for cell in cells for line in cell.paragraphs)]
    sizes = [run.font.size for one in paragraphs for run in one.runs if run.font.size]
    assert min([*sizes, paper.styles["Normal"].font.size]) == Pt(9)
    assert 12 * (word._WIDTH / 25.4 * 72) / word._PICTURE_PX >= 8.999  # type in charts has 12 px
    assert abs(sum(cell.width for cell in paper.tables[0].rows[0].cells) - room) < Mm(1)


def test_the_word_file_says_so_where_no_picture_can_be_made(monkeypatch):
    def none(_figure: go.Figure) -> bytes:
        raise NoPictureError("no browser")

    monkeypatch.setattr(word, "png", none)
    texts = [one.text for one in _document(_briefed(_chart())).paragraphs]
    assert "The chart cannot be drawn here; it is at https://site.test/trust?" in texts
    assert "A line that falls" in texts
