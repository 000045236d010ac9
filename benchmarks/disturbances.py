"""A site with a crowd on it, and all that befalls it, one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import crowd, faults, two_contents
from benchmarks.chaos_report import Phase, Report, counted
from benchmarks.crowd import CLOCKS, Notes
from benchmarks.faults import Site
from dashboard.subjects.pages import PAGES
from datasets.checked import MANIFEST, snapshot_at

logger = logging.getLogger("benchmarks")

MOST_MB = 1_024.0
"""Of the site's own process, with the whole crowd on it: the limit that `deploy/` sets."""
MOST_WITH_HELPERS_MB = 1_500.0
"""Of it and all that it started for a while: what works for it, and a browser that draws for Word files."""
RECOVERED_WITHIN = 90.0
"""By then it has recovered or it never will."""
ASKED_WITHIN = 300.0
"""By then the crowd has been given as many answers as it must, on a machine however busy, or it never will."""


@dataclass(frozen=True)
class Extent:
    """How much is done.

    Attributes:
        visitors: at one moment. pause: seconds between two things that one does.
        hold: seconds that each disturbance lasts.
        publishes: of new data.
        folders: names of what is done to the folder; everything where none is named.
        flips: bits turned round, one after the other.
        malformed: requests. slow_readers: connections of which nothing is taken.
        kills: of the process. helpers: kills of what works for it.
        clocks: days by which its clock jumps.
        squeezed: megabytes more than it has that the process may take at most; 0 leaves that out.
        answers: that the crowd has been given before it goes, at least.
        of_each: different questions of each kind that it has asked by then, at least.
        is_calm_awaited: whether every page is waited for where all have to be built anew.
        most_compared: different questions that an undisturbed site is asked again.
        pairs: of options of each page; 0 leaves the controls out.
        controls_seconds: by then all of them have been tried, or it is a fault.
    """

    visitors: int = 50
    pause: float = 3.0
    hold: float = 5.0
    publishes: int = 4
    folders: tuple[str, ...] = ()
    flips: int = 100
    malformed: int = 10_000
    slow_readers: int = 40
    kills: int = 2
    helpers: int = 5
    clocks: tuple[int, ...] = CLOCKS
    squeezed: int = 40
    answers: int = 41
    of_each: int = 5
    is_calm_awaited: bool = True
    most_compared: int = 600
    pairs: int = 200
    controls_seconds: float = 1_200


