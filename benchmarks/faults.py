"""A site in a process of its own, and what may befall it: each on loopback, bounded, and undone again."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.crowded import memory_mb, resident_mb, with_children

START_SECONDS = 180.0
_REPOSITORY = Path(__file__).parents[1]
_FOLLOW_THE_CLOCK = """
import os
import threading
import time


def _follow(path):
    import datetime
    import time_machine

    ahead, travel = 0, None
    while True:
        try:
            with open(path) as written:
                days = int(written.read() or 0)
        except (OSError, ValueError):
            days = ahead
        if days != ahead:
            if travel:
                travel.stop()
            travel, ahead = None, days
            if days:
                now = datetime.datetime.now(datetime.timezone.utc)
                travel = time_machine.travel(now + datetime.timedelta(days=days), tick=True)
                travel.start()
        time.sleep(0.05)


if os.environ.get("CHAOS_CLOCK"):
    threading.Thread(target=_follow, args=(os.environ["CHAOS_CLOCK"],), daemon=True).start()
"""
"""What Python runs first in the site's process: it sets what the process takes for the time, not the machine's."""


class Site:
    """The site on a port of this machine that it keeps, whatever becomes of its process."""

    def __init__(self, folder: Path, scratch: Path, site_url: str) -> None:
        """Start nothing yet.

        Args:
            folder: of the published data.
            scratch: a folder for its log and its clock; it is made where it is missing.
            site_url: whom it says it is.
        """
        scratch.mkdir(parents=True, exist_ok=True)
        self.folder, self.log = folder, scratch / "log"
        self._clock = scratch / "clock"
        self._clock.write_text("0")
        (scratch / "sitecustomize.py").write_text(_FOLLOW_THE_CLOCK, encoding="utf-8")
        before = os.environ.get("PYTHONPATH", "")
        self._environment = {
            "DATASETS_DIR": str(folder),
            "SITE_URL": site_url,
            "CHAOS_CLOCK": str(self._clock),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(scratch), before))),
        }
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            self.port = int(held.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def at(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start its process, and wait until it answers.

        Raises:
            RuntimeError: it ended, or did not answer in time.
        """
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        options = [f"--server.port={self.port}", "--server.address=127.0.0.1"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, *options],
                cwd=_REPOSITORY,
                env={**os.environ, **self._environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + START_SECONDS
        while self.status("/servez") != 200:
            if self.process.poll() is not None or time.monotonic() > until:
                self.end()
                raise RuntimeError(f"the site did not start:\n{self.said()[-2000:]}")
            time.sleep(0.1)

    def end(self) -> None:
        """End its process, if one runs."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def status(self, path: str) -> int:
        """Status of a GET; 0 where there is no answer."""
        return self.get(path)[0]

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a GET; 0 and nothing where there is no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def memory_mb(self) -> tuple[float, float]:
        """Of its process, and of that and all that it started, in MB of 1,048,576 bytes."""
        if self.process is None:
            return 0.0, 0.0
        return resident_mb(self.process.pid), memory_mb(self.process.pid)

    def helpers(self) -> list[int]:
        """Processes that it started, and those that they did."""
        if self.process is None:
            return []
        return [one for one in with_children(self.process.pid) if one != self.process.pid]

    def set_clock(self, days: int) -> None:
        """Set what it takes for the time so many days ahead of the machine's."""
        self._clock.write_text(str(days))

    def said(self) -> str:
        """Its log."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


# The folder


@contextmanager
def swapped(folder: Path, other: Path) -> Iterator[None]:
    """Another folder stands in its place until the end."""
    aside = folder.with_name(f"{folder.name}-aside")
    folder.rename(aside)
    other.rename(folder)
    try:
        yield
    finally:
        folder.rename(other)
        aside.rename(folder)


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """An empty folder stands in its place."""
    empty = folder.with_name(f"{folder.name}-empty")
    empty.mkdir()
    try:
        with swapped(folder, empty):
            yield
    finally:
        empty.rmdir()


@contextmanager
def gone(folder: Path) -> Iterator[None]:
    """Nothing stands in its place."""
    aside = folder.with_name(f"{folder.name}-aside")
    folder.rename(aside)
    try:
        yield
    finally:
        aside.rename(folder)


@contextmanager
def replaced(path: Path, kind: str) -> Iterator[None]:
    """In a file's place stands a `folder`, or a `link` that leads nowhere: who reads is let in, and fails.

    A file without rights would be read all the same where all is run as root.
    """
    aside = path.with_name(f".{path.name}.aside")
    path.rename(aside)
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/nowhere/at/all")
    try:
        yield
    finally:
        path.rmdir() if kind == "folder" else path.unlink()
        aside.rename(path)


@contextmanager
def flipped(paths: Sequence[Path], chance: random.Random) -> Iterator[None]:
    """One bit of each of these files is turned round until the end."""
    held = {path: path.read_bytes() for path in paths}
    for path, content in held.items():
        at = chance.randrange(len(content))
        turned = bytes([content[at] ^ (1 << chance.randrange(8))])
        path.write_bytes(content[:at] + turned + content[at + 1 :])
    try:
        yield
    finally:
        for path, content in held.items():
            path.write_bytes(content)


def copies_of(folder: Path, dataset: str, digest: str) -> list[Path]:
    """The files of a folder that hold the current state of a table."""
    named = (folder / f"{dataset}-{digest[:12]}.parquet", folder / f"{dataset}.parquet")
    return [path for path in named if path.exists()]


# The process


@contextmanager
def squeezed(process: int, megabytes: int) -> Iterator[None]:
    """A process may have so much more address space than it has now, until the end."""
    status = Path(f"/proc/{process}/status").read_text()
    has = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmSize:"))
    before = resource.prlimit(process, resource.RLIMIT_AS)
    resource.prlimit(process, resource.RLIMIT_AS, ((has << 10) + (megabytes << 20), before[1]))
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process, resource.RLIMIT_AS, before)


def kill(processes: Sequence[int]) -> int:
    """End processes at once; how many there were."""
    killed = 0
    for one in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
            killed += 1
    return killed


# Who asks badly


def read_slowly(port: int, path: str, count: int, seconds: float) -> tuple[int, int]:
    """Ask many times for much, and take nothing of it; how many the site gave up, and how many there were."""
    held = []
    for _ in range(count):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(10)
        with contextlib.suppress(OSError):
            one.connect(("127.0.0.1", port))
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            held.append(one)
    time.sleep(seconds)
    given_up = sum(_is_given_up(one) for one in held)
    for one in held:
        one.close()
    return given_up, len(held)


def _is_given_up(one: socket.socket) -> bool:
    """Whether the other side has ended a connection of which nothing was taken."""
    one.settimeout(2)
    try:
        while one.recv(1 << 16):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


METHODS = (*("GET",) * 24, *("HEAD",) * 3, "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get",
           "G\x00T", "")  # fmt: skip
PATHS = ("/", "/trust", "/crime", "/data", "/data/workforce.csv", "/data/v/1.4.8/workforce.json", "/x/trust/trust.csv",
         "/x/overview/briefing.docx", "/embed/trust/trust", "/_stcore/stream", "/_stcore/health", "/share/trust.png",
         "/updates.xml", "/openapi.json", "/static/../app.py", "/_stcore/upload_file/a/b", "/readyz")  # fmt: skip
PARTS = ("..", "%2e%2e", "%00", "%ff%fe", "\x01", "é", "☃", "' OR 1=1 --", "<script>", "%", "%zz", "//", "\\", ";",
         "a" * 300, "nul", "${7*7}", "*", "[", "]", "{", "%0d%0aX: y")  # fmt: skip
KEYS = ("area", "measure", "from", "to", "columns", "limit", "offset", "sort", "data", "look", "embed", "view", "q",
        "month_from", "on", "x[]", "", "%00")  # fmt: skip
VALUES = ("", "none", "E09000022", "-1", "999999999999999999999", "1e309", "NaN", "2024-13-45", "0000-00-00",
          "1.4.8", "0.0.0", "a,b,,c", "-", "--", "%00", "\ud800", "a" * 2000, "true", "null", "[1]")  # fmt: skip
HEADERS = (
    "Range: bytes=5-1", "Range: bytes=0-0,2-3,5-9", "If-None-Match: *", "If-Modified-Since: never",
    "Accept: \xff", "Accept-Encoding: gzip;q=x, br;q=9", "Content-Length: -5", "Content-Length: 99999999",
    "Transfer-Encoding: chunked", "Transfer-Encoding: gibberish", "Host: evil.example", "Host: a b",
    "X-Forwarded-For: 999.1.1.1, ::::", "Origin: https://evil.example", "Upgrade: websocket",
    "Connection: upgrade", "Expect: 100-continue", "Cookie: " + "c" * 4000, 'If-Range: "x"',
    "Content-Type: multipart/form-data; boundary=", "X: \x0b",
)  # fmt: skip


def ask_badly(port: int, count: int, seed: int, seconds: float) -> Counter[str]:
    """Send malformed requests, eight at a time; how each was answered, as status or `closed` or `silent`.

    Args:
        count: how many. seed: of what they hold. seconds: after which no further one is sent.
    """
    until = time.monotonic() + seconds
    lock = threading.Lock()
    found: Counter[str] = Counter()

    def one(number: int) -> None:
        if time.monotonic() > until:
            return
        chance = random.Random(f"{seed} {number}")
        answer = (_junk_over_a_socket if number % 20 == 0 else _badly)(port, chance)
        with lock:
            found[answer] += 1

    with ThreadPoolExecutor(8) as asking:
        list(asking.map(one, range(count)))
    return found


def badly(chance: random.Random, port: int) -> bytes:
    """A request as no browser sends it."""
    path = chance.choice(PATHS)
    for _ in range(chance.choice((0, 0, 1, 2))):
        part = chance.choice(PARTS)
        path += chance.choice(("/", "")) + (part if chance.random() < 0.3 else quote(part))
    pairs = [
        f"{chance.choice(KEYS)}={quote(chance.choice(VALUES), safe='%', errors='surrogatepass')}"
        for _ in range(chance.choice((0, 1, 2, 5)))
    ]
    query = "?" + chance.choice(("&", ";", "&&")).join(pairs) if pairs else ""
    version = chance.choice(("HTTP/1.1",) * 30 + ("HTTP/1.0", "HTTP/9.9", "", "SPDY"))
    headers = [
        f"Host: 127.0.0.1:{port}",
        *chance.sample(HEADERS, chance.choice((0, 0, 0, 1, 1, 2))),
    ]
    lines = [f"{chance.choice(METHODS)} {path}{query} {version}", *headers, "Connection: close"]
    end = chance.choice(("\r\n",) * 20 + ("\n", "\r"))
    raw = (end.join(lines) + end + end).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        at = chance.randrange(len(raw))
        raw = raw[:at] + chance.randbytes(8) + raw[at:]
    if chance.random() < 0.05:
        raw = raw[: chance.randrange(1, len(raw))]
    return raw + chance.choice((*(b"",) * 12, b"0\r\n\r\n", b"zz\r\n", chance.randbytes(64)))


def _badly(port: int, chance: random.Random) -> str:
    raw = badly(chance, port)
    is_whole = b"\r\n\r\n" in raw and b"Content-Length: 9" not in raw
    return _exchanged(port, raw, 10.0 if is_whole else 0.3)


def _junk_over_a_socket(port: int, chance: random.Random) -> str:
    """Open a web socket as a page does, and send what no page sends."""
    lines = ("GET /_stcore/stream HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Origin: http://127.0.0.1:{port}",
             "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: streamlit", "", "")  # fmt: skip
    body = chance.randbytes(chance.choice((1, 20, 200)))
    mask = chance.randbytes(4)
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(body))
    size = bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + len(body).to_bytes(2, "big")
    frame = bytes([0x80 | chance.choice((1, 2, 2, 2, 8, 9))]) + size + mask + masked
    frames = b"".join(chance.choice((frame, frame, chance.randbytes(16))) for _ in range(3))
    answer = _exchanged(port, "\r\n".join(lines).encode() + frames, patience=0.3)
    return f"socket {answer}"


def _exchanged(port: int, raw: bytes, patience: float = 10.0) -> str:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(raw)
            connection.settimeout(patience)
            first = connection.recv(64)
    except TimeoutError:
        return "silent"
    except OSError:
        return "closed"
    parts = first.split()
    return parts[1].decode(errors="replace") if len(parts) > 1 and first.startswith(b"HTTP") else "closed"  # fmt: skip
