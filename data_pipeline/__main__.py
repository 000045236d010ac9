"""The command line: `python -m data_pipeline COMMAND`; `--help` lists the commands."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import (
    build,
    changelog,
    checks,
    crosschecks,
    docs,
    errors,
    kept,
    locate,
    published_folder,
    registry,
    send,
    source_files,
    status,
)
from data_pipeline.derived import revisions, ripening
from data_pipeline.fetch import publishers, rawstore
from data_pipeline.options import PUBLISHED, parser
from datasets.schema import DATASETS, Source, SourceError

CHANGELOG = Path("CHANGELOG.md")
README = Path("README.md")


def say(line: str) -> None:
    """The one place that writes to standard output."""
    sys.stdout.write(line + "\n")


def complain(problem: str) -> None:
    """One line on standard error for a problem that the user or a publisher made."""
    sys.stderr.write("error: " + " ".join(problem.split()) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 on success, 1 with a line per problem, 2 for wrong usage."""
    options = parser(COMMANDS, __doc__).parse_args(arguments)
    logging.basicConfig(level=logging.INFO if options.verbose else logging.WARNING)
    try:
        return int(options.run(options))
    except SourceError as error:
        for line in errors.lines_of(error):
            complain(line)
        return 1
    except BrokenPipeError:  # the reader of our lines, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # a folder or a disk that is not as it must be
        where = f"{error.filename}: " if error.filename else ""
        complain(f"{where}{error.strerror or error}")
        return 1


def _every_source() -> dict[str, Source]:
    """The sources, and after them the tables that are kept only."""
    return {**registry.all_sources(), **registry.kept_sources()}


def _list(options: argparse.Namespace) -> int:
    for row in status.of_sources(_every_source(), options.out, date.today()):
        columns = f"{row['id']:<30} {row['newest']:<8} {row['age']:<10} {row['status']:<13}"
        columns += f" next due {row['next_due']}" if row["next_due"] else ""
        say(f"{columns} {row['publisher']}: {row['title']}")
    return 0


def _status(options: argparse.Namespace) -> int:
    rows = status.of_sources(_every_source(), options.out, date.today())
    if options.json:
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    return _list(options)


def _fetch(options: argparse.Namespace) -> int:
    chosen = registry.choose(_every_source(), options.ids)
    if not options.ids:
        every = [*chosen, *registry.kept_sources().values()]
        chosen = [source for source in every if publishers.fetchable(source)]
    if not options.verbose:
        logging.getLogger("urllib3").setLevel(logging.ERROR)  # a retry is no failure
    addresses = publishers.Publishers(options.datastore, options.police_uk, options.gov_uk)
    problems = publishers.fetch(chosen, addresses, options.raw, options.out, say)
    for problem in problems:
        complain(problem)
    return 1 if problems else 0


def _build(options: argparse.Namespace) -> int:
    chosen = registry.choose(_every_source(), options.ids)
    if options.file and len(options.ids) != 1:
        raise SourceError.of("--file", "name the one source that the file belongs to")
    if any(map(registry.is_kept, chosen)):
        return _look_into_kept(chosen, options)
    for source in chosen:
        if source.on_request:
            _allow(source, options)
    folder = options.mirror or (None if options.file else options.raw)
    _refuse_no_folder(folder, options)
    if folder == options.raw and not options.ids:
        chosen = _downloaded(chosen, options.raw)
    accept = _accepted(options.accept, chosen)
    before = published_folder.read_manifest(options.out)
    outcome = build.build(chosen, _locate(options), options.out, say, accept)
    for dataset in outcome.changed:
        say(f"{dataset}: published")
    for dataset in outcome.unchanged:
        say(f"{dataset}: unchanged")
    for problem in outcome.problems:
        complain(problem)
    if outcome.changed and options.out.resolve() == PUBLISHED.resolve():
        _write_up(before, published_folder.read_manifest(options.out))
    return 1 if outcome.problems else 0


def _send(options: argparse.Namespace) -> int:
    current = send.send(options.out, options.to, options.version)
    say(f"{options.out}: sent, version {current} is current")
    return 0


def _look_into_kept(chosen: list[Source], options: argparse.Namespace) -> int:
    """Says what the headings of a table tell that is kept only; nothing is published of it."""
    if len(chosen) != 1 or options.mirror:
        raise SourceError.of(
            ", ".join(filter(None, options.ids)),
            "a table that is kept only is built by itself, from its download or a --file: "
            f"{', '.join(one.id for one in chosen if registry.is_kept(one))}",
        )
    for path in _locate(options)(chosen[0]):
        for line in kept.lines(path, chosen[0]):
            say(f"{chosen[0].id}: {line}")
    say(f"{chosen[0].id}: kept only, nothing is published of it")
    return 0


def _accepted(given: list[tuple[str, str]], chosen: list[Source]) -> dict[str, str]:
    """Source id -> reason, for sources that are built now."""
    ids = [source.id for source in chosen]
    for id_, _ in given:
        if id_ not in ids:
            raise SourceError.of(id_, f"is accepted but not built now; built are {', '.join(ids)}")
    reasons = dict(given)
    if len(reasons) < len(given):
        raise SourceError.of("--accept", "gives one source two reasons: readers are shown one")
    return reasons


