"""`make chaos`: what befalls a site while a crowd browses it, and whether it shows a wrong number for that.

New data is published; the folder is swapped, emptied, made unreadable; bits of tables are turned round; the
process is killed, and what works for it; its clock jumps; its memory is squeezed; readers do not read, and
others ask badly; each control of every page is set to each of its options. All on loopback, bounded, and drawn
from a seed that is printed. Nothing may be shown that an undisturbed site does not show of the same version of
the data, and nothing may fail but in the ways that the documents declare.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks import crowd, faults, targets, two_contents
from benchmarks.crowd import CLOCKS, Compared, Notes
from benchmarks.faults import Site
from benchmarks.studies import share_below
from datasets.checked import MANIFEST, snapshot_at

logger = logging.getLogger("benchmarks")

SEED = 20261130
MOST_MB = 1_024.0
"""Of the site's own process, with the whole crowd on it: the limit that `deploy/` sets."""
MOST_WITH_HELPERS_MB = 1_500.0
"""Of it and all that it started for a while: what works for it, and a browser that draws for Word files."""
RECOVERY_SECONDS = 5.0
"""Aimed at; on a machine that does much else it is a measure of that, so it is reported alone."""
RECOVERED_WITHIN = 90.0
"""By then it has recovered or it never will."""
PUBLISHED = Path(__file__).parents[1] / "datasets" / "published"


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
        pairs: of options of each page; 0 leaves the controls out.
        controls_seconds: after which no further choice is tried; how many were is told.
        squeezed: megabytes more than it has that the process may take at most; 0 leaves that out.
        most_compared: different questions that an undisturbed site is asked again.
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
    pairs: int = 200
    controls_seconds: float = 600
    squeezed: int = 40
    most_compared: int = 600


WHOLE = Extent()
SHORT = Extent(
    visitors=12, pause=1.5, hold=2.0, publishes=2, flips=8, malformed=500, slow_readers=0, kills=1,
    helpers=1, clocks=CLOCKS[:1], pairs=0, squeezed=0, most_compared=120,
)  # fmt: skip
IN_TESTS = Extent(
    visitors=8, pause=0.5, hold=0.7, publishes=1, folders=("folder emptied", "a table leads nowhere"),
    flips=4, malformed=500, slow_readers=0, kills=0, helpers=0, clocks=(), pairs=0, squeezed=0,
    most_compared=30,
)  # fmt: skip


@dataclass
class Phase:
    """One kind of disturbance.

    Attributes:
        name: what was done. seconds: how long it took, with what followed.
        recovered: seconds from the end of each disturbance to the whole site.
        largest_mb: of its memory meanwhile; with_helpers_mb: of it and all that it started.
        said: what else came of it.
    """

    name: str
    seconds: float = 0.0
    recovered: list[float] = field(default_factory=list)
    largest_mb: float = 0.0
    with_helpers_mb: float = 0.0
    said: str = ""


@dataclass
class Report:
    """What came of all of it."""

    seed: int
    phases: list[Phase] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    compared: Compared = field(default_factory=Compared)
    controls: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def all_faults(self) -> list[str]:
        """Everything that must not be."""
        found = [*self.faults, *self.notes.faults, *self.compared.differences]
        return found + list(self.controls.get("faults", []))


class Chaos:
    """One run."""

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

    def run(self) -> Report:
        """Do all of it, one after the other, while the crowd browses."""
        controls = self._trying_controls()
        try:
            self.disturb()
            self.compare()
            self.report.controls = _tried(controls)
        finally:
            for one in controls:
                one.kill()
        return self.report

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
            longest = f"{max(found.recovered):.1f} s" if found.recovered else "-"
            logger.info("  %-34s %5.0f s, whole again after %s at most, %4.0f MB, %4.0f MB with helpers  %s", name,
                        found.seconds, longest, found.largest_mb, found.with_helpers_mb, found.said)  # fmt: skip
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
        while not self._is_whole(self.site, version):
            if time.monotonic() - since > RECOVERED_WITHIN:
                self.report.faults.append(f"{phase.name}: not whole again")
                return
            time.sleep(0.05)
        phase.recovered.append(time.monotonic() - since)

    @staticmethod
    def _is_whole(site: Site, version: str) -> bool:
        """Whether all tables read, a page is of that version and complete, and a file comes."""
        status, page = site.get("/crime")
        is_page = status == 200 and f"data version {version}".encode() in page
        return (
            is_page
            and b"is being checked" not in page
            and site.status("/readyz") == 200
            and site.status("/data/workforce.csv?limit=1") == 200
        )

    def _quiet(self) -> None:
        with self._phase("nothing yet") as phase:
            time.sleep(2 * self.extent.hold)
            self._recovered(phase, time.monotonic())

    def _publish(self) -> None:
        with self._phase("new data published") as phase:
            for _ in range(self.extent.publishes):
                version = two_contents.publish_apart(self.live)
                self._recovered(phase, time.monotonic(), version)
                self._hold()
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
                self._recovered(phase, killed)
                phase.said = "counted from the kill, with the start of the new one"
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
        """All is over, and what was held is given back."""
        with self._phase("nothing any more") as phase:
            time.sleep(2 * self.extent.hold)
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

    # Beside it

    def _trying_controls(self) -> list[subprocess.Popen[bytes]]:
        if not self.extent.pairs:
            return []
        command = [sys.executable, "-m", "benchmarks.every_control", "--pairs", str(self.extent.pairs),
                   "--seed", str(self.report.seed), "--seconds", str(self.extent.controls_seconds)]  # fmt: skip
        environment = {**os.environ, "DATASETS_DIR": str(self.first)}
        return [
            subprocess.Popen([*command, "--share", str(one), "2"], env=environment, stdout=subprocess.PIPE)
            for one in range(2)
        ]  # fmt: skip


