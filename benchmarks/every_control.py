"""Each control of every page: each option, none, all, an unknown, and pairs drawn by chance.

Pages are built as the site builds them, and written as HTML. A page must come, say something, hold no figure
that is none, offer files of the version that is read, and never say of an option that it offers itself that it
is not in the data; of an unknown one it must.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.markup.whole import first_sight
from dashboard.page import NONE_CHOSEN, Choice, Page
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from datasets import catalogue, versions

UNKNOWN = "no such option"
PAIRS = 200
_NO_FIGURE = re.compile(r"(?<![\w-])(?:nan|NaN|inf|NaT)(?![\w-])|&lt;NA|>\s*None\s*<|\bNone ?%")
_CHART_DATA = re.compile(r"<script.*?</script>", re.DOTALL)

Address = dict[str, list[str]]


@dataclass
class Tried:
    """What was tried.

    Attributes:
        pages: how many pages were built. of: how many were to be; where that is more, it is a fault.
        faults: what must not be, a sentence each.
        seconds: how long it took.
    """

    pages: int = 0
    of: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def addresses(choices: Sequence[Choice], pairs: int, chance: random.Random) -> list[Address]:
    """Each control at each of its options, at none, at all and at an unknown one, then pairs.

    Args:
        choices: of the page. pairs: how many of them. chance: draws them.
    """
    found: list[Address] = []
    for one in choices:
        each = _options(one)
        found += [{one.key: [value]} for value in each]
        found += [{one.key: values} for values in ([""], [NONE_CHOSEN], [UNKNOWN], each) if values]
    several = [one for one in choices if len(_options(one)) > 1]
    for _ in range(pairs if several else 0):
        two = chance.sample(several, min(2, len(several)))
        found.append({one.key: _drawn(one, chance) for one in two})
    return found


def _options(choice: Choice) -> list[str]:
    if choice.kind == "switch":
        return ["yes", "no"]
    if choice.kind == "words":
        return ["police", "1", "(", "“"]
    return list(choice.options) or choice.written_out()


def _drawn(choice: Choice, chance: random.Random) -> list[str]:
    options = _options(choice)
    count = chance.randint(1, min(choice.most or 4, len(options))) if choice.kind == "several" else 1  # fmt: skip
    return chance.sample(options, count)


def tried(pairs: int, seed: int, seconds: float, share: tuple[int, int] = (0, 1)) -> Tried:
    """Try all of them, in an order drawn by chance, so that what there is no time for is missing of each page.

    Args:
        pairs: of each page. seed: of what is drawn. seconds: after which no further one is tried.
        share: which part of how many; each part is worked on by a process of its own.
    """
    found, started = Tried(), time.monotonic()
    with ExitStack() as stack:
        stack.enter_context(versions.reading())
        plans = [
            (page.path, address)
            for page in PAGES
            for address in addresses(
                registry.page_of(page.path, {}).choices, pairs, random.Random(f"{seed} {page.path}")
            )
        ]  # fmt: skip
        random.Random(seed).shuffle(plans)
        plans = plans[share[0] :: share[1]]
        found.of = len(plans)
        for path, address in plans:
            if time.monotonic() - started > seconds:
                found.faults.append(f"{found.pages} of {found.of} choices tried in {seconds:g} s")
                break
            found.faults += [f"/{path} {address}: {one}" for one in faults_of(path, address)]
            found.pages += 1
    found.seconds = time.monotonic() - started
    return found


def tried_apart(pairs: int, seed: int, seconds: float, folder: Path, processes: int) -> Tried:
    """Try all of them, spread over processes of their own. Arguments as `tried`.

    Args:
        folder: of the published data. processes: how many.

    Returns:
        What all of them found together; seconds are those of the longest.
    """
    command = [sys.executable, "-m", "benchmarks.every_control", "--pairs", str(pairs),
               "--seed", str(seed), "--seconds", str(seconds)]  # fmt: skip
    environment = {**os.environ, "DATASETS_DIR": str(folder)}
    running = [
        subprocess.Popen([*command, "--share", str(one), str(processes)], env=environment, stdout=subprocess.PIPE)
        for one in range(processes)
    ]  # fmt: skip
    found = Tried()
    try:
        for one in running:
            said = one.communicate()[0]
            part = Tried(**json.loads(said)) if said else Tried(faults=["it ended without a word"])
            found.pages, found.of = found.pages + part.pages, found.of + part.of
            found.faults += part.faults
            found.seconds = max(found.seconds, part.seconds)
    finally:
        for one in running:
            one.kill()
    return found


def faults_of(path: str, address: Address) -> Iterator[str]:
    """What is wrong with a page at an address."""
    try:
        page = registry.build(path, address)
        title = next(one.title for one in PAGES if one.path == path)
        text = _CHART_DATA.sub("", first_sight(page, title, ""))
    except Exception as error:  # whatever it is
        yield f"{type(error).__name__}: {error}"
        return
    if not (page.headline or page.notices):
        yield "it says nothing"
    if found := _NO_FIGURE.search(text):
        yield f"it shows {found[0]!r}"
    wrong = {one.meta.data_version for one in page.files} - {catalogue.version()}
    if wrong:
        yield f"it offers files of version {', '.join(sorted(wrong))}"
    yield from _of_choice(page, address)


def _of_choice(page: Page, address: Address) -> Iterator[str]:
    """Whether an unknown option is told of, and none that the page itself offers."""
    by_key = {one.key: one for one in page.choices}
    for key, values in address.items():
        choice = by_key.get(key)
        if choice is None or choice.kind in {"words", "hidden"}:
            continue
        said = any(f"“{key}”" in one for one in page.ignored)
        if values == [UNKNOWN] and not (said or f"“{UNKNOWN}”" in page.headline):
            yield "the unknown option is passed over in silence"
        if len(address) == 1 and len(values) == 1 and values[0] in choice.options and said:
            yield f"an option that it offers is said not to be there: {page.ignored}"


def main(argv: Sequence[str] | None = None) -> int:
    """Try them, and write what came of it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.every_control", description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of each page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1200)
    parser.add_argument("--share", type=int, nargs=2, default=(0, 1), help="which part of how many")
    options = parser.parse_args(argv)
    os.nice(5)
    gc.collect = lambda generation=2: 0  # of a server: here no reader waits
    found = tried(options.pairs, options.seed, options.seconds, tuple(options.share))
    sys.stdout.write(json.dumps(vars(found)) + "\n")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
