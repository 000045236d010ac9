"""Widgets bound to the address bar, cached loading, and the parts that every page is made of.

The one package of helpers that imports streamlit.
"""

from dashboard.controls import briefing
from dashboard.controls.address import (
    CARRIED,
    NONE_CHOSEN,
    begin_page,
    note_ignored_parameters,
    note_strange_parameters,
    settle_address,
)
from dashboard.controls.as_of import older_version, say_version, version_asked
from dashboard.controls.checking import saying_what_is_checked
from dashboard.controls.data import T, ask, corrections, data_version, load
from dashboard.controls.files import Part, download_row, downloads_of, other_files
from dashboard.controls.links import (
    Params,
    file_links,
    fixed_link,
    page_link,
    pages,
    site_address,
    way_back,
)
from dashboard.controls.parts import (
    bullets,
    controls_row,
    copyable,
    facts,
    folded_on_phones,
    headline,
    need_to_know,
    no_rows,
    section,
    subsection,
    worked_out,
)
from dashboard.controls.plots import chart, draw_rest, spark
from dashboard.controls.recording import begin_record, end_page, this_page
from dashboard.controls.sourcing import (
    not_loaded,
    overdue_line,
    source_line,
    stop_unless_loaded,
)
from dashboard.controls.tables import table
from dashboard.controls.tile_links import tile_links
from dashboard.controls.verdict_marks import face, judged, tally, verdict
from dashboard.controls.widgets import multiselect, select, switch, text_search

__all__ = [
    "CARRIED",
    "NONE_CHOSEN",
    "Params",
    "Part",
    "T",
    "ask",
    "begin_page",
    "begin_record",
    "briefing",
    "bullets",
    "chart",
    "controls_row",
    "copyable",
    "corrections",
    "data_version",
    "download_row",
    "downloads_of",
    "draw_rest",
    "end_page",
    "face",
    "facts",
    "file_links",
    "fixed_link",
    "folded_on_phones",
    "headline",
    "judged",
    "load",
    "multiselect",
    "need_to_know",
    "no_rows",
    "not_loaded",
    "note_ignored_parameters",
    "note_strange_parameters",
    "older_version",
    "other_files",
    "overdue_line",
    "page_link",
    "pages",
    "say_version",
    "saying_what_is_checked",
    "section",
    "select",
    "settle_address",
    "site_address",
    "source_line",
    "spark",
    "stop_unless_loaded",
    "subsection",
    "switch",
    "table",
    "tally",
    "text_search",
    "this_page",
    "tile_links",
    "verdict",
    "version_asked",
    "way_back",
    "worked_out",
]
