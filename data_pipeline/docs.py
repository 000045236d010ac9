"""Tables in the README that are made from the sources' metadata, so that they cannot go stale."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from data_pipeline import published_folder
from datasets.schema import Source, SourceError

START, END = "<!-- sources: made by `python -m data_pipeline docs` -->", "<!-- end of sources -->"


def sources_table(sources: dict[str, Source], manifest: dict[str, Any]) -> str:
    """A Markdown table: a line per source with its dataset, period and rows used."""
    lines = ["| Source | Dataset | Period | Rows |", "|---|---|---|---|"]
    for source in sources.values():
        entries = published_folder.files_of(manifest, source.dataset)
        own = [entry for entry in entries if entry["id"] == source.id]
        rows = sum(entry["rows"] for entry in own)
        cells = (source.title, f"`{source.dataset}`", _period(own), f"{rows:,}" if rows else "–")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _period(entries: list[dict[str, Any]]) -> str:
    periods = [entry["period"] for entry in entries if entry["period"]]
    if not periods:
        return "–"
    return f"{min(period[0] for period in periods)} to {max(period[-1] for period in periods)}"


def with_table(readme: str, table: str) -> str:
    """The README's text with the table between its two marks renewed.

    Raises:
        SourceError: the marks are not there.
    """
    if START not in readme or END not in readme:
        raise SourceError.of("README.md", "the marks around the table of sources are missing")
    block = f"{START}\n\n{table}\n\n{END}"
    return re.sub(
        f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, readme, flags=re.DOTALL
    )


def renew(path: Path, sources: dict[str, Source], manifest: dict[str, Any]) -> bool:
    """Renews the table in the file; returns whether it changed.

    Raises:
        SourceError: the marks are not there.
    """
    old = path.read_text(encoding="utf-8")
    new = with_table(old, sources_table(sources, manifest))
    if new != old:
        path.write_text(new, encoding="utf-8")
    return new != old
