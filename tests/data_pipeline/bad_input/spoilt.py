"""Ways to spoil a file of the miniature mirror, and what a case of bad input is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.data_pipeline import miniature as mini

Spoil = Callable[[Path], Any]


@dataclass(frozen=True)
class Case:
    """One fault: what is spoilt in which source, and words that the error must hold."""

    fault: str
    source: str
    spoil: Spoil
    says: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.source}-{self.fault}".replace(" ", "-")


def distinct(*cases: Case) -> tuple[Case, ...]:
    """The cases, no two of one name."""
    names = [str(case) for case in cases]
    assert len(set(names)) == len(names), sorted(name for name in names if names.count(name) > 1)
    return cases


def edited(file: str, old: str, new: str) -> Spoil:
    return lambda mirror: mini.edit(mirror / file, old, new)


def without_lines(file: str, *, holding: str) -> Spoil:
    def spoil(mirror: Path) -> None:
        kept = [line for line in mini.lines(mirror / file) if holding not in line]
        mini.put_lines(mirror / file, kept)

    return spoil


def repeated_line(file: str, number: int = 5) -> Spoil:
    def spoil(mirror: Path) -> None:
        found = mini.lines(mirror / file)
        mini.put_lines(mirror / file, [*found, found[number]])

    return spoil


def without_repeats(file: str) -> Spoil:
    return lambda mirror: mini.put_lines(mirror / file, dict.fromkeys(mini.lines(mirror / file)))


def emptied(file: str) -> Spoil:
    return lambda mirror: (mirror / file).write_bytes(b"")


def header_only(file: str) -> Spoil:
    return lambda mirror: mini.put_lines(mirror / file, mini.lines(mirror / file)[:1])


def removed(*files: str) -> Spoil:
    return lambda mirror: [(mirror / file).unlink() for file in files]


def cut_mid_row(file: str) -> Spoil:
    """Keeps the file up to the middle of the row that stands two thirds down."""

    def spoil(mirror: Path) -> None:
        found = mini.lines(mirror / file)
        last = len(found) * 2 // 3
        mini.put_lines(mirror / file, [*found[:last], found[last][: len(found[last]) // 2]])

    return spoil


def cut_in_half(file: str) -> Spoil:
    def spoil(mirror: Path) -> None:
        content = (mirror / file).read_bytes()
        (mirror / file).write_bytes(content[: len(content) // 2])

    return spoil


def without_last_lines(file: str, number: int) -> Spoil:
    return lambda mirror: mini.put_lines(mirror / file, mini.lines(mirror / file)[:-number])


def cell_of(source_file: str, start: str, mirror: Path) -> str:
    """The line of a file that starts so."""
    return next(line for line in mini.lines(mirror / source_file) if line.startswith(start))


def last_value(file: str, start: str, value: str) -> Spoil:
    """Puts a value into the last cell of a line."""

    def spoil(mirror: Path) -> None:
        line = cell_of(file, start, mirror)
        mini.edit(mirror / file, line, f"{start},{value}\n")

    return spoil


ARSON_BARNET = "ARSON AND CRIMINAL DAMAGE,ARSON,Barnet"


def first_count(value: str) -> Spoil:
    """Puts a value into the first count of arson in Barnet, newest edition."""

    def spoil(mirror: Path) -> None:
        line = cell_of(mini.CRIME_NEWEST, ARSON_BARNET, mirror)
        rest = line.removeprefix(ARSON_BARNET + ",").split(",", 1)[1]
        mini.edit(mirror / mini.CRIME_NEWEST, line, f"{ARSON_BARNET},{value},{rest}")

    return spoil
