"""GOV.UK: publications that move and come anew each year, and attachments that are not what they should be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data_pipeline import registry
from data_pipeline.__main__ import main
from data_pipeline.fetch import gov_uk, listing
from data_pipeline.steps import raw_files
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.fetch.fetched import assert_one_line, file_of, tree
from tests.data_pipeline.fetch.gov_uk_pages import COLLECTION, WORKFORCE_PAGE, GovUk
from tests.data_pipeline.fetch.publisher import File

WORKFORCE = "home_office_workforce"
FORCE = "home_office_use_of_force"
MISCONDUCT = "home_office_misconduct"
OPEN_DATA = "open-data-table-police-workforce-270722.ods"
KEPT = f"{WORKFORCE}/2022-03/{OPEN_DATA}"
YEARS = {
    "2019": "police-use-of-force-apr2018-mar2019-hosb3319-tables.ods",
    "2020": "police-use-of-force-apr2019-mar2020-hosb3720-tables.ods",
}
CONDUCT = ("misconduct-proceedings-open-data-mar25.ods", "police-misconduct-tables-mar25.ods")
CONDUCT_PAGE = "/government/statistics/police-misconduct-england-and-wales-year-ending-31-march-"


def workbook_of(source: str, name: str, folder: Path, old: str = "", new: str = "") -> File:
    """A fixture's workbook as a file on offer, with one text put in the place of another."""
    written = (mini.FIXTURES / source / f"{name}.json").read_text(encoding="utf-8")
    assert old in written
    folder.mkdir(parents=True, exist_ok=True)
    sheets = json.loads(written.replace(old, new) if old else written)
    mini.write_ods(folder / name, sheets)
    return file_of(folder / name)


def force_path(year: str) -> str:
    return f"/government/statistics/police-use-of-force-statistics-april-{int(year) - 1}-to-march-{year}"


@pytest.fixture
def gov(tmp_path: Path) -> Iterator[GovUk]:
    """The workforce's open data on its page, and two years of use of force in their collection."""
    with GovUk() as server:
        table = workbook_of(WORKFORCE, OPEN_DATA, tmp_path / "made")
        table.title = "Police workforce open data table"
        others = [
            File(
                "police-workforce-joiners-open-data.ods",
                b"x",
                "Police workforce open data: joiners",
            ),
            File("user-guide.pdf", b"%PDF", "User guide to police workforce open data"),
        ]
        server.publish(
            WORKFORCE_PAGE, "Police workforce open data tables", [others[0], table, others[1]]
        )
        for year, name in YEARS.items():
            tables = workbook_of(FORCE, name, tmp_path / "made")
            title = f"Police use of force statistics, April {int(year) - 1} to March {year}"
            tables.title = f"{title}: data tables"
            server.publish(force_path(year), title, [tables], collections=[COLLECTION])
        guide = server.publish("/government/publications/guide", "User guide", [])
        listed = [guide["base_path"], *map(force_path, YEARS)]
        server.collect(COLLECTION, "Police use of force statistics", listed)
        yield server


@pytest.fixture
def fetch(gov: GovUk, raw: Path, tmp_path: Path) -> Callable[..., int]:
    """Runs `fetch ID…` against it."""

    def run(*ids: str, out: Path = tmp_path / "nothing-published") -> int:
        return main(
            ["fetch", *ids, "--gov-uk", gov.url, "--raw", str(raw), "--out", str(out)]
        )  # fmt: skip

    return run


def table_of(gov: GovUk) -> File:
    return next(file for file in gov.files.values() if file.name == OPEN_DATA)


def kept(raw: Path) -> list[str]:
    return [name for name in tree(raw) if not name.endswith("state.json")]


def test_exact_bytes_are_kept_by_the_edition_of_their_content(gov, fetch, raw, capsys):
    assert fetch(WORKFORCE) == 0
    assert capsys.readouterr() == (
        f"{WORKFORCE}: 1 files fetched, 0 unchanged, newest 2022-03\n",
        "",
    )
    assert tree(raw)[KEPT] == table_of(gov).body
    assert kept(raw) == [KEPT]


