"""Finds the sources: each is `sources/<id>.toml` (what it is) and `sources/<id>.py` (how to read it)."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from datasets.schema import (
    DATASETS,
    Break,
    Correction,
    EditionRule,
    KnownStep,
    Labels,
    Level,
    Plausible,
    Source,
    SourceError,
)

SOURCES = Path(__file__).parent / "sources"
KEPT = SOURCES / "kept"


class Reader(Protocol):
    """What a `sources/<id>.py` offers."""

    def parse(self, path: Path, source: Source) -> pd.DataFrame:
        """One file -> raw frame with the publisher's labels."""
        ...

    def tidy(self, raw: pd.DataFrame, source: Source) -> pd.DataFrame:
        """Raw frame -> rows in the dataset's columns, without provenance."""
        ...


def all_sources(folder: Path = SOURCES) -> dict[str, Source]:
    """Every source by id, in alphabetical order.

    Raises:
        SourceError: a .toml without its .py or the other way round, or metadata that does not fit.
    """
    described = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    coded = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    for orphan in sorted(described.keys() ^ coded):
        missing = ".py" if orphan in described else ".toml"
        raise SourceError.of(orphan, f"sources/{orphan}{missing} is missing")
    return {name: read_source(path) for name, path in described.items()}


def kept_sources(folder: Path = KEPT) -> dict[str, Source]:
    """Tables that are fetched and kept, but not read: each is a `sources/kept/<id>.toml` without a dataset.

    Raises:
        SourceError: metadata that does not fit.
    """
    return {path.stem: read_source(path) for path in sorted(folder.glob("*.toml"))}


def is_kept(source: Source) -> bool:
    """Whether a source is fetched and kept only, as its table's layout is not known."""
    return not source.dataset


def choose(sources: dict[str, Source], ids: list[str]) -> list[Source]:
    """The sources named; when none is, all but those that are built on request only.

    Raises:
        SourceError: an id is not known.
    """
    for name in ids:
        if name not in sources:
            raise SourceError.of(name, f"no such source; there are {', '.join(sources)}")
    if ids:
        return [sources[name] for name in dict.fromkeys(ids)]
    return [one for one in sources.values() if not (one.on_request or is_kept(one))]


def reader(source: Source) -> Reader:
    """The module that parses and tidies the source's files."""
    module: Any = importlib.import_module(f"data_pipeline.sources.{source.id}")
    return module  # type: ignore[no-any-return]


def read_source(path: Path) -> Source:
    """A source's metadata from its TOML file.

    Raises:
        SourceError: not TOML, a field missing or unknown, or a dataset nobody declared.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        source = Source(**_fields(written))
    except (tomllib.TOMLDecodeError, TypeError, KeyError) as error:
        raise SourceError.of(path.stem, f"{path.name} cannot be used: {error}") from error
    is_known = source.dataset in DATASETS or (is_kept(source) and path.parent == KEPT)
    if source.id != path.stem or not is_known:
        raise SourceError.of(path.stem, f"{path.name}: id or dataset is not a declared one")
    return source


def _fields(written: dict[str, Any]) -> dict[str, Any]:
    known = dict(written)
    for name in ("files", "also", "instead", "apart", "caveats", "newest_by", "file_preference"):
        known[name] = tuple(known.get(name, ()))
    known["breaks"] = tuple(Break(**one) for one in known.get("breaks", ()))
    known["edition_preference"] = tuple(
        EditionRule(**one) for one in known.get("edition_preference", ())
    )
    known["corrections"] = tuple(_correction(one) for one in known.get("corrections", ()))
    known["plausible"] = _plausible(known.get("plausible", {}))
    return known


def _plausible(written: dict[str, Any]) -> Plausible:
    declared = {**written, "rows": tuple(written.get("rows", ()))}
    declared["cells"] = tuple(written.get("cells", ()))
    declared["labels"] = tuple(
        Labels(**{**one, "cells": tuple(one.get("cells", ()))}) for one in written.get("labels", ())
    )
    declared["known"] = tuple(KnownStep(**one) for one in written.get("known", ()))
    declared["levels"] = tuple(
        Level(**{**one, "by": tuple(one.get("by", ()))}) for one in written.get("levels", ())
    )
    return Plausible(**declared)


def _correction(written: dict[str, Any]) -> Correction:
    values = {"expected": tuple(written["expected"]), "used": tuple(written.get("used", ()))}
    if written.get("action") == "replace" and len(values["used"]) != len(values["expected"]):
        raise TypeError("a correction that replaces needs as many values used as expected")
    return Correction(**{**written, **values})
