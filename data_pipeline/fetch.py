"""Asks the publishers what is newest and downloads what changed: the only network code.

A file is judged by its content: it is read by the source's own reader before it is kept, and an
edition older than the one held is refused. What fails leaves the folder of downloads as it was.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import logging
import math
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self
from urllib.parse import quote, urljoin, urlsplit

import requests
import urllib3
from pyrate_limiter import Duration, Limiter, Rate
from requests.adapters import HTTPAdapter
from tqdm import tqdm
from urllib3.util.retry import Retry

from data_pipeline import build, datastore, police_uk, publish, rawstore
from data_pipeline.datastore import Offer, Wanted
from data_pipeline.rawstore import Held
from data_pipeline.registry import reader
from datasets.schema import DATASETS, Source, SourceError

DATASTORE = "https://data.london.gov.uk"
POLICE_UK = "https://data.police.uk"

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
TOTAL_SECONDS = 900.0
RETRIES = 4
BACKOFF_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
MAX_MB = 200
MAX_CATALOGUE_MB = 100
MAX_REDIRECTS = 5
PIECE = 65_536  # bytes
POLICE_UK_PER_SECOND = 15  # the publisher's limit, which lets bursts of 30 through
GIVE_UP_AFTER = 3  # months in a row that failed
RETRIED = (429, 500, 502, 503, 504)
MEGABYTE = 1_000_000
AGENT = "london-policing-scorecard (Python requests)"

log = logging.getLogger(__name__)

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Limits:
    """How long, how often and how patiently a publisher is asked; seconds but for `retries`.

    Attributes:
        connect: to a connection.
        read: between two pieces of an answer.
        total: from the first request to the last byte; after it nothing is tried again.
        retries: after a first try that met 429, 5xx or a lost connection.
        backoff: pause before the second retry, doubling from then on.
        longest_wait: that a server's Retry-After may ask for.
    """

    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    total: float = TOTAL_SECONDS
    retries: int = RETRIES
    backoff: float = BACKOFF_SECONDS
    longest_wait: float = LONGEST_WAIT_SECONDS

    @classmethod
    def from_environment(cls) -> Limits:
        """The limits, each replaced by `FETCH_<NAME>` where that is in the environment.

        Raises:
            SourceError: one of those is not a number of at least 0.
        """
        changed: dict[str, float] = {}
        for one in dataclasses.fields(cls):
            name = f"FETCH_{one.name.upper()}"
            text = os.environ.get(name, "")
            if text and not text.replace(".", "", 1).isdecimal():
                raise SourceError.of(name, f"{text!r} is not a number of at least 0")
            if text:
                changed[one.name] = float(text)
        limits = dataclasses.replace(cls(), **changed)  # type: ignore[arg-type]
        return dataclasses.replace(limits, retries=int(limits.retries))


@dataclass(frozen=True)
class Publishers:
    """Where the publishers are asked."""

    datastore: str = DATASTORE
    police_uk: str = POLICE_UK


@dataclass(frozen=True)
class Received:
    """An answer whose bytes have been written; `is_new` is False where the file held still stands."""

    is_new: bool
    etag: str
    last_modified: str
    sha256: str


class Refused(Exception):  # noqa: N818
    """Why a publisher's answer is none, in words, with the address asked."""

    def __init__(self, url: str, why: str, status: int = 0) -> None:
        """Keeps the address without its query, which may hold a signature."""
        super().__init__(f"{urlsplit(url)._replace(query='', fragment='').geturl()}: {why}")
        self.why = why
        self.status = status


class _Retry(Retry):
    """Retries as urllib3 has them, up to a moment."""

    until: float = math.inf

    def new(self, **changes: Any) -> Self:
        """The next state, with the same end."""
        later = super().new(**changes)
        later.until = self.until
        return later

    def is_exhausted(self) -> bool:
        """Whether this was the last try."""
        return super().is_exhausted() or time.monotonic() >= self.until