def test_what_has_not_changed_is_not_sent_again(gov, fetch, raw, capsys):
    assert fetch(WORKFORCE, FORCE) == 0
    before, sent = tree(raw), gov.data_bytes()
    assert fetch(WORKFORCE, FORCE) == 0
    assert (tree(raw), gov.data_bytes()) == (before, sent)
    assert f"{FORCE}: 0 files fetched, 2 unchanged, newest 2020-03" in capsys.readouterr().out


def test_the_same_bytes_at_a_new_address_are_no_new_edition(gov, fetch, raw):
    assert fetch(WORKFORCE) == 0
    held = [name for name in kept(raw)]
    table = table_of(gov)
    gov.files.clear()
    gov.files["/media/other/9/unused.ods"] = File("unused.ods", b"")
    gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [table])
    assert fetch(WORKFORCE) == 0
    assert kept(raw) == held


class TestPages:
    def test_page_that_moved(self, gov, fetch, raw):
        new = "/government/statistics/workforce-tables-of-another-name"
        gov.pages[new] = gov.pages.pop(WORKFORCE_PAGE)
        gov.moved[WORKFORCE_PAGE] = new
        assert fetch(WORKFORCE) == 0
        assert kept(raw) == [KEPT]

    def test_page_that_says_where_it_moved(self, gov, fetch, raw):
        new = "/government/statistics/workforce-tables-of-another-name"
        gov.pages[new] = gov.pages.pop(WORKFORCE_PAGE)
        gov.pages[WORKFORCE_PAGE] = {
            "base_path": WORKFORCE_PAGE, "document_type": "redirect", "schema_name": "redirect",
            "redirects": [{"path": WORKFORCE_PAGE, "type": "exact", "destination": new}],
        }  # fmt: skip
        assert fetch(WORKFORCE) == 0
        assert kept(raw) == [KEPT]

    def test_pages_that_lead_to_each_other_end(self, gov, fetch, capsys):
        gov.moved[WORKFORCE_PAGE] = WORKFORCE_PAGE
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, r"cannot be asked \(TooManyRedirects\)", WORKFORCE)

    def test_each_year_of_a_collection_is_kept_by_itself(self, fetch, raw):
        assert fetch(FORCE) == 0
        assert kept(raw) == [f"{FORCE}/{year}-03/{name}" for year, name in YEARS.items()]

    def test_new_years_publication_is_found_by_its_collection(self, gov, fetch, raw, tmp_path):
        year = gov.pages.pop(force_path("2020"))
        gov.collect(COLLECTION, "Police use of force statistics", [force_path("2019")])
        assert fetch(FORCE) == 0
        assert kept(raw) == [f"{FORCE}/2019-03/{YEARS['2019']}"]
        gov.pages[force_path("2020")] = year
        gov.collect(COLLECTION, "Police use of force statistics", map(force_path, YEARS))
        assert fetch(FORCE) == 0
        assert kept(raw) == [f"{FORCE}/{year}-03/{name}" for year, name in YEARS.items()]

    def test_collection_is_found_by_a_publication_of_it(self, gov, fetch, raw):
        listing = "/government/collections/another-name"
        gov.collect(listing, "Police use of force statistics", map(force_path, YEARS))
        del gov.pages[COLLECTION]
        declared = "/government/statistics/police-use-of-force-statistics-april-2024-to-march-2025"
        gov.publish(declared, "Police use of force statistics", [], collections=[listing])
        assert fetch(FORCE) == 0
        assert len(kept(raw)) == 2

    def test_publication_withdrawn(self, gov, fetch, raw):
        gov.pages[force_path("2020")]["withdrawn_notice"] = {"explanation": "<p>An error</p>"}
        assert fetch(FORCE) == 0
        assert kept(raw) == [f"{FORCE}/2019-03/{YEARS['2019']}"]

    def test_no_page_is_there_any_more(self, gov, fetch, raw, capsys):
        gov.pages.clear()
        assert fetch(FORCE) == 1
        assert_one_line(capsys, rf"{COLLECTION}: HTTP 404; .*\(files listed: none\)", FORCE)
        assert kept(raw) == []

    def test_page_that_is_gone(self, gov, fetch, capsys):
        gov.faults = {WORKFORCE_PAGE: "410"}
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, "HTTP 410", WORKFORCE)

    @pytest.mark.parametrize(
        ("fault", "what"),
        [
            ("html", "the answer is no JSON"),
            ("empty", "the answer is no JSON"),
            ("500", r"HTTP 500 \(3 tries\)"),
            ("503long", r"HTTP 503 \(3 tries\)"),
            ("429long", r"HTTP 429 \(3 tries\)"),
            ("403", "HTTP 403"),
            ("reset", "the connection was lost"),
        ],
    )
    def test_a_page_at_fault_is_no_page_without_news(
        self, fault, what, gov, fetch, raw, capsys, monkeypatch
    ):
        monkeypatch.setenv("FETCH_LONGEST_WAIT", "0")
        assert fetch(FORCE) == 0
        before = tree(raw)
        gov.faults = {force_path("2020"): fault}
        capsys.readouterr()
        assert fetch(FORCE) == 1
        assert_one_line(capsys, what, FORCE)
        assert tree(raw) == before

    @pytest.mark.parametrize(
        "answer",
        [
            [],
            "text",
            7,
            {"details": []},
            {"details": {"attachments": {}}},
            {"details": {"attachments": ["x", {}]}, "links": [], "redirects": ["x"]},
        ],
    )
    def test_answer_of_another_form(self, answer, gov, fetch, capsys):
        gov.pages[WORKFORCE_PAGE] = answer
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, r"(describes no page|files listed: none)", WORKFORCE)

    def test_wait_that_is_asked_for_is_kept_to(self, gov, fetch, raw):
        gov.faults = {"/api/content": "429once", "/media/": "503once"}
        assert fetch(WORKFORCE) == 0
        assert kept(raw) == [KEPT]


