"""A briefing as a Word document of two sides of A4."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dashboard.briefing.pages import Briefing, rows_left_words, widths_of
from dashboard.charts.theme import on_paper
from dashboard.files.about import SITE
from dashboard.page import Chart, Table, named_lines
from dashboard.site.picture_frame import Words, framed
from dashboard.site.render import NoPictureError, png
from dashboard.words.periods import day_words
from dashboard.words.sources import in_short, shortened

_WIDTH = 178
"""Millimetres between the margins."""
_PICTURE_PX = 672
"""Of the chart over that width, so that its smallest type (12 px) is 9 pt on paper."""
_TALLEST = Mm(240)
"""A picture with its heading fits on one side."""
_SMALLEST = Pt(9)
_SHORT = 12
"""Rows of a table that is not cut by the end of a side."""
_EDGES = ("top", "bottom", "insideH")
_INK, _QUIET = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x50, 0x5A, 0x5F)
_FONT, _LANGUAGE = "Arial", "en-GB"


def document(found: Briefing) -> bytes:
    """Return a briefing as the bytes of a .docx file.

    Where no browser can draw the chart, the file says so in its place.
    """
    paper = Document()
    _set_up(paper, found)
    _paragraph(paper, f"{SITE} · Briefing: {found.page}", quiet=True)
    paper.add_heading(found.headline or found.page, level=1)
    if found.lede:
        paper.add_paragraph(_unmarked(found.lede))
    for one in found.verdicts:
        line = paper.add_paragraph()
        line.add_run(f"{one.name}: {one.words}. ").bold = True
        line.add_run(" ".join(one.lines))
    for notice in found.notices:
        paper.add_paragraph(_unmarked(notice))
    if found.chart:
        _add_chart(paper, found.chart, found)
    for heading, table in found.headed:
        paper.add_heading(heading, level=2)
        _add_table(paper, table)
    if found.rows_left:
        _paragraph(paper, rows_left_words(found.rows_left), quiet=True)
    _add_list(paper, "What you need to know", [_unmarked(one) for one in found.caveats])
    _add_questions(paper, found)
    paper.add_heading("Source", level=2)
    for source in found.sources or (f"{found.signature}. {found.link}",):
        _paragraph(paper, source.removeprefix("Source: "), quiet=True)
    _paragraph(paper, f"Made on {day_words(found.made)}.", quiet=True)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _set_up(paper: DocumentObject, found: Briefing) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _WIDTH) / 2)
    section.top_margin = section.bottom_margin = Mm(14)
    for name, size, above in (("Normal", 9, 0), ("Heading 1", 15, 0), ("Heading 2", 11, 6)):
        style: Any = paper.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(3)
        style.paragraph_format.line_spacing = 1.0
    _number_pages(section)
    _set_language(paper)
    about = paper.core_properties
    about.language = _LANGUAGE
    about.title, about.author, about.subject = found.headline, SITE, found.title
    about.keywords, about.comments = found.link, found.signature
    about.created = about.modified = datetime.combine(found.made, datetime.min.time())


def _number_pages(section: Any) -> None:  # noqa: ANN401 - python-docx
    """`Page 1 of 2` at the foot, which Word and LibreOffice count."""
    section.footer_distance = Mm(6)
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        for run in (line.add_run(text), _field(line, field)):
            run.font.size, run.font.color.rgb = _SMALLEST, _QUIET


def _field(line: Paragraph, name: str) -> Run:
    """A field that whoever opens the document works out."""
    run = line.add_run()
    for kind in ("begin", "", "separate", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = name
        run._r.append(part)
    return run


def _set_language(paper: DocumentObject) -> None:
    """British English everywhere, so that a screen reader speaks it as such."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE)
    paper.styles["Normal"].element.get_or_add_rPr().append(language)
    for part in (paper.styles.element, paper.settings.element):
        for found in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            found.set(qn("w:val"), _LANGUAGE)


