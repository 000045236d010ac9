"""`python -m tests.golden` compares every page with its golden file; `--renew` writes them anew, on purpose.

`--renew` writes the list of all sentences anew too, whichever pages are named.
"""

from __future__ import annotations

import argparse
import sys

from tests.golden import content, golden, sentences
from tests.golden.states import states


def main(arguments: list[str] | None = None) -> int:
    """0 where nothing differs or all is written anew, 1 with what differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="write the golden files anew")
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as trust.default; else all")
    options = parser.parse_args(arguments)
    differ = 0
    for name, held in states():
        if options.names and name not in options.names:
            continue
        path, made = golden.path_of(name), golden.now(held)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if made != before:
            differ += 1
            sys.stdout.write(f"{name}: {'renewed' if options.renew else 'differs'}\n")
            sys.stdout.write("" if options.renew else content.difference(before, made) + "\n")
        if options.renew:
            path.write_text(made, encoding="utf-8")
    if options.renew:
        sentences.PATH.write_text(sentences.written(), encoding="utf-8")
    return 1 if differ and not options.renew else 0


if __name__ == "__main__":
    sys.exit(main())