class TestAttachments:
    def test_newest_of_those_that_fit_by_what_their_names_say(self, gov, fetch, raw, tmp_path):
        newer = workbook_of(WORKFORCE, OPEN_DATA, tmp_path / "new", "[2022,", "[2026,")
        newer.name = "police-workforce-open-data-table-310726.ods"
        newer.title = "Police workforce open data table"
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [newer, table_of(gov)])
        assert fetch(WORKFORCE) == 0
        assert kept(raw) == [f"{WORKFORCE}/2026-03/{newer.name}"]

    def test_two_that_are_as_new_are_not_guessed_between(self, gov, fetch, raw, capsys, tmp_path):
        table = table_of(gov)
        again = File(f"second-{table.name}", table.body, table.title)
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [table, again])
        assert fetch(WORKFORCE) == 1
        assert_one_line(
            capsys, "two files on offer may be the open data one, .*second-open", WORKFORCE
        )
        assert kept(raw) == []

    def test_attachment_missing(self, gov, fetch, raw, capsys):
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [])
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, "no ods file is the open data one .*bulletin", WORKFORCE)

    def test_attachment_of_another_kind(self, gov, fetch, capsys):
        table_of(gov).name = "open-data-table-police-workforce-270722.pdf"
        gov.publish(
            WORKFORCE_PAGE, "Police workforce open data tables", [table_of_kind(gov, "pdf")]
        )
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, "no ods file is the open data one", WORKFORCE)

    @pytest.mark.parametrize(
        ("fault", "what"),
        [
            ("404", "HTTP 404"),
            ("html", "a web page came instead of the file"),
            ("message", r"the file is no workbook \(not a zip archive\)"),
            ("empty", "the file is empty"),
            ("truncate", "cut short"),
            ("shorter", r"the file is no workbook|the catalogue states"),
            ("longer", r"the file that came has [\d,]+ bytes, the catalogue states [\d,]+ "),
            ("503long", r"HTTP 503 \(3 tries\)"),
        ],
    )
    def test_download_at_fault_leaves_what_is_held(
        self, fault, what, gov, fetch, raw, capsys, published, monkeypatch, tmp_path
    ):
        monkeypatch.setenv("FETCH_LONGEST_WAIT", "0")
        assert fetch(WORKFORCE) == 0
        newer = workbook_of(WORKFORCE, OPEN_DATA, tmp_path / "new", "[2022,", "[2026,")
        newer.title = "Police workforce open data table"
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [newer])
        before, out = tree(raw), hashes(published)
        gov.faults = {"/media/": fault}
        capsys.readouterr()
        assert fetch(WORKFORCE, out=published) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"error: {WORKFORCE}: not fetched: open data: "), said
        assert said.count("\n") == 1
        assert re.search(what, said), said
        assert tree(raw) == before
        assert hashes(published) == out

    def test_file_larger_than_allowed(self, gov, fetch, raw, capsys):
        table_of(gov).body += b"\0" * 60_000_000
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, "larger than the 50 MB allowed", WORKFORCE)
        assert kept(raw) == []

    def test_endless_file(self, gov, fetch, raw, capsys):
        table_of(gov).body += b"\0" * 2_000_000
        gov.faults = {OPEN_DATA: "endless"}
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, "larger than the 50 MB allowed", WORKFORCE)

    def test_one_years_file_at_fault_leaves_the_other(self, gov, fetch, raw, capsys):
        gov.faults = {YEARS["2020"]: "truncate"}
        assert fetch(FORCE) == 1
        out, err = capsys.readouterr()
        assert out == f"{FORCE}: 1 files fetched, 0 unchanged, newest 2019-03\n"
        assert err.startswith(f"error: {FORCE}: not fetched: tables 2020: ")
        assert kept(raw) == [f"{FORCE}/2019-03/{YEARS['2019']}"]

    def test_layout_that_the_reader_does_not_know(self, gov, fetch, raw, capsys, tmp_path):
        odd = workbook_of(WORKFORCE, OPEN_DATA, tmp_path / "odd", "Worker type", "Kind of worker")
        odd.title = "Police workforce open data table"
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [odd])
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, "no column Worker type", WORKFORCE)
        assert kept(raw) == []

    def test_edition_older_than_the_one_held(self, gov, fetch, raw, capsys, tmp_path):
        assert fetch(WORKFORCE) == 0
        before = tree(raw)
        older = workbook_of(WORKFORCE, OPEN_DATA, tmp_path / "old", "[2022,", "[2020,")
        older.title = "Police workforce open data table"
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [older])
        assert fetch(WORKFORCE) == 1
        older_than = r"the edition offered \(2021-03\) is older than the one held \(2022-03\)"
        assert_one_line(capsys, older_than, WORKFORCE)
        assert tree(raw) == before

    def test_corrected_file_of_an_edition_sets_the_old_one_aside(self, gov, fetch, raw, tmp_path):
        assert fetch(WORKFORCE) == 0
        old = tree(raw)[KEPT]
        new = workbook_of(WORKFORCE, OPEN_DATA, tmp_path / "new", "12, 10.5", "13, 10.5")
        new.title = "Police workforce open data table"
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [new])
        assert fetch(WORKFORCE) == 0
        files = tree(raw)
        assert files[KEPT] == new.body
        assert old in [body for name, body in files.items() if name.startswith(".replaced/")]

    @pytest.mark.parametrize("name", ["../../escaped.ods", "a/open-data.ods", ".open-data.ods"])
    def test_unsafe_file_name(self, name, gov, fetch, raw, capsys):
        table_of(gov).facts = {"filename": name}
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [table_of(gov)])
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, "the catalogue gives a file name that is not safe: ", WORKFORCE)
        assert kept(raw) == []

    @pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x.ods"])
    def test_address_that_is_none_of_the_web(self, address, gov, fetch, capsys):
        table_of(gov).facts = {"url": address}
        gov.publish(WORKFORCE_PAGE, "Police workforce open data tables", [table_of(gov)])
        assert fetch(WORKFORCE) == 1
        assert_one_line(capsys, "is no address of the web", WORKFORCE)