def _tried(processes: Sequence[subprocess.Popen[bytes]]) -> dict[str, Any]:
    if processes:
        logger.info("the rest of the controls …")
    parts = [json.loads(one.communicate()[0] or b"{}") for one in processes]
    if not all(parts):
        return {"faults": ["the controls could not be tried"]}
    return {
        "pages": sum(one["pages"] for one in parts),
        "of": sum(one["of"] for one in parts),
        "faults": [fault for one in parts for fault in one["faults"]],
    }


def counted(found: Counter[Any]) -> str:
    """How often each, in words."""
    return ", ".join(f"{name}: {count}" for name, count in sorted(found.items(), key=str))


def tell(report: Report) -> None:
    """Log what came of it."""
    notes, compared = report.notes, report.compared
    recovered = [one for phase in report.phases for one in phase.recovered]
    in_time = sum(one <= RECOVERY_SECONDS for one in recovered)
    logger.info("pages over the socket %d, median %.2f s, 95%% %.2f s; lost connections %s, back after %.1f s at most",
                len(notes.seconds), share_below(notes.seconds, 0.5), share_below(notes.seconds, 0.95),
                dict(notes.lost), max(notes.returned, default=0.0))  # fmt: skip
    logger.info("files and HTML: %s", counted(notes.statuses))
    logger.info("compared: %d answers to %d of %d different questions, %d of another day, %d differ",
                compared.answers, compared.questions, compared.of, compared.of_another_day,
                len(compared.differences))  # fmt: skip
    if report.controls:
        logger.info("controls: %s of %s pages", report.controls.get("pages"), report.controls.get("of"))  # fmt: skip
    logger.info("recovered %d times, %d within %g s, median %.1f s, longest %.1f s", len(recovered), in_time,
                RECOVERY_SECONDS, share_below(recovered, 0.5), max(recovered, default=0.0))  # fmt: skip
    logger.info("largest memory %.0f MB, %.0f MB with helpers", max(one.largest_mb for one in report.phases),
                max(one.with_helpers_mb for one in report.phases))  # fmt: skip
    for one, count in Counter(report.all_faults).most_common(40):
        logger.info("FAULT (%d ×) %s", count, one)


def as_json(report: Report) -> dict[str, Any]:
    """The same to keep."""
    return {
        "seed": report.seed,
        "machine": targets.machine(),
        "phases": [vars(one) for one in report.phases],
        "pages": len(report.notes.seconds),
        "statuses": dict(report.notes.statuses),
        "lost": dict(report.notes.lost),
        "compared": vars(report.compared),
        "controls": report.controls,
        "faults": report.all_faults,
    }


def run(extent: Extent, seed: int, published: Path) -> Report:
    """Do all of it in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        return Chaos(extent, seed, Path(scratch), published).run()


def main(argv: Sequence[str] | None = None) -> int:
    """Do all of it, log a line for each kind, and return 1 where anything was that must not be."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    for noisy in ("httpx2", "data_pipeline"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a minute of it")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1 << 30), help="of all that is drawn"
    )
    parser.add_argument("--pairs", type=int, help="of options of each page; 0 for no controls")
    parser.add_argument("--json", type=Path, help="where the report is written to")
    options = parser.parse_args(argv)
    extent = SHORT if options.short else WHOLE
    if options.pairs is not None:
        extent = replace(extent, pairs=options.pairs)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    logger.info("seed %d; %d visitors, on %s; load before: %s",
                options.seed, extent.visitors, targets.machine(), load)  # fmt: skip
    report = run(extent, options.seed, PUBLISHED)
    tell(report)
    if options.json:
        options.json.write_text(json.dumps(as_json(report), indent=1, default=str), encoding="utf-8")  # fmt: skip
    return 1 if report.all_faults else 0


if __name__ == "__main__":
    sys.exit(main())
