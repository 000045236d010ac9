"""What may be said on the command line: the commands, their options, what is taken where one is left out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from data_pipeline.derived import ripening
from data_pipeline.fetch import datastore, gov_uk, police_uk

PUBLISHED = Path("datasets/published")
RAW = Path("raw")
SAID = {
    "list": "every source: newest period held, age, status",
    "status": "the same, for programs with --json",
    "fetch": "download what the publishers have that is newer",
    "build": "parse, tidy, check and publish",
    "send": "put the published folder into an object store",
    "check": "every declared check on what is published",
    "revisions": "what changed between two editions of a source",
    "ripening": "how far outcomes were revised between two editions held",
    "docs": "renew the table of sources in README.md",
}
"""Command -> what it does, in the order of `--help`."""


def parser(
    runs: Mapping[str, Callable[[argparse.Namespace], int]], about: str | None
) -> argparse.ArgumentParser:
    """What reads the command line; of what it read, `run` is what is to be run.

    Args:
        runs: command -> what runs it and returns the exit status; one for each of `SAID`.
        about: what `--help` says of them all.
    """
    made = argparse.ArgumentParser(prog="python -m data_pipeline", description=about)
    made.add_argument("--verbose", action="store_true", help="say what each step does")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for name, text in SAID.items():
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=runs[name])
        command.add_argument("--out", type=_path, default=PUBLISHED, help="the published folder")
        if name == "status":
            command.add_argument("--json", action="store_true")
        if name == "fetch":
            _add_fetch_options(command)
        if name == "build":
            _add_build_options(command)
        if name == "send":
            command.add_argument(
                "--to", metavar="URL", required=True, help="where to: s3://bucket/folder"
            )
            command.add_argument(
                "--version", default="", help="a kept version to put back into force"
            )
        if name == "revisions":
            _add_revisions_options(command)
        if name == "ripening":
            command.add_argument(
                "--mirror", type=Path, required=True, help="the two editions' folder"
            )
            command.add_argument(
                "--to", type=Path, default=ripening.FILE, help="the table to renew"
            )
    return made


def _path(text: str) -> Path:
    """A path that an option names."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty path")
    return Path(text)


def _id_and_reason(text: str) -> tuple[str, str]:
    id_, _, reason = (part.strip() for part in text.partition(":"))
    if not id_ or not reason:
        raise argparse.ArgumentTypeError(f"{text!r} is not a source and a reason, as ID:REASON")
    reason = " ".join(reason.split())
    if not reason.isprintable():  # such as what turns the direction of writing
        raise argparse.ArgumentTypeError(f"{reason!r} holds characters that cannot be seen")
    return id_, reason


def _add_fetch_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "ids", nargs="*", metavar="ID", help="sources to fetch; all when none is named"
    )
    for option, address, name in (
        ("--datastore", datastore.ADDRESS, "the London Datastore"),
        ("--police-uk", police_uk.ADDRESS, "data.police.uk"),
        ("--gov-uk", gov_uk.ADDRESS, "GOV.UK"),
    ):
        command.add_argument(option, metavar="URL", default=address, help=f"address of {name}")
    command.add_argument(
        "--raw", type=_path, default=RAW, help="a folder of downloads, by source and edition"
    )


def _add_build_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "ids", nargs="*", metavar="ID", help="sources to build; all when none is named"
    )
    command.add_argument(
        "--mirror", type=_path, help="a folder of publishers' files, laid out by topic"
    )
    command.add_argument(
        "--raw", type=_path, default=RAW, help="a folder of downloads, by source and edition"
    )
    command.add_argument(
        "--file",
        type=_path,
        action="append",
        help="a file of the one source named; may be given more than once",
    )
    command.add_argument(
        "--accept",
        type=_id_and_reason,
        action="append",
        default=[],
        metavar="ID:REASON",
        help="publish a source although figures move beyond what is plausible, or vanish, because "
        "that is true; goes into the log of corrections; may be given more than once",
    )


def _add_revisions_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("ids", nargs=1, metavar="ID", help="a source with editions")
    command.add_argument("--mirror", type=_path, help="compare its editions in this folder")
    command.add_argument("--csv", action="store_true", help="every cell, as CSV")