def table_of_kind(gov: GovUk, kind: str) -> File:
    return next(file for file in gov.files.values() if file.format == kind)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Outcomes open data, year ending March 2026 prc-outcomes-open-data-mar2026-tables-230726.xlsx", "202603"),
        ("stop-search-open-data-tables-mar21-mar25.ods", "202503"),
        ("Police use of force statistics, April 2023 to March 2024", "202403"),
        ("Police workforce, 30 September 2019", "201909"),
        ("police-workforce-sep19-tables.ods", "201909"),
        ("Summary 2024", ""),
        ("a market 2024 of marches 12", ""),
    ],
)  # fmt: skip
def test_last_month_of_a_title_or_name(text, month):
    item = {"details": {"attachments": [{"url": "/media/1/x.ods", "title": text, "filename": "x.ods"}]}}  # fmt: skip
    assert gov_uk.offers(item, "https://127.0.0.1")[0].covers_to == month


class TestOutcomes:
    """The files that lie beside the outcomes open data, by what a reader of the page has listed of it."""

    TITLES = (
        "Outcomes open data, year ending March 2015", "Outcomes open data, year ending March 2016",
        "Outcomes open data, year ending March 2026",
        "Alternate offences outcomes open data, year ending March 2026",
        "Outcomes open data, firearms and knives, year ending March 2026",
        "Outcomes open data subcodes, year ending March 2026", "User guide to outcomes open data",
    )  # fmt: skip

    def test_one_workbook_a_year_and_no_other_file(self):
        source = registry.all_sources()["home_office_outcomes"]
        attachments = [
            {"title": title, "filename": f"{number}.xlsx", "url": f"/media/{number}/{number}.xlsx"}
            for number, title in enumerate(self.TITLES)
        ]
        listed = gov_uk.offers({"details": {"attachments": attachments}}, gov_uk.ADDRESS)
        (wanted,) = listing.wanted_files(source)
        found = listing.pick_each(listed, wanted, source)
        assert {name: offer.title for name, offer in found.items()} == {
            "outcomes 2016": self.TITLES[1], "outcomes 2026": self.TITLES[2],
        }  # fmt: skip

    def test_names_of_the_publishers_files_are_told_apart_by_year(self):
        source = registry.all_sources()["home_office_outcomes"]
        names = [f"prc-outcomes-open-data-mar{year}-tables-{day}.xlsx" for year, day in
                 (("2025", "240725"), ("2025", "230726"), ("2026", "230726"))]  # fmt: skip
        attachments = [{"filename": name, "url": f"/media/1/{name}"} for name in names]
        listed = gov_uk.offers({"details": {"attachments": attachments}}, gov_uk.ADDRESS)
        found = listing.pick_each(listed, listing.wanted_files(source)[0], source)
        assert [offer.file_name for offer in found.values()] == names[1:]


