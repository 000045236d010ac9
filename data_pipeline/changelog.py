"""What a build changed, written for readers into the changelog's *Data* part."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def lines(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """A line per dataset that differs between two manifests: rows and period, then and now."""
    found = []
    for dataset, entry in after["datasets"].items():
        old = before["datasets"].get(dataset)
        if old is None:
            found.append(f"- `{dataset}`: new, {entry['rows']:,} rows{_period(entry)}.")
        elif old["sha256"] != entry["sha256"]:
            found.append(f"- `{dataset}`: {_rows(old, entry)}{_period(entry)}.")
    return found


def _rows(old: dict[str, Any], new: dict[str, Any]) -> str:
    difference = new["rows"] - old["rows"]
    if difference:
        return (
            f"{abs(difference):,} rows {'more' if difference > 0 else 'fewer'}, {new['rows']:,} now"
        )
    return f"values or description changed, {new['rows']:,} rows"


def _period(entry: dict[str, Any]) -> str:
    return f", {entry['period'][0]} to {entry['period'][-1]}" if entry["period"] else ""


def add(path: Path, version: str, found: list[str]) -> None:
    """Adds a version to the changelog, or the lines to its *Data* part where it is there already."""
    text = path.read_text(encoding="utf-8")
    added = "\n".join(found)
    section = f"## {version}\n"
    if section in text:
        head, rest = text.split(section, 1)
        if "### Data\n\n" in rest.split("\n## ", 1)[0]:
            rest = rest.replace("### Data\n\n", f"### Data\n\n{added}\n", 1)
        else:
            rest = f"\n### Data\n\n{added}\n{rest}"
        text = f"{head}{section}{rest}"
    else:
        place = re.search(r"^## ", text, flags=re.MULTILINE)
        start = place.start() if place else len(text)
        text = f"{text[:start]}{section}\n### Data\n\n{added}\n\n{text[start:]}"
    path.write_text(text, encoding="utf-8")
