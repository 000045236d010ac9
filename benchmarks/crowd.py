"""A crowd of visitors who note what they are given, and what an undisturbed site gives of the same version.

Each visitor opens pages over a web socket, changes their controls, reads pages' HTML and fetches files, of the
newest data and of an older version. An answer is kept by what was asked and by the version that it says it is
of; when the crowd has gone, a site that nobody disturbs is asked the same, and the two must be equal.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import html
import io
import json
import random
import re
import shutil
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2
import pyarrow as pa
import pyarrow.parquet as pq
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from benchmarks import faults
from benchmarks.faults import Site
from benchmarks.two_contents import is_other, publish_next
from benchmarks.visitor import LostError, Run, Visitor
from dashboard.files.answers import DATA_VERSION
from dashboard.subjects.pages import PAGES
from datasets.checked import MANIFEST
from datasets.schema import DATASETS

SITE_URL = "https://scorecard.example"
"""Whom every site says it is, so that the same answer is the same wherever it listens."""

CHOSEN = (
    "/borough?area=E09000022",
    "/borough?area=E09000007",
    "/trust?area=E09000033",
    "/crime?area=E09000022&offence=Burglary&as=rate",
    "/outcomes?area=E09000022",
    "/workforce?who=women",
    "/get-data?dataset=workforce",
)
ADDRESSES = (*(f"/{page.path}" for page in PAGES), *CHOSEN)
TABLES = ("workforce.csv", "public_attitudes.json?limit=500", "stop_and_search.csv?month=2024")
KINDS = ("screen", "html", "file")
"""Of what is asked."""
DECLARED = (200, 410, 429, 503)
"""Statuses that the documents name for what the crowd asks."""

_FILE = re.compile(
    rf"""["'](?:{SITE_URL})?(/x/[^"'#]+\.(?:csv|json|xlsx|parquet|docx)(?:\?[^"'#]*)?)["']"""
)
_SHARE_OF_FILES = {"csv": 10, "json": 10, "xlsx": 3, "parquet": 2, "docx": 1}
_SAID_VERSION = re.compile(r"(?<!made for )data version (\d+\.\d+\.\d+)")
_VERSION = re.compile(r"\b\d+\.\d+\.\d+\b|(?<=_)\d+_\d+_\d+(?![\d])")
_HEIGHT = re.compile(r"(--wide: |--narrow: |height: )\d+px")
"""Of a drawing: a guess from those of its kind that were drawn before, until it is drawn itself."""
_OLDER_SAID = re.compile(r"This link shows data version|The newest is version")
_BROKEN = "\\u003cbr\\u003e"
"""Where a line of a drawing is broken: a longer version or day breaks it elsewhere."""
_STYLE = re.compile(r' style="--wide: \d+px; --narrow: \d+px"')
_GONE = "which is not kept here"
_DAMAGED = re.compile(r"The table [“\"]([^”\"]+)[”\"] is being checked")
_NOTHING = "No data is published yet"
_LIST = "The list of the published tables is being checked"
_FAILED = "Something went wrong on our side"
_DATE = re.compile(
    r"\b20\d\d-\d\d-\d\d\b"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d\b"
)
_ADDRESS_DATA = re.compile(r"(?<=data=)\d+\.\d+\.\d+")
_NOT_DRAWN = "The chart cannot be drawn here"
_WORDS = re.compile(r"<w:t[^>]*>([^<]*)</w:t>")
_TITLES = {dataset.title: name for name, dataset in DATASETS.items()}