class Client:
    """Requests with time limits, retries and a limit of size."""

    def __init__(self, limits: Limits) -> None:
        """Opens a session whose connections retry by themselves."""
        self.retry = _Retry(
            total=limits.retries,
            status_forcelist=RETRIED,
            allowed_methods=("GET",),
            backoff_factor=limits.backoff,
            backoff_max=limits.longest_wait,
            retry_after_max=int(limits.longest_wait),
            raise_on_status=False,
        )
        self.limits = limits
        self.session = requests.Session()
        self.session.max_redirects = MAX_REDIRECTS
        self.session.headers.update({"User-Agent": AGENT, "Accept-Encoding": "identity"})
        self.adapter = HTTPAdapter()
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, self.adapter)

    def json(self, url: str) -> object:
        """The JSON at an address.

        Raises:
            Refused: there is none.
        """
        body = io.BytesIO()
        self.receive(url, body, None, MAX_CATALOGUE_MB * MEGABYTE, "")
        try:
            return json.loads(body.getvalue())
        except (ValueError, RecursionError):
            raise Refused(url, "the answer is no JSON") from None

    def receive(
        self, url: str, sink: BinaryIO, held: Held | None, max_bytes: int, label: str
    ) -> Received:
        """Writes the bytes at an address to `sink`, unless the file held still stands.

        Args:
            url: address.
            sink: takes the bytes, exactly as sent.
            held: what is held of this address, to ask only for something newer.
            max_bytes: how many there may be.
            label: named beside the progress bar; none is drawn without it.

        Raises:
            Refused: an error status, a lost or slow connection, too many bytes or too few.
        """
        deadline = time.monotonic() + self.limits.total
        self.adapter.max_retries = self.retry.new()
        self.adapter.max_retries.until = deadline
        waits = (self.limits.connect, self.limits.read)
        try:
            with self.session.get(url, headers=_conditions(held), stream=True, timeout=waits) as answer:  # fmt: skip
                if answer.status_code == requests.codes.not_modified and held:
                    return Received(False, held.etag, held.last_modified, held.sha256)
                _good_status(url, answer)
                digest = self._body(url, answer, sink, max_bytes, deadline, label)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise Refused(url, _in_words(error, self.limits)) from error
        headers = answer.headers
        return Received(True, headers.get("ETag", ""), headers.get("Last-Modified", ""), digest)

    def _body(
        self,
        url: str,
        answer: requests.Response,
        sink: BinaryIO,
        max_bytes: int,
        deadline: float,
        label: str,
    ) -> str:
        length = int(_length(answer) or 0)
        if length > max_bytes:
            raise Refused(url, _too_large(max_bytes))
        digest, size = hashlib.sha256(), 0
        is_shown = bool(label) and sys.stderr.isatty()
        with tqdm(
            total=length or None, desc=label, unit="B", unit_scale=True, disable=not is_shown
        ) as bar:
            # One read of the socket at a time, so that a server that trickles meets the deadline.
            for piece in self._pieces(url, answer):
                size += len(piece)
                if size > max_bytes:
                    raise Refused(url, _too_large(max_bytes))
                if time.monotonic() > deadline:
                    raise Refused(url, f"not finished within {self.limits.total:g} s")
                digest.update(piece)
                sink.write(piece)
                bar.update(len(piece))
        return digest.hexdigest()

    def _pieces(self, url: str, answer: requests.Response) -> Iterator[bytes]:
        """The body as it comes; a body shorter than announced raises at its end."""
        try:
            while piece := answer.raw.read1(PIECE, decode_content=True):
                yield piece
        except urllib3.exceptions.HTTPError as error:
            came, length = answer.raw.tell(), answer.headers.get("Content-Length", "?")
            why = _in_words(error, self.limits)
            raise Refused(url, f"cut short: {came} of {length} bytes came, then {why}") from error


def _conditions(held: Held | None) -> dict[str, str]:
    if held is None:
        return {}
    asked = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in asked.items() if value}


def _good_status(url: str, answer: requests.Response) -> None:
    if urlsplit(url).scheme == "https" != urlsplit(answer.url).scheme:
        raise Refused(url, "leads to an address without encryption")
    if answer.status_code != requests.codes.ok:
        tried = len(answer.raw.retries.history) + 1 if answer.raw.retries else 1
        times = f" ({tried} tries)" if tried > 1 else ""
        raise Refused(url, f"HTTP {answer.status_code}{times}", answer.status_code)