class Chaos:
    """One run.

    Attributes:
        report: what came of it.
        first: a published folder that nothing befalls, with the first content.
        live: the one that the site reads. other: one of another version, to be swapped with it.
    """

    def __init__(self, extent: Extent, seed: int, scratch: Path, published: Path) -> None:
        """Make the folders.

        Args:
            extent: how much is done. seed: of what is drawn.
            scratch: for copies and logs. published: the folder whose tables are served.
        """
        self.extent, self.chance, self.scratch = extent, random.Random(seed), scratch
        self.report = Report(seed)
        self.first = two_contents.start(published, scratch / "first")
        self.live = shutil.copytree(self.first, scratch / "live")
        self.other = shutil.copytree(self.first, scratch / "other")
        two_contents.publish_next(self.other)
        self.site = Site(self.live, scratch / "site", crowd.SITE_URL)
        self._is_over = threading.Event()

    @property
    def notes(self) -> Notes:
        """What the crowd is given."""
        return self.report.notes

    def disturb(self) -> None:
        """What befalls the site while the crowd browses it, one after the other."""
        with self._crowded(self.site, self.notes):
            for what in (self._quiet, self._publish, self._spoil_folder, self._flip, self._kill,
                         self._kill_helpers, self._jump, self._ask_badly, self._rest):  # fmt: skip
                what()
        self._look_at_log(self.site)
        self._squeeze()

    def compare(self) -> None:
        """Set what the crowd was given beside what an undisturbed site gives."""
        logger.info("an undisturbed site is asked the same …")
        self.report.compared = crowd.compare(
            self.notes, self.first, self.scratch, self.chance, self.extent.most_compared
        )

    @contextmanager
    def _crowded(self, site: Site, notes: Notes, visitors: int = 0) -> Iterator[None]:
        """The site runs and the crowd is on it, until the end."""
        is_over = self._is_over = threading.Event()
        seed, count = self.chance.randrange(1 << 30), visitors or self.extent.visitors
        raised: list[BaseException] = []

        def browse() -> None:
            try:
                asyncio.run(crowd.browse(site.at, count, self.extent.pause, notes, is_over.is_set, seed))  # fmt: skip
            except BaseException as error:
                raised.append(error)

        site.start()
        browsing = threading.Thread(target=browse)
        try:
            browsing.start()
            yield
        finally:
            is_over.set()
            browsing.join(180)
            site.end()
        if raised:
            raise raised[0]

    # What is done

    @contextmanager
    def _phase(self, name: str, may_fail: bool = False, is_sound: bool = True) -> Iterator[Phase]:
        """A kind of disturbance; its memory is looked at meanwhile."""
        found, started, is_over = Phase(name), time.monotonic(), threading.Event()
        site, notes = self.site, self.notes

        def look() -> None:
            while not is_over.wait(1.0):
                with contextlib.suppress(OSError):
                    own, whole = site.memory_mb()
                    found.largest_mb = max(found.largest_mb, own)
                    found.with_helpers_mb = max(found.with_helpers_mb, whole)

        looking = threading.Thread(target=look)
        looking.start()
        notes.phase, notes.may_fail, notes.is_sound = name, may_fail, is_sound
        try:
            yield found
        finally:
            notes.phase, notes.may_fail, notes.is_sound = f"after: {name}", False, True
            is_over.set()
            looking.join()
            found.seconds = time.monotonic() - started
            self.report.phases.append(found)
            logger.info("%s", found.line())
            if found.largest_mb > MOST_MB or found.with_helpers_mb > MOST_WITH_HELPERS_MB:
                told = f"{found.largest_mb:.0f} MB of memory, {found.with_helpers_mb:.0f} MB with helpers"
                self.report.faults.append(f"{name}: {told}")

    def _hold(self) -> None:
        time.sleep(self.extent.hold)

    def _recovered(self, phase: Phase, since: float, version: str = "") -> None:
        """Wait until the site is whole again, and note how long that took.

        Args:
            since: when the disturbance ended. version: that it must have taken up.
        """
        version = version or two_contents.version_of(self.live)
        within = since + RECOVERED_WITHIN
        if self._waited(f"{phase.name}: not whole again", within, lambda: self._is_whole(version)):
            phase.recovered.append(time.monotonic() - since)

    def _calm(self, phase: Phase, since: float) -> None:
        """Wait until every page has come whole, where all are built anew, and note how long that took."""
        if not self.extent.is_calm_awaited:
            return
        version, within = two_contents.version_of(self.live), since + RECOVERED_WITHIN
        for path in (f"/{page.path}" for page in PAGES):
            is_come = partial(self._is_page, path, version)
            if not self._waited(f"{phase.name}: {path} did not come again", within, is_come):
                return
        phase.calm.append(time.monotonic() - since)

    def _waited(self, fault: str, within: float, is_so: Callable[[], bool]) -> bool:
        """Wait until something is so; where it is not by a moment of the monotonic clock, that is a fault."""
        while not is_so():
            if time.monotonic() > within:
                self.report.faults.append(fault)
                return False
            time.sleep(0.05)
        return True

    def _is_whole(self, version: str) -> bool:
        """Whether all tables read, a page is of that version and complete, and a file comes."""
        return (
            self._is_page("/crime", version)
            and self.site.status("/readyz") == 200
            and self.site.status("/data/workforce.csv?limit=1") == 200
        )

    def _is_page(self, path: str, version: str) -> bool:
        status, page = self.site.get(path)
        is_of_version = status == 200 and f"data version {version}".encode() in page
        return is_of_version and b"is being checked" not in page

    def _seen(self, phase: Phase, version: str) -> None:
        """Wait until the crowd was given an answer of a version's content, while it is the newest."""
        sought = two_contents.is_other(version)

        def is_seen() -> bool:
            return any(one.is_other is sought and one.is_plain for one in list(self.notes.answers))

        within = time.monotonic() + ASKED_WITHIN
        self._waited(f"{phase.name}: nobody was given version {version}", within, is_seen)

    def _quiet(self) -> None:
        with self._phase("nothing yet") as phase:
            time.sleep(2 * self.extent.hold)
            self._seen(phase, two_contents.version_of(self.live))
            self._recovered(phase, time.monotonic())

    def _publish(self) -> None:
        with self._phase("new data published") as phase:
            for _ in range(self.extent.publishes):
                version = two_contents.publish_apart(self.live)
                published = time.monotonic()
                self._recovered(phase, published, version)
                self._calm(phase, published)
                self._hold()
                self._seen(phase, version)
            self._publish_half(phase)
            phase.said = f"{self.extent.publishes} versions, and one killed on the way"

    def _publish_half(self, phase: Phase) -> None:
        """A process that publishes is killed at any moment: the folder is the old one or the new one."""
        command = [sys.executable, "-m", "benchmarks.two_contents", str(self.live)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as publishing:
            time.sleep(self.chance.uniform(1.0, 2.5))
            publishing.kill()
        self._recovered(phase, time.monotonic())

    def _spoil_folder(self) -> None:
        live = self.live
        manifest = live / MANIFEST
        done: Sequence[tuple[str, Callable[[], contextlib.AbstractContextManager[None]]]] = (
            ("folder swapped", lambda: faults.swapped(live, self.other)),
            ("folder emptied", lambda: faults.emptied(live)),
            ("folder gone", lambda: faults.gone(live)),
            ("list of tables unreadable", lambda: faults.replaced(manifest, "folder")),
            ("list of tables leads nowhere", lambda: faults.replaced(manifest, "link")),
            ("a table unreadable", lambda: self._table_replaced("folder")),
            ("a table leads nowhere", lambda: self._table_replaced("link")),
        )
        if self.extent.folders:
            done = [one for one in done if one[0] in self.extent.folders]
        for name, disturbed in done:
            with self._phase(name, is_sound=False) as phase:
                with disturbed():
                    self._serves_on(name)
                    self._hold()
                self._recovered(phase, time.monotonic())

    @contextmanager
    def _table_replaced(self, kind: str) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            for path in self._copies():
                stack.enter_context(faults.replaced(path, kind))
            yield

    def _copies(self) -> list[Path]:
        """All files of the current state of a table that chance draws."""
        entries = snapshot_at(self.live / MANIFEST).entries
        dataset = self.chance.choice(sorted(entries))
        return faults.copies_of(self.live, dataset, entries[dataset]["sha256"])

    def _serves_on(self, name: str) -> None:
        """No replica is taken out for what is wrong with the data."""
        if self.site.status("/servez") != 200:
            self.report.faults.append(f"{name}: /servez is not 200")

    def _flip(self) -> None:
        with self._phase("bits turned round", is_sound=False) as phase:
            for number in range(self.extent.flips):
                paths = self._copies() if self.chance.random() > 0.1 else [self.live / MANIFEST]
                with faults.flipped(paths, self.chance):
                    time.sleep(min(0.4, self.extent.hold))
                    if number % 10 == 0 and self.site.status("/readyz") != 503:
                        self.report.faults.append(f"{phase.name}: /readyz does not tell of {paths}")
                    self._serves_on(phase.name)
                if number % 5 == 0:
                    self._recovered(phase, time.monotonic())
                time.sleep(0.2)  # so that a page that begins sees one damaged table, not two
            phase.said = f"{self.extent.flips} bits"

    def _kill(self) -> None:
        for _ in range(self.extent.kills):
            with self._phase("process killed", may_fail=True) as phase:
                assert self.site.process
                helpers = self.site.helpers()
                self.notes.killed += 1
                self.site.process.kill()
                self.site.process.wait()
                killed = time.monotonic()
                self.site.start()
                served = time.monotonic() - killed
                self._recovered(phase, killed)
                self._calm(phase, killed)
                phase.said = f"counted from the kill; the new one served after {served:.1f} s"
                until = time.monotonic() + 15
                while (
                    left := [one for one in helpers if Path(f"/proc/{one}/cmdline").exists()]
                ) and (time.monotonic() < until):
                    time.sleep(0.5)
                self._hold()
                if left:
                    self.report.faults.append(f"processes of the killed one are left: {left}")
                    faults.kill(left)

    def _kill_helpers(self) -> None:
        if not self.extent.helpers:
            return
        with self._phase("helpers killed") as phase:
            statuses: Counter[int] = Counter()
            killed = 0
            for number in range(self.extent.helpers):
                table = ("crime_outcomes", "recorded_offences", "stop_and_search")[number % 3]
                path = f"/data/{table}.xlsx?offset={number + 1}"
                asking = threading.Thread(
                    target=lambda asked=path: statuses.update([self.site.status(asked)])
                )
                asking.start()
                until = time.monotonic() + 10
                while asking.is_alive() and time.monotonic() < until:
                    if helpers := self.site.helpers():
                        time.sleep(self.chance.uniform(0.1, 0.6))
                        killed += faults.kill(helpers)
                        break
                    time.sleep(0.02)
                asking.join(120)
                self._recovered(phase, time.monotonic())
            phase.said = f"{killed} killed, answers {counted(statuses)}"
            if wrong := set(statuses) - {200, 429, 503}:
                self.report.faults.append(f"{phase.name}: answers {sorted(wrong)}")

    def _jump(self) -> None:
        for days in self.extent.clocks:
            with self._phase(f"clock {days:+d} days") as phase:
                for ahead in (days, 0):
                    self.notes.clock = None
                    self.site.set_clock(ahead)
                    time.sleep(0.5)
                    self.notes.clock = ahead
                    if ahead:
                        time.sleep(2 * self.extent.hold)
                self._recovered(phase, time.monotonic())

    def _ask_badly(self) -> None:
        extent = self.extent
        with self._phase("malformed requests, slow readers") as phase:
            given_up: list[tuple[int, int]] = []
            reading = threading.Thread(
                target=lambda: given_up.append(
                    faults.read_slowly(
                        self.site.port, "/data/crime_outcomes.json", extent.slow_readers, 40
                    )
                )
            )
            if extent.slow_readers:
                reading.start()
            seed = self.chance.randrange(1 << 30)
            found = faults.ask_badly(self.site.port, extent.malformed, seed, 180)
            self._recovered(phase, time.monotonic())
            if extent.slow_readers:
                reading.join()
            phase.said = f"{found.total()} answered {counted(found)}" + "".join(
                f"; {gone} of {count} slow readers given up" for gone, count in given_up
            )
            wrong = [one for one in found if one.startswith("5") and one != "503"]
            if wrong:
                self.report.faults.append(f"{phase.name}: answers {wrong}")
            if any(gone < count for gone, count in given_up):
                self.report.faults.append(f"{phase.name}: slow readers are kept")

    def _rest(self) -> None:
        """All is over, what was held is given back, and the crowd goes on until it has asked enough."""
        answers, of_each = self.extent.answers, self.extent.of_each
        with self._phase("nothing any more") as phase:
            time.sleep(2 * self.extent.hold)
            self._waited(
                f"{phase.name}: the crowd was not given {answers} answers, {of_each} of each kind",
                time.monotonic() + ASKED_WITHIN,
                lambda: self.notes.are_enough(answers, of_each),
            )
            self._recovered(phase, time.monotonic())

    def _squeeze(self) -> None:
        """Another process of the site, which may take no more memory for a while."""
        if not self.extent.squeezed:
            return
        main, self.site = self.site, Site(self.live, self.scratch / "squeezed", crowd.SITE_URL)
        try:
            with self._crowded(self.site, self.notes, visitors=8):
                self._hold()
                assert self.site.process
                with self._phase("memory squeezed", may_fail=True) as phase:
                    with faults.squeezed(self.site.process.pid, self.extent.squeezed):
                        time.sleep(4 * self.extent.hold)
                    began = time.monotonic()
                    has_ended = self.site.process.poll() is not None
                    if has_ended:
                        self.notes.killed += 1
                        self.site.start()
                    self._recovered(phase, began)
                    count = self.site.said().count("MemoryError")
                    phase.said = (
                        f"{self.extent.squeezed} MB more than it had; "
                        f"{'it ended, and was started again' if has_ended else 'it lived'}, {count} times refused"
                    )
        finally:
            self.site = main

    def _look_at_log(self, site: Site) -> None:
        """What nobody foresaw stands in the log with where it happened."""
        log = site.said()
        count = log.count("Traceback (most recent call last)")
        if count:
            at = log.index("Traceback (most recent call last)")
            told = log[max(0, at - 300) : at + 3000]
            self.report.faults.append(f"{count} errors in the log, the first: {told}")