@dataclass(frozen=True)
class Question:
    """What was asked, and of what.

    Attributes:
        kind: one of `KINDS`.
        address: path and query string, the version in it written as V.
        is_other: whether the version that answered holds the other content; None where none did.
        is_older: whether it says that it is of an older version, as it was asked for.
        damaged: ids of the tables that the answer says are being checked.
        clock: days that the site's clock was ahead by.
        state: what it says of the whole: nothing is published, the list is damaged, or the version asked
            for is gone.
    """

    kind: str
    address: str
    is_other: bool | None
    is_older: bool = False
    damaged: frozenset[str] = frozenset()
    clock: int = 0
    state: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is of the newest version, and nothing of that was damaged or gone."""
        return not (self.state or self.damaged or self.is_older)


@dataclass
class Notes:
    """What a crowd was given.

    Attributes:
        answers: question -> digest of the answer -> how often.
        texts: digest -> the answer, compressed.
        faults: what must not be, a sentence each.
        statuses: of files and HTML.
        seconds: of each page over the socket.
        lost, returned: connections lost, and seconds until the visitor had a page again.
        killed: how often the process was killed.
        phase: what is being done to the site.
        clock: days that its clock is ahead by, None while it moves.
        is_sound: whether the data is, so that nothing may be refused for it.
        may_fail: whether answers may fail without words: the process is killed, or has no memory left.
    """

    answers: dict[Question, Counter[str]] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    returned: list[float] = field(default_factory=list)
    killed: int = 0
    phase: str = "quiet"
    clock: int | None = 0
    is_sound: bool = True
    may_fail: bool = False

    def fault(self, what: str) -> None:
        """Note what must not be."""
        self.faults.append(f"[{self.phase}] {what}")

    def take(self, kind: str, address: str, text: str, version: str, clock: int | None) -> None:
        """Keep an answer by what it is of, and note one that names two versions or none.

        Args:
            kind, address: as `Question`, the address as it was asked.
            text: the answer as text. version: that it bears; empty for a page, which says it in words.
            clock: as it was when it was asked.
        """
        if _FAILED in text:
            self.fault(f"{kind} {address}: the page says that it failed")
            return
        said = {version} if version else set(_SAID_VERSION.findall(text))
        state = next((words for words in (_NOTHING, _LIST, _GONE) if words in text), "")
        if len(said) > 1 or not (said or state):
            self.fault(f"{kind} {address}: names the versions {sorted(said) or 'none'}")
            return
        if clock is None or clock != self.clock:
            return  # the clock moved meanwhile
        damaged = frozenset(_TITLES.get(one, one) for one in _DAMAGED.findall(html.unescape(text)))
        question = Question(
            kind,
            _ADDRESS_DATA.sub("V", address),
            is_other(said.pop()) if said else None,
            bool(_OLDER_SAID.search(text)),
            damaged,
            clock,
            state,
        )
        plain = normal(text)
        digest = hashlib.sha256(plain.encode()).hexdigest()
        self.answers.setdefault(question, Counter())[digest] += 1
        if digest not in self.texts:
            self.texts[digest] = zlib.compress(plain.encode(), 1)

    def are_enough(self, answers: int, of_each: int) -> bool:
        """Whether there are so many answers, and so many different questions of each kind among the plain ones."""
        held = list(self.answers.items())  # more may come meanwhile
        kinds = Counter(question.kind for question, _ in held if question.is_plain)
        given = sum(digests.total() for _, digests in held)
        return given >= answers and all(kinds[one] >= of_each for one in KINDS)

    def text(self, digest: str) -> str:
        """An answer that was kept."""
        return zlib.decompress(self.texts[digest]).decode()


CLOCKS = (40, -400)
"""Days by which a disturbed site's clock jumps."""
_NEAR = 2


def normal(text: str) -> str:
    """An answer without its version, and without the days on which it was made and published.

    Those of figures are earlier, and stay.
    """
    near = _days_near(date.today())
    is_drawing = _BROKEN in text
    text = text.replace(_BROKEN, " ")
    text = _HEIGHT.sub(r"\1", _STYLE.sub("", _VERSION.sub("V", text)))
    text = _DATE.sub(lambda found: "D" if found[0] in near else found[0], text)
    return "".join(text.split()) if is_drawing else text


@lru_cache(maxsize=4)
def _days_near(today: date) -> frozenset[str]:
    """The days on which answers may be made, as they are written."""
    ahead = [jump + near for jump in (0, *CLOCKS) for near in range(-_NEAR, _NEAR + 1)]
    days = [today + timedelta(one) for one in ahead]
    return frozenset(text for day in days for text in (day.isoformat(), f"{day.day} {day:%B %Y}"))


# What is asked


