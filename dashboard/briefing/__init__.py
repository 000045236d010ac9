"""A page's current choice as two sides of A4: what it says, its chart and table, and what to ask."""

from dashboard.briefing.pages import Briefing, brief, rows_left_words
from dashboard.briefing.record import Chart, Link, PageRecord, Table

__all__ = ["Briefing", "Chart", "Link", "PageRecord", "Table", "brief", "rows_left_words"]
