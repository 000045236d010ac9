"""Heavy work: in a process of its own, one piece after the other, and refused past the limit."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Semaphore, Thread

import pytest
from anyio import to_thread
from python_calamine import CalamineWorkbook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from dashboard.docx import word
from dashboard.files import answers, apart, exhibits, whole
from dashboard.files.workbook import TooManyRowsError
from dashboard.heavy import RETRY_SECONDS, BusyError, FailedError, Gate, Workshop
from dashboard.site import drawn, embed, render
from dashboard.site.render import NoPictureError
from tests.conftest import REPOSITORY
from tests.dashboard import asking

LONG = "/data/public_attitudes.xlsx"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with asking.client() as found:
        yield found


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    made = Workshop(most_waiting=1, longest=60, most_done=3)
    yield made
    made.end()


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


# The process


def test_work_is_done_in_a_process_that_comes_after_pages(workshop: Workshop) -> None:
    assert workshop.process is None
    assert workshop.do(os.getpid) == workshop.process != os.getpid()
    assert workshop.do(os.getpriority, os.PRIO_PROCESS, 0) > os.getpriority(os.PRIO_PROCESS, 0)


def test_the_process_is_another_after_much_work_and_in_another_environment(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [workshop.do(os.getpid) for _ in range(4)]
    assert len(set(first[:3])) == 1
    assert first[3] not in first[:3]
    assert not is_there(first[0])
    monkeypatch.setenv("DATASETS_DIR", "/elsewhere")
    assert workshop.do(os.getenv, "DATASETS_DIR") == "/elsewhere"


def test_the_process_ends_when_nothing_comes() -> None:
    workshop = Workshop(idle=0.2)
    process = workshop.do(os.getpid)
    deadline = time.monotonic() + 20
    while is_there(process) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_there(process)
    assert workshop.process is None


def test_the_process_ends_with_its_server_though_a_thread_of_a_library_goes_on() -> None:
    command = [sys.executable, "-c", "from dashboard.heavy import serve; serve()"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(pickle.dumps((keep_a_thread, ())))
        process.stdin.flush()
        assert pickle.load(process.stdout) == (True, None)
        process.stdin.close()
        try:
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()


def keep_a_thread() -> None:
    Thread(target=time.sleep, args=(3600,)).start()


def test_an_error_comes_back_as_itself_and_the_process_goes_on(workshop: Workshop) -> None:
    with pytest.raises(TooManyRowsError, match="too long"):
        workshop.do(exec, f"{TAKEN}; raise TooManyRowsError('too long')")
    with pytest.raises(FailedError, match="SpoiltTableError: a: b"):  # it takes two to make one
        workshop.do(exec, f"{TAKEN}; raise SpoiltTableError('a', 'b')")
    assert workshop.do(abs, -2) == 2


TAKEN = "from dashboard.files.workbook import TooManyRowsError; from datasets.checked import SpoiltTableError"


def test_a_process_that_dies_or_takes_too_long_fails_alone(workshop: Workshop) -> None:
    with pytest.raises(FailedError, match="ended"):
        workshop.do(os._exit, 1)
    assert workshop.do(abs, -2) == 2
    workshop._longest = 0.3
    with pytest.raises(FailedError, match="too long"):
        workshop.do(time.sleep, 30)
    workshop._longest = 60
    assert workshop.do(abs, -3) == 3


def test_a_process_that_ended_by_itself_is_followed_by_another_once(
    workshop: Workshop, tmp_path: Path
) -> None:
    """As where the system ends it for want of memory."""
    note = tmp_path / "ended"
    once = f"import os, pathlib; p = pathlib.Path({str(note)!r}); p.exists() or [p.touch(), os._exit(1)]"
    assert workshop.do(exec, once) is None
    assert note.exists()


def test_a_file_that_could_not_be_made_is_no_damaged_table(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_asked: object) -> bytes:
        raise FailedError("ended")

    monkeypatch.setattr(apart, "workbook_of", fails)
    is_busy(client, f"{LONG}?limit=4001")


# The limit


def test_who_comes_when_too_many_wait_is_refused_at_once(workshop: Workshop) -> None:
    workshop.do(abs, 1)
    with ThreadPoolExecutor(3) as asking_at_once:
        answers = [asking_at_once.submit(workshop.do, time.sleep, 0.7) for _ in range(3)]
        failed = [one.exception() for one in answers]
    assert sorted(type(one).__name__ for one in failed) == ["BusyError", "NoneType", "NoneType"]


def test_a_gate_lets_one_through_and_one_wait_as_long_as_its_patience() -> None:
    gate, done = Gate(at_once=1, most_waiting=1, patience=0.2), Event()
    with ThreadPoolExecutor(1) as other, gate.passed():
        assert isinstance(other.submit(passing, gate, done).exception(), BusyError)
        with gate.seated(), pytest.raises(BusyError), gate.passed():
            pass
    passing(gate, done)
    assert done.is_set()


def passing(gate: Gate, done: Event) -> None:
    with gate.passed():
        done.set()


# What goes through it


@pytest.mark.parametrize(
    ("path", "least"),
    [
        (f"{LONG}?limit=4000", 4000),
        ("/x/gaps/gaps-victims.xlsx?measure=feels_safe_after_dark&by=sex", 500),
    ],
)
def test_a_long_workbook_is_written_apart_and_is_the_same(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, least: int
) -> None:
    apart.WORKSHOP.end()
    answer = client.get(path)
    assert answer.status_code == 200
    assert apart.WORKSHOP.process is not None
    apart.WORKSHOP.end()
    monkeypatch.setattr(apart, "MOST_ROWS_HERE", 5000)
    here = client.get(path)
    assert here.status_code == 200
    assert apart.WORKSHOP.process is None
    books = [CalamineWorkbook.from_filelike(io.BytesIO(one.content)) for one in (answer, here)]
    for sheet in books[0].sheet_names:
        cells = [book.get_sheet_by_name(sheet).to_python() for book in books]
        assert cells[0] == cells[1]
    assert books[0].sheet_names == books[1].sheet_names == ["Cover", "Notes", "Columns", "Table"]
    assert len(cells[0]) > least


def test_past_the_limit_a_workbook_is_429_and_one_that_is_kept_is_sent(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "MOST_ROWS_HERE", 100)
    gate = Gate(1, 0, 0)
    monkeypatch.setattr(apart, "seats", gate)
    kept = client.get("/data/review_figures.xlsx")
    assert kept.status_code == 200
    with gate.seated():
        assert client.get("/data/review_figures.xlsx").content == kept.content
        for path in ("/data/population.xlsx", "/data/review_figures.xlsx?limit=101"):
            is_busy(client, path)
        assert client.get("/data/population.csv").status_code == 200
    assert client.get("/data/population.xlsx").status_code == 200


def is_busy(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 429, path
    assert answer.headers["retry-after"] == str(RETRY_SECONDS)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert list(answer.json()) == ["error", "allowed"]


def test_past_the_limit_a_long_answer_is_429_and_a_short_one_is_sent(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each that is not taken holds what it reads."""
    long = "/data/crime_outcomes.csv"
    whole = client.get(long)
    assert len(whole.content) > 2_000_000
    monkeypatch.setattr(answers, "MOST_LONG", 0)
    is_busy(client, long)
    assert client.get(f"{long}?limit=10").status_code == 200
    monkeypatch.setattr(answers, "MOST_LONG", 1)
    for _ in range(2):  # each gives its place back
        assert client.get(long).content == whole.content