async def browse(
    site: str, visitors: int, pause: float, notes: Notes, is_over: Callable[[], bool], seed: int
) -> None:
    """Let visitors come and go until it is over.

    Args:
        site: host and port. visitors: at one moment. pause: seconds between two things that one does.
        notes: what they were given. is_over: says when. seed: of what they choose.
    """
    limits = httpx2.Limits(max_connections=None)
    async with (
        httpx2.AsyncClient(base_url=f"http://{site}", timeout=120, limits=limits) as client,
        asyncio.TaskGroup() as all_of_them,
    ):
        for place in range(visitors):
            source = f"127.0.2.{place + 1}" if sys.platform == "linux" else ""
            one = _Browsing(site, client, source, notes, random.Random(f"{seed} {place}"))
            all_of_them.create_task(one.stay(pause, is_over))


@dataclass
class _Browsing:
    """One visitor."""

    site: str
    client: httpx2.AsyncClient
    source: str
    notes: Notes
    chance: random.Random
    visitor: Visitor | None = None
    lost_at: float = 0.0
    killed: int = 0

    async def stay(self, pause: float, is_over: Callable[[], bool]) -> None:
        await asyncio.sleep(self.chance.uniform(0, pause))
        does = (self._open, self._open, self._change, self._change, self._html, self._file,
                self._file, self._table)  # fmt: skip
        while not is_over():
            await self.chance.choice(does)()
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * pause)
        if self.visitor:
            await self.visitor.leave()

    async def _address(self) -> str:
        address = self.chance.choice(ADDRESSES)
        if self.chance.random() > 0.15:
            return address
        with contextlib.suppress(httpx2.HTTPError, ValueError, KeyError):
            kept = (await self.client.get("/data/v")).json()["versions"]
            older = [one["version"] for one in kept][1:3]  # the eldest may be gone the next moment
            if older:
                joined = "&" if "?" in address else "?"
                return f"{address}{joined}data={self.chance.choice(older)}"
        return address

    async def _open(self) -> None:
        if self.visitor:
            await self.visitor.leave()
        self.visitor = Visitor(self.site, await self._address(), self.source)
        self.killed = self.notes.killed
        await self._run(self.visitor.open)

    async def _change(self) -> None:
        visitor = self.visitor
        if visitor is None or not visitor.controls():
            await self._open()
        else:
            await self._run(lambda: visitor.change(self.chance))

    async def _run(self, does: Callable[[], Any]) -> None:
        """Have a page run, and note what it shows; the connection may be lost, and then it comes back."""
        visitor, notes, clock = self.visitor, self.notes, self.notes.clock
        assert visitor
        try:
            run: Run = await does()
        except (ConnectionClosed, InvalidHandshake, LostError) as error:
            if self.killed == notes.killed and not notes.may_fail:
                notes.fault(f"screen {visitor.address}: {error!r:.300}")
            notes.lost[notes.phase] += 1
            self.lost_at = self.lost_at or time.perf_counter()
            await visitor.leave()
            self.visitor = None
            return
        if self.lost_at:
            notes.returned.append(time.perf_counter() - self.lost_at)
            self.lost_at = 0.0
        notes.seconds.append(run.seconds)
        visitor.address = run.address
        notes.take("screen", run.address, said_by(visitor), "", clock)

    async def _html(self) -> None:
        await self._get("html", await self._address())

    async def _table(self) -> None:
        await self._get("file", f"/data/{self.chance.choice(TABLES)}")

    async def _file(self) -> None:
        """Fetch one of the files that the page offers."""
        offered = files_on(said_by(self.visitor)) if self.visitor else []
        if offered:
            weights = [_SHARE_OF_FILES[_suffix(one)] for one in offered]
            await self._get("file", self.chance.choices(offered, weights)[0])

    async def _answered(self, address: str) -> httpx2.Response:
        """What comes; once more where a connection that was kept has ended, as browsers do."""
        try:
            return await self.client.get(address)
        except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
            return await self.client.get(address)

    async def _get(self, kind: str, address: str) -> None:
        notes, clock = self.notes, self.notes.clock
        may_fail, is_sound = notes.may_fail, notes.is_sound
        try:
            answer = await self._answered(address)
        except httpx2.HTTPError as error:
            if not (may_fail or notes.may_fail):
                notes.fault(f"{kind} {address}: {type(error).__name__}")
            return
        notes.statuses[f"{kind} {answer.status_code}"] += 1
        if answer.status_code not in DECLARED and not (may_fail or notes.may_fail):
            notes.fault(f"{kind} {address}: {answer.status_code} {answer.text[:200]}")
        if answer.status_code == 503 and is_sound and notes.is_sound and not may_fail:
            notes.fault(f"{kind} {address}: 503 though the data is sound")
        if answer.status_code == 200:
            text, version = said_in(answer.content, address, answer.headers)
            if kind == "file" and not version:
                notes.fault(f"file {address}: bears no version")
            elif (is_sound and notes.is_sound) or ".plotly." not in address:
                # The drawing of a page whose table is damaged is its rest; the page says so, it cannot.
                notes.take(kind, address, text, version, clock)


