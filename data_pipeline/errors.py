"""Problems that a user or a publisher made: several in one error, each with its own line."""

from __future__ import annotations

from collections.abc import Sequence

from datasets.schema import SourceError


class SourceFilesError(SourceError):
    """Several errors, one for each faulty file."""

    def __init__(self, errors: Sequence[SourceError]) -> None:
        """Joins errors, and the lines of those that are several themselves."""
        super().__init__("; ".join(map(str, errors)))
        self.lines = [line for error in errors for line in lines_of(error)]


def lines_of(error: SourceError) -> list[str]:
    """A line for each problem that an error holds."""
    return error.lines if isinstance(error, SourceFilesError) else [str(error)]


def stop_at(problems: list[str], source: str) -> None:
    """Stops where there are problems.

    Raises:
        SourceError: all of them in one line, named after the source.
    """
    if problems:
        raise SourceError.of(source, "; ".join(problems))
