"""What a served process writes about itself: one JSON object a line, and nothing of who reads.

No client's address, no query string, and nothing that somebody typed: of other libraries' messages the
template is written and not what they fill in, and of an error its kind and the lines of code that it came
through, not its own words, for these may repeat what was asked for.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections import Counter
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

log = logging.getLogger(__name__)

OURS = ("dashboard", "datasets", "data_pipeline", "stats")
"""Packages whose messages are written with what they fill in; of all others only warnings and errors."""

_FILLED_IN = frozenset(("py.warnings",))
"""Loggers of others whose message is one of the code, though it stands in an argument."""
_SILENT = frozenset(("uvicorn.access",))
"""Loggers that tell who asked for what."""
_ADDRESS = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}\]?)"
    r"(?::\d+)?(?![\w.])"
)
_QUERY = re.compile(r"\?[^\s'\"]*=[^\s'\"]*")


class Lines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message and, of an error, traceback.

    `left_out` says how many like it were not written in the minute before.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without the newline."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if left_out := getattr(record, "left_out", 0):
            told["left_out"] = left_out
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told["traceback"] = trace(error)
        return json.dumps(told, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    is_ours = record.name.split(".")[0] in OURS or record.name in _FILLED_IN
    text = record.getMessage() if is_ours or not record.args else str(record.msg)
    return _QUERY.sub("?…", _ADDRESS.sub("[address]", text))


def trace(error: BaseException) -> str:
    """An error and what it came from, the last one last: lines of code and kinds, without their words."""
    return "\n".join(["Traceback, without the errors' own words", *_traced(error, set())])


def _traced(error: BaseException, seen: set[int]) -> list[str]:
    if id(error) in seen:
        return []
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    kind = type(error)
    number = error.errno if isinstance(error, OSError) else None
    words = f": {os.strerror(number)}" if number else ""  # the system's, without file or address
    return [
        *(_traced(before, seen) if before else ()),
        *(line for one in inner for line in _traced(one, seen)),
        "".join(traceback.format_tb(error.__traceback__)).rstrip("\n"),
        f"{kind.__module__}.{kind.__qualname__}{words}",
    ]


class _Handler(logging.StreamHandler[Any]):
    """Writes to whatever standard error is at the moment."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(Lines())
        self.addFilter(_is_written)
        self.addFilter(Seldom())

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _is_written(record: logging.LogRecord) -> bool:
    if record.name in _SILENT:
        return False
    return record.name.split(".")[0] in OURS or record.levelno >= logging.WARNING


class Seldom(logging.Filter):
    """Lets a message through some times a minute: who can cause one may not fill the disk with it."""

    def __init__(self, most: int = 30) -> None:
        """Let `most` of the same logger and template through in each minute."""
        super().__init__()
        self._most, self._minute = most, 0
        self._seen: Counter[tuple[str, str]] = Counter()
        self._left_out: Counter[tuple[str, str]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a record is written; the first of a minute says how many before were not."""
        key = (record.name, str(record.msg))
        minute = int(record.created // 60)
        if minute != self._minute:
            self._minute = minute
            self._left_out = Counter(
                {one: seen - self._most for one, seen in self._seen.items() if seen > self._most}
            )
            self._seen = Counter()
        self._seen[key] += 1
        if self._seen[key] > self._most:
            return False
        record.left_out = self._left_out.pop(key, 0)
        return True


def start() -> None:
    """Write every line of this process so from now on; on a terminal all stays as it is, to be read."""
    if sys.stderr.isatty():
        return
    root = logging.getLogger()
    if not any(isinstance(one, _Handler) for one in root.handlers):
        root.addHandler(_Handler())
    for name in list(logging.root.manager.loggerDict):
        take_over(logging.getLogger(name))
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def take_over(logger: logging.Logger) -> None:
    """Let a logger write as all others do, instead of by handlers of its own."""
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = logger.name not in _SILENT


def _uncaught(kind: type[BaseException], error: BaseException, found: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("the process ended by an error", exc_info=(kind, error, found))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    log.error("a thread ended by an error", exc_info=args.exc_value)


def _unraisable(args: sys.UnraisableHookArgs) -> None:
    log.error("an error where none can be raised", exc_info=args.exc_value)