def said_by(visitor: Visitor) -> str:
    """All that a page shows a visitor, its controls' options too."""
    parts = []
    for one in visitor.elements:
        kind = one.WhichOneof("type")
        if kind == "html":
            parts.append(one.html.body)
        elif kind in {"selectbox", "multiselect"}:
            parts.append("|".join(getattr(one, kind).options))
        elif kind in {"alert", "markdown"}:
            parts.append(getattr(one, kind).body)
    return "\n".join(parts)


def said_in(body: bytes, address: str, headers: Mapping[str, str]) -> tuple[str, str]:
    """An answer as text, without what holds the moment it was made, and the version that it bears."""
    version = headers.get(DATA_VERSION, "")
    suffix = _suffix(address)
    if suffix == "docx":  # its words: its picture is drawn by a browser, if one has time for it
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            words = _WORDS.findall(packed.read("word/document.xml").decode())
        return "\n".join(one for one in words if not one.startswith(_NOT_DRAWN)), version
    if suffix == "xlsx":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = [one for one in sorted(packed.namelist()) if not one.startswith("docProps/")]
            return "\n".join(packed.read(one).decode(errors="replace") for one in names), version
    if suffix == "parquet":
        return pq.read_table(pa.BufferReader(body)).to_pandas().to_csv(), version
    return body.decode(errors="replace"), version


def files_on(text: str) -> list[str]:
    """Addresses of the files that a page offers."""
    return sorted({html.unescape(one) for one in _FILE.findall(text)})


def _suffix(address: str) -> str:
    return address.split("?")[0].rpartition(".")[2]


# What an undisturbed site gives


@dataclass
class Compared:
    """What came of asking an undisturbed site the same.

    Attributes:
        questions: how many were asked again. of: how many different ones there were.
        answers: how many of the crowd's answers these are.
        of_another_day: those that were begun before the clock jumped and built after it, or kept since.
        differences: a few lines for each that differs.
    """

    questions: int = 0
    of: int = 0
    answers: int = 0
    of_another_day: int = 0
    differences: list[str] = field(default_factory=list)


def compare(
    notes: Notes, folder: Path, scratch: Path, chance: random.Random, most: int
) -> Compared:
    """Ask a site that nobody disturbs what the crowd was given, and set the answers side by side.

    Args:
        notes: of the crowd.
        folder: as `two_contents.start` made it; it is copied.
        scratch: for the copies.
        most: questions that are asked again; where there are more, those come first to which the crowd was
            given more than one answer, then those of the fixed addresses, then those that chance draws.
    """
    questions = sorted(notes.answers, key=repr)
    chance.shuffle(questions)
    questions.sort(key=lambda one: (len(notes.answers[one]) == 1, _is_drawn(one)))
    asked = questions[:most]
    found = Compared(len(asked), len(questions))
    second = [one for one in asked if one.is_other and not one.is_older]
    first = [one for one in asked if one not in second]
    copy = shutil.copytree(folder, scratch / "undisturbed")
    site = Site(copy, scratch / "undisturbed-log", SITE_URL)
    site.start()
    try:
        asyncio.run(_compare(notes, site, first, found))
        publish_next(copy)
        asyncio.run(_compare(notes, site, second, found))
    finally:
        site.end()
    shutil.rmtree(copy)
    return found


def _is_drawn(question: Question) -> bool:
    """Whether an address is one of very many."""
    return question.address not in ADDRESSES and question.kind != "file"


