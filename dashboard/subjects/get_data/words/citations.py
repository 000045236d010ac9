"""How to cite rows of a table: in a sentence, for BibTeX and as CSL-JSON. Pure functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.files.about import SITE

_IN_TEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",  # BibTeX counts every brace, whatever stands before it
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
    }
)


@dataclass(frozen=True)
class Cited:
    """What is cited.

    Attributes:
        dataset: id of the table.
        title: of the table.
        source: as the sources of the rows ask to be cited.
        licence: under which the rows may be used.
        version: of the data.
        published: ISO date of that version.
        read: ISO date of today.
        link: fixed address of the rows.
        query: the choice of rows and columns, name and value of each parameter.
    """

    dataset: str
    title: str
    source: str
    licence: str
    version: str
    published: str
    read: str
    link: str
    query: Sequence[tuple[str, str]] = ()

    def key(self, separator: str) -> str:
        """A name that no other choice and no other version has, its parts joined by the separator."""
        chosen = urlencode(sorted(self.query, key=lambda pair: pair[0]))
        digest = [hashlib.sha256(chosen.encode()).hexdigest()[:8]] if chosen else []
        return separator.join([self.dataset, self.version, *digest])


def in_words(of: Cited) -> str:
    """A sentence."""
    return (
        f"{of.source}: {of.title}. {SITE}, data version {of.version}, published {of.published}, "
        f"read {of.read}. Licence: {of.licence}. {of.link}"
    )


def bibtex(of: Cited) -> str:
    """An entry for BibTeX; its year is that of the version, and the address stands as it is."""
    fields = {
        "title": f"{{{_tex(of.title)}}}",
        "author": f"{{{_tex(of.source)}}}",
        "howpublished": _tex(f"{SITE}, data version {of.version}, published {of.published}"),
        "year": of.published[:4],
        "url": of.link,
        "urldate": of.read,
    }
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@misc{{{of.key('_').replace('.', '_')},\n{lines}\n}}"


def csl_json(of: Cited) -> str:
    """CSL-JSON, for reference managers: issued when the version was published, accessed today."""
    item = {
        "id": of.key("-"),
        "type": "dataset",
        "title": of.title,
        "author": [{"literal": of.source}],
        "container-title": SITE,
        "version": of.version,
        "issued": _date(of.published),
        "accessed": _date(of.read),
        "URL": of.link,
    }
    return json.dumps([item], indent=2, ensure_ascii=False)


def _tex(text: str) -> str:
    """A text on one line that TeX prints as it is."""
    return " ".join(text.split()).translate(_IN_TEX)


def _date(iso: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in iso[:10].split("-")]]}