def _length(answer: requests.Response) -> str:
    """The bytes announced, as digits; empty where none are, or where they are of a packed form."""
    announced = answer.headers.get("Content-Length", "")
    is_plain = answer.headers.get("Content-Encoding", "identity") == "identity"
    return announced if is_plain and announced.isdecimal() else ""


def _too_large(max_bytes: int) -> str:
    return f"larger than the {max_bytes / MEGABYTE:g} MB allowed"


def _in_words(error: Exception, limits: Limits) -> str:
    """The cause that lies below the libraries' wrapping, in a few words."""
    causes = [error, *error.args]
    causes += [getattr(one, "reason", None) for one in causes]
    for kind, words in (
        (urllib3.exceptions.IncompleteRead, "the connection ended"),
        (urllib3.exceptions.NameResolutionError, "no connection: there is no such host"),
        (urllib3.exceptions.NewConnectionError, "no connection: nobody answers there"),
        (urllib3.exceptions.ConnectTimeoutError, f"no connection within {limits.connect:g} s"),
        (urllib3.exceptions.ReadTimeoutError, f"nothing came for {limits.read:g} s"),
        (urllib3.exceptions.SSLError, "its certificate is not accepted"),
        (requests.exceptions.SSLError, "its certificate is not accepted"),
        ((urllib3.exceptions.ProtocolError, requests.ConnectionError), "the connection was lost"),
    ):
        found = next((one for one in causes if isinstance(one, kind)), None)
        if found is not None:
            return words
    return f"cannot be asked ({type(error).__name__})"


class Catalogue:
    """The London Datastore's catalogue, in whichever of its three generations answers."""

    def __init__(self, base: str, client: Client) -> None:
        """Asks nothing yet."""
        self.base = base.rstrip("/")
        self.client = client
        self._export: object = None
        self._down: dict[str, str] = {}

    def find(self, source: Source) -> dict[str, Offer]:
        """The newest file on offer for each that the source wants, by its short name.

        Raises:
            SourceError: no generation offers them all.
        """
        problems: list[str] = []
        for entry in self._entries(list(source.datastore["ids"]), problems):
            listed = datastore.offers(entry)
            try:
                return {
                    one.name: datastore.pick(listed, one, source)
                    for one in datastore.wanted_files(source)
                }
            except SourceError as error:
                problems.append(str(error).removeprefix(f"{source.id}: "))
        asked = f"{self.base}, dataset {source.datastore['ids'][0]}: "
        raise SourceError.of(source.id, asked + "; ".join(dict.fromkeys(problems)))

    def _entries(self, names: list[str], problems: list[str]) -> Iterator[object]:
        """An entry from each generation that has one; why the others have none goes to `problems`."""
        for path, ask in (
            ("/api/v3/dataset/", self._newer),
            ("/api/v3/datasets/export.json", self._exported),
            ("/api/dataset/", self._older),
        ):
            why = self._down.get(path, "")
            for name in [] if why else names:
                try:
                    entry = ask(name)
                except Refused as error:
                    why = f"{path}: {error.why}"
                    if error.status == requests.codes.not_found:
                        continue
                    self._down[path] = why
                    break
                if entry is not None:
                    yield entry
                    break
                why = f"{path}: does not list it"
            if why:
                problems.append(why)

    def _newer(self, name: str) -> object:
        return self.client.json(f"{self.base}/api/v3/dataset/{quote(name)}")

    def _exported(self, name: str) -> object:
        if self._export is None:
            self._export = self.client.json(f"{self.base}/api/v3/datasets/export.json")
        return datastore.entry_in(self._export, name)

    def _older(self, name: str) -> object:
        return self.client.json(f"{self.base}/api/dataset/{quote(name)}")


@dataclass(frozen=True)
class Job:
    """What fetching one source needs besides the source."""

    client: Client
    raw: Path
    out: Path
    tell: Tell


def fetchable(source: Source) -> bool:
    """Whether a publisher has an address for the source's files."""
    return bool(source.datastore or source.police_uk)