def _write_up(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Lets the documents beside the shipped tables say what is in them now.

    They are no part of what is published: without them the build stands.
    """
    try:
        if CHANGELOG.exists():
            changelog.add(CHANGELOG, after["version"], changelog.lines(before, after))
        if README.exists():
            docs.renew(README, registry.all_sources(), after)
    except OSError as error:
        say(f"{error.filename}: not brought up to date ({error.strerror or error})")


def _refuse_no_folder(folder: Path | None, options: argparse.Namespace) -> None:
    """Stops once for all sources where the folder to publish in, or that of the files, is none."""
    if options.out.exists() and not options.out.is_dir():
        raise SourceError.of(str(options.out), "is a file, not a folder to publish in")
    if folder is None:
        return
    hint = "; nothing is downloaded yet, name a folder of files with --mirror"
    try:
        os.listdir(folder)
    except OSError as error:
        is_absent = isinstance(error, FileNotFoundError)
        why = f"cannot be listed: {error.strerror}"
        if is_absent:
            why = "is not there" + ("" if options.mirror else hint)
        elif isinstance(error, NotADirectoryError):
            why = "is a file, not a folder"
        raise SourceError.of(", ".join(options.ids) or "build", f"folder {folder} {why}") from error


def _downloaded(sources: list[Source], raw: Path) -> list[Source]:
    """The sources with a download, or with a table of their own; the others stay as published."""
    absent = [
        one.id for one in sources if not (one.is_reference or rawstore.newest_edition(raw, one))
    ]
    if absent:
        say(f"nothing downloaded, left as published: {', '.join(absent)}")
    return [one for one in sources if one.id not in absent]


def _allow(source: Source, options: argparse.Namespace) -> None:
    """Tells a licensed file's terms, then stops where what is made of it would be shipped."""
    say(f"{source.id}: {source.settings['notice']}")
    if not options.file:
        raise SourceError.of(source.id, "is built from your own copy only: name it with --file")
    if options.out is PUBLISHED:  # the default itself, so --out was not given
        raise SourceError.of(
            source.id, "nothing made from it may be committed: name a folder of your own with --out"
        )


def _locate(options: argparse.Namespace) -> locate.Locate:
    if options.file:
        return locate.these_files(options.file)
    return locate.in_mirror(options.mirror) if options.mirror else locate.in_raw(options.raw)


def _check(options: argparse.Namespace) -> int:
    failed = _check_files(options.out) + _crosscheck(options.out)
    for dataset in DATASETS.values():
        try:
            rows = published_folder.read_published(options.out, dataset)
        except SourceError:  # said of its files
            continue
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


def _check_files(out: Path) -> int:
    problems = published_folder.problems(out)
    say(f"{'FAIL' if problems else 'pass'}  files are those of the manifest")
    for problem in problems:
        complain(problem)
    return len(problems)


def _crosscheck(out: Path) -> int:
    def load(dataset: str) -> pd.DataFrame | None:
        if dataset not in DATASETS:  # a witness, which only a build reads
            return None
        with contextlib.suppress(SourceError):  # said of its files
            return published_folder.read_published(out, DATASETS[dataset])
        return None

    findings = crosschecks.run(load)
    for finding in findings:
        say(f"{'pass' if finding.is_right else 'FAIL'}  {finding.name}: {finding.says}")
        if not finding.is_right:
            complain(f"{finding.name}: {finding.says}")
    return sum(not finding.is_right for finding in findings)


def _revisions(options: argparse.Namespace) -> int:
    (source,) = registry.choose(registry.all_sources(), options.ids)
    changed = _changed_cells(source, options)
    if changed.empty:
        say(f"{source.id}: no two editions with a month in common")
    elif options.csv:
        sys.stdout.write(changed.to_csv(index=False))
    else:
        for pair, cells in changed.groupby(["edition_old", "edition_new"]):
            say(f"{source.id}: edition {pair[0]} against {pair[1]}, {len(cells):,} cells changed")
            for kind in revisions.summary(cells).itertuples():
                say(f"  {kind.kind:<12} {kind.cells:>8,} cells  {kind.net_count:>+9,.0f} offences")
    return 0


def _changed_cells(source: Source, options: argparse.Namespace) -> pd.DataFrame:
    if options.mirror:
        reading = source_files.read_source(source, locate.in_mirror(options.mirror)(source))
        return pd.concat([pd.DataFrame(), *reading.revised])
    held = published_folder.read_published(options.out, DATASETS[revisions.ID])
    return pd.DataFrame() if held is None else held[held["source_id"] == source.id]


def _ripening(options: argparse.Namespace) -> int:
    made = ripening.as_text(ripening.made(options.mirror))
    is_new = not options.to.exists() or options.to.read_text(encoding="utf-8") != made
    options.to.write_text(made, encoding="utf-8")
    say(f"{options.to}: {'renewed' if is_new else 'up to date'}")
    return 0


def _docs(options: argparse.Namespace) -> int:
    manifest = published_folder.read_manifest(options.out)
    changed = docs.renew(README, registry.all_sources(), manifest)
    say(f"README.md: {'renewed' if changed else 'up to date'}")
    return 0


COMMANDS = {
    "list": _list,
    "status": _status,
    "fetch": _fetch,
    "build": _build,
    "send": _send,
    "check": _check,
    "revisions": _revisions,
    "ripening": _ripening,
    "docs": _docs,
}


if __name__ == "__main__":
    sys.exit(main())
