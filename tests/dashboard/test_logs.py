"""What a process writes: each line is JSON, and none holds an address, a query, or what somebody typed."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import textwrap
from typing import Any

import pytest

from dashboard import logs
from tests.conftest import REPOSITORY

TYPED = "what-somebody-typed"


def told(name: str, level: int, message: str, *args: object, error: Any = None) -> dict[str, str]:
    """What is written of a record."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, level, __file__, 1, message, args, info)
    line = logs.Lines().format(record)
    assert "\n" not in line
    found: dict[str, str] = json.loads(line)
    return found


def test_a_line_says_when_how_bad_who_and_what() -> None:
    found = told("dashboard.site.start", logging.INFO, "ready with %s", "data 1.4.2")
    assert list(found) == ["time", "level", "logger", "message"]
    assert (found["level"], found["logger"]) == ("info", "dashboard.site.start")
    assert found["message"] == "ready with data 1.4.2"
    assert found["time"].endswith("+00:00")


def test_what_another_library_fills_in_is_not_written() -> None:
    found = told(
        "uvicorn.error", logging.WARNING, '%s - "WebSocket %s"', "192.0.2.7", f"/?q={TYPED}"
    )
    assert found["message"] == '%s - "WebSocket %s"'


@pytest.mark.parametrize(
    "address",
    ["192.0.2.7", "192.0.2.7:51000", "2001:db8:0:1:0:0:0:9", "2001:db8:1::9", "[::ffff:0:9]:80"],
)
def test_an_address_or_a_query_in_a_message_is_left_out(address: str) -> None:
    found = told("dashboard.x", logging.ERROR, f"lost {address} at /trust?area={TYPED}, once")
    assert found["message"].startswith("lost [address] at /trust?…")
    assert TYPED not in found["message"]


@pytest.mark.parametrize(
    "said", ["data 1.4.2 at 09:30:15", "took 0.9 s, 12:30", "crime_outcomes.parquet"]
)
def test_what_is_no_address_stays(said: str) -> None:
    assert told("dashboard.x", logging.ERROR, said)["message"] == said


def test_a_traceback_is_one_field_with_every_cause_and_none_of_their_words() -> None:
    def fail() -> None:
        try:
            int(TYPED)
        except ValueError as error:
            group = ExceptionGroup(TYPED, [KeyError(TYPED)])
            raise LookupError(TYPED) from (group if TYPED == "" else error)

    with pytest.raises(LookupError) as caught:
        fail()
    found = told("dashboard.x", logging.ERROR, "a page failed", error=caught.value)
    lines = found["traceback"].splitlines()
    assert lines[0].startswith("Traceback")
    assert [one for one in lines if one.startswith("builtins.")] == [
        "builtins.ValueError",
        "builtins.LookupError",
    ]
    assert any("in fail" in one for one in lines)
    assert TYPED not in found["traceback"]


def test_of_an_error_of_the_system_its_kind_is_told_and_no_file() -> None:
    found = logs.trace(OSError(28, TYPED, f"/srv/{TYPED}"))
    assert found.endswith("builtins.OSError: No space left on device")
    assert TYPED not in found


def test_each_error_of_a_group_is_told_and_a_circle_ends() -> None:
    first, second = KeyError(TYPED), OSError(TYPED)
    first.__context__, second.__context__ = second, first
    found = logs.trace(ExceptionGroup(TYPED, [first, ValueError(TYPED)]))
    kinds = ["KeyError", "OSError", "ValueError", "ExceptionGroup"]
    assert all(f"builtins.{kind}" in found for kind in kinds)
    assert TYPED not in found


def test_whatever_a_process_writes_is_a_line_of_json() -> None:
    """Its own loggers, those of others from before and after, warnings, and errors that nobody caught."""
    code = f"""
        import logging, sys, threading, warnings
        import streamlit.logger
        early = streamlit.logger.get_logger("streamlit.early")
        import app
        app.write_logs()
        logging.getLogger("dashboard.x").info("ours")
        logging.getLogger("other").info("not written")
        logging.getLogger("other").warning("of %s", "{TYPED}")
        early.warning("early")
        streamlit.logger.get_logger("streamlit.late").error("late\\nin two lines")
        streamlit.logger.get_logger("streamlit.late").info("not written")
        logging.getLogger("uvicorn.access").warning("not written")
        warnings.warn("looks old", stacklevel=1)
        thread = threading.Thread(target=lambda: int("{TYPED}"))
        thread.start()
        thread.join()
        int("{TYPED}")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.stdout == ""
    assert [one["message"] for one in lines[:4]] == ["ours", "of %s", "early", "late\nin two lines"]
    assert "looks old" in lines[4]["message"]
    assert [one["message"] for one in lines[5:]] == [
        "a thread ended by an error",
        "the process ended by an error",
    ]
    assert all("builtins.ValueError" in one["traceback"] for one in lines[5:])
    assert TYPED not in done.stderr


def test_a_message_that_anyone_can_cause_fills_no_disk() -> None:
    seldom = logs.Seldom(most=3)

    def written(at: float, message: str = "refused %d") -> tuple[bool, int]:
        record = logging.LogRecord("dashboard.x", logging.WARNING, "", 1, message, (), None)
        record.created = at
        return seldom.filter(record), getattr(record, "left_out", 0)

    assert [written(60.0 + n)[0] for n in range(5)] == [True, True, True, False, False]
    assert written(66.0, "another") == (True, 0)
    assert [written(at) for at in (120.0, 121.0)] == [(True, 2), (True, 0)]
    assert written(200.0) == (True, 0)


def test_on_a_terminal_all_stays_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(logging.getLogger().handlers)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    logs.start()
    assert logging.getLogger().handlers == before