class TestKeptOnly:
    def test_table_is_kept_by_the_period_of_its_publication(
        self, gov, fetch, raw, tmp_path, capsys
    ):
        publish_misconduct(gov, tmp_path)
        assert fetch(MISCONDUCT) == 0
        assert kept(raw) == [f"{MISCONDUCT}/2025-03/{name}" for name in CONDUCT]

    def test_corrected_file_takes_the_others_of_its_edition_along(self, gov, fetch, raw, tmp_path):
        publish_misconduct(gov, tmp_path)
        assert fetch(MISCONDUCT) == 0
        publish_misconduct(gov, tmp_path, cases=6)
        assert fetch(MISCONDUCT) == 0
        files = tree(raw)
        now = [name for name in kept(raw) if not name.startswith(".replaced/")]
        assert now == [f"{MISCONDUCT}/2025-03/{name}" for name in CONDUCT]
        assert {files[name] for name in now} == {
            file.body for file in list(gov.files.values())[-2:]
        }

    def test_two_files_of_one_name(self, gov, fetch, raw, tmp_path, capsys):
        item = publish_misconduct(gov, tmp_path)
        for attachment, title in zip(item["details"]["attachments"][1:], CONDUCT, strict=True):
            attachment["title"], attachment["filename"] = title, "misconduct-mar25.ods"
        assert fetch(MISCONDUCT) == 1
        assert_one_line(
            capsys, "two files of 2025-03 have the name 'misconduct-mar25.ods'", MISCONDUCT
        )
        assert len(kept(raw)) == 1

    def test_headings_are_said_and_nothing_published(self, gov, fetch, raw, tmp_path, capsys):
        publish_misconduct(gov, tmp_path)
        assert fetch(MISCONDUCT) == 0
        capsys.readouterr()
        out = tmp_path / "out"
        assert main(["build", MISCONDUCT, "--raw", str(raw), "--out", str(out)]) == 0
        said = capsys.readouterr().out
        assert (
            "sheet Proceedings: 2 rows of the Met; headings: Financial Year, Police force, Cases"
            in said
        )
        assert said.endswith(f"{MISCONDUCT}: kept only, nothing is published of it\n")
        assert not out.exists()

    def test_file_without_police_forces(self, tmp_path, capsys):
        mini.write_ods(tmp_path / "other.ods", {"Data": [["Year", "Cases"], [2025, 3]]})
        assert main(["build", MISCONDUCT, "--file", str(tmp_path / "other.ods")]) == 1
        assert_one_line(capsys, "no sheet has headings with a column of police forces", MISCONDUCT)

    def test_first_headings_of_a_table_too_large_to_be_read_whole(
        self, tmp_path, monkeypatch, capsys
    ):
        monkeypatch.setattr(raw_files, "MAX_UNPACKED_BYTES", 100)
        rows = [
            ["Title"],
            ["Financial Year", "Force Name", "Number of Offences"],
            ["2012/13", "Kent", 5],
        ]
        mini.write_ods(tmp_path / "areas.ods", {"Notes": [["Notes"]], "2012-13": rows})
        file = ["--file", str(tmp_path / "areas.ods")]
        assert main(["build", "home_office_force_areas", *file]) == 0
        said = capsys.readouterr().out
        assert (
            "sheet 2012-13: 0 rows of the Met; headings: Financial Year, Force Name, Number" in said
        )

    def test_it_is_listed_as_kept(self, tmp_path, capsys):
        assert main(["list", "--out", str(tmp_path)]) == 0
        assert "kept only" in next(
            line for line in capsys.readouterr().out.splitlines() if line.startswith(MISCONDUCT)
        )

    def test_it_is_no_part_of_a_whole_build(self, tmp_path):
        assert main(["build", MISCONDUCT, WORKFORCE, "--mirror", str(tmp_path)]) == 1


def publish_misconduct(gov: GovUk, folder: Path, cases: int = 3) -> dict[str, Any]:
    rows = [
        ["Invented figures", "", ""], ["Financial Year", "Police force", "Cases"],
        ["2023/24", "Metropolitan Police", cases], ["2024/25", "Metropolitan Police", 4],
        ["2024/25", "Essex", 5],
    ]  # fmt: skip
    files = []
    for name in CONDUCT:
        mini.write_ods(folder / name, {"Cover": [["Police misconduct"], [""]], "Proceedings": rows})
        files.append(file_of(folder / name))
    return gov.publish(f"{CONDUCT_PAGE}2025", "Police misconduct: year ending 31 March 2025", files)
