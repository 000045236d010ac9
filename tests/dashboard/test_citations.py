"""Citations read back by small readers of our own: nothing is lost, and no two choices are taken for one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.subjects.get_data.words import citations
from dashboard.subjects.get_data.words.citations import Cited

LINK = "https://example.org/data/v/1.1.0/workforce.csv"
WHOLE = Cited(
    dataset="workforce",
    title="People who work for the Met",
    source="Home Office",
    licence="Open Government Licence v3.0",
    version="1.1.0",
    published="2026-11-20",
    read="2026-12-01",
    link=LINK,
)
PRINTED = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def of(query: list[tuple[str, str]]) -> Cited:
    return replace(WHOLE, query=query, link=f"{LINK}?{urlencode(query)}" if query else LINK)


def read(entry: str) -> tuple[str, dict[str, str]]:
    """Key and fields of a BibTeX entry, by BibTeX's own rule: a value ends where its braces balance."""
    start = re.match(r"@misc\{([a-z0-9_]+),\n", entry)
    assert start
    at, fields = start.end(), {}
    while entry[at] != "}":
        name = re.compile(r"\s*([a-z]+) = \{").match(entry, at)
        assert name, entry[at:]
        at, depth = name.end(), 1
        first = at
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[at], 0)
            at += 1
        fields[name[1]] = entry[first : at - 1]
        at = re.compile(r",?\n").match(entry, at).end()
    assert entry[at:] == "}"
    return start[1], fields


def printed(tex: str) -> str:
    """What TeX prints: commands become their signs; a bare special sign would be one too many."""
    text = re.sub(r"\{\\(text[a-z]+)\}", lambda found: chr(0xE000 + list(PRINTED).index(found[1])), tex)  # fmt: skip
    text = re.sub(r"\\([&%$#_])", lambda found: chr(0xF000 + ord(found[1])), text)
    text = text.removeprefix("{").removesuffix("}")
    assert not re.search(r"[\\{}&%$#_~^]", text), tex
    text = re.sub("[\ue000-\ue0ff]", lambda found: list(PRINTED.values())[ord(found[0]) - 0xE000], text)  # fmt: skip
    return re.sub("[\uf000-\uf0ff]", lambda found: chr(ord(found[0]) - 0xF000), text)


# The reader puts characters of Unicode's private use in place of signs.
TEXTS = st.text(st.characters(exclude_categories=["Co", "Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=30)


def test_bibtex_of_a_whole_table() -> None:
    assert citations.bibtex(WHOLE) == (
        "@misc{workforce_1_1_0,\n"
        "  title = {{People who work for the Met}},\n"
        "  author = {{Home Office}},\n"
        "  howpublished = {London policing scorecard, data version 1.1.0, published 2026-11-20},\n"
        "  year = {2026},\n"
        f"  url = {{{LINK}}},\n"
        "  urldate = {2026-12-01}\n"
        "}"
    )


def test_signs_that_tex_would_run_are_printed() -> None:
    odd = replace(WHOLE, title=r"50% of {A} & B_1 #2 \$3 ~ x^2 }", source="R&D {unit")
    _, fields = read(citations.bibtex(odd))
    assert fields["title"] == (
        r"{50\% of {\textbraceleft}A{\textbraceright} \& B\_1 \#2 {\textbackslash}\$3 "
        r"{\textasciitilde} x{\textasciicircum}2 {\textbraceright}}"
    )
    assert printed(fields["title"]) == odd.title
    assert printed(fields["author"]) == odd.source


@given(title=TEXTS, source=TEXTS)
def test_any_text_comes_back_from_bibtex(title: str, source: str) -> None:
    cited = replace(of([("role", "a&b%")]), title=title, source=source)
    _, fields = read(citations.bibtex(cited))
    assert printed(fields["title"]) == title
    assert printed(fields["author"]) == source
    assert fields["url"] == f"{LINK}?role=a%26b%25"  # an address is never changed
    (item,) = json.loads(citations.csl_json(cited))
    assert (item["title"], item["author"]) == (title, [{"literal": source}])


def test_a_text_of_several_lines_stands_on_one() -> None:
    _, fields = read(citations.bibtex(replace(WHOLE, title="One\n  two\r\nthree")))
    assert fields["title"] == "{One two three}"


CHOICES = (
    [],
    [("role", "officers")],
    [("role", "staff")],
    [("role", "officers"), ("role", "staff")],
    [("role", "officers"), ("sex", "Female")],
    [("role", "officers"), ("columns", "date,people")],
    [("role", "officers"), ("columns", "people,date")],
    [("role", "officers&sex=Female")],
)


def test_other_choices_and_versions_have_other_keys() -> None:
    every = [of(query) for query in CHOICES] + [replace(WHOLE, version="1.2.0")]
    for keys in (
        [read(citations.bibtex(one))[0] for one in every],
        [json.loads(citations.csl_json(one))[0]["id"] for one in every],
    ):
        assert len(set(keys)) == len(every)
        assert re.fullmatch(r"workforce.1.1.0.[0-9a-f]{8}", keys[1])


def test_the_same_choice_has_the_same_key_in_whatever_order_and_on_whatever_day() -> None:
    one = of([("role", "officers"), ("sex", "Female")])
    other = replace(of([("sex", "Female"), ("role", "officers")]), read="2031-05-04")
    assert one.key("_") == other.key("_")


def test_csl_says_when_it_was_issued_and_when_it_was_read() -> None:
    (item,) = json.loads(citations.csl_json(WHOLE))
    assert item == {
        "id": "workforce-1.1.0",
        "type": "dataset",
        "title": "People who work for the Met",
        "author": [{"literal": "Home Office"}],
        "container-title": "London policing scorecard",
        "version": "1.1.0",
        "issued": {"date-parts": [[2026, 11, 20]]},
        "accessed": {"date-parts": [[2026, 12, 1]]},
        "URL": LINK,
    }


def test_a_year_is_that_of_the_data_not_of_the_reader() -> None:
    late = replace(WHOLE, read="2031-05-04")
    assert read(citations.bibtex(late))[1]["year"] == "2026"


def test_in_words() -> None:
    assert citations.in_words(WHOLE) == (
        "Home Office: People who work for the Met. London policing scorecard, data version 1.1.0, "
        f"published 2026-11-20, read 2026-12-01. Licence: Open Government Licence v3.0. {LINK}"
    )


@pytest.mark.parametrize("separator", ["_", "-"])
def test_a_key_without_a_choice_has_no_hash(separator: str) -> None:
    assert WHOLE.key(separator) == f"workforce{separator}1.1.0"