def test_past_the_limit_a_briefing_is_429(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exhibits, "_briefings", Gate(1, 0, 0))
    monkeypatch.setattr(word, "document", lambda _found: b"paper")
    path = "/x/response/briefing.docx"
    assert client.get(path).content == b"paper"
    with exhibits._briefings.passed():
        is_busy(client, path)
    monkeypatch.setattr(word, "document", busy)
    is_busy(client, path)  # its picture may wait behind others


def busy(_found: object) -> bytes:
    raise BusyError


def test_past_the_limit_a_card_and_a_still_picture_are_429(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn, "_cards", Gate(1, 0, 0))
    path = "/share/choice/trust.png?area=E09000022"
    assert client.get(path).status_code == 200
    with drawn._cards.passed():
        is_busy(client, path)
    monkeypatch.setattr(embed._studio, "_most_waiting", 0)
    with TestClient(Starlette(routes=embed.routes())) as frames:
        answer = frames.get("/embed/trust/trust.wide-light.svg")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, str(RETRY_SECONDS))
    assert "Many are asked for at once" in answer.text


def test_a_picture_whose_process_ended_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended:
        def do(self, *_asked: object) -> bytes:
            raise FailedError("ended")

    monkeypatch.setattr(render, "_WORKSHOP", Ended())
    with pytest.raises(NoPictureError):
        render._drawn('{"layout": {}}', "png", 1)


def test_who_writes_one_file_keeps_nobody_from_another() -> None:
    """The second would wait for ever were there one lock for all."""
    inside, go_on = Event(), Event()

    def slow() -> list[bytes]:
        inside.set()
        assert go_on.wait(20)
        return [b"slow"]

    asked = Request({"type": "http", "method": "GET", "headers": []})
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(whole.as_file, asked, '"slow-one"', {}, "text/csv", slow)
        assert inside.wait(20)
        whole.as_file(asked, '"quick-one"', {}, "text/csv", lambda: [b"quick"])
        go_on.set()
        waiting.result()
    assert whole.is_kept('"slow-one"')
    assert whole.is_kept('"quick-one"')


def test_what_may_wait_takes_no_thread_from_pages(client: TestClient, monkeypatch) -> None:
    """A page would wait for ever if briefings that wait held all threads but one."""
    go_on, begun = Event(), Semaphore(0)

    def waits(_found: object) -> bytes:
        begun.release()
        assert go_on.wait(20)
        return b"paper"

    monkeypatch.setattr(exhibits, "_briefings", Gate(30, 0, 0))
    monkeypatch.setattr(word, "document", waits)
    default = client.portal.call(to_thread.current_default_thread_limiter)
    monkeypatch.setattr(default, "total_tokens", 1)
    with ThreadPoolExecutor(4) as asking_at_once:
        answers = [asking_at_once.submit(client.get, "/x/response/briefing.docx") for _ in range(4)]
        assert all(begun.acquire(timeout=20) for _ in answers)
        assert client.get("/servez").status_code == 200
        go_on.set()
    assert [one.result().content for one in answers] == [b"paper"] * 4


def test_all_who_come_first_write_to_one_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    made = whole.tempfile.TemporaryDirectory

    def slowly(prefix: str) -> object:
        time.sleep(0.1)
        return made(prefix=prefix)

    whole._kept().cleanup()
    whole._kept.cache_clear()
    monkeypatch.setattr(whole.tempfile, "TemporaryDirectory", slowly)
    with ThreadPoolExecutor(4) as at_once:
        folders = list(at_once.map(lambda _: whole._folder(), range(4)))
    assert len(set(folders)) == 1
    assert folders[0].exists()
