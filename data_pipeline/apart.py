"""Editions that lie in a folder of their own: what is published of the others stands beside them.

A source may declare such editions (`Source.apart`). Where a folder holds no others, it adds to what is
published; where it lacks them, what is published of them stays. Each month then comes from the edition
that serves it, whichever of the two folders was read last.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import published_folder
from data_pipeline.derived import revisions
from datasets.schema import DATASETS, Source

Join = dict[str, Any]
"""How two editions meet, as `editions.edition_joins` gives it."""


@dataclass(frozen=True)
class Beside:
    """What is published of editions that were not read.

    Attributes:
        rows: their rows, without a file.
        files: their entries in the manifest.
        joins: of the source, as published.
        revised: cells that changed between two editions, as published.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    files: Sequence[dict[str, Any]] = ()
    joins: Sequence[Join] = ()
    revised: pd.DataFrame = field(default_factory=pd.DataFrame)

    def join_of(self, join: Join) -> Join:
        """The join, as published where the editions hold no month in common any more."""
        ends = join["older"], join["newer"]
        known = [one for one in self.joins if (one["older"], one["newer"]) == ends]
        return join if join["periods"] or not known else known[0]

    def revisions_of(
        self, joins: Sequence[Join], made: Collection[tuple[str, str]]
    ) -> list[pd.DataFrame]:
        """The published revisions of the pairs of editions of `joins` that were not made now."""
        if self.revised.empty:
            return []
        pairs = [(one["older"], one["newer"]) for one in joins]
        ends = self.revised[["edition_old", "edition_new"]].apply(tuple, axis=1)
        kept = self.revised[ends.isin([one for one in pairs if one not in made])]
        return [] if kept.empty else [kept]


NOTHING_BESIDE = Beside()


def published(source: Source, read: Collection[str], out: Path) -> Beside:
    """What is published of a source's editions that a folder does not hold, where those lie apart.

    Args:
        source: declares which editions lie apart.
        read: the editions that the folder holds.
        out: the published folder.

    Raises:
        SourceError: the published table is damaged.
    """
    if not source.apart:
        return NOTHING_BESIDE
    dataset = DATASETS[source.dataset]
    held = published_folder.read_published(out, dataset)
    if held is None:
        return NOTHING_BESIDE
    own = held[held["source_id"] == source.id]
    only_apart = set(read) <= set(source.apart)
    stays = {one for one in set(own["edition"]) - set(read) if only_apart or one in source.apart}
    if not stays:
        return NOTHING_BESIDE
    manifest = published_folder.read_manifest(out)
    of_source = [
        one for one in published_folder.files_of(manifest, dataset.id) if one["id"] == source.id
    ]
    facts = published_folder.read_metadata(out, dataset).get("sources", [])
    revised = published_folder.read_published(out, DATASETS[revisions.ID])
    return Beside(
        own[own["edition"].isin(stays)].assign(file=None, where=None),
        [one for one in of_source if one["edition"] in stays],
        [join for one in facts if one["id"] == source.id for join in one["joins"]],
        pd.DataFrame() if revised is None else revised[revised["source_id"] == source.id],
    )
