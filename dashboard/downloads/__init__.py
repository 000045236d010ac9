"""A table and what must be said about it, as the bytes of a CSV, XLSX, Parquet or JSON file."""

from dashboard.downloads.about import SITE, DownloadMeta, citation, file_name, name_of, slug
from dashboard.downloads.files import FORMATS, MEDIA_TYPES, Format, pieces, to_bytes
from dashboard.downloads.text import safe_cell
from dashboard.downloads.workbook import TooManyRowsError

__all__ = [
    "FORMATS",
    "MEDIA_TYPES",
    "SITE",
    "DownloadMeta",
    "Format",
    "TooManyRowsError",
    "citation",
    "file_name",
    "name_of",
    "pieces",
    "safe_cell",
    "slug",
    "to_bytes",
]