def _add_chart(paper: DocumentObject, drawn: Chart, found: Briefing) -> None:
    words = Words(
        drawn.heading[0] or found.title,
        drawn.heading[1],
        f"{in_short(shortened(drawn.source_line)).rstrip('. ')}. {found.signature}",
    )
    with on_paper():
        figure = drawn.draw(False)
    try:
        picture = png(framed(figure, words, _PICTURE_PX))
    except NoPictureError:
        _paragraph(paper, f"The chart cannot be drawn here; it is at {found.link}", quiet=True)
        _paragraph(paper, drawn.alt)
        return
    shape = paper.add_picture(BytesIO(picture), width=Mm(_WIDTH))
    if shape.height > _TALLEST:
        shape.width, shape.height = int(shape.width * _TALLEST / shape.height), _TALLEST
    described = shape._inline.docPr
    described.set("descr", drawn.alt)
    described.set("title", words.title)


def _add_table(paper: DocumentObject, table: Table) -> None:
    """The rows, with headings that repeat on the next page and a description for who cannot see them.

    Black on white between thin lines: Word's own styles for tables set white headings on black, where
    the type of this document stays black.
    """
    rows = table.frame
    drawn = paper.add_table(rows=1, cols=len(rows.columns), style="Normal Table")
    drawn.alignment = WD_TABLE_ALIGNMENT.LEFT
    _fill(drawn.rows[0].cells, [str(name) for name in rows.columns], bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows.itertuples(index=False):
        _fill(drawn.add_row().cells, [_cell(value) for value in row])
    _set_widths(drawn, widths_of(rows))
    drawn._tblPr.find(qn("w:tblLayout")).addprevious(_borders())  # Word asks for this order
    is_short = len(rows) <= _SHORT
    for line in drawn.rows[:-1] if is_short else ():
        for cell in line.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    for line in drawn.rows:
        line._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    for name, text in (
        ("w:tblCaption", table.heading or table.alt),
        ("w:tblDescription", table.alt),
    ):
        said = OxmlElement(name)
        said.set(qn("w:val"), text)
        drawn._tblPr.append(said)


def _borders() -> Any:  # noqa: ANN401 - an element of python-docx
    """A thin line above, below and between the rows of a table."""
    made = OxmlElement("w:tblBorders")
    for edge in _EDGES:
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "808080")):
            line.set(qn(f"w:{name}"), value)
        made.append(line)
    return made


def _set_widths(drawn: Any, parts: pd.Series) -> None:  # noqa: ANN401 - a table of python-docx
    """Give each column its part of the width; Word reads it from the cells, LibreOffice from the grid."""
    drawn.autofit = False
    for column, part in zip(drawn.columns, parts, strict=True):
        column.width = Mm(_WIDTH * part)
        for cell in column.cells:
            cell.width = column.width


def _fill(cells: Any, texts: list[str], bold: bool = False) -> None:  # noqa: ANN401 - python-docx
    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        for place, (name, said) in enumerate(named_lines(text)):
            for part, is_bold in ((f"{name}: ", True) if name else ("", bold), (said, bold)):
                run = paragraph.add_run(part)
                run.font.size, run.bold = _SMALLEST, is_bold
            if place + 1 < len(named_lines(text)):
                run.add_break()


def _add_list(paper: DocumentObject, heading: str, lines: list[str]) -> None:
    if not lines:
        return
    paper.add_heading(heading, level=2)
    for line in lines:
        paper.add_paragraph(line, style="List Bullet").paragraph_format.space_after = Pt(0)


def _add_questions(paper: DocumentObject, found: Briefing) -> None:
    if not found.questions:
        return
    paper.add_heading("Questions that the figures raise", level=2)
    for one in found.questions:
        line = paper.add_paragraph(style="List Number")
        line.paragraph_format.space_after = Pt(1)
        line.add_run(one.text).bold = True
        line.add_run(f" {one.because}")


def _paragraph(paper: DocumentObject, text: str, quiet: bool = False) -> Paragraph:
    made = paper.add_paragraph()
    run = made.add_run(text)
    if quiet:
        run.font.size, run.font.color.rgb = _SMALLEST, _QUIET
    return made


def _cell(value: object) -> str:
    return "–" if value is None or bool(pd.isna(value)) else str(value)  # type: ignore[call-overload]


def _unmarked(text: str) -> str:
    return text.replace("**", "").replace("\\", "")
