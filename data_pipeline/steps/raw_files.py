"""A publisher's file before it is a table: whether it may be read, and whether its bytes are of its kind."""

from __future__ import annotations

import codecs
import re
import stat
import zipfile
import zlib
from pathlib import Path

from datasets.schema import Source, SourceError

MAX_BYTES = 500_000_000  # of a file read at once; the largest met has 2 MB
MAX_LINE = 100_000  # characters of a line of CSV; the longest met has 1,179
MAX_UNPACKED_BYTES = 200_000_000  # of a workbook read whole; the largest met unpacks to 34 MB
MAX_LARGE_BYTES = 1_000_000_000  # of one read row by row; 40 MB of outcomes unpack to 270 MB
MAX_UNPACKED_RATIO = 200  # unpacked bytes to one packed; the highest met is 41
MAX_CELLS = 20_000_000  # of a sheet, empty ones too; the largest met has 0.3 million
SNIFFED = 4096  # bytes
PIECE = 4_000_000  # bytes of a sheet looked at in one go
FAR_CELL = re.compile(rb'r="(?:([A-Z]{2,3})(\d{1,7})|[A-Z](\d{7}))"')
"""A cell beyond column Z, or below row 999,999; the others a sheet may have by the million."""
NEAR_CELL = re.compile(rb'r="([A-Z])\d')
ROW = re.compile(rb'<row [^>]{0,150}?r="(\d{1,7})"')
LONGEST = 200  # bytes that either finds at most

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK"
ODS_PARTS = "META-INF/manifest.xml"
BOM = codecs.BOM_UTF8

BEGINNINGS = {
    OLD_EXCEL: "an old Excel workbook (.xls)",
    b"PK\x03\x04": "a workbook or another zip archive",
    b"PK\x05\x06": "an empty zip archive",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"%PDF": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
    b"$FL": "an SPSS file",
    b"ARROW1": "an Arrow file",
    codecs.BOM_UTF32_LE: "text in UTF-32",
    codecs.BOM_UTF16_LE: "text in UTF-16",
    codecs.BOM_UTF16_BE: "text in UTF-16",
}
"""First bytes of a file -> what it is; the first that fits counts."""