async def _compare(notes: Notes, site: Site, questions: list[Question], found: Compared) -> None:
    kept = _versions_in(site.folder)
    apart: list[tuple[Question, str, str]] = []
    groups: dict[tuple[int, str, frozenset[str]], list[Question]] = {}
    for one in questions:
        groups.setdefault((one.clock, one.state, one.damaged), []).append(one)
    async with httpx2.AsyncClient(base_url=f"http://{site.at}", timeout=120) as client:
        for (clock, state, damaged), group in sorted(groups.items(), key=repr):
            with _as_it_was(site, clock, state, damaged):
                for one in group:
                    expected = await _undisturbed(client, site, one, kept)
                    unlike = _set_side_by_side(notes, one, expected, found)
                    apart += [(one, digest, expected) for digest in unlike]
        await _of_another_day(notes, site, apart, found, kept)


async def _of_another_day(
    notes: Notes,
    site: Site,
    apart: list[tuple[Question, str, str]],
    found: Compared,
    kept: list[str],
) -> None:
    """Those that differ are told, unless they are what the site gives on the other day of a jump.

    What is asked before midnight and built after it is of the day after: it is no other version of the data.
    """
    days = {one.clock for one in notes.answers}
    async with httpx2.AsyncClient(base_url=f"http://{site.at}", timeout=120) as client:
        for question, digest, expected in apart:
            given = notes.text(digest)
            for clock in sorted(days - {question.clock}):
                with _as_it_was(site, clock, question.state, question.damaged):
                    if given == await _undisturbed(client, site, question, kept):
                        found.of_another_day += notes.answers[question][digest]
                        break
            else:
                told = f"{notes.answers[question][digest]} × {question}"
                found.differences.append(f"{told}\n{_first_apart(given, expected)}")


def _versions_in(folder: Path) -> list[str]:
    """Versions of a folder, the newest first."""
    found = [one.stem.removeprefix("manifest-") for one in folder.glob("manifest-*.json")]
    return sorted(found, key=lambda one: [int(part) for part in one.split(".")], reverse=True)


@contextlib.contextmanager
def _as_it_was(site: Site, clock: int, state: str, damaged: frozenset[str]) -> Iterator[None]:
    """The site's clock and folder as a question found them."""
    chance, folder = random.Random(0), site.folder
    entries = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["datasets"]
    spoilt = [
        path for one in damaged for path in faults.copies_of(folder, one, entries[one]["sha256"])
    ]
    with contextlib.ExitStack() as stack:
        if state == _LIST:
            spoilt = [folder / MANIFEST]
        if state == _NOTHING:
            stack.enter_context(faults.emptied(folder))
        else:
            stack.enter_context(faults.flipped(spoilt, chance))
        site.set_clock(clock)
        time.sleep(0.5 if clock else 0)
        yield
        site.set_clock(0)
        time.sleep(0.5 if clock else 0)


async def _undisturbed(
    client: httpx2.AsyncClient, site: Site, question: Question, kept: list[str]
) -> str:
    """What the site says, as `Notes` keeps it; of an error, its status."""
    version = kept[0]
    if question.is_older:
        version = next(one for one in kept[1:] if is_other(one) is bool(question.is_other))
    elif question.state == _GONE:
        version = "0.0.1"
    address = question.address.replace("data=V", f"data={version}")
    if question.kind == "screen":
        async with Visitor(site.at, address) as visitor:
            try:
                await visitor.open()
            except LostError as error:
                return f"lost: {error}"
            return normal(said_by(visitor))
    answer = await client.get(address)
    if answer.status_code != 200:
        return f"status {answer.status_code}"
    return normal(said_in(answer.content, address, answer.headers)[0])


def _set_side_by_side(
    notes: Notes, question: Question, expected: str, found: Compared
) -> list[str]:
    """Digests of the answers that differ."""
    digest = hashlib.sha256(expected.encode()).hexdigest()
    found.answers += notes.answers[question].total()
    return [given for given in notes.answers[question] if given != digest]


def _first_apart(given: str, expected: str) -> str:
    """Where two texts part."""
    same = next(
        (at for at, pair in enumerate(zip(given, expected, strict=False)) if pair[0] != pair[1]),
        min(len(given), len(expected)),
    )
    start = max(0, same - 80)
    return f"      given    …{given[start : same + 120]!r}\n      expected …{expected[start : same + 120]!r}"