def fetch(
    sources: list[Source], publishers: Publishers, raw: Path, out: Path, tell: Tell = log.info
) -> list[str]:
    """Fetches each source; returns the problems of those that failed, the others being fetched.

    Args:
        sources: what to fetch.
        publishers: whom to ask.
        raw: the folder of downloads.
        out: the published folder, read only for the editions it holds.
        tell: is called with a line for what became of each source.

    Raises:
        SourceError: the folder cannot be used.
    """
    job = Job(Client(Limits.from_environment()), raw, out, tell)
    catalogue = Catalogue(publishers.datastore, job.client)
    problems: list[str] = []
    with rawstore.only_fetch(raw):
        for source in sources:
            try:
                _fetch_one(source, catalogue, publishers, job)
            except (SourceError, Refused, OSError) as error:
                problems.append(_of_source(error, source))
    return problems


def _of_source(error: Exception, source: Source) -> str:
    if isinstance(error, SourceError):
        return str(error)
    what = f"cannot be kept: {error.strerror}" if isinstance(error, OSError) else str(error)
    return f"{source.id}: {what}"


def _fetch_one(source: Source, catalogue: Catalogue, publishers: Publishers, job: Job) -> None:
    if source.datastore:
        _from_datastore(source, catalogue, job)
    elif source.police_uk:
        _from_police_uk(source, publishers.police_uk.rstrip("/"), job)
    else:
        raise SourceError.of(source.id, f"its publisher offers no download; see {source.url}")


def _from_datastore(source: Source, catalogue: Catalogue, job: Job) -> None:
    """Downloads what changed of a source's files; keeps all of them as one edition, or none."""
    offers = catalogue.find(source)
    held = rawstore.read_state(job.raw, source)
    with rawstore.aside(job.raw) as new:
        known = {}
        for wanted in datastore.wanted_files(source):
            url = urljoin(catalogue.base, offers[wanted.name].url)
            before = held.get(wanted.name)
            known[wanted.name] = _one_file(
                source, wanted, url, offers[wanted.name], before, new, job
            )
        if _bytes_of(known) == _bytes_of(held):
            kept = {
                name: dataclasses.replace(one, path=held[name].path) for name, one in known.items()
            }
            rawstore.write_state(job.raw, source, kept)
            job.tell(f"{source.id}: unchanged ({rawstore.newest_edition(job.raw, source)})")
            return
        edition = _edition(source, new, job)
        size = sum(path.stat().st_size for path in new.iterdir())
        rawstore.put(new, job.raw, source, edition)
    kept = {
        name: dataclasses.replace(one, path=f"{edition}/{one.path}") for name, one in known.items()
    }
    rawstore.write_state(job.raw, source, kept)
    job.tell(f"{source.id}: fetched {edition} ({size:,} bytes)")


def _bytes_of(known: dict[str, Held]) -> dict[str, str]:
    return {name: held.sha256 for name, held in known.items()}


def _one_file(
    source: Source, wanted: Wanted, url: str, offer: Offer, before: Held | None, new: Path, job: Job
) -> Held:
    """One file, downloaded into `new` or, where it has not changed, copied there from its edition."""
    name = rawstore.safe_name(offer.file_name, wanted.format, source)
    if (new / name).exists():
        raise SourceError.of(source.id, f"the catalogue gives two files the name {name!r}")
    known = before if before and before.url == url else None
    received = _download(source, url, new / name, known, job)
    if not received.is_new and known:
        shutil.copy2(job.raw / source.id / known.path, new / name)
    return Held(url, received.etag, received.last_modified, received.sha256, name)


def _download(source: Source, url: str, path: Path, held: Held | None, job: Job) -> Received:
    """Bytes at an address -> file, once they look like data of the format its name says.

    Raises:
        Refused: they do not, or they did not come.
    """
    table = source.datastore or source.police_uk
    limit = int(table.get("max_mb", MAX_MB)) * MEGABYTE
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refused(url, "is no address of the web")
    with path.open("wb") as file:
        received = job.client.receive(url, file, held, limit, source.id)
        file.flush()
        os.fsync(file.fileno())
    why = rawstore.sniff(path, path.suffix[1:].lower()) if received.is_new else ""
    if why:
        raise Refused(url, why)
    return received