def why_unreadable(path: Path) -> str:
    """Why there is no reading a file, to follow its name; empty where it can be read."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            return "is a folder, not a file"
        if not stat.S_ISREG(found.st_mode):  # reading a pipe might wait for ever
            return "is no ordinary file but a pipe, a socket or a device"
        with path.open("rb") as file:
            return "" if file.read(1) else "is empty"
    except FileNotFoundError:
        return "is a link to a file that is not there" if path.is_symlink() else "is not there"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def refuse_unreadable(path: Path, source: Source) -> None:
    """Stops at what is no file with something in it that we may read.

    Raises:
        SourceError: it is not.
    """
    why = why_unreadable(path)
    if why:
        raise SourceError.of(source.id, f"{path.name} {why}")


def read_text(path: Path, source: Source, encoding: str = "utf-8") -> str:
    """A file's text, without its byte order mark; unpacked first where its name ends with .gz.

    Raises:
        SourceError: it cannot be read, or is no text in that encoding.
    """
    content = read_bytes(path, source)
    if path.name.endswith(".gz"):
        content = _unpacked(content, path, source)
    why = _why_no_text(content)
    if why:
        raise SourceError.of(source.id, f"{path.name} {why}")
    try:
        return content.removeprefix(BOM).decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start]
        raise SourceError.of(
            source.id,
            f"{path.name} is not text in UTF-8: line {line} holds the byte {byte:#04x}, as files "
            "saved in another encoding do",
        ) from error


def read_bytes(path: Path, source: Source) -> bytes:
    """All bytes of a file.

    Raises:
        SourceError: it cannot be read, is empty, or is larger than any publisher's.
    """
    refuse_unreadable(path, source)
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise SourceError.of(
            source.id, f"{path.name} has {size / 1e6:,.0f} MB: the limit is {MAX_BYTES / 1e6:.0f}"
        )
    return path.read_bytes()


def _unpacked(content: bytes, path: Path, source: Source) -> bytes:
    """What a gzip file holds, up to the limit of a workbook's.

    Raises:
        SourceError: it is no gzip file, is cut short, or holds more.
    """
    packed = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = packed.decompress(content, MAX_UNPACKED_BYTES)
    except zlib.error as error:
        raise SourceError.of(source.id, f"{path.name} is no sound gzip file: {error}") from error
    if packed.unconsumed_tail:
        limit = MAX_UNPACKED_BYTES / 1e6
        raise SourceError.of(source.id, f"{path.name} unpacks to over {limit:.0f} MB")
    if not packed.eof:
        raise SourceError.of(source.id, f"{path.name} is a gzip file that is cut short")
    return found


def _why_no_text(content: bytes) -> str:
    """Why bytes are no text of data; empty where they may be."""
    kind = kind_of(content[:SNIFFED])
    if kind:
        return f"is {kind}, not a text file"
    if content.startswith(BOM * 2):
        return "begins with two byte order marks, as files joined or saved twice do"
    at = content.find(b"\0")
    if at >= 0:
        line = content.count(b"\n", 0, at) + 1
        return f"holds NUL bytes, first in line {line}: it is damaged, or text in UTF-16"
    if not content.removeprefix(BOM).strip():
        return "is empty"
    return ""


def kind_of(head: bytes) -> str:
    """What a file is by its first bytes; empty where nothing speaks against text with data."""
    for beginning, kind in BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    start = head.removeprefix(BOM).lstrip().lower()
    if re.match(rb"<(!doctype\s+html|html|head|body|!--)", start):
        return "a web page"
    return "marked-up text, such as a web page or XML" if start.startswith(b"<") else ""


def refuse_message(text: str, path: Path, source: Source) -> None:
    """Stops at JSON where a table is wanted, as servers send it with a message.

    Raises:
        SourceError: the text begins as JSON does.
    """
    if text.lstrip()[:1] in ("{", "["):
        raise SourceError.of(source.id, f"{path.name} is JSON, such as a message, not a table")


def refuse_odd_lines(text: str, path: Path, source: Source) -> None:
    """Stops at lines that end as no publisher's do, or at one longer than any publisher writes.

    Raises:
        SourceError: the lines end in a carriage return alone, or one is longer than `MAX_LINE`.
    """
    if "\r" in text and "\n" not in text:
        raise SourceError.of(
            source.id, f"{path.name}: its lines end in a carriage return alone, as on old Macs"
        )
    start, number = 0, 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > MAX_LINE:
            raise SourceError.of(
                source.id,
                f"{path.name}: line {number} has {end - start:,} characters: "
                f"the limit is {MAX_LINE:,}",
            )
        start, number = end + 1, number + 1


def refuse_cut_off(text: str, path: Path, source: Source) -> None:
    """Stops at a text whose last line has no end, where the publisher always writes one.

    A row that is cut would else be read as one with blank cells, or with a smaller number.

    Raises:
        SourceError: the last character is no line end.
    """
    if not text.endswith("\n"):
        raise SourceError.of(
            source.id, f"{path.name}: its last line has no end: is the file cut short?"
        )


def refuse_no_workbook(path: Path, source: Source, max_unpacked: int | None = None) -> None:
    """Stops at what is no Excel or OpenDocument workbook, or would unpack beyond all measure.

    Args:
        path: the file.
        source: named in errors.
        max_unpacked: bytes it may unpack to; `MAX_UNPACKED_BYTES` where not given.

    Raises:
        SourceError: it is of another kind, protected by a password, cut short or damaged, or holds
            more than that, or more than `MAX_UNPACKED_RATIO` to the byte.
    """
    why = _why_no_workbook(path, read_bytes(path, source), max_unpacked or MAX_UNPACKED_BYTES)
    if why:
        raise SourceError.of(source.id, f"{path.name} {why}")


def _why_no_workbook(path: Path, content: bytes, max_unpacked: int) -> str:
    """Why bytes are no workbook; empty where its parts are whole and none is locked."""
    if content.startswith(OLD_EXCEL) and ENCRYPTED in content:
        return "is protected by a password: save it without one"
    if not content.startswith(ZIP):
        return f"is {kind_of(content[:SNIFFED]) or 'another kind of file'}, not a workbook"
    try:
        with zipfile.ZipFile(path) as archive:
            return _why_no_parts(archive, len(content), max_unpacked)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        return f"cannot be read as a workbook: is the file cut short? ({error})"


def _why_no_parts(archive: zipfile.ZipFile, size: int, max_unpacked: int) -> str:
    """Why the parts of a zip archive of so many bytes are no workbook; empty where they are."""
    names = set(archive.namelist())
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > max_unpacked or unpacked > MAX_UNPACKED_RATIO * size:
        return (
            f"would unpack to {unpacked / 1e6:.0f} MB, {unpacked / size:.0f} times its size: "
            f"the limits are {max_unpacked / 1e6:.0f} MB and {MAX_UNPACKED_RATIO} times"
        )
    is_locked = any(part.flag_bits & 1 for part in archive.infolist())
    if is_locked or (ODS_PARTS in names and b"encryption-data" in archive.read(ODS_PARTS)):
        return "is protected by a password: save it without one"
    damaged = archive.testzip()
    if damaged:
        return f"cannot be read as a workbook: its part {damaged} is damaged"
    if not names & {"xl/workbook.xml", "content.xml"}:
        return "is a zip archive of another kind, not a workbook (.xlsx or .ods)"
    sheets = [name for name in sorted(names) if name.startswith("xl/worksheets/sheet")]
    return next(filter(None, (_why_too_wide(name, archive) for name in sheets)), "")


def _why_too_wide(name: str, archive: zipfile.ZipFile) -> str:
    """A reader makes room for every cell up to the farthest: one stray cell could take all memory."""
    last, rest = 0, b""
    with archive.open(name) as sheet:
        columns = {b"A", *NEAR_CELL.findall(sheet.read(PIECE))}
        sheet.seek(0)
        while piece := sheet.read(PIECE):
            cells = FAR_CELL.findall(rest + piece)
            columns.update(letters for letters, _, _ in cells if letters)
            numbers = [row or below for _, row, below in cells] + ROW.findall(rest + piece)
            last = max(last, *map(int, numbers), 0)
            rest = piece[-LONGEST:]
    width = max(map(_column_number, columns))
    if last * width <= MAX_CELLS:
        return ""
    return (
        f"holds {name} with {last:,} rows and {width:,} columns, most of them empty: "
        f"the limit is {MAX_CELLS:,} cells"
    )


def _column_number(letters: bytes) -> int:
    """A is 1, Z 26, AA 27, as spreadsheets count their columns."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
