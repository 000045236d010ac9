"""Heavy work: how much of it is taken on, and a process of its own for what would hold the interpreter.

A page shares the interpreter with all that is made in the server's process. A workbook of 200,000 rows
made there lets everyone wait and leaves its memory behind; made in another process it does neither.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Timer
from typing import Any, TypeVar

T = TypeVar("T")
RETRY_SECONDS = 15
"""After which who was refused may try again."""

_ROOT = Path(__file__).parents[1]
_COMMAND = [sys.executable, "-c", "from dashboard.heavy import serve; serve()"]
_ENDED = (EOFError, OSError, pickle.UnpicklingError)
"""What is seen of a process that ended while it was asked."""
_ENDING_SECONDS = 5
_NICENESS = 10
"""Pages come first where processors are short."""


class BusyError(Exception):
    """As much is being made as is taken on; it may be asked for again after `RETRY_SECONDS`."""


class FailedError(RuntimeError):
    """The process that worked ended, took too long, or raised what cannot be handed on."""


class Gate:
    """Lets few through at once and few wait: everyone else is refused at once, so no thread is held."""

    def __init__(self, at_once: int, most_waiting: int, patience: float) -> None:
        """Let none through yet.

        Args:
            at_once: how many are let through at one moment.
            most_waiting: how many may wait besides.
            patience: seconds after which one that waits is refused.
        """
        self._places = BoundedSemaphore(at_once)
        self._seats = BoundedSemaphore(at_once + most_waiting)
        self._patience = patience

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait for a place and hold it meanwhile.

        Raises:
            BusyError: too many wait, or none became free in time.
        """
        with self.seated():
            if not self._places.acquire(timeout=self._patience):
                raise BusyError
            try:
                yield
            finally:
                self._places.release()

    @contextmanager
    def seated(self) -> Iterator[None]:
        """Hold a seat alone: for what waits elsewhere. Raises as `passed`."""
        if not self._seats.acquire(blocking=False):
            raise BusyError
        try:
            yield
        finally:
            self._seats.release()


class Workshop:
    """A process that does one piece of work after the other.

    It is started for the first, ended when none has come for a while or many were done, so that its
    memory is given back, and ends with the server.
    """

    def __init__(
        self,
        most_waiting: int = 8,
        patience: float = 60,
        longest: float = 90,
        most_done: int = 40,
        idle: float = 20,
    ) -> None:
        """Start nothing yet.

        Args:
            most_waiting: pieces of work that may wait while one is done.
            patience: seconds after which one that waits is refused.
            longest: seconds after which one that is being done is given up.
            most_done: pieces after which a new process takes over.
            idle: seconds without work after which the process ends.
        """
        self._gate = Gate(1, most_waiting, patience)
        self._longest, self._most_done, self._idle = longest, most_done, idle
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._environment: dict[str, str] = {}
        self._done = 0
        self._ending: Timer | None = None

    def do(self, work: Callable[..., T], *arguments: Any) -> T:
        """Return what a function of a module returns, worked out in the process.

        Args:
            work: found by its name there.
            arguments: of it; they and what it returns are pickled.

        Raises:
            BusyError: too many pieces wait already.
            FailedError: the process ended meanwhile, or took too long.
            Exception: whatever `work` raises.
        """
        with self._gate.passed(), self._lock:
            if self._ending:
                self._ending.cancel()
            answer = self._answered(pickle.dumps((work, arguments)))
            self._done += 1
            self._ending = Timer(self._idle, self.end)
            self._ending.daemon = True
            self._ending.start()
        is_made, found = answer
        if is_made:
            made: T = found
            return made
        raise found

    def end(self) -> None:
        """End the process; the next piece of work starts another."""
        with self._lock:
            self._end()

    @property
    def process(self) -> int | None:
        """Its number; None where none runs."""
        return self._process.pid if self._process else None

    def _answered(self, piece: bytes) -> tuple[bool, Any]:
        """The answer; of a second process where the first ended by itself, which may be the system's doing."""
        late = Event()
        try:
            return self._asked(self._running(), piece, late)
        except _ENDED as error:
            self._end()
            if late.is_set():
                raise FailedError("the process that worked took too long") from error
        try:
            return self._asked(self._running(), piece, late)
        except _ENDED as error:
            self._end()
            raise FailedError("the process that worked ended") from error

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; a new one after much work, or where the environment has changed."""
        environment = dict(os.environ)
        if self._done >= self._most_done or environment != self._environment:
            self._end()
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._environment = environment
            self._process = subprocess.Popen(
                _COMMAND,
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        return self._process

    def _asked(
        self, process: subprocess.Popen[bytes], piece: bytes, late: Event
    ) -> tuple[bool, Any]:
        assert process.stdin
        assert process.stdout

        def give_up() -> None:
            late.set()
            _kill(process)

        timer = Timer(self._longest, give_up)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(piece)
            process.stdin.flush()
            answer: tuple[bool, Any] = pickle.load(process.stdout)
            return answer
        finally:
            timer.cancel()

    def _end(self) -> None:
        process, self._process, self._done = self._process, None, 0
        if process is None:
            return
        with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
            process.communicate(timeout=5)  # it ends when nothing more can come
        _kill(process)
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started, such as a browser."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


# In the process of its own


def serve() -> None:
    """Do what comes over standard input until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server's own end ends this
    os.nice(_NICENESS)
    while True:
        try:
            work, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            _end_soon()
            return
        try:
            answer = (True, work(*arguments))
        except Exception as error:
            answer = (False, _handed_on(error))
        pickle.dump(answer, answers)
        answers.flush()


def _end_soon() -> None:
    """End with all that was started, though a library that draws may not let this process go."""

    def end() -> None:
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(0)

    timer = Timer(_ENDING_SECONDS, end)
    timer.daemon = True
    timer.start()


def _handed_on(error: Exception) -> Exception:
    try:
        handed_on = pickle.loads(pickle.dumps(error))
    except Exception:
        return FailedError(f"{type(error).__name__}: {error}")
    return handed_on if isinstance(handed_on, Exception) else FailedError(str(error))