def _edition(source: Source, new: Path, job: Job) -> str:
    """The edition that files hold, by their newest period.

    Raises:
        SourceError: the source's reader cannot read them, or they are older than what is held.
    """
    edition = max(_edition_of(source, path) for path in sorted(new.iterdir()))
    held = rawstore.newest_edition(job.raw, source) or _published_edition(source, job.out)
    if edition < held:
        raise SourceError.of(
            source.id, f"the edition offered ({edition}) is older than the one held ({held})"
        )
    return edition


def _edition_of(source: Source, path: Path) -> str:
    """A file's edition, from its content; its folder says nothing yet."""
    module = reader(source)
    tidy = module.tidy(module.parse(path, source), source)
    return build.edition_of(source, DATASETS[source.dataset], Path(path.name), tidy)


def _published_edition(source: Source, out: Path) -> str:
    entries = publish.read_manifest(out)["datasets"].get(source.dataset, {}).get("sources", [])
    return max((str(one["edition"]) for one in entries if one["id"] == source.id), default="")


def _from_police_uk(source: Source, base: str, job: Job) -> None:
    """Every month that lists the force, one file each; the months that do not are named.

    Raises:
        SourceError: months failed; those that did not are kept.
    """
    force = source.police_uk["force"]
    turn = Limiter(Rate(POLICE_UK_PER_SECOND, Duration.SECOND))
    listing = job.client.json(base + police_uk.AVAILABILITY)
    months = police_uk.published_months(listing, force)
    if not months:
        raise SourceError.of(source.id, f"{base}{police_uk.AVAILABILITY}: no month lists {force}")
    missing = police_uk.missing_months(listing, force)
    if missing:
        job.tell(f"{source.id}: not published: {', '.join(missing)}")
    known = rawstore.read_state(job.raw, source)
    failed: dict[str, str] = {}
    fetched = 0
    for month in months:
        turn.try_acquire(source.id)
        try:
            fetched += _one_month(source, base, month, known, job)
        except (SourceError, Refused) as error:
            failed[month] = str(error).removeprefix(f"{source.id}: ")
        if len(failed) >= GIVE_UP_AFTER and set(failed) >= set(_last(months, month)):
            break
    asked = months.index(month) + 1
    unchanged = asked - fetched - len(failed)
    job.tell(f"{source.id}: {fetched} months fetched, {unchanged} unchanged, to {month}")
    if failed:
        first = next(iter(failed.values()))
        later = f"; months after {month} not asked for" if asked < len(months) else ""
        raise SourceError.of(source.id, f"not fetched: {', '.join(failed)}{later}: {first}")


def _last(months: list[str], month: str) -> list[str]:
    end = months.index(month) + 1
    return months[max(0, end - GIVE_UP_AFTER) : end]


def _one_month(source: Source, base: str, month: str, known: dict[str, Held], job: Job) -> bool:
    """Fetches a month's file and adds it to `known`; False where the one held still stands.

    A month held whose answer came without a validator is not asked for again.
    """
    force = source.police_uk["force"]
    url = f"{base}{police_uk.STOPS}?force={quote(force)}&date={month}"
    before = known.get(month)
    held = before if before and before.url == url else None
    if held and not (held.etag or held.last_modified):
        return False
    name = police_uk.file_name(month, force)
    with rawstore.aside(job.raw) as new:
        received = _download(source, url, new / name, held, job)
        if not received.is_new:
            return False
        is_same = before is not None and before.sha256 == received.sha256
        if not is_same:
            _holds_month(source, new / name, month)
            rawstore.put(new, job.raw, source, month)
    place = f"{month}/{name}"
    known[month] = Held(url, received.etag, received.last_modified, received.sha256, place)
    rawstore.write_state(job.raw, source, known)
    return not is_same


def _holds_month(source: Source, path: Path, month: str) -> None:
    """Sees that a file is of the month asked for.

    Raises:
        SourceError: it is not, or its source's reader cannot read it.
    """
    found = _edition_of(source, path)
    if found.replace("-", "") != month.replace("-", ""):
        raise SourceError.of(source.id, f"{path.name} holds {found}, not {month}")
