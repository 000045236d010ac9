"""The command line: `python -m data_pipeline list | build | check | status | docs`."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from datetime import date
from pathlib import Path

from data_pipeline import build, checks, docs, publish, registry, status
from datasets.schema import DATASETS, SourceError

PUBLISHED = Path("datasets/published")
RAW = Path("raw")


def say(line: str) -> None:
    """The one place that writes to standard output."""
    sys.stdout.write(line + "\n")


def complain(problem: str) -> None:
    """One line on standard error for a problem that the user or a publisher made."""
    sys.stderr.write("error: " + " ".join(problem.split()) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 on success, 1 with a line per problem, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO if options.verbose else logging.WARNING)
    try:
        return int(options.run(options))
    except SourceError as error:
        complain(str(error))
        return 1


def _list(options: argparse.Namespace) -> int:
    for row in status.of_sources(registry.all_sources(), options.out, date.today()):
        columns = f"{row['id']:<32} {row['newest']:<8} {row['age']:<10} {row['status']:<13}"
        say(f"{columns} {row['publisher']}: {row['title']}")
    return 0


def _status(options: argparse.Namespace) -> int:
    rows = status.of_sources(registry.all_sources(), options.out, date.today())
    if options.json:
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    return _list(options)


def _build(options: argparse.Namespace) -> int:
    chosen = registry.choose(registry.all_sources(), options.ids)
    if options.file and len(options.ids) != 1:
        raise SourceError.of("--file", "name the one source that the file belongs to")
    folder = options.mirror or (None if options.file else options.raw)
    if folder and not folder.is_dir():
        hint = (
            ""
            if options.mirror
            else "; nothing is downloaded yet, name a folder of files with --mirror"
        )
        raise SourceError.of(
            ", ".join(options.ids) or "build", f"folder {folder} is not there{hint}"
        )
    outcome = build.build(chosen, _locate(options), options.out, say)
    for dataset in outcome.changed:
        say(f"{dataset}: published")
    for dataset in outcome.unchanged:
        say(f"{dataset}: unchanged")
    for problem in outcome.problems:
        complain(problem)
    return 1 if outcome.problems else 0


def _locate(options: argparse.Namespace) -> build.Locate:
    if options.file:
        return build.one_file(options.file)
    return build.in_mirror(options.mirror) if options.mirror else build.in_raw(options.raw)


def _check(options: argparse.Namespace) -> int:
    failed = 0
    for dataset in DATASETS.values():
        rows = publish.read_published(options.out, dataset)
        if rows is None:
            complain(f"{dataset.id}: not in {options.out}")
            failed += 1
            continue
        for check in checks.checks_of(dataset):
            problems = check(rows, dataset)
            say(f"{'FAIL' if problems else 'pass'}  {dataset.id}  {check.__name__}")
            for problem in problems:
                complain(f"{dataset.id}: {problem}")
            failed += bool(problems)
    return 1 if failed else 0


def _docs(options: argparse.Namespace) -> int:
    manifest = publish.read_manifest(options.out)
    changed = docs.renew(Path("README.md"), registry.all_sources(), manifest)
    say(f"README.md: {'renewed' if changed else 'up to date'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_pipeline", description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="say what each step does")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, text in (
        ("list", _list, "every source: newest period held, age, status"),
        ("status", _status, "the same, for programs with --json"),
        ("build", _build, "parse, tidy, check and publish"),
        ("check", _check, "every declared check on what is published"),
        ("docs", _docs, "renew the table of sources in README.md"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        command.add_argument("--out", type=Path, default=PUBLISHED, help="the published folder")
        if name == "status":
            command.add_argument("--json", action="store_true")
        if name == "build":
            _add_build_options(command)
    return parser


def _add_build_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "ids", nargs="*", metavar="ID", help="sources to build; all when none is named"
    )
    command.add_argument(
        "--mirror", type=Path, help="a folder of publishers' files, laid out by topic"
    )
    command.add_argument(
        "--raw", type=Path, default=RAW, help="a folder of downloads, by source and edition"
    )
    command.add_argument("--file", type=Path, help="one file, for the one source named")


if __name__ == "__main__":
    sys.exit(main())
